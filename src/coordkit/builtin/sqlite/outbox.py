"""The outbox of a desk in SQLite: who supersedes whom, who waits for whom, and what is never sent."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from coordkit.builtin.sqlite import rows
from coordkit.ports import Message, MessageState, microseconds

_ADD = f"INSERT INTO messages ({rows.MESSAGE}, free_from) VALUES ({', '.join('?' * 16)}) ON CONFLICT DO NOTHING"
_OF_THREAD = "o.channel = m.channel AND o.recipient = m.recipient AND o.thread = m.thread AND o.thread <> ''"
_THERE = "o.state NOT IN ('superseded', 'dropped')"
_CLOSES_THE_WHOLE = "{newer}.closes AND {newer}.part = '' AND {newer}.number > {older}.number"
_SUPERSEDES = (
    "(({newer}.part = {older}.part AND ({newer}.sequence, {newer}.number) > ({older}.sequence, {older}.number))"
    f" OR ({_CLOSES_THE_WHOLE}))"
)
_WAS_TRIED = "SELECT 1 FROM messages WHERE channel = ? AND recipient = ? AND thread = ? AND thread <> '' AND attempts > 0 LIMIT 1"
_IS_SUPERSEDED = f"EXISTS (SELECT 1 FROM messages o WHERE {_OF_THREAD} AND {_THERE} AND {_SUPERSEDES.format(newer='o', older='m')})"
_IS_OUTRANKED = f"EXISTS (SELECT 1 FROM messages o WHERE {_OF_THREAD} AND {_THERE} AND o.part = m.part AND o.sequence > m.sequence)"
# Nobody was told of what it closes, and nobody will be before it goes.
_CLOSES_NOTHING = (
    f"(m.closes AND m.thread <> '' AND NOT EXISTS (SELECT 1 FROM messages o WHERE {_OF_THREAD} AND o.number < m.number"
    " AND (o.attempts > 0 OR o.state IN ('waiting', 'leased')) AND (m.part = '' OR o.part IN (m.part, ''))))"
)
# One of its thread is out, or an older one is still to go.
_MUST_WAIT = (
    f"EXISTS (SELECT 1 FROM messages o WHERE {_OF_THREAD} AND o.state IN ('waiting', 'leased') AND o.number <> m.number"
    " AND (o.number < m.number OR (o.state = 'leased' AND o.free_from > ?)))"
)
_DUE = (
    f"SELECT m.queued_at, m.number, {_IS_SUPERSEDED} OR {_CLOSES_NOTHING} FROM messages m WHERE m.channel = ?"
    f" AND m.state IN ('waiting', 'leased') AND m.free_from <= ? AND NOT {_MUST_WAIT}"
    " ORDER BY m.queued_at, m.number LIMIT ?"
)
_DUE_BY_CHANNEL = "SELECT channel, count(*) FROM messages WHERE state IN ('waiting', 'leased') AND free_from <= ? GROUP BY channel"
_LEASE = "UPDATE messages SET state = 'leased', attempts = attempts + 1, free_from = ? WHERE number = ?"
_SUPERSEDE = "UPDATE messages SET state = 'superseded' WHERE number = ?"
_SUPERSEDE_OLDER = (
    "UPDATE messages SET state = 'superseded' WHERE number IN (SELECT o.number FROM messages m JOIN messages o"
    f" ON {_OF_THREAD} AND o.state = 'waiting' AND o.number <> m.number AND {_SUPERSEDES.format(newer='m', older='o')}"
    " WHERE m.number = ?)"
)


class Outbox:
    """The outbox of one unit of work. ``run`` executes a statement, ``run_many`` one for many rows, ``all`` gives the rows."""

    def __init__(
        self,
        run: Callable[..., sqlite3.Cursor],
        run_many: Callable[[str, Iterable[Sequence[Any]]], None],
        all: Callable[[sqlite3.Cursor], list[tuple[Any, ...]]],
    ) -> None:
        self._run = run
        self._run_many = run_many
        self._all = all

    def enqueue(self, message: Message) -> bool:
        """As the port says."""
        added = self._run(_ADD, *rows.message_row(message), microseconds(message.due_at))
        if not added.rowcount:
            return False
        number = added.lastrowid
        self._run_many(
            "INSERT OR IGNORE INTO message_subjects VALUES (?, ?)", [(id.bytes, message.id.bytes) for id in set(message.about)]
        )
        waits = message.state is MessageState.WAITING
        if not message.thread or message.state in (MessageState.SUPERSEDED, MessageState.DROPPED):
            return True
        if waits and self._is(_IS_OUTRANKED, number):
            self._run(_SUPERSEDE, number)
            return True
        self._run(_SUPERSEDE_OLDER, number)
        if waits and self._is(_CLOSES_NOTHING, number):
            self._run(_SUPERSEDE, number)
        return True

    def was_tried(self, channel: str, recipient: str, thread: str) -> bool:
        """As the port says."""
        return bool(self._all(self._run(_WAS_TRIED, channel, recipient, thread)))

    def due(self, now: datetime) -> Mapping[str, int]:
        """As the port says."""
        return dict(self._all(self._run(_DUE_BY_CHANNEL, microseconds(now))))

    def lease(self, channel: str, *, now: datetime, until: datetime, limit: int) -> tuple[Message, ...]:
        """As the port says. Each round leases or supersedes, so it ends; what is superseded may set another one free."""
        leased: list[tuple[int, int]] = []
        while (left := limit - len(leased)) > 0:
            at = microseconds(now)
            due = self._all(self._run(_DUE, channel, at, at, left))
            if not due:
                break
            self._run_many(_SUPERSEDE, [(number,) for _, number, is_idle in due if is_idle])
            goes = [(queued_at, number) for queued_at, number, is_idle in due if not is_idle]
            self._run_many(_LEASE, [(microseconds(until), number) for _, number in goes])
            leased += goes
        sql = f"SELECT {rows.MESSAGE} FROM messages WHERE number = ?"
        return tuple(rows.message(row) for _, number in sorted(leased) for row in self._all(self._run(sql, number)))

    def settle(self, id: UUID, state: MessageState, *, error: str | None, due_at: datetime | None) -> None:
        """As the port says, for any state but leased."""
        found = self._all(self._run(f"SELECT m.number, m.state, {_IS_SUPERSEDED} FROM messages m WHERE m.id = ?", id.bytes))
        if not found:
            return
        ((number, before, is_superseded),) = found
        if before == "sent" or (before == "superseded" and state is not MessageState.SENT):
            return
        if state is MessageState.WAITING and is_superseded:
            state = MessageState.SUPERSEDED
        due = None if due_at is None else microseconds(due_at)
        self._run(
            "UPDATE messages SET state = ?, last_error = ?, due_at = coalesce(?, due_at), free_from = coalesce(?, due_at) "
            "WHERE number = ?",
            state.value, error, due, due, number,
        )  # fmt: skip
        if state is MessageState.WAITING:
            self._run(_SUPERSEDE_OLDER, number)

    def _is(self, condition: str, number: int | None) -> bool:
        return bool(self._all(self._run(f"SELECT 1 FROM messages m WHERE m.number = ? AND {condition}", number)))
