"""What people read in calendar entries, letters and reports, in Ukrainian and English: dates as they are written, and phrases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

import attrs

from coordkit.calendar.zones import is_utc
from coordkit.domain.dates import Days
from coordkit.domain.meetings import AgendaItem, Meeting
from coordkit.domain.places import Mode
from coordkit.domain.series import MeetingSeries
from coordkit.domain.slots import Slot, is_repeated


@attrs.frozen(kw_only=True)
class Phrases:
    """The words of one language. ``months`` are as they stand in a date, ``zones`` maps an IANA name to what people say."""

    months: tuple[str, ...]
    zones: dict[str, str]
    agenda: str
    minutes: str
    join: str
    online: str
    chatham_house: str


# Kyiv time under its older names too (IANA time zone database, file backward).
_KYIV = ("Europe/Kyiv", "Europe/Kiev", "Europe/Uzhgorod", "Europe/Zaporozhye")

UKRAINIAN = Phrases(
    months=(
        "січня", "лютого", "березня", "квітня", "травня", "червня",
        "липня", "серпня", "вересня", "жовтня", "листопада", "грудня",
    ),
    zones={
        **dict.fromkeys(_KYIV, "за київським часом"),
        "America/New_York": "за нью-йоркським часом",
        "Europe/Berlin": "за берлінським часом",
        "Europe/Brussels": "за брюссельським часом",
        "Europe/Bucharest": "за бухарестським часом",
        "Europe/Chisinau": "за кишинівським часом",
        "Europe/London": "за лондонським часом",
        "Europe/Paris": "за паризьким часом",
        "Europe/Prague": "за празьким часом",
        "Europe/Vienna": "за віденським часом",
        "Europe/Vilnius": "за вільнюським часом",
        "Europe/Warsaw": "за варшавським часом",
        "Europe/Zurich": "за цюрихським часом",
    },
    agenda="Порядок денний",
    minutes="хв",
    join="Приєднатися онлайн",
    online="Онлайн",
    chatham_house="Діє правило Чатем-Хаус.",
)  # fmt: skip

ENGLISH = Phrases(
    months=(
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    zones={
        **dict.fromkeys(_KYIV, "Kyiv time"),
        **{zone: f"{zone.partition('/')[2].replace('_', ' ')} time" for zone in UKRAINIAN.zones if zone not in _KYIV},
    },
    agenda="Agenda",
    minutes="min",
    join="Join online",
    online="Online",
    chatham_house="The Chatham House Rule applies.",
)  # fmt: skip


def phrases(languages: Sequence[str]) -> Phrases:
    """The words in the first of the languages that we have words in, else the English ones."""
    bases = [language.split("-")[0] for language in languages]
    return UKRAINIAN if next((base for base in bases if base in ("uk", "en")), "en") == "uk" else ENGLISH


def written_when(when: Slot | Days, language: str) -> str:
    """A time as people write it.

    >>> from datetime import datetime, timedelta
    >>> slot = Slot(datetime(2025, 6, 18, 10), timedelta(minutes=90), "Europe/Kyiv")
    >>> written_when(slot, "uk")
    '18 червня 2025, 10:00–11:30, за київським часом'
    >>> written_when(slot, "en")
    '18 June 2025, 10:00–11:30, Kyiv time'
    >>> written_when(Days(date(2025, 6, 30), date(2025, 7, 2)), "en")
    '30 June – 2 July 2025'
    """
    words = phrases((language,))
    if isinstance(when, Days):
        return _days(when.first, when.last, words)
    start, end = when.starts, when.ends
    zone = written_zone(when.zone, language, start)
    if start.date() == end.date():
        return f"{_day(start, words)}, {clock(start, when.zone)}–{clock(end, when.zone)}, {zone}"
    return f"{_day(start, words)}, {clock(start, when.zone)} – {_day(end, words)}, {clock(end, when.zone)}, {zone}"


def location(meeting: Meeting | MeetingSeries, languages: Sequence[str], locality: str | None) -> str | None:
    """Where people go: the exact place where the record shows it, else the locality's name; "Online" where nobody travels."""
    if meeting.modes == (Mode.ONLINE,):
        return phrases(languages).online
    if meeting.venue and meeting.venue.place:
        return meeting.venue.place.best(*languages)
    return locality


def agenda_lines(agenda: Sequence[AgendaItem], languages: Sequence[str]) -> Iterator[str]:
    """The points of an agenda in order, with the time planned for each: ``Запити (20 хв)``."""
    minutes = phrases(languages).minutes
    for item in sorted(agenda, key=lambda item: item.position):
        title = item.title.best(*languages)
        yield title if item.duration is None else f"{title} ({item.duration // timedelta(minutes=1)} {minutes})"


def description(meeting: Meeting | MeetingSeries, languages: Sequence[str]) -> str:
    """The text of a calendar entry, as far as the record shows it: TLP label, purpose, agenda, link, Chatham House Rule."""
    words = phrases(languages)
    parts = [meeting.tlp.label]
    if meeting.purpose:
        parts.append(meeting.purpose.best(*languages))
    if meeting.agenda:
        points = enumerate(agenda_lines(meeting.agenda, languages), 1)
        parts.append("\n".join([f"{words.agenda}:", *(f"{number}. {point}" for number, point in points)]))
    if meeting.venue and meeting.venue.link:
        parts.append(f"{words.join}: {meeting.venue.link}")
    if meeting.chatham_house:
        parts.append(words.chatham_house)
    return "\n\n".join(parts)


def _day(day: date, words: Phrases) -> str:
    return f"{day.day} {words.months[day.month - 1]} {day.year}"


def _days(first: date, last: date, words: Phrases) -> str:
    if first == last:
        return _day(last, words)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{_day(last, words)}"
    if first.year == last.year:
        return f"{first.day} {words.months[first.month - 1]} – {_day(last, words)}"
    return f"{_day(first, words)} – {_day(last, words)}"


def written_zone(zone: str, language: str, moment: datetime | None = None) -> str:
    """What people say of a zone: ``за київським часом``; one that we have no words for is named with its offset at ``moment``."""
    if is_utc(zone):
        return "UTC"
    named = phrases((language,)).zones.get(zone)
    return named or (zone if moment is None else f"{zone} ({_offset(moment)})")


def clock(moment: datetime, zone: str) -> str:
    """The time of day of an aware moment in its zone: ``10:00``; ``03:30 (UTC+03:00)`` in the hour that comes twice."""
    is_twice = is_repeated(moment.replace(tzinfo=None, fold=0), zone)
    return f"{moment:%H:%M} ({_offset(moment)})" if is_twice else f"{moment:%H:%M}"


def _offset(moment: datetime) -> str:
    return f"UTC{moment.isoformat()[19:25]}"
