"""Mail (RFC 5322, 2045, 6047): what the recipient reads, and where there is one the calendar object that their program reads.

The mail is written line by line here and not by `email`, whose folding differs between versions of Python and once let an
encoded word become a header (CVE-2024-6923): so the same arguments give the same bytes everywhere. It is read again before
it leaves, and a header or part that we did not write stops it.
"""

from __future__ import annotations

import email
import email.policy
import re
from base64 import b64encode, encodebytes
from collections.abc import Iterator
from datetime import datetime
from email import quoprimime
from email.message import Message
from email.utils import format_datetime
from enum import Enum
from hashlib import sha256

from coordkit.calendar.people import Party
from coordkit.calendar.writing import one_line, tidy
from coordkit.domain.errors import DomainError, expect

_HEADERS = ["Date", "From", "Reply-To", "To", "Message-ID"]
_ANSWERING = ["In-Reply-To", "References"]
_FURTHER = ["Subject", "Auto-Submitted", "Content-Language", "MIME-Version", "Content-Type"]
_PART_HEADERS = {"Content-Type", "Content-Transfer-Encoding", "Content-Disposition"}
_MESSAGE_ID = re.compile(r"<[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,200}@[A-Za-z0-9.-]{1,200}>")
# What the program of a stranger wrote: printable ASCII without white space and angle brackets, on a line of at most 998 (RFC 5322).
_STRANGE_ID = re.compile(r"<[!-;=?-~]{1,900}>")
_METHODS = ("REQUEST", "CANCEL", "DECLINECOUNTER", "PUBLISH")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_PLAIN_WORDS = re.compile(r"[ -~]{0,60}")
# With the longest of our header names and a line of at most 76 (RFC 2047 section 2), one encoded word holds so many octets.
_WORD_OCTETS = 36


class Automatic(Enum):
    """Why no person sent it (RFC 3834 section 5): of itself, or in answer to a mail. No program answers either."""

    GENERATED = "auto-generated"
    REPLIED = "auto-replied"


def mail(
    calendar: bytes | None,
    method: str | None,
    *,
    sender: Party,
    recipient: Party,
    subject: str,
    plain: str,
    html: str,
    message_id: str,
    date: datetime,
    language: str,
    reply_to: Party | None = None,
    in_reply_to: str | None = None,
    automatic: Automatic = Automatic.GENERATED,
) -> bytes:
    """The whole mail, CRLF throughout: plain text, html and calendar as alternatives, and ``invite.ics`` with the same bytes.

    ``calendar`` is an iTIP object and ``method`` its METHOD; without both there are plain text and html only. ``message_id`` (with
    its ``<>``) stays the same however often the mail is sent; ``date`` is aware; ``reply_to`` is the sender unless told.
    ``in_reply_to`` is the Message-ID of the mail that this answers, as it came in: what cannot stand in a header is left out.
    Raises ``DomainError`` for a Message-ID, language, date or method that is none, and where the finished mail does not read as
    it was written.
    """
    _refuse_strange(message_id, date, language, automatic)
    if (calendar is None) != (method is None) or method not in (None, *_METHODS):
        raise DomainError(f"a calendar goes with its method, one of {', '.join(_METHODS)}", where="mail.method")
    answered = in_reply_to if in_reply_to and _STRANGE_ID.fullmatch(in_reply_to) else None
    headers = [
        f"Date: {format_datetime(date)}",
        _address_header("From", sender),
        _address_header("Reply-To", reply_to or sender),
        _address_header("To", recipient),
        f"Message-ID: {message_id}",
        *(_folded(name, answered) for name in _ANSWERING if answered),
        _header("Subject", one_line(subject)),
        f"Auto-Submitted: {automatic.value}",
        f"Content-Language: {language}",
        "MIME-Version: 1.0",
    ]
    body = _body([_text("plain", plain), _text("html", html)], calendar, method, message_id)
    raw = "\r\n".join([*headers, body]).encode("ascii")
    check_mail(raw, calendar, is_answer=answered is not None)
    return raw


def _refuse_strange(message_id: str, date: datetime, language: str, automatic: Automatic) -> None:
    if not _MESSAGE_ID.fullmatch(message_id):
        raise DomainError(f"{one_line(message_id)!r} is no Message-ID; write <random@example.org>", where="mail.message_id")
    if not _LANGUAGE.fullmatch(language):
        raise DomainError(f"{one_line(language)!r} is not a language code such as uk or en", where="mail.language")
    if date.tzinfo is None:
        raise DomainError(f"{date} is a naive time; attach a zone, such as tzinfo=UTC", where="mail.date")
    expect(automatic, Automatic, "mail.automatic")


