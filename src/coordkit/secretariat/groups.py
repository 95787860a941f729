"""Working groups: which areas have one on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from coordkit.domain.dates import expect_day
from coordkit.domain.errors import DomainError, several
from coordkit.domain.gazetteer import Area
from coordkit.domain.groups import WorkingGroup
from coordkit.domain.meetings import Meeting
from coordkit.domain.outcomes import Information
from coordkit.domain.rules.coverage import AreaCoverage, coverage
from coordkit.secretariat.desk import Secretariat


def coverage_on(desk: Secretariat, on: date, areas: Iterable[Area] | None = None) -> tuple[AreaCoverage, ...]:
    """Each area by the state of its group on the day ``on``; areas are the lowest of the desk's region unless given.

    Raises ``DomainError`` for a desk without a region where no areas are given.
    """
    expect_day(on, "on")
    (found,) = coverage_over(desk, (on,), areas)
    return found


def coverage_over(
    desk: Secretariat, days: Iterable[date], areas: Iterable[Area] | None = None
) -> tuple[tuple[AreaCoverage, ...], ...]:
    """As ``coverage_on``, for each of ``days``, in one pass over the desk."""
    days = several(days, date, "days")
    areas = lowest_areas(desk) if areas is None else several(areas, Area, "areas")
    with desk.work() as work:
        groups = tuple(work.each(WorkingGroup))
        told = tuple(item for item in work.each(Information) if item.without_group)
        times = {item.meeting: work.get(Meeting, item.meeting).when for item in told}
    timed = [(item, times[item.meeting]) for item in told]
    return tuple(coverage(areas, groups, timed, day) for day in days)


def lowest_areas(desk: Secretariat) -> tuple[Area, ...]:
    """The areas of the desk's region that hold no other one, such as hromadas: each place lies in exactly one of them.

    A region without areas of its own has its parents'. Raises ``DomainError`` for a desk without a region with areas.
    """
    if desk.region is None or not len(desk.region.gazetteer):
        raise DomainError("this desk has no region with areas; open it with region=, or give the areas", where="coverage")
    return (desk.plugins.areas_of(desk.region.code) or desk.region.gazetteer).lowest()
