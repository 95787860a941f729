"""The zone writer against zoneinfo: what it writes, where it holds, and what it leaves to UTC or refuses."""

from __future__ import annotations

import re
from bisect import bisect_right
from calendar import monthcalendar
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordkit.calendar.clock_changes import YearlyDay
from coordkit.calendar.zones import (
    FIRST_YEAR,
    LAST_YEAR,
    ZoneBook,
    ZoneRule,
    calendar_zone,
    is_utc,
    series_zone,
    zone_rule,
    zone_rules,
)
from coordkit.domain.errors import DomainError

HOUR = timedelta(hours=1)
WEEK = timedelta(days=7)
KYIV = ZoneInfo("Europe/Kyiv")
PLACES = (
    "Europe/Kyiv",
    "Europe/Chisinau",
    "Europe/Dublin",
    "Europe/London",
    "Europe/Simferopol",
    "Europe/Istanbul",
    "Africa/Casablanca",
    "America/New_York",
    "America/Vancouver",
    "Asia/Tbilisi",
    "Asia/Kathmandu",
    "Asia/Tokyo",
    "Australia/Lord_Howe",
    "Australia/Sydney",
    "Pacific/Apia",
)


def at(zone: str, *clock: int) -> datetime:
    """A time on the clocks of the zone."""
    year, month, day, hour, minute = (*clock, 10, 0)[:5] if len(clock) == 3 else clock
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone))


def event_zone(zone: str, start: datetime, end: datetime) -> ZoneRule | None:
    """The rule by which one event alone is written."""
    return ZoneBook()(zone, start, end)


def text(zone: ZoneRule | None) -> str:
    """The VTIMEZONE as it is written."""
    assert zone is not None
    return zone.ical.decode()


# -- what is written ------------------------------------------------------------------------------------------------


def test_kyiv_has_one_pair_of_yearly_changes_on_last_sundays() -> None:
    start = at("Europe/Kyiv", 2026, 7, 14)
    assert text(event_zone("Europe/Kyiv", start, start + HOUR)).splitlines() == [
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Kyiv",
        "BEGIN:STANDARD",
        "DTSTART:19971026T040000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        "TZNAME:EET",
        "TZOFFSETFROM:+0300",
        "TZOFFSETTO:+0200",
        "END:STANDARD",
        "BEGIN:DAYLIGHT",
        "DTSTART:19970330T030000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "TZNAME:EEST",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0300",
        "END:DAYLIGHT",
        "END:VTIMEZONE",
    ]


def test_a_zone_without_changes_has_one_standard() -> None:
    start = at("Asia/Tokyo", 2026, 7, 14)
    assert text(event_zone("Asia/Tokyo", start, start + HOUR)).splitlines() == [
        "BEGIN:VTIMEZONE",
        "TZID:Asia/Tokyo",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZNAME:JST",
        "TZOFFSETFROM:+0900",
        "TZOFFSETTO:+0900",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]


def test_a_zone_that_gave_up_its_changes_stands_still_since_the_last_of_them() -> None:
    written = text(zone_rule("Europe/Simferopol", at("Europe/Simferopol", 2015, 1, 1), at("Europe/Simferopol", 2031, 1, 1)))
    assert "DTSTART:20141026T020000" in written
    assert "TZOFFSETFROM:+0400" in written and "TZOFFSETTO:+0300" in written
    assert "RRULE" not in written and "DAYLIGHT" not in written


def test_summer_in_the_south_begins_in_october() -> None:
    rule = calendar_zone("Australia/Sydney")
    assert rule and rule.daylight
    assert (rule.daylight.day, rule.standard.day) == (YearlyDay(10, 1, 6), YearlyDay(4, 1, 6))


def test_in_dublin_standard_is_the_smaller_offset_although_the_law_says_otherwise() -> None:
    rule = calendar_zone("Europe/Dublin")
    assert rule and rule.daylight
    assert (rule.standard.onset.after, rule.daylight.onset.after) == (timedelta(0), HOUR)


