"""Every Release that a desk makes, and what the gate asks about territory: the table that is kept, and the regions' areas."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any

import attrs

from coordkit.codec.documents import canonical
from coordkit.domain.audiences import Audience
from coordkit.domain.errors import StoreError
from coordkit.domain.sharing import Release
from coordkit.domain.slots import instant
from coordkit.domain.snapshots import Snapshot
from coordkit.domain.territory import Ground, Guard, StatusEntry, TerritoryTable
from coordkit.plugins import Plugins
from coordkit.ports import UnitOfWork
from coordkit.secretariat.circumstances import REGION, Circumstances

_SETTING = "territory"
_FORMAT = 1


@attrs.frozen(kw_only=True)
class LoadedTable:
    """A table of statuses as a desk keeps it, and when it was loaded (aware, UTC)."""

    table: TerritoryTable
    loaded_at: datetime = attrs.field(converter=instant)


def guard_of(desk: Circumstances, unit: UnitOfWork, on: date) -> Guard | None:
    """What tells the gate which areas are guarded, on the day ``on`` and today; None where no region's areas need a status.

    A release that is made for a day long past must not tell where people are who are in danger today, so both days count.
    """
    own = desk.region
    is_missing = own is None and bool(unit.setting(REGION))  # the plugin is gone, and with it all that is known of areas
    strict = is_missing or (own is not None and own.status_level is not None)
    if not strict and all(region.status_level is None for region in desk.plugins.regions().values()):
        return None
    loaded = kept_table(unit)
    return Guard(ground_of(desk.plugins), loaded.table if loaded else None, (on, desk.today()), strict=strict)


def release_for(desk: Circumstances, unit: UnitOfWork, snapshot: Snapshot, audience: Audience, on: date | None) -> Release:
    """What an audience may see of a snapshot on the day ``on`` (today), by the regions' rules and guarded by territory.

    The one place where the secretariat makes a Release, so that none goes without its guard.
    """
    day = on or desk.today()
    return Release(snapshot, audience, day, desk.sharing_rules, lambda: guard_of(desk, unit, day))


def ground_of(plugins: Plugins) -> Callable[[str], Ground | None]:
    """What all regions together know of an area. Where several hold it, it needs a status if one of them says so."""
    regions = tuple(plugins.regions().values())

    @cache
    def find(code: str) -> Ground | None:
        holders = [region for region in regions if code in region.gazetteer]
        if not holders:
            return None
        areas = [region.gazetteer.area(code) for region in holders]
        levels = [region.status_level for region in holders if region.status_level is not None]
        parent = next((area.parent for area in areas if area.parent is not None), None)
        return Ground(max(area.level for area in areas), parent, min(levels, default=None))

    return find


def kept_table(unit: UnitOfWork) -> LoadedTable | None:
    """The table that the desk keeps, or None. Raises ``StoreError`` for one that cannot be read: nothing may then leave."""
    text = unit.setting(_SETTING)
    if text is None:
        return None
    try:
        return _read(json.loads(text))
    except Exception as error:  # whatever is wrong with it, the areas that it guarded must not be taken for free
        raise StoreError(f"the table of statuses on this desk cannot be read ({error}); load it again", where=_SETTING) from error


def keep_table(unit: UnitOfWork, loaded: LoadedTable) -> None:
    """Keeps the table in place of the one before."""
    table = loaded.table
    fields = {
        "format": _FORMAT,
        "edition": table.edition,
        "dated": table.dated.isoformat(),
        "source": table.source,
        "covers": list(table.covers),
        "good_through": table.good_through.isoformat(),
        "loaded_at": loaded.loaded_at.isoformat(),
        "entries": [
            [entry.area, entry.status, entry.since.edtf, entry.until.edtf if entry.until else None, entry.within]
            for entry in table.entries
        ],
    }
    unit.set(_SETTING, canonical(fields))


def _read(fields: Any) -> LoadedTable:
    if fields["format"] != _FORMAT:
        raise ValueError(f"it has format {fields['format']}, known is {_FORMAT}")
    entries = tuple(
        StatusEntry(area=area, status=status, since=since, until=until, within=within)
        for area, status, since, until, within in fields["entries"]
    )
    table = TerritoryTable(
        edition=fields["edition"],
        dated=date.fromisoformat(fields["dated"]),
        source=fields["source"],
        covers=tuple(fields["covers"]),
        good_through=date.fromisoformat(fields["good_through"]),
        entries=entries,
    )
    return LoadedTable(table=table, loaded_at=datetime.fromisoformat(fields["loaded_at"]))
