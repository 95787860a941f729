"""Which file a desk in SQLite is, and what is refused: each with one clear message, and without a change to the file."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from coordkit import StoreError
from coordkit.builtin.sqlite import STORE
from coordkit.testing.store_samples import KIND, change, document, keep


def filled(path: Path, many: int = 1) -> Path:
    """A desk with documents in it, closed."""
    store = STORE.open(f"/{path}")
    keep(store, *(document(n, body="text " * 200) for n in range(many)), change(1))
    store.close()
    return path


def settings_of(path: Path) -> dict[str, object]:
    with closing(sqlite3.connect(path)) as db:
        return {name: db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "application_id", "user_version")}


def test_three_slashes_are_a_relative_file_and_four_an_absolute_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for address in ("/relative.db", f"/{tmp_path}/absolute.db", "bare.db"):
        STORE.open(address).close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["absolute.db", "bare.db", "relative.db"]


def test_a_relative_file_is_the_one_of_the_moment_it_was_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    store = STORE.open("/desk.db")
    keep(store, document(1))
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    with store.snapshot() as snapshot:
        assert list(snapshot.query(KIND)) == [document(1)]
    store.close()


@pytest.mark.skipif(os.name != "posix", reason="elsewhere names of files do not go by the locale")
def test_a_locale_that_has_no_such_letters_is_one_clear_error(tmp_path: Path) -> None:
    program = f"from coordkit.builtin.sqlite import STORE; STORE.open('/{tmp_path}/' + chr(0x43d) + '.db')"
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([sys.executable, "-c", program], env={**os.environ, **ascii_only}, capture_output=True, check=False)
    last = done.stderr.decode().splitlines()[-1]
    # Where Python takes UTF-8 all the same, the desk is made.
    assert "StoreError" in last and "a desk cannot be made here" in last if done.returncode else list(tmp_path.iterdir())


def test_no_file_has_a_nul_in_its_name(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no file has a NUL"):
        STORE.open(f"/{tmp_path}/a\0b.db")


@pytest.mark.parametrize("name", ["стіл 1 #2%20[a].db", "it's.db"])
def test_a_file_may_have_any_name(tmp_path: Path, name: str) -> None:
    store = STORE.open(f"/{tmp_path}/{name}")
    keep(store, document(1))
    with store.snapshot() as snapshot:
        assert list(snapshot.query(KIND)) == [document(1)]
    store.close()
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("address", ["", "/", ":memory:", "/:memory:", "?wal=1"])
def test_no_file_points_to_the_memory_store(address: str) -> None:
    with pytest.raises(StoreError, match="memory://"):
        STORE.open(address)


@pytest.mark.parametrize("option", ["wal", "wal=yes", "WAL=1", "mode=ro", "timeout=", "timeout=-1", "timeout=1e3", "timeout=."])
def test_an_unknown_option_names_the_known_ones(tmp_path: Path, option: str) -> None:
    with pytest.raises(StoreError, match="wal=1 and timeout=SECONDS") as refused:
        STORE.open(f"/{tmp_path}/desk.db?{option}")
    assert repr(option) in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_a_new_desk_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = filled(tmp_path / "desk.db")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_desk_is_one_file_that_may_be_copied(tmp_path: Path) -> None:
    store = STORE.open(f"/{tmp_path}/desk.db")
    keep(store, document(1))
    assert [path.name for path in tmp_path.iterdir()] == ["desk.db"]
    shutil.copy(tmp_path / "desk.db", tmp_path / "copy.db")
    store.close()
    copy = STORE.open(f"/{tmp_path}/copy.db")
    with copy.unit() as unit:
        assert list(unit.query(KIND)) == [document(1)]
    copy.close()
    assert settings_of(tmp_path / "copy.db") == {"journal_mode": "delete", "application_id": 0x636F6F72, "user_version": 2}


def test_the_log_is_used_only_where_it_is_asked_for(tmp_path: Path) -> None:
    path = filled(tmp_path / "desk.db")
    store = STORE.open(f"/{path}?wal=1")
    keep(store, document(5))
    assert settings_of(path)["journal_mode"] == "wal"
    with pytest.raises(StoreError, match="another program has this desk open with wal=1"):
        STORE.open(f"/{path}?timeout=0.1")
    store.close()
    STORE.open(f"/{path}").close()
    assert settings_of(path)["journal_mode"] == "delete"


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"the folder .*nowhere is not there; make it first"):
        STORE.open(f"/{tmp_path}/nowhere/desk.db")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_desk(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="this is a folder"):
        STORE.open(f"/{tmp_path}")


def test_an_empty_file_becomes_a_desk(tmp_path: Path) -> None:
    (tmp_path / "desk.db").touch()
    filled(tmp_path / "desk.db")


def test_a_file_of_another_kind_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(b"Dear colleagues,\n" * 500)
    with pytest.raises(StoreError, match="not a desk"):
        STORE.open(f"/{path}")
    assert path.read_bytes() == b"Dear colleagues,\n" * 500


@pytest.mark.parametrize("setup", ["CREATE TABLE mail (id)", "PRAGMA application_id = 7", "PRAGMA user_version = 1"])
def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path: Path, setup: str) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute(setup)
    before = path.read_bytes()
    with pytest.raises(StoreError, match="another program"):
        STORE.open(f"/{path}")
    assert path.read_bytes() == before


def test_a_desk_of_a_later_coordkit_asks_for_an_upgrade(tmp_path: Path) -> None:
    path = filled(tmp_path / "desk.db")
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 3")
    with pytest.raises(StoreError, match="upgrade coordkit"):
        STORE.open(f"/{path}")


@pytest.mark.parametrize(
    "change",
    ["CREATE TRIGGER spy AFTER INSERT ON documents BEGIN DELETE FROM changes; END", "DROP TABLE heads", "CREATE TABLE more (id)"],
)
def test_a_desk_with_other_tables_than_ours_is_refused(tmp_path: Path, change: str) -> None:
    path = filled(tmp_path / "desk.db")
    with closing(sqlite3.connect(path)) as db:
        db.execute(change)
    with pytest.raises(StoreError, match="not as coordkit made them"):
        STORE.open(f"/{path}")


def test_statistics_in_a_desk_are_no_harm(tmp_path: Path) -> None:
    path = filled(tmp_path / "desk.db")
    with closing(sqlite3.connect(path)) as db:
        db.execute("ANALYZE")
    STORE.open(f"/{path}").close()


def test_a_damaged_desk_says_so(tmp_path: Path) -> None:
    path = filled(tmp_path / "desk.db", many=200)
    size = path.stat().st_size
    with path.open("r+b") as file:
        for page in range(14, size // 4096):
            file.seek(page * 4096)
            file.write(b"\x55" * 64)
    with pytest.raises(StoreError, match="damaged") as damaged:
        read_all(path)
    assert str(path) in str(damaged.value)


def test_a_desk_cut_short_says_so(tmp_path: Path) -> None:
    path = filled(tmp_path / "desk.db", many=200)
    with path.open("r+b") as file:
        file.truncate(60_000)
    with pytest.raises(StoreError, match="damaged"):
        read_all(path)


def test_a_change_altered_in_the_file_says_so(tmp_path: Path) -> None:
    path = filled(tmp_path / "desk.db")
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE changes SET at = at + 1")
        db.commit()
    with pytest.raises(StoreError, match="is not the one that its digest names"):
        read_all(path)


def read_all(path: Path) -> None:
    store = STORE.open(f"/{path}")
    try:
        with store.unit() as unit:
            list(unit.query(KIND))
            list(unit.changes())
    finally:
        store.close()


@contextmanager
def nobody() -> Iterator[None]:
    """As a user who may not write what is not theirs: root may write everything."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def let_in(folder: Path) -> None:
    """Lets others look into pytest's own folders, which are for their owner: under xdist there is one more."""
    for above in (folder, *folder.parents):
        if "pytest" in str(above):
            above.chmod(0o755)


