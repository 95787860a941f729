"""Texts, ids, contacts, consents and sources; and that every field says how sensitive it is."""

from __future__ import annotations

import pickle
from datetime import date
from typing import Any, get_args, get_type_hints
from uuid import UUID

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordkit import (
    Answer,
    ClockTime,
    Consent,
    Contact,
    ContactKind,
    Days,
    DomainError,
    ForeignRule,
    Headcount,
    Information,
    Initiative,
    InitiativeId,
    InitiativeStatus,
    MeetingId,
    Organization,
    OrganizationId,
    OutcomeId,
    PartialDate,
    Person,
    PersonId,
    Recurrence,
    RegistryCode,
    Sensitivity,
    Slot,
    Source,
    Text,
    Tlp,
    Venue,
    folded,
)
from coordkit.codec.convert import OUTCOMES, RECORDS
from coordkit.codec.index import REQUIRED
from coordkit.domain.headcounts import Counted
from coordkit.domain.records import RecordId

# -- texts ------------------------------------------------------------------------------------------------------------


def test_a_text_falls_back_to_the_wider_language_and_then_to_the_original() -> None:
    text = Text.of(uk="Нарада", en="Meeting")
    assert text.best("en") == "Meeting"
    assert text.best("en-GB", "uk") == "Meeting"
    assert text.best("de", "en") == "Meeting"
    assert text.best("de") == text.best() == str(text) == "Нарада"
    assert text.get("en-GB") is None
    assert text.languages == ("uk", "en")
    assert Text.of(en="x").with_(uk="х", en="y") == Text.of(en="y", uk="х")


@pytest.mark.parametrize(
    ("variants", "complaint"),
    [
        ((), "a text needs at least one language"),
        ((("uk", ""),), "text in uk: the text is empty; leave the language out"),
        ((("uk", " \n\t"),), "the text is empty"),
        ((("uk", "a"), ("uk", "b")), "language uk stands twice"),
        ((("Ukrainian", "a"),), "is not a language code such as uk or en"),
        ((("", "a"),), "is not a language code"),
        ((("uk\n", "a"),), "is not a language code"),
        ((("uk", "a\0"),), "text in uk: a text may not hold a NUL or a lone surrogate; remove that character"),
        ((("uk", "\ud83d"),), "a NUL or a lone surrogate"),
        ((("uk", 5),), "expected a text, not int"),
    ],
)
def test_a_text_that_cannot_be_kept_or_read_is_refused(variants: Any, complaint: str) -> None:
    with pytest.raises(DomainError, match=complaint):
        Text(variants)


@pytest.mark.parametrize("field", ["kind", "aliases", "sectors", "areas"])
def test_every_other_text_refuses_nul_and_lone_surrogates_too(field: str) -> None:
    for bad in ("a\0b", "\udc00"):
        value: Any = bad if field == "kind" else (bad,)
        with pytest.raises(DomainError, match=f"{field}: a text may not hold"):
            Organization(id=OrganizationId(int=1), name=Text.of(en="x"), **{field: value})


def test_one_text_where_several_are_expected_is_not_taken_for_its_letters() -> None:
    aliases: Any = "ДСНС"
    with pytest.raises(DomainError, match=r"aliases: expected several texts; write \('ДСНС',\)"):
        Organization(id=OrganizationId(int=1), name=Text.of(en="x"), aliases=aliases)


def test_texts_are_matched_without_regard_to_case_apostrophe_and_unicode_form() -> None:
    assert folded("ПРИП'ЯТЬ") == folded("Прип’ять") == folded("припʼять")
    assert folded("Ї") == folded("І\u0308") == "ї"


@given(st.text(st.characters(codec="utf-8", categories=["L", "Nd", "P"]) | st.sampled_from("'’ʼіїйґ\u0301\u0308")))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


# -- ids --------------------------------------------------------------------------------------------------------------

UUID_1 = UUID("0123456789abcdef0123456789abcdef")


