"""Meetings as calendar objects: a VEVENT, a feed of many, and a REQUEST to one recipient (RFC 5545, 5546, 7986).

All work on records as a Release shows them: what the gate took away is not there to be written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

import attrs
from icalendar import Timezone

from coordkit.calendar.words import description, location, phrases
from coordkit.calendar.writing import (
    at_local,
    at_utc,
    mail_address,
    mailto,
    on_day,
    one_line,
    text_line,
    token_line,
    uri,
    uri_line,
)
from coordkit.calendar.zones import ZoneRule, calendar_zone, event_zone
from coordkit.domain.dates import Days, PartialDate
from coordkit.domain.errors import DomainError
from coordkit.domain.invitations import ParticipationRole, Response
from coordkit.domain.meetings import Meeting, MeetingStatus
from coordkit.domain.records import Tlp
from coordkit.domain.slots import Slot, zone_info

PRODID = "-//coordkit//coordkit//EN"
# A record that was never saved has no time of its last change; a fixed one keeps the bytes of a feed stable.
NEVER_SAVED = datetime(1970, 1, 1, tzinfo=UTC)

_CLASSES = {
    Tlp.CLEAR: "PUBLIC",
    Tlp.GREEN: "PUBLIC",
    Tlp.AMBER: "PRIVATE",
    Tlp.AMBER_STRICT: "PRIVATE",
    Tlp.RED: "CONFIDENTIAL",
}
_INVITED_TO = frozenset({MeetingStatus.SCHEDULED, MeetingStatus.UNDER_WAY, MeetingStatus.INTERRUPTED})

ZoneOf = Callable[[str, datetime, datetime], Timezone | None]
"""Takes an IANA name and the two ends of an event; gives the VTIMEZONE to write it with, None for UTC."""


@attrs.frozen
class Party:
    """A name and a mail address. The name is put on one line. Raises ``DomainError`` for what is no address."""

    name: str = attrs.field(converter=one_line)
    address: str = attrs.field(converter=mail_address)


@attrs.frozen(kw_only=True)
class Attendee:
    """Somebody asked to a meeting: a person, or an organization at its role address (``is_group``)."""

    party: Party
    role: ParticipationRole = ParticipationRole.REQUIRED
    response: Response = Response.NEEDS_ACTION
    is_group: bool = False


@attrs.frozen
class Event:
    """A VEVENT as bytes, and the VTIMEZONE that its calendar needs (None: it is in UTC or has whole days)."""

    body: bytes
    zone: Timezone | None


@attrs.frozen
class Unfit:
    """Why a meeting cannot stand in a calendar: a code, and words for the report."""

    code: str
    reason: str


def meeting_event(
    meeting: Meeting,
    *,
    stamp: datetime,
    languages: Sequence[str],
    locality: str | None = None,
    organizer: Party | None = None,
    attendees: Sequence[Attendee] = (),
    zone_of: ZoneOf = event_zone,
) -> Event | Unfit:
    """The meeting as a VEVENT, or why it is none.

    ``stamp`` is the DTSTAMP (aware), ``languages`` the order of preference for texts, ``locality`` the name of the venue's
    area for readers to whom the record does not show the exact place. Raises ``DomainError`` for a naive ``stamp``.
    """
    if meeting.status is MeetingStatus.DRAFT:
        return Unfit("draft", "a draft; it is not announced yet")
    try:
        times = _times(meeting, zone_of)
    except OverflowError:
        return Unfit("outside_calendar", f"its time {meeting.when} lies outside the calendar")
    if isinstance(times, Unfit):
        return times
    lines, zone = times
    cancelled = meeting.status is MeetingStatus.CANCELLED
    body = [
        b"BEGIN:VEVENT\r\n",
        text_line("UID", meeting.uid),
        token_line("DTSTAMP", at_utc(stamp)),
        *_recurrence_id(meeting, zone, zone_of),
        *lines,
        token_line("SEQUENCE", str(meeting.sequence)),
        token_line("STATUS", "CANCELLED" if cancelled else "CONFIRMED"),
        token_line("CLASS", _CLASSES[meeting.tlp]),
        text_line("SUMMARY", meeting.title.best(*languages)),
        text_line("DESCRIPTION", description(meeting, languages)),
    ]
    if where := location(meeting, languages, locality):
        body.append(text_line("LOCATION", where))
    if meeting.themes:
        body.append(text_line("CATEGORIES", *(theme.best(*languages) for theme in meeting.themes)))
    body += _links(meeting, languages)
    if meeting.changed_at:
        body.append(token_line("LAST-MODIFIED", at_utc(meeting.changed_at)))
    if organizer:
        body.append(uri_line("ORGANIZER", mailto(organizer.address), _named(organizer)))
    body += map(_attendee, attendees)
    body.append(b"END:VEVENT\r\n")
    return Event(b"".join(body), zone)


def write_feed(
    meetings: Iterable[Meeting],
    *,
    name: str,
    languages: Sequence[str],
    locality_of: Callable[[str], str | None],
    out: BinaryIO,
    left_out: Callable[[Meeting, Unfit], None],
) -> int:
    """Writes a calendar of many meetings to ``out``, one after another, and gives how many it holds.

    ``locality_of`` gives the name of an area's code; ``left_out`` gets each meeting that cannot stand there, with the reason.
    No METHOD, no ORGANIZER, no ATTENDEE; DTSTAMP is the time of the record's last change, so nothing changed means the
    same bytes. Each zone is described once, before its first event; events that this does not describe are in UTC.
    """
    out.write(_head(text_line("NAME", name), text_line("X-WR-CALNAME", name)))
    zone_of = _FeedZones()
    described: set[str] = set()
    written = 0
    for meeting in meetings:
        venue = meeting.venue
        event = meeting_event(
            meeting,
            stamp=meeting.changed_at or NEVER_SAVED,
            languages=languages,
            locality=locality_of(venue.locality) if venue and venue.locality else None,
            zone_of=zone_of,
        )
        if isinstance(event, Unfit):
            left_out(meeting, event)
            continue
        if event.zone is not None and event.zone.tz_name not in described:
            described.add(event.zone.tz_name)
            out.write(event.zone.to_ical())
        out.write(event.body)
        written += 1
    out.write(_FOOT)
    return written


def request(
    meeting: Meeting,
    *,
    organizer: Party,
    recipient: Attendee,
    others: Sequence[Attendee] = (),
    stamp: datetime,
    languages: Sequence[str],
    locality: str | None = None,
) -> bytes:
    """An invitation for one recipient: a calendar with METHOD:REQUEST (RFC 5546 section 3.2.2).

    ``others`` are further attendees whom the recipient may see; ``stamp`` is the time at which the message is queued.
    Raises ``DomainError`` for a meeting that nobody can be invited to.
    """
    invitable(meeting)
    attendees = {attendee.party.address.lower(): attendee for attendee in (*others, recipient)}
    event = meeting_event(
        meeting,
        stamp=stamp,
        languages=languages,
        locality=locality,
        organizer=organizer,
        attendees=tuple(attendees.values()),
    )
    if isinstance(event, Unfit):
        raise DomainError(f"it cannot be sent: {event.reason}", where=str(meeting.id))
    zone = event.zone.to_ical() if event.zone is not None else b""
    return _head(token_line("METHOD", "REQUEST")) + zone + event.body + _FOOT


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


class _FeedZones:
    """The zones of one feed: each with the one VTIMEZONE by which all of its events go, or none."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[ZoneRule, Timezone] | None] = {}

    def __call__(self, zone: str, start: datetime, end: datetime) -> Timezone | None:
        if zone not in self._known:
            rule = calendar_zone(zone)
            self._known[zone] = (rule, rule.component()) if rule else None
        known = self._known[zone]
        return known[1] if known and known[0].describes(start, end) else None


