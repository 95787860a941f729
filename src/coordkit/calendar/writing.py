"""Content lines of iCalendar (RFC 5545 section 3.1), through three doors: texts, addresses on the web, and plain tokens.

Nothing else writes a line, so untrusted text cannot become structure, whatever it holds. We write lines ourselves because
icalendar guards its values with ``assert`` and takes about 500 microseconds an event, most of it on types and folding.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from urllib.parse import quote

from coordkit.domain.errors import DomainError

CRLF = b"\r\n"
MOST_OCTETS = 75

# Everything at which some reader ends a line: str.splitlines in Python counts more than CR and LF.
_BREAK = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_ODD = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
# Every property and parameter that we write; no name comes from outside.
_NAMES = frozenset({
    "ATTENDEE", "CALSCALE", "CATEGORIES", "CLASS", "CN", "COLOR", "COMMENT", "CONFERENCE", "CUTYPE", "DELEGATED-FROM",
    "DELEGATED-TO", "DESCRIPTION", "DTEND", "DTSTAMP", "DTSTART", "EXDATE", "LABEL", "LAST-MODIFIED", "LOCATION", "METHOD", "NAME",
    "ORGANIZER", "PARTSTAT", "PRODID", "RDATE", "RECURRENCE-ID", "REFRESH-INTERVAL", "RELATED-TO", "ROLE", "RRULE", "RSVP",
    "SENT-BY", "SEQUENCE", "SOURCE", "STATUS", "SUMMARY", "TZID", "UID", "URL", "VALUE", "VERSION", "X-WR-CALNAME",
})  # fmt: skip
_TOKEN = re.compile(r"[A-Za-z0-9.,:;=+/_-]*")
_BARE_PARAMETER = re.compile(r"[A-Za-z0-9 .+/_-]+")
# RFC 3986 section 2: unreserved and reserved characters, and what begins an encoded one.
_URI_MARKS = "!#$%&'()*+,/:;=?@[]~-._"
_URI = re.compile(rf"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9{re.escape(_URI_MARKS)}]+")
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9-]+\.)*[A-Za-z0-9-]+")

Parameters = Mapping[str, str]
_NONE: Parameters = {}


def tidy(value: str) -> str:
    """The text with every kind of line break as LF, and every other control character as a space."""
    if not _ODD.search(value):
        return value
    return _CONTROL.sub(" ", _BREAK.sub("\n", value))


def one_line(value: str) -> str:
    """The text on one line, for names and headers: controls and runs of white space become one space."""
    return " ".join(_ODD.sub(" ", value).split())


def text_line(name: str, *values: str, parameters: Parameters = _NONE) -> bytes:
    """A property of type TEXT (RFC 5545 section 3.3.11); several values stand as a list. Nothing where all are blank.

    White space at the ends goes: readers differ about it.
    """
    written = [escaped for value in values if (escaped := _escaped(value))]
    return _line(name, parameters, ",".join(written)) if written else b""


def uri_line(name: str, value: str, parameters: Parameters = _NONE) -> bytes:
    """A property of type URI or CAL-ADDRESS. Raises ``DomainError`` for what ``uri`` does not know as an address."""
    address = uri(value)
    if address is None:
        raise DomainError(f"{one_line(value)!r} is no web or mail address", where=name)
    return _line(name, parameters, address)


def token_line(name: str, value: str, parameters: Parameters = _NONE) -> bytes:
    """A property whose value is ours: a date, a number, a word of the RFC. Raises ``DomainError`` for anything else."""
    if not _TOKEN.fullmatch(value):
        raise DomainError(f"{value!r} is no plain value", where=name)
    return _line(name, parameters, value)


def uri(value: str) -> str | None:
    """The address with other characters than ASCII percent-encoded (RFC 3987 section 3.1); None where it is no URI."""
    value = value.strip()
    if _URI.fullmatch(value):
        return value
    if _ODD.search(value) or any(character.isspace() for character in value):
        return None
    encoded = quote(value, safe=_URI_MARKS)
    return encoded if _URI.fullmatch(encoded) else None


def mail_address(value: str) -> str:
    """The address, if it is ``user@host`` in ASCII (RFC 5321). Raises ``DomainError`` for anything else."""
    if len(value) > 254 or not _ADDRESS.fullmatch(value):
        raise DomainError(f"{one_line(value)!r} is no mail address; write user@example.org", where="address")
    return value


def mailto(address: str) -> str:
    """The address as a URI (RFC 6068 section 2). Raises ``DomainError`` where it is none."""
    user, _, host = mail_address(address).rpartition("@")
    return f"mailto:{quote(user, safe='!$*+')}@{host}"


def on_day(day: date) -> str:
    """A DATE (RFC 5545 section 3.3.4)."""
    return f"{day.year:04}{day.month:02}{day.day:02}"


def at_local(moment: datetime) -> str:
    """A DATE-TIME as the clock shows it, for use beside a TZID."""
    return moment.replace(tzinfo=None).isoformat("T", "seconds").replace("-", "").replace(":", "")


def at_utc(moment: datetime) -> str:
    """A DATE-TIME in UTC. Raises ``DomainError`` for a naive time."""
    if moment.tzinfo is None:
        raise DomainError(f"{moment} is a naive time; attach a zone, such as tzinfo=UTC", where="time")
    return at_local(moment.astimezone(UTC)) + "Z"


def folded_line(line: str) -> bytes:
    """The line in UTF-8, cut into pieces of at most 75 octets between characters, with CRLF at its end."""
    raw = line.encode()
    if len(raw) <= MOST_OCTETS:
        return raw + CRLF
    pieces, start, room = [], 0, MOST_OCTETS
    while len(raw) - start > room:
        end = start + room
        while raw[end] & 0xC0 == 0x80:  # inside a character
            end -= 1
        pieces.append(raw[start:end])
        start, room = end, MOST_OCTETS - 1
    pieces.append(raw[start:])
    return b"\r\n ".join(pieces) + CRLF


def _line(name: str, parameters: Parameters, value: str) -> bytes:
    if name not in _NAMES or not _NAMES.issuperset(parameters):
        raise DomainError(f"{[name, *parameters]} are not all names that we write", where="calendar")
    written = "".join([f";{key}={_parameter(words)}" for key, words in parameters.items()])
    return folded_line(f"{name}{written}:{value}")


def _escaped(value: str) -> str:
    value = tidy(value).strip().replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return value.replace("\n", "\\n")


def _parameter(value: str) -> str:
    """A parameter's value, quoted unless it is plain.

    Nothing can stand for a double quote inside the quotes, and readers differ about ``^`` (RFC 6868) and ``\\``: these
    three are replaced.
    """
    if _BARE_PARAMETER.fullmatch(value):
        return value
    value = one_line(value.replace('"', "'").replace("^", " ").replace("\\", "/"))
    return value if _BARE_PARAMETER.fullmatch(value) else f'"{value}"'
