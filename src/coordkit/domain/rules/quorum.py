"""Quorum: whether enough members came to a meeting for it to decide, by the terms of reference in force on its day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import Enum

import attrs

from coordkit.domain.dates import Answer
from coordkit.domain.errors import several
from coordkit.domain.groups import Membership, Role, WorkingGroup
from coordkit.domain.meetings import Meeting
from coordkit.domain.minutes import Attendance
from coordkit.domain.records import MeetingId, RecordId, WorkingGroupId
from coordkit.domain.rules.membership import MemberOn, Number, Voice, by_voice, members_on
from coordkit.domain.rules.spans import dates_of, telling_days, together
from coordkit.domain.slots import outer_limits
from coordkit.domain.terms import Quorum, QuorumOf, TermsOfReference


class NotTold(Enum):
    """Why it cannot be told whether there was a quorum."""

    NO_TERMS = "no terms of reference"
    NOT_ASKED = "no quorum asked for"
    NOBODY_TO_COUNT = "no members or required seats"
    NO_ATTENDANCE = "no attendance list"


@attrs.frozen(kw_only=True)
class Tally:
    """The count by one version of the terms of reference: of how many, how many are needed, and how many came.

    ``in_force`` says whether the version was in force when the meeting was held. ``present`` is None without an attendance list.
    """

    terms: TermsOfReference
    in_force: Answer
    total: Number
    needed: Number
    present: Number | None


@attrs.frozen(kw_only=True)
class QuorumOn:
    """Whether one group had its quorum in a meeting: ``met``, or None with the reason ``why`` it cannot be told.

    ``tallies`` has one count for each version of the terms that asks for a quorum and was surely or possibly in force.
    """

    group: WorkingGroupId
    meeting: MeetingId
    met: Answer | None
    why: NotTold | None
    tallies: tuple[Tally, ...]


@attrs.frozen
class _Count:
    """One version's count on one day, with the answer for it."""

    terms: TermsOfReference
    in_force: Answer
    total: Number
    present: Number
    met: Answer


def quorum(meeting: Meeting, group: WorkingGroup, memberships: Iterable[Membership], attendance: Iterable[Attendance]) -> QuorumOn:
    """Whether the group had its quorum in the meeting, by its attendance list.

    Members count by the organization they are there for, which counts once; observers and alternates are no members of their own.
    One is there if a line of somebody who came, on site or online, speaks for it: the line counts for the organization it names
    in ``on_behalf_of`` where that is a member, else for the one in whose place a substitute came, else for who came, and so for
    the organizations on whose behalf that person is in the group. Of seats those that are required count; one is there if its
    holder is, or an alternate of the seat. A version of the terms without a quorum hinders nobody. Where the day of the meeting is
    not known, all days that it can mean are asked.
    """
    own = tuple(each for each in memberships if each.group == group.id)
    listed = several(attendance, Attendance, "attendance")
    lines = tuple(line for line in listed if line.was_there)
    days = telling_days((*dates_of(own), *(entry.since for entry in group.terms)), *outer_limits(meeting.when))
    found: list[_Count] = []
    free = False  # whether it can be that nothing asked for a quorum
    for day in days:
        versions = group.terms_as_of(day)
        free = free or not _begun(group, day)
        for terms, in_force in versions:
            if terms.quorum is None:
                free = True
            else:
                found.append(_counted(terms, terms.quorum, in_force, group, members_on(own, day), lines))
    why = _why(group, found, attended=bool(listed))
    met = None if why else together([*(count.met for count in found), *([Answer.YES] if free else [])])
    return QuorumOn(
        group=group.id, meeting=meeting.id, met=met, why=why, tallies=tuple(_tallies(found, len(days), attended=bool(listed)))
    )


def _begun(group: WorkingGroup, day: date) -> bool:
    """Whether some version was surely in force: then no day is before the first."""
    return any(entry.since.on_or_before(day) is Answer.YES for entry in group.terms)


def _why(group: WorkingGroup, found: list[_Count], *, attended: bool) -> NotTold | None:
    if not group.terms:
        return NotTold.NO_TERMS
    if not found:
        return NotTold.NOT_ASKED
    if all(count.total.most == 0 for count in found):
        return NotTold.NOBODY_TO_COUNT
    return None if attended else NotTold.NO_ATTENDANCE


