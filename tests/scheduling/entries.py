"""What a calendar program knows of an event, as vobject reads it from a calendar object."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

import attrs
import vobject

Occurrence = datetime | None
"""The original start of an occurrence (UTC); None for the event or series as a whole."""
_MANY = 400


@attrs.frozen(kw_only=True)
class Entry:
    """An event, or one occurrence of a series, as the calendar keeps it; ``answer`` is what its owner said last."""

    uid: str
    occurrence: Occurrence = None
    sequence: int
    stamp: datetime
    start: date | None = None
    end: date | None = None
    starts: tuple[datetime, ...] = ()
    status: str = ""
    answer: str = "NEEDS-ACTION"
    texts: Mapping[str, str] = attrs.field(factory=dict)
    organizer: str = ""
    sent_by: str | None = None
    attendees: tuple[str, ...] = ()
    delegated_from: str | None = None
    follows: str | None = None

    @property
    def age(self) -> tuple[int, datetime]:
        """What orders two versions of the same (RFC 5546 2.1.5)."""
        return self.sequence, self.stamp


def instant(value: date) -> datetime:
    """A start as an instant, a whole day as its beginning in UTC."""
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    return datetime(value.year, value.month, value.day, tzinfo=UTC)


def read(text: str, address: str) -> tuple[str, tuple[Entry, ...]]:
    """METHOD and events of a calendar object, for the attendee with this address, as vobject reads it."""
    # vobject keeps the zones of every object for the whole process, and would read the next one with them.
    getattr(vobject.icalendar, "__tzidMap").clear()
    vobject.icalendar.registerTzid("UTC", UTC)
    (calendar,) = vobject.readComponents(text)
    return calendar.method.value, tuple(_entries(calendar, address))


def _entries(calendar: Any, address: str) -> Iterator[Entry]:
    for event in calendar.contents["vevent"]:

        def first(name: str, event: Any = event) -> Any:
            return getattr(getattr(event, name, None), "value", None)

        lines = event.contents.get("attendee", [])
        mine = next((line for line in lines if mailbox(line.value) == address), None)
        start, original = first("dtstart"), first("recurrence_id")
        names = ("summary", "description", "location", "comment", "conference", "url")
        passed = mine.params.get("DELEGATED-FROM") if mine is not None else None
        sent_by = event.organizer.params.get("SENT-BY")
        yield Entry(
            uid=first("uid"),
            occurrence=None if original is None else instant(original),
            sequence=int(first("sequence") or 0),
            stamp=first("dtstamp").astimezone(UTC),
            start=start,
            end=first("dtend"),
            starts=tuple(_starts(event, start)),
            status=first("status") or "",
            answer=mine.params["PARTSTAT"][0] if mine is not None and "PARTSTAT" in mine.params else "",
            texts={name: str(value) for name in names if (value := first(name)) is not None},
            organizer=mailbox(event.organizer.value),
            sent_by=mailbox(sent_by[0]) if sent_by else None,
            attendees=tuple(mailbox(line.value) for line in lines),
            delegated_from=mailbox(passed[0]) if passed else None,
            follows=first("related_to"),
        )


def _starts(event: Any, start: date | None) -> Iterator[datetime]:
    if start is None or "recurrence-id" in event.contents:
        return
    if "rrule" not in event.contents and "rdate" not in event.contents:
        yield instant(start)
        return
    for each in islice(event.getrruleset(addRDate=True), _MANY):
        yield instant(each)


def mailbox(uri: str) -> str:
    return uri.strip('"').removeprefix("mailto:").lower()
