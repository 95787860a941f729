"""docs/letters.md names every kind, template, variable and filter there is, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from coordkit.letters import LetterKind
from coordkit.letters.rendering import FILTERS
from coordkit.letters.variables import LISTS, PLAIN
from coordkit.letters.writing import SHARED

PAGE = (Path(__file__).parents[2] / "docs" / "letters.md").read_text(encoding="utf-8")


def named(heading: str, columns: int = 1) -> set[str]:
    """What stands in backquotes in the first columns of the table under a heading."""
    section = PAGE.split(f"{heading}\n", 1)[1].split("\n#", 1)[0]
    rows = [line.split("|")[1 : 1 + columns] for line in section.splitlines() if line.startswith("| ") and "`" in line]
    return {name for row in rows for cell in row for name in re.findall(r"`([^`]+)`", cell)}


def test_every_kind_of_letter_is_named() -> None:
    assert named("## The letters") == {kind.value for kind in LetterKind}


def test_every_shared_template_is_named() -> None:
    examples = {f"{kind}.{part}" for kind in ("invitation", "update") for part in ("subject", "txt", "html")}
    assert named("## The templates") == {*SHARED, *examples}


def test_every_value_and_every_list_is_named() -> None:
    assert named("### Values") == PLAIN
    assert named("### Lists") == set(LISTS)
    for name, parts in LISTS.items():
        row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{name}` |"))
        assert set(parts) <= set(re.findall(r"`([^`]+)`", row))


def test_every_filter_is_named() -> None:
    assert f"the filters {', '.join(f'`{name}`' for name in FILTERS)}." in PAGE
