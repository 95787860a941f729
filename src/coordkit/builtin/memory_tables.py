"""The tables of a desk in memory, and the questions that they answer."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import attrs

from coordkit.ports import Change, Document, Message, MessageState, Where, Words


@attrs.frozen
class Queued:
    """A message with its place in the outbox and the time from which it may be leased."""

    number: int
    message: Message
    free_from: datetime

    @property
    def age(self) -> tuple[datetime, int]:
        """What the outbox is ordered by, oldest first."""
        return self.message.queued_at, self.number

    @property
    def is_open(self) -> bool:
        """Whether it waits, or is out."""
        return self.message.state in (MessageState.WAITING, MessageState.LEASED)

    @property
    def thread(self) -> tuple[str, str, str]:
        """Within what it keeps its turn: one thread to one recipient on one channel."""
        return self.message.channel, self.message.recipient, self.message.thread


@attrs.define
class Tables:
    """A desk. Ids stand as 16 bytes, since an id of a record equals only its own class."""

    documents: dict[str, dict[bytes, Document]] = attrs.field(factory=dict)
    entries: dict[tuple[str, str, str], set[bytes]] = attrs.field(factory=dict)
    changes: dict[bytes, Change] = attrs.field(factory=dict)
    records: dict[tuple[str, bytes], tuple[bytes, ...]] = attrs.field(factory=dict)
    heads: frozenset[bytes] = frozenset()
    awaited: frozenset[bytes] = frozenset()
    outbox: dict[bytes, Queued] = attrs.field(factory=dict)
    open: list[tuple[datetime, int, bytes]] = attrs.field(factory=list)
    keys: set[str] = attrs.field(factory=set)
    threads: dict[tuple[str, str, str], tuple[bytes, ...]] = attrs.field(factory=dict)
    queued: int = 0
    settings: dict[str, str] = attrs.field(factory=dict)

    def copy(self) -> Tables:
        """The same desk, which later writes do not reach."""
        return attrs.evolve(
            self,
            documents={kind: dict(documents) for kind, documents in self.documents.items()},
            entries={entry: set(ids) for entry, ids in self.entries.items()},
            changes=dict(self.changes),
            records=dict(self.records),
            outbox=dict(self.outbox),
            open=list(self.open),
            keys=set(self.keys),
            threads=dict(self.threads),
            settings=dict(self.settings),
        )

    def replace(self, kind: str, id: bytes, document: Document | None) -> None:
        """Puts a document, or none, in the place of what is there, and keeps ``entries`` true."""
        documents = self.documents.setdefault(kind, {})
        for entry in _entries(documents.get(id)):
            self.entries[entry].discard(id)
        if document is None:
            documents.pop(id, None)
        else:
            documents[id] = document
        for entry in _entries(document):
            self.entries.setdefault(entry, set()).add(id)

    def queue(self, id: bytes, queued: Queued | None) -> None:
        """Puts a message, or none, in the place of what is there, and keeps ``open``, ``keys`` and ``threads`` true."""
        before = self.outbox.get(id)
        if before is not None and before.is_open:
            del self.open[bisect_left(self.open, (*before.age, id))]
        if queued is not None and queued.is_open:
            insort(self.open, (*queued.age, id))
        if queued is None:
            self.outbox.pop(id, None)
        else:
            self.outbox[id] = queued
        if before is None and queued is not None:
            self.keys.add(queued.message.key)
            if queued.message.thread:
                self.threads[queued.thread] = (*self.threads.get(queued.thread, ()), id)
        elif before is not None and queued is None:
            self.keys.discard(before.message.key)
            if before.message.thread:
                self.threads[before.thread] = tuple(other for other in self.threads[before.thread] if other != id)


def _entries(document: Document | None) -> Iterator[tuple[str, str, str]]:
    if document is not None:
        for column, values in document.index.items():
            for value in values:
                yield document.kind, column, value


def plain(id: UUID) -> UUID:
    """The bare UUID: a record's typed id equals only its own class."""
    return id if type(id) is UUID else UUID(int=id.int)


def answers(document: Document, where: Where, words: Words) -> bool:
    """Whether one value of each column meets its condition, and each prefix (of several, one) begins a word."""
    return all(
        any(_meets(value, condition) for value in document.index.get(column, ())) for column, condition in where.items()
    ) and all(any(word.startswith(prefix) for word in document.words) for prefix in words)


def _meets(value: str, condition: str | tuple[str | None, str | None]) -> bool:
    if isinstance(condition, str):
        return value == condition
    first, last = condition
    return (first is None or first <= value) and (last is None or value <= last)