def test_an_id_equals_only_its_own_kind() -> None:
    meeting, person = MeetingId(int=UUID_1.int), PersonId(int=UUID_1.int)
    assert meeting == MeetingId(int=UUID_1.int)
    assert meeting != person
    assert meeting != UUID_1 and meeting != UUID_1
    assert meeting.uuid == UUID_1 and type(meeting.uuid) is UUID
    assert len({meeting, person, UUID_1, MeetingId(int=UUID_1.int)}) == 3


def test_an_id_is_written_with_its_kind_and_read_back() -> None:
    meeting = MeetingId(int=UUID_1.int)
    assert str(meeting) == "meeting:01234567-89ab-cdef-0123-456789abcdef"
    assert MeetingId.parse(str(meeting)) == meeting
    assert eval(repr(meeting), {"MeetingId": MeetingId}) == meeting
    assert pickle.loads(pickle.dumps(meeting)) == meeting


@pytest.mark.parametrize("text", ["", "meeting:", "meeting:x", "person:" + str(UUID_1), str(UUID_1), "meeting:" + "z" * 32])
def test_what_is_no_id_of_this_kind_is_refused(text: str) -> None:
    with pytest.raises(DomainError):
        MeetingId.parse(text)


def test_every_kind_of_record_has_an_id_of_its_own() -> None:
    assert len({cls.id_type for cls in RECORDS.values()}) == len(RECORDS)
    assert all(cls.id_type.kind == kind for kind, cls in RECORDS.items())


# -- contacts, consents, sources, numbers -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value", ["", "x", "a@b@c", "a b@example.org", "a@example.org\r\nBcc: x@example.org", "<a@example.org>", "a@"]
)
def test_what_cannot_be_a_mail_address_is_refused(value: str) -> None:
    with pytest.raises(DomainError, match=r"is no e-mail address; write name@example.org"):
        Contact(kind=ContactKind.EMAIL, value=value)


@pytest.mark.parametrize(
    "value", ["0532560290", "+38 053", "+0532560290", "+38", "+3805325602901234", "+38053256٠290", "+380532560290\n"]
)
def test_what_cannot_be_a_number_in_e164_is_refused(value: str) -> None:
    with pytest.raises(DomainError, match=r"is no number in E\.164; write \+ and digits only"):
        Contact(kind=ContactKind.PHONE, value=value)


def test_contacts_that_can_be_are_taken() -> None:
    Contact(kind=ContactKind.EMAIL, value="duty@пошта.example")
    Contact(kind=ContactKind.PHONE, value="+380532560290")
    Contact(kind=ContactKind.MESSENGER, value="@duty")


def test_a_consent_is_dated_and_can_be_taken_back() -> None:
    consent = Consent(since=date(2024, 3, 1), until="2024-05")
    assert consent.as_of(date(2024, 2, 29)) is Answer.NO
    assert consent.as_of(date(2024, 4, 30)) is Answer.YES
    assert consent.as_of(date(2024, 5, 15)) is Answer.POSSIBLY
    assert consent.as_of(date(2024, 6, 1)) is Answer.NO


@pytest.mark.parametrize("url", ["", "example.org", "ftp://example.org", "javascript:alert(1)", " https://example.org"])
def test_a_source_that_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(DomainError, match=r"is no web address; an inside paper goes in document="):
        Source(url=url)


def test_tlp_labels_are_first_orgs_and_ordered() -> None:
    assert [tlp.label for tlp in sorted(Tlp)] == ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"]
    assert Organization(id=OrganizationId(int=1), name=Text.of(en="x")).tlp is Tlp.AMBER


def test_counts_of_people_below_none_are_refused() -> None:
    with pytest.raises(DomainError, match=r"venue.capacity: -1 people cannot be"):
        Venue(capacity=-1)
    with pytest.raises(DomainError, match="headcount: -1 over 1 meetings cannot be"):
        Headcount(value=-1, counted=Counted.PEOPLE)
    with pytest.raises(DomainError, match="headcount: 3 over 0 meetings cannot be"):
        Headcount(value=3, counted=Counted.PEOPLE, over=0)


