"""Meetings: planning one under the region's rules, proposing the next, and inviting to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from types import NoneType

import attrs

from coordkit.calendar.events import Attendee, Party, request
from coordkit.calendar.invitation_text import invitation_text
from coordkit.calendar.mail import invitation_mail
from coordkit.codec.documents import Message
from coordkit.domain.audiences import Audience
from coordkit.domain.errors import CheckFailed, DomainError, Problem, expect, several
from coordkit.domain.invitations import Invitation, ParticipationRole, Response
from coordkit.domain.meetings import Meeting
from coordkit.domain.minutes import Minutes
from coordkit.domain.offices import Office
from coordkit.domain.outcomes import Outcome
from coordkit.domain.records import InvitationId, MeetingId, OfficeId, OrganizationId, PersonId, Tlp
from coordkit.domain.rules.agenda import next_agenda
from coordkit.domain.slots import outer_limits
from coordkit.domain.stakeholders import ContactKind, Organization, Person
from coordkit.domain.text import Text
from coordkit.ports import Check, Finding, Region
from coordkit.secretariat.desk import Secretariat
from coordkit.secretariat.work import Work

_BY_ID = "give its id"


@attrs.frozen
class Planned:
    """A meeting as it was kept, and what the region's checks advise."""

    meeting: Meeting
    findings: tuple[Finding, ...]


def plan(desk: Secretariat, meeting: Meeting) -> Planned:
    """Keeps a meeting, new or edited, unless a check of its region blocks it: then ``CheckFailed``, and nothing is written."""
    expect(meeting, Meeting, "meeting", "give the meeting itself, not its id")
    found = approved(desk, meeting)
    (kept,) = desk.save(meeting)
    return Planned(kept, found)


def approved(desk: Secretariat, meeting: Meeting) -> tuple[Finding, ...]:
    """What the checks advise on a meeting. Raises ``CheckFailed`` with all that blocks it, if anything does."""
    found = tuple(findings(desk, meeting))
    blocking = [finding for finding in found if finding.blocks]
    if blocking:
        languages = _languages(desk)
        raise CheckFailed(
            f"“{meeting.title}” cannot be planned so; nothing was written",
            problems=[Problem(finding.check, finding.message.best(*languages)) for finding in blocking],
        )
    return found


def findings(desk: Secretariat, meeting: Meeting) -> Iterator[Finding]:
    """What the checks say of a meeting: those of the region whose areas hold its venue, else of the desk's, parents' first.

    Each check runs for itself: one that fails becomes a finding that says so.
    """
    region = _region_of(desk, meeting)
    if region is None:
        return
    day = outer_limits(meeting.when)[0] or desk.today()
    for check in region.checks:
        if check.holds_on(day):
            try:
                yield from _findings(check, meeting, day)
            except Exception as error:  # one broken check of a plugin must not stop the others, nor the meeting
                words = f"the check itself failed, tell its author: {type(error).__name__}: {error}"
                yield Finding(check=check.name, message=Text.of(en=words), blocks=False, sources=check.sources)


def _findings(check: Check, meeting: Meeting, day: date) -> tuple[Finding, ...]:
    found = tuple(check.run(meeting, day))
    for finding in found:
        if not isinstance(finding, Finding):
            raise TypeError(f"it gave {finding!r}, which is no Finding")
    return found


def _region_of(desk: Secretariat, meeting: Meeting) -> Region | None:
    locality = meeting.venue.locality if meeting.venue else None
    found = desk.plugins.region_for_area(locality) if locality else None
    return found or desk.region


def propose_next(desk: Secretariat, after: MeetingId, *, title: Text | None = None) -> Meeting:
    """A draft of the meeting that follows ``after``: its agenda from what was voiced and left open. It is not kept yet.

    It has the convener, groups, kind, venue and language of the one before. Its TLP is the strictest of that meeting and of the
    outcomes whose words stand on its agenda, and AMBER at least: a proposal is nobody's news yet.
    """
    expect(after, MeetingId, "after", _BY_ID)
    expect(title, (Text, NoneType), "title", 'write Text.of(uk="…")')
    with desk.work() as work:
        before = work.get(Meeting, after)
        outcomes = tuple(work.each(Outcome, {"meeting": str(after)}))
        minutes = next(work.each(Minutes, {"meeting": str(after)}), None)
    return Meeting(
        id=desk.new(MeetingId),
        title=title or before.title,
        tlp=max(Tlp.AMBER, before.tlp, *(outcome.tlp for outcome in outcomes)),
        kind=before.kind,
        convener=before.convener,
        groups=before.groups,
        venue=before.venue,
        modes=before.modes,
        language=before.language,
        predecessor=before.id,
        agenda=next_agenda(before, outcomes, minutes),
    )


