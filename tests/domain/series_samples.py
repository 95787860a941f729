"""What the tests of series share: a weekly one in Kyiv, one at an hour that clocks change, and days of September 2026."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from coordkit import ClockTime, MeetingSeries, MeetingSeriesId, Recurrence, Text

KYIV = "Europe/Kyiv"
HOUR = timedelta(hours=1)
TEN = datetime(2026, 9, 1, 10)
ONE, TWO = MeetingSeriesId(int=1), MeetingSeriesId(int=2)
# Clocks in Kyiv go from 03:00 to 04:00 on 29 March 2026, and from 04:00 back to 03:00 on 25 October.
SKIPPED, REPEATED = date(2026, 3, 29), date(2026, 10, 25)


def series(text: str = "FREQ=WEEKLY", /, **more: Any) -> MeetingSeries:
    fields: dict[str, Any] = {
        "id": ONE,
        "title": Text.of(uk="Нарада"),
        "first": ClockTime(TEN, KYIV),
        "duration": HOUR,
        "rule": Recurrence.parse(text),
    }
    return MeetingSeries(**(fields | more))


def september(*days: int) -> tuple[date, ...]:
    return tuple(date(2026, 9, day) for day in days)


def in_september(made: MeetingSeries) -> tuple[date, ...]:
    return made.days(date(2026, 9, 1), date(2026, 9, 30))


def at_half_past_three(first: date, **more: Any) -> MeetingSeries:
    return series(first=ClockTime(datetime.combine(first, datetime.min.time().replace(hour=3, minute=30)), KYIV), **more)
