"""The legal status of territory at a desk: an office loads a dated table of its own, replaces it, and asks it.

The project ships no statuses, for they change. Until a table is loaded, the status of every area that needs one is unknown.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from coordkit.codec.rows import numbered_rows
from coordkit.domain.dates import PartialDate
from coordkit.domain.errors import CheckFailed, CoordkitError, DomainError, ParseError, Problem, expect, several
from coordkit.domain.territory import FREE, UNKNOWN, StatusEntry, Territory, TerritoryTable
from coordkit.plugins import Plugins
from coordkit.secretariat.desk import Secretariat
from coordkit.secretariat.guarding import LoadedTable, ground_of, keep_table, kept_table
from coordkit.secretariat.reports import Section, wording_of

_NEEDED = ("area", "status")
_COLUMNS = (*_NEEDED, "since", "until", "within", "name")
_DAY_FIRST = re.compile(r"(\d\d)\.(\d\d)\.(\d{4})", re.ASCII)


def load(
    desk: Secretariat,
    table: bytes | str | os.PathLike[str],
    *,
    edition: str,
    dated: date,
    source: str,
    covers: Iterable[str],
    good_through: date,
) -> LoadedTable:
    """Keeps an edition of a table of statuses at this desk, in place of the one before, and gives what is kept.

    ``table`` is a CSV file, or its bytes, in UTF-8, with a line for each area that is not free and the columns ``area`` (a code, of
    any level) and ``status`` (``possible_hostilities``, ``active_hostilities``, ``occupied``, or the table's own word), and perhaps
    ``since`` and ``until`` (the last day; 2022-11-11, 11.11.2022, or EDTF), ``within`` (of an area too small for the gazetteer,
    the code of the one that holds it), and ``name``, which is not read. ``edition`` is its name or number, ``dated`` its day,
    ``source`` where it was published. ``covers`` are codes of areas, or of a region for all in it, of which it lists every one
    that is not free; ``good_through`` is the last day on which the office relies on it for what it does *not* list.

    Raises ``ParseError`` with every problem and its row, ``CheckFailed`` for ``covers`` that there are not; nothing is kept then.
    """
    rows = _rows(table)
    ground = ground_of(desk.plugins)
    problems: list[Problem] = []
    entries = [entry for number, row in rows for entry in _entry(row, number, lambda code: ground(code) is not None, problems)]
    if not rows:
        problems.append(Problem("", "lists no area, so it would call everything free; give the whole table"))
    if problems:
        raise ParseError(f"{len(problems)} problem(s) in this table; nothing was loaded", where="table", problems=problems)
    made = TerritoryTable(
        edition=edition,
        dated=dated,
        source=source,
        covers=_covered(desk.plugins, several(covers, str, "covers")),
        good_through=good_through,
        entries=tuple(entries),
    )
    loaded = LoadedTable(table=made, loaded_at=desk.now())
    with desk.store.unit() as unit:
        keep_table(unit, loaded)
        unit.commit()
    return loaded


def current(desk: Secretariat) -> LoadedTable | None:
    """The table that this desk keeps, with its edition and when it was loaded; None while none is."""
    with desk.store.unit() as unit:
        return kept_table(unit)


def status_on(desk: Secretariat, area: str, day: date | None = None) -> str:
    """The status of an area on a day (today), by the edition that is loaded: the strictest that it can have.

    ``free`` where the edition covers the area and lists nothing against it, ``unknown`` where it does not say or none is loaded.
    Raises ``DomainError`` for an area that no region holds.
    """
    ground = ground_of(desk.plugins)
    if ground(area) is None:
        raise DomainError(f"no area has the code {area!r}; check it in the gazetteer", where="area")
    loaded = current(desk)

    def above(code: str) -> str | None:
        found = ground(code)
        return found.parent if found else None

    return Territory(loaded.table if loaded else None, above).status_on(area, day or desk.today())


def territory_report(desk: Secretariat, language: str) -> Section:
    """Which edition is loaded, since when and how long it is good; and what leaves the desk nowhere while an area is not free."""
    say = wording_of(desk, language)
    loaded = current(desk)
    if loaded is None:
        lines = [say("Таблицю не завантажено, тож статус кожної громади невідомий.",
                     "No table is loaded, so the status of every community is unknown.")]  # fmt: skip
    else:
        table, on = loaded.table, loaded.loaded_at.date().isoformat()
        lines = [
            say(f"{table.edition}, від {table.dated.isoformat()} ({table.source})",
                f"{table.edition}, dated {table.dated.isoformat()} ({table.source})"),
            say(f"Завантажено {on}; на те, що громада вільна, покладаємося до {table.good_through.isoformat()} включно.",
                f"Loaded on {on}; that a community is free is relied on through {table.good_through.isoformat()}."),
        ]  # fmt: skip
    lines.append(
        say(
            "Про громади, які не є вільними, файли нижче TLP:AMBER не кажуть, хто там є і як кого знайти: без контактів,\n"
            "  точних місць, людей і назв організацій; групи, їхні стани, зустрічі й покриття лишаються.",
            "Of communities that are not free, files below TLP:AMBER do not tell who is there and where to find them: no\n"
            "  contacts, exact places, people or names of organizations; groups, their states, meetings and coverage remain.",
        )
    )
    return Section(say("Статус територій", "Status of territory"), lines)


def _rows(table: bytes | str | os.PathLike[str]) -> list[tuple[int, dict[str, str]]]:
    """The lines of the table with their numbers; the header is row 1."""
    expect(table, (bytes, str, os.PathLike), "table", "name a CSV file, or give its bytes")
    if isinstance(table, bytes):
        content = table
    else:
        try:
            content = Path(table).read_bytes()
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise ParseError(f"this file cannot be read ({reason}); name a CSV file", where=os.fspath(table)) from error
    rows = list(numbered_rows(content))
    names = tuple(rows[0][1]) if rows else _NEEDED
    problems = [Problem(f'row 1, column "{name}"', "is missing; name it so in the header") for name in _NEEDED if name not in names]
    problems += [
        Problem(f'row 1, column "{name}"', f"is no column of this table; there are {', '.join(_COLUMNS)}")
        for name in names
        if name not in _COLUMNS
    ]
    if problems:
        raise ParseError(f"{len(problems)} problem(s) in this table; nothing was loaded", where="table", problems=problems)
    return rows


def _entry(row: Mapping[str, str], number: int, is_area: Callable[[str], bool], problems: list[Problem]) -> Iterator[StatusEntry]:
    """The entry of one row, or none where ``problems`` get what is wrong with it."""
    before = len(problems)
    cells = {name: cell.strip() for name, cell in row.items()}

    def wrong(column: str, message: str) -> None:
        problems.append(Problem(f'row {number}, column "{column}"', message))

    area, status, within = cells["area"], cells["status"], cells.get("within", "")
    if not area:
        wrong("area", "is empty; write the code of the area")
    elif not is_area(area) and not within:
        wrong("area", f"{area!r} is no area of a region that is here; correct it, or write in `within` which one holds it")
    if within and not is_area(within):
        wrong("within", f"{within!r} is no area of a region that is here; correct it")
    if not status:
        wrong("status", "is empty; write possible_hostilities, active_hostilities, occupied, or the table's own word")
    elif status in (FREE, UNKNOWN):
        wrong("status", f"{status} is what an area is that no line names; leave the line out, or give `until`")
    dates = {}
    for column in ("since", "until"):
        try:
            dates[column] = _date(cells.get(column, ""))
        except DomainError as error:
            wrong(column, error.message)
    if len(problems) > before:
        return
    try:
        yield StatusEntry(
            area=area,
            status=status,
            since=dates["since"] or PartialDate.unknown(),
            until=dates["until"],
            within=within or None,
        )
    except CoordkitError as error:
        problems.append(Problem(f"row {number}", error.message))


def _date(cell: str) -> PartialDate | None:
    match = _DAY_FIRST.fullmatch(cell)
    return PartialDate("-".join(reversed(match.groups())) if match else cell) if cell else None


def _covered(plugins: Plugins, covers: Iterable[str]) -> tuple[str, ...]:
    """Codes of areas; for the code of a region those of its areas that no other holds. Raises ``CheckFailed``."""
    regions, ground = plugins.regions(), ground_of(plugins)
    codes: dict[str, None] = {}
    problems = []
    for position, code in enumerate(covers):
        own = plugins.areas_of(code) if code in regions else ()
        highest = [area.code for area in own if area.parent is None or area.parent not in own]
        if ground(code) is not None:
            highest = [code]
        if not highest:
            problems.append(Problem(f"covers[{position}]", f"{code!r} is no area, and no region with areas; correct it"))
        codes.update(dict.fromkeys(highest))
    if problems:
        raise CheckFailed(f"{len(problems)} problem(s); nothing was loaded", problems=problems)
    return tuple(codes)
