"""The words of records and of questions: what is alike, and what stands apart."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordkit import Organization, OrganizationId, Person, PersonId, Text
from coordkit.codec.words import Romanize, asked_words, own_words, words_of
from coordkit_ukraine import romanize

LETTERS = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяАГҐЄІЇЙЬЮЯʼ’'abcijyéüł II7-–. \u0301\u0306\u00ad"
TEXTS = st.text(st.sampled_from(LETTERS), max_size=30)
UKRAINIAN = st.text(st.sampled_from("абвгґдеєжзиіїйклмнопрстуфхцчшщьюяГҐЄЇЙ’ -"), max_size=20)


def meets(written: str, question: str, romanize: Romanize | None = romanize) -> bool:
    """Whether an organization of this name answers the question."""
    name = Text.of(uk=written) if written.strip() else Text.of(uk="-")
    words = words_of(Organization(id=OrganizationId(int=1), name=name), romanize)
    asked = asked_words(question, romanize)
    return bool(asked) and all(any(word.startswith(prefixes) for word in words) for prefixes in asked)


@pytest.mark.parametrize(
    ("written", "question"),
    [
        ("Бериславська громада", "Beryslav"),
        ("Бериславська громада", "hromada BERYSLAVSKA"),
        ("Beryslav", "Берислав"),
        ("Beryslav Розвиток", "розв берис"),
        ("Знам’янка", "Znamianka"),
        ("Znamianka", "Знам'янка"),
        ("Івано-Франківськ", "Ivano-Frankivsk"),
        ("Щербані", "shcherb"),
        ("Згурівка", "Zghurivka"),
        ("Згурівка", "Zgurivka"),
        ("Галина", "Galyna"),
        ("Galyna", "Ґалина"),
        ("Ґалаґан", "Halahan"),
        ("Андрій", "Andriy"),
        ("Андрій", "Andrii"),
        ("Andriy", "Андрій"),
        ("Юлія", "Julia"),
        ("Миколаїв", "Mykolayiv"),
        ("Берислав", "Berislav"),
    ],
)
def test_a_word_is_found_in_the_other_script(written: str, question: str) -> None:
    assert meets(written, question)


@pytest.mark.parametrize(
    ("written", "question"),
    [
        ("Берислав", "берисла\u0301в"),
        ("Берисла\u0301в", "БЕРИСЛАВ"),
        ("Дев’ята", "девята"),
        ("Девята", "дев`ята"),
        ("Ольга", "олга"),
        ("ґанок", "ганок"),
        ("Ганок", "ҐАНОК"),
        ("Івано-Франківськ", "івано франківськ"),
        ("Івано-Франківськ", "іванофранківськ"),
        ("Івано–Франківськ", "франківськ-івано"),
        ("Хер\u00adсон", "херсон"),
        ("José Łukasz", "jose łuk"),
        ("Jose", "José"),
        ("O'Neil", "oneil"),
        ("Фаза II", "ii"),
    ],
)
def test_what_writers_leave_out_or_confuse_makes_no_difference(written: str, question: str) -> None:
    assert meets(written, question, None)
    assert meets(written, question)


@pytest.mark.parametrize(
    ("written", "question"),
    [
        ("Херсон", "к"),  # kh begins with k in Latin letters only
        ("Шостка", "с"),
        ("Київ", "Kiev"),
        ("Берислав", "рислав"),
        ("Берислав", "Beryslavka"),
        ("Інститут", "ii"),
        ("~", "~"),
    ],
)
def test_what_only_looks_alike_is_not_found(written: str, question: str) -> None:
    assert not meets(written, question)


def test_without_a_region_that_romanizes_scripts_stand_apart() -> None:
    assert not meets("Берислав", "Beryslav", None)
    assert meets("Берислав", "Берислав", None)


def test_a_record_indexed_without_latin_forms_is_still_found_in_its_own_script() -> None:
    record = Organization(id=OrganizationId(int=1), name=Text.of(uk="Берислав"))
    ((*ways,),) = asked_words("Берислав", romanize)
    assert set(ways) & set(words_of(record, None))


def test_how_a_person_writes_their_own_name_counts() -> None:
    person = Person(id=PersonId(int=1), name=Text.of(uk="Ім’я"), latin_name="Oksana-Marie", aliases=("Псевдо",))
    assert {"oksana", "marie", "oksanamarie", "імя", "~imia", "псевдо", "~psevdo"} == set(words_of(person, romanize))


@given(TEXTS)
def test_the_unicode_form_does_not_matter(text: str) -> None:
    assert len({own_words(unicodedata.normalize(form, text)) for form in ("NFC", "NFD")}) == 1
    assert len({asked_words(unicodedata.normalize(form, text), romanize) for form in ("NFC", "NFD")}) == 1


@given(TEXTS)
def test_a_text_is_found_by_itself(text: str) -> None:
    if own_words(text):
        assert meets(text, text)


@given(UKRAINIAN)
def test_a_ukrainian_text_is_found_by_its_latin_form_and_finds_it(text: str) -> None:
    if own_words(romanize(text)):
        assert meets(text, romanize(text))
        assert meets(romanize(text), text)


@given(TEXTS, st.data())
def test_a_text_is_found_by_the_beginning_of_each_of_its_words(text: str, data: st.DataObject) -> None:
    cut = " ".join(word[: data.draw(st.integers(1, len(word)))] for word in unicodedata.normalize("NFC", text).split())
    if own_words(cut):
        assert meets(text, cut)


@given(TEXTS, TEXTS)
def test_words_hold_no_sign_that_tells_latin_forms_apart(written: str, question: str) -> None:
    assert not any("~" in word for word in (*own_words("~" + written), *own_words(question + "~")))
