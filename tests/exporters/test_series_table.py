"""The table of meeting series, and the columns by which a meeting names its series."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from coordkit import (
    SUBJECTS,
    Audience,
    ClockTime,
    ForeignRule,
    MeetingId,
    MeetingSeries,
    MeetingSeriesId,
    Recurrence,
    Release,
    Text,
)
from coordkit.testing.releases import release_of

FIRST = ClockTime(datetime(2026, 9, 1, 10), "Europe/Kyiv")


def series(number: int = 1, **more: Any) -> MeetingSeries:
    fields: dict[str, Any] = {
        "id": MeetingSeriesId(int=number),
        "title": Text.of(uk="Нарада"),
        "first": FIRST,
        "duration": timedelta(minutes=90),
        "rule": Recurrence.parse("FREQ=WEEKLY;COUNT=3"),
    }
    return MeetingSeries(**(fields | more))


def row(subject: str, release: Release) -> dict[str, str]:
    (values,) = SUBJECTS[subject].rows(release, ("uk",))
    return dict(zip(SUBJECTS[subject].columns, values, strict=True))


def test_a_series_is_told_by_its_rule_and_its_days() -> None:
    made = series().without(date(2026, 9, 8)).with_day(date(2026, 9, 10))
    told = row("series", release_of([made], Audience.desk()))
    assert (told["rule"], told["start"], told["zone"]) == ("FREQ=WEEKLY;COUNT=3", "2026-09-01T10:00:00", "Europe/Kyiv")
    assert (told["minutes"], told["ends_on"]) == ("90", "2026-09-15")
    assert (told["exceptions"], told["additions"]) == ("2026-09-08", "2026-09-10")


def test_a_foreign_rule_is_shown_as_it_came() -> None:
    told = row("series", release_of([series(rule=ForeignRule("FREQ=HOURLY"))], Audience.desk()))
    assert (told["rule"], told["ends_on"]) == ("FREQ=HOURLY", "")


def test_a_meeting_names_its_series_and_which_occurrence_it_is() -> None:
    made = series()
    meeting = made.occurrence_meeting(date(2026, 9, 8), MeetingId(int=9))
    told = row("meetings", release_of([made, meeting], Audience.desk()))
    assert (told["series"], told["series_id"], told["occurrence"]) == ("Нарада", str(made.id), "2026-09-08T10:00:00")
