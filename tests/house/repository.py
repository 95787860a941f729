"""Where things stand in this repository, for the tests of the house."""

from __future__ import annotations

import subprocess
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
CORE = ROOT / "src" / "coordkit"

_LEFT_BY_TOOLS = {".git", ".venv", "node_modules", "__pycache__", "out", "dist", ".hypothesis"}
_LEFT_BY_TOOLS |= {".mypy_cache", ".pytest_cache", ".ruff_cache"}


def tracked_files() -> list[Path]:
    """Every file of the source, as absolute paths: what git tracks or would track; without git, all files."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    except (OSError, subprocess.CalledProcessError):
        everything = (path for path in ROOT.rglob("*") if not _LEFT_BY_TOOLS & set(path.relative_to(ROOT).parts))
        return sorted(path for path in everything if path.is_file())
    return sorted(path for name in listed.split("\0") if name and (path := ROOT / name).is_file())


def distributions() -> list[Path]:
    """The folders that are a distribution of their own: the core first, then each plugin."""
    return [ROOT, *sorted(recipe.parent for recipe in ROOT.glob("plugins/*/pyproject.toml"))]


def recipe(distribution: Path) -> dict[str, Any]:
    """The pyproject.toml of a distribution."""
    return tomllib.loads((distribution / "pyproject.toml").read_text(encoding="utf-8"))


def packages() -> dict[str, Path]:
    """Import name to folder, of every package that a distribution of this repository ships."""
    return {folder.name: folder for home in distributions() for folder in sorted((home / "src").glob("coordkit*/"))}


def modules(package: Path) -> dict[str, Path]:
    """Dotted name to file, of every module below a package folder."""
    found = {}
    for file in sorted(package.rglob("*.py")):
        parts = file.relative_to(package.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return found
