"""A slow judge of who may see which mark of a world.

Written from the plan of the house alone; it shares nothing with the gate.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import attrs

from coordkit import (
    Affiliation,
    Answer,
    Audience,
    Commitment,
    Consent,
    Information,
    Initiative,
    Invitation,
    Meeting,
    Membership,
    Person,
    RecordId,
    Request,
    WorkingGroup,
    WorkingGroupId,
)
from coordkit.domain.audiences import AudienceKind
from tests.gate.worlds import MISSING, ON, Mark, World


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
        if isinstance(record, Person):
            return self.personal(record)
        if isinstance(record, Affiliation):
            return self.personal(record) and self.shows(record.person) and self.shows(record.organization)
        if isinstance(record, Membership):
            return self.shows(record.group) and self.shows(record.member)
        if isinstance(record, Invitation):
            return self.inside(record) and self.shows(record.meeting) and self.shows(record.invitee)
        if isinstance(record, Information | Request | Commitment):
            return self.shows(record.meeting)
        return True

    def groups_of(self, who: RecordId) -> set[WorkingGroupId]:
        memberships = self.world.of(Membership)
        return {held.group for held in memberships if held.member == who and held.as_of(ON) is Answer.YES}

    def groups(self, record: Any) -> set[WorkingGroupId]:
        if isinstance(record, WorkingGroup):
            return {record.id}
        if isinstance(record, Membership | Initiative):
            return {record.group} if record.group else set()
        if isinstance(record, Meeting):
            return set(record.groups)
        if isinstance(record, Information | Request | Commitment | Invitation):
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
            return self.personal(record)
        if mark.rule == "contact":
            assert mark.contact is not None
            return surely(mark.contact.in_public) or (self.inside(record) and surely(mark.contact.in_group))
        if mark.rule == "venue":
            return self.audience.kind is AudienceKind.NAMED and mark.record in self.audience.entitled
        if mark.rule == "speaker":
            meeting = record if isinstance(record, Meeting) else self.record(record.meeting)
            return not meeting.chatham_house
        assert mark.rule == "desk"
        return False

    def hidden(self) -> Iterator[UUID]:
        """The bare ids of the records that the audience may not know of."""
        yield MISSING.uuid
        for record in self.world.records:
            if not self.shows(record.id):
                yield record.id.uuid


def surely(consent: Consent | None) -> bool:
    """Whether a consent surely holds on the day ``ON``, tried on its limits."""
    if consent is None or consent.since.latest is None or consent.since.latest > ON:
        return False
    return consent.until is None or (consent.until.earliest is not None and consent.until.earliest >= ON)
