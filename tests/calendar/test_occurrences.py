"""An occurrence of a series in a calendar: the series' UID, and which one it is by its original start."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from coordkit import ClockTime, Days, Meeting, MeetingId, MeetingSeries, MeetingSeriesId, Recurrence, Slot, Text, Tlp
from tests.calendar.samples import fed, slot

SERIES = MeetingSeries(
    id=MeetingSeriesId(int=1),
    tlp=Tlp.GREEN,
    title=Text.of(uk="Нарада"),
    first=ClockTime(datetime(2026, 9, 1, 10), "Europe/Kyiv"),
    duration=timedelta(hours=1),
    rule=Recurrence.parse("FREQ=WEEKLY"),
)


def moved(day: int, when: Slot | Days | None = None, number: int = 9) -> Meeting:
    return SERIES.occurrence_meeting(date(2026, 9, day), MeetingId(int=number), when)


def lines_of(name: str, *meetings: Meeting) -> list[str]:
    text = fed(*meetings)[0].decode()
    return [line for line in text.split("\r\n") if line.startswith(name)]


def test_occurrences_share_a_uid_and_are_told_apart_by_their_original_start() -> None:
    both = moved(8, slot(2026, 9, 9, 14)), moved(15, number=10)
    assert len(set(lines_of("UID", *both))) == 1
    assert lines_of("RECURRENCE-ID", *both) == [
        "RECURRENCE-ID;TZID=Europe/Kyiv:20260908T100000",
        "RECURRENCE-ID;TZID=Europe/Kyiv:20260915T100000",
    ]
    assert lines_of("DTSTART;", *both)[0] == "DTSTART;TZID=Europe/Kyiv:20260909T140000"


def test_an_original_start_that_the_events_zone_does_not_describe_is_told_in_utc() -> None:
    for elsewhere in (slot(2026, 9, 9, 14, zone="Europe/Warsaw"), slot(2026, 10, 25, 3, zone="UTC"), Days(date(2026, 9, 9))):
        assert lines_of("RECURRENCE-ID", moved(8, elsewhere)) == ["RECURRENCE-ID:20260908T070000Z"]


def test_a_meeting_of_no_series_names_no_occurrence() -> None:
    alone = Meeting(id=MeetingId(int=1), title=Text.of(uk="Нарада"), tlp=Tlp.GREEN).scheduled(slot(2026, 9, 1, 10))
    assert lines_of("RECURRENCE-ID", alone) == []
    assert lines_of("UID", alone)
