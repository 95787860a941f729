"""What a message that came in says, before anybody believes it: plain facts, read leniently and bounded by ``calendar.replies``."""

from __future__ import annotations

from datetime import date, datetime

import attrs


@attrs.frozen(kw_only=True)
class IncomingAttendee:
    """One ATTENDEE: ``address`` in lower case without ``mailto:``, ``partstat`` as written in capitals (None: not said).

    ``delegated_to`` and ``delegated_from`` are addresses like it; ``comment`` is X-RESPONSE-COMMENT.
    """

    address: str
    name: str | None = None
    partstat: str | None = None
    delegated_to: tuple[str, ...] = ()
    delegated_from: tuple[str, ...] = ()
    sent_by: str | None = None
    comment: str | None = None


@attrs.frozen(kw_only=True)
class IncomingTime:
    """A time as a message gives it: an instant (aware, UTC), or a whole ``day``, or a ``local`` time of no known zone (naive).

    Exactly one of the three stands. ``zone`` is the IANA name where the message named a zone that is known (Windows names are
    translated, Europe/Kiev is Europe/Kyiv).
    """

    instant: datetime | None = None
    day: date | None = None
    local: datetime | None = None
    zone: str | None = None


@attrs.frozen(kw_only=True)
class IncomingEvent:
    """One VEVENT. What is not there is None; ``sequence`` is 0 where none stands (RFC 5545 3.8.7.4)."""

    uid: str
    sequence: int = 0
    stamp: datetime | None = None
    occurrence: IncomingTime | None = None
    and_future: bool = False
    start: IncomingTime | None = None
    end: IncomingTime | None = None
    organizer: str | None = None
    attendees: tuple[IncomingAttendee, ...] = ()
    comment: str | None = None
    summary: str | None = None


@attrs.frozen(kw_only=True)
class IncomingCalendar:
    """One VCALENDAR with its METHOD in capitals (None: a file without one) and its events."""

    method: str | None
    events: tuple[IncomingEvent, ...]


@attrs.frozen(kw_only=True)
class Returned:
    """One recipient of a delivery status notification (RFC 3464): ``action`` in lower case, ``status`` as ``5.1.1``."""

    recipient: str
    action: str
    status: str


@attrs.frozen(kw_only=True)
class Authentication:
    """One Authentication-Results header (RFC 8601): who wrote it, and whether it vouches for the domain of the From address.

    True: DMARC passed, or (where it was not evaluated) SPF or DKIM passed for that domain or one above it. False: DMARC failed, or
    one of the others did and none passed. None: it says nothing of the kind. ``position`` counts these headers from the top, where
    the last server wrote.
    """

    server: str
    vouches: bool | None
    position: int = 0


@attrs.frozen(kw_only=True)
class Incoming:
    """A message: a whole mail, or a bare calendar file (``is_mail`` False, and nothing is known of a sender).

    ``digest`` is the SHA-256 of its bytes in hex, ``sender`` the one From address in lower case (None: none, or several),
    ``date`` the Date header (UTC; None: none that can be read), ``answers`` the Message-IDs of In-Reply-To and References, the
    nearest first; Message-IDs keep their ``<>``. ``is_automatic`` is what RFC 3834 calls so (Auto-Submitted, Precedence, an empty
    Return-Path ...), ``is_forwarded`` whether the calendars lie inside a message that somebody passed on (message/rfc822).
    ``returned`` and ``returned_message_id`` stand in a delivery status notification, the latter where it holds the headers of what
    came back. ``problems`` say what of it could not be read: a calendar without events, an event without UID.
    """

    digest: str
    is_mail: bool
    sender: str | None = None
    subject: str | None = None
    date: datetime | None = None
    message_id: str | None = None
    answers: tuple[str, ...] = ()
    is_automatic: bool = False
    is_forwarded: bool = False
    authentications: tuple[Authentication, ...] = ()
    calendars: tuple[IncomingCalendar, ...] = ()
    returned: tuple[Returned, ...] = ()
    returned_message_id: str | None = None
    problems: tuple[str, ...] = ()
