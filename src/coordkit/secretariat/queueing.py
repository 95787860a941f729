"""Queueing what one invitee is told, whose address may be another one now than that at which they were told before."""

from __future__ import annotations

import attrs

from coordkit.codec.documents import Message, MessageState
from coordkit.codec.history import versions
from coordkit.domain.records import OrganizationId, PersonId
from coordkit.domain.stakeholders import Organization, Person
from coordkit.secretariat.addressees import addresses_of
from coordkit.secretariat.work import Work


def queue(work: Work, message: Message, *, is_first: bool) -> bool:
    """Puts a message into the outbox, and says whether it did: one of the same key changes nothing.

    Where it is not the first, and nothing of its thread went to its address yet, other addresses of the same invitee are looked at:
    what waits for one of them is superseded, and where something went there, a CANCEL goes to the address on record now although
    nothing went there before.
    """
    if is_first or work.unit.was_tried(message.channel, message.recipient, message.thread):
        return work.enqueue(message)
    others = _other_addresses(work, message)
    if any(work.unit.was_tried(message.channel, each, message.thread) for each in others):
        message = attrs.evolve(message, closes=False)
    if not work.enqueue(message):
        return False
    if others:
        for each in tuple(work.unit.messages(MessageState.WAITING)):
            if each.thread == message.thread and each.recipient in others:
                work.unit.settle(each.id, MessageState.SUPERSEDED)
    return True


def _other_addresses(work: Work, message: Message) -> frozenset[str]:
    """The addresses that those whom the message names have, or ever had, beside the one it goes to."""
    found: set[str] = set()
    for id in message.about:
        for ref in (PersonId(int=id.int), OrganizationId(int=id.int)):
            for who in versions(tuple(work.unit.history(ref.kind, ref.uuid))):
                if isinstance(who, Person | Organization):
                    found.update(addresses_of(who))
    return frozenset(found - {message.recipient})
