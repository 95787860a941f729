"""A calendar of many meetings to subscribe to: single ones, and series with what became of their occurrences (RFC 5545, 7986)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import BinaryIO

import attrs

from coordkit.calendar.colors import css_color
from coordkit.calendar.events import CALENDAR_FOOT, Event, Telling, Unfit, calendar_head, meeting_event
from coordkit.calendar.series_events import occurrence_days, series_event
from coordkit.calendar.writing import text_line, token_line, uri_line
from coordkit.calendar.zones import ZoneBook, calendar_zone
from coordkit.domain.errors import DomainError
from coordkit.domain.meetings import Meeting, MeetingStatus
from coordkit.domain.series import MeetingSeries

# A record that was never saved has no time of its last change; a fixed one keeps the bytes of a feed stable.
NEVER_SAVED = datetime(1970, 1, 1, tzinfo=UTC)


@attrs.frozen
class SeriesInFeed:
    """A series, the meetings that stand for occurrences of it, and the days of those about which the reader is told nothing."""

    series: MeetingSeries
    meetings: Sequence[Meeting] = ()
    withheld: Iterable[date] = ()


def write_feed(
    entries: Iterable[Meeting | SeriesInFeed],
    *,
    name: str,
    languages: Sequence[str],
    locality_of: Callable[[str], str | None],
    out: BinaryIO,
    left_out: Callable[[Meeting | MeetingSeries, Unfit], None],
    source: str | None = None,
    color: str | None = None,
    refresh: timedelta | None = None,
) -> int:
    """Writes a calendar of many meetings to ``out``, one entry after another, and gives how many records stand in it.

    ``locality_of`` gives the name of an area's code; ``left_out`` gets each record that cannot stand there, with the reason.
    ``source`` is the address at which the feed is kept, ``color`` a CSS3 name, ``refresh`` how often to look again (RFC 7986). No
    METHOD, no ORGANIZER, no ATTENDEE; DTSTAMP is the time of the record's last change, so nothing changed means the same bytes.
    Each zone is described once, before its first event; single events that this does not describe are in UTC.

    A series stands there with its rule, without the days of cancelled and withheld occurrences. A meeting that stands for an
    occurrence which the file does not hold gets a UID of its own: no event names an occurrence that is not there. Raises
    ``DomainError``, before a byte is written, for a colour, an address or an interval that is none.
    """
    out.write(calendar_head(*_described(name, source, color, refresh)))
    writer = _Writer(languages, locality_of, left_out)
    for entry in entries:
        for event in writer.events(entry):
            for zone in event.zones:
                if zone.zone not in writer.described:
                    writer.described.add(zone.zone)
                    out.write(zone.ical)
            out.write(event.body)
    out.write(CALENDAR_FOOT)
    return writer.written


@attrs.define
class _Writer:
    """The events of one feed; ``written`` counts the records that stand in it, a cancelled occurrence as a day left out."""

    languages: Sequence[str]
    locality_of: Callable[[str], str | None]
    left_out: Callable[[Meeting | MeetingSeries, Unfit], None]
    book: ZoneBook = attrs.field(factory=lambda: ZoneBook(lambda zone, start, end: calendar_zone(zone)))
    described: set[str] = attrs.field(factory=set)
    written: int = 0

    def events(self, entry: Meeting | SeriesInFeed) -> Iterator[Event]:
        if isinstance(entry, Meeting):
            yield from self._fit(entry, meeting_event(entry, self._telling(entry), self.book, alone=True))
        else:
            yield from self._series(entry)

    def _series(self, entry: SeriesInFeed) -> Iterator[Event]:
        """The series and its occurrences; these by themselves, where it cannot stand there or has not their day (any more)."""
        series = entry.series
        by_day = {each.occurrence.day: each for each in entry.meetings if each.occurrence is not None}
        events = {day: meeting_event(each, self._telling(each), self.book) for day, each in by_day.items()}
        called_off = {day for day, each in by_day.items() if each.status is MeetingStatus.CANCELLED}
        unfit = {day for day, event in events.items() if isinstance(event, Unfit) and event.code != "draft"}
        without = called_off.union(unfit, entry.withheld)
        whole = series_event(series, self._telling(series), self.book, without)
        yield from self._fit(series, whole)
        days = occurrence_days(series, max(by_day, default=series.first.day)) if isinstance(whole, Event) else frozenset()
        for day, meeting in sorted(by_day.items()):
            if day not in days:
                yield from self.events(meeting)
            elif day in called_off:
                self.written += 1
            else:
                yield from self._fit(meeting, events[day])

    def _telling(self, record: Meeting | MeetingSeries) -> Telling:
        venue = record.venue
        locality = self.locality_of(venue.locality) if venue and venue.locality else None
        return Telling(stamp=record.changed_at or NEVER_SAVED, languages=self.languages, locality=locality)

    def _fit(self, record: Meeting | MeetingSeries, event: Event | Unfit) -> Iterator[Event]:
        if isinstance(event, Event):
            self.written += 1
            yield event
        else:
            self.left_out(record, event)


def _described(name: str, source: str | None, color: str | None, refresh: timedelta | None) -> Iterator[bytes]:
    yield text_line("NAME", name)
    yield text_line("X-WR-CALNAME", name)
    if refresh is not None:
        yield token_line("REFRESH-INTERVAL", _duration(refresh), {"VALUE": "DURATION"})
    if source is not None:
        yield uri_line("SOURCE", source, {"VALUE": "URI"})
    if color is not None:
        yield token_line("COLOR", css_color(color))


def _duration(interval: timedelta) -> str:
    """A DURATION (RFC 5545 section 3.3.6): ``PT12H``, ``P1D``, ``PT90M``."""
    seconds = interval // timedelta(seconds=1)
    if seconds < 1 or interval.microseconds:
        raise DomainError(f"{interval} is no interval to look again; give whole seconds, more than none", where="refresh")
    for unit, length in (("D", 86_400), ("H", 3_600), ("M", 60)):
        if seconds % length == 0:
            return f"P{seconds // length}{unit}" if unit == "D" else f"PT{seconds // length}{unit}"
    return f"PT{seconds}S"
