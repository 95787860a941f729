"""What only a desk in SQLite promises: waiting for others, private copies, erased bytes, little work for each question."""

from __future__ import annotations

import random
import sqlite3
import stat
import subprocess
import sys
import threading
import tracemalloc
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest

from coordkit import StoreError
from coordkit.builtin.sqlite import STORE, SqliteStore
from coordkit.ports import Document, MessageState, Where
from coordkit.testing.store_samples import KIND, change, document, keep, message, minutes


def open_desk(folder: Path, options: str = "") -> SqliteStore:
    store = STORE.open(f"/{folder}/desk.db{options}")
    assert isinstance(store, SqliteStore)
    return store


def connection(store: SqliteStore) -> sqlite3.Connection:
    assert store._db is not None
    return store._db


def copies(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.name != "desk.db"]


def test_a_commit_waits_for_the_disk_and_erased_bytes_are_overwritten(tmp_path: Path) -> None:
    db = connection(store := open_desk(tmp_path))
    settings = {name: db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "secure_delete")}
    assert settings == {"journal_mode": "delete", "synchronous": 3, "secure_delete": 1}
    store.close()


def test_a_writer_waits_for_another_and_says_so_when_it_waited_too_long(tmp_path: Path) -> None:
    first, second = open_desk(tmp_path), open_desk(tmp_path, "?timeout=0.1")
    with first.unit() as unit:
        unit.put(document(1), None)
        with pytest.raises(StoreError, match=r"another program is writing to this desk.*Nothing was written"), second.unit():
            pass
        unit.commit()
    keep(second, document(2))
    first.close()
    second.close()


def test_a_commit_that_a_reader_holds_up_writes_nothing_and_can_be_repeated(tmp_path: Path) -> None:
    store = open_desk(tmp_path, "?timeout=0.1")
    keep(store, document(1))
    with closing(sqlite3.connect(tmp_path / "desk.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM documents").fetchone()
        with pytest.raises(StoreError, match="Nothing was written"):
            keep(store, document(2))
    with store.unit() as unit:
        assert list(unit.query(KIND)) == [document(1)]
    keep(store, document(2))
    store.close()


def test_a_full_disk_ends_the_unit_and_leaves_the_desk_as_it_was(tmp_path: Path) -> None:
    store = open_desk(tmp_path)
    keep(store, document(1))
    db = connection(store)
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count = {pages + 2}")
    with store.unit() as unit:
        with pytest.raises(StoreError, match="disk is full"):
            for number in range(2, 100):
                unit.put(document(number, body="x" * 5000), None)
        with pytest.raises(StoreError, match="over"):
            unit.set("region", "kherson")
        with pytest.raises(StoreError, match="over"):
            unit.commit()
    with store.unit() as unit:
        assert list(unit.query(KIND)) == [document(1)]
        assert unit.setting("region") is None
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    store.close()


def test_a_killed_writer_leaves_a_sound_file(tmp_path: Path) -> None:
    keep(store := open_desk(tmp_path), document(1))
    store.close()
    script = (
        "from coordkit.builtin.sqlite import STORE\n"
        "from coordkit.testing.store_samples import *\n"
        f"store = STORE.open({f'/{tmp_path}/desk.db'!r})\n"
        "with store.unit() as unit:\n"
        "    unit._db.execute('PRAGMA cache_size = 10')\n"
        "    for number in range(100, 600): unit.put(document(number, body='x' * 4000, words=['w']), None)\n"
        "    unit.purge(KIND, document(1).id)\n"
        "    import os; os.kill(os.getpid(), 9)\n"
    )
    killed = subprocess.run([sys.executable, "-c", script], check=False)
    assert killed.returncode == -9
    assert (tmp_path / "desk.db-journal").exists(), "the unit had not reached the file when it was killed, so this shows nothing"
    assert (tmp_path / "desk.db").stat().st_size > 1_000_000
    store = open_desk(tmp_path)
    with store.unit() as unit:
        assert list(unit.query(KIND)) == [document(1)]
    assert connection(store).execute("PRAGMA integrity_check").fetchone() == ("ok",)
    store.close()


def test_another_thread_is_told_whose_the_store_is(tmp_path: Path) -> None:
    store, caught = open_desk(tmp_path), []

    def use() -> None:
        try:
            with store.unit():
                pass
        except StoreError as error:
            caught.append(str(error))

    thread = threading.Thread(target=use)
    thread.start()
    thread.join()
    assert "thread" in caught[0]
    store.close()


@pytest.mark.parametrize("options", ["", "?wal=1"])
def test_a_snapshot_is_a_private_copy_beside_the_desk_removed_at_the_end(tmp_path: Path, options: str) -> None:
    store = open_desk(tmp_path, options)
    keep(store, document(1))
    others = copies(tmp_path)
    with store.snapshot():
        (copy,) = [path for path in copies(tmp_path) if path not in others]
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
        assert copy.stat().st_size > 4096
    assert copies(tmp_path) == others
    store.close()
    assert copies(tmp_path) == []


def test_a_generator_left_half_way_takes_its_copy_with_it(tmp_path: Path) -> None:
    store = open_desk(tmp_path)
    keep(store, document(1), document(2))

    def export() -> object:
        with store.snapshot() as snapshot:
            yield from snapshot.query(KIND)

    stream = export()
    next(stream)  # type: ignore[call-overload]  # the return type hides that this is a generator, as for any exporter
    assert len(copies(tmp_path)) == 1
    del stream
    assert copies(tmp_path) == []
    store.close()


def test_the_copy_that_a_killed_program_left_is_removed_and_one_in_use_is_not(tmp_path: Path) -> None:
    store = open_desk(tmp_path)
    keep(store, document(1, body="x" * 10_000))
    script = (
        "import os\nfrom coordkit.builtin.sqlite import STORE\n"
        f"store = STORE.open({f'/{tmp_path}/desk.db'!r})\n"
        "with store.snapshot(): os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", script], check=False)
    (left,) = copies(tmp_path)
    with store.snapshot() as snapshot:
        subprocess.run([sys.executable, "-c", script.replace("with store.snapshot()", "if True")], check=False)
        (used,) = copies(tmp_path)
        assert used != left
        assert list(snapshot.query(KIND)) == [document(1, body="x" * 10_000)]
    store.close()


