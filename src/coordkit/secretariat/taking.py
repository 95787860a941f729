"""Taking what was heard: an answer changes its invitation, a delegation invites the delegate, a question gets its answer."""

from __future__ import annotations

import attrs

from coordkit.codec.documents import Message
from coordkit.domain.errors import DomainError
from coordkit.domain.invitations import Response, ResponseSource
from coordkit.domain.offices import Office
from coordkit.domain.received import Received, ReceivedKind, Verdict
from coordkit.domain.records import MeetingId
from coordkit.domain.series import MeetingSeries
from coordkit.domain.text import Text
from coordkit.letters import LetterKind
from coordkit.secretariat import reasons
from coordkit.secretariat.addressees import Sender, address_of, at_address, invitee_of, sender_of
from coordkit.secretariat.answers import passed_on
from coordkit.secretariat.hearing import Heard, Target
from coordkit.secretariat.matters import Asked, Matter, matter_of
from coordkit.secretariat.rendering import Occasion
from coordkit.secretariat.telling import has_news, is_announced, may_know, tell_one
from coordkit.secretariat.work import Work


def take(work: Work, office: Office, received: Received, heard: Heard) -> Heard:
    """Does what a claim asks for that was judged taken; gives it back, with another verdict where that cannot be done."""
    if received.kind is ReceivedKind.REFRESH:
        return _refreshed(work, office, received, heard)
    if heard.claim.response is Response.DELEGATED:
        return _delegated(work, office, heard)
    asked = _answered(work, heard)
    matched = attrs.evolve(heard.claim, matches=asked.invitation.id)
    if asked.response is Response.ACCEPTED:
        assert heard.target is not None
        tell_place(work, sender_of(work, office.id), heard.target.matter, asked)
    return attrs.evolve(heard, claim=matched, asked=asked)


def tell_place(work: Work, sender: Sender, matter: Matter, asked: Asked) -> Message | None:
    """Queues the exact place and link for who may know them now and was not told yet; None where there is nothing to tell."""
    if not has_place(matter) or not may_know(work, sender, matter, asked) or not has_news(work, sender, matter, asked):
        return None
    cause = f"place {(asked.invitation.head or b'').hex()}"
    return tell_one(work, sender, matter, asked, Occasion(kind=LetterKind.VENUE, cause=cause))


def has_place(matter: Matter) -> bool:
    """Whether there is an exact place or link that not everybody may know."""
    return any(
        record.venue is not None and (record.venue.place is not None or record.venue.link is not None)
        for record in (matter.subject, *matter.carried)
    )


def _answered(work: Work, heard: Heard) -> Asked:
    """The invitation with the answer, kept; an answer that is on record already changes nothing."""
    claim, asked, target = heard.claim, heard.asked, heard.target
    assert asked is not None and target is not None and claim.response is not None
    own = target.own_invitation(work, asked)
    (kept,) = work.save(
        own.answered(claim.response, at=claim.stamp, source=ResponseSource.MAIL, comment=claim.comment, sequence=claim.sequence)
    )
    return Asked(kept, asked.of_series if own is not asked.of_series else kept)


def _delegated(work: Work, office: Office, heard: Heard) -> Heard:
    claim, asked, target = heard.claim, heard.asked, heard.target
    assert asked is not None and target is not None
    found = at_address(work, claim.delegates[0]) if len(claim.delegates) == 1 else ()
    if len(found) != 1:
        return _waits(heard, reasons.UNKNOWN_DELEGATE if len(claim.delegates) == 1 else reasons.TO_WHOM)
    own = target.own_invitation(work, asked)
    try:
        delegated, invited = passed_on(
            work, own, found[0].id, at=claim.stamp, source=ResponseSource.MAIL, sequence=claim.sequence, comment=claim.comment
        )
    except DomainError:
        return _waits(heard, reasons.IN_A_CIRCLE)
    kept, delegate = work.save(delegated, invited)
    if delegate.told is None and address_of(invitee_of(work, delegate.invitee)) is not None:
        occasion = Occasion(kind=LetterKind.INVITATION, cause=f"delegated {(kept.head or b'').hex()}")
        tell_one(work, sender_of(work, office.id), _of_its_own(work, target), Asked(delegate), occasion)
    return attrs.evolve(heard, claim=attrs.evolve(claim, matches=kept.id), asked=Asked(kept, asked.of_series))


def _of_its_own(work: Work, target: Target) -> Matter:
    """The matter; of an occurrence with nothing of its own so far the Meeting that a message about it alone needs, kept now."""
    series = target.matter.subject
    if target.original is None or not isinstance(series, MeetingSeries):
        return target.matter
    (meeting,) = work.save(series.occurrence_meeting(target.original.day, work.desk.new(MeetingId)))
    return matter_of(work, meeting.id)


def _refreshed(work: Work, office: Office, received: Received, heard: Heard) -> Heard:
    """A question for the latest state, answered to that attendee alone, at the address on record (RFC 5546 3.2.6)."""
    assert heard.asked is not None and heard.target is not None
    if received.automatic:
        return attrs.evolve(heard, claim=attrs.evolve(heard.claim, verdict=Verdict.REFUSED, reason=reasons.AUTOMATIC))
    if not is_announced(heard.target.matter):
        return _waits(heard, reasons.NOT_ANNOUNCED)
    kind = LetterKind.UPDATE
    occasion = Occasion(kind=kind, cause=f"refresh {received.digest}", answers=received.message_id)
    tell_one(work, sender_of(work, office.id), heard.target.matter, heard.asked, occasion)
    return heard


def _waits(heard: Heard, reason: Text) -> Heard:
    return attrs.evolve(heard, claim=attrs.evolve(heard.claim, verdict=Verdict.QUARANTINED, reason=reason))
