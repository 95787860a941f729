"""Places: the venue of a meeting, and where people take part."""

from __future__ import annotations

from enum import Enum
from types import NoneType

import attrs

from coordkit.domain.errors import DomainError, expect
from coordkit.domain.records import AREA, VENUE
from coordkit.domain.text import Text, is_plain


class Mode(Enum):
    """Where people take part: in one place, online, or both."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    MIXED = "mixed"


@attrs.frozen(kw_only=True)
class Venue:
    """Where people meet. The locality (an area's code) stands apart from the exact place, which few may see.

    ``place`` is room and address, ``link`` the address for joining online, ``capacity`` and ``shelter_places`` count people.
    """

    locality: str | None = attrs.field(default=None, validator=is_plain, metadata=AREA)
    place: Text | None = attrs.field(default=None, metadata=VENUE)
    link: str | None = attrs.field(default=None, validator=is_plain, metadata=VENUE)
    capacity: int | None = attrs.field(default=None, metadata=VENUE)
    shelter_places: int | None = attrs.field(default=None, metadata=VENUE)

    def __attrs_post_init__(self) -> None:
        for name in ("capacity", "shelter_places"):
            value = getattr(self, name)
            expect(value, (int, NoneType), f"venue.{name}")
            if value is not None and value < 0:
                raise DomainError(f"{value} people cannot be; give 0 or more", where=f"venue.{name}")
