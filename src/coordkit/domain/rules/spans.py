"""Time in three-valued answers: the days on which one can change, and from when to when nothing held."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Protocol

from coordkit.domain.dates import Answer, PartialDate

_A_DAY = timedelta(days=1)


class Lasting(Protocol):
    """What begins ``since`` a date and lasts through ``until`` (None: still)."""

    @property
    def since(self) -> PartialDate:
        """When it began."""
        ...

    @property
    def until(self) -> PartialDate | None:
        """Its last day."""
        ...


def any_of(answers: Iterable[Answer]) -> Answer:
    """Whether one of several that do not depend on each other holds."""
    found = set(answers)
    return next((answer for answer in (Answer.YES, Answer.POSSIBLY) if answer in found), Answer.NO)


def together(answers: Iterable[Answer]) -> Answer:
    """The answer where one of several is the case and it is not known which; no where there are none."""
    found = set(answers)
    return found.pop() if len(found) == 1 else Answer.POSSIBLY if found else Answer.NO


def dates_of(spans: Iterable[Lasting]) -> tuple[PartialDate, ...]:
    """All dates on which these begin and end."""
    return tuple(known for span in spans for known in (span.since, span.until) if known is not None)


def telling_days(dates: Iterable[PartialDate], first: date | None, last: date | None) -> tuple[date, ...]:
    """The days that stand for all from ``first`` through ``last`` (None: without end), in order.

    From each through the day before the next, no answer changes that rests on ``dates``.
    """
    begin, end = first or date.min, last or date.max
    limits = {limit for known in dates for limit in (known.earliest, known.latest) if limit is not None}
    changes = limits | {limit + _A_DAY for limit in limits if limit < date.max}
    return (begin, *sorted(day for day in changes if begin < day <= end))


def over_days(days: Iterable[date], ask: Callable[[date], Answer]) -> Answer:
    """The answer for some day among these, where it is not known which."""
    return together(map(ask, days))


def between(first: date | None, last: date | None) -> PartialDate:
    """A date with these limits; None: not known.

    >>> str(between(date(2024, 3, 2), None)), str(between(None, None))
    ('[2024-03-02..]', 'XXXX-XX-XX')
    """
    if first is None and last is None:
        return PartialDate.unknown()
    if first == last and first is not None:
        return PartialDate(first.isoformat())
    return PartialDate(f"[{first.isoformat() if first else ''}..{last.isoformat() if last else ''}]")


def ended_before(spans: Iterable[Lasting], day: date) -> PartialDate | None:
    """The first of the days without any of ``spans`` that lead to ``day``, on which none of them holds; None: none was before it.

    Exact for the limits: each is the case for some choice of the days that the dates can mean, and nothing beyond them is.
    """
    latest, surely = [], []
    for span in spans:
        if day == date.min or span.until is None:
            continue  # what lasts and does not hold on the day begins after it
        ends = min(span.until.latest or date.max, day - _A_DAY)
        from_ = _later(span.until.earliest, span.since.earliest)
        if from_ is not None and from_ > ends:
            continue
        latest.append(ends)
        if from_ is not None and not _may_begin_after(span, day):
            surely.append(from_)
    if not latest:
        return None
    return between(max(surely) + _A_DAY if surely else None, max(latest) + _A_DAY)


def begun_after(spans: Iterable[Lasting], day: date) -> PartialDate | None:
    """The last of the days without any of ``spans`` that follow ``day``, on which surely none holds; None: none comes after it.

    Exact as ``ended_before`` is; without a later limit where nothing says by when the next one came.
    """
    coming = [span for span in spans if span.since.earliest is not None and span.since.earliest > day]
    if not coming:
        return None
    latest = min(map(latest_beginning, coming))
    first = min(span.since.earliest for span in coming if span.since.earliest is not None)
    return between(first - _A_DAY, latest - _A_DAY if latest < date.max else None)


def latest_beginning(span: Lasting) -> date:
    """The latest day on which it can have begun, which is none after its end; ``date.max`` where nothing limits it."""
    return min(span.since.latest or date.max, (span.until.latest if span.until else None) or date.max)


def may_end_before(span: Lasting, day: date) -> bool:
    """Whether it can have been over before ``day``."""
    limits = (span.until.earliest, span.since.earliest) if span.until else (date.max,)
    return all(limit is None or limit < day for limit in limits)


def _may_begin_after(span: Lasting, day: date) -> bool:
    return latest_beginning(span) > day


def _later(one: date | None, other: date | None) -> date | None:
    return max((day for day in (one, other) if day is not None), default=None)
