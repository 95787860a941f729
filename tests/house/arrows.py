"""Which room of the house may import what, and a checker that reads source text and never imports it.

`ROOMS` is the whole law. It is a list of what is allowed, so a library named in one row only (cattrs, icalendar) is
imported there and nowhere else, and a new room is refused until it has a row. The standard library is open to all.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

DOMAIN = "coordkit.domain"
CODEC = "coordkit.codec"
CALENDAR = "coordkit.calendar"
LETTERS = "coordkit.letters"
DOCUMENTS = "coordkit.codec.documents"
PORTS = "coordkit.ports"
HOOKSPECS = "coordkit.hookspecs"
REGIONS = "coordkit.regions"
DISCOVERY = "coordkit.discovery"
PLUGINS = "coordkit.plugins"
SECRETARIAT = "coordkit.secretariat"
BUILTIN = "coordkit.builtin"
TESTING = "coordkit.testing"
CLI = "coordkit.cli"

PUBLIC = "a name in coordkit.__all__"
PUBLIC_MODULES = (PORTS, HOOKSPECS, TESTING)

ROOMS: Mapping[str, tuple[str, ...]] = {
    DOMAIN: ("attrs",),
    CODEC: (DOMAIN, "attrs", "cattrs"),
    CALENDAR: (DOMAIN, "attrs", "icalendar"),
    LETTERS: (DOMAIN, CALENDAR, "attrs", "babel", "jinja2", "markupsafe"),
    PORTS: (DOMAIN, DOCUMENTS, "attrs"),
    HOOKSPECS: (PORTS, "pluggy"),
    # Two parts of what plugins.py does. The builtins are found like a stranger's plugin, but somebody has to know where.
    REGIONS: (DOMAIN, PORTS, "attrs"),
    DISCOVERY: (DOMAIN, BUILTIN, "attrs"),
    PLUGINS: (DOMAIN, LETTERS, PORTS, HOOKSPECS, REGIONS, DISCOVERY, "attrs", "pluggy"),
    SECRETARIAT: (DOMAIN, CODEC, CALENDAR, LETTERS, PORTS, HOOKSPECS, REGIONS, PLUGINS, "attrs"),
    CLI: (DOMAIN, CODEC, CALENDAR, PORTS, HOOKSPECS, REGIONS, PLUGINS, SECRETARIAT, PUBLIC, "attrs", "click", "rich"),
    "coordkit.__main__": (CLI,),
    BUILTIN: (PUBLIC, *PUBLIC_MODULES, "attrs"),
    TESTING: (PUBLIC, *PUBLIC_MODULES, "attrs", "pytest"),
    # The front page names every room and loads none of them before it is asked.
    "coordkit": ("coordkit",),
}


class Import(NamedTuple):
    """One import: in which line, from which module, and which name of it (None for the module itself)."""

    line: int
    module: str
    name: str | None

    def __str__(self) -> str:
        return self.module if self.name is None else f"{self.module}.{self.name}"


def imports(source: str, module: str, *, is_package: bool) -> Iterator[Import]:
    """Every import in a source text, relative ones made absolute; `import_module("...")` of a literal counts too."""
    package = module.split(".") if is_package else module.split(".")[:-1]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(node.lineno, alias.name, None)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            home = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                yield Import(node.lineno, home, alias.name)
        elif isinstance(node, ast.Call) and node.args and _called(node) in {"import_module", "__import__"}:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield Import(node.lineno, first.value, None)


def strays(
    source: str,
    module: str,
    *,
    is_package: bool = False,
    public: Collection[str] = (),
    strangers: Mapping[str, tuple[str, ...]] | None = None,
) -> list[str]:
    """What a module imports against the arrows, one sentence each; empty if nothing.

    `public` is `coordkit.__all__`; `strangers` adds a row for each package outside the core, a plugin's dependencies.
    """
    rooms = {**ROOMS, **(strangers or {})}
    room = _room_of(module, rooms)
    if room is None:
        return [f"{module}: no room of the house has this name; give it a row in ROOMS (tests/house/arrows.py)"]
    return [
        f"{module}, line {found.line}: imports {found}, which {room} may not"
        for found in imports(source, module, is_package=is_package)
        if not _may(found, room, rooms[room], public)
    ]


def _may(found: Import, room: str, allowed: tuple[str, ...], public: Collection[str]) -> bool:
    if found.module.split(".")[0] in sys.stdlib_module_names:
        return True
    if found.module == "coordkit" and PUBLIC in allowed:
        return found.name is None or found.name in public or f"coordkit.{found.name}" in allowed
    # The full name decides: `from coordkit import domain` names a module as much as `import coordkit.domain` does.
    return any(_below(str(found), home) for home in (room, *allowed))


def _room_of(module: str, rooms: Mapping[str, tuple[str, ...]]) -> str | None:
    if module == "coordkit":
        return module
    homes = [room for room in rooms if room != "coordkit" and _below(module, room)]
    return max(homes, key=len, default=None)


def _below(name: str, home: str) -> bool:
    return name == home or name.startswith(home + ".")


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


class Global(NamedTuple):
    """A call that runs when a module is imported and makes something that must belong to somebody."""

    line: int
    call: str


# What DESIGN forbids at module level: a plugin manager, a converter, a connection, a clock; and a random id.
BELONGS_TO_SOMEBODY = {
    "PluginManager",
    "Converter",
    "GenConverter",
    "make_converter",
    "connect",
    "now",
    "utcnow",
    "today",
    "time",
    "uuid4",
}


def made_at_import(source: str) -> list[Global]:
    """The forbidden calls that a module makes while it is imported: anywhere but in the body of a function."""
    return [
        Global(node.lineno, ast.unparse(node.func))
        for node in _runs_at_import(ast.parse(source))
        if isinstance(node, ast.Call) and _called(node) in BELONGS_TO_SOMEBODY
    ]


def _runs_at_import(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for field, value in ast.iter_fields(node):
        if field == "body" and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _runs_at_import(child)
