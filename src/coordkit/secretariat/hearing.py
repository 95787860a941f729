"""Hearing a claim: whom and what it matches, and whether it counts (RFC 5546 2.1.5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import attrs

from coordkit.domain.clock_times import ClockTime
from coordkit.domain.invitations import Invitation
from coordkit.domain.meetings import Meeting
from coordkit.domain.offices import Office
from coordkit.domain.received import Claim, ReceivedKind, Verdict
from coordkit.domain.recurrence import Recurrence
from coordkit.domain.rules.answering import is_newer, is_stale
from coordkit.domain.series import MeetingSeries
from coordkit.domain.slots import zone_info
from coordkit.domain.text import Text
from coordkit.secretariat import reasons
from coordkit.secretariat.addressees import address_of, has_address, invitee_of
from coordkit.secretariat.claims import Sent
from coordkit.secretariat.matters import (
    Asked,
    Matter,
    asked_on,
    asked_to,
    matter_of,
    occurrence_invitation,
    occurrence_of,
    own_invitation,
)
from coordkit.secretariat.work import Work

_AHEAD = timedelta(days=1)


@attrs.frozen(kw_only=True)
class Target:
    """What a claim is about: a meeting or a series, or one occurrence of it by its ``original`` start."""

    matter: Matter
    original: ClockTime | None = None

    def asked(self, work: Work) -> tuple[Asked, ...]:
        """Those asked to it."""
        subject = self.matter.subject
        if isinstance(subject, MeetingSeries) and self.original is not None:
            return asked_on(work, subject, self.original, None)
        return asked_to(work, self.matter)

    def own_invitation(self, work: Work, asked: Asked) -> Invitation:
        """The invitation that keeps what is answered to it alone."""
        subject = self.matter.subject
        if isinstance(subject, MeetingSeries) and self.original is not None:
            return occurrence_invitation(work, subject, self.original, asked)
        return own_invitation(work, self.matter, asked)


@attrs.frozen(kw_only=True)
class Heard:
    """A claim with its verdict, and whom and what it matches as far as that was found."""

    claim: Claim
    target: Target | None = None
    asked: Asked | None = None


def hear(work: Work, claim: Claim, kind: ReceivedKind, sent: Sent, office: Office, now: datetime) -> Heard:
    """A claim with the verdict that it gets without a person: taken where nothing speaks against it."""
    heard = find(work, claim)
    if heard.claim.reason is not None:
        return heard
    doubt = sent.doubt(office) or _doubt(work, heard, sent)
    if doubt is not None:
        return _judged(heard, Verdict.QUARANTINED, doubt)
    return judge(heard, kind, now)


def find(work: Work, claim: Claim) -> Heard:
    """Whom and what a claim matches. It has a reason where that is nobody or nothing."""
    heard = Heard(claim=claim)
    if not claim.attendee:
        return _judged(heard, Verdict.QUARANTINED, reasons.NO_ATTENDEE)
    if claim.and_future:
        return _judged(heard, Verdict.QUARANTINED, reasons.AND_FUTURE)
    target = _target(work, claim)
    if isinstance(target, Text):
        verdict = Verdict.QUARANTINED if target is reasons.UNKNOWN_UID else Verdict.REFUSED
        return _judged(heard, verdict, target)
    everybody = target.asked(work)
    found = _at(work, everybody, claim.attendee)
    if len(found) > 1:
        return _judged(attrs.evolve(heard, target=target), Verdict.QUARANTINED, reasons.SHARED)
    if found:
        (asked,) = found
        matched = attrs.evolve(claim, matches=asked.invitation.id)
        return Heard(claim=matched, target=target, asked=asked)
    gone = _taken_off(work, target, claim.attendee)
    heard = attrs.evolve(heard, target=target)
    return _judged(heard, *((Verdict.STALE, reasons.TAKEN_OFF) if gone else (Verdict.QUARANTINED, reasons.NOT_INVITED)))


def _at(work: Work, everybody: Sequence[Asked], address: str) -> tuple[Asked, ...]:
    """Those who have the address: of several, those who are written to there. A calendar knows people by nothing else."""
    people = ((each, invitee_of(work, each.invitee)) for each in everybody)
    found = tuple((each, who) for each, who in people if has_address(who, address))
    first = tuple(each for each, who in found if (address_of(who) or "").casefold() == address.casefold())
    return first if len(found) > 1 and first else tuple(each for each, _ in found)


def judge(heard: Heard, kind: ReceivedKind, now: datetime) -> Heard:
    """The verdict on a claim that is believed and matches an invitation: by SEQUENCE, then DTSTAMP (RFC 5546 2.1.5)."""
    claim, asked, target = heard.claim, heard.asked, heard.target
    assert asked is not None and target is not None  # find gave no reason against it
    if claim.sequence > target.matter.sequence:
        return _judged(heard, Verdict.QUARANTINED, reasons.NEVER_SENT)
    if kind is ReceivedKind.REFRESH:  # it has no SEQUENCE (RFC 5546 3.2.6), and who has an old copy asks with good reason
        return _judged(heard, Verdict.TAKEN, None)
    if is_stale(asked.invitation, claim.sequence):
        return _judged(heard, Verdict.STALE, reasons.OUTDATED)
    if kind is ReceivedKind.COUNTER:
        return _judged(heard, Verdict.QUARANTINED, reasons.PROPOSAL if claim.proposal else reasons.NO_PROPOSAL)
    if claim.response is None:
        return _judged(heard, Verdict.QUARANTINED, reasons.NO_ANSWER)
    if claim.stamp > now + _AHEAD:
        return _judged(heard, Verdict.QUARANTINED, reasons.AHEAD)
    return order(heard, target, asked)


def order(heard: Heard, target: Target, asked: Asked) -> Heard:
    """The verdict on an answer beside the one that is on record for the same."""
    claim = heard.claim
    assert claim.response is not None
    is_wider = target.original is not None and asked.invitation is asked.of_series
    if is_wider or is_newer(asked.invitation, claim.response, sequence=claim.sequence, stamp=claim.stamp, comment=claim.comment):
        return _judged(heard, Verdict.TAKEN, None)
    return _judged(heard, Verdict.STALE, reasons.OVERTAKEN)


def _judged(heard: Heard, verdict: Verdict, reason: Text | None) -> Heard:
    return attrs.evolve(heard, claim=attrs.evolve(heard.claim, verdict=verdict, reason=reason))


def _doubt(work: Work, heard: Heard, sent: Sent) -> Text | None:
    """Whether somebody answers for somebody else."""
    assert heard.asked is not None and sent.sender is not None
    who = invitee_of(work, heard.asked.invitee)
    return None if has_address(who, sent.sender) else reasons.NOT_THEIR_OWN


def _taken_off(work: Work, target: Target, address: str) -> bool:
    about = {str(target.matter.subject.id), *([str(target.matter.series.id)] if target.matter.series else [])}
    known = (each for id in about for each in work.each(Invitation, {"meeting": id}) if each.withdrawn_at is not None)
    return any(has_address(invitee_of(work, each.invitee), address) for each in known)


def _target(work: Work, claim: Claim) -> Target | Text:
    """What the claim is about, or why that is nothing here. Occurrences compare as instants."""
    has_occurrence = claim.occurrence is not None or claim.occurrence_day is not None
    single = next((each for each in work.each(Meeting, {"uid": claim.uid}) if each.series is None), None)
    if single is not None:
        return reasons.NOT_A_SERIES if has_occurrence else Target(matter=matter_of(work, single.id))
    series = next(iter(work.each(MeetingSeries, {"uid": claim.uid})), None)
    if series is None:
        return reasons.UNKNOWN_UID
    if not has_occurrence:
        return Target(matter=matter_of(work, series.id))
    original = _original(work, series, claim)
    if original is None:
        return reasons.NO_SUCH_OCCURRENCE
    meeting = occurrence_of(work, series.id, original.day)
    about = series.id if meeting is None else meeting.id
    return Target(matter=matter_of(work, about), original=original)


def _original(work: Work, series: MeetingSeries, claim: Claim) -> ClockTime | None:
    """The original start of the occurrence that the claim names; None where the series has none then."""
    instant = claim.occurrence
    day = claim.occurrence_day if instant is None else instant.astimezone(zone_info(series.first.zone)).date()
    assert day is not None
    meeting = occurrence_of(work, series.id, day)
    if meeting is not None:
        original = meeting.occurrence
    else:
        original = series.first.on(day) if isinstance(series.rule, Recurrence) and series.takes_place_on(day) else None
    if original is None or instant is None or original.in_utc() == instant:
        return original
    return None
