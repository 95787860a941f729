"""Text: one text in several languages, with a fall-back order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import attrs

from coordkit.domain.errors import DomainError, told

if TYPE_CHECKING:
    from attrs import Attribute

_REFUSED = re.compile("[\x00\ud800-\udfff]")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_APOSTROPHES = dict.fromkeys(map(ord, "'`´‘’ʼʹ＇"), "ʼ")
_ALPHABET = {letter: rank for rank, letter in enumerate("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", start=0x430)}


def plain(value: str, where: str) -> str:
    """``value``, unless it holds a NUL or a lone surrogate, which no store and no format keeps: then ``DomainError``."""
    if not isinstance(value, str):
        raise DomainError(f"expected a text, not {type(value).__name__}", where=where)
    if _REFUSED.search(value):
        raise DomainError("a text may not hold a NUL or a lone surrogate; remove that character", where=where)
    return value


def is_plain(instance: object, attribute: Attribute[Any], value: str | None) -> None:
    """attrs validator: every domain text passes ``plain``."""
    if value is not None:
        plain(value, attribute.name)


def all_plain(instance: object, attribute: Attribute[Any], value: Iterable[str]) -> None:
    """attrs validator: every text of a tuple passes ``plain``; a single text is no tuple of its letters."""
    given: object = value
    if isinstance(given, str):
        raise DomainError(f"expected several texts; write ({given!r},)", where=attribute.name)
    if not isinstance(given, Iterable):
        raise DomainError(f"expected several texts, not {told(given)}; write ('…',)", where=attribute.name)
    for item in value:
        plain(item, attribute.name)


def not_blank(instance: object, attribute: Attribute[Any], value: str | None) -> None:
    """attrs validator: a domain text that, where it stands, holds a letter that can be seen."""
    if value is not None and not plain(value, attribute.name).strip():
        raise DomainError("this is blank; write something", where=attribute.name)


def is_language(instance: object, attribute: Attribute[Any], value: str) -> None:
    """attrs validator: a language code (BCP 47), such as uk, en, uk-Latn."""
    if not _LANGUAGE.fullmatch(plain(value, attribute.name)):
        raise DomainError(f"{value!r} is not a language code such as uk or en", where=attribute.name)


def folded(value: str) -> str:
    """The form in which texts are indexed, searched and matched: NFC, one apostrophe (U+02BC), case folded."""
    return unicodedata.normalize("NFC", value).translate(_APOSTROPHES).casefold()


def alphabetical(text: str) -> tuple[int, ...]:
    """The key to sort texts for people: the order of the Ukrainian alphabet, whatever the case; apostrophes do not count.

    Code points would put і, ї, є and ґ behind я. Latin letters come before Cyrillic ones.

    >>> sorted(["Яр", "Ірпінь", "Голос", "Ґанок", "Дім", "Lviv"], key=alphabetical)
    ['Lviv', 'Голос', 'Ґанок', 'Дім', 'Ірпінь', 'Яр']
    """
    letters = folded(text).replace("ʼ", "")
    return tuple(_ALPHABET.get(letter, ord(letter) if ord(letter) < 0x430 else ord(letter) + 0x100) for letter in letters)


def _variants(value: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    try:
        return tuple((language, words) for language, words in value)
    except (TypeError, ValueError):
        raise DomainError(f'expected pairs of language and words, not {told(value)}; write Text.of(uk="…")', where="text") from None


@attrs.frozen
class Text:
    """One text in one or more languages.

    ``variants`` are pairs of language (BCP 47, ``uk``, ``en``, ``uk-Latn``) and words, in the order to fall back:
    the first is the language of the original. ``Text.of(uk="Нарада", en="Meeting")`` is the usual way to make one.
    Raises ``DomainError`` for no variant at all, an empty one, a language twice, NUL or a lone surrogate.
    """

    variants: tuple[tuple[str, str], ...] = attrs.field(converter=_variants)

    @variants.validator
    def _check(self, attribute: Attribute[Any], value: tuple[tuple[str, str], ...]) -> None:
        if not value:
            raise DomainError('a text needs at least one language, such as Text.of(uk="…")', where="text")
        seen = set()
        for language, words in value:
            if not _LANGUAGE.fullmatch(plain(language, "language")):
                raise DomainError(f"{language!r} is not a language code such as uk or en", where="text")
            if language in seen:
                raise DomainError(f"language {language} stands twice", where="text")
            seen.add(language)
            if not plain(words, f"text in {language}").strip():
                raise DomainError("the text is empty; leave the language out instead", where=f"text in {language}")

    @classmethod
    def of(cls, **by_language: str) -> Text:
        """``Text.of(uk="…", en="…")``; the first language named is the original's."""
        return cls(tuple(by_language.items()))

    def best(self, *languages: str) -> str:
        """The words in the first of ``languages`` there is (``uk-UA`` is served by ``uk``), else in the original's."""
        words = dict(self.variants)
        for language in languages:
            if not isinstance(language, str):
                raise DomainError(f'expected a language, not {told(language)}; write best("uk", "en")', where="text")
            if language in words:
                return words[language]
            base = language.split("-")[0]
            if base in words:
                return words[base]
        return self.variants[0][1]

    def get(self, language: str) -> str | None:
        """The words in exactly this language, or None."""
        return dict(self.variants).get(language)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages there are, original first."""
        return tuple(language for language, _ in self.variants)

    def with_(self, **by_language: str) -> Text:
        """The same text with further or corrected languages."""
        return Text(tuple((dict(self.variants) | by_language).items()))

    def __iter__(self) -> Iterator[str]:
        return (words for _, words in self.variants)

    def __str__(self) -> str:
        return self.variants[0][1]
