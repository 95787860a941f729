"""One state of the desk, as the gate reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from coordkit.codec.convert import IDS, OUTCOMES, id_of
from coordkit.codec.documents import Card, Document
from coordkit.codec.history import record_of
from coordkit.codec.index import required_of, tlp_of
from coordkit.domain.errors import StaleRelease
from coordkit.domain.records import Record, RecordId
from coordkit.domain.snapshots import Glance
from coordkit.ports import UnitOfWork, Where

_OUTCOME_TYPES = {cls: name for name, cls in OUTCOMES.items()}


def where_of(kind: type[Record]) -> Where | None:
    """What narrows the documents of a kind to records of this class: one of the five outcomes has its type."""
    return {"type": _OUTCOME_TYPES[kind]} if kind in _OUTCOME_TYPES else None


def ref_of(text: str) -> RecordId:
    """The typed id written ``meeting:<uuid>`` in an index column."""
    kind, _, rest = text.partition(":")
    return IDS[kind](hex=rest)


def glance_of(card: Card) -> Glance:
    """What the gate must know of a record before it reads it."""
    return Glance(id_of(card.kind, card.id), tlp_of(card), tuple(ref_of(text) for text in required_of(card)))


class DeskSnapshot:
    """A unit of work as the gate sees it. ``written`` counts the writes in it; a write after the start makes it stale."""

    def __init__(self, unit: UnitOfWork, written: Callable[[], int] = lambda: 0) -> None:
        self._unit = unit
        self._written = written
        self._start = written()

    def glances(self, kind: type[Record]) -> Iterator[Glance]:
        """All records of a kind, unread."""
        self._check()
        return self._glances(kind)

    def _glances(self, kind: type[Record]) -> Iterator[Glance]:
        for card in self._unit.cards(kind.id_type.kind, where_of(kind)):
            self._check()
            yield glance_of(card)

    def read(self, wanted: type[Record] | RecordId) -> Iterator[tuple[Glance, Callable[[], Record]]]:
        """The records of a kind, or the one of an id, each with the function that decodes it."""
        self._check()
        return self._read(wanted)

    def _read(self, wanted: type[Record] | RecordId) -> Iterator[tuple[Glance, Callable[[], Record]]]:
        for document in self._documents(wanted):
            self._check()
            yield glance_of(document.card), partial(record_of, document)

    def _documents(self, wanted: type[Record] | RecordId) -> Iterator[Document]:
        if isinstance(wanted, RecordId):
            document = self._unit.get(wanted.kind, wanted.uuid)
            return iter(() if document is None else (document,))
        return self._unit.query(wanted.id_type.kind, where_of(wanted))

    def _check(self) -> None:
        if self._written() != self._start:
            raise StaleRelease("the desk was written to after this release was made; make a new one", where="release")
