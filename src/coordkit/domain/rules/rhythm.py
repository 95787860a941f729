"""Rhythm: groups that have been silent for longer than they say they meet, and meetings that were held without minutes."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date

import attrs

from coordkit.domain.dates import Answer
from coordkit.domain.groups import GroupState, WorkingGroup
from coordkit.domain.meetings import Meeting, MeetingStatus
from coordkit.domain.minutes import Minutes, MinutesState
from coordkit.domain.records import MeetingId, WorkingGroupId
from coordkit.domain.slots import outer_limits


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of a month that has no such day; the last day there is for all beyond."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@attrs.frozen
class Silence:
    """A group that should have met: its last meeting (None: none is known), since when it is overdue, and how sure that is.

    ``due`` is the first day on which a meeting was surely owed, None where neither a meeting nor a beginning has a known date.
    """

    group: WorkingGroup
    last: Meeting | None
    due: date | None
    answer: Answer


def silent_groups(groups: Iterable[WorkingGroup], meetings: Iterable[Meeting], on: date) -> tuple[Silence, ...]:
    """The groups, active or possibly so on ``on``, that were silent for longer than their cadence; the longest silent first.

    A group without a cadence owes nothing. A round counts for the groups that it names. It counts from the last meeting held, or
    from when the group became active (again), whichever is later; where these are known in part, the silence is possible only.
    """
    held = _held(meetings, on)
    found = []
    for group in groups:
        active = group.as_of(on)[GroupState.ACTIVE]
        if group.cadence_months is None or active is Answer.NO:
            continue
        own = held.get(group.id, _Held())
        began = [entry.since for entry in group.states if entry.state is GroupState.ACTIVE]
        begun = [since for since in began if since.on_or_before(on) is not Answer.NO]
        earliest = max((since.earliest for since in begun if since.earliest is not None), default=date.min)
        latest = max((since.latest or date.max for since in begun), default=date.min)
        possibly = months_after(max(earliest, own.earliest), group.cadence_months)
        surely = months_after(max(latest, own.latest), group.cadence_months)
        if possibly < on:
            due = surely if surely < date.max else None
            found.append(Silence(group, own.last, due, active if surely < on else Answer.POSSIBLY))
    return tuple(sorted(found, key=lambda each: (each.answer is not Answer.YES, each.due or date.max, each.group.id.int)))


@attrs.frozen
class _Held:
    """The meetings that a group held: between which days the last of them was, and which it is, as far as can be told."""

    earliest: date = date.min
    latest: date = date.min
    last: Meeting | None = None

    def with_one(self, meeting: Meeting) -> _Held:
        """These and a further one; of doubtful ones the last is that which can have been later, one without a date never."""
        earliest, latest = (limit or end for limit, end in zip(outer_limits(meeting.when), (date.min, date.max), strict=True))
        told = meeting if self.last is None else max(self.last, meeting, key=_last_known)
        return _Held(max(self.earliest, earliest), max(self.latest, latest), told)


def _last_known(meeting: Meeting) -> date:
    earliest, latest = outer_limits(meeting.when)
    return latest or earliest or date.min


def _held(meetings: Iterable[Meeting], on: date) -> dict[WorkingGroupId, _Held]:
    """Of each group the meetings that it held by ``on``, as far as they can have been by then."""
    held: dict[WorkingGroupId, _Held] = {}
    for meeting in meetings:
        if meeting.status is MeetingStatus.HELD and (outer_limits(meeting.when)[0] or on) <= on:
            for group in meeting.groups:
                held[group] = held.get(group, _Held()).with_one(meeting)
    return held


@attrs.frozen
class Unwritten:
    """A meeting that was held, and its minutes as far as they got; None: there are none."""

    meeting: Meeting
    minutes: Minutes | None


def without_minutes(meetings: Iterable[Meeting], minutes: Iterable[Minutes], on: date) -> tuple[Unwritten, ...]:
    """The meetings held by ``on`` whose minutes are missing or still a draft, the oldest first. A round needs none."""
    # Of those that are out, no more is held than that they are: a country's lists of attendance are large.
    drafts: dict[MeetingId, Minutes | None] = {each.meeting: each if each.state is MinutesState.DRAFT else None for each in minutes}
    found = []
    for meeting in meetings:
        latest = outer_limits(meeting.when)[1]
        if meeting.status is not MeetingStatus.HELD or meeting.is_round or (latest is not None and latest > on):
            continue
        own = drafts.get(meeting.id)
        if own is not None or meeting.id not in drafts:
            found.append(Unwritten(meeting, own))
    return tuple(sorted(found, key=lambda each: (outer_limits(each.meeting.when)[1] or date.max, each.meeting.id.int)))
