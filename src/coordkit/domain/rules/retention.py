"""Retention: people who have had no part in anything for longer than the office keeps their data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import attrs

from coordkit.domain.groups import Membership
from coordkit.domain.invitations import Invitation
from coordkit.domain.meetings import Meeting
from coordkit.domain.minutes import Minutes
from coordkit.domain.outcomes import ActionItem, ActionStatus, Outcome
from coordkit.domain.records import PersonId, RecordId
from coordkit.domain.rules.rhythm import months_after
from coordkit.domain.sensitive import places_in
from coordkit.domain.series import MeetingSeries, SeriesStatus
from coordkit.domain.slots import outer_limits
from coordkit.domain.stakeholders import Affiliation, Person

Held = Meeting | MeetingSeries
AtMeeting = Held | Invitation | Minutes | Outcome
"""A record by which people have a part in a meeting, or in a series of them."""


@attrs.frozen
class Expired:
    """A person to erase, and the last day on which they had a part; None: no part is on record."""

    person: Person
    last_part: date | None


def expired(people: Iterable[Person], parts: Mapping[PersonId, date], months: int, on: date) -> tuple[Expired, ...]:
    """The people whose last part lies more than so many months before ``on``, the longest ago first.

    ``parts`` gives the last day of each (``last_parts``). Who has none counts from when their record last changed: it was made for
    something. One that was never saved is not expired.
    """
    found = []
    for person in people:
        changed = person.changed_at.date() if person.changed_at is not None else on
        last = parts.get(person.id)
        if months_after(last or changed, months) < on:
            found.append(Expired(person, last))
    return tuple(sorted(found, key=lambda each: (each.last_part or date.min, each.person.id.int)))


def last_parts(
    lasting: Iterable[Affiliation | Membership],
    meetings: Mapping[RecordId, Held],
    at_meetings: Iterable[AtMeeting],
    on: date,
) -> dict[PersonId, date]:
    """The last day, ``on`` at the latest, on which each person had a part.

    A position or membership lasts through its ``until``; one that has none, or whose end is not known, lasts still. A part in a
    meeting (invited, there, speaking, owning an action) is of that meeting's last day, one in a series of the last day of its rule,
    or of the day when it was cancelled; an open action item lasts still. Who was taken off the list had a part until that day.
    ``meetings`` are meetings and series by their ids.
    """
    parts: dict[PersonId, date] = {}

    def note(who: object, day: date | None) -> None:
        if isinstance(who, PersonId):
            parts[who] = max(parts.get(who, date.min), min(day or on, on))

    for held in lasting:
        note(held.person if isinstance(held, Affiliation) else held.member, held.until.latest if held.until is not None else None)
    for record in at_meetings:
        about = record if isinstance(record, Meeting | MeetingSeries) else meetings.get(record.meeting)
        still = isinstance(record, ActionItem) and record.status is ActionStatus.OPEN
        day = None if still or about is None else _last_day(about)
        if isinstance(record, Invitation) and record.withdrawn_at is not None:
            withdrawn = record.withdrawn_at.date()
            day = withdrawn if day is None else min(day, withdrawn)
        for _, who in places_in(record):
            note(who, day)
    return parts


def _last_day(about: Held) -> date | None:
    if isinstance(about, Meeting):
        return outer_limits(about.when)[1]
    if about.status is SeriesStatus.CANCELLED and about.changed_at is not None:
        return about.changed_at.date()
    return about.ends_on
