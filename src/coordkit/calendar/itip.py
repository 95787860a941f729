"""What the organizer sends: REQUEST, CANCEL, DECLINECOUNTER and PUBLISH of a meeting, a series or one occurrence (RFC 5546).

All work on records as a Release shows them. DTSTAMP is the time at which the message is queued. Each raises ``DomainError`` for
what cannot be sent, with the reason and what to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256
from types import NoneType

import attrs

from coordkit.calendar.events import (
    CANCELLED,
    Event,
    Telling,
    Times,
    Unfit,
    between,
    calendar_of,
    event_of,
    meeting_event,
    recurrence_id,
    times_of,
)
from coordkit.calendar.people import Attendee, Organizer, Party, attendee_lines, organizer_line
from coordkit.calendar.series_events import occurrence_days, series_event, series_times
from coordkit.calendar.zones import ZoneBook
from coordkit.domain.clock_times import ClockTime
from coordkit.domain.errors import DomainError, expect
from coordkit.domain.meetings import Meeting, MeetingStatus
from coordkit.domain.series import MeetingSeries, SeriesStatus
from coordkit.domain.slots import When, zone_info

Subject = Meeting | MeetingSeries


@attrs.frozen
class Override:
    """An occurrence of a series that stands for itself, as the recipient may see it, with the recipient's part in it."""

    meeting: Meeting
    recipient: Attendee
    others: Sequence[Attendee] = ()
    locality: str | None = None


def request(
    subject: Subject,
    *,
    organizer: Organizer,
    recipient: Attendee,
    others: Sequence[Attendee] = (),
    overrides: Sequence[Override] = (),
    also_without: Sequence[date] = (),
    follows: str | None = None,
    stamp: datetime,
    languages: Sequence[str],
    locality: str | None = None,
    sequence: int | None = None,
) -> bytes:
    """An invitation or an update for one recipient: METHOD:REQUEST (RFC 5546 section 3.2.2).

    ``others`` are further attendees whom the recipient may see, ``follows`` the uid of the series that this one continues
    (RELATED-TO), ``sequence`` a SEQUENCE other than the record's own. A series carries its ``overrides``, each with the SEQUENCE of
    its meeting; ``also_without`` are days of overrides that were cancelled, or that the recipient may not see. Overrides of days
    that the series does not have (any more) are left out: no program knows what to do with them.
    """
    _expect(subject, organizer, recipient)
    telling = Telling(
        stamp=stamp,
        languages=languages,
        locality=locality,
        sequence=sequence,
        people=(organizer_line(organizer), *attendee_lines(recipient, others)),
        follows=follows,
    )
    book = ZoneBook()
    if isinstance(subject, MeetingSeries):
        if subject.status is SeriesStatus.CANCELLED:
            raise DomainError("this series is cancelled; tell it with cancel()", where=str(subject.id))
        events = [_fit(subject, series_event(subject, telling, book, also_without))]
        events += _overriding(subject, overrides, also_without, telling, organizer, book)
    else:
        if overrides or also_without:
            raise DomainError("only a series has overrides and days without; leave them out", where=str(subject.id))
        events = [_requested(subject, telling, book)]
    return calendar_of("REQUEST", events)


def cancel(
    subject: Subject,
    *,
    organizer: Organizer,
    recipient: Attendee,
    removed: bool = False,
    occurrence: ClockTime | None = None,
    was: When | None = None,
    comment: str | None = None,
    stamp: datetime,
    languages: Sequence[str],
    locality: str | None = None,
    sequence: int | None = None,
) -> bytes:
    """METHOD:CANCEL for one recipient (RFC 5546 section 3.2.5), without description, agenda and link.

    STATUS is CANCELLED, and not there where only the recipient is ``removed`` from the list. ``occurrence`` is the original start
    of one occurrence of a series for which there is no Meeting. ``was`` is the time that was announced last: give it where the
    meeting has none any more, since programs that do not find the event by its UID find it by its time. ``comment`` says more, such
    as that the meeting is postponed without a date.
    """
    telling = _told(subject, organizer, recipient, stamp, languages, locality, sequence, comment)
    times = _times(subject, occurrence, was)
    return calendar_of("CANCEL", [event_of(subject, telling, times, None if removed else CANCELLED, is_brief=True)])


def decline_counter(
    subject: Subject,
    *,
    organizer: Organizer,
    recipient: Attendee,
    occurrence: ClockTime | None = None,
    was: When | None = None,
    comment: str | None = None,
    stamp: datetime,
    languages: Sequence[str],
    sequence: int,
) -> bytes:
    """METHOD:DECLINECOUNTER: what the recipient proposed is not taken up (RFC 5546 section 3.2.8).

    ``sequence`` is the SEQUENCE of the proposal, which is echoed; the other arguments are those of ``cancel``.
    """
    telling = _told(subject, organizer, recipient, stamp, languages, None, sequence, comment)
    return calendar_of("DECLINECOUNTER", [event_of(subject, telling, _times(subject, occurrence, was), None, is_brief=True)])


def publish(
    meeting: Meeting, *, organizer: Organizer, stamp: datetime, languages: Sequence[str], locality: str | None = None
) -> bytes:
    """A public notice of one meeting: METHOD:PUBLISH, with an organizer and without attendees (RFC 5546 section 3.2.1)."""
    expect(meeting, Meeting, "meeting", "give the meeting itself, not its id")
    expect(organizer, Organizer, "organizer", "write Organizer(Party(name, address))")
    people = (organizer_line(organizer),)
    telling = Telling(stamp=stamp, languages=languages, locality=locality, people=people)
    return calendar_of("PUBLISH", [_fit(meeting, meeting_event(meeting, telling, ZoneBook()))])


