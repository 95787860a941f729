"""Quorum of a meeting by the terms of reference in force on its day: by example, and against the oracle."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordkit import (
    Answer,
    Attendance,
    Attended,
    CoordkitError,
    Days,
    DomainError,
    Meeting,
    MeetingId,
    Membership,
    OrganizationId,
    PartialDate,
    PersonId,
    Presence,
    Quorum,
    QuorumOf,
    Role,
    TermsOfReference,
    Text,
)
from coordkit.domain.rules.membership import Number, voice_of
from coordkit.domain.rules.quorum import NotTold, QuorumOn, quorum
from tests.domain.members import CHAIR, DEPUTY, GROUP, GUEST, NGO, POLICE, SCHOOL, group, membership, memberships, seat
from tests.domain.oracle import DATES, NEAR, days_of, orders_of, told, worlds

YES, NO, POSSIBLY = Answer.YES, Answer.NO, Answer.POSSIBLY
HALF = Quorum(numerator=1, denominator=2, more_than=True)
JUNE = Days(date(2024, 6, 18))


def terms(quorum: Quorum | None = HALF, since: str | PartialDate = "2024-01-01", version: int = 1) -> TermsOfReference:
    return TermsOfReference(version=version, since=since, quorum=quorum)


def meeting(when: Days | PartialDate | None = JUNE) -> Meeting:
    return Meeting(id=MeetingId(int=1), title=Text.of(en="Meeting"), groups=(GROUP,), when=when)


def asked(some: tuple[Membership, ...], *lines: Attendance, versions: tuple[TermsOfReference, ...] = (terms(),)) -> QuorumOn:
    return quorum(meeting(), group(terms=versions), some, lines)


def present(who: PersonId | OrganizationId, **more: Any) -> Attendance:
    return Attendance(who=who, **more)


THREE = tuple(membership(who) for who in (POLICE, NGO, SCHOOL))


def test_more_than_half_of_three_is_two() -> None:
    (tally,) = asked(THREE, present(POLICE)).tallies
    assert (tally.total, tally.needed, tally.present) == (Number(3, 3), Number(2, 2), Number(1, 1))
    assert asked(THREE, present(POLICE)).met is NO
    assert asked(THREE, present(POLICE), present(NGO)).met is YES


def test_online_counts_and_who_was_excused_does_not() -> None:
    online = present(NGO, attended=Attended.ONLINE)
    assert asked(THREE, present(POLICE), online).met is YES
    assert asked(THREE, present(POLICE), present(NGO, presence=Presence.EXCUSED)).met is NO


def test_a_substitute_counts_for_the_one_in_whose_place_they_came() -> None:
    in_place = present(GUEST, presence=Presence.SUBSTITUTE, substitute_for=NGO)
    assert asked(THREE, present(POLICE), in_place).met is YES
    on_behalf = (*THREE[:1], membership(CHAIR, on_behalf_of=NGO), THREE[2])
    in_place = present(GUEST, presence=Presence.SUBSTITUTE, substitute_for=CHAIR)
    assert asked(on_behalf, present(POLICE), in_place).met is YES


def test_an_organization_and_people_on_its_behalf_count_once() -> None:
    lines = (present(POLICE), present(CHAIR, on_behalf_of=POLICE), present(DEPUTY))
    found = asked((*THREE, membership(DEPUTY, on_behalf_of=POLICE)), *lines)
    assert found.tallies[0].present == Number(1, 1)
    assert found.tallies[0].total == Number(3, 3)


def test_observers_and_guests_count_for_nothing_and_an_alternate_is_no_member_of_its_own() -> None:
    observer = membership(GUEST, role=Role.OBSERVER)
    alternate = membership(DEPUTY, alternate=True, on_behalf_of=NGO)
    found = asked((*THREE, observer, alternate), present(GUEST), present(CHAIR))
    assert (found.tallies[0].total, found.tallies[0].present) == (Number(3, 3), Number(0, 0))
    assert asked((*THREE, alternate), present(DEPUTY), present(POLICE)).met is YES, "it came for its organization"


def test_who_came_for_an_organization_that_is_no_member_counts_as_the_member_that_they_are() -> None:
    some = (membership(CHAIR), membership(POLICE))
    found = asked(some, present(CHAIR, on_behalf_of=SCHOOL), versions=(terms(Quorum(at_least=1)),))
    assert found.tallies[0].present == Number(1, 1)
    found = asked(some, present(CHAIR, on_behalf_of=POLICE))
    assert found.tallies[0].present == Number(1, 1), "one head counts once: for the police"


def test_a_member_who_may_have_come_later_makes_the_answer_possible() -> None:
    some = (*THREE, membership(CHAIR, "2024-06"))
    found = asked(some, present(POLICE), present(NGO))
    assert found.met is POSSIBLY
    assert (found.tallies[0].total, found.tallies[0].needed) == (Number(3, 4), Number(2, 3))
    assert asked(some, present(POLICE), present(NGO), present(CHAIR)).met is YES


def test_of_seats_those_that_are_required_count_and_an_alternate_may_sit_in_one() -> None:
    wanted = (seat("police"), seat("ngo"), seat("school", required=False))
    some = (membership(POLICE, seat="police"), membership(NGO, seat="ngo"), membership(DEPUTY, seat="ngo", alternate=True))
    version = terms(Quorum(of=QuorumOf.SEATS, numerator=1, denominator=1))
    found = quorum(meeting(), group(*wanted, terms=[version]), some, [present(POLICE), present(DEPUTY)])
    assert (found.met, found.tallies[0].total, found.tallies[0].present) == (YES, Number(2, 2), Number(2, 2))
    assert quorum(meeting(), group(*wanted, terms=[version]), some, [present(DEPUTY)]).met is NO


def test_the_version_in_force_on_the_day_decides() -> None:
    strict, mild = terms(Quorum(at_least=3)), terms(Quorum(at_least=1), "2024-06", 2)
    found = asked(THREE, present(POLICE), versions=(strict, mild))
    assert found.met is POSSIBLY
    assert [(tally.terms.version, tally.in_force) for tally in found.tallies] == [(1, POSSIBLY), (2, POSSIBLY)]
    assert asked(THREE, present(POLICE), versions=(strict, terms(Quorum(at_least=1), "2024-06-18", 2))).met is YES
    assert asked(THREE, present(POLICE), versions=(strict, terms(None, "2024-06", 2))).met is POSSIBLY


@pytest.mark.parametrize(
    ("some", "versions", "lines", "why"),
    [
        (THREE, (), (present(POLICE),), NotTold.NO_TERMS),
        (THREE, (terms(None),), (present(POLICE),), NotTold.NOT_ASKED),
        (THREE, (terms(since="2024-07-01"),), (present(POLICE),), NotTold.NOT_ASKED),
        ((), (terms(),), (present(POLICE),), NotTold.NOBODY_TO_COUNT),
        (THREE, (terms(),), (), NotTold.NO_ATTENDANCE),
    ],
)
def test_where_it_cannot_be_told_the_reason_is(
    some: tuple[Membership, ...], versions: tuple[TermsOfReference, ...], lines: tuple[Attendance, ...], why: NotTold
) -> None:
    found = asked(some, *lines, versions=versions)
    assert (found.met, found.why) == (None, why)


def test_before_the_meeting_it_says_how_many_are_needed_and_a_list_on_which_all_are_absent_is_a_list() -> None:
    (tally,) = asked(THREE).tallies
    assert (tally.needed, tally.present) == (Number(2, 2), None)
    found = asked(THREE, present(POLICE, presence=Presence.ABSENT))
    assert (found.met, found.tallies[0].present) == (NO, Number(0, 0))


def test_a_meeting_of_which_the_day_is_not_known_asks_all_days_that_it_can_have_been() -> None:
    late = (*THREE[:2], membership(SCHOOL, "2024-06-10"), membership(CHAIR, "2024-06-20"))
    lines = (present(POLICE), present(NGO))
    assert quorum(meeting(PartialDate("2024-06")), group(terms=[terms()]), late, lines).met is POSSIBLY
    assert quorum(meeting(PartialDate("[2024-06-10..2024-06-19]")), group(terms=[terms()]), late, lines).met is YES
    assert quorum(meeting(None), group(terms=[terms()]), late, lines).met is POSSIBLY


def test_an_attendance_list_has_lines_of_attendance() -> None:
    with pytest.raises(DomainError, match=r"attendance\[0\]: expected Attendance"):
        quorum(meeting(), group(terms=[terms()]), THREE, [POLICE])  # type: ignore[list-item]  # what is wrong here


# -- against the oracle

QUORUMS = st.none() | st.builds(
    lambda of, at_least, share: Quorum(of=of, at_least=at_least, numerator=1 if share else None, denominator=2 if share else None),
    st.sampled_from(QuorumOf),
    st.integers(1, 3),
    st.booleans(),
)
ANYBODY: tuple[PersonId | OrganizationId, ...] = (POLICE, NGO, CHAIR, GUEST)
WHO = st.sampled_from(ANYBODY)


@st.composite
def _lists(draw: st.DrawFn) -> tuple[Attendance, ...]:
    lines = []
    for who in draw(st.lists(WHO, unique=True, max_size=3)):
        presence = draw(st.sampled_from([Presence.PRESENT, Presence.PRESENT, Presence.SUBSTITUTE, Presence.ABSENT]))
        place = draw(st.sampled_from([other for other in ANYBODY if other != who])) if presence is Presence.SUBSTITUTE else None
        lines.append(
            present(who, presence=presence, substitute_for=place, on_behalf_of=draw(st.sampled_from([None, POLICE, SCHOOL])))
        )
    return tuple(lines)


@st.composite
def _versions(draw: st.DrawFn) -> tuple[TermsOfReference, ...]:
    made = [terms(draw(QUORUMS), draw(DATES), number) for number in range(1, draw(st.integers(0, 2)) + 1)]
    try:
        group(terms=made)
    except CoordkitError:
        made = made[:1]
    return tuple(made)


@given(memberships(at_most=3), _versions(), _lists(), DATES | NEAR.map(lambda on: PartialDate(on.isoformat())))
def test_a_quorum_is_as_trying_all_days_says(
    some: tuple[Membership, ...], versions: tuple[TermsOfReference, ...], lines: tuple[Attendance, ...], when: PartialDate
) -> None:
    found = quorum(meeting(when), group(seat("police"), terms=versions), some, lines)
    if found.met is None:
        assert found.why is NotTold.NO_ATTENDANCE or not versions or not found.tallies or _nobody(found)
        return
    enough = [
        _enough(on, world, begun, some, versions, lines)
        for on in days_of(when)
        for world, begun in product(worlds(*some), orders_of([version.since for version in versions]))
    ]
    assert found.met is told(enough)


def _nobody(found: QuorumOn) -> bool:
    return all(tally.total.most == 0 for tally in found.tallies)


def _enough(
    on: date,
    world: tuple[tuple[date, date], ...],
    begun: tuple[date, ...],
    some: tuple[Membership, ...],
    versions: tuple[TermsOfReference, ...],
    lines: tuple[Attendance, ...],
) -> bool:
    """Whether there was a quorum in one world, by the words of the rule."""
    in_force = [version for version, since in zip(versions, begun, strict=True) if since <= on][-1:]
    if not in_force or in_force[0].quorum is None:
        return True
    asked_for = in_force[0].quorum
    sitting = [
        each for each, (first, last) in zip(some, world, strict=True) if first <= on <= last and each.role is not Role.OBSERVER
    ]
    possibly = [each for each in some if each.as_of(on) is not NO and each.role is not Role.OBSERVER]
    named = set(_named(lines, {voice_of(each) for each in possibly}))
    there = {voice_of(each) for each in sitting if named & {voice_of(each), each.member}}
    if asked_for.of is QuorumOf.SEATS:
        seated = [each for each in sitting if each.seat == "police"]
        full = any((voice_of(each) in there and not each.alternate) or each.member in named for each in seated)
        return int(full) >= asked_for.needed(1)
    full_members = {voice_of(each) for each in sitting if not each.alternate}
    return len(full_members & there) >= asked_for.needed(len(full_members))


def _named(lines: tuple[Attendance, ...], voices: set[OrganizationId | PersonId]) -> Iterator[OrganizationId | PersonId]:
    for line in lines:
        if line.was_there:
            spoke_for = line.on_behalf_of
            yield spoke_for if spoke_for is not None and spoke_for in voices else line.substitute_for or line.who
