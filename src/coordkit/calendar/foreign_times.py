"""Times of other programs: in UTC, in a zone by any of its names or as the message describes it, whole days, or without zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import attrs
from icalendar.prop import vDuration

from coordkit.calendar.allowance import Allowance
from coordkit.calendar.content_lines import Component, Line
from coordkit.calendar.foreign_zones import DescribedZone, described_zone, known_zone, loaded, zone_name
from coordkit.calendar.incoming import IncomingTime

_LONGEST = timedelta(days=36_600)
_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?", re.ASCII | re.IGNORECASE)


@attrs.define
class Times:
    """Reads the times of one VCALENDAR; a zone that it describes is read when a time names it."""

    calendar: Component
    allowance: Allowance
    _described: dict[str, DescribedZone | None] = attrs.field(factory=dict, init=False)
    _components: dict[str, Component] | None = attrs.field(default=None, init=False)

    def at(self, line: Line | None) -> IncomingTime | None:
        """What a DATE or DATE-TIME says; None where it is none, or lies outside what a calendar can hold.

        A zone that we know by its name comes before what the message says of it: the name means the law, and the descriptions
        are often old, or cut down to one year.
        """
        found = _TIME.fullmatch(line.value.strip()) if line else None
        if line is None or found is None:
            return None
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
        try:
            if found[4] is None or (line.parameter("VALUE") or "").upper() == "DATE":
                return IncomingTime(day=date(year, month, day))
            # A leap second is the one before it to a clock that knows none (RFC 5545 section 3.3.12).
            wall = datetime(year, month, day, hour, minute, 59 if second == 60 else second)
            if found[7]:
                return IncomingTime(instant=wall.replace(tzinfo=UTC))
            return self._in_zone(wall, line.parameter("TZID") or "")
        except (ValueError, OverflowError):
            return None

    def _in_zone(self, wall: datetime, named: str) -> IncomingTime:
        if zone := known_zone(named):
            return IncomingTime(instant=wall.replace(tzinfo=loaded(zone)).astimezone(UTC), zone=zone)
        if described := self._zone(zone_name(named)):
            return IncomingTime(instant=wall.replace(tzinfo=UTC) - described.offset(wall, self.allowance))
        return IncomingTime(local=wall)

    def _zone(self, named: str) -> DescribedZone | None:
        if self._components is None:
            zones = [(zone.first("TZID"), zone) for zone in self.calendar.parts if zone.kind == "VTIMEZONE"]
            self._components = {zone_name(tzid.text()): zone for tzid, zone in reversed(zones) if tzid}
        if named in self._components and named not in self._described:
            self._described[named] = described_zone(self._components[named], self.allowance)
        return self._described.get(named)


def after(start: IncomingTime | None, line: Line | None) -> IncomingTime | None:
    """When that ends which starts then and lasts as a DURATION says: its days on the clock, the rest as it passes."""
    lasts = _duration(line)
    if start is None or lasts is None:
        return None
    days = timedelta(days=lasts.days)
    try:
        if start.day:
            return IncomingTime(day=start.day + days)
        if start.local:
            return IncomingTime(local=start.local + lasts)
        if start.instant and start.zone:
            ends = (start.instant.astimezone(loaded(start.zone)) + days).astimezone(UTC) + (lasts - days)
            return IncomingTime(instant=ends, zone=start.zone)
        return IncomingTime(instant=start.instant + lasts) if start.instant else None
    except OverflowError:
        return None


def _duration(line: Line | None) -> timedelta | None:
    said = line.value.strip().upper() if line else ""
    if not said or len(said) > 60:
        return None
    try:
        lasts: timedelta = vDuration.from_ical(said)  # type: ignore[no-untyped-call]  # icalendar does not type it
    except (ValueError, OverflowError):
        return None
    return lasts if timedelta(0) <= lasts <= _LONGEST else None
