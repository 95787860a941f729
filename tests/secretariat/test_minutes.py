"""Minutes, answers that are written down, delegation, and the questions and reports on what is to be done."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import attrs
import pytest

from coordkit import (
    ActionItem,
    Attendance,
    ClockTime,
    Commitment,
    Decision,
    DomainError,
    GroupState,
    Invitation,
    InvitationId,
    Meeting,
    MeetingId,
    MeetingSeries,
    MeetingSeriesId,
    MeetingStatus,
    MinutesState,
    NotFound,
    OutcomeId,
    Person,
    PersonId,
    Presence,
    Recurrence,
    Request,
    Response,
    ResponseSource,
    Secretariat,
    Slot,
    StateSince,
    Text,
    WorkingGroup,
    WorkingGroupId,
)
from coordkit.domain.rules.agenda import APPROVAL
from coordkit.domain.rules.revisions import Because
from coordkit.secretariat import answers, follow_up, follow_up_reports, minutes
from coordkit.secretariat import series as series_work
from coordkit.secretariat.meetings import propose_next
from tests.secretariat import desks

NOTE = Text.of(uk="Виправлено", en="Corrected")


def text(words: str) -> Text:
    return Text.of(uk=words, en=words)


def held(desk: Secretariat, on: date, *groups: WorkingGroupId, **more: Any) -> Meeting:
    slot = Slot(datetime(on.year, on.month, on.day, 10), timedelta(hours=2), "Europe/Kyiv")
    fields: dict[str, Any] = {"title": text(f"Meeting of {on}"), "status": MeetingStatus.HELD, "when": slot, "groups": groups}
    (kept,) = desk.save(Meeting(id=desk.new(MeetingId), **(fields | more)))
    return kept


def person(desk: Secretariat, name: str) -> PersonId:
    (kept,) = desk.save(Person(id=desk.new(PersonId), name=text(name)))
    return kept.id


@pytest.fixture
def group(desk: Secretariat) -> WorkingGroupId:
    states = (StateSince(state=GroupState.ACTIVE, since="2025-06"),)
    (kept,) = desk.save(WorkingGroup(id=desk.new(WorkingGroupId), name=text("The group"), states=states, cadence_months=1))
    return kept.id


# -- minutes


def test_minutes_go_from_draft_to_approval_in_a_later_meeting_of_the_group(desk: Secretariat, group: WorkingGroupId) -> None:
    first, second = held(desk, date(2026, 1, 12), group), held(desk, date(2026, 2, 9), group)
    officer, deputy = person(desk, "Officer"), person(desk, "Deputy")
    minutes.draft(desk, first.id, attendance=[Attendance(who=officer), Attendance(who=deputy, presence=Presence.ABSENT)])
    drafted = minutes.draft(desk, first.id, text=text("All agreed."), attendance=[Attendance(who=deputy)])
    assert [(line.who, line.presence) for line in drafted.attendance] == [(officer, Presence.PRESENT), (deputy, Presence.PRESENT)]
    assert drafted.text == text("All agreed.")
    minutes.circulate(desk, drafted.id, date(2026, 1, 20))
    approved = minutes.approve(desk, drafted.id, second.id)
    assert (approved.state, approved.approved_on) == (MinutesState.APPROVED, date(2026, 2, 9))
    assert minutes.minutes_of(desk, first.id) == approved
    assert minutes.minutes_of(desk, second.id) is None


def test_minutes_that_are_out_are_corrected_and_not_edited(desk: Secretariat, group: WorkingGroupId) -> None:
    first = held(desk, date(2026, 1, 12), group)
    officer = person(desk, "Officer")
    out = minutes.circulate(desk, minutes.draft(desk, first.id, attendance=[Attendance(who=officer)]).id)
    with pytest.raises(DomainError, match="correct them"):
        minutes.draft(desk, first.id, text=text("Otherwise"))
    corrected = minutes.correct(desk, out.id, NOTE, attendance=[Attendance(who=officer, presence=Presence.EXCUSED)])
    assert (corrected.edition, corrected.state) == (2, MinutesState.DRAFT)
    assert [line.presence for line in corrected.attendance] == [Presence.EXCUSED]


def test_a_meeting_that_was_not_later_or_of_others_approves_nothing(desk: Secretariat, group: WorkingGroupId) -> None:
    first = held(desk, date(2026, 2, 9), group)
    out = minutes.circulate(desk, minutes.draft(desk, first.id).id)
    earlier = held(desk, date(2026, 1, 12), group)
    (other,) = desk.save(WorkingGroup(id=desk.new(WorkingGroupId), name=text("Others")))
    of_others = held(desk, date(2026, 3, 9), other.id)
    (planned,) = desk.save(attrs.evolve(held(desk, date(2026, 4, 9), group), id=desk.new(MeetingId), status=MeetingStatus.SCHEDULED,
                                        head=None, uid="planned"))  # fmt: skip
    morning = Slot(datetime(2026, 2, 9, 8), timedelta(hours=1), "Europe/Kyiv")
    same_day = held(desk, date(2026, 2, 9), group, when=morning)
    for meeting, told in (
        (earlier, "before the meeting"),
        (same_day, "did not begin after"),
        (of_others, "other groups"),
        (planned, "approves nothing yet"),
    ):
        with pytest.raises(DomainError, match=told):
            minutes.approve(desk, out.id, meeting.id)
    assert minutes.minutes_of(desk, first.id) == out


def test_a_meeting_that_has_not_begun_has_no_minutes(desk: Secretariat) -> None:
    (draft,) = desk.save(Meeting(id=desk.new(MeetingId), title=text("To come")))
    with pytest.raises(DomainError, match="start or hold it first"):
        minutes.draft(desk, draft.id)
    with pytest.raises(NotFound):
        minutes.draft(desk, MeetingId(int=10**9))


def test_the_next_agenda_begins_with_minutes_that_are_not_approved(desk: Secretariat, group: WorkingGroupId) -> None:
    first = held(desk, date(2026, 1, 12), group)
    assert propose_next(desk, first.id).agenda == ()
    minutes.draft(desk, first.id)
    assert [item.title for item in propose_next(desk, first.id).agenda] == [APPROVAL]


# -- answers and delegation


def invitation(desk: Secretariat, meeting: MeetingId, who: PersonId) -> Invitation:
    (kept,) = desk.save(Invitation(id=desk.new(InvitationId), meeting=meeting, invitee=who))
    return kept


def test_an_answer_by_phone_is_kept_with_who_wrote_it_down(desk: Secretariat, clock: desks.Clock) -> None:
    asked = invitation(desk, held(desk, date(2026, 1, 12)).id, person(desk, "Officer"))
    answered = answers.record_answer(desk, asked.id, Response.ACCEPTED, source=ResponseSource.PHONE, comment="by phone")
    assert (answered.response, answered.response_source, answered.answered_sequence) == (Response.ACCEPTED, ResponseSource.PHONE, 0)
    assert answered.recorded_by is not None
    assert desk.get(Person, answered.recorded_by).name.best("und") == desk.actor
    assert answered.answered_at is not None and answered.answered_at <= clock.now
    with pytest.raises(DomainError, match="to whom"):
        answers.record_answer(desk, asked.id, Response.DELEGATED, source=ResponseSource.PHONE)


def test_who_delegates_sends_another_with_an_invitation_of_their_own(desk: Secretariat) -> None:
    meeting = held(desk, date(2026, 1, 12))
    officer, deputy = person(desk, "Officer"), person(desk, "Deputy")
    asked = invitation(desk, meeting.id, officer)
    first, second = answers.delegate(desk, asked.id, deputy, source=ResponseSource.MESSENGER)
    assert (first.response, first.delegated_to) == (Response.DELEGATED, deputy)
    assert (second.invitee, second.response, second.role) == (deputy, Response.NEEDS_ACTION, first.role)
    again, same = answers.delegate(desk, asked.id, deputy, source=ResponseSource.MESSENGER)
    assert (again.id, same.id) == (first.id, second.id)
    # whoever answers after all is no longer represented
    assert answers.record_answer(desk, asked.id, Response.ACCEPTED, source=ResponseSource.PHONE).delegated_to is None


def weekly(desk: Secretariat) -> MeetingSeries:
    (kept,) = desk.save(
        MeetingSeries(
            id=desk.new(MeetingSeriesId),
            title=text("Every Tuesday"),
            first=ClockTime(datetime(2026, 12, 1, 10), "Europe/Kyiv"),
            duration=timedelta(hours=1),
            rule=Recurrence.parse("FREQ=WEEKLY;COUNT=8"),
        )
    )
    return kept


def test_who_delegates_one_occurrence_sends_another_to_that_one_only(desk: Secretariat) -> None:
    series = weekly(desk)
    officer, deputy = person(desk, "Officer"), person(desk, "Deputy")
    starts = [series.first.on(day) for day in series.days(series.first.day, series.first.day + timedelta(days=7))]
    asked = [Invitation(id=desk.new(InvitationId), meeting=series.id, occurrence=start, invitee=officer) for start in starts]
    desk.save(*asked)
    sent = [answers.delegate(desk, each.id, deputy, source=ResponseSource.PHONE)[1] for each in asked]
    assert [(each.meeting, each.occurrence, each.invitee) for each in sent] == [(series.id, start, deputy) for start in starts]


def test_a_delegation_that_goes_round_is_refused(desk: Secretariat) -> None:
    meeting = held(desk, date(2026, 1, 12))
    people = [person(desk, name) for name in ("One", "Two", "Three")]
    asked = invitation(desk, meeting.id, people[0])
    _, second = answers.delegate(desk, asked.id, people[1], source=ResponseSource.PHONE)
    _, third = answers.delegate(desk, second.id, people[2], source=ResponseSource.PHONE)
    with pytest.raises(DomainError, match="passed back"):
        answers.delegate(desk, third.id, people[0], source=ResponseSource.PHONE)
    with pytest.raises(DomainError, match="passed back"):
        answers.delegate(desk, asked.id, people[0], source=ResponseSource.PHONE)


# -- what is to be done


def test_each_question_is_answered_for_one_group_or_all(desk: Secretariat, group: WorkingGroupId) -> None:
    ours, theirs = held(desk, date(2026, 1, 12), group), held(desk, date(2026, 1, 13))
    for meeting in (ours, theirs):
        desk.save(
            ActionItem(id=desk.new(OutcomeId), meeting=meeting.id, text=text("List the shelters"), due="2026-02-01"),
            Decision(id=desk.new(OutcomeId), meeting=meeting.id, text=text("Meet monthly"), review_on=date(2026, 2, 1)),
            Request(id=desk.new(OutcomeId), meeting=meeting.id),
            Commitment(id=desk.new(OutcomeId), meeting=meeting.id, text=text("Train together")),
        )
    on = date(2026, 2, 20)
    for of, number in ((group, 1), (None, 2)):
        assert len(follow_up.open_actions(desk, on, of)) == number
        assert len(follow_up.due_for_review(desk, on, of)) == number
        assert len(follow_up.requests(desk, of)) == number
        assert len(follow_up.bare_commitments(desk, of)) == number
    assert [each.meeting.id for each in follow_up.without_minutes(desk, on)] == [ours.id, theirs.id]
    assert [each.group.id for each in follow_up.silent_groups(desk, on)] == [group]
    assert [each.group and each.group.id for each in follow_up.group_effects(desk, on)] == [group]
    assert [each.id for each in follow_up.chain_to(desk, group).since] == [ours.id]
    for language, words in (("uk", "прострочено"), ("en", "overdue")):
        assert words in str(follow_up_reports.actions_report(desk, language, on))
    for report in (
        follow_up_reports.actions_report(desk, "uk", on),
        follow_up_reports.decisions_report(desk, "uk", on),
        follow_up_reports.requests_report(desk, "uk"),
        follow_up_reports.commitments_report(desk, "uk"),
        follow_up_reports.minutes_report(desk, "uk", on),
        follow_up_reports.silent_report(desk, "uk", on),
        follow_up_reports.effects_report(desk, "uk", on),
        follow_up_reports.chain_report(desk, group, "uk"),
    ):
        assert len(report.lines) >= 1 and report.lines != ("нічого",), report.title


def test_as_of_a_day_long_past_no_action_of_a_later_meeting_is_open(desk: Secretariat) -> None:
    meeting = held(desk, date(2026, 1, 12))
    desk.save(ActionItem(id=desk.new(OutcomeId), meeting=meeting.id, text=text("To do")))
    days = (date(2026, 1, 11), date(2026, 1, 12), desk.today())
    assert [len(follow_up.open_actions(desk, on)) for on in days] == [0, 1, 1]


def test_between_two_revisions_one_sees_what_changed_and_who_must_be_told(desk: Secretariat) -> None:
    slot = Slot(datetime(2026, 9, 15, 10), timedelta(hours=1), "Europe/Kyiv")
    (meeting,) = desk.save(Meeting(id=desk.new(MeetingId), title=text("To come"), status=MeetingStatus.SCHEDULED, when=slot))
    asked = invitation(desk, meeting.id, person(desk, "Officer"))
    desk.save(meeting.moved_to(attrs.evolve(slot, start=datetime(2026, 9, 16, 10))))
    revised = follow_up.changes_between(desk, meeting.id, 1, 2)
    assert [each.path for each in revised.differences] == ["when"]
    assert [(each.invitee, each.because) for each in revised.to_tell] == [(asked.invitee, (Because.TIME,))]
    with pytest.raises(NotFound, match="the latest is 2"):
        follow_up.changes_between(desk, meeting.id, 1, 3)


def test_of_a_moved_occurrence_those_are_told_who_are_invited_to_the_series(desk: Secretariat) -> None:
    series = weekly(desk)
    day = series.first.day + timedelta(days=7)
    (whole,) = desk.save(Invitation(id=desk.new(InvitationId), meeting=series.id, invitee=person(desk, "Officer")))
    meeting = series_work.single_out(desk, series.id, day)
    series_work.move(desk, series.id, day, Slot(datetime(2026, 12, 9, 10), timedelta(hours=1), "Europe/Kyiv"))
    told = follow_up.changes_between(desk, meeting.id, 1, 2).to_tell
    assert [(each.invitee, each.because) for each in told] == [(whole.invitee, (Because.TIME,))]
