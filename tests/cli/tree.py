"""The tree of commands, for tests that look at every one."""

from __future__ import annotations

from collections.abc import Iterator

import click

from coordkit.cli.app import program


def commands(group: click.Group | None = None, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, by its words, such as ``meetings list``."""
    for name, each in (group or program()).commands.items():
        words = (*path, name)
        if isinstance(each, click.Group):
            yield from commands(each, words)
        else:
            yield " ".join(words), each
