"""Working groups: their area, states and terms over time, what founded them, the seats they need filled, and who is in them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from enum import Enum
from itertools import combinations, pairwise
from types import NoneType
from typing import TYPE_CHECKING, Any, ClassVar

import attrs

from coordkit.domain.dates import Answer, PartialDate, expect_day, holds_on, partial, partial_or_none, refuse_reversed
from coordkit.domain.errors import DomainError, expect, several
from coordkit.domain.headcounts import Headcount
from coordkit.domain.records import AREA, OPEN, MembershipId, OrganizationId, PersonId, Record, WorkingGroupId
from coordkit.domain.terms import TermsOfReference
from coordkit.domain.text import Text, all_plain, is_plain

if TYPE_CHECKING:
    from attrs import Attribute


class GroupState(Enum):
    """The states of a working group, in the usual order."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    DORMANT = "dormant"
    CONCLUDED = "concluded"


@attrs.frozen(kw_only=True)
class StateSince:
    """A state and since when; the next state ends it."""

    state: GroupState = attrs.field(metadata=OPEN)
    since: PartialDate = attrs.field(converter=partial, metadata=OPEN)


class InstrumentKind(Enum):
    """What a group can be founded by."""

    ORDER = "order"
    MEMORANDUM = "memorandum"


@attrs.frozen(kw_only=True)
class Instrument:
    """What founded the group: an order or a memorandum, by whom, its number, date and signatories as far as known."""

    kind: InstrumentKind = attrs.field(metadata=OPEN)
    by: Text | None = attrs.field(default=None, metadata=OPEN)
    number: str | None = attrs.field(default=None, validator=is_plain, metadata=OPEN)
    dated: PartialDate | None = attrs.field(default=None, converter=partial_or_none, metadata=OPEN)
    signatories: Headcount | None = attrs.field(default=None, metadata=OPEN)


@attrs.frozen(kw_only=True)
class Seat:
    """What a group needs filled. ``code`` names the seat within its group; ``kind`` and ``sector`` are region codes.

    ``maximum`` None means as many as come. Raises ``DomainError`` for a maximum under the minimum.
    """

    code: str = attrs.field(validator=is_plain, metadata=OPEN)
    label: Text = attrs.field(metadata=OPEN)
    kind: str | None = attrs.field(default=None, validator=is_plain, metadata=OPEN)
    sector: str | None = attrs.field(default=None, validator=is_plain, metadata=OPEN)
    required: bool = attrs.field(default=False, metadata=OPEN)
    minimum: int = attrs.field(default=0, metadata=OPEN)
    maximum: int | None = attrs.field(default=None, metadata=OPEN)

    def __attrs_post_init__(self) -> None:
        expect(self.minimum, int, f"seat {self.code}, minimum")
        expect(self.maximum, (int, NoneType), f"seat {self.code}, maximum")
        if self.minimum < 0 or (self.maximum is not None and self.maximum < self.minimum):
            raise DomainError(f"{self.minimum} to {self.maximum} holders cannot be", where=f"seat {self.code}")


def _ordered_states(instance: object, attribute: Attribute[Any], states: tuple[StateSince, ...]) -> None:
    if any(not isinstance(entry, StateSince) for entry in several(states, object, "group.states")):
        return  # saving tells it, with its path
    for earlier, later in pairwise(states):
        if earlier.state is later.state:
            raise DomainError(f"{later.state.value} follows itself; keep the first", where="group.states")
    for earlier, later in combinations(states, 2):
        begins, ends = earlier.since.earliest, later.since.latest
        if begins is not None and ends is not None and ends < begins:
            raise DomainError(
                f"{later.state.value} ({later.since}) stands after {earlier.state.value} ({earlier.since}); sort them by time",
                where="group.states",
            )


def _distinct_seats(instance: object, attribute: Attribute[Any], seats: tuple[Seat, ...]) -> None:
    codes = [getattr(seat, "code", None) for seat in several(seats, object, "group.seats")] if seats else []
    if twice := sorted({code for code in codes if code is not None and codes.count(code) > 1}):
        raise DomainError(f"seat {twice[0]} stands twice; give each its own code, or raise its maximum", where="group.seats")


