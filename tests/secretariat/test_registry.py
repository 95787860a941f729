"""Finding organizations and people again, however they are typed."""

from __future__ import annotations

import unicodedata

import pytest

from coordkit import Meeting, Organization, Person, PersonId, Secretariat, Text
from coordkit.secretariat.registry import find, kinds_of_organizations
from tests.secretariat import desks


@pytest.fixture
def registry(desk: Secretariat) -> Secretariat:
    desk.save(
        desks.organization(desk, "ГО «Здоров’я та відновлення»", aliases=("ЗіВ",), acronym=Text.of(en="HR"), kind="ngo"),
        desks.organization(desk, "Служба порятунку «Їжак»", kind="emergency_service"),
        desks.organization(desk, "'Захист' (фонд)"),
    )
    desk.save(Person(id=desk.new(PersonId), name=Text.of(uk="Дар'я Їжакевич"), latin_name="Daria"))
    return desk


@pytest.mark.parametrize(
    "question",
    [
        *("здоров’я", "ЗДОРОВ'Я", "Здоровʼя", "здоров`я", "здоров", "відн здор", "зів", "hr", "«здоров’я»"),
        unicodedata.normalize("NFD", "Здоров’я та відновлення"),
    ],
)
def test_case_apostrophe_unicode_form_and_the_rest_of_a_word_do_not_matter(registry: Secretariat, question: str) -> None:
    assert [str(each.name) for each in find(registry, Organization, question)] == ["ГО «Здоров’я та відновлення»"]


def test_a_letter_that_has_two_forms_is_found_by_both(registry: Secretariat) -> None:
    for form in ("NFC", "NFD"):
        assert len(find(registry, Organization, unicodedata.normalize(form, "їжак"))) == 1


def test_quotation_marks_around_a_word_are_no_part_of_it(registry: Secretariat) -> None:
    for question in ("захист", "'захист", "’Захист’", "фонд"):
        assert len(find(registry, Organization, question)) == 1


def test_every_word_must_be_there(registry: Secretariat) -> None:
    assert find(registry, Organization, "здоров’я поліція") == ()
    assert find(registry, Organization, "доров") == ()


@pytest.mark.parametrize("question", ["", "  ", "«»", "'", "%", "*"])
def test_a_question_without_words_finds_nothing(registry: Secretariat, question: str) -> None:
    assert find(registry, Organization, question) == ()


def test_each_kind_is_searched_for_itself(registry: Secretariat) -> None:
    assert len(find(registry, Person, "їжак")) == len(find(registry, Person, "daria")) == 1
    assert find(registry, Meeting, "їжак") == ()


def test_kinds_are_known_of_the_organizations_that_have_one(registry: Secretariat) -> None:
    assert sorted(kinds_of_organizations(registry).values()) == ["emergency_service", "ngo"]