def _body(texts: list[str], calendar: bytes | None, method: str | None, message_id: str) -> str:
    if calendar is None:
        return _multipart("alternative", texts, message_id)
    encoded = _base64(calendar)
    event = _part(f'text/calendar; method={method}; charset="utf-8"', "base64", encoded)
    attachment = _part(
        'application/ics; name="invite.ics"',
        "base64",
        encoded,
        'Content-Disposition: attachment; filename="invite.ics"',
    )
    return _multipart("mixed", [_multipart("alternative", [*texts, event], message_id), attachment], message_id)


def check_mail(raw: bytes, calendar: bytes | None, *, is_answer: bool = False) -> None:
    """Reads a finished mail again. Raises ``DomainError`` for a header or part that is not ours, and for a changed calendar."""
    read = email.message_from_bytes(raw, policy=email.policy.compat32)
    expected = ["multipart/alternative", "text/plain", "text/html"]
    if calendar is not None:
        expected = ["multipart/mixed", *expected, "text/calendar", "application/ics"]
    parts = list(read.walk())
    if read.keys() != [*_HEADERS, *(_ANSWERING if is_answer else ()), *_FURTHER]:
        raise DomainError(f"the mail has other headers than ours: {', '.join(read.keys())}; it is not sent", where="mail")
    if [part.get_content_type() for part in parts] != expected or any(part.defects for part in parts):
        raise DomainError("the mail has other parts than ours; it is not sent", where="mail")
    if any(not set(part.keys()) <= _PART_HEADERS for part in parts[1:]):
        raise DomainError("a part of the mail has other headers than ours; it is not sent", where="mail")
    if calendar is not None and any(_content(part) != calendar for part in parts[-2:]):
        raise DomainError("the mail does not hold the calendar as it was given; it is not sent", where="mail")


def _content(part: Message) -> object:
    return part.get_payload(decode=True)


def _address_header(name: str, party: Party) -> str:
    if not party.name:
        return f"{name}: {party.address}"
    if _is_plain(party.name):
        words = party.name.replace("\\", "\\\\").replace('"', '\\"')
        return f'{name}: "{words}"\r\n <{party.address}>'
    return f"{_header(name, party.name)}\r\n <{party.address}>"


def _folded(name: str, value: str) -> str:
    line = f"{name}: {value}"
    return line if len(line) <= _LINE else f"{name}:{_CONTINUED}{value}"


def _header(name: str, words: str) -> str:
    return f"{name}: {words if _is_plain(words) else _CONTINUED.join(_encoded_words(words))}"


_CONTINUED = "\r\n "
_LINE = 76


def _is_plain(words: str) -> bool:
    """Whether the words may stand in a header as they are; ``=?`` may not, a reader would decode what follows."""
    return _PLAIN_WORDS.fullmatch(words) is not None and "=?" not in words


def _encoded_words(words: str) -> Iterator[str]:
    """Encoded words (RFC 2047), cut between characters."""
    piece = b""
    for character in words:
        octets = character.encode()
        if len(piece) + len(octets) > _WORD_OCTETS:
            yield f"=?utf-8?b?{b64encode(piece).decode()}?="
            piece = b""
        piece += octets
    yield f"=?utf-8?b?{b64encode(piece).decode()}?="


def _text(subtype: str, words: str) -> str:
    """A text part, quoted-printable where that is shorter than base64 (mostly Latin letters)."""
    raw = tidy(words).replace("\n", "\r\n").encode()
    quoted = quoprimime.body_encode(raw.decode("latin-1"), eol="\r\n")  # it takes octets as characters of Latin-1
    encoded = _base64(raw)
    kind = f'text/{subtype}; charset="utf-8"'
    if len(quoted) < len(encoded):
        return _part(kind, "quoted-printable", quoted)
    return _part(kind, "base64", encoded)


def _base64(raw: bytes) -> str:
    return encodebytes(raw).decode().replace("\n", "\r\n")


def _part(kind: str, encoding: str, content: str, *headers: str) -> str:
    return "\r\n".join([f"Content-Type: {kind}", f"Content-Transfer-Encoding: {encoding}", *headers, "", content])


def _multipart(subtype: str, parts: list[str], message_id: str) -> str:
    """The parts between boundaries that come from the Message-ID; ``=_`` occurs in no encoded content."""
    boundary = "=_" + sha256(f"{subtype} {message_id}".encode()).hexdigest()[:32]
    opened = "".join(f"--{boundary}\r\n{part}\r\n" for part in parts)
    return f'Content-Type: multipart/{subtype};\r\n boundary="{boundary}"\r\n\r\n{opened}--{boundary}--\r\n'
