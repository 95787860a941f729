"""What people read in a calendar entry or an invitation, in Ukrainian and English: dates as they are written, and phrases."""

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
    when: str
    where: str
    purpose: str
    agenda: str
    minutes: str
    join: str
    online: str
    chatham_house: str
    invitation: str
    greeting: str
    invited: str
    answer: str


UKRAINIAN = Phrases(
    months=(
        "січня", "лютого", "березня", "квітня", "травня", "червня",
        "липня", "серпня", "вересня", "жовтня", "листопада", "грудня",
    ),
    zones={"Europe/Kyiv": "за київським часом", "Europe/Kiev": "за київським часом"},
    when="Коли",
    where="Де",
    purpose="Мета",
    agenda="Порядок денний",
    minutes="хв",
    join="Приєднатися онлайн",
    online="Онлайн",
    chatham_house="Діє правило Чатем-Хаус.",
    invitation="Запрошення",
    greeting="Доброго дня!",
    invited="Запрошуємо вас на зустріч.",
    answer="Будь ласка, дайте відповідь у своєму календарі (прийняти, можливо, відхилити) або просто листом на цю адресу.",
)  # fmt: skip

ENGLISH = Phrases(
    months=(
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    zones={"Europe/Kyiv": "Kyiv time", "Europe/Kiev": "Kyiv time"},
    when="When",
    where="Where",
    purpose="Purpose",
    agenda="Agenda",
    minutes="min",
    join="Join online",
    online="Online",
    chatham_house="The Chatham House Rule applies.",
    invitation="Invitation",
    greeting="Hello,",
    invited="You are invited to a meeting.",
    answer="Please answer in your calendar (accept, maybe, decline) or simply by replying to this message.",
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
    zone = "UTC" if is_utc(when.zone) else words.zones.get(when.zone, when.zone)
    if start.date() == end.date():
        return f"{_day(start, words)}, {_clock(start, when.zone)}–{_clock(end, when.zone)}, {zone}"
    return f"{_day(start, words)}, {_clock(start, when.zone)} – {_day(end, words)}, {_clock(end, when.zone)}, {zone}"


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


def _clock(moment: datetime, zone: str) -> str:
    """``10:00``; in the hour that comes twice with its offset, ``03:30 (UTC+03:00)``."""
    offset = f" ({moment:UTC%z})" if is_repeated(moment.replace(tzinfo=None, fold=0), zone) else ""
    return f"{moment:%H:%M}{offset[:-3]}:{offset[-3:]}" if offset else f"{moment:%H:%M}"
