"""Recurrence: the rule by which a series repeats, in a subset of RFC 5545 that expands itself under a cap.

At most one start a day, always at the time of day of the first; so the rule speaks of days. Rules outside the subset are kept
as text (``ForeignRule``), shown and never expanded.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Generator, Iterable, Iterator
from datetime import date, datetime
from typing import NoReturn

import attrs

from coordkit.domain.clock_times import FIRST_YEAR, LAST_YEAR, ClockTime
from coordkit.domain.dates import expect_day
from coordkit.domain.errors import DomainError, expect, several, told
from coordkit.domain.periods import Frequency, OnWeekday, Weekday
from coordkit.domain.rrule import rule_fields
from coordkit.domain.slots import Slot

MOST_STARTS = 10_000
"""How many starts of one rule are ever counted out, and the highest ``count``."""
MOST_YEARS = 50
"""How many years after the year of the first start a rule is followed."""
_LONGEST_INTERVAL = 1000
_WHERE = "recurrence"


def _weekdays(given: Iterable[OnWeekday | Weekday]) -> tuple[OnWeekday, ...]:
    days = (
        OnWeekday(day) if isinstance(day, Weekday) else day for day in several(given, (OnWeekday, Weekday), f"{_WHERE}.weekdays")
    )
    return tuple(sorted(days, key=lambda day: ((day.ordinal or 0) < 0, day.ordinal or 0, day.weekday.number)))


def _numbers(given: Iterable[int]) -> tuple[int, ...]:
    """Ascending, and the last day of the month (-1) after all others."""
    return tuple(sorted(several(given, int, _WHERE), key=lambda number: (number < 0, number)))


@attrs.frozen(kw_only=True)
class Recurrence:
    """A rule: every ``interval`` days, weeks, months or years, on some days of the period, ``count`` times or through ``until``.

    * daily: nothing further;
    * weekly: on ``weekdays``, else on that of the first start; ``week_start`` matters where the interval is over 1;
    * monthly: on ``weekdays`` with an ordinal (the first Monday, the last Friday), or on ``month_days`` (1 to 31; -1 is the last
      day of the month), else on the day of the first start; a month that has no such day is passed over;
    * yearly: the same in each of ``months`` (1 to 12), else on the date of the first start.

    ``until`` is the last local day on which it may start ("until the end of June" is ``date(2026, 6, 30)``); neither it nor
    ``count``: it goes on. ``count`` counts every start of the rule, a cancelled one too. A rule is followed for
    ``MOST_STARTS`` starts and through ``MOST_YEARS`` years after the first. Raises ``DomainError`` for what makes no sense.
    """

    frequency: Frequency
    interval: int = 1
    weekdays: tuple[OnWeekday, ...] = attrs.field(default=(), converter=_weekdays)
    month_days: tuple[int, ...] = attrs.field(default=(), converter=_numbers)
    months: tuple[int, ...] = attrs.field(default=(), converter=_numbers)
    count: int | None = None
    until: date | None = None
    week_start: Weekday = Weekday.MONDAY

    def __attrs_post_init__(self) -> None:
        expect(self.frequency, Frequency, f"{_WHERE}.frequency")
        expect(self.week_start, Weekday, f"{_WHERE}.week_start")
        _refuse_outside("interval", self.interval, _LONGEST_INTERVAL)
        if self.count is not None:
            _refuse_outside("count", self.count, MOST_STARTS)
        if self.until is not None:
            expect_day(self.until, f"{_WHERE}.until")
            if not FIRST_YEAR <= self.until.year <= LAST_YEAR:
                raise DomainError(
                    f"{self.until} is out of reach; leave until= out for a rule that goes on", where=f"{_WHERE}.until"
                )
            if self.count is not None:
                raise DomainError("it ends after a count or on a day, not both; drop one", where=f"{_WHERE}.until")
        for name, numbers, fit in (("month_days", self.month_days, (*range(1, 32), -1)), ("months", self.months, range(1, 13))):
            for number in numbers:
                if isinstance(number, bool) or number not in fit:
                    raise DomainError(f"there is no {number!r} here", where=f"{_WHERE}.{name}")
        for name in ("weekdays", "month_days", "months"):
            values = getattr(self, name)
            if len(set(values)) != len(values):
                raise DomainError("one stands twice; name each once", where=f"{_WHERE}.{name}")
        self._refuse_misfits()

    def _refuse_misfits(self) -> None:
        """What does not go together in one rule (RFC 5545 3.3.10, the table of BYxxx parts, narrowed)."""
        by_month = self.frequency in (Frequency.MONTHLY, Frequency.YEARLY)
        complaint = None
        if self.weekdays and self.month_days:
            complaint = "it falls on weekdays or on days of the month, not both"
        elif self.frequency is Frequency.DAILY and self.weekdays:
            complaint = "a daily rule names no weekdays; make it weekly on these"
        elif self.frequency is Frequency.WEEKLY and any(day.ordinal for day in self.weekdays):
            complaint = "a week has each weekday once; drop the ordinal, or make it monthly"
        elif by_month and not all(day.ordinal for day in self.weekdays):
            complaint = (
                "say which one of the month: OnWeekday(Weekday.TUESDAY, 1), -1 for the last; every one of them is a weekly rule"
            )
        elif self.month_days and not by_month:
            complaint = f"a {self.frequency.value.lower()} rule names no days of the month; make it monthly"
        elif self.months and self.frequency is not Frequency.YEARLY:
            complaint = "only a yearly rule names months"
        elif (self.weekdays or self.month_days) and self.frequency is Frequency.YEARLY and not self.months:
            complaint = "a yearly rule on such days needs its months"
        elif self.months and self.month_days and not any(_is_date(month, day) for month in self.months for day in self.month_days):
            complaint = "no year has such a date"
        if complaint:
            raise DomainError(complaint, where=_WHERE)

    # -- expansion

    def days(self, first: date) -> Iterator[date]:
        """The local days on which it starts, ``first`` the earliest that may be one; lazily, ascending.

        A rule that goes on, or finds nothing, beyond the cap ends with a ``DomainError`` there, never in silence.
        """
        return self._days(first, None)

    def _days(self, first: date, through: date | None) -> Iterator[date]:
        if not (yield from self._walk(first, through)):
            raise DomainError(
                f"“{self}” from {first} is followed for {MOST_STARTS} starts, and through {MOST_YEARS} years, no further; "
                "ask for earlier days, or end this series and begin another",
                where=_WHERE,
            )

    def starts(self, first: ClockTime | Slot | datetime) -> Iterator[datetime]:
        """As ``days``: the naive local starts, from and with the time of day of ``first``."""
        start = first if isinstance(first, datetime) else first.start
        if start.tzinfo is not None:
            raise DomainError("rules follow the clock on the wall; give a naive local time", where="first")
        return (datetime.combine(day, start.time()) for day in self.days(start.date()))

    def days_through(self, first: date, last: date) -> Iterator[date]:
        """The days from ``first`` through ``last``. Raises ``DomainError`` once the cap cuts this short."""
        return self._days(first, last)

    def days_in_reach(self, first: date) -> Iterator[date]:
        """All days up to the cap; it ends there without a word, for checks that look as far as they can."""
        yield from self._walk(first, None)

    def _walk(self, first: date, through: date | None) -> Generator[date, None, bool]:
        """The days up to the cap, or ``through`` a day; gives whether the cap cut nothing off."""
        expect_day(first, "first")
        if not FIRST_YEAR <= first.year <= LAST_YEAR:
            raise DomainError(f"{first} is out of reach; a rule starts in the years {FIRST_YEAR} to {LAST_YEAR}", where="first")
        horizon = date(first.year + MOST_YEARS, 12, 31)
        ends = [day for day in (self.until, through) if day is not None]
        last = min([horizon, *ends])
        for found, day in enumerate(self._candidates(first, last)):
            if found == MOST_STARTS:
                return False
            yield day
            if found + 1 == self.count:
                return True
        return any(day <= horizon for day in ends)

    def _candidates(self, first: date, last: date) -> Iterator[date]:
        for period in self._periods(first, last):
            yield from (day for day in period if first <= day <= last)

    def _periods(self, first: date, last: date) -> Iterator[Iterable[date]]:
        """The days of each period that has its turn, ascending."""
        begin, end = first.toordinal(), last.toordinal() + 1
        if self.frequency is Frequency.DAILY:
            yield map(date.fromordinal, range(begin, end, self.interval))
        elif self.frequency is Frequency.WEEKLY:
            numbers = [day.weekday.number for day in self.weekdays] or [first.weekday()]
            offsets = sorted((number - self.week_start.number) % 7 for number in numbers)
            for week in range(begin - (first.weekday() - self.week_start.number) % 7, end, 7 * self.interval):
                yield [date.fromordinal(week + offset) for offset in offsets]
        elif self.frequency is Frequency.MONTHLY:
            for month in range(first.year * 12 + first.month - 1, last.year * 12 + last.month, self.interval):
                yield self._in_month(month // 12, month % 12 + 1, first)
        else:
            for year in range(first.year, last.year + 1, self.interval):
                for month in self.months or (first.month,):
                    yield self._in_month(year, month, first)

    def _in_month(self, year: int, month: int, first: date) -> list[date]:
        if self.weekdays:
            numbers = {number for day in self.weekdays for number in day.in_month(year, month)}
        else:
            length = monthrange(year, month)[1]
            wanted = self.month_days or (first.day,)
            numbers = {length if number == -1 else number for number in wanted if number <= length}
        return [date(year, month, number) for number in sorted(numbers)]

    # -- as text

    @classmethod
    def parse(cls, text: str, first: ClockTime | None = None) -> Recurrence:
        """Reads an RRULE, such as ``FREQ=WEEKLY;BYDAY=TU``. An UNTIL with a time of day needs the ``first`` start to be a day.

        One weekday with BYSETPOS (``BYDAY=TU;BYSETPOS=1``, as Exchange writes the first Tuesday) is read as its ordinal. Raises
        ``DomainError`` with the reason for everything outside the subset; ``read_rule`` keeps such a rule as it is.
        """
        return cls(**rule_fields(text, first))

    def __str__(self) -> str:
        """Its canonical text, an RRULE whose UNTIL is a day: ``FREQ=MONTHLY;UNTIL=20260630;BYDAY=1TU``."""
        return self._text(f"{self.until:%Y%m%d}" if self.until else "")

    def rrule(self, first: ClockTime) -> str:
        """The RRULE for a series that starts at ``first``: UNTIL in UTC, as RFC 5545 3.3.10 asks where the start names a zone."""
        return self._text(f"{first.on(self.until).in_utc():%Y%m%dT%H%M%SZ}" if self.until else "")

    def _text(self, until: str) -> str:
        week_start = "" if self.week_start is Weekday.MONDAY else self.week_start.value
        parts = (
            ("FREQ", self.frequency.value),
            ("INTERVAL", "" if self.interval == 1 else str(self.interval)),
            ("COUNT", str(self.count or "")),
            ("UNTIL", until),
            ("BYMONTH", ",".join(map(str, self.months))),
            ("BYMONTHDAY", ",".join(map(str, self.month_days))),
            ("BYDAY", ",".join(map(str, self.weekdays))),
            ("WKST", week_start),
        )
        return ";".join(f"{name}={value}" for name, value in parts if value)


def _refuse_outside(name: str, value: object, most: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
        raise DomainError(f"expected a number from 1 to {most}, not {told(value)}", where=f"{_WHERE}.{name}")


def _is_date(month: int, day: int) -> bool:
    return day <= monthrange(2024, month)[1]  # a leap year


_NOT_ON_A_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
MOST_LETTERS = 1000
"""How long the text of a foreign rule may be."""


@attrs.frozen
class ForeignRule:
    """A rule outside what ``Recurrence`` says, kept as its ``text``: shown, and never expanded.

    Raises ``DomainError`` for an empty or too long text, for control characters, and for a rule that ``Recurrence`` can say.
    """

    text: str

    def __attrs_post_init__(self) -> None:
        expect(self.text, str, _WHERE)
        if not self.text.strip() or len(self.text) > MOST_LETTERS or _NOT_ON_A_LINE.search(self.text):
            raise DomainError(f"a rule is one line of 1 to {MOST_LETTERS} characters, without control characters", where=_WHERE)
        if self.reason is None:
            raise DomainError("this rule can be expanded; write Recurrence.parse(…)", where=_WHERE)

    @property
    def reason(self) -> str | None:
        """Why it is not expanded."""
        try:
            Recurrence.parse(self.text)
        except DomainError as error:
            return error.message
        return None

    def days(self, first: date) -> NoReturn:
        """Raises ``DomainError`` with the reason: nobody here knows on which days it falls."""
        raise DomainError(f"the rule “{self.text}” is shown as it came and not expanded: {self.reason}", where=_WHERE)

    def __str__(self) -> str:
        return self.text

    def rrule(self, first: ClockTime) -> str:
        """Its text, as it came."""
        return self.text


def read_rule(text: str, first: ClockTime | None = None) -> Recurrence | ForeignRule:
    """The rule of this RRULE: expanded where ``Recurrence`` can say it, else kept. Raises ``DomainError`` for what is no line."""
    try:
        return Recurrence.parse(text, first)
    except DomainError:
        return ForeignRule(text)
