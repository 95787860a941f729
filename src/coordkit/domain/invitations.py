"""Invitations: who is asked to a meeting, in which part, and what came back."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import ClassVar

import attrs

from coordkit.domain.records import GROUP, OPEN, PERSONAL, InvitationId, MeetingId, OrganizationId, PersonId, Record
from coordkit.domain.slots import instant
from coordkit.domain.text import is_plain


class ParticipationRole(Enum):
    """The invitee's part in the meeting; the values are iCalendar's ROLE (RFC 5545 3.2.16)."""

    CHAIR = "CHAIR"
    REQUIRED = "REQ-PARTICIPANT"
    OPTIONAL = "OPT-PARTICIPANT"
    INFORMED = "NON-PARTICIPANT"


class Response(Enum):
    """The invitee's answer; the values are iCalendar's PARTSTAT (RFC 5545 3.2.12)."""

    NEEDS_ACTION = "NEEDS-ACTION"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    TENTATIVE = "TENTATIVE"
    DELEGATED = "DELEGATED"


class ResponseSource(Enum):
    """The way an answer came in."""

    MAIL = "mail"
    PHONE = "phone"
    MESSENGER = "messenger"
    IN_PERSON = "in person"


@attrs.frozen(kw_only=True)
class Invitation(Record):
    """One invitee (a person or an organization) asked to one meeting."""

    id_type: ClassVar[type[InvitationId]] = InvitationId
    id: InvitationId = attrs.field(metadata=OPEN)
    meeting: MeetingId = attrs.field(metadata=OPEN)
    invitee: PersonId | OrganizationId = attrs.field(metadata=GROUP)
    role: ParticipationRole = attrs.field(default=ParticipationRole.REQUIRED, metadata=GROUP)
    response: Response = attrs.field(default=Response.NEEDS_ACTION, metadata=GROUP)
    comment: str | None = attrs.field(default=None, validator=is_plain, metadata=PERSONAL)
    response_source: ResponseSource | None = attrs.field(default=None, metadata=GROUP)
    answered_at: datetime | None = attrs.field(default=None, converter=instant, metadata=GROUP)

    def answered(self, response: Response, *, at: datetime, source: ResponseSource, comment: str | None = None) -> Invitation:
        """The invitation with its answer. ``at`` is aware; raises ``DomainError`` for a naive time."""
        return attrs.evolve(self, response=response, answered_at=at, response_source=source, comment=comment)
