"""libical, the C library of Evolution, KOrganizer and Cyrus, through ctypes."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from tests.interop.readings import LIMIT, address, written

LIBRARY = "libical.so.3"
_ANY_COMPONENT, _ANY_PROPERTY = 1, 0
# Occurrences are asked for between two dates: the library's own iterator is endless where a rule is.
_FROM, _TO = b"19700101T000000Z", b"20370101T000000Z"


class _Time(ctypes.Structure):
    _fields_ = (
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second", "is_date", "is_dst")),
        ("zone", ctypes.c_void_p),
    )


class _Span(ctypes.Structure):
    _fields_ = (("start", ctypes.c_long), ("end", ctypes.c_long), ("is_busy", ctypes.c_int))


_EACH = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.POINTER(_Span), ctypes.c_void_p)


class _Library:
    """The few functions that are needed, with their types."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(LIBRARY)
        handle, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
        self.parse = self._typed("icalparser_parse_string", handle, text)
        self.check = self._typed("icalrestriction_check", number, handle)
        self.free = self._typed("icalcomponent_free", None, handle)
        self.kind = self._typed("icalcomponent_isa", number, handle)
        self.kind_name = self._typed("icalcomponent_kind_to_string", text, number)
        self.first_component = self._typed("icalcomponent_get_first_component", handle, handle, number)
        self.next_component = self._typed("icalcomponent_get_next_component", handle, handle, number)
        self.first_property = self._typed("icalcomponent_get_first_property", handle, handle, number)
        self.next_property = self._typed("icalcomponent_get_next_property", handle, handle, number)
        self.property_name = self._typed("icalproperty_get_property_name", text, handle)
        self.value = self._typed("icalproperty_get_value_as_string", text, handle)
        self.uid = self._typed("icalcomponent_get_uid", text, handle)
        self.summary = self._typed("icalcomponent_get_summary", text, handle)
        self.parameter = self._typed("icalproperty_get_parameter_as_string", text, handle, text)
        self.start = self._typed("icalcomponent_get_dtstart", _Time, handle)
        self.end = self._typed("icalcomponent_get_dtend", _Time, handle)
        self.recurrence_id = self._typed("icalcomponent_get_recurrenceid", _Time, handle)
        self.zone = self._typed("icalcomponent_get_timezone", handle, handle, text)
        self.is_null = self._typed("icaltime_is_null_time", number, _Time)
        self.seconds = self._typed("icaltime_as_timet_with_zone", ctypes.c_long, _Time, handle)
        self.from_string = self._typed("icaltime_from_string", _Time, text)
        self.each = self._typed("icalcomponent_foreach_recurrence", None, handle, _Time, _Time, _EACH, handle)

    def _typed(self, name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
        function = getattr(self._library, name)
        function.restype, function.argtypes = result, arguments
        return function  # type: ignore[no-any-return]  # ctypes gives no type for what a library holds

    def properties(self, component: int) -> Iterator[tuple[str, str, int]]:
        found = self.first_property(component, _ANY_PROPERTY)
        while found:
            yield _text(self.property_name(found)), _text(self.value(found)), found
            found = self.next_property(component, _ANY_PROPERTY)

    def components(self, component: int) -> list[int]:
        found, held = self.first_component(component, _ANY_COMPONENT), []
        while found:
            held.append(found)
            found = self.next_component(component, _ANY_COMPONENT)
        return held


def _text(raw: bytes | None) -> str:
    return (raw or b"").decode("utf-8", "replace")


def read(raw: bytes) -> dict[str, Any]:
    """The file as libical reads it, with what its table of restrictions says against it."""
    library = _Library()
    reading: dict[str, Any] = {"method": None, "events": [], "errors": []}
    root = library.parse(raw)
    if not root:
        return {**reading, "errors": ["cannot be parsed"]}
    try:
        library.check(root)
        _walk(library, root, root, reading)
    finally:
        library.free(root)
    return reading


def _walk(library: _Library, root: int, component: int, reading: dict[str, Any]) -> None:
    name = _text(library.kind_name(library.kind(component)))
    for key, value, _ in library.properties(component):
        if key == "X-LIC-ERROR":
            reading["errors"].append(f"{name}: {value}")
        elif key == "METHOD" and name == "VCALENDAR":
            reading["method"] = value
    if name == "VEVENT":
        reading["events"].append(_event(library, root, component))
    for inner in library.components(component):
        _walk(library, root, inner, reading)


def _event(library: _Library, root: int, component: int) -> dict[str, Any]:
    named = {key: (value, handle) for key, value, handle in library.properties(component)}
    attendees = {
        address(value): (_text(library.parameter(handle, b"PARTSTAT")) or "NEEDS-ACTION").upper()
        for key, value, handle in library.properties(component)
        if key == "ATTENDEE"
    }

    def first(key: str) -> str | None:
        return named[key][0] if key in named else None

    override = None
    if "RECURRENCE-ID" in named:
        zone = library.zone(root, library.parameter(named["RECURRENCE-ID"][1], b"TZID"))
        override = _written(library, library.recurrence_id(component), zone)
    repeats = override is None and ("RRULE" in named or "RDATE" in named)
    organizer = first("ORGANIZER")
    return {
        "uid": _text(library.uid(component)),
        "start": _written(library, library.start(component)),
        "end": _written(library, library.end(component)),
        "recurrence_id": override,
        "occurrences": _occurrences(library, component) if repeats else [],
        "attendees": attendees,
        "sequence": int(first("SEQUENCE") or 0),
        "status": first("STATUS"),
        "summary": _text(library.summary(component)),
        "organizer": address(organizer) if organizer else None,
    }


def _written(library: _Library, time: _Time, zone: int | None = None) -> str | None:
    if library.is_null(time):
        return None
    if time.is_date:
        return f"{time.year:04}-{time.month:02}-{time.day:02}"
    known = time.zone or zone
    if not known:
        return written(datetime(time.year, time.month, time.day, time.hour, time.minute, time.second))
    return written(datetime.fromtimestamp(library.seconds(time, known), UTC))


def _occurrences(library: _Library, component: int) -> list[str | None]:
    start = library.start(component)
    seconds: set[int] = set()
    library.each(
        component,
        library.from_string(_FROM),
        library.from_string(_TO),
        _EACH(lambda _, span, __: seconds.add(span.contents.start)),
        None,
    )
    times = [datetime.fromtimestamp(second, UTC) for second in sorted(seconds)[:LIMIT]]
    if start.is_date:
        return [written(time.date()) for time in times]
    return [written(time if start.zone else time.replace(tzinfo=None)) for time in times]
