"""Receiving: every message that comes in is kept as Received; what can be believed is taken, the rest waits for a person."""

from __future__ import annotations

from hashlib import sha256
from types import NoneType
from uuid import UUID

import attrs

from coordkit.calendar import replies
from coordkit.calendar.incoming import Incoming
from coordkit.calendar.writing import mail_address, one_line
from coordkit.domain.errors import ParseError, expect
from coordkit.domain.offices import Office
from coordkit.domain.received import Received, ReceivedKind, Verdict
from coordkit.domain.records import InvitationId, OfficeId, ReceivedId
from coordkit.domain.text import Text
from coordkit.secretariat import reasons
from coordkit.secretariat.addressees import office_of
from coordkit.secretariat.claims import claims_of, vouched
from coordkit.secretariat.desk import Secretariat
from coordkit.secretariat.judging import hear_again, judged
from coordkit.secretariat.returning import mark_undeliverable, our_message
from coordkit.secretariat.work import Work

MOST_CLAIMS = 100
"""The most that one message may say: an answer is that of one attendee (RFC 5546 3.2.3), of as many days as there are."""
_ANSWERS = {each.name: each for each in (ReceivedKind.REPLY, ReceivedKind.COUNTER, ReceivedKind.REFRESH)}


def receive(desk: Secretariat, raw: bytes, *, sender: str | None = None, office: OfficeId | None = None) -> Received:
    """Takes in a whole mail or a bare calendar file, and gives the record of it with its verdict.

    An answer (REPLY) whose sender can be believed changes its Invitation and nothing else; a REFRESH is answered to that attendee;
    another time proposed (COUNTER), and whatever cannot be believed, lies in quarantine with the reason until ``accept`` or
    ``reject``; mail that came back for good marks its address. ``sender`` is who sent a bare file, where that is known. The same
    bytes again change nothing. What cannot be read is refused, not raised: nothing that came in is lost from sight.
    """
    expect(raw, bytes, "raw", "give the message's bytes, such as path.read_bytes()")
    expect(sender, (str, NoneType), "sender", "give a mail address")
    digest = sha256(raw).hexdigest()
    with desk.work() as work:
        known = next(work.each(Received, {"digest": digest}), None)
        if known is not None:
            return known
        home = office_of(work, office)
        received = _received(work, home, raw, digest, None if sender is None else mail_address(sender).lower())
        (kept,) = work.save(received)
        hear_again(work, home, kept)
        work.commit()
    return kept


def _received(work: Work, office: Office, raw: bytes, digest: str, stated: str | None) -> Received:
    blank = Received(
        id=work.desk.new(ReceivedId),
        digest=digest,
        received_at=work.desk.now(),
        verdict=Verdict.REFUSED,
        kind=ReceivedKind.UNREADABLE,
        sender=stated,
    )
    try:
        incoming = replies.read(raw)
    except ParseError as error:
        return attrs.evolve(blank, reason=Text.of(en=one_line(str(error))))
    seen = attrs.evolve(
        blank,
        sender=incoming.sender if incoming.is_mail else stated,
        subject=incoming.subject,
        vouched=vouched(incoming.authentications, office) if incoming.is_mail else None,
        automatic=incoming.is_automatic,
        forwarded=incoming.is_forwarded,
        message_id=incoming.message_id,
    )
    if incoming.returned:
        return mark_undeliverable(work, seen, incoming)
    if not incoming.calendars and incoming.problems:
        return attrs.evolve(seen, verdict=Verdict.QUARANTINED, reason=Text.of(en=one_line("; ".join(incoming.problems))))
    if not incoming.calendars:
        return _letter(work, seen, incoming)
    if len({each.method for each in incoming.calendars if each.method in _ANSWERS}) > 1:
        return attrs.evolve(seen, verdict=Verdict.QUARANTINED, reason=reasons.MIXED)
    kind = next((_ANSWERS[each.method] for each in incoming.calendars if each.method in _ANSWERS), None)
    if kind is None:
        uids = tuple(event.uid for each in incoming.calendars for event in each.events)
        about = next(iter(uids), None)
        return attrs.evolve(
            seen, kind=ReceivedKind.INVITATION, verdict=Verdict.QUARANTINED, reason=reasons.SOMEBODY_ELSES, about=about
        )
    claims = claims_of(incoming, kind, seen.sender, seen.received_at)
    if len(claims) > MOST_CLAIMS:
        return attrs.evolve(seen, kind=kind, reason=reasons.TOO_MANY)
    return judged(work, office, attrs.evolve(seen, kind=kind), claims)


def _letter(work: Work, seen: Received, incoming: Incoming) -> Received:
    """A letter without a calendar object: an answer in words where it answers a message of ours."""
    ours = next((found for each in incoming.answers if (found := our_message(work, each)) is not None), None)
    matches = () if ours is None else tuple(InvitationId(int=id.int) for id in ours.about if _is_invitation(work, id))
    letter = attrs.evolve(seen, kind=ReceivedKind.LETTER, about=None if ours is None else str(ours.id), matches=matches)
    if seen.automatic:
        return attrs.evolve(letter, verdict=Verdict.REFUSED, reason=reasons.AUTOMATIC)
    reason = reasons.A_LETTER if ours is None else reasons.IN_WORDS
    return attrs.evolve(letter, verdict=Verdict.QUARANTINED, reason=reason)


def _is_invitation(work: Work, id: UUID) -> bool:
    return work.unit.get(InvitationId.kind, id) is not None
