"""A small land whose areas need a status, tables of statuses for it, and desks there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from types import ModuleType

from coordkit import Area, AreaName, Gazetteer, PersonId, Secretariat, Text, hookimpl
from coordkit.ports import Region
from coordkit.secretariat import territory
from coordkit.secretariat.guarding import LoadedTable
from tests.secretariat import desks

PARENTS: Mapping[str, str | None] = {
    "L1": None, "L2": None, "L11": "L1", "L12": "L1", "L21": "L2", "L111": "L11", "L112": "L11", "L121": "L12", "L211": "L21",
    "L1111": "L111", "L2111": "L211",
}  # fmt: skip
"""Two provinces, their districts, communities (level 3), and two villages, by code; the length of a code tells its level."""
COMMUNITY = 3
TODAY = date(2026, 3, 1)
Row = Mapping[str, str]


def land(code: str = "land", status_level: int | None = COMMUNITY) -> Region:
    """The region of these areas."""
    areas = [
        Area(code=area, level=len(area) - 1, type="area", names=(AreaName(name=Text.of(en=area)),), parent=parent)
        for area, parent in PARENTS.items()
    ]
    return Region(code=code, names=Text.of(en="Land"), gazetteer=Gazetteer(areas), status_level=status_level)


def plugin(*regions: Region) -> ModuleType:
    """A plugin that gives these regions."""
    module = ModuleType("lands")
    module.coordkit_regions = hookimpl(lambda: list(regions))  # type: ignore[attr-defined]  # a module takes any name
    return module


def desk_in(region: Region | None, *others: Region) -> Secretariat:
    """A desk in memory, in this region or in none, with these regions installed too. Today is ``TODAY``."""
    given = (*((region,) if region else ()), *others)
    return desks.opened(
        plugins=desks.plugins(plugin(*given)),
        region=region.code if region else None,
        actor=PersonId(int=1),
        clock=desks.Clock(datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=UTC)),
    )


def load(
    desk: Secretariat, rows: Iterable[Row], covers: Iterable[str] = ("L1", "L2"), good_through: date = date(2027, 1, 1)
) -> LoadedTable:
    """Loads a table with these rows; a row lacks what is not known."""
    columns = ("area", "status", "since", "until", "within")
    lines = [",".join(columns), *(",".join(row.get(name, "") for name in columns) for row in rows)]
    return territory.load(
        desk,
        "\n".join(lines).encode(),
        edition="7",
        dated=date(2026, 2, 1),
        source="example",
        covers=covers,
        good_through=good_through,
    )
