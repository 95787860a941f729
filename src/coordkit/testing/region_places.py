"""What a region promises about its places: a zone, and areas that are held once and lie in each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

import pytest

from coordkit import DomainError, PluginError, Plugins, Slot
from coordkit.ports import Region

_ASKED_BY_NAME = 25
NOWHERE = ("ZZ", "ZZ99000000000000000", "elsewhere")
"""Codes of areas that no region holds."""


def at_home(plugins: Plugins, region: Region) -> tuple[str, ...]:
    """The codes of the areas that are the region's own, or its children's."""
    regions = plugins.regions()
    family = [code for code in regions if region.code in _line(regions, code)]
    return tuple({area.code: None for code in family for area in plugins.areas_of(code)})


def elsewhere(plugins: Plugins, region: Region) -> tuple[str, ...]:
    """The codes of all other areas of whatever region, its parents' too, and some that no region holds."""
    home = frozenset(at_home(plugins, region))
    held = {area.code: None for other in plugins.regions().values() for area in other.gazetteer}
    return (*(code for code in held if code not in home), *NOWHERE)


def _line(regions: Mapping[str, Region], code: str | None) -> Iterator[str]:
    """A region and its parents; regions that come round to themselves are set aside before."""
    while code is not None:
        yield code
        code = regions[code].parent


class PlacePromises:
    """The zone can be loaded, no area stands twice, and every parent is there."""

    def test_its_zone_can_be_loaded(self, region: Region) -> None:
        if region.zone is None:
            assert not len(region.gazetteer), "it has areas; give it their zone, such as Europe/Kyiv, or a parent that has one"
            return
        try:
            Slot(datetime(2026, 1, 15, 12), timedelta(hours=1), region.zone)
        except DomainError as error:
            pytest.fail(str(error))

    def test_no_area_stands_twice(self, region: Region) -> None:
        assert repeated(area.code for area in region.gazetteer) == []

    def test_no_further_code_is_of_two_areas(self, region: Region) -> None:
        assert repeated(f"{scheme} {code}" for area in region.gazetteer for scheme, code in area.codes.items()) == []

    def test_no_area_is_a_strangers_too(self, plugins: Plugins, region: Region) -> None:
        for code in at_home(plugins, region):
            try:
                plugins.region_for_area(code)
            except PluginError as error:
                pytest.fail(str(error))

    def test_every_parent_of_an_area_is_there_and_a_level_above(self, region: Region) -> None:
        for area in region.gazetteer:
            if area.parent is not None:
                assert area.parent in region.gazetteer, f"{area.code} lies in {area.parent}, which is not in the gazetteer"
                assert region.gazetteer.area(area.parent).level < area.level, f"{area.code} lies in {area.parent}"

    def test_an_area_answers_to_its_name(self, region: Region) -> None:
        areas = list(region.gazetteer)
        for area in areas[:: max(1, len(areas) // _ASKED_BY_NAME)]:
            for words in area.name:
                assert area in region.gazetteer.named(f" {words} "), words

    def test_every_point_is_on_the_map_and_says_where_it_comes_from(self, region: Region) -> None:
        for area in region.gazetteer:
            if area.point is not None:
                assert -90 <= area.point.latitude <= 90, area.code
                assert -180 <= area.point.longitude <= 180, area.code
                assert area.point.source.strip(), f"{area.code} has a point without a source"


def repeated(values: Iterable[str]) -> list[str]:
    """Those that stand more than once."""
    return sorted(value for value, times in Counter(values).items() if times > 1)
