"""Feeds: what describes the calendar, and series with what became of their occurrences."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import attrs
import pytest

from coordkit.calendar.feeds import SeriesInFeed, write_feed
from coordkit.domain.dates import PartialDate
from coordkit.domain.errors import DomainError
from coordkit.domain.meetings import Meeting, MeetingStatus
from coordkit.domain.records import MeetingId
from coordkit.domain.series import MeetingSeries
from tests.calendar.samples import fed, lines, meeting, names, series, slot, value

WEEKLY = series("FREQ=WEEKLY;COUNT=6")


def on(day: int, what: MeetingSeries = WEEKLY, **changes: Any) -> Meeting:
    """The occurrence of a day in September 2026 as a meeting of its own."""
    return attrs.evolve(what.occurrence_meeting(date(2026, 9, day), MeetingId(int=100 + day)), **changes)


def test_a_feed_says_where_it_is_kept_which_colour_it_has_and_how_often_to_look() -> None:
    raw, _ = fed(meeting(), name="Зустрічі", source="https://example.org/f.ics?a=б", color="SteelBlue", refresh=timedelta(hours=36))
    assert value(raw, "NAME") == value(raw, "X-WR-CALNAME") == "Зустрічі"
    assert lines(raw, "REFRESH-INTERVAL") == ["REFRESH-INTERVAL;VALUE=DURATION:PT36H"]
    assert lines(raw, "SOURCE") == ["SOURCE;VALUE=URI:https://example.org/f.ics?a=%D0%B1"]
    assert value(raw, "COLOR") == "steelblue"
    assert names(raw).index("COLOR") < names(raw).index("BEGIN:VTIMEZONE")


@pytest.mark.parametrize(
    ("refresh", "written"),
    [
        (timedelta(days=2), "P2D"),
        (timedelta(minutes=90), "PT90M"),
        (timedelta(seconds=61), "PT61S"),
        (timedelta(hours=12), "PT12H"),
    ],
)
def test_an_interval_is_written_in_its_largest_unit(refresh: timedelta, written: str) -> None:
    assert value(fed(meeting(), refresh=refresh)[0], "REFRESH-INTERVAL") == written


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"color": "#ff0000"}, "no colour of CSS3"),
        ({"color": "red\r\nX-EVIL:1"}, "no colour of CSS3"),
        ({"color": 5}, "write a name such as steelblue"),
        ({"source": "here it is"}, "no web or mail address"),
        ({"source": "https://a\r\nX-EVIL:1"}, "no web or mail address"),
        ({"refresh": timedelta(0)}, "no interval"),
        ({"refresh": timedelta(hours=-1)}, "no interval"),
        ({"refresh": timedelta(milliseconds=1500)}, "no interval"),
    ],
)
def test_what_describes_no_calendar_is_refused_before_a_byte_is_written(options: dict[str, Any], says: str) -> None:
    out = BytesIO()
    given: dict[str, Any] = {
        "name": "x",
        "languages": ("uk",),
        "locality_of": lambda code: None,
        "left_out": lambda record, why: None,
    }
    with pytest.raises(DomainError, match=says):
        write_feed([meeting()], out=out, **given, **options)
    assert out.getvalue() == b""


def test_a_series_stands_there_once_with_the_occurrences_that_moved() -> None:
    raw, reasons = fed(SeriesInFeed(WEEKLY, [on(15), on(8, when=slot(2026, 9, 9, 14))]))
    assert reasons == [] and set(lines(raw, "UID")) == {f"UID:{WEEKLY.uid}"}
    assert lines(raw, "RRULE") == ["RRULE:FREQ=WEEKLY;COUNT=6"] and lines(raw, "EXDATE") == []
    assert [line.partition(":")[2] for line in lines(raw, "RECURRENCE-ID")] == ["20260908T100000", "20260915T100000"]
    assert {"METHOD", "ORGANIZER", "ATTENDEE"}.isdisjoint(names(raw))


def test_what_was_called_off_or_lost_its_day_or_is_withheld_is_no_day_of_the_series() -> None:
    gone = on(8).cancelled()
    vague = on(15).postponed(PartialDate("2026-10"))
    raw, reasons = fed(SeriesInFeed(WEEKLY, [gone, vague, on(22)], withheld=[date(2026, 9, 29)]))
    assert value(raw, "EXDATE") == "20260908T100000,20260915T100000,20260929T100000"
    assert reasons == ["postponed; date known only as 2026-10"]
    assert [line.partition(":")[2] for line in lines(raw, "RECURRENCE-ID")] == ["20260922T100000"]


def test_a_draft_of_an_occurrence_leaves_the_announced_one_where_it_is() -> None:
    raw, reasons = fed(SeriesInFeed(WEEKLY, [on(8, status=MeetingStatus.DRAFT)]))
    assert lines(raw, "EXDATE") == [] and reasons == ["a draft; it is not announced yet"]


def test_an_occurrence_of_a_day_that_the_series_has_no_more_stands_by_itself() -> None:
    shorter = WEEKLY.ended_before(date(2026, 9, 15))
    raw, reasons = fed(SeriesInFeed(shorter, [on(8), on(22)]))
    assert [line.partition(":")[2] for line in lines(raw, "UID")] == [WEEKLY.uid, WEEKLY.uid, str(MeetingId(int=122).uuid)]
    assert len(lines(raw, "RECURRENCE-ID")) == 1 and reasons == []


@pytest.mark.parametrize("unfit", [series("FREQ=HOURLY"), series("FREQ=DAILY", 2026, 9, 1, 3, 30)])
def test_where_the_series_cannot_stand_there_its_meetings_do_by_themselves(unfit: MeetingSeries) -> None:
    own = on(8)
    raw, reasons = fed(SeriesInFeed(unfit, [own, on(15).cancelled()]), meeting(1))
    assert len(reasons) == 1 and lines(raw, "RECURRENCE-ID") == lines(raw, "RRULE") == []
    assert [line.partition(":")[2] for line in lines(raw, "UID")] == [
        str(MeetingId(int=108).uuid),
        str(MeetingId(int=115).uuid),
        meeting(1).uid,
    ]
    assert [line.partition(":")[2] for line in lines(raw, "STATUS")] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]


def test_a_series_of_another_time_than_the_feeds_description_of_its_zone_is_left_out() -> None:
    old = series("FREQ=WEEKLY;COUNT=4", 1995, 6, 6, 10)
    raw, reasons = fed(SeriesInFeed(old), SeriesInFeed(WEEKLY))
    assert reasons == ["it needs another description of Europe/Kyiv than the calendar in which it is to stand"]
    assert names(raw).count("BEGIN:VTIMEZONE") == names(raw).count("BEGIN:VEVENT") == 1


def test_a_cancelled_series_stays_and_says_so() -> None:
    raw, _ = fed(SeriesInFeed(WEEKLY.cancelled(), [on(8, status=MeetingStatus.HELD)]))
    assert [line.partition(":")[2] for line in lines(raw, "STATUS")] == ["CANCELLED", "CONFIRMED"]


def test_the_same_entries_give_the_same_bytes_whatever_the_order_of_occurrences() -> None:
    first, second = fed(SeriesInFeed(WEEKLY, [on(8), on(15)]))[0], fed(SeriesInFeed(WEEKLY, [on(15), on(8)]))[0]
    assert first == second and b"DTSTAMP:20260102T030405Z" in first
