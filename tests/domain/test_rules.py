"""Rules over records: coverage of areas, who has met whom, and the next agenda."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import combinations
from typing import Any

from coordkit import (
    ActionItem,
    ActionStatus,
    AgendaItem,
    Answer,
    Area,
    AreaName,
    Attendance,
    Commitment,
    Counted,
    Decision,
    Delegation,
    Disposition,
    GroupState,
    Headcount,
    Information,
    KindPresent,
    Meeting,
    MeetingId,
    MeetingStatus,
    OrganizationId,
    OutcomeId,
    PartialDate,
    PersonId,
    Presence,
    Request,
    Slot,
    Source,
    StateSince,
    Text,
    WorkingGroup,
    WorkingGroupId,
)
from coordkit.domain.meetings import ROUND
from coordkit.domain.rules.agenda import CONTENT_UNKNOWN, next_agenda
from coordkit.domain.rules.coverage import NoGroup, coverage
from coordkit.domain.rules.encounters import encounters, headcount_sum
from coordkit.domain.slots import When

PAGE = Source(url="https://example.org/page")


def area(code: str, parent: str | None = None) -> Area:
    return Area(code=code, level=3, type="rural", names=(AreaName(name=Text.of(uk=code)),), parent=parent)


def group(number: int, code: str, *states: tuple[GroupState, str]) -> WorkingGroup:
    return WorkingGroup(
        id=WorkingGroupId(int=number),
        name=Text.of(en="Group"),
        area=code,
        sources=(PAGE,),
        states=tuple(StateSince(state=state, since=since) for state, since in states),
    )


def denial(*codes: str, number: int = 1) -> Information:
    return Information(
        id=OutcomeId(int=number), meeting=MeetingId(int=number), text=Text.of(en="none there"), without_group=codes, sources=(PAGE,)
    )


# -- coverage ---------------------------------------------------------------------------------------------------------

ON = date(2024, 6, 30)
A, D, P, C = GroupState.ACTIVE, GroupState.DORMANT, GroupState.PROPOSED, GroupState.CONCLUDED


def covered(*groups: WorkingGroup, told: tuple[tuple[Information, When | None], ...] = (), on: date = ON) -> Any:
    (entry,) = coverage([area("X")], groups, told, on)
    return entry.state, entry.answer, entry.group


def test_areas_come_in_the_order_given_each_once() -> None:
    areas = [area(code) for code in ("C", "A", "B")]
    found = coverage(areas, [group(1, "A", (A, "2024"))], [], ON)
    assert [entry.area for entry in found] == areas
    assert [entry.state for entry in found] == [NoGroup.UNKNOWN, A, NoGroup.UNKNOWN]


def test_of_several_groups_the_surer_comes_first_then_active_before_dormant_proposed_and_concluded() -> None:
    sure, vague = "2023-01-01", "2024"
    assert covered(group(1, "X", (C, sure)), group(2, "X", (D, sure)), group(3, "X", (A, sure)))[2] == WorkingGroupId(int=3)
    assert covered(group(1, "X", (C, sure)), group(2, "X", (P, sure)), group(3, "X", (D, sure)))[0] is D
    assert covered(group(1, "X", (A, vague)), group(2, "X", (C, sure))) == (C, Answer.YES, WorkingGroupId(int=2))
    assert covered(group(1, "X", (A, sure)), group(2, "X", (A, sure)))[2] == WorkingGroupId(int=1)


def test_a_group_that_may_have_begun_answers_possibly() -> None:
    assert covered(group(1, "X", (A, "2024-06"))) == (A, Answer.YES, WorkingGroupId(int=1))
    assert covered(group(1, "X", (A, "2024-07"))) == (NoGroup.UNKNOWN, Answer.YES, None)
    assert covered(group(1, "X", (A, "[2024-06..2024-07]"))) == (A, Answer.POSSIBLY, WorkingGroupId(int=1))


def test_that_there_is_none_counts_from_the_last_day_on_which_it_can_have_been_said() -> None:
    said = (denial("X"), PartialDate("2024-06"))
    assert covered(told=(said,), on=date(2024, 6, 29))[0] is NoGroup.UNKNOWN
    assert covered(told=(said,), on=date(2024, 6, 30))[0] is NoGroup.STATED
    assert covered(told=((denial("X"), None),))[0] is NoGroup.UNKNOWN
    assert covered(told=((denial("X"), PartialDate("[2024-01..]")),))[0] is NoGroup.UNKNOWN
    assert covered(told=((denial("Y"), PartialDate("2024-01")),))[0] is NoGroup.UNKNOWN


def test_that_there_is_none_counts_until_a_group_begins() -> None:
    said = ((denial("X"), PartialDate("2024-01")),)
    later = group(1, "X", (A, "2024-10-31"))
    assert covered(later, told=said, on=date(2024, 10, 30))[0] is NoGroup.STATED
    assert covered(later, told=said, on=date(2024, 10, 31))[0] is A


def test_what_covers_an_area_names_its_sources() -> None:
    active, none, unknown = coverage(
        [area("X"), area("Y"), area("Z")], [group(1, "X", (A, "2024-01"))], [(denial("Y"), PartialDate("2024-01"))], ON
    )
    assert active.sources == none.sources == (PAGE,)
    assert unknown.sources == ()


def test_a_group_without_an_area_covers_none() -> None:
    homeless = WorkingGroup(id=WorkingGroupId(int=1), name=Text.of(en="x"), states=(StateSince(state=A, since="2020"),))
    assert covered(homeless)[0] is NoGroup.UNKNOWN


# -- encounters -------------------------------------------------------------------------------------------------------


def meeting(number: int = 1, *kinds: str, **more: Any) -> Meeting:
    fields: dict[str, Any] = {
        "id": MeetingId(int=number),
        "title": Text.of(en="Meeting"),
        "status": MeetingStatus.HELD,
        "kinds_present": tuple(KindPresent(kind=kind) for kind in kinds),
    }
    return Meeting(**(fields | more))


def test_two_kinds_have_met_in_as_many_meetings_as_both_were_at() -> None:
    found = encounters([meeting(1, "ngo", "police"), meeting(2, "police", "ngo", "school"), meeting(3, "ngo"), meeting(4)], {})
    assert found.between("police", "ngo") == found.between("ngo", "police") == 2
    assert found.between("school", "ngo") == 1 and found.between("school", "health") == 0
    assert found.meetings == 3
    assert found.never(["school", "health", "ngo", "ngo"]) == (("health", "ngo"), ("health", "school"))


def test_rounds_and_meetings_not_held_count_in_no_encounter() -> None:
    slot = Slot(datetime(2026, 6, 18, 10), timedelta(hours=1), "UTC")
    found = encounters(
        [
            meeting(1, "ngo", "police", kind=ROUND),
            meeting(2, "ngo", "police", status=MeetingStatus.CANCELLED),
            meeting(3, "ngo", "police", status=MeetingStatus.SCHEDULED, when=slot),
        ],
        {},
    )
    assert (found.meetings, found.pairs) == (0, {})


def test_named_organizations_count_by_their_kind_and_people_do_not() -> None:
    ngo, police = OrganizationId(int=1), OrganizationId(int=2)
    found = encounters(
        [meeting(1, convener=ngo, guests=(police, PersonId(int=1), OrganizationId(int=9)))], {ngo: "ngo", police: "police"}
    )
    assert found.between("ngo", "police") == 1


def test_delegations_and_who_came_by_the_attendance_list_count_by_their_kind() -> None:
    ngo, police, mission, school, sender = (OrganizationId(int=number) for number in range(1, 6))
    kind_of = {ngo: "ngo", police: "police", mission: "mission", school: "school", sender: "sender"}
    lines = (
        Attendance(who=PersonId(int=1), on_behalf_of=police),
        Attendance(who=ngo),
        Attendance(who=school, presence=Presence.EXCUSED),
        Attendance(who=PersonId(int=2), presence=Presence.SUBSTITUTE, substitute_for=PersonId(int=3), on_behalf_of=sender),
    )
    met = meeting(1, delegations=(Delegation(organization=mission), Delegation(name=Text.of(en="Guests"))))
    found = encounters([met, meeting(2)], kind_of, {met.id: lines})
    assert set(found.pairs) == set(combinations(sorted(("ngo", "police", "mission", "sender")), 2))
    assert found.meetings == 1


def test_headcounts_add_up_once_a_meeting_without_rounds_and_without_what_is_not_counted() -> None:
    ten, people = Headcount(value=10, counted=Counted.ORGANIZATIONS), Headcount(value=300, counted=Counted.PEOPLE)
    first = meeting(1, headcount=ten)
    meetings = [first, first, meeting(2, headcount=people), meeting(3, headcount=ten, kind=ROUND), meeting(4)]
    assert headcount_sum(meetings, Counted.ORGANIZATIONS) == 10
    assert headcount_sum(meetings, Counted.PEOPLE) == 300


# -- the next agenda --------------------------------------------------------------------------------------------------


def outcome(cls: Any, number: int, text: str | None, position: int = 0, of: int = 1, **more: Any) -> Any:
    words = {"text": Text.of(en=text)} if text else {}
    return cls(id=OutcomeId(int=number), meeting=MeetingId(int=of), position=position, **words, **more)


def test_the_next_agenda_takes_requests_then_actions_then_what_was_not_closed_then_commitments() -> None:
    before = meeting(
        1,
        agenda=(
            AgendaItem(position=1, title=Text.of(en="Heard"), closed=True),
            AgendaItem(position=2, title=Text.of(en="Left open"), topics=("shelter",), presenter=PersonId(int=1)),
        ),
    )
    outcomes = [
        outcome(Commitment, 1, "train together"),
        outcome(ActionItem, 2, "write it down"),
        outcome(ActionItem, 3, "done", status=ActionStatus.DONE),
        outcome(Request, 4, "second", position=2),
        outcome(Request, 5, "first", position=1, topics=("mines",)),
        outcome(Request, 6, "answered", disposition=Disposition.ANSWERED),
        outcome(Request, 7, "taken up", position=3, disposition=Disposition.TAKEN_UP),
        outcome(Request, 8, "of another meeting", of=2),
        outcome(Decision, 9, "decided"),
        outcome(Information, 10, "told"),
    ]
    agenda = next_agenda(before, outcomes)
    assert [item.title.best("en") for item in agenda] == [
        "Request: first",
        "Request: second",
        "Request: taken up",
        "Action item: write it down",
        "Left open",
        "Commitment: train together",
    ]
    assert [item.position for item in agenda] == [1, 2, 3, 4, 5, 6]
    assert {item.carried_from for item in agenda} == {before.id}
    assert agenda[0].topics == ("mines",) and agenda[4].topics == ("shelter",)
    assert not any(item.presenter for item in agenda)


def test_a_request_of_unknown_content_is_carried_as_such() -> None:
    (item,) = next_agenda(meeting(1), [outcome(Request, 1, None)])
    assert item.title == CONTENT_UNKNOWN


def test_a_meeting_that_left_nothing_open_proposes_nothing() -> None:
    assert next_agenda(meeting(1), []) == ()
