"""Of what a group is made up on a day, what is missing in it, and who spoke for an organization: by example and oracle."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordkit import (
    Affiliation,
    AffiliationId,
    Answer,
    Attendance,
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
    Role,
    Text,
    WorkingGroupId,
)
from coordkit.domain.rules.composition import Composition, composition, missing
from coordkit.domain.rules.membership import Number, voice_of
from coordkit.domain.rules.speakers import Ground, Speaker, speakers_at, speakers_on
from tests.domain.members import CHAIR, DEPUTY, GROUP, GUEST, NGO, POLICE, SCHOOL, day, membership, memberships, organization, seat
from tests.domain.oracle import DATES, NEAR, days_of, told, worlds

YES, NO, POSSIBLY = Answer.YES, Answer.NO, Answer.POSSIBLY
KNOWN = {ref: organization(ref, kind, *sectors) for ref, kind, sectors in ((POLICE, "police", ("safety",)), (NGO, "ngo", ()))}
ON = day("2024-06-18")
HELD = Days(ON)

# -- composition


def test_each_organization_counts_once_by_kind_and_in_each_of_its_sectors() -> None:
    some = [membership(who, on_behalf_of=POLICE) for who in (CHAIR, DEPUTY)]
    some += [membership(POLICE), membership(NGO, "2024-06"), membership(SCHOOL), membership(GUEST, role=Role.OBSERVER)]
    assert composition(some, KNOWN, ON) == Composition(
        members=Number(3, 4),
        kinds={"police": Number(1, 1), "ngo": Number(0, 1)},
        kind_unknown=Number(1, 1),
        sectors={"safety": Number(1, 1)},
        sector_unknown=Number(1, 2),
        people=Number(1, 1),
    )


def test_the_commonest_kind_comes_first() -> None:
    some = [membership(OrganizationId(int=number)) for number in (1, 2, 3)]
    known = {
        each.member: organization(each.member, "b" if each is some[0] else "c")
        for each in some
        if isinstance(each.member, OrganizationId)
    }
    assert list(composition(some, known, ON).kinds.items()) == [("c", Number(2, 2)), ("b", Number(1, 1))]


def test_a_kind_is_missing_as_surely_as_its_members_are_not_there() -> None:
    seats = (seat("police", kind="police"), seat("ngo", kind="ngo"), seat("school", kind="school"), seat("safety", sector="safety"))
    found = missing(seats, [membership(NGO, "2024-06"), membership(POLICE)], KNOWN, ON)
    assert (found.kinds, found.sectors) == ({"ngo": POSSIBLY, "school": YES}, {})
    assert missing(seats, [membership(NGO)], KNOWN, ON).sectors == {"safety": YES}


def test_a_member_of_unknown_kind_stands_for_that_of_its_seat_and_one_of_known_kind_does_not() -> None:
    seats = (seat("school", kind="school"),)
    assert missing(seats, [membership(SCHOOL, seat="school")], KNOWN, ON).kinds == {}
    assert missing(seats, [membership(NGO, seat="school")], KNOWN, ON).kinds == {"school": YES}


@given(memberships(), NEAR)
def test_composition_and_what_is_missing_are_as_trying_all_days_says(some: tuple[Membership, ...], on: date) -> None:
    tried = [
        {voice_of(each) for each, (first, last) in zip(some, world, strict=True) if first <= on <= last} for world in worlds(*some)
    ]
    found = composition(some, KNOWN, on)
    for kind, ref in (("police", POLICE), ("ngo", NGO)):
        there = [int(ref in voices) for voices in tried]
        assert found.kinds.get(kind, Number(0, 0)) == Number(min(there), max(there))
        asked = missing((seat("x", kind=kind),), some, KNOWN, on)
        assert asked.kinds.get(kind, NO) is told(ref not in voices for voices in tried)
    people = [len({voice for voice in voices if isinstance(voice, PersonId)}) for voices in tried]
    assert found.people == Number(min(people), max(people))


# -- who spoke for an organization


def works(person: PersonId, since: str | PartialDate = "2024-01-01", at: OrganizationId = POLICE, **more: Any) -> Affiliation:
    return Affiliation(
        id=AffiliationId(int=person.int), person=person, organization=at, position=Text.of(en="Officer"), since=since, **more
    )


def meeting(when: Days | PartialDate = HELD) -> Meeting:
    return Meeting(id=MeetingId(int=1), title=Text.of(en="Meeting"), groups=(GROUP,), when=when)


def test_those_in_a_group_on_behalf_of_an_organization_spoke_for_it_on_that_day() -> None:
    some = [membership(CHAIR, on_behalf_of=POLICE, until="2024-06"), membership(DEPUTY, on_behalf_of=POLICE, alternate=True)]
    assert speakers_on(POLICE, [*some, membership(GUEST, on_behalf_of=NGO)], [], ON) == (
        Speaker(who=CHAIR, ground=Ground.ON_BEHALF, answer=POSSIBLY, group=GROUP),
        Speaker(who=DEPUTY, ground=Ground.ON_BEHALF, answer=YES, group=GROUP, alternate=True),
    )


def test_where_the_organization_itself_is_in_the_group_those_with_a_position_in_it_could_speak() -> None:
    staff = [works(CHAIR), works(DEPUTY, "2024-06"), works(GUEST, "2024-01-01", until="2024-02"), works(GUEST, at=NGO)]
    assert speakers_on(POLICE, [membership(POLICE)], staff, ON) == (
        Speaker(who=POLICE, ground=Ground.ITSELF, answer=YES, group=GROUP),
        Speaker(who=CHAIR, ground=Ground.POSITION, answer=YES, group=GROUP),
        Speaker(who=DEPUTY, ground=Ground.POSITION, answer=POSSIBLY, group=GROUP),
    )
    assert speakers_on(POLICE, [], staff, ON) == ()


def test_who_speaks_twice_by_the_same_ground_is_told_once_and_as_surely_as_either() -> None:
    some = [membership(CHAIR, "2024-06", on_behalf_of=POLICE), membership(CHAIR, on_behalf_of=POLICE, alternate=True)]
    assert speakers_on(POLICE, some, [], ON) == (Speaker(who=CHAIR, ground=Ground.ON_BEHALF, answer=YES, group=GROUP),)


def test_in_a_meeting_the_attendance_list_says_it_most_surely() -> None:
    lines = [
        Attendance(who=CHAIR, on_behalf_of=POLICE),
        Attendance(who=DEPUTY, on_behalf_of=NGO),
        Attendance(who=GUEST, presence=Presence.EXCUSED, on_behalf_of=POLICE),
        Attendance(who=POLICE),
    ]
    found = speakers_at(POLICE, meeting(), lines, [membership(DEPUTY, on_behalf_of=POLICE)], [])
    assert [(each.who, each.ground, each.answer) for each in found] == [
        (CHAIR, Ground.ATTENDANCE, YES),
        (POLICE, Ground.ATTENDANCE, YES),
    ]


def test_who_came_without_saying_for_whom_spoke_for_whom_they_are_in_the_group_or_hold_a_position() -> None:
    lines = [Attendance(who=CHAIR), Attendance(who=DEPUTY), Attendance(who=GUEST)]
    sent = [membership(CHAIR, "2024-06", on_behalf_of=POLICE)]
    found = speakers_at(POLICE, meeting(), lines, sent, [works(CHAIR), works(DEPUTY)])
    assert [(each.who, each.ground, each.answer) for each in found] == [
        (CHAIR, Ground.ON_BEHALF, POSSIBLY),
        (DEPUTY, Ground.POSITION, YES),
    ]


def test_a_substitute_spoke_for_the_organization_of_the_one_in_whose_place_they_came() -> None:
    lines = [Attendance(who=GUEST, presence=Presence.SUBSTITUTE, substitute_for=CHAIR)]
    sent = [membership(CHAIR, on_behalf_of=POLICE)]
    (found,) = speakers_at(POLICE, meeting(), lines, sent, [])
    assert (found.who, found.ground, found.answer) == (GUEST, Ground.ON_BEHALF, YES)
    assert speakers_at(POLICE, meeting(), lines, sent, [works(GUEST)]) == (found,)


def test_being_in_another_group_on_its_behalf_says_nothing_about_this_meeting() -> None:
    elsewhere = Membership(
        id=membership(CHAIR).id, group=WorkingGroupId(int=2), member=CHAIR, on_behalf_of=POLICE, since="2024-01-01"
    )
    assert speakers_at(POLICE, meeting(), [Attendance(who=CHAIR)], [elsewhere], []) == ()


def test_a_day_is_asked_about_and_no_time() -> None:
    with pytest.raises(DomainError, match="expected a date"):
        speakers_on(POLICE, [], [], "2024-06-18")  # type: ignore[arg-type]  # what is wrong here
    with pytest.raises(DomainError, match="expected a date"):
        missing((), (), {}, "2024-06-18")  # type: ignore[arg-type]  # what is wrong here


@st.composite
def _staff(draw: st.DrawFn) -> tuple[Affiliation, ...]:
    made = []
    for person in draw(st.lists(st.sampled_from([CHAIR, DEPUTY]), max_size=2, unique=True)):
        try:
            made.append(works(person, draw(DATES), until=draw(st.none() | DATES)))
        except CoordkitError:
            continue  # it would end before it begins
    return tuple(made)


@given(memberships(at_most=2), _staff(), NEAR)
def test_who_spoke_on_a_day_is_as_trying_all_days_says(
    some: tuple[Membership, ...], staff: tuple[Affiliation, ...], on: date
) -> None:
    tried = [set(_spoke(some, staff, world, on)) for world in worlds(*some, *staff)]
    found = {(each.who, each.ground): each.answer for each in speakers_on(POLICE, some, staff, on)}
    for who in (POLICE, CHAIR, DEPUTY):
        for ground in Ground:
            answer = told((who, ground) in spoke for spoke in tried)
            assert found.get((who, ground), NO) is answer


def _spoke(
    some: tuple[Membership, ...], staff: tuple[Affiliation, ...], world: tuple[tuple[date, date], ...], on: date
) -> Iterator[tuple[PersonId | OrganizationId, Ground]]:
    there = [each for each, (first, last) in zip((*some, *staff), world, strict=True) if first <= on <= last]
    for each in there:
        if isinstance(each, Membership) and each.on_behalf_of == POLICE:
            yield each.member, Ground.ON_BEHALF
        elif isinstance(each, Membership) and each.member == POLICE:
            yield POLICE, Ground.ITSELF
            yield from ((other.person, Ground.POSITION) for other in there if isinstance(other, Affiliation))


@given(memberships(at_most=2), _staff(), DATES)
def test_who_spoke_in_a_meeting_is_as_trying_all_days_says(
    some: tuple[Membership, ...], staff: tuple[Affiliation, ...], when: PartialDate
) -> None:
    """Of one who came and does not say for whom; the surest ground is told, so what is weaker is asked where it is the only one."""
    sent = [each for each in some if each.on_behalf_of == POLICE and each.member == CHAIR]
    own = [each for each in staff if each.person == CHAIR]
    lasting = sent or own
    found = speakers_at(POLICE, meeting(when), [Attendance(who=CHAIR)], sent, [] if sent else own)
    answer = told(any(first <= on <= last for first, last in world) for on in days_of(when) for world in worlds(*lasting))
    assert (found[0].answer if found else NO) is answer
