"""Rules at random, with days left out and added: whatever is written of them, four parsers count out the same days."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import attrs
import pytest

from coordkit.calendar import series_events
from coordkit.domain.clock_times import ClockTime
from coordkit.domain.errors import DomainError
from coordkit.domain.periods import Frequency, OnWeekday, Weekday
from coordkit.domain.recurrence import Recurrence
from coordkit.domain.series import MeetingSeries
from tests.calendar.samples import requested, series
from tests.interop.engines import readings_of_files
from tests.interop.readings import LIMIT, written

SEED, EACH = 1545, 40
# libical is asked about the years before 2037, and 60 occurrences of the others need not reach so far.
_BEFORE = "2036"
_ZONES = ("Europe/Kyiv", "Europe/Kyiv", "UTC", "America/New_York", "Australia/Sydney")


def _daily(rng: random.Random) -> Recurrence:
    return Recurrence(frequency=Frequency.DAILY, interval=rng.choice([1, 2, 3, 13]))


def _weekly(rng: random.Random) -> Recurrence:
    weekdays = rng.sample(tuple(Weekday), rng.randint(0, 4))
    interval = rng.choice([1, 2, 2, 3, 13])
    return Recurrence(frequency=Frequency.WEEKLY, interval=interval, weekdays=weekdays, week_start=rng.choice(tuple(Weekday)))


def _ordinals(rng: random.Random) -> tuple[OnWeekday, ...]:
    ordinals = (1, 2, 3, 4, 5, -1, -2, -3, -4, -5)
    return tuple({OnWeekday(rng.choice(tuple(Weekday)[:3]), rng.choice(ordinals)) for _ in range(rng.randint(1, 3))})


def _monthly(rng: random.Random) -> Recurrence:
    if rng.random() < 0.5:
        return Recurrence(frequency=Frequency.MONTHLY, interval=rng.choice([1, 2, 5]), weekdays=_ordinals(rng))
    return Recurrence(frequency=Frequency.MONTHLY, interval=rng.choice([1, 2, 5]), month_days=_month_days(rng))


def _month_days(rng: random.Random) -> tuple[int, ...]:
    return tuple(rng.sample([1, 9, 15, 28, 29, 30, 31, -1], rng.randint(0, 3)))


def _yearly(rng: random.Random) -> Recurrence:
    months = rng.sample(range(1, 13), rng.randint(1, 3))
    if rng.random() < 0.5:
        return Recurrence(frequency=Frequency.YEARLY, interval=rng.choice([1, 2, 3]), months=months, weekdays=_ordinals(rng))
    return Recurrence(frequency=Frequency.YEARLY, interval=rng.choice([1, 2, 3]), months=months, month_days=_month_days(rng))


KINDS: tuple[Callable[[random.Random], Recurrence], ...] = (_daily, _weekly, _monthly, _yearly)


def anything(rng: random.Random, kind: Callable[[random.Random], Recurrence]) -> MeetingSeries | None:
    """A series at random; None where the dice gave no such thing."""
    try:
        rule = kind(rng)
        if rng.random() < 0.7:
            ends = (
                {"count": rng.randint(2, 40)}
                if rng.random() < 0.5
                else {"until": date(2026, 6, 1) + timedelta(rng.randint(0, 2500))}
            )
            rule = attrs.evolve(rule, **ends)
        first = next(rule.days_in_reach(date(2025, 1, 1) + timedelta(rng.randint(0, 900))), None)
        if first is None:
            return None
        days = [day for day, _ in zip(rule.days_in_reach(first), range(30), strict=False)]
        return attrs.evolve(
            series(),
            rule=rule,
            first=ClockTime(datetime(first.year, first.month, first.day, rng.choice([0, 1, 9, 23]), 30), rng.choice(_ZONES)),
            exceptions=rng.sample(days, min(len(days) - 1, rng.choice([0, 0, 1, 3]))),
            additions={first + timedelta(rng.randint(1, 300)) for _ in range(rng.choice([0, 1, 2]))}.difference(days),
        )
    except DomainError:
        return None


def right(what: MeetingSeries) -> list[str | None]:
    """The starts by the rule as the domain counts it, and zoneinfo."""
    assert isinstance(what.rule, Recurrence)
    of_rule = (day for day in what.rule.days_in_reach(what.first.day) if day.year < 2037)
    days = sorted({*of_rule, *what.additions}.difference(what.exceptions))
    zone = ZoneInfo(what.first.zone)
    return clipped([written(what.first.on(day).start.replace(tzinfo=zone)) for day in days][:LIMIT])


def clipped(starts: list[str | None]) -> list[str | None]:
    return [start for start in starts if start is not None and start < _BEFORE]


def misread(folder: Path, kind: Callable[[random.Random], Recurrence]) -> dict[str, list[str]]:
    """The rules of which an engine counts out other days, with these engines."""
    rng = random.Random(SEED)
    made: dict[Path, MeetingSeries] = {}
    while len(made) < EACH:
        what = anything(rng, kind)
        try:
            raw = requested(what) if what else None
        except DomainError:  # it is not sent, with the reason
            raw = None
        if what and raw:
            path = (folder / f"{len(made)}.ics").resolve()
            path.write_bytes(raw)
            made[path] = what
    found: dict[str, list[str]] = {}
    for path, readings in readings_of_files(made).items():
        what = made[path]
        engines = [each.engine for each in readings if not each.events or clipped(list(each.events[0].occurrences)) != right(what)]
        if engines:
            found[f"{what.first} {what.rule} but {what.exceptions} and {what.additions}"] = engines
    return found


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__.strip("_"))
def test_four_parsers_count_out_the_same_days(kind: Callable[[random.Random], Recurrence], tmp_path: Path) -> None:
    assert misread(tmp_path, kind) == {}


@pytest.mark.parametrize("kind", [_weekly, _yearly], ids=["weekly", "yearly"])
def test_without_our_care_they_would_not(
    kind: Callable[[random.Random], Recurrence], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the same rules as they stand."""

    def as_it_stands(rule: Recurrence, first: date) -> Recurrence:
        return rule

    series_events._plan.cache_clear()
    monkeypatch.setattr(series_events, "read_alike", as_it_stands)
    found = misread(tmp_path, kind)
    series_events._plan.cache_clear()
    assert found
