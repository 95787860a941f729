"""A desk on disk and the command line at it, as a person uses both."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from click.testing import CliRunner

from coordkit import Plugins
from coordkit.cli.app import program
from tests.secretariat import desks

ENVIRONMENT = {"COORDKIT_ACTOR": "Олена", "COLUMNS": "200", "COORDKIT_DESK": "", "COORDKIT_LANG": "", "NO_COLOR": ""}


@attrs.frozen
class Ran:
    """How one run ended, and what it printed."""

    code: int
    out: str
    err: str


@attrs.frozen
class Line:
    """The command line in a folder of its own."""

    folder: Path
    plugins: Plugins = attrs.field(factory=desks.plugins)

    def __call__(self, *words: str, answer: str = "", **environment: str) -> Ran:
        """Runs a command; ``answer`` is what is typed when it asks."""
        runner = CliRunner(env=ENVIRONMENT | environment)
        done = runner.invoke(program(self.plugins), list(words), input=answer)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return Ran(done.exit_code, done.stdout, done.stderr)

    def good(self, *words: str) -> str:
        """Runs a command that must do well; gives what it prints."""
        done = self(*words)
        assert done.code == 0, (words, done)
        return done.out

    def json(self, *words: str) -> Any:
        """Runs a command with ``--json``; gives the document, which must be all that it prints."""
        done = self(*words, "--json")
        assert (done.code, done.err) == (0, ""), (words, done)
        return json.loads(done.out)


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Line]:
    """The command line in an empty folder."""
    monkeypatch.chdir(tmp_path)
    yield Line(tmp_path)


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a desk with an office, two organizations, a person, a group with a seat filled, and a meeting."""
    folder = tmp_path_factory.mktemp("furnished")
    file = folder / "desk.db"
    line = Line(folder)

    def good(*words: str) -> None:
        line.good("--desk", str(file), *words)

    good("init", "uk=Секретаріат", "en=Secretariat", "--region", "kherson")
    good("organizations", "add", "uk=Громадська організація", "en=NGO", "--kind", "ngo", "--tlp", "CLEAR")
    good("organizations", "add", "uk=ДСНС", "en=Emergency Service", "--kind", "emergency_service")
    good("people", "add", "uk=Голова комісії", "--language", "uk")
    good(
        *("groups", "add", "uk=Робоча група", "en=Working group"),
        *("--area", "Херсонська", "--since", "2026-09", "--template", "wgpsr"),
    )
    good("groups", "join", "робоча", "громадська", "--seat", "ngo", "--since", "2026-09")
    good(
        *("meetings", "plan", "uk=Перше засідання", "en=First session", "--group", "робоча", "--tlp", "CLEAR"),
        *("--when", "2026-12-01 10:00", "--for", "90m", "--locality", "Херсонська", "--place", "зала 2"),
    )
    return file


@pytest.fixture
def desk(line: Line, furnished: Path) -> Line:
    """The command line at a copy of that desk."""
    shutil.copy2(furnished, line.folder / "desk.db")
    return line
