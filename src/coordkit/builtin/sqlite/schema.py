"""The tables of a desk in SQLite, and the check that a file is one.

Digests and ids stand as bytes, moments as whole microseconds since 1970-01-01 UTC. ``card`` is a document's index, ``words`` its
words, both as JSON. ``entries`` and ``word_entries`` hold the same once more, a row a value, for questions. A Change is one row;
``heads`` are the digests that no Change names as a parent, ``awaited`` those that are named and not (yet) here. ``free_from`` is
the moment from which a message may be leased.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from coordkit import StoreError

# "coor" in ASCII: what tells a desk from other programs' files (https://www.sqlite.org/pragma.html#pragma_application_id).
APPLICATION_ID = 0x636F6F72
SCHEMA = 1

_TABLES = (
    """CREATE TABLE documents (
    kind TEXT NOT NULL, id BLOB NOT NULL, head BLOB NOT NULL, card TEXT NOT NULL, words TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (kind, id))""",
    """CREATE TABLE entries (
    kind TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, id BLOB NOT NULL,
    PRIMARY KEY (kind, field, value, id)) WITHOUT ROWID""",
    """CREATE TABLE word_entries (
    kind TEXT NOT NULL, word TEXT NOT NULL, id BLOB NOT NULL,
    PRIMARY KEY (kind, word, id)) WITHOUT ROWID""",
    """CREATE TABLE changes (
    number INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, format INTEGER NOT NULL, kind TEXT NOT NULL, record BLOB NOT NULL,
    action TEXT NOT NULL, previous BLOB NOT NULL, parents BLOB NOT NULL, at INTEGER NOT NULL, actor BLOB NOT NULL,
    payload_digest BLOB NOT NULL, salt BLOB, payload TEXT)""",
    "CREATE INDEX changes_of_record ON changes (record)",
    "CREATE TABLE heads (digest BLOB PRIMARY KEY) WITHOUT ROWID",
    "CREATE TABLE awaited (digest BLOB PRIMARY KEY) WITHOUT ROWID",
    """CREATE TABLE messages (
    number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, channel TEXT NOT NULL, recipient TEXT NOT NULL, content BLOB NOT NULL,
    about BLOB NOT NULL, queued_at INTEGER NOT NULL, due_at INTEGER NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL,
    last_error TEXT, free_from INTEGER NOT NULL)""",
    "CREATE INDEX messages_by_age ON messages (queued_at)",
    "CREATE INDEX messages_open ON messages (channel, queued_at) WHERE state IN ('waiting', 'leased')",
    """CREATE TABLE message_subjects (
    record BLOB NOT NULL, message BLOB NOT NULL,
    PRIMARY KEY (record, message)) WITHOUT ROWID""",
    "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
)


def prepare(db: sqlite3.Connection, path: Path) -> None:
    """Makes the tables in an empty file; checks those of any other.

    Raises ``StoreError`` for another program's file, a desk of a later coordkit, and tables that are not ours; ``sqlite3.Error``
    for what is no database.
    """
    if _is_empty(db):
        db.execute("BEGIN IMMEDIATE")
        try:
            if _is_empty(db):
                for table in _TABLES:
                    db.execute(table)
                db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                db.execute(f"PRAGMA user_version = {SCHEMA}")
            db.execute("COMMIT")
        finally:
            if db.in_transaction:
                db.execute("ROLLBACK")
    _check(db, path)


def _is_empty(db: sqlite3.Connection) -> bool:
    return not any((_number(db, "PRAGMA application_id"), _number(db, "PRAGMA user_version"), *_statements(db)))


def _check(db: sqlite3.Connection, path: Path) -> None:
    where = str(path)
    if _number(db, "PRAGMA application_id") != APPLICATION_ID:
        raise StoreError(
            "this is a SQLite file of another program, not a desk; nothing was changed in it. Name another file", where=where
        )
    version = _number(db, "PRAGMA user_version")
    if version > SCHEMA:
        raise StoreError(
            f"this desk was written by a later coordkit (tables of version {version}, known here: {SCHEMA}); "
            "upgrade coordkit (pip install --upgrade coordkit)",
            where=where,
        )
    if version != SCHEMA or _statements(db) != set(_TABLES):
        raise StoreError(
            "the tables of this desk are not as coordkit made them; something else changed the file. "
            "Take the latest copy of the desk that opens",
            where=where,
        )


def _number(db: sqlite3.Connection, question: str) -> int:
    (number,) = db.execute(question).fetchone()
    return int(number)


def _statements(db: sqlite3.Connection) -> set[str]:
    rows = db.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite!_%' ESCAPE '!'")
    return {statement for (statement,) in rows}
