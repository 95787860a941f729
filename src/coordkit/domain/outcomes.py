"""Outcomes: what came of a meeting. Information, Decision, ActionItem, Commitment or Request."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import ClassVar

import attrs

from coordkit.domain.dates import PartialDate, partial_or_none
from coordkit.domain.errors import DomainError
from coordkit.domain.records import (
    AREA,
    OPEN,
    SPEAKER,
    MeetingId,
    OrganizationId,
    OutcomeId,
    PersonId,
    Record,
    WorkingGroupId,
)
from coordkit.domain.text import Text, all_plain


@attrs.frozen(kw_only=True)
class Outcome(Record):
    """What all outcomes share: the meeting, what came of it, the place in its order, topics (region codes).

    Every outcome is one of the five kinds below; ``text`` is None only in a Request whose content is not known.
    """

    id_type: ClassVar[type[OutcomeId]] = OutcomeId
    id: OutcomeId = attrs.field(metadata=OPEN)
    meeting: MeetingId = attrs.field(metadata=OPEN)
    text: Text | None = attrs.field(default=None, metadata=OPEN)
    position: int = attrs.field(default=0, metadata=OPEN)
    topics: tuple[str, ...] = attrs.field(default=(), validator=all_plain, metadata=OPEN)


@attrs.frozen(kw_only=True)
class Information(Outcome):
    """Something reported or presented. ``without_group`` are the areas of which it was said that they have no group."""

    text: Text = attrs.field(metadata=OPEN)
    presented_by: tuple[OrganizationId | PersonId, ...] = attrs.field(default=(), metadata=SPEAKER)
    presented_by_kinds: tuple[str, ...] = attrs.field(default=(), validator=all_plain, metadata=SPEAKER)
    without_group: tuple[str, ...] = attrs.field(default=(), validator=all_plain, metadata=AREA)


@attrs.frozen(kw_only=True)
class Decision(Outcome):
    """Something decided, perhaps with a day on which to look at it again."""

    text: Text = attrs.field(metadata=OPEN)
    review_on: date | None = attrs.field(default=None, metadata=OPEN)

    def reviewed(self, again_on: date | None = None) -> Decision:
        """The decision once it was looked at; ``again_on`` is the next day to do so."""
        return attrs.evolve(self, review_on=again_on)


class ActionStatus(Enum):
    """How far an action item got."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


@attrs.frozen(kw_only=True)
class ActionItem(Outcome):
    """Something to be done, by an owner as far as known, ``due`` on or before a date.

    ``closed_on`` is when it was done or dropped, as far as known.
    """

    text: Text = attrs.field(metadata=OPEN)
    owner: OrganizationId | PersonId | None = attrs.field(default=None, metadata=SPEAKER)
    due: PartialDate | None = attrs.field(default=None, converter=partial_or_none, metadata=OPEN)
    status: ActionStatus = attrs.field(default=ActionStatus.OPEN, metadata=OPEN)
    closed_on: PartialDate | None = attrs.field(default=None, converter=partial_or_none, metadata=OPEN)

    def __attrs_post_init__(self) -> None:
        if self.closed_on is not None and self.status is ActionStatus.OPEN:
            raise DomainError("an open action item was not closed yet; say what became of it", where="action_item.closed_on")

    def closed(self, status: ActionStatus, on: PartialDate | date | str | None = None) -> ActionItem:
        """The action item done or dropped, ``on`` a day as far as known."""
        if status is ActionStatus.OPEN:
            raise DomainError("an action item is closed as done or dropped", where=str(self.id))
        return attrs.evolve(self, status=status, closed_on=on)


@attrs.frozen(kw_only=True)
class Commitment(Outcome):
    """An area of cooperation that parties bind themselves to, ``by`` whom as far as known."""

    text: Text = attrs.field(metadata=OPEN)
    by: tuple[OrganizationId | PersonId | WorkingGroupId, ...] = attrs.field(default=(), metadata=SPEAKER)


class Disposition(Enum):
    """What became of a request."""

    OPEN = "open"
    TAKEN_UP = "taken up"
    ANSWERED = "answered"
    DECLINED = "declined"


@attrs.frozen(kw_only=True)
class Request(Outcome):
    """A need or proposal voiced. ``text`` None: it was voiced, its content is not known."""

    voiced_by: tuple[OrganizationId | PersonId, ...] = attrs.field(default=(), metadata=SPEAKER)
    voiced_by_kinds: tuple[str, ...] = attrs.field(default=(), validator=all_plain, metadata=SPEAKER)
    disposition: Disposition = attrs.field(default=Disposition.OPEN, metadata=OPEN)

    def disposed(self, disposition: Disposition) -> Request:
        """The request with what became of it."""
        return attrs.evolve(self, disposition=disposition)
