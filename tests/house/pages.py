"""Reads fenced blocks out of Markdown, and runs those that are Python the way a reader would: from top to bottom."""

from __future__ import annotations

import contextlib
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

_FENCE = re.compile(r"^(?P<indent> *)```(?P<language>[\w-]*)[^\n]*\n(?P<text>.*?)^(?P=indent)```[ \t]*$", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """One fenced block: its language, its text, and the line of the page on which the text begins."""

    language: str
    text: str
    line: int


def blocks(markdown: str) -> list[Block]:
    """All fenced blocks of a page, in order."""
    found = []
    for fence in _FENCE.finditer(markdown):
        text = re.sub(rf"^{fence['indent']}", "", fence["text"], flags=re.MULTILINE)
        found.append(Block(fence["language"], text, markdown.count("\n", 0, fence.start("text")) + 1))
    return found


def programs(markdown: str) -> Iterator[tuple[Block, str]]:
    """Each Python block with what it must print: the next block if that is ```text, else nothing."""
    page = blocks(markdown)
    for block, following in zip(page, [*page, Block("", "", 0)][1:], strict=True):
        if block.language == "python":
            yield block, following.text if following.language == "text" else ""


def run(markdown: str, name: str) -> None:
    """Run a page's Python blocks in one namespace.

    Raises AssertionError where a block prints other than the page says, and whatever a block raises, with its line.
    """
    space = ModuleType("__main__")
    before = sys.modules["__main__"]
    sys.modules["__main__"] = space
    try:
        for block, expected in programs(markdown):
            code = compile("\n" * (block.line - 1) + block.text, name, "exec", dont_inherit=True)
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                exec(code, space.__dict__)
            assert printed.getvalue() == expected, (
                f"{name}, line {block.line}: prints\n{printed.getvalue()}\nbut the page shows\n{expected}"
            )
    finally:
        sys.modules["__main__"] = before


def shell_programs(markdown: str) -> Iterator[tuple[Block, str | None]]:
    """Each shell block with what it must print: the next block if that is ```text; None where the page does not show it."""
    page = blocks(markdown)
    for block, following in zip(page, [*page, Block("", "", 0)][1:], strict=True):
        if block.language == "sh":
            yield block, following.text if following.language == "text" else None


def commands(markdown: str) -> Iterator[tuple[int, str]]:
    """Line and text of each command in console and shell blocks; in console blocks those after `$ `."""
    for block in blocks(markdown):
        if block.language not in {"console", "sh", "bash", "shell"}:
            continue
        for number, line in enumerate(block.text.splitlines(), block.line):
            if block.language != "console":
                yield number, line
            elif line.startswith("$ "):
                yield number, line.removeprefix("$ ")


def targets(makefile: Path) -> set[str]:
    """The targets that a Makefile declares as commands (.PHONY)."""
    phony = re.findall(r"^\.PHONY:(.*)$", makefile.read_text(encoding="utf-8"), re.MULTILINE)
    return {target for line in phony for target in line.split()}
