"""The libraries of the extra ``mail``: asked for once a letter is written, and named in one error where they are missing."""

from __future__ import annotations

from importlib.util import find_spec

from coordkit.domain.errors import CoordkitError

_NEEDED = {"babel": "Babel", "jinja2": "jinja2"}


def missing() -> list[str]:
    """The names of the libraries that are not installed."""
    return [name for module, name in _NEEDED.items() if find_spec(module) is None]


def expect_extra() -> None:
    """Raises ``CoordkitError`` with the pip line where Babel or jinja2 is missing."""
    if names := missing():
        raise CoordkitError(f"not installed: {', '.join(names)}; for letters run: pip install 'coordkit[mail]'", where="letters")
