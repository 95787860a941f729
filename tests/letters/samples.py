"""A meeting and a series to write about, and the letters on them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from coordkit.domain.clock_times import ClockTime
from coordkit.domain.meetings import AgendaItem, Meeting, MeetingStatus
from coordkit.domain.places import Venue
from coordkit.domain.records import MeetingId, MeetingSeriesId, Tlp
from coordkit.domain.recurrence import read_rule
from coordkit.domain.series import MeetingSeries
from coordkit.domain.slots import Slot
from coordkit.domain.text import Text
from coordkit.letters import Facts, Letter, LetterKind, letter


def slot(*start: int, zone: str = "Europe/Kyiv", minutes: int = 90) -> Slot:
    """A time on the clock."""
    return Slot(datetime(*(*start, 0, 0)[:5]), timedelta(minutes=minutes), zone)  # type: ignore[arg-type]  # five numbers


def meeting(**changes: Any) -> Meeting:
    """A scheduled meeting, as a release to an entitled recipient would show it."""
    fields: dict[str, Any] = {
        "id": MeetingId(int=1),
        "title": Text.of(uk="Координаційна нарада", en="Coordination meeting"),
        "purpose": Text.of(uk="Узгодити дії", en="Agree on actions"),
        "status": MeetingStatus.SCHEDULED,
        "when": slot(2026, 6, 18, 10),
        "tlp": Tlp.GREEN,
        "venue": Venue(locality="UA65", place=Text.of(uk="Зала 2, 1 поверх", en="Hall 2"), link="https://meet.example.org/abc"),
        "agenda": (
            AgendaItem(position=2, title=Text.of(uk="Запити громад", en="Requests"), duration=timedelta(minutes=20)),
            AgendaItem(position=1, title=Text.of(uk="Знайомство", en="Introductions")),
        ),
    }
    return Meeting(**(fields | changes))


def series(rule: str = "FREQ=WEEKLY", first: date = date(2026, 6, 16), **changes: Any) -> MeetingSeries:
    """A series at ten, by this RRULE."""
    fields: dict[str, Any] = {
        "id": MeetingSeriesId(int=2),
        "title": Text.of(uk="Робоча група", en="Working group"),
        "first": ClockTime(datetime(first.year, first.month, first.day, 10), "Europe/Kyiv"),
        "duration": timedelta(minutes=90),
        "rule": read_rule(rule),
        "tlp": Tlp.AMBER_STRICT,
    }
    return MeetingSeries(**(fields | changes))


def written(kind: LetterKind = LetterKind.INVITATION, language: str = "uk", **changes: Any) -> Letter:
    """The letter of this kind about the meeting above, with some facts changed."""
    fields: dict[str, Any] = {"meeting": meeting(), "organizer": "Секретаріат", "locality": "Херсон"}
    templates = changes.pop("templates", ())
    return letter(kind, Facts(**(fields | changes)), language=language, templates=templates)