def _times(meeting: Meeting, zone_of: ZoneOf) -> tuple[list[bytes], Timezone | None] | Unfit:
    """DTSTART and DTEND; what a day's DTEND names is the day after the last (RFC 5545 section 3.6.1)."""
    when = meeting.when
    if isinstance(when, Slot):
        start, end = when.starts, when.ends
        zone = zone_of(when.zone, start, end)
        if zone is None:
            return [token_line("DTSTART", at_utc(start)), token_line("DTEND", at_utc(end))], None
        named = {"TZID": when.zone}
        return [token_line("DTSTART", at_local(start), named), token_line("DTEND", at_local(end), named)], zone
    if isinstance(when, Days):
        first, last = when.first, when.last
    elif when is not None and when.earliest is not None and when.earliest == when.latest:
        first = last = when.earliest
    else:
        return _vague(meeting.status, when)
    days = {"VALUE": "DATE"}
    return [
        token_line("DTSTART", on_day(first), days),
        token_line("DTEND", on_day(last + timedelta(days=1)), days),
    ], None


def _recurrence_id(meeting: Meeting, zone: Timezone | None, zone_of: ZoneOf) -> list[bytes]:
    """Which occurrence of its series it is, beside the UID that all of them share (RFC 5545 section 3.8.4.4).

    It stands in the series' own zone where the event's VTIMEZONE describes that time too, else in UTC.
    """
    original = meeting.occurrence
    if original is None:
        return []
    start = original.in_utc().astimezone(zone_info(original.zone))
    described = zone_of(original.zone, start, start)
    if zone is None or described is None or described.to_ical() != zone.to_ical():
        return [token_line("RECURRENCE-ID", at_utc(start))]
    return [token_line("RECURRENCE-ID", at_local(start), {"TZID": original.zone})]