def test_the_place_of_a_record_in_the_history_takes_no_part_in_equality() -> None:
    one = Organization(id=OrganizationId(int=1), name=Text.of(en="x"))
    assert attrs.evolve(one, revision=3, head=b"x" * 32) == one


# -- outcomes and initiatives -----------------------------------------------------------------------------------------


def test_only_a_request_may_lack_its_text() -> None:
    for name, cls in OUTCOMES.items():
        given_text: dict[str, Any] = {} if name == "request" else {"text": Text.of(en="x")}
        assert cls(id=OutcomeId(int=1), meeting=MeetingId(int=2), **given_text).meeting == MeetingId(int=2)
        if name != "request":
            with pytest.raises(TypeError, match="text"):
                cls(id=OutcomeId(int=1), meeting=MeetingId(int=2))


def test_there_are_five_kinds_of_outcome() -> None:
    assert sorted(OUTCOMES) == ["action_item", "commitment", "decision", "information", "request"]
    assert issubclass(Information, RECORDS["outcome"])


def test_an_initiatives_status_on_a_day_is_the_latest_that_was_surely_known() -> None:
    made = (
        Initiative(id=InitiativeId(int=1), title=Text.of(en="Shelter"))
        .reached(InitiativeStatus.PLANNED, "2023-05")
        .reached(InitiativeStatus.ONGOING, "[..2023-11]")
        .reached(InitiativeStatus.IMPLEMENTED, date(2024, 2, 1))
    )
    on = {day: made.status_on(date.fromisoformat(day)) for day in ("2023-05-30", "2023-05-31", "2023-11-30", "2024-02-01")}
    assert list(on.values()) == [None, *InitiativeStatus]
    assert made.status is InitiativeStatus.IMPLEMENTED
    assert Initiative(id=InitiativeId(int=1), title=Text.of(en="x")).status is None


# -- how sensitive every field is -------------------------------------------------------------------------------------

WHOLE = (Text, Slot, Days, PartialDate, ClockTime, Recurrence, ForeignRule)  # one value each; they go by the field that holds them


def leaves(kind: Any) -> list[Any]:
    return [leaf for member in get_args(kind) for leaf in leaves(member)] if get_args(kind) else [kind]


def classes() -> set[type]:
    """Every record, and every part that stands in one, near or far."""
    found: set[type] = set()
    waiting: list[Any] = [*RECORDS.values(), *OUTCOMES.values()]
    while waiting:
        cls = waiting.pop()
        if isinstance(cls, type) and attrs.has(cls) and cls not in found and cls not in WHOLE:
            found.add(cls)
            waiting += [leaf for hint in get_type_hints(cls).values() for leaf in leaves(hint)]
    return found


def test_every_field_of_every_record_and_part_says_how_sensitive_it_is() -> None:
    parts = classes()
    assert {Contact, Venue, RegistryCode, Person, Source} <= parts
    unmarked = [
        f"{cls.__name__}.{field.name}" for cls in parts for field in attrs.fields(cls) if "sensitivity" not in field.metadata
    ]
    assert unmarked == []
    assert all(isinstance(field.metadata["sensitivity"], Sensitivity) for cls in parts for field in attrs.fields(cls))


def test_the_references_a_record_cannot_do_without_are_those_that_its_index_holds() -> None:
    def is_reference(field: Any, hints: dict[str, Any]) -> bool:
        return all(isinstance(leaf, type) and issubclass(leaf, RecordId) for leaf in leaves(hints[field.name]))

    needed = {}
    for kind, cls in RECORDS.items():
        hints = get_type_hints(cls)
        names = [f.name for f in attrs.fields(cls) if f.default is attrs.NOTHING and f.name != "id" and is_reference(f, hints)]
        if names:
            needed[kind] = tuple(names)
    assert needed | {"received": ("matches",)} == dict(REQUIRED)  # what came in goes with the invitation that it answers
