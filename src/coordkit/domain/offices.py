"""The office: who runs this desk."""

from __future__ import annotations

from enum import Enum
from types import NoneType
from typing import TYPE_CHECKING, Any, ClassVar

import attrs

from coordkit.domain.errors import DomainError, expect, several
from coordkit.domain.records import DESK, GROUP, OPEN, OfficeId, Record, Tlp
from coordkit.domain.reminders import Reminder
from coordkit.domain.slots import zone_info
from coordkit.domain.stakeholders import expect_address
from coordkit.domain.text import Text, all_plain, is_language, is_plain, not_blank, plain

if TYPE_CHECKING:
    from attrs import Attribute


def _is_zone(instance: object, attribute: Attribute[Any], value: str) -> None:
    plain(value, attribute.name)
    zone_info(value)


def _are_addresses(instance: object, attribute: Attribute[Any], value: tuple[str, ...]) -> None:
    all_plain(instance, attribute, value)
    for position, address in enumerate(value):
        expect_address(address, f"office.addresses[{position}]")


class ReplyPolicy(Enum):
    """What to do with an answer whose sender no trusted server vouches for: a person looks at it first, or it is taken."""

    QUARANTINE = "quarantine"
    TAKE = "take"


@attrs.frozen(kw_only=True)
class LetterTemplate:
    """A template of one part of a letter (``invitation.subject``, ``invitation.txt``, ``invitation.html``), in one language.

    ``text`` is a Jinja template; which names there are, and what each may use, stands in the documentation on letters. Raises
    ``DomainError`` for a blank name and for what is no language code.
    """

    name: str = attrs.field(validator=not_blank, metadata=OPEN)
    language: str = attrs.field(validator=is_language, metadata=OPEN)
    text: str = attrs.field(validator=is_plain, metadata=OPEN)


@attrs.frozen(kw_only=True)
class Office(Record):
    """The secretariat that a desk belongs to: its name, sending addresses (the first is the usual one), zone and languages.

    Nothing above ``tlp_ceiling`` goes out in its name. ``retention_months`` is how long it keeps the data of people who have no
    part any more, None: no limit is set. ``reply_policy`` is for answers that no trusted server vouches for; ``trusted_server`` is
    the name that the office's own mail server writes first in Authentication-Results (RFC 8601 2.2, the authserv-id). ``channel``
    is the notifier that its mail goes by, ``templates`` are its own words in place of ours. Raises ``DomainError`` for an address
    that cannot be one, for a reminder that stands twice, and for two templates of one part in one language.
    """

    id_type: ClassVar[type[OfficeId]] = OfficeId
    id: OfficeId = attrs.field(metadata=OPEN)
    name: Text = attrs.field(metadata=OPEN)
    addresses: tuple[str, ...] = attrs.field(default=(), validator=_are_addresses, metadata=GROUP)
    zone: str = attrs.field(default="UTC", validator=_is_zone, metadata=OPEN)
    languages: tuple[str, ...] = attrs.field(default=("en",), validator=all_plain, metadata=OPEN)
    region: str | None = attrs.field(default=None, validator=is_plain, metadata=OPEN)
    tlp_ceiling: Tlp = attrs.field(default=Tlp.RED, metadata=OPEN)
    retention_months: int | None = attrs.field(default=None, metadata=OPEN)
    reply_policy: ReplyPolicy = attrs.field(default=ReplyPolicy.QUARANTINE, metadata=DESK)
    trusted_server: str | None = attrs.field(default=None, validator=not_blank, metadata=DESK)
    channel: str = attrs.field(default="mail", validator=not_blank, metadata=DESK)
    reminders: tuple[Reminder, ...] = attrs.field(default=(), metadata=DESK)
    templates: tuple[LetterTemplate, ...] = attrs.field(default=(), metadata=DESK)

    def __attrs_post_init__(self) -> None:
        expect(self.tlp_ceiling, Tlp, "office.tlp_ceiling", "write Tlp.AMBER")
        expect(self.retention_months, (int, NoneType), "office.retention_months")
        if self.retention_months is not None and self.retention_months < 1:
            raise DomainError("data are kept for a month at least; None sets no limit", where="office.retention_months")
        reminders = several(self.reminders, Reminder, "office.reminders")
        if twice := next((rule for rule in reminders if reminders.count(rule) > 1), None):
            raise DomainError(f"the reminder {twice.kind.value}, {twice.by}, stands twice; keep one", where="office.reminders")
        parts = [(each.name, each.language) for each in several(self.templates, LetterTemplate, "office.templates")]
        if again := next((part for part in parts if parts.count(part) > 1), None):
            raise DomainError(f"the template {again[0]} in {again[1]} stands twice; keep one", where="office.templates")
