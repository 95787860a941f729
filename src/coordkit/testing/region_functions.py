"""What a region promises about its functions: romanization, registers and sharing rules answer whatever they are asked."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import ClassVar

from coordkit import Tlp
from coordkit.ports import Region
from coordkit.testing.export_samples import HOSTILE, hostile, samples

_NO_CODES = ("", " ", "x", "0", "-1", "٣٤", "0" * 500, HOSTILE)
_LATIN = "Already in Latin letters, 12 (3)"


class FunctionPromises:
    """Each function gives what the port says and raises nothing: it is asked about what people type."""

    right_codes: ClassVar[Mapping[str, str]] = {}
    """Scheme of a register to a code that is right in it."""

    def test_romanization_gives_latin_letters(self, region: Region) -> None:
        if region.romanize is not None:
            for words in _names(region):
                foreign = [letter for letter in region.romanize(words) if letter.isalpha() and not _is_latin(letter)]
                assert foreign == [], f"{words} becomes {region.romanize(words)}"

    def test_romanization_leaves_what_is_latin_and_takes_any_text(self, region: Region) -> None:
        if region.romanize is not None:
            assert (region.romanize(""), region.romanize(_LATIN)) == ("", _LATIN)
            assert isinstance(region.romanize(HOSTILE), str)

    def test_a_register_takes_a_right_code_and_says_of_any_other_what_is_wrong(self, region: Region) -> None:
        assert self.right_codes.keys() <= region.registries.keys()
        for scheme, check in region.registries.items():
            for code in _NO_CODES:
                answer: object = check(code)
                assert answer is None or (isinstance(answer, str) and answer.strip()), f"{scheme} of {code!r}: {answer!r}"
            assert check(""), f"{scheme} takes an empty code"
            if scheme in self.right_codes:
                assert check(self.right_codes[scheme]) is None, scheme

    def test_the_level_down_to_which_areas_are_named_is_a_level_of_its_areas(self, region: Region) -> None:
        if region.status_level is not None:
            assert region.gazetteer.at_level(region.status_level), f"no area has the level {region.status_level}"

    def test_no_sharing_rule_makes_a_record_freer(self, region: Region) -> None:
        for rule in region.sharing_rules:
            for record in (*samples(), *hostile()):
                for tlp in Tlp:
                    given = rule(record, tlp)
                    assert isinstance(given, Tlp)
                    assert given >= tlp, f"a record of {tlp.label} becomes {given.label}, which the gate will not hear"


def _names(region: Region) -> Iterator[str]:
    """Names in the region's first language."""
    for text in (region.names, *(area.name for area in region.gazetteer)):
        words = text.get(region.languages[0]) if region.languages else str(text)
        if words is not None:
            yield words


def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith(("LATIN", "MODIFIER LETTER"))
