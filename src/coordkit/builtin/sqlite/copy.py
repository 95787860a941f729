"""A private copy of a desk to read from for long, so that no writer waits.

The copy is made with SQLite's backup API, lies beside the desk (the disk is known to hold such data), may be read by its owner
only, and is removed at the end. A program that is killed cannot remove its copy; whoever opens the desk next does, since a copy
in use is locked and one left behind is not.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from coordkit import StoreError
from coordkit.builtin.sqlite.failures import explained
from coordkit.builtin.sqlite.schema import is_older, read_older

_ENDING = ".snapshot"
_NOT_WRITABLE = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


def connect(path: Path, timeout: float) -> sqlite3.Connection:
    """Opens a file that is there; waits up to ``timeout`` seconds for others' locks. Transactions are the caller's affair."""
    db = sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=timeout)
    try:
        db.execute("PRAGMA trusted_schema = OFF")
        db.execute("PRAGMA cell_size_check = ON")
    except sqlite3.Error:
        db.close()
        raise
    return db


@contextmanager
def private_copy(path: Path, timeout: float) -> Iterator[sqlite3.Connection]:
    """A connection to a copy of what is committed; in a folder that cannot be written, to the desk itself.

    Raises ``StoreError`` where the copy cannot be made.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=_beginning(path), suffix=_ENDING, dir=path.parent)
        os.close(handle)
    except OSError as error:
        if error.errno not in _NOT_WRITABLE:
            message = f"no copy to read from can be made in this folder ({error.strerror}); make room in it"
            raise StoreError(message, where=str(path.parent)) from error
        name = ""
    if not name:
        with closing(_held(path, timeout)) as db:
            if is_older(db):
                read_older(db)
            db.execute("PRAGMA query_only = ON")
            yield db
        return
    copy = Path(name)
    try:
        with closing(_copied(path, copy, timeout)) as db:
            yield db
    finally:
        _remove(copy)


def remove_leftovers(path: Path) -> None:
    """Removes the copies that killed programs left beside the desk."""
    for copy in path.parent.glob(_escaped(_beginning(path)) + "*" + _ENDING):
        # An empty one is just being made.
        with suppress(OSError, sqlite3.Error):
            if copy.stat().st_size and _is_free(copy):
                _remove(copy)


def _beginning(path: Path) -> str:
    return f".{path.name}-"


def _escaped(name: str) -> str:
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in name)


def _copied(path: Path, copy: Path, timeout: float) -> sqlite3.Connection:
    target = sqlite3.connect(copy, isolation_level=None, timeout=0)
    try:
        # Exclusive: the lock that backup() takes stays until the end, and says that the copy is in use.
        for setting in ("locking_mode = EXCLUSIVE", "journal_mode = OFF", "synchronous = OFF", "trusted_schema = OFF"):
            target.execute(f"PRAGMA {setting}")
        with closing(_held(path, timeout)) as source:
            source.backup(target)
            if is_older(source):
                read_older(target)
        target.execute("PRAGMA query_only = ON")
    except BaseException as error:
        target.close()
        if isinstance(error, sqlite3.Error):
            raise explained(error, path) from error
        raise
    return target


def _held(path: Path, timeout: float) -> sqlite3.Connection:
    """A connection to the desk that holds one state of it. Waits for a writer here, and not for ever as backup() would."""
    try:
        db = connect(path, timeout)
    except sqlite3.Error as error:
        raise explained(error, path) from error
    try:
        db.execute("BEGIN")
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error as error:
        db.close()
        raise explained(error, path) from error
    return db


def _is_free(copy: Path) -> bool:
    with closing(sqlite3.connect(f"{copy.as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=0)) as db:
        db.execute("BEGIN EXCLUSIVE")
        db.execute("ROLLBACK")
    return True


def _remove(copy: Path) -> None:
    for ending in ("", "-journal", "-wal", "-shm"):
        copy.with_name(copy.name + ending).unlink(missing_ok=True)