def _tallies(found: list[_Count], days: int, *, attended: bool) -> Iterator[Tally]:
    """One for each version, over all days that the meeting can have been held on."""
    for version in sorted({count.terms.version for count in found}):
        own = [count for count in found if count.terms.version == version]
        terms = own[0].terms
        total = _over([count.total for count in own])
        asked = terms.quorum or Quorum(at_least=1)
        yield Tally(
            terms=terms,
            in_force=together([*(count.in_force for count in own), *([Answer.NO] if len(own) < days else [])]),
            total=total,
            needed=Number(asked.needed(total.least), asked.needed(total.most)),
            present=_over([count.present for count in own]) if attended else None,
        )


def _over(numbers: list[Number]) -> Number:
    return Number(min(number.least for number in numbers), max(number.most for number in numbers))


def _counted(
    terms: TermsOfReference,
    asked: Quorum,
    in_force: Answer,
    group: WorkingGroup,
    members: tuple[MemberOn, ...],
    lines: tuple[Attendance, ...],
) -> _Count:
    sitting = by_voice(each for each in members if each.membership.role is not Role.OBSERVER)
    room = _Room(lines, sitting)
    if asked.of is QuorumOf.SEATS:
        required = {seat.code for seat in group.seats if seat.required}
        sure = by_voice(each for own in sitting.values() for each in own if each.answer is Answer.YES)
        total = Number(len(required), len(required))
        present = Number(len(required & room.seats(sure)), len(required & room.seats(sitting)))
        worst, best = (total.least, present.least), (total.most, present.most)
    else:
        each_can = [can for voice, own in sitting.items() if (can := room.outcomes(voice, own))]
        total = Number(sum(not can.be_none for can in each_can), len(each_can))
        present = Number(sum(not (can.be_none or can.stay_away) for can in each_can), sum(can.be_there for can in each_can))
        worst, best = _extreme(each_can, worst=True), _extreme(each_can, worst=False)
    enough = [there >= asked.needed(of) for of, there in (worst, best)]
    met = Answer.YES if enough[0] else Answer.POSSIBLY if enough[1] else Answer.NO
    return _Count(terms, in_force, total, present, met)


@attrs.frozen
class _Can:
    """What can be true of one organization or person on a day: no member, a member who stayed away, a member who was there."""

    be_none: bool
    stay_away: bool
    be_there: bool


def _extreme(each_can: list[_Can], *, worst: bool) -> tuple[int, int]:
    """How many members there are, and how many of them came, in the case that is worst or best for the quorum.

    One more member who came never hurts, one more who stayed away never helps: a share asks for at most one more for each.
    """
    order = ("stay_away", "be_none", "be_there") if worst else ("be_there", "be_none", "stay_away")
    cases = [next(case for case in order if getattr(can, case)) for can in each_can]
    return sum(case != "be_none" for case in cases), cases.count("be_there")


class _Room:
    """Whom the attendance list shows to be there, as far as members of the group go."""

    def __init__(self, lines: tuple[Attendance, ...], sitting: Iterable[Voice]) -> None:
        members = set(sitting)
        self.for_whom: set[RecordId] = {line.on_behalf_of for line in lines if line.on_behalf_of in members}
        self.stood: set[RecordId] = {line.substitute_for or line.who for line in lines if line.on_behalf_of not in members}

    def has(self, voice: Voice) -> bool:
        """Whether a line names it itself."""
        return voice in self.for_whom or voice in self.stood

    def outcomes(self, voice: Voice, own: tuple[MemberOn, ...]) -> _Can | None:
        """What can be true of it; None for one that has alternates only."""
        makers = [each for each in own if not each.membership.alternate]
        if not makers:
            return None
        named = self.has(voice)
        came = [each for each in own if each.membership.member in self.stood]
        is_sure = any(each.answer is Answer.YES for each in makers)
        surely_there = named or any(each.answer is Answer.YES for each in came)
        return _Can(
            be_none=not is_sure,
            stay_away=not surely_there and (is_sure or any(each not in came for each in makers)),
            be_there=named or bool(came),
        )

    def seats(self, sitting: Mapping[Voice, tuple[MemberOn, ...]]) -> set[str]:
        """The codes of the seats that are there if these are the members."""
        found: set[str] = set()
        for voice, own in sitting.items():
            came = [each.membership for each in own if each.membership.member in self.stood]
            there = self.has(voice) or bool(came)
            found |= {each.membership.seat or "" for each in own if there and not each.membership.alternate}
            found |= {each.seat or "" for each in came}
        return found
