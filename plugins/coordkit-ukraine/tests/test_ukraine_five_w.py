"""The labels of the drop-down lists of 5W tables, read and written."""

from __future__ import annotations

import pytest

from coordkit import DomainError
from coordkit_ukraine import areas, five_w

UKRAINE = areas.national()


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Beryslavska_UA6502001_Бериславська", "UA65020010000060480"),
        (" beryslavska _ ua6502001 _ БЕРИСЛАВСЬКА ", "UA65020010000060480"),
        ("Darivska_UA6510007_Дар'ївська", "UA65100070000064512"),
        ("Beryslavskyi_Бериславський", "UA65020000000032929"),
        ("Askaniia-Nova_UA6506001_Асканія-Нова", "UA65060010000033335"),
        ("Beryslav_UA6502001_Берислав", "UA65020010000060480"),
        ("Beryslavska_UA6502001_", None),
        ("Krasnohradskyi_Красноградський", "UA63060000000053698"),
        ("Khersonska_UA65_Херсонська", "UA65000000000030969"),
        ("Autonomous Republic of Crimea_UA01_Автономна Республіка Крим", "UA01000000000013043"),
    ],
)
def test_a_label_means_one_area(label: str, code: str | None) -> None:
    if code is None:
        with pytest.raises(DomainError, match="is no label of an area"):
            five_w.area(UKRAINE, label)
    else:
        assert five_w.area(UKRAINE, label).code == code


def test_one_of_the_names_may_be_written_otherwise() -> None:
    assert five_w.area(UKRAINE, "Beryslaws'ka_UA6502001_Бериславська").code == "UA65020010000060480"


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("Бериславська", "is no label of an area"),
        ("a_b_c_d", "is no label of an area"),
        ("Beryslavska_UA9902001_Бериславська", "no area has the P-code UA9902001"),
        ("Khersonska_UA6502001_Херсонська", "UA6502001 is Бериславська, and neither name is one of its names"),
        ("Beryslavskyi_Херсонський", "is no raion here"),
        ("Beryslavska_Бериславська", "is no raion here"),
    ],
)
def test_what_is_no_label_or_means_two_places_is_told(label: str, words: str) -> None:
    with pytest.raises(DomainError, match=words):
        five_w.area(UKRAINE, label)


def test_every_area_is_found_again_by_its_label() -> None:
    assert [area.code for area in UKRAINE if five_w.area(UKRAINE, five_w.label(area)) is not area] == []
