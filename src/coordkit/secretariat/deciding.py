"""Deciding what lies in quarantine: a person accepts or rejects it, and what follows from that is done."""

from __future__ import annotations

from types import NoneType

import attrs

from coordkit.domain.dates import Days
from coordkit.domain.errors import DomainError, expect
from coordkit.domain.invitations import Invitation
from coordkit.domain.meetings import Meeting
from coordkit.domain.offices import Office
from coordkit.domain.received import Claim, Received, ReceivedKind, Verdict
from coordkit.domain.records import InvitationId, MeetingId, OfficeId, ReceivedId
from coordkit.domain.rules.answering import is_stale
from coordkit.domain.series import MeetingSeries
from coordkit.domain.slots import Slot, When, zone_info
from coordkit.domain.text import Text
from coordkit.letters import LetterKind
from coordkit.secretariat import reasons
from coordkit.secretariat.addressees import address_of, at_address, has_address, invitee_of, office_of, sender_of
from coordkit.secretariat.desk import Secretariat
from coordkit.secretariat.hearing import Heard, Target, find, order
from coordkit.secretariat.judging import hear_again, with_claims
from coordkit.secretariat.matters import asked_to
from coordkit.secretariat.meetings import approved
from coordkit.secretariat.rendering import Occasion, Renderer
from coordkit.secretariat.taking import ask_in, take
from coordkit.secretariat.telling import tell
from coordkit.secretariat.work import Work

_BY_ID = "give its id"


def accept(
    desk: Secretariat,
    received: ReceivedId,
    *,
    when: Slot | Days | None = None,
    office: OfficeId | None = None,
    channel: str | None = None,
) -> Received:
    """A person takes what lies in quarantine: an answer counts, a question is answered, a proposed time is set.

    Order still holds: an answer that is older than the one on record, or than the last change, stays without effect. Of a COUNTER
    the meeting moves to the time proposed, or to ``when``, unless a check of the region blocks it there; all who are invited are
    told. Who answered without being invited is invited, if their address is on record. Raises ``DomainError`` where there is
    nothing to take, with what to do instead.
    """
    expect(received, ReceivedId, "received", _BY_ID)
    expect(when, (Slot, Days, NoneType), "when", "write Slot(start, duration, zone), or Days(first, last)")
    with desk.work() as work:
        known = _waiting(work, received)
        home = office_of(work, office)
        judged = [_accepted(desk, work, home, channel, known, claim, when) for claim in known.claims]
        if known.kind in (ReceivedKind.INVITATION, ReceivedKind.UNREADABLE):
            raise DomainError("an invitation of somebody else's is not taken here; reject it", where=str(received))
        decided = known.decided(Verdict.TAKEN, by=work.acting(), at=desk.now())
        if judged:
            merged = with_claims(known, judged)
            decided = attrs.evolve(decided, claims=merged.claims, matches=merged.matches)
            if merged.verdict is Verdict.STALE:
                decided = attrs.evolve(decided, verdict=merged.verdict, reason=merged.reason)
        (kept,) = work.save(decided)
        hear_again(work, home, kept)
        work.commit()
    return kept


def reject(
    desk: Secretariat,
    received: ReceivedId,
    *,
    reason: str | None = None,
    office: OfficeId | None = None,
    channel: str | None = None,
) -> Received:
    """A person refuses what lies in quarantine, for a ``reason`` in their own words. Nothing changes.

    Who proposed another time is told that it stays as it is (DECLINECOUNTER), with the reason, at the address on record; nobody
    else hears of it, nor who is only said to have proposed it.
    """
    expect(received, ReceivedId, "received", _BY_ID)
    expect(reason, (str, NoneType), "reason")
    with desk.work() as work:
        known = _waiting(work, received)
        if known.kind is ReceivedKind.COUNTER and not known.automatic:
            for claim in known.claims:
                _decline(work, office, channel, known, claim, reason)
        words = Text((("und", reason),)) if reason and reason.strip() else None
        claims = tuple(
            attrs.evolve(each, verdict=Verdict.REFUSED) if each.verdict is Verdict.QUARANTINED else each for each in known.claims
        )
        decided = known.decided(Verdict.REFUSED, by=work.acting(), at=desk.now(), reason=words)
        (kept,) = work.save(attrs.evolve(decided, claims=claims))
        work.commit()
    return kept


def _waiting(work: Work, received: ReceivedId) -> Received:
    known = work.get(Received, received)
    if known.verdict is not Verdict.QUARANTINED:
        raise DomainError(f"this message is {known.verdict.value}; only a quarantined one is decided", where=str(received))
    return known


