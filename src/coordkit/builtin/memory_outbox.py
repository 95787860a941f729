"""The outbox of a desk in memory: who supersedes whom, who waits for whom, and what is never sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from uuid import UUID

import attrs

from coordkit.builtin.memory_tables import Queued, Tables, plain
from coordkit.ports import Message, MessageState

_GONE = (MessageState.SUPERSEDED, MessageState.DROPPED)


class Outbox:
    """The outbox of one unit of work. ``keep`` puts a message into the tables in a way that the unit can take back."""

    def __init__(self, tables: Tables, keep: Callable[[bytes, Queued], None]) -> None:
        self._tables = tables
        self._keep = keep

    def enqueue(self, message: Message) -> bool:
        """As the port says."""
        if message.id.bytes in self._tables.outbox or (message.key and message.key in self._tables.keys):
            return False
        message = attrs.evolve(message, id=plain(message.id), about=tuple(plain(id) for id in message.about))
        self._tables.queued += 1
        queued = Queued(self._tables.queued, message, message.due_at)
        self._keep(message.id.bytes, queued)
        if message.state in _GONE:
            return True
        outranked = any(
            other.message.part == message.part and other.message.sequence > message.sequence for other in self._there(queued)
        )
        if outranked and message.state is MessageState.WAITING:
            self._supersede(queued)
            return True
        self._supersede_older(queued)
        if message.state is MessageState.WAITING and self._closes_nothing(queued):
            self._supersede(queued)
        return True

    def was_tried(self, channel: str, recipient: str, thread: str) -> bool:
        """As the port says."""
        ids = self._tables.threads.get((channel, recipient, thread), ()) if thread else ()
        return any(self._tables.outbox[id].message.attempts > 0 for id in ids)

    def due(self, now: datetime) -> Mapping[str, int]:
        """As the port says."""
        return Counter(queued.message.channel for queued in self._free(now))

    def lease(self, channel: str, *, now: datetime, until: datetime, limit: int) -> tuple[Message, ...]:
        """As the port says. Each round leases or supersedes, so it ends; what is superseded may set another one free."""
        leased: list[Message] = []
        while due := tuple(islice(self._due(channel, now), max(limit - len(leased), 0))):
            for queued in due:
                if self._is_superseded(queued) or self._closes_nothing(queued):
                    self._supersede(queued)
                    continue
                message = attrs.evolve(queued.message, state=MessageState.LEASED, attempts=queued.message.attempts + 1)
                self._keep(message.id.bytes, attrs.evolve(queued, message=message, free_from=until))
                leased.append(message)
        return tuple(sorted(leased, key=lambda message: self._tables.outbox[message.id.bytes].age))

    def settle(self, id: UUID, state: MessageState, *, error: str | None, due_at: datetime | None) -> None:
        """As the port says, for any state but leased."""
        queued = self._tables.outbox.get(id.bytes)
        if queued is None or queued.message.state is MessageState.SENT:
            return
        if queued.message.state is MessageState.SUPERSEDED and state is not MessageState.SENT:
            return
        if state is MessageState.WAITING and self._is_superseded(queued):
            state = MessageState.SUPERSEDED
        due_at = due_at or queued.message.due_at
        queued = attrs.evolve(
            queued, message=attrs.evolve(queued.message, state=state, last_error=error, due_at=due_at), free_from=due_at
        )
        self._keep(id.bytes, queued)
        if state is MessageState.WAITING:
            self._supersede_older(queued)

    def by_age(self) -> list[Queued]:
        """All of it, oldest first."""
        return sorted(self._tables.outbox.values(), key=lambda queued: queued.age)

    def _due(self, channel: str, now: datetime) -> Iterator[Queued]:
        return (queued for queued in self._free(now) if queued.message.channel == channel and not self._must_wait(queued, now))

    def _free(self, now: datetime) -> Iterator[Queued]:
        return (queued for *_, id in self._tables.open if (queued := self._tables.outbox[id]).free_from <= now)

    def _must_wait(self, queued: Queued, now: datetime) -> bool:
        """Whether one of its thread is out, or an older one is still to go."""
        return any(
            other.is_open
            and (other.number < queued.number or (other.message.state is MessageState.LEASED and other.free_from > now))
            for other in self._others(queued)
        )

    def _is_superseded(self, queued: Queued) -> bool:
        return any(_supersedes(other, queued) for other in self._there(queued))

    def _supersede_older(self, queued: Queued) -> None:
        for other in tuple(self._others(queued)):
            if other.message.state is MessageState.WAITING and _supersedes(queued, other):
                self._supersede(other)

    def _closes_nothing(self, queued: Queued) -> bool:
        """Whether it closes what nobody was told of, and nobody will be before it goes."""
        message = queued.message
        return (
            message.closes
            and bool(message.thread)
            and not any(
                other.number < queued.number
                and (other.message.attempts > 0 or other.is_open)
                and (not message.part or other.message.part in (message.part, ""))
                for other in self._others(queued)
            )
        )

    def _supersede(self, queued: Queued) -> None:
        message = attrs.evolve(queued.message, state=MessageState.SUPERSEDED)
        self._keep(message.id.bytes, attrs.evolve(queued, message=message))

    def _there(self, queued: Queued) -> Iterator[Queued]:
        return (other for other in self._others(queued) if other.message.state not in _GONE)

    def _others(self, queued: Queued) -> Iterator[Queued]:
        """The other messages of its thread, to its recipient on its channel."""
        for id in self._tables.threads.get(queued.thread, ()):
            if id != queued.message.id.bytes:
                yield self._tables.outbox[id]


def _supersedes(newer: Queued, older: Queued) -> bool:
    """Of two of one thread: whether the first is a newer one of the same part, or closes the whole after the other was queued."""
    if newer.message.closes and not newer.message.part and newer.number > older.number:
        return True
    same_part = newer.message.part == older.message.part
    return same_part and (newer.message.sequence, newer.number) > (older.message.sequence, older.number)
