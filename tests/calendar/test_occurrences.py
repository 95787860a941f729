"""An occurrence of a series in a request: the series' UID, and which one it is by its original start."""

from __future__ import annotations

from datetime import date

from coordkit import Days, Meeting, MeetingId, Slot
from tests.calendar.samples import meeting, requested, series, slot, unfolded


def moved(day: int, when: Slot | Days | None = None) -> Meeting:
    return series().occurrence_meeting(date(2026, 9, day), MeetingId(int=9), when)


def lines_of(name: str, what: Meeting) -> list[str]:
    return [line for line in unfolded(requested(what)) if line.startswith(name)]


def test_occurrences_share_a_uid_and_are_told_apart_by_their_original_start() -> None:
    for day, at in ((8, slot(2026, 9, 9, 14)), (15, None)):
        assert lines_of("UID", moved(day, at)) == [f"UID:{series().uid}"]
        assert lines_of("RECURRENCE-ID", moved(day, at)) == [f"RECURRENCE-ID;TZID=Europe/Kyiv:202609{day:02}T100000"]
    assert lines_of("DTSTART;", moved(8, slot(2026, 9, 9, 14))) == ["DTSTART;TZID=Europe/Kyiv:20260909T140000"]


def test_the_original_start_stands_in_the_zone_of_the_series_wherever_the_meeting_moved() -> None:
    for elsewhere, zones in (
        (slot(2026, 9, 9, 14, zone="Europe/Warsaw"), 2),
        (slot(2026, 9, 9, 3, zone="UTC"), 1),
        (Days(date(2026, 9, 9)), 1),
    ):
        what = moved(8, elsewhere)
        assert lines_of("RECURRENCE-ID", what) == ["RECURRENCE-ID;TZID=Europe/Kyiv:20260908T100000"]
        assert len(lines_of("BEGIN:VTIMEZONE", what)) == zones


def test_an_original_start_that_no_description_of_its_zone_fits_is_told_in_utc() -> None:
    odd = series("FREQ=WEEKLY", 2026, 10, 4, 3, 30).occurrence_meeting(date(2026, 10, 25), MeetingId(int=9), slot(2026, 10, 26, 10))
    assert lines_of("RECURRENCE-ID", odd) == ["RECURRENCE-ID:20261025T013000Z"]


def test_a_meeting_of_no_series_names_no_occurrence() -> None:
    assert lines_of("RECURRENCE-ID", meeting()) == []
    assert lines_of("UID", meeting())
