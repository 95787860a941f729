"""The arrows of the house run one way, modules stay small, and nothing is global. Each rule has planted violations."""

from __future__ import annotations

import pytest

from tests.house import front_page
from tests.house.arrows import PUBLIC, PUBLIC_MODULES, ROOMS, imports, made_at_import, strays
from tests.house.repository import ROOT, distributions, modules, packages, recipe

LONGEST_MODULE = 350


def public_names() -> frozenset[str]:
    """`coordkit.__all__`, read without importing anything."""
    return frozenset(front_page.announced(front_page.source()))


def strangers() -> dict[str, tuple[str, ...]]:
    """A row for each package under plugins/: the public names, and what its pyproject.toml says it depends on, extras too."""
    rows = {}
    for home in distributions()[1:]:
        project = recipe(home)["project"]
        wanted = [
            *project.get("dependencies", []),
            *(need for extra in project.get("optional-dependencies", {}).values() for need in extra),
        ]
        needs = [need.replace("-", "_") for need in map(name_of, wanted) if need != "coordkit"]
        rows[project["name"].replace("-", "_")] = (PUBLIC, *PUBLIC_MODULES, *needs)
    return rows


def name_of(requirement: str) -> str:
    """The name in a requirement such as `attrs>=25.4`."""
    return requirement.split(";")[0].split("[")[0].strip("<>=!~ ,.0123456789")


SHIPPED = {name: file for package in packages().values() for name, file in modules(package).items()}
EVERY_MODULE = sorted(SHIPPED)


@pytest.mark.parametrize("module", EVERY_MODULE)
def test_a_module_imports_only_what_its_room_may(module: str) -> None:
    file = SHIPPED[module]
    found = strays(
        file.read_text(encoding="utf-8"),
        module,
        is_package=file.name == "__init__.py",
        public=public_names(),
        strangers=strangers(),
    )
    assert not found, "\n".join(found)


@pytest.mark.parametrize("module", EVERY_MODULE)
def test_a_module_is_short_enough_to_hold_one_idea(module: str) -> None:
    lines = SHIPPED[module].read_text(encoding="utf-8").count("\n")
    assert lines <= LONGEST_MODULE, f"{SHIPPED[module].relative_to(ROOT)} has {lines} lines: which of its ideas moves out?"


@pytest.mark.parametrize("module", EVERY_MODULE)
def test_importing_a_module_makes_nothing_global(module: str) -> None:
    assert made_at_import(SHIPPED[module].read_text(encoding="utf-8")) == []


def test_every_distribution_ships_the_package_of_its_name() -> None:
    names = {recipe(home)["project"]["name"].replace("-", "_") for home in distributions()}
    assert set(packages()) == names


PLANTED = [
    ("coordkit.domain.meetings", "import cattrs"),
    ("coordkit.domain.meetings", "from coordkit.codec import documents"),
    ("coordkit.domain.meetings", "from coordkit import Meeting"),
    ("coordkit.domain.meetings", "from ..calendar import zones"),
    ("coordkit.domain.meetings", "import pluggy as p"),
    ("coordkit.domain.meetings", "def late():\n    import icalendar"),
    ("coordkit.domain.meetings", "if TYPE_CHECKING:\n    from coordkit.ports import Store"),
    ("coordkit.domain.meetings", "importlib.import_module('cattrs')"),
    ("coordkit.domain.meetings", "__import__('icalendar')"),
    ("coordkit.codec.records", "import icalendar"),
    ("coordkit.codec.records", "from coordkit.calendar.zones import vtimezone"),
    ("coordkit.codec.records", "from coordkit.ports import Store"),
    ("coordkit.calendar.zones", "from cattrs.preconf import json"),
    ("coordkit.letters.composing", "from coordkit.secretariat.wording import Wording"),
    ("coordkit.calendar.zones", "from coordkit.codec.documents import Document"),
    ("coordkit.ports", "from coordkit.codec.records import Codec"),
    ("coordkit.ports", "from coordkit import codec"),
    ("coordkit.ports", "import pluggy"),
    ("coordkit.hookspecs", "from coordkit.plugins import Plugins"),
    ("coordkit.hookspecs", "import cattrs"),
    ("coordkit.regions", "import pluggy"),
    ("coordkit.discovery", "import pluggy"),
    ("coordkit.plugins", "from coordkit.secretariat import meetings"),
    ("coordkit.secretariat.meetings", "import pluggy"),
    ("coordkit.secretariat.meetings", "import cattrs"),
    ("coordkit.secretariat.meetings", "from coordkit.cli import main"),
    ("coordkit.secretariat.meetings", "from coordkit.builtin.memory import MemoryStore"),
    ("coordkit.cli.main", "import icalendar"),
    ("coordkit.__main__", "from coordkit.secretariat.desk import open"),
    ("coordkit.builtin.memory", "from coordkit.codec.documents import Document"),
    ("coordkit.builtin.memory", "from coordkit import _hidden"),
    ("coordkit.builtin.memory", "from coordkit import codec"),
    ("coordkit.builtin.ics", "import icalendar"),
    ("coordkit.testing.stores", "from coordkit.builtin.memory import MemoryStore"),
    ("coordkit.testing.stores", "import hypothesis"),
    ("coordkit_kherson.plugin", "from coordkit.domain.gazetteer import Area"),
    ("coordkit_kherson.plugin", "import coordkit.secretariat"),
    ("coordkit_kherson.plugin", "from coordkit_poltava.plugin import region"),
    ("coordkit_ukraine.plugin", "import stdnum"),
    ("coordkit.attic", "import json"),
]

