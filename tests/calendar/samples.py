"""A meeting to write, and a reader of raw calendar lines that shares nothing with the writer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from coordkit.calendar.feeds import SeriesInFeed, write_feed
from coordkit.calendar.itip import Attendee, Organizer, Party, request
from coordkit.domain.clock_times import ClockTime
from coordkit.domain.meetings import AgendaItem, Meeting, MeetingStatus
from coordkit.domain.places import Venue
from coordkit.domain.records import MeetingId, MeetingSeriesId, Source, Tlp
from coordkit.domain.recurrence import read_rule
from coordkit.domain.series import MeetingSeries
from coordkit.domain.slots import Slot
from coordkit.domain.text import Text

CHANGED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
QUEUED = datetime(2026, 2, 1, 12, 0, tzinfo=UTC)
DESK = Party("Секретаріат", "desk@example.org")
OFFICE = Organizer(DESK)
RESCUERS = Attendee(party=Party("Рятувальники, чергова служба", "duty@example.org"), is_group=True)


def slot(*start: int, zone: str = "Europe/Kyiv", minutes: int = 90) -> Slot:
    """A time on the clock."""
    year, month, day, hour, minute = (*start, 0)[:5]
    return Slot(datetime(year, month, day, hour, minute), timedelta(minutes=minutes), zone)


def meeting(number: int = 1, **changes: Any) -> Meeting:
    """A scheduled meeting, as a release to entitled recipients would show it."""
    fields: dict[str, Any] = {
        "id": MeetingId(int=number),
        "title": Text.of(uk="Координаційна нарада", en="Coordination meeting"),
        "purpose": Text.of(uk="Узгодити дії", en="Agree on actions"),
        "themes": (Text.of(uk="безпека, відновлення", en="safety"), Text.of(uk="жінки")),
        "status": MeetingStatus.SCHEDULED,
        "when": slot(2026, 6, 18, 10),
        "tlp": Tlp.GREEN,
        "sources": (Source(url="https://example.org/news?a=1,2;b"),),
        "venue": Venue(locality="UA65", place=Text.of(uk="Зала 2, 1 поверх"), link="https://meet.example.org/abc"),
        "agenda": (
            AgendaItem(position=2, title=Text.of(uk="Запити громад", en="Requests"), duration=timedelta(minutes=20)),
            AgendaItem(position=1, title=Text.of(uk="Знайомство", en="Introductions")),
        ),
        "changed_at": CHANGED,
    }
    return Meeting(**(fields | changes))


def series(rule: str = "FREQ=WEEKLY", *start: int, zone: str = "Europe/Kyiv", **changes: Any) -> MeetingSeries:
    """A series by this rule, as a release to entitled recipients would show it: from Tuesday 1 September 2026, 10:00."""
    year, month, day, hour, minute = (*start, 0)[:5] if start else (2026, 9, 1, 10, 0)
    fields: dict[str, Any] = {
        "id": MeetingSeriesId(int=1),
        "title": Text.of(uk="Щотижнева нарада", en="Weekly meeting"),
        "first": ClockTime(datetime(year, month, day, hour, minute), zone),
        "duration": timedelta(minutes=90),
        "rule": read_rule(rule),
        "tlp": Tlp.GREEN,
        "topics": ("safety",),
        "venue": Venue(locality="UA65", place=Text.of(uk="Зала 2"), link="https://meet.example.org/abc"),
        "changed_at": CHANGED,
    }
    return MeetingSeries(**(fields | changes))


def fed(
    *meetings: Meeting | SeriesInFeed, name: str = "Зустрічі", languages: tuple[str, ...] = ("uk",), **options: Any
) -> tuple[bytes, list[str]]:
    """A feed of these, and the reasons for what it leaves out."""
    out, reasons = BytesIO(), []
    write_feed(
        meetings,
        name=name,
        languages=languages,
        locality_of={"UA65": "Херсонська область"}.get,
        out=out,
        left_out=lambda meeting, why: reasons.append(why.reason),
        **options,
    )
    return out.getvalue(), reasons


def requested(what: Meeting | MeetingSeries, **changes: Any) -> bytes:
    """A REQUEST to one recipient."""
    arguments: dict[str, Any] = {"organizer": OFFICE, "recipient": RESCUERS, "stamp": QUEUED, "languages": ("uk",)}
    return request(what, **(arguments | changes))


def unfolded(raw: bytes) -> list[str]:
    """The logical lines, by RFC 5545 section 3.1 alone."""
    assert raw.endswith(b"\r\n")
    return raw.decode("utf-8").replace("\r\n ", "").split("\r\n")[:-1]


def names(raw: bytes) -> list[str]:
    """The name of each logical line, with what BEGIN and END name."""
    found = []
    for line in unfolded(raw):
        head, _, value = line.partition(":")
        name = head.partition(";")[0]
        found.append(f"{name}:{value}" if name in ("BEGIN", "END") else name)
    return found


def lines(raw: bytes, name: str) -> list[str]:
    """The lines of this name that stand in no VTIMEZONE."""
    found, in_zone = [], False
    for line in unfolded(raw):
        in_zone = line == "BEGIN:VTIMEZONE" or (in_zone and line != "END:VTIMEZONE")
        if not in_zone and line.partition(":")[0].partition(";")[0] == name:
            found.append(line)
    return found


def value(raw: bytes, name: str) -> str:
    """What follows the colon of the only such line, which has no quoted parameter."""
    (line,) = lines(raw, name)
    return line.partition(":")[2]
