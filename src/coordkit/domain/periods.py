"""The words of a recurrence rule: how often, and on which weekdays."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from enum import Enum
from types import NoneType

import attrs

from coordkit.domain.errors import DomainError, expect

_WHERE = "recurrence.weekdays"


class Frequency(Enum):
    """The period that repeats; the values are iCalendar's FREQ (RFC 5545 3.3.10)."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


class Weekday(Enum):
    """A day of the week; the values are iCalendar's."""

    MONDAY = "MO"
    TUESDAY = "TU"
    WEDNESDAY = "WE"
    THURSDAY = "TH"
    FRIDAY = "FR"
    SATURDAY = "SA"
    SUNDAY = "SU"

    @property
    def number(self) -> int:
        """Monday is 0, as in ``date.weekday()``."""
        return _NUMBERS[self]

    @classmethod
    def of(cls, day: date) -> Weekday:
        """The day of the week of ``day``."""
        return tuple(cls)[day.weekday()]


_NUMBERS = {weekday: number for number, weekday in enumerate(Weekday)}


@attrs.frozen
class OnWeekday:
    """A day of the week, or with ``ordinal`` the first (1) to fifth or last (-1) to fifth last of the month.

    Raises ``DomainError`` for another ordinal.
    """

    weekday: Weekday
    ordinal: int | None = None

    def __attrs_post_init__(self) -> None:
        expect(self.weekday, Weekday, _WHERE)
        expect(self.ordinal, (int, NoneType), _WHERE)
        if self.ordinal is not None and (isinstance(self.ordinal, bool) or not 1 <= abs(self.ordinal) <= 5):
            raise DomainError(f"a month has no weekday number {self.ordinal}; write 1 to 5, or -1 for the last", where=_WHERE)

    def in_month(self, year: int, month: int) -> tuple[int, ...]:
        """The days of this month that it means, ascending; a fifth one is not in every month."""
        weekday_of_first, length = monthrange(year, month)
        days = tuple(range(1 + (self.weekday.number - weekday_of_first) % 7, length + 1, 7))
        if self.ordinal is None:
            return days
        place = self.ordinal - 1 if self.ordinal > 0 else len(days) + self.ordinal
        return days[place : place + 1] if place >= 0 else ()

    def __str__(self) -> str:
        return f"{self.ordinal or ''}{self.weekday.value}"
