"""The words by which records are looked for: folded alike for records and questions, in their own script and in Latin.

A record has its own words as they are written and, where the region romanizes, their Latin forms beside them, told apart by a
mark. A question's word is asked as it is typed; one in Latin letters also meets the Latin forms, one in another script is also
asked in its Latin form, which meets what was written in Latin. Romanization has no way back (и and й, і and ї share letters), so
nothing is ever turned from Latin into Cyrillic.

Alike, on both sides: case, Unicode form, stress marks; a Latin letter with and without its marks; ґ and г; a word with and
without apostrophe or soft sign; y, j and i in Latin words (Andriy, Andrii). Hyphen, dash and space all part words, and a record's
word with a hyphen is also found written as one. What meets only by another tradition of spelling is not found: Kiev for Київ.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

import attrs

from coordkit.domain.records import Record
from coordkit.domain.text import Text, folded

Romanize = Callable[[str], str]
"""A word in a region's script to Latin letters; what is not of that script stays as it is."""

FIELDS = ("name", "title", "acronym", "aliases", "latin_name")
"""The fields of a record whose words it is found by."""

_FORM = "~"  # stands before a Latin form; no word holds it
_WORD = re.compile(r"[\w'ʼ]+")
_COMPOUND = re.compile(r"[\w'ʼ]+(?:[-‐‑][\w'ʼ]+)+")
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_MARKS = re.compile("(?<=[a-z])[\u0300-\u036f]+|[\u0300\u0301]")
_LOOSE_MARKS = re.compile("[\u0300-\u036f]")
_ALIKE = str.maketrans({"ʼ": "", "ь": "", "ґ": "г", "y": "i", "j": "i"})
_MORE_I = re.compile("(?<=[^i])i+")  # not where the word begins: II is a number


def words_of(record: Record, romanize: Romanize | None = None) -> tuple[str, ...]:
    """The folded words of a record's names, titles, aliases and acronyms, and their Latin forms, sorted."""
    spelt = [_spelt(text) for text in _texts(record)]
    written = {word for text in spelt for word in (*_WORD.findall(text), *_joined(text))}
    own = {_key(word) for word in written}
    forms = {_FORM + form for word in written for form in _latin(word, romanize)}
    return tuple(sorted((own | forms) - {""}))


def asked_words(question: str, romanize: Romanize | None = None) -> tuple[tuple[str, ...], ...]:
    """The words of a question, each as the prefixes of which one must begin a word of the record. Empty where there is no word."""
    return tuple(dict.fromkeys(_ways(word, romanize) for word in _words(question) if _key(word)))


def own_words(text: str) -> tuple[str, ...]:
    """The folded words of a text in its own script only."""
    return tuple(filter(None, map(_key, _words(text))))


def has_words(kind: type[Record]) -> bool:
    """Whether records of this class have names or titles, by which they are found."""
    return any(field.name in FIELDS for field in attrs.fields(kind))


def _texts(record: Record) -> Iterator[str]:
    for name in FIELDS:
        value = getattr(record, name, None)
        if isinstance(value, Text | tuple):
            yield from value
        elif isinstance(value, str):
            yield value


def _spelt(text: str) -> str:
    """A text without the marks and signs that writers leave out."""
    if text.isascii():
        return folded(text)
    apart = unicodedata.normalize("NFD", folded(_UNSEEN.sub("", text)))
    return _LOOSE_MARKS.sub("", unicodedata.normalize("NFC", _MARKS.sub("", apart)))


def _words(text: str) -> list[str]:
    return _WORD.findall(_spelt(text))


def _joined(text: str) -> Iterator[str]:
    return ("".join(_WORD.findall(compound)) for compound in _COMPOUND.findall(text))


def _key(word: str) -> str:
    return _MORE_I.sub("i", word.translate(_ALIKE))


def _latin(word: str, romanize: Romanize | None) -> set[str]:
    """The Latin forms of a word that has letters of the region's script, else none. As ґ and г are alike, it has both's."""
    if romanize is None or word.isascii():
        return set()
    spellings = {word, word.replace("ґ", "г"), word.replace("г", "ґ")}
    return {_key("".join(_words(romanize(spelling)))) for spelling in spellings} - {_key(word), ""}


def _ways(word: str, romanize: Romanize | None) -> tuple[str, ...]:
    key, latin = _key(word), _latin(word, romanize)
    return (key, *sorted(latin)) if latin else (key, _FORM + key)
