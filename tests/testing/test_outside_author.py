"""What an author elsewhere sees: a broken promise with the values that broke it, and the page on plugins as it is written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import pages
from tests.house.repository import ROOT

BROKEN = {
    "region": """
from types import SimpleNamespace

import coordkit
from coordkit.ports import Region, Term
from coordkit.testing import RegionContract

police = Term(code="police", label=coordkit.Text.of(en="Police"))
region = Region(code="island", names=coordkit.Text.of(en="The Island"), kinds=(police, police))
plugin = SimpleNamespace(coordkit_regions=coordkit.hookimpl(lambda: [region]))


class TestIsland(RegionContract):
    code = "island"
    modules = (plugin,)
""",
    "channel": """
from contextlib import contextmanager

import pytest
from coordkit.testing import NotifierContract


class Pager:
    name = "Pager"

    @contextmanager
    def session(self):
        yield self

    def deliver(self, message):
        pass


class TestPager(NotifierContract):
    can_fail = False

    @pytest.fixture
    def notifier(self):
        return Pager()

    def arrived(self, notifier):
        return []
""",
    "format": """
import pytest
from coordkit import SUBJECTS
from coordkit.ports import Report
from coordkit.testing import ExporterContract


class Nothing:
    name, suffix = "nothing", ".nothing"

    def write(self, release, subject, out, *, languages, options):
        return Report(written=0, label=release.label(subject))


class TestNothing(ExporterContract):
    subjects = ("organizations",)

    @pytest.fixture
    def exporter(self):
        return Nothing()
""",
    "store": """
from coordkit import Plugins
from coordkit.testing import StoreContract


class TestForgetful(StoreContract):
    many_processes = False

    def open_store(self, path):
        return Plugins.discover().store("memory").open("")
""",
}
SEEN = {
    "region": ("no_code_stands_twice_in_a_vocabulary", "assert ['police'] == []"),
    "channel": ("what_is_delivered_arrives", "assert [] == [1]"),
    "format": ("the_report_counts_what_was_written", "assert (0 + 0) == 1"),
    "store": ("a_desk_opened_again_is_the_same", "Right contains one more item: Document(kind='note'"),
}
"""For each the promise that it breaks, and the words that pytest has for it where it shows values."""


def run(folder: Path, text: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Runs pytest on a file in an empty folder of its own, with no configuration of ours."""
    file = folder / "test_plugin.py"
    file.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", "/dev/null", *options, str(file)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)


def told(folder: Path, contract: str, *options: str) -> str:
    """What pytest says of a contract that is broken."""
    done = run(folder, BROKEN[contract], "-k", SEEN[contract][0], *options)
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("contract", BROKEN)
def test_a_broken_promise_shows_the_values_that_broke_it(contract: str, tmp_path: Path) -> None:
    assert SEEN[contract][1] in told(tmp_path, contract)


@pytest.mark.parametrize("contract", BROKEN)
def test_without_rewriting_the_same_promise_shows_no_values(contract: str, tmp_path: Path) -> None:
    shown = told(tmp_path, contract, "--assert=plain")
    assert "AssertionError" in shown
    assert SEEN[contract][1] not in shown


def test_the_tests_that_the_page_on_plugins_shows_pass_as_they_stand(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")
    done = run(tmp_path, "\n".join(block.text for block in pages.blocks(page) if block.language == "python"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "skipped" not in done.stdout
    for contract in ("StoreContract", "ExporterContract", "NotifierContract", "RegionContract"):
        assert f"({contract}):" in page
