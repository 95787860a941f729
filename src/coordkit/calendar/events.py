"""Meetings as calendar objects: a VEVENT (RFC 5545 section 3.6.1, RFC 7986).

All work on records as a Release shows them: what the gate took away is not there to be written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta

import attrs

from coordkit.calendar.words import description, location, phrases
from coordkit.calendar.writing import at_local, at_utc, on_day, text_line, token_line, uri, uri_line
from coordkit.calendar.zones import ZoneRule
from coordkit.domain.clock_times import ClockTime
from coordkit.domain.dates import Days, PartialDate
from coordkit.domain.errors import DomainError
from coordkit.domain.meetings import Meeting, MeetingStatus
from coordkit.domain.records import Tlp
from coordkit.domain.series import MeetingSeries
from coordkit.domain.slots import Slot, When, zone_info

PRODID = "-//coordkit//coordkit//EN"
CONFIRMED, CANCELLED = "CONFIRMED", "CANCELLED"

_CLASSES = {
    Tlp.CLEAR: "PUBLIC",
    Tlp.GREEN: "PRIVATE",
    Tlp.AMBER: "PRIVATE",
    Tlp.AMBER_STRICT: "PRIVATE",
    Tlp.RED: "CONFIDENTIAL",
}

_INVITED_TO = frozenset({MeetingStatus.SCHEDULED, MeetingStatus.UNDER_WAY, MeetingStatus.INTERRUPTED})

ZoneOf = Callable[[str, datetime, datetime], ZoneRule | None]
"""Takes an IANA name and the two ends of an event; gives the rule to write it with, None for UTC. A ``ZoneBook`` is one."""


@attrs.frozen
class Event:
    """A VEVENT as bytes, and the zones that its calendar must describe (none: it is in UTC or has whole days)."""

    body: bytes
    zones: tuple[ZoneRule, ...] = ()


@attrs.frozen
class Unfit:
    """Why a meeting or a series cannot stand in a calendar: a code, and words for the report."""

    code: str
    reason: str


@attrs.frozen
class Times:
    """The lines that say when, and the zones that they name."""

    lines: tuple[bytes, ...] = ()
    zones: tuple[ZoneRule, ...] = ()

    def __add__(self, other: Times) -> Times:
        return Times(self.lines + other.lines, self.zones + other.zones)


@attrs.frozen(kw_only=True)
class Telling:
    """What a calendar object says beside the record.

    ``stamp`` is the DTSTAMP (aware), ``languages`` the order of preference for texts, ``locality`` the name of the venue's area for
    readers to whom the record does not show the exact place. ``sequence`` stands in place of the record's own, ``people`` are the
    finished lines of organizer and attendees, ``follows`` is the uid of what it continues, ``comment`` a remark to the recipient.
    """

    stamp: datetime
    languages: Sequence[str]
    locality: str | None = None
    sequence: int | None = None
    people: Sequence[bytes] = ()
    follows: str | None = None
    comment: str | None = None


def meeting_event(meeting: Meeting, telling: Telling, zone_of: ZoneOf, *, alone: bool = False) -> Event | Unfit:
    """The meeting as a VEVENT, or why it is none.

    An occurrence of a series names its original start (RECURRENCE-ID) beside the UID of the series; ``alone`` makes it a meeting
    under a UID of its own, for a calendar that does not hold the series. Raises ``DomainError`` for a naive ``stamp``.
    """
    if meeting.status is MeetingStatus.DRAFT:
        return Unfit("draft", "a draft; it is not announced yet")
    try:
        times = times_of(meeting.when, zone_of)
    except OverflowError:
        return Unfit("outside_calendar", f"its time {meeting.when} lies outside the calendar")
    if times is None:
        return _vague(meeting.status, meeting.when)
    status = CANCELLED if meeting.status is MeetingStatus.CANCELLED else CONFIRMED
    if meeting.occurrence is None:
        return event_of(meeting, telling, times, status)
    if alone:
        return event_of(meeting, telling, times, status, uid=str(meeting.id.uuid))
    return event_of(meeting, telling, recurrence_id(meeting.occurrence, zone_of) + times, status)


def event_of(
    subject: Meeting | MeetingSeries,
    telling: Telling,
    times: Times,
    status: str | None,
    *,
    uid: str | None = None,
    is_brief: bool = False,
) -> Event:
    """The VEVENT of a meeting or a series at these times. ``is_brief`` leaves out what concerns only those who come."""
    languages = telling.languages
    body = [
        b"BEGIN:VEVENT\r\n",
        text_line("UID", uid or subject.uid),
        token_line("DTSTAMP", at_utc(telling.stamp)),
        *times.lines,
        token_line("SEQUENCE", str(subject.sequence if telling.sequence is None else telling.sequence)),
        token_line("STATUS", status) if status else b"",
        token_line("CLASS", _CLASSES[subject.tlp]),
        text_line("SUMMARY", subject.title.best(*languages)),
        b"" if is_brief else text_line("DESCRIPTION", description(subject, languages)),
        text_line("LOCATION", location(subject, languages, telling.locality) or ""),
        text_line("CATEGORIES", *_categories(subject, languages)),
        *(() if is_brief else _links(subject, languages)),
        text_line("RELATED-TO", telling.follows or ""),
        text_line("COMMENT", telling.comment or ""),
        token_line("LAST-MODIFIED", at_utc(subject.changed_at)) if subject.changed_at else b"",
        *telling.people,
        b"END:VEVENT\r\n",
    ]
    return Event(b"".join(body), times.zones)


def times_of(when: When | None, zone_of: ZoneOf) -> Times | None:
    """DTSTART and DTEND; what a day's DTEND names is the day after the last (RFC 5545 section 3.6.1). None for no certain day."""
    if isinstance(when, Slot):
        return between(when.zone, when.starts, when.ends, zone_of)
    if isinstance(when, Days):
        return _whole_days(when.first, when.last)
    if when is not None and when.earliest is not None and when.earliest == when.latest:
        return _whole_days(when.earliest, when.earliest)
    return None


