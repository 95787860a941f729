"""Events of other programs: who answers, what, about which event and which of its occurrences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import unquote

from coordkit.calendar.allowance import Allowance
from coordkit.calendar.content_lines import Component, Line, calendars
from coordkit.calendar.foreign_times import Times, after
from coordkit.calendar.incoming import IncomingAttendee, IncomingCalendar, IncomingEvent
from coordkit.calendar.mail_facts import address
from coordkit.calendar.writing import one_line

MOST_UID = 1000
MOST_COMMENT = 4000
_MOST_NAME = 500
_MOST_COMMENTS = 10
_MOST_DELEGATES = 20
_LARGEST_SEQUENCE = 2**31 - 1

_TOKEN = re.compile(r"[A-Z0-9-]{1,40}")
_SEQUENCE = re.compile(r"\d{1,10}", re.ASCII)


def read_calendars(
    raw: bytes, *, charset: str | None, method: str | None, allowance: Allowance
) -> tuple[list[IncomingCalendar], list[str]]:
    """The calendars in a file or in a part of a mail, as far as they hold events, and what of them cannot be read.

    ``method`` is the parameter of the content type. METHOD in the calendar comes before it: it is what the program said that made
    the calendar and what every copy of it says, while headers are written anew by whatever passes the mail on.
    Raises ``ParseError`` for more than the allowance.
    """
    found, problems = [], []
    components = calendars(raw, charset, allowance)
    for calendar in components:
        times = Times(calendar, allowance)
        events = []
        for component in calendar.parts:
            if component.kind == "VEVENT":
                event = _event(component, times, allowance)
                if isinstance(event, str):
                    problems.append(event)
                else:
                    events.append(event)
        said = _token(calendar.first("METHOD")) or (method or "").strip().upper()
        if events:
            found.append(IncomingCalendar(method=said if _TOKEN.fullmatch(said) else None, events=tuple(events)))
    if not components:
        problems.append("no calendar begins here (BEGIN:VCALENDAR)")
    elif not found and not problems:
        problems.append("the calendar holds no whole event (VEVENT)")
    return found, problems


def _event(component: Component, times: Times, allowance: Allowance) -> IncomingEvent | str:
    """The event, or why it is none."""
    uid = _text(component, "UID")
    if not uid:
        return "an event without UID: nobody can tell which one it is"
    if len(uid) > MOST_UID:
        return f"an event with a UID longer than {MOST_UID} characters"
    recurrence = component.first("RECURRENCE-ID")
    occurrence = times.at(recurrence)
    if "RECURRENCE-ID" in component.lines and occurrence is None:
        # Without it, what is said of one occurrence would be said of the whole series.
        return f"event {uid[:100]}: its RECURRENCE-ID is no time, so nobody can tell which occurrence it is"
    start = times.at(component.first("DTSTART"))
    stamp = times.at(component.first("DTSTAMP"))
    return IncomingEvent(
        uid=uid,
        sequence=_sequence(component.first("SEQUENCE")),
        stamp=stamp.instant if stamp else None,
        occurrence=occurrence,
        and_future=bool(recurrence and (recurrence.parameter("RANGE") or "").upper() == "THISANDFUTURE"),
        start=start,
        end=times.at(component.first("DTEND")) or after(start, component.first("DURATION")),
        organizer=_party(component.first("ORGANIZER")),
        attendees=tuple(_attendees(component, allowance)),
        comment="\n".join(said for line in islice(component.each("COMMENT"), _MOST_COMMENTS) if (said := line.text()))[
            :MOST_COMMENT
        ]
        or None,
        summary=_text(component, "SUMMARY")[:_MOST_NAME] or None,
    )


def _attendees(component: Component, allowance: Allowance) -> Iterator[IncomingAttendee]:
    allowance.spend("attendees", len(component.lines.get("ATTENDEE", ())))
    for line in component.each("ATTENDEE"):
        party = _party(line)
        if party is None:
            continue
        partstat = (line.parameter("PARTSTAT") or "").upper()
        yield IncomingAttendee(
            address=party,
            name=one_line(line.parameter("CN") or "")[:_MOST_NAME] or None,
            partstat=partstat if _TOKEN.fullmatch(partstat) else None,
            delegated_to=_addresses(line, "DELEGATED-TO"),
            delegated_from=_addresses(line, "DELEGATED-FROM"),
            sent_by=next(iter(_addresses(line, "SENT-BY")), None),
            comment=(line.parameter("X-RESPONSE-COMMENT") or "")[:MOST_COMMENT] or None,
        )


def _party(line: Line | None) -> str | None:
    """The address of a CAL-ADDRESS; of the parameter EMAIL (RFC 7986 section 6.2) where the value is another kind of URI."""
    if line is None:
        return None
    return _mailbox(line.value) or _mailbox(line.parameter("EMAIL") or "")


def _addresses(line: Line, name: str) -> tuple[str, ...]:
    return tuple(found for said in line.listed(name)[:_MOST_DELEGATES] if (found := _mailbox(said)))


def _mailbox(uri: str) -> str | None:
    """The address in ``mailto:user@example.org`` (RFC 6068), in any case, with angle brackets, or bare."""
    said = uri.strip().strip("<>")[:1000]
    if said[:7].lower() == "mailto:":
        said = unquote(said[7:].partition("?")[0])
    return address(said.strip().strip("<>"))


def _sequence(line: Line | None) -> int:
    found = _SEQUENCE.fullmatch(line.value.strip()) if line else None
    number = int(found[0]) if found else 0
    return number if number <= _LARGEST_SEQUENCE else 0


def _text(component: Component, name: str) -> str:
    line = component.first(name)
    return one_line(line.text()) if line else ""


def _token(line: Line | None) -> str:
    said = line.value.strip().upper() if line else ""
    return said if _TOKEN.fullmatch(said) else ""