ALLOWED = [
    (
        "coordkit.domain.meetings",
        "import attrs, datetime, zoneinfo\nfrom .text import Text\nfrom coordkit.domain import dates",
    ),
    ("coordkit.codec.records", "import cattrs\nfrom coordkit.domain.text import Text"),
    ("coordkit.calendar.zones", "import icalendar\nfrom coordkit import domain"),
    ("coordkit.ports", "from coordkit.codec.documents import Document\nfrom coordkit.codec import documents"),
    ("coordkit.secretariat.meetings", "from coordkit.codec import records\nfrom . import registry"),
    (
        "coordkit.builtin.memory",
        "import coordkit, sqlite3\nfrom coordkit import Meeting, ports\nfrom coordkit.ports import Store",
    ),
    ("coordkit_kherson.plugin", "from coordkit_ukraine.plugin import UKRAINE\nfrom coordkit.hookspecs import hookimpl"),
    ("coordkit", "from coordkit.codec.records import Codec"),
]


@pytest.mark.parametrize(("module", "source"), PLANTED)
def test_a_planted_import_against_the_arrows_is_reported(module: str, source: str) -> None:
    found = strays(source, module, public={"Meeting"}, strangers=strangers())
    assert len(found) == 1
    assert found[0].startswith(module)


@pytest.mark.parametrize(("module", "source"), ALLOWED)
def test_an_import_along_the_arrows_passes(module: str, source: str) -> None:
    assert strays(source, module, public={"Meeting"}, strangers=strangers(), is_package=module == "coordkit") == []


@pytest.mark.parametrize("room", [room for room in ROOMS if room != "coordkit"])
def test_every_room_has_a_planted_violation(room: str) -> None:
    assert any(module == room or module.startswith(room + ".") for module, _ in PLANTED)


def test_relative_imports_are_read_from_the_package_they_stand_in() -> None:
    (inside,) = imports("from . import text", "coordkit.domain", is_package=True)
    (beside,) = imports("from . import text", "coordkit.domain.dates", is_package=False)
    (above,) = imports("from ..codec.rows import row", "coordkit.domain.dates", is_package=False)
    assert [str(inside), str(beside), str(above)] == [
        "coordkit.domain.text",
        "coordkit.domain.text",
        "coordkit.codec.rows.row",
    ]


@pytest.mark.parametrize(
    "source",
    [
        "db = sqlite3.connect('desk.db')",
        "manager: PluginManager = pluggy.PluginManager('coordkit')",
        "try:\n    c = make_converter()\nexcept OSError:\n    pass",
        "class Desk:\n    started = datetime.now()",
        "def save(at=datetime.now()):\n    return at",
        "IDS = [uuid4() for _ in range(3)]",
    ],
)
def test_a_planted_global_is_reported(source: str) -> None:
    assert len(made_at_import(source)) == 1


def test_what_a_function_makes_when_it_is_called_is_no_global() -> None:
    source = "def open(path):\n    return sqlite3.connect(path)\nclock = lambda: now(UTC)\nhook = HookimplMarker('x')"
    assert made_at_import(source) == []
