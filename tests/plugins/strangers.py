"""Plugins to find: modules made on the spot, and whole distributions as pip would leave them on the path."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs

from coordkit import Plugins, hookimpl

NONE = {"COORDKIT_PLUGINS": "none"}
_SOURCE = Path(__file__).resolve().parents[2] / "src"


def plugin(name: str, **given: Any) -> ModuleType:
    """A plugin module. ``stores=[...]`` makes its hook ``coordkit_stores`` give that list; a function becomes the hook itself."""
    module = ModuleType(name)
    for hook, things in given.items():
        setattr(module, f"coordkit_{hook}", hookimpl(things if callable(things) else _giving(things)))
    return module


def _giving(things: Any) -> Callable[[], Any]:
    return lambda: things


def only(*modules: object) -> Plugins:
    """The builtins and these, whatever is installed."""
    return Plugins.discover(*modules, environ=NONE)


def complaints(plugins: Plugins) -> dict[str, str]:
    """Name and error of what was set aside, builtins apart."""
    return {each.name: each.error for each in plugins.broken if each.distribution != "coordkit"}


@attrs.frozen
class Site:
    """A folder on the path of a fresh Python, in which distributions are laid out by hand."""

    folder: Path

    def install(self, name: str, source: str, *, version: str = "1.0", points: Mapping[str, str] | None = None) -> None:
        """Lays out the distribution ``coordkit-<name>`` with the module ``coordkit_<name>`` and its entry point."""
        listed = {name: f"coordkit_{name}"} if points is None else points
        lines = ["[coordkit]", *(f"{point} = {target}" for point, target in listed.items())]
        (self.folder / f"coordkit_{name}.py").write_text(textwrap.dedent(source), encoding="utf-8")
        self.describe(name, "\n".join(lines) + "\n", version=version)

    def describe(self, name: str, entry_points: str, *, version: str = "1.0", group: str = "coordkit") -> None:
        """Lays out metadata only."""
        info = self.folder / f"{group}_{name}-{version}.dist-info"
        info.mkdir()
        metadata = f"Metadata-Version: 2.1\nName: {group}-{name}\nVersion: {version}\n"
        (info / "METADATA").write_text(metadata, encoding="utf-8")
        (info / "entry_points.txt").write_text(entry_points, encoding="utf-8")

    def ask(self, program: str, chosen: str | None = None) -> Any:
        """What a program puts into ``answer``, run by a fresh Python on this path, with ``COORDKIT_PLUGINS`` as chosen."""
        environ = {name: value for name, value in os.environ.items() if name != "COORDKIT_PLUGINS"}
        environ["PYTHONPATH"] = os.pathsep.join([str(self.folder), str(_SOURCE), environ.get("PYTHONPATH", "")])
        if chosen is not None:
            environ["COORDKIT_PLUGINS"] = chosen
        whole = f"from coordkit import Plugins, PluginError\n{textwrap.dedent(program)}\nimport json\nprint(json.dumps(answer))"
        done = subprocess.run([sys.executable, "-c", whole], env=environ, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)
