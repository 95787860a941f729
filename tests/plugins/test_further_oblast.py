"""A further oblast of Ukraine is a short plugin: the one in docs/write-a-region.md, as it stands there."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

import coordkit
from coordkit import Gazetteer, GroupState, Plugins, StateSince, Text, WorkingGroup, WorkingGroupId
from coordkit.domain.rules.coverage import NoGroup
from coordkit.secretariat.groups import coverage_on, lowest_areas
from coordkit_ukraine import plugin as national
from tests.house import pages

PAGE = Path(__file__).resolve().parents[2] / "docs" / "write-a-region.md"
VOZNESENSK, KHERSON = "UA48040070000056126", "UA65100150000057191"


def source() -> str:
    (found,) = [block.text for block in pages.blocks(PAGE.read_text(encoding="utf-8")) if 'code="mykolaiv"' in block.text]
    return found


@pytest.fixture(scope="module")
def plugins() -> Plugins:
    module = ModuleType("coordkit_mykolaiv")
    exec(compile(source(), "write-a-region.md", "exec"), module.__dict__)
    return Plugins.discover(national, module, environ={"COORDKIT_PLUGINS": "none"})


def own(plugins: Plugins) -> Gazetteer:
    return plugins.areas_of("mykolaiv")


def test_it_is_under_forty_lines() -> None:
    assert len(source().splitlines()) < 40


def test_its_areas_are_the_oblasts_and_no_others(plugins: Plugins) -> None:
    every = [area.code for area in plugins.region("ukraine").gazetteer]
    assert [area.code for area in own(plugins)] == [code for code in every if code.startswith("UA48")]
    assert [len(own(plugins).at_level(level)) for level in (1, 2, 3)] == [1, 4, 52]


def test_every_hromada_of_it_is_found_and_is_its_own(plugins: Plugins) -> None:
    for hromada in own(plugins).at_level(3):
        for words in (*hromada.name, hromada.codes["pcode"]):
            assert hromada in plugins.region("mykolaiv").gazetteer.find(words)
        found = plugins.region_for_area(hromada.code)
        assert found is not None
        assert found.code == "mykolaiv"
    beyond = plugins.region_for_area(KHERSON)
    assert beyond is not None
    assert beyond.code == "ukraine"


def test_it_has_what_the_national_base_has(plugins: Plugins) -> None:
    region = plugins.region("mykolaiv")
    assert (region.zone, region.languages) == ("Europe/Kyiv", ("uk", "en"))
    assert region.term("kinds", "police") is not None
    assert region.registries["UA-EDR"]("14360570") is None


def test_coverage_is_over_its_hromadas(plugins: Plugins) -> None:
    with coordkit.open("memory://", region="mykolaiv", actor="secretary", plugins=plugins) as desk:
        states = (StateSince(state=GroupState.ACTIVE, since="2026-03-01"),)
        for number, area in enumerate((VOZNESENSK, KHERSON)):
            name = Text.of(en=f"Group {number}")
            desk.save(WorkingGroup(id=desk.new(WorkingGroupId), name=name, area=area, states=states))
        covered = coverage_on(desk, date(2026, 6, 1))
    assert len(covered) == 52
    assert {each.area.type for each in covered} == {"urban", "settlement", "rural"}
    assert [each.area.code for each in covered if each.state is not NoGroup.UNKNOWN] == [VOZNESENSK]


def test_a_desk_of_the_whole_country_covers_every_hromada_and_the_two_cities_that_have_none(plugins: Plugins) -> None:
    with coordkit.open("memory://", region="ukraine", actor="secretary", plugins=plugins) as desk:
        states = (StateSince(state=GroupState.ACTIVE, since="2026-03-01"),)
        desk.save(WorkingGroup(id=desk.new(WorkingGroupId), name=Text.of(en="Group"), area=VOZNESENSK, states=states))
        lowest = lowest_areas(desk)
        covered = coverage_on(desk, date(2026, 6, 1))
        assert [len([area for area in lowest if area.level == level]) for level in (1, 2, 3)] == [2, 0, 1772]
        assert {area.name.best("en") for area in lowest if area.level == 1} == {"Kyiv", "Sevastopol"}
        assert [each.area.code for each in covered if each.state is not NoGroup.UNKNOWN] == [VOZNESENSK]
        assert len(covered) == 1774
