"""How SQLite finds its way: by an index where a condition is rare, and with the same answer where none is."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordkit.builtin import memory, sqlite
from coordkit.builtin.sqlite import questions
from coordkit.ports import Store, Where, Words
from coordkit.testing.store_documents import QuestionPromises
from coordkit.testing.store_samples import KIND, document, keep

VALUES = st.sampled_from(["", "a", "b", "ba", "і", "ґ", "\U0010ffff", 'a"%', "UA65", "\x01", "\\"])
INDEX = st.dictionaries(VALUES, st.lists(VALUES, max_size=3).map(tuple), max_size=3)
CONDITIONS = VALUES | st.tuples(st.none() | VALUES, st.none() | VALUES)
WORDS = st.lists(VALUES | st.lists(VALUES, max_size=3).map(tuple), max_size=2)
CONTENTS = st.lists(st.tuples(INDEX, st.lists(VALUES, max_size=3)), max_size=12)


class TestWhereNoConditionIsRare(QuestionPromises):
    @pytest.fixture
    def store(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
        monkeypatch.setattr(questions, "_FEW", 0)
        store = sqlite.STORE.open(f"/{tmp_path}/desk.db")
        yield store
        store.close()


@given(CONTENTS, st.dictionaries(VALUES, CONDITIONS, max_size=3), WORDS, st.integers(0, 5), st.integers(-1, 12), st.integers(0, 12))
def test_the_answer_is_that_of_memory_whatever_leads(
    contents: list[tuple[dict[str, tuple[str, ...]], list[str]]], where: Where, words: Words, few: int, after: int, limit: int
) -> None:
    cursor = None if after < 0 else UUID(int=after)
    answers = []
    with tempfile.TemporaryDirectory() as folder, mock.patch.object(questions, "_FEW", few):
        for store in (memory.STORE.open(""), sqlite.STORE.open(f"/{folder}/desk.db")):
            keep(store, *(document(n, index=index, words=own) for n, (index, own) in enumerate(contents)))
            with store.unit() as unit:
                whole = [each.id.int for each in unit.query(KIND, where, words)]
                answers.append((whole, [each.id.int for each in unit.query(KIND, where, words, after=cursor, limit=limit)]))
            store.close()
    assert answers[0] == answers[1]


def plan(db: sqlite3.Connection, where: Where, words: Words) -> list[str]:
    def run(sql: str, *values: Any) -> sqlite3.Cursor:
        return db.execute(sql, values)

    sql, values = questions.question(run, "d.body", KIND, where, words, after=UUID(int=5), limit=20)
    return [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}", values)]


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ({"group": "7"}, ()),
        ({"group": "7", "on": ("2024-01-01", "2024-12-31")}, ()),
        ({"group": "7", "on": ("2024-01-01", None), "until": (None, "2024-12-31")}, ()),
        ({"on": ("2024-01-01", "2024-01-02")}, ()),
        ({"group": "7"}, [("нар", "~nar")]),
        ({}, [("нар", "~nar")]),
    ],
)
def test_a_rare_condition_is_found_by_an_index_and_not_by_reading_all(tmp_path: Path, where: Where, words: Words) -> None:
    store = sqlite.STORE.open(f"/{tmp_path}/desk.db")
    keep(store, *(document(n, index={"group": (str(n),), "on": ("2024-01-01",)}, words=["нарада"]) for n in range(50)))
    store.close()
    db = sqlite3.connect(tmp_path / "desk.db")
    try:
        steps = plan(db, where, words)
    finally:
        db.close()
    documents = [step for step in steps if step.startswith(("SEARCH d ", "SCAN d"))]
    assert documents == ["SEARCH d USING INDEX sqlite_autoindex_documents_1 (kind=? AND id=?)"], steps
    assert not any(step.startswith("SCAN") and "VIRTUAL TABLE" not in step for step in steps), steps
