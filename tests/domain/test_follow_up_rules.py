"""What meetings left to do, to review, to answer; silent groups, missing minutes, the chain to a group, effects, revisions."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import attrs
import pytest

from coordkit import (
    ActionItem,
    ActionStatus,
    AgendaItem,
    Answer,
    Commitment,
    Days,
    Decision,
    Disposition,
    DomainError,
    GroupState,
    Initiative,
    InitiativeId,
    InitiativeStatus,
    Instrument,
    InstrumentKind,
    Invitation,
    InvitationId,
    Meeting,
    MeetingId,
    MeetingStatus,
    Minutes,
    MinutesId,
    Mode,
    Organization,
    OrganizationId,
    OutcomeId,
    PartialDate,
    PersonId,
    Request,
    Response,
    Slot,
    StateSince,
    StatusKnown,
    Text,
    Venue,
    WorkingGroup,
    WorkingGroupId,
)
from coordkit.domain.meetings import ROUND
from coordkit.domain.rules.agenda import APPROVAL, next_agenda
from coordkit.domain.rules.chain import chain_to
from coordkit.domain.rules.effects import effects
from coordkit.domain.rules.follow_up import (
    commitments_without_initiative,
    due_for_review,
    open_actions,
    requests_and_answers,
)
from coordkit.domain.rules.revisions import Because, differences, must_be_told
from coordkit.domain.rules.rhythm import months_after, silent_groups, without_minutes

TODAY = date(2026, 3, 10)
WORDS = Text.of(en="Words")
GROUP = WorkingGroupId(int=1)


def action(number: int, **more: Any) -> ActionItem:
    return ActionItem(id=OutcomeId(int=number), meeting=MeetingId(int=1), text=WORDS, **more)


def meeting(number: int, day: str | None = "2026-01-10", **more: Any) -> Meeting:
    when = None if day is None else PartialDate(day)
    fields: dict[str, Any] = {"title": WORDS, "status": MeetingStatus.HELD, "when": when, "groups": (GROUP,)}
    return Meeting(id=MeetingId(int=number), **(fields | more))


def group(number: int = 1, since: str = "2023-08", **more: Any) -> WorkingGroup:
    states = (StateSince(state=GroupState.ACTIVE, since=since),)
    fields: dict[str, Any] = {"name": WORDS, "states": states}
    return WorkingGroup(id=WorkingGroupId(int=number), **(fields | more))


def initiative(number: int, **more: Any) -> Initiative:
    return Initiative(id=InitiativeId(int=number), title=WORDS, **more)


# -- to do, to review, to answer


def test_an_action_of_a_meeting_that_was_later_was_not_open_yet() -> None:
    for day, there in (("2026-03-10", True), ("2026-03", True), ("2026-03-11", False), (None, True)):
        when = None if day is None else PartialDate(day)
        assert bool(open_actions([action(1)], TODAY, {MeetingId(int=1): when})) is there


def test_open_actions_come_overdue_first_and_by_due_date() -> None:
    items = [
        action(1),
        action(2, due="2026-03-10"),
        action(3, due="2026-03-09"),
        action(4, due="2026-03"),
        action(5, due="2026-02"),
        action(6, due="2026-01", status=ActionStatus.DONE),
    ]
    found = open_actions(items, TODAY)
    assert [(each.action.id.int, each.overdue) for each in found] == [
        (5, Answer.YES),
        (3, Answer.YES),
        (4, Answer.POSSIBLY),
        (2, Answer.NO),
        (1, Answer.NO),
    ]


def test_an_action_closed_later_was_open_then() -> None:
    done = action(1).closed(ActionStatus.DONE, "2026-04-01")
    assert open_actions([done], TODAY) != ()
    assert open_actions([done], date(2026, 4, 1)) == ()


def test_an_action_is_closed_as_done_or_dropped() -> None:
    with pytest.raises(DomainError, match="done or dropped"):
        action(1).closed(ActionStatus.OPEN)
    with pytest.raises(DomainError, match="not closed yet"):
        action(1, closed_on="2026-01")


def test_decisions_are_due_from_their_day_of_review_until_they_were_reviewed() -> None:
    decision = Decision(id=OutcomeId(int=1), meeting=MeetingId(int=1), text=WORDS, review_on=TODAY)
    assert due_for_review([decision, action(2)], TODAY) == (decision,)
    assert due_for_review([decision], TODAY - timedelta(days=1)) == ()
    assert due_for_review([decision.reviewed()], TODAY) == ()
    assert decision.reviewed(date(2027, 3, 10)).review_on == date(2027, 3, 10)


def test_a_request_is_pending_until_it_is_answered_or_something_grew_from_it() -> None:
    def request(number: int, of: int, disposition: Disposition = Disposition.OPEN) -> Request:
        return Request(id=OutcomeId(int=number), meeting=MeetingId(int=of), disposition=disposition)

    asked = [request(1, 2), request(2, 1, Disposition.TAKEN_UP), request(3, 1, Disposition.ANSWERED), request(4, 1), request(5, 3)]
    grown = initiative(1, from_outcome=OutcomeId(int=4))
    times = {MeetingId(int=1): PartialDate("2025-01"), MeetingId(int=2): PartialDate("2026-01"), MeetingId(int=3): None}
    found = requests_and_answers([*asked, action(9)], [grown, initiative(2)], times)
    assert [(each.request.id.int, each.pending) for each in found] == [(2, True), (1, True), (5, True), (3, False), (4, False)]
    assert found[-1].initiatives == (grown,)
    assert request(1, 1).disposed(Disposition.DECLINED).disposition is Disposition.DECLINED


def test_a_commitment_is_bare_until_an_initiative_grew_from_it() -> None:
    commitments = [Commitment(id=OutcomeId(int=number), meeting=MeetingId(int=1), text=WORDS) for number in (1, 2)]
    found = commitments_without_initiative(commitments, [initiative(1, from_outcome=OutcomeId(int=1))], {})
    assert [each.id.int for each in found] == [2]


# -- effects


def test_groups_stand_by_what_they_implemented_and_those_of_none_at_the_end() -> None:
    def reached(number: int, of: int | None, *statuses: tuple[InitiativeStatus, str]) -> Initiative:
        known = tuple(StatusKnown(status=status, known=at) for status, at in statuses)
        return initiative(number, group=WorkingGroupId(int=of) if of else None, statuses=known)

    planned, done = (InitiativeStatus.PLANNED, "2024"), (InitiativeStatus.IMPLEMENTED, "2025")
    found = effects(
        [group(1), group(2), group(3)],
        [reached(1, 1, planned), reached(2, 2, planned, done), reached(3, 2), reached(4, None, done), reached(5, 9, planned)],
        date(2026, 1, 1),
    )
    assert [(each.group and each.group.id.int, each.implemented, each.total, each.unknown) for each in found] == [
        (2, 1, 2, 1),
        (1, 0, 1, 0),
        (3, 0, 0, 0),
        (None, 1, 2, 0),
    ]
    earlier = effects([group(2)], [reached(2, 2, planned, done)], date(2025, 6, 1))
    assert earlier[0].by_status == {InitiativeStatus.PLANNED: 1}


# -- rhythm


def test_a_month_without_the_day_ends_on_its_last() -> None:
    assert months_after(date(2025, 12, 31), 2) == date(2026, 2, 28)
    assert months_after(date(2026, 1, 15), 12) == date(2027, 1, 15)


@pytest.mark.parametrize(
    ("last", "cadence", "answer"),
    [
        ("2026-01-10", 2, None),  # due on the very day
        ("2026-01-09", 2, Answer.YES),
        ("2026-01", 2, Answer.POSSIBLY),
        ("2025-12", 2, Answer.YES),
        ("[..2026-01]", 2, Answer.POSSIBLY),
        ("2020-01-01", None, None),
    ],
)
def test_a_group_is_silent_once_its_cadence_has_passed(last: str, cadence: int | None, answer: Answer | None) -> None:
    found = silent_groups([group(cadence_months=cadence)], [meeting(1, last), meeting(2, "2019-01-01")], TODAY)
    assert [each.answer for each in found] == ([] if answer is None else [answer])


def test_a_group_that_never_met_counts_from_when_it_became_active() -> None:
    (silence,) = silent_groups([group(since="2025-06", cadence_months=2)], [meeting(1, groups=())], TODAY)
    assert (silence.last, silence.due, silence.answer) == (None, date(2025, 8, 30), Answer.YES)


def test_a_group_that_is_not_active_owes_no_meeting() -> None:
    concluded = group(cadence_months=2).entered(GroupState.CONCLUDED, "2025-01")
    assert silent_groups([concluded], [], TODAY) == ()


def test_a_meeting_to_come_ends_no_silence() -> None:
    planned = meeting(1, "2026-04-01")
    (silence,) = silent_groups([group(cadence_months=2)], [planned], TODAY)
    assert silence.last is None


def test_held_meetings_want_minutes_that_went_out() -> None:
    draft = Minutes(id=MinutesId(int=1), meeting=MeetingId(int=2))
    out = Minutes(id=MinutesId(int=2), meeting=MeetingId(int=3)).circulated(TODAY)
    meetings = [
        meeting(1, "2026-02-01"),
        meeting(2, "2026-01-01"),
        meeting(3),
        meeting(4, kind=ROUND),
        meeting(5, "2026-03-11"),
        meeting(6, None, status=MeetingStatus.CANCELLED),
    ]
    found = without_minutes(meetings, [draft, out], TODAY)
    assert [(each.meeting.id.int, each.minutes) for each in found] == [(2, draft), (1, None)]


# -- the chain


def test_the_chain_runs_from_the_first_contact_to_the_group_and_on() -> None:
    contact = meeting(1, "2023-01", groups=())
    workshop = meeting(2, "2023-03", groups=(), predecessor=contact.id)
    first = meeting(3, "2023-09", predecessor=workshop.id)
    second = meeting(4, "2023-11", predecessor=first.id)
    found = chain_to(
        group(instrument=Instrument(kind=InstrumentKind.ORDER, dated="2023-08-15")), [second, workshop, first, contact]
    )
    assert [each.id.int for each in found.before] == [1, 2]
    assert [each.id.int for each in found.since] == [3, 4]
    assert str(found.founded) == "2023-08-15"


def test_a_meeting_that_was_cancelled_is_none_of_the_chain_of_a_group() -> None:
    off = meeting(1, "2023-01", status=MeetingStatus.CANCELLED)
    found = chain_to(group(), [off, meeting(2, "2023-02", predecessor=off.id)])
    assert [each.id.int for each in found.since] == [2]


def test_a_chain_that_goes_round_or_leaves_the_desk_ends() -> None:
    one, two = meeting(1, predecessor=MeetingId(int=2), groups=()), meeting(2, predecessor=MeetingId(int=1))
    assert [each.id.int for each in chain_to(group(), [one, two]).before] == [1]
    assert chain_to(group(), [meeting(1, predecessor=MeetingId(int=9))]).before == ()
    assert chain_to(group(), []).since == ()


# -- revisions

TEN = Slot(datetime(2026, 9, 15, 10), timedelta(hours=1), "Europe/Kyiv")
PLANNED = Meeting(
    id=MeetingId(int=1),
    title=WORDS,
    status=MeetingStatus.SCHEDULED,
    when=TEN,
    venue=Venue(locality="UA65", place=WORDS),
    agenda=(AgendaItem(position=1, title=WORDS),),
)
RESPONSES = (Response.ACCEPTED, Response.DECLINED, Response.NEEDS_ACTION)
INVITED = [
    Invitation(id=InvitationId(int=number), meeting=PLANNED.id, invitee=PersonId(int=number), response=response)
    for number, response in enumerate(RESPONSES, start=1)
]


def told(after: Meeting, before: Meeting = PLANNED) -> dict[int, tuple[Because, ...]]:
    return {each.invitee.int: each.because for each in must_be_told(before, after, INVITED)}


def test_differences_name_the_field_within_the_part() -> None:
    after = attrs.evolve(
        PLANNED,
        venue=Venue(locality="UA53", place=WORDS),
        agenda=(AgendaItem(position=1, title=Text.of(en="Other")), AgendaItem(position=2, title=WORDS)),
    )
    assert [(each.path, each.before) for each in differences(PLANNED, after)] == [
        ("venue.locality", "UA65"),
        ("agenda[0].title", WORDS),
        ("agenda[1]", None),
    ]
    assert differences(PLANNED, PLANNED) == ()
    with pytest.raises(DomainError, match="not versions of one record"):
        differences(PLANNED, Organization(id=OrganizationId(int=1), name=WORDS))


def test_another_time_concerns_everybody_and_asks_again() -> None:
    moved = PLANNED.moved_to(Days(date(2026, 9, 16)))
    assert told(moved) == dict.fromkeys((1, 2, 3), (Because.TIME,))
    assert all(each.answer_again for each in must_be_told(PLANNED, moved, INVITED))


def test_moving_online_tells_all_and_the_link_only_who_accepted() -> None:
    assert told(PLANNED.moved_online("https://example.org/a")) == {
        1: (Because.MODE, Because.EXACT_PLACE),
        2: (Because.MODE,),
        3: (Because.MODE,),
    }


def test_cancelling_and_postponing_are_told_to_all_and_ask_nothing() -> None:
    for after, because in ((PLANNED.cancelled(), Because.CANCELLED), (PLANNED.postponed(), Because.POSTPONED)):
        assert told(after) == dict.fromkeys((1, 2, 3), (because,))
        assert not any(each.answer_again for each in must_be_told(PLANNED, after, INVITED))


def test_the_agenda_is_told_to_who_may_come_and_notes_to_nobody() -> None:
    assert set(told(attrs.evolve(PLANNED, agenda=()))) == {1, 3}
    assert told(attrs.evolve(PLANNED, notes=WORDS, topics=("mines",))) == {}


def test_a_draft_a_held_meeting_and_other_meetings_concern_nobody() -> None:
    draft = attrs.evolve(PLANNED, status=MeetingStatus.DRAFT)
    assert told(PLANNED, draft) == {}
    assert told(PLANNED.held()) == {}
    other = attrs.evolve(PLANNED, id=MeetingId(int=2), modes=(Mode.ONLINE,))
    assert must_be_told(attrs.evolve(other, modes=()), other, INVITED) == ()


# -- the next agenda


def test_minutes_that_nobody_approved_yet_come_first_on_the_next_agenda() -> None:
    held = meeting(1, agenda=(AgendaItem(position=4, title=WORDS, duration=timedelta(minutes=20), materials=("plan.pdf",)),))
    pending = Minutes(id=MinutesId(int=1), meeting=held.id).circulated(TODAY)
    items = next_agenda(held, [], pending)
    assert [(item.position, item.title) for item in items] == [(1, APPROVAL), (2, WORDS)]
    assert (items[1].duration, items[1].materials, items[1].carried_from) == (timedelta(minutes=20), ("plan.pdf",), held.id)
    assert [item.title for item in next_agenda(held, [], pending.approved(MeetingId(int=2), TODAY))] == [WORDS]
