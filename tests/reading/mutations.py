"""Damage to messages: octets flipped, lines lost, doubled, moved and cut, character sets broken, one message put into another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

import attrs

from coordkit.calendar.incoming import Incoming
from tests.reading.builders import TEXT, mail, multipart, part
from tests.reading.clients import CLIENTS

MESSAGES: tuple[bytes, ...] = tuple(raw for raw, _ in CLIENTS.values())
MOST_CPU = 1.0
"""Seconds of processor time that no message may take."""

_ODD = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\n", b"\n ", b"\xd0", b"\xed\xa0\x80", b'"', b";", b":", b"=", b"--next", b"(",
    b"<", b"\\", b"=?utf-8?b?", b"99999999999999999999", b"-1", b"\xe2\x80\xa8", b"%", b"BEGIN:VEVENT\n", b"END:VEVENT\n",
    b"BEGIN:VCALENDAR\n",
)  # fmt: skip
_LINES = (
    b"BEGIN:VALARM",
    b"END:VALARM",
    b"END:VCALENDAR",
    b"RECURRENCE-ID:20260230T000000Z",
    b"RECURRENCE-ID;RANGE=THISANDFUTURE:20260922",
    b"RRULE:FREQ=SECONDLY;COUNT=999999999",
    b"RDATE:" + b"20260101T000000," * 50,
    b"DURATION:P999999999W",
    b"DTSTART;TZID=Nowhere:00010101T000000",
    b"DTEND;TZID=/x/Europe/Kiev:99991231T235959",
    b"SEQUENCE:-5",
    b"ATTENDEE;PARTSTAT=DECLINED:mailto:other@example.org",
    b"UID:",
    b"",
    b"Content-Type: message/rfc822",
    b"Content-Transfer-Encoding: base64",
    b"Content-Type: multipart/mixed; boundary=next",
    b"Action: failed",
    b"Authentication-Results: mx; dmarc=pass header.from=(",
    b"From: a@example.org (((",
    b"Subject: =?utf-16?b?AAA?=",
    b"Date: Mon, 99 Sep 2026",
)


def _flip(raw: bytearray, random: Random) -> bytes:
    for _ in range(random.randint(1, 8)):
        raw[random.randrange(len(raw))] = random.randrange(256)
    return bytes(raw)


def _insert(raw: bytearray, random: Random) -> bytes:
    at = random.randrange(len(raw))
    return bytes(raw[:at]) + random.choice(_ODD) * random.choice((1, 1, 1, 3, 200)) + bytes(raw[at + random.choice((0, 0, 1, 9)) :])


def _cut(raw: bytearray, random: Random) -> bytes:
    first, last = sorted((random.randrange(len(raw)), random.randrange(len(raw))))
    return bytes(random.choice((raw[first:], raw[:last], raw[:first] + raw[last:])))


def _lines(raw: bytearray, random: Random) -> bytes:
    lines = bytes(raw).splitlines(keepends=True)
    at, other = random.randrange(len(lines)), random.randrange(len(lines))
    match random.randrange(5):
        case 0:
            del lines[at]
        case 1:
            lines[at:at] = [lines[other]] * random.choice((1, 2, 100))
        case 2:
            lines[at], lines[other] = lines[other], lines[at]
        case 3:
            lines[at] = random.choice(_LINES) + b"\r\n"
        case _:
            lines[at:at] = [random.choice(_LINES) + b"\r\n"] * random.choice((1, 2, 100))
    return b"".join(lines)


def _charset(raw: bytearray, random: Random) -> bytes:
    text = bytes(raw).decode("utf-8", "replace")
    return text.encode(random.choice(("cp1251", "utf-16", "utf-16-be", "utf-8-sig", "utf-7", "cp500", "latin-1")), "replace")


def _nest(raw: bytearray, random: Random) -> bytes:
    message = bytes(raw)
    for _ in range(random.choice((1, 2, 5, 30))):
        inner = part(
            random.choice(("message/rfc822", "text/calendar", "message/delivery-status")), message, random.choice((None, "base64"))
        )
        kind = random.choice(("mixed", "alternative", "digest", "report; report-type=delivery-status"))
        message = mail(random.choice((inner, multipart(kind, TEXT, inner, boundary=random.choice(("next", "other"))))))
        if len(message) > 200_000:
            break
    return message


def _splice(raw: bytearray, random: Random) -> bytes:
    other = random.choice(MESSAGES)
    return bytes(raw[: random.randrange(len(raw))]) + other[random.randrange(len(other)) :]


DAMAGES: Sequence[Callable[[bytearray, Random], bytes]] = (_flip, _insert, _cut, _lines, _lines, _charset, _nest, _splice)


def damaged(random: Random) -> bytes:
    """One of the messages with one to four damages."""
    raw = random.choice(MESSAGES)
    for _ in range(random.randint(1, 4)):
        raw = random.choice(DAMAGES)(bytearray(raw or b" "), random)
    return raw


def broken_promise(incoming: Incoming) -> str:
    """What is wrong with what was read, whatever it was read from; empty if nothing."""
    for text in _texts(attrs.asdict(incoming, recurse=True)):
        if any((not character.isprintable() and character in _CONTROLS) or "\ud800" <= character <= "\udfff" for character in text):
            return f"{text!r} holds a control character"
        if len(text) > 5000:
            return f"a text of {len(text)} characters"
    if incoming.is_forwarded and not incoming.is_mail:
        return "a file that was forwarded"
    if any(not calendar.events or any(not event.uid for event in calendar.events) for calendar in incoming.calendars):
        return "a calendar without an event, or an event without UID"
    return ""


_CONTROLS = {chr(code) for code in (*range(32), *range(127, 160), 0x2028, 0x2029)} - {"\n"}


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    values = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return [text for each in values for text in _texts(each)]
