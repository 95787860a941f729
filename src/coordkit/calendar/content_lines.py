"""Calendar objects of other programs as components of content lines (RFC 5545 section 3.1), read with patience.

icalendar's tokenizer is not used here: it drops an attendee for a stray double quote or an empty parameter, takes a backslash in a
name for an escape and swallows the next parameter by it (``CN=A\\;PARTSTAT=ACCEPTED``), cuts an unquoted ``mailto:`` parameter
in two, and takes ten times as long. Its rules for escapes are used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs
from icalendar.parser import rfc_6868_unescape, unescape_backslash

from coordkit.calendar.allowance import Allowance
from coordkit.calendar.octets import cut, decoded, narrow, unix_lines
from coordkit.calendar.writing import tidy
from coordkit.domain.errors import ParseError

MOST_DEEP = 6
MOST_PARAMETERS = 30

# What is looked at; all else, RRULE of events too, is passed over in one regular expression.
_LINE = re.compile(
    rb"^[ \t]{0,8}(ATTENDEE|BEGIN|COMMENT|DTEND|DTSTAMP|DTSTART|DURATION|END|METHOD|ORGANIZER|RDATE|RECURRENCE-ID|RRULE|SEQUENCE"
    rb"|SUMMARY|TZID|TZOFFSETFROM|TZOFFSETTO|UID)[ \t]{0,8}([:;][^\n]*)",
    re.MULTILINE | re.IGNORECASE,
)
_QUOTED = re.compile(
    r';[ \t]*([A-Za-z0-9-]{1,60})[ \t]*=((?:[ \t]*"?mailto:[^;:,"]*+"?,?)++|(?:"[^"]*"|[^";:]++)*+)(?=[;:])', re.IGNORECASE
)
_BARE = re.compile(r";[ \t]*([^=;:]{0,60})(?:=([^;:]*))?")
_VALUE = re.compile(r'"([^"]*)"|([^",]+)')
_ON_TOP = ("VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE")


@attrs.frozen
class Line:
    """One property: its parameters by name in capitals, quoted as they stand there, and its value, still escaped."""

    parameters: dict[str, str]
    value: str

    def text(self) -> str:
        """The value as TEXT: escapes undone, line breaks as LF, no other control character, no white space at the ends."""
        return tidy(unescape_backslash(self.value)).strip()

    def parameter(self, name: str) -> str | None:
        """A parameter without its quotes; RFC 6868's escapes undone."""
        said = self.parameters.get(name)
        return None if said is None else tidy(rfc_6868_unescape(said.replace('"', ""))).strip()

    def listed(self, name: str) -> list[str]:
        """The values of a parameter that may have several."""
        return [quoted or bare for quoted, bare in _VALUE.findall(self.parameters.get(name, ""))]


@attrs.frozen
class Component:
    """One component that was begun: its properties by name, in order, and the components in it that were ended as well."""

    kind: str
    charset: str | None = None
    lines: dict[str, list[bytes]] = attrs.field(factory=dict)
    parts: list[Component] = attrs.field(factory=list)

    def each(self, name: str) -> Iterator[Line]:
        """Every property of a name."""
        return (line for raw in self.lines.get(name, ()) if (line := _line(decoded(raw, self.charset))))

    def first(self, name: str) -> Line | None:
        """The first property of a name; a second one is against the RFC wherever this is asked."""
        found = self.lines.get(name)
        return _line(decoded(found[0], self.charset)) if found else None


def calendars(raw: bytes, charset: str | None, allowance: Allowance) -> list[Component]:
    """Every VCALENDAR in the octets. An event that does not end is left out: what it lacks could be what matters.

    Raises ``ParseError`` for what is nested too deep or holds too much.
    """
    found: list[Component] = []
    stack: list[Component] = []
    # Lines are unfolded before they are decoded: a fold may stand inside a character (RFC 5545 section 3.1).
    text = unix_lines(narrow(raw)).replace(b"\n ", b"").replace(b"\n\t", b"")
    allowance.spend("calendar_lines", text.count(b"\n"))
    for match in _LINE.finditer(text):
        name, rest = match[1].decode().upper(), cut(match[2])
        allowance.spend("properties")
        allowance.spend("property_octets", len(rest))
        if name == "BEGIN":
            kind = _kind(rest)
            allowance.spend("components")
            if kind == "VCALENDAR":
                stack = []
            elif not stack:
                continue
            elif kind in _ON_TOP:
                del stack[1:]
            stack.append(Component(kind, charset))
            if kind == "VCALENDAR":
                found.append(stack[0])
            if len(stack) > MOST_DEEP:
                raise ParseError(
                    f"a calendar has components more than {MOST_DEEP} deep in one another; it is not read", where="calendar"
                )
        elif name == "END":
            _end(_kind(rest), stack)
        elif stack:
            stack[-1].lines.setdefault(name, []).append(rest)
    return found


def _end(kind: str, stack: list[Component]) -> None:
    """Close a component; what was begun in it and not ended goes with it."""
    at = next((at for at in reversed(range(len(stack))) if stack[at].kind == kind), None)
    if at is None:
        return
    if at:
        stack[at - 1].parts.append(stack[at])
    del stack[at:]


def _kind(rest: bytes) -> str:
    return rest[1:60].decode("ascii", "replace").strip().upper()


def _line(rest: str) -> Line | None:
    """The line after its name, None where no value follows. A quote without its pair is a letter like others."""
    parameters: dict[str, str] = {}
    at = 0
    for _ in range(MOST_PARAMETERS):
        found = _QUOTED.match(rest, at) or _BARE.match(rest, at)
        if not found:
            break
        parameters.setdefault(found[1].strip().upper(), (found[2] or "").strip())
        at = found.end()
    return Line(parameters, rest[at + 1 :]) if rest.startswith(":", at) else None
