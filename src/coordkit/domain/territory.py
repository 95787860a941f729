"""The legal status of territory: a dated table that an office loads, inherited down the gazetteer, and what is guarded by it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

import attrs

from coordkit.domain.dates import Answer, PartialDate, expect_day, holds_on, partial, partial_or_none, refuse_reversed
from coordkit.domain.errors import DomainError, expect, several
from coordkit.domain.text import all_plain, plain

FREE = "free"
"""A table covers the area and lists nothing against it."""
POSSIBLE_HOSTILITIES = "possible_hostilities"
ACTIVE_HOSTILITIES = "active_hostilities"
OCCUPIED = "occupied"
UNKNOWN = "unknown"
"""No table says: none is loaded, it does not cover the area, or it is too old to say that the area is free."""

# From the laxest; a word of another table's own stands between hostilities and occupation. Every one of them is guarded.
_STRICTNESS = {FREE: 0, POSSIBLE_HOSTILITIES: 1, ACTIVE_HOSTILITIES: 2, OCCUPIED: 4}
_OTHER_WORD = 3
Above = Callable[[str], str | None]
"""Gives the code of the area that holds an area directly; None for the highest, and for what the gazetteer does not hold."""


def _said(instance: object, attribute: attrs.Attribute[Any], value: str) -> None:
    if not plain(value, attribute.name).strip():
        raise DomainError("is empty; write it down", where=attribute.name)


@attrs.frozen(kw_only=True)
class StatusEntry:
    """One line of the table: an area, of any level, its status ``since`` and through ``until`` (the last day; None: still).

    ``status`` is one of the constants here or a word of the table's own. ``within`` is the code of the area that holds this one,
    for an area too small to stand in the gazetteer. Raises ``DomainError`` for the status free or unknown, which no line gives.
    """

    area: str = attrs.field(validator=_said)
    status: str = attrs.field(validator=_said)
    since: PartialDate = attrs.field(factory=PartialDate.unknown, converter=partial)
    until: PartialDate | None = attrs.field(default=None, converter=partial_or_none)
    within: str | None = None

    def __attrs_post_init__(self) -> None:
        if self.status in (FREE, UNKNOWN):
            raise DomainError(f"{self.status} is what an area is that no line names; leave it out, or give `until`", where="status")
        refuse_reversed(self.since, self.until, "status")

    def may_hold_on(self, day: date) -> bool:
        """Whether it holds on ``day``, surely or possibly: in doubt the stricter."""
        return holds_on(self.since, self.until, day) is not Answer.NO


@attrs.frozen(kw_only=True)
class TerritoryTable:
    """One edition of a table of statuses: its name or number, the day it is ``dated``, and where it comes from.

    ``covers`` are the codes of the areas, with all in them, of which it lists every one that is not free. What it lists stands
    until an ``until`` or a later edition ends it. That an area is free it says through ``good_through`` only, the last day on
    which the office relies on it: afterwards what it does not list is unknown, for danger may have come since.
    """

    edition: str = attrs.field(validator=_said)
    dated: date
    source: str = attrs.field(validator=_said)
    covers: tuple[str, ...] = attrs.field(validator=all_plain)
    good_through: date
    entries: tuple[StatusEntry, ...] = ()

    def __attrs_post_init__(self) -> None:
        expect_day(self.dated, "dated")
        expect_day(self.good_through, "good_through")
        if not several(self.covers, str, "covers"):
            raise DomainError("say of which areas the table lists all that are not free", where="covers")
        several(self.entries, StatusEntry, "entries")
        if self.good_through < self.dated:
            raise DomainError(f"{self.good_through} is before the edition's own date {self.dated}", where="good_through")


class Territory:
    """A table laid over a gazetteer: the status of any area on any day."""

    def __init__(self, table: TerritoryTable | None, above: Above) -> None:
        self.table = table
        self._above = above
        self._of: dict[str, list[StatusEntry]] = {}
        self._inside: dict[str, list[StatusEntry]] = {}
        for entry in table.entries if table else ():
            self._of.setdefault(entry.area, []).append(entry)
            for outer in {*_line(entry.within, above), *_line(above(entry.area), above)}:
                self._inside.setdefault(outer, []).append(entry)

    def status_on(self, area: str, day: date) -> str:
        """The strictest status that the area, one that holds it, or one in it has on ``day``; else ``FREE`` or ``UNKNOWN``."""
        if self.table is None:
            return UNKNOWN
        line = tuple(_line(area, self._above))
        entries = [*self._inside.get(area, ()), *(entry for code in line for entry in self._of.get(code, ()))]
        listed: list[str] = [entry.status for entry in entries if entry.may_hold_on(day)]
        if listed:
            return max(listed, key=lambda status: _STRICTNESS.get(status, _OTHER_WORD))
        covered = day <= self.table.good_through and any(code in self.table.covers for code in line)
        return FREE if covered else UNKNOWN


def _line(area: str | None, above: Above) -> Iterator[str]:
    """The area, the one that holds it, and so on."""
    passed: set[str] = set()
    while area is not None and area not in passed:
        passed.add(area)
        yield area
        area = above(area)


# -- what the gate asks -------------------------------------------------------------------------------------------------


class Ground(NamedTuple):
    """What the regions know of one area: its level, what holds it, and the level down to which it may be named where guarded.

    ``status_level`` is None where the areas of its region need no status.
    """

    level: int
    parent: str | None
    status_level: int | None


class Guard:
    """Which areas are guarded: those that need a status and are not free on every one of ``days``.

    ``ground`` gives what is known of an area, None where no region holds it; ``table`` the one that is loaded, if any.
    ``strict`` is whether the desk itself needs statuses: then a code that no region holds is guarded,
    and so is a person or an exact place of which no area is known.
    """

    def __init__(
        self,
        ground: Callable[[str], Ground | None],
        table: TerritoryTable | None,
        days: Iterable[date],
        *,
        strict: bool,
    ) -> None:
        self.days = tuple(sorted(set(days)))
        self.strict = strict
        self._ground = ground
        self._territory = Territory(table, self._above)
        self._known: dict[str, bool] = {}

    def holds(self, code: str) -> bool:
        """Whether the area of this code is guarded."""
        expect(code, str, "area")
        if code not in self._known:
            self._known[code] = self._decided(code)
        return self._known[code]

    def named(self, code: str) -> str | None:
        """The code by which a guarded area may be named: its own, or that of the area around it which is large enough."""
        at: str | None = code
        for at in _line(code, self._above):
            ground = self._ground(at)
            if ground is not None and (ground.status_level is None or ground.level <= ground.status_level):
                return at
        return None

    def _decided(self, code: str) -> bool:
        ground = self._ground(code)
        if ground is None:
            return self.strict
        if ground.status_level is None:
            return False
        return any(self._territory.status_on(code, day) != FREE for day in self.days)

    def _above(self, code: str) -> str | None:
        ground = self._ground(code)
        return ground.parent if ground else None
