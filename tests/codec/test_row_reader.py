"""The row reader takes what spreadsheets save, removes the guards, and tells every problem with its row and column."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordkit import ParseError, Problem, read_rows


def rows(content: str | bytes, separator: str | None = None) -> list[dict[str, str]]:
    return list(read_rows(content.encode() if isinstance(content, str) else content, separator=separator))


def problems(content: str | bytes) -> list[Problem]:
    with pytest.raises(ParseError) as caught:
        read_rows(content.encode() if isinstance(content, str) else content)
    return list(caught.value.problems)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_separator_line_ends_and_bom_are_found_out(separator: str, end: str, bom: str) -> None:
    content = bom + end.join([f"name{separator}note", f'А{separator}"x,;{end}y"', f"Б{separator}"]) + end
    assert rows(content) == [{"name": "А", "note": f"x,;{end}y"}, {"name": "Б", "note": ""}]


def test_a_file_that_is_open_is_read_as_well() -> None:
    assert list(read_rows(io.BytesIO(b"a,b\r\n1,2\r\n"))) == [{"a": "1", "b": "2"}]


def test_a_separator_that_is_told_counts() -> None:
    assert rows("a,b;c\n1,2;3\n", ";") == [{"a,b": "1,2", "c": "3"}]
    assert rows("a,b;c\n1,2;3\n", ",") == [{"a": "1", "b;c": "2;3"}]
    with pytest.raises(ParseError, match="separates no cells"):
        rows("a|b\n", "|")


def test_a_separator_in_a_quoted_column_name_does_not_count() -> None:
    assert rows('"a;b;c",d\n1,2\n') == [{"a;b;c": "1", "d": "2"}]


def test_guards_are_removed_from_cells_and_column_names() -> None:
    assert rows("'=name,phone\n\"'=1;'-2\",+380532560290\n") == [{"=name": "=1;-2", "phone": "+380532560290"}]


def test_empty_lines_are_passed_by_and_counted() -> None:
    assert rows('\na\n\n1\n\n""\n') == [{"a": "1"}, {"a": ""}]
    assert problems("a,b\n\n1\n")[0].path == "row 3"


def test_a_table_with_a_header_only_has_no_rows() -> None:
    assert rows("a,b\r\n") == []


@pytest.mark.parametrize("content", ["", "\ufeff", "\n\r\n"])
def test_a_table_without_header_is_refused(content: str) -> None:
    assert [problem.message for problem in problems(content)] == ["there is no header line; write the names of the columns first"]


@pytest.mark.parametrize(
    ("content", "path", "words"),
    [
        ("a,b\n1\n", "row 2", "has 1 cells, the header has 2"),
        ("a,b\n1,2,3\n", "row 2", "has 3 cells, the header has 2"),
        ('a,email\n1,"x\n', 'row 2, column "email"', "never closed"),
        ('a,email\n1,"x"y\n', 'row 2, column "email"', "something follows"),
        ('a,email\n1,x"y\n', 'row 2, column "email"', "without quotes"),
        ('a,b\n1,2,"x"y\n', "row 2, column 3", "something follows"),
        ('a,"b"c\n1,2\n', "row 1, column 2", "something follows"),
        ("a,b,a\n1,2,3\n", 'row 1, column "a"', "stands twice"),
        ("a,'=a,=a\n1,2,3\n", 'row 1, column "=a"', "stands twice"),
        ("a,,b\n1,2,3\n", "row 1, column 2", "has no name"),
        ("a,b\n1,x\0y\n", 'row 2, column "b"', "holds a NUL"),
        (b"a,b\n1,\xcf\xf0\n", 'row 2, column "b"', "is not UTF-8"),
        (b"a,b\n1,\xed\xa0\x80\n", 'row 2, column "b"', "is not UTF-8"),
    ],
)
def test_each_problem_has_its_row_and_column(content: str | bytes, path: str, words: str) -> None:
    (problem,) = problems(content)
    assert problem.path == path
    assert words in problem.message


def test_all_problems_of_a_table_come_together() -> None:
    content = b'name,email\n1\n"x"y,2\n\xff,\0\n1,2,3\nfine,fine\n'
    assert [problem.path for problem in problems(content)] == [
        "row 2",
        'row 3, column "name"',
        'row 4, column "name"',
        'row 4, column "email"',
        "row 5",
    ]


def test_a_header_that_cannot_be_read_is_the_only_problem() -> None:
    assert [problem.path for problem in problems('"a"b\n1\n1,2\n1,2,3\n')] == ["row 1, column 1"]


def test_nothing_is_given_of_a_table_with_a_problem() -> None:
    with pytest.raises(ParseError, match=r'row 3, column "b": holds a NUL'):
        read_rows(b"a,b\nfine,fine\n1,\0\n")


@given(st.binary() | st.text(st.sampled_from("ab,;\t\"\r\n'=")).map(str.encode))
def test_arbitrary_input_raises_nothing_but_a_parse_error(content: bytes) -> None:
    try:
        read = rows(content)
    except ParseError as error:
        assert error.problems
    else:
        assert len({tuple(row) for row in read}) <= 1
