"""Times in zones of every name, in zones that the message describes, on whole days, and of no known zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordkit.calendar.foreign_zones import known_zone
from tests.reading.builders import EXCHANGE_LIKE_ZONE, REPLY, calendar, seen
from tests.reading.clients import with_zone


def start(line: str, zone: str = "", end: str = "") -> tuple[str | None, str | None]:
    """What is read of DTSTART and of the end."""
    read_of = seen(calendar(with_zone(REPLY, zone) if zone else REPLY, dtstart=line, dtend=end))
    return read_of.get("start"), read_of.get("end")


@pytest.mark.parametrize(
    ("named", "zone"),
    [
        ("Europe/Kyiv", "Europe/Kyiv"),
        ("Europe/Kiev", "Europe/Kyiv"),
        ("europe/kyiv", "Europe/Kyiv"),
        ("FLE Standard Time", "Europe/Kyiv"),
        ('"FLE Standard Time"', "Europe/Kyiv"),
        ("/mozilla.org/20050126_1/Europe/Kiev", "Europe/Kyiv"),
        ("/softwarestudio.org/Olson_20011030_5/Europe/Kyiv", "Europe/Kyiv"),
        ("/freeassociation.sourceforge.net/Tzfile/America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("Pacific Standard Time", "America/Los_Angeles"),
        ("US/Pacific", "US/Pacific"),
        ("UTC", "UTC"),
        ("GMT", "UTC"),
        ("Etc/UTC", "UTC"),
        ('"tzone://Microsoft/Utc"', "UTC"),
    ],
)
def test_a_zone_is_known_by_any_of_its_names(named: str, zone: str) -> None:
    local = datetime(2026, 1, 15, 10, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    assert start(f";TZID={named}:20260115T100000")[0] == f"{local:%Y-%m-%dT%H:%M}Z {zone}"


@pytest.mark.parametrize(
    "named", ["", "Customized Time Zone", "localtime", "posixrules", "../../etc/passwd", "Kyiv", "x" * 5000, "/", "\x00"]
)
def test_a_time_in_a_zone_that_nobody_knows_is_local(named: str) -> None:
    assert known_zone(named) is None
    assert start(f";TZID={named}:20260115T100000")[0] == "2026-01-15T10:00"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (":20260115T100000", "2026-01-15T10:00"),
        (":20260115T100000Z", "2026-01-15T10:00Z"),
        (":20260115t100000z", "2026-01-15T10:00Z"),
        (";TZID=Europe/Kyiv:20260115T100000Z", "2026-01-15T10:00Z"),
        (":20260115", "2026-01-15"),
        (";VALUE=DATE:20260115", "2026-01-15"),
        (";VALUE=DATE:20260115T000000", "2026-01-15"),
        (";VALUE=DATE-TIME:20260115T100060Z", "2026-01-15T10:00:59Z"),
        (";TZID=Europe/Kyiv:20260329T033000", "2026-03-29T01:30Z Europe/Kyiv"),
        (";TZID=Europe/Kyiv:20261025T033000", "2026-10-25T00:30Z Europe/Kyiv"),
        (":20260230T100000Z", None),
        (":20260115T250000Z", None),
        (":00000101T000000Z", None),
        (";TZID=Europe/Kyiv:00010101T000000", None),
        (";TZID=America/New_York:99991231T235959", None),
        (":2026-01-15T10:00:00Z", None),
        (":tomorrow", None),
        (":", None),
        (":٢٠٢٦٠١١٥", None),
    ],
)
def test_a_time_is_an_instant_a_day_or_local_or_none(line: str, expected: str | None) -> None:
    assert start(line)[0] == expected


@pytest.mark.parametrize(
    ("line", "duration", "expected"),
    [
        (":20260115T100000Z", "PT1H30M", "2026-01-15T11:30Z"),
        (":20260115", "P2D", "2026-01-17"),
        (":20260115T100000", "P1DT1H", "2026-01-16T11:00"),
        # The clocks go forward between the two: a day on the clock is 23 hours there, and 24 hours are 24 hours.
        (";TZID=Europe/Kyiv:20260328T100000", "P1D", "2026-03-29T07:00Z Europe/Kyiv"),
        (";TZID=Europe/Kyiv:20260328T220000", "PT6H", "2026-03-29T02:00Z Europe/Kyiv"),
        (":20260115T100000Z", "PT-1H", None),
        (":20260115T100000Z", "-PT1H", None),
        (":20260115T100000Z", "P99999999999999D", None),
        (":20260115T100000Z", "P" + "9" * 5000 + "D", None),
        (":99990101T100000Z", "P36000D", None),
        (":99990101", "P36000D", None),
        (":nonsense", "PT1H", None),
    ],
)
def test_an_end_may_be_a_duration(line: str, duration: str, expected: str | None) -> None:
    read_of = seen(calendar(REPLY.replace("    DTEND", "    DURATION:" + duration + "\n    X-DTEND"), dtstart=line))
    assert read_of.get("end") == expected


def test_dtend_comes_before_a_duration() -> None:
    assert seen(calendar(REPLY.replace("    DTEND", "    DURATION:PT9H\n    DTEND")))["end"] == "2026-09-15T08:30Z"


@given(st.datetimes(datetime(1997, 1, 1), datetime(2037, 1, 1)).map(lambda at: at.replace(microsecond=0)))
def test_a_described_zone_reads_as_the_zone_itself(wall: datetime) -> None:
    described = EXCHANGE_LIKE_ZONE.replace("NAMED", "Kyiv of theirs")
    expected = wall.replace(tzinfo=ZoneInfo("Europe/Kyiv")).astimezone(UTC)
    found, _ = start(f";TZID=Kyiv of theirs:{wall:%Y%m%dT%H%M%S}", described)
    assert found == expected.isoformat().replace("+00:00", "Z").replace(":00Z", "Z")


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("", "2026-07-15T08:00Z"),
        ("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=20200101T000000Z", "2026-07-15T08:00Z"),
        ("RRULE:FREQ=YEARLY;BYMONTH=7;BYDAY=3WE", "2026-07-15T07:00Z"),
        ("RDATE:20260101T000000,20260715T060000", "2026-07-15T07:00Z"),
        ("RRULE:FREQ=SECONDLY", None),
        ("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=SU;BYMONTHDAY=25,26,27,28,29,30,31", None),
        ("RRULE:FREQ=YEARLY;BYMONTH=13;BYDAY=-1SU", None),
        ("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=0SU", None),
        ("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=never", None),
        ("RRULE:nonsense", None),
        ("RDATE:nonsense", None),
        ("TZOFFSETTO:+9999", None),
        ("TZOFFSETTO:nonsense", None),
    ],
)
def test_a_described_zone_is_followed_only_where_all_of_it_can_be(rule: str, expected: str | None) -> None:
    offset = "" if rule.startswith("TZOFFSETTO") else "    TZOFFSETTO:+0300\n"
    zone = f"""
    BEGIN:VTIMEZONE
    TZID:Theirs
    BEGIN:STANDARD
    DTSTART:19700101T000000
    TZOFFSETFROM:+0200
    TZOFFSETTO:+0200
    END:STANDARD
    BEGIN:STANDARD
    DTSTART:20251001T000000
    TZOFFSETFROM:+0200
    TZOFFSETTO:+0200
    END:STANDARD
    BEGIN:DAYLIGHT
    DTSTART:20100328T030000
    TZOFFSETFROM:+0200
{offset}    {rule or "X-NOTHING:1"}
    END:DAYLIGHT
    END:VTIMEZONE
    """
    assert start(";TZID=Theirs:20260715T100000", zone)[0] == (expected or "2026-07-15T10:00")


def test_before_the_first_change_of_a_described_zone_its_first_offset_holds() -> None:
    zone = """
    BEGIN:VTIMEZONE
    TZID:Theirs
    BEGIN:STANDARD
    DTSTART:20260101T000000
    TZOFFSETFROM:+0130
    TZOFFSETTO:+0200
    END:STANDARD
    END:VTIMEZONE
    """
    assert start(";TZID=Theirs:20251231T120000", zone)[0] == "2025-12-31T10:30Z"
    assert start(";TZID=Theirs:20260101T002959", zone)[0] == "2025-12-31T22:59:59Z"
    assert start(";TZID=Theirs:20260101T003000", zone)[0] == "2025-12-31T22:30Z"


def test_a_known_name_comes_before_its_description() -> None:
    wrong = EXCHANGE_LIKE_ZONE.replace("NAMED", "Europe/Kyiv").replace("+0200", "+0900").replace("+0300", "+1000")
    assert start(";TZID=Europe/Kyiv:20260115T100000", wrong)[0] == "2026-01-15T08:00Z Europe/Kyiv"


def test_a_zone_may_be_described_under_a_name_with_commas() -> None:
    zone = EXCHANGE_LIKE_ZONE.replace("NAMED", "(GMT+02.00) Helsinki\\, Kyiv\\, Riga")
    assert start(';TZID="(GMT+02.00) Helsinki, Kyiv, Riga":20260115T100000', zone)[0] == "2026-01-15T08:00Z"
    assert timedelta(hours=2) == ZoneInfo("Europe/Kyiv").utcoffset(datetime(2026, 1, 15))
