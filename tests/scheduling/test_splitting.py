"""A series that changes: what becomes of days that stood for themselves, and of who was asked to one alone."""

from __future__ import annotations

import attrs
import pytest

from coordkit import ClockTime, DomainError, Frequency, Invitation, Meeting, MeetingSeries, Recurrence
from coordkit.secretariat import series
from tests.scheduling.shown import mails
from tests.scheduling.stage import Stage, day, slot
from tests.secretariat.desks import held


def weekly(*letters: str) -> Stage:
    return Stage.of(is_series=True).invite("".join(letters) or "a")


def test_a_day_with_nothing_but_a_guest_of_its_own_follows_the_new_hour() -> None:
    stage = weekly().invite("b", on="29")
    later = stage.split("22", "22T12")
    (meeting,) = stage.desk.each(Meeting)
    assert (meeting.series, meeting.when, meeting.occurrence) == (later.id, slot("29T12"), later.first.on(day("29")))


def test_a_day_that_was_moved_stays_where_it_was_moved_to() -> None:
    stage = weekly().move_one("29", "30T09")
    stage.split("22", "22T12")
    (meeting,) = stage.desk.each(Meeting)
    assert meeting.when == slot("30T09")


def test_who_was_asked_to_one_day_alone_loses_it_under_the_old_uid_and_gets_it_under_the_new() -> None:
    stage = weekly().invite("b", on="29")
    old = stage.series.uid
    later = stage.split("22", "22T12")
    stage.post()
    assert mails(stage).endswith("b: REQUEST#0@29 CANCEL#1@29 REQUEST#0@29")
    known = {entry.uid: (entry.status, entry.start) for entry in stage.attendee("b").mailbox[-1].entries}
    assert list(known) == [later.uid] and stage.attendee("b").mailbox[-2].entries[0].uid == old
    assert stage.attendee("b").surprises == []


def test_a_split_that_tells_nobody_is_refused_while_who_was_asked_to_one_day_alone_would_keep_it() -> None:
    stage = weekly().invite("b", on="29")
    before = held(stage.desk)
    with pytest.raises(DomainError, match="must be told"):
        series.split(stage.desk, stage.series.id, day("22"), first=ClockTime(slot("22T12").start, "Europe/Kyiv"))
    assert held(stage.desk) == before


def test_who_was_taken_off_one_day_is_off_it_in_the_later_series_too() -> None:
    stage = weekly("ab").says("b", "DECLINED", on="29")
    (declined,) = (each for each in stage.desk.each(Invitation) if each.occurrence)
    stage.withdraw("b", on="29")
    later = stage.split("22", "22T12")
    stage.post()
    asked = next(each for each in stage.attendee("b").mailbox if each.entries[0].uid == later.uid)
    assert declined.occurrence is not None
    gone = {each.occurrence.day for each in stage.desk.each(Invitation, {"meeting": str(later.id)}) if each.occurrence}
    assert gone == {day("29")}
    assert day("29") not in {start.date() for start in asked.entries[0].starts}


@pytest.mark.parametrize("how", ["exception", "rule"])
def test_a_series_does_not_lose_a_day_to_which_somebody_is_asked_alone_unless_it_was_called_off(how: str) -> None:
    stage = weekly().invite("b", on="22")
    fewer = Recurrence(frequency=Frequency.WEEKLY, interval=2, count=4)

    def edited() -> MeetingSeries:
        return attrs.evolve(stage.series, **({"rule": fewer} if how == "rule" else {"exceptions": (day("22"),)}))

    before = held(stage.desk)
    with pytest.raises(DomainError, match="cancel these days first"):
        stage.announce(edited())
    assert held(stage.desk) == before
    stage.cancel_one("22").announce(edited())
    assert mails(stage).endswith("b: REQUEST#0@22 CANCEL#1@22")
