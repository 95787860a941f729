"""Rules as they are written: the same days, in a way that no program misreads, or a reason."""

from __future__ import annotations

from datetime import date
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordkit.calendar.rules import Misread, read_alike
from coordkit.domain.periods import Frequency, OnWeekday, Weekday
from coordkit.domain.recurrence import Recurrence


@pytest.mark.parametrize(
    ("given_rule", "first", "written"),
    [
        ("FREQ=DAILY;WKST=SU", date(2026, 9, 1), "FREQ=DAILY"),
        ("FREQ=WEEKLY;BYDAY=TU,SU;WKST=SA", date(2026, 9, 1), "FREQ=WEEKLY;BYDAY=TU,SU"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=SA", date(2026, 9, 1), "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,WE;WKST=TH", date(2026, 9, 1), "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,WE"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SA", date(2026, 9, 6), "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU", date(2026, 9, 1), "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU"),
        ("FREQ=MONTHLY;BYMONTHDAY=31,-1", date(2026, 1, 31), "FREQ=MONTHLY;BYMONTHDAY=31,-1"),
        ("FREQ=YEARLY;COUNT=6", date(2026, 9, 1), "FREQ=YEARLY;COUNT=6"),
        ("FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=15,-1", date(2026, 1, 15), "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=15,31"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", date(2028, 2, 29), "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1"),
        ("FREQ=YEARLY;COUNT=3;BYMONTH=9;BYDAY=3TU,-3TU", date(2026, 9, 15), "FREQ=YEARLY;UNTIL=20270921;BYMONTH=9;BYDAY=3TU,-3TU"),
    ],
)
def test_a_rule_is_written_as_all_programs_read_it(given_rule: str, first: date, written: str) -> None:
    assert str(read_alike(Recurrence.parse(given_rule), first)) == written


@pytest.mark.parametrize(
    ("given_rule", "first", "code"),
    [
        ("FREQ=YEARLY", date(2028, 2, 29), "month_day"),
        ("FREQ=YEARLY;BYMONTH=2,6;BYMONTHDAY=29", date(2028, 2, 29), "month_day"),
        ("FREQ=YEARLY;BYMONTH=4,5", date(2026, 5, 31), "month_day"),
        ("FREQ=YEARLY;BYMONTH=4,5;BYMONTHDAY=31", date(2026, 5, 31), "month_day"),
        ("FREQ=YEARLY;BYMONTH=4,5;BYMONTHDAY=-1", date(2026, 5, 31), "month_day"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SA;WKST=SA", date(2026, 9, 5), "week_start"),
    ],
)
def test_a_rule_that_programs_misread_is_not_written(given_rule: str, first: date, code: str) -> None:
    found = read_alike(Recurrence.parse(given_rule), first)
    assert isinstance(found, Misread) and found.code == code and "programs disagree" in found.reason


_WEEKDAYS = st.sampled_from(Weekday)
_ENDS = st.one_of(st.none(), st.integers(1, 40))


@st.composite
def rules(draw: st.DrawFn) -> Recurrence:
    """Weekly and yearly rules: these may be written in another way."""
    interval, count = draw(st.integers(1, 4)), draw(_ENDS)
    if draw(st.booleans()):
        return Recurrence(
            frequency=Frequency.WEEKLY,
            interval=interval,
            count=count,
            weekdays=tuple(map(OnWeekday, draw(st.sets(_WEEKDAYS, max_size=4)))),
            week_start=draw(_WEEKDAYS),
        )
    ordinals = st.builds(OnWeekday, st.sampled_from([Weekday.MONDAY, Weekday.TUESDAY]), st.sampled_from([1, 3, 4, 5, -1, -2, -3]))
    by_weekday = draw(st.booleans())
    return Recurrence(
        frequency=Frequency.YEARLY,
        interval=interval,
        count=count,
        months=tuple(draw(st.sets(st.sampled_from([1, 2, 3, 5, 6]), min_size=1, max_size=3))),
        weekdays=tuple(draw(st.sets(ordinals, min_size=1, max_size=3))) if by_weekday else (),
        month_days=() if by_weekday else tuple(draw(st.sets(st.sampled_from([1, 15, 28, 31, -1]), min_size=1, max_size=3))),
    )


@given(rules(), st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_another_way_of_writing_means_the_same_days(rule: Recurrence, around: date) -> None:
    first = next(rule.days_in_reach(around), None)
    if first is None:
        return
    written = read_alike(rule, first)
    if isinstance(written, Recurrence):
        assert tuple(islice(written.days_in_reach(first), 60)) == tuple(islice(rule.days_in_reach(first), 60))
