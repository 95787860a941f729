"""No cell starts a formula, whichever separator a spreadsheet takes; and the guard comes off exactly."""

from __future__ import annotations

import csv
import io
import itertools
import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordkit import guarded, unguarded

ASCII = "'=+-@"
FORMS = sorted(
    mark
    for mark in map(chr, range(sys.maxunicode + 1))
    if unicodedata.decomposition(mark).startswith(("<wide>", "<small>")) and unicodedata.normalize("NFKC", mark) in set(ASCII)
)
FORMULA = [*ASCII, *FORMS]
PHONE = re.compile(r"\+[1-9][0-9]{6,14}")
cells = st.text(st.sampled_from([*FORMULA, *'\t\r\n,; "', *"a1С"]), max_size=12) | st.text() | st.from_regex(PHONE, fullmatch=True)


def test_the_forms_that_count_are_those_of_unicode() -> None:
    assert "".join(FORMS) == "﹢﹣﹦﹫＇＋－＝＠"


@pytest.mark.parametrize("mark", [*FORMULA, "\t", "\r", "\n"])
def test_a_cell_that_starts_with_a_mark_gets_one_apostrophe(mark: str) -> None:
    assert guarded(f"{mark}cmd") == f"'{mark}cmd"
    assert guarded(mark) == f"'{mark}"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", FORMULA)
def test_after_a_separator_inside_a_cell_as_well(mark: str, separator: str) -> None:
    assert guarded(f"a{separator}{mark}1") == f"a{separator}'{mark}1"
    assert guarded(f'a{separator} "{mark}1') == f"a{separator} \"'{mark}1"


def test_spaces_and_quotation_marks_in_front_hide_nothing() -> None:
    assert guarded(' "=1') == " \"'=1"


def test_after_a_line_break_inside_a_cell_as_well() -> None:
    assert guarded("a\r\n=1\n-1\r@x") == "a\r\n'=1\n'-1\r'@x"
    assert guarded("a\n\nb\r\nc") == "a\n\nb\r\nc"


@pytest.mark.parametrize("cell", ["", "a=1", "2025-06-18", "КМЄС", "a - b", "a;b,c", "10:00", "https://example.org/?a=1", "a\nb"])
def test_other_cells_stand_as_they_are(cell: str) -> None:
    assert guarded(cell) == cell


def test_a_phone_stands_alone_unguarded_and_nothing_else_does() -> None:
    assert guarded("+380532560290") == "+380532560290"
    for cell in ("+380 53 256", "+0532560290", "+123456", "+1234567890123456", "+380532560290\n", "+380532560290;x", "+٣٨٠٥٣٢٥٦٠"):
        assert guarded(cell) == f"'{cell}", cell


@given(cells)
def test_the_guard_comes_off_exactly(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell


@given(cells)
def test_what_is_guarded_starts_no_formula_at_any_start(cell: str) -> None:
    shown = guarded(cell)
    if PHONE.fullmatch(shown):
        return
    assert shown[:1] not in set("\t\r\n")
    for start in re.finditer(r'(?:^|[,;\t\r\n])[ "]*', shown):
        after = shown[start.end() : start.end() + 1]
        assert after not in set(FORMULA) - {"'"}, (start.end(), shown)


def as_a_spreadsheet_reads(text: str, separator: str) -> list[str]:
    """All cells, read as leniently as spreadsheets do."""
    return [cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) for cell in row]


@pytest.mark.parametrize("taken", [",", ";", "\t"])
@pytest.mark.parametrize("written", [",", ";", "\t"])
@given(row=st.lists(cells, min_size=1, max_size=4))
def test_a_spreadsheet_set_to_any_separator_sees_no_formula(written: str, taken: str, row: list[str]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=written).writerow(["id:1", *map(guarded, row)])
    for cell in as_a_spreadsheet_reads(out.getvalue(), taken):
        assert cell[:1] not in set(FORMULA) - {"'"} or PHONE.fullmatch(cell), (cell, out.getvalue())


@pytest.mark.parametrize("cell", ["a;=1", "a,@x", "a\t-1", "a\n=1", "a\r\n+1 2", "a\r＝1", 'a;"=1+1;b', 'a,"@x,b', 'a\t"=1\tb'])
def test_a_cell_that_only_another_separator_makes_a_formula_is_guarded_too(cell: str) -> None:
    def formulas(shown: str) -> list[str]:
        found = []
        for written, taken in itertools.permutations([",", ";", "\t"], 2):
            out = io.StringIO(newline="")
            csv.writer(out, delimiter=written).writerow(["id:1", shown])
            found += [read for read in as_a_spreadsheet_reads(out.getvalue(), taken) if read[:1] in set("=+-@＝")]
        return found

    assert formulas(cell)
    assert not formulas(guarded(cell))
