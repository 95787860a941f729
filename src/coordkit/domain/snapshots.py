"""Snapshots: how the gate sees the desk, and what it is asked about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

import attrs

from coordkit.domain.records import Record, RecordId, Tlp


@attrs.frozen
class Glance:
    """What the gate must know of a record before it reads it: its id, TLP, and the references it cannot do without."""

    id: RecordId
    tlp: Tlp
    requires: tuple[RecordId, ...]


Loaded = Iterator[tuple[Glance, Callable[[], Record]]]


class Snapshot(Protocol):
    """How the gate sees the desk: two methods over one state of it. Both raise at once where that state is past."""

    def glances(self, kind: type[Record]) -> Iterator[Glance]:
        """All records of a kind, unread."""
        ...

    def read(self, wanted: type[Record] | RecordId) -> Loaded:
        """The records of a kind, or the one of an id, each with the function that decodes it."""
        ...


class Subject(Protocol):
    """What a label is asked for: anything that names the kinds of record it shows, the main one first."""

    @property
    def kinds(self) -> tuple[type[Record], ...]: ...
