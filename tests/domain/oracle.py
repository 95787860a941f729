"""A slow and obvious oracle: what can be true on a day, by trying every day that each date known in part can mean.

The world has a few days only, so that all choices can be tried; the dates that are drawn leave one day before and two days after
them, which stand for all that lies further off.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import product

from hypothesis import strategies as st

from coordkit import Answer, PartialDate
from coordkit.domain.rules.spans import Lasting

FIRST = date(2024, 1, 1)
WORLD = [FIRST + timedelta(days=offset) for offset in range(-1, 7)]
NEAR = st.integers(0, 4).map(lambda offset: FIRST + timedelta(days=offset))
"""Days inside the world."""

DATES = st.one_of(
    NEAR.map(date.isoformat),
    st.tuples(NEAR, NEAR).map(lambda pair: f"[{min(pair)}..{max(pair)}]"),
    NEAR.map(lambda day: f"[..{day}]"),
    NEAR.map(lambda day: f"[{day}..]"),
    st.just("XXXX-XX-XX"),
).map(PartialDate)
"""Dates known in part whose limits lie inside the world."""

Span = tuple[date, date]


def days_of(known: PartialDate) -> list[date]:
    """Every day of the world that the date can mean."""
    return [day for day in WORLD if (known.earliest or day) <= day <= (known.latest or day)]


def spans_of(since: PartialDate, until: PartialDate | None) -> list[Span]:
    """Every first and last day that these can mean; without an end it lasts."""
    lasts = [date.max] if until is None else days_of(until)
    return [(first, last) for first in days_of(since) for last in lasts if first <= last]


def worlds(*lasting: Lasting) -> Iterator[tuple[Span, ...]]:
    """Every choice of a first and a last day for each of these."""
    return product(*(spans_of(each.since, each.until) for each in lasting))


def orders_of(dates: Sequence[PartialDate], begun: tuple[date, ...] = ()) -> Iterator[tuple[date, ...]]:
    """Every choice of days on which what follows one another can have begun, each on or after the one before."""
    if len(begun) == len(dates):
        yield begun
        return
    for day in days_of(dates[len(begun)]):
        if not begun or begun[-1] <= day:
            yield from orders_of(dates, (*begun, day))


def told(found: Iterable[bool]) -> Answer:
    """Yes if all that can be say so, no if none does, else possibly."""
    seen = set(found)
    assert seen, "nothing can be: the records contradict themselves, so a test must not ask"
    return Answer.POSSIBLY if len(seen) == 2 else Answer.YES if seen == {True} else Answer.NO
