"""What the tests of the gate share: audiences, a few records, and what an audience sees of one."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

import attrs

from coordkit import (
    Audience,
    Consent,
    Meeting,
    MeetingId,
    Membership,
    MembershipId,
    Person,
    PersonId,
    Record,
    Secretariat,
    Source,
    Text,
    Tlp,
    WorkingGroup,
    WorkingGroupId,
)

R = TypeVar("R", bound=Record)
ON = date(2026, 6, 18)
NAME = Text.of(uk="Назва")
PAGE = Source(url="https://example.org/page")
YES = Consent(since="2020")
WHO, OTHER = PersonId(int=901), PersonId(int=902)
GROUP, ELSEWHERE = WorkingGroupId(int=801), WorkingGroupId(int=802)
PUBLIC = Audience.public()
MEMBERS, STRANGERS = Audience.of_group(GROUP), Audience.of_group(ELSEWHERE)
NAMED = Audience.of_named([OTHER])


def shown(desk: Secretariat, record: R, audience: Audience = PUBLIC, on: date = ON) -> R | None:
    """What the audience sees of a record."""
    with desk.release(audience, on) as release:
        found = release.get(record.id)
        assert [each for each in release.each(type(record)) if each.id == record.id] == ([found] if found else [])
        return found if isinstance(found, type(record)) else None


def person(**more: Any) -> Person:
    return Person(id=WHO, name=Text.of(uk="Ірина"), tlp=Tlp.CLEAR, **more)


def meeting(number: int = 1, **more: Any) -> Meeting:
    fields: dict[str, Any] = {"id": MeetingId(int=number), "title": NAME, "tlp": Tlp.CLEAR}
    return Meeting(**(fields | more))


def groups(desk: Secretariat, member: Any = None) -> None:
    """Two groups; one of them has the member."""
    desk.save(*(WorkingGroup(id=id, name=NAME, tlp=Tlp.CLEAR) for id in (GROUP, ELSEWHERE)))
    if member is not None:
        desk.save(Membership(id=MembershipId(int=1), group=GROUP, member=member, since="2020", tlp=Tlp.CLEAR))


@attrs.frozen
class Kinds:
    """A subject as far as a label needs one."""

    kinds: tuple[type[Record], ...]
