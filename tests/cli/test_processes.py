"""The command line as it is really started: by its name, on a terminal, without its packages, and stopped in the middle."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coordkit import Organization, OrganizationId, Text
from tests.cli.conftest import Line
from tests.secretariat import desks

ENTRY = Path(sys.executable).with_name("coordkit")
POSIX = pytest.mark.skipif(os.name != "posix", reason="signals and terminals as POSIX has them")


def run(folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    around = {name: value for name, value in os.environ.items() if not name.startswith("COORDKIT_")}
    around |= {"COORDKIT_ACTOR": "x", "PYTHONIOENCODING": "utf-8"} | environment
    return subprocess.run(command, cwd=folder, env=around, capture_output=True, text=True, encoding="utf-8", timeout=120)


@pytest.mark.parametrize("command", [[str(ENTRY)], [sys.executable, "-m", "coordkit"]], ids=["by its name", "python -m"])
def test_it_starts(tmp_path: Path, command: list[str]) -> None:
    assert run(tmp_path, *command, "init", "Office").returncode == 0
    shown = run(tmp_path, *command, "office", "show", "--lang", "en")
    assert (shown.returncode, shown.stderr) == (0, "") and "Office" in shown.stdout
    wrong = run(tmp_path, *command, "office", "shout")
    assert wrong.returncode == 2 and wrong.stderr.startswith("coordkit: No such command 'shout'")


@pytest.mark.parametrize("missing", ["click", "rich"])
def test_without_its_packages_it_gives_one_pip_line(tmp_path: Path, missing: str) -> None:
    code = f"import sys; sys.modules[{missing!r}] = None; from coordkit.cli import main; main()"
    done = run(tmp_path, sys.executable, "-c", code)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "coordkit: the command line needs two more packages: pip install 'coordkit[cli]'\n"


def test_another_missing_package_is_no_missing_extra(tmp_path: Path) -> None:
    done = run(tmp_path, sys.executable, "-c", "import sys; sys.modules['attrs'] = None; from coordkit.cli import main; main()")
    assert done.returncode == 1 and "attrs" in done.stderr and "coordkit[cli]" not in done.stderr


def test_a_warning_of_python_does_not_reach_the_user(tmp_path: Path) -> None:
    done = run(tmp_path, sys.executable, "-m", "coordkit", "--help")
    assert (done.returncode, done.stderr) == (0, "")


# -- stopped in the middle -----------------------------------------------------------------------------------------------

MANY = 3000


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk that takes a while to read."""
    file = tmp_path_factory.mktemp("large") / "desk.db"
    with desks.opened(f"sqlite:///{file}") as desk:
        purpose = "Ухвалено. " * 40
        desk.save(
            *(
                Organization(id=desk.new(OrganizationId), name=Text.of(uk=f"Організація {number}", en=purpose))
                for number in range(MANY)
            )
        )
    return file


US = (sys.executable, "-m", "coordkit")
# A plugin's command that writes for long, in one unit of work as all of ours do.
FILL = """
import click, coordkit
from coordkit.cli.app import program

@click.command("fill")
@click.pass_context
def fill(context):
    desk = context.obj.desk
    names = (coordkit.Text.of(uk=f"Ще одна {number}") for number in range(20000))
    desk.save(*(coordkit.Organization(id=desk.new(coordkit.OrganizationId), name=name) for name in names))

class Plugin:
    @coordkit.hookimpl
    def coordkit_commands(self):
        return [fill]

program(coordkit.Plugins.discover(Plugin(), environ={"COORDKIT_PLUGINS": "none"}))()
"""


