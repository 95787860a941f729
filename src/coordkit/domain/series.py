"""Meeting series: what its meetings have in common, the rule by which they repeat, and the days on which they do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import Enum
from itertools import takewhile
from typing import Any, ClassVar

import attrs

from coordkit.domain.announced import Announced, is_sequence
from coordkit.domain.clock_times import ClockTime
from coordkit.domain.dates import Days, expect_day
from coordkit.domain.errors import DomainError, Problem, expect, several
from coordkit.domain.invitations import ParticipationRole
from coordkit.domain.meetings import AgendaItem, Meeting, MeetingStatus
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
from coordkit.domain.recurrence import ForeignRule, Recurrence
from coordkit.domain.slots import Slot
from coordkit.domain.text import Text, all_plain, is_plain

_LONGEST = timedelta(days=366)
TEMPLATE = (
    *("title", "purpose", "topics", "kind", "modes", "venue", "convener", "host", "facilitator", "groups", "agenda"),
    *("language", "chatham_house", "uid", "tlp", "organizer", "shows_attendees"),
)
"""What an occurrence has from its series when it becomes a Meeting of its own."""


class SeriesStatus(Enum):
    """Whether the series goes by its rule, or was called off as a whole. A series that is over has a rule that ended."""

    RUNNING = "running"
    CANCELLED = "cancelled"


@attrs.frozen(kw_only=True)
class SeriesInvitee:
    """Somebody who is asked to every meeting of a series, and in which part."""

    invitee: PersonId | OrganizationId = attrs.field(metadata=GROUP)
    role: ParticipationRole = attrs.field(default=ParticipationRole.REQUIRED, metadata=GROUP)


def _days(given: Iterable[date]) -> tuple[date, ...]:
    days = several(given, date, "series")
    for day in days:
        expect_day(day, "series")
    return tuple(sorted(set(days)))


def _uid_of(ref: MeetingSeriesId) -> str:
    expect(ref, MeetingSeriesId, "series.id", "write desk.new(MeetingSeriesId)")
    return str(ref.uuid)


@attrs.frozen(kw_only=True)
class MeetingSeries(Record):
    """Meetings that repeat by a rule, each at the time of day of the ``first``, for the same ``duration`` of elapsed time.

    There is at most one a day, so an occurrence is named by its local day, whatever becomes of the clocks. ``exceptions`` are days
    of the rule on which it does not take place (EXDATE), ``additions`` further days on which it does (RDATE). What its meetings
    share stands here (``title`` to ``chatham_house``), ``agenda`` as the points that each begins with. ``invitees`` are asked to
    all. ``follows`` is the series that it continues (RELATED-TO), ``uid`` its calendar UID, ``sequence`` its iTIP SEQUENCE.

    Raises ``DomainError`` where the first start is not the rule's first, for a duration that is none, for days that come before
    the first. The hour that clocks skip or repeat is no matter here, so that a kept series stays readable when the law on clocks
    changes: ``odd_hours`` tells of it when a series is planned, and ``slot_on`` refuses when a day is asked for.
    """

    id_type: ClassVar[type[MeetingSeriesId]] = MeetingSeriesId
    id: MeetingSeriesId = attrs.field(metadata=OPEN)
    title: Text = attrs.field(metadata=OPEN)
    purpose: Text | None = attrs.field(default=None, metadata=OPEN)
    topics: tuple[str, ...] = attrs.field(default=(), validator=all_plain, metadata=OPEN)
    kind: str = attrs.field(default="meeting", validator=is_plain, metadata=OPEN)
    status: SeriesStatus = attrs.field(default=SeriesStatus.RUNNING, metadata=OPEN)
    first: ClockTime = attrs.field(metadata=OPEN)
    duration: timedelta = attrs.field(metadata=OPEN)
    rule: Recurrence | ForeignRule = attrs.field(metadata=OPEN)
    exceptions: tuple[date, ...] = attrs.field(default=(), converter=_days, metadata=OPEN)
    additions: tuple[date, ...] = attrs.field(default=(), converter=_days, metadata=OPEN)
    modes: tuple[Mode, ...] = attrs.field(default=(), metadata=OPEN)
    venue: Venue | None = attrs.field(default=None, metadata=OPEN)
    convener: OrganizationId | None = attrs.field(default=None, metadata=OPEN)
    host: OrganizationId | None = attrs.field(default=None, metadata=OPEN)
    facilitator: PersonId | OrganizationId | None = attrs.field(default=None, metadata=SPEAKER)
    groups: tuple[WorkingGroupId, ...] = attrs.field(default=(), metadata=OPEN)
    agenda: tuple[AgendaItem, ...] = attrs.field(default=(), metadata=OPEN)
    language: str | None = attrs.field(default=None, validator=is_plain, metadata=OPEN)
    chatham_house: bool = attrs.field(default=False, metadata=OPEN)
    invitees: tuple[SeriesInvitee, ...] = attrs.field(default=(), metadata=GROUP)
    follows: MeetingSeriesId | None = attrs.field(default=None, metadata=OPEN)
    notes: Text | None = attrs.field(default=None, metadata=DESK)
    uid: str = attrs.field(default=attrs.Factory(lambda self: _uid_of(self.id), takes_self=True), validator=is_plain, metadata=OPEN)
    sequence: int = attrs.field(default=0, validator=is_sequence, metadata=OPEN)
    organizer: OfficeId | PersonId | None = attrs.field(default=None, metadata=GROUP)
    shows_attendees: bool = attrs.field(default=False, metadata=OPEN)
    announced: Announced | None = attrs.field(default=None, metadata=DESK)

    def __attrs_post_init__(self) -> None:
        expect(self.first, ClockTime, "series.first", 'write ClockTime(datetime(2026, 9, 15, 10), "Europe/Kyiv")')
        expect(self.duration, timedelta, "series.duration", "write timedelta(minutes=90)")
        expect(self.rule, (Recurrence, ForeignRule), "series.rule", 'write Recurrence.parse("FREQ=MONTHLY;BYDAY=1TU")')
        expect(self.status, SeriesStatus, "series.status")
        if self.duration.microseconds or not timedelta(0) < self.duration <= _LONGEST:
            raise DomainError(
                f"{self.duration} cannot be; give whole seconds, more than none, {_LONGEST.days} days at most",
                where="series.duration",
            )
        if self.follows is not None and self.follows == self.id:
            raise DomainError("a series cannot follow itself", where="series.follows")
        if not any(sign.isprintable() and not sign.isspace() for sign in self.uid):
            raise DomainError("a series needs a calendar UID; leave uid= out and it gets one", where="series.uid")
        _refuse_twice("modes", several(self.modes, Mode, "series.modes"))
        _refuse_twice("invitees", [entry.invitee for entry in several(self.invitees, SeriesInvitee, "series.invitees")])
        self._refuse_days_out_of_place()

    def _refuse_days_out_of_place(self) -> None:
        begun = self.first.day
        if isinstance(self.rule, Recurrence) and next(self.rule.days(begun), None) != begun:
            raise DomainError(
                f"a series starts on a day of its rule, and {begun} is none of “{self.rule}”; choose another first day or rule",
                where="series.first",
            )
        if self.exceptions and self.exceptions[0] < begun:
            raise DomainError(f"{self.exceptions[0]} is before the first day {begun}", where="series.exceptions")
        if self.additions and self.additions[0] <= begun:
            raise DomainError(f"{self.additions[0]} is not after the first day {begun}", where="series.additions")
        if both := sorted({*self.exceptions} & {*self.additions}):
            raise DomainError(f"{both[0]} is both left out and added; drop one", where="series.additions")

    # -- when

    def days(self, first_day: date, last_day: date) -> tuple[date, ...]:
        """The local days from ``first_day`` through ``last_day`` on which it takes place; none where it was cancelled.

        Raises ``DomainError`` for a foreign rule, and for days beyond the cap of ``Recurrence``.
        """
        expect_day(first_day, "first_day")
        expect_day(last_day, "last_day")
        if self.status is SeriesStatus.CANCELLED:
            return ()
        of_rule = self._recurrence.days_through(self.first.day, last_day)
        return tuple(day for day in self._with_changes(of_rule, last_day) if day >= first_day)

    def occurrences(self, first_day: date, last_day: date) -> tuple[Slot, ...]:
        """The same as slots. Raises ``DomainError`` as ``days`` and ``slot_on`` do."""
        return tuple(self.slot_on(day) for day in self.days(first_day, last_day))

    def slot_on(self, day: date) -> Slot:
        """The time of an occurrence. Raises ``DomainError`` where the clocks skip its start or show it twice."""
        return self.first.on(day).slot(self.duration)

    def takes_place_on(self, day: date) -> bool:
        """Whether it has an occurrence on this local day."""
        return self.days(day, day) == (day,)

    @property
    def ends_on(self) -> date | None:
        """The last day of its rule or additions; None where it goes on, or nobody here knows."""
        if isinstance(self.rule, ForeignRule) or (self.rule.count is None and self.rule.until is None):
            return None
        try:
            return max((*self.rule.days(self.first.day), *self.additions))
        except DomainError:
            return None  # it ends beyond the cap

    def odd_hours(self) -> tuple[Problem, ...]:
        """Every day, as far as the rule is followed, on which it would start or end in an hour that clocks skip or repeat.

        A series that has one is not planned: a rule cannot say which of two equal readings it means, and calendars read it
        differently. A foreign rule is asked about its first day only.
        """
        reach = self.rule.days_in_reach(self.first.day) if isinstance(self.rule, Recurrence) else iter((self.first.day,))
        found = ((day, self.first.on(day).oddity(self.duration)) for day in self._with_changes(reach, date.max))
        return tuple(
            Problem(day.isoformat(), f"{oddity}; leave this day out or choose another time") for day, oddity in found if oddity
        )

    @property
    def _recurrence(self) -> Recurrence:
        return self.rule if isinstance(self.rule, Recurrence) else self.rule.days(self.first.day)

    def _with_changes(self, of_rule: Iterator[date], last: date) -> list[date]:
        added = takewhile(lambda day: day <= last, self.additions)
        return sorted({*of_rule, *added} - {*self.exceptions})

    # -- changes

    def without(self, day: date) -> MeetingSeries:
        """The series without one of its days. Raises ``DomainError`` for a day that is none."""
        self._refuse_no_occurrence(day)
        if day in self.additions:
            return attrs.evolve(self, additions=(other for other in self.additions if other != day))
        return attrs.evolve(self, exceptions=(*self.exceptions, day))

    def with_day(self, day: date) -> MeetingSeries:
        """The series with a further day, or with one again that was left out. Raises ``DomainError`` for a day it has already."""
        expect_day(day, "day")
        if day in self.exceptions:
            return attrs.evolve(self, exceptions=(other for other in self.exceptions if other != day))
        if self.takes_place_on(day):
            raise DomainError(f"it takes place on {day} already, once a day", where=str(self.id))
        return attrs.evolve(self, additions=(*self.additions, day))

    def cancelled(self) -> MeetingSeries:
        """The series as a whole will not take place."""
        if self.status is SeriesStatus.CANCELLED:
            raise DomainError("it is cancelled already", where=str(self.id))
        return attrs.evolve(self, status=SeriesStatus.CANCELLED)

    def ended_before(self, day: date) -> MeetingSeries:
        """The series without ``day`` and all later: its rule ends by ``until``. ``day`` must be one of its rule, not the first."""
        self._refuse_no_split(day)
        return attrs.evolve(
            self,
            rule=attrs.evolve(self._recurrence, count=None, until=day - timedelta(days=1)),
            exceptions=(other for other in self.exceptions if other < day),
            additions=(other for other in self.additions if other < day),
        )

    def continued_from(
        self,
        day: date,
        id: MeetingSeriesId,
        *,
        first: ClockTime | None = None,
        duration: timedelta | None = None,
        rule: Recurrence | None = None,
    ) -> MeetingSeries:
        """The new series for ``day`` and all later, which ``follows`` this one; ``day`` must be one of its rule, not the first.

        ``first``, ``duration`` and ``rule`` are what changes. Without a new rule it goes on by the old one: a ``count`` is what
        is left of it, and the days left out or added stay so. Its UID is its own, its ``sequence`` 0.
        """
        before = self._refuse_no_split(day)
        old = self._recurrence
        begins = first or self.first.on(day)
        carried = rule is None
        return attrs.evolve(
            self,
            id=id,
            uid=_uid_of(id),
            sequence=0,
            announced=None,
            follows=self.id,
            first=begins,
            duration=duration or self.duration,
            rule=rule or attrs.evolve(old, count=old.count - before if old.count else None),
            exceptions=(other for other in self.exceptions if carried and other >= max(day, begins.day)),
            additions=(other for other in self.additions if carried and other >= day and other > begins.day),
            **_NEVER_SAVED,
        )

    def occurrence_meeting(self, day: date, id: MeetingId, when: Slot | Days | None = None) -> Meeting:
        """One occurrence as a Meeting of its own, scheduled at its time, or at ``when``.

        It carries the series' UID and, as ``occurrence``, its original start; its own ``sequence`` begins at the series'. Raises
        ``DomainError`` for a day that is none.
        """
        self._refuse_no_occurrence(day)
        shared: dict[str, Any] = {name: getattr(self, name) for name in TEMPLATE}
        return Meeting(
            id=id,
            status=MeetingStatus.SCHEDULED,
            when=when or self.slot_on(day),
            series=self.id,
            occurrence=self.first.on(day),
            sequence=self.sequence,
            **shared,
        )

    def has_as_template(self, meeting: Meeting) -> bool:
        """Whether the meeting has nothing of its own beside its time: title, agenda, venue and the like are the series'."""
        return all(getattr(self, name) == getattr(meeting, name) for name in TEMPLATE if name != "organizer")

    def _refuse_no_occurrence(self, day: date) -> None:
        expect_day(day, "day")
        if not self.takes_place_on(day):
            raise DomainError(f"it has no occurrence on {day}; days() lists them", where=str(self.id))

    def _refuse_no_split(self, day: date) -> int:
        """How many days the rule has before ``day``. Raises ``DomainError`` where a series cannot be split there."""
        expect_day(day, "day")
        if self.status is SeriesStatus.CANCELLED:
            raise DomainError("a cancelled series is not split", where=str(self.id))
        days = tuple(self._recurrence.days_through(self.first.day, day))
        if not days or days[-1] != day:
            raise DomainError(f"a series is split on a day of its rule, and {day} is none", where=str(self.id))
        if len(days) == 1:
            raise DomainError(f"{day} is its first day; change or cancel the series as a whole", where=str(self.id))
        return len(days) - 1


_NEVER_SAVED: dict[str, Any] = {"revision": 0, "head": None, "changed_at": None}


def _refuse_twice(name: str, values: Iterable[object]) -> None:
    listed = list(values)
    if len(set(listed)) != len(listed):
        raise DomainError("one stands twice; name each once", where=f"series.{name}")
