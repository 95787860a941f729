"""Stakeholders: organizations, people, how to reach them, and who holds which position where."""

from __future__ import annotations

import re
from datetime import date, datetime
from enum import Enum
from typing import ClassVar

import attrs

from coordkit.domain.dates import Answer, PartialDate, expect_day, holds_on, partial, partial_or_none, refuse_reversed
from coordkit.domain.errors import DomainError, expect
from coordkit.domain.records import (
    CONTACT,
    GROUP,
    OPEN,
    PERSONAL,
    PRESENCE,
    AffiliationId,
    OrganizationId,
    PersonId,
    Record,
)
from coordkit.domain.slots import instant
from coordkit.domain.text import Text, all_plain, is_plain


@attrs.frozen(kw_only=True)
class Consent:
    """A dated consent that can be taken back; ``until`` is the last day it holds, None means that it still does."""

    since: PartialDate = attrs.field(converter=partial, metadata=GROUP)
    until: PartialDate | None = attrs.field(default=None, converter=partial_or_none, metadata=GROUP)

    def __attrs_post_init__(self) -> None:
        refuse_reversed(self.since, self.until, "consent")

    def as_of(self, day: date) -> Answer:
        """Whether it holds on ``day``."""
        expect_day(day, "day")
        return holds_on(self.since, self.until, day)


class ContactKind(Enum):
    """The ways to reach somebody."""

    EMAIL = "email"
    PHONE = "phone"
    MESSENGER = "messenger"
    POST = "post"
    WEB = "web"


_EMAIL = re.compile(r"[^\s@<>\"',;:()\[\]\\\x00-\x20\x7f]+@[^\s@<>\"',;:()\[\]\\\x00-\x20\x7f]+")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")


def expect_address(value: str, where: str) -> None:
    """Raises ``DomainError`` for what cannot be an e-mail address."""
    if not is_address(value):
        raise DomainError(f"{value!r} is no e-mail address; write name@example.org", where=where)


def is_address(value: str) -> bool:
    """Whether it can be an e-mail address."""
    return _EMAIL.fullmatch(value) is not None


@attrs.frozen(kw_only=True)
class Contact:
    """A way to reach a person or an organization, with two consents: to show it inside the group, and in public.

    Public includes the group. ``undeliverable_since`` (aware; kept in UTC) stands where mail came back for good. A phone is
    written in E.164 (``+380532560290``). Raises ``DomainError`` for an address or a number that cannot be one.
    """

    kind: ContactKind = attrs.field(metadata=OPEN)
    value: str = attrs.field(validator=is_plain, metadata=CONTACT)
    in_group: Consent | None = attrs.field(default=None, metadata=CONTACT)
    in_public: Consent | None = attrs.field(default=None, metadata=CONTACT)
    undeliverable_since: datetime | None = attrs.field(default=None, converter=instant, metadata=CONTACT)

    def __attrs_post_init__(self) -> None:
        expect(self.value, str, "contact.value")
        if self.kind is ContactKind.EMAIL:
            expect_address(self.value, "contact.value")
        if self.kind is ContactKind.PHONE and not _E164.fullmatch(self.value):
            raise DomainError(
                f"{self.value!r} is no number in E.164; write + and digits only, as +380532560290",
                where="contact.value",
            )


@attrs.frozen(kw_only=True)
class RegistryCode:
    """A code in a public register, such as scheme ``UA-EDR`` and code ``14360570``. Kept as text: zeros may lead."""

    scheme: str = attrs.field(validator=is_plain, metadata=OPEN)
    code: str = attrs.field(validator=is_plain, metadata=OPEN)


@attrs.frozen(kw_only=True)
class Organization(Record):
    """An organization or service. ``kind`` and ``sectors`` are codes of the desk's region, ``areas`` codes of its gazetteer.

    ``contacts`` are role addresses, never a person's own.
    """

    id_type: ClassVar[type[OrganizationId]] = OrganizationId
    id: OrganizationId = attrs.field(metadata=OPEN)
    name: Text = attrs.field(metadata=OPEN)
    aliases: tuple[str, ...] = attrs.field(default=(), validator=all_plain, metadata=OPEN)
    acronym: Text | None = attrs.field(default=None, metadata=OPEN)
    kind: str | None = attrs.field(default=None, validator=is_plain, metadata=OPEN)
    sectors: tuple[str, ...] = attrs.field(default=(), validator=all_plain, metadata=OPEN)
    areas: tuple[str, ...] = attrs.field(default=(), validator=all_plain, metadata=PRESENCE)
    codes: tuple[RegistryCode, ...] = attrs.field(default=(), metadata=OPEN)
    parent: OrganizationId | None = attrs.field(default=None, metadata=OPEN)
    contacts: tuple[Contact, ...] = attrs.field(default=(), metadata=OPEN)


class TitleForm(Enum):
    """Which form of a title a person goes by (радник, радниця). Chosen by the person, never guessed from the name."""

    MASCULINE = "masculine"
    FEMININE = "feminine"


@attrs.frozen(kw_only=True)
class Person(Record):
    """A person, with what is their own: name, Latin spelling (only as they themselves write it), language, contacts.

    ``consent_in_public`` is the person's own consent to be shown outside their groups.
    """

    id_type: ClassVar[type[PersonId]] = PersonId
    id: PersonId = attrs.field(metadata=OPEN)
    name: Text = attrs.field(metadata=PERSONAL)
    latin_name: str | None = attrs.field(default=None, validator=is_plain, metadata=PERSONAL)
    aliases: tuple[str, ...] = attrs.field(default=(), validator=all_plain, metadata=PERSONAL)
    language: str | None = attrs.field(default=None, validator=is_plain, metadata=PERSONAL)
    title_form: TitleForm | None = attrs.field(default=None, metadata=PERSONAL)
    contacts: tuple[Contact, ...] = attrs.field(default=(), metadata=PERSONAL)
    consent_in_public: Consent | None = attrs.field(default=None, metadata=PERSONAL)


@attrs.frozen(kw_only=True)
class Affiliation(Record):
    """A person's position in an organization, ``since`` and through ``until`` (the last day; None: still)."""

    id_type: ClassVar[type[AffiliationId]] = AffiliationId
    id: AffiliationId = attrs.field(metadata=OPEN)
    person: PersonId = attrs.field(metadata=OPEN)
    organization: OrganizationId = attrs.field(metadata=OPEN)
    position: Text = attrs.field(metadata=PERSONAL)
    since: PartialDate = attrs.field(factory=PartialDate.unknown, converter=partial, metadata=OPEN)
    until: PartialDate | None = attrs.field(default=None, converter=partial_or_none, metadata=OPEN)

    def __attrs_post_init__(self) -> None:
        refuse_reversed(self.since, self.until, "affiliation")

    def as_of(self, day: date) -> Answer:
        """Whether the person held the position on ``day``."""
        expect_day(day, "day")
        return holds_on(self.since, self.until, day)

    def ended(self, until: PartialDate | date | str) -> Affiliation:
        """The affiliation with its last day."""
        return attrs.evolve(self, until=until)
