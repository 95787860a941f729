"""What the contract of channels sends: mails as a desk renders them, each told apart by a number, and things that are no mail."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from coordkit.ports import Message

RECIPIENT = "chair@example.org"
_MOMENT = datetime(2026, 1, 15, 12, tzinfo=UTC)

# Quoted-printable. What mail programs, SMTP and mailboxes have made of such lines is a long story (RFC 5321 4.5.2).
_BODY = (
    "=D0=97=D0=B0=D1=81=D1=96=D0=B4=D0=B0=D0=BD=D0=BD=D1=8F, 15.09, 10:00=20",
    ".",
    ".. two dots, and one line before it that was a dot",
    "From here on, a line that begins like a mailbox",
    "",
    "=3DD0 looks encoded, and &amp; <b>too</b>",
)

NO_MAIL = (b"", b"hello", b"\xff\xfe\x00", b"\r\n\r\nno header", b"From: a@example.org\r\nContent-Type: multipart/mixed\r\n\r\n--")
"""Contents that no desk renders, but that may stand in an outbox that somebody else filled."""

ODD_RECIPIENTS = (
    "",
    " ",
    "no address",
    "../elsewhere@example.org",
    "..\\..\\elsewhere",
    "/dev/null",
    "~root",
    "-rf",
    "CON",
    "a@example.org\r\nBcc: all@example.org",
    "a@example.org>\r\nRCPT TO:<all@example.org",
    "a@example.org, all@example.org",
    "a\x00b@example.org",
    "a\x1b[2Jb@example.org",
    "\u202egro.elpmaxe@a",
    "\ud800@example.org",
    "кома́нда@приклад.укр",
    f"{'x' * 5000}@example.org",
)
"""Recipients that are a path, a command or two recipients to whoever does not look."""


def marker(number: int) -> str:
    """A word in ASCII that stands in the text of the message of this number and in no other."""
    return f"marker-{number:04}-"


def mail(number: int) -> bytes:
    """A whole RFC 5322 message with CRLF throughout, in seven bits as a desk renders it, with a calendar part."""
    text = "\r\n".join((marker(number), *_BODY))
    return (
        "From: desk@example.org\r\n"
        f"To: {RECIPIENT}\r\n"
        f"Subject: Session {marker(number)}\r\n"
        f"Message-ID: <{number}@example.org>\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/alternative; boundary="of-the-sample"\r\n\r\n'
        "--of-the-sample\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        f"{text}\r\n"
        "--of-the-sample\r\nContent-Type: text/calendar; charset=utf-8; method=REQUEST\r\n\r\n"
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:sample\r\nEND:VCALENDAR\r\n"
        "--of-the-sample--\r\n"
    ).encode()


def message(number: int, *, channel: str, recipient: str = RECIPIENT, content: bytes | None = None) -> Message:
    """A message as it is leased from the outbox."""
    whole = mail(number) if content is None else content
    return Message(UUID(int=number), channel, recipient, whole, (UUID(int=1000 + number),), _MOMENT, _MOMENT, attempts=1)
