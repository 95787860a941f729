"""The tables of a desk in memory, and the questions that they answer."""

from __future__ import annotations

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


def _entries(document: Document | None) -> Iterator[tuple[str, str, str]]:
    if document is not None:
        for column, values in document.index.items():
            for value in values:
                yield document.kind, column, value


def plain(id: UUID) -> UUID:
    """The bare UUID: a record's typed id equals only its own class."""
    return id if type(id) is UUID else UUID(int=id.int)


def is_due(queued: Queued, channel: str, now: datetime) -> bool:
    """Whether a message may be leased: it waits and its time has come, or its lease has run out."""
    message = queued.message
    return message.channel == channel and message.state in (MessageState.WAITING, MessageState.LEASED) and queued.free_from <= now


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
