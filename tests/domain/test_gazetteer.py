"""Areas are found by what people know of them, and by how they lie in one another."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any

import pytest

from coordkit import Area, AreaName, DomainError, Gazetteer, Text


def area(code: str, parent: str | None = None, **more: Any) -> Area:
    given: dict[str, Any] = {"level": 1, "type": "area", "names": (AreaName(name=Text.of(en=code)),), **more}
    return Area(code=code, parent=parent, **given)


def codes(areas: Iterable[Area]) -> list[str]:
    return [each.code for each in areas]


# A country of two regions: in the first two districts, one of them with a town; the second holds nothing.
COUNTRY = Gazetteer(
    [
        area("N"),
        area("S"),
        area("N1", "N", level=2),
        area("N2", "N", level=2),
        area("N11", "N1", level=3, codes={"pcode": "XN11", "old": "S"}),
    ]
)
RENAMED = Area(
    code="X",
    level=3,
    type="urban",
    names=(AreaName(name=Text.of(uk="Берестинська", en="Berestynska")), AreaName(name=Text.of(uk="Красноградська"), until="2024")),
    centre=Text.of(uk="Берестин", en="Berestyn"),
    former_centres=(AreaName(name=Text.of(uk="Красноград"), until="2024"),),
)


# -- one by one


def test_an_area_that_is_not_there_or_there_twice_is_told() -> None:
    with pytest.raises(DomainError, match="area: no area has the code 'UA99' here; check it in the gazetteer"):
        Gazetteer().area("UA99")
    with pytest.raises(DomainError, match="gazetteer: UA stands twice; keep one"):
        Gazetteer([area("UA"), area("UA")])


@pytest.mark.parametrize("words", ["Берестинська", "berestynska", "Красноградська", "Берестин", "BERESTYN", "красноград"])
def test_an_area_is_found_by_its_names_and_its_centres_past_ones_too(words: str) -> None:
    assert Gazetteer([RENAMED, area("Y")]).named(words) == (RENAMED,)
    assert RENAMED.called(words)


@pytest.mark.parametrize("words", ["Дар’ївська", "  дар'ївська\n", "ДАРʼЇВСЬКА", unicodedata.normalize("NFD", "Дар’ївська")])
def test_space_case_apostrophe_and_unicode_form_do_not_matter(words: str) -> None:
    there = area("X", names=(AreaName(name=Text.of(uk="Дар’ївська")),))
    assert Gazetteer([there]).named(words) == (there,)
    assert there.called(words)


def test_space_within_a_name_counts_once() -> None:
    there = area("X", names=(AreaName(name=Text.of(uk="Нові Санжари")),))
    assert Gazetteer([there]).named("нові\u00a0  санжари") == (there,)


def test_a_part_of_a_name_is_no_name() -> None:
    assert Gazetteer([RENAMED]).named("Берест") == Gazetteer([RENAMED]).named("") == ()


def test_a_shared_name_returns_all_its_areas_in_order() -> None:
    shared = (AreaName(name=Text.of(uk="Миколаївська")),)
    assert codes(Gazetteer([area("B", names=shared), area("C"), area("A", names=shared)]).named("миколаївська")) == ["B", "A"]


def test_a_code_is_found_in_any_case_in_every_list_or_in_one() -> None:
    assert codes(COUNTRY.coded(" xn11 ")) == codes(COUNTRY.coded("n11")) == ["N11"]
    assert codes(COUNTRY.coded("S")) == ["S", "N11"], "two lists may use one code"
    assert codes(COUNTRY.coded("S", "old")) == ["N11"]
    assert COUNTRY.coded("XN11", "old") == ()


def test_a_code_that_an_area_bears_in_two_lists_gives_it_once() -> None:
    twice = area("X", codes={"pcode": "X", "old": "x"})
    assert Gazetteer([twice]).coded("X") == (twice,)


def test_words_are_taken_for_a_code_first_then_for_a_name() -> None:
    named_like_a_code = area("Z", names=(AreaName(name=Text.of(en="X")),))
    both = Gazetteer([RENAMED, named_like_a_code])
    assert codes(both.find("x")) == ["X"]
    assert codes(both.find("берестин")) == ["X"]
    assert both.find("elsewhere") == ()


@pytest.mark.parametrize("look", [COUNTRY.named, COUNTRY.coded, COUNTRY.find])
def test_a_question_that_is_no_text_is_told(look: Any) -> None:
    with pytest.raises(DomainError, match="expected str, not int 5"):
        look(5)


# -- how they lie


def test_an_area_lies_in_its_parents_and_a_circle_of_parents_ends() -> None:
    circle = Gazetteer([*COUNTRY, area("P", "Q"), area("Q", "P")])
    assert circle.holds("N", "N11") and circle.holds("N1", "N1")
    assert not circle.holds("N1", "N") and not circle.holds("N", None) and not circle.holds("N", "elsewhere")
    assert not circle.holds("N", "P") and circle.holds("Q", "P")
    assert codes(circle.inside("P")) == ["P", "Q"]


def test_areas_are_listed_by_level_and_by_what_holds_them() -> None:
    assert codes(COUNTRY.at_level(2)) == codes(COUNTRY.children("N")) == ["N1", "N2"]
    assert COUNTRY.at_level(7) == COUNTRY.children("S") == ()
    with pytest.raises(DomainError, match="no area has the code 'W'"):
        COUNTRY.children("W")


def test_the_lowest_areas_hold_no_other_whatever_their_level() -> None:
    assert codes(COUNTRY.lowest()) == ["S", "N2", "N11"]


def test_what_lies_in_some_areas_is_a_gazetteer_of_its_own() -> None:
    assert codes(COUNTRY.inside("N1")) == ["N1", "N11"]
    assert codes(COUNTRY.inside("N1", "S", "N11")) == ["S", "N1", "N11"]
    assert codes(COUNTRY.inside("N1").lowest()) == ["N11"]
    assert codes(COUNTRY.inside()) == []
    with pytest.raises(DomainError, match="no area has the code 'W'"):
        COUNTRY.inside("W")


def test_of_two_together_the_childs_area_counts_and_stays_in_its_place() -> None:
    child = Gazetteer([area("N1", "N", type="district"), area("W")])
    both = COUNTRY.merged(child)
    assert codes(both) == ["N", "S", "N1", "N2", "N11", "W"]
    assert both.area("N1").type == "district"
    assert codes(both.inside("N")) == ["N", "N1", "N2", "N11"]
