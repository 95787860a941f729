"""Invitations: asking people to a meeting or a series, taking somebody off the list, and announcing what changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from types import NoneType

import attrs

from coordkit.calendar.events import invitable
from coordkit.codec.documents import Message
from coordkit.domain.errors import DomainError, Problem, expect, several
from coordkit.domain.invitations import Invitation, ParticipationRole
from coordkit.domain.meetings import Meeting
from coordkit.domain.records import InvitationId, MeetingId, MeetingSeriesId, OfficeId, OrganizationId, PersonId
from coordkit.domain.rules.announcing import Saying, saying_of
from coordkit.domain.series import MeetingSeries, SeriesInvitee
from coordkit.ports import Finding
from coordkit.secretariat.addressees import address_of, invitee_of, sender_of
from coordkit.secretariat.desk import Secretariat
from coordkit.secretariat.following import follow
from coordkit.secretariat.matters import occurrence_of
from coordkit.secretariat.meetings import approved
from coordkit.secretariat.series import approved as series_approved
from coordkit.secretariat.telling import take_off, tell
from coordkit.secretariat.work import Work

_BY_ID = "give its id"


@attrs.frozen
class Announcement:
    """Records as they were kept, what the region's checks advise, the messages queued, and whom no mail reaches."""

    records: tuple[Meeting | MeetingSeries, ...]
    findings: tuple[Finding, ...]
    messages: tuple[Message, ...]
    unreached: tuple[PersonId | OrganizationId, ...]


def invite(
    desk: Secretariat,
    about: MeetingId | MeetingSeriesId,
    invitees: Iterable[PersonId | OrganizationId] | None = None,
    *,
    office: OfficeId | None = None,
    channel: str | None = None,
    role: ParticipationRole = ParticipationRole.REQUIRED,
    organizer: PersonId | None = None,
    occurrence: date | None = None,
) -> tuple[Invitation, ...]:
    """Invites people and organizations by mail: one transaction keeps the invitations and queues one mail for each.

    ``about`` is a meeting, or a series as a whole, or of a series the one ``occurrence`` of this original day; without ``invitees``
    those of the series are invited. Each mail is rendered from what its recipient may see, in the recipient's language where a
    person has said one, else in the office's first. The exact place and the link stand only in a mail to who has accepted. Who was
    invited already is not invited twice; who was taken off the list is invited again. ``office`` sends (the desk's only one),
    over its ``channel`` unless another notifier is named; ``organizer`` is the human who asks, where it is not the office.

    Raises ``DomainError`` for an invitee without an e-mail address and for a meeting that nobody can be invited to,
    ``PluginError`` for a channel that there is not.
    """
    expect(about, (MeetingId, MeetingSeriesId), "about", _BY_ID)
    expect(organizer, (PersonId, NoneType), "organizer", _BY_ID)
    expect(role, ParticipationRole, "role")
    with desk.work() as work:
        sender = sender_of(work, office, channel)
        subject = _organized(work, _subject(work, about, occurrence), organizer)
        made = _invited(work, subject, _whom(subject, invitees, role))
        _refuse_unreachable(work, made)
        if isinstance(subject, MeetingSeries):
            subject = _listed(work, subject, made)
        tell(work, sender, subject.id)
        invited = tuple(work.get(Invitation, each.id) for each in made)
        work.commit()
    return invited


def withdraw(
    desk: Secretariat, invitation: InvitationId, *, office: OfficeId | None = None, channel: str | None = None
) -> Invitation:
    """Takes an invitee off the list: they alone get a CANCEL that says so (RFC 5546 3.2.5), and may be invited again later.

    Off the list of a series they are off those of its single occurrences too, as far as these lie ahead.
    Raises ``DomainError`` where they are off the list already.
    """
    expect(invitation, InvitationId, "invitation", _BY_ID)
    with desk.work() as work:
        sender = sender_of(work, office, channel)
        known = work.get(Invitation, invitation)
        gone, _ = take_off(work, sender, known)
        if isinstance(known.meeting, MeetingSeriesId) and known.occurrence is None:
            _unlisted(work, gone)
        work.commit()
    return gone


def announce(
    desk: Secretariat,
    *edited: Meeting | MeetingSeries,
    office: OfficeId | None = None,
    channel: str | None = None,
) -> Announcement:
    """Keeps meetings and series, new or edited, and queues what each of those invited must be told, in one transaction.

    A meeting that moved, was called off or got another locality or mode is told to all with a higher SEQUENCE; other news (texts,
    the exact place to who may know it) to those whom it reaches, with the same one. Who would read nothing new gets nothing, so
    announcing twice does no harm. Raises ``CheckFailed`` where a check of the region blocks, and then nothing is written.
    """
    several(edited, (Meeting, MeetingSeries), "edited")
    with desk.work() as work:
        sender = sender_of(work, office, channel)
        found = tuple(finding for each in edited for finding in _checked(desk, each))
        for each in edited:
            if isinstance(each, MeetingSeries):
                follow(work, each, {other.id for other in edited if isinstance(other, Meeting)})
        kept = work.save(*edited)
        told = [tell(work, sender, each.id) for each in kept]
        records = tuple(work.get(type(each), each.id) for each in kept)
        work.commit()
    return Announcement(
        records,
        tuple(dict.fromkeys(found)),
        tuple(message for each in told for message in each.messages),
        tuple(dict.fromkeys(who for each in told for who in each.unreached)),
    )


