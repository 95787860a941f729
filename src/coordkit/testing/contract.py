"""What all contracts have in common: promises that an adapter says it does not make are not even collected.

A contract states as class attributes what adapters may rightly differ in, each True unless an heir says otherwise. A test
that needs one of them names it: ``@needs("persistent")``. In an heir with ``persistent = False`` that test does not exist,
so nothing in a report looks like a promise that was skipped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from coordkit import CoordkitError

_Test = TypeVar("_Test", bound=Callable[..., Any])
_NEEDS = "_coordkit_needs"


def needs(*capabilities: str) -> Callable[[_Test], _Test]:
    """Marks a test as one for adapters that have these capabilities, all of them."""

    def mark(test: _Test) -> _Test:
        setattr(test, _NEEDS, capabilities)
        return test

    return mark


class Contract:
    """The base of all contracts. In an heir without a capability the tests that need it are gone.

    Raises ``CoordkitError`` while an heir is defined whose capability is neither True nor False.
    """

    def __init_subclass__(cls, **arguments: Any) -> None:
        super().__init_subclass__(**arguments)
        for name, test in _conditional(cls).items():
            wanted = all(_has(cls, capability) for capability in getattr(test, _NEEDS))
            if wanted and getattr(cls, name) is None:  # an heir's heir can do what the heir could not
                setattr(cls, name, test)
            elif not wanted and name not in vars(cls):
                setattr(cls, name, None)  # pytest collects no None

    @classmethod
    def promises(cls) -> tuple[str, ...]:
        """The names of the tests that an adapter of this contract is held to, sorted."""
        return tuple(sorted(name for name in dir(cls) if name.startswith("test_") and callable(getattr(cls, name))))

    @classmethod
    def exempt(cls) -> tuple[str, ...]:
        """The names of the tests that are gone because a capability is, sorted."""
        return tuple(sorted(name for name in _conditional(cls) if getattr(cls, name) is None))


def _conditional(cls: type) -> Mapping[str, Any]:
    """The tests that need a capability, by name, as the contracts themselves wrote them."""
    return {name: test for base in cls.__mro__ for name, test in vars(base).items() if hasattr(test, _NEEDS)}


def _has(cls: type, capability: str) -> bool:
    value = getattr(cls, capability, None)
    if not isinstance(value, bool):
        raise CoordkitError(f"expected True or False, not {value!r}", where=f"{cls.__name__}.{capability}")
    return value
