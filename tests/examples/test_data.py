"""The examples' data files keep to their format and never say more than their sources."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from coordkit.domain.dates import PartialDate

DATA = Path(__file__).parents[2] / "examples" / "data"
FILES = ("kherson", "poltava")
STATES = {"proposed", "active", "dormant", "concluded"}
MEETING_KINDS = {
    "group", "round", "network", "intersectoral", "training", "founding", "public_event", "external_event",
    "external_meeting", "announcement",
}  # fmt: skip
ORGANIZATION_KINDS = {
    "ngo", "charity", "coalition", "emergency_service", "training_centre", "police", "patrol_police",
    "community_police_officer", "local_fire_brigade", "military_administration", "regional_administration",
    "administration_department", "local_council", "elder", "communal_institution", "admin_service_centre",
    "social_services", "education", "health", "media", "volunteers", "activists", "youth", "residents", "business",
    "condominium", "researcher", "international_organisation", "international_mission", "donor", "cimic",
    "women_coalition", "working_groups", "other",
}  # fmt: skip
OUTCOMES = {"information", "decision", "action", "commitment", "request"}
KATOTTG = {"kherson": re.compile(r"UA65\d{15}"), "poltava": re.compile(r"UA53\d{15}")}
CITY = "UA65100150000057191"
CONTACT = re.compile(r"@|https?:|www\.|\+?\d[\d ()-]{8,}\d|\b(?:вул|просп|тел|tel)\.", re.IGNORECASE)

Json = dict[str, Any]


def load(name: str) -> Json:
    data: Json = json.loads((DATA / f"{name}.json").read_text("utf-8"))
    return data


@pytest.fixture(params=FILES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def data(name: str) -> Json:
    return load(name)


def records(data: Json) -> Iterator[Json]:
    for section, rows in data.items():
        if section != "sources":
            yield from rows


def walk(value: Any) -> Iterator[Any]:
    """The value and everything inside it."""
    yield value
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from walk(inner)


def texts(data: Json) -> Iterator[Json]:
    """Every text for people: a mapping of languages."""
    return (value for value in walk(data) if isinstance(value, dict) and value and set(value) <= {"uk", "en"})


def by_key(rows: list[Json]) -> dict[str, Json]:
    return {row["key"]: row for row in rows}


def certainty(record: Json, field: str) -> set[str]:
    return {s["certainty"] for s in record["sources"] if isinstance(s, dict) and s.get("field") == field}


def dates(data: Json) -> Iterator[str]:
    for group in data["groups"]:
        yield from (state["since"] for state in group["states"] if state["since"] is not None)
        if group.get("signatories"):
            yield group["signatories"]["as_of"]
    for meeting in data["meetings"]:
        when = meeting["when"]
        if when is not None:
            yield from when["days"] if "days" in when else [when["partial"]]
        yield from (outcome["due"] for outcome in meeting["outcomes"] if "due" in outcome)
    for initiative in data["initiatives"]:
        yield from (status["known"] for status in initiative["statuses"])
    yield from (row["as_of"] for row in data.get("coverage", []))


# -- both files --------------------------------------------------------------------------------------------------------


def test_every_record_names_a_public_page(data: Json) -> None:
    for key, source in data["sources"].items():
        assert re.match(r"https?://[\w.-]+/\S", source["url"]) and source["read"] in {"whole", "opening"}, key
    for record in records(data):
        named = [s if isinstance(s, str) else s["source"] for s in record["sources"]]
        assert named and set(named) <= set(data["sources"]), record["key"]


def test_a_source_of_one_field_says_which_and_how_sure(data: Json) -> None:
    for record in records(data):
        for source in record["sources"]:
            if isinstance(source, dict):
                assert set(source) <= {"source", "field", "certainty", "reason"}, record["key"]
                assert source["certainty"] in {"stated", "published", "inferred"}, record["key"]
                assert source.get("field", "key") in record, (record["key"], source["field"])


def test_no_source_stands_unused(data: Json) -> None:
    used = {s if isinstance(s, str) else s["source"] for record in records(data) for s in record["sources"]}
    assert used == set(data["sources"])


def test_keys_are_short_and_unique(data: Json) -> None:
    keys = [r["key"] for r in records(data)] + [o["key"] for m in data["meetings"] for o in m["outcomes"]]
    assert [key for key, times in Counter(keys).items() if times > 1] == []
    assert all(re.fullmatch(r"[a-z0-9-]{2,40}", key) for key in keys)


def test_every_date_is_one_the_library_reads(data: Json) -> None:
    for text in dates(data):
        assert PartialDate(text).edtf == text
    for meeting in data["meetings"]:
        when = meeting["when"]
        assert when is None or list(when) in (["days"], ["partial"]), meeting["key"]
        if when and "days" in when:
            days = [date.fromisoformat(day) for day in when["days"]]
            assert len(days) in {1, 2} and days == sorted(set(days)), meeting["key"]


def test_references_resolve(data: Json) -> None:
    organizations, groups = set(by_key(data["organizations"])), set(by_key(data["groups"]))
    meetings, people = by_key(data["meetings"]), set(by_key(data.get("persons", [])))
    outcomes = {o["key"] for m in data["meetings"] for o in m["outcomes"]}

    def is_organization(*keys: Any) -> None:
        assert {k for k in keys if isinstance(k, str)} <= organizations, keys

    for organization in data["organizations"]:
        is_organization(organization.get("parent"))
    for group in data["groups"]:
        is_organization(group["coordinator"], group.get("organization"))
        is_organization(*(group["framework"] or {}).get("supported_by", []))
        assert group["cadence"] is None or group["cadence"]["source"] in data["sources"]
    for meeting in data["meetings"]:
        is_organization(meeting["convener"], meeting["host"])
        assert set(meeting["groups"] + meeting.get("with_members_of", [])) <= groups, meeting["key"]
        assert {meeting["part_of"], meeting["predecessor"]} <= {None, *meetings}, meeting["key"]
        assert meeting["part_of"] is None or meetings[meeting["part_of"]]["kind"] == "round", meeting["key"]
        assert set(meeting.get("guests", [])) <= people
        for outcome in meeting["outcomes"]:
            is_organization(outcome.get("by"), outcome.get("presented_by"))
            assert outcome.get("meeting") in {None, *meetings}
    for initiative in data["initiatives"]:
        is_organization(*initiative["supported_by"])
        assert initiative["group"] in {None, *groups} and initiative["from_meeting"] in {None, *meetings}
        assert initiative["from_outcome"] in {None, *outcomes}
        assert all(status["source"] in data["sources"] for status in initiative["statuses"])
    for person in data.get("persons", []):
        is_organization(person["affiliation"])


def test_areas_are_codes_of_the_region(name: str, data: Json) -> None:
    codes = [group["area"] for group in data["groups"]]
    codes += [m["locality"] for m in data["meetings"] if m["locality"]]
    codes += [code for row in data["organizations"] + data["initiatives"] for code in row["areas"]]
    codes += [code for row in data.get("coverage", []) for code in row["with_group"] + row["without_group"]]
    assert [code for code in codes if not KATOTTG[name].fullmatch(code)] == []


def test_texts_are_in_both_languages_with_typographic_apostrophes(data: Json) -> None:
    one_language = [o["abbreviation"] for o in data["organizations"] + data["groups"] if o["abbreviation"]]
    one_language += [person["name"] for person in data.get("persons", [])]
    for text in texts(data):
        assert set(text) == {"uk", "en"} or text in one_language, text
        assert all(value.strip() == value != "" for value in text.values()), text
        assert not re.search(r"['\"\u02bc]", "".join(text.values())), text
        assert not re.search(r"[а-яїієґ]", text.get("en", ""), re.IGNORECASE), text


def test_there_is_no_contact_data(data: Json) -> None:
    words = [value for text in texts(data) for value in text.values()]
    words += [alias for row in data["organizations"] + data["groups"] for alias in row["aliases"]]
    assert [word for word in words if CONTACT.search(word)] == []
    fields = {key for value in walk(data) if isinstance(value, dict) for key in value}
    assert not fields & {"contacts", "email", "phone", "address"}


def test_codes_are_those_of_the_vocabulary(data: Json) -> None:
    for organization in data["organizations"]:
        assert organization["kind"] in ORGANIZATION_KINDS, organization["key"]
    for group in data["groups"]:
        assert {s["state"] for s in group["states"]} <= STATES, group["key"]
        assert {s["kind"] for s in group["seats"]} <= ORGANIZATION_KINDS, group["key"]
        assert group["instrument"] is None or group["instrument"]["kind"] in {"order", "memorandum"}, group["key"]
    for meeting in data["meetings"]:
        assert meeting["kind"] in MEETING_KINDS and meeting["status"] in {"held", "scheduled", "draft"}, meeting["key"]
        assert set(meeting["modes"]) <= {"in_person", "online", "mixed"}, meeting["key"]
        assert {k["kind"] for k in meeting["kinds_present"]} <= ORGANIZATION_KINDS, meeting["key"]
        for outcome in meeting["outcomes"]:
            assert outcome["type"] in OUTCOMES, outcome["key"]
            assert (outcome["type"] == "request") is ("content_known" in outcome), outcome["key"]
            assert set(outcome.get("voiced_by_kinds") or []) <= ORGANIZATION_KINDS, outcome["key"]
        if count := meeting["headcount"]:
            assert count["unit"] in {"organizations", "people"}, meeting["key"]
            assert count["precision"] in {"exactly", "about", "at_least"}, meeting["key"]
            assert set(count["of_kinds"]) <= ORGANIZATION_KINDS and count["over"] >= 1
    for initiative in data["initiatives"]:
        assert {s["status"] for s in initiative["statuses"]} <= {"planned", "ongoing", "implemented"}, initiative["key"]


def test_a_month_of_publication_is_an_end_limit_only(name: str, data: Json) -> None:
    for meeting in data["meetings"]:
        if certainty(meeting, "when") == {"published"} and "partial" in meeting["when"]:
            assert PartialDate(meeting["when"]["partial"]).earliest is None, meeting["key"]
    for initiative in data["initiatives"]:
        for status in initiative["statuses"]:
            if status["certainty"] == "published":
                assert PartialDate(status["known"]).earliest is None, initiative["key"]


def test_every_date_of_a_meeting_says_how_sure_it_is(data: Json) -> None:
    for meeting in data["meetings"]:
        assert meeting["when"] is None or certainty(meeting, "when"), meeting["key"]


def test_a_lower_limit_that_no_page_states_has_its_reason(data: Json) -> None:
    for meeting in data["meetings"]:
        for source in meeting["sources"]:
            if isinstance(source, dict) and source.get("field") == "when" and source["certainty"] == "inferred":
                assert source["reason"], meeting["key"]


def test_states_follow_one_another(data: Json) -> None:
    for group in data["groups"]:
        since = [PartialDate(s["since"]).earliest for s in group["states"] if s["since"]]
        assert since == sorted(since, key=lambda day: day or date.min), group["key"]


# -- Kherson -----------------------------------------------------------------------------------------------------------


def test_kherson_has_twelve_groups_37_meetings_and_35_initiatives() -> None:
    data = load("kherson")
    assert (len(data["groups"]), len(data["meetings"]), len(data["initiatives"])) == (12, 37, 35)
    assert len({group["area"] for group in data["groups"]}) == 12
    last = Counter(initiative["statuses"][-1]["status"] for initiative in data["initiatives"])
    assert last == {"implemented": 20, "ongoing": 8, "planned": 7}


def test_kherson_names_no_person() -> None:
    data = load("kherson")
    fields = {key for value in walk(data) if isinstance(value, dict) for key in value}
    assert not fields & {"persons", "guests", "facilitator", "chair", "as_written", "title_position"}


def test_rounds_and_their_parts_agree() -> None:
    meetings = by_key(load("kherson")["meetings"])
    parts = Counter(m["part_of"] for m in meetings.values() if m["part_of"])
    assert parts == {"round-2": 6, "round-8": 7}
    assert [m["round"] for m in meetings.values() if m["kind"] == "round"] == [2, 3, 4, 5, 6, 7, 8]
    for meeting in meetings.values():
        if meeting["part_of"]:
            assert set(meeting["groups"]) < set(meetings[meeting["part_of"]]["groups"]), meeting["key"]


def test_the_meeting_with_the_emergency_service_says_what_the_article_says() -> None:
    meeting = by_key(load("kherson")["meetings"])["ngo-services"]
    kinds = Counter(outcome["type"] for outcome in meeting["outcomes"])
    assert kinds == {"information": 4, "commitment": 1, "action": 2, "request": 1}
    assert [o["content_known"] for o in meeting["outcomes"] if o["type"] == "request"] == [False]
    assert [o["without_group"] for o in meeting["outcomes"] if "without_group" in o] == [[CITY]]
    count = meeting["headcount"]
    assert (count["value"], count["unit"], count["of_kinds"]) == (10, "organizations", ["ngo", "charity"])
    assert meeting["when"] == {"partial": "[..2025-04]"} and meeting["predecessor"] == "ngo-media"


def test_headcounts_carry_what_was_counted() -> None:
    counts = {m["key"]: m["headcount"] for m in load("kherson")["meetings"] if m["headcount"]}
    assert {key: (c["value"], c["precision"], c["over"]) for key, c in counts.items()} == {
        "working-meeting-kyiv": (50, "at_least", 1),
        "network-lviv": (117, "exactly", 1),
        "training-2024-04": (19, "exactly", 1),
        "round-5": (100, "about", 6),
        "ngo-services": (10, "exactly", 1),
    }


def test_what_was_only_planned_is_not_said_to_be_held() -> None:
    status = {m["key"]: m["status"] for m in load("kherson")["meetings"] if m["status"] != "held"}
    assert status == {"press-2024-02": "scheduled", "ngo-next": "draft"}


def test_kherson_city_has_no_group_in_april_2025_and_one_from_the_end_of_october() -> None:
    data = load("kherson")
    coverage = by_key(data["coverage"])
    assert CITY in coverage["coverage-2025-04"]["without_group"] and CITY in coverage["coverage-2025-10"]["with_group"]
    assert by_key(data["groups"])["wgpsr-kherson"]["states"] == [{"state": "active", "since": "2025-10-31"}]


def test_coverage_names_only_areas_of_groups_or_kherson_city() -> None:
    data = load("kherson")
    areas = {group["area"] for group in data["groups"]}
    for row in data["coverage"]:
        assert set(row["with_group"] + row["without_group"]) <= areas, row["key"]


def test_an_initiative_comes_from_a_meeting_of_its_own_group() -> None:
    data = load("kherson")
    meetings = by_key(data["meetings"])
    for initiative in data["initiatives"]:
        if initiative["from_meeting"]:
            meeting = meetings[initiative["from_meeting"]]
            assert initiative["group"] in meeting["groups"], initiative["key"]
            assert initiative["from_outcome"] in {outcome["key"] for outcome in meeting["outcomes"]}, initiative["key"]


# -- Poltava -----------------------------------------------------------------------------------------------------------


def test_poltava_names_exactly_the_four_officials_without_latin_spelling() -> None:
    data = load("poltava")
    assert [p["name"] for p in data["persons"]] == [
        {"uk": "Арсеній Міхеєвс"},
        {"uk": "Кароліс Буткевичус"},
        {"uk": "Сергій Гривняк"},
        {"uk": "Євгенія Коваленко-Марченкова"},
    ]
    for person in data["persons"]:
        assert person["affiliation"] == "euam" and set(person["title_position"]) == {"uk", "en"}
        assert not re.search(r"[a-z]", person["as_written"] + person["title_as_written"], re.IGNORECASE)
        assert certainty(person, "name") == {"inferred"}


def test_guests_host_and_convener_stand_apart() -> None:
    data = load("poltava")
    meeting = by_key(data["meetings"])["euam-2025-06"]
    assert meeting["guests"] == [person["key"] for person in data["persons"]]
    assert (meeting["host"], meeting["convener"], meeting["headcount"]) == ("sos-childrens-villages", None, None)
    assert meeting["when"] == {"days": ["2025-06-18"]} and certainty(meeting, "when") == {"published"}


def test_the_coalition_is_a_group_and_an_organization_with_39_signatories() -> None:
    data = load("poltava")
    group = by_key(data["groups"])["coalition-1325-poltava"]
    organization = by_key(data["organizations"])[group["organization"]]
    assert organization["kind"] == "coalition" and organization["name"] == group["name"]
    assert (group["signatories"]["value"], group["signatories"]["unit"]) == (39, "people")
    assert group["area"] == "UA53000000000028050" and group["instrument"]["kind"] == "memorandum"
    assert "Коаліція 1325 Полтавщини" in group["aliases"]


def test_the_mission_is_found_under_both_its_abbreviations() -> None:
    assert {"КМЄС", "КМЕС"} <= set(by_key(load("poltava")["organizations"])["euam"]["aliases"])


def test_poltava_has_six_meetings_and_two_groups() -> None:
    data = load("poltava")
    assert (len(data["meetings"]), len(data["groups"])) == (6, 2)
