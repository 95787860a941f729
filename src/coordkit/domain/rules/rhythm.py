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
    """The same day so many months later, or the last of a month that has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
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
    from when the group became active; where that is known in part, the silence is possible only.
    """
    last = _last_meetings(meetings, on)
    found = []
    for group in groups:
        active = group.as_of(on)[GroupState.ACTIVE]
        if group.cadence_months is None or active is Answer.NO:
            continue
        meeting = last.get(group.id)
        began = [entry.since for entry in group.states if entry.state is GroupState.ACTIVE]
        earliest, latest = outer_limits(meeting.when if meeting is not None else began[-1] if began else None)
        surely = months_after(latest, group.cadence_months) if latest is not None else None
        possibly = months_after(earliest, group.cadence_months) if earliest is not None else None
        if surely is not None and surely < on:
            found.append(Silence(group, meeting, surely, active))
        elif surely is None or (possibly is None or possibly < on):
            found.append(Silence(group, meeting, surely, Answer.POSSIBLY))
    return tuple(sorted(found, key=lambda each: (each.answer is not Answer.YES, each.due or date.max, each.group.id.int)))


def _last_meetings(meetings: Iterable[Meeting], on: date) -> dict[WorkingGroupId, Meeting]:
    """The last meeting that each group held by ``on``, by the last day on which it can have been; of doubtful ones the later."""
    last: dict[WorkingGroupId, tuple[date, Meeting]] = {}
    for meeting in meetings:
        earliest, latest = outer_limits(meeting.when)
        day = latest or earliest
        if meeting.status is not MeetingStatus.HELD or day is None or (earliest or day) > on:
            continue
        for group in meeting.groups:
            if group not in last or last[group][0] < day:
                last[group] = (day, meeting)
    return {group: meeting for group, (_, meeting) in last.items()}


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
