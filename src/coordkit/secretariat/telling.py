"""Telling those invited how things stand: the SEQUENCE rises, answers fall, and whoever would read something new gets a message.

All of it in the unit of work that the caller commits, so a change and the mail about it are kept together or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import attrs

from coordkit.codec.documents import Message
from coordkit.domain.announced import Announced
from coordkit.domain.invitations import Invitation, Response
from coordkit.domain.meetings import Meeting, MeetingStatus
from coordkit.domain.records import MeetingId, MeetingSeriesId, OrganizationId, PersonId
from coordkit.domain.rules.announcing import Saying, answers_fall, reasons, rises
from coordkit.domain.rules.revisions import Because
from coordkit.domain.series import MeetingSeries
from coordkit.letters import LetterKind
from coordkit.secretariat.addressees import Sender, address_of, invitee_of
from coordkit.secretariat.carrying import ask_anew, carried, is_as_its_series, told_with_it
from coordkit.secretariat.matters import Asked, Matter, asked_to, matter_of, own_invitation, singled_out
from coordkit.secretariat.queueing import queue
from coordkit.secretariat.rendering import Occasion, Renderer, thread_of
from coordkit.secretariat.work import Work

_QUIET = (Response.DECLINED, Response.DELEGATED)
_FOLLOWING = (LetterKind.UPDATE, LetterKind.VENUE, LetterKind.REMINDER)


@attrs.frozen
class Told:
    """What was queued, and those whom no mail reaches: somebody must tell them in another way."""

    messages: tuple[Message, ...] = ()
    unreached: tuple[PersonId | OrganizationId, ...] = ()


Announce = bool | Callable[[Told], object]
"""Whether a use case tells those invited; a function is given what was queued, and whom no mail reaches."""


def tell(work: Work, sender: Sender, about: MeetingId | MeetingSeriesId) -> Told:
    """Brings those invited up to date with a meeting or series as the desk has it.

    Nothing is queued for a draft, for a meeting that was held, and for whoever would read what they read last. Where what is said
    differs from what was said last, the SEQUENCE rises by one; another time, locality or mode asks for new answers. Who declined
    or passed the invitation on is told of that only, not of other texts.
    """
    matter = matter_of(work, about)
    if not isinstance(matter.subject, MeetingSeries):
        return _tell(work, sender, matter, asked_to(work, matter))
    return _tell_series(work, sender, matter)


def tell_one(work: Work, sender: Sender, matter: Matter, asked: Asked, occasion: Occasion) -> Message | None:
    """Tells one invitee how things stand, whether they read it before or not: an answer, or a place that they may know now.

    None where a change was not announced yet (``is_announced``), and where the same was queued already.
    """
    if not is_announced(matter):
        return None
    renderer = Renderer(work, sender, matter, asked_to(work, matter))
    rendered = renderer.current(asked)
    message = renderer.message(asked, rendered, _fitting(work, sender, matter, asked, occasion))
    if not queue(work, message, is_first=not _has_heard(asked)):
        return None
    work.save(attrs.evolve(own_invitation(work, matter, asked), told=rendered.told))
    if matter.saying is Saying.COME:
        told_with_it(work, sender, matter, {asked.invitee})
    return message


def has_news(work: Work, sender: Sender, matter: Matter, asked: Asked) -> bool:
    """Whether one invitee would read something else now than what was queued for them last."""
    if matter.saying is not Saying.COME or not is_announced(matter) or not _can_be_reached(work, asked):
        return False
    own = own_invitation(work, matter, asked)
    if asked.of_series is not None and asked.of_series.response is Response.ACCEPTED and is_as_its_series(matter, asked, own):
        return False  # the message of the series told it
    renderer = Renderer(work, sender, matter, asked_to(work, matter))
    return renderer.current(asked).told != own.told


def may_know(work: Work, sender: Sender, matter: Matter, asked: Asked) -> bool:
    """Whether an invitee may know the exact place and link now."""
    return Renderer(work, sender, matter, ()).is_entitled(asked)


def take_off(work: Work, sender: Sender, invitation: Invitation) -> tuple[Invitation, Told]:
    """Takes one invitee off the list: they alone get a CANCEL, the SEQUENCE rises, and nobody else's answer goes stale by it."""
    matter = singled_out(work, invitation.meeting, invitation.occurrence)
    everybody = asked_to(work, matter)
    asked = next((each for each in everybody if each.invitation.id == invitation.id), None)
    gone = invitation.withdrawn(work.desk.now())
    told = Told()
    if asked is not None and matter.saying is Saying.COME and _has_heard(asked):
        matter = _announced(work, sender, matter, matter.before, raised=True)
        if _can_be_reached(work, asked):
            renderer = Renderer(work, sender, matter, everybody, tells_place=False)
            rendered = renderer.cancel(asked, removed=True)
            cause = f"withdrawn {(invitation.head or b'').hex()}"
            message = renderer.message(asked, rendered, Occasion(kind=LetterKind.REMOVAL, cause=cause))
            gone = attrs.evolve(gone, told=rendered.told)
            told = Told((message,) if queue(work, message, is_first=False) else ())
        else:
            told = Told((), (asked.invitee,))
    (kept,) = work.save(gone)
    return kept, told


