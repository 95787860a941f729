"""docs/plugins.md is the whole plugin API: every hook stands there with its exact signature, and no other."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from coordkit import hookspecs
from coordkit.discovery import GROUP, VARIABLE
from tests.house import pages

PAGE = Path(__file__).resolve().parents[2] / "docs" / "plugins.md"


def specified() -> dict[str, str]:
    """Hook name to signature, as hookspecs.py writes them."""
    tree = ast.parse(Path(hookspecs.__file__).read_text(encoding="utf-8"))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("coordkit_")]
    return {
        node.name: f"{node.name}({ast.unparse(node.args)}) -> {ast.unparse(node.returns)}" for node in functions if node.returns
    }


def documented(page: str) -> dict[str, str]:
    """Hook name to signature, from the headings of the page."""
    headings = re.findall(r"^### `(coordkit_\w+)(.*)`$", page, re.MULTILINE)
    return {name: name + rest for name, rest in headings}


def test_every_hook_is_documented_with_its_exact_signature() -> None:
    assert documented(PAGE.read_text(encoding="utf-8")) == specified()
    assert len(specified()) == 6


def test_a_changed_signature_would_be_noticed() -> None:
    page = PAGE.read_text(encoding="utf-8").replace("coordkit_stores() ->", "coordkit_stores(path) ->")
    assert documented(page) != specified()


@pytest.mark.parametrize("word", [GROUP, VARIABLE, "broken", "clashes", "left_out", "listing()"])
def test_the_page_tells_where_plugins_are_found_and_what_is_told_of_them(word: str) -> None:
    assert f"`{word}`" in PAGE.read_text(encoding="utf-8")


def test_the_programs_of_the_page_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    page = PAGE.read_text(encoding="utf-8")
    assert list(pages.programs(page))
    pages.run(page, "docs/plugins.md")
