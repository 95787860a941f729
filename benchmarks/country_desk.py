"""A generated country on a desk, at a share of its size, with what is picked out of it to ask about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import attrs

import coordkit
from benchmarks.country import SEED, Maker, Sitting, hromadas, sittings
from benchmarks.country_meetings import around, meetings
from benchmarks.keeping import keep_bare
from coordkit import Area, Meeting, MeetingStatus, Plugins, Record, Secretariat

_PICKED = 25
"""How many groups are asked about one by one."""


@attrs.frozen(kw_only=True)
class Country:
    """A desk that keeps ``share`` of a country, in as large a share of its areas; some groups, and a held meeting of each."""

    share: float
    desk: Secretariat
    areas: tuple[Area, ...]
    size: int
    groups: tuple[Sitting, ...]
    held: tuple[Meeting, ...]


def found_country(path: Path, share: float) -> Country:
    """Writes a share of the country to a new desk, in large units. Close ``desk`` at the end."""
    plugins = Plugins.discover(environ={"COORDKIT_PLUGINS": "ukraine"})
    desk = coordkit.open(path, actor="benchmark", region="ukraine", plugins=plugins)
    areas = hromadas()
    areas = areas[: max(round(len(areas) * share), 1)]
    picked: list[Sitting] = []
    held: list[Meeting] = []

    def records() -> Iterator[Record]:
        maker = Maker(SEED)
        for number, sitting in enumerate(sittings(share, areas, maker), start=1):
            yield from sitting.records
            own = list(meetings(sitting, number, maker))
            for meeting in own:
                yield meeting
                yield from around(meeting, sitting, number, maker)
            if len(picked) < _PICKED:
                picked.append(sitting)
                held.append([meeting for meeting in own if meeting.status is MeetingStatus.HELD and meeting.groups][-1])

    size = keep_bare(desk, records())
    return Country(share=share, desk=desk, areas=areas, size=size, groups=tuple(picked), held=tuple(held))