@pytest.mark.parametrize("year", [2015, 2026, 2031])
def test_chisinau_changes_at_the_very_hour_that_the_tz_data_say(year: int) -> None:
    """Its law long differed from the EU's by an hour, and newer tz data differ from older ones about when it ended."""
    info = ZoneInfo("Europe/Chisinau")
    for month in (3, 10):
        hours = [datetime(year, month, 20, tzinfo=UTC) + n * HOUR for n in range(12 * 24)]
        change = next(now for now in hours if now.astimezone(info).utcoffset() != (now - HOUR).astimezone(info).utcoffset())
        wall = (change - HOUR).astimezone(info).replace(tzinfo=None) + HOUR
        summer = at("Europe/Chisinau", year, 7, 1)
        written = text(zone_rule("Europe/Chisinau", summer, summer + HOUR))
        assert f"T{wall:%H%M%S}\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH={month}\r\n" in written


def test_the_last_day_of_a_weekday_and_the_nth_are_found() -> None:
    assert str(YearlyDay(2, -1, 6).in_year(2026)) == "2026-02-22"
    assert str(YearlyDay(3, 2, 6).in_year(2026)) == "2026-03-08"
    assert str(YearlyDay(3, 5, 6).in_year(2026)) == "2026-03-29"
    assert YearlyDay(2, 5, 6).in_year(2026) is None


# -- where it holds -------------------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def onsets(written: str) -> list[tuple[datetime, timedelta]]:
    """Every onset (UTC) that a VTIMEZONE gives, with the offset after it, read plainly from its text."""
    found = []
    for side in re.findall(r"BEGIN:(?:STANDARD|DAYLIGHT)\r\n(.*?)END:", written, re.DOTALL):
        value = dict(line.split(":", 1) for line in side.splitlines())
        first = datetime.strptime(value["DTSTART"] + value["TZOFFSETFROM"], "%Y%m%dT%H%M%S%z")
        after = datetime.strptime(value["TZOFFSETTO"], "%z").utcoffset()
        assert after is not None
        found.append((first.astimezone(UTC), after))
        if rule := re.fullmatch(r"FREQ=YEARLY;BYDAY=(-?\d)([A-Z]{2});BYMONTH=(\d+)", value.get("RRULE", "")):
            weekday, month = ("MO", "TU", "WE", "TH", "FR", "SA", "SU").index(rule[2]), int(rule[3])
            for year in range(first.year + 1, LAST_YEAR + 1):
                weeks = [week[weekday] for week in monthcalendar(year, month) if week[weekday]]
                day = weeks[int(rule[1]) - (int(rule[1]) > 0)]
                found.append((first.replace(year=year, month=month, day=day).astimezone(UTC), after))
    return sorted(found)


def observed(written: str, moment: datetime) -> timedelta:
    """The offset at an instant: that of the latest onset before it (RFC 5545 section 3.6.5)."""
    known = onsets(written)
    return known[bisect_right(known, moment, key=itemgetter(0)) - 1][1]


@pytest.mark.parametrize("zone", PLACES)
def test_every_rule_gives_zoneinfos_offset_around_every_change(zone: str) -> None:
    info = ZoneInfo(zone)
    for rule in zone_rules(zone):
        written = text(rule)
        moment, last = rule.since, rule.until
        while moment < last:
            assert observed(written, moment) == moment.astimezone(info).utcoffset(), (zone, moment)
            moment += timedelta(days=9, hours=5)
        for side in filter(None, (rule.standard, rule.daylight)):
            for year in range(rule.since.year, rule.until.year + 1):
                change = side.in_year(year)
                for near in (change.at - timedelta(seconds=1), change.at) if change else ():
                    if rule.since <= near < rule.until:
                        assert observed(written, near) == near.astimezone(info).utcoffset(), (zone, near)


@given(zone=st.sampled_from(PLACES), moment=st.datetimes(datetime(FIRST_YEAR, 1, 2), datetime(LAST_YEAR, 12, 30)))
def test_a_zone_written_for_an_event_gives_the_events_offset(zone: str, moment: datetime) -> None:
    start = moment.replace(tzinfo=UTC, microsecond=0).astimezone(ZoneInfo(zone))
    component = event_zone(zone, start, (start.astimezone(UTC) + HOUR).astimezone(ZoneInfo(zone)))
    if component is not None:
        assert observed(text(component), start.astimezone(UTC)) == start.utcoffset()


@pytest.mark.parametrize("zone", PLACES)
def test_rules_do_not_overlap(zone: str) -> None:
    rules = zone_rules(zone)
    assert all(older.until <= newer.since for newer, older in pairwise(rules))
    assert all(rule.since < rule.until for rule in rules)


