"""What is written down is true: Python blocks run and print what the page says, commands exist, examples run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.house import pages
from tests.house.repository import ROOT, distributions

PAGES = sorted(
    {
        ROOT / "README.md",
        *(home / name for home in distributions() for name in ("README.md", "CHANGELOG.md")),
        *ROOT.glob("docs/**/*.md"),
    }
)
EXAMPLES = sorted(ROOT.glob("examples/*.py"))
PROMISED = ["kherson_public_safety.py", "poltava_coalition_1325.py", "write_a_plugin.py"]
# The two founding articles together: what an example leaves behind for the audience public.
AT_LEAST = {".ics": 4, ".csv": 4, ".json": 2}


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=short)
def test_the_python_blocks_of_a_page_run_and_print_what_it_shows(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    pages.run(page.read_text(encoding="utf-8"), short(page))


@pytest.mark.parametrize("page", PAGES, ids=short)
def test_the_commands_of_a_page_exist(page: Path) -> None:
    for line, command in pages.commands(page.read_text(encoding="utf-8")):
        where = f"{short(page)}, line {line}: {command}"
        if make := re.match(r"make\s+([\w-]+)", command):
            assert make[1] in pages.targets(ROOT / "Makefile"), where
        for script in re.findall(r"\b(?:examples|benchmarks)/\w+\.py\b", command):
            assert (ROOT / script).is_file(), where
        if install := re.match(r"pip install\s+(.*)", command):
            ours = {home.name for home in distributions()[1:]} | {"coordkit"}
            assert {re.sub(r"\[.*\]", "", word).strip("'\"") for word in install[1].split()} <= ours, where


def run_shell_blocks(markdown: str, name: str, folder: Path) -> None:
    """Run a page's shell blocks in one folder, but for those that set up; AssertionError where one fails or prints otherwise."""
    around = {name: value for name, value in os.environ.items() if not name.startswith("COORDKIT_")}
    around |= {"COORDKIT_ACTOR": "secretary", "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"}
    around["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), around.get("PATH", "")))
    for block, expected in pages.shell_programs(markdown):
        if block.text.startswith(("pip install", "make ")):
            continue
        done = subprocess.run(
            ["/bin/sh", "-e", "-c", block.text], cwd=folder, env=around, capture_output=True, encoding="utf-8", timeout=300
        )
        where = f"{name}, line {block.line}"
        assert (done.returncode, done.stderr) == (0, ""), f"{where}: exit {done.returncode}\n{done.stderr}"
        assert expected in (None, done.stdout), f"{where}: prints\n{done.stdout}\nbut the page shows\n{expected}"


@pytest.mark.parametrize("page", [ROOT / "README.md", ROOT / "docs" / "cli.md", ROOT / "docs" / "cli.uk.md"], ids=short)
def test_what_a_page_tells_to_type_is_true(page: Path, tmp_path: Path) -> None:
    run_shell_blocks(page.read_text(encoding="utf-8"), short(page), tmp_path)


@pytest.mark.parametrize("page", ["```sh\nfalse\necho\n```\n", "```sh\necho 1\n```\n```text\n2\n```\n", "```sh\nls nowhere\n```\n"])
def test_a_shell_block_that_is_not_true_is_reported(page: str, tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        run_shell_blocks(page, "page", tmp_path)


def test_the_first_program_of_the_readme_is_short_and_shows_its_output() -> None:
    program, output = next(pages.programs((ROOT / "README.md").read_text(encoding="utf-8")))
    assert len(program.text.splitlines()) <= 30
    assert output


def run_example(example: Path, folder: Path, hash_seed: str) -> tuple[str, dict[str, bytes]]:
    """Run a copy of an example in a folder of its own; give what it prints, and the files it writes by path."""
    copy = shutil.copytree(example.parent, folder / "examples", ignore=shutil.ignore_patterns("out", "__pycache__"))
    done = subprocess.run(
        [sys.executable, "-W", "error", copy / example.name, "--out", "out"],
        cwd=folder,
        env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr.decode() == ""
    out = folder / "out"
    return done.stdout.decode(), {str(file.relative_to(out)): file.read_bytes() for file in out.rglob("*") if file.is_file()}


@pytest.mark.parametrize("example", EXAMPLES, ids=short)
def test_an_example_runs_from_anywhere_and_says_the_same_each_time(example: Path, tmp_path: Path) -> None:
    first, again = tmp_path / "first", tmp_path / "again"
    report, files = run_example(example, first, "1")
    assert report.strip()
    assert run_example(example, again, "2") == (report, files)
    beside = {path.name for path in first.iterdir()}
    assert beside <= {"examples", "out"}, "an example writes where --out says, and nowhere else"


@pytest.mark.parametrize("name", PROMISED)
def test_the_promised_examples_are_there(name: str) -> None:
    assert ROOT / "examples" / name in EXAMPLES
    assert f"examples/{name}" in (ROOT / "Makefile").read_text(encoding="utf-8"), "make demo runs it"


def test_the_founding_articles_leave_calendars_tables_and_json_behind(tmp_path: Path) -> None:
    kinds = Counter[str]()
    for name in PROMISED[:2]:
        _, files = run_example(ROOT / "examples" / name, tmp_path / name, "0")
        kinds.update(Path(file).suffix for file in files)
    assert {suffix: number for suffix, number in AT_LEAST.items() if kinds[suffix] < number} == {}


def test_blocks_of_a_page_share_a_namespace_in_order() -> None:
    pages.run("```python\nx = 1\n```\n\nThen:\n\n```python\nprint(x)\n```\n\n```text\n1\n```\n", "page")


@pytest.mark.parametrize(
    "page",
    [
        "```python\nprint(1)\n```\n```text\n2\n```\n",
        "```python\nprint(1)\n```\nOutput that is not shown.\n",
        "```python\nassert False\n```\n",
        "1. Indented:\n\n   ```python\n   print(1)\n   ```\n",
    ],
)
def test_a_page_that_does_not_say_what_happens_is_reported(page: str) -> None:
    with pytest.raises(AssertionError):
        pages.run(page, "page")


def test_an_error_in_a_block_names_the_line_of_the_page() -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        pages.run("# Title\n\n```python\nx = 1\nx / 0\n```\n", "page.md")
    last = caught.traceback[-1]
    assert (Path(str(last.path)).name, last.lineno + 1) == ("page.md", 5)


def test_commands_are_read_from_console_and_shell_blocks() -> None:
    page = "```console\n$ make demo\nthe output\n```\n```sh\nmake test\n```\n```python\nmake = 1\n```\n"
    assert list(pages.commands(page)) == [(2, "make demo"), (6, "make test")]
