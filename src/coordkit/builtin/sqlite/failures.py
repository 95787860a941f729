"""What SQLite's errors mean to the person at the desk."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from coordkit import StoreError

# https://www.sqlite.org/rescode.html; the low byte is the primary code.
_MEANINGS = {
    sqlite3.SQLITE_READONLY_DBMOVED: "this file was moved, removed or replaced while it was open; open the desk again",
    sqlite3.SQLITE_BUSY: "another program is writing to this desk; let it finish and try again",
    sqlite3.SQLITE_LOCKED: "another part of this program holds the desk; let it finish and try again",
    sqlite3.SQLITE_READONLY: "this desk cannot be written: make the file and its folder writable, or work on a copy elsewhere",
    sqlite3.SQLITE_PERM: "access to this file is not allowed; make it readable and writable for you",
    sqlite3.SQLITE_CANTOPEN: "this file cannot be opened: see that its folder is there, and that you may write in it",
    sqlite3.SQLITE_CORRUPT: "this desk is damaged; take the latest copy of it that opens, and keep the damaged file for repair",
    sqlite3.SQLITE_NOTADB: "this file is not a desk, or it is damaged: name another file, or take the latest copy of the desk",
    sqlite3.SQLITE_FULL: "the disk is full; make room on it and try again",
    sqlite3.SQLITE_IOERR: "the disk did not read or write as asked; see whether it is still there and sound",
}


def explained(error: sqlite3.Error, path: Path) -> StoreError:
    """The same failure as one clear message. What was not committed is not written."""
    code = getattr(error, "sqlite_errorcode", None)
    meaning = None if code is None else _MEANINGS.get(code, _MEANINGS.get(code & 0xFF))
    detail = f"{meaning} (SQLite: {error})" if meaning else f"SQLite could not do it: {error}"
    return StoreError(f"{detail}. Nothing was written", where=str(path))


def damaged(what: str, path: Path) -> StoreError:
    """A row that cannot have been written by us."""
    return StoreError(f"this desk is damaged: {what}. Take the latest copy of it that opens", where=str(path))
