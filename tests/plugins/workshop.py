"""A machine of somebody else's: a fresh environment in which coordkit is installed from its wheel, and a plugin that is not ours.

No network: what coordkit depends on is linked from the environment in which the tests run, and nothing else is to be seen there.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import subprocess
import sys
import textwrap
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
from packaging.requirements import Requirement

from tests.house.repository import ROOT, recipe

_TIMEOUT = 300


@attrs.frozen
class Workshop:
    """A folder with an environment in ``env``; commands run in ``folder``."""

    folder: Path

    @classmethod
    def fitted(cls, folder: Path) -> Workshop:
        """A workshop in which ``coordkit[cli,testing]`` is installed, and no plugin."""
        workshop = cls(folder)
        venv.create(folder / "env", with_pip=False, symlinks=os.name == "posix")
        project = recipe(ROOT)["project"]
        extras = project.get("optional-dependencies", {})
        for name in _needed([*project["dependencies"], *extras.get("cli", []), *extras["testing"]]):
            workshop._link(importlib.metadata.distribution(name))
        workshop.install(workshop.wheel_of(ROOT))
        return workshop

    @property
    def python(self) -> Path:
        """The environment's Python."""
        return self._scripts / ("python.exe" if os.name == "nt" else "python")

    @property
    def _scripts(self) -> Path:
        return self.folder / "env" / ("Scripts" if os.name == "nt" else "bin")

    @property
    def site(self) -> Path:
        """The environment's site-packages."""
        (found,) = (self.folder / "env").glob("Lib/site-packages" if os.name == "nt" else "lib/python*/site-packages")
        return found

    def wheel_of(self, source: Path) -> Path:
        """Builds a folder as its author would; gives the wheel."""
        into = self.folder / "wheels" / source.name
        self._run(sys.executable, "-m", "pip", "wheel", *_OFFLINE, "--no-build-isolation", "--wheel-dir", into, source)
        (wheel,) = into.glob("*.whl")
        return wheel

    def install(self, wheel: Path) -> None:
        """Installs a wheel with pip."""
        self._pip("install", *_OFFLINE, wheel)

    def uninstall(self, name: str) -> None:
        """Uninstalls a distribution with pip."""
        self._pip("uninstall", "--yes", name)

    def ask(self, program: str) -> Any:
        """What a program puts into ``answer``, run by the environment's Python."""
        return json.loads(self._run(self.python, "-c", f"{textwrap.dedent(program)}\nimport json\nprint(json.dumps(answer))"))

    def say(self, command: str, *arguments: str) -> str:
        """What an installed command prints."""
        return self._run(self._scripts / command, *arguments)

    def test(self, file: Path) -> subprocess.CompletedProcess[str]:
        """Runs pytest of the environment on a file."""
        return self._done(self.python, "-m", "pytest", "-q", "-p", "no:cacheprovider", file)

    def mypy(self, *files: Path) -> list[str]:
        """What ``mypy --strict`` says of files, knowing what the environment knows; one line each."""
        options = ("--strict", "--no-error-summary", "--config-file=", "--cache-dir", self.folder / "mypy")
        done = self._done(sys.executable, "-m", "mypy", *options, "--python-executable", self.python, *files)
        assert done.returncode in (0, 1), done.stdout + done.stderr
        return done.stdout.splitlines()

    def _pip(self, *arguments: str | Path) -> None:
        self._run(sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", self.python, *arguments)

    def _link(self, distribution: importlib.metadata.Distribution) -> None:
        """Shows an installed distribution to the environment: its packages, modules and metadata."""
        for top in {file.parts[0] for file in distribution.files or ()} - {"..", "__pycache__"}:
            (self.site / top).symlink_to(str(distribution.locate_file(top)))

    def _run(self, *command: str | Path) -> str:
        done = self._done(*command)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def _done(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        left = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST_", "PIP_", "COORDKIT"))}
        environment = {**left, "PYTHONIOENCODING": "utf-8", "COLUMNS": "200"}
        return subprocess.run(
            list(map(str, command)), cwd=self.folder, env=environment, capture_output=True, text=True, timeout=_TIMEOUT
        )


_OFFLINE = ("--no-index", "--no-deps", "--quiet")


def _needed(requirements: list[str]) -> Iterator[str]:
    """The names of the installed distributions that requirements ask for, and of those that these ask for, each once."""
    seen: set[str] = set()
    waiting = [Requirement(line) for line in requirements]
    while waiting:
        asked = waiting.pop()
        if asked.name.lower() in seen or not (asked.marker is None or asked.marker.evaluate({"extra": ""})):
            continue
        seen.add(asked.name.lower())
        yield asked.name
        waiting += map(Requirement, importlib.metadata.requires(asked.name) or ())
