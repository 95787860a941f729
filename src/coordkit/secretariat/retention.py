"""Retention at the desk: whose data the office has kept for long enough, to be looked through and erased."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import chain

from coordkit.domain.dates import expect_day
from coordkit.domain.errors import DomainError, expect
from coordkit.domain.groups import Membership
from coordkit.domain.invitations import Invitation
from coordkit.domain.meetings import Meeting
from coordkit.domain.minutes import Minutes
from coordkit.domain.offices import Office
from coordkit.domain.outcomes import Outcome
from coordkit.domain.records import OfficeId, PersonId, RecordId
from coordkit.domain.rules.retention import AtMeeting, Expired, Held, expired, last_parts
from coordkit.domain.series import MeetingSeries
from coordkit.domain.stakeholders import Affiliation, Person
from coordkit.secretariat.desk import Secretariat


def past_retention(desk: Secretariat, office: OfficeId, on: date | None = None) -> tuple[Expired, ...]:
    """The people who have had no part in anything for longer than the office keeps data, as of the day ``on`` (today).

    Nothing is erased here: look through the list, then ``desk.erase(person.id)``. Who works at the desk has a part by each Change
    that they made. Raises ``DomainError`` for an office that sets no limit.
    """
    expect(office, OfficeId, "office", "give its id")
    day = on or desk.today()
    expect_day(day, "on")
    with desk.work() as work:
        months = work.get(Office, office).retention_months
        if months is None:
            raise DomainError(
                "this office sets no limit; set its retention_months: coordkit office set --retention-months 24", where=str(office)
            )
        meetings: dict[RecordId, Held] = {meeting.id: meeting for meeting in work.each(Meeting)}
        meetings |= {series.id: series for series in work.each(MeetingSeries)}
        at_meetings: Iterable[AtMeeting] = chain(meetings.values(), work.each(Invitation), work.each(Minutes), work.each(Outcome))
        parts = last_parts(chain(work.each(Affiliation), work.each(Membership)), meetings, at_meetings, day)
        for change in work.unit.changes():
            who = PersonId(int=change.actor.int)
            parts[who] = max(parts.get(who, date.min), change.at.date())
        return expired(work.each(Person), parts, months, day)
