"""Time zones of other programs: known ones under many names, and those that a message describes itself.

A VTIMEZONE is read by the plain arithmetic that writes ours (``clock_changes``). icalendar would hand it to dateutil, which walks
a rule through every year since 1601, and FREQ=SECONDLY through every second.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo, available_timezones

import attrs
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from coordkit.calendar.allowance import Allowance
from coordkit.calendar.clock_changes import Change, Observance, YearlyDay
from coordkit.calendar.content_lines import Component, Line
from coordkit.domain.slots import zone_info

MOST_RULES = 6
_MOST_LINES = 400

_WALL = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z?", re.ASCII | re.IGNORECASE)
_OFFSET = re.compile(r"([+-])(\d\d)(\d\d)(\d\d)?", re.ASCII)
_DAY = re.compile(r"\+?([1-5]|-1)(MO|TU|WE|TH|FR|SA|SU)")
_MONTH = re.compile(r"0?[1-9]|1[0-2]")
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_RENAMED = {"Europe/Kiev": "Europe/Kyiv", "Europe/Uzhgorod": "Europe/Kyiv", "Europe/Zaporozhye": "Europe/Kyiv"}


def known_zone(named: str) -> str | None:
    """The IANA name of a zone: of an IANA name in any case, a Windows name (CLDR), or one with a prefix such as
    ``/mozilla.org/20050126_1/Europe/Kiev``. None for a name that nobody keeps.

    >>> known_zone("FLE Standard Time"), known_zone("/example.org/1/Europe/Kiev"), known_zone("Customized Time Zone")
    ('Europe/Kyiv', 'Europe/Kyiv', None)
    """
    named = zone_name(named)
    parts = named.strip("/").split("/")
    if named.lower() == "z" or parts[-1].lower() in ("utc", "gmt"):
        return "UTC"
    # Longest first: America/Argentina/Buenos_Aires has three parts. One part alone after a prefix is too little to go by.
    tried = [WINDOWS_TO_OLSON.get(named, ""), *("/".join(parts[-count:]) for count in (len(parts), 3, 2) if count <= len(parts))]
    found = next((zone for name in tried if (zone := _zones().get(name.lower()))), None)
    return _RENAMED.get(found, found) if found else None


@lru_cache(maxsize=1024)
def loaded(zone: str) -> ZoneInfo:
    """The zone of a name that ``known_zone`` gave. All of them stay loaded: reading one takes longer than an event."""
    return zone_info(zone)


def zone_name(said: str) -> str:
    """A TZID without quotes and white space around it."""
    return said.strip().strip('"').strip()[:200]


@attrs.frozen
class DescribedZone:
    """A zone as a message describes it: changes that it lists, the earliest first, when clocks first show each of them
    (``shown``), and rules that come back each year, up to an instant or without end."""

    listed: tuple[Change, ...]
    shown: tuple[datetime, ...]
    rules: tuple[tuple[Observance, datetime | None], ...]

    def offset(self, wall: datetime, allowance: Allowance) -> timedelta:
        """How far the clocks stand from UTC when they show this; in an hour that is skipped or comes twice, as before the change
        (RFC 5545 section 3.3.5)."""
        allowance.spend("clock_changes", 2 * len(self.rules))
        last = bisect_right(self.shown, wall)
        passed = [*self.listed[last - 1 : last], *(change for change in self._by_rule(wall.year) if _shown(change) <= wall)]
        return max(passed, key=_at).after if passed else self.listed[0].before

    def _by_rule(self, year: int) -> Iterator[Change]:
        for side, until in self.rules:
            for each in (year - 1, year):
                change = side.in_year(each) if each > 1 else None
                if change and change.at > side.onset.at and (until is None or change.at <= until):
                    yield change


def described_zone(zone: Component, allowance: Allowance) -> DescribedZone | None:
    """The zone that a VTIMEZONE describes, None where a part of it cannot be followed. Raises ``ParseError`` for too long a one."""
    listed: list[Change] = []
    rules: list[tuple[Observance, datetime | None]] = []
    for part in zone.parts:
        start, before, after = part.first("DTSTART"), _offset(part.first("TZOFFSETFROM")), _offset(part.first("TZOFFSETTO"))
        walls = [_wall(start.value if start else "")]
        walls += [_wall(said) for line in islice(part.each("RDATE"), _MOST_LINES) for said in line.value.split(",")]
        allowance.spend("clock_changes", len(walls))
        if before is None or after is None:
            return None
        for wall in walls:
            if wall is None or not 1 < wall.year < 9999:
                return None
            listed.append(Change(wall.replace(tzinfo=UTC) - before, before, after, ""))
        if rule := part.first("RRULE"):
            parts = dict(word.split("=", 1) for word in rule.value.upper().strip().split(";") if "=" in word)
            day, until = _yearly(parts), _wall(parts.get("UNTIL", ""))
            if day is None or (until is None and "UNTIL" in parts):
                return None
            rules.append((Observance(listed[-len(walls)], day), until.replace(tzinfo=UTC) if until else None))
    if not listed or len(rules) > MOST_RULES:
        return None
    listed.sort(key=_at)
    return DescribedZone(tuple(listed), tuple(map(_shown, listed)), tuple(rules))


def _shown(change: Change) -> datetime:
    """The first time on the clock (naive) that surely is after a change."""
    return change.wall + max(change.after - change.before, timedelta(0))


def _at(change: Change) -> datetime:
    return change.at


def _yearly(rule: dict[str, str]) -> YearlyDay | None:
    """The day of ``FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU``; None for any other rule."""
    day, month = _DAY.fullmatch(rule.get("BYDAY", "")), _MONTH.fullmatch(rule.get("BYMONTH", ""))
    known = {"FREQ", "BYMONTH", "BYDAY", "INTERVAL", "WKST", "UNTIL"}
    if rule.get("FREQ") != "YEARLY" or rule.get("INTERVAL", "1") != "1" or not known.issuperset(rule) or not day or not month:
        return None
    return YearlyDay(int(month[0]), int(day[1]), _WEEKDAYS.index(day[2]))


def _wall(said: str) -> datetime | None:
    found = _WALL.fullmatch(said.strip())
    try:
        return datetime.strptime(found[0][:15].upper(), "%Y%m%dT%H%M%S") if found else None
    except ValueError:
        return None


def _offset(line: Line | None) -> timedelta | None:
    found = _OFFSET.fullmatch(line.value.strip()) if line else None
    if not found:
        return None
    size = timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=int(found[4] or 0))
    return (-size if found[1] == "-" else size) if size < timedelta(days=1) else None


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    # In small letters stand there: localtime and posixrules, which mean another zone on another machine.
    return {name.lower(): name for name in sorted(available_timezones()) if name[0].isupper()}
