"""Meetings: when, where, who convenes, how far they got. The steps from draft to held, and nothing else, are legal."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum
from types import NoneType
from typing import TYPE_CHECKING, Any, ClassVar

import attrs

from coordkit.domain.announced import Announced, is_sequence
from coordkit.domain.clock_times import ClockTime
from coordkit.domain.dates import Days, PartialDate
from coordkit.domain.errors import DomainError, expect, several
from coordkit.domain.headcounts import Headcount
from coordkit.domain.places import Mode, Venue
from coordkit.domain.records import (
    DESK,
    GROUP,
    OPEN,
    SPEAKER,
    MeetingId,
    MeetingSeriesId,
    OfficeId,
    OrganizationId,
    PersonId,
    Record,
    WorkingGroupId,
)
from coordkit.domain.slots import Slot, When, instant
from coordkit.domain.text import Text, all_plain, is_plain

if TYPE_CHECKING:
    from attrs import Attribute


class MeetingStatus(Enum):
    """The states of a meeting; which step leads where stands in ``Meeting``."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    POSTPONED = "postponed"
    UNDER_WAY = "under_way"
    INTERRUPTED = "interrupted"
    HELD = "held"
    CANCELLED = "cancelled"


_S = MeetingStatus
_STEPS: dict[MeetingStatus, frozenset[MeetingStatus]] = {
    _S.DRAFT: frozenset({_S.SCHEDULED, _S.CANCELLED}),
    _S.SCHEDULED: frozenset({_S.SCHEDULED, _S.POSTPONED, _S.UNDER_WAY, _S.HELD, _S.CANCELLED}),
    _S.POSTPONED: frozenset({_S.SCHEDULED, _S.CANCELLED}),
    _S.UNDER_WAY: frozenset({_S.INTERRUPTED, _S.HELD}),
    _S.INTERRUPTED: frozenset({_S.UNDER_WAY, _S.POSTPONED, _S.HELD, _S.CANCELLED}),
    _S.HELD: frozenset(),
    _S.CANCELLED: frozenset(),
}
_NEEDS_TIME = frozenset({_S.SCHEDULED, _S.UNDER_WAY, _S.INTERRUPTED})

# Kinds that the core itself knows; regions add further codes.
ROUND = "round"


@attrs.frozen(kw_only=True)
class Interruption:
    """A break forced on a meeting (an alert, shelling, a power cut), in UTC; ``end`` None while it lasts."""

    start: datetime = attrs.field(converter=instant, metadata=OPEN)
    end: datetime | None = attrs.field(default=None, converter=instant, metadata=OPEN)
    reason: Text | None = attrs.field(default=None, metadata=GROUP)

    def __attrs_post_init__(self) -> None:
        expect(self.start, datetime, "interruption.start")
        if self.end is not None and self.end < self.start:
            raise DomainError(f"it ends at {self.end}, before its start {self.start}", where="interruption")


@attrs.frozen(kw_only=True)
class AgendaItem:
    """One point of an agenda; ``duration`` is the time planned for it, ``carried_from`` the meeting that left it open."""

    position: int = attrs.field(metadata=OPEN)
    title: Text = attrs.field(metadata=OPEN)
    duration: timedelta | None = attrs.field(default=None, metadata=OPEN)
    presenter: PersonId | OrganizationId | None = attrs.field(default=None, metadata=SPEAKER)
    materials: tuple[str, ...] = attrs.field(default=(), validator=all_plain, metadata=GROUP)
    topics: tuple[str, ...] = attrs.field(default=(), validator=all_plain, metadata=OPEN)
    carried_from: MeetingId | None = attrs.field(default=None, metadata=OPEN)
    closed: bool = attrs.field(default=False, metadata=OPEN)

    def __attrs_post_init__(self) -> None:
        expect(self.duration, (timedelta, NoneType), "agenda.duration", "write timedelta(minutes=15)")
        if self.duration is not None and (self.duration <= timedelta(0) or self.duration.microseconds):
            raise DomainError(f"{self.duration} cannot be planned; give whole seconds, more than none", where="agenda.duration")


