"""A desk makes every Release at one place, so that none goes without the regions' rules and the guard of territory."""

from __future__ import annotations

import ast

from tests.house.repository import modules, packages

DOOR = "coordkit.secretariat.guarding"
# The contracts of plugins give records that belong to no desk; there is no table to go by.
WITHOUT_A_DESK = "coordkit.testing.releases"


def makes_releases(source: str) -> bool:
    """Whether a module calls ``Release`` itself, under whichever module's name."""
    calls = (node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return any(getattr(made, "id", getattr(made, "attr", None)) == "Release" for made in calls)


def test_only_one_module_of_a_desk_makes_releases() -> None:
    every = {name: file for package in packages().values() for name, file in modules(package).items()}
    makers = {name for name, file in every.items() if makes_releases(file.read_text(encoding="utf-8"))}
    assert makers == {DOOR, WITHOUT_A_DESK}


def test_a_second_door_would_be_seen() -> None:
    assert makes_releases("with snapshot as unit:\n    yield Release(unit, audience, on)\n")
    assert makes_releases("made = sharing.Release(unit, audience, on)\n")
    assert not makes_releases("def release() -> Release:\n    return release_for(desk, unit)\n")
