"""88 of 88: eleven zones at eight dates, and a weekly series for each zone, read right by four parsers.

What is right is asked of zoneinfo here, hour by hour and without the zone writer.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import attrs
import pytest

from coordkit.calendar.zones import ZoneBook, ZoneRule, series_zone
from tests.interop.engines import against, readings_of_files
from tests.interop.readings import Reading, written

ZONES = (
    "Europe/Kyiv",
    "Europe/Warsaw",
    "Europe/Chisinau",
    "Europe/London",
    "America/New_York",
    "Asia/Tbilisi",
    "Europe/Istanbul",
    "Europe/Simferopol",
    "Asia/Tokyo",
    "Australia/Sydney",
    "UTC",
)
LASTING = timedelta(minutes=90)
DAY = timedelta(days=1)
WEEKS = 38
FIRST_WEEK = date(2026, 3, 2)


@attrs.frozen
class Sample:
    """One calendar of one event and what is right about it: starts (UTC) of all occurrences, and the first end."""

    name: str
    raw: bytes
    starts: tuple[str | None, ...]
    end: str | None


def days_of_change(zone: str, year: int = 2026) -> list[date]:
    """The local days on which the offset changes."""
    info = ZoneInfo(zone)
    hours = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(1, 365 * 24)]
    hour = timedelta(hours=1)
    return [
        at.astimezone(info).date() for at in hours if at.astimezone(info).utcoffset() != (at - hour).astimezone(info).utcoffset()
    ]


def eight_dates(zone: str) -> list[date]:
    """Winter, the days around both changes (Kyiv's where the zone has none), summer, 2027 and 2031."""
    changes = days_of_change(zone) or days_of_change("Europe/Kyiv")
    assert len(changes) == 2
    around = [day + step for day in changes for step in (-DAY, DAY)]
    return [date(2026, 1, 20), *around, date(2026, 7, 14), date(2027, 4, 6), date(2031, 11, 12)]


def ten(zone: str, day: date) -> datetime:
    """10:00 on the clocks of the zone."""
    return datetime.combine(day, time(10), ZoneInfo(zone))


def calendar(name: str, start: datetime, end: datetime, zone: ZoneRule | None, rrule: str = "") -> bytes:
    """A calendar of one event, in its zone or (where there is no VTIMEZONE) in UTC."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//coordkit//interop//EN"]
    if zone is not None:
        lines += zone.ical.decode().splitlines()
    lines += ["BEGIN:VEVENT", f"UID:{name}@example.org", "DTSTAMP:20260101T000000Z", f"SUMMARY:{name}"]
    for key, at in (("DTSTART", start), ("DTEND", end)):
        if zone is None:
            lines.append(f"{key}:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}")
        else:
            lines.append(f"{key};TZID={zone.zone}:{at:%Y%m%dT%H%M%S}")
    lines += [f"RRULE:{rrule}"] if rrule else []
    return "\r\n".join([*lines, "END:VEVENT", "END:VCALENDAR", ""]).encode()


def single(name: str, start: datetime, end: datetime, zone: str) -> Sample:
    """One event as the zone writer wants it written."""
    return Sample(name, calendar(name, start, end, ZoneBook()(zone, start, end)), (written(start),), written(end))


def singles() -> list[Sample]:
    """Every zone at each of its eight dates."""
    samples = []
    for zone in ZONES:
        for day in eight_dates(zone):
            start = ten(zone, day)
            sample = single(f"{zone.replace('/', '-')}-{day}", start, start + LASTING, zone)
            assert (b"BEGIN:VTIMEZONE" in sample.raw) is (zone != "UTC")
            samples.append(sample)
    return samples


def series() -> list[Sample]:
    """Every zone with one weekly series across both changes of 2026."""
    samples = []
    for zone in ZONES:
        starts = [ten(zone, FIRST_WEEK + week * 7 * DAY) for week in range(WEEKS)]
        assert all(starts[0].date() < day < starts[-1].date() for day in days_of_change(zone))
        rule = series_zone(zone, [start.replace(tzinfo=None) for start in starts], LASTING)
        name = f"weekly-{zone.replace('/', '-')}"
        raw = calendar(name, starts[0], starts[0] + LASTING, rule, f"FREQ=WEEKLY;COUNT={WEEKS}")
        samples.append(Sample(name, raw, tuple(map(written, starts)), written(starts[0] + LASTING)))
    return samples


def edges() -> list[Sample]:
    """Events that start or end a minute before or after what the clocks skip or repeat, and inside it."""
    samples = []
    minute, hour = timedelta(minutes=1), timedelta(hours=1)
    for zone in ZONES:
        info = ZoneInfo(zone)
        for day in days_of_change(zone):
            midnight = datetime.combine(day, time(0), info).astimezone(UTC)
            offset = midnight.astimezone(info).utcoffset()
            steps = (midnight + n * hour for n in range(1, 24))
            change = next(at for at in steps if at.astimezone(info).utcoffset() != offset)
            for n, shift in enumerate((-hour - minute, -hour, -minute, timedelta(0), hour - minute, hour, 2 * hour)):
                start, end = (change + shift).astimezone(info), (change + shift + hour).astimezone(info)
                samples.append(single(f"edge-{zone.replace('/', '-')}-{day}-{n}", start, end, zone))
    return samples


def wrong(sample: Sample, readings: list[Reading]) -> Iterator[str]:
    """Where an engine's reading is not what zoneinfo says, or the engines differ."""
    yield from against(readings)
    for reading in readings:
        for event in reading.events:
            if (event.start, event.end) != (sample.starts[0], sample.end):
                yield f"{reading.engine} reads {event.start}/{event.end}, right is {sample.starts[0]}/{sample.end}"
            if len(sample.starts) > 1 and event.occurrences != sample.starts:
                yield f"{reading.engine} reads the occurrences {event.occurrences}"


def read_right(samples: list[Sample], folder: Path) -> int:
    """How many of the samples all four engines read right; fails with all that is wrong with the others."""
    named = {(folder / f"{sample.name}.ics").resolve(): sample for sample in samples}
    for path, sample in named.items():
        path.write_bytes(sample.raw)
    faults = {path.name: list(wrong(named[path], readings)) for path, readings in readings_of_files(named).items()}
    assert not any(faults.values()), "\n".join(f"{name}: {said}" for name, said in faults.items() if said)
    return len(faults)


def test_eleven_zones_at_eight_dates_are_read_right_by_four_parsers(tmp_path: Path) -> None:
    count = read_right(singles(), tmp_path)
    print(f"{count} of 88 read right by four parsers")
    assert count == 88


def test_a_weekly_series_across_both_changes_is_read_right_in_every_zone(tmp_path: Path) -> None:
    assert read_right(series(), tmp_path) == len(ZONES)


def test_events_beside_and_inside_the_changing_hours_are_read_right(tmp_path: Path) -> None:
    assert read_right(edges(), tmp_path) == 7 * sum(len(days_of_change(zone)) for zone in ZONES)


@pytest.mark.parametrize("zone", ["Europe/Kyiv", "Asia/Tbilisi"])
def test_events_of_the_past_and_of_the_last_year_are_read_right(zone: str, tmp_path: Path) -> None:
    days = [date(1997, 7, 15), date(1998, 1, 20), date(2005, 12, 6), date(2037, 7, 14), date(2037, 12, 30)]
    starts = [ten(zone, day) for day in days]
    samples = [single(f"{start:%Y-%m-%d}", start, start + LASTING, zone) for start in starts]
    assert read_right(samples, tmp_path) == len(days)
