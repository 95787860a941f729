"""What a store keeps: Documents, Changes and Messages. No domain type stands here; ``coordkit.ports`` shows these again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import Enum
from types import MappingProxyType
from typing import Any
from uuid import UUID

import attrs

CHANGE_FORMAT = 1
_EMPTY: Mapping[str, tuple[str, ...]] = MappingProxyType({})
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def canonical(value: Any) -> str:
    """Canonical JSON: keys sorted, no spaces, text as itself. Floats have no place in it: ``to_fields`` gives none."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, default=_refuse)


def _refuse(value: object) -> Any:
    raise TypeError(f"{type(value).__name__} is not JSON")


def microseconds(moment: datetime) -> int:
    """An aware moment as whole microseconds since 1970-01-01 UTC."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def moment(value: int) -> datetime:
    """The moment, in UTC, of so many microseconds since 1970-01-01 UTC."""
    return _EPOCH + timedelta(microseconds=value)


@attrs.frozen
class Card:
    """A document without its body: what lists, gates and questions need."""

    kind: str
    id: UUID
    head: bytes
    index: Mapping[str, tuple[str, ...]] = _EMPTY


@attrs.frozen
class Document:
    """One record as a store keeps it.

    ``head`` is the SHA-256 digest (32 bytes) of the record's latest Change. ``body`` is canonical JSON text. ``index`` maps a
    column to its values (texts; several are allowed), ``words`` are the folded words by which it is found. The codec alone
    computes both.
    """

    kind: str
    id: UUID
    head: bytes
    body: str
    index: Mapping[str, tuple[str, ...]] = _EMPTY
    words: tuple[str, ...] = ()

    @property
    def card(self) -> Card:
        """The document without its body."""
        return Card(self.kind, self.id, self.head, self.index)


@attrs.frozen
class Change:
    """One entry of the history: a header and a detachable payload.

    The header: ``format`` number, ``kind`` and ``record`` (a random id), ``previous`` (the record's own latest Changes before
    this one) and ``parents`` (heads of the whole desk), both digests of 32 bytes in sorted order, time ``at`` (UTC, microseconds),
    ``actor`` (a random id), ``action`` (``put`` or ``erased``) and ``payload_digest``. The payload (canonical JSON of what
    changed, field by field) and its ``salt`` (16 bytes) are None once erased; the header still verifies.
    """

    kind: str
    record: UUID
    previous: tuple[bytes, ...]
    parents: tuple[bytes, ...]
    at: datetime
    actor: UUID
    payload_digest: bytes
    salt: bytes | None
    payload: str | None
    action: str = "put"
    format: int = CHANGE_FORMAT
    digest: bytes = attrs.field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "digest", hashlib.sha256(self.header.encode()).digest())

    @property
    def header(self) -> str:
        """The header as canonical JSON; its SHA-256 is the Change's ``digest``."""
        return canonical([
            self.format, self.kind, self.record.hex, self.action,
            [digest.hex() for digest in self.previous], [digest.hex() for digest in self.parents],
            microseconds(self.at), self.actor.hex, self.payload_digest.hex(),
        ])  # fmt: skip

    @property
    def payload_holds(self) -> bool:
        """Whether the payload, where it is still there, is the one that the header names."""
        if self.payload is None or self.salt is None:
            return self.payload is None and self.salt is None
        return payload_digest(self.salt, self.payload) == self.payload_digest


def payload_digest(salt: bytes, payload: str) -> bytes:
    """SHA-256 over the salt and the payload's UTF-8."""
    return hashlib.sha256(salt + payload.encode()).digest()


class MessageState(Enum):
    """What became of a message: superseded by a newer one and never sent, or dropped by a person, beside what the names say."""

    WAITING = "waiting"
    LEASED = "leased"
    SENT = "sent"
    FAILED = "failed"
    SUPERSEDED = "superseded"
    DROPPED = "dropped"


@attrs.frozen
class Message:
    """One rendered mail or note to one recipient on one channel, as it waits in the outbox.

    ``content`` is the whole message, bytes as they go out; ``about`` are the records that it names. A store keeps ``state``,
    ``attempts``, ``due_at`` (not before; UTC) and ``last_error`` up to date through ``lease`` and ``settle``.

    ``key`` names what is sent to whom, and what asked for it: a key stands in the outbox once. ``thread`` names what the message is
    about, for a calendar object its UID and the invitee: of one thread, to one recipient on one channel, no message overtakes an
    older one. ``part`` names the part of it, for one occurrence of a series its original start: of one part a newer message
    supersedes the older ones that wait, newer being the higher ``sequence`` (SEQUENCE), and of equal ones the later queued. One
    that ``closes`` (CANCEL) goes only where an earlier one of its thread, of the same part or of the whole (``part`` empty), was
    attempted. A message without a thread stands alone.
    """

    id: UUID
    channel: str
    recipient: str
    content: bytes
    about: tuple[UUID, ...]
    queued_at: datetime
    due_at: datetime
    state: MessageState = MessageState.WAITING
    attempts: int = 0
    last_error: str | None = None
    key: str = ""
    thread: str = ""
    part: str = ""
    sequence: int = 0
    closes: bool = False
