"""The parts of a mail (RFC 2045, 2046), found without `email`, whose parser takes many seconds for what 5 MB can hold.

Measured: 5 MB of line ends, or of boundaries one inside another, keep `email.message_from_bytes` busy for seconds, and messages
in messages end in RecursionError. Here a boundary is sought by one regular expression a level, and everything is counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from urllib.parse import unquote

import attrs

from coordkit.calendar.allowance import MOST_TEXT, Allowance
from coordkit.calendar.octets import cut, decoded, decoded_words, transferred, unix_lines
from coordkit.domain.errors import ParseError

MOST_DEEP = 20
MOST_HEADER = 256 * 1024

# What is looked at; of all else in a header only the lines are counted.
_FIELDS = frozenset({
    "action", "authentication-results", "auto-submitted", "content-disposition", "content-transfer-encoding", "content-type",
    "date", "final-recipient", "from", "in-reply-to", "message-id", "mime-version", "original-recipient", "precedence", "received",
    "references", "return-path", "status", "subject", "to", "x-auto-response-suppress",
})  # fmt: skip
_OF_A_MAIL = frozenset({"content-type", "date", "from", "message-id", "mime-version", "received", "return-path", "subject", "to"})
_FIELD = re.compile(rb"([!-9;-~]{1,80})[ \t]*:(.*)", re.DOTALL)
_KIND = re.compile(r"[\w.+-]{1,80}/[\w.+-]{1,80}", re.ASCII)
_WORD = re.compile(r"[a-z0-9-]+")
_PARAMETER = re.compile(r';\s*([^\s;="]{1,80})\s*=\s*("(?:[^"\\]|\\.)*"|[^;"]*)')
_CONTINUED = re.compile(r"\*(\d{0,4})\*?$")
_MESSAGES = ("message/rfc822", "message/global")
_MOST_BOUNDARY = 200
_MOST_NAME = 500
_MOST_DECLARED = 2048
_MOST_PARAMETERS = 30


@attrs.frozen
class Part:
    """One mail, or one part of it: its known header fields (by name in lower case, as octets, from the top), and its content.

    ``kind`` is the content type in lower case. ``passed_on``: it lies inside a message that this mail encloses.
    """

    fields: Mapping[str, list[bytes]]
    kind: str
    parameters: Mapping[str, str]
    content: bytes
    passed_on: bool = False

    def first(self, name: str) -> str | None:
        """The topmost field of this name, unfolded."""
        found = self.fields.get(name)
        return decoded(found[0]).strip() if found else None

    @property
    def name(self) -> str:
        """What the part calls its file; empty where it does not say."""
        disposition = _parameters(self.first("content-disposition") or "")
        said = disposition.get("filename") or self.parameters.get("name") or ""
        return decoded_words(said) if "=?" in said and len(said) <= _MOST_NAME else said

    def body(self) -> bytes:
        """The content without its transfer encoding, with whatever ends of lines it then has."""
        encoding = _WORD.match((self.first("content-transfer-encoding") or "").lower())
        return transferred(self.content, encoding[0] if encoding else "")


def whole(raw: bytes, allowance: Allowance) -> Part:
    """A mail as its outermost part. ``raw`` has LF at every end of line. Raises ``ParseError`` where it is no mail."""
    if raw.startswith(b"From "):  # an mbox's
        raw = raw.partition(b"\n")[2]
    found = _part(raw.lstrip(b"\n"), "text/plain", allowance)
    if _OF_A_MAIL.isdisjoint(found.fields):
        raise ParseError(
            "this is neither a mail (no header field that a mail has) nor a calendar (no BEGIN:VCALENDAR)", where="message"
        )
    return found


def leaves(part: Part, allowance: Allowance, depth: int = 0) -> Iterator[Part]:
    """Every part that holds no others, in order. Of a report (RFC 6522) nothing but the report itself: what it returns is nobody's
    letter to us. Raises ``ParseError`` for a mail that is nested or divided too much."""
    if depth > MOST_DEEP:
        raise ParseError(f"the parts of the message lie more than {MOST_DEEP} deep in one another; it is not read", where="message")
    if part.kind == "multipart/report" or not part.kind.startswith(("multipart/", *_MESSAGES)):
        yield part
    elif part.kind in _MESSAGES:
        inner = _part(unix_lines(part.body()), "text/plain", allowance)
        yield from leaves(attrs.evolve(inner, passed_on=True), allowance, depth + 1)
    else:
        for inner in parts_of(part, allowance):
            yield from leaves(attrs.evolve(inner, passed_on=part.passed_on), allowance, depth + 1)


def parts_of(part: Part, allowance: Allowance) -> list[Part]:
    """What lies between the boundaries of a multipart; a missing last boundary is no fault (RFC 2046 section 5.1.2)."""
    boundary = part.parameters.get("boundary", "").rstrip().encode("utf-8", "replace")
    if not boundary or len(boundary) > _MOST_BOUNDARY:
        return []
    usual = "message/rfc822" if part.kind == "multipart/digest" else "text/plain"
    allowance.spend("octets_between_boundaries", len(part.content))
    content = b"\n" + part.content
    found, start = [], -1
    for line in re.finditer(rb"\n--" + re.escape(boundary) + rb"(--)?[ \t]*(?=\n|\Z)", content):
        if start >= 0:
            found.append(_part(content[start : line.start()], usual, allowance))
        start = -1 if line[1] else line.end() + 1
        if start < 0:
            break
    if start >= 0:
        found.append(_part(content[start:], usual, allowance))
    return found


def fields_of(raw: bytes, allowance: Allowance, start: int = 0) -> tuple[dict[str, list[bytes]], int]:
    """The known header fields from a place on, and where what follows the header begins (at ``start``: there is no field)."""
    found: dict[str, list[bytes]] = {}
    position, field = start, b""
    while True:
        end = raw.find(b"\n", position)
        line = raw[position : end if end >= 0 else len(raw)]
        allowance.spend("header_lines")
        if line[:1] in (b" ", b"\t") and field:
            field = field if len(field) > MOST_TEXT else field + line
        else:
            _keep(field, found)
            field = line if _FIELD.match(line, 0, 100) else b""
            if not field:
                return found, position + (not line)
        position = end + 1 if end >= 0 else len(raw)
        if position - start > MOST_HEADER:
            raise ParseError(f"a header is longer than {MOST_HEADER // 1024} KB; the message is not read", where="message")
        if end < 0:
            _keep(field, found)
            return found, position


def _part(raw: bytes, usual: str, allowance: Allowance) -> Part:
    allowance.spend("parts")
    fields, end = fields_of(raw, allowance)
    declared = decoded(fields["content-type"][0]).strip() if "content-type" in fields else usual
    kind = _KIND.match(declared)
    return Part(fields, kind[0].lower() if kind else "text/plain", _parameters(declared), raw[end:])


def _keep(field: bytes, found: dict[str, list[bytes]]) -> None:
    match = _FIELD.match(field)
    if match and (name := match[1].decode().lower()) in _FIELDS:
        found.setdefault(name, []).append(cut(match[2]))


def _parameters(declared: str) -> dict[str, str]:
    """The parameters of a header field, names in lower case; RFC 2231's pieces joined and their percent signs undone."""
    pieces: dict[str, dict[int, str]] = {}
    for match in islice(_PARAMETER.finditer(declared[:_MOST_DECLARED]), _MOST_PARAMETERS):
        key, value = match[1], match[2]
        said = re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value.strip()
        number = _CONTINUED.search(key)
        if number and key.endswith("*"):
            said = unquote(said.rpartition("'")[2])
        name = key[: number.start()] if number else key
        pieces.setdefault(name.lower(), {}).setdefault(int(number[1] or 0) if number else 0, said)
    return {name: "".join(found[number] for number in sorted(found)) for name, found in pieces.items()}
