"""A question to a desk as SQL: which documents meet conditions and words, in order of id, streaming.

One equality leads, the one that fewest documents meet: its rows of ``entries`` stand in order of id already. Without one the
documents of the kind are walked in order of id. Everything else is asked of each document on the way (the ``+`` keeps SQLite
from leading with it, which would mean sorting whole documents). Texts compare code point by code point, as UTF-8 does.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from uuid import UUID

from coordkit.ports import Where

_ENOUGH = 500
_LAST = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)


def question(
    run: Callable[..., sqlite3.Cursor],
    columns: str,
    kind: str,
    where: Where,
    words: Sequence[str],
    *,
    after: UUID | None,
    limit: int | None,
) -> tuple[str, list[Any]]:
    """The statement and its values. ``run`` executes a statement; it is asked which equality leads."""
    equal = {column: value for column, value in where.items() if isinstance(value, str)}
    leading = _rarest(run, kind, equal)
    if leading is None:
        sql, values = f"SELECT {columns} FROM documents d WHERE d.kind = ?", [kind]
    else:
        sql = (
            f"SELECT {columns} FROM entries e CROSS JOIN documents d ON d.kind = e.kind AND d.id = e.id "
            "WHERE e.kind = ? AND e.field = ? AND e.value = ?"
        )
        values = [kind, leading, equal[leading]]
    rows = "d" if leading is None else "e"
    parts: list[tuple[str, Sequence[Any]]] = [] if after is None else [(f"{rows}.id > ?", [after.bytes])]
    parts += _conditions(kind, {column: condition for column, condition in where.items() if column != leading})
    parts += [_word(kind, prefix) for prefix in words]
    sql += "".join(f" AND {part}" for part, _ in parts) + f" ORDER BY {rows}.id"
    all_values: list[Any] = [*values, *(value for _, more in parts for value in more)]
    if limit is not None:
        sql += " LIMIT ?"
        all_values.append(max(limit, 0))
    return sql, all_values


def _rarest(run: Callable[..., sqlite3.Cursor], kind: str, equal: dict[str, str]) -> str | None:
    if len(equal) < 2:
        return next(iter(equal), None)
    count = "SELECT count(*) FROM (SELECT 1 FROM entries WHERE kind = ? AND field = ? AND value = ? LIMIT ?)"
    return min(equal, key=lambda column: int(run(count, kind, column, equal[column], _ENOUGH).fetchone()[0]))


def _conditions(kind: str, where: Where) -> Iterator[tuple[str, Sequence[Any]]]:
    for column, condition in where.items():
        if isinstance(condition, str):
            test = "EXISTS (SELECT 1 FROM entries x WHERE x.kind = ? AND x.field = ? AND x.value = ? AND x.id = d.id)"
            yield test, [kind, column, condition]
        else:
            limits = [(sign, limit) for sign, limit in zip((">=", "<="), condition, strict=True) if limit is not None]
            inside = "".join(f" AND value {sign} ?" for sign, _ in limits)
            test = f"+d.id IN (SELECT id FROM entries WHERE kind = ? AND field = ?{inside})"
            yield test, [kind, column, *(limit for _, limit in limits)]


def _word(kind: str, prefix: str) -> tuple[str, Sequence[Any]]:
    end = past(prefix)
    test = "SELECT id FROM word_entries WHERE kind = ? AND word >= ?" + ("" if end is None else " AND word < ?")
    return f"+d.id IN ({test})", [kind, prefix] if end is None else [kind, prefix, end]


def past(prefix: str) -> str | None:
    """The first text, code point by code point, after all that begin with the prefix; None where nothing comes after them.

    >>> past("нар")
    'нас'
    """
    kept = prefix.rstrip(chr(_LAST))
    if not kept:
        return None
    following = ord(kept[-1]) + 1
    return kept[:-1] + chr(_SURROGATES.stop if following in _SURROGATES else following)
