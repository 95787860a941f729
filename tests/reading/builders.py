"""Mails and calendars as other programs write them, put together from texts; and what is read of them, as short words."""

from __future__ import annotations

import quopri
from base64 import encodebytes
from collections.abc import Iterable
from datetime import date, datetime
from textwrap import dedent
from typing import Any

import attrs

from coordkit.calendar.incoming import Incoming, IncomingCalendar, IncomingTime
from coordkit.calendar.replies import read

ORGANIZER = "office@example.org"
CHAIR = "chair@ngo.example.org"
HEADER = {
    "From": f"Head of an NGO <{CHAIR}>",
    "To": ORGANIZER,
    "Subject": "Accepted: Meeting of the group",
    "Date": "Mon, 7 Sep 2026 11:15:00 +0300",
    "Message-ID": "<answer-1@ngo.example.org>",
}
READ_OF_HEADER = {
    "sender": CHAIR,
    "subject": "Accepted: Meeting of the group",
    "date": "2026-09-07T08:15Z",
    "message_id": "<answer-1@ngo.example.org>",
}
REPLY = """
    BEGIN:VCALENDAR
    PRODID:-//Example//Calendar//EN
    VERSION:2.0
    METHOD:REPLY
    BEGIN:VEVENT
    UID:meeting-1@example.org
    DTSTAMP:20260907T081400Z
    DTSTART:20260915T070000Z
    DTEND:20260915T083000Z
    SEQUENCE:2
    ORGANIZER;CN=Office:mailto:office@example.org
    ATTENDEE;PARTSTAT=ACCEPTED;CN=Head of an NGO:mailto:chair@ngo.example.org
    SUMMARY:Meeting of the group
    END:VEVENT
    END:VCALENDAR
"""
EXCHANGE_LIKE_ZONE = """
    BEGIN:VTIMEZONE
    TZID:NAMED
    BEGIN:STANDARD
    DTSTART:16010101T040000
    TZOFFSETFROM:+0300
    TZOFFSETTO:+0200
    RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
    END:STANDARD
    BEGIN:DAYLIGHT
    DTSTART:16010101T030000
    TZOFFSETFROM:+0200
    TZOFFSETTO:+0300
    RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
    END:DAYLIGHT
    END:VTIMEZONE
"""
READ_OF_REPLY = {
    "method": "REPLY",
    "uid": "meeting-1@example.org",
    "sequence": 2,
    "stamp": "2026-09-07T08:14Z",
    "start": "2026-09-15T07:00Z",
    "end": "2026-09-15T08:30Z",
    "organizer": ORGANIZER,
    "attendees": [f"{CHAIR} ACCEPTED Head of an NGO"],
    "summary": "Meeting of the group",
}


def octets(text: str, end: str = "\r\n") -> bytes:
    """The text without its indentation, as UTF-8, with this end of line."""
    return dedent(text).strip("\n").replace("\n", end).encode()


def calendar(text: str = REPLY, **replaced: str) -> bytes:
    """The calendar; ``dtstart=";TZID=X:2026…"`` puts another line for one of its properties, an empty text removes it."""
    kept, is_in_zone = [], False
    for line in octets(text, "\n").decode().split("\n"):
        name = line.replace(":", ";").partition(";")[0].lower().replace("-", "_")
        is_in_zone = line == "BEGIN:VTIMEZONE" or (is_in_zone and line != "END:VTIMEZONE")
        is_replaced = name in replaced and not is_in_zone
        kept.append((replaced[name] and name.upper().replace("_", "-") + replaced[name]) if is_replaced else line)
    return "\r\n".join([line for line in kept if line] + [""]).encode()


def part(kind: str, content: bytes, encoding: str | None = None, **headers: str) -> bytes:
    """One part of a mail; ``encoding`` is ``base64``, ``quoted-printable``, or any word that changes nothing."""
    lines = [f"Content-Type: {kind}"] if kind else []
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if encoding:
        lines.append(f"Content-Transfer-Encoding: {encoding}")
    written = {"base64": encodebytes, "quoted-printable": quopri.encodestring}.get(encoding or "", bytes)(content)
    return "\r\n".join([*lines, "", ""]).encode() + written


def multipart(kind: str, *parts: bytes, boundary: str = "next", closed: bool = True) -> bytes:
    """Parts between boundaries; the content type may hold parameters."""
    name, _, parameters = kind.partition(";")
    opened = b"".join(f"--{boundary}\r\n".encode() + each.rstrip(b"\r\n") + b"\r\n" for each in parts)
    closing = f"--{boundary}--\r\n" if closed else ""
    more = f";{parameters}" if parameters else ""
    return f'Content-Type: multipart/{name}{more}; boundary="{boundary}"\r\n\r\n'.encode() + opened + closing.encode()


def mail(content: bytes, header: dict[str, str] | None = None, *more: tuple[str, str]) -> bytes:
    """A mail around a part: the usual header, with what is given put in (an empty text: left out)."""
    fields = {**HEADER, **(header or {})}
    lines = [f"{name}: {value}" for name, value in [*fields.items(), *more] if value]
    return "\r\n".join([*lines, "MIME-Version: 1.0", ""]).encode() + content


TEXT = part("text/plain; charset=utf-8", "Прийняв.\r\n".encode(), "base64")


def seen(raw: bytes) -> dict[str, Any]:
    """What is read of a message, without what says nothing; the facts of a single event stand beside those of the mail."""
    incoming = read(raw)
    facts = {name: value for name, value in _facts(incoming) if value not in (None, (), False)}
    calendars = [each for calendar in incoming.calendars for each in _events(calendar)]
    return {**facts, **calendars[0]} if len(calendars) == 1 else {**facts, "events": calendars} if calendars else facts


def _facts(incoming: Incoming) -> Iterable[tuple[str, Any]]:
    for field in attrs.fields(Incoming):
        value = getattr(incoming, field.name)
        if field.name == "date":
            yield "date", value and _instant(value)
        elif field.name == "authentications":
            yield field.name, tuple((each.server, each.vouches) for each in value)
        elif field.name == "returned":
            yield field.name, tuple(f"{each.recipient} {each.action} {each.status}" for each in value)
        elif field.name not in ("digest", "is_mail", "calendars"):
            yield field.name, value


def _events(calendar: IncomingCalendar) -> Iterable[dict[str, Any]]:
    for event in calendar.events:
        facts: dict[str, Any] = {"method": calendar.method}
        for field in attrs.fields(type(event)):
            value = getattr(event, field.name)
            if isinstance(value, IncomingTime):
                value = _time(value)
            elif isinstance(value, datetime):
                value = _instant(value)
            elif field.name == "attendees":
                value = [_attendee(attrs.asdict(each)) for each in value]
            facts[field.name] = value
        yield {name: value for name, value in facts.items() if value not in (None, [], False) and (name, value) != ("sequence", 0)}


def _attendee(facts: dict[str, Any]) -> str:
    said = [facts["address"], facts["partstat"], facts["name"]]
    said += [f"{name}={','.join(value) if isinstance(value, tuple) else value}" for name, value in list(facts.items())[3:] if value]
    return " ".join(str(word) for word in said if word)


def _time(value: IncomingTime) -> str:
    stands = [each for each in (value.instant, value.day, value.local) if each is not None]
    assert len(stands) == 1, value
    written = _instant(stands[0]) if isinstance(stands[0], datetime) else stands[0].isoformat()
    return f"{written} {value.zone}" if value.zone else written


def _instant(value: datetime | date) -> str:
    return value.isoformat().replace(":00+00:00", "Z").replace("+00:00", "Z").removesuffix(":00")
