"""Occurrences that stand for themselves follow their series when that is edited."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import attrs

from coordkit.domain.errors import DomainError, Problem
from coordkit.domain.invitations import Invitation
from coordkit.domain.meetings import Meeting
from coordkit.domain.records import MeetingId
from coordkit.domain.rules.occurrences import following
from coordkit.domain.series import MeetingSeries
from coordkit.secretariat.work import Work


def follow(work: Work, after: MeetingSeries, besides: Collection[MeetingId] = ()) -> None:
    """Keeps the series' Meetings, but for those ``besides``, as they follow an edit of it that is not kept yet; see ``following``.

    Where its time of day changes, so do the original starts by which calendars know its occurrences. Raises ``DomainError`` where
    somebody was told of one of them alone: their calendar would keep it under the old start.
    """
    before = work.find(after.id)
    if not isinstance(before, MeetingSeries) or before == after:
        return
    meetings = [each for each in work.each(Meeting, {"series": str(after.id)}) if each.id not in besides]
    work.save(*(following(each, before, after) for each in meetings))
    if before.first.on(after.first.day) != after.first:
        invitations = tuple(work.each(Invitation, {"meeting": str(after.id)}))
        _refuse_narrow(invitations)
        work.save(*_at_the_new_hour(invitations, after))


def _at_the_new_hour(invitations: Collection[Invitation], after: MeetingSeries) -> Iterator[Invitation]:
    for each in invitations:
        if each.occurrence is not None and after.takes_place_on(each.occurrence.day):
            yield attrs.evolve(each, occurrence=after.first.on(each.occurrence.day))


def _refuse_narrow(invitations: Collection[Invitation]) -> None:
    on_the_list = [each for each in invitations if each.withdrawn_at is None]
    wide = {each.invitee for each in on_the_list if each.occurrence is None}
    alone = [each for each in on_the_list if each.occurrence is not None and each.invitee not in wide and each.told is not None]
    if alone:
        problems = [Problem(str(each.occurrence), f"{each.invitee} is asked to this one alone") for each in alone]
        raise DomainError(
            "the series cannot change its hour while some are asked to one meeting of it alone; take them off the list first, or"
            " begin a new series with series.split",
            where="series.first",
            problems=problems,
        )
