"""What the store contract puts into a store: made-up documents, Changes and Messages, each told apart by a number."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

from coordkit.ports import Change, Document, Message, Store

NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)
ACTOR = UUID(int=0xAC70)
CHANNEL = "folder"
KIND = "note"


class OtherId(UUID):
    """A typed id, as records have them: it equals only its own class."""

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.int == other.int

    def __hash__(self) -> int:
        return hash((OtherId, self.int))


def minutes(number: float) -> datetime:
    """So many minutes after noon."""
    return NOON + timedelta(minutes=number)


def digest(text: str) -> bytes:
    """32 bytes that stand for a text."""
    return hashlib.sha256(text.encode()).digest()


def document(
    number: int,
    version: str = "first",
    *,
    kind: str = KIND,
    body: str | None = None,
    index: Mapping[str, tuple[str, ...]] | None = None,
    words: Iterable[str] = (),
) -> Document:
    """A document; its head and body are those of the version."""
    head = digest(f"{kind} {number} {version}")
    text = f'{{"title":"{version}"}}' if body is None else body
    return Document(kind, UUID(int=number), head, text, dict(index or {}), tuple(words))


def change(number: int, record: int = 1, *, parents: Iterable[bytes] = (), previous: Iterable[bytes] = ()) -> Change:
    """A Change of a record, with a payload that holds."""
    salt, payload = number.to_bytes(16, "big"), f'{{"title":"payload {number}"}}'
    named = hashlib.sha256(salt + payload.encode()).digest()
    before, after = tuple(sorted(previous)), tuple(sorted(parents))
    return Change(KIND, UUID(int=record), before, after, minutes(number), ACTOR, named, salt, payload)


def message(
    number: int,
    *,
    channel: str = CHANNEL,
    about: Iterable[int] = (),
    due: float = 0,
    queued: float | None = None,
    recipient: str = "desk@example.org",
    key: str = "",
    thread: str = "",
    part: str = "",
    sequence: int = 0,
    closes: bool = False,
) -> Message:
    """A message, queued ``number`` minutes after noon unless said otherwise, and due ``due`` minutes after noon."""
    return Message(
        id=UUID(int=number),
        channel=channel,
        recipient=recipient,
        content=b"To: desk@example.org\r\n\r\n\x00\xff " + str(number).encode(),
        about=tuple(UUID(int=record) for record in about),
        queued_at=minutes(number if queued is None else queued),
        due_at=minutes(due),
        key=key,
        thread=thread,
        part=part,
        sequence=sequence,
        closes=closes,
    )


def keep(store: Store, *things: Document | Change | Message) -> None:
    """Puts new documents, Changes and Messages into a store in one committed unit."""
    with store.unit() as unit:
        for thing in things:
            if isinstance(thing, Document):
                unit.put(thing, None)
            elif isinstance(thing, Change):
                unit.append(thing)
            else:
                unit.enqueue(thing)
        unit.commit()
