"""The store ``memory``: a desk that lives as long as its store object. For tests, trials and examples.

``memory://`` gives a fresh desk each time. What a unit of work writes goes straight into the desk, beside a list of steps that
take it back; a snapshot is a copy of the tables, whose values never change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import TypeVar
from uuid import UUID

import attrs

from coordkit import StoreError
from coordkit.builtin import refusals
from coordkit.builtin.memory_outbox import Outbox
from coordkit.builtin.memory_tables import Queued, Tables, answers, plain
from coordkit.ports import Card, Change, Document, Message, MessageState, StoreType, UnitOfWork, Where, Words

_WHERE = "memory"
_EVERY: Where = {}
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class MemoryUnit:
    """A unit of work on a desk in memory."""

    def __init__(self, tables: Tables, *, may_write: bool) -> None:
        self._tables = tables
        self._may_write = may_write
        self._undo: list[Callable[[], None]] = []
        self._outbox = Outbox(tables, self._queue)
        self._over = False

    def get(self, kind: str, id: UUID) -> Document | None:
        self._reading()
        return self._tables.documents.get(kind, {}).get(id.bytes)

    def put(self, document: Document, expected: bytes | None) -> None:
        self._writing()
        document = attrs.evolve(document, id=plain(document.id), index=dict(document.index))
        there = self.get(document.kind, document.id)
        stored = there.head if there else None
        if stored != expected:
            raise refusals.stale_edit(document.kind, document.id, stored=stored, expected=expected, where=_WHERE)
        self._replace(document.kind, document.id.bytes, document)

    def cards(self, kind: str, where: Where | None = None, words: Words = ()) -> Iterator[Card]:
        for document in self.query(kind, where, words):
            yield document.card

    def query(
        self,
        kind: str,
        where: Where | None = None,
        words: Words = (),
        *,
        after: UUID | None = None,
        limit: int | None = None,
    ) -> Iterator[Document]:
        left = limit
        for id in self._candidates(kind, where or _EVERY):
            if left is not None and left <= 0:
                return
            document = self.get(kind, UUID(bytes=id))
            if document is None or (after is not None and id <= after.bytes) or not answers(document, where or _EVERY, words):
                continue
            left = None if left is None else left - 1
            yield document
            self._reading()

    def append(self, change: Change) -> None:
        self._writing()
        if not change.payload_holds:
            raise refusals.payload_does_not_hold(change, _WHERE)
        tables, digest, record = self._tables, change.digest, (change.kind, change.record.bytes)
        if digest in tables.changes:
            return
        before = tables.records.get(record, ()), tables.heads, tables.awaited

        def take_back() -> None:
            del tables.changes[digest]
            tables.records[record], tables.heads, tables.awaited = before

        self._undo.append(take_back)
        tables.changes[digest] = attrs.evolve(change, record=plain(change.record), actor=plain(change.actor))
        tables.records[record] = (*before[0], digest)
        tables.awaited |= {parent for parent in change.parents if parent not in tables.changes}
        tables.heads -= set(change.parents)
        if digest not in tables.awaited:
            tables.heads |= {digest}
        tables.awaited -= {digest}

    def history(self, kind: str, id: UUID) -> Iterator[Change]:
        self._reading()
        for digest in self._tables.records.get((kind, id.bytes), ()):
            yield self._tables.changes[digest]
            self._reading()

    def changes(self) -> Iterator[Change]:
        self._reading()
        for digest in tuple(self._tables.changes):
            yield self._tables.changes[digest]
            self._reading()

    def heads(self) -> tuple[bytes, ...]:
        self._reading()
        return tuple(sorted(self._tables.heads))

    def enqueue(self, message: Message) -> bool:
        self._writing()
        return self._outbox.enqueue(message)

    def message(self, id: UUID) -> Message | None:
        self._reading()
        queued = self._tables.outbox.get(id.bytes)
        return None if queued is None else queued.message

    def was_tried(self, channel: str, recipient: str, thread: str) -> bool:
        self._reading()
        return self._outbox.was_tried(channel, recipient, thread)

    def due(self, now: datetime) -> Mapping[str, int]:
        self._reading()
        return self._outbox.due(now)

    def lease(self, channel: str, *, now: datetime, until: datetime, limit: int) -> tuple[Message, ...]:
        self._writing()
        return self._outbox.lease(channel, now=now, until=until, limit=limit)

    def settle(self, id: UUID, state: MessageState, *, error: str | None = None, due_at: datetime | None = None) -> None:
        self._writing()
        if state is MessageState.LEASED:
            raise refusals.no_way_to_settle(_WHERE)
        self._outbox.settle(id, state, error=error, due_at=due_at)

    def messages(self, state: MessageState | None = None) -> Iterator[Message]:
        self._reading()
        for queued in self._outbox.by_age():
            if state is None or queued.message.state is state:
                yield queued.message
                self._reading()

    def setting(self, name: str) -> str | None:
        self._reading()
        return self._tables.settings.get(name)

    def set(self, name: str, value: str) -> None:
        self._writing()
        self._keep(self._tables.settings, name, value)

    def purge(self, kind: str, id: UUID) -> None:
        self._writing()
        self._replace(kind, id.bytes, None)
        for digest in self._tables.records.get((kind, id.bytes), ()):
            self._keep(self._tables.changes, digest, attrs.evolve(self._tables.changes[digest], salt=None, payload=None))
        for queued in self._outbox.by_age():
            if plain(id) in queued.message.about:
                self._queue(queued.message.id.bytes, None)

    def commit(self) -> None:
        self._writing()
        self._undo.clear()
        self._over = True

    def forget(self) -> None:
        """Takes back what was not committed, last step first, and ends the unit."""
        self._over = True
        while self._undo:
            self._undo.pop()()

    def _reading(self) -> None:
        if self._over:
            raise refusals.unit_is_over(_WHERE)

    def _writing(self) -> None:
        self._reading()
        if not self._may_write:
            raise refusals.snapshot_is_for_reading(_WHERE)

    def _candidates(self, kind: str, where: Where) -> list[bytes]:
        self._reading()
        found = [
            self._tables.entries.get((kind, column, value), set()) for column, value in where.items() if isinstance(value, str)
        ]
        return sorted(min(found, key=len) if found else self._tables.documents.get(kind, {}))

    def _replace(self, kind: str, id: bytes, document: Document | None) -> None:
        before = self._tables.documents.get(kind, {}).get(id)
        self._undo.append(lambda: self._tables.replace(kind, id, before))
        self._tables.replace(kind, id, document)

    def _queue(self, id: bytes, queued: Queued | None) -> None:
        before = self._tables.outbox.get(id)
        self._undo.append(lambda: self._tables.queue(id, before))
        self._tables.queue(id, queued)

    def _keep(self, table: dict[_Key, _Value], key: _Key, value: _Value | None) -> None:
        before = table.get(key)
        self._undo.append(lambda: _assign(table, key, before))
        _assign(table, key, value)


def _assign(table: dict[_Key, _Value], key: _Key, value: _Value | None) -> None:
    if value is None:
        table.pop(key, None)
    else:
        table[key] = value


class MemoryStore:
    """A desk in memory. It is gone when the store is closed."""

    def __init__(self) -> None:
        self._tables: Tables | None = Tables()
        self._unit: MemoryUnit | None = None

    @contextmanager
    def unit(self) -> Iterator[UnitOfWork]:
        """A unit of work that may write. Raises ``StoreError`` inside another one."""
        tables = self._open_tables()
        if self._unit is not None:
            raise refusals.unit_in_unit(_WHERE)
        self._unit = unit = MemoryUnit(tables, may_write=True)
        try:
            yield unit
        finally:
            self._unit = None
            unit.forget()

    @contextmanager
    def snapshot(self) -> Iterator[UnitOfWork]:
        """A unit of work on a copy of what is committed. Raises ``StoreError`` inside a unit of work that may write."""
        tables = self._open_tables()
        if self._unit is not None:
            raise refusals.unit_in_unit(_WHERE)
        unit = MemoryUnit(tables.copy(), may_write=False)
        try:
            yield unit
        finally:
            unit.forget()

    def close(self) -> None:
        """Forgets the desk. An open unit of work is over."""
        if self._unit is not None:
            self._unit.forget()
        self._tables = None

    def _open_tables(self) -> Tables:
        if self._tables is None:
            raise refusals.store_is_closed(_WHERE)
        return self._tables


def open_memory(address: str) -> MemoryStore:
    """A fresh desk. Raises ``StoreError`` for an address that says more than ``memory://``."""
    if address.strip("/"):
        raise StoreError(f"a desk in memory has no name, and {address!r} names one; write memory://", where=_WHERE)
    return MemoryStore()


STORE = StoreType("memory", open_memory)
