"""The libraries of the extra ``mail``: asked for once a letter is written, and named in one error where they are missing."""

from __future__ import annotations

from importlib.util import find_spec

from coordkit.domain.errors import CoordkitError

_NEEDED = {"babel": "Babel", "jinja2": "jinja2"}


def expect_extra() -> None:
    """Raises ``CoordkitError`` with the pip line where Babel or jinja2 is missing."""
    if missing := [name for module, name in _NEEDED.items() if find_spec(module) is None]:
        raise CoordkitError(f"not installed: {', '.join(missing)}; for letters run: pip install 'coordkit[mail]'", where="letters")
