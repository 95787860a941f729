"""Mail that came back: only a failure for good that names a message of ours marks an address (RFC 3464)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import attrs

from coordkit.calendar.incoming import Incoming, Returned
from coordkit.codec.documents import Message
from coordkit.domain.received import Received, ReceivedKind, Verdict
from coordkit.domain.records import InvitationId, OrganizationId, PersonId
from coordkit.domain.stakeholders import Contact, ContactKind, Organization, Person
from coordkit.secretariat import reasons
from coordkit.secretariat.work import Work


def our_message(work: Work, message_id: str | None) -> Message | None:
    """The message in the outbox that a Message-ID names; None where it is none of ours."""
    local, at, domain = (message_id or "").strip().strip("<>").rpartition("@")
    try:
        message = work.unit.message(UUID(local)) if at else None
    except ValueError:
        return None
    ours = f"\nmessage-id: <{local}@{domain}>".encode().lower()
    return message if message is not None and ours in message.content[:4096].lower() else None


def mark_undeliverable(work: Work, seen: Received, incoming: Incoming) -> Received:
    """The record of a delivery status notification; where it is a failure for good, the address on record is marked."""
    returned = attrs.evolve(seen, kind=ReceivedKind.RETURNED)
    message = our_message(work, incoming.returned_message_id)
    if message is None:
        return attrs.evolve(returned, verdict=Verdict.QUARANTINED, reason=reasons.NOT_OURS)
    named = attrs.evolve(returned, about=str(message.id), matches=_invitations(work, message))
    if not any(_is_final(each, message.recipient) for each in incoming.returned):
        return attrs.evolve(named, verdict=Verdict.REFUSED, reason=reasons.NOT_FOR_GOOD)
    for id in message.about:
        for who in (work.find(PersonId(int=id.int)), work.find(OrganizationId(int=id.int))):
            if isinstance(who, Person | Organization):
                contacts = tuple(_marked(each, message.recipient, seen.received_at) for each in who.contacts)
                work.save(attrs.evolve(who, contacts=contacts))
    return attrs.evolve(named, verdict=Verdict.TAKEN)


def _is_final(each: Returned, recipient: str) -> bool:
    return each.action == "failed" and each.status.startswith("5.") and each.recipient.casefold() == recipient.casefold()


def _marked(contact: Contact, address: str, at: datetime) -> Contact:
    is_it = contact.kind is ContactKind.EMAIL and contact.value.casefold() == address.casefold()
    return attrs.evolve(contact, undeliverable_since=contact.undeliverable_since or at) if is_it else contact


def _invitations(work: Work, message: Message) -> tuple[InvitationId, ...]:
    return tuple(InvitationId(int=id.int) for id in message.about if work.unit.get(InvitationId.kind, id) is not None)
