"""The chain of meetings that led to a group: from the first contact, meeting by meeting, to the group that was founded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import attrs

from coordkit.domain.dates import PartialDate
from coordkit.domain.groups import GroupState, WorkingGroup
from coordkit.domain.meetings import Meeting, MeetingStatus
from coordkit.domain.records import MeetingId
from coordkit.domain.slots import outer_limits


@attrs.frozen
class Chain:
    """The meetings before a group's first and that one, in order; when it was proposed and founded; and its meetings since.

    ``founded`` is the date of its instrument, else since when it is active; None where neither is known.
    """

    group: WorkingGroup
    before: tuple[Meeting, ...]
    proposed: PartialDate | None
    founded: PartialDate | None
    since: tuple[Meeting, ...]


def predecessors(meeting: Meeting, meetings: Mapping[MeetingId, Meeting]) -> tuple[Meeting, ...]:
    """The meetings that led to this one, the first contact first. A predecessor that is not among ``meetings`` ends the chain."""
    chain: list[Meeting] = []
    seen = {meeting.id}
    while meeting.predecessor is not None and meeting.predecessor not in seen and meeting.predecessor in meetings:
        meeting = meetings[meeting.predecessor]
        seen.add(meeting.id)
        chain.append(meeting)
    return tuple(reversed(chain))


def chain_to(group: WorkingGroup, meetings: Iterable[Meeting]) -> Chain:
    """The chain of a group: its first meeting (by date, those without one last), what led there, and the group's later ones.

    A meeting that was cancelled is none of the group's.
    """
    known = {meeting.id: meeting for meeting in meetings}
    own = sorted((each for each in known.values() if group.id in each.groups and _counts(each)), key=_by_time)
    began = {entry.state: entry.since for entry in group.states}
    before = predecessors(own[0], known) if own else ()
    passed = {meeting.id for meeting in before}
    instrument = group.instrument.dated if group.instrument is not None else None
    return Chain(
        group=group,
        before=before,
        proposed=began.get(GroupState.PROPOSED),
        founded=instrument or began.get(GroupState.ACTIVE),
        since=tuple(meeting for meeting in own if meeting.id not in passed),
    )


def _counts(meeting: Meeting) -> bool:
    return meeting.status is not MeetingStatus.CANCELLED


def _by_time(meeting: Meeting) -> tuple[date, date, int]:
    earliest, latest = outer_limits(meeting.when)
    return (latest or date.max, earliest or date.max, meeting.id.int)