def standing_letter(matter: Matter) -> LetterKind:
    """The letter that says how things stand."""
    if matter.saying is not Saying.CALLED_OFF:
        return LetterKind.UPDATE
    return LetterKind.POSTPONEMENT if _is_postponed(matter) else LetterKind.CANCELLATION


def is_announced(matter: Matter) -> bool:
    """Whether those invited were told of the matter as it stands."""
    return matter.before is not None and not _differs(matter)


def _differs(matter: Matter) -> bool:
    """Whether what is said differs from what was said last. A day called off is no news of its series: its own message says it."""
    before, now = matter.before, matter.facts
    if before is None or isinstance(matter.subject, Meeting):
        return rises(before, now)
    return rises(_without(before, matter.called_off), _without(now, matter.called_off))


def _without(facts: Announced, days: Collection[object]) -> Announced:
    return attrs.evolve(
        facts,
        exceptions=tuple(day for day in facts.exceptions if day not in days),
        additions=tuple(day for day in facts.additions if day not in days),
    )


def _tell_series(work: Work, sender: Sender, matter: Matter) -> Told:
    """A series with its occurrences, each of which has messages of its own.

    Those of which something else is said go first. The message of the series carries all of them, so what else is new of them goes
    alone only to who does not get that; and where all of it is new, so do those that go first.
    """
    is_told_whole = matter.saying is Saying.CALLED_OFF or matter.before is None or answers_fall(matter.before, matter.facts)
    first = [each for each in matter.occurrences if _differs(matter_of(work, each.id))]
    found = []
    for meeting in first:
        one = matter_of(work, meeting.id)
        found.append(_tell(work, sender, one, [each for each in asked_to(work, one) if not (is_told_whole and each.of_series)]))
    fresh = matter_of(work, matter.subject.id)
    found.append(_tell(work, sender, fresh, asked_to(work, fresh)))
    for meeting in matter.occurrences:
        if meeting not in first:
            one = matter_of(work, meeting.id)
            found.append(_tell(work, sender, one, asked_to(work, one)))
    unreached = dict.fromkeys(who for each in found for who in each.unreached)
    return Told(tuple(message for each in found for message in each.messages), tuple(unreached))


def _tell(work: Work, sender: Sender, matter: Matter, asked: Sequence[Asked]) -> Told:
    concerned = tuple(each for each in asked if _concerns(matter, each))
    reached = tuple(each for each in concerned if _can_be_reached(work, each))
    if matter.saying is Saying.NOTHING or not concerned or _is_over(matter):
        return Told()
    before, facts = matter.before, matter.facts
    differs = _differs(matter) or _rises_as_well(work, sender, matter, reached)
    because = reasons(before, facts, postponed=_is_postponed(matter)) if differs else ()
    if differs or (matter.subject.announced is None and reached):
        matter = _announced(work, sender, matter, facts, raised=differs)
        matter = carried(work, matter, asks_anew=answers_fall(before, facts))
    if answers_fall(before, facts):
        ask_anew(work, matter, concerned, {each.invitation.id for each in reached})
        matter = matter_of(work, matter.subject.id)
        invitees = {each.invitee for each in reached}
        reached = tuple(each for each in asked_to(work, matter) if each.invitee in invitees)
    renderer = Renderer(work, sender, matter, asked_to(work, matter))
    cause = f"change {(matter.subject.head or b'').hex()}"
    made: list[tuple[Message, bool]] = []
    told: list[Invitation] = []
    for each in reached:
        own = own_invitation(work, matter, each)
        if not differs and each.response in _QUIET:
            continue
        rendered = renderer.current(each)
        if differs or (rendered.told != own.told and not is_as_its_series(matter, each, own)):
            # Where the meeting stayed as it is, what asks for the message is what changed about the invitation.
            occasion = _occasion(matter, each, cause if differs else f"{cause} {(own.head or b'').hex()}", because, before)
            message = renderer.message(each, rendered, _fitting(work, sender, matter, each, occasion))
            made.append((message, not _has_heard(each)))
            told.append(attrs.evolve(own, told=rendered.told))
    work.save(*told)
    if made and matter.saying is Saying.COME:
        told_with_it(work, sender, matter, {each.invitee for each in told})
    misses = [each for each in concerned if differs or not _has_heard(each)]
    unreached = tuple(each.invitee for each in misses if not _can_be_reached(work, each))
    return Told(tuple(message for message, is_first in made if queue(work, message, is_first=is_first)), unreached)


