"""What a message claims, one attendee of one event at a time, and how far its sender can be believed."""

from __future__ import annotations

from datetime import datetime, timedelta

import attrs

from coordkit.calendar.incoming import Authentication, Incoming, IncomingAttendee, IncomingEvent
from coordkit.domain.dates import Days
from coordkit.domain.errors import DomainError
from coordkit.domain.invitations import Response
from coordkit.domain.offices import Office, ReplyPolicy
from coordkit.domain.received import Claim, ReceivedKind
from coordkit.domain.slots import Slot, When, zone_info
from coordkit.domain.text import Text
from coordkit.secretariat import reasons

_RESPONSES = {each.value: each for each in Response}


@attrs.frozen(kw_only=True)
class Sent:
    """Who sent a message, as far as that can be believed: ``vouched`` is what the office's own server says, if it says anything."""

    sender: str | None
    vouched: bool | None
    forwarded: bool = False

    def doubt(self, office: Office) -> Text | None:
        """Why it is not believed that the sender sent it; None where it is."""
        if self.sender is None:
            return reasons.NO_SENDER
        if self.forwarded:
            return reasons.FORWARDED
        if self.vouched is False:
            return reasons.FORGED
        if self.vouched is None and office.reply_policy is not ReplyPolicy.TAKE:
            return reasons.NOT_VOUCHED
        return None


def vouched(authentications: tuple[Authentication, ...], office: Office) -> bool | None:
    """What the server that the office names says of the From address, in the topmost header (RFC 8601 section 5).

    Below another server's header nothing is believed: whoever wrote before that may have written what they liked.
    """
    top = next((each for each in authentications if each.position == 0), None)
    named = office.trusted_server
    return top.vouches if top is not None and named is not None and top.server.casefold() == named.casefold() else None


def claims_of(incoming: Incoming, kind: ReceivedKind, sender: str | None, now: datetime) -> tuple[Claim, ...]:
    """What a message claims of each attendee; where it names its sender among them, of that one alone: no more is theirs to say."""
    made: list[Claim] = []
    for event in (event for each in incoming.calendars if each.method == kind.name for event in each.events):
        attendees = event.attendees
        if not attendees and kind is not ReceivedKind.REPLY and sender is not None:
            attendees = (IncomingAttendee(address=sender),)
        own = tuple(each for each in attendees if sender is not None and each.address.casefold() == sender.casefold())
        stamp = event.stamp or incoming.date or now
        made += [_claim(event, each, kind, stamp) for each in own or attendees or (IncomingAttendee(address=""),)]
    return tuple(dict.fromkeys(made))


def _claim(event: IncomingEvent, attendee: IncomingAttendee, kind: ReceivedKind, stamp: datetime) -> Claim:
    when = event.occurrence
    return Claim(
        uid=event.uid,
        attendee=attendee.address,
        sequence=event.sequence,
        stamp=stamp,
        occurrence=when.instant if when else None,
        occurrence_day=(when.day or (when.local.date() if when.local else None)) if when else None,
        and_future=event.and_future,
        response=_RESPONSES.get(attendee.partstat or "") if kind is ReceivedKind.REPLY else None,
        comment=attendee.comment or event.comment,
        delegates=attendee.delegated_to,
        proposal=_proposal(event) if kind is ReceivedKind.COUNTER else None,
    )


def _proposal(event: IncomingEvent) -> When | None:
    """The time that a COUNTER proposes, in the zone that it names, else in UTC; None where it gives none that can be."""
    start, end = event.start, event.end
    if start is None:
        return None
    if start.day is not None:
        last = end.day - timedelta(days=1) if end is not None and end.day is not None else start.day
        return Days(start.day, max(start.day, last))
    if start.instant is None or end is None or end.instant is None:
        return None
    try:
        clock = zone_info(start.zone or "UTC")
        return Slot.between(start.instant.astimezone(clock), end.instant.astimezone(clock))
    except DomainError:
        return None
