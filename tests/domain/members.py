"""Groups, seats and memberships for the tests of the rules on them, and strategies that draw memberships in a small world."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import count
from typing import Any

from hypothesis import strategies as st

from coordkit import (
    CoordkitError,
    GroupState,
    Membership,
    MembershipId,
    Organization,
    OrganizationId,
    PartialDate,
    PersonId,
    Role,
    Seat,
    StateSince,
    TermsOfReference,
    Text,
    WorkingGroup,
    WorkingGroupId,
)
from tests.domain.oracle import DATES

GROUP = WorkingGroupId(int=1)
POLICE, NGO, SCHOOL = (OrganizationId(int=number) for number in (11, 12, 13))
CHAIR, DEPUTY, GUEST = (PersonId(int=number) for number in (21, 22, 23))
_ids = count(1)


def membership(member: OrganizationId | PersonId, since: str | PartialDate = "2024-01-01", **more: Any) -> Membership:
    """A membership in the group."""
    return Membership(id=MembershipId(int=next(_ids)), group=GROUP, member=member, since=since, **more)


def seat(code: str = "police", **more: Any) -> Seat:
    """A seat, required unless said otherwise."""
    return Seat(code=code, label=Text.of(en=code), **({"required": True} | more))


def group(*seats: Seat, terms: Iterable[TermsOfReference] = (), state: GroupState = GroupState.ACTIVE) -> WorkingGroup:
    """The group, in one state since 2020."""
    states = (StateSince(state=state, since="2020"),)
    return WorkingGroup(id=GROUP, name=Text.of(en="Group"), states=states, seats=seats, terms=tuple(terms))


def organization(ref: OrganizationId, kind: str | None = None, *sectors: str) -> Organization:
    """An organization of this kind, in these sectors."""
    return Organization(id=ref, name=Text.of(en=str(ref)), kind=kind, sectors=sectors)


@st.composite
def memberships(
    draw: st.DrawFn, members: tuple[OrganizationId | PersonId, ...] = (POLICE, NGO, CHAIR), *, at_most: int = 3
) -> tuple[Membership, ...]:
    """Memberships in the police's seat or in none, on behalf of the police or of nobody, with dates known in part."""
    drawn = []
    for _ in range(min(at_most, draw(st.sampled_from([0, 1, 2, 2, 3, 3])))):
        who = draw(st.sampled_from(members))
        fields: dict[str, Any] = {
            "since": draw(DATES),
            "until": draw(st.none() | DATES),
            "on_behalf_of": draw(st.sampled_from([None, POLICE])) if isinstance(who, PersonId) else None,
            "seat": draw(st.sampled_from(["police"] * 4 + [None])),
            "role": draw(st.sampled_from([Role.MEMBER] * 3 + [Role.OBSERVER])),
            "alternate": draw(st.sampled_from([False] * 4 + [True])),
        }
        try:
            drawn.append(membership(who, **fields))
        except CoordkitError:
            continue  # it would end before it begins
    return tuple(drawn)


def day(text: str) -> date:
    """A day, as ``2024-03-01``."""
    return date.fromisoformat(text)
