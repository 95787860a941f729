"""Every guard has a control: its test fails when it is taken out. The mechanism proves itself on a miniature house."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from tests.house.controls import CONTROLS, Control, Copy, broken_before, unwatched
from tests.house.repository import ROOT


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.name)
def test_its_test_fails_when_the_guard_is_taken_out(control: Control, tmp_path: Path) -> None:
    problem = unwatched(Copy.of(ROOT, tmp_path / "copy"), control)
    assert not problem, problem


def test_the_tests_that_watch_pass_in_an_untouched_copy(tmp_path: Path) -> None:
    problem = broken_before(Copy.of(ROOT, tmp_path / "copy"), CONTROLS)
    assert not problem, problem


GUARD = "    if amount < 0:\n        raise ValueError(amount)\n"
MINIATURE = {
    "src/miniature/__init__.py": "",
    "src/miniature/till.py": f"def paid(amount: int) -> int:\n{GUARD}    return amount\n",
    "tests/test_till.py": """
import pytest
from miniature.till import paid

def test_a_negative_amount_is_refused():
    with pytest.raises(ValueError):
        paid(-1)

def test_an_amount_is_paid():
    assert paid(1) == 1

def test_that_is_broken_anyway():
    assert paid(1) == 2
""",
}
WATCHED = Control("sign", "src/miniature/till.py", GUARD, "", "tests/test_till.py::test_a_negative_amount_is_refused")


@pytest.fixture
def miniature(tmp_path: Path) -> Copy:
    for name, text in MINIATURE.items():
        file = tmp_path / "house" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return Copy.of(tmp_path / "house", tmp_path / "copy", "miniature")


def test_a_guard_whose_test_fails_without_it_is_watched(miniature: Copy) -> None:
    assert broken_before(miniature, (WATCHED,)) == ""
    assert unwatched(miniature, WATCHED) == ""


def test_a_guard_whose_test_passes_without_it_is_reported(miniature: Copy) -> None:
    blind = attrs.evolve(WATCHED, test="tests/test_till.py::test_an_amount_is_paid")
    assert "still passes" in unwatched(miniature, blind)


def test_a_test_that_fails_with_its_guard_in_place_is_reported(miniature: Copy) -> None:
    broken = attrs.evolve(WATCHED, test="tests/test_till.py::test_that_is_broken_anyway")
    assert "do not even pass" in broken_before(miniature, (WATCHED, broken))


def test_a_test_that_is_not_there_is_reported(miniature: Copy) -> None:
    gone = attrs.evolve(WATCHED, test="tests/test_till.py::test_nothing")
    assert "could not run" in unwatched(miniature, gone)


@pytest.mark.parametrize("new", ["    amount = missing\n", "    import no_such_module\n"])
def test_a_replacement_that_breaks_the_code_is_no_proof(miniature: Copy, new: str) -> None:
    broken = attrs.evolve(WATCHED, new=new, test="tests/test_till.py::test_an_amount_is_paid")
    assert "breaks the code itself" in unwatched(miniature, broken)


def test_a_replacement_that_does_not_parse_is_an_error(miniature: Copy) -> None:
    with pytest.raises(SyntaxError):
        unwatched(miniature, attrs.evolve(WATCHED, new="    if:\n"))


@pytest.mark.parametrize(("old", "times"), [("no such line", 0), ("amount", 4)])
def test_a_guard_that_does_not_stand_there_once_is_an_error(miniature: Copy, old: str, times: int) -> None:
    with pytest.raises(AssertionError, match=f"stands {times} times"):
        unwatched(miniature, attrs.evolve(WATCHED, old=old))


def test_a_copy_that_python_would_not_import_is_refused(tmp_path: Path) -> None:
    house = tmp_path / "house"
    (house / "tests").mkdir(parents=True)
    with pytest.raises(AssertionError, match="coordkit comes from"):
        Copy.of(house, tmp_path / "copy")


def test_the_original_is_left_as_it_was(miniature: Copy, tmp_path: Path) -> None:
    assert unwatched(miniature, WATCHED) == ""
    assert (tmp_path / "house" / WATCHED.file).read_text(encoding="utf-8") == MINIATURE[WATCHED.file]
