"""How things read to people in Ukrainian and English: dates known in part, counts, labels of codes. Other languages get English."""

from __future__ import annotations

import attrs

from coordkit.calendar.partial_dates import RANGE, UNKNOWN, both_ends, point, written_partial
from coordkit.calendar.words import UKRAINIAN, phrases, written_when
from coordkit.domain.dates import PartialDate
from coordkit.domain.headcounts import Headcount, Precision
from coordkit.domain.slots import When
from coordkit.domain.text import Text
from coordkit.ports import Region

# Ukrainian: one, two to four, five and more (Unicode CLDR plural rules: one, few, many). English: one, more.
_NOUNS = {
    "actions": ("доручення", "доручення", "доручень", "action item", "action items"),
    "days": ("день", "дні", "днів", "day", "days"),
    "files": ("файл", "файли", "файлів", "file", "files"),
    "groups": ("група", "групи", "груп", "group", "groups"),
    "initiatives": ("ініціатива", "ініціативи", "ініціатив", "initiative", "initiatives"),
    "meetings": ("зустріч", "зустрічі", "зустрічей", "meeting", "meetings"),
    "messages": ("лист", "листи", "листів", "message", "messages"),
    "months": ("місяць", "місяці", "місяців", "month", "months"),
    "organizations": ("організація", "організації", "організацій", "organization", "organizations"),
    "people": ("людина", "людини", "людей", "person", "people"),
    "records": ("запис", "записи", "записів", "record", "records"),
    "rounds": ("раунд", "раунди", "раундів", "round", "rounds"),
    "rows": ("рядок", "рядки", "рядків", "row", "rows"),
    "seats": ("місце", "місця", "місць", "seat", "seats"),
}
_PRECISIONS = {Precision.ABOUT: ("близько", "about"), Precision.AT_LEAST: ("щонайменше", "at least")}


@attrs.frozen
class Wording:
    """The words of one language, with the labels of one region.

    >>> uk = Wording("uk")
    >>> uk.count(1, "meetings"), uk.count(2, "meetings"), uk.count(5, "meetings"), uk.count(21, "meetings")
    ('1 зустріч', '2 зустрічі', '5 зустрічей', '21 зустріч')
    """

    language: str
    region: Region | None = None

    def __call__(self, uk: str, en: str) -> str:
        """One of two phrases that say the same."""
        return uk if self._ukrainian else en

    @property
    def _ukrainian(self) -> bool:
        return phrases((self.language,)) is UKRAINIAN

    def text(self, text: Text) -> str:
        """A text in this language, else as it falls back."""
        return text.best(self.language) if self._ukrainian else text.best(self.language, "en")

    def label(self, vocabulary: str, code: str) -> str:
        """What the region calls a code of ``kinds``, ``sectors`` or a vocabulary of its labels; the code where it has no word."""
        term = self.region.term(vocabulary, code) if self.region else None
        return code if term is None else self.text(term.label)

    def area(self, code: str | None) -> str:
        """The name of an area of the region; the code where the region does not know it, empty for None."""
        if code is None:
            return ""
        known = self.region is not None and code in self.region.gazetteer
        return self.text(self.region.gazetteer.area(code).name) if self.region and known else code

    # -- numbers

    def noun(self, number: int, noun: str) -> str:
        """The noun as it stands after the number; a noun that is not in the list stands as it is."""
        forms = _NOUNS.get(noun)
        if forms is None:
            return noun
        one, few, many, single, plural = forms
        if not self._ukrainian:
            return single if number == 1 else plural
        if 11 <= number % 100 <= 14:
            return many
        return one if number % 10 == 1 else few if 2 <= number % 10 <= 4 else many

    def count(self, number: int, noun: str) -> str:
        """A number with its noun: ``5 зустрічей``."""
        return f"{number} {self.noun(number, noun)}"

    def headcount(self, count: Headcount) -> str:
        """``близько 100 людей (учасники, за 6 зустрічей разом)``."""
        words = self.count(count.value, count.counted.value)
        if count.precision in _PRECISIONS:
            # After близько and щонайменше the genitive stands: близько 21 людини, близько 22 людей.
            single = count.value % 10 == 1 and count.value % 100 != 11
            counted = (2 if single else 5) if self._ukrainian else count.value
            words = f"{self(*_PRECISIONS[count.precision])} {count.value} {self.noun(counted, count.counted.value)}"
        notes = [self.text(count.label)] if count.label else [self.label("kinds", kind) for kind in count.of_kinds]
        if count.over > 1:
            notes.append(self(f"за {self.count(count.over, 'meetings')} разом", f"{count.over} meetings together"))
        return f"{words} ({', '.join(notes)})" if notes else words

    # -- dates

    def when(self, when: When | None) -> str:
        """A time as far as it is known: ``18 червня 2025``, ``серпень 2023``, ``не пізніше квітня 2025``.

        >>> Wording("en").when(PartialDate("[..2025-04]")), Wording("uk").when(PartialDate("[2025-05..2025-06]"))
        ('by the end of April 2025', 'у період від травня до червня 2025')
        """
        if isinstance(when, PartialDate):
            return written_partial(when, self.language)
        return self(*UNKNOWN) if when is None else written_when(when, self.language)

    def since(self, since: PartialDate) -> str:
        """Since when something is so: ``від серпня 2023``, ``щонайпізніше від серпня 2023``; ``(відколи – невідомо)``."""
        if since.edtf == PartialDate.unknown().edtf:
            return self("(відколи – невідомо)", "(since when is not known)")
        ends = RANGE.fullmatch(since.edtf)
        if ends is None:
            return self("від ", "since ") + point(since.edtf, self.language, genitive=True)
        start, end = ends.groups()
        if start and end:
            first, last = both_ends(start, end, self.language)
            return self(f"від {first} – {last} (точніше не відомо)", f"since some time from {first} to {last}")
        known = point(start or end, self.language, genitive=True)
        if start:
            return self(f"не раніше ніж від {known}", f"since {known} or later")
        return self(f"щонайпізніше від {known}", f"since {known} or earlier")
