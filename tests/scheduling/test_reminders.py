"""Reminders: each rule of an office at its time, once however often it is asked, to whom it concerns and to nobody else."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coordkit import (
    ActionItem,
    ActionStatus,
    Days,
    Meeting,
    MeetingId,
    Membership,
    MembershipId,
    Minutes,
    MinutesId,
    Outcome,
    OutcomeId,
    ParticipationRole,
    Person,
    Reminder,
    ReminderKind,
    Role,
    Text,
    WorkingGroup,
    WorkingGroupId,
)
from coordkit.secretariat import invitations, series
from coordkit.secretariat.reminders import Reminded, remind
from tests.scheduling.shown import answers, mails
from tests.scheduling.stage import PLACE, ZONE, Stage, day, slot

KYIV = ZoneInfo(ZONE)
TWO_DAYS, ONE_DAY, ONE_HOUR = timedelta(days=2), timedelta(days=1), timedelta(hours=1)


def rule(kind: str, by: timedelta) -> Reminder:
    return Reminder(kind=ReminderKind(kind), by=by)


def stage_of(*rules: Reminder, **more: Any) -> Stage:
    return Stage.of(reminders=rules, **more)


def run(stage: Stage, at: datetime) -> Reminded:
    """``coordkit remind`` at a moment of the clock of Kyiv, and the post after it."""
    stage.clock.now = at.replace(tzinfo=KYIV)
    done = remind(stage.desk)
    stage.post()
    return done


def reminded(stage: Stage, at: datetime) -> list[tuple[str, str]]:
    """The kinds of reminder that went out then, and to whom."""
    letters = {who.address: letter for letter in stage.people for who in (stage.attendee(letter),)}
    return sorted((kind.value, letters[message.recipient]) for kind, message in run(stage, at).messages)


# -- before a meeting


def test_who_has_not_answered_by_then_is_asked_again_once_and_nobody_else() -> None:
    stage = stage_of(rule("unanswered", TWO_DAYS)).invite("abch")
    stage.says("b", "DECLINED").says("c", "TENTATIVE").says("h", "ACCEPTED")
    assert reminded(stage, datetime(2026, 9, 13, 9, 59, 58)) == []
    assert reminded(stage, datetime(2026, 9, 13, 10)) == [("unanswered", "a")]
    assert reminded(stage, datetime(2026, 9, 13, 10, 5)) == reminded(stage, datetime(2026, 9, 14, 23)) == []
    assert mails(stage).startswith("a: REQUEST#0 REQUEST#0; b: REQUEST#0; c: REQUEST#0;") and stage.meeting.sequence == 0


def test_of_whoever_is_only_informed_no_answer_is_wanted() -> None:
    stage = stage_of(rule("unanswered", TWO_DAYS)).invite("b")
    invitations.invite(stage.desk, stage.meeting.id, [stage.people["a"]], role=ParticipationRole.INFORMED)
    assert reminded(stage, datetime(2026, 9, 14, 10)) == [("unanswered", "b")]


def test_a_reminder_can_be_answered_and_who_did_meanwhile_gets_no_further_one() -> None:
    stage = stage_of(rule("unanswered", TWO_DAYS), rule("unanswered", ONE_HOUR)).invite("ab")
    assert reminded(stage, datetime(2026, 9, 13, 12)) == [("unanswered", "a"), ("unanswered", "b")]
    stage.says("a", "DECLINED")
    assert reminded(stage, datetime(2026, 9, 15, 9, 30)) == [("unanswered", "b")]
    assert answers(stage) == "a=DECLINED b=NEEDS-ACTION"


def test_whoever_was_asked_after_the_time_of_a_rule_is_not_pressed_by_it_but_by_the_next() -> None:
    stage = stage_of(rule("unanswered", TWO_DAYS), rule("unanswered", ONE_HOUR))
    stage.clock.now = datetime(2026, 9, 14, 10, tzinfo=KYIV)
    stage.invite("a")
    assert reminded(stage, datetime(2026, 9, 14, 10, 5)) == reminded(stage, datetime(2026, 9, 15, 8, 59)) == []
    assert reminded(stage, datetime(2026, 9, 15, 9)) == [("unanswered", "a")]


def test_after_the_start_nobody_is_reminded_to_come() -> None:
    stage = stage_of(rule("unanswered", TWO_DAYS), rule("venue", TWO_DAYS)).invite("a")
    assert reminded(stage, datetime(2026, 9, 15, 12)) == []


def test_a_meeting_that_moved_is_a_new_reason_to_ask() -> None:
    stage = stage_of(rule("unanswered", TWO_DAYS)).invite("a")
    assert reminded(stage, datetime(2026, 9, 13, 12)) == [("unanswered", "a")]
    stage.move("16T10")
    assert reminded(stage, datetime(2026, 9, 13, 13)) == []
    assert reminded(stage, datetime(2026, 9, 14, 11)) == [("unanswered", "a")]


@pytest.mark.parametrize("what", ["called off", "postponed", "not announced", "nobody was told", "taken off", "draft"])
def test_of_what_does_not_stand_as_they_know_it_nobody_is_reminded(what: str) -> None:
    stage = stage_of(rule("unanswered", TWO_DAYS), rule("venue", TWO_DAYS))
    if what == "nobody was told":
        pass
    elif what == "draft":
        stage.desk.save(Meeting(id=stage.desk.new(MeetingId), title=Text.of(uk="Чернетка"), when=slot("15T10")))
    else:
        stage.invite("a")
    if what == "called off":
        stage.cancel()
    elif what == "postponed":
        stage.postpone()
    elif what == "not announced":
        stage.desk.save(stage.meeting.moved_to(slot("15T11")))
    elif what == "taken off":
        stage.withdraw("a")
    assert reminded(stage, datetime(2026, 9, 14, 12)) == []


def test_a_meeting_of_whole_days_begins_at_midnight_by_the_clock_of_the_office() -> None:
    for zone, hour in (("Europe/Kyiv", 0), ("America/New_York", 7)):
        stage = stage_of(rule("unanswered", TWO_DAYS), zone=zone)
        stage.desk.save(attrs.evolve(stage.meeting, when=Days(day("16"), day("17"))))
        stage.invite("a")
        begins = datetime(2026, 9, 14, hour)
        assert reminded(stage, begins - timedelta(seconds=2)) == []
        assert reminded(stage, begins) == [("unanswered", "a")]


def test_the_hour_that_the_clocks_give_back_is_counted_as_it_passes() -> None:
    stage = stage_of(rule("unanswered", timedelta(hours=24)))
    stage.desk.save(stage.meeting.moved_to(attrs.evolve(slot("15T10"), start=datetime(2026, 10, 25, 10))))
    stage.invite("a")
    assert reminded(stage, datetime(2026, 10, 24, 10, 59, 50)) == []
    assert reminded(stage, datetime(2026, 10, 24, 11)) == [("unanswered", "a")]


def test_whom_no_mail_reaches_is_named() -> None:
    stage = stage_of(rule("unanswered", TWO_DAYS)).invite("ab")
    person = stage.desk.get(Person, stage.people["a"])
    stage.desk.save(attrs.evolve(person, contacts=()))
    done = run(stage, datetime(2026, 9, 14, 12))
    assert done.unreached == (stage.people["a"],) and len(done.messages) == 1


@settings(max_examples=15)
@given(st.lists(st.integers(0, 80), min_size=1, max_size=8).map(sorted))
def test_run_at_odd_moments_each_reminder_goes_out_once_if_a_run_falls_into_its_time(hours: list[int]) -> None:
    stage = stage_of(rule("unanswered", TWO_DAYS), rule("unanswered", ONE_HOUR)).invite("a")
    begin = datetime(2026, 9, 12, 10, 30)
    sent = [each for hour in hours for each in reminded(stage, begin + timedelta(hours=hour))]
    starts = datetime(2026, 9, 15, 10)
    due = [any(starts - by <= begin + timedelta(hours=hour) < starts for hour in hours) for by in (TWO_DAYS, ONE_HOUR)]
    assert len(sent) == sum(due)


# -- the exact place


def test_when_the_time_comes_all_who_did_not_decline_are_told_the_place_once_with_the_same_sequence() -> None:
    stage = stage_of(rule("venue", ONE_DAY)).invite("abc").says("b", "DECLINED").says("c", "ACCEPTED")
    assert reminded(stage, datetime(2026, 9, 14, 9)) == []
    assert reminded(stage, datetime(2026, 9, 14, 10)) == [("venue", "a")]
    assert reminded(stage, datetime(2026, 9, 14, 11)) == []
    assert mails(stage) == "a: REQUEST#0 REQUEST#0; b: REQUEST#0; c: REQUEST#0 REQUEST#0"
    assert [PLACE in stage.attendee(letter).mailbox[-1].text for letter in "abc"] == [True, False, True]


def test_who_accepted_by_phone_is_told_it_at_once_without_any_rule() -> None:
    stage = stage_of().invite("ab")
    stage.notes("a", "ACCEPTED")
    assert reminded(stage, datetime(2026, 9, 2, 9)) == [("venue", "a")]
    assert reminded(stage, datetime(2026, 9, 2, 10)) == []
    assert PLACE in stage.attendee("a").mailbox[-1].text and mails(stage) == "a: REQUEST#0 REQUEST#0; b: REQUEST#0"


def test_another_room_after_the_place_was_told_is_told_by_the_announcement_and_not_again() -> None:
    stage = stage_of(rule("venue", ONE_DAY)).invite("a")
    assert reminded(stage, datetime(2026, 9, 14, 10)) == [("venue", "a")]
    venue = stage.meeting.venue
    assert venue is not None
    stage.edit(venue=attrs.evolve(venue, place=Text.of(uk="кімната 5")))
    assert len(stage.told[-1].messages) == 1 and reminded(stage, datetime(2026, 9, 14, 11)) == []


# -- of a series


def test_of_a_series_each_occurrence_is_a_reason_to_ask() -> None:
    stage = stage_of(rule("unanswered", ONE_DAY), is_series=True).invite("ab").says("b", "ACCEPTED")
    assert reminded(stage, datetime(2026, 9, 14, 10)) == [("unanswered", "a")]
    assert reminded(stage, datetime(2026, 9, 14, 11)) == []
    assert reminded(stage, datetime(2026, 9, 21, 12)) == [("unanswered", "a")]
    assert reminded(stage, datetime(2026, 10, 26, 12)) == [("unanswered", "a")]


def test_who_answered_one_occurrence_alone_is_not_asked_about_it_and_is_about_the_next() -> None:
    stage = stage_of(rule("unanswered", ONE_DAY), is_series=True).invite("a").says("a", "DECLINED", on="22")
    assert reminded(stage, datetime(2026, 9, 21, 12)) == []
    assert reminded(stage, datetime(2026, 9, 28, 12)) == [("unanswered", "a")]


def test_a_moved_occurrence_is_asked_about_by_its_own_time_and_a_cancelled_one_not() -> None:
    stage = stage_of(rule("unanswered", ONE_DAY), is_series=True).invite("a").says("a", "ACCEPTED")
    stage.move_one("22", "24T10").cancel_one("29")
    assert reminded(stage, datetime(2026, 9, 21, 12)) == []
    assert reminded(stage, datetime(2026, 9, 23, 12)) == [("unanswered", "a")]
    assert reminded(stage, datetime(2026, 9, 28, 12)) == []
    (asked,) = stage.attendee("a").mailbox[-1].entries
    assert asked.occurrence == stage.original("22") and asked.sequence == 1


def test_the_place_of_one_occurrence_is_told_for_that_one_alone() -> None:
    stage = stage_of(rule("venue", ONE_DAY), is_series=True).invite("ab").says("b", "DECLINED", on="22")
    assert reminded(stage, datetime(2026, 9, 21, 12)) == [("venue", "a")]
    assert reminded(stage, datetime(2026, 9, 21, 13)) == []
    told = stage.attendee("a").mailbox[-1]
    assert PLACE in told.text and [each.occurrence for each in told.entries] == [stage.original("22")]
    assert len(stage.desk.each(Meeting)) == 1
    stage.announce(stage.series)
    assert stage.told[-1].messages == ()


def test_who_accepted_the_series_by_phone_is_told_its_place_once_for_all_of_it() -> None:
    stage = stage_of(rule("venue", ONE_DAY), is_series=True).invite("a")
    stage.notes("a", "ACCEPTED")
    assert reminded(stage, datetime(2026, 9, 2, 9)) == [("venue", "a")]
    assert reminded(stage, datetime(2026, 9, 21, 12)) == []


# -- minutes


def group_of(stage: Stage, *secretaries: str, until: str | None = None) -> WorkingGroupId:
    (group,) = stage.desk.save(WorkingGroup(id=stage.desk.new(WorkingGroupId), name=Text.of(uk="Група")))
    for letter in secretaries:
        member = Membership(id=stage.desk.new(MembershipId), group=group.id, member=stage.people[letter], role=Role.SECRETARY)
        stage.desk.save(attrs.evolve(member, since="2020", until=until))
    return group.id


def holds(stage: Stage, **more: Any) -> Meeting:
    (kept,) = stage.desk.save(attrs.evolve(stage.meeting, **more).held())
    return kept


def test_whoever_owes_the_minutes_is_reminded_a_day_after_the_end_until_there_are_some() -> None:
    stage = stage_of(rule("minutes", ONE_DAY))
    meeting = holds(stage, groups=(group_of(stage, "a", "b"),), facilitator=stage.people["c"])
    assert reminded(stage, datetime(2026, 9, 16, 11, 29, 50)) == []
    assert reminded(stage, datetime(2026, 9, 16, 11, 30)) == [("minutes", "a"), ("minutes", "b")]
    assert reminded(stage, datetime(2026, 9, 17, 9)) == []
    later = stage_of(rule("minutes", ONE_DAY))
    meeting = holds(later, groups=(group_of(later, "a"),))
    later.desk.save(Minutes(id=later.desk.new(MinutesId), meeting=meeting.id))
    assert reminded(later, datetime(2026, 9, 16, 12)) == []


def test_where_no_group_has_a_secretary_then_who_facilitated_owes_them_else_nobody() -> None:
    stage = stage_of(rule("minutes", ONE_DAY))
    holds(stage, groups=(group_of(stage, "a", until="2026-01-31"),), facilitator=stage.people["c"])
    assert reminded(stage, datetime(2026, 9, 16, 12)) == [("minutes", "c")]
    nobody = stage_of(rule("minutes", ONE_DAY))
    holds(nobody)
    assert reminded(nobody, datetime(2026, 9, 16, 12)) == []


def test_of_meetings_that_were_not_held_and_of_long_ago_no_minutes_are_asked_for() -> None:
    stage = stage_of(rule("minutes", ONE_DAY))
    stage.desk.save(attrs.evolve(stage.meeting, facilitator=stage.people["c"]))
    assert reminded(stage, datetime(2026, 9, 16, 12)) == []
    holds(stage, facilitator=stage.people["c"])
    assert reminded(stage, datetime(2026, 10, 1, 12)) == []
    assert reminded(stage, datetime(2028, 9, 16, 12)) == []


def test_after_whole_days_the_minutes_are_due_from_the_midnight_that_ends_them() -> None:
    stage = stage_of(rule("minutes", ONE_DAY))
    holds(stage, when=Days(day("16"), day("17")), facilitator=stage.people["c"])
    assert reminded(stage, datetime(2026, 9, 18, 23, 59, 50)) == []
    assert reminded(stage, datetime(2026, 9, 19, 0)) == [("minutes", "c")]


# -- actions


def action(stage: Stage, owner: str | None, due: date | str | None, **more: Any) -> Outcome:
    ref = stage.people[owner] if owner else None
    item = ActionItem(id=stage.desk.new(OutcomeId), meeting=stage.meeting.id, text=Text.of(uk="Доручення"), owner=ref)
    (kept,) = stage.desk.save(attrs.evolve(item, due=due, **more))
    return kept


def test_owners_are_reminded_of_overdue_actions_those_of_one_day_in_one_letter() -> None:
    stage = stage_of(rule("overdue", timedelta(0)))
    action(stage, "a", date(2026, 9, 20)), action(stage, "a", date(2026, 9, 20), text=Text.of(uk="Друге"))
    action(stage, "b", date(2026, 9, 20)), action(stage, "b", date(2026, 9, 21))
    action(stage, None, date(2026, 9, 20)), action(stage, "c", None)
    action(stage, "c", date(2026, 9, 20), status=ActionStatus.DONE)
    assert reminded(stage, datetime(2026, 9, 20, 23, 59, 50)) == []
    assert reminded(stage, datetime(2026, 9, 21, 0)) == [("overdue", "a"), ("overdue", "b")]
    assert reminded(stage, datetime(2026, 9, 21, 9)) == []
    assert reminded(stage, datetime(2026, 9, 22, 9)) == [("overdue", "b")]
    (letter,) = stage.attendee("a").mailbox
    assert letter.method == "" and "Доручення" in letter.text and "Друге" in letter.text


def test_what_is_done_meanwhile_is_not_overdue_and_what_is_overdue_for_years_is_no_news() -> None:
    stage = stage_of(rule("overdue", ONE_DAY))
    item = action(stage, "a", date(2026, 9, 20))
    action(stage, "b", date(2024, 9, 20))
    assert isinstance(item, ActionItem)
    stage.desk.save(item.closed(ActionStatus.DONE, on=date(2026, 9, 21)))
    assert reminded(stage, datetime(2026, 9, 22, 9)) == []


def test_a_day_known_in_part_is_over_when_its_last_day_is() -> None:
    stage = stage_of(rule("overdue", timedelta(0)))
    action(stage, "a", "2026-09")
    assert reminded(stage, datetime(2026, 9, 30, 12)) == []
    assert reminded(stage, datetime(2026, 10, 1, 12)) == [("overdue", "a")]


# -- all of it


def test_without_rules_and_without_news_nothing_happens_and_nothing_is_written() -> None:
    stage = stage_of().invite("ab").says("a", "ACCEPTED")
    before = len(stage.desk.each(Meeting)), mails(stage)
    assert reminded(stage, datetime(2026, 9, 15, 9)) == []
    assert (len(stage.desk.each(Meeting)), mails(stage)) == before


def test_a_series_that_is_planned_at_length_and_one_that_ended_ask_nobody() -> None:
    stage = stage_of(rule("unanswered", ONE_DAY), rule("venue", ONE_DAY), is_series=True).invite("a")
    series.cancel(stage.desk, stage.series.id)
    invitations.announce(stage.desk, stage.series)
    assert reminded(stage, datetime(2026, 9, 21, 12)) == []
    ended = stage_of(rule("unanswered", ONE_DAY), rule("venue", ONE_DAY), is_series=True).invite("a")
    assert reminded(ended, datetime(2027, 9, 21, 12)) == []