def told_digest(calendar: bytes) -> str:
    """What the recipient of one of our calendars would read, as 32 hex digits.

    DTSTAMP, LAST-MODIFIED and SEQUENCE do not count, nor do answers (PARTSTAT): an update is due only where this differs.
    """
    lines = calendar.replace(b"\r\n ", b"").split(b"\r\n")
    told = (_without_answer(line) for line in lines if not _TECHNICAL.match(line))
    return sha256(b"\r\n".join(told)).hexdigest()[:32]


_TECHNICAL = re.compile(rb"(DTSTAMP|LAST-MODIFIED|SEQUENCE):")
_ANSWER = re.compile(rb'("[^"]*")|;PARTSTAT=[A-Z-]+')


def _without_answer(line: bytes) -> bytes:
    return _ANSWER.sub(lambda found: found[1] or b"", line) if line.startswith(b"ATTENDEE;") else line


def _expect(subject: object, organizer: object, recipient: object) -> None:
    expect(subject, (Meeting, MeetingSeries), "subject", "give the meeting or series itself, not its id")
    expect(organizer, Organizer, "organizer", "write Organizer(Party(name, address))")
    expect(recipient, Attendee, "recipient", "write Attendee(party=Party(name, address))")


def _fit(subject: Subject, event: Event | Unfit) -> Event:
    if isinstance(event, Unfit):
        raise DomainError(f"it cannot be sent: {event.reason}", where=str(subject.id))
    return event


def _requested(meeting: Meeting, telling: Telling, book: ZoneBook) -> Event:
    if meeting.status is MeetingStatus.CANCELLED:
        raise DomainError("this meeting is cancelled; tell it with cancel()", where=str(meeting.id))
    return _fit(meeting, meeting_event(meeting, telling, book))


def _overriding(
    series: MeetingSeries,
    overrides: Sequence[Override],
    also_without: Sequence[date],
    telling: Telling,
    organizer: Organizer,
    book: ZoneBook,
) -> Iterator[Event]:
    """The overrides of a series, in order of their original start."""
    by_day: dict[date, Override] = {}
    for override in overrides:
        original = override.meeting.occurrence
        if original is None or override.meeting.uid != series.uid:
            raise DomainError("this meeting is no occurrence of the series", where=str(override.meeting.id))
        by_day[original.day] = override
    days = occurrence_days(series, max(by_day, default=series.first.day), also_without)
    for day, override in sorted(by_day.items()):
        if day in days:
            people = (organizer_line(organizer), *attendee_lines(override.recipient, override.others))
            yield _requested(
                override.meeting,
                attrs.evolve(telling, people=people, locality=override.locality, sequence=None, follows=None),
                book,
            )


def _told(
    subject: Subject,
    organizer: Organizer,
    recipient: Attendee,
    stamp: datetime,
    languages: Sequence[str],
    locality: str | None,
    sequence: int | None,
    comment: str | None,
) -> Telling:
    _expect(subject, organizer, recipient)
    if isinstance(subject, Meeting) and subject.status is MeetingStatus.DRAFT:
        raise DomainError("a draft was announced to nobody; there is nothing to call off", where=str(subject.id))
    people = (organizer_line(organizer), *attendee_lines(recipient, asks=False))
    return Telling(stamp=stamp, languages=languages, locality=locality, sequence=sequence, comment=comment, people=people)


def _times(subject: Subject, occurrence: ClockTime | None, was: When | None) -> Times:
    """Which event it is, and when it is or was. A series whose rule cannot be written is named by its first start."""
    expect(occurrence, (ClockTime, NoneType), "occurrence", "write ClockTime(datetime(2026, 9, 15, 10), zone)")
    book = ZoneBook()
    if isinstance(subject, MeetingSeries):
        if occurrence is not None:
            return recurrence_id(occurrence, book) + _lasting(occurrence, subject.duration, book)
        whole = series_times(subject, book)
        return _lasting(subject.first, subject.duration, ZoneBook()) if isinstance(whole, Unfit) else whole
    if occurrence is not None:
        raise DomainError("a meeting knows itself which occurrence it is; leave occurrence out", where=str(subject.id))
    announced = subject.announced.when if subject.announced else None
    known = (times_of(when, book) for when in (was, subject.when, announced))
    found = next((times for times in known if times is not None), None)
    if subject.occurrence is None:
        return found or Times()
    return recurrence_id(subject.occurrence, book) + (found or _lasting(subject.occurrence, None, book))


def _lasting(start: ClockTime, duration: timedelta | None, book: ZoneBook) -> Times:
    """From then on, for so long; None: nobody here knows, and only the start is named."""
    begins, info = start.in_utc(), zone_info(start.zone)
    times = between(start.zone, begins.astimezone(info), (begins + (duration or timedelta(0))).astimezone(info), book)
    return times if duration else attrs.evolve(times, lines=times.lines[:1])


__all__ = [
    "Attendee",
    "Organizer",
    "Override",
    "Party",
    "Subject",
    "cancel",
    "decline_counter",
    "publish",
    "request",
    "told_digest",
]
