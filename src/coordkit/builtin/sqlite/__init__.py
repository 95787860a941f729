"""The store ``sqlite``: a desk in one file, which can be copied while nobody writes in it.

``sqlite:///desk.db`` is the file ``desk.db`` of the current folder, ``sqlite:////srv/desk.db`` is ``/srv/desk.db``: as in
SQLAlchemy, one slash after ``sqlite://`` ends the (empty) host. Options stand behind a question mark, joined by ``&``:

``timeout=5``
    How many seconds to wait for another program that is writing, before ``StoreError``.
``wal=1``
    Write-ahead log: readers no longer keep a writer waiting, and commits are faster. The desk then is three files while it is
    open (``desk.db-wal`` holds what was committed last), so a copy of ``desk.db`` alone loses commits, and it must not lie on a
    network disk. Every program that has the desk open must say it; the first that opens it without goes back to one file.

Without ``wal=1`` a commit is on the disk when it returns (``journal_mode=DELETE``, ``synchronous=EXTRA``). Erased bytes are
overwritten (``secure_delete=ON``).
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import attrs

from coordkit import StoreError
from coordkit.builtin import refusals
from coordkit.builtin.sqlite.copy import connect, private_copy, remove_leftovers
from coordkit.builtin.sqlite.failures import explained
from coordkit.builtin.sqlite.schema import prepare
from coordkit.builtin.sqlite.unit import SqliteUnit
from coordkit.ports import StoreType, UnitOfWork

_PATIENCE = 5.0
# 16 MiB of pages, so that units of some thousand records need no room on the disk before their commit.
_CACHE = -16384


@attrs.frozen
class _Address:
    path: Path
    wal: bool = False
    timeout: float = _PATIENCE


class SqliteStore:
    """A desk in a SQLite file; it belongs to the thread that opened it, and any number of programs may have it open."""

    def __init__(self, path: Path, *, wal: bool = False, timeout: float = _PATIENCE) -> None:
        """Opens the desk, or makes it where no file is (for its owner alone, mode 0600). Raises ``StoreError``."""
        self._path = path.absolute()
        self._where = str(self._path)
        self._timeout = timeout
        self._unit: SqliteUnit | None = None
        _make_sure_of(self._path)
        try:
            db = connect(self._path, timeout)
        except sqlite3.Error as error:
            raise explained(error, self._path) from error
        try:
            prepare(db, self._path)
            _configure(db, self._path, wal)
        except BaseException as error:
            db.close()
            if isinstance(error, sqlite3.Error):
                raise explained(error, self._path) from error
            raise
        self._db: sqlite3.Connection | None = db
        remove_leftovers(self._path)

    @contextmanager
    def unit(self) -> Iterator[UnitOfWork]:
        """A unit of work that may write; from its start to its end no other program writes.

        On a medium or in a file that cannot be written it can read, and raises ``StoreError`` when it is to write. Raises it also
        inside another one, and where another program holds the desk longer than the timeout.
        """
        db = self._connection()
        try:
            _begin(db)
        except sqlite3.Error as error:
            raise explained(error, self._path) from error
        self._unit = unit = SqliteUnit(db, self._path, may_write=True)
        try:
            yield unit
        finally:
            self._unit = None
            unit.forget()
            if unit.has_purged:
                # What was erased may stand in a log too, until the log is emptied; where others read it now, they empty it later.
                with suppress(sqlite3.Error):
                    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    @contextmanager
    def snapshot(self) -> Iterator[UnitOfWork]:
        """A unit of work on a private temporary copy of what is committed, in the same folder, removed at the end.

        In a folder that cannot be written it reads the desk itself, since whoever works there cannot write it either.
        Raises ``StoreError`` inside a unit of work that may write, and where the copy cannot be made.
        """
        self._connection()
        with private_copy(self._path, self._timeout) as db:
            unit = SqliteUnit(db, self._path, may_write=False)
            try:
                yield unit
            finally:
                unit.forget()

    def close(self) -> None:
        """Closes the file. An open unit of work is rolled back."""
        if self._unit is not None:
            self._unit.forget()
        if self._db is not None:
            self._db.close()
            self._db = None

    def _connection(self) -> sqlite3.Connection:
        if self._db is None:
            raise refusals.store_is_closed(self._where)
        if self._unit is not None:
            raise refusals.unit_in_unit(self._where)
        return self._db


def _begin(db: sqlite3.Connection) -> None:
    try:
        db.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_READONLY:
            raise
        db.execute("BEGIN")


def _make_sure_of(path: Path) -> None:
    where = str(path)
    try:
        if path.is_dir():
            raise StoreError("this is a folder; name a file in it, such as desk.db", where=where)
        if not path.parent.is_dir():
            raise StoreError(f"the folder {path.parent} is not there; make it first", where=where)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return
    except (OSError, UnicodeError) as error:  # a locale of ASCII names no file in Cyrillic
        message = (
            f"a desk cannot be made here ({getattr(error, 'strerror', None) or error}); choose a folder in which you may write"
        )
        raise StoreError(message, where=where) from error


def _configure(db: sqlite3.Connection, path: Path, wal: bool) -> None:
    wanted = "wal" if wal else "delete"
    (mode,) = db.execute("PRAGMA journal_mode").fetchone()
    if mode != wanted:
        # Where others have the desk open, this raises or gives the old mode.
        with suppress(sqlite3.OperationalError):
            (mode,) = db.execute(f"PRAGMA journal_mode = {wanted}").fetchone()
    if mode != wanted:
        other = "without" if wal else "with"
        raise StoreError(
            f"another program has this desk open {other} wal=1; say the same, or close it there first", where=str(path)
        )
    db.execute("PRAGMA synchronous = EXTRA")
    db.execute("PRAGMA secure_delete = ON").fetchall()
    db.execute(f"PRAGMA cache_size = {_CACHE}")


def _read_address(address: str) -> _Address:
    name, _, options = address.partition("?")
    path = name.removeprefix("/")
    if "\0" in path:
        raise StoreError("no file has a NUL in its name; remove that character", where=f"sqlite://{address!r}")
    if not path or path == ":memory:":
        raise StoreError(
            "no file is named: write sqlite:///desk.db, or memory:// for a desk without a file", where=f"sqlite://{address}"
        )
    read = _Address(Path(path))
    for option in filter(None, options.split("&")):
        match option.partition("="):
            case ("wal", "=", "0" | "1" as value):
                read = attrs.evolve(read, wal=value == "1")
            case ("timeout", "=", value) if value.replace(".", "", 1).isdecimal() and value.isascii():
                read = attrs.evolve(read, timeout=float(value))
            case _:
                message = f"the option {option!r} is not known; there are wal=0, wal=1 and timeout=SECONDS"
                raise StoreError(message, where=f"sqlite://{address}")
    return read


def open_sqlite(address: str) -> SqliteStore:
    """Opens what follows ``sqlite://`` (see above); also a bare relative path. Raises ``StoreError``."""
    read = _read_address(address)
    return SqliteStore(read.path, wal=read.wal, timeout=read.timeout)


STORE = StoreType("sqlite", open_sqlite)
