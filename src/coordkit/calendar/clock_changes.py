"""When the clocks of a zone change: read from zoneinfo year by year, and put as a day that comes back each year."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import attrs

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@attrs.frozen
class YearlyDay:
    """One day a year: the first to fifth (or, with -1, the last) of a weekday (Monday is 0) in a month."""

    month: int
    ordinal: int
    weekday: int

    def in_year(self, year: int) -> date | None:
        """The day in that year, None where the month has no fifth of that weekday."""
        if self.ordinal == -1:
            last = date(year, self.month, monthrange(year, self.month)[1])
            return last - timedelta(days=(last.weekday() - self.weekday) % 7)
        first = date(year, self.month, 1)
        found = first + timedelta(days=(self.weekday - first.weekday()) % 7 + 7 * (self.ordinal - 1))
        return found if found.month == self.month else None

    @property
    def rrule(self) -> dict[str, str | int]:
        """The parts of the RRULE (RFC 5545 section 3.3.10)."""
        return {"FREQ": "YEARLY", "BYMONTH": self.month, "BYDAY": f"{self.ordinal}{_WEEKDAYS[self.weekday]}"}


@attrs.frozen
class Change:
    """A moment at which the clocks of a zone change: the instant in UTC, the offsets before and after, the new name."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def wall(self) -> datetime:
        """What the clocks show at the instant, not yet changed: naive local time, the DTSTART of RFC 5545."""
        return (self.at + self.before).replace(tzinfo=None)

    def days(self) -> tuple[YearlyDay, ...]:
        """The yearly days that this change could be an occurrence of: counted from the end first, as most laws do."""
        wall = self.wall
        nth = YearlyDay(wall.month, (wall.day - 1) // 7 + 1, wall.weekday())
        last = attrs.evolve(nth, ordinal=-1)
        return (last, nth) if last.in_year(wall.year) == wall.date() else (nth,)


@attrs.frozen
class Observance:
    """One side of a pair: its first onset, and the day it comes back each year (None: it never does)."""

    onset: Change
    day: YearlyDay | None = None

    def in_year(self, year: int) -> Change | None:
        """The change as the rule gives it for that year, in UTC."""
        found = self.day.in_year(year) if self.day else None
        if found is None:
            return None
        at = datetime.combine(found, self.onset.wall.time(), UTC) - self.onset.before
        return attrs.evolve(self.onset, at=at)


def offset(info: ZoneInfo, at: datetime) -> timedelta:
    """How far the clocks of the zone stand from UTC at an instant (aware)."""
    return at.astimezone(info).utcoffset() or timedelta(0)


def changes_in(info: ZoneInfo, year: int) -> tuple[Change, ...]:
    """The changes of offset in a year (of UTC), found by looking at every day and then halving down to the second."""
    second, day = timedelta(seconds=1), timedelta(days=1)
    at, end = datetime(year, 1, 1, tzinfo=UTC) - second, datetime(year + 1, 1, 1, tzinfo=UTC) - second
    before = offset(info, at)
    found = []
    while at < end:
        if offset(info, at + day) != before:
            early, late = at, at + day
            while late - early > second:
                middle = early + (late - early) // (2 * second) * second
                early, late = (early, middle) if offset(info, middle) != before else (middle, late)
            after = offset(info, late)
            found.append(Change(late, before, after, late.astimezone(info).tzname() or ""))
            before = after
        at += day
    return tuple(found)
