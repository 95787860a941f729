"""Coverage as a table: for one day, each area of a region and the state of its working group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import attrs

from coordkit.codec.cells import Sight, pages, written
from coordkit.domain.dates import Answer
from coordkit.domain.gazetteer import Area
from coordkit.domain.groups import GroupState, WorkingGroup
from coordkit.domain.meetings import Meeting
from coordkit.domain.outcomes import Information
from coordkit.domain.records import Record, Tlp
from coordkit.domain.rules.coverage import AreaCoverage, NoGroup, coverage
from coordkit.domain.sharing import Release


@attrs.frozen
class CoverageTable:
    """Which of ``areas`` had a working group on the day ``on``, from what a release shows. One row an area, in their order.

    A row's ``tlp`` is that of the records that it speaks of; where nothing is known it is CLEAR.
    """

    areas: tuple[Area, ...]
    on: date
    name: str = "coverage"
    columns: tuple[str, ...] = (
        "area", "pcode", "area_name", "area_type", "on", "state", "how_sure", "since", "group", "group_id", "sources", "tlp"
    )  # fmt: skip
    kinds: tuple[type[Record], ...] = (WorkingGroup, Information, Meeting)
    records: tuple[type[Record], ...] = ()

    def rows(self, release: Release, languages: Sequence[str]) -> Iterator[tuple[str, ...]]:
        """The rows. The groups and what was said of areas without one are held in memory."""
        sight = Sight(release, languages)
        groups = {group.id: group for group in release.each(WorkingGroup)}
        told = [item for item in release.each(Information) if item.without_group]
        meetings = {item.meeting: release.get(item.meeting) for item in told}
        timed = [(item, meeting.when) for item in told if isinstance(meeting := meetings[item.meeting], Meeting)]
        denied = _strictest(release, told)
        for entry in coverage(self.areas, groups.values(), timed, self.on):
            group = groups[entry.group] if entry.group is not None else None
            if group is not None:
                tlp = release.tlp_of(group)
            else:
                tlp = denied.get(entry.area.code, Tlp.CLEAR) if entry.state is NoGroup.STATED else Tlp.CLEAR
            yield (
                entry.area.code,
                entry.area.codes.get("pcode", ""),
                sight.text(entry.area.name),
                entry.area.type,
                self.on.isoformat(),
                entry.state.value,
                entry.answer.value,
                _since(group, entry, self.on),
                sight.text(group.name) if group is not None else "",
                written(entry.group),
                pages(entry.sources),
                tlp.label,
            )


def coverage_subject(areas: Iterable[Area], on: date) -> CoverageTable:
    """The subject ``coverage`` for these areas (of one region, of one level) and one day."""
    return CoverageTable(tuple(areas), on)


def _strictest(release: Release, told: Iterable[Information]) -> Mapping[str, Tlp]:
    strictest: dict[str, Tlp] = {}
    for item in told:
        for code in item.without_group:
            strictest[code] = max(strictest.get(code, Tlp.CLEAR), release.tlp_of(item))
    return strictest


def _since(group: WorkingGroup | None, entry: AreaCoverage, on: date) -> str:
    """Since when the group was in that state: its latest entry that can have begun by ``on``."""
    if group is None or not isinstance(entry.state, GroupState):
        return ""
    begun = [since.since for since in group.states if since.state is entry.state and since.since.on_or_before(on) is not Answer.NO]
    return written(begun[-1]) if begun else ""
