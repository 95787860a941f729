"""Judging a message: each of its claims is heard and taken, and what waited for a delegation is heard again when that comes."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from coordkit.domain.invitations import Response
from coordkit.domain.offices import Office
from coordkit.domain.received import Claim, Received, Verdict
from coordkit.secretariat import reasons
from coordkit.secretariat.claims import Sent
from coordkit.secretariat.hearing import hear
from coordkit.secretariat.taking import take
from coordkit.secretariat.work import Work

_CAREFUL_FIRST = (Verdict.QUARANTINED, Verdict.TAKEN, Verdict.STALE, Verdict.REFUSED)


def judged(work: Work, office: Office, received: Received, claims: Iterable[Claim]) -> Received:
    """The message with what became of each of its claims; what could be believed is done."""
    return with_claims(received, [_judged(work, office, received, claim) for claim in claims])


def with_claims(received: Received, claims: Iterable[Claim]) -> Received:
    """The message with its claims as they were judged, and the verdict that they give it together: what waits comes first."""
    made = tuple(claims)
    foremost = min(made, key=lambda claim: _CAREFUL_FIRST.index(claim.verdict), default=None)
    return attrs.evolve(
        received,
        claims=made,
        matches=tuple(dict.fromkeys(claim.matches for claim in made if claim.matches is not None)),
        verdict=foremost.verdict if foremost else Verdict.REFUSED,
        reason=foremost.reason if foremost else reasons.NO_ATTENDEE,
    )


def hear_again(work: Work, office: Office, received: Received) -> None:
    """Hears again what waited since its sender was not invited, after a message that passed the invitation on was kept.

    A delegate's answer may come before the delegator's (RFC 5546 2.1.5 orders the messages of one attendee, not of two).
    """
    for claim in received.claims:
        if claim.verdict is not Verdict.TAKEN or claim.response is not Response.DELEGATED:
            continue
        for id in [each.id for each in work.each(Received, {"uid": claim.uid, "verdict": Verdict.QUARANTINED.value})]:
            waiting = work.get(Received, id)  # what was heard again before it may have been what this one waited for
            if any(_was_not_invited(each) for each in waiting.claims):
                again = (_judged(work, office, waiting, each) if _was_not_invited(each) else each for each in waiting.claims)
                (kept,) = work.save(with_claims(waiting, again))
                hear_again(work, office, kept)


def _was_not_invited(claim: Claim) -> bool:
    return claim.verdict is Verdict.QUARANTINED and claim.reason == reasons.NOT_INVITED


def _judged(work: Work, office: Office, received: Received, claim: Claim) -> Claim:
    sent = Sent(sender=received.sender, vouched=received.vouched, forwarded=received.forwarded)
    heard = hear(work, attrs.evolve(claim, reason=None), received.kind, sent, office, received.received_at)
    if heard.claim.verdict is Verdict.TAKEN:
        heard = take(work, office, received, heard)
    return heard.claim
