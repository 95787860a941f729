"""Follow-up: what meetings left to do, to look at again, to answer and to take further, as it stands on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

import attrs

from coordkit.domain.dates import Answer
from coordkit.domain.initiatives import Initiative
from coordkit.domain.outcomes import ActionItem, ActionStatus, Commitment, Decision, Disposition, Outcome, Request
from coordkit.domain.records import MeetingId, OutcomeId
from coordkit.domain.slots import When, outer_limits

Times = Mapping[MeetingId, When | None]
"""The time of each meeting, as far as it is known."""


@attrs.frozen
class OpenAction:
    """An action item that is open on a day, and whether its last day has passed; one without a due date is never overdue."""

    action: ActionItem
    overdue: Answer


def open_actions(outcomes: Iterable[Outcome], on: date, times: Times = MappingProxyType({})) -> tuple[OpenAction, ...]:
    """The action items that were open on the day ``on``, surely or possibly: the surely overdue first, then by due date.

    One closed later than ``on`` was still open then. One whose day of closing is not known counts as closed. One of a meeting
    that by ``times`` was surely later than ``on`` was not there yet.
    """
    items = (each for each in outcomes if isinstance(each, ActionItem) and (outer_limits(times.get(each.meeting))[0] or on) <= on)
    found = [OpenAction(item, _overdue(item, on)) for item in items if _was_open(item, on)]
    rank = {Answer.YES: 0, Answer.POSSIBLY: 1, Answer.NO: 2}
    return tuple(sorted(found, key=lambda each: (rank[each.overdue], _last_day(each.action), each.action.id.int)))


def _was_open(item: ActionItem, on: date) -> bool:
    if item.status is ActionStatus.OPEN:
        return True
    return item.closed_on is not None and item.closed_on.on_or_before(on) is not Answer.YES


def _overdue(item: ActionItem, on: date) -> Answer:
    return Answer.NO if item.due is None else item.due.on_or_before(on - timedelta(days=1))


def _last_day(item: ActionItem) -> date:
    return item.due.latest or date.max if item.due is not None else date.max


def due_for_review(outcomes: Iterable[Outcome], on: date) -> tuple[Decision, ...]:
    """The decisions whose day of review has come by ``on``, the oldest first."""
    due = [each for each in outcomes if isinstance(each, Decision) and each.review_on is not None and each.review_on <= on]
    return tuple(sorted(due, key=lambda decision: (decision.review_on or on, decision.id.int)))


@attrs.frozen
class Answered:
    """A request, and the initiatives that grew from it."""

    request: Request
    initiatives: tuple[Initiative, ...]

    @property
    def pending(self) -> bool:
        """Whether nobody answered it, declined it, or began anything from it."""
        return self.request.disposition in (Disposition.OPEN, Disposition.TAKEN_UP) and not self.initiatives


def requests_and_answers(outcomes: Iterable[Outcome], initiatives: Iterable[Initiative], times: Times) -> tuple[Answered, ...]:
    """Every request with what became of it: the pending ones first, the longest waiting before the others."""
    grown = _grown(initiatives)
    found = [Answered(each, grown.get(each.id, ())) for each in outcomes if isinstance(each, Request)]
    return tuple(sorted(found, key=lambda each: (not each.pending, _said(each.request, times), each.request.id.int)))


def commitments_without_initiative(
    outcomes: Iterable[Outcome], initiatives: Iterable[Initiative], times: Times
) -> tuple[Commitment, ...]:
    """The commitments from which no initiative grew yet, the oldest first."""
    grown = _grown(initiatives)
    found = [each for each in outcomes if isinstance(each, Commitment) and each.id not in grown]
    return tuple(sorted(found, key=lambda each: (_said(each, times), each.id.int)))


def _grown(initiatives: Iterable[Initiative]) -> Mapping[OutcomeId, tuple[Initiative, ...]]:
    grown: dict[OutcomeId, tuple[Initiative, ...]] = {}
    for initiative in initiatives:
        if initiative.from_outcome is not None:
            grown[initiative.from_outcome] = (*grown.get(initiative.from_outcome, ()), initiative)
    return grown


def _said(outcome: Outcome, times: Times) -> date:
    """The last day on which it can have been said; what has no date at all comes last."""
    return outer_limits(times.get(outcome.meeting))[1] or date.max
