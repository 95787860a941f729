"""The tables of a desk in SQLite, the check that a file is one, and how a desk of an older coordkit is opened.

Digests and ids stand as bytes, moments as whole microseconds since 1970-01-01 UTC. ``card`` is a document's index, ``words`` its
words, both as JSON. ``entries`` and ``word_entries`` hold the same once more, a row a value, for questions. A Change is one row;
``heads`` are the digests that no Change names as a parent, ``awaited`` those that are named and not (yet) here. ``free_from`` is
the moment from which a message may be leased; ``content``, which is long, stands last, so that nothing else is read through it.

Version 2 knows keys, threads and parts of messages. A desk of version 1 becomes one of version 2 when it is opened, in one
transaction; where it cannot be written, it is read as it is, through a temporary view.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from coordkit import StoreError

# "coor" in ASCII: what tells a desk from other programs' files (https://www.sqlite.org/pragma.html#pragma_application_id).
APPLICATION_ID = 0x636F6F72
SCHEMA = 2

_RECORDS = (
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
    """CREATE TABLE message_subjects (
    record BLOB NOT NULL, message BLOB NOT NULL,
    PRIMARY KEY (record, message)) WITHOUT ROWID""",
    "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
)
_MESSAGES = (
    """CREATE TABLE messages (
    number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, channel TEXT NOT NULL, recipient TEXT NOT NULL, about BLOB NOT NULL,
    queued_at INTEGER NOT NULL, due_at INTEGER NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL, last_error TEXT,
    free_from INTEGER NOT NULL, key TEXT NOT NULL, thread TEXT NOT NULL, part TEXT NOT NULL, sequence INTEGER NOT NULL,
    closes INTEGER NOT NULL, content BLOB NOT NULL)""",
    "CREATE INDEX messages_by_age ON messages (queued_at)",
    "CREATE INDEX messages_by_state ON messages (state, queued_at)",
    "CREATE INDEX messages_open ON messages (channel, queued_at, number, free_from) WHERE state IN ('waiting', 'leased')",
    "CREATE UNIQUE INDEX messages_by_key ON messages (key) WHERE key <> ''",
    "CREATE INDEX messages_of_thread ON messages (channel, recipient, thread, part, sequence, state) WHERE thread <> ''",
)
_TABLES = (*_RECORDS, *_MESSAGES)

_MESSAGES_1 = (
    """CREATE TABLE messages (
    number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, channel TEXT NOT NULL, recipient TEXT NOT NULL, content BLOB NOT NULL,
    about BLOB NOT NULL, queued_at INTEGER NOT NULL, due_at INTEGER NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL,
    last_error TEXT, free_from INTEGER NOT NULL)""",
    "CREATE INDEX messages_by_age ON messages (queued_at)",
    "CREATE INDEX messages_open ON messages (channel, queued_at) WHERE state IN ('waiting', 'leased')",
)
_AS_BEFORE = "number, id, channel, recipient, about, queued_at, due_at, state, attempts, last_error, free_from, content"
_AS_NEW = "'' AS key, '' AS thread, '' AS part, 0 AS sequence, 0 AS closes"
_VERSIONS = {1: (*_RECORDS, *_MESSAGES_1), 2: _TABLES}
_CANNOT_WRITE = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM)


def prepare(db: sqlite3.Connection, path: Path) -> None:
    """Makes the tables in an empty file; checks those of any other, and brings those of an older coordkit up to date.

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
    if _check(db, path) != SCHEMA:
        try:
            _migrate(db, path)
        except sqlite3.Error as error:
            if error.sqlite_errorcode & 0xFF not in _CANNOT_WRITE:
                raise
            read_older(db)


def read_older(db: sqlite3.Connection) -> None:
    """Lets a connection read a desk of version 1, which it may not change, as if it were of today."""
    db.execute(f"CREATE TEMP VIEW messages AS SELECT {_AS_BEFORE}, {_AS_NEW} FROM main.messages")


def is_older(db: sqlite3.Connection) -> bool:
    """Whether a desk, known to be one, is of version 1 still."""
    return _number(db, "PRAGMA main.user_version") < SCHEMA


def _migrate(db: sqlite3.Connection, path: Path) -> None:
    """Makes a desk of version 1 one of version 2, unless another program just did."""
    db.execute("PRAGMA secure_delete = ON").fetchall()  # what the old table leaves behind would outlive an erasing
    db.execute("BEGIN IMMEDIATE")
    try:
        if _check(db, path) == 1:
            db.execute("ALTER TABLE messages RENAME TO messages_of_version_1")
            db.execute(_MESSAGES[0])
            db.execute(
                f"INSERT INTO messages ({_AS_BEFORE}, key, thread, part, sequence, closes)"
                f" SELECT {_AS_BEFORE}, {_AS_NEW} FROM messages_of_version_1 ORDER BY number"
            )
            db.execute("DROP TABLE messages_of_version_1")
            for index in _MESSAGES[1:]:
                db.execute(index)
            db.execute(f"PRAGMA user_version = {SCHEMA}")
            _check(db, path)
        db.execute("COMMIT")
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")


def _is_empty(db: sqlite3.Connection) -> bool:
    return not any((_number(db, "PRAGMA application_id"), _number(db, "PRAGMA user_version"), *_statements(db)))


def _check(db: sqlite3.Connection, path: Path) -> int:
    """The version of a desk whose tables are ours."""
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
    if version not in _VERSIONS or _statements(db) != set(_VERSIONS[version]):
        raise StoreError(
            "the tables of this desk are not as coordkit made them; something else changed the file. "
            "Take the latest copy of the desk that opens",
            where=where,
        )
    return version


def _number(db: sqlite3.Connection, question: str) -> int:
    (number,) = db.execute(question).fetchone()
    return int(number)


def _statements(db: sqlite3.Connection) -> set[str]:
    rows = db.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite!_%' ESCAPE '!'")
    return {statement for (statement,) in rows}
