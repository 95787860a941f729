"""Days, counts and lists in words, by the rules of Babel (Unicode CLDR); the date itself is written as everywhere in coordkit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.units import format_unit

from coordkit.calendar.words import clock, written_when
from coordkit.domain.dates import Days
from coordkit.domain.slots import Slot

_LOCALES = {"uk": "uk", "en": "en_GB"}  # day before month, no comma before "and"
_UNITS = {"day": timedelta(days=1), "hour": timedelta(hours=1), "minute": timedelta(minutes=1), "second": timedelta(seconds=1)}


def day(value: date, language: str) -> str:
    """A day: ``18 червня 2025``."""
    return format_date(value, "d MMMM y", locale=_LOCALES[language])


def weekday(value: date, language: str) -> str:
    """Its day of the week: ``середа``."""
    return _our_apostrophe(format_date(value, "EEEE", locale=_LOCALES[language]))


def written(when: Slot | Days, language: str) -> str:
    """A time with the day of the week, where it is one day.

    >>> from datetime import datetime
    >>> slot = Slot(datetime(2025, 6, 18, 15, 58), timedelta(minutes=90), "Europe/Kyiv")
    >>> written(slot, "uk")
    'середа, 18 червня 2025, 15:58–17:28, за київським часом'
    >>> written(Days(date(2025, 6, 30), date(2025, 7, 2)), "en")
    '30 June – 2 July 2025'
    """
    first, last = (when.first, when.last) if isinstance(when, Days) else (when.start.date(), when.ends.date())
    words = written_when(when, language)
    return f"{weekday(first, language)}, {words}" if first == last else words


def written_short(when: Slot | Days, language: str) -> str:
    """The day, or the days, and the start: ``18 червня 2025, 15:58``."""
    if isinstance(when, Days):
        return written_when(when, language)
    return f"{day(when.start.date(), language)}, {clock(when.starts, when.zone)}"


def count(number: int, unit: str, language: str) -> str:
    """A number of days, weeks, months or years, in the plural form that it takes: ``1 день, 2 дні, 5 днів``."""
    return format_unit(number, f"duration-{unit}", "long", locale=_LOCALES[language])


def length(value: timedelta, language: str) -> str:
    """A length of time in whole units: ``1 година 30 хвилин``."""
    words = []
    for unit, size in _UNITS.items():
        number, value = divmod(value, size)
        if number:
            words.append(count(number, unit, language))
    return " ".join(words)


def plural(number: int, forms: Mapping[str, str], language: str) -> str:
    """Of ``forms`` (CLDR categories: one, few, many, other) the one that the number takes."""
    category = Locale.parse(_LOCALES[language]).plural_form(number)
    return forms.get(category, forms["other"])


def ordinal(number: int) -> str:
    """``1st``, ``22nd``, ``13th``: in English only."""
    return f"{number}{_SUFFIXES[Locale.parse('en').ordinal_form(number)]}"


_SUFFIXES = {"one": "st", "two": "nd", "few": "rd", "other": "th"}


def listed(items: Sequence[str], language: str) -> str:
    """``вівторок, середа і п’ятниця``."""
    return format_list(list(items), locale=_LOCALES[language])


def _our_apostrophe(words: str) -> str:
    return words.replace("'", "’").replace("ʼ", "’")


def either(items: Sequence[str], language: str) -> str:
    """``очно або онлайн``."""
    return format_list(list(items), style="or", locale=_LOCALES[language])
