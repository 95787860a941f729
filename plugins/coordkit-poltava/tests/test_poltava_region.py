"""The Poltava region: its areas, the fields of its coalition, its dated checks."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import attrs
import pytest

from coordkit import Certainty, Meeting, MeetingId, MeetingStatus, Mode, Plugins, Slot, Text, Venue
from coordkit.ports import Region
from coordkit_poltava import plugin
from coordkit_ukraine import areas, katottg
from coordkit_ukraine import plugin as national

POLTAVA_CITY, MYRHOROD, KHERSON_CITY = "UA53080370000025447", "UA53060230000098362", "UA65100150000057191"


def poltava() -> Region:
    (region,) = plugin.coordkit_regions()
    return region


def meeting(day: date, locality: str = POLTAVA_CITY) -> Meeting:
    return Meeting(
        id=MeetingId(int=1),
        title=Text.of(uk="Зустріч", en="Meeting"),
        status=MeetingStatus.SCHEDULED,
        when=Slot(datetime(day.year, day.month, day.day, 11), timedelta(hours=2), "Europe/Kyiv"),
        modes=(Mode.IN_PERSON,),
        venue=Venue(locality=locality),
    )


def advice(about: Meeting) -> list[str]:
    return [finding.check for check in poltava().checks for finding in check.run(about, date(2023, 1, 1))]


def test_the_region_stands_on_the_national_base() -> None:
    (base,) = national.coordkit_regions()
    assert (poltava().code, poltava().parent) == ("poltava", base.code)


def test_there_are_one_oblast_four_raions_and_sixty_hromadas() -> None:
    gazetteer = poltava().gazetteer
    assert [len(gazetteer.at_level(level)) for level in (1, 2, 3)] == [1, 4, 60]
    assert len(gazetteer) == len({area.code for area in gazetteer}) == 65
    assert Counter(area.type for area in gazetteer.at_level(3)) == {"urban": 16, "settlement": 20, "rural": 24}
    by_raion = Counter(area.parent[:6] for area in gazetteer.at_level(3) if area.parent)
    assert by_raion == {"UA5302": 12, "UA5304": 7, "UA5306": 17, "UA5308": 24}


def test_every_area_is_well_formed_and_lies_in_the_oblast() -> None:
    gazetteer = poltava().gazetteer
    (oblast,) = gazetteer.at_level(1)
    for area in gazetteer:
        assert katottg.check(area.code) is None
        assert area.code.startswith(area.codes["pcode"])
        assert gazetteer.holds(oblast.code, area.code)
        assert area.parent is None or area.code.startswith(gazetteer.area(area.parent).codes["pcode"])
        assert area.name.languages == ("uk", "en")


def test_every_centre_has_a_point_with_its_attribution() -> None:
    for area in poltava().gazetteer:
        assert area.point is not None
        assert 48.6 < area.point.latitude < 50.6
        assert 32.0 < area.point.longitude < 35.6
        assert "GeoNames" in area.point.source
        assert "CC BY 4.0" in area.point.source
    assert poltava().attributions == (areas.GEONAMES,)


def test_the_hromadas_of_the_examples_are_where_they_should_be() -> None:
    assert [poltava().gazetteer.area(code).centre for code in (POLTAVA_CITY, MYRHOROD)] == [
        Text.of(uk="Полтава", en="Poltava"),
        Text.of(uk="Миргород", en="Myrhorod"),
    ]


def test_the_fields_of_the_coalition_are_inferred_and_none_is_required() -> None:
    (base,) = national.coordkit_regions()
    (template,) = poltava().seat_templates
    assert {seat.sector for seat in template.seats} <= {term.code for term in base.sectors}
    assert not any(seat.required or seat.minimum for seat in template.seats)
    assert [source.certainty for source in template.sources] == [Certainty.INFERRED]


def test_every_check_is_dated_and_sourced() -> None:
    names = [check.name for check in poltava().checks]
    assert len(set(names)) == len(names)
    for check in poltava().checks:
        assert check.name.startswith("poltava.")
        assert check.since is not None
        assert check.sources
        assert all(source.url for source in check.sources)


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (date(2023, 8, 20), []),
        (date(2023, 8, 21), ["ban_2023"]),
        (date(2023, 9, 13), ["ban_2023"]),
        (date(2023, 9, 14), ["consent"]),
        (date(2025, 6, 18), ["consent", "ban_2025"]),
        (date(2025, 6, 24), ["consent", "ban_2025"]),
        (date(2025, 6, 25), ["consent"]),
    ],
)
def test_a_rule_on_mass_events_speaks_on_its_days_only(day: date, names: list[str]) -> None:
    assert advice(meeting(day)) == [f"poltava.mass_events.{name}" for name in names]


def test_the_ban_of_june_2025_was_for_the_raion_of_poltava() -> None:
    assert advice(meeting(date(2025, 6, 20), MYRHOROD)) == ["poltava.mass_events.consent"]


def test_the_checks_advise_and_say_what_is_not_settled() -> None:
    for check in poltava().checks:
        for finding in check.run(meeting(date(2025, 6, 20)), date(2025, 6, 1)):
            assert not finding.blocks
            assert "not settled" in finding.message.best("en")
            assert finding.sources == check.sources


@pytest.mark.parametrize(
    "changes",
    [
        {"venue": Venue(locality=KHERSON_CITY)},
        {"venue": None},
        {"modes": (Mode.ONLINE,)},
        {"status": MeetingStatus.DRAFT, "when": None},
        {"status": MeetingStatus.HELD},
    ],
    ids=["in Kherson", "nowhere", "online", "without a time", "held"],
)
def test_the_checks_are_silent_about_what_is_not_theirs(changes: dict[str, Any]) -> None:
    assert advice(attrs.evolve(meeting(date(2025, 6, 20)), **changes)) == []


def test_a_desk_finds_the_region_with_all_that_the_national_base_has() -> None:
    plugins = Plugins.discover(national, plugin, environ={"COORDKIT_PLUGINS": "none"})
    assert [broken for broken in plugins.broken if broken.distribution is None] == []
    region = plugins.region("poltava")
    member = region.term("roles", "member")
    assert member is not None
    assert member.label.best("uk") == "член"
    assert (region.zone, region.languages) == ("Europe/Kyiv", ("uk", "en"))
    assert region.registries["UA-EDR"]("14360570") is None
    assert region.romanize is not None
    assert plugins.region_for_area(POLTAVA_CITY) == region
    assert [area.code for area in plugins.areas_of("poltava")] == sorted(area.code for area in poltava().gazetteer)
    beyond = plugins.region_for_area(KHERSON_CITY)
    assert beyond is not None
    assert beyond.code == "ukraine"


def test_without_the_national_base_the_region_is_set_aside() -> None:
    plugins = Plugins.discover(plugin, environ={"COORDKIT_PLUGINS": "none"})
    (broken,) = [broken for broken in plugins.broken if broken.distribution is None]
    assert "ukraine" in broken.error
