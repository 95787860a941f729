"""What a command answers, and how it is printed: tables and lines for people, or one JSON document."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any
from uuid import UUID

import attrs
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from coordkit.codec.convert import to_fields
from coordkit.codec.values import moment_body, text_body, when_body
from coordkit.domain.dates import Days, PartialDate
from coordkit.domain.records import Record, Tlp
from coordkit.domain.slots import Slot
from coordkit.domain.text import Text
from coordkit.secretariat.reports import Section

# Where nobody says how wide: a page of paper, nearly.
_WIDTH = 110
_NARROWEST, _WIDEST = 40, 250
_WORD = 24
# Controls steer a terminal, and marks of direction make a text read as another one. A line break may stay.
_UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def clean(text: str) -> str:
    """A text from anybody, as a terminal may show it: no control but the line break, no mark of direction, no lone surrogate."""
    return _UNSEEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\t", " "))


def one_line(text: str) -> str:
    """A text in one line of a message."""
    return clean(text).replace("\n", " ")


def _rows(rows: Iterable[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row) for row in rows)


@attrs.frozen
class Grid:
    """A table: the titles of its columns (none: pairs of label and value), and its rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = attrs.field(converter=_rows)


Part = str | Grid | Section


@attrs.frozen
class Answer:
    """What a command answers: ``data`` for ``--json`` (anything that ``plain`` takes), ``parts`` for people, in order."""

    data: object
    parts: tuple[Part, ...]


def answer(data: object, *parts: Part) -> Answer:
    """An answer of these parts."""
    return Answer(data, parts)


# -- for people ----------------------------------------------------------------------------------------------------------


def console(*, to_errors: bool = False) -> Console:
    """Where people read: plain where it is no terminal, no colour where NO_COLOR says so, never wider than the window."""
    stream = sys.stderr if to_errors else sys.stdout
    width = None if stream.isatty() else _plain_width()
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False, soft_wrap=False)


def _plain_width() -> int:
    given = os.environ.get("COLUMNS", "")
    return min(max(int(given), _NARROWEST), _WIDEST) if given.isascii() and given.isdigit() else _WIDTH


def show(parts: Iterable[Part], nothing: Callable[[], str] = lambda: "") -> None:
    """Prints the parts, an empty line between two; for a table without rows what ``nothing`` gives."""
    out = console()
    for number, part in enumerate(parts):
        if number:
            out.print()
        if isinstance(part, Grid) and not part.rows:
            out.print(nothing())
        elif isinstance(part, Grid):
            out.print(_table(part, framed=out.is_terminal))
        else:
            for line in str(part).split("\n"):
                out.print(Styled(clean(line)), soft_wrap=True)


def _table(grid: Grid, *, framed: bool) -> Table:
    table = Table(box=SIMPLE_HEAD if framed and grid.columns else None, show_header=bool(grid.columns), pad_edge=False)
    if not grid.columns:
        table.add_column(style="bold", no_wrap=True)
        table.add_column(overflow="fold")
    for number, title in enumerate(grid.columns):
        table.add_column(Styled(title), overflow="fold", no_wrap=_is_of_words([row[number] for row in grid.rows]))
    for row in grid.rows:
        table.add_row(*(Styled(clean(cell)) for cell in row))
    return table


def _is_of_words(cells: Iterable[str]) -> bool:
    """Whether a column holds ids, codes or other short words: these are typed again, so they are never broken."""
    return all(len(cell) <= _WORD and " " not in cell and "\n" not in cell for cell in cells)


# -- for programs --------------------------------------------------------------------------------------------------------


def show_json(data: object) -> None:
    """Prints one JSON document, UTF-8 whatever the terminal's own encoding is, with every control character escaped."""
    text = json.dumps(plain(data), ensure_ascii=False, indent=2)
    escaped = _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    sys.stdout.flush()
    rest = memoryview(escaped.encode() + b"\n")
    while rest:  # without a buffer (PYTHONUNBUFFERED) less may be taken than was given
        rest = rest[sys.stdout.buffer.write(rest) :]
    sys.stdout.buffer.flush()


def plain(value: Any) -> Any:
    """Anything of ours as JSON values: records as the codec writes them, other parts field by field.

    >>> plain((Tlp.CLEAR, Text.of(uk="Нарада"), timedelta(minutes=2)))
    ['CLEAR', {'uk': 'Нарада'}, 120]
    """
    match value:
        case Record():
            return to_fields(value)
        case Tlp():
            return value.label.removeprefix("TLP:")
        case Enum():
            return value.value
        case None | bool() | int() | float() | str():
            return value
        case UUID():  # a record's id says its kind
            return str(value)
        case Text():
            return text_body(value)
        case PartialDate():
            return value.edtf
        case Slot() | Days():
            return when_body(value)
        case datetime():
            return moment_body(value)
        case date():
            return value.isoformat()
        case timedelta():
            return int(value.total_seconds())
        case Mapping():
            return {_key(key): plain(each) for key, each in value.items()}
        case _ if attrs.has(type(value)):
            return {field.name: plain(getattr(value, field.name)) for field in attrs.fields(type(value)) if field.name[0] != "_"}
        case Iterable():
            return [plain(each) for each in value]
    raise TypeError(f"{type(value).__name__} is no JSON")


def _key(key: Any) -> str:
    written = plain(key)
    return written if isinstance(written, str) else json.dumps(written, ensure_ascii=False)
