"""Whoever builds a distribution gets the same wheel, byte for byte, whenever and wherever it is built."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.house.repository import ROOT, distributions, tracked_files

_NEW_YEAR_2001 = 978_307_200


def copied(home: Path, folder: Path, *, umask: int, touched: int | None = None) -> Path:
    """A copy of a distribution's source, made under a umask; ``touched`` is the time of all its files (seconds; None: now)."""
    others = [other for other in distributions() if other != home and other.is_relative_to(home)]
    before = os.umask(umask)
    try:
        for file in tracked_files():
            if file.is_relative_to(home) and not any(file.is_relative_to(other) for other in others):
                copy = folder / file.relative_to(home)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, copy)
                if touched is not None:
                    os.utime(copy, (touched, touched))
    finally:
        os.umask(before)
    return folder


def built(source: Path, **environment: str) -> Path:
    """The wheel that hatchling builds of a folder."""
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(source / "built")]
    inherited = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    done = subprocess.run(build, cwd=source, env={**inherited, **environment}, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    (wheel,) = (source / "built").glob("*.whl")
    return wheel


def digest(wheel: Path) -> str:
    return hashlib.sha256(wheel.read_bytes()).hexdigest()


def entries(wheel: Path) -> Mapping[str, tuple[tuple[int, ...], int, bytes]]:
    """What tells two wheels apart, by file: time, mode, and the file itself."""
    with zipfile.ZipFile(wheel) as opened:
        return {
            entry.filename: (entry.date_time, entry.external_attr >> 16, opened.read(entry.filename)) for entry in opened.infolist()
        }


@pytest.mark.skipif(os.name != "posix", reason="elsewhere there is no umask")
@pytest.mark.parametrize("home", distributions(), ids=lambda home: home.name if home != ROOT else "coordkit")
def test_two_builds_of_a_distribution_are_one_wheel(home: Path, tmp_path: Path) -> None:
    here = copied(home, tmp_path / "here", umask=0o022)
    there = copied(home, tmp_path / "another place" / "with a longer name", umask=0o077, touched=_NEW_YEAR_2001)
    first = built(here, PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C")
    second = built(there, PYTHONHASHSEED="2", TZ="Asia/Tokyo", LC_ALL="C.UTF-8")
    assert first.name == second.name
    assert entries(first) == entries(second)
    assert digest(first) == digest(second)
    assert {mode & 0o777 for _, mode, _ in entries(second).values()} == {0o644}, "readable by all, whatever the umask was"


@pytest.mark.skipif(os.name != "posix", reason="elsewhere there is no umask")
def test_a_build_that_keeps_times_would_be_seen(tmp_path: Path) -> None:
    home = distributions()[1]
    for name, umask, touched in (("here", 0o022, None), ("there", 0o077, _NEW_YEAR_2001)):
        recipe = copied(home, tmp_path / name, umask=umask, touched=touched) / "pyproject.toml"
        text = recipe.read_text(encoding="utf-8")
        assert "[tool.hatch.build]\n" in text
        recipe.write_text(text.replace("[tool.hatch.build]\n", "[tool.hatch.build]\nreproducible = false\n"), encoding="utf-8")
    first, second = built(tmp_path / "here"), built(tmp_path / "there")
    assert entries(first) != entries(second)
    assert digest(first) != digest(second)