@pytest.mark.parametrize("options", ["", "?wal=1"])
def test_purged_bytes_leave_the_file(tmp_path: Path, options: str) -> None:
    store, marker, chance = open_desk(tmp_path, options), "ZQX-marker-", random.Random(65)
    numbers = range(400)

    def marked(number: int, version: str) -> Document:
        text = f"{marker}{number} " * chance.randrange(1, 120)
        return document(number, version, body=text, index={"name": (text[:300],)}, words=[text[:40], f"{marker}{version}{number}"])

    with store.unit() as unit:
        for number in numbers:
            unit.put(marked(number, "first"), None)
            entry = change(number, number)
            unit.append(entry)
            unit.enqueue(message(number, about=[number]))
        unit.commit()
    with store.unit() as unit:
        for number in chance.sample(numbers, 200):
            unit.put(marked(number, "second"), document(number).head)
        unit.commit()
    payloads = [f"payload {number}".encode() for number in (3, 77, 399)]
    assert marker.encode() in raw(tmp_path)
    with store.unit() as unit:
        for number in chance.sample(numbers, len(numbers)):
            unit.purge(KIND, UUID(int=number))
        unit.commit()
    assert marker.encode() not in raw(tmp_path)
    assert not [payload for payload in payloads if payload in raw(tmp_path)]
    assert b"desk@example.org" not in raw(tmp_path)
    store.close()


