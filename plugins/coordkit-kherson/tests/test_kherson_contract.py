"""The region ``kherson`` keeps what every region promises."""

from __future__ import annotations

from datetime import date, time

import attrs
import pytest

from coordkit import Plugins, Source, Text
from coordkit.testing import RegionContract
from coordkit_ukraine import checks


class TestKherson(RegionContract):
    code = "kherson"


def test_a_curfew_that_reaches_into_other_oblasts_would_be_caught() -> None:
    too_wide = checks.curfew(
        "kherson.curfew",
        "UA6",
        region=Text.of(uk="на Херсонщині", en="in the Kherson region"),
        starts=time(21),
        ends=time(5),
        since=date(2025, 4, 1),
        sources=(Source(url="https://example.org/curfew"),),
    )
    plugins = Plugins.discover(environ={})
    region = attrs.evolve(plugins.region("kherson"), checks=(too_wide,))
    with pytest.raises(AssertionError, match=r"kherson\.curfew speaks of meetings that are not in its region"):
        TestKherson().test_a_check_is_silent_about_other_regions_meetings(plugins, region)
