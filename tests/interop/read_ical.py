"""ical, the parser of Home Assistant: strict about every value."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from tests.interop.readings import LIMIT, address, written

if TYPE_CHECKING:
    from ical.event import Event


def read(raw: bytes) -> dict[str, Any]:
    """The file as ical reads it. It takes the zones it knows by name from the machine, not from the file."""
    from ical.calendar_stream import IcsCalendarStream  # here, so that where it is missing the tests are skipped

    reading: dict[str, Any] = {"method": None, "events": [], "errors": []}
    try:
        calendar = IcsCalendarStream.calendar_from_ics(raw.decode("utf-8"))
        reading["method"] = _plain(getattr(calendar, "method", None))
        reading["events"] = [_event(event) for event in calendar.events]
    except Exception as error:  # whatever a foreign parser raises is its answer
        reading["errors"].append(f"{type(error).__name__}: {' '.join(str(error).split())}")
    return reading


def _plain(value: Any) -> str | None:
    return None if value is None else str(getattr(value, "value", value))


def _event(event: Event) -> dict[str, Any]:
    rule = event.as_rrule() if event.recurrence_id is None else None
    return {
        "uid": event.uid,
        "start": written(event.dtstart),
        "end": written(event.end),
        "recurrence_id": _plain(event.recurrence_id),
        "occurrences": [written(time) for time in islice(rule, LIMIT)] if rule else [],
        "attendees": {address(attendee.uri): (_plain(attendee.status) or "NEEDS-ACTION").upper() for attendee in event.attendees},
        "sequence": event.sequence or 0,
        "status": _plain(event.status),
        "summary": event.summary,
        "organizer": address(event.organizer.uri) if event.organizer else None,
    }
