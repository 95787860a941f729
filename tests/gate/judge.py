"""A slow judge of who may see which mark of a world.

Written from the plan of the house alone; it shares nothing with the gate.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import attrs

from coordkit import (
    Affiliation,
    Answer,
    Attendance,
    Audience,
    Commitment,
    Consent,
    Information,
    Initiative,
    Invitation,
    Meeting,
    MeetingSeries,
    Membership,
    Minutes,
    Organization,
    OrganizationId,
    Person,
    PersonId,
    Presence,
    Received,
    RecordId,
    Request,
    Tlp,
    WorkingGroup,
    WorkingGroupId,
)
from coordkit.domain.audiences import AudienceKind
from tests.gate.lands import TODAY, Row
from tests.gate.marks import Mark
from tests.gate.worlds import MISSING, ON, World


@attrs.frozen
class Judge:
    """Says of each record and each mark of a world whether an audience may see it on the day ``ON``."""

    world: World
    audience: Audience

    def record(self, id: RecordId) -> Any:
        return next((record for record in self.world.records if record.id == id), None)

    def shows(self, id: RecordId) -> bool:
        record = self.record(id)
        if record is None or record.tlp > self.audience.clearance:
            return False
        if isinstance(record, Organization) and record.areas and all(map(self.is_guarded, record.areas)):
            return False
        if isinstance(record, Membership | Invitation | Affiliation) and self.is_there(record):
            return False
        if isinstance(record, Person | Affiliation) and self.is_unplaced(record):
            return False
        if isinstance(record, Person) and self.is_there(record):
            return False
        if isinstance(record, Person):
            return self.personal(record)
        if isinstance(record, Affiliation):
            return self.personal(record) and self.shows(record.person) and self.shows(record.organization)
        if isinstance(record, Membership):
            return self.shows(record.group) and self.shows(record.member)
        if isinstance(record, Invitation):
            return self.inside(record) and self.shows(record.meeting) and self.shows(record.invitee)
        if isinstance(record, Information | Request | Commitment | Minutes):
            return self.shows(record.meeting)
        return not isinstance(record, Received)

    # -- areas that are not free: below AMBER they tell of nobody who is there

    def is_guarded(self, area: str) -> bool:
        """Whether an area of the land is not surely free on the day of the release, or not today."""
        if not self.world.is_land or self.audience.clearance >= Tlp.AMBER:
            return False
        table = self.world.table
        if table is None or "L1" not in around(area):
            return True
        for row in table:
            named = {row["area"], *around(row.get("within") or row["area"])}
            if (row["area"] in around(area) or area in named) and any(may_hold(row, day) for day in (ON, TODAY)):
                return True
        return False

    def places(self, record: Any) -> list[str]:
        """The areas that a record belongs to, its own and those of what it is part of."""
        if isinstance(record, WorkingGroup):
            return [record.area] if record.area else []
        if isinstance(record, Meeting | MeetingSeries):
            own = [record.venue.locality] if record.venue and record.venue.locality else []
            of = [self.record(group) for group in record.groups]
            if isinstance(record, Meeting) and record.series:
                of.append(self.record(record.series))
            return own + [area for each in of for area in self.places(each)]
        if isinstance(record, Membership):
            return self.places(self.record(record.group))
        if isinstance(record, Minutes):
            told = [record.meeting, *([record.approved_in] if record.approved_in else [])]
            return [area for meeting in told for area in self.places(self.record(meeting))]
        if isinstance(record, Information | Request | Invitation):
            return self.places(self.record(record.meeting))
        if isinstance(record, Commitment):
            bound = [self.record(party) for party in record.by if isinstance(party, WorkingGroupId)]
            return [area for each in (self.record(record.meeting), *bound) for area in self.places(each)]
        if isinstance(record, Initiative):
            of = [self.record(ref) for ref in (record.group, record.from_outcome) if ref is not None]
            return [*record.areas, *(area for each in of for area in self.places(each))]
        if isinstance(record, Organization):
            return [*record.areas, *self.places_of_groups(record.id)]
        if isinstance(record, Person):
            works = [
                self.record(held.organization) for held in self.world.of(Affiliation) if held.person == record.id and lasts(held)
            ]
            return [*self.places_of_groups(record.id), *(area for employer in works for area in employer.areas)]
        if isinstance(record, Affiliation):
            return [*self.places(self.record(record.person)), *self.record(record.organization).areas]
        return []

    def places_of_groups(self, who: RecordId) -> list[str]:
        sits = [held for held in self.world.of(Membership) if who in (held.member, held.on_behalf_of) and lasts(held)]
        return [area for held in sits for area in self.places(self.record(held.group))]

    def is_there(self, record: Any) -> bool:
        return any(map(self.is_guarded, self.places(record)))

    def is_unplaced(self, record: Any) -> bool:
        return self.world.is_land and self.audience.clearance < Tlp.AMBER and not self.places(record)

    def areas(self, id: RecordId) -> list[str]:
        """The areas that a record may name: of a guarded one the community, and where a party is there, not even that."""
        record = self.record(id)
        if isinstance(record, Organization):
            return [area for area in record.areas if not self.is_guarded(area)]
        own = record.areas if isinstance(record, Initiative) else ()
        if isinstance(record, WorkingGroup):
            own = (record.area,) if record.area else ()
        if isinstance(record, Meeting | MeetingSeries):
            own = (record.venue.locality,) if record.venue and record.venue.locality else ()
        return list(dict.fromkeys(area[:4] if self.is_guarded(area) else area for area in own))

    def parties(self, id: RecordId) -> set[str]:
        """The organizations and people that a record may name."""
        record = self.record(id)
        if self.is_there(record):
            return set()
        named: list[RecordId | None] = []
        if isinstance(record, Organization):
            named = [record.parent]
        if isinstance(record, Membership):
            named = [record.member, record.on_behalf_of]
        if isinstance(record, Affiliation):
            named = [record.person, record.organization]
        if isinstance(record, Invitation):
            named = [record.invitee]
        if isinstance(record, Initiative):
            named = [*record.who]
        if isinstance(record, Meeting):
            named = [record.convener]
            if not record.chatham_house:
                named += [record.facilitator, *record.guests, *(item.presenter for item in record.agenda)]
            if self.inside(record):
                named += [record.organizer]
        if isinstance(record, Information | Request | Commitment) and not self.record(record.meeting).chatham_house:
            named = [*getattr(record, "presented_by", ()), *getattr(record, "voiced_by", ()), *getattr(record, "by", ())]
        if isinstance(record, MeetingSeries):
            named = [record.convener, record.host]
            if not record.chatham_house:
                named += [record.facilitator, *(item.presenter for item in record.agenda)]
            if self.inside(record):
                named += [record.organizer, *(entry.invitee for entry in record.invitees)]
        if isinstance(record, Minutes) and not self.record(record.meeting).chatham_house:
            named = [record.taken_by]
            if self.inside(record):
                named += [ref for entry in record.attendance for ref in self.of_line(entry)]
        return {str(ref) for ref in named if isinstance(ref, OrganizationId | PersonId) and self.shows(ref)}

    def of_line(self, entry: Attendance) -> list[RecordId | None]:
        """Whom a line of an attendance list may name: nobody, where who came or in whose place may not be told."""
        needed = [entry.who, *([entry.substitute_for] if entry.presence is Presence.SUBSTITUTE else [])]
        return [*needed, entry.on_behalf_of] if all(self.shows(ref) for ref in needed if ref) else []

    def groups_of(self, who: RecordId) -> set[WorkingGroupId]:
        memberships = self.world.of(Membership)
        return {held.group for held in memberships if held.member == who and held.as_of(ON) is Answer.YES}

    def groups(self, record: Any) -> set[WorkingGroupId]:
        if isinstance(record, WorkingGroup):
            return {record.id}
        if isinstance(record, Membership | Initiative):
            return {record.group} if record.group else set()
        if isinstance(record, Meeting | MeetingSeries):
            return set(record.groups)
        if isinstance(record, Information | Request | Commitment | Invitation | Minutes):
            return set(self.record(record.meeting).groups)
        if isinstance(record, Affiliation):
            return self.groups_of(record.person) | self.groups_of(record.organization)
        return self.groups_of(record.id)

    def inside(self, record: Any) -> bool:
        if self.audience.kind is AudienceKind.NAMED:
            return True
        own = {self.audience.group} if self.audience.group else set()
        if self.audience.organization:
            own = self.groups_of(self.audience.organization)
        return bool(own & self.groups(record))

    def personal(self, record: Any) -> bool:
        published = any(source.url is not None and source.field is None for source in record.sources)
        person = self.record(record.person) if isinstance(record, Affiliation) else record
        agreed = isinstance(person, Person) and surely(person.consent_in_public)
        return self.inside(record) or published or agreed

    def may_see(self, mark: Mark) -> bool:
        record = self.record(mark.record)
        if not self.shows(mark.record):
            return False
        if mark.rule == "group":
            return self.inside(record)
        if mark.rule == "personal":
            return self.personal(record) and not (self.is_there(record) or self.is_unplaced(record))
        if mark.rule == "contact":
            assert mark.contact is not None
            if self.is_there(record):
                return False
            return surely(mark.contact.in_public) or (self.inside(record) and surely(mark.contact.in_group))
        if mark.rule == "venue":
            is_elsewhere = not (self.is_there(record) or self.is_unplaced(record))
            return is_elsewhere and self.audience.kind is AudienceKind.NAMED and mark.record in self.audience.entitled
        if mark.rule == "speaker":
            meeting = record if isinstance(record, Meeting | MeetingSeries) else self.record(record.meeting)
            return not (meeting.chatham_house or self.is_there(record))
        assert mark.rule == "desk"
        return False

    def hidden(self) -> Iterator[UUID]:
        """The bare ids of the records that the audience may not know of."""
        yield MISSING.uuid
        for record in self.world.records:
            if not self.shows(record.id):
                yield record.id.uuid


def around(area: str) -> list[str]:
    """The area and those around it: their codes are what its own begins with."""
    return [area[:length] for length in range(2, len(area) + 1)]


def may_hold(row: Row, day: date) -> bool:
    """Whether a line of the table may be in force on a day."""
    since, until = row.get("since", ""), row.get("until", "")
    return (not since or since <= day.isoformat()[: len(since)]) and (not until or day.isoformat() <= until)


def lasts(held: Membership | Affiliation) -> bool:
    """Whether a membership or a position may last on the day ``ON`` or today."""
    return any(held.as_of(day) is not Answer.NO for day in (ON, TODAY))


def surely(consent: Consent | None) -> bool:
    """Whether a consent surely holds on the day ``ON``, tried on its limits."""
    if consent is None or consent.since.latest is None or consent.since.latest > ON:
        return False
    return consent.until is None or (consent.until.earliest is not None and consent.until.earliest >= ON)
