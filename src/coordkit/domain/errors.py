"""The one tree of errors, and what refuses a value of another type than was asked for.

A message says what is wrong, where, and what to do; the data stand on attributes.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum, EnumType
from types import NoneType
from typing import NamedTuple, TypeVar

T = TypeVar("T")


class Problem(NamedTuple):
    """One thing wrong in a larger input: where it stands (``row 12, column "email"``, ``agenda[2].title``) and what it is."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class CoordkitError(Exception):
    """The root. ``problems`` holds every problem found in one run, never only the first."""

    def __init__(self, message: str, *, where: str = "", problems: Iterable[Problem] = ()) -> None:
        self.message = message
        self.where = where
        self.problems = tuple(problems)
        lines = [f"{where}: {message}" if where else message]
        lines += [f"  {problem}" for problem in self.problems]
        super().__init__("\n".join(lines))


class DomainError(CoordkitError):
    """A record, or a step on one, that makes no sense."""


def told(value: object) -> str:
    """What a value is, in a message: its class, and itself where that is short."""
    if isinstance(value, type):
        return f"the class {value.__name__}"
    if isinstance(value, Enum):
        return f"{type(value).__name__}.{value.name}"
    words = repr(value)
    if value is None:
        return words
    if len(words) > 60 or not words.isprintable():
        return type(value).__name__
    return f"{type(value).__name__} {words}"


def names_of(kind: object) -> str:
    """What to write for an enumeration: ``write one of Mode.ONLINE, …``; empty for another class."""
    if not isinstance(kind, EnumType):
        return ""
    return "write one of " + ", ".join(f"{kind.__name__}.{name}" for name in kind.__members__)


def expect(value: object, kinds: type | tuple[type, ...], where: str, hint: str = "") -> None:
    """Raises ``DomainError`` unless ``value`` is of one of ``kinds``: mypy trusts callers, who may not be checked."""
    if isinstance(value, kinds):
        return
    members = kinds if isinstance(kinds, tuple) else (kinds,)
    wanted = " or ".join("None" if kind is NoneType else kind.__name__ for kind in members)
    advice = hint or names_of(kinds)
    raise DomainError(f"expected {wanted}, not {told(value)}" + (f"; {advice}" if advice else ""), where=where)


def several(values: Iterable[T], kinds: type | tuple[type, ...], where: str) -> tuple[T, ...]:
    """``values`` as a tuple. Raises ``DomainError`` for a single value, and for one in it that is of none of ``kinds``."""
    if isinstance(values, (str, bytes)) or not isinstance(values, Iterable):
        raise DomainError(f"expected several, not one {told(values)}; write [ ] around it", where=where)
    given = tuple(values)
    for position, value in enumerate(given):
        if not isinstance(value, kinds):  # asked here too: most are right, and each place costs more to name than to check
            expect(value, kinds, f"{where}[{position}]")
    return given


class ParseError(CoordkitError):
    """Input (JSON, a row, a calendar object, a mail) that cannot be read."""


class CheckFailed(CoordkitError):
    """Findings of a region or registry that block; ``problems`` lists them all."""


class NotFound(CoordkitError):
    """Nothing is kept under this id."""


class StaleEdit(CoordkitError):
    """The record was changed since it was read. Nothing was written; read it again and repeat the edit."""


class StaleRelease(CoordkitError):
    """The desk was written to after this release was made; make a new one."""


class StoreError(CoordkitError):
    """The store cannot do what was asked: file missing, locked, damaged, or of another kind."""


class ExportError(CoordkitError):
    """An export that cannot be written as asked."""


class PluginError(CoordkitError):
    """A plugin, or a name that a plugin should give, is missing, broken or claimed twice."""


class TemporaryFailure(CoordkitError):
    """A channel could not deliver now; the same message may be tried again later."""


class PermanentFailure(CoordkitError):
    """A channel will never deliver this message as it stands."""
