"""A unit of work on a desk in SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from coordkit import StoreError
from coordkit.builtin import refusals
from coordkit.builtin.sqlite import rows as rows
from coordkit.builtin.sqlite.entries import Entries
from coordkit.builtin.sqlite.failures import damaged, explained
from coordkit.builtin.sqlite.heads import Heads
from coordkit.builtin.sqlite.outbox import Outbox
from coordkit.builtin.sqlite.questions import question
from coordkit.ports import Card, Change, Document, Message, MessageState, Where, Words

_Read = TypeVar("_Read")
_ADD_CHANGE = f"INSERT INTO changes ({rows.CHANGE}) VALUES ({', '.join('?' * 12)}) ON CONFLICT (digest) DO NOTHING"


class SqliteUnit:
    """One transaction, begun by the store. Any failure of SQLite ends it, so that nothing half done can be committed."""

    def __init__(self, db: sqlite3.Connection, path: Path, *, may_write: bool) -> None:
        self._db = db
        self._path = path
        self._may_write = may_write
        self._over = False
        self._streams: set[sqlite3.Cursor] = set()
        self._entries = Entries(self._run, self._run_many)
        self._heads = Heads(self._run, self._run_many)
        self._outbox = Outbox(self._run, self._run_many, self._all)
        self.has_purged = False

    # -- documents --------------------------------------------------------------------------------------------------------

    def get(self, kind: str, id: UUID) -> Document | None:
        row = self._one(f"SELECT {rows.DOCUMENT} FROM documents d WHERE kind = ? AND id = ?", kind, id.bytes)
        return None if row is None else rows.document(kind, row)

    def put(self, document: Document, expected: bytes | None) -> None:
        self._writing()
        kind, id = document.kind, document.id.bytes
        row = self._one("SELECT head, card, words FROM documents WHERE kind = ? AND id = ?", kind, id)
        stored = None if row is None else row[0]
        if stored != expected:
            raise refusals.stale_edit(kind, document.id, stored=stored, expected=expected, where=str(self._path))
        card, words = rows.index_text(document.index), rows.words_text(document.words)
        if row is None:
            self._run("INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?)", kind, id, document.head, card, words, document.body)
            self._entries.add(kind, id, document.index, document.words)
            return
        self._run(
            "UPDATE documents SET head = ?, card = ?, words = ?, body = ? WHERE kind = ? AND id = ?",
            document.head, card, words, document.body, kind, id,
        )  # fmt: skip
        if (card, words) != row[1:]:
            before = rows.index_of(row[1]), rows.words_of(row[2])
            self._entries.change(kind, id, before, (document.index, document.words))

    def cards(self, kind: str, where: Where | None = None, words: Words = ()) -> Iterator[Card]:
        return self._asked(rows.CARD, rows.card, kind, where or {}, words)

    def query(
        self,
        kind: str,
        where: Where | None = None,
        words: Words = (),
        *,
        after: UUID | None = None,
        limit: int | None = None,
    ) -> Iterator[Document]:
        return self._asked(rows.DOCUMENT, rows.document, kind, where or {}, words, after, limit)

    # -- history ----------------------------------------------------------------------------------------------------------

    def append(self, change: Change) -> None:
        self._writing()
        if not change.payload_holds:
            raise refusals.payload_does_not_hold(change, str(self._path))
        if not self._run(_ADD_CHANGE, *rows.change_row(change)).rowcount:
            return
        self._heads.append(change)

    def history(self, kind: str, id: UUID) -> Iterator[Change]:
        sql = f"SELECT {rows.CHANGE} FROM changes WHERE record = ? AND kind = ? ORDER BY number"
        return self._stream(self._verified, sql, id.bytes, kind)

    def changes(self) -> Iterator[Change]:
        return self._stream(self._verified, f"SELECT {rows.CHANGE} FROM changes ORDER BY number")

    def heads(self) -> tuple[bytes, ...]:
        self._reading()
        return self._heads.all()

    # -- outbox -----------------------------------------------------------------------------------------------------------

    def enqueue(self, message: Message) -> bool:
        self._writing()
        return self._outbox.enqueue(message)

    def message(self, id: UUID) -> Message | None:
        row = self._one(f"SELECT {rows.MESSAGE} FROM messages WHERE id = ?", id.bytes)
        return None if row is None else rows.message(row)

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
            raise refusals.no_way_to_settle(str(self._path))
        self._outbox.settle(id, state, error=error, due_at=due_at)

    def messages(self, state: MessageState | None = None) -> Iterator[Message]:
        condition, values = ("", ()) if state is None else ("WHERE state = ? ", (state.value,))
        sql = f"SELECT {rows.MESSAGE} FROM messages {condition}ORDER BY queued_at, number"
        return self._stream(rows.message, sql, *values)

    # -- settings, erasing, end -------------------------------------------------------------------------------------------

    def setting(self, name: str) -> str | None:
        row = self._one("SELECT value FROM settings WHERE name = ?", name)
        return None if row is None else str(row[0])

    def set(self, name: str, value: str) -> None:
        self._writing()
        sql = "INSERT INTO settings VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
        self._run(sql, name, value)

    def purge(self, kind: str, id: UUID) -> None:
        self._writing()
        row = self._one("SELECT card, words FROM documents WHERE kind = ? AND id = ?", kind, id.bytes)
        if row is not None:
            before = rows.index_of(row[0]), rows.words_of(row[1])
            self._entries.change(kind, id.bytes, before, ({}, ()))
            self._run("DELETE FROM documents WHERE kind = ? AND id = ?", kind, id.bytes)
        self._run("UPDATE changes SET salt = NULL, payload = NULL WHERE record = ? AND kind = ?", id.bytes, kind)
        named = self._all(self._run("SELECT message FROM message_subjects WHERE record = ?", id.bytes))
        self._run_many("DELETE FROM messages WHERE id = ?", named)
        self._run_many("DELETE FROM message_subjects WHERE message = ?", named)
        self.has_purged = True

    def commit(self) -> None:
        self._writing()
        self._entries.flush()
        self._heads.flush()
        self._close_streams()
        self._run("COMMIT")
        self._over = True

    def forget(self) -> None:
        """Ends the unit; what was not committed is rolled back."""
        if self._over:
            return
        self._over = True
        self._close_streams()
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")

    # -- how SQLite is asked ----------------------------------------------------------------------------------------------

    def _writing(self) -> None:
        self._reading()
        if not self._may_write:
            raise refusals.snapshot_is_for_reading(str(self._path))

    def _reading(self) -> None:
        if self._over:
            raise refusals.unit_is_over(str(self._path))

    def _run(self, sql: str, *values: Any) -> sqlite3.Cursor:
        self._reading()
        try:
            return self._db.execute(sql, values)
        except sqlite3.Error as error:
            raise self._failed(error) from error

    def _run_many(self, sql: str, many: Iterable[Sequence[Any]]) -> None:
        self._reading()
        try:
            self._db.executemany(sql, many)
        except sqlite3.Error as error:
            raise self._failed(error) from error

    def _one(self, sql: str, *values: Any) -> tuple[Any, ...] | None:
        found = self._all(self._run(sql, *values))
        return found[0] if found else None

    def _all(self, cursor: sqlite3.Cursor) -> list[tuple[Any, ...]]:
        try:
            return cursor.fetchall()
        except sqlite3.Error as error:
            raise self._failed(error) from error

    def _asked(
        self,
        columns: str,
        read: Callable[[str, tuple[Any, ...]], _Read],
        kind: str,
        where: Where,
        words: Words,
        after: UUID | None = None,
        limit: int | None = None,
    ) -> Iterator[_Read]:
        self._reading()
        if where or words:
            self._entries.flush()
        sql, values = question(self._run, columns, kind, where, words, after=after, limit=limit)
        yield from self._stream(lambda row: read(kind, row), sql, *values)

    def _stream(self, read: Callable[[tuple[Any, ...]], _Read], sql: str, *values: Any) -> Iterator[_Read]:
        cursor = self._run(sql, *values)
        self._streams.add(cursor)
        try:
            while (row := self._next(cursor)) is not None:
                yield read(row)
                self._reading()
        finally:
            # One left half way would keep its lock on the file; one that the end of the unit closed is closed already.
            if cursor in self._streams:
                self._streams.discard(cursor)
                cursor.close()

    def _next(self, cursor: sqlite3.Cursor) -> tuple[Any, ...] | None:
        try:
            row: tuple[Any, ...] | None = cursor.fetchone()
        except sqlite3.Error as error:
            raise self._failed(error) from error
        return row

    def _close_streams(self) -> None:
        while self._streams:
            self._streams.pop().close()

    def _failed(self, error: sqlite3.Error) -> StoreError:
        with suppress(sqlite3.Error):
            self.forget()
        return explained(error, self._path)

    def _verified(self, row: tuple[Any, ...]) -> Change:
        change = rows.change(row)
        if change is None:
            raise damaged(f"the Change {bytes(row[0]).hex()[:12]} is not the one that its digest names", self._path)
        return change
