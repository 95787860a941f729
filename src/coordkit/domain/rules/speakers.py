"""Who spoke for an organization: on a day, by who was in which group for it, and in a meeting, by who came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import Enum

import attrs

from coordkit.domain.dates import Answer, expect_day
from coordkit.domain.groups import Membership
from coordkit.domain.meetings import Meeting
from coordkit.domain.minutes import Attendance
from coordkit.domain.records import OrganizationId, PersonId, WorkingGroupId
from coordkit.domain.rules.spans import any_of, dates_of, over_days, telling_days
from coordkit.domain.slots import outer_limits
from coordkit.domain.stakeholders import Affiliation


class Ground(Enum):
    """What says that somebody spoke for an organization, from the surest to the weakest."""

    ATTENDANCE = "attendance"
    """The attendance list names the organization with them, or names itself."""
    ON_BEHALF = "on behalf"
    """They were in the group on its behalf."""
    ITSELF = "itself"
    """The organization was in the group itself; who spoke is not said."""
    POSITION = "position"
    """They held a position there, while it was in the group or they came to the meeting: they could speak for it."""


@attrs.frozen(kw_only=True)
class Speaker:
    """Somebody who spoke, or could speak, for an organization; ``answer`` says whether what the ``ground`` names was so."""

    who: PersonId | OrganizationId
    ground: Ground
    answer: Answer
    group: WorkingGroupId | None = None
    alternate: bool = False


def speakers_on(
    organization: OrganizationId, memberships: Iterable[Membership], affiliations: Iterable[Affiliation], day: date
) -> tuple[Speaker, ...]:
    """Who spoke for the organization on ``day`` in each group, surely or possibly.

    Those who were there on its behalf; where it was there itself, it and the people who held a position in it.
    """
    expect_day(day, "day")
    staff = [(each.person, answer) for each in _at(organization, affiliations) if (answer := each.as_of(day)) is not Answer.NO]
    found: list[Speaker] = []
    for each in memberships:
        speaker = Speaker(
            who=each.member, ground=Ground.ON_BEHALF, answer=each.as_of(day), group=each.group, alternate=each.alternate
        )
        if each.on_behalf_of == organization:
            found.append(speaker)
        elif each.member == organization and each.on_behalf_of is None:
            found.append(attrs.evolve(speaker, ground=Ground.ITSELF))
            found += [
                attrs.evolve(speaker, who=who, ground=Ground.POSITION, answer=speaker.answer.and_(held)) for who, held in staff
            ]
    return tuple(each for each in _merged(found) if each.answer is not Answer.NO)


def speakers_at(
    organization: OrganizationId,
    meeting: Meeting,
    attendance: Iterable[Attendance],
    memberships: Iterable[Membership],
    affiliations: Iterable[Affiliation],
) -> tuple[Speaker, ...]:
    """Who spoke for the organization in the meeting, of those who came, each by the surest ground.

    Who came on behalf of another organization spoke for that one. A substitute spoke for the organization of the one in whose
    place they came. ``memberships`` count in the groups of the meeting.
    """
    for_it = [each for each in memberships if each.on_behalf_of == organization and each.group in meeting.groups]
    staff = _at(organization, affiliations)
    days = telling_days(dates_of((*for_it, *staff)), *outer_limits(meeting.when))
    found = (_speaker(line, organization, for_it, staff, days) for line in attendance if line.was_there)
    return tuple(each for each in found if each is not None)


def _at(organization: OrganizationId, affiliations: Iterable[Affiliation]) -> list[Affiliation]:
    return [each for each in affiliations if each.organization == organization]


def _speaker(
    line: Attendance,
    organization: OrganizationId,
    for_it: list[Membership],
    staff: list[Affiliation],
    days: tuple[date, ...],
) -> Speaker | None:
    place = line.substitute_for or line.who
    if organization in (line.on_behalf_of, place):
        return Speaker(who=line.who, ground=Ground.ATTENDANCE, answer=Answer.YES)
    if line.on_behalf_of is not None:
        return None
    sent = [each for each in for_it if each.member == place]
    answer = over_days(days, lambda day: any_of(each.as_of(day) for each in sent))
    if answer is not Answer.NO:
        return Speaker(who=line.who, ground=Ground.ON_BEHALF, answer=answer, alternate=all(each.alternate for each in sent))
    held = [each for each in staff if each.person == place]
    answer = over_days(days, lambda day: any_of(each.as_of(day) for each in held))
    return None if answer is Answer.NO else Speaker(who=line.who, ground=Ground.POSITION, answer=answer)


def _merged(found: Iterable[Speaker]) -> Iterator[Speaker]:
    """Each once in a group by each ground, as surely as any of what says so; an alternate only where all of it says alternate."""
    by_key: dict[tuple[object, ...], list[Speaker]] = {}
    for each in found:
        by_key.setdefault((each.who, each.ground, each.group), []).append(each)
    for alike in by_key.values():
        alternate = all(each.alternate for each in alike)
        yield attrs.evolve(alike[0], answer=any_of(each.answer for each in alike), alternate=alternate)
