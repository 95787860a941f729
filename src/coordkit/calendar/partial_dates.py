"""Dates known in part, as people write them in Ukrainian and English. Other languages get English."""

from __future__ import annotations

import re

from coordkit.calendar.words import ENGLISH, UKRAINIAN, phrases
from coordkit.domain.dates import PartialDate

_MONTHS = (
    "січень", "лютий", "березень", "квітень", "травень", "червень",
    "липень", "серпень", "вересень", "жовтень", "листопад", "грудень",
)  # fmt: skip
# EDTF's seasons, quarters and halves: Ukrainian as it stands alone and after "від", English.
_PARTS = {
    21: ("весна", "весни", "spring"),
    22: ("літо", "літа", "summer"),
    23: ("осінь", "осені", "autumn"),
    24: ("зима", "зими", "winter"),
    33: ("перший квартал", "першого кварталу", "the first quarter of"),
    34: ("другий квартал", "другого кварталу", "the second quarter of"),
    35: ("третій квартал", "третього кварталу", "the third quarter of"),
    36: ("четвертий квартал", "четвертого кварталу", "the fourth quarter of"),
    40: ("перша половина", "першої половини", "the first half of"),
    41: ("друга половина", "другої половини", "the second half of"),
}
RANGE = re.compile(r"\[(.*)\.\.(.*)\]")
"""What EDTF writes for a day between two others; either end may be empty."""
UNKNOWN = ("час невідомий", "time not known")


def written_partial(day: PartialDate, language: str) -> str:
    """A date as far as it is known.

    >>> written_partial(PartialDate("[..2025-04]"), "en"), written_partial(PartialDate("[2025-05..2025-06]"), "uk")
    ('by the end of April 2025', 'у період від травня до червня 2025')
    """
    ends = RANGE.fullmatch(day.edtf)
    if ends is None:
        return point(day.edtf, language, genitive=False)
    start, end = ends.groups()
    is_ukrainian = _is_ukrainian(language)
    if start and end:
        first, last = both_ends(start, end, language)
        return f"у період від {first} до {last}" if is_ukrainian else f"at some time from {first} to {last}"
    known = point(start or end, language, genitive=True)
    if start:
        return f"не раніше {known}" if is_ukrainian else f"not before {known}"
    if is_ukrainian:
        return f"не пізніше {known}"
    return f"by {known}" if len(end) == 10 else f"by the end of {known}"


def both_ends(start: str, end: str, language: str) -> tuple[str, str]:
    """Both ends of a period; the year stands once where it is the same."""
    first, last = point(start, language, genitive=True), point(end, language, genitive=True)
    return first.removesuffix(f" {last.rsplit(' ', 1)[-1]}"), last


def point(edtf: str, language: str, *, genitive: bool) -> str:
    """A day, month, part of a year or year; a year that is not known is said to be so. ``genitive`` as after «від»."""
    is_ukrainian = _is_ukrainian(language)
    year, *rest = edtf.split("-")
    part = rest[0] if rest else ""
    known = "" if year == "XXXX" else f" {year}"
    unknown = "" if known else ", рік невідомий" if is_ukrainian else ", year not known"
    if not rest:
        return f"{year} {'року' if genitive else 'рік'}" if is_ukrainian else year
    if part == "XX":
        return UNKNOWN[0 if is_ukrainian else 1]
    number = int(part)
    if number in _PARTS:
        alone, after, english = _PARTS[number]
        return f"{after if genitive else alone}{known} року" if is_ukrainian else f"{english}{known}"
    day = rest[1] if len(rest) > 1 and rest[1] != "XX" else ""
    months = (UKRAINIAN.months if genitive or day else _MONTHS) if is_ukrainian else ENGLISH.months
    month = months[number - 1]
    return f"{int(day)} {month}{known}{unknown}" if day else f"{month}{known}{unknown}"


def _is_ukrainian(language: str) -> bool:
    return phrases((language,)) is UKRAINIAN
