"""Rows of the tables to Documents, Cards, Changes and Messages, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from json.encoder import encode_basestring
from typing import Any
from uuid import UUID

from coordkit.ports import Card, Change, Document, Message, MessageState, microseconds, moment

_DIGEST = 32
_ID = 16

DOCUMENT = "d.id, d.head, d.card, d.words, d.body"
CARD = "d.id, d.head, d.card"
CHANGE = "digest, format, kind, record, action, previous, parents, at, actor, payload_digest, salt, payload"
MESSAGE = (
    "id, channel, recipient, content, about, queued_at, due_at, state, attempts, last_error, key, thread, part, sequence, closes"
)


def index_text(index: Mapping[str, tuple[str, ...]]) -> str:
    """An index as JSON, columns and values in their own order."""
    columns = [f"{encode_basestring(column)}:{words_text(values)}" for column, values in index.items()]
    return f"{{{','.join(columns)}}}"


def words_text(words: tuple[str, ...]) -> str:
    """Words as JSON, in their own order."""
    # A third of the time of json.dumps, which sets up an encoder for each call.
    return f"[{','.join(map(encode_basestring, words))}]"


def index_of(text: str) -> dict[str, tuple[str, ...]]:
    """The index that ``index_text`` wrote."""
    return {column: tuple(values) for column, values in json.loads(text).items()}


def words_of(text: str) -> tuple[str, ...]:
    """The words that ``words_text`` wrote."""
    return tuple(json.loads(text))


def document(kind: str, row: tuple[Any, ...]) -> Document:
    """A row of ``DOCUMENT``."""
    id, head, card, words, body = row
    return Document(kind, UUID(bytes=id), head, body, index_of(card), words_of(words))


def card(kind: str, row: tuple[Any, ...]) -> Card:
    """A row of ``CARD``."""
    id, head, index = row
    return Card(kind, UUID(bytes=id), head, index_of(index))


def change_row(change: Change) -> tuple[Any, ...]:
    """A Change as a row of ``CHANGE``."""
    return (
        change.digest, change.format, change.kind, change.record.bytes, change.action, b"".join(change.previous),
        b"".join(change.parents), microseconds(change.at), change.actor.bytes, change.payload_digest, change.salt, change.payload,
    )  # fmt: skip


def change(row: tuple[Any, ...]) -> Change | None:
    """A row of ``CHANGE``; None where its digest is not the one of its header."""
    digest, format, kind, record, action, previous, parents, at, actor, payload_digest, salt, payload = row
    read = Change(
        kind, UUID(bytes=record), _cut(previous, _DIGEST), _cut(parents, _DIGEST), moment(at), UUID(bytes=actor),
        payload_digest, salt, payload, action, format,
    )  # fmt: skip
    return read if read.digest == digest else None


def message_row(message: Message) -> tuple[Any, ...]:
    """A Message as a row of ``MESSAGE``."""
    return (
        message.id.bytes, message.channel, message.recipient, message.content, ids_blob(message.about),
        microseconds(message.queued_at), microseconds(message.due_at), message.state.value, message.attempts, message.last_error,
        message.key, message.thread, message.part, message.sequence, message.closes,
    )  # fmt: skip


def message(row: tuple[Any, ...]) -> Message:
    """A row of ``MESSAGE``."""
    id, channel, recipient, content, about, queued_at, due_at, state, attempts, last_error, *place = row
    key, thread, part, sequence, closes = place
    subjects = tuple(UUID(bytes=cut) for cut in _cut(about, _ID))
    return Message(
        UUID(bytes=id), channel, recipient, content, subjects, moment(queued_at), moment(due_at), MessageState(state),
        attempts, last_error, key, thread, part, sequence, bool(closes),
    )  # fmt: skip


def ids_blob(ids: Iterable[UUID]) -> bytes:
    """Ids in their order, 16 bytes each."""
    return b"".join(id.bytes for id in ids)


def _cut(blob: bytes, width: int) -> tuple[bytes, ...]:
    return tuple(blob[start : start + width] for start in range(0, len(blob), width))
