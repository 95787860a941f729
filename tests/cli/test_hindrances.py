"""What hindered people on their first day at the command line, in Ukrainian and in English, and does so no more."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Line

POLTAVA, POLTAVA_CITY, KHERSON = "UA53000000000028050", "UA53080370000025447", "UA65100150000057191"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("Полтавська", POLTAVA_CITY),
        ("Poltavska", POLTAVA_CITY),
        ("Полтавська область", POLTAVA),
        ("Poltavska oblast", POLTAVA),
        ("полтавська громада", POLTAVA_CITY),
        ("Полтавська міська територіальна громада", POLTAVA_CITY),
        ("Херсонська громада", KHERSON),
    ],
)
def test_an_area_of_the_own_region_goes_first_and_may_be_called_with_its_type(line: Line, given: str, code: str) -> None:
    line.good("init", "Secretariat", "--region", "poltava")
    assert line.json("groups", "add", "Група", "--area", given)["area"] == code
    assert line.json("areas", "Полтавська")[0]["code"] == POLTAVA, "the own region's areas are listed first"


def test_what_stands_after_a_name_and_is_no_type_is_not_passed_over(line: Line) -> None:
    line.good("init", "Secretariat", "--region", "poltava")
    assert "no area has" in line("groups", "add", "Група", "--area", "Полтавська комісія").err
    assert "several areas" in line("groups", "add", "Група", "--area", "Троїцька").err


def test_an_area_is_shown_with_its_type_for_two_levels_bear_one_name(line: Line) -> None:
    line.good("init", "uk=Секретаріат", "--region", "poltava")
    shown = line.good("groups", "add", "Група", "--area", "Полтавська")
    assert f"Полтавська, міська територіальна громада [{POLTAVA_CITY}]" in shown
