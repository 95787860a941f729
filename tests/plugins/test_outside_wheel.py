"""A plugin that is not ours: built as a wheel, typed against the installed coordkit, installed, found, used, uninstalled, gone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.plugins.workshop import Workshop

FILES = {
    "pyproject.toml": """
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "coordkit-lighthouse"
version = "0.1.0"
dependencies = ["coordkit>=0.1,<0.2"]

[project.entry-points.coordkit]
lighthouse = "coordkit_lighthouse.plugin"

[tool.hatch.build.targets.wheel]
packages = ["src/coordkit_lighthouse"]
""",
    "src/coordkit_lighthouse/py.typed": "",
    "src/coordkit_lighthouse/__init__.py": '"""A region and a format of somebody else\'s."""\n',
    "src/coordkit_lighthouse/plugin.py": '''
"""The region ``lighthouse`` and the format ``lines``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, BinaryIO

from coordkit import Area, AreaName, ExportError, Gazetteer, Meeting, Record, Release, Source, Text, hookimpl
from coordkit.ports import Check, Exporter, Finding, Region, Report, Subject

RULES = (Source(url="https://example.org/rules"),)
ROCK = Area(code="LH", level=1, type="rock", names=(AreaName(name=Text.of(en="The Rock")),))


class Lines:
    """A JSON array of cells a line."""

    name, suffix = "lines", ".lines"

    def write(
        self, release: Release, subject: Subject, out: BinaryIO, *, languages: Sequence[str], options: Mapping[str, Any]
    ) -> Report:
        if options:
            raise ExportError(f"no option is called {', '.join(sorted(options))}; there are none", where="lines")
        written = 0
        for cells in subject.rows(release, languages):
            out.write(json.dumps(cells, ensure_ascii=False).encode() + b"\\n")
            written += 1
        return Report(written=written, label=release.label(subject))


def by_boat(record: Record, on: date) -> Iterator[Finding]:
    if isinstance(record, Meeting) and record.venue is not None and record.venue.locality == "LH":
        yield Finding(check="lighthouse.boat", message=Text.of(en="Order a boat."), blocks=False, sources=RULES)


@hookimpl
def coordkit_exporters() -> Sequence[Exporter]:
    return [Lines()]


@hookimpl
def coordkit_regions() -> Sequence[Region]:
    boat = Check(name="lighthouse.boat", run=by_boat, sources=RULES)
    names, areas = Text.of(en="The Lighthouse"), Gazetteer([ROCK])
    return [Region(code="lighthouse", names=names, zone="Europe/Kyiv", languages=("en",), gazetteer=areas, checks=(boat,))]
''',
    "test_lighthouse.py": '''
"""What the author tests: the two contracts, inherited."""

import pytest

from coordkit import Plugins
from coordkit.ports import Exporter
from coordkit.testing import ExporterContract, RegionContract


class TestLighthouse(RegionContract):
    code = "lighthouse"


class TestLines(ExporterContract):
    @pytest.fixture
    def exporter(self) -> Exporter:
        return Plugins.discover().exporter("lines")
''',
    "wrong.py": '''
"""What the types must not let pass."""

from coordkit import Meeting, MeetingId, Text
from coordkit.ports import Region
from coordkit_lighthouse.plugin import Lines

Meeting(id=MeetingId(int=1), title="no Text")
Region(code="nameless")
Text.of(en="x").best(1)
Lines().suffix + 1
''',
}

USE = """
import coordkit
from datetime import datetime, timedelta
from coordkit import Audience, Meeting, MeetingId, Plugins, Slot, Text, Tlp, Venue
from coordkit.secretariat import exchange, meetings

plugins = Plugins.discover()
with coordkit.open("desk.db", region="lighthouse", actor="author") as desk:
    slot = Slot(datetime(2026, 9, 15, 10), timedelta(hours=1), "Europe/Kyiv")
    draft = Meeting(id=MeetingId(int=1), title=Text.of(en="On the rock"), tlp=Tlp.CLEAR, venue=Venue(locality="LH"))
    planned = meetings.plan(desk, draft.scheduled(slot))
    report = exchange.export(desk, "meetings", "meetings.lines", audience=Audience.public())
answer = {
    "from": coordkit.__file__,
    "listed": [
        [each.name, each.distribution, each.version, each.gives]
        for each in plugins.listing()
        if each.distribution != "coordkit"
    ],
    "broken": [str(each) for each in plugins.broken],
    "findings": [finding.check for finding in planned.findings],
    "written": report.written,
}
"""