def _concerns(matter: Matter, asked: Asked) -> bool:
    """Whether the invitee hears of it: of what is called off, who was told of it; of an occurrence, who was told of its series."""
    return _has_heard(asked) or (matter.saying is Saying.COME and asked.invitation is not asked.of_series)


def _is_over(matter: Matter) -> bool:
    """Whether it is an occurrence of a series that was called off as a whole: nothing more is said of it."""
    return matter.series is not None and matter.series.announced is not None and matter.series.announced.cancelled


def _has_heard(asked: Asked) -> bool:
    """Whether the invitee was told anything of it, if only with its series."""
    return asked.invitation.told is not None or (asked.of_series is not None and asked.of_series.told is not None)


def _can_be_reached(work: Work, asked: Asked) -> bool:
    return address_of(invitee_of(work, asked.invitee)) is not None


def _rises_as_well(work: Work, sender: Sender, matter: Matter, reached: Sequence[Asked]) -> bool:
    """Whether news of another kind raises the SEQUENCE too: a CANCEL does each time, and a series that leaves out other days."""
    is_cancel = matter.saying is Saying.CALLED_OFF
    if matter.before is None or not (is_cancel or (isinstance(matter.subject, MeetingSeries) and matter.before != matter.facts)):
        return False
    renderer = Renderer(work, sender, matter, asked_to(work, matter))
    old = [(each, own_invitation(work, matter, each).told) for each in reached if is_cancel or each.response not in _QUIET]
    return any(told is not None and renderer.current(each).told != told for each, told in old)


def _announced(work: Work, sender: Sender, matter: Matter, facts: Announced | None, *, raised: bool) -> Matter:
    """The matter with what is said of it now, and the SEQUENCE of that, kept.

    What is called off without a new date keeps the time that was announced: programs find it by that.
    """
    subject, before = matter.subject, matter.before
    if facts is not None and facts.cancelled and facts.when is None and before is not None:
        facts = attrs.evolve(facts, when=before.when)
    (kept,) = work.save(
        attrs.evolve(
            subject,
            announced=facts,
            sequence=matter.sequence + raised,
            organizer=subject.organizer or sender.office.id,
        )
    )
    return attrs.evolve(matter, subject=kept)


def _occasion(matter: Matter, asked: Asked, cause: str, because: tuple[Because, ...], before: Announced | None) -> Occasion:
    if matter.saying is Saying.CALLED_OFF:
        return Occasion(kind=standing_letter(matter), cause=cause, because=because, before=before)
    if not _has_heard(asked):
        return Occasion(kind=LetterKind.INVITATION, cause=cause)
    return Occasion(kind=LetterKind.UPDATE, cause=cause, because=because, before=before)


def _fitting(work: Work, sender: Sender, matter: Matter, asked: Asked, occasion: Occasion) -> Occasion:
    """The occasion; to who has got nothing of the matter yet it is an invitation: what was queued before gives way to it."""
    address = address_of(invitee_of(work, asked.invitee))
    comes_after = matter.part != "" and asked.of_series is not None and asked.of_series.told is not None
    is_first = occasion.kind in _FOLLOWING and matter.saying is Saying.COME and not comes_after and address is not None
    if not is_first or work.unit.was_tried(sender.channel, str(address), thread_of(matter.subject, asked)):
        return occasion
    return Occasion(kind=LetterKind.INVITATION, cause=occasion.cause, answers=occasion.answers)


def _is_postponed(matter: Matter) -> bool:
    return matter.subject.status is MeetingStatus.POSTPONED