def invite(
    desk: Secretariat,
    meeting: MeetingId,
    invitees: Iterable[PersonId | OrganizationId],
    *,
    office: OfficeId,
    channel: str,
    role: ParticipationRole = ParticipationRole.REQUIRED,
) -> tuple[Invitation, ...]:
    """Invites people and organizations by mail: one transaction keeps the invitations and queues one mail for each.

    Each mail is rendered from what its recipient may see, in the recipient's language where a person has said one, else in
    the office's first. The exact place and the link stand only in a mail to who has accepted; a first one names the locality.
    Who was invited already is not invited twice. ``channel`` is the name of a notifier; ``correspondence.deliver`` sends what
    waits for it. Raises ``DomainError`` for an invitee without an e-mail address and for a meeting that nobody can be invited
    to, ``PluginError`` for a channel that there is not.
    """
    expect(meeting, MeetingId, "meeting", _BY_ID)
    expect(office, OfficeId, "office", _BY_ID)
    invitees = several(invitees, (PersonId, OrganizationId), "invitees")
    desk.plugins.notifier(channel)
    made: list[Invitation] = []
    with desk.work() as work:
        sender = work.get(Office, office)
        for invitee in dict.fromkeys(invitees):
            known = tuple(work.each(Invitation, {"meeting": str(meeting), "invitee": str(invitee)}))
            if known:
                continue
            invitation = Invitation(id=desk.new(InvitationId), meeting=meeting, invitee=invitee, role=role)
            made += work.save(attrs.evolve(invitation, tlp=work.get(Meeting, meeting).tlp))
        _refuse_unreachable(work, made)
        for invitation in made:
            work.enqueue(_invitation_message(desk, work, invitation, sender, channel))
        work.commit()
    return tuple(made)


def _refuse_unreachable(work: Work, invitations: Iterable[Invitation]) -> None:
    """Raises ``DomainError`` with all invitees who have no e-mail address."""
    mute = [who for invitation in invitations if not _addresses(who := _invitee(work, invitation))]
    if mute:
        problems = [Problem(str(who.id), f"“{who.name}” has no e-mail address; add a contact first") for who in mute]
        raise DomainError("not all can be reached by mail; nobody was invited", where="invitees", problems=problems)


def _invitee(work: Work, invitation: Invitation) -> Person | Organization:
    who = work.find(invitation.invitee)
    if not isinstance(who, Person | Organization):
        raise DomainError("the invitee is not on this desk; save it first", where=str(invitation.invitee))
    return who


def _addresses(who: Person | Organization) -> list[str]:
    return [contact.value for contact in who.contacts if contact.kind is ContactKind.EMAIL]


def _invitation_message(desk: Secretariat, work: Work, invitation: Invitation, office: Office, channel: str) -> Message:
    """The mail to one invitee, as it will go out."""
    who = _invitee(work, invitation)
    language = (who.language if isinstance(who, Person) else None) or next(iter(office.languages), "en")
    address = _addresses(who)[0]
    accepted = invitation.response is Response.ACCEPTED
    entitled = (invitation.meeting,) if accepted and isinstance(invitation.meeting, MeetingId) else ()
    release = work.release(Audience.of_named((invitation.invitee,), entitled=entitled, clearance=office.tlp_ceiling))
    shown = release.get(invitation.meeting)
    if not isinstance(shown, Meeting):
        raise DomainError("this meeting may not be shown to the invitee", where=str(invitation.invitee))
    if not office.addresses:
        raise DomainError("an office that invites needs a sending address; add one to addresses", where=str(office.id))
    languages = (language, *office.languages)
    organizer = Party(office.name.best(*languages), office.addresses[0])
    recipient = Party(who.name.best(*languages), address)
    locality = locality_name(desk, shown.venue.locality if shown.venue else None, languages)
    now, uuid = desk.now(), desk.new_uuid()
    words = invitation_text(shown, language=language, locality=locality, organizer=organizer.name)
    calendar = request(
        shown,
        organizer=organizer,
        recipient=Attendee(
            party=recipient,
            role=invitation.role,
            response=invitation.response,
            is_group=isinstance(who, Organization),
        ),
        stamp=now,
        languages=languages,
        locality=locality,
    )
    mail = invitation_mail(
        calendar,
        sender=organizer,
        recipient=recipient,
        subject=words.subject,
        plain=words.plain,
        html=words.html,
        message_id=f"<{uuid}@{organizer.address.rpartition('@')[2]}>",
        date=now,
        language=language,
    )
    about = (invitation.meeting.uuid, invitation.id.uuid, invitation.invitee.uuid)
    return Message(uuid, channel, address, mail, about, queued_at=now, due_at=now)


def locality_name(desk: Secretariat, code: str | None, languages: Sequence[str]) -> str | None:
    """What people call an area: its centre's name where there is one. The code itself where no plugin knows it."""
    if code is None:
        return None
    region = desk.plugins.region_for_area(code)
    if region is None:
        return code
    area = region.gazetteer.area(code)
    return (area.centre or area.name).best(*languages)


def _languages(desk: Secretariat) -> tuple[str, ...]:
    return desk.region.languages if desk.region and desk.region.languages else ("en",)
