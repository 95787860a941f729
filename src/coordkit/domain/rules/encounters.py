"""Encounters: which kinds of organization have met, how often, and which never."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import combinations
from types import MappingProxyType

import attrs

from coordkit.domain.headcounts import Counted
from coordkit.domain.meetings import Meeting, MeetingStatus
from coordkit.domain.minutes import Attendance
from coordkit.domain.records import MeetingId, OrganizationId


@attrs.frozen(kw_only=True)
class Encounters:
    """How often each pair of kinds sat in one meeting; ``meetings`` is the number of meetings that told at least one kind."""

    pairs: Mapping[tuple[str, str], int]
    meetings: int

    def between(self, one: str, other: str) -> int:
        """In how many meetings both kinds were present."""
        return self.pairs.get((min(one, other), max(one, other)), 0)

    def never(self, kinds: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """The pairs among ``kinds`` that no meeting brought together, as far as is known."""
        return tuple(pair for pair in combinations(sorted(set(kinds)), 2) if not self.pairs.get(pair))


def kinds_of(meeting: Meeting, kind_of: Mapping[OrganizationId, str], attendance: Iterable[Attendance] = ()) -> frozenset[str]:
    """The kinds of organization known to have been at a meeting.

    Those told, and those of convener, host, facilitator, guests and delegations, and of who came by the attendance list.
    """
    named = [meeting.convener, meeting.host, meeting.facilitator, *meeting.guests]
    named += [visitors.organization for visitors in meeting.delegations]
    named += [line.on_behalf_of or line.who for line in attendance if line.was_there]
    kinds = {kind_of[who] for who in named if isinstance(who, OrganizationId) and who in kind_of}
    return frozenset(kinds | {entry.kind for entry in meeting.kinds_present})


def encounters(
    meetings: Iterable[Meeting],
    kind_of: Mapping[OrganizationId, str],
    attendance: Mapping[MeetingId, Iterable[Attendance]] = MappingProxyType({}),
) -> Encounters:
    """Who has met whom, by kind of organization, over the meetings that were held.

    Rounds count in none (their parts do). ``kind_of`` gives the kind of the organizations that meetings name, ``attendance`` the
    lists of those that have minutes.
    """
    pairs: Counter[tuple[str, str]] = Counter()
    told = 0
    for meeting in meetings:
        if meeting.status is not MeetingStatus.HELD or meeting.is_round:
            continue
        kinds = sorted(kinds_of(meeting, kind_of, attendance.get(meeting.id, ())))
        told += bool(kinds)
        pairs.update(combinations(kinds, 2))
    return Encounters(pairs=dict(pairs), meetings=told)


def headcount_sum(meetings: Iterable[Meeting], counted: Counted) -> int:
    """The sum of the headcounts of what is ``counted``, each meeting once; rounds count in none."""
    return sum(
        meeting.headcount.value
        for meeting in {meeting.id: meeting for meeting in meetings}.values()
        if meeting.headcount is not None and meeting.headcount.counted is counted and not meeting.is_round
    )