@attrs.frozen(kw_only=True)
class KindPresent:
    """A kind of organization (a region's code) that took part, where no more than the kind is known."""

    kind: str = attrs.field(validator=is_plain, metadata=OPEN)
    note: Text | None = attrs.field(default=None, metadata=OPEN)


@attrs.frozen(kw_only=True)
class Delegation:
    """Visitors who came together: of which organization, or in words whose, led by whom and how many, as far as known."""

    organization: OrganizationId | None = attrs.field(default=None, metadata=SPEAKER)
    name: Text | None = attrs.field(default=None, metadata=SPEAKER)
    head: PersonId | None = attrs.field(default=None, metadata=SPEAKER)
    size: Headcount | None = attrs.field(default=None, metadata=SPEAKER)


def _uid_of(ref: MeetingId) -> str:
    expect(ref, MeetingId, "meeting.id", "write desk.new(MeetingId)")
    return str(ref.uuid)


@attrs.frozen(kw_only=True)
class Meeting(Record):
    """A meeting, past or to come.

    ``when`` is a Slot, whole Days, a PartialDate or None. ``kind`` is an open vocabulary; a ``round`` groups the meetings that name
    it in ``part_of`` and counts in no encounter and no headcount sum. ``modes`` are all that are possible, empty where unknown.
    ``groups`` are none, one, or those of a joint meeting. ``themes`` say in words what it was about, ``topics`` in codes of the
    region. ``uid`` is the calendar UID, stable for life
    (RFC 5545 3.8.4.7), ``sequence`` its iTIP SEQUENCE. An occurrence of a ``series`` that stands for itself names in ``occurrence``
    its original start on the series' clock (RECURRENCE-ID) and carries the series' UID. (Where an audience may not see the series,
    the gate leaves the occurrence alone.) Raises ``DomainError`` where a status needs a time that is missing, and
    for a meeting that follows or contains itself.
    """

    id_type: ClassVar[type[MeetingId]] = MeetingId
    id: MeetingId = attrs.field(metadata=OPEN)
    title: Text = attrs.field(metadata=OPEN)
    purpose: Text | None = attrs.field(default=None, metadata=OPEN)
    themes: tuple[Text, ...] = attrs.field(default=(), metadata=OPEN)
    topics: tuple[str, ...] = attrs.field(default=(), validator=all_plain, metadata=OPEN)
    kind: str = attrs.field(default="meeting", validator=is_plain, metadata=OPEN)
    status: MeetingStatus = attrs.field(default=MeetingStatus.DRAFT, metadata=OPEN)
    when: When | None = attrs.field(default=None, metadata=OPEN)
    modes: tuple[Mode, ...] = attrs.field(default=(), metadata=OPEN)
    venue: Venue | None = attrs.field(default=None, metadata=OPEN)
    convener: OrganizationId | None = attrs.field(default=None, metadata=OPEN)
    host: OrganizationId | None = attrs.field(default=None, metadata=OPEN)
    facilitator: PersonId | OrganizationId | None = attrs.field(default=None, metadata=SPEAKER)
    guests: tuple[PersonId | OrganizationId, ...] = attrs.field(default=(), metadata=SPEAKER)
    delegations: tuple[Delegation, ...] = attrs.field(default=(), metadata=SPEAKER)
    groups: tuple[WorkingGroupId, ...] = attrs.field(default=(), metadata=OPEN)
    kinds_present: tuple[KindPresent, ...] = attrs.field(default=(), metadata=SPEAKER)
    headcount: Headcount | None = attrs.field(default=None, metadata=OPEN)
    part_of: MeetingId | None = attrs.field(default=None, metadata=OPEN)
    predecessor: MeetingId | None = attrs.field(default=None, metadata=OPEN)
    series: MeetingSeriesId | None = attrs.field(default=None, metadata=OPEN)
    occurrence: ClockTime | None = attrs.field(default=None, metadata=OPEN)
    agenda: tuple[AgendaItem, ...] = attrs.field(default=(), metadata=OPEN)
    interruptions: tuple[Interruption, ...] = attrs.field(default=(), metadata=OPEN)
    language: str | None = attrs.field(default=None, validator=is_plain, metadata=OPEN)
    chatham_house: bool = attrs.field(default=False, metadata=OPEN)
    notes: Text | None = attrs.field(default=None, metadata=DESK)
    uid: str = attrs.field(default=attrs.Factory(lambda self: _uid_of(self.id), takes_self=True), validator=is_plain, metadata=OPEN)
    sequence: int = attrs.field(default=0, validator=is_sequence, metadata=OPEN)
    organizer: OfficeId | PersonId | None = attrs.field(default=None, metadata=GROUP)
    shows_attendees: bool = attrs.field(default=False, metadata=OPEN)
    announced: Announced | None = attrs.field(default=None, metadata=DESK)

    @when.validator
    def _time_fits_status(self, attribute: Attribute[Any], value: When | None) -> None:
        expect(self.status, MeetingStatus, "meeting.status")
        if self.status in _NEEDS_TIME and not isinstance(value, Slot | Days):
            raise DomainError(f"a meeting that is {self.status.value} needs a time: a Slot or whole Days", where="meeting.when")

    def __attrs_post_init__(self) -> None:
        if self.id in (self.part_of, self.predecessor):
            raise DomainError("a meeting cannot follow or contain itself", where="meeting")
        expect(self.uid, str, "meeting.uid", "leave it out and it gets one")
        if not any(sign.isprintable() and not sign.isspace() for sign in self.uid):
            raise DomainError("a meeting needs a calendar UID; leave uid= out and it gets one", where="meeting.uid")
        self._refuse_half_an_occurrence()
        if self.modes and len(set(several(self.modes, Mode, "meeting.modes"))) != len(self.modes):
            raise DomainError("a mode stands twice; name each once", where="meeting.modes")
        breaks = several(self.interruptions, Interruption, "meeting.interruptions") if self.interruptions else ()
        open_breaks = [n for n, pause in enumerate(breaks) if pause.end is None]
        if open_breaks and (self.status is not MeetingStatus.INTERRUPTED or open_breaks != [len(breaks) - 1]):
            raise DomainError(
                "only a meeting that is interrupted has an open interruption, its last", where="meeting.interruptions"
            )
        if self.status is MeetingStatus.INTERRUPTED and not open_breaks:
            raise DomainError("an interrupted meeting needs the interruption that lasts", where="meeting.interruptions")

    def _refuse_half_an_occurrence(self) -> None:
        expect(self.series, (MeetingSeriesId, NoneType), "meeting.series")
        expect(self.occurrence, (ClockTime, NoneType), "meeting.occurrence", "write ClockTime(datetime(2026, 9, 15, 10), zone)")
        if self.series is None:
            return
        if self.occurrence is None:
            raise DomainError("which occurrence of the series is it? give its original start", where="meeting.occurrence")
        if str(self.id) == f"{MeetingId.kind}:{self.uid}":
            raise DomainError(
                "an occurrence carries the UID of its series; use series.occurrence_meeting(day, id)", where="meeting.uid"
            )

    @property
    def is_joint(self) -> bool:
        """Whether several groups meet in it."""
        return len(self.groups) > 1

    @property
    def is_round(self) -> bool:
        """Whether it stands for several meetings reported together."""
        return self.kind == ROUND

    def _step(self, status: MeetingStatus, **changes: Any) -> Meeting:
        if status not in _STEPS[self.status]:
            allowed = ", ".join(sorted(step.value for step in _STEPS[self.status])) or "nothing"
            raise DomainError(f"a meeting that is {self.status.value} cannot become {status.value}; from here: {allowed}",
                              where=str(self.id))  # fmt: skip
        return attrs.evolve(self, status=status, **changes)

    def scheduled(self, when: Slot | Days) -> Meeting:
        """A draft or postponed meeting gets its time."""
        return self._step(MeetingStatus.SCHEDULED, when=when)

    def moved_to(self, when: Slot | Days) -> Meeting:
        """A scheduled or postponed meeting moves to another time."""
        if self.status is MeetingStatus.DRAFT:
            raise DomainError("a draft is scheduled first; use scheduled(when)", where=str(self.id))
        return self._step(MeetingStatus.SCHEDULED, when=when)

    def postponed(self, until: PartialDate | None = None) -> Meeting:
        """The time no longer holds; ``until`` says what is known of the new one. An interruption that lasts ends here."""
        return self._step(MeetingStatus.POSTPONED, when=until, interruptions=self._closed_at(None))

    def moved_online(self, link: str) -> Meeting:
        """The meeting goes online; locality and place stay on record."""
        if self.status in (MeetingStatus.HELD, MeetingStatus.CANCELLED):
            raise DomainError(f"a meeting that is {self.status.value} cannot move online", where=str(self.id))
        return attrs.evolve(self, modes=(Mode.ONLINE,), venue=attrs.evolve(self.venue or Venue(), link=link))

    def started(self) -> Meeting:
        """The meeting is under way."""
        if self.status is MeetingStatus.INTERRUPTED:
            raise DomainError("an interrupted meeting goes on with resumed(at)", where=str(self.id))
        return self._step(MeetingStatus.UNDER_WAY)

    def interrupted(self, at: datetime, reason: Text | None = None) -> Meeting:
        """A break is forced on the meeting, from ``at``. Raises ``DomainError`` for a time that is naive or in the last break."""
        pause = Interruption(start=at, reason=reason)
        for earlier in self.interruptions[-1:]:
            if earlier.end is not None and pause.start < earlier.end:
                raise DomainError(f"the break before lasted until {earlier.end}; give a later time", where=str(self.id))
        return self._step(MeetingStatus.INTERRUPTED, interruptions=(*self.interruptions, pause))

    def resumed(self, at: datetime) -> Meeting:
        """The meeting goes on, from ``at`` (aware)."""
        if self.status is not MeetingStatus.INTERRUPTED:
            raise DomainError(f"only an interrupted meeting is resumed; this one is {self.status.value}", where=str(self.id))
        return self._step(MeetingStatus.UNDER_WAY, interruptions=self._closed_at(at))

    def held(self, *, headcount: Headcount | None = None, kinds_present: tuple[KindPresent, ...] = ()) -> Meeting:
        """The meeting took place; what is known of who came may be given with it."""
        return self._step(
            MeetingStatus.HELD,
            headcount=headcount or self.headcount,
            kinds_present=kinds_present or self.kinds_present,
            interruptions=self._closed_at(None),
        )

    def with_item_closed(self, position: int) -> Meeting:
        """The meeting with the agenda item at this position closed, so that it is not carried over."""
        if not any(item.position == position for item in self.agenda):
            raise DomainError(f"the agenda has no item {position}", where=str(self.id))
        items = (attrs.evolve(item, closed=True) if item.position == position else item for item in self.agenda)
        return attrs.evolve(self, agenda=tuple(items))

    def cancelled(self) -> Meeting:
        """The meeting will not take place."""
        return self._step(MeetingStatus.CANCELLED, interruptions=self._closed_at(None))

    def _closed_at(self, at: datetime | None) -> tuple[Interruption, ...]:
        """The interruptions with the one that lasts ended at ``at``; None: it never went on, so it ends as it began."""
        if not self.interruptions or self.interruptions[-1].end is not None:
            return self.interruptions
        last = self.interruptions[-1]
        return (*self.interruptions[:-1], attrs.evolve(last, end=at if at is not None else last.start))