def _accepted(
    desk: Secretariat, work: Work, office: Office, channel: str | None, known: Received, claim: Claim, when: Slot | Days | None
) -> Claim:
    if claim.verdict is not Verdict.QUARANTINED:
        return claim
    heard = find(work, attrs.evolve(claim, reason=None))
    is_let_in = heard.claim.reason is reasons.NOT_INVITED and heard.target is not None
    if is_let_in and heard.target is not None:
        heard = _invited(work, heard, heard.target)
    if heard.claim.reason is not None or heard.asked is None or heard.target is None:
        why = heard.claim.reason or reasons.NOT_INVITED
        raise DomainError(f"there is nothing to take: {why.best('en')}; reject it, or correct the desk first", where=str(known.id))
    if known.kind is ReceivedKind.COUNTER:
        _move(desk, work, office, channel, heard.target, when or claim.proposal)
        return attrs.evolve(heard.claim, verdict=Verdict.TAKEN)
    if known.kind is ReceivedKind.REPLY:
        if claim.response is None:
            raise DomainError(
                "it holds no answer that is known; write the answer down with answers.record_answer", where=str(known.id)
            )
        bounded = attrs.evolve(
            heard.claim, sequence=min(claim.sequence, heard.target.matter.sequence), stamp=min(claim.stamp, known.received_at)
        )
        heard = order(attrs.evolve(heard, claim=bounded), heard.target, heard.asked)
        if heard.asked is not None and is_stale(heard.asked.invitation, bounded.sequence):
            return attrs.evolve(heard.claim, verdict=Verdict.STALE, reason=reasons.OUTDATED)
        if heard.claim.verdict is not Verdict.TAKEN:
            return heard.claim
    believed = attrs.evolve(heard, claim=attrs.evolve(heard.claim, verdict=Verdict.TAKEN, reason=None))
    taken = take(work, office, attrs.evolve(known, automatic=False), believed).claim
    if taken.verdict is Verdict.QUARANTINED or taken.reason is not None:
        why = taken.reason or reasons.NO_ANSWER
        raise DomainError(f"it cannot be taken yet: {why.best('en')}", where=str(known.id))
    if is_let_in and heard.target is not None and taken.matches is not None:
        ask_in(work, office, heard.target, work.get(Invitation, taken.matches), f"let in {known.digest}")
    return attrs.evolve(taken, verdict=Verdict.TAKEN, reason=None)


def _invited(work: Work, heard: Heard, target: Target) -> Heard:
    """Who answered without being invited, invited now. Raises ``DomainError`` where nobody on this desk has the address."""
    who = at_address(work, heard.claim.attendee)
    if len(who) != 1:
        what = (
            "nobody on this desk has this address; save the person first" if not who else "several on this desk have this address"
        )
        raise DomainError(what, where=heard.claim.attendee)
    subject = target.matter.subject
    about = subject.series if isinstance(subject, Meeting) and subject.series is not None else subject.id
    (made,) = work.save(
        Invitation(
            id=work.desk.new(InvitationId),
            meeting=about,
            occurrence=target.original,
            invitee=who[0].id,
            tlp=subject.tlp,
        )
    )
    asked = next(each for each in target.asked(work) if each.invitation.id == made.id)
    return Heard(claim=attrs.evolve(heard.claim, matches=made.id, reason=None), target=target, asked=asked)


def _move(desk: Secretariat, work: Work, office: Office, channel: str | None, target: Target, when: When | None) -> None:
    subject = target.matter.subject
    if isinstance(subject, MeetingSeries):
        if target.original is None:
            raise DomainError("another time for a whole series is set with series.split or by editing it", where=str(subject.id))
        subject = subject.occurrence_meeting(target.original.day, work.desk.new(MeetingId))
    if not isinstance(when, Slot | Days):
        raise DomainError("it proposes no time that can be set; give when=, or reject it", where="when")
    moved = subject.moved_to(_on_its_clock(when, subject))
    approved(desk, moved)
    (kept,) = work.save(moved)
    tell(work, sender_of(work, office.id, channel), kept.id)


def _on_its_clock(when: Slot | Days, meeting: Meeting) -> Slot | Days:
    """The time on the clock of the meeting's own zone."""
    if isinstance(when, Slot) and isinstance(meeting.when, Slot) and when.zone != meeting.when.zone:
        clock = zone_info(meeting.when.zone)
        return Slot.between(when.starts.astimezone(clock), when.ends.astimezone(clock))
    return when


def _decline(work: Work, office: OfficeId | None, channel: str | None, known: Received, claim: Claim, reason: str | None) -> None:
    heard = find(work, attrs.evolve(claim, reason=None))
    if heard.asked is None or heard.target is None:
        return
    who = invitee_of(work, heard.asked.invitee)
    is_somebody_elses = known.vouched is False or (known.sender is not None and not has_address(who, known.sender))
    if is_somebody_elses or address_of(who) is None:
        return
    matter = heard.target.matter
    occurrence = heard.target.original if isinstance(matter.subject, MeetingSeries) else None
    renderer = Renderer(work, sender_of(work, office, channel), matter, asked_to(work, matter))
    rendered = renderer.declined_counter(heard.asked, sequence=claim.sequence, comment=reason, occurrence=occurrence)
    cause = f"counter {known.digest}"
    occasion = Occasion(kind=LetterKind.DECLINED_PROPOSAL, cause=cause, comment=reason, answers=known.message_id)
    work.enqueue(renderer.message(heard.asked, rendered, occasion))