def _vague(status: MeetingStatus, when: PartialDate | None) -> Unfit:
    is_postponed = status is MeetingStatus.POSTPONED
    code, reason = ("postponed_", "postponed; ") if is_postponed else ("", "")
    if when is None or when == PartialDate.unknown():
        return Unfit(f"{code}no_date", f"{reason}no date known")
    return Unfit(f"{code}no_day", f"{reason}date known only as {when}")


def _links(meeting: Meeting, languages: Sequence[str]) -> list[bytes]:
    """The address for joining (RFC 7986 section 5.11) and the page that the record comes from; what is no address is left out."""
    lines = []
    link = meeting.venue.link if meeting.venue else None
    if link and (address := uri(link)):
        parameters = {"VALUE": "URI", "LABEL": phrases(languages).join}
        lines.append(uri_line("CONFERENCE", address, parameters))
    page = next((source.url for source in meeting.sources if source.url and source.field is None), None)
    if page and (address := uri(page)):
        lines.append(uri_line("URL", address))
    return lines


def _attendee(attendee: Attendee) -> bytes:
    parameters = {
        **_named(attendee.party),
        "CUTYPE": "GROUP" if attendee.is_group else "INDIVIDUAL",
        "ROLE": attendee.role.value,
        "PARTSTAT": attendee.response.value,
        "RSVP": "FALSE" if attendee.role is ParticipationRole.INFORMED else "TRUE",
    }
    return uri_line("ATTENDEE", mailto(attendee.party.address), parameters)


def _named(party: Party) -> dict[str, str]:
    return {"CN": party.name} if party.name else {}


def _head(*lines: bytes) -> bytes:
    return b"".join((
        b"BEGIN:VCALENDAR\r\n", token_line("VERSION", "2.0"), token_line("PRODID", PRODID),
        token_line("CALSCALE", "GREGORIAN"), *lines,
    ))  # fmt: skip


_FOOT = b"END:VCALENDAR\r\n"