def _checked(desk: Secretariat, edited: Meeting | MeetingSeries) -> tuple[Finding, ...]:
    """What the region's checks advise. They have no say in what is called off."""
    if saying_of(edited) is Saying.CALLED_OFF:
        return ()
    return approved(desk, edited) if isinstance(edited, Meeting) else series_approved(desk, edited)


def _subject(work: Work, about: MeetingId | MeetingSeriesId, occurrence: date | None) -> Meeting | MeetingSeries:
    """What is asked to; the Meeting of an occurrence is made where there is none. Raises ``DomainError`` where nobody can be."""
    subject: Meeting | MeetingSeries
    if occurrence is not None:
        if isinstance(about, MeetingId):
            raise DomainError("only a series has occurrences; leave it out", where="occurrence")
        known = occurrence_of(work, about, occurrence)
        series = work.get(MeetingSeries, about)
        subject = known or series.occurrence_meeting(occurrence, work.desk.new(MeetingId))
    else:
        subject = work.get(Meeting, about) if isinstance(about, MeetingId) else work.get(MeetingSeries, about)
    if isinstance(subject, Meeting):
        invitable(subject)
    elif saying_of(subject) is not Saying.COME:
        raise DomainError("nobody can be invited to a series that is cancelled; plan a new one", where=str(subject.id))
    return subject


def _organized(work: Work, subject: Meeting | MeetingSeries, organizer: PersonId | None) -> Meeting | MeetingSeries:
    """The subject with its human organizer, kept. Raises ``DomainError`` for another one once people were invited."""
    if organizer is not None and subject.organizer != organizer:
        if subject.announced is not None:
            raise DomainError("who organizes stays the same once people were invited", where="organizer")
        if address_of(invitee_of(work, organizer)) is None:
            raise DomainError("who organizes needs a mail address; add one to the record", where="organizer")
        subject = attrs.evolve(subject, organizer=organizer)
    (kept,) = work.save(subject)
    return kept


def _whom(
    subject: Meeting | MeetingSeries, invitees: Iterable[PersonId | OrganizationId] | None, role: ParticipationRole
) -> dict[PersonId | OrganizationId, ParticipationRole]:
    if invitees is not None:
        return dict.fromkeys(several(invitees, (PersonId, OrganizationId), "invitees"), role)
    if isinstance(subject, MeetingSeries):
        return {each.invitee: each.role for each in subject.invitees}
    raise DomainError("say whom to invite; only a series knows its invitees", where="invitees")


def _invited(
    work: Work, subject: Meeting | MeetingSeries, whom: dict[PersonId | OrganizationId, ParticipationRole]
) -> tuple[Invitation, ...]:
    """New invitations, and those of who was taken off the list, kept; who is on it already has none among them."""
    occurrence = subject.occurrence if isinstance(subject, Meeting) else None
    about = subject.series if isinstance(subject, Meeting) and subject.series is not None else subject.id
    made = []
    for invitee, role in whom.items():
        known = [
            each
            for each in work.each(Invitation, {"meeting": str(about), "invitee": str(invitee)})
            if each.occurrence in (None, occurrence)
        ]
        gone = next((each for each in known if each.occurrence == occurrence and each.withdrawn_at is not None), None)
        if gone is not None:
            made.append(attrs.evolve(gone.renewed(subject.sequence), role=role))
            if occurrence is None:
                together = (each for each in _single(work, gone) if each.withdrawn_at == gone.withdrawn_at)
                work.save(*(each.renewed(max(each.reset_at, subject.sequence)) for each in together))
        elif not any(each.withdrawn_at is None for each in known):
            made.append(
                Invitation(
                    id=work.desk.new(InvitationId),
                    meeting=about,
                    occurrence=occurrence,
                    invitee=invitee,
                    role=role,
                    tlp=subject.tlp,
                    reset_at=subject.sequence,
                )
            )
    return work.save(*made)


def _listed(work: Work, series: MeetingSeries, made: Iterable[Invitation]) -> MeetingSeries:
    """The series with those who were invited to it on its own list."""
    known = {each.invitee for each in series.invitees}
    new = (SeriesInvitee(invitee=each.invitee, role=each.role) for each in made if each.invitee not in known)
    (kept,) = work.save(attrs.evolve(series, invitees=(*series.invitees, *new)))
    return kept


def _unlisted(work: Work, gone: Invitation) -> None:
    """Whoever was taken off a series is not on its list any more, nor asked to single occurrences that lie ahead."""
    series = work.find(gone.meeting)
    assert isinstance(series, MeetingSeries) and gone.withdrawn_at is not None
    work.save(attrs.evolve(series, invitees=tuple(each for each in series.invitees if each.invitee != gone.invitee)))
    work.save(
        *(
            each.withdrawn(gone.withdrawn_at)
            for each in _single(work, gone)
            if each.withdrawn_at is None and each.occurrence is not None and each.occurrence.in_utc() > gone.withdrawn_at
        )
    )


def _single(work: Work, invitation: Invitation) -> list[Invitation]:
    """The same invitee's invitations to single occurrences of a series."""
    to_it = work.each(Invitation, {"meeting": str(invitation.meeting), "invitee": str(invitation.invitee)})
    return [each for each in to_it if each.id != invitation.id and each.occurrence is not None]


def _refuse_unreachable(work: Work, invitations: Iterable[Invitation]) -> None:
    """Raises ``DomainError`` with all invitees whom no mail reaches."""
    mute = [who for each in invitations if address_of(who := invitee_of(work, each.invitee)) is None]
    if mute:
        problems = [Problem(str(who.id), f"“{who.name}” has no e-mail address; add a contact first") for who in mute]
        raise DomainError("not all can be reached by mail; nobody was invited", where="invitees", problems=problems)
