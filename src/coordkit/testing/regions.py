"""The contract of a region: what every one promises to the desks that work in it, whatever it holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar

import pytest

import coordkit
from coordkit import Organization, OrganizationId, Plugins, Text, WorkingGroup, WorkingGroupId
from coordkit.ports import Region
from coordkit.testing.contract import Contract
from coordkit.testing.region_checks import CheckPromises
from coordkit.testing.region_functions import FunctionPromises
from coordkit.testing.region_places import PlacePromises, at_home
from coordkit.testing.region_words import WordPromises

_CODE = re.compile(r"[a-z][a-z0-9]*([_-][a-z0-9]+)*")


class RegionContract(PlacePromises, WordPromises, CheckPromises, FunctionPromises, Contract):
    """Inherit it and name your region. It is asked as a desk has it: with all that its parents have, beside what is installed::

        class TestIsland(RegionContract):
            code = "island"

    A plugin that no installed distribution brings stands in ``modules``. Where a check speaks only of meetings that the
    contract does not think of, give one in ``meetings``; give a code that is right for each register in ``right_codes``.
    """

    code: ClassVar[str] = ""
    """The region's code. Yours to say."""
    modules: ClassVar[Sequence[object]] = ()
    """Plugins to be found beside the installed ones: modules, or other objects with hooks."""

    def discovered(self) -> Plugins:
        """The plugins among which the region is found: the installed ones, whatever ``COORDKIT_PLUGINS`` says, and ``modules``."""
        return Plugins.discover(*self.modules, environ={})

    @pytest.fixture
    def plugins(self) -> Plugins:
        """The plugins of this test."""
        return self.discovered()

    @pytest.fixture
    def region(self, plugins: Plugins) -> Region:
        """The region under test, with all that its parents have."""
        if not self.code:
            pytest.fail('say which region it is, such as `code = "island"`')
        return plugins.region(self.code)

    # -- the promises

    def test_its_code_is_claimed_once(self, plugins: Plugins) -> None:
        claimed = {clash.name: clash.claimants for clash in plugins.clashes if clash.what == "region"}
        assert self.code not in claimed, f"claimed by {' and '.join(claimed[self.code])}"
        assert self.code in plugins.regions(), f"it is not there; set aside: {', '.join(map(str, plugins.broken))}"

    def test_its_code_can_be_typed_and_written_into_a_desk(self, region: Region) -> None:
        assert _CODE.fullmatch(region.code), f"{region.code!r}: write small Latin letters, digits, _ and -"

    def test_it_is_the_same_each_time_it_is_found(self, region: Region) -> None:
        again = self.discovered().region(region.code)
        assert (again.names, again.zone, again.languages) == (region.names, region.zone, region.languages)
        assert (again.kinds, again.sectors, again.labels) == (region.kinds, region.sectors, region.labels)
        assert again.seat_templates == region.seat_templates
        assert [check.name for check in again.checks] == [check.name for check in region.checks]
        assert list(again.gazetteer) == list(region.gazetteer)

    def test_a_desk_works_in_it(self, plugins: Plugins, region: Region) -> None:
        areas = at_home(plugins, region)[:1]
        kind = region.kinds[0].code if region.kinds else None
        with coordkit.open("memory://", region=region.code, actor="contract", plugins=plugins) as desk:
            council = Organization(id=desk.new(OrganizationId), name=Text.of(en="Council"), areas=areas, kind=kind)
            group = WorkingGroup(id=desk.new(WorkingGroupId), name=Text.of(en="Group"), area=areas[0] if areas else None)
            desk.save(council, group)
            kept = desk.get(Organization, council.id)
            assert (kept.areas, kept.kind) == (areas, kind)
