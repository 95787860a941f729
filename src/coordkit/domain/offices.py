"""The office: who runs this desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import attrs

from coordkit.domain.records import GROUP, OPEN, OfficeId, Record
from coordkit.domain.slots import zone_info
from coordkit.domain.text import Text, all_plain, is_plain, plain

if TYPE_CHECKING:
    from attrs import Attribute


def _is_zone(instance: object, attribute: Attribute[Any], value: str) -> None:
    plain(value, attribute.name)
    zone_info(value)


@attrs.frozen(kw_only=True)
class Office(Record):
    """The secretariat that a desk belongs to: its name, sending addresses (the first is the usual one), zone and languages."""

    id_type: ClassVar[type[OfficeId]] = OfficeId
    id: OfficeId = attrs.field(metadata=OPEN)
    name: Text = attrs.field(metadata=OPEN)
    addresses: tuple[str, ...] = attrs.field(default=(), validator=all_plain, metadata=GROUP)
    zone: str = attrs.field(default="UTC", validator=_is_zone, metadata=OPEN)
    languages: tuple[str, ...] = attrs.field(default=("en",), validator=all_plain, metadata=OPEN)
    region: str | None = attrs.field(default=None, validator=is_plain, metadata=OPEN)
