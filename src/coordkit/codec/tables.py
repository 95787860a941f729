"""Tables: a subject with one row a record, and how its columns are made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar

import attrs

from coordkit.codec.cells import Sight, pages
from coordkit.domain.records import Record
from coordkit.domain.sharing import Release

R = TypeVar("R", bound=Record)
Column = tuple[str, Callable[[R, Sight], str]]


@attrs.frozen
class Table(Generic[R]):
    """A subject: one row a record, of the kinds ``records``, in order of id.

    The first column is the ``id``, the last the ``tlp`` (``TLP:CLEAR``): the strictest of the record and of those that its row
    names. Texts stand in the first language there is, references by name and by id, several values joined by ``; ``, enumerations
    by their value, areas by their code, dates in EDTF. A time is told by ``start`` and ``end`` on the clock of ``zone``, and by
    the day in ``date``.
    """

    name: str
    records: tuple[type[R], ...]
    named: tuple[type[Record], ...]
    cells: tuple[Column[R], ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the table."""
        return ("id", *(name for name, _ in self.cells), "tlp")

    @property
    def kinds(self) -> tuple[type[Record], ...]:
        """The kinds of record that it shows or names, the main one first."""
        return tuple(dict.fromkeys((*self.records, *self.named)))

    def rows(self, release: Release, languages: Sequence[str]) -> Iterator[tuple[str, ...]]:
        """The rows, streaming; what the release withholds is an empty cell, or no row."""
        sight = Sight(release, languages)
        for kind in self.records:
            for record in release.each(kind):
                made = [cell(record, sight) for _, cell in self.cells]
                yield (str(record.id), *made, sight.label(record).label)


def table(name: str, kind: type[R], named: tuple[type[Record], ...], *cells: Column[R]) -> Table[R]:
    """A table of one kind of record, which names records of ``named``; its sources stand in the last column but one."""
    return Table(name, (kind,), named, (*cells, ("sources", lambda record, _: pages(record.sources))))
