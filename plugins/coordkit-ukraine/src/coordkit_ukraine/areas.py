"""Reads the areas of a region from a table that lies in its package."""

from __future__ import annotations

import csv
from importlib.resources import files

from coordkit import Area, AreaName, Gazetteer, Point, Text
from coordkit_ukraine import katottg

GEONAMES = "GeoNames, https://www.geonames.org/, CC BY 4.0, https://creativecommons.org/licenses/by/4.0/"


def read(package: str, resource: str = "areas.csv") -> Gazetteer:
    """The gazetteer from the table ``resource`` in ``package``, in the table's order.

    Columns: ``code`` (KATOTTG), ``level`` (1 oblast, 2 raion, 3 hromada), ``type`` (oblast, raion, urban, settlement, rural),
    ``name_uk``, ``name_en``, ``parent`` (a code or empty), ``centre_uk``, ``centre_en``, ``latitude`` and ``longitude`` of the
    centre (WGS 84), ``geonames`` (the centre's id there), and a former name, if any: ``former_uk``, ``former_en``,
    ``former_until`` (EDTF, the last day on which it was in force). The P-code follows from code and level.
    """
    table = files(package).joinpath(resource).read_text(encoding="utf-8")
    return Gazetteer(_area(row) for row in csv.DictReader(table.splitlines()))


def _area(row: dict[str, str]) -> Area:
    level = int(row["level"])
    names = [AreaName(name=Text.of(uk=row["name_uk"], en=row["name_en"]))]
    if row["former_uk"]:
        names.append(AreaName(name=Text.of(uk=row["former_uk"], en=row["former_en"]), until=row["former_until"]))
    return Area(
        code=row["code"],
        level=level,
        type=row["type"],
        names=tuple(names),
        parent=row["parent"] or None,
        codes={"pcode": katottg.pcode(row["code"], level)},
        centre=Text.of(uk=row["centre_uk"], en=row["centre_en"]),
        point=Point(
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            source=f"GeoNames {row['geonames']}, CC BY 4.0, https://www.geonames.org/{row['geonames']}",
        ),
    )