AFTERWARDS = """
import coordkit, warnings
from coordkit import Meeting, MeetingId, PluginError, Plugins

plugins = Plugins.discover()
with warnings.catch_warnings(record=True) as told:
    warnings.simplefilter("always")
    desk = coordkit.open("desk.db", actor="author")
    kept = desk.get(Meeting, MeetingId(int=1))
    desk.close()
try:
    plugins.exporter("lines")
except PluginError as error:
    refused = error.message
answer = {
    "listed": [each.name for each in plugins.listing()],
    "told": [str(each.message).splitlines()[0] for each in told],
    "locality": kept.venue.locality,
    "refused": refused,
}
"""


LISTED = """
from coordkit import Plugins
answer = [each.name for each in Plugins.discover().listing()]
"""


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop.fitted(tmp_path_factory.mktemp("workshop"))


@pytest.fixture(scope="module")
def source(workshop: Workshop) -> Path:
    """The author's folder."""
    folder = workshop.folder / "lighthouse"
    for name, text in FILES.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.lstrip("\n"), encoding="utf-8")
    return folder


pytestmark = pytest.mark.skipif(os.name != "posix", reason="the workshop is fitted with symbolic links")


def test_a_strangers_wheel_is_installed_found_used_uninstalled_and_gone(workshop: Workshop, source: Path) -> None:
    assert workshop.ask(LISTED) == ["csv", "folder", "ics", "json", "memory", "sqlite"], "nothing but the builtins is there"
    workshop.install(workshop.wheel_of(source))
    used = workshop.ask(USE)
    assert Path(used.pop("from")).is_relative_to(workshop.site), "the workshop works with the installed coordkit"
    assert used == {
        "listed": [["lighthouse", "coordkit-lighthouse", "0.1.0", ["exporter lines", "region lighthouse"]]],
        "broken": [],
        "findings": ["lighthouse.boat"],
        "written": 1,
    }
    assert "On the rock" in (workshop.folder / "meetings.lines").read_text(encoding="utf-8")
    assert "lighthouse" in listed_by_the_command(workshop)

    tested = workshop.test(source / "test_lighthouse.py")
    assert tested.returncode == 0, tested.stdout
    assert "skipped" not in tested.stdout

    workshop.uninstall("coordkit-lighthouse")
    left = workshop.ask(AFTERWARDS)
    assert "lighthouse" not in left["listed"]
    assert left["refused"].startswith("no exporter is called 'lines'")
    assert left["locality"] == "LH", "what was kept while the plugin was there stays readable"
    assert any("region 'lighthouse' is missing" in words for words in left["told"])
    assert "lighthouse" not in listed_by_the_command(workshop)
    assert list(workshop.site.glob("*lighthouse*")) == []


def listed_by_the_command(workshop: Workshop) -> str:
    return workshop.say("coordkit", "plugins")


def test_a_strangers_plugin_is_typed_against_the_installed_coordkit(workshop: Workshop, source: Path) -> None:
    plugin = source / "src" / "coordkit_lighthouse" / "plugin.py"
    found = workshop.mypy(plugin, source / "test_lighthouse.py", source / "wrong.py")
    wrong = [line for line in found if "error:" in line]
    codes = [(Path(line.split(":")[0]).name, line.split(":")[1], line.rpartition("[")[2].rstrip("]")) for line in wrong]
    assert codes == [
        ("wrong.py", "7", "arg-type"),
        ("wrong.py", "8", "call-arg"),
        ("wrong.py", "9", "arg-type"),
        ("wrong.py", "10", "operator"),
    ], "\n".join(found)
