"""EDRPOU check digits and the form of KATOTTG codes."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.ua import edrpou as independent

from coordkit_ukraine import edrpou, katottg

ROWS = list(csv.DictReader((Path(__file__).parent / "data" / "edrpou.csv").read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("row", [row for row in ROWS if "pass" in row["path"]], ids=lambda row: row["code"])
def test_a_known_code_is_right(row: dict[str, str]) -> None:
    assert edrpou.check(row["code"]) is None


def test_the_known_codes_take_every_path_to_their_digit() -> None:
    paths = {row["path"] for row in ROWS}
    assert paths == {"first pass", "second pass", "second pass, 10 becomes 0", "wrong check digit"}
    assert {row["code"][0] in "345" for row in ROWS} == {True, False}


def test_a_wrong_check_digit_is_told_with_the_right_one() -> None:
    (wrong,) = [row["code"] for row in ROWS if row["path"] == "wrong check digit"]
    complaint = edrpou.check(wrong)
    assert complaint is not None
    assert "is 8" in complaint
    assert "give 1" in complaint
    assert edrpou.check(wrong[:7] + "1") is None


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("1111581", "has 7 digits, and should have eight"),
        ("011115810", "has 9 digits"),
        ("", "holds more than digits"),
        ("0111158a", "holds more than digits"),
        ("0111 581", "holds more than digits"),
        ("٠١١١١٥٨١", "holds more than digits"),
    ],
)
def test_a_code_of_another_form_is_told_what_is_wrong(code: str, words: str) -> None:
    complaint = edrpou.check(code)
    assert complaint is not None
    assert words in complaint


@given(st.text("0123456789", min_size=8, max_size=8))
def test_an_independent_library_judges_random_codes_alike(code: str) -> None:
    assert (edrpou.check(code) is None) == independent.is_valid(code)


@given(st.text("0123456789", min_size=7, max_size=7))
def test_an_independent_library_gives_the_same_digit(seven: str) -> None:
    assert edrpou.check_digit(seven) == independent.calc_check_digit(seven)


@pytest.mark.parametrize("code", ["UA65000000000030969", "UA53080370000025447"])
def test_a_katottg_code_is_well_formed(code: str) -> None:
    assert katottg.check(code) is None


@pytest.mark.parametrize(
    "code", ["", "UA6510015", "ua65100150000057191", "UA651001500000571911", "UA65100150000057191\n", "UA6510015000005719١"]
)
def test_another_form_is_no_katottg_code(code: str) -> None:
    assert "UA and seventeen digits" in (katottg.check(code) or "")


def test_a_pcode_is_the_beginning_of_the_code_by_level() -> None:
    code = "UA65100150000057191"
    assert [katottg.pcode(code, level) for level in (1, 2, 3)] == ["UA65", "UA6510", "UA6510015"]
