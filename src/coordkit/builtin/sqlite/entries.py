"""The rows that questions are asked of: one for each value of a column, one for each word of a document.

New rows wait and are written together in their order, which costs half of writing them one document at a time; they are written
before a question needs them, before a row is taken back, and before the commit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

_MOST_WAITING = 50_000

_Index = Mapping[str, tuple[str, ...]]
_Found = tuple[_Index, tuple[str, ...]]


class Entries:
    """The entries of one unit of work. ``run`` and ``run_many`` execute a statement for one row and for many."""

    def __init__(self, run: Callable[..., Any], run_many: Callable[[str, Iterable[Sequence[Any]]], None]) -> None:
        self._run = run
        self._run_many = run_many
        self._values: list[tuple[str, str, str, bytes]] = []
        self._words: list[tuple[str, str, bytes]] = []

    def add(self, kind: str, id: bytes, index: _Index, words: tuple[str, ...]) -> None:
        """Adds those of a new document."""
        self._values += [(kind, column, value, id) for column, values in index.items() for value in dict.fromkeys(values)]
        self._words += [(kind, word, id) for word in dict.fromkeys(words)]
        if len(self._values) + len(self._words) > _MOST_WAITING:
            self.flush()

    def change(self, kind: str, id: bytes, before: _Found, after: _Found) -> None:
        """Takes back those that a document no longer has, adds those that are new, leaves the rest."""
        self.flush()
        old_values, new_values = _pairs(before[0]), _pairs(after[0])
        old_words, new_words = set(before[1]), set(after[1])
        for column, value in old_values - new_values:
            sql = "DELETE FROM entries WHERE kind = ? AND field = ? AND value = ? AND id = ?"
            self._run(sql, kind, column, value, id)
        for word in old_words - new_words:
            self._run("DELETE FROM word_entries WHERE kind = ? AND word = ? AND id = ?", kind, word, id)
        self._values += [(kind, column, value, id) for column, value in new_values - old_values]
        self._words += [(kind, word, id) for word in new_words - old_words]

    def flush(self) -> None:
        """Writes what waits."""
        if self._values:
            self._run_many("INSERT INTO entries VALUES (?, ?, ?, ?)", sorted(self._values))
            self._values.clear()
        if self._words:
            self._run_many("INSERT INTO word_entries VALUES (?, ?, ?)", sorted(self._words))
            self._words.clear()


def _pairs(index: _Index) -> set[tuple[str, str]]:
    return {(column, value) for column, values in index.items() for value in values}