def _ordered_terms(instance: object, attribute: Attribute[Any], terms: tuple[TermsOfReference, ...]) -> None:
    for earlier, later in pairwise(several(terms, TermsOfReference, "group.terms") if terms else ()):
        if earlier.version >= later.version:
            raise DomainError(f"version {later.version} stands after {earlier.version}; sort them", where="group.terms")
    for earlier, later in combinations(terms or (), 2):
        refuse_reversed(earlier.since, later.since, f"group.terms, version {later.version}")


def _a_month_at_least(instance: object, attribute: Attribute[Any], months: int | None) -> None:
    expect(months, (int, NoneType), "group.cadence_months")
    if months is not None and months < 1:
        raise DomainError("a group meets every month at the most often; leave it out for none", where="group.cadence_months")


def _begun(dates: Sequence[PartialDate], day: date) -> list[Answer]:
    """Whether each had begun on ``day``: none begins before those in front of it, nor after those behind it."""
    begun = [since.on_or_before(day) for since in dates]
    for position in range(1, len(begun)):
        if begun[position - 1] is Answer.NO:
            begun[position] = Answer.NO
    for position in range(len(begun) - 2, -1, -1):
        if begun[position + 1] is Answer.YES:
            begun[position] = Answer.YES
    return begun


def _in_force(dates: Sequence[PartialDate], day: date) -> list[Answer]:
    """Whether each of what follow one another held on ``day``: it had begun, and the next had not."""
    begun = _begun(dates, day)
    return [began.and_(ended.negated()) for began, ended in zip(begun, [*begun[1:], Answer.NO], strict=True)] if begun else []


@attrs.frozen(kw_only=True)
class WorkingGroup(Record):
    """A group that sits for an area. ``states`` and ``terms`` (of reference) are in order of time, each ended by the next.

    ``cadence_months`` is how often it says it meets. Raises ``DomainError`` for states or terms out of order, and for a
    cadence below a month.
    """

    id_type: ClassVar[type[WorkingGroupId]] = WorkingGroupId
    id: WorkingGroupId = attrs.field(metadata=OPEN)
    name: Text = attrs.field(metadata=OPEN)
    aliases: tuple[str, ...] = attrs.field(default=(), validator=all_plain, metadata=OPEN)
    acronym: Text | None = attrs.field(default=None, metadata=OPEN)
    area: str | None = attrs.field(default=None, validator=is_plain, metadata=AREA)
    states: tuple[StateSince, ...] = attrs.field(default=(), validator=_ordered_states, metadata=OPEN)
    instrument: Instrument | None = attrs.field(default=None, metadata=OPEN)
    purpose: Text | None = attrs.field(default=None, metadata=OPEN)
    terms: tuple[TermsOfReference, ...] = attrs.field(default=(), validator=_ordered_terms, metadata=OPEN)
    cadence_months: int | None = attrs.field(default=None, validator=_a_month_at_least, metadata=OPEN)
    seats: tuple[Seat, ...] = attrs.field(default=(), validator=_distinct_seats, metadata=OPEN)
    parent: WorkingGroupId | None = attrs.field(default=None, metadata=OPEN)

    def as_of(self, day: date) -> Mapping[GroupState, Answer]:
        """For each of its states, whether the group was in it on ``day``; a state never entered answers no."""
        expect_day(day, "day")
        answers = dict.fromkeys(GroupState, Answer.NO)
        for entry, answer in zip(self.states, _in_force([entry.since for entry in self.states], day), strict=True):
            if answer is not Answer.NO and answers[entry.state] is not Answer.YES:
                answers[entry.state] = answer
        return answers

    def in_one_of(self, states: Collection[GroupState], day: date) -> Answer:
        """Whether the group was in one of these states on ``day``, whichever: surer than the answers of ``as_of`` put together."""
        expect_day(day, "day")
        begun = _begun([entry.since for entry in self.states], day)
        can_be_last = self.states[max(begun.count(Answer.YES) - 1, 0) : len(begun) - begun.count(Answer.NO)]
        hits = {entry.state in states for entry in can_be_last} | ({False} if Answer.YES not in begun else set())
        return Answer.POSSIBLY if len(hits) == 2 else Answer.YES if True in hits else Answer.NO

    def entered(self, state: GroupState, since: PartialDate | date | str) -> WorkingGroup:
        """The group with a further state; the one before ends there."""
        return attrs.evolve(self, states=(*self.states, StateSince(state=state, since=since)))

    def terms_as_of(self, day: date) -> tuple[tuple[TermsOfReference, Answer], ...]:
        """The terms of reference that were in force on ``day``, surely or possibly; empty before the first."""
        expect_day(day, "day")
        found = zip(self.terms, _in_force([entry.since for entry in self.terms], day), strict=True)
        return tuple((entry, answer) for entry, answer in found if answer is not Answer.NO)

    def amended(self, terms: TermsOfReference) -> WorkingGroup:
        """The group with a further version of its terms of reference."""
        return attrs.evolve(self, terms=(*self.terms, terms))

    def seat(self, code: str) -> Seat:
        """The seat of this code. Raises ``DomainError`` where the group has none."""
        for seat in self.seats:
            if seat.code == code:
                return seat
        known = ", ".join(seat.code for seat in self.seats) or "none yet"
        raise DomainError(f"the group has no seat {code!r}; there are {known}", where=str(self.id))

    def with_seat(self, seat: Seat) -> WorkingGroup:
        """The group with a seat added, or changed where it has one of this code."""
        expect(seat, Seat, "seat", 'write Seat(code="police", label=Text.of(…))')
        if any(known.code == seat.code for known in self.seats):
            return attrs.evolve(self, seats=tuple(seat if known.code == seat.code else known for known in self.seats))
        return attrs.evolve(self, seats=(*self.seats, seat))


