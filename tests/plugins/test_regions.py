"""A region has all that its parents have; of two entries with one code the child's counts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from coordkit import Area, AreaName, Gazetteer, PluginError, Record, Seat, Text, Tlp
from coordkit.plugins import Plugins
from coordkit.ports import Check, Finding, Region, SeatTemplate, Term
from tests.plugins.strangers import complaints, only, plugin


def area(code: str, name: str = "Somewhere", parent: str | None = None) -> Area:
    return Area(code=code, level=1, type="oblast", names=(AreaName(name=Text.of(en=name)),), parent=parent)


def region(code: str, parent: str | None = None, **more: Any) -> Region:
    return Region(code=code, names=Text.of(en="Somewhere"), parent=parent, **more)


def term(code: str, label: str) -> Term:
    return Term(code=code, label=Text.of(en=label))


def check(name: str, since: date | None = None) -> Check:
    def nothing(record: Record, on: date) -> list[Finding]:
        return []

    return Check(name=name, run=nothing, sources=(), since=since)


def template(name: str, *seats: str) -> SeatTemplate:
    made = tuple(Seat(code=code, label=Text.of(en=code)) for code in seats)
    return SeatTemplate(name=name, label=Text.of(en=name), seats=made, sources=())


def stricter(record: Record, tlp: Tlp) -> Tlp:
    return Tlp.RED


def strict(record: Record, tlp: Tlp) -> Tlp:
    return Tlp.AMBER


def known(value: str) -> str | None:
    return None


def unknown(value: str) -> str | None:
    return "unknown"


COUNTRY = region(
    "country",
    zone="Europe/Kyiv",
    languages=("uk", "en"),
    gazetteer=Gazetteer([area("01", "First"), area("02", "Second")]),
    kinds=(term("ngo", "NGO"), term("police", "Police")),
    sectors=(term("safety", "Safety"),),
    labels={"role": (term("chair", "Chair"), term("member", "Member"))},
    seat_templates=(template("group", "police"), template("council", "head")),
    checks=(check("curfew"), check("quorum")),
    registries={"edrpou": known, "katottg": known},
    romanize=str.upper,
    sharing_rules=(strict,),
    status_level=3,
    attributions=("GeoNames", "State register"),
)
SOUTH = region(
    "south",
    "country",
    gazetteer=Gazetteer([area("02", "Second, as the south knows it"), area("0201", "District")]),
    kinds=(term("police", "Police of the south"), term("rescue", "Rescuers")),
    labels={"role": (term("chair", "Head"),), "place": (term("shelter", "Shelter"),)},
    seat_templates=(template("group", "police", "rescue"),),
    checks=(check("curfew", date(2022, 3, 1)), check("curfew", date(2023, 1, 1))),
    registries={"edrpou": unknown},
    sharing_rules=(stricter,),
    attributions=("GeoNames", "Oblast map"),
)


def south(*more: Region) -> Region:
    return only(plugin("one", regions=[SOUTH, *more]), plugin("two", regions=[COUNTRY])).region("south")


def labelled(terms: tuple[Term, ...]) -> dict[str, str]:
    return {each.code: str(each.label) for each in terms}


def test_areas_of_both_are_held_and_the_childs_counts() -> None:
    names = {each.code: str(each.name) for each in south().gazetteer}
    assert names == {"01": "First", "02": "Second, as the south knows it", "0201": "District"}


def test_vocabularies_are_joined_code_by_code() -> None:
    whole = south()
    assert labelled(whole.kinds) == {"ngo": "NGO", "police": "Police of the south", "rescue": "Rescuers"}
    assert labelled(whole.sectors) == {"safety": "Safety"}
    assert labelled(whole.labels["role"]) == {"member": "Member", "chair": "Head"}
    assert labelled(whole.labels["place"]) == {"shelter": "Shelter"}


def test_seat_templates_and_registries_are_joined_by_name() -> None:
    whole = south()
    assert {each.name: len(each.seats) for each in whole.seat_templates} == {"council": 1, "group": 2}
    assert {scheme: run("1") for scheme, run in whole.registries.items()} == {"edrpou": "unknown", "katottg": None}


def test_checks_of_the_parent_come_first_and_a_child_replaces_one_by_all_its_own_of_that_name() -> None:
    assert [(each.name, each.since) for each in south().checks] == [
        ("quorum", None),
        ("curfew", date(2022, 3, 1)),
        ("curfew", date(2023, 1, 1)),
    ]


def test_every_sharing_rule_of_both_holds() -> None:
    assert south().sharing_rules == (strict, stricter)


def test_attributions_of_both_are_told_once() -> None:
    assert south().attributions == ("State register", "GeoNames", "Oblast map")


def test_what_the_child_does_not_give_is_its_parents() -> None:
    whole = south()
    assert (whole.code, whole.parent, whole.zone, whole.languages) == ("south", "country", "Europe/Kyiv", ("uk", "en"))
    assert whole.romanize is COUNTRY.romanize
    assert whole.status_level == 3


def test_what_the_child_gives_itself_is_its_own() -> None:
    own = region("own", "country", zone="Europe/Warsaw", languages=("pl",), romanize=str.lower)
    whole = only(plugin("both", regions=[COUNTRY, own])).region("own")
    assert (whole.zone, whole.languages, whole.romanize) == ("Europe/Warsaw", ("pl",), str.lower)


@pytest.mark.parametrize(
    ("parents", "childs", "together"), [(3, None, 3), (None, 3, 3), (3, 2, 2), (3, 4, 3), (0, 3, 0), (None, None, None)]
)
def test_a_child_never_needs_the_status_of_territory_less_than_its_parent(
    parents: int | None, childs: int | None, together: int | None
) -> None:
    given = [region("country", status_level=parents), region("own", "country", status_level=childs)]
    assert only(plugin("both", regions=given)).region("own").status_level == together


def test_a_parents_own_things_do_not_change_with_its_children() -> None:
    plugins = only(plugin("both", regions=[COUNTRY, SOUTH]))
    assert plugins.region("country") == COUNTRY
    assert len(plugins.region("country").gazetteer) == 2


def test_a_grandchild_has_all_that_stands_above_it() -> None:
    district = region("district", "south", kinds=(term("rescue", "Rescue post"),))
    whole = only(plugin("all", regions=[district, SOUTH, COUNTRY])).region("district")
    assert labelled(whole.kinds) == {"ngo": "NGO", "police": "Police of the south", "rescue": "Rescue post"}
    assert len(whole.gazetteer) == 3


@pytest.mark.parametrize(
    ("regions", "aside", "reason"),
    [
        ([region("south", "country")], {"south"}, "country, the parent of region south, is not there; install"),
        (
            [region("south", "country"), region("district", "south")],
            {"south", "district"},
            "country, the parent of region south, is not there",
        ),
        (
            [region("south", "country"), region("country"), region("country")],
            {"south"},
            "country, the parent of region south, is claimed by some and some; leave one of them out",
        ),
        ([region("a", "b"), region("b", "c"), region("c", "a")], {"a", "b", "c"}, "go in a circle: a > b > c > a"),
        ([region("self", "self")], {"self"}, "go in a circle: self > self"),
        ([region("a", "b"), region("b", "b")], {"a", "b"}, "go in a circle: a > b > b"),
    ],
)
def test_a_region_whose_parents_do_not_add_up_is_set_aside(regions: list[Region], aside: set[str], reason: str) -> None:
    plugins = only(plugin("some", regions=[*regions, region("sound")]))
    assert set(plugins.regions()) == {"sound"} | {each.code for each in regions if each.parent is None} - {"country"}
    assert len([each for each in plugins.broken if each.name == "some"]) == len(aside)
    first = min(aside)
    assert any(reason in each.error for each in plugins.broken)
    with pytest.raises(PluginError, match=f"region '{first}' is set aside: "):
        plugins.region(first)


def test_the_rest_of_a_plugin_works_on_when_one_of_its_regions_is_set_aside() -> None:
    plugins = only(plugin("some", regions=[region("lost", "nowhere"), region("sound")], stores=[]))
    assert plugins.region("sound").code == "sound"
    assert list(complaints(plugins)) == ["some"]


def test_a_region_claimed_twice_is_nobodys() -> None:
    plugins = only(plugin("one", regions=[region("north")]), plugin("two", regions=[region("north")]))
    assert plugins.regions() == {}
    with pytest.raises(PluginError, match="region 'north' is claimed by one and two"):
        plugins.region("north")


def both() -> Plugins:
    return only(plugin("one", regions=[COUNTRY]), plugin("two", regions=[SOUTH]))


def test_an_area_belongs_to_the_region_whose_own_gazetteer_holds_it() -> None:
    found = both().region_for_area("01")
    assert found is not None
    assert found.code == "country"


def test_an_area_that_parent_and_child_hold_belongs_to_the_child_with_all_that_it_has() -> None:
    found = both().region_for_area("02")
    assert found is not None
    assert (found.code, found.zone) == ("south", "Europe/Kyiv")


def test_an_area_that_nobody_holds_belongs_to_no_region() -> None:
    assert both().region_for_area("99") is None


def test_an_area_of_two_strangers_is_refused_with_both_names() -> None:
    west = region("west", gazetteer=Gazetteer([area("02")]))
    plugins = only(plugin("one", regions=[COUNTRY, SOUTH]), plugin("two", regions=[west]))
    with pytest.raises(PluginError, match="area '02' stands in the regions south and west"):
        plugins.region_for_area("02")


def test_a_region_that_is_set_aside_holds_no_area() -> None:
    lost = region("lost", "nowhere", gazetteer=Gazetteer([area("77")]))
    assert only(plugin("one", regions=[lost])).region_for_area("77") is None


# -- the areas that a region is

LAND = region(
    "land",
    gazetteer=Gazetteer(
        [area("N"), area("S"), area("N1", parent="N"), area("N2", parent="N"), area("N11", parent="N1"), area("S1", parent="S")]
    ),
)
NORTH = region("north", "land", areas=("N",), gazetteer=Gazetteer([area("N1", "As the north knows it", parent="N")]))


def holder(code: str, *more: Region) -> str | None:
    found = only(plugin("land", regions=[LAND]), plugin("more", regions=[NORTH, *more])).region_for_area(code)
    return found.code if found else None


def own(code: str, *more: Region) -> list[str]:
    plugins = only(plugin("land", regions=[LAND]), plugin("more", regions=[NORTH, *more]))
    return [each.code for each in plugins.areas_of(code)]


def test_a_region_is_its_areas_with_all_that_lies_in_them_though_its_parent_holds_them() -> None:
    assert own("north") == ["N", "N1", "N2", "N11"]
    assert own("land") == ["N", "S", "N1", "N2", "N11", "S1"]
    assert {code: holder(code) for code in ("N", "N11", "S", "S1", "W")} == {
        "N": "north", "N11": "north", "S": "land", "S1": "land", "W": None,
    }  # fmt: skip


def test_a_region_of_several_areas_is_all_of_them() -> None:
    both = region("both", "land", areas=("N2", "S"))
    assert own("both", both) == ["S", "N2", "S1"]
    assert holder("S1", both) == "both"


def test_a_region_without_areas_is_what_its_own_gazetteer_holds() -> None:
    harbour = region("harbour", "land", gazetteer=Gazetteer([area("S2", parent="S")]))
    assert own("harbour", harbour) == ["S2"]
    assert [holder(code, harbour) for code in ("S2", "S1")] == ["harbour", "land"]


def test_a_region_inside_another_holds_its_areas_only_as_that_ones_child() -> None:
    inner = region("inner", "north", areas=("N1",))
    assert [holder(code, inner) for code in ("N11", "N2")] == ["inner", "north"]
    beside = region("beside", "land", areas=("N1",))
    assert holder("N2", beside) == "north"
    with pytest.raises(PluginError, match="area 'N11' stands in the regions beside and north; leave one of them out"):
        holder("N11", beside)


def test_a_region_that_is_an_area_which_nobody_holds_is_set_aside_alone() -> None:
    plugins = only(plugin("land", regions=[LAND]), plugin("typo", regions=[NORTH, region("lost", "land", areas=("N", "M"))]))
    assert set(plugins.regions()) == {"land", "north"}
    assert complaints(plugins)["typo"] == (
        "region lost is the area M, which neither its gazetteer nor a parent's holds; correct `areas`"
    )


def test_areas_that_are_no_texts_are_told_when_the_region_is_found() -> None:
    plugins = only(plugin("wrong", regions=[region("wrong", areas="UA65")]))
    assert plugins.regions() == {}
    assert "areas is not a tuple of str" in complaints(plugins)["wrong"]
