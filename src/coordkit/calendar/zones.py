"""Our own VTIMEZONE: at most one STANDARD and one DAYLIGHT, each with one yearly RRULE of one BYDAY, and no RDATE.

That is all that every calendar program reads alike. RFC 5545 section 3.6.5 allows more; Outlook ignores RDATE and keeps
one pair (MS-OXCICAL 2.1.3.1.1.19), and other parsers misread longer histories by an hour.

A zone's past is cut into `ZoneRule`s: stretches of time in which one such pair (or one unchanging offset) gives exactly
the changes that zoneinfo gives. What lies in no stretch, or in two, is written in UTC. All is derived from zoneinfo, so
it is as right as the tz data of the machine (the system's before those of the package tzdata).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from operator import itemgetter
from zoneinfo import ZoneInfo

import attrs
from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

from coordkit.calendar.clock_changes import Change, Observance, changes_in, offset
from coordkit.domain.errors import DomainError
from coordkit.domain.slots import is_repeated, is_skipped, zone_info

FIRST_YEAR = 1970
LAST_YEAR = 2037
"""The last whole year of 32-bit clocks, and far beyond what any law on clock changes promises; later is UTC."""


@attrs.frozen
class ZoneRule:
    """A stretch of a zone's time, from ``since`` up to ``until`` (UTC), that one VTIMEZONE describes exactly.

    Standard is the side with the smaller offset, whatever the law calls it (Europe/Dublin), so that no parser meets a
    negative daylight saving.
    """

    zone: str
    since: datetime
    until: datetime
    standard: Observance
    daylight: Observance | None = None

    def holds(self, first: datetime, last: datetime) -> bool:
        """Whether the stretch contains all from ``first`` to ``last`` (aware); at ``until`` the clocks have changed."""
        return self.since <= first <= last < self.until

    def describes(self, start: datetime, end: datetime) -> bool:
        """Whether an event (aware times in this zone) may be written with this VTIMEZONE.

        Not where it lies outside the stretch, nor where it starts or ends in an hour that comes twice or is skipped:
        parsers choose differently there, whatever RFC 5545 section 3.3.5 says. Such an event is written in UTC.
        """
        walls = (_wall(start, self.zone), _wall(end, self.zone))
        odd = any(is_repeated(wall, self.zone) or is_skipped(wall, self.zone) for wall in walls)
        return not odd and self.holds(start, end)

    @property
    def ical(self) -> bytes:
        """The VTIMEZONE as it is written; the same bytes for every event in the stretch."""
        return _vtimezone(self)


def calendar_zone(zone: str) -> ZoneRule | None:
    """The rule for a calendar of many events, known before the first of them: the last one that the tz data hold.

    A writer that streams makes a ``ZoneBook`` of it. For Europe/Kyiv TZID holds for all since 1997 but the changing hours.
    The answer depends on the tz data alone, on no clock, so a feed's bytes stay. None (UTC, or a zone
    whose last years follow no yearly pair) means: write all events in UTC.
    """
    if is_utc(zone):
        return None
    rules = zone_rules(zone)
    return rules[0] if rules and rules[0].until == _HORIZON else None


def series_zone(zone: str, starts: Sequence[datetime], duration: timedelta) -> ZoneRule | None:
    """The rule for a series with these starts (naive local times) and elapsed duration; None: ``zone`` is UTC.

    Of a series without end give the occurrences of the years that matter: nobody can promise a zone's law for ever.

    Raises DomainError where an occurrence starts or ends in an hour that comes twice or is skipped, where the clocks
    change during one (programs disagree whether its hours or its end on the clock then stay), and where one pair of
    rules does not describe the zone over all occurrences. A series cannot fall back to UTC: 10:00 would not stay 10:00.
    """
    if not starts:
        raise DomainError("a series without occurrences has nothing to write; give it at least one")
    if is_utc(zone):
        return None
    info = zone_info(zone)
    spans = [_occurrence(start, duration, info) for start in starts]
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    rule = zone_rule(zone, first, last)
    if rule is None:
        raise DomainError(
            f"no one pair of yearly clock changes describes {zone} from {first:%Y-%m-%d} to {last:%Y-%m-%d}; "
            "split the series where the law changes, or write its meetings singly"
        )
    return rule


class ZoneBook:
    """The zones of one calendar: each with the one rule by which all of its events go, or are in UTC.

    The first event of a zone decides by which rule; ``choose`` gives it (None: the event is in UTC). Call it with a zone and the
    two ends of an event (aware): it gives the rule whose VTIMEZONE the event is written with, None for UTC.
    """

    def __init__(self, choose: Callable[[str, datetime, datetime], ZoneRule | None] | None = None) -> None:
        self._choose = choose or zone_rule
        self._known: dict[str, ZoneRule] = {}

    def __call__(self, zone: str, start: datetime, end: datetime) -> ZoneRule | None:
        rule = self._rule(zone, start, end)
        return rule if rule and rule.describes(start, end) else None

    def takes(self, rule: ZoneRule) -> bool:
        """Whether a series that needs this very rule can stand in the calendar; the events of its zone may go by another one."""
        return self._rule(rule.zone, rule.since, rule.until - timedelta(seconds=1)) == rule

    def _rule(self, zone: str, start: datetime, end: datetime) -> ZoneRule | None:
        if zone not in self._known:
            rule = None if is_utc(zone) else self._choose(zone, start, end)
            if rule is None:
                return None
            self._known[zone] = rule
        return self._known[zone]


def zone_rule(zone: str, first: datetime, last: datetime) -> ZoneRule | None:
    """The stretch that holds ``first`` to ``last`` (aware instants), None where there is none."""
    if first.tzinfo is None or last.tzinfo is None:
        raise DomainError("a time without a zone is no instant; give aware datetimes")
    return next((rule for rule in zone_rules(zone) if rule.holds(first, last)), None)


@lru_cache(maxsize=32)
def zone_rules(zone: str) -> tuple[ZoneRule, ...]:
    """The zone cut into stretches, the latest first. A pair seen in one year only is no rule and is left out."""
    info = zone_info(zone)
    years = {year: changes_in(info, year) for year in range(FIRST_YEAR, LAST_YEAR + 2)}
    rules: list[ZoneRule] = []
    year = LAST_YEAR
    while year >= FIRST_YEAR:
        readings = ((_reach_back(sides, year, years), sides) for sides in _pairs(years[year]))
        began, sides = min(readings, key=itemgetter(0), default=(year, ()))
        if not years[year]:
            rules.append(_unchanging(zone, info, began, year, years))
        elif year > began:
            rules.append(_changing(zone, sides, began, year, years))
        year = began - 1
    return tuple(rules)


def is_utc(zone: str) -> bool:
    """Whether this is UTC itself under one of its names, and no place that happens to keep it."""
    return zone.removeprefix("Etc/") in {"UTC", "UCT", "Universal", "Zulu"}


_HORIZON = datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC)


def _pairs(changes: Sequence[Change]) -> list[tuple[Observance, ...]]:
    """Every way to read the changes of one year as yearly rules: none for no change, up to four for two of them."""
    if not changes:
        return [()]
    if len(changes) != 2:
        return []
    one, other = changes
    return [(Observance(one, day), Observance(other, again)) for day in one.days() for again in other.days()]


def _reach_back(sides: tuple[Observance, ...], year: int, years: dict[int, tuple[Change, ...]]) -> int:
    """The earliest year from which the rules give, year by year, exactly the changes that zoneinfo gives."""
    while year - 1 in years and tuple(side.in_year(year - 1) for side in sides) == years[year - 1]:
        year -= 1
    return year


def _unchanging(zone: str, info: ZoneInfo, began: int, ended: int, years: dict[int, tuple[Change, ...]]) -> ZoneRule:
    if before := years.get(began - 1):
        onset = before[-1]
    else:
        start = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
        stands = offset(info, start)
        onset = Change(start - stands, stands, stands, start.astimezone(info).tzname() or "")
    after = years[ended + 1]
    return ZoneRule(zone, onset.at, _end(ended, after), Observance(onset))


def _changing(zone: str, sides: tuple[Observance, ...], began: int, ended: int, years: dict[int, tuple[Change, ...]]) -> ZoneRule:
    first = [Observance(change, side.day) for change, side in zip(years[began], sides, strict=True)]
    standard, daylight = sorted(first, key=lambda side: side.onset.after)
    expected = [change for side in sides if (change := side.in_year(ended + 1))]
    until = _end(ended, [*years[ended + 1], *expected])
    return ZoneRule(zone, first[0].onset.at, until, standard, daylight)


def _end(ended: int, following: Sequence[Change]) -> datetime:
    """Up to when a rule that was last seen in a year holds: the next change, real or expected, or the horizon."""
    if ended == LAST_YEAR:
        return _HORIZON
    return min((change.at for change in following), default=datetime(ended + 2, 1, 1, tzinfo=UTC))


def _wall(at: datetime, zone: str) -> datetime:
    """The naive local time; a time that already stands in the zone keeps its clock face, a skipped one too."""
    if isinstance(at.tzinfo, ZoneInfo) and at.tzinfo.key == zone:
        return at.replace(tzinfo=None)
    return at.astimezone(zone_info(zone)).replace(tzinfo=None)


def _occurrence(start: datetime, duration: timedelta, info: ZoneInfo) -> tuple[datetime, datetime]:
    """The instants (UTC) at which one occurrence starts and ends, or the reason why it cannot stand in a series."""
    zone = info.key
    begins = start.replace(tzinfo=info).astimezone(UTC)
    ends = begins + duration
    advice = "choose another hour or except this day"
    if is_skipped(start, zone):
        raise DomainError(f"{start:%Y-%m-%d %H:%M} does not exist in {zone}, the clocks skip it; {advice}")
    for wall in (start, ends.astimezone(info).replace(tzinfo=None)):
        if is_repeated(wall, zone):
            raise DomainError(f"{wall:%Y-%m-%d %H:%M} comes twice in {zone}, the clocks go back; {advice}")
    if offset(info, begins) != offset(info, ends):
        raise DomainError(f"the clocks of {zone} change during the occurrence of {start:%Y-%m-%d %H:%M}; {advice}")
    return begins, ends


@lru_cache(maxsize=64)
def _vtimezone(rule: ZoneRule) -> bytes:
    made = Timezone()
    made.add("tzid", rule.zone)
    made.add_component(_observance(TimezoneStandard(), rule.standard))
    if rule.daylight:
        made.add_component(_observance(TimezoneDaylight(), rule.daylight))
    written: bytes = made.to_ical()
    return written


def _observance(side: TimezoneStandard | TimezoneDaylight, of: Observance) -> TimezoneStandard | TimezoneDaylight:
    side.add("dtstart", of.onset.wall)
    side.add("tzoffsetfrom", of.onset.before)
    side.add("tzoffsetto", of.onset.after)
    side.add("tzname", of.onset.name)
    if of.day:
        side.add("rrule", of.day.rrule)
    return side
