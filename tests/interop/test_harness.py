"""The harness itself: it reports planted faults, keeps files apart, and survives an engine that gives up."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path

import attrs
import pytest

from tests.interop import engines
from tests.interop.engines import ENGINES, LIBICAL, Engine, against, agreement, agreement_of_files, readings_of_files
from tests.interop.readings import address, written

INVITATION = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//coordkit//interop//EN
METHOD:REQUEST
BEGIN:VTIMEZONE
TZID:Europe/Kyiv
BEGIN:STANDARD
DTSTART:19971026T040000
TZNAME:EET
TZOFFSETFROM:+0300
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19970330T030000
TZNAME:EEST
TZOFFSETFROM:+0200
TZOFFSETTO:+0300
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
UID:planted@example.org
DTSTAMP:20260101T000000Z
SEQUENCE:2
STATUS:CONFIRMED
SUMMARY:Координаційна нарада
DTSTART;TZID=Europe/Kyiv:20260714T100000
DTEND;TZID=Europe/Kyiv:20260714T113000
RRULE:FREQ=WEEKLY;COUNT=3
EXDATE;TZID=Europe/Kyiv:20260721T100000
ORGANIZER;CN=Secretariat:mailto:desk@example.org
ATTENDEE;CN=First;PARTSTAT=ACCEPTED;RSVP=TRUE:mailto:first@example.org
ATTENDEE;CN=Second;RSVP=TRUE:mailto:second@example.org
END:VEVENT
END:VCALENDAR
"""


def ics(old: str = "", new: str = "") -> bytes:
    """The invitation, with one piece of it replaced."""
    assert old in INVITATION
    return INVITATION.replace(old, new).replace("\n", "\r\n").encode() if old else INVITATION.replace("\n", "\r\n").encode()


def test_a_clean_invitation_is_read_alike_by_all_four() -> None:
    assert agreement(ics()) == []


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
def test_every_engine_reads_every_field(engine: Engine) -> None:
    (event,) = engine.read(ics())
    assert (event.uid, event.sequence, event.status) == ("planted@example.org", 2, "CONFIRMED")
    assert (event.start, event.end) == ("2026-07-14T07:00:00Z", "2026-07-14T08:30:00Z")
    assert event.occurrences == ("2026-07-14T07:00:00Z", "2026-07-28T07:00:00Z")
    assert event.attendees == {"first@example.org": "ACCEPTED", "second@example.org": "NEEDS-ACTION"}
    assert (event.organizer, event.summary) == ("desk@example.org", "Координаційна нарада")
    assert event.recurrence_id is None


def test_a_whole_day_is_read_as_days() -> None:
    raw = ics(
        "DTSTART;TZID=Europe/Kyiv:20260714T100000\nDTEND;TZID=Europe/Kyiv:20260714T113000",
        "DTSTART;VALUE=DATE:20260714",
    )
    raw = raw.replace(b"EXDATE;TZID=Europe/Kyiv:20260721T100000", b"EXDATE;VALUE=DATE:20260721")
    for engine in ENGINES:
        (event,) = engine.read(raw)
        assert (event.start, event.occurrences) == ("2026-07-14", ("2026-07-14", "2026-07-28")), engine.name


@pytest.mark.parametrize(
    ("old", "new", "reported"),
    [
        pytest.param("TZOFFSETTO:+0300", "TZOFFSETTO:+0400", "start differs", id="a wrong offset"),
        pytest.param("BYMONTH=10;BYDAY=-1SU", "BYMONTH=5;BYDAY=-1SU", "start differs", id="a wrong month of change"),
        pytest.param("BYDAY=-1SU\nEND:DAYLIGHT", "BYDAY=-1XX\nEND:DAYLIGHT", "", id="a weekday that is none"),
        pytest.param("TZID:Europe/Kyiv", "TZID:Europe/Kiev", "start differs", id="a zone that is not described"),
        pytest.param("CN=Second", "CN=Office: Second", "", id="a name that breaks its line"),
        pytest.param("UID:planted@example.org\n", "", "UID", id="no UID"),
        pytest.param("DTEND;TZID=Europe/Kyiv:20260714T113000", "DTEND:20260714", "", id="an end of another kind"),
        pytest.param("END:VEVENT\n", "", "", id="an event that does not end"),
        pytest.param("ORGANIZER;CN=Secretariat:mailto:desk@example.org\n", "", "ORGANIZER", id="no organizer"),
    ],
)
def test_a_planted_fault_is_reported(old: str, new: str, reported: str) -> None:
    said = agreement(ics(old, new))
    assert said
    assert reported in "\n".join(said)


