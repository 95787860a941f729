"""The heads of the history, kept while a unit of work appends, so that no append asks for them again."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from coordkit.ports import Change


class Heads:
    """The digests that no Change names as a parent, and those that are named and not here (a part of a merge may come first).

    Read when first needed, written by ``flush``. ``run`` and ``run_many`` execute a statement for one row and for many.
    """

    def __init__(self, run: Callable[..., sqlite3.Cursor], run_many: Callable[[str, Iterable[Sequence[Any]]], None]) -> None:
        self._run = run
        self._run_many = run_many
        self._tables: dict[str, tuple[set[bytes], frozenset[bytes]]] = {}

    def all(self) -> tuple[bytes, ...]:
        """The heads, sorted."""
        return tuple(sorted(self._table("heads")))

    def append(self, change: Change) -> None:
        """Counts in a Change that was just added."""
        heads, awaited = self._table("heads"), self._table("awaited")
        for parent in change.parents:
            if parent in heads:
                heads.remove(parent)
            elif not self._run("SELECT 1 FROM changes WHERE digest = ?", parent).fetchall():
                awaited.add(parent)
        if change.digest in awaited:
            awaited.remove(change.digest)
        else:
            heads.add(change.digest)

    def flush(self) -> None:
        """Writes what became different."""
        for name, (now, before) in self._tables.items():
            self._run_many(f"DELETE FROM {name} WHERE digest = ?", [(digest,) for digest in before - now])
            self._run_many(f"INSERT INTO {name} VALUES (?)", [(digest,) for digest in now - before])

    def _table(self, name: str) -> set[bytes]:
        if name not in self._tables:
            before = frozenset(bytes(digest) for (digest,) in self._run(f"SELECT digest FROM {name}").fetchall())
            self._tables[name] = set(before), before
        return self._tables[name][0]