def test_no_rule_spans_a_change_of_law() -> None:
    """The United States moved both changes in 2007."""
    before, after = at("America/New_York", 2006, 7, 1), at("America/New_York", 2008, 7, 1)
    assert zone_rule("America/New_York", before, before + HOUR) is not None
    assert zone_rule("America/New_York", after, after + HOUR) is not None
    assert zone_rule("America/New_York", before, after) is None


def test_an_event_that_ends_as_a_new_law_begins_is_not_written_by_the_old_one() -> None:
    """At that moment the clocks showed 03:00 by the new law and 02:00 by the old one."""
    start, end = at("America/New_York", 2007, 3, 11, 1, 0), at("America/New_York", 2007, 3, 11, 3, 0)
    assert event_zone("America/New_York", start, start + timedelta(minutes=59)) is not None
    assert event_zone("America/New_York", start, end) is None


def test_four_changes_a_year_are_no_pair() -> None:
    """Casablanca went back for Ramadan within the summer of 2013."""
    start = at("Africa/Casablanca", 2013, 7, 20)
    assert event_zone("Africa/Casablanca", start, start + HOUR) is None


def test_a_pair_seen_in_one_year_only_is_no_rule() -> None:
    """Casablanca's two changes of 2009 came back in no other year."""
    start = at("Africa/Casablanca", 2009, 7, 1)
    assert zone_rule("Africa/Casablanca", start, start + HOUR) is None


def test_what_lies_beyond_the_horizon_goes_out_in_utc() -> None:
    start = at("Europe/Kyiv", LAST_YEAR + 1, 7, 1)
    assert event_zone("Europe/Kyiv", start, start + HOUR) is None


def test_every_zone_of_the_tz_data_is_read_without_an_error() -> None:
    zones = sorted(available_timezones() - {"localtime", "posixrules", "Factory"})[::40]
    assert all(zone_rules(zone) or zone for zone in zones)


# -- single events --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fold", [0, 1])
def test_an_event_that_starts_in_the_repeated_hour_goes_out_in_utc(fold: int) -> None:
    start = datetime(2026, 10, 25, 3, 30, tzinfo=KYIV, fold=fold)
    end = datetime(2026, 10, 25, 6, 0, tzinfo=KYIV)
    assert event_zone("Europe/Kyiv", start, end) is None


def test_an_event_that_ends_in_the_repeated_hour_goes_out_in_utc() -> None:
    start, end = at("Europe/Kyiv", 2026, 10, 24, 22, 0), at("Europe/Kyiv", 2026, 10, 25, 3, 0)
    assert event_zone("Europe/Kyiv", start, end) is None


def test_an_event_that_starts_in_the_skipped_hour_goes_out_in_utc() -> None:
    start, end = at("Europe/Kyiv", 2026, 3, 29, 3, 30), at("Europe/Kyiv", 2026, 3, 29, 6, 0)
    assert event_zone("Europe/Kyiv", start, end) is None


def test_an_event_across_the_repeated_hour_keeps_its_zone() -> None:
    start, end = at("Europe/Kyiv", 2026, 10, 25, 2, 59), at("Europe/Kyiv", 2026, 10, 25, 4, 0)
    assert event_zone("Europe/Kyiv", start, end) is not None


def test_times_given_in_another_zone_are_judged_by_the_clocks_of_this_one() -> None:
    start = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert event_zone("Europe/Kyiv", start, start + 4 * HOUR) is None
    assert event_zone("Europe/Kyiv", start - 2 * HOUR, start + 4 * HOUR) is not None


@pytest.mark.parametrize("zone", ["UTC", "Etc/UTC", "Zulu"])
def test_utc_needs_no_vtimezone(zone: str) -> None:
    start = at(zone, 2026, 7, 14)
    assert is_utc(zone)
    assert event_zone(zone, start, start + HOUR) is None
    assert series_zone(zone, [datetime(2026, 7, 14, 10)], HOUR) is None
    assert calendar_zone(zone) is None


def test_a_zone_that_does_not_exist_is_refused_by_name() -> None:
    with pytest.raises(DomainError, match="Europe/Kyivv"):
        zone_rule("Europe/Kyivv", datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC))


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(DomainError, match="aware"):
        zone_rule("Europe/Kyiv", datetime(2026, 1, 1), datetime(2026, 1, 2))


# -- a calendar of many ---------------------------------------------------------------------------------------------


