"""The exact place beside other mail: whoever may know it is told it, whatever else was due at the same time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from coordkit import Reminder, ReminderKind
from coordkit.secretariat.reminders import remind
from tests.scheduling.stage import PLACE, Stage

RULES = (
    Reminder(kind=ReminderKind.UNANSWERED, by=timedelta(days=2)),
    Reminder(kind=ReminderKind.VENUE, by=timedelta(hours=3)),
)


@pytest.mark.parametrize("is_series", [False, True])
def test_who_was_reminded_and_did_not_answer_is_told_the_place_when_its_time_comes(is_series: bool) -> None:
    stage = Stage.of(is_series=is_series, reminders=RULES).invite("a")
    kinds = []
    for then in (datetime(2026, 9, 13, 12), datetime(2026, 9, 15, 5), datetime(2026, 9, 15, 6)):
        stage.clock.now = then.replace(tzinfo=UTC)
        kinds.append([kind.value for kind, _ in remind(stage.desk).messages])
        stage.post()
    assert kinds == [["unanswered"], ["venue"], []]
    assert [PLACE in each.text for each in stage.attendee("a").mailbox] == [False, False, True]
