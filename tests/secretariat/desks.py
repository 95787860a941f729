"""Desks whose time, ids and salts are ours, and all that one holds, to compare before and after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import coordkit
import coordkit_kherson.plugin as kherson
import coordkit_poltava.plugin as poltava
import coordkit_ukraine.plugin as ukraine
from coordkit import (
    Contact,
    ContactKind,
    Meeting,
    MeetingId,
    Office,
    OfficeId,
    Organization,
    OrganizationId,
    PersonId,
    Plugins,
    Secretariat,
    Slot,
    Text,
    Tlp,
)
from coordkit.codec.convert import RECORDS
from coordkit.codec.documents import Change, payload_digest

NONE = {"COORDKIT_PLUGINS": "none"}
START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def plugins(*more: object) -> Plugins:
    """The builtins, the regions of this repository, and these, whatever is installed."""
    return Plugins.discover(ukraine, kherson, poltava, *more, environ=NONE)


class Clock:
    """A clock that goes on by a minute at each look, or stands where it is put."""

    def __init__(self, now: datetime = START, step: timedelta = timedelta(minutes=1)) -> None:
        self.now = now
        self.step = step

    def __call__(self) -> datetime:
        self.now += self.step
        return self.now


def numbers() -> Callable[[], UUID]:
    """UUIDs that count from 1."""
    counter = count(1)
    return lambda: UUID(int=next(counter))


def salts() -> Callable[[], bytes]:
    """Salts that count from 1."""
    counter = count(1)
    return lambda: next(counter).to_bytes(16, "big")


def opened(url: str = "memory://", *, clock: Clock | None = None, actor: PersonId | str = "Олена", **more: Any) -> Secretariat:
    """A desk with our clock, ids and salts."""
    given: dict[str, Any] = {"plugins": plugins(), "new_id": numbers(), "salt": salts()}
    return coordkit.open(url, actor=actor, clock=clock or Clock(), **(given | more))


def sqlite(folder: Path, name: str = "desk.db") -> str:
    """The address of a desk in a file of this folder."""
    return f"sqlite:///{folder / name}"


def held(desk: Secretariat) -> tuple[Any, ...]:
    """All that a desk holds: documents, Changes, messages and the setting that it has."""
    with desk.store.unit() as unit:
        return (
            {kind: tuple(unit.query(kind)) for kind in RECORDS},
            tuple((change.digest, change.salt, change.payload) for change in unit.changes()),
            tuple(unit.messages()),
            unit.heads(),
            unit.setting("region"),
        )


def changes(desk: Secretariat) -> tuple[Change, ...]:
    with desk.store.unit() as unit:
        return tuple(unit.changes())


def verify(desk: Secretariat) -> None:
    """The history is a graph without gaps, whose payloads are those that the headers name. By the plan's words, not the code."""
    seen: set[bytes] = set()
    latest: dict[tuple[str, UUID], bytes] = {}
    named: set[bytes] = set()
    for change in changes(desk):
        assert set(change.parents) <= seen and set(change.previous) <= seen
        assert len(change.digest) == 32 and change.digest not in seen
        record = change.kind, change.record
        assert change.previous == ((latest[record],) if record in latest else ())
        if change.payload is not None:
            assert change.salt is not None and len(change.salt) == 16
            assert payload_digest(change.salt, change.payload) == change.payload_digest
        latest[record] = change.digest
        seen.add(change.digest)
        named |= set(change.parents)
    with desk.store.unit() as unit:
        assert unit.heads() == tuple(sorted(seen - named))
        for kind in RECORDS:
            for document in unit.query(kind):
                assert document.head == latest[kind, document.id]


# -- records -----------------------------------------------------------------------------------------------------------

TEN = Slot(datetime(2026, 6, 18, 10), timedelta(hours=2), "Europe/Kyiv")


def organization(desk: Secretariat, name: str = "ДСНС", address: str | None = "duty@example.org", **more: Any) -> Organization:
    contacts = (Contact(kind=ContactKind.EMAIL, value=address),) if address else ()
    return Organization(id=desk.new(OrganizationId), name=Text.of(uk=name), **({"contacts": contacts} | more))


def meeting(desk: Secretariat, title: str = "Нарада", **more: Any) -> Meeting:
    return Meeting(id=desk.new(MeetingId), title=Text.of(uk=title), **more)


def office(desk: Secretariat, **more: Any) -> Office:
    fields: dict[str, Any] = {
        "id": desk.new(OfficeId),
        "name": Text.of(uk="Секретаріат", en="Secretariat"),
        "addresses": ("desk@example.org",),
        "zone": "Europe/Kyiv",
        "languages": ("uk", "en"),
        "tlp": Tlp.GREEN,
    }
    return Office(**(fields | more))
