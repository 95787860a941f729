"""vobject, the parser of Radicale and khal's elders."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from tests.interop.readings import LIMIT, address, written


def read(raw: bytes) -> dict[str, Any]:
    """The file as vobject reads it, with what its validation says against it."""
    import vobject  # here, so that where it is missing the tests are skipped and say so

    _forget_zones(vobject)
    reading: dict[str, Any] = {"method": None, "events": [], "errors": []}
    try:
        for calendar in vobject.readComponents(raw.decode("utf-8")):
            _read_calendar(calendar, reading)
    except Exception as error:  # whatever a foreign parser raises is its answer
        reading["errors"].append(f"{type(error).__name__}: {error}")
    return reading


def _forget_zones(vobject: Any) -> None:
    """vobject keeps the zones of every file for the whole process, and would read the next file with them."""
    getattr(vobject.icalendar, "__tzidMap").clear()
    vobject.icalendar.registerTzid("UTC", UTC)


def _read_calendar(calendar: Any, reading: dict[str, Any]) -> None:
    try:
        calendar.validate(raiseException=True)
    except Exception as error:  # as above
        reading["errors"].append(f"not valid: {error}")
    reading["method"] = getattr(getattr(calendar, "method", None), "value", reading["method"])
    for event in calendar.contents.get("vevent", []):
        reading["events"].append(_event(event))


def _event(event: Any) -> dict[str, Any]:
    def first(name: str) -> Any:
        return getattr(getattr(event, name, None), "value", None)

    start, override, organizer = first("dtstart"), first("recurrence_id"), first("organizer")
    repeats = override is None and ("rrule" in event.contents or "rdate" in event.contents)
    return {
        "uid": first("uid"),
        "start": written(start),
        "end": written(_end(start, first("dtend"), first("duration"))),
        "recurrence_id": written(override),
        "occurrences": _occurrences(event, start) if repeats else [],
        "attendees": {
            address(attendee.value): (attendee.params.get("PARTSTAT") or ["NEEDS-ACTION"])[0].upper()
            for attendee in event.contents.get("attendee", [])
        },
        "sequence": int(first("sequence") or 0),
        "status": first("status"),
        "summary": first("summary"),
        "organizer": address(organizer) if organizer else None,
    }


def _end(start: date | None, end: date | None, duration: timedelta | None) -> date | None:
    """RFC 5545 section 3.6.1: without an end a day lasts a day, and a time lasts no time."""
    if end is not None or start is None:
        return end
    if duration is not None:
        return start + duration
    return start if isinstance(start, datetime) else start + timedelta(days=1)


def _occurrences(event: Any, start: date) -> list[str | None]:
    times = islice(event.getrruleset(addRDate=True), LIMIT)
    return [written(time if isinstance(start, datetime) else time.date()) for time in times]
