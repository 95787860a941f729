"""A desk that coordkit of issue 3 made (tables of version 1): it becomes one of today, or is read as it is where it lies."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import attrs
import pytest

from coordkit import StoreError
from coordkit.builtin.sqlite import STORE, schema
from coordkit.ports import MessageState, UnitOfWork
from coordkit.testing.store_samples import CHANNEL, KIND, change, document, keep, message, minutes
from tests.stores.test_sqlite_files import let_in, nobody

SCRIPT = Path(__file__).with_name("desk_of_version_1.sql")
LEASED = attrs.evolve(message(1, about=[1], due=1), state=MessageState.LEASED, attempts=1)
FAILED = attrs.evolve(message(2, due=2), state=MessageState.FAILED, attempts=1, last_error="550 немає такої скриньки")
OUTBOX = [LEASED, FAILED, message(3, due=3), message(4, due=4)]


def of_version_1(path: Path) -> Path:
    with closing(sqlite3.connect(path)) as db:
        db.executescript(SCRIPT.read_text(encoding="utf-8"))
    return path


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("PRAGMA user_version").fetchone()[0])


def assert_holds_all(unit: UnitOfWork) -> None:
    assert list(unit.query(KIND, {"tlp": "RED"}, ["сл"])) == [document(1, index={"tlp": ("RED",)}, words=["слово"])]
    assert list(unit.changes()) == [change(1)]
    assert unit.setting("region") == "kherson"
    assert list(unit.messages()) == OUTBOX
    assert unit.message(FAILED.id) == FAILED
    assert unit.due(minutes(3)) == {CHANNEL: 1}


def tables(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as db:
        return {sql for (sql,) in db.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")}


@pytest.mark.parametrize("options", ["", "?wal=1"])
def test_a_desk_of_version_1_becomes_one_of_today_when_it_is_opened(tmp_path: Path, options: str) -> None:
    path = of_version_1(tmp_path / "desk.db")
    store = STORE.open(f"/{path}{options}")
    with store.unit() as unit:
        assert_holds_all(unit)
    with store.snapshot() as snapshot:
        assert_holds_all(snapshot)
    keep(store, message(5, thread="uid", key="key"))
    with store.unit() as unit:
        leased = unit.lease(CHANNEL, now=minutes(20), until=minutes(30), limit=10)
        assert [each.id.int for each in leased] == [1, 3, 4, 5]
        unit.purge(KIND, document(1).id)
        assert [each.id.int for each in unit.messages()] == [2, 3, 4, 5]
        unit.commit()
    store.close()
    STORE.open(f"/{tmp_path}/new.db").close()
    assert version(path) == version(tmp_path / "new.db") == 2
    assert tables(path) == tables(tmp_path / "new.db")


def test_what_is_erased_after_the_migration_leaves_the_file(tmp_path: Path) -> None:
    path = of_version_1(tmp_path / "desk.db")
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE messages SET content = ? WHERE number = 2", ("ZQX-marker-" * 3000,))
        db.commit()
    store = STORE.open(f"/{path}")
    with store.unit() as unit:
        unit.purge(KIND, document(1).id)
        unit.commit()
    store.close()
    assert b"ZQX-marker" not in path.read_bytes()


def test_two_programs_that_open_it_at_once_both_find_it_whole(tmp_path: Path) -> None:
    path = of_version_1(tmp_path / "desk.db")
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE messages SET content = zeroblob(20000000) WHERE number = 4")
        db.commit()
    program = (
        "from coordkit.builtin.sqlite import STORE\n"
        f"store = STORE.open({f'/{path}?timeout=60'!r})\n"
        "with store.unit() as unit: print(len(list(unit.messages())))"
    )
    programs = [subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert [each.communicate(timeout=120)[0].strip() for each in programs] == ["4"] * 3
    assert version(path) == 2


def test_a_migration_that_is_broken_off_leaves_the_desk_as_it_was(tmp_path: Path) -> None:
    path = of_version_1(tmp_path / "desk.db")
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE messages SET content = zeroblob(1000000) WHERE number = 4")
        db.commit()
        (pages,) = db.execute("PRAGMA page_count").fetchone()
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute(f"PRAGMA max_page_count = {pages + 10}")
        with pytest.raises(sqlite3.Error, match="full"):
            schema.prepare(db, path)
    assert version(path) == 1
    STORE.open(f"/{path}").close()
    assert version(path) == 2


def test_a_desk_of_version_1_that_others_changed_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = of_version_1(tmp_path / "desk.db")
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE more (id)")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="not as coordkit made them"):
        STORE.open(f"/{path}")
    assert path.read_bytes() == before


@pytest.mark.skipif(os.name != "posix", reason="elsewhere folders are not closed by their mode")
@pytest.mark.parametrize(("folder", "file"), [(0o555, 0o444), (0o755, 0o444), (0o555, 0o644)])
def test_a_desk_of_version_1_that_may_not_be_written_is_read_as_it_is(tmp_path: Path, folder: int, file: int) -> None:
    let_in(tmp_path)
    home = tmp_path / "home"
    home.mkdir()
    path = of_version_1(home / "desk.db")
    path.chmod(file)
    home.chmod(folder)
    before = path.read_bytes()
    with nobody():
        store = STORE.open(f"/{path}")
        with store.unit() as unit:
            assert_holds_all(unit)
        with store.snapshot() as snapshot:
            assert_holds_all(snapshot)
        with pytest.raises(StoreError, match="writ"), store.unit() as unit:
            unit.set("name", "value")
            unit.commit()
        with pytest.raises(StoreError), store.unit() as unit:
            unit.enqueue(message(9))
        store.close()
    home.chmod(0o755)
    assert path.read_bytes() == before
    with suppress(PermissionError):
        path.chmod(0o600)
    STORE.open(f"/{path}").close()
    assert version(path) == 2
