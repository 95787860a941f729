"""Authentication-Results (RFC 8601): which server says what of the domain that a mail claims to come from.

A small strict reader of our own: the one library for it, authres, has had no release since 2019. A field that is not wholly as the
RFC has it says nothing, for what stands in it came partly from the sender.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import attrs

from coordkit.calendar.incoming import Authentication
from coordkit.calendar.octets import decoded

MOST_FIELDS = 20
"""How many of these header fields are read, from the top: our own server's is among the first."""

_PIECE = re.compile(r'"(?:[^"\\]|\\.)*"|\\.|[()]|[^"()\\]+|.', re.DOTALL)
_BETWEEN = re.compile(r'(?:"(?:[^"\\]|\\.)*"|[^";])+')
_SERVER = re.compile(r'\s*("(?:[^"\\]|\\.)*"|[^\s";=]+)(?:\s+(\d+))?\s*')
_RESULT = re.compile(r"\s*([A-Za-z][\w-]*)(?:\s*/\s*\d+)?\s*=\s*([A-Za-z]+)(?=\s|$)")
_PROPERTY = re.compile(r'\s+([A-Za-z][\w-]*(?:\s*\.\s*[\w-]+)?)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s"]+)')
_DOMAIN = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)+")


@attrs.frozen
class _Result:
    method: str
    result: str
    properties: Mapping[str, str]


def authentications(fields: list[bytes], sender: str | None) -> tuple[Authentication, ...]:
    """What each of the header fields, from the top, says of the domain of ``sender`` (None: there is no one sender to speak of)."""
    domain = _domain(sender or "")
    found = []
    for position, field in enumerate(fields[:MOST_FIELDS]):
        read = _read(decoded(field))
        if read:
            server, results = read
            found.append(Authentication(server=server, vouches=_vouches(results, domain), position=position))
    return tuple(found)


def _vouches(results: list[_Result], domain: str | None) -> bool | None:
    if domain is None:
        return None
    said = [vote for result in results if (vote := _vote(result, domain)) is not None]
    dmarc = [vote for method, vote in said if method == "dmarc"]
    votes = dmarc or [vote for _, vote in said]
    # DMARC has looked at both others, and at what the domain itself demands of them (RFC 7489 section 3.1).
    return (all(votes) if dmarc else any(votes)) if votes else None


def _vote(result: _Result, domain: str) -> tuple[str, bool] | None:
    """The method and whether the result is for the domain or against it; None where it is about something else, or undecided."""
    names = {"dmarc": ("header.from",), "dkim": ("header.d", "header.i"), "spf": ("smtp.mailfrom",)}.get(result.method)
    about = next((_domain(said) for name in names or () if (said := result.properties.get(name))), None)
    if about is None or not (about == domain if result.method == "dmarc" else _is_above(about, domain)):
        return None
    if result.result == "pass":
        return result.method, True
    return (result.method, False) if result.result in ("fail", "softfail", "hardfail", "permerror") else None


def _is_above(about: str, domain: str) -> bool:
    """Whether who holds one domain holds the other: it is the same, or lies below it.

    Not the other way round: ``shop.poltava.example`` is not ``poltava.example``, and only a list of public suffixes could
    tell. A server that has one evaluates DMARC.
    """
    return domain == about or domain.endswith("." + about)


def _domain(said: str) -> str | None:
    """The domain of an address or a domain, in lower case and ASCII; None for what is neither."""
    name = said.strip("<>").rpartition("@")[2].rstrip(".").lower()
    if not name.isascii():
        try:
            name = name[:253].encode("idna").decode()
        except UnicodeError:
            return None
    return name if _DOMAIN.fullmatch(name) else None


def _read(value: str) -> tuple[str, list[_Result]] | None:
    """The server and its results; None where the field does not follow the grammar (RFC 8601 section 2.2)."""
    plain = _without_comments(value)
    pieces = _BETWEEN.findall(plain) if plain is not None else []
    first = _SERVER.fullmatch(pieces[0]) if pieces else None
    if not first or first[2] not in (None, "1"):
        return None
    return _unquoted(first[1]).lower(), [result for piece in pieces[1:] if (result := _result(piece))]


def _result(piece: str) -> _Result | None:
    head = _RESULT.match(piece)
    if not head:
        return None
    properties: dict[str, str] = {}
    end = head.end()
    while found := _PROPERTY.match(piece, end):
        properties.setdefault("".join(found[1].split()).lower(), _unquoted(found[2]))
        end = found.end()
    return None if piece[end:].strip() else _Result(head[1].lower(), head[2].lower(), properties)


def _without_comments(value: str) -> str | None:
    """The value with a space for every comment; None where a comment or a quoted text does not end, or one holds the other."""
    kept = []
    depth = 0
    for match in _PIECE.finditer(value):
        piece = match[0]
        if piece in ("(", ")"):
            depth += 1 if piece == "(" else -1
            kept.append(" ")
        elif not depth:
            kept.append(piece)
        if depth < 0 or piece == '"' or (depth and piece.startswith('"')):
            return None
    return "".join(kept) if depth == 0 else None


def _unquoted(said: str) -> str:
    return re.sub(r"\\(.)", r"\1", said[1:-1]) if said.startswith('"') else said
