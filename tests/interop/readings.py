"""What a parser read in one calendar file, in the words that all four share."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import attrs

LIMIT = 60
"""So many occurrences of a series are read and compared: more than a year of weeks."""


@attrs.frozen
class ReadEvent:
    """One VEVENT. A time is ``2026-03-29T07:00:00Z``, a day ``2026-03-29``; what has no zone says ``floating:``."""

    uid: str | None
    start: str | None
    end: str | None
    recurrence_id: str | None
    occurrences: tuple[str, ...]
    attendees: dict[str, str]
    sequence: int
    status: str | None
    summary: str | None
    organizer: str | None


@attrs.frozen
class Reading:
    """One file as one engine reads it. ``blind`` names the fields that the engine has no words for."""

    engine: str
    method: str | None = None
    events: tuple[ReadEvent, ...] = ()
    errors: tuple[str, ...] = ()
    blind: frozenset[str] = frozenset()

    @classmethod
    def from_json(cls, engine: str, blind: frozenset[str], data: dict[str, Any]) -> Reading:
        """From what a reading process wrote."""
        events = [ReadEvent(**{**event, "occurrences": tuple(event["occurrences"])}) for event in data["events"]]
        events.sort(key=lambda event: (event.uid or "", event.start or ""))
        return cls(engine, data["method"], tuple(events), tuple(data["errors"]), blind)


def written(value: date | None) -> str | None:
    """A date or datetime as the readings write it."""
    if not isinstance(value, datetime):
        return value.isoformat() if value else None
    if value.tzinfo is None:
        return f"floating:{value.isoformat()}"
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def address(value: object) -> str:
    """A calendar address without its scheme, in lower case."""
    text = str(value).lower()
    return text.removeprefix("mailto:")
