"""Changes as the codec writes and reads them: what a save changed, field by field, and a record as it once was recorded."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import attrs

from coordkit.codec.convert import from_fields, stamped, to_fields
from coordkit.codec.documents import Change, Document, canonical, payload_digest
from coordkit.codec.index import changed_of, index_of
from coordkit.codec.words import Romanize, words_of
from coordkit.domain.errors import DomainError, expect
from coordkit.domain.records import Record

UNCHANGING = frozenset({"schema", "record", "type", "id"})


def change_of(
    record: Record,
    stored: Document | None,
    *,
    revision: int,
    previous: tuple[bytes, ...],
    parents: tuple[bytes, ...],
    at: datetime,
    actor: UUID,
    salt: bytes,
    romanize: Romanize | None = None,
) -> tuple[Document, Change] | None:
    """The document and the Change that saving ``record`` over ``stored`` makes; None where nothing differs.

    ``revision`` is the one the record gets, ``previous`` its latest Change, unless it is new. The first Change holds every field,
    and so does one after an erasing; others hold the fields that changed. ``romanize`` gives the Latin forms of its words.
    """
    fields = to_fields(record)
    body = canonical(fields)
    payload = body if stored is None else _what_changed(record, fields, stored)
    if payload is None:
        return None
    kind, uuid = record.id_type.kind, record.id.uuid
    change = Change(
        kind=kind,
        record=uuid,
        previous=previous,
        parents=parents,
        at=at,
        actor=actor,
        payload_digest=payload_digest(salt, payload),
        salt=salt,
        payload=payload,
    )
    index = index_of(record, revision=revision, changed_at=at)
    return Document(kind, uuid, change.digest, body, index, words_of(record, romanize)), change


def _what_changed(record: Record, fields: dict[str, Any], stored: Document) -> str | None:
    """The payload of an edit: the fields that differ from the stored body, and those that say what the record is."""
    before: dict[str, Any] = json.loads(stored.body)
    if before.get("type") != fields.get("type"):
        raise DomainError("an outcome keeps its type; make a new outcome instead", where=str(record.id))
    changed = {name: value for name, value in fields.items() if name in UNCHANGING or before.get(name, _NOTHING) != value}
    return None if changed.keys() <= UNCHANGING else canonical(changed)


def indexed_anew(document: Document, romanize: Romanize | None) -> Document:
    """The same document with the columns and words that this coordkit gives its record."""
    record = record_of(document)
    changed_at, revision = changed_of(document.card)
    index = index_of(record, revision=revision, changed_at=changed_at)
    return attrs.evolve(document, index=index, words=words_of(record, romanize))


_NOTHING = object()


def record_of(document: Document) -> Record:
    """The record that a document holds, with its place in the history."""
    record = from_fields(json.loads(document.body), where=f"{document.kind}:{document.id}")
    changed_at, revision = changed_of(document.card)
    return stamped(record, revision=revision, head=document.head, changed_at=changed_at)


def as_recorded(history: Iterable[Change], at: datetime) -> Record | None:
    """The record as the desk had it at the moment ``at`` (aware), replayed from its Changes; None before the first.

    Where the clock once went back, the Changes up to the last one of that time count. Raises ``DomainError`` for a naive time and
    where the history was erased.
    """
    expect(at, datetime, "at", "write datetime(2026, 9, 15, 10, tzinfo=UTC)")
    if at.tzinfo is None:
        raise DomainError(f"{at} is a naive time; attach a zone, such as tzinfo=UTC", where="at")
    changes = _until(history, at)
    if not changes:
        return None
    *_, (last, fields) = _replayed(changes)
    if last.payload is None:
        raise DomainError("this record was erased; only that it was there is still known", where=f"{last.kind}:{last.record}")
    return _after(last, fields, len(changes))


def versions(changes: Iterable[Change]) -> Iterator[Record | None]:
    """The record as each of its Changes, from the first one on, left it; None where its contents were erased."""
    for revision, (change, fields) in enumerate(_replayed(changes), start=1):
        yield None if change.payload is None else _after(change, fields, revision)


def _replayed(changes: Iterable[Change]) -> Iterator[tuple[Change, dict[str, Any]]]:
    """Each Change with the fields as they were after it, read once."""
    fields: dict[str, Any] = {}
    for change in changes:
        # An erased record may have been saved anew: what came before is gone, and the new Change holds every field.
        fields = fields | json.loads(change.payload) if change.payload is not None else {}
        yield change, fields


def _after(change: Change, fields: dict[str, Any], revision: int) -> Record:
    record = from_fields(fields, where=f"{change.kind}:{change.record}")
    return stamped(record, revision=revision, head=change.digest, changed_at=change.at)


def _until(history: Iterable[Change], at: datetime) -> list[Change]:
    """The Changes up to the last one that the clock dates at ``at`` or before."""
    changes = list(history)
    return changes[: max((count for count, change in enumerate(changes, start=1) if change.at <= at), default=0)]
