"""Taking what was heard: an answer changes its invitation, a delegation invites the delegate, a question gets its answer."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from coordkit.calendar.writing import one_line
from coordkit.codec.documents import Message
from coordkit.domain.errors import CoordkitError, DomainError, StaleEdit, StoreError
from coordkit.domain.invitations import Invitation, Response, ResponseSource
from coordkit.domain.offices import Office
from coordkit.domain.received import Received, ReceivedKind, Verdict
from coordkit.domain.series import MeetingSeries
from coordkit.domain.text import Text
from coordkit.letters import LetterKind
from coordkit.secretariat import reasons
from coordkit.secretariat.addressees import Sender, address_of, at_address, invitee_of, sender_of
from coordkit.secretariat.answers import passed_on
from coordkit.secretariat.hearing import Heard, Target
from coordkit.secretariat.matters import Asked, Matter, asked_to, singled_out
from coordkit.secretariat.rendering import Occasion
from coordkit.secretariat.telling import has_news, is_announced, may_know, standing_letter, tell_one
from coordkit.secretariat.work import Work


def ask_in(work: Work, office: Office, target: Target, invitation: Invitation, cause: str) -> None:
    """Queues the request to who came onto the list by an answer, unless they have it already or no mail reaches them."""
    if invitation.told is None and address_of(invitee_of(work, invitation.invitee)) is not None:
        matter = singled_out(work, target.matter.subject.id, target.original)
        occasion = Occasion(kind=LetterKind.INVITATION, cause=cause)
        tell_one(work, sender_of(work, office.id), matter, Asked(invitation), occasion)


def take(work: Work, office: Office, received: Received, heard: Heard) -> Heard:
    """Does what a claim asks for that was judged taken; gives it back, with another verdict where that cannot be done."""
    if received.kind is ReceivedKind.REFRESH:
        return _refreshed(work, office, received, heard)
    if heard.claim.response is Response.DELEGATED:
        return _delegated(work, office, heard)
    asked = _answered(work, heard)
    taken = attrs.evolve(heard, claim=attrs.evolve(heard.claim, matches=asked.invitation.id), asked=asked)
    if asked.response is Response.ACCEPTED and not received.automatic:  # to a machine the place is told with the next reminders
        return _told(taken, lambda: _placed(work, office, taken.target, asked))
    return taken


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


def _placed(work: Work, office: Office, target: Target | None, asked: Asked) -> None:
    """The place for who accepted; of one occurrence alone, where nothing told them that of its series."""
    assert target is not None
    matter = target.matter
    if has_place(matter) and isinstance(matter.subject, MeetingSeries) and target.original is not None:
        if asked.of_series is not None and asked.of_series.response is Response.ACCEPTED:
            return
        matter = singled_out(work, matter.subject.id, target.original)
    tell_place(work, sender_of(work, office.id), matter, asked)


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
    taken = attrs.evolve(heard, claim=attrs.evolve(claim, matches=kept.id), asked=Asked(kept, asked.of_series))
    return _told(taken, lambda: ask_in(work, office, target, delegate, f"delegated {(kept.head or b'').hex()}"))


def _refreshed(work: Work, office: Office, received: Received, heard: Heard) -> Heard:
    """A question for the latest state, answered to that attendee alone, at the address on record (RFC 5546 3.2.6)."""
    assert heard.asked is not None and heard.target is not None
    if received.automatic:
        return attrs.evolve(heard, claim=attrs.evolve(heard.claim, verdict=Verdict.REFUSED, reason=reasons.AUTOMATIC))
    matter = heard.target.matter
    if not is_announced(matter):
        return _waits(heard, reasons.NOT_ANNOUNCED)
    # An occurrence that has nothing of its own comes with its series, and so do the answers to that.
    asked = next(each for each in asked_to(work, matter) if each.invitee == heard.asked.invitee)
    occasion = Occasion(kind=standing_letter(matter), cause=f"refresh {received.digest}", answers=received.message_id)
    told = _told(heard, lambda: tell_one(work, sender_of(work, office.id), matter, asked, occasion))
    return told if told.claim.reason is None else _waits(told, told.claim.reason)


def _told(heard: Heard, tell: Callable[[], object]) -> Heard:
    """What was heard, after somebody was told what follows from it.

    Where that cannot be (a channel or a library is missing, the meeting may not be shown any more), it stays heard and has the
    reason: nothing that came in is lost for what cannot go out.
    """
    try:
        tell()
    except (StoreError, StaleEdit):
        raise
    except CoordkitError as error:
        return attrs.evolve(heard, claim=attrs.evolve(heard.claim, reason=Text.of(en=one_line(str(error)))))
    return heard


def _waits(heard: Heard, reason: Text) -> Heard:
    return attrs.evolve(heard, claim=attrs.evolve(heard.claim, verdict=Verdict.QUARANTINED, reason=reason))
