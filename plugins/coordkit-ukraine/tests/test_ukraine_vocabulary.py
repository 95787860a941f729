"""The vocabularies of the national base: complete in both languages, honest about their codes."""

from __future__ import annotations

from enum import Enum

import pytest

import coordkit
from coordkit.domain.rules.coverage import NoGroup
from coordkit.ports import Region
from coordkit_ukraine import plugin, vocabulary

# Printed words of every enum of the domain. TLP labels are never translated; sensitivities are never printed to people.
VOCABULARY_OF = {
    coordkit.ActionStatus: "action_statuses",
    coordkit.Answer: "answers",
    coordkit.Attended: "attended",
    coordkit.Certainty: "certainties",
    coordkit.ContactKind: "contact_kinds",
    coordkit.Counted: "counted",
    coordkit.Disposition: "dispositions",
    coordkit.Frequency: "frequencies",
    coordkit.GroupState: "group_states",
    coordkit.InitiativeStatus: "initiative_statuses",
    coordkit.InstrumentKind: "instruments",
    coordkit.MeetingStatus: "meeting_statuses",
    coordkit.MinutesState: "minutes_states",
    coordkit.Mode: "modes",
    coordkit.ParticipationRole: "participation_roles",
    coordkit.Precision: "precision",
    coordkit.Presence: "presences",
    coordkit.QuorumOf: "quorum_of",
    coordkit.ReceivedKind: "received_kinds",
    coordkit.ReminderKind: "reminder_kinds",
    coordkit.Repeat: "repeats",
    coordkit.ReplyPolicy: "reply_policies",
    coordkit.Response: "responses",
    coordkit.ResponseSource: "response_sources",
    coordkit.Role: "roles",
    coordkit.SeriesStatus: "series_statuses",
    coordkit.TitleForm: "title_forms",
    coordkit.Verdict: "verdicts",
    coordkit.Weekday: "weekdays",
}
NEVER_TRANSLATED = {coordkit.Sensitivity, coordkit.Tlp}
KINDS = [
    *("ngo", "charity", "coalition", "emergency_service", "training_centre", "police", "patrol_police", "community_police_officer"),
    *("local_fire_brigade", "military_administration", "regional_administration", "administration_department", "local_council"),
    *("elder", "communal_institution", "admin_service_centre", "social_services", "education", "health", "media", "volunteers"),
    *("activists", "youth", "residents", "business", "condominium", "researcher", "international_organisation", "other"),
    *("international_mission", "donor", "cimic", "women_coalition", "working_groups"),
]
MEETING_KINDS = [
    *("meeting", "group", "round", "network", "intersectoral", "training", "founding", "public_event", "external_event"),
    *("external_meeting", "announcement"),
]


def ukraine() -> Region:
    (region,) = plugin.coordkit_regions()
    return region


def public_enums() -> set[type[Enum]]:
    found = set()
    for name in coordkit.__all__:
        try:
            value = getattr(coordkit, name)
        except ImportError:  # a name whose home is still to be built says nothing about enums
            continue
        if isinstance(value, type) and issubclass(value, Enum):
            found.add(value)
    return found


def test_every_enum_of_the_domain_has_a_vocabulary() -> None:
    assert public_enums() == VOCABULARY_OF.keys() | NEVER_TRANSLATED


@pytest.mark.parametrize("enum", VOCABULARY_OF, ids=lambda enum: enum.__name__)
def test_every_value_of_an_enum_has_a_label(enum: type[Enum]) -> None:
    assert {term.code for term in ukraine().labels[VOCABULARY_OF[enum]]} == {member.value for member in enum}


def test_what_coverage_outcomes_and_areas_are_called_has_a_label() -> None:
    codes = {name: {term.code for term in terms} for name, terms in ukraine().labels.items()}
    assert codes["coverage"] == {reason.value for reason in NoGroup}
    assert codes["outcomes"] == {"information", "decision", "action_item", "commitment", "request"}
    assert codes["area_types"] == {area.type for area in ukraine().gazetteer}


def test_a_kind_is_there_for_everybody_who_was_seen_at_meetings() -> None:
    assert {term.code for term in ukraine().kinds} >= set(KINDS)
    assert [term.code for term in ukraine().labels["meeting_kinds"]] == MEETING_KINDS


@pytest.mark.parametrize("name", vocabulary.read())
def test_terms_have_both_languages_a_source_and_a_code_of_their_own(name: str) -> None:
    terms = vocabulary.read()[name]
    codes = [term.code for term in terms]
    assert len(set(codes)) == len(codes)
    for term in terms:
        assert term.label.languages == ("uk", "en"), term.code
        assert term.source, term.code
        assert "'" not in term.label.best("uk"), f"{term.code}: the printed apostrophe is ’"


def test_a_region_finds_a_term_by_its_vocabulary_and_code() -> None:
    term = ukraine().term("roles", "member")
    assert term is not None
    assert term.feminine is not None
    assert (term.label.best("uk"), term.feminine.best("uk")) == ("член", "членкиня")
    recovery = ukraine().term("sectors", "recovery")
    assert recovery is not None
    assert recovery.mappings == {"hapi": "ERY"}


def test_codes_of_other_lists_are_of_those_lists() -> None:
    mapped = [(scheme, code) for term in (*ukraine().kinds, *ukraine().sectors) for scheme, code in term.mappings.items()]
    assert {scheme for scheme, _ in mapped} == {"hapi", "ocha", "iati"}
    assert {code for scheme, code in mapped if scheme == "ocha"} <= {"431", "433", "434", "435", "437", "438"}
    assert {code for scheme, code in mapped if scheme == "iati"} <= {"10", "11", "15", "21", "22", "40", "60", "70", "80", "90"}


def test_no_list_of_others_knows_civil_protection_so_it_claims_no_code_there() -> None:
    for code in ("civil_protection", "public_security"):
        term = ukraine().term("sectors", code)
        assert term is not None
        assert term.mappings == {}


def test_the_national_base_checks_its_register_and_writes_latin() -> None:
    region = ukraine()
    assert region.registries["UA-EDR"]("14360570") is None
    assert region.registries["UA-EDR"]("14360571") is not None
    assert region.romanize is not None
    assert region.romanize("Дар’ївська") == "Darivska"
    assert (region.zone, region.languages, region.parent) == ("Europe/Kyiv", ("uk", "en"), None)


def test_the_vocabularies_cannot_be_changed_from_outside() -> None:
    with pytest.raises(TypeError):
        vocabulary.read()["kinds"] = ()  # type: ignore[index]  # that it is refused is the point
