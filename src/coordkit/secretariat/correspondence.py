"""Correspondence: what waits in the outbox goes out, each message at least once and none twice where it can be helped.

What comes in is received, and what lies in quarantine accepted or rejected.
"""

from __future__ import annotations

from collections.abc import Callable
from types import NoneType
from uuid import UUID

from coordkit.domain.errors import DomainError, NotFound, PluginError, expect, names_of, told
from coordkit.ports import Message, MessageState, Notifier
from coordkit.secretariat.deciding import accept, reject
from coordkit.secretariat.desk import Secretariat
from coordkit.secretariat.receiving import receive
from coordkit.secretariat.sending import Sent, send_due

_MOST_CONNECTIONS = 50


def send(
    desk: Secretariat,
    notifier: Notifier | None = None,
    *,
    connections: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Sent:
    """Sends what is due as this begins, and keeps what became of each message.

    ``notifier`` is the channel; without one, every channel that has something due is asked of the desk's plugins. ``connections``
    are used at once, each in a thread of its own with its own session, while this thread alone works at the desk: at most one
    message per connection is out at a time, so that no more than these can go twice if this program is killed. Nothing is locked
    while a message is on its way, so others may work at the desk and send from it.

    A message that could not go waits for a later run, each time twice as long up to half a day; after five days it is given up
    and lies among the failed ones, as one that can never go does at once, with its reason, until a person looks (``outbox``,
    ``retry``, ``drop``). A channel that cannot be opened, or that is missing, costs no message a try: it is named among the
    ``hindrances``, and the other channels go on. ``progress`` is called in this thread with how many are done, and of how many.
    """
    expect(connections, int, "connections", "say how many at most, such as 4")
    if isinstance(connections, bool) or not 1 <= connections <= _MOST_CONNECTIONS:
        raise DomainError(f"expected a number from 1 to {_MOST_CONNECTIONS}, not {told(connections)}", where="connections")
    if notifier is not None and (isinstance(notifier, type) or not hasattr(notifier, "session")):
        raise DomainError(f'expected a notifier, not {told(notifier)}; write plugins.notifier("folder")', where="notifier")
    started = desk.now()
    with desk.store.unit() as unit:
        due = unit.due(started)
    channels = sorted(due) if notifier is None else [notifier.name] if notifier.name in due else []
    total = sum(due[channel] for channel in channels)
    done, sent = 0, Sent()

    def tell(more: int) -> None:
        nonlocal done
        done += more
        if progress is not None:
            progress(done, max(done, total))

    for channel in channels:
        try:
            through = notifier or desk.plugins.notifier(channel)
        except PluginError as error:
            sent += Sent(hindrances=((channel, str(error)),))
        else:
            sent += send_due(desk, through, started, connections=connections, tell=tell)
    return sent


def outbox(desk: Secretariat, state: MessageState | None = None) -> tuple[Message, ...]:
    """The messages of the desk, or those of one state, oldest first; ``MessageState.FAILED`` gives the dead letters."""
    expect(state, (MessageState, NoneType), "state", names_of(MessageState))
    with desk.store.unit() as unit:
        return tuple(unit.messages(state))


def retry(desk: Secretariat, message_id: UUID) -> Message:
    """Lets a message go again with the next ``send``: one that failed or was dropped, or one that waits for a later try.

    Raises ``NotFound``, and ``DomainError`` for one that was sent, is on its way, or has a newer one in its place.
    """
    return _settled(desk, message_id, MessageState.WAITING)


def drop(desk: Secretariat, message_id: UUID) -> Message:
    """Keeps a message that waits or failed from ever going.

    Raises ``NotFound``, and ``DomainError`` for one that was sent, is on its way, or has a newer one in its place.
    """
    return _settled(desk, message_id, MessageState.DROPPED)


_SETTLED_ALREADY = {
    MessageState.SENT: "it was sent already; what went out cannot be taken back",
    MessageState.LEASED: "it is on its way; try again when it came back, or ten minutes after its sender was broken off",
    MessageState.SUPERSEDED: "a newer message stands in its place; what is stale does not go out",
}


def _settled(desk: Secretariat, message_id: UUID, state: MessageState) -> Message:
    expect(message_id, UUID, "message_id", "give its id, such as message.id")
    where = f"message {UUID(int=message_id.int)}"
    with desk.store.unit() as unit:
        message = unit.message(message_id)
        if message is None:
            raise NotFound("no message of this id lies in the outbox; see what does with outbox(desk)", where=where)
        if message.state in _SETTLED_ALREADY:
            raise DomainError(_SETTLED_ALREADY[message.state], where=where)
        unit.settle(message_id, state, error=message.last_error, due_at=desk.now() if state is MessageState.WAITING else None)
        kept = unit.message(message_id)
        assert kept is not None
        if kept.state is MessageState.SUPERSEDED:
            raise DomainError(_SETTLED_ALREADY[kept.state], where=where)
        unit.commit()
    return kept


__all__ = ["Sent", "accept", "drop", "outbox", "receive", "reject", "retry", "send"]
