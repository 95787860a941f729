"""The format ics: from a desk, through the gate, to a calendar and a report."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import attrs
import pytest
from icalendar import Calendar

import coordkit
from coordkit import Audience, ExportError, MeetingId, MeetingStatus, PartialDate, Secretariat, Tlp, Venue
from coordkit.builtin.ics import EXPORTER
from coordkit.codec.subjects import SUBJECTS
from coordkit.ports import Report
from tests.calendar.samples import meeting, series, slot

NOW = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def desk() -> Iterator[Secretariat]:
    """A desk in memory with meetings of three labels, one of them vague about its date."""
    with coordkit.open("memory://", actor="Secretary", clock=lambda: NOW) as desk:
        desk.save(
            meeting(1, tlp=Tlp.CLEAR),
            meeting(2, tlp=Tlp.CLEAR, status=MeetingStatus.HELD, when=PartialDate("2023-09")),
            meeting(3, tlp=Tlp.GREEN, venue=Venue(locality="UA65")),
            meeting(4, tlp=Tlp.RED),
        )
        yield desk


def exported(desk: Secretariat, audience: Audience, **options: Any) -> tuple[Any, Report]:
    """The calendar as icalendar reads it, and the report."""
    out = BytesIO()
    with desk.release(audience) as release:
        report = EXPORTER.write(release, SUBJECTS["meetings"], out, languages=("uk",), options=options)
    assert not out.closed
    return Calendar.from_ical(out.getvalue()), report


def test_the_public_gets_what_is_clear_without_place_and_link(desk: Secretariat) -> None:
    calendar, report = exported(desk, Audience.public(), name="Зустрічі", localities={"UA65": "Херсон"})
    (event,) = calendar.events
    assert calendar["NAME"] == calendar["X-WR-CALNAME"] == "Зустрічі"
    assert event["LOCATION"] == "Херсон" and "CONFERENCE" not in event and "meet.example.org" not in event["DESCRIPTION"]
    assert event["DTSTAMP"].dt == NOW
    assert (report.written, report.label) == (1, Tlp.CLEAR)
    (left,) = report.left_out
    assert left.what == "Координаційна нарада (meeting:00000000-0000-0000-0000-000000000002)"
    assert (left.why, left.code) == ("date known only as 2023-09", "no_day")


def test_the_desk_gets_all_and_an_unchanged_desk_the_same_bytes(desk: Secretariat) -> None:
    calendar, report = exported(desk, Audience.desk(), localities=lambda code: None)
    assert (report.written, report.label) == (3, Tlp.RED)
    assert calendar["NAME"] == "meetings"
    assert calendar.to_ical() == exported(desk, Audience.desk(), localities=lambda code: None)[0].to_ical()


def test_one_meeting_alone_makes_a_calendar(desk: Secretariat) -> None:
    calendar, report = exported(desk, Audience.desk(), only=MeetingId(int=4))
    assert [event["UID"] for event in calendar.events] == ["00000000-0000-0000-0000-000000000004"]
    assert report.written == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"only": MeetingId(int=4)}, "this audience sees no meeting meeting:00000000-0000-0000-0000-000000000004"),
        ({"only": MeetingId(int=9)}, "this audience sees no meeting"),
        ({"only": "meeting:x"}, "this audience sees no meeting"),
        ({"localities": 5}, "give a mapping or a function"),
        ({"separator": ";"}, "no option is called separator; there are name, only, localities"),
    ],
)
def test_options_that_make_no_sense_are_refused_before_a_byte_is_written(
    desk: Secretariat, options: dict[str, Any], message: str
) -> None:
    out = BytesIO()
    with desk.release(Audience.public()) as release, pytest.raises(ExportError, match=message):
        EXPORTER.write(release, SUBJECTS["meetings"], out, languages=("uk",), options=options)
    assert out.getvalue() == b""


def test_series_stand_there_with_what_became_of_their_occurrences(desk: Secretariat) -> None:
    (weekly,) = desk.save(series("FREQ=WEEKLY;COUNT=6", tlp=Tlp.CLEAR))
    on = {day: weekly.occurrence_meeting(date(2026, 9, day), MeetingId(int=100 + day)) for day in (8, 15, 22)}
    desk.save(
        on[8].moved_to(slot(2026, 9, 9, 14)),
        on[15].cancelled(),
        attrs.evolve(on[22], tlp=Tlp.RED),
    )
    calendar, report = exported(desk, Audience.public())
    (single, master, moved) = calendar.events
    assert (single["UID"], report.written) == ("00000000-0000-0000-0000-000000000001", 4)
    assert master["UID"] == moved["UID"] == weekly.uid
    assert [each.dt.day for each in master["EXDATE"].dts] == [15, 22]
    assert moved["RECURRENCE-ID"].dt.day == 8 and moved.start.day == 9
    assert [left.code for left in report.left_out] == ["no_day"]


def test_an_occurrence_whose_series_is_withheld_stands_by_itself(desk: Secretariat) -> None:
    (weekly,) = desk.save(series("FREQ=WEEKLY", tlp=Tlp.AMBER))
    desk.save(attrs.evolve(weekly.occurrence_meeting(date(2026, 9, 8), MeetingId(int=108)), tlp=Tlp.CLEAR))
    calendar, _ = exported(desk, Audience.public())
    alone = calendar.events[-1]
    assert alone["UID"] == str(MeetingId(int=108).uuid) and "RECURRENCE-ID" not in alone
    only, _ = exported(desk, Audience.desk(), only=MeetingId(int=108))
    assert [each["UID"] for each in only.events] == [alone["UID"]]


@pytest.mark.parametrize("name", ["people", "series"])
def test_a_subject_without_meetings_is_refused(desk: Secretariat, name: str) -> None:
    with desk.release(Audience.public()) as release, pytest.raises(ExportError, match="holds no meetings"):
        EXPORTER.write(release, SUBJECTS[name], BytesIO(), languages=("uk",), options={})
