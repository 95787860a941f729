"""Flat rows as text: the guard that keeps spreadsheet cells from starting formulas, and the reader that takes it off again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

import attrs

from coordkit.domain.errors import ParseError, Problem, told

SEPARATORS = (",", ";", "\t")

# ' = + - @, their full-width forms (U+FF07 FF1D FF0B FF0D FF20) and the small forms there are (U+FE66 FE62 FE63 FE6B).
_FORMULA = "'=+\\-@\uff07\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b"
_TRIGGERS = _FORMULA + "\t\r\n"
_PHONE = re.compile(r"\+[1-9][0-9]{6,14}")
# Where a cell begins, or would begin for a program that takes another separator than was written: it also ends a row at a line
# break inside the cell, and skips quotation marks and spaces.
_UNGUARDED = re.compile(rf"(?:^|[,;\t])[ \"]*+(?=[{_TRIGGERS}])|[\r\n][ \"]*+(?=[{_FORMULA}])")
_GUARDED = re.compile(rf"((?:^|[,;\t])[ \"]*+)'(?=[{_TRIGGERS}])|([\r\n][ \"]*+)'(?=[{_FORMULA}])")


def guarded(cell: str) -> str:
    """The cell as no spreadsheet takes it for a formula. ``unguarded`` is its exact inverse, for every text.

    A cell that is wholly a phone in E.164 stands as it is. In any other, an apostrophe comes before each of ``' = + - @``, tab,
    CR, LF and the full-width and small forms ＇ ＝ ＋ － ＠ ﹦ ﹢ ﹣ ﹫ that stands first in the cell or after a ``,``, a ``;`` or
    a tab in it: there, a program set to another separator begins a new cell. For that program a line break in the cell begins a
    new row, so there too, save before white space. Spaces and quotation marks in front, which some programs drop, do not count.

    >>> guarded("=1+1"), guarded("a;-1"), guarded("+380532560290"), guarded("+380 (53)")
    ("'=1+1", "a;'-1", '+380532560290', "'+380 (53)")
    """
    if not _UNGUARDED.search(cell) or _PHONE.fullmatch(cell):
        return cell
    return _UNGUARDED.sub(r"\g<0>'", cell)


def unguarded(cell: str) -> str:
    """The cell as it was before ``guarded``."""
    return _GUARDED.sub(r"\1\2", cell) if "'" in cell else cell


def read_rows(source: BinaryIO | bytes, *, separator: str | None = None) -> Iterator[dict[str, str]]:
    """The rows of a table as the exporter csv writes them: columns to cells, guards removed.

    UTF-8 with or without BOM; RFC 4180 quoting, line breaks in cells; rows end with CRLF, LF or CR; empty lines are passed by.
    ``separator`` is ``,``, ``;`` or tab; None takes the one that splits the header line into most columns. The whole source is
    read and checked before the first row is given, for all problems come together: raises ``ParseError`` with each, at paths
    such as ``row 12, column "email"`` (the header is row 1). Nothing is raised after the first row.
    """
    return (row for _, row in numbered_rows(source, separator=separator))


def numbered_rows(source: BinaryIO | bytes, *, separator: str | None = None) -> Iterator[tuple[int, dict[str, str]]]:
    """As ``read_rows``, each row with its number, for whoever has more to say of what stands in it."""
    given: object = source
    if not (isinstance(given, bytes) or hasattr(given, "read")):
        raise ParseError(f"expected bytes or an open binary file, not {told(given)}; write open(path, 'rb')", where="table")
    table = _Table(source if isinstance(source, bytes) else source.read(), separator)
    rows = table.rows()
    if table.problems:
        raise ParseError(f"{len(table.problems)} problem(s) in this table; correct them and read it again", problems=table.problems)
    return iter(rows)


@attrs.define
class _Row:
    number: int
    cells: list[str]


class _Table:
    """One table being read; ``problems`` fills as it goes."""

    def __init__(self, content: bytes, separator: str | None) -> None:
        if separator is not None and separator not in SEPARATORS:
            raise ParseError(f"{separator!r} separates no cells; give ',', ';' or a tab", where="separator")
        self.problems: list[Problem] = []
        # Bytes that are not UTF-8 become lone surrogates, which UTF-8 cannot hold, and are found cell by cell.
        self._text = content.decode("utf-8", "surrogateescape").removeprefix("\ufeff")
        self._names: list[str] = []
        self._separator = separator or max(SEPARATORS, key=lambda mark: len(self._header(mark)))

    def rows(self) -> list[tuple[int, dict[str, str]]]:
        """All rows with their numbers; where there are problems, what could be read."""
        records = self._records(self._separator)
        header = next(records, None)
        if self.problems:  # of the header itself; without it nothing below can be told apart
            return []
        if header is None:
            self._problem("", "there is no header line; write the names of the columns first")
            return []
        self._names = [unguarded(name) for name in header.cells]
        self._check_names()
        made = []
        for row in records:
            if len(row.cells) != len(self._names):
                self._problem(
                    f"row {row.number}", f"has {len(row.cells)} cells, the header has {len(self._names)}; make them equal"
                )
            cells = {name: self._cell(row, name, cell) for name, cell in zip(self._names, row.cells, strict=False)}
            made.append((row.number, cells))
        return made

    def _header(self, separator: str) -> list[str]:
        """The header's cells by this separator, before any problem counts."""
        row = next(self._records(separator), None)
        self.problems.clear()
        return row.cells if row else []

    def _check_names(self) -> None:
        for position, name in enumerate(self._names, start=1):
            if not name.strip():
                self._problem(f"row 1, column {position}", "has no name; name it or remove the column")
            elif name in self._names[: position - 1]:
                self._problem(f'row 1, column "{name}"', "stands twice; keep one")
            self._check_text(f'row 1, column "{name}"', name)

    def _cell(self, row: _Row, name: str, cell: str) -> str:
        self._check_text(f'row {row.number}, column "{name}"', cell)
        return unguarded(cell)

    def _check_text(self, path: str, text: str) -> None:
        if "\0" in text:
            self._problem(path, "holds a NUL; remove that character")
        if _NOT_UTF8.search(text):
            self._problem(_NOT_UTF8.sub("\ufffd", path), "is not UTF-8; save the table as UTF-8")

    def _problem(self, path: str, message: str) -> None:
        self.problems.append(Problem(path, message))

    def _records(self, separator: str) -> Iterator[_Row]:
        """The rows that can be told apart. Of a badly quoted one the rest of its line is passed by."""
        text, here, number = self._text, 0, 0
        one_cell = re.compile(rf'"((?:[^"]|"")*+)"(?=[{separator}\r\n]|\Z)|([^"{separator}\r\n]*+)(?=[{separator}\r\n]|\Z)')
        while here < len(text):
            number += 1
            start, cells, broken = here, list[str](), False
            while True:
                match = one_cell.match(text, here)
                if match is None:
                    self._problem(self._place(number, len(cells)), _why(text, here))
                    here, broken = _after_line(text, here), True
                    break
                cells.append(match[2] if match[1] is None else match[1].replace('""', '"'))
                here = match.end()
                if text[here : here + 1] != separator:
                    here += 2 if text.startswith("\r\n", here) else 1
                    break
                here += 1
            if not broken and (len(cells) > 1 or cells[0] or text[start] == '"'):
                yield _Row(number, cells)

    def _place(self, number: int, position: int) -> str:
        named = f'"{self._names[position]}"' if position < len(self._names) else str(position + 1)
        return f"row {number}, column {named}"


_NOT_UTF8 = re.compile("[\udc80-\udcff]")
_QUOTED = re.compile(r'"(?:[^"]|"")*+"')
_LINE_END = re.compile(r"\r\n|\r|\n|\Z")


def _why(text: str, here: int) -> str:
    """What is wrong with the quoting of the cell that begins here."""
    if not text.startswith('"', here):
        return 'a quotation mark stands in a cell without quotes; write the cell as "…" with each mark in it twice'
    if _QUOTED.match(text, here):
        return "something follows the closing quotation mark; write each mark inside the cell twice"
    return "the quotation mark that opens this cell is never closed; close it (its line was passed by)"


def _after_line(text: str, here: int) -> int:
    match = _LINE_END.search(text, here)
    return len(text) if match is None else max(match.end(), here + 1)
