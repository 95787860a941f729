"""Answers to invitations that a person writes down, and invitations that are passed on to somebody else."""

from __future__ import annotations

from datetime import date, datetime

import attrs

from coordkit.codec.history import versions
from coordkit.domain.errors import DomainError, expect
from coordkit.domain.invitations import Invitation, Response, ResponseSource
from coordkit.domain.meetings import Meeting
from coordkit.domain.records import InvitationId, OfficeId, OrganizationId, PersonId
from coordkit.domain.rules.answering import is_newer, is_stale
from coordkit.domain.series import MeetingSeries
from coordkit.domain.slots import instant
from coordkit.secretariat.addressees import sender_of
from coordkit.secretariat.desk import Secretariat
from coordkit.secretariat.matters import about_of, on_day, singled_out
from coordkit.secretariat.telling import Announce, tell
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
    occurrence: date | None = None,
) -> Invitation:
    """Writes down an answer that came by phone, messenger or in person, ``at`` a moment (aware; now), by who works at the desk.

    It counts with the SEQUENCE as it was ``at`` that moment, and that as its DTSTAMP: of all answers the newest does. Of an
    invitation to a series it may be for the ``occurrence`` of one original day alone. For an answer ``DELEGATED`` use ``delegate``,
    which says to whom. Raises ``DomainError`` for it, where a newer answer is on record, where they were asked anew since, and for
    who is not invited any more.
    """
    expect(invitation, InvitationId, "invitation", _BY_ID)
    if response is Response.DELEGATED:
        raise DomainError("to whom? use delegate(desk, invitation, to, source=…)", where="response")
    with desk.work() as work:
        known = _known(work, invitation, occurrence)
        stamp = _said_at(desk, at)
        sequence = _sequence(work, known, stamp)
        _refuse_older(known, response, stamp, sequence)
        answered = known.answered(
            response,
            at=stamp,
            source=source,
            comment=comment,
            sequence=sequence,
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
    occurrence: date | None = None,
    announce: Announce = False,
    office: OfficeId | None = None,
) -> tuple[Invitation, Invitation]:
    """The invitee sends somebody else, who gets an invitation of their own, to the same, in the same part (RFC 5546 3.2.2.3).

    Of an invitation to a series it may be for the ``occurrence`` of one original day alone. Gives both invitations. The delegate
    who was invited already keeps their invitation as it is. With ``announce`` the mail that invites the delegate is queued in the
    same transaction, by the ``office`` given or the desk's only one. Raises ``DomainError`` where the delegate passed the same
    invitation on: it would go round in a circle.
    """
    expect(invitation, InvitationId, "invitation", _BY_ID)
    expect(to, (PersonId, OrganizationId), "to", _BY_ID)
    with desk.work() as work:
        known = _known(work, invitation, occurrence)
        stamp = _said_at(desk, at)
        sequence = _sequence(work, known, stamp)
        _refuse_older(known, Response.DELEGATED, stamp, sequence)
        made = passed_on(work, known, to, at=stamp, source=source, sequence=sequence, recorded_by=work.acting())
        first, second = work.save(*made)
        if announce:
            told = tell(work, sender_of(work, office), singled_out(work, second.meeting, second.occurrence).subject.id)
            first, second = work.get(Invitation, first.id), work.get(Invitation, second.id)
            if callable(announce):
                announce(told)
        work.commit()
    return first, second


def passed_on(
    work: Work,
    known: Invitation,
    to: PersonId | OrganizationId,
    *,
    at: datetime,
    source: ResponseSource,
    sequence: int | None = None,
    comment: str | None = None,
    recorded_by: PersonId | None = None,
) -> tuple[Invitation, Invitation]:
    """The invitation as passed on, and the delegate's own, neither kept yet. Raises ``DomainError`` as ``delegate`` does."""
    to_it = [each for each in work.each(Invitation, {"meeting": str(known.meeting)}) if each.occurrence == known.occurrence]
    others = {each.invitee: each for each in to_it if each.withdrawn_at is None}
    _refuse_circle(known, to, others)
    delegated = known.delegated(to, at=at, source=source, comment=comment, sequence=sequence, recorded_by=recorded_by)
    gone = next((each for each in to_it if each.invitee == to), None)
    again = None if gone is None else attrs.evolve(gone.renewed(known.reset_at), role=known.role)
    return delegated, others.get(to) or again or Invitation(
        id=work.desk.new(InvitationId),
        meeting=known.meeting,
        occurrence=known.occurrence,
        invitee=to,
        role=known.role,
        tlp=known.tlp,
        reset_at=known.reset_at,
    )


def _said_at(desk: Secretariat, at: datetime | None) -> datetime:
    """When it was said: ``at``, else now. Raises ``DomainError`` for a time to come: no later answer would count."""
    now = desk.now()
    said = instant(at) or now
    if said > now:
        raise DomainError(f"{said} is still to come; give the time when it was said", where="at")
    return said


def _known(work: Work, invitation: InvitationId, occurrence: date | None) -> Invitation:
    known = work.get(Invitation, invitation)
    return known if occurrence is None else on_day(work, known, occurrence)


def _refuse_circle(known: Invitation, to: PersonId | OrganizationId, others: dict[PersonId | OrganizationId, Invitation]) -> None:
    passed: list[PersonId | OrganizationId] = []
    holder: PersonId | OrganizationId | None = to
    while holder is not None and holder not in passed:
        if holder == known.invitee:
            raise DomainError("this invitation came from there; it cannot be passed back", where=str(to))
        passed.append(holder)
        holder = others[holder].delegated_to if holder in others else None


def _refuse_older(known: Invitation, response: Response, stamp: datetime, sequence: int) -> None:
    if known.withdrawn_at is not None:
        raise DomainError("they are not invited any more; invite them again first", where=str(known.id))
    if is_stale(known, sequence):
        raise DomainError(f"they were asked anew after {stamp}; give the time when they answered that", where="at")
    if not is_newer(known, response, sequence=sequence, stamp=stamp):
        raise DomainError(f"a newer answer, of {known.answered_at}, is on record; give the time of this one", where="at")


def _sequence(work: Work, invitation: Invitation, at: datetime) -> int:
    """The SEQUENCE that what was asked had at a moment; of an occurrence that had a Meeting of its own by then, that one's."""
    for about in (about_of(work, invitation), invitation.meeting):
        changes = tuple(work.unit.history(about.kind, about.uuid))
        known = (record for change, record in zip(changes, versions(changes), strict=True) if change.at <= at)
        sequences = [record.sequence for record in known if isinstance(record, Meeting | MeetingSeries)]
        if sequences:
            return sequences[-1]
    return 0
