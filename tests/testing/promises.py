"""Asks a contract of an adapter without pytest's collecting, and says which of its promises the adapter breaks."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from coordkit.testing.contract import Contract


def broken_promises(heir: Contract, make: Callable[[], Mapping[str, Any]], only: str | None = None) -> set[str]:
    """The promises of a contract (``only`` one, or all) that do not hold, each asked of what ``make`` makes anew.

    ``make`` gives the contract's fixtures by name. A promise is broken by any error, as it is under pytest.
    """
    return {name for name in heir.promises() if only in (None, name) and not _holds(heir, name, make)}


def _holds(heir: Contract, name: str, make: Callable[[], Mapping[str, Any]]) -> bool:
    test = getattr(heir, name)
    taken = inspect.signature(test).parameters
    for cases in _cases(test):
        made = {**make(), **cases}
        try:
            test(**{parameter: made[parameter] for parameter in taken})
        except (Exception, pytest.fail.Exception):
            return False
    return True


def _cases(test: Any) -> Iterator[dict[str, Any]]:
    """The values that pytest would call a test with beside its fixtures."""
    (mark,) = getattr(test, "pytestmark", [None])
    if mark is None:
        yield {}
    else:
        yield from ({mark.args[0]: value} for value in mark.args[1])
