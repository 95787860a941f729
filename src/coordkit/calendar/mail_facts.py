"""What the header of a mail says of its sender, its subject and what it answers; none of it is believed here."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email import utils
from email.utils import getaddresses, parsedate_to_datetime

from coordkit.calendar.mail_parts import Part
from coordkit.calendar.octets import decoded, decoded_words
from coordkit.calendar.writing import one_line

MOST_SUBJECT = 500
_MOST_ANSWERED = 50
_MOST_NESTED = 20

_ADDRESS = re.compile(
    r"[^\s@<>()\[\]\\,;:\"\x00-\x20\x7f-\x9f\ud800-\udfff]{1,64}@[^\s@<>()\[\]\\,;:\"\x00-\x20\x7f-\x9f\ud800-\udfff]{1,253}"
)
_MESSAGE_ID = re.compile(r"<[^\s<>\x00-\x20\x7f-\x9f\ud800-\udfff]{1,500}>")
# Newer Pythons are strict (CVE-2023-27043) and refuse `a@x.org <a@x.org>` too; we look at every address that was found.
_LENIENT = {"strict": False} if getattr(utils, "supports_strict_parsing", False) else {}
_COMMENT = re.compile(r"\([^()]*\)")
# RFC 3834 section 5 and what mail programs wrote before it, or write in place of it.
_MANY = {"bulk", "junk", "list", "auto_reply"}
_NO_ANSWER_WANTED = {"all", "autoreply", "oof"}


def address(value: str) -> str | None:
    """A mail address in lower case, None for anything else. ``mailto:``, angle brackets and a query are the caller's to remove."""
    value = value.strip()
    return value.lower() if len(value) <= 254 and _ADDRESS.fullmatch(value) else None


def sender(mail: Part) -> str | None:
    """The one address of From in lower case; None where there is none, or more than one, in whatever disguise."""
    fields = mail.fields.get("from", [])
    if len(fields) != 1:
        return None
    value = decoded(fields[0])
    # The parser calls itself for a comment in a comment, and for a group in a group. (That of email.headerregistry does so for
    # far less, takes a hundred times as long, and reads `victim@x <other@y>` as victim@x.)
    if value.count("(") > _MOST_NESTED or value.count(":") > _MOST_NESTED:
        return None
    # What does not stand there as it was read was put together from pieces.
    found = {address(spec) if spec in value else None for _, spec in getaddresses([one_line(value)], **_LENIENT) if spec}
    return found.pop() if len(found) == 1 else None


def subject(mail: Part) -> str | None:
    """The subject decoded (RFC 2047), on one line, cut to ``MOST_SUBJECT`` characters."""
    said = mail.first("subject")
    return one_line(decoded_words(said))[:MOST_SUBJECT] or None if said else None


def date(mail: Part) -> datetime | None:
    """The Date in UTC; None where it is none. ``-0000`` (RFC 5322 section 3.3: no zone is known) counts as UTC."""
    said = mail.first("date")
    if not said or len(said) > 200:
        return None
    try:
        found = parsedate_to_datetime(one_line(said))
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def message_id(mail: Part) -> str | None:
    """The Message-ID with its ``<>``."""
    found = _MESSAGE_ID.search(mail.first("message-id") or "")
    return found[0] if found else None


def answers(mail: Part) -> tuple[str, ...]:
    """The Message-IDs of In-Reply-To, then those of References from the last to the first, each once, with their ``<>``."""
    references = _MESSAGE_ID.findall(mail.first("references") or "")
    named = [*_MESSAGE_ID.findall(mail.first("in-reply-to") or ""), *reversed(references)]
    return tuple(dict.fromkeys(named))[:_MOST_ANSWERED]


def is_automatic(mail: Part) -> bool:
    """Whether a program sent it of its own accord, or asks that no program answer it.

    Auto-Submitted other than ``no`` (RFC 3834 section 5), Precedence, an empty Return-Path, a report (RFC 6522), and Exchange's
    X-Auto-Response-Suppress where it names automatic replies.
    """
    submitted = _word(mail.first("auto-submitted"))
    suppressed = {word.strip().lower() for word in (mail.first("x-auto-response-suppress") or "").split(",")}
    return (
        submitted not in ("", "no")
        or _word(mail.first("precedence")) in _MANY
        or mail.first("return-path") == "<>"
        or mail.kind == "multipart/report"
        or not _NO_ANSWER_WANTED.isdisjoint(suppressed)
    )


def _word(value: str | None) -> str:
    """The first word of a field without comments and parameters, in lower case."""
    return _COMMENT.sub(" ", value or "").partition(";")[0].strip().lower()