def between(zone: str, start: datetime, end: datetime, zone_of: ZoneOf) -> Times:
    """DTSTART and DTEND of aware times in a zone, beside its name where ``zone_of`` describes it, else in UTC."""
    known = zone_of(zone, start, end)
    if known is None:
        return Times((token_line("DTSTART", at_utc(start)), token_line("DTEND", at_utc(end))))
    named = {"TZID": zone}
    return Times((token_line("DTSTART", at_local(start), named), token_line("DTEND", at_local(end), named)), (known,))


def recurrence_id(original: ClockTime, zone_of: ZoneOf) -> Times:
    """Which occurrence of its series it is, beside the UID that all of them share (RFC 5545 section 3.8.4.4).

    It stands in the series' own zone, or in UTC where the calendar does not describe that zone at that time.
    """
    start = original.in_utc().astimezone(zone_info(original.zone))
    known = zone_of(original.zone, start, start)
    if known is None:
        return Times((token_line("RECURRENCE-ID", at_utc(start)),))
    return Times((token_line("RECURRENCE-ID", at_local(start), {"TZID": original.zone}),), (known,))


def calendar_head(*lines: bytes) -> bytes:
    """What every calendar begins with, and then these lines."""
    return b"".join((
        b"BEGIN:VCALENDAR\r\n", token_line("VERSION", "2.0"), token_line("PRODID", PRODID),
        token_line("CALSCALE", "GREGORIAN"), *lines,
    ))  # fmt: skip


CALENDAR_FOOT = b"END:VCALENDAR\r\n"


def calendar_of(method: str, events: Iterable[Event]) -> bytes:
    """A whole calendar with a METHOD: each zone once, then the events."""
    listed = tuple(events)
    zones = {zone.zone: zone.ical for event in listed for zone in event.zones}
    bodies = (event.body for event in listed)
    return b"".join((calendar_head(token_line("METHOD", method)), *zones.values(), *bodies, CALENDAR_FOOT))


def _whole_days(first: date, last: date) -> Times:
    days = {"VALUE": "DATE"}
    after = last + timedelta(days=1)
    return Times((token_line("DTSTART", on_day(first), days), token_line("DTEND", on_day(after), days)))


def _vague(status: MeetingStatus, when: When | None) -> Unfit:
    is_postponed = status is MeetingStatus.POSTPONED
    code, reason = ("postponed_", "postponed; ") if is_postponed else ("", "")
    if when is None or when == PartialDate.unknown():
        return Unfit(f"{code}no_date", f"{reason}no date known")
    return Unfit(f"{code}no_day", f"{reason}date known only as {when}")


def _categories(subject: Meeting | MeetingSeries, languages: Sequence[str]) -> tuple[str, ...]:
    themes = subject.themes if isinstance(subject, Meeting) else ()
    return (subject.tlp.label, *subject.topics, *(theme.best(*languages) for theme in themes))


def _links(subject: Meeting | MeetingSeries, languages: Sequence[str]) -> list[bytes]:
    """The address for joining (RFC 7986 section 5.11) and the page that the record comes from; what is no address is left out."""
    lines = []
    link = subject.venue.link if subject.venue else None
    if link and (address := uri(link)):
        parameters = {"VALUE": "URI", "LABEL": phrases(languages).join}
        lines.append(uri_line("CONFERENCE", address, parameters))
    page = next((source.url for source in subject.sources if source.url and source.field is None), None)
    if page and (address := uri(page)):
        lines.append(uri_line("URL", address))
    return lines


def invitable(meeting: Meeting) -> Slot | Days:
    """The time of a meeting that people can be invited to. Raises ``DomainError`` with what to do where they cannot."""
    if meeting.status not in _INVITED_TO:
        raise DomainError(
            f"nobody can be invited to a meeting that is {meeting.status.value}; use scheduled(when) first, "
            "or plan a new meeting where this one is over",
            where=str(meeting.id),
        )
    if not isinstance(meeting.when, Slot | Days):
        raise DomainError("an invitation needs a time; use moved_to(when) with a Slot or whole Days",
                          where=str(meeting.id))  # fmt: skip
    return meeting.when
