"""What every record has: a typed id, a TLP, sources, its place in the history, and a sensitivity on every field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum, IntEnum
from types import MappingProxyType
from typing import Any, ClassVar, Self
from uuid import UUID

import attrs

from coordkit.domain.errors import DomainError
from coordkit.domain.text import Text, is_plain


class Sensitivity(Enum):
    """Who may see a field once the record's TLP admits the audience; the rules stand in ``sharing``."""

    OPEN = "open"
    GROUP = "group"
    CONTACT = "contact"
    VENUE = "venue"
    PERSONAL = "personal"
    DESK = "desk"


# Plain attrs metadata, one constant a sensitivity: ``title: Text = attrs.field(metadata=OPEN)``.
OPEN: Mapping[str, Any] = MappingProxyType({"sensitivity": Sensitivity.OPEN})
GROUP: Mapping[str, Any] = MappingProxyType({"sensitivity": Sensitivity.GROUP})
CONTACT: Mapping[str, Any] = MappingProxyType({"sensitivity": Sensitivity.CONTACT})
VENUE: Mapping[str, Any] = MappingProxyType({"sensitivity": Sensitivity.VENUE})
PERSONAL: Mapping[str, Any] = MappingProxyType({"sensitivity": Sensitivity.PERSONAL})
DESK: Mapping[str, Any] = MappingProxyType({"sensitivity": Sensitivity.DESK})
# Who said or brought something, or took part: open, but stripped outside the desk where the Chatham House rule holds, which
# keeps back "neither the identity nor the affiliation of the speaker(s), nor that of any other participant" (Chatham House, 2002).
SPEAKER: Mapping[str, Any] = MappingProxyType({"sensitivity": Sensitivity.OPEN, "speaker": True})
# Who came, or stayed away: for the groups of the meeting, and stripped likewise.
ATTENDEE: Mapping[str, Any] = MappingProxyType({"sensitivity": Sensitivity.GROUP, "speaker": True})
# Codes of areas: where something is or is done, or of which areas it speaks.
AREA: Mapping[str, Any] = MappingProxyType({"sensitivity": Sensitivity.OPEN, "area": True})
# Codes of the areas where the record itself is to be found: guarded ones are withheld, and where none is left, the record.
PRESENCE: Mapping[str, Any] = MappingProxyType({"sensitivity": Sensitivity.OPEN, "area": True, "presence": True})
# Filled by the unit of work from the history; never part of the stored body.
STAMP: Mapping[str, Any] = MappingProxyType({"sensitivity": Sensitivity.OPEN, "stamp": True})


class Tlp(IntEnum):
    """Traffic Light Protocol 2.0 (FIRST, 2022), from the freest to the strictest. Labels are never translated."""

    CLEAR = 0
    GREEN = 1
    AMBER = 2
    AMBER_STRICT = 3
    RED = 4

    @property
    def label(self) -> str:
        """``TLP:AMBER+STRICT``, as FIRST writes it."""
        return "TLP:" + self.name.replace("_", "+")


class RecordId(UUID):
    """A record's id: a UUID that knows its record, equals only its own class, and is written ``meeting:<uuid>``."""

    kind: ClassVar[str] = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads ``meeting:<uuid>``. Raises ``DomainError`` for another kind or no UUID."""
        kind, colon, rest = text.partition(":")
        if not colon or kind != cls.kind:
            raise DomainError(f"{text!r} is no id of this kind; write {cls.kind}:<uuid>", where="id")
        try:
            return cls(hex=rest)
        except ValueError:
            raise DomainError(f"{rest!r} is not a UUID", where="id") from None

    @property
    def uuid(self) -> UUID:
        """The bare UUID."""
        return UUID(int=self.int)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.int == other.int

    def __hash__(self) -> int:
        return hash((self.kind, self.int))

    def __str__(self) -> str:
        return f"{self.kind}:{super().__str__()}"

    def __repr__(self) -> str:
        return f"{type(self).__name__}.parse({str(self)!r})"


class OrganizationId(RecordId):
    """The id of an Organization."""

    kind = "organization"


class PersonId(RecordId):
    """The id of a Person."""

    kind = "person"


class AffiliationId(RecordId):
    """The id of an Affiliation."""

    kind = "affiliation"


class WorkingGroupId(RecordId):
    """The id of a WorkingGroup."""

    kind = "group"


class MembershipId(RecordId):
    """The id of a Membership."""

    kind = "membership"


class InitiativeId(RecordId):
    """The id of an Initiative."""

    kind = "initiative"


class MeetingId(RecordId):
    """The id of a Meeting."""

    kind = "meeting"


class MeetingSeriesId(RecordId):
    """The id of a MeetingSeries."""

    kind = "series"


class InvitationId(RecordId):
    """The id of an Invitation."""

    kind = "invitation"


class ReceivedId(RecordId):
    """The id of a Received."""

    kind = "received"


class MinutesId(RecordId):
    """The id of a Minutes."""

    kind = "minutes"


class OutcomeId(RecordId):
    """The id of an Outcome, of any of the five kinds."""

    kind = "outcome"


class OfficeId(RecordId):
    """The id of an Office."""

    kind = "office"


class Certainty(Enum):
    """How sure a source makes a fact: the source says it; only its date of publication is known; or we deduced it."""

    STATED = "stated"
    PUBLISHED = "published"
    INFERRED = "inferred"


@attrs.frozen(kw_only=True)
class Source:
    """Where a record, or a single deduced field of it, comes from.

    ``url`` is the address of a public page; a paper or an inside file is a ``document``. ``field`` names the one field that this
    source is for, None the whole record; ``reason`` tells how it was deduced. Raises ``DomainError`` for a url that is no web
    address.
    """

    url: str | None = attrs.field(default=None, validator=is_plain, metadata=OPEN)
    document: str | None = attrs.field(default=None, validator=is_plain, metadata=GROUP)
    certainty: Certainty = attrs.field(default=Certainty.STATED, metadata=OPEN)
    field: str | None = attrs.field(default=None, validator=is_plain, metadata=OPEN)
    reason: Text | None = attrs.field(default=None, metadata=OPEN)

    def __attrs_post_init__(self) -> None:
        if self.url is not None and not self.url.startswith(("https://", "http://")):
            raise DomainError(f"{self.url!r} is no web address; an inside paper goes in document=", where="source.url")

    @property
    def is_public(self) -> bool:
        """Whether anybody can read it: it is a page on the web."""
        return self.url is not None


@attrs.frozen(kw_only=True)
class Record:
    """The base of all records. ``revision``, ``head`` and ``changed_at`` tell where the record stands in the history.

    ``revision`` counts the record's Changes (0: never saved), ``head`` is the SHA-256 digest (32 bytes) of the latest,
    ``changed_at`` its time in UTC. The unit of work fills them; they take no part in equality.
    """

    id_type: ClassVar[type[RecordId]] = RecordId
    id: RecordId = attrs.field(metadata=OPEN)
    tlp: Tlp = attrs.field(default=Tlp.AMBER, metadata=OPEN)
    sources: tuple[Source, ...] = attrs.field(default=(), metadata=OPEN)
    revision: int = attrs.field(default=0, eq=False, metadata=STAMP)
    head: bytes | None = attrs.field(default=None, eq=False, repr=False, metadata=STAMP)
    changed_at: datetime | None = attrs.field(default=None, eq=False, metadata=STAMP)