def stopped(folder: Path, command: tuple[str, ...], ready: Callable[[], bool]) -> tuple[int, str]:
    """Starts the command and stops it with Ctrl-C as soon as it is ``ready``; its exit code and stderr."""
    around = {**os.environ, "COORDKIT_ACTOR": "x", "COORDKIT_DESK": str(folder / "desk.db"), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, cwd=folder, env=around, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    until = time.monotonic() + 60
    while not ready() and process.poll() is None and time.monotonic() < until:
        time.sleep(0.001)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    return process.returncode, err.decode()


def copied(large: Path, folder: Path) -> Path:
    file = folder / "desk.db"
    file.write_bytes(large.read_bytes())
    return file


def whole(file: Path) -> int:
    """How many organizations the desk holds, after its history was verified."""
    with desks.opened(f"sqlite:///{file}") as desk:
        desks.verify(desk)
        return len(desk.each(Organization))


@POSIX
def test_ctrl_c_in_an_export_leaves_no_file_and_no_copy(large: Path, tmp_path: Path) -> None:
    file = copied(large, tmp_path)
    (tmp_path / "out").mkdir()
    before = tmp_path / "out" / "o.jsonl"
    before.write_text("what was there\n")

    def writing() -> bool:
        return any(part.stat().st_size for part in (tmp_path / "out").glob("*.part"))

    words = ("export", "organizations", "out/o.jsonl", "--for-the-desk", "--yes")
    code, err = stopped(tmp_path, (*US, *words), writing)
    assert (code, err.strip()) == (1, "coordkit: stopped; nothing was left half done")
    assert before.read_text() == "what was there\n"
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["desk.db", "o.jsonl", "out"]
    assert whole(file) == MANY


@POSIX
def test_ctrl_c_while_much_is_written_leaves_the_desk_as_it_was(large: Path, tmp_path: Path) -> None:
    file = copied(large, tmp_path)
    before = file.read_bytes()

    def busy() -> bool:
        return (tmp_path / "desk.db-journal").exists()

    code, err = stopped(tmp_path, (sys.executable, "-c", FILL, "fill"), busy)
    assert (code, err.strip()) == (1, "coordkit: stopped; nothing was left half done")
    assert whole(file) == MANY and not (tmp_path / "desk.db-journal").exists()
    assert len(before) == len(file.read_bytes())


# -- on a terminal -------------------------------------------------------------------------------------------------------


def on_a_terminal(folder: Path, *words: str, typed: str = "", command: tuple[str, ...] = US, **environment: str) -> tuple[int, str]:
    """Runs the command on a terminal of its own: exit code, and all that appears there."""
    import pty

    ours, theirs = pty.openpty()
    around = {**os.environ, "COORDKIT_ACTOR": "x", "TERM": "xterm-256color", "COLUMNS": "100", **environment}
    process = subprocess.Popen([*command, *words], cwd=folder, env=around, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    if typed:
        os.write(ours, typed.encode())
    shown = b"".join(_read(ours))
    os.close(ours)
    return process.wait(timeout=60), shown.decode()


def _read(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            block = os.read(terminal, 65536)
        except OSError:  # Linux says so when the other side is closed
            return
        if not block:
            return
        yield block


@POSIX
def test_long_work_shows_a_bar_on_a_terminal_only(large: Path, tmp_path: Path) -> None:
    copied(large, tmp_path)
    code, shown = on_a_terminal(tmp_path, "export", "organizations", "o.jsonl", "--for-the-desk")
    assert code == 0
    assert re.search(rf"\d+/{MANY}", shown) and "━" in shown
    done = run(tmp_path, sys.executable, "-m", "coordkit", "export", "organizations", "p.jsonl", "--for-the-desk")
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "p.jsonl").read_bytes() == (tmp_path / "o.jsonl").read_bytes()


SLOW = """
import time
from coordkit.cli.app import program
from coordkit.cli.commands import command
from coordkit.cli.output import answer

@command(None, "slow", "coordkit slow")
def slow(session):
    \"\"\"Take two seconds.\"\"\"
    time.sleep(2)
    return answer(None, "done")

root = program()
root.add_command(slow)
root(["slow"])
"""


@POSIX
def test_work_that_takes_longer_than_a_moment_shows_that_it_goes_on(tmp_path: Path) -> None:
    code, shown = on_a_terminal(tmp_path, command=(sys.executable, "-c", SLOW))
    assert code == 0 and "…" in shown and shown.rstrip().endswith("done")
    done = run(tmp_path, sys.executable, "-c", SLOW)
    assert (done.returncode, done.stdout, done.stderr) == (0, "done\n", "")


@POSIX
def test_colour_on_a_terminal_goes_by_no_color(desk: Line) -> None:
    code, shown = on_a_terminal(desk.folder, "office", "show", NO_COLOR="1")
    assert code == 0 and "Секретаріат" in shown
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", shown)


@POSIX
def test_a_question_is_answered_on_the_terminal(desk: Line) -> None:
    code, shown = on_a_terminal(desk.folder, "meetings", "cancel", "перше", typed="y\n")
    assert code == 0 and "[т/Н]" in shown
    assert desk.json("meetings", "show", "перше")["status"] == "cancelled"
