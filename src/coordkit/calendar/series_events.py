"""A series as one calendar object: the VEVENT from which calendars count out its occurrences (RFC 5545 section 3.8.5)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, timedelta
from functools import lru_cache
from itertools import takewhile

import attrs

from coordkit.calendar.events import CANCELLED, CONFIRMED, Event, Telling, Times, Unfit, event_of
from coordkit.calendar.rules import Misread, read_alike
from coordkit.calendar.writing import at_local, at_utc, token_line
from coordkit.calendar.zones import LAST_YEAR, ZoneBook, ZoneRule, series_zone
from coordkit.domain.clock_times import ClockTime
from coordkit.domain.errors import DomainError
from coordkit.domain.recurrence import ForeignRule, Recurrence
from coordkit.domain.series import MeetingSeries, SeriesStatus
from coordkit.domain.slots import is_skipped, zone_info

_HORIZON = date(LAST_YEAR, 12, 31)


@attrs.frozen
class _Plan:
    """What is written of a series: its rule, the rule of its zone (None: UTC), the days of its rule left out, and those added."""

    rrule: str
    zone: ZoneRule | None
    exdates: tuple[date, ...]
    rdates: tuple[date, ...]


def series_event(series: MeetingSeries, telling: Telling, book: ZoneBook, without: Iterable[date] = ()) -> Event | Unfit:
    """The series as a VEVENT with its rule, or why programs would not all read it alike.

    ``without`` are days on which it does not take place, beside its exceptions. Refused are a foreign rule, one that programs
    misread (such as a yearly one on 29 February), and a series with a start or end in the hour that clocks skip or repeat; of one
    that goes on, the years through ``zones.LAST_YEAR`` are looked at. Raises ``DomainError`` for a naive ``stamp``.
    """
    times = series_times(series, book, without)
    if isinstance(times, Unfit):
        return times
    return event_of(series, telling, times, CANCELLED if series.status is SeriesStatus.CANCELLED else CONFIRMED)


def series_times(series: MeetingSeries, book: ZoneBook, without: Iterable[date] = ()) -> Times | Unfit:
    """DTSTART on the rule's first start in the series' own zone, DTEND, RRULE, EXDATE for days of the rule, RDATE in UTC."""
    rule = series.rule
    if isinstance(rule, ForeignRule):
        return Unfit("foreign_rule", f"its rule “{rule}” is kept as it came, and nobody here knows its days: {rule.reason}")
    gone = tuple(sorted({*series.exceptions, *without}))
    plan = _plan(series.first, series.duration, rule, gone, series.additions)
    if isinstance(plan, Unfit):
        return plan
    if plan.zone is None:
        return Times(_lines(series, plan))
    if not book.takes(plan.zone):
        return Unfit("zone", f"it needs another description of {series.first.zone} than the calendar in which it is to stand")
    return Times(_lines(series, plan), (plan.zone,))


def occurrence_days(series: MeetingSeries, through: date, without: Iterable[date] = ()) -> frozenset[date]:
    """The days through ``through`` on which it takes place by its rule and additions, as far as rules are followed.

    A cancelled series has them too, they are what is called off; one with a foreign rule has none.
    """
    if isinstance(series.rule, ForeignRule):
        return frozenset()
    added = {day for day in series.additions if day <= through}
    return (_days_of(series.rule, series.first.day, through) | added).difference(series.exceptions, without)


def _days_of(rule: Recurrence, first: date, through: date) -> frozenset[date]:
    return frozenset(takewhile(lambda day: day <= through, rule.days_in_reach(first)))


@lru_cache(maxsize=256)
def _plan(
    first: ClockTime, duration: timedelta, rule: Recurrence, gone: tuple[date, ...], additions: tuple[date, ...]
) -> _Plan | Unfit:
    """Kept for the next recipient of the same series: to look at every occurrence takes a while."""
    written = read_alike(rule, first.day)
    if isinstance(written, Misread):
        return Unfit(written.code, written.reason)
    of_rule = _days_of(rule, first.day, max((_HORIZON, *additions)))
    added = tuple(day for day in additions if day not in gone and day not in of_rule)  # twice is twice to ical.js
    taking_place = of_rule.difference(gone).union(added)
    if of_rule and not taking_place:
        return Unfit("no_occurrence", "every one of its days is left out; cancel it instead")
    left_out = tuple(day for day in gone if day in of_rule)
    for day in left_out:
        if is_skipped(first.on(day).start, first.zone):
            start = first.on(day).start
            return Unfit("odd_hour", f"programs leave out {start} in different ways, the clocks skip it; choose another hour")
    try:
        starts = [first.on(day).start for day in sorted({first.day, *taking_place})]
        return _Plan(written.rrule(first), series_zone(first.zone, starts, duration), left_out, added)
    except DomainError as error:
        return Unfit("odd_hour", error.message)


def _lines(series: MeetingSeries, plan: _Plan) -> tuple[bytes, ...]:
    first = series.first
    begins = first.start.replace(tzinfo=zone_info(first.zone))
    ends = (begins.astimezone(UTC) + series.duration).astimezone(begins.tzinfo)
    written, named = (at_utc, {}) if plan.zone is None else (at_local, {"TZID": first.zone})
    exdates = ",".join(written(first.on(day).start.replace(tzinfo=begins.tzinfo)) for day in plan.exdates)
    rdates = ",".join(at_utc(first.on(day).in_utc()) for day in plan.rdates)
    return (
        token_line("DTSTART", written(begins), named),
        token_line("DTEND", written(ends), named),
        token_line("RRULE", plan.rrule),
        token_line("EXDATE", exdates, named) if exdates else b"",
        token_line("RDATE", rdates) if rdates else b"",
    )