def test_one_rule_serves_a_calendar_and_says_which_events_it_describes() -> None:
    rule = calendar_zone("Europe/Kyiv")
    assert rule is not None
    for day, described in (((2021, 6, 1), True), ((2026, 1, 20), True), ((2031, 11, 12), True), ((1995, 7, 1), False)):
        start = at("Europe/Kyiv", *day)
        assert rule.describes(start, start + HOUR) is described
    repeated = at("Europe/Kyiv", 2026, 10, 25, 3, 30)
    assert rule.describes(repeated, at("Europe/Kyiv", 2026, 10, 25, 6, 0)) is False


def test_a_calendars_zone_is_the_same_as_an_events_so_that_feeds_and_invitations_agree() -> None:
    rule = calendar_zone("Europe/Kyiv")
    start = at("Europe/Kyiv", 2026, 7, 14)
    assert rule is not None
    assert text(rule) == text(event_zone("Europe/Kyiv", start, start + HOUR))


def test_a_calendar_gets_no_rule_of_the_past() -> None:
    """Casablanca's changes followed Ramadan for years; the yearly rules that it had lie before 2008."""
    rule = calendar_zone("Africa/Casablanca")
    assert rule is None or rule.until.year > LAST_YEAR


# -- series ---------------------------------------------------------------------------------------------------------


def test_a_weekly_series_across_both_changes_is_described() -> None:
    starts = [datetime(2026, 3, 2, 10) + n * WEEK for n in range(38)]
    rule = series_zone("Europe/Kyiv", starts, HOUR)
    assert rule is not None and "DAYLIGHT" in text(rule)


@pytest.mark.parametrize(
    ("first", "duration", "reason"),
    [
        pytest.param(datetime(2026, 10, 18, 3, 30), HOUR, "2026-10-25 03:30 comes twice", id="starts in the repeated hour"),
        pytest.param(datetime(2026, 10, 18, 2, 30), HOUR, "2026-10-25 03:30 comes twice", id="ends in the repeated hour"),
        pytest.param(datetime(2026, 3, 22, 3, 30), HOUR, "2026-03-29 03:30 does not exist", id="starts in the skipped hour"),
        pytest.param(datetime(2026, 3, 22, 2, 30), 3 * HOUR, "change during", id="lasts over a change"),
    ],
)
def test_a_series_with_an_occurrence_in_a_changing_hour_is_refused_with_the_reason(
    first: datetime, duration: timedelta, reason: str
) -> None:
    assert series_zone("Europe/Kyiv", [first], duration) is not None
    with pytest.raises(DomainError, match=reason) as refused:
        series_zone("Europe/Kyiv", [first, first + WEEK], duration)
    assert "Europe/Kyiv" in str(refused.value) and "choose another hour" in str(refused.value)


def test_a_series_over_a_change_of_law_is_refused_with_the_reason() -> None:
    starts = [datetime(2006, 12, 5, 10) + n * WEEK for n in range(20)]
    with pytest.raises(DomainError, match=r"America/New_York from 2006-12-05 to 2007-04-17; split the series"):
        series_zone("America/New_York", starts, HOUR)


def test_a_series_without_occurrences_is_refused() -> None:
    with pytest.raises(DomainError, match="at least one"):
        series_zone("Europe/Kyiv", [], HOUR)


# -- a book ---------------------------------------------------------------------------------------------------------


def test_one_calendar_describes_a_zone_in_one_way() -> None:
    book = ZoneBook()
    old, new = at("America/New_York", 2006, 7, 1), at("America/New_York", 2026, 7, 1)
    assert book("America/New_York", new, new + HOUR) is not None
    assert book("America/New_York", old, old + HOUR) is None, "it goes by the rule of the first"
    assert ZoneBook()("America/New_York", old, old + HOUR) is not None


def test_a_series_can_stand_beside_events_that_go_by_its_rule() -> None:
    before, after = (
        zone_rule("America/New_York", day, day) for day in (at("America/New_York", 2006, 7, 1), at("America/New_York", 2026, 7, 1))
    )
    assert before is not None and after is not None
    book = ZoneBook()
    assert book.takes(after) and book.takes(after) and not book.takes(before)
    assert ZoneBook(lambda zone, start, end: calendar_zone(zone)).takes(after)


def test_what_no_rule_describes_does_not_decide_for_the_others() -> None:
    book = ZoneBook()
    assert book("Europe/Kyiv", at("Europe/Kyiv", 1990, 7, 1), at("Europe/Kyiv", 2026, 7, 1)) is None
    assert book("Europe/Kyiv", at("Europe/Kyiv", 2026, 7, 1), at("Europe/Kyiv", 2026, 7, 2)) is not None