@contextmanager
def unwritable(tmp_path: Path, folder: int, file: int) -> Iterator[Path]:
    """A desk with one document, for somebody who may write the folder, the file or neither; and not a byte of it changes."""
    let_in(tmp_path)
    home = tmp_path / "home"
    home.mkdir()
    path = filled(home / "desk.db")
    path.chmod(file)
    home.chmod(folder)
    before = path.read_bytes()
    with nobody():
        yield path
    home.chmod(0o755)
    assert path.read_bytes() == before
    assert [path.name for path in home.iterdir()] == ["desk.db"]


@pytest.mark.parametrize(("folder", "file"), [(0o555, 0o444), (0o755, 0o444), (0o555, 0o644)])
def test_a_desk_that_may_not_be_written_can_be_read(tmp_path: Path, folder: int, file: int) -> None:
    with unwritable(tmp_path, folder, file) as path:
        store = STORE.open(f"/{path}")
        try:
            with store.unit() as unit:
                assert [found.id for found in unit.query(KIND)] == [document(0).id]
                assert len(list(unit.changes())) == 1
            with store.snapshot() as snapshot:
                assert [found.id for found in snapshot.query(KIND)] == [document(0).id]
                with pytest.raises(StoreError, match="only for reading"):
                    snapshot.set("name", "value")
            with pytest.raises(StoreError, match="writ"), store.unit() as unit:
                unit.set("name", "value")
        finally:
            store.close()


@pytest.mark.skipif(os.name != "posix", reason="elsewhere an open file cannot be replaced")
def test_a_desk_that_was_replaced_while_it_was_open_says_so_and_takes_nothing(tmp_path: Path) -> None:
    path = filled(tmp_path / "desk.db")
    store = STORE.open(f"/{path}")
    os.replace(shutil.copy(path, tmp_path / "copy.db"), path)
    before = path.read_bytes()
    with pytest.raises(StoreError, match="moved, removed or replaced while it was open; open the desk again"):
        keep(store, document(5))
    store.close()
    assert path.read_bytes() == before


@pytest.mark.parametrize(("folder", "file"), [(0o555, 0o444), (0o755, 0o444), (0o555, 0o644)])
def test_a_desk_that_may_not_be_written_says_so(tmp_path: Path, folder: int, file: int) -> None:
    with unwritable(tmp_path, folder, file) as path:
        store = STORE.open(f"/{path}")
        try:
            with pytest.raises(StoreError, match="writ") as refused:
                keep(store, document(5))
        finally:
            store.close()
        assert "\n" not in str(refused.value)


def test_a_folder_that_may_not_be_written_takes_no_new_desk(tmp_path: Path) -> None:
    let_in(tmp_path)
    (tmp_path / "home").mkdir(mode=0o555)
    with nobody(), pytest.raises(StoreError, match="choose a folder in which you may write"):
        STORE.open(f"/{tmp_path}/home/desk.db")
