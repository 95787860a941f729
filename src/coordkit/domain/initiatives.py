"""Initiatives: who does what in which areas, for whom, and how far it got."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import ClassVar

import attrs

from coordkit.domain.dates import Answer, PartialDate, expect_day, partial
from coordkit.domain.records import AREA, OPEN, InitiativeId, OrganizationId, OutcomeId, Record, WorkingGroupId
from coordkit.domain.text import Text, all_plain, is_plain


class InitiativeStatus(Enum):
    """How far an initiative got."""

    PLANNED = "planned"
    ONGOING = "ongoing"
    IMPLEMENTED = "implemented"


@attrs.frozen(kw_only=True)
class StatusKnown:
    """A status, and the date on which it was known; it may have begun before."""

    status: InitiativeStatus = attrs.field(metadata=OPEN)
    known: PartialDate = attrs.field(converter=partial, metadata=OPEN)


@attrs.frozen(kw_only=True)
class Initiative(Record):
    """Who does what in which areas, for whom (OCHA's 3W). ``statuses`` in the order in which they became known.

    ``group`` is the working group it belongs to, ``from_outcome`` the decision or commitment that it grew from.
    """

    id_type: ClassVar[type[InitiativeId]] = InitiativeId
    id: InitiativeId = attrs.field(metadata=OPEN)
    title: Text = attrs.field(metadata=OPEN)
    kind: str | None = attrs.field(default=None, validator=is_plain, metadata=OPEN)
    what: Text | None = attrs.field(default=None, metadata=OPEN)
    for_whom: Text | None = attrs.field(default=None, metadata=OPEN)
    areas: tuple[str, ...] = attrs.field(default=(), validator=all_plain, metadata=AREA)
    who: tuple[OrganizationId, ...] = attrs.field(default=(), metadata=OPEN)
    supported_by: tuple[OrganizationId, ...] = attrs.field(default=(), metadata=OPEN)
    statuses: tuple[StatusKnown, ...] = attrs.field(default=(), metadata=OPEN)
    group: WorkingGroupId | None = attrs.field(default=None, metadata=OPEN)
    from_outcome: OutcomeId | None = attrs.field(default=None, metadata=OPEN)
    topics: tuple[str, ...] = attrs.field(default=(), validator=all_plain, metadata=OPEN)

    @property
    def status(self) -> InitiativeStatus | None:
        """The latest status known, None where none is."""
        return self.statuses[-1].status if self.statuses else None

    def status_on(self, day: date) -> InitiativeStatus | None:
        """The latest status that was surely known by ``day``."""
        expect_day(day, "day")
        known = [entry.status for entry in self.statuses if entry.known.on_or_before(day) is Answer.YES]
        return known[-1] if known else None

    def reached(self, status: InitiativeStatus, known: PartialDate | date | str) -> Initiative:
        """The initiative with a further status and the date it was known."""
        return attrs.evolve(self, statuses=(*self.statuses, StatusKnown(status=status, known=known)))
