"""What those invited are told: in which letter, with or without the exact place, and what of a series follows when it is edited."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import attrs
import pytest

from coordkit import ClockTime, DomainError, Invitation, Meeting, Response, Text, Venue
from coordkit.secretariat import series
from coordkit.secretariat.reminders import remind
from tests.scheduling.shown import answers, mails
from tests.scheduling.stage import KHERSON, LINK, PLACE, POLTAVA, ZONE, Stage, day, slot

SECRET = Venue(locality=KHERSON, place=Text.of(uk="кімната 5"), link="https://meet.example.org/secret")


def subjects(stage: Stage, letter: str) -> list[str]:
    """The first words of the subjects that somebody got, without the label."""
    return [each.subject.partition("] ")[2].partition(":")[0] for each in stage.attendee(letter).mailbox]


def test_who_got_nothing_yet_gets_an_invitation_whatever_was_queued_before() -> None:
    moved = Stage.of().post_waits().invite("ab").move("16T10").post_goes()
    assert subjects(moved, "a") == subjects(moved, "b") == ["Запрошення"]
    assert subjects(moved.move("17T10"), "a") == ["Запрошення", "Новий час"]
    placed = Stage.of().post_waits().invite("a")
    placed.notes("a", "ACCEPTED")
    remind(placed.desk)
    assert subjects(placed.post_goes(), "a") == ["Запрошення"] and PLACE in placed.attendee("a").mailbox[0].text


def test_a_day_of_a_series_whose_request_still_waits_is_told_as_a_change() -> None:
    stage = Stage.of(is_series=True).post_waits().invite("a").move_one("22", "23T10").post_goes()
    assert subjects(stage, "a") == ["Запрошення", "Новий час"] and mails(stage) == "a: REQUEST#0 REQUEST#1@22"


@pytest.mark.parametrize("how", ["taken off", "called off", "postponed"])
def test_a_cancel_tells_nobody_a_place_that_they_were_not_told_before(how: str) -> None:
    stage = Stage.of().invite("a").says("a", "ACCEPTED")
    stage.desk.save(attrs.evolve(stage.meeting, venue=SECRET))
    {"taken off": lambda: stage.withdraw("a"), "called off": stage.cancel, "postponed": stage.postpone}[how]()
    last = stage.attendee("a").mailbox[-1]
    assert last.method == "CANCEL" and "кімната" not in last.text and "https://meet" not in last.text


def test_what_was_called_off_and_told_is_no_news_because_of_a_late_answer() -> None:
    stage = Stage.of().invite("ab").says("a", "ACCEPTED", later=True).cancel().arrives(0)
    stage.announce(stage.meeting)
    assert stage.told[-1].messages == () and answers(stage) == "a=ACCEPTED b=NEEDS-ACTION"


# -- a series that is edited


def test_an_occurrence_has_from_its_series_what_is_not_its_own() -> None:
    stage = Stage.of(is_series=True).invite("a").move_one("22", "23T10").edit_one("29", title=Text.of(uk="Інша"))
    stage.edit(title=Text.of(uk="Рада"), venue=Venue(locality=POLTAVA, place=Text.of(uk=PLACE), link=LINK))
    titles = {each.occurrence.day: each.title.best("uk") for each in stage.desk.each(Meeting) if each.occurrence}
    assert titles == {day("22"): "Рада", day("29"): "Інша"}
    assert {each.venue.locality for each in stage.desk.each(Meeting) if each.venue} == {POLTAVA}
    assert [each.when for each in stage.desk.each(Meeting)] != [] and stage.desk.each(Meeting)[0].when == slot("23T10")
    texts = {entry.occurrence: entry.texts["summary"] for entry in stage.attendee("a").mailbox[-1].entries}
    assert texts == {None: "Рада", stage.original("22"): "Рада", stage.original("29"): "Інша"}


def test_what_was_held_keeps_its_words_and_the_answers_to_it() -> None:
    stage = Stage.of(is_series=True).invite("a").says("a", "DECLINED", on="15").says("a", "DECLINED", on="22")
    stage.clock.now = datetime(2026, 9, 16, tzinfo=UTC)
    (held,) = stage.desk.save(series.single_out(stage.desk, stage.series.id, day("15")).held())
    stage.edit(title=Text.of(uk="Рада"), duration=timedelta(hours=1))
    assert stage.desk.get(Meeting, held.id) == held
    assert stage.invitation("a", "15").response is Response.DECLINED
    assert stage.invitation("a", "22").response is Response.NEEDS_ACTION


def test_another_hour_of_the_series_is_the_hour_of_its_days_and_of_their_invitations() -> None:
    stage = Stage.of(is_series=True).invite("a").edit_one("29", title=Text.of(uk="Інша")).says("a", "DECLINED", on="22")
    stage.edit(first=ClockTime(slot("15T11").start, ZONE))
    (meeting,) = stage.desk.each(Meeting)
    assert meeting.when == slot("29T11") and meeting.occurrence == ClockTime(slot("29T11").start, ZONE)
    assert {each.occurrence for each in stage.desk.each(Invitation)} == {
        None,
        ClockTime(slot("22T11").start, ZONE),
        ClockTime(slot("29T11").start, ZONE),
    }
    assert stage.says("a", "ACCEPTED", on="22").received[-1].verdict.value == "taken"


def test_the_hour_of_a_series_stays_while_somebody_was_told_of_one_day_alone() -> None:
    stage = Stage.of(is_series=True).invite("a").invite("c", on="22")
    with pytest.raises(DomainError, match="asked to one meeting of it alone"):
        stage.edit(first=ClockTime(slot("15T11").start, ZONE))
    assert mails(stage) == "a: REQUEST#0; c: REQUEST#0@22"
    stage.withdraw("c", on="22").edit(first=ClockTime(slot("15T11").start, ZONE))
    assert mails(stage) == "a: REQUEST#0 REQUEST#1+22; c: REQUEST#0@22 CANCEL#1@22"


# -- off the list


def test_who_leaves_a_series_leaves_the_days_ahead_and_stays_with_those_that_are_over() -> None:
    stage = Stage.of(is_series=True).invite("ab").says("a", "DECLINED", on="15").says("a", "DECLINED", on="22")
    stage.clock.now = datetime(2026, 9, 16, tzinfo=UTC)
    stage.withdraw("a")
    assert answers(stage) == "a=withdrawn a@15=DECLINED a@22=withdrawn b=NEEDS-ACTION"
    stage.move_one("22", "23T10")
    assert mails(stage) == "a: REQUEST#0 CANCEL#1; b: REQUEST#0 REQUEST#2@22"


def test_who_is_asked_again_to_a_series_is_asked_to_the_days_that_they_left_with_it_and_to_no_other() -> None:
    stage = Stage.of(is_series=True).invite("a").says("a", "DECLINED", on="22").says("a", "DECLINED", on="29")
    stage.withdraw("a", on="29").withdraw("a").invite("a")
    assert answers(stage) == "a=NEEDS-ACTION a@22=NEEDS-ACTION a@29=withdrawn"
    assert [each.day for each in map(stage_day, stage.attendee("a").starts(stage.series.uid))].count(29) == 0


def stage_day(moment: datetime) -> datetime:
    """The moment by the clock of Kyiv, near enough for its day."""
    return moment + timedelta(hours=3)
