"""Coverage: which areas had a working group on a day, in which state, and where it is said or not known that none was there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import Enum

import attrs

from coordkit.domain.dates import Answer
from coordkit.domain.gazetteer import Area
from coordkit.domain.groups import GroupState, WorkingGroup
from coordkit.domain.outcomes import Information
from coordkit.domain.records import Source, WorkingGroupId
from coordkit.domain.slots import When, outer_limits


class NoGroup(Enum):
    """Why an area has no group to name: a source says that there is none, or none is known."""

    STATED = "none, stated"
    UNKNOWN = "none known"


@attrs.frozen(kw_only=True)
class AreaCoverage:
    """What is known of one area on one day.

    ``state`` is the state of its group, or a NoGroup; ``answer`` says how sure the state is. ``sources`` back it.
    """

    area: Area
    state: GroupState | NoGroup
    answer: Answer
    group: WorkingGroupId | None = None
    sources: tuple[Source, ...] = ()


_WEIGHT = (GroupState.ACTIVE, GroupState.DORMANT, GroupState.PROPOSED, GroupState.CONCLUDED)


def coverage(
    areas: Iterable[Area],
    groups: Iterable[WorkingGroup],
    information: Iterable[tuple[Information, When | None]],
    on: date,
) -> tuple[AreaCoverage, ...]:
    """Each of ``areas`` by the state of its group on the day ``on``, in the order given.

    Where several groups, or several possible states, answer, the surer comes first, then active before dormant, proposed
    and concluded. ``information`` is paired with the time of the meeting that gave it: that an area has none counts from the last
    day on which it can have been said, until a group of that area begins.
    """
    by_area: dict[str, list[WorkingGroup]] = {}
    for group in groups:
        if group.area is not None:
            by_area.setdefault(group.area, []).append(group)
    denied: dict[str, Information] = {}
    for item, when in information:
        said_by = outer_limits(when)[1]
        if said_by is not None and said_by <= on:
            denied.update(dict.fromkeys(item.without_group, item))
    return tuple(_of_area(area, by_area.get(area.code, ()), denied.get(area.code), on) for area in areas)


def _of_area(area: Area, groups: Iterable[WorkingGroup], denied: Information | None, on: date) -> AreaCoverage:
    found = [
        (answer is Answer.POSSIBLY, _WEIGHT.index(state), group, state, answer)
        for group in groups
        for state, answer in group.as_of(on).items()
        if answer is not Answer.NO
    ]
    if found:
        _, _, group, state, answer = min(found, key=lambda entry: entry[:2])
        return AreaCoverage(area=area, state=state, answer=answer, group=group.id, sources=group.sources)
    if denied is not None:
        return AreaCoverage(area=area, state=NoGroup.STATED, answer=Answer.YES, sources=denied.sources)
    return AreaCoverage(area=area, state=NoGroup.UNKNOWN, answer=Answer.YES)
