"""A generated country: the real hromadas with made-up organizations, groups, seats and members, the same from one seed.

Nobody in it has a name of their own: people and organizations are called by their role and a number.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import TypeVar
from uuid import UUID

import attrs

from coordkit import (
    Affiliation,
    AffiliationId,
    Area,
    GroupState,
    Instrument,
    InstrumentKind,
    Membership,
    MembershipId,
    Organization,
    OrganizationId,
    Person,
    PersonId,
    Plugins,
    Quorum,
    Record,
    RecordId,
    Role,
    Seat,
    StateSince,
    TermsOfReference,
    Text,
    Tlp,
    WorkingGroup,
    WorkingGroupId,
)

I = TypeVar("I", bound=RecordId)  # noqa: E741  # I for id

SEED = 1325
ON = date(2026, 6, 1)
"""The day on which all questions are asked."""
GROUPS = 1000
CONTACTS = 2
"""Meetings before a group is founded."""
RHYTHM = timedelta(days=60)
"""From one meeting of a group to its next."""
KINDS = ("local_council", "police", "emergency_service", "ngo", "military_administration", "health", "social_services")
SECTORS = ("public_security", "civil_protection", "gbv", "mine_action", "recovery")
_CRIMEA = "UA01"


@attrs.frozen(kw_only=True)
class Sitting:
    """A group with those who sit in it.

    Its ``first`` meeting is the first contact, before it is founded; ``elsewhere`` are areas of which its meetings may speak.
    """

    group: WorkingGroup
    organizations: tuple[Organization, ...]
    people: tuple[Person, ...]
    memberships: tuple[Membership, ...]
    affiliations: tuple[Affiliation, ...]
    first: date
    elsewhere: tuple[str, ...]

    @property
    def records(self) -> Iterator[Record]:
        """All that there is of the group before it meets, in an order in which each names earlier ones only."""
        yield from (*self.organizations, *self.people, *self.affiliations, self.group, *self.memberships)


class Maker(Random):
    """Chance from a seed, which also gives ids: they rise, as those of UUID version 7 do, so that a country is soon written."""

    _given = 0

    def new(self, kind: type[I]) -> I:
        """A fresh id."""
        self._given += 1
        return kind(int=UUID(int=self._given << 80 | self.getrandbits(80), version=4).int)


def hromadas() -> tuple[Area, ...]:
    """The hromadas of Ukraine outside Crimea, in the gazetteer's order."""
    gazetteer = Plugins.discover().region("ukraine").gazetteer
    return tuple(area for area in gazetteer.at_level(3) if not area.code.startswith(_CRIMEA))


def sittings(share: float, areas: tuple[Area, ...], maker: Maker) -> Iterator[Sitting]:
    """The groups of this share of a country, each in another area."""
    places = maker.sample(areas, round(GROUPS * share))
    for number, area in enumerate(places, start=1):
        yield _sitting(number, area, tuple(each.code for each in maker.sample(areas, min(len(areas), 5))), maker)


def _sitting(number: int, area: Area, elsewhere: tuple[str, ...], maker: Maker) -> Sitting:
    first = date(2022, 6, 1) + timedelta(days=maker.randrange(365))
    name = area.name.best("uk")
    organizations = tuple(
        Organization(
            id=maker.new(OrganizationId),
            name=Text.of(uk=f"Служба {number}-{place}, {name}", en=f"Service {number}-{place}"),
            kind=KINDS[(number + place) % len(KINDS)],
            sectors=(SECTORS[(number + place) % len(SECTORS)],),
            areas=(area.code,),
            tlp=Tlp.CLEAR,
        )
        for place in range(1, 9)
    )
    people = tuple(
        Person(id=maker.new(PersonId), name=Text.of(uk=f"Учасник {number}-{place}", en=f"Participant {number}-{place}"))
        for place in range(1, 11)
    )
    affiliations = tuple(
        Affiliation(
            id=maker.new(AffiliationId),
            person=person.id,
            organization=organizations[place % len(organizations)].id,
            position=Text.of(uk="Представник", en="Representative"),
            since=first,
        )
        for place, person in enumerate(people)
    )
    group = _group(number, area, first, maker)
    return Sitting(
        group=group,
        organizations=organizations,
        people=people,
        memberships=tuple(_members(group, organizations, people, first, maker)),
        affiliations=affiliations,
        first=first,
        elsewhere=elsewhere,
    )


def _group(number: int, area: Area, first: date, maker: Maker) -> WorkingGroup:
    founded = first + CONTACTS * RHYTHM
    states = [
        StateSince(state=GroupState.PROPOSED, since=first + RHYTHM),
        StateSince(state=GroupState.ACTIVE, since=founded if number % 3 else f"{founded:%Y-%m}"),
    ]
    if not number % 11:
        states.append(StateSince(state=GroupState.DORMANT, since="2026"))
    quorum = Quorum(numerator=1, denominator=2, more_than=True) if number % 5 else Quorum(at_least=3)
    return WorkingGroup(
        id=maker.new(WorkingGroupId),
        name=Text.of(uk=f"Робоча група {number}, {area.name.best('uk')}", en=f"Working group {number}"),
        area=area.code,
        states=tuple(states),
        instrument=Instrument(kind=InstrumentKind.ORDER, number=str(number % 40), dated=founded) if number % 4 else None,
        terms=(TermsOfReference(version=1, since=founded, quorum=quorum),),
        cadence_months=number % 3 + 1,
        seats=tuple(
            Seat(code=kind, label=Text.of(uk=f"Місце: {kind}", en=f"Seat: {kind}"), kind=kind, required=place < 3, maximum=2)
            for place, kind in enumerate(KINDS[:5])
        ),
        tlp=Tlp.CLEAR,
    )


def _members(
    group: WorkingGroup, organizations: tuple[Organization, ...], people: tuple[Person, ...], first: date, maker: Maker
) -> Iterator[Membership]:
    roles = {0: Role.SECRETARY, 1: Role.CHAIR, 7: Role.OBSERVER}
    codes = {seat.code for seat in group.seats}
    for place, organization in enumerate(organizations):
        kind = organization.kind or ""
        gone = maker.random() < 0.2
        yield Membership(
            id=maker.new(MembershipId),
            group=group.id,
            member=organization.id,
            seat=kind if kind in codes else None,
            role=roles.get(place, Role.MEMBER),
            since=first + CONTACTS * RHYTHM,
            until=date(2025, maker.randrange(1, 13), 15) if gone else None,
            tlp=Tlp.CLEAR,
        )
    for person, organization in zip(people[:2], organizations, strict=False):
        yield Membership(
            id=maker.new(MembershipId),
            group=group.id,
            member=person.id,
            on_behalf_of=organization.id,
            since=f"{first.year + 1}",
        )
