"""Recurrence: equal to python-dateutil over random rules, bounded, and the same after it was written and read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from coordkit import ClockTime, DomainError, ForeignRule, Frequency, OnWeekday, Recurrence, Slot, Weekday, read_rule
from coordkit.domain.recurrence import MOST_LETTERS, MOST_STARTS, MOST_YEARS
from coordkit.domain.slots import is_skipped
from tests.recurrences import foreign_rules, recurrences

KYIV = "Europe/Kyiv"
TUESDAY = date(2026, 9, 1)
MANY = 40  # starts that are compared of each rule


def days_of(rule: Recurrence, first: date, most: int = MANY) -> list[date]:
    return list(islice(rule.days(first), most))


def rule(text: str) -> Recurrence:
    return Recurrence.parse(text)


# -- against an expansion that is not ours ----------------------------------------------------------------------------


def expanded_by_dateutil(text: str, first: datetime, most: int) -> list[datetime]:
    """Its starts within our horizon; left alone, dateutil goes on to the year 9999."""
    horizon = datetime(first.year + MOST_YEARS, 12, 31, 23, 59, 59)
    bounded = text if "UNTIL" in text or "COUNT" in text else f"{text};UNTIL={horizon:%Y%m%dT%H%M%S}"
    starts: list[datetime] = []
    for start in rrulestr(bounded, dtstart=first):
        if start > horizon or len(starts) == most:
            break
        starts.append(start)
    return starts


def expanded_by_us(made: Recurrence, first: datetime, most: int) -> list[datetime]:
    starts: list[datetime] = []
    try:
        for start in islice(made.starts(first), most):
            starts.append(start)
    except DomainError as error:
        assert "no further" in error.message
    return starts


firsts = st.datetimes(datetime(1990, 1, 1), datetime(2060, 12, 31)).map(lambda moment: moment.replace(microsecond=0, fold=0))
ends_of_months = st.builds(
    lambda year, month, back: datetime(year + month // 12, month % 12 + 1, 1, 10) - timedelta(days=back),
    st.integers(1996, 2040),
    st.integers(1, 12),
    st.integers(1, 3),
)


@settings(max_examples=1000, deadline=None)
@given(recurrences(), firsts, ends_of_months)
def test_a_rule_starts_when_dateutil_says_so(made: Recurrence, anywhere: datetime, late_in_the_month: datetime) -> None:
    for first in (anywhere, late_in_the_month):
        text = str(made)
        if made.until:
            text = text.replace(f"UNTIL={made.until:%Y%m%d}", f"UNTIL={made.until:%Y%m%d}T{first:%H%M%S}")
        assert expanded_by_us(made, first, MANY) == expanded_by_dateutil(text, first, MANY)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("FREQ=MONTHLY", date(2026, 1, 31)),
        ("FREQ=MONTHLY;BYMONTHDAY=31,-1", date(2026, 1, 31)),
        ("FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=30", date(2026, 1, 30)),
        ("FREQ=MONTHLY;BYDAY=5MO,-5MO", date(2026, 1, 1)),
        ("FREQ=YEARLY", date(2024, 2, 29)),
        ("FREQ=YEARLY;INTERVAL=2", date(2024, 2, 29)),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", date(2025, 3, 1)),
        ("FREQ=YEARLY;BYMONTH=2,4;BYMONTHDAY=29,30", date(2025, 3, 1)),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", date(2025, 3, 1)),
        ("FREQ=YEARLY;BYMONTH=3,9;BYDAY=1TU,-1FR", date(2026, 1, 1)),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=MO", date(1997, 8, 5)),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU", date(1997, 8, 5)),
        ("FREQ=DAILY;INTERVAL=400", date(2026, 1, 1)),
    ],
)
def test_rules_that_are_easily_got_wrong(text: str, first: date) -> None:
    ten = datetime.combine(first, datetime.min.time().replace(hour=10))
    ours = expanded_by_us(rule(text), ten, MANY)
    assert ours == expanded_by_dateutil(text, ten, MANY)
    assert ours


def test_the_start_of_the_week_decides_which_sundays() -> None:
    # RFC 5545, the last examples of section 3.8.5.3.
    monday, sunday = (rule(f"FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST={day}") for day in ("MO", "SU"))
    assert days_of(monday, date(1997, 8, 5)) == [date(1997, 8, day) for day in (5, 10, 19, 24)]
    assert days_of(sunday, date(1997, 8, 5)) == [date(1997, 8, day) for day in (5, 17, 19, 31)]


def test_every_second_tuesday_until_the_end_of_september() -> None:
    made = Recurrence(frequency=Frequency.WEEKLY, interval=2, weekdays=(Weekday.TUESDAY,), until=date(2026, 9, 29))
    assert list(made.days(TUESDAY)) == [date(2026, 9, 1), date(2026, 9, 15), date(2026, 9, 29)]


def test_starts_have_the_time_of_day_of_the_first() -> None:
    made = Recurrence(frequency=Frequency.MONTHLY, weekdays=(OnWeekday(Weekday.FRIDAY, -1),), count=2)
    expected = [datetime(2026, 9, 25, 10, 30), datetime(2026, 10, 30, 10, 30)]
    first = datetime(2026, 9, 1, 10, 30)
    assert list(made.starts(first)) == expected
    assert list(made.starts(ClockTime(first, KYIV))) == expected
    assert list(made.starts(Slot(first, timedelta(hours=1), KYIV))) == expected
    with pytest.raises(DomainError, match="give a naive local time"):
        made.starts(first.replace(tzinfo=UTC))


# -- the cap ----------------------------------------------------------------------------------------------------------


def test_a_rule_that_goes_on_is_lazy_and_stops_with_a_word_at_the_cap() -> None:
    days = rule("FREQ=DAILY").days(TUESDAY)
    assert len(list(islice(days, MOST_STARTS))) == MOST_STARTS
    with pytest.raises(DomainError, match=f"followed for {MOST_STARTS} starts, and through {MOST_YEARS} years, no further"):
        next(days)


def test_a_rule_is_followed_through_so_many_years() -> None:
    days = rule("FREQ=YEARLY").days(TUESDAY)
    assert list(islice(days, MOST_YEARS + 1))[-1] == date(2026 + MOST_YEARS, 9, 1)
    with pytest.raises(DomainError, match="no further"):
        next(days)


def test_a_rule_that_never_comes_true_ends_too() -> None:
    with pytest.raises(DomainError, match="no further"):
        next(rule("FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31").days(date(2026, 2, 1)))
    with pytest.raises(DomainError, match="no further"):
        next(rule("FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29;COUNT=1").days(date(2026, 2, 1)))
    assert list(rule("FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31;UNTIL=20300101").days(date(2026, 2, 1))) == []


def test_a_last_day_beyond_the_cap_does_not_end_the_rule_in_silence() -> None:
    assert len(list(rule("FREQ=YEARLY;UNTIL=20761231").days(TUESDAY))) == MOST_YEARS + 1
    with pytest.raises(DomainError, match="no further"):
        list(rule("FREQ=YEARLY;UNTIL=20770101").days(TUESDAY))


def test_a_rule_that_ended_before_it_began_has_no_starts() -> None:
    assert list(rule("FREQ=DAILY;UNTIL=20260831").days(TUESDAY)) == []


def test_days_through_a_day_read_no_further() -> None:
    assert list(rule("FREQ=WEEKLY").days_through(TUESDAY, date(2026, 9, 15))) == [date(2026, 9, day) for day in (1, 8, 15)]
    assert len(list(rule("FREQ=YEARLY").days_through(TUESDAY, date(2076, 12, 31)))) == MOST_YEARS + 1
    with pytest.raises(DomainError, match="no further"):
        list(rule("FREQ=YEARLY").days_through(TUESDAY, date(2077, 1, 1)))
    with pytest.raises(DomainError, match="no further"):
        list(rule("FREQ=DAILY").days_through(TUESDAY, date(2060, 1, 1)))


def test_days_in_reach_end_at_the_cap_without_a_word() -> None:
    assert len(list(rule("FREQ=YEARLY").days_in_reach(TUESDAY))) == MOST_YEARS + 1


@pytest.mark.parametrize("first", [date(999, 12, 31), date(9001, 1, 1)])
def test_a_rule_does_not_leave_the_calendar(first: date) -> None:
    with pytest.raises(DomainError, match="out of reach"):
        next(rule("FREQ=DAILY").days(first))


# -- what makes no sense ----------------------------------------------------------------------------------------------

BAD: list[tuple[dict[str, Any], str]] = [
    ({"interval": 0}, "from 1 to 1000"),
    ({"interval": 1001}, "from 1 to 1000"),
    ({"interval": True}, "from 1 to 1000"),
    ({"count": 0}, f"from 1 to {MOST_STARTS}"),
    ({"count": MOST_STARTS + 1}, f"from 1 to {MOST_STARTS}"),
    ({"count": "3"}, f"from 1 to {MOST_STARTS}"),
    ({"count": 3, "until": date(2026, 9, 1)}, "not both; drop one"),
    ({"until": datetime(2026, 9, 1, 10)}, "expected a date"),
    ({"until": date(1, 1, 1)}, "out of reach"),
    ({"week_start": "MO"}, "Weekday.MONDAY"),
    ({"frequency": "DAILY"}, "Frequency.DAILY"),
    ({"weekdays": (Weekday.MONDAY,)}, "daily rule names no weekdays"),
    ({"month_days": (1,)}, "names no days of the month"),
    ({"months": (1,)}, "only a yearly rule names months"),
    ({"frequency": Frequency.WEEKLY, "weekdays": (OnWeekday(Weekday.MONDAY, 1),)}, "drop the ordinal"),
    ({"frequency": Frequency.WEEKLY, "weekdays": (Weekday.MONDAY, Weekday.MONDAY)}, "stands twice"),
    ({"frequency": Frequency.WEEKLY, "weekdays": Weekday.MONDAY}, "expected several"),
    ({"frequency": Frequency.MONTHLY, "weekdays": (Weekday.MONDAY,)}, "say which one of the month"),
    ({"frequency": Frequency.MONTHLY, "weekdays": (OnWeekday(Weekday.MONDAY, 1),), "month_days": (1,)}, "not both"),
    ({"frequency": Frequency.MONTHLY, "month_days": (0,)}, "there is no 0"),
    ({"frequency": Frequency.MONTHLY, "month_days": (32,)}, "there is no 32"),
    ({"frequency": Frequency.MONTHLY, "month_days": (-2,)}, "there is no -2"),
    ({"frequency": Frequency.MONTHLY, "month_days": (True,)}, "there is no True"),
    ({"frequency": Frequency.YEARLY, "month_days": (1,)}, "needs its months"),
    ({"frequency": Frequency.YEARLY, "months": (13,)}, "there is no 13"),
    ({"frequency": Frequency.YEARLY, "months": (2,), "month_days": (31,)}, "no year has such a date"),
    ({"frequency": Frequency.YEARLY, "months": (2, 4), "month_days": (31,)}, "no year has such a date"),
]


@pytest.mark.parametrize(("fields", "complaint"), BAD, ids=str)
def test_a_rule_that_makes_no_sense_is_refused(fields: dict[str, Any], complaint: str) -> None:
    with pytest.raises(DomainError, match=complaint):
        Recurrence(**({"frequency": Frequency.DAILY} | fields))


@pytest.mark.parametrize("ordinal", [0, 6, -6, True, "1"])
def test_no_month_has_such_a_weekday(ordinal: Any) -> None:
    with pytest.raises(DomainError):
        OnWeekday(Weekday.MONDAY, ordinal)


# -- as text ----------------------------------------------------------------------------------------------------------

clock_times = st.builds(
    ClockTime,
    st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1)).map(lambda moment: moment.replace(microsecond=0, fold=0)),
    st.sampled_from([KYIV, "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "America/Sao_Paulo", "UTC"]),
)


@given(recurrences())
def test_a_rule_that_was_written_is_read_the_same(made: Recurrence) -> None:
    assert Recurrence.parse(str(made)) == made
    assert str(Recurrence.parse(str(made))) == str(made)
    assert read_rule(str(made).lower()) == made


@given(recurrences(), clock_times)
def test_a_rule_for_a_calendar_is_read_the_same_with_its_first_start(made: Recurrence, first: ClockTime) -> None:
    read = Recurrence.parse(made.rrule(first), first)
    if made.until and is_skipped(first.on(made.until).start, first.zone):
        assert read.until is not None and read.until < made.until  # nothing can start on that day then
    else:
        assert read == made


def test_a_day_that_a_zone_left_out_does_not_let_the_next_one_in() -> None:
    first = ClockTime(datetime(2011, 12, 1, 10), "Pacific/Apia")  # 30 December 2011 never came there
    assert Recurrence.parse(rule("FREQ=DAILY;UNTIL=20111230").rrule(first), first).until == date(2011, 12, 29)


def test_a_calendar_gets_the_last_start_in_utc() -> None:
    made = rule("FREQ=WEEKLY;UNTIL=20261231")
    assert made.rrule(ClockTime(datetime(2026, 9, 1, 10), KYIV)) == "FREQ=WEEKLY;UNTIL=20261231T080000Z"
    assert rule("FREQ=WEEKLY").rrule(ClockTime(datetime(2026, 9, 1, 10), KYIV)) == "FREQ=WEEKLY"


@pytest.mark.parametrize(
    ("until", "day"),
    [
        ("20260630", date(2026, 6, 30)),
        ("20260630T070000Z", date(2026, 6, 30)),
        ("20260630T065959Z", date(2026, 6, 29)),
        ("20260630T210000Z", date(2026, 6, 30)),
        ("20260630T100000", date(2026, 6, 30)),
        ("20260630T095959", date(2026, 6, 29)),
    ],
)
def test_a_time_of_day_at_which_it_ends_is_read_as_a_day(until: str, day: date) -> None:
    assert Recurrence.parse(f"FREQ=DAILY;UNTIL={until}", ClockTime(datetime(2026, 1, 1, 10), KYIV)).until == day


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("FREQ=WEEKLY;WKST=MO;INTERVAL=1;BYDAY=FR,MO", "FREQ=WEEKLY;BYDAY=MO,FR"),
        ("freq=monthly;byday=+1tu", "FREQ=MONTHLY;BYDAY=1TU"),
        ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=1", "FREQ=MONTHLY;BYDAY=1TU"),
        ("FREQ=MONTHLY;BYSETPOS=-1;BYDAY=FR", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("FREQ=YEARLY;BYDAY=SU;BYMONTH=3;BYSETPOS=-1", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1,15", "FREQ=MONTHLY;BYMONTHDAY=15,-1"),
        ("FREQ=MONTHLY;BYDAY=-1FR,2TU,1TU", "FREQ=MONTHLY;BYDAY=1TU,2TU,-1FR"),
    ],
)
def test_a_rule_is_written_in_one_way(text: str, canonical: str) -> None:
    assert str(read_rule(text)) == canonical


FOREIGN = [
    ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "beside one weekday"),
    ("FREQ=YEARLY;BYDAY=TU;BYSETPOS=1", "beside one weekday"),
    ("FREQ=YEARLY;BYMONTH=3,9;BYDAY=TU;BYSETPOS=1", "beside one weekday"),
    ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "not both"),
    ("FREQ=DAILY;BYDAY=MO,TU", "daily rule"),
    ("FREQ=HOURLY", "'HOURLY' is not among DAILY"),
    ("FREQ=YEARLY;BYWEEKNO=20", "'BYWEEKNO=20' is no part"),
    ("FREQ=YEARLY;BYDAY=20MO", "no weekday number 20"),
    ("FREQ=DAILY;COUNT=2;UNTIL=20260630", "not both"),
    ("FREQ=DAILY;COUNT=2;COUNT=2", "COUNT stands twice"),
    ("FREQ=DAILY;UNTIL=20260630T070000Z", "only with the first start"),
    ("FREQ=DAILY;UNTIL=20260631", "is no day"),
    ("FREQ=DAILY;UNTIL=tomorrow", "is no day"),
    ("FREQ=DAILY;INTERVAL=two", "'TWO' is no number"),
    ("FREQ=WEEKLY;BYDAY=XX", "'XX' is no weekday"),
    ("RRULE:FREQ=DAILY", "no part of a rule"),
    ("INTERVAL=2", "a rule says how often"),
    ("BYSETPOS=2", "a rule says how often"),
    ("щовівторка", "letters, digits and signs"),
]


@pytest.mark.parametrize(("text", "why"), FOREIGN)
def test_a_rule_outside_is_kept_and_shown_and_not_expanded(text: str, why: str) -> None:
    kept = read_rule(text)
    assert isinstance(kept, ForeignRule)
    assert str(kept) == kept.text == kept.rrule(ClockTime(datetime(2026, 1, 1, 10), KYIV)) == text
    assert kept.reason is not None and why in kept.reason
    with pytest.raises(DomainError, match="is shown as it came and not expanded"):
        kept.days(TUESDAY)


@pytest.mark.parametrize("text", ["", " ", "FREQ=DAILY\r\nEXDATE:x", "FREQ=DAILY\x00", "a\u2028b", "x" * (MOST_LETTERS + 1)])
def test_what_is_no_line_is_no_rule(text: str) -> None:
    for make in (ForeignRule, read_rule):
        make_it: Callable[[str], object] = make
        with pytest.raises(DomainError, match="without control characters"):
            make_it(text)


def test_a_rule_that_can_be_expanded_is_not_foreign() -> None:
    with pytest.raises(DomainError, match="this rule can be expanded"):
        ForeignRule("FREQ=DAILY")


@given(foreign_rules)
def test_a_foreign_rule_is_read_as_it_was_written(kept: ForeignRule) -> None:
    assert read_rule(str(kept)) == kept


@given(st.text(max_size=40))
def test_any_text_is_a_rule_or_told(text: str) -> None:
    try:
        assert str(read_rule(str(read_rule(text)))) == str(read_rule(text))
    except DomainError as error:
        assert error.where == "recurrence"
