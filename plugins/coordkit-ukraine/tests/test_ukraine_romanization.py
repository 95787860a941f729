"""Romanization by resolution 55, against the resolution's own examples and against translitua."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import translitua
from hypothesis import given
from hypothesis import strategies as st

from coordkit_ukraine import romanize

ROWS = list(csv.DictReader((Path(__file__).parent / "data" / "romanization.csv").read_text(encoding="utf-8").splitlines()))
LETTERS = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
WORDS = st.text(LETTERS, min_size=2, max_size=12).filter(lambda word: not word.startswith("ь"))  # no word begins so
# A single capital, and capitals within a word, are written otherwise by translitua; no rule says which is right.
CASED = st.tuples(WORDS, st.sampled_from([str.lower, str.capitalize])).map(lambda pair: pair[1](pair[0]))
APOSTROPHES = "'’ʼ"


def test_the_examples_of_the_resolution_and_our_own_are_all_there() -> None:
    of_the_resolution = [row for row in ROWS if row["source"].startswith("resolution 55")]
    assert (len(of_the_resolution), len(ROWS)) == (57, 79)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["latin"])
def test_a_known_pair_is_met(row: dict[str, str]) -> None:
    assert romanize(row["ukrainian"]) == row["latin"]


@given(st.lists(CASED, min_size=1, max_size=4), st.sampled_from([" ", "-", ". ", ".", ",", "/"]))
def test_translitua_reads_generated_words_alike(words: list[str], between: str) -> None:
    text = between.join(words)
    assert romanize(text) == translitua.translit(text)


@given(WORDS)
def test_translitua_reads_words_in_capitals_alike(word: str) -> None:
    assert romanize(word.upper()) == translitua.translit(word.upper())


@given(WORDS, WORDS, st.sampled_from(APOSTROPHES))
def test_translitua_drops_an_apostrophe_inside_a_word_alike(left: str, right: str, apostrophe: str) -> None:
    assert romanize(left + apostrophe + right) == translitua.translit(left + apostrophe + right)


@pytest.mark.parametrize("apostrophe", "'`´‘’ʼʹ′＇")
def test_every_form_of_the_apostrophe_is_dropped_inside_a_word(apostrophe: str) -> None:
    assert romanize(f"Знам{apostrophe}янка, СОЛОВ{apostrophe}Ї, СОЛОВ{apostrophe}ЇВКА") == "Znamianka, SOLOVI, SOLOVIVKA"


def test_quotation_marks_around_a_word_stay() -> None:
    assert romanize("‘Яготин’ і 'Їжак'") == "‘Yahotyn’ i 'Yizhak'"


def test_a_decomposed_letter_is_the_same_letter() -> None:
    assert romanize("Ки\u0438\u0306і\u0308в") == romanize("Кийїв")


def test_a_stress_mark_neither_begins_a_word_nor_hides_its_beginning() -> None:
    assert romanize("за\u0301яць") == "záiats"
    assert romanize("Моя\u0301 я\u0301ма") == "Moiá yáma"


def test_what_is_not_ukrainian_stays_as_it_is() -> None:
    assert romanize("EUAM № 5: ыэъ 12:00\n🙂") == "EUAM № 5: ыэъ 12:00\n🙂"


@given(st.text())
def test_any_text_can_be_given(text: str) -> None:
    assert isinstance(romanize(text), str)
