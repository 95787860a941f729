"""Every calendar that the examples write is read alike by four parsers that are not ours."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.interop.engines import agreement_of_files

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.fixture(scope="module")
def calendars(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    out = tmp_path_factory.mktemp("out")
    for name in ("kherson_public_safety.py", "poltava_coalition_1325.py", "write_a_plugin.py"):
        subprocess.run([sys.executable, str(EXAMPLES / name), "--out", str(out)], check=True, capture_output=True, cwd=out)
    return tuple(sorted(out.rglob("*.ics")))


def test_the_examples_write_at_least_four_calendars(calendars: tuple[Path, ...]) -> None:
    assert len(calendars) >= 4


def test_four_parsers_read_every_calendar_of_the_examples_alike(calendars: tuple[Path, ...]) -> None:
    found = agreement_of_files(calendars)
    assert set(found) == set(calendars)
    assert {path.name: problems for path, problems in found.items() if problems} == {}
