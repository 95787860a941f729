"""Ukrainian in Latin letters by resolution 55 of the Cabinet of Ministers of Ukraine, 27 January 2010."""

from __future__ import annotations

import unicodedata

_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh", "з": "z", "и": "y",
    "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ю": "iu", "я": "ia",
}  # fmt: skip
_AT_WORD_START = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_APOSTROPHES = frozenset("'`´‘’ʼʹ′＇")


def romanize(text: str) -> str:
    """``text`` with its Ukrainian letters in Latin; all else stays, and the result is NFC.

    є, ї, й, ю, я are ye, yi, y, yu, ya where a word begins (after a space, a hyphen, a full stop), elsewhere ie, i, i, iu, ia;
    зг is zgh; the soft sign and an apostrophe inside a word are dropped. Words in capitals stay in capitals.

    There is no way back: и and й, і and ї may share a letter. For places and labels only: how a person writes their own name
    in Latin is theirs to say.

    >>> romanize("Згурівка, Знам’янка, Івано-Юріївка, ЩЕРБАНІ")
    'Zghurivka, Znamianka, Ivano-Yuriivka, SHCHERBANI'
    """
    text = unicodedata.normalize("NFC", text)
    return unicodedata.normalize("NFC", "".join(_latin(text, place) for place in range(len(text))))


def _latin(text: str, place: int) -> str:
    letter = text[place]
    before, after = _neighbour(text, place, -1), _neighbour(text, place, +1)
    if letter in _APOSTROPHES:
        return "" if _is_ukrainian(before) and _is_ukrainian(after) else letter
    small = letter.lower()
    if small not in _LETTERS:
        return letter
    if small == "г" and before.lower() == "з":
        latin = "gh"
    elif small in _AT_WORD_START and not before.isalpha():
        latin = _AT_WORD_START[small]
    else:
        latin = _LETTERS[small]
    if letter == small:
        return latin
    in_capitals = after.isupper() if after.isalpha() else before.isupper()
    return latin.upper() if in_capitals else latin.capitalize()


def _neighbour(text: str, place: int, step: int) -> str:
    """The character before or after, looking past stress marks and apostrophes; empty at the ends."""
    place += step
    while 0 <= place < len(text) and (text[place] in _APOSTROPHES or unicodedata.combining(text[place])):
        place += step
    return text[place] if 0 <= place < len(text) else ""


def _is_ukrainian(letter: str) -> bool:
    return letter != "" and letter.lower() in _LETTERS
