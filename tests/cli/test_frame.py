"""The frame of the command line: exit codes, one message for whatever goes wrong, and the options that every command takes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import attrs
import click
import pytest

import coordkit
from coordkit.cli import faults
from tests.cli.conftest import Line
from tests.secretariat import desks


def test_without_a_command_it_shows_what_there_is_and_that_this_was_no_use(line: Line) -> None:
    done = line()
    assert done.code == 2
    assert "First steps:" in done.err and "coordkit init" in done.err and done.out == ""


def test_help_and_version_are_good(line: Line) -> None:
    assert "First steps:" in line.good("--help")
    assert line.good("--version").startswith("coordkit ")


def test_a_newcomer_reads_the_help_on_one_page(line: Line) -> None:
    page = line.good("--help").splitlines()
    assert len(page) <= 75
    assert max(map(len, page)) <= 130


CODES = [
    (("meetings", "list"), 0),
    (("meetings", "show", "перше"), 0),
    (("meetings", "show", "нема такого"), 1),
    (("meetings", "show", "meeting:00000000-0000-0000-0000-000000000001"), 1),
    (("meetings", "resume", "перше"), 1),
    (("meetings", "list", "--desk", "nowhere.db"), 1),
    (("meetings", "list", "--desk", "postgres://nowhere"), 1),
    (("export", "meetings", "nowhere.odt"), 1),
    (("groups", "join", "робоча", "днс", "--seat", "nobody"), 1),
    (("groups", "add", "Ще одна", "--area", "Нігде"), 1),
    (("office", "set", "--zone", "Mars/Olympus"), 1),
    (("init", "Another"), 1),
    (("meetings",), 2),
    (("meetings", "list", "--nothing"), 2),
    (("meetings", "list", "too", "much"), 2),
    (("meetings", "list", "--from", "yesterday"), 2),
    (("meetings", "list", "--lang", "la"), 2),
    (("meetings", "plan"), 2),
    (("meetings", "plan", "Title", "--when", "2026-12-01 10:00"), 2),
    (("meetings", "plan", "Title", "--when", "2026-13-01 10:00", "--for", "90m"), 2),
    (("meetings", "plan", "Title", "--when", "tomorrow"), 2),
    (("meetings", "plan", "Title", "--when", "2026-12-01", "--for", "soon"), 2),
    (("meetings", "plan", "Title", "--for", "90m"), 2),
    (("meetings", "edit", "перше"), 2),
    (("organizations", "add", "X", "--email", "nobody"), 2),
    (("organizations", "add", "uk=А", "uk=Б"), 2),
    (("organizations", "add", "X", "--tlp", "PINK"), 2),
    (("export", "rumours", "x.csv"), 2),
    (("export", "meetings", "x.csv", "--group", "робоча", "--for-the-desk"), 2),
    (("export", "meetings", "a\0b.csv"), 2),
    (("notice", "перше", "--to", "."), 2),
    (("territory", "load", "nowhere.csv"), 2),
    (("nonsense",), 2),
]


@pytest.mark.parametrize(("words", "code"), CODES, ids=lambda given: " ".join(given) if isinstance(given, tuple) else "")
def test_exit_codes(desk: Line, words: tuple[str, ...], code: int) -> None:
    done = desk(*words)
    assert done.code == code, done
    if code:
        assert done.out == "", "what goes wrong is told on stderr"
        assert done.err.strip() and "Traceback" not in done.err and "fault in coordkit" not in done.err


def failing(error: Callable[[], BaseException]) -> object:
    """A plugin whose command raises this."""

    def fail() -> None:
        raise error()

    @attrs.define(eq=False)
    class Plugin:
        @coordkit.hookimpl
        def coordkit_commands(self) -> list[click.Command]:
            return [click.command("fail")(fail)]

    return Plugin()


FAULTS: list[tuple[Callable[[], BaseException], int, str]] = [
    (lambda: ValueError("what?"), 1, "this is a fault in coordkit or in a plugin"),
    (lambda: RecursionError("deep"), 1, "this is a fault in coordkit or in a plugin"),
    (lambda: KeyboardInterrupt(), 1, "stopped; nothing was left half done"),
    (lambda: MemoryError(), 1, "not enough memory"),
    (lambda: OSError(28, "No space left on device", "desk.db"), 1, "desk.db: No space left on device"),
    (lambda: sqlite3.OperationalError("database is locked"), 1, "database is locked"),
    (lambda: coordkit.DomainError("it makes no sense", where="here"), 1, "coordkit: here: it makes no sense\n"),
    (lambda: coordkit.CheckFailed("no", problems=[coordkit.Problem("row 1", "bad")]), 1, "coordkit: no\n  row 1: bad\n"),
    (lambda: UnicodeEncodeError("ascii", "Ї", 0, 1, "?"), 1, "PYTHONIOENCODING=utf-8"),
    (lambda: click.UsageError("not so"), 2, "coordkit: not so; see coordkit fail --help"),
    (lambda: click.FileError("x.csv", "is gone"), 1, "x.csv"),
    (lambda: SystemExit(7), 7, ""),
    (lambda: BrokenPipeError(32, "Broken pipe"), 1, ""),
]


@pytest.mark.parametrize(("error", "code", "words"), FAULTS, ids=lambda given: type(given()).__name__ if callable(given) else "")
def test_whatever_a_command_raises_is_one_message(line: Line, error: Callable[[], BaseException], code: int, words: str) -> None:
    done = attrs.evolve(line, plugins=desks.plugins(failing(error)))("fail")
    assert done.code == code
    assert words in done.err and "Traceback" not in done.err + done.out
    assert bool(done.err) == bool(words)


def test_who_looks_for_a_fault_sees_where_it_happened(line: Line) -> None:
    done = attrs.evolve(line, plugins=desks.plugins(failing(lambda: ValueError("what?"))))("fail", COORDKIT_TRACEBACK="1")
    assert done.code == 1
    assert "Traceback" in done.err and "ValueError: what?" in done.err


def test_only_init_makes_a_desk(line: Line) -> None:
    done = line("organizations", "add", "X")
    assert done.code == 1 and "'coordkit init'" in done.err
    assert list(line.folder.iterdir()) == []


def test_a_failed_init_leaves_nothing(line: Line) -> None:
    assert line("init", "X", "--zone", "Mars/Olympus").code == 1
    assert line("init", "X", "--region", "atlantis").code == 1
    assert list(line.folder.iterdir()) == []
    line.good("init", "X")


def test_init_harms_no_file_that_is_there(line: Line) -> None:
    there = line.folder / "desk.db"
    there.write_text("my letter")
    assert line("init", "X").code == 1
    assert there.read_text() == "my letter"


def test_options_of_every_command_stand_before_or_after_it_or_in_the_environment(line: Line) -> None:
    line.good("--desk", "a.db", "init", "Office")
    assert "Office" in line.good("office", "show", "--desk", "a.db")
    assert "Office" in line.good("--desk", "nowhere.db", "office", "show", "--desk", "a.db"), "the later one counts"
    done = line("office", "show", COORDKIT_DESK="a.db", COORDKIT_LANG="uk")
    assert done.code == 0 and "Назва" in done.out


def test_who_acted_stands_in_the_history(desk: Line) -> None:
    desk.good("--actor", "Друга зміна", "meetings", "start", "перше")
    assert "Друга зміна" in desk.good("history", "перше")
    person = desk.json("people", "list")[0]["id"]
    desk.good("meetings", "interrupt", "перше", "--actor", person)
    assert desk.json("history", "перше")[-1]["actor"] == person
    assert desk("meetings", "resume", "перше", "--actor", "person:nobody").code == 1
    assert desk("meetings", "resume", "перше", "--actor", " ").code == 2


def test_a_desk_whose_region_is_gone_opens_with_a_note(desk: Line) -> None:
    without = attrs.evolve(desk, plugins=coordkit.Plugins.discover(environ=desks.NONE))
    done = without("meetings", "list")
    assert done.code == 0 and "Перше засідання" in done.out
    assert done.err.startswith("note: region 'kherson' is missing")
    assert "RuntimeWarning" not in done.err and ".py" not in done.err


def test_a_desk_that_is_no_desk_is_told(line: Line) -> None:
    (line.folder / "letter.db").write_text("Dear all, this is a letter and no desk at all. " * 50)
    done = line("meetings", "list", "--desk", "letter.db")
    assert done.code == 1 and "not a desk" in done.err
    assert line("meetings", "list", "--desk", ".").code == 1
    assert line("meetings", "list", "--desk", "a\0b").code == 1


def test_what_is_told_of_an_error_steers_no_terminal() -> None:
    said = faults.told(coordkit.DomainError("\x1b[31mred\u202e"))
    assert faults.outcome(lambda: None) == 0
    assert "\x1b" in said, "only what is printed is cleaned"


def test_another_program_that_holds_the_desk_is_told_of(desk: Line, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "desk.db", isolation_level=None)
    try:
        other.execute("BEGIN EXCLUSIVE")
        done = desk("meetings", "list", "--desk", "sqlite:///desk.db?timeout=0.1")
    finally:
        other.close()
    assert done.code == 1 and "another program" in done.err
