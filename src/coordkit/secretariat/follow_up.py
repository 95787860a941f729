"""Follow-up at the desk: each question of the rules on outcomes, minutes, rhythm and effects, put to what the desk holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import chain as chained
from typing import TypeVar

import attrs

from coordkit.domain.dates import expect_day
from coordkit.domain.errors import expect
from coordkit.domain.groups import WorkingGroup
from coordkit.domain.initiatives import Initiative
from coordkit.domain.invitations import Invitation
from coordkit.domain.meetings import Meeting
from coordkit.domain.minutes import Minutes
from coordkit.domain.outcomes import ActionItem, Commitment, Decision, Outcome, Request
from coordkit.domain.records import RecordId, WorkingGroupId
from coordkit.domain.rules import chain, effects, follow_up, revisions, rhythm
from coordkit.secretariat.desk import Secretariat
from coordkit.secretariat.histories import recorded
from coordkit.secretariat.work import Work

T = TypeVar("T", bound=Outcome)


def open_actions(
    desk: Secretariat, on: date | None = None, group: WorkingGroupId | None = None
) -> tuple[follow_up.OpenAction, ...]:
    """The action items open on the day ``on`` (today), of one group's meetings or of all; the overdue first."""
    with desk.work() as work:
        day = _day(desk, on)
        found = follow_up.open_actions(_outcomes(work, ActionItem, group), day)
        if day >= desk.today():  # what is on record has been said by today, so no meeting need be read
            return found
        items = tuple(each.action for each in found)
        return follow_up.open_actions(items, day, _times(work, items))


def due_for_review(desk: Secretariat, on: date | None = None, group: WorkingGroupId | None = None) -> tuple[Decision, ...]:
    """The decisions to look at again by the day ``on`` (today), of one group's meetings or of all."""
    with desk.work() as work:
        return follow_up.due_for_review(_outcomes(work, Decision, group), _day(desk, on))


def requests(desk: Secretariat, group: WorkingGroupId | None = None) -> tuple[follow_up.Answered, ...]:
    """The requests that were voiced, and what became of each; the pending ones first."""
    with desk.work() as work:
        found = _outcomes(work, Request, group)
        return follow_up.requests_and_answers(found, work.each(Initiative), _times(work, found))


def bare_commitments(desk: Secretariat, group: WorkingGroupId | None = None) -> tuple[Commitment, ...]:
    """The commitments from which no initiative grew yet."""
    with desk.work() as work:
        found = _outcomes(work, Commitment, group)
        return follow_up.commitments_without_initiative(found, work.each(Initiative), _times(work, found))


def group_effects(desk: Secretariat, on: date | None = None) -> tuple[effects.Effect, ...]:
    """Every group's initiatives, from planned to implemented, as known on the day ``on`` (today)."""
    with desk.work() as work:
        return effects.effects(work.each(WorkingGroup), work.each(Initiative), _day(desk, on))


def without_minutes(desk: Secretariat, on: date | None = None) -> tuple[rhythm.Unwritten, ...]:
    """The meetings held by the day ``on`` (today) whose minutes are missing or a draft."""
    with desk.work() as work:
        return rhythm.without_minutes(work.each(Meeting, {"status": "held"}), work.each(Minutes), _day(desk, on))


def silent_groups(desk: Secretariat, on: date | None = None) -> tuple[rhythm.Silence, ...]:
    """The groups that were silent for longer than their cadence on the day ``on`` (today)."""
    with desk.work() as work:
        return rhythm.silent_groups(work.each(WorkingGroup), work.each(Meeting, {"status": "held"}), _day(desk, on))


def chain_to(desk: Secretariat, group: WorkingGroupId) -> chain.Chain:
    """The meetings from the first contact to the group, and those it held since."""
    expect(group, WorkingGroupId, "group", "give its id")
    with desk.work() as work:
        own = tuple(work.each(Meeting, {"group": str(group)}))
        return chain.chain_to(work.get(WorkingGroup, group), _with_predecessors(work, own))


@attrs.frozen
class Revised:
    """What changed between two revisions of a record; of a meeting also who must be told of it."""

    differences: tuple[revisions.Difference, ...]
    to_tell: tuple[revisions.ToTell, ...]


def changes_between(desk: Secretariat, ref: RecordId, first: int, last: int) -> Revised:
    """What changed in a record from revision ``first`` to ``last`` (the first is 1), and for a meeting who must be told.

    Raises ``NotFound`` for a revision that there is not.
    """
    before, after = recorded(desk, ref, first), recorded(desk, ref, last)
    told: tuple[revisions.ToTell, ...] = ()
    if isinstance(before, Meeting) and isinstance(after, Meeting):
        with desk.work() as work:
            asked = [work.each(Invitation, {"meeting": str(about)}) for about in (ref, after.series) if about is not None]
            told = revisions.must_be_told(before, after, chained.from_iterable(asked))
    return Revised(revisions.differences(before, after), told)


def _day(desk: Secretariat, on: date | None) -> date:
    if on is not None:
        expect_day(on, "on")
    return on or desk.today()


def _outcomes(work: Work, kind: type[T], group: WorkingGroupId | None) -> tuple[T, ...]:
    """The outcomes of a kind, of one group's meetings or of all."""
    if group is None:
        return tuple(work.each(kind))
    expect(group, WorkingGroupId, "group", "give its id")
    of_group = [meeting.id for meeting in work.each(Meeting, {"group": str(group)})]
    return tuple(outcome for meeting in of_group for outcome in work.each(kind, {"meeting": str(meeting)}))


def _with_predecessors(work: Work, meetings: Iterable[Meeting]) -> Iterable[Meeting]:
    """These meetings and all that led to them, each once."""
    known = {meeting.id: meeting for meeting in meetings}
    for last in tuple(known.values()):
        before = last.predecessor
        while before is not None and before not in known and isinstance(found := work.find(before), Meeting):
            known[before] = found
            before = found.predecessor
    return known.values()


def _times(work: Work, outcomes: Iterable[Outcome]) -> follow_up.Times:
    refs = dict.fromkeys(outcome.meeting for outcome in outcomes)
    return {ref: work.get(Meeting, ref).when for ref in refs}
