"""A day that its series lost, and a clock that was set back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import attrs

from coordkit import Recurrence, Reminder, ReminderKind, Text
from coordkit.secretariat.reminders import remind
from tests.scheduling.stage import Stage

ASK = (Reminder(kind=ReminderKind.UNANSWERED, by=timedelta(days=2)),)


def test_nobody_is_reminded_of_a_day_that_its_series_lost() -> None:
    stage = Stage.of(is_series=True, reminders=ASK).invite("a").edit_one("22", title=Text.of(uk="Лише цього разу")).post()
    stage.announce(attrs.evolve(stage.series, rule=Recurrence.parse("FREQ=WEEKLY;COUNT=1"))).post()
    stage.clock.now = datetime(2026, 9, 21, 8, tzinfo=UTC)
    assert remind(stage.desk).messages == ()


def test_news_that_is_queued_after_the_clock_was_set_back_does_not_look_older() -> None:
    stage = Stage.of().invite("a").post()
    stage.clock.now -= timedelta(hours=3)
    stage.edit(title=Text.of(uk="Інша назва")).post()
    first, second = (each.entries[0].stamp for each in stage.attendee("a").mailbox)
    assert second > first
