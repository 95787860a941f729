"""Times on the clock: skipped and repeated hours, clock changes between start and end, and whole days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordkit import Days, DomainError, Repeat, Slot
from coordkit.domain.slots import instant, is_repeated, is_skipped, outer_limits

KYIV = ZoneInfo("Europe/Kyiv")
HOUR = timedelta(hours=1)
# Kyiv in 2026: clocks go from 03:00 to 04:00 on 29 March, and from 04:00 back to 03:00 on 25 October.
SKIPPED = datetime(2026, 3, 29, 3, 30)
REPEATED = datetime(2026, 10, 25, 3, 30)


def test_ten_o_clock_stays_ten_o_clock_when_the_clocks_change() -> None:
    before, after = (Slot(datetime(2026, 3, day, 10), HOUR, "Europe/Kyiv") for day in (28, 29))
    assert (before.starts.hour, after.starts.hour) == (10, 10)
    assert after.starts.astimezone(UTC) - before.starts.astimezone(UTC) == timedelta(hours=23)


def test_a_slot_ends_after_so_much_elapsed_time_whatever_the_clocks_do() -> None:
    slot = Slot(datetime(2026, 3, 29, 2, 30), HOUR, "Europe/Kyiv")
    assert slot.ends.replace(tzinfo=None) == datetime(2026, 3, 29, 4, 30)
    slot = Slot(datetime(2026, 10, 25, 2, 30), timedelta(hours=2), "Europe/Kyiv")
    assert slot.ends.replace(tzinfo=None) == datetime(2026, 10, 25, 3, 30)
    assert slot.ends.fold == 1


def test_a_start_that_the_clocks_skip_is_refused() -> None:
    assert is_skipped(SKIPPED, "Europe/Kyiv") and not is_repeated(SKIPPED, "Europe/Kyiv")
    with pytest.raises(DomainError, match=r"03:30:00 does not exist in Europe/Kyiv: the clocks skip it; choose another time"):
        Slot(SKIPPED, HOUR, "Europe/Kyiv")
    with pytest.raises(DomainError, match="the clocks skip it"):
        Slot.between(SKIPPED.replace(tzinfo=KYIV), datetime(2026, 3, 29, 6, tzinfo=KYIV))


def test_an_end_that_the_clocks_skip_is_refused() -> None:
    with pytest.raises(DomainError, match=r"end: .* the clocks skip it"):
        Slot.between(datetime(2026, 3, 29, 2, tzinfo=KYIV), SKIPPED.replace(tzinfo=KYIV))


def test_a_repeated_start_needs_to_say_which_of_the_two_it_is() -> None:
    assert is_repeated(REPEATED, "Europe/Kyiv") and not is_skipped(REPEATED, "Europe/Kyiv")
    with pytest.raises(DomainError, match=r"comes twice in Europe/Kyiv.*add repeat=Repeat\.FIRST or Repeat\.SECOND"):
        Slot(REPEATED, HOUR, "Europe/Kyiv")
    first, second = (Slot(REPEATED, HOUR, "Europe/Kyiv", repeat) for repeat in Repeat)
    assert first.starts.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert second.starts.astimezone(UTC) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_repeat_stands_nowhere_else() -> None:
    with pytest.raises(DomainError, match="comes only once in Europe/Kyiv; drop repeat"):
        Slot(datetime(2026, 10, 25, 10), HOUR, "Europe/Kyiv", Repeat.FIRST)
    with pytest.raises(DomainError, match="comes only once"):
        Slot(REPEATED, HOUR, "UTC", Repeat.FIRST)


@pytest.mark.parametrize(
    ("start", "complaint"),
    [
        (datetime(2026, 6, 1, 10, tzinfo=KYIV), "keeps wall-clock time and its zone apart; use Slot.between"),
        (datetime(2026, 6, 1, 10, tzinfo=UTC), "keeps wall-clock time and its zone apart"),
        (datetime(2026, 10, 25, 3, 30, fold=1), "keeps wall-clock time and its zone apart"),
        (datetime(2026, 6, 1, 10, 0, 0, 1), "counts in whole seconds"),
        (date(2026, 6, 1), "for whole days use Days"),
        (datetime(1, 1, 1), "out of reach"),
        (datetime(9999, 12, 31, 23), "out of reach"),
    ],
)
def test_a_start_that_is_none_is_refused(start: datetime, complaint: str) -> None:
    with pytest.raises(DomainError, match=complaint):
        Slot(start, HOUR, "Europe/Kyiv")


@pytest.mark.parametrize("duration", [timedelta(0), timedelta(hours=-1)])
def test_a_slot_that_takes_no_time_is_refused(duration: timedelta) -> None:
    with pytest.raises(DomainError, match="give an end after the start"):
        Slot(datetime(2026, 6, 1, 10), duration, "UTC")


def test_a_slot_longer_than_a_century_is_refused_before_it_leaves_the_calendar() -> None:
    with pytest.raises(DomainError, match="out of reach"):
        Slot(datetime(2026, 6, 1, 10), timedelta.max - timedelta(microseconds=999_999), "UTC")


@pytest.mark.parametrize("zone", ["", "Kyiv", "EET+2", "Europe", "../etc/passwd", "/etc/localtime", "Europe/Kyiv\0", "\ud800"])
def test_a_zone_that_nobody_knows_is_refused(zone: str) -> None:
    with pytest.raises(DomainError, match=r"no time zone is called .* write an IANA name such as Europe/Kyiv"):
        Slot(datetime(2026, 6, 1, 10), HOUR, zone)


# -- from two aware times ---------------------------------------------------------------------------------------------


def test_a_zone_that_is_another_one_on_another_machine_is_refused() -> None:
    for zone in ("localtime", "posixrules"):
        with pytest.raises(DomainError, match="no time zone is called"):
            Slot(datetime(2026, 6, 1, 10), HOUR, zone)


def test_which_of_the_two_is_no_text() -> None:
    second: Any = "second"
    with pytest.raises(DomainError, match=r"'second' is no Repeat; write Repeat.FIRST or Repeat.SECOND"):
        Slot(REPEATED, HOUR, "Europe/Kyiv", second)


def test_between_keeps_the_zone_of_the_start() -> None:
    start = datetime(2026, 6, 1, 10, tzinfo=KYIV)
    assert Slot.between(start, datetime(2026, 6, 1, 9, tzinfo=UTC)) == Slot(datetime(2026, 6, 1, 10), 2 * HOUR, "Europe/Kyiv")


@pytest.mark.parametrize(
    ("start", "end", "complaint"),
    [
        (datetime(2026, 6, 1, 10), datetime(2026, 6, 1, 11, tzinfo=KYIV), "start: .* is a naive time; attach tzinfo"),
        (datetime(2026, 6, 1, 10, tzinfo=KYIV), datetime(2026, 6, 1, 11), "end: .* is a naive time; attach tzinfo"),
        (datetime(2026, 6, 1, 10, tzinfo=UTC), datetime(2026, 6, 1, 11, tzinfo=UTC), "start: .* no zone name; use a ZoneInfo"),
        (datetime(2026, 6, 1, 10, tzinfo=timezone(HOUR)), datetime(2026, 6, 1, 11, tzinfo=UTC), "no zone name"),
        (datetime(2026, 6, 1, 10, tzinfo=KYIV), datetime(2026, 6, 1, 10, tzinfo=KYIV), "end: .* is not after the start"),
        (datetime(2026, 6, 1, 10, tzinfo=KYIV), datetime(2026, 6, 1, 9, tzinfo=KYIV), "is not after the start"),
        (datetime(2026, 6, 1, 10, tzinfo=KYIV), datetime(2026, 6, 1, 7, tzinfo=UTC), "is not after the start"),
    ],
)
def test_between_refuses_times_that_make_no_slot(start: datetime, end: datetime, complaint: str) -> None:
    with pytest.raises(DomainError, match=complaint):
        Slot.between(start, end)


def test_in_the_repeated_hour_the_readings_of_the_clock_may_run_backwards() -> None:
    start = datetime(2026, 10, 25, 3, 45, tzinfo=KYIV)
    slot = Slot.between(start, datetime(2026, 10, 25, 3, 15, fold=1, tzinfo=KYIV))
    assert slot.duration == timedelta(minutes=30) and slot.repeat is Repeat.FIRST
    with pytest.raises(DomainError, match="is not after the start"):
        Slot.between(start.replace(fold=1), datetime(2026, 10, 25, 3, 50, tzinfo=KYIV))


INSTANTS = st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=0)
)
ZONES = st.sampled_from(["Europe/Kyiv", "America/New_York", "Australia/Lord_Howe", "Asia/Tehran", "Africa/Casablanca", "UTC"])


@given(INSTANTS, st.integers(1, 200_000), ZONES)
def test_any_two_instants_come_back_as_they_were(start: datetime, seconds: int, zone: str) -> None:
    info = ZoneInfo(zone)
    slot = Slot.between(start.astimezone(info), (start + timedelta(seconds=seconds)).astimezone(info))
    assert slot.starts.astimezone(UTC) == start
    assert slot.ends.astimezone(UTC) == start + timedelta(seconds=seconds)
    assert (slot.repeat is not None) == is_repeated(slot.start, zone)


# -- whole days, and what both mean to a calendar ---------------------------------------------------------------------


def test_days_are_one_day_unless_told() -> None:
    assert Days(date(2026, 6, 1)).last == date(2026, 6, 1)


def test_days_that_end_before_they_begin_are_refused() -> None:
    with pytest.raises(DomainError, match="the last day 2026-05-31 is before the first 2026-06-01; swap them"):
        Days(date(2026, 6, 1), date(2026, 5, 31))


def test_days_are_no_times() -> None:
    with pytest.raises(DomainError, match="for a time of day use a Slot"):
        Days(datetime(2026, 6, 1, 10))


def test_a_meeting_until_midnight_does_not_touch_the_next_day() -> None:
    evening = Slot(datetime(2026, 6, 1, 22), 2 * HOUR, "Europe/Kyiv")
    assert outer_limits(evening) == (date(2026, 6, 1), date(2026, 6, 1))
    longer = Slot(datetime(2026, 6, 1, 22), 2 * HOUR + timedelta(seconds=1), "Europe/Kyiv")
    assert outer_limits(longer) == (date(2026, 6, 1), date(2026, 6, 2))
    assert outer_limits(Days(date(2026, 6, 1), date(2026, 6, 3))) == (date(2026, 6, 1), date(2026, 6, 3))
    assert outer_limits(None) == (None, None)


def test_a_moment_is_kept_in_utc_and_never_naive() -> None:
    assert instant(datetime(2026, 6, 1, 10, tzinfo=KYIV)) == datetime(2026, 6, 1, 7, tzinfo=UTC)
    assert instant(None) is None
    with pytest.raises(DomainError, match="is a naive time; attach a zone"):
        instant(datetime(2026, 6, 1, 10))
