"""Of what a group is made up on a day: its members by kind of organization and by sector, and which of these are missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

import attrs

from coordkit.domain.dates import Answer, expect_day
from coordkit.domain.groups import Membership, Seat
from coordkit.domain.records import OrganizationId, PersonId
from coordkit.domain.rules.membership import MemberOn, Number, Voice, by_voice, members_on, voices
from coordkit.domain.stakeholders import Organization

Organizations = Mapping[OrganizationId, Organization]


@attrs.frozen(kw_only=True)
class Composition:
    """How many organizations of each kind and in each sector are in a group, and of how many that is not known.

    ``members`` counts organizations and people who are there for themselves; ``people`` are the latter, who have no kind. An
    organization counts once, also where several people are there on its behalf, and in each of its sectors. Observers and
    alternates count.
    """

    members: Number
    kinds: Mapping[str, Number]
    kind_unknown: Number
    sectors: Mapping[str, Number]
    sector_unknown: Number
    people: Number


def composition(memberships: Iterable[Membership], organizations: Organizations, day: date) -> Composition:
    """The composition of a group on ``day`` from its memberships, commonest first. An organization not given has no kind."""
    members = members_on(memberships, day)
    own = {voice: each for voice, each in by_voice(members).items() if isinstance(voice, OrganizationId)}
    return Composition(
        members=voices(members),
        kinds=_counted(own, lambda ref: _kinds(ref, organizations)),
        kind_unknown=_number(own, lambda ref: not _kinds(ref, organizations)),
        sectors=_counted(own, lambda ref: _sectors(ref, organizations)),
        sector_unknown=_number(own, lambda ref: not _sectors(ref, organizations)),
        people=voices(each for voice, some in by_voice(members).items() if isinstance(voice, PersonId) for each in some),
    )


def _kinds(ref: Voice, organizations: Organizations) -> tuple[str, ...]:
    known = organizations.get(ref) if isinstance(ref, OrganizationId) else None
    return (known.kind,) if known and known.kind else ()


def _sectors(ref: Voice, organizations: Organizations) -> tuple[str, ...]:
    known = organizations.get(ref) if isinstance(ref, OrganizationId) else None
    return known.sectors if known else ()


def _number(own: Mapping[OrganizationId, tuple[MemberOn, ...]], counts: Callable[[OrganizationId], bool]) -> Number:
    return voices(each for ref, some in own.items() if counts(ref) for each in some)


def _counted(
    own: Mapping[OrganizationId, tuple[MemberOn, ...]], codes_of: Callable[[OrganizationId], tuple[str, ...]]
) -> Mapping[str, Number]:
    codes = {code for ref in own for code in codes_of(ref)}
    numbers = {code: voices(each for ref, some in own.items() if code in codes_of(ref) for each in some) for code in codes}
    return dict(sorted(numbers.items(), key=lambda entry: (-entry[1].most, -entry[1].least, entry[0])))


@attrs.frozen(kw_only=True)
class Missing:
    """The kinds and sectors that seats ask for and no member has, each with its answer: yes, or possibly where dates leave it open.

    As far as is known: organizations whose kind or sectors are not on record have none, unless they hold a seat for it.
    """

    kinds: Mapping[str, Answer]
    sectors: Mapping[str, Answer]


def missing(seats: Iterable[Seat], memberships: Iterable[Membership], organizations: Organizations, day: date) -> Missing:
    """Which kinds and sectors of ``seats`` (a group's, or a template's) no member of the group has on ``day``.

    A member of whom no kind (or no sector) is known stands for that of the seat it holds.
    """
    expect_day(day, "day")
    seats = tuple(seats)
    members = members_on(memberships, day)
    kind_of = {seat.code: (seat.kind,) for seat in seats if seat.kind}
    sector_of = {seat.code: (seat.sector,) for seat in seats if seat.sector}
    return Missing(
        kinds=_lacking(members, kind_of, lambda ref: _kinds(ref, organizations)),
        sectors=_lacking(members, sector_of, lambda ref: _sectors(ref, organizations)),
    )


def _lacking(
    members: tuple[MemberOn, ...], wanted: Mapping[str, tuple[str, ...]], codes_of: Callable[[Voice], tuple[str, ...]]
) -> Mapping[str, Answer]:
    answers: dict[str, Answer] = {code: Answer.YES for codes in wanted.values() for code in codes}
    for voice, own in by_voice(members).items():
        for each in own:
            for code in codes_of(voice) or wanted.get(each.membership.seat or "", ()):
                if code in answers:
                    answers[code] = answers[code].and_(each.answer.negated())
    return {code: answer for code, answer in answers.items() if answer is not Answer.NO}
