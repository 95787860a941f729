"""Rules of recurrence as all programs read them alike: written in another way where some misread one, or refused with the reason.

What they misread was found by giving random rules to libical, ical.js (Thunderbird), vobject and ical; the tests do it again.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import attrs

from coordkit.domain.periods import Frequency, Weekday
from coordkit.domain.recurrence import Recurrence

_COMMON_YEAR = 2023


@attrs.frozen
class Misread:
    """Why a rule is not written: a code, and words for the report."""

    code: str
    reason: str


def read_alike(rule: Recurrence, first: date) -> Recurrence | Misread:
    """The same rule, for a series that begins on ``first``, so that no program reads it differently; or why there is none."""
    if rule.frequency is Frequency.YEARLY:
        return _yearly(rule, first)
    if rule.frequency is Frequency.WEEKLY and rule.interval > 1 and len(rule.weekdays) > 1:
        return _weekly(rule)
    return attrs.evolve(rule, week_start=Weekday.MONDAY)


def _yearly(rule: Recurrence, first: date) -> Recurrence | Misread:
    """ical.js goes on into the next month where a month has no such day, and miscounts the last days (-1) of all but February.

    It also counts a day twice that two parts of the rule name.
    """
    rule = attrs.evolve(rule, week_start=Weekday.MONDAY)
    if not rule.weekdays:
        months, days = rule.months or (first.month,), rule.month_days or (first.day,)
        lengths = {monthrange(_COMMON_YEAR, month)[1] for month in months}
        if max(days) > min(lengths):
            other = "make it the last day of one month (FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1)"
            reason = "programs disagree what a yearly rule on 29 February, or on a day that a month has not, means without that day"
            return Misread("month_day", f"{reason}; {other}")
        if -1 in days and len(lengths) > 1:
            reason = "programs disagree which the last days of several months of the year are"
            return Misread("month_day", f"{reason}; make it one month, or a monthly rule")
        if -1 in days and months != (2,):
            rule = attrs.evolve(rule, month_days={*days, *lengths} - {-1})
    parts = rule.weekdays or rule.month_days
    return _with_last_day(rule, first) if rule.count and len(parts) > 1 else rule


def _with_last_day(rule: Recurrence, first: date) -> Recurrence:
    """The rule that ends on the day of its last start instead of after so many."""
    days = tuple(rule.days_in_reach(first))
    return attrs.evolve(rule, count=None, until=days[-1]) if len(days) == rule.count else rule


def _weekly(rule: Recurrence) -> Recurrence | Misread:
    """libical goes from week to week by Mondays or Sundays, whatever else a rule says: so by one of these, where it is the same."""
    for start in (Weekday.MONDAY, Weekday.SUNDAY):
        if len({(_after(rule.week_start, start) + _after(day.weekday, rule.week_start)) // 7 for day in rule.weekdays}) == 1:
            return attrs.evolve(rule, week_start=start)
    if rule.week_start is Weekday.SUNDAY:
        return rule
    reason = f"programs disagree which days belong together in weeks that begin with {rule.week_start.name.title()}"
    return Misread("week_start", f"{reason}; let them begin with Monday, or make a series for each weekday")


def _after(day: Weekday, start: Weekday) -> int:
    """How many days after the beginning of its week a day is."""
    return (day.number - start.number) % 7
