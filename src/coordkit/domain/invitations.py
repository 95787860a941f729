"""Invitations: who is asked to a meeting, in which part, and what came back."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import ClassVar

import attrs

from coordkit.domain.announced import is_sequence
from coordkit.domain.clock_times import ClockTime
from coordkit.domain.errors import DomainError, expect
from coordkit.domain.records import (
    DESK,
    GROUP,
    OPEN,
    PERSONAL,
    InvitationId,
    MeetingId,
    MeetingSeriesId,
    OrganizationId,
    PersonId,
    Record,
)
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
    """One invitee (a person or an organization) asked to one meeting, to a series, or to one ``occurrence`` of a series.

    ``occurrence`` is the original start on the series' own clock (RFC 5545 3.8.4.4), None for the meeting or series as a whole.
    ``answered_sequence`` is the SEQUENCE that the answer was given to, ``recorded_by`` who wrote down an answer that did not come
    by mail, ``reset_at`` the SEQUENCE at which a change last asked for a new answer. ``delegated_to`` goes in the invitee's place
    (RFC 5545 3.2.5), by an invitation of their own. ``withdrawn_at`` (aware, UTC) is when they were taken off the list again.
    ``told`` is a digest of what the message to them said that was queued last; None: none was.
    """

    id_type: ClassVar[type[InvitationId]] = InvitationId
    id: InvitationId = attrs.field(metadata=OPEN)
    meeting: MeetingId | MeetingSeriesId = attrs.field(metadata=OPEN)
    occurrence: ClockTime | None = attrs.field(default=None, metadata=OPEN)
    invitee: PersonId | OrganizationId = attrs.field(metadata=GROUP)
    role: ParticipationRole = attrs.field(default=ParticipationRole.REQUIRED, metadata=GROUP)
    response: Response = attrs.field(default=Response.NEEDS_ACTION, metadata=GROUP)
    comment: str | None = attrs.field(default=None, validator=is_plain, metadata=PERSONAL)
    response_source: ResponseSource | None = attrs.field(default=None, metadata=GROUP)
    answered_at: datetime | None = attrs.field(default=None, converter=instant, metadata=GROUP)
    answered_sequence: int | None = attrs.field(default=None, validator=is_sequence, metadata=GROUP)
    recorded_by: PersonId | None = attrs.field(default=None, metadata=DESK)
    reset_at: int = attrs.field(default=0, validator=is_sequence, metadata=GROUP)
    delegated_to: PersonId | OrganizationId | None = attrs.field(default=None, metadata=GROUP)
    withdrawn_at: datetime | None = attrs.field(default=None, converter=instant, metadata=GROUP)
    told: str | None = attrs.field(default=None, validator=is_plain, metadata=DESK)

    def __attrs_post_init__(self) -> None:
        if self.occurrence is not None and not isinstance(self.meeting, MeetingSeriesId):
            raise DomainError("only a series has occurrences; leave it out", where="invitation.occurrence")
        if self.delegated_to is not None and self.delegated_to == self.invitee:
            raise DomainError("nobody delegates to themselves", where="invitation.delegated_to")
        if self.delegated_to is not None and self.response is not Response.DELEGATED:
            raise DomainError("who delegates has the response delegated; use delegated()", where="invitation.response")

    def answered(
        self,
        response: Response,
        *,
        at: datetime,
        source: ResponseSource,
        comment: str | None = None,
        sequence: int | None = None,
        recorded_by: PersonId | None = None,
    ) -> Invitation:
        """The invitation with its answer. ``at`` is aware; raises ``DomainError`` for a naive time."""
        expect(response, Response, "response")
        return attrs.evolve(
            self,
            response=response,
            answered_at=at,
            response_source=source,
            comment=comment,
            answered_sequence=sequence,
            recorded_by=recorded_by,
            delegated_to=None,
        )

    def delegated(
        self,
        to: PersonId | OrganizationId,
        *,
        at: datetime,
        source: ResponseSource,
        comment: str | None = None,
        sequence: int | None = None,
        recorded_by: PersonId | None = None,
    ) -> Invitation:
        """The invitee sends somebody else, who is then invited on their own (RFC 5546 3.2.2.3). ``at`` is aware."""
        expect(to, (PersonId, OrganizationId), "to", "give the id of a person or an organization")
        answered = self.answered(
            Response.DELEGATED, at=at, source=source, comment=comment, sequence=sequence, recorded_by=recorded_by
        )
        return attrs.evolve(answered, delegated_to=to)

    def asked_anew(self, sequence: int) -> Invitation:
        """What was answered no longer holds: the answer is open again since this SEQUENCE, and older replies are stale."""
        return attrs.evolve(
            self,
            response=Response.NEEDS_ACTION,
            comment=None,
            response_source=None,
            answered_at=None,
            answered_sequence=None,
            recorded_by=None,
            delegated_to=None,
            reset_at=sequence,
        )

    def withdrawn(self, at: datetime) -> Invitation:
        """The invitee is taken off the list (RFC 5546 3.2.5). ``at`` is aware. Raises ``DomainError`` where they are off it."""
        if self.withdrawn_at is not None:
            raise DomainError("this invitation was withdrawn already", where=str(self.id))
        return attrs.evolve(self, withdrawn_at=at)

    def renewed(self, sequence: int) -> Invitation:
        """Who was taken off the list is invited again, and answers anew."""
        return attrs.evolve(self.asked_anew(sequence), withdrawn_at=None, told=None)
