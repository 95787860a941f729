"""What a change takes along: the answers that fall, and the overrides that the message of a series carries."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import attrs

from coordkit.domain.invitations import Invitation
from coordkit.domain.meetings import Meeting
from coordkit.domain.records import InvitationId, OrganizationId, PersonId
from coordkit.domain.rules.announcing import Saying, facts_of, saying_of
from coordkit.domain.series import MeetingSeries
from coordkit.secretariat.addressees import Sender
from coordkit.secretariat.matters import Asked, Matter, asked_to, matter_of, own_invitation
from coordkit.secretariat.rendering import Renderer
from coordkit.secretariat.work import Work


def ask_anew(work: Work, matter: Matter, concerned: Sequence[Asked], reached: Collection[InvitationId]) -> None:
    """Opens the answers again. Replies to what was asked before are stale from now on, but for those whom no mail tells of it."""
    sequence = matter.subject.sequence
    anew = []
    for each in concerned:
        own = own_invitation(work, matter, each)
        anew.append(own.asked_anew(sequence if each.invitation.id in reached else own.reset_at))
    told = {each.invitee: each.invitation.id in reached for each in concerned}
    since = {each.occurrence.day: each.sequence for each in matter.occurrences if each.occurrence}
    for single in _single_ahead(work, matter):
        if single.invitee in told and single.occurrence is not None:
            asked_at = max(sequence, since.get(single.occurrence.day, 0)) if told[single.invitee] else single.reset_at
            anew.append(single.asked_anew(asked_at))
    work.save(*anew)


def _single_ahead(work: Work, matter: Matter) -> tuple[Invitation, ...]:
    """The invitations to occurrences of a series that lie ahead."""
    if not isinstance(matter.subject, MeetingSeries):
        return ()
    to_it, now = work.each(Invitation, {"meeting": str(matter.subject.id)}), work.desk.now()
    return tuple(each for each in to_it if each.withdrawn_at is None and each.occurrence and each.occurrence.in_utc() > now)


def carried(work: Work, matter: Matter, *, asks_anew: bool) -> Matter:
    """The matter after the message of a series took its overrides along: they were announced, none with a lower SEQUENCE."""
    ahead = [each for each in matter.carried if saying_of(each) is Saying.COME]
    if not ahead:
        return matter
    least = matter.subject.sequence
    work.save(*(attrs.evolve(each, announced=facts_of(each), sequence=max(each.sequence + asks_anew, least)) for each in ahead))
    return matter_of(work, matter.subject.id)


def told_with_it(work: Work, sender: Sender, matter: Matter, invitees: Collection[PersonId | OrganizationId]) -> None:
    """Those who got the message of a series know the overrides that it carried."""
    for meeting in matter.carried:
        if saying_of(meeting) is not Saying.COME:
            continue
        one = matter_of(work, meeting.id)
        everybody = asked_to(work, one)
        renderer = Renderer(work, sender, one, everybody)
        known = []
        for each in everybody:
            own = own_invitation(work, one, each)
            if each.invitee in invitees and not is_as_its_series(one, each, own):
                known.append(attrs.evolve(own, told=renderer.current(each).told))
        work.save(*known)


def is_as_its_series(matter: Matter, asked: Asked, own: Invitation) -> bool:
    """Whether who knows the series knows the occurrence by it, and was not told of it alone: it is no other, or it is left out."""
    if own.told is not None or asked.of_series is None or asked.of_series.told is None:
        return False
    if matter.series is None or not isinstance(matter.subject, Meeting):
        return False
    return matter.saying is Saying.CALLED_OFF or matter.series.has_as_template(matter.subject)
