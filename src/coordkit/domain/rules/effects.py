"""Effects: the initiatives of each group from planned to implemented, so that one sees whether the groups are effective."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

import attrs

from coordkit.domain.groups import WorkingGroup
from coordkit.domain.initiatives import Initiative, InitiativeStatus
from coordkit.domain.records import WorkingGroupId


@attrs.frozen
class Effect:
    """The initiatives of one group (None: of no group) by the status known on a day; ``unknown`` have none known by then."""

    group: WorkingGroup | None
    by_status: Mapping[InitiativeStatus, int]
    unknown: int

    @property
    def total(self) -> int:
        """All its initiatives."""
        return sum(self.by_status.values()) + self.unknown

    @property
    def implemented(self) -> int:
        """Those that were implemented."""
        return self.by_status.get(InitiativeStatus.IMPLEMENTED, 0)


def effects(groups: Iterable[WorkingGroup], initiatives: Iterable[Initiative], on: date) -> tuple[Effect, ...]:
    """Every group with its initiatives as known on ``on``, the most implemented first; those of no group, if any, at the end.

    A group without initiatives is listed as well: that is an answer too. One of a group that is not given counts as of none.
    """
    known = {group.id: group for group in groups}
    counted: dict[WorkingGroupId | None, Counter[InitiativeStatus | None]] = {ref: Counter() for ref in known}
    for initiative in initiatives:
        ref = initiative.group if initiative.group in known else None
        counted.setdefault(ref, Counter())[initiative.status_on(on)] += 1
    found = [
        Effect(
            known[ref] if ref is not None else None,
            {status: numbers[status] for status in InitiativeStatus if numbers[status]},
            numbers[None],
        )
        for ref, numbers in counted.items()
    ]
    return tuple(sorted(found, key=lambda each: (each.group is None, -each.implemented, -each.total, _int(each.group))))


def _int(group: WorkingGroup | None) -> int:
    return group.id.int if group is not None else 0
