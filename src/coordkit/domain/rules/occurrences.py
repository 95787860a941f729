"""The occurrences of a series as they stand: what its rule says, and over it the meetings that were moved, cancelled or held."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

import attrs

from coordkit.domain.clock_times import ClockTime
from coordkit.domain.errors import DomainError
from coordkit.domain.meetings import Meeting, MeetingStatus
from coordkit.domain.recurrence import Recurrence
from coordkit.domain.series import TEMPLATE, MeetingSeries
from coordkit.domain.slots import Slot, When, outer_limits


@attrs.frozen
class Occurrence:
    """One occurrence: its ``original`` start, the time ``when`` it takes place now (None: not known), and its Meeting, if any.

    While it has none, it is scheduled as the series says.
    """

    original: ClockTime
    when: When | None
    meeting: Meeting | None = None

    @property
    def status(self) -> MeetingStatus:
        """How far it got."""
        return self.meeting.status if self.meeting else MeetingStatus.SCHEDULED

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last local day that it can mean; where no date is known, its original day."""
        first, last = outer_limits(self.when)
        return first or last or self.original.day, last or first or self.original.day


def occurrences_of(series: MeetingSeries, meetings: Iterable[Meeting], first_day: date, last_day: date) -> tuple[Occurrence, ...]:
    """What of a series falls on the days from ``first_day`` through ``last_day``, in order of time.

    ``meetings`` are those that name the series; each replaces the occurrence of its original day, and stands where it was moved
    to, also from outside these days. Raises ``DomainError`` as ``MeetingSeries.occurrences`` does, and for days that are reversed.
    """
    if last_day < first_day:
        raise DomainError(f"the last day {last_day} is before the first {first_day}; swap them", where="last_day")
    own = [
        Occurrence(meeting.occurrence, meeting.when, meeting)
        for meeting in meetings
        if meeting.series == series.id and meeting.occurrence is not None
    ]
    replaced = {occurrence.original.day for occurrence in own}
    found = [occurrence for occurrence in own if occurrence.days[0] <= last_day and occurrence.days[1] >= first_day]
    found += [
        Occurrence(series.first.on(day), series.slot_on(day)) for day in series.days(first_day, last_day) if day not in replaced
    ]
    return tuple(sorted(found, key=_order))


def following(meeting: Meeting, before: MeetingSeries, after: MeetingSeries) -> Meeting:
    """The Meeting of an occurrence after its series was edited: what it had from the series it has from it still.

    Its original start (RECURRENCE-ID) is read on the clock that the series has now; a time, words and a place of its own stay. What
    took place keeps all but that, and what was called off, or has no day in the series any more, stays as it is.
    """
    original = meeting.occurrence
    if original is None or meeting.status is MeetingStatus.CANCELLED:
        return meeting
    changes: dict[str, Any] = {}
    if meeting.status in (MeetingStatus.SCHEDULED, MeetingStatus.POSTPONED):
        changes = {name: getattr(after, name) for name in TEMPLATE if getattr(meeting, name) == getattr(before, name)}
    if isinstance(after.rule, Recurrence) and after.takes_place_on(original.day):
        if meeting.when == original.slot(before.duration) and changes:
            changes["when"] = after.slot_on(original.day)
        changes["occurrence"] = after.first.on(original.day)
    return attrs.evolve(meeting, **changes)


def _order(occurrence: Occurrence) -> tuple[datetime, datetime]:
    when = occurrence.when
    start = when.start if isinstance(when, Slot) else datetime.combine(occurrence.days[0], time())
    return start, occurrence.original.start
