"""Days of the calendar: known in part, known whole, and the three-valued answers they give about a day."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from enum import Enum

import attrs

from coordkit.domain.errors import DomainError, told


class Answer(Enum):
    """Yes, no, or possibly where dates are known only in part. Refuses ``bool()``: compare with ``is``."""

    YES = "yes"
    NO = "no"
    POSSIBLY = "possibly"

    def __bool__(self) -> bool:
        raise TypeError("an Answer may be 'possibly': write `answer is Answer.YES`")

    def and_(self, other: Answer) -> Answer:
        """Both hold."""
        if Answer.NO in (self, other):
            return Answer.NO
        return Answer.YES if self is other is Answer.YES else Answer.POSSIBLY

    def negated(self) -> Answer:
        """Yes becomes no, no yes; possibly stays."""
        return {Answer.YES: Answer.NO, Answer.NO: Answer.YES}.get(self, Answer.POSSIBLY)


# -- dates known in part --------------------------------------------------------------------------------------------

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d\d)", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_RANGE = re.compile(r"\[([\d-]*)\.\.([\d-]*)\]", re.ASCII)
_NO_YEAR = re.compile(r"XXXX-(\d\d|XX)-(\d\d|XX)", re.ASCII)
# EDTF level 1 seasons and level 2 quarters and halves (ISO 8601-2:2019): first and last month.
_PARTS = {
    21: (3, 5),
    22: (6, 8),
    23: (9, 11),
    33: (1, 3),
    34: (4, 6),
    35: (7, 9),
    36: (10, 12),
    40: (1, 6),
    41: (7, 12),
}
_WINTER = 24


def _month_end(year: int, month: int) -> date:
    return date(year, 12, 31) if month == 12 else date(year, month + 1, 1) - timedelta(days=1)


def _limits(text: str) -> tuple[date | None, date | None]:
    """The first and the last day that the expression admits. Raises ValueError for what it is not."""
    if match := _DAY.fullmatch(text):
        day = date(*map(int, match.groups()))
        return day, day
    if match := _MONTH.fullmatch(text):
        year, part = map(int, match.groups())
        if part == _WINTER:  # December to February; which February is not said, so the limits hold either
            return date(year, 1, 1), _month_end(year + 1, 2)
        first, last = _PARTS.get(part, (part, part))
        return date(year, first, 1), _month_end(year, last)
    if _YEAR.fullmatch(text):
        return date(int(text), 1, 1), date(int(text), 12, 31)
    if match := _NO_YEAR.fullmatch(text):
        month, day_of_month = match.groups()
        if month != "XX":
            date(2000, int(month), 1 if day_of_month == "XX" else int(day_of_month))
        elif day_of_month != "XX":
            raise ValueError
        return None, None
    if match := _RANGE.fullmatch(text):
        start, end = match.groups()
        if not (start or end):
            raise ValueError
        earliest = _limits(start)[0] if start else None
        latest = _limits(end)[1] if end else None
        if earliest and latest and earliest > latest:
            raise ValueError
        return earliest, latest
    raise ValueError


@attrs.frozen
class PartialDate:
    """A date known in part, written in EDTF (ISO 8601-2:2019), with its outer limits.

    ``2023-09`` a month, ``2023-22`` summer (21 spring, 23 autumn, 24 winter), ``2022-41`` second half (40 first), ``2021`` a
    year, ``2025-06-18`` a day, ``[2024-01..2024-04]`` some day between, ``[..2025-04]`` by the end of April (what a month of
    publication tells), ``[2025-04..]`` not before, ``XXXX-10-17`` year unknown, ``XXXX-XX-XX`` nothing known.
    ``earliest`` and ``latest`` are the limits, None where unknown. Raises ``DomainError`` for anything else.

    >>> PartialDate("2022-41").latest
    datetime.date(2022, 12, 31)
    """

    edtf: str
    earliest: date | None = attrs.field(init=False, repr=False, eq=False)
    latest: date | None = attrs.field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        try:
            earliest, latest = _limits(self.edtf)
        except (ValueError, TypeError):
            raise DomainError(
                f"{self.edtf!r} is no date in EDTF; write 2023-09, 2023-22, [..2025-04] or XXXX-10-17", where="date"
            ) from None
        object.__setattr__(self, "earliest", earliest)
        object.__setattr__(self, "latest", latest)

    @classmethod
    def unknown(cls) -> PartialDate:
        """A date of which nothing is known."""
        return cls("XXXX-XX-XX")

    def on_or_before(self, day: date) -> Answer:
        """Whether the date lies on ``day`` or earlier."""
        if self.latest is not None and self.latest <= day:
            return Answer.YES
        if self.earliest is not None and self.earliest > day:
            return Answer.NO
        return Answer.POSSIBLY

    def __str__(self) -> str:
        return self.edtf


def partial(value: PartialDate | date | str) -> PartialDate:
    """attrs converter: a day or an EDTF text becomes a PartialDate."""
    if isinstance(value, PartialDate):
        return value
    if isinstance(value, datetime):
        raise DomainError("a date, not a time, is wanted here; pass when.date()", where="date")
    return PartialDate(value.isoformat() if isinstance(value, date) else value)


def partial_or_none(value: PartialDate | date | str | None) -> PartialDate | None:
    """attrs converter: as ``partial``, and None stays None."""
    return None if value is None else partial(value)


def holds_on(since: PartialDate, until: PartialDate | None, day: date) -> Answer:
    """Whether a state that began ``since`` and lasts through ``until`` (the last day; None: still) holds on ``day``.

    Each date also limits the other, since nothing ends before it begins.
    """
    began = since.on_or_before(day)
    if until is None or began is Answer.NO:
        return began
    if until.latest is not None and until.latest < day:
        return Answer.NO
    surely_began = began is Answer.YES or until.latest == day
    surely_lasts = any(limit is not None and limit >= day for limit in (until.earliest, since.earliest))
    return Answer.YES if surely_began and surely_lasts else Answer.POSSIBLY


def refuse_reversed(since: PartialDate, until: PartialDate | None, where: str) -> None:
    """Raises ``DomainError`` where the last day surely lies before the first."""
    if until is not None and until.latest is not None and since.earliest is not None and until.latest < since.earliest:
        raise DomainError(f"it ends ({until}) before it begins ({since}); swap or correct the dates", where=where)


def expect_day(value: object, where: str) -> None:
    """Raises ``DomainError`` for what is no day of the calendar; a time is none."""
    if isinstance(value, datetime) or not isinstance(value, date):
        raise DomainError(f"expected a date, not {told(value)}; write date(2026, 9, 15)", where=where)


# -- whole days ----------------------------------------------------------------------------------------------------


@attrs.frozen
class Days:
    """Whole days, ``first`` to ``last``, both included; no clock and no zone. Raises ``DomainError`` if last < first."""

    first: date
    last: date = attrs.field(default=attrs.Factory(lambda self: self.first, takes_self=True))

    def __attrs_post_init__(self) -> None:
        for day in (self.first, self.last):
            if isinstance(day, datetime) or not isinstance(day, date):
                raise DomainError("whole days are dates; for a time of day use a Slot", where="days")
        if self.last < self.first:
            raise DomainError(f"the last day {self.last} is before the first {self.first}; swap them", where="days")
