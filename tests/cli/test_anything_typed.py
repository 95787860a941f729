"""Whatever is typed, right or wrong: an exit code of ours, one message, and never a fault."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator

import click
import pytest

from tests.cli import tree
from tests.cli.conftest import Line
from tests.cli.test_tree import full

COMMANDS = tuple(tree.commands())
ODD = (
    *("", " ", "-1", "0", "99999999999999999999", "1e9", "\u0663", "\U0001f4a5", "а" * 3000, "\udce9", "nul\0x", "\x1b[31m", "'"),
    *("9999-99-99", "0001-01-01", "9999-12-31 23:59", "2026-03-29 03:30", "2026-10-25 03:30", "2026-02-30", "XXXX-10-17"),
    *("[..]", "[2026..2025]", "2026-22", "2026-12-01T10:00+02:00", "2026-12-01T10:00Z", "0m", "99999999h", "1m", "1/0", ">1/1"),
    *("uk=", "=x", "xx=y", "uk-Latn=a", "X=Y", "громадська=дснс", "meeting:zzz", "TLP:RED", "FREQ=YEARLY", "FREQ=", "kherson"),
    *("перше", "громадська", "робоча", "щомісячна", "освітлення", "голова", "desk.db", "/dev/null", "/", "../.."),
    *("held.csv", "x.ics", "x.json"),
)


def typed(dice: random.Random) -> Iterator[str]:
    """A command with arguments and options that may be anything."""
    words, command = dice.choice(COMMANDS)
    yield from words.split()
    for parameter in command.params:
        is_option = isinstance(parameter, click.Option)
        if is_option and (parameter.name == "coordkit_json" or dice.random() > 0.25):
            continue
        if is_option:
            yield parameter.opts[0]
        if not getattr(parameter, "is_flag", False):
            fitting = isinstance(parameter.type, click.Choice) and dice.random() < 0.8
            yield str(dice.choice(parameter.type.choices)) if fitting else dice.choice(ODD)  # type: ignore[attr-defined]  # a Choice
    if dice.random() < 0.4:
        yield "--json"


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_typed_no_fault_reaches_the_user(desk: Line, seed: int) -> None:
    full(desk)
    shutil.copy(desk.folder / "desk.db", desk.folder / "whole")
    dice = random.Random(seed)
    for _ in range(75):
        words = tuple(typed(dice))
        shutil.copy(desk.folder / "whole", desk.folder / "desk.db")
        done = desk(*words, answer=dice.choice(("", "y\n")))
        assert done.code in (0, 1, 2), (words, done)
        assert "fault in coordkit" not in done.err and "Traceback" not in done.err, (words, done)
        assert done.code == 0 or (done.out == "" and done.err.strip()), (words, done)
