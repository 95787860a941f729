"""The Kherson region: its areas, its seats, its dated checks."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import attrs
import pytest

from coordkit import Certainty, Counted, Headcount, Meeting, MeetingId, MeetingStatus, Mode, Plugins, Slot, Text, Venue
from coordkit.ports import Finding, Region
from coordkit_kherson import plugin
from coordkit_ukraine import areas, katottg
from coordkit_ukraine import plugin as national

KHERSON_CITY = "UA65100150000057191"
POLTAVA_CITY = "UA53080370000025447"


def kherson() -> Region:
    (region,) = plugin.coordkit_regions()
    return region


EVENING = Meeting(
    id=MeetingId(int=1),
    title=Text.of(uk="Вечірня зустріч", en="Evening meeting"),
    status=MeetingStatus.SCHEDULED,
    when=Slot(datetime(2025, 6, 10, 19), timedelta(hours=3), "Europe/Kyiv"),
    modes=(Mode.IN_PERSON,),
    venue=Venue(locality=KHERSON_CITY, shelter_places=30),
    headcount=Headcount(value=40, counted=Counted.PEOPLE),
)


def findings(meeting: Meeting) -> list[Finding]:
    return [finding for check in kherson().checks for finding in check.run(meeting, date(2025, 6, 1))]


def test_the_region_stands_on_the_national_base() -> None:
    (base,) = national.coordkit_regions()
    assert (kherson().code, kherson().parent) == ("kherson", base.code)


def test_there_are_one_oblast_five_raions_and_forty_nine_hromadas() -> None:
    gazetteer = kherson().gazetteer
    assert [len(gazetteer.at_level(level)) for level in (1, 2, 3)] == [1, 5, 49]
    assert len(gazetteer) == len({area.code for area in gazetteer}) == 55
    assert Counter(area.type for area in gazetteer.at_level(3)) == {"urban": 9, "settlement": 17, "rural": 23}
    by_raion = Counter(area.parent[:6] for area in gazetteer.at_level(3) if area.parent)
    assert by_raion == {"UA6502": 11, "UA6504": 4, "UA6506": 15, "UA6508": 9, "UA6510": 10}


def test_every_area_is_well_formed_and_lies_in_the_oblast() -> None:
    gazetteer = kherson().gazetteer
    (oblast,) = gazetteer.at_level(1)
    for area in gazetteer:
        assert katottg.check(area.code) is None
        assert area.code.startswith(area.codes["pcode"])
        assert gazetteer.holds(oblast.code, area.code)
        assert area.parent is None or area.code.startswith(gazetteer.area(area.parent).codes["pcode"])
        assert area.name.languages == ("uk", "en")


def test_every_centre_has_a_point_with_its_attribution() -> None:
    for area in kherson().gazetteer:
        assert area.point is not None
        assert 45.9 < area.point.latitude < 47.6
        assert 31.4 < area.point.longitude < 35.3
        assert "GeoNames" in area.point.source
        assert "CC BY 4.0" in area.point.source
    assert kherson().attributions == (areas.GEONAMES,)


def test_a_hromada_answers_to_its_name_its_centre_and_every_apostrophe() -> None:
    gazetteer = kherson().gazetteer
    for words in ("Дар'ївська", "Дарʼївка", "Darivska", "darivka"):
        assert [area.code for area in gazetteer.named(words)] == ["UA65100070000064512"]


def test_seats_are_of_known_kinds_and_none_is_required_since_no_source_says_so() -> None:
    (base,) = national.coordkit_regions()
    kinds = {term.code for term in base.kinds}
    templates = {template.name: template for template in kherson().seat_templates}
    assert templates.keys() == {"wgpsr", "wgpsr_city"}
    for template in templates.values():
        assert {seat.kind for seat in template.seats} <= kinds
        assert not any(seat.required or seat.minimum for seat in template.seats)
        assert len({seat.code for seat in template.seats}) == len(template.seats)
        assert all(source.url and source.certainty is Certainty.STATED for source in template.sources)


def test_every_check_is_dated_and_sourced() -> None:
    for check in kherson().checks:
        assert check.name.startswith("kherson.")
        assert check.since is not None
        assert all(source.url for source in check.sources)
        assert check.sources


def test_a_meeting_into_the_night_with_more_people_than_shelter_is_advised_on_twice() -> None:
    curfew, shelter = findings(EVENING)
    assert "21:00–05:00" in curfew.message.best("uk")
    assert "Очікується людей: 40, місць в укритті: 30." in shelter.message.best("uk")
    assert "No rule of the Kherson region was found" in shelter.message.best("en")
    assert [source.certainty for source in shelter.sources] == [Certainty.INFERRED]
    assert not curfew.blocks
    assert not shelter.blocks


@pytest.mark.parametrize(
    "changes",
    [
        {"venue": Venue(locality=POLTAVA_CITY, shelter_places=1)},
        {"modes": (Mode.ONLINE,)},
        {"status": MeetingStatus.DRAFT, "when": None},
        {"venue": None},
    ],
    ids=["in Poltava", "online", "without a time", "nowhere"],
)
def test_the_checks_are_silent_about_what_is_not_theirs(changes: dict[str, Any]) -> None:
    assert findings(attrs.evolve(EVENING, **changes)) == []


def test_a_curfew_of_april_2025_says_nothing_about_meetings_before() -> None:
    before = attrs.evolve(EVENING, when=Slot(datetime(2025, 3, 20, 19), timedelta(hours=3), "Europe/Kyiv"), headcount=None)
    assert findings(before) == []


def test_a_morning_meeting_within_the_shelter_is_fine() -> None:
    morning = Slot(datetime(2025, 6, 10, 10), timedelta(hours=2), "Europe/Kyiv")
    assert findings(attrs.evolve(EVENING, when=morning, headcount=Headcount(value=30, counted=Counted.PEOPLE))) == []


def test_a_desk_finds_the_region_with_all_that_the_national_base_has() -> None:
    plugins = Plugins.discover(national, plugin, environ={"COORDKIT_PLUGINS": "none"})
    assert [broken for broken in plugins.broken if broken.distribution is None] == []
    region = plugins.region("kherson")
    member = region.term("roles", "member")
    assert member is not None
    assert member.label.best("uk") == "член"
    assert (region.zone, region.languages) == ("Europe/Kyiv", ("uk", "en"))
    assert region.registries["UA-EDR"]("14360570") is None
    assert region.romanize is not None
    assert plugins.region_for_area(KHERSON_CITY) == region
    assert [area.code for area in plugins.areas_of("kherson")] == sorted(area.code for area in kherson().gazetteer)
    beyond = plugins.region_for_area(POLTAVA_CITY)
    assert beyond is not None
    assert beyond.code == "ukraine"


def test_without_the_national_base_the_region_is_set_aside() -> None:
    plugins = Plugins.discover(plugin, environ={"COORDKIT_PLUGINS": "none"})
    (broken,) = [broken for broken in plugins.broken if broken.distribution is None]
    assert "ukraine" in broken.error
