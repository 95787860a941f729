"""The one tree of errors. A message says what is wrong, where, and what to do; the data stand on attributes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


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
