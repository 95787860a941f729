"""What a report reads: a desk of many records is asked in as few units of work as one of few, and no more is read than is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import attrs
import pytest

from coordkit import (
    ActionItem,
    Answer,
    Commitment,
    Days,
    GroupState,
    Meeting,
    MeetingId,
    MeetingStatus,
    Membership,
    MembershipId,
    Organization,
    OrganizationId,
    OutcomeId,
    Request,
    Seat,
    Secretariat,
    StateSince,
    Text,
    Tlp,
    WorkingGroup,
    WorkingGroupId,
)
from coordkit.ports import Document, UnitOfWork
from coordkit.secretariat import follow_up, follow_up_reports, group_reports, notices
from coordkit.secretariat.groups import coverage_on, coverage_over
from coordkit.secretariat.histories import history_of
from tests.secretariat.desks import opened, plugins
from tests.secretariat.test_membership import ON


class Counted:
    """A store that counts the units of work it gives and the documents that are read in them."""

    def __init__(self, desk: Secretariat) -> None:
        self._store = desk.store
        self.units = 0
        self.documents = 0

    @contextmanager
    def unit(self) -> Iterator[UnitOfWork]:
        self.units += 1
        with self._store.unit() as unit:
            yield _Watched(unit, self)

    @contextmanager
    def snapshot(self) -> Iterator[UnitOfWork]:
        self.units += 1
        with self._store.snapshot() as unit:
            yield _Watched(unit, self)

    def close(self) -> None:
        self._store.close()


class _Watched:
    def __init__(self, unit: UnitOfWork, counted: Counted) -> None:
        self._unit = unit
        self._counted = counted

    def get(self, *given: Any) -> Document | None:
        self._counted.documents += 1
        return self._unit.get(*given)

    def query(self, *given: Any, **more: Any) -> Iterator[Document]:
        for document in self._unit.query(*given, **more):
            self._counted.documents += 1
            yield document

    def __getattr__(self, name: str) -> Any:
        return getattr(self._unit, name)


def counted(desk: Secretariat, ask: Callable[[Secretariat], object]) -> Counted:
    """What asking costs."""
    store = Counted(desk)
    ask(attrs.evolve(desk, store=store))
    return store


def world(groups: int) -> tuple[Secretariat, WorkingGroupId, MeetingId]:
    """So many groups with a vacant seat, two meetings one after the other and three outcomes each; the first group and meeting."""
    desk = opened(region="kherson", plugins=plugins())
    name = Text.of(uk="Назва", en="Name")
    picked: list[tuple[WorkingGroupId, MeetingId]] = []
    for _ in range(groups):
        police = Organization(id=desk.new(OrganizationId), name=name, kind="police", tlp=Tlp.CLEAR)
        group = WorkingGroup(
            id=desk.new(WorkingGroupId), name=name, states=(StateSince(state=GroupState.ACTIVE, since="2024"),),
            seats=(Seat(code="police", label=name, required=True),), tlp=Tlp.CLEAR,
        )  # fmt: skip
        first, second = desk.new(MeetingId), desk.new(MeetingId)
        more: dict[str, Any] = {"title": name, "when": Days(ON), "status": MeetingStatus.HELD, "tlp": Tlp.CLEAR}
        desk.save(
            police,
            group,
            Membership(id=desk.new(MembershipId), group=group.id, member=police.id, seat="police", since="2024", until="2025"),
            Meeting(id=first, **more),
            Meeting(id=second, groups=(group.id,), predecessor=first, **more),
            ActionItem(id=desk.new(OutcomeId), meeting=second, text=name, owner=police.id, tlp=Tlp.CLEAR),
            Request(id=desk.new(OutcomeId), meeting=second, text=name, voiced_by=(police.id,), tlp=Tlp.CLEAR),
            Commitment(id=desk.new(OutcomeId), meeting=second, text=name, by=(police.id,), tlp=Tlp.CLEAR),
        )
        picked.append((group.id, second))
    return desk, *picked[0]


@pytest.mark.parametrize(
    "report",
    (
        lambda desk: follow_up_reports.actions_report(desk, "en", ON),
        lambda desk: follow_up_reports.requests_report(desk, "en"),
        lambda desk: follow_up_reports.commitments_report(desk, "en"),
        lambda desk: group_reports.vacancies_report(desk, ON, "en"),
    ),
)
def test_a_report_opens_no_unit_of_work_for_each_of_its_lines(report: Callable[[Secretariat], Any]) -> None:
    few, many = (world(groups)[0] for groups in (1, 12))
    assert len(report(many).lines) >= 12 > len(report(few).lines)
    assert counted(many, report).units == counted(few, report).units


@pytest.mark.parametrize(
    "report",
    (
        lambda desk, group, meeting: notices.public_notice(desk, meeting, "en", on=ON),
        lambda desk, group, meeting: follow_up.chain_to(desk, group),
        lambda desk, group, meeting: group_reports.members_report(desk, group, ON, "en"),
    ),
)
def test_what_is_told_of_one_group_or_meeting_is_read_without_the_others(report: Callable[..., object]) -> None:
    costs = []
    for groups in (1, 12):
        desk, group, meeting = world(groups)
        costs.append(counted(desk, lambda at, group=group, meeting=meeting: report(at, group, meeting)).documents)  # type: ignore[misc]  # mypy infers no lambda with defaults
    assert costs[0] == costs[1] > 0


def test_a_chain_leads_back_through_meetings_of_no_group_and_ends_where_one_is_not_there() -> None:
    desk, group, meeting = world(1)
    (first,) = (each for each in desk.each(Meeting) if not each.groups)
    lost = desk.new(MeetingId)
    desk.save(attrs.evolve(first, predecessor=lost))
    found = follow_up.chain_to(desk, group)
    assert ([each.id for each in found.before], [each.id for each in found.since]) == ([first.id], [meeting])


def test_several_days_of_coverage_are_each_as_that_day_alone_and_read_once() -> None:
    desk, *_ = world(3)
    days = tuple(ON.replace(year=year) for year in (2023, 2024, 2026))
    assert coverage_over(desk, days) == tuple(coverage_on(desk, day) for day in days)
    alone, several = (counted(desk, lambda at, days=some: coverage_over(at, days)) for some in (days[:1], days))  # type: ignore[misc]  # mypy infers no lambda with defaults
    assert (several.units, several.documents) == (alone.units, alone.documents)


def test_the_history_of_a_record_is_read_in_as_few_units_however_long_it_is() -> None:
    desk, group, _ = world(1)
    short = counted(desk, lambda at: history_of(at, group))
    for number in range(5):
        desk.save(attrs.evolve(desk.get(WorkingGroup, group), cadence_months=number + 1))
    long = counted(desk, lambda at: history_of(at, group))
    entries = history_of(desk, group)
    assert [entry.edited[0].after for entry in entries[1:] if entry.edited] == [1, 2, 3, 4, 5]
    assert long.units == short.units and desk.get(WorkingGroup, group).as_of(ON)[GroupState.ACTIVE] is Answer.YES
