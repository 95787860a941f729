"""Answers to invitations that a person writes down, and invitations that are passed on to somebody else."""

from __future__ import annotations

from datetime import datetime

from coordkit.domain.errors import DomainError, expect
from coordkit.domain.invitations import Invitation, Response, ResponseSource
from coordkit.domain.records import InvitationId, OrganizationId, PersonId
from coordkit.secretariat.desk import Secretariat
from coordkit.secretariat.work import Work

_BY_ID = "give its id"


def record_answer(
    desk: Secretariat,
    invitation: InvitationId,
    response: Response,
    *,
    source: ResponseSource,
    comment: str | None = None,
    at: datetime | None = None,
) -> Invitation:
    """Writes down an answer that came by phone, messenger or in person, ``at`` a moment (aware; now), by who works at the desk.

    For an answer ``DELEGATED`` use ``delegate``, which says to whom. Raises ``DomainError`` for it.
    """
    expect(invitation, InvitationId, "invitation", _BY_ID)
    if response is Response.DELEGATED:
        raise DomainError("to whom? use delegate(desk, invitation, to, source=…)", where="response")
    with desk.work() as work:
        known = work.get(Invitation, invitation)
        answered = known.answered(
            response,
            at=at or desk.now(),
            source=source,
            comment=comment,
            sequence=_sequence(work, known),
            recorded_by=work.acting(),
        )
        (kept,) = work.save(answered)
        work.commit()
    return kept


def delegate(
    desk: Secretariat,
    invitation: InvitationId,
    to: PersonId | OrganizationId,
    *,
    source: ResponseSource,
    at: datetime | None = None,
) -> tuple[Invitation, Invitation]:
    """The invitee sends somebody else, who gets an invitation of their own, to the same, in the same part (RFC 5546 3.2.2.3).

    Gives both invitations. The delegate who was invited already keeps their invitation as it is. Raises ``DomainError`` where the
    delegate passed the same invitation on: it would go round in a circle.
    """
    expect(invitation, InvitationId, "invitation", _BY_ID)
    expect(to, (PersonId, OrganizationId), "to", _BY_ID)
    with desk.work() as work:
        known = work.get(Invitation, invitation)
        to_it = work.each(Invitation, {"meeting": str(known.meeting)})
        others = {each.invitee: each for each in to_it if each.occurrence == known.occurrence}
        _refuse_circle(known, to, others)
        delegated = known.delegated(to, at=at or desk.now(), source=source, recorded_by=work.acting())
        passed_on = others.get(to) or Invitation(
            id=desk.new(InvitationId),
            meeting=known.meeting,
            occurrence=known.occurrence,
            invitee=to,
            role=known.role,
            tlp=known.tlp,
        )
        first, second = work.save(delegated, passed_on)
        work.commit()
    return first, second


def _refuse_circle(known: Invitation, to: PersonId | OrganizationId, others: dict[PersonId | OrganizationId, Invitation]) -> None:
    passed: list[PersonId | OrganizationId] = []
    holder: PersonId | OrganizationId | None = to
    while holder is not None and holder not in passed:
        if holder == known.invitee:
            raise DomainError("this invitation came from there; it cannot be passed back", where=str(to))
        passed.append(holder)
        holder = others[holder].delegated_to if holder in others else None


def _sequence(work: Work, invitation: Invitation) -> int | None:
    """The SEQUENCE of what was asked, as it stands."""
    about = work.find(invitation.meeting)
    sequence = getattr(about, "sequence", None)
    return sequence if isinstance(sequence, int) else None
