"""Occurrences that stand for themselves follow their series when that is edited."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import attrs

from coordkit.domain.errors import DomainError, Problem
from coordkit.domain.invitations import Invitation
from coordkit.domain.meetings import Meeting, MeetingStatus
from coordkit.domain.records import MeetingId
from coordkit.domain.recurrence import Recurrence
from coordkit.domain.rules.occurrences import following
from coordkit.domain.series import MeetingSeries
from coordkit.secretariat.work import Work

_AHEAD = (MeetingStatus.SCHEDULED, MeetingStatus.POSTPONED)


def follow(work: Work, after: MeetingSeries, besides: Collection[MeetingId] = ()) -> None:
    """Keeps the series' Meetings, but for those ``besides``, as they follow an edit of it that is not kept yet; see ``following``.

    Where its time of day changes, so do the original starts by which calendars know its occurrences. Raises ``DomainError`` where
    somebody was told of one of them alone: their calendar would keep it under the old start, or on a day that the series loses.
    """
    before = work.find(after.id)
    if not isinstance(before, MeetingSeries) or before == after:
        return
    meetings = [each for each in work.each(Meeting, {"series": str(after.id)}) if each.id not in besides]
    invitations = tuple(work.each(Invitation, {"meeting": str(after.id)}))
    now = work.desk.now()
    _refuse_lost([each for each in meetings if each.occurrence and each.occurrence.in_utc() > now], invitations, after)
    work.save(*(following(each, before, after) for each in meetings))
    if before.first.on(after.first.day) != after.first:
        _refuse_narrow(invitations)
        work.save(*_at_the_new_hour(invitations, after))


def _at_the_new_hour(invitations: Collection[Invitation], after: MeetingSeries) -> Iterator[Invitation]:
    for each in invitations:
        if each.occurrence is not None and after.takes_place_on(each.occurrence.day):
            yield attrs.evolve(each, occurrence=after.first.on(each.occurrence.day))


def _told_alone(invitations: Collection[Invitation]) -> list[Invitation]:
    """Those to one occurrence of who was told of it and is not asked to the series."""
    on_the_list = [each for each in invitations if each.withdrawn_at is None]
    wide = {each.invitee for each in on_the_list if each.occurrence is None}
    return [each for each in on_the_list if each.occurrence is not None and each.invitee not in wide and each.told is not None]


def _refuse_lost(meetings: Collection[Meeting], invitations: Collection[Invitation], after: MeetingSeries) -> None:
    if not isinstance(after.rule, Recurrence):
        return
    ahead = (each.occurrence for each in meetings if each.status in _AHEAD and each.occurrence is not None)
    lost = {original for original in ahead if not after.takes_place_on(original.day)}
    problems = [
        Problem(str(each.occurrence), f"{each.invitee} is asked to this one alone")
        for each in _told_alone(invitations)
        if each.occurrence in lost
    ]
    if problems:
        raise DomainError(
            "the series would lose days to which some are asked alone, and nobody would tell them; cancel these days first",
            where="series",
            problems=problems,
        )


def _refuse_narrow(invitations: Collection[Invitation]) -> None:
    alone = _told_alone(invitations)
    if alone:
        problems = [Problem(str(each.occurrence), f"{each.invitee} is asked to this one alone") for each in alone]
        raise DomainError(
            "the series cannot change its hour while some are asked to one meeting of it alone; take them off the list first, or"
            " begin a new series with series.split",
            where="series.first",
            problems=problems,
        )
