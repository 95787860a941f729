"""What is installed from a wheel is whole: modules, types, data, licence and entry points, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.repository import ROOT, distributions, recipe, tracked_files


@pytest.mark.parametrize("home", distributions(), ids=lambda home: home.name if home != ROOT else "coordkit")
def test_a_wheel_holds_its_package_with_types_data_and_licence(home: Path, tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    done = subprocess.run(build, cwd=home, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        held = set(opened.namelist())
        points = {name: opened.read(name).decode() for name in held if name.endswith(".dist-info/entry_points.txt")}

    package = recipe(home)["project"]["name"].replace("-", "_")
    source = home / "src" / package
    wanted = {str(file.relative_to(home / "src")) for file in tracked_files() if file.is_relative_to(source)}
    assert f"{package}/py.typed" in wanted
    assert {name for name in held if ".dist-info/" not in name} == wanted
    assert any(name.endswith("/licenses/LICENSE") for name in held)

    for name, target in recipe(home)["project"].get("entry-points", {}).get("coordkit", {}).items():
        assert any(f"{name} = {target}" in text for text in points.values())
        assert f"{target.replace('.', '/')}.py" in held, f"the entry point {name} names {target}, which is not in the wheel"
