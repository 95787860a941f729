"""A question to a desk as SQL: which documents meet conditions and words, in order of id, streaming.

The condition that fewest entries meet leads, if they are few: only those documents are looked at, and what else is asked is read
from each one's own card and words. Where no condition is so rare, an equality leads (its rows of ``entries`` stand in order of id
already), else the documents of the kind are walked in order of id; then the entries that meet a range or a prefix are gathered
once. The ``+`` keeps SQLite from leading with what it stands before. Texts compare code point by code point, as UTF-8 does.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import attrs

from coordkit.ports import Where, Words

_FEW = 2000
_LAST = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)
_VALUES = "SELECT 1 FROM json_each(d.card) c, json_each(c.value) v WHERE c.key = ?"


@attrs.frozen
class _Condition:
    """A condition as the ids of the entries that meet it, and as a test of one document ``d``, each with its values."""

    ids: str
    values: list[Any]
    test: str
    test_values: list[Any]
    equality: bool = False


def question(
    run: Callable[..., sqlite3.Cursor],
    columns: str,
    kind: str,
    where: Where,
    words: Words,
    *,
    after: UUID | None,
    limit: int | None,
) -> tuple[str, list[Any]]:
    """The statement and its values. ``run`` executes a statement; it is asked which condition leads."""
    conditions = [*_of_columns(kind, where), *(_of_words(kind, word) for word in words)]
    leading, few = _leading(run, conditions)
    rest = [condition for condition in conditions if condition is not leading]
    sql = f"SELECT {columns} FROM documents d WHERE d.kind = ?"
    values: list[Any] = [kind]
    rows = beyond = "d.id"
    if leading is not None and leading.equality:
        sql = f"SELECT {columns} FROM ({leading.ids}) e CROSS JOIN documents d ON d.kind = ? AND d.id = e.id WHERE true"
        values = [*leading.values, kind]
        rows = beyond = "e.id"
    elif leading is not None:
        sql += f" AND d.id IN ({leading.ids})"
        values += leading.values
        beyond = "+d.id"
    if after is not None:
        sql += f" AND {beyond} > ?"
        values.append(after.bytes)
    for condition in rest:
        by_document = few or condition.equality
        sql += f" AND {condition.test}" if by_document else f" AND +d.id IN ({condition.ids})"
        values += condition.test_values if by_document else condition.values
    sql += f" ORDER BY {rows}"
    if limit is not None:
        sql += " LIMIT ?"
        values.append(max(limit, 0))
    return sql, values


def _leading(run: Callable[..., sqlite3.Cursor], conditions: list[_Condition]) -> tuple[_Condition | None, bool]:
    """The condition that leads, and whether few entries meet it."""
    if len(conditions) == 1 and conditions[0].equality:
        return conditions[0], True
    counted = []
    for place, condition in enumerate(conditions):
        (count,) = run(f"SELECT count(*) FROM ({condition.ids} LIMIT ?)", *condition.values, _FEW).fetchone()
        counted.append((int(count), not condition.equality, place))
    if not counted:
        return None, False
    count, is_other, place = min(counted)
    if count < _FEW or not is_other:
        return conditions[place], count < _FEW
    return None, False


def _of_columns(kind: str, where: Where) -> Iterator[_Condition]:
    for column, condition in where.items():
        ids, values = "SELECT id FROM entries WHERE kind = ? AND field = ?", [kind, column]
        if isinstance(condition, str):
            ids += " AND value = ?"
            values.append(condition)
            test = "EXISTS (SELECT 1 FROM entries x WHERE x.kind = ? AND x.field = ? AND x.value = ? AND x.id = d.id)"
            yield _Condition(ids, values, test, values, equality=True)
        else:
            limits = [(sign, limit) for sign, limit in zip((">=", "<="), condition, strict=True) if limit is not None]
            values += [limit for _, limit in limits]
            inside = "".join(f" AND value {sign} ?" for sign, _ in limits)
            inside_too = "".join(f" AND v.value {sign} ?" for sign, _ in limits)
            yield _Condition(ids + inside, values, f"EXISTS ({_VALUES}{inside_too})", values[1:])


def _of_words(kind: str, word: str | tuple[str, ...]) -> _Condition:
    prefixes = (word,) if isinstance(word, str) else word
    between: list[tuple[str, list[Any]]] = []
    for prefix in prefixes:
        end = past(prefix)
        between.append(("{0} >= ?", [prefix]) if end is None else ("{0} >= ? AND {0} < ?", [prefix, end]))
    ids = " UNION ALL ".join(f"SELECT id FROM word_entries WHERE kind = ? AND {part.format('word')}" for part, _ in between)
    tests = " OR ".join(f"({part.format('v.value')})" for part, _ in between)
    return _Condition(
        ids or "SELECT NULL AS id WHERE false",
        [value for _, ends in between for value in (kind, *ends)],
        f"EXISTS (SELECT 1 FROM json_each(d.words) v WHERE {tests or 'false'})",
        [value for _, ends in between for value in ends],
    )


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