class Role(Enum):
    """The role that a member has in a group."""

    CHAIR = "chair"
    CO_CHAIR = "co-chair"
    SECRETARY = "secretary"
    MEMBER = "member"
    OBSERVER = "observer"
    FOCAL_POINT = "focal point"


@attrs.frozen(kw_only=True)
class Membership(Record):
    """An organization or a person in a group, in a role and perhaps a seat, ``since`` and through ``until``.

    ``on_behalf_of`` is the organization that a member speaks for; ``seat`` is the code of a seat of the group; an ``alternate``
    sits there when its holder does not. Raises ``DomainError`` for a member on behalf of itself, and for dates the wrong way round.
    """

    id_type: ClassVar[type[MembershipId]] = MembershipId
    id: MembershipId = attrs.field(metadata=OPEN)
    group: WorkingGroupId = attrs.field(metadata=OPEN)
    member: OrganizationId | PersonId = attrs.field(metadata=OPEN)
    on_behalf_of: OrganizationId | None = attrs.field(default=None, metadata=OPEN)
    seat: str | None = attrs.field(default=None, validator=is_plain, metadata=OPEN)
    role: Role = attrs.field(default=Role.MEMBER, metadata=OPEN)
    alternate: bool = attrs.field(default=False, metadata=OPEN)
    since: PartialDate = attrs.field(factory=PartialDate.unknown, converter=partial, metadata=OPEN)
    until: PartialDate | None = attrs.field(default=None, converter=partial_or_none, metadata=OPEN)

    def __attrs_post_init__(self) -> None:
        refuse_reversed(self.since, self.until, "membership")
        if self.on_behalf_of is not None and self.on_behalf_of == self.member:
            raise DomainError("a member speaks for itself without on_behalf_of; leave it out", where="membership.on_behalf_of")

    def as_of(self, day: date) -> Answer:
        """Whether the membership held on ``day``."""
        expect_day(day, "day")
        return holds_on(self.since, self.until, day)

    def ended(self, until: PartialDate | date | str) -> Membership:
        """The membership with its last day."""
        return attrs.evolve(self, until=until)
