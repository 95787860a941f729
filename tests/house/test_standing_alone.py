"""The repository needs nothing beside it, pins every release it uses, and names no place to download from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.repository import ROOT, distributions, recipe, tracked_files

# Put together here, so that this file does not name what it forbids.
_SLASH = "/"
FORBIDDEN = {
    "a folder beside the repository": re.compile(re.escape(".." + _SLASH + "shared")),
    "a folder of one machine": re.compile(rf"(?<![\w.]){_SLASH}(work|farm){_SLASH}"),
    "a tool of one machine": re.compile(r"\bfarm" + r"-[a-z]+"),
    "a recorded download": re.compile(r'"resolved": ' + r'*"http'),
    "a package index": re.compile(r"index" + r"-url|https?:" + rf"{_SLASH}{_SLASH}[^ \"]*{_SLASH}(simple|packages){_SLASH}"),
}
LOCK_FILES = {"package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml"}
LOCK_FILES |= {"poetry.lock", "uv.lock", "pdm.lock", "pylock.toml", "Pipfile.lock"}

TRACKED = tracked_files()
PIN = re.compile(r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)==(?P<version>[0-9][A-Za-z0-9.]*)")


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def complaints(text: str) -> list[str]:
    """What a text names that this repository may not, with its lines."""
    return [
        f"line {number}: {what}: {line.strip()[:100]}"
        for number, line in enumerate(text.splitlines(), 1)
        for what, pattern in FORBIDDEN.items()
        if pattern.search(line)
    ]


def normal(name: str) -> str:
    """A distribution's name as indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    wanted = [line for line in lines if line.strip() and not line.startswith("#")]
    matches = [PIN.fullmatch(line) for line in wanted]
    assert None not in matches, f"not a plain pin: {wanted[matches.index(None)]}"
    return {normal(match["name"]): match["version"] for match in matches if match}


def test_no_file_names_a_place_outside_the_repository() -> None:
    found = []
    for file in TRACKED:
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{short(file)}, {complaint}" for complaint in complaints(text)]
    assert not found, "\n".join(found)


def test_no_lock_file_is_kept() -> None:
    assert [short(file) for file in TRACKED if file.name in LOCK_FILES] == []


@pytest.mark.parametrize("name", ["constraints.txt", "Makefile", ".ci/run"])
def test_what_installs_names_packages_and_no_address(name: str) -> None:
    assert re.findall(r"\b(?:https?|git\+\w+|file):\S*", (ROOT / name).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("home", distributions(), ids=short)
def test_a_distribution_names_its_dependencies_by_release_and_not_by_address(home: Path) -> None:
    named = requirements(home)
    assert [line for line in named if "@" in line or "//" in line] == []


def requirements(home: Path) -> list[str]:
    read = recipe(home)
    project = read["project"]
    lists = [read["build-system"]["requires"], project.get("dependencies", [])]
    lists += [*project.get("optional-dependencies", {}).values(), *read.get("dependency-groups", {}).values()]
    return [line for each in lists for line in each]


@pytest.mark.parametrize("home", distributions(), ids=short)
def test_every_dependency_has_a_pinned_release(home: Path) -> None:
    ours = {normal(recipe(each)["project"]["name"]) for each in distributions()}
    names = {normal(re.split(r"[\s<>=!~;\[]", line)[0]) for line in requirements(home)}
    assert names - ours - pins().keys() == set()


def test_nothing_lies_at_the_top_that_has_no_place_there() -> None:
    allowed = {"src", "plugins", "examples", "docs", "tests", "benchmarks", ".ci", ".gitignore"}
    allowed |= {"pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", "Makefile", "constraints.txt"}
    assert {file.relative_to(ROOT).parts[0] for file in TRACKED} <= allowed


@pytest.mark.parametrize(
    "planted",
    [
        "see ../" + "shared/facts",
        "open('/" + "work/main/x')",
        "run farm" + "-check first",
        '  "resolved": ' + '"https://example.org/x.tgz"',
        "--index" + "-url https://example.org/",
        "https://example.org" + "/simple/attrs/",
    ],
)
def test_a_planted_name_of_an_outside_place_is_reported(planted: str) -> None:
    assert len(complaints(f"fine\n{planted}\n")) == 1


def test_ordinary_words_and_addresses_pass() -> None:
    assert complaints("shared work, framework/, ../docs/ and https://example.org/2025/") == []