def test_an_attendee_that_one_engine_misses_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "whole.ics"
    path.write_bytes(ics())
    (readings,) = readings_of_files([path]).values()
    assert against(readings) == []
    (event,) = readings[1].events
    fewer = attrs.evolve(event, attendees={"first@example.org": "ACCEPTED"})
    readings[1] = attrs.evolve(readings[1], events=(fewer,))
    (said,) = against(readings)
    assert "attendees differs" in said and "second@example.org" in said


def test_an_attendee_missing_from_the_file_is_missing_from_every_reading() -> None:
    raw = ics("ATTENDEE;CN=Second;RSVP=TRUE:mailto:second@example.org\n")
    assert agreement(raw) == []
    assert [engine.read(raw)[0].attendees for engine in ENGINES] == [{"first@example.org": "ACCEPTED"}] * 4


def test_a_file_without_an_event_is_reported() -> None:
    raw = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//coordkit//interop//EN\r\nEND:VCALENDAR\r\n"
    assert "no engine reads an event" in agreement(raw)


def test_files_with_one_zone_name_do_not_influence_each_other(tmp_path: Path) -> None:
    """Else a wrong zone would be read right after a right one, or the other way round."""
    right = tmp_path / "right.ics"
    right.write_bytes(ics())
    wrong = tmp_path / "wrong.ics"
    wrong.write_bytes(ics("TZOFFSETTO:+0300", "TZOFFSETTO:+0400"))
    again = tmp_path / "again.ics"
    again.write_bytes(ics())
    said = agreement_of_files([right, wrong, again])
    assert (said[right], said[again]) == ([], [])
    (starts,) = (line for line in said[wrong] if "start differs" in line)
    assert all(f"{engine} '2026-07-14T06:00:00Z'" in starts for engine in ("libical", "ical.js", "vobject"))


def test_an_engine_that_dies_on_one_file_still_reads_the_others(tmp_path: Path) -> None:
    dies = "import json,sys\npaths=json.load(sys.stdin)\nif any('bad' in p for p in paths): sys.exit('cannot go on')\n"
    says = "print(json.dumps({path: {'method': None, 'events': [], 'errors': []} for path in paths}))"
    engine = attrs.evolve(LIBICAL, command=lambda: (sys.executable, "-c", dies + says))
    good, bad = tmp_path / "good.ics", tmp_path / "bad.ics"
    read = engine.read_files([good, bad])
    assert read[good].errors == ()
    assert read[bad].errors == ("gave up: cannot go on",)


def test_what_is_missing_is_named_with_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert engines.missing() is None
    absent = attrs.evolve(LIBICAL, missing=lambda: "apt-get install libical3")
    monkeypatch.setattr(engines, "ENGINES", (absent, *ENGINES[1:]))
    assert engines.missing() == "libical: apt-get install libical3"


def test_times_are_written_alike() -> None:
    assert written(date(2026, 3, 29)) == "2026-03-29"
    assert written(datetime(2026, 3, 29, 10, tzinfo=UTC)) == "2026-03-29T10:00:00Z"
    assert written(datetime(2026, 3, 29, 10)) == "floating:2026-03-29T10:00:00"
    assert written(None) is None
    assert address("MAILTO:First@Example.org") == "first@example.org"
