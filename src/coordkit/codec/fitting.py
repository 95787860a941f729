"""Whether a record's fields hold what their types say. Python itself does not ask, and a record that does not fit could be
written and never read again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from operator import attrgetter
from types import NoneType
from typing import Any, get_args, get_origin

import attrs

from coordkit.codec.convert import OUTCOMES, RECORDS
from coordkit.codec.values import MOST_SECONDS
from coordkit.domain.errors import Problem, names_of, told
from coordkit.domain.outcomes import Outcome
from coordkit.domain.records import Record, RecordId
from coordkit.domain.slots import Slot
from coordkit.domain.text import Text

_LONGEST = timedelta(seconds=MOST_SECONDS)
# Where the class is not enough: True is no number, a time is no day, and JSON holds whole seconds.
_TESTS: dict[Any, Callable[[Any], bool]] = {
    int: lambda value: isinstance(value, int) and not isinstance(value, bool),
    date: lambda value: isinstance(value, date) and not isinstance(value, datetime),
    timedelta: lambda value: isinstance(value, timedelta) and not value.microseconds and abs(value) <= _LONGEST,
}
_SEVERAL = (tuple, list)
_KEPT = frozenset({*RECORDS.values(), *OUTCOMES.values()} - {Outcome})


def misfits(record: object) -> tuple[Problem, ...]:
    """Every field, of the record or of its parts, that holds something of another type; with its path."""
    cls: Any = type(record)
    if cls not in _KEPT:
        known = ", ".join(sorted(kept.__name__ for kept in _KEPT))
        return (Problem("", f"{told(record)} is no kind of record that a desk keeps; there are {known}"),)
    return () if _fit(cls)(record) else tuple(_found(record, cls, ""))


def _members(kind: Any) -> tuple[Any, ...]:
    """The classes that a field's type allows; of a tuple those of its items are not among them."""
    return get_args(kind) if get_origin(kind) is not tuple and get_args(kind) else (kind,)


def _has_fields(kind: Any) -> bool:
    """Whether it is a record or one of its parts. A Text or a Slot is one value, which looks after itself."""
    return attrs.has(kind) and any("sensitivity" in attribute.metadata for attribute in attrs.fields(kind))


@lru_cache(maxsize=256)
def _fields(cls: type) -> tuple[tuple[str, Any], ...]:
    return tuple((each.name, each.type) for each in attrs.fields(attrs.resolve_types(cls)) if "stamp" not in each.metadata)


@lru_cache(maxsize=256)
def _fit(kind: Any) -> Callable[[Any], bool]:
    """The test whether a value fits a type, all of it at once: it is asked of every record that is saved."""
    if get_origin(kind) is tuple:
        item = _fit(get_args(kind)[0])
        return lambda value: isinstance(value, _SEVERAL) and (not value or all(map(item, value)))
    members = _members(kind)
    if not any(_has_fields(member) or member in _TESTS or get_args(member) for member in members):
        return lambda value: isinstance(value, members)
    if len(members) > 1:
        inner = _fit(_without_none(members))
        return lambda value: value is None or inner(value)
    if _has_fields(kind):
        return _fields_fit(kind)
    return _TESTS[kind]


def _fields_fit(cls: type) -> Callable[[Any], bool]:
    tests = [(attrgetter(name), _fit(of)) for name, of in _fields(cls)]

    def fit(value: Any) -> bool:
        if not isinstance(value, cls):
            return False
        return all(test(field(value)) for field, test in tests)

    return fit


def _without_none(members: tuple[Any, ...]) -> Any:
    union, *more = (member for member in members if member is not NoneType)
    for member in more:
        union = union | member
    return union


def _found(value: Any, kind: Any, path: str) -> Iterator[Problem]:
    if _fit(kind)(value):
        return
    if get_origin(kind) is tuple and isinstance(value, _SEVERAL):
        for position, item in enumerate(value):
            yield from _found(item, get_args(kind)[0], f"{path}[{position}]")
        return
    part = next((member for member in _members(kind) if _has_fields(member) and isinstance(value, member)), None)
    if part is not None:
        for name, of in _fields(part):
            yield from _found(getattr(value, name), of, f"{path}.{name}" if path else name)
        return
    yield Problem(path, f"expected {_named(kind)}, not {told(value)}; {_hint(value, kind)}")


def _hint(value: Any, kind: Any) -> str:
    """What to write instead, where that can be guessed."""
    if get_origin(kind) is tuple:
        return "write (…,)" if _fit(get_args(kind)[0])(value) else f"write ({_named(get_args(kind)[0])}, …)"
    for member in _members(kind):
        if member is Text and value is not None:
            return 'write Text.of(uk="…")'
        if names := names_of(member):
            return names
        if isinstance(member, type) and issubclass(member, RecordId) and value is not None:
            return "give its id" if isinstance(value, Record) else f"write {member.__name__}.parse(…), or the id of a record"
        if member is date:
            return "write date(2026, 9, 15)"
        if member is Slot and isinstance(value, date):
            return "write Slot(start, duration, zone), or Days(first, last)"
        if attrs.has(member) and value is not None:
            return f"write {member.__name__}(…)"
    return "it cannot be left out" if value is None else "the record could not be read again"


def _named(kind: Any) -> str:
    if get_origin(kind) is tuple:
        return f"a tuple of {_named(get_args(kind)[0])}"
    return " or ".join("None" if member is NoneType else _member_name(member) for member in _members(kind))


def _member_name(member: Any) -> str:
    if get_args(member):
        return _named(member)
    return "timedelta of whole seconds" if member is timedelta else str(member.__name__)
