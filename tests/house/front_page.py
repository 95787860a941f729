"""Reads `coordkit/__init__.py` without importing it: what type checkers are told, the lazy table, and `__all__`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house.repository import CORE

FRONT_PAGE = CORE / "__init__.py"


def source() -> str:
    """The text of the front page."""
    return FRONT_PAGE.read_text(encoding="utf-8")


def announced(text: str) -> list[str]:
    """The literal `__all__`, in the order in which it stands."""
    names = _literal(text, "__all__")
    assert isinstance(names, list | tuple), "__all__ is a literal list of names"
    return list(names)


def table(text: str) -> dict[str, str]:
    """The lazy table `_HOMES`, as public name to the module it is loaded from."""
    homes = _literal(text, "_HOMES")
    assert isinstance(homes, dict), "_HOMES is a literal dict of module to names"
    return {name: f"coordkit.{module}" for module, names in homes.items() for name in names.split()}


def told_to_type_checkers(text: str) -> dict[str, str]:
    """What stands under `if TYPE_CHECKING:`, as public name to module."""
    told = {}
    for branch in ast.walk(ast.parse(text)):
        if isinstance(branch, ast.If) and isinstance(branch.test, ast.Name) and branch.test.id == "TYPE_CHECKING":
            for node in branch.body:
                if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    told.update({alias.asname or alias.name: node.module for alias in node.names})
                else:
                    raise AssertionError(f"line {node.lineno}: only `from coordkit.x import Y` stands under TYPE_CHECKING")
    return told


def _literal(text: str, wanted: str) -> object:
    found = [ast.literal_eval(value) for name, value in _assignments(ast.parse(text)) if name == wanted]
    assert len(found) == 1, f"src/coordkit/__init__.py has {len(found)} literals named {wanted}, and needs one"
    return found[0]


def _assignments(tree: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            yield from ((target.id, node.value) for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            yield node.target.id, node.value