def raw(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


def test_an_edit_writes_only_the_entries_that_are_new_or_gone(tmp_path: Path) -> None:
    store = open_desk(tmp_path)
    first = document(1, index={"area": ("UA65", "UA53"), "tlp": ("RED",)}, words=["перша", "назва"])
    keep(store, first)
    statements: list[str] = []
    connection(store).set_trace_callback(statements.append)
    with store.unit() as unit:
        unit.put(document(1, "second", index=first.index, words=first.words), first.head)
        unit.commit()
    assert not [statement for statement in statements if "entries" in statement]
    with store.unit() as unit:
        new = document(1, "third", index={"area": ("UA65", "UA51"), "tlp": ("RED",)}, words=first.words)
        unit.put(new, document(1, "second").head)
        unit.commit()
    entries = [statement for statement in statements if "entries" in statement]
    assert [statement.split()[0] for statement in entries] == ["DELETE", "INSERT"]
    assert "UA53" in entries[0]
    assert "UA51" in entries[1]
    store.close()


def test_no_question_sorts_documents(tmp_path: Path) -> None:
    store, after = open_desk(tmp_path), UUID(int=7)
    asked: list[Where] = [
        {},
        {"tlp": "RED"},
        {"on": ("0010", None)},
        {"tlp": "RED", "on": "0050"},
        {"tlp": "RED", "on": ("0", "1")},
    ]
    keep(store, *(document(n, index={"tlp": ("RED",), "on": (f"{n:04}",)}, words=["слово"]) for n in range(100)))
    statements: list[str] = []
    connection(store).set_trace_callback(statements.append)
    with store.unit() as unit:
        for where in asked:
            for words in ((), ("сло",)):
                list(unit.query(KIND, where, words))
                list(unit.query(KIND, where, words, after=after, limit=5))
                list(unit.cards(KIND, where, words))
        list(unit.changes())
        list(unit.messages())
    connection(store).set_trace_callback(None)
    questions = [statement for statement in statements if "ORDER BY" in statement]
    assert len(questions) >= 30
    for question in questions:
        plan = [row[3] for row in connection(store).execute(f"EXPLAIN QUERY PLAN {question}")]
        assert not [step for step in plan if "TEMP B-TREE" in step], f"{question}\n{plan}"
    store.close()


def test_the_outbox_is_never_searched_through(tmp_path: Path) -> None:
    store = open_desk(tmp_path)
    keep(store, *(message(n, recipient=f"{n % 9}", thread=f"{n % 7}", part=f"{n % 3}", key=f"{n}") for n in range(200)))
    statements: list[str] = []
    connection(store).set_trace_callback(statements.append)
    with store.unit() as unit:
        unit.enqueue(message(500, recipient="1", thread="1", part="1", key="500", sequence=1))
        unit.enqueue(message(501, recipient="2", thread="1", part="1", closes=True))
        for leased in unit.lease("folder", now=minutes(500), until=minutes(510), limit=3):
            unit.settle(leased.id, MessageState.WAITING, due_at=minutes(520))
        unit.message(UUID(int=500))
        unit.due(minutes(500))
        list(unit.messages())
        list(unit.messages(MessageState.FAILED))
        unit.commit()
    connection(store).set_trace_callback(None)
    asked = [statement for statement in statements if statement.startswith(("SELECT", "UPDATE"))]
    assert len(asked) >= 15
    for question in asked:
        plan = [row[3] for row in connection(store).execute(f"EXPLAIN QUERY PLAN {question}")]
        assert not [step for step in plan if "ORDER BY" in step or ("SCAN" in step and "USING" not in step)], (question, plan)
    store.close()


def test_streaming_keeps_memory_flat(tmp_path: Path) -> None:
    store = open_desk(tmp_path)
    keep(store, *(document(n, body="x" * 4000, index={"tlp": ("RED",)}) for n in range(3000)))
    tracemalloc.start()
    with store.snapshot() as snapshot:
        tracemalloc.reset_peak()
        for where in (None, {"tlp": "RED"}, {"tlp": ("A", "Z")}):
            assert sum(1 for _ in snapshot.query(KIND, where)) == 3000
        _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_000_000, "twelve megabytes of bodies stream through"
    store.close()
