"""The tables: one row a record, columns that stay, names for ids, and nothing round the gate."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coordkit import (
    SUBJECTS,
    Affiliation,
    AffiliationId,
    Area,
    AreaName,
    Audience,
    Consent,
    Contact,
    ContactKind,
    Days,
    GroupState,
    Information,
    Invitation,
    InvitationId,
    Meeting,
    MeetingId,
    MeetingStatus,
    Membership,
    MembershipId,
    Organization,
    OrganizationId,
    OutcomeId,
    PartialDate,
    Person,
    PersonId,
    Record,
    Repeat,
    Request,
    Role,
    Slot,
    Source,
    StateSince,
    Text,
    Tlp,
    Venue,
    WorkingGroup,
    WorkingGroupId,
    coverage_subject,
)
from coordkit.ports import Subject
from coordkit.testing.releases import release_of
from tests.strategies import records

ORGANIZATION, PERSON, GROUP, MEETING = OrganizationId(int=1), PersonId(int=1), WorkingGroupId(int=1), MeetingId(int=1)
FOUND = Organization(id=ORGANIZATION, tlp=Tlp.CLEAR, name=Text.of(uk="Фонд", en="Fund"))
SEATED = WorkingGroup(
    id=GROUP,
    tlp=Tlp.CLEAR,
    name=Text.of(uk="Група"),
    area="UA65",
    states=(StateSince(state=GroupState.PROPOSED, since="2021"), StateSince(state=GroupState.ACTIVE, since="2023-09")),
    sources=(Source(url="https://example.org/group"),),
)


Row = Mapping[str, str]


def rows(subject: Subject | str, *kept: Record, audience: Audience | None = None, languages: Any = ("uk",)) -> list[Row]:
    table = SUBJECTS[subject] if isinstance(subject, str) else subject
    release = release_of(kept, audience or Audience.desk())
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows(release, languages)]


@pytest.mark.parametrize("subject", SUBJECTS.values(), ids=lambda subject: subject.name)
def test_columns_are_snake_case_and_begin_with_the_id_and_end_with_the_tlp(subject: Subject) -> None:
    assert subject.columns[-1] == "tlp"
    if subject.records:  # others have rows that are no records, such as the lines of an attendance list
        assert subject.columns[0] == "id" and subject.columns[-2] == "sources"
    assert len(set(subject.columns)) == len(subject.columns)
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", column) for column in subject.columns)
    assert subject.kinds[: len(subject.records)] == subject.records


@settings(max_examples=60)
@given(st.lists(records, max_size=5))
def test_every_record_of_a_subject_is_one_row_in_order_of_id(drawn: list[Record]) -> None:
    kept = {record.id: record for record in drawn}.values()
    release = release_of(kept, Audience.desk())
    for subject in (each for each in SUBJECTS.values() if each.records):
        expected = [str(record.id) for kind in subject.records for record in release.each(kind)]
        assert [row["id"] for row in rows(subject, *kept)] == expected


@settings(max_examples=60)
@given(st.lists(records, max_size=5))
def test_a_table_names_only_records_of_the_kinds_that_it_says(drawn: list[Record]) -> None:
    kept = {record.id: record for record in drawn}.values()
    for subject in SUBJECTS.values():
        told = [record for record in kept if isinstance(record, subject.kinds)]
        assert rows(subject, *kept) == rows(subject, *told)


def test_a_row_is_as_strict_as_the_strictest_record_that_it_names() -> None:
    strict = Organization(id=OrganizationId(int=2), tlp=Tlp.AMBER, name=Text.of(uk="Суворі"))
    meetings = [
        Meeting(id=MeetingId(int=number), tlp=Tlp.GREEN, title=Text.of(uk="Нарада"), convener=convener)
        for number, convener in ((1, FOUND.id), (2, strict.id), (3, FOUND.id), (4, None))
    ]
    found = rows("meetings", FOUND, strict, *meetings)
    assert [row["tlp"] for row in found] == ["TLP:GREEN", "TLP:AMBER", "TLP:GREEN", "TLP:GREEN"]
    people = [Person(id=PersonId(int=number), tlp=Tlp.CLEAR, name=Text.of(uk="Особа")) for number in (1, 2)]
    works = Affiliation(
        id=AffiliationId(int=1), tlp=Tlp.GREEN, person=people[1].id, organization=strict.id, position=Text.of(uk="радниця")
    )
    assert [row["tlp"] for row in rows("people", strict, works, *people)] == ["TLP:CLEAR", "TLP:AMBER"]


@settings(max_examples=60)
@given(st.lists(records, max_size=5))
def test_no_row_is_stricter_than_the_label(drawn: list[Record]) -> None:
    kept = {record.id: record for record in drawn}.values()
    release = release_of(kept, Audience.of_named([PERSON]))
    for subject in SUBJECTS.values():
        label = release.label(subject)
        assert all(Tlp[row[-1].removeprefix("TLP:").replace("+", "_")] <= label for row in subject.rows(release, ("uk",)))


def test_names_come_in_the_first_language_there_is() -> None:
    assert [row["name"] for row in rows("organizations", FOUND, languages=("en", "uk"))] == ["Fund"]
    assert [row["name"] for row in rows("organizations", FOUND, languages=("pl", "uk"))] == ["Фонд"]


def test_references_stand_by_name_and_by_id() -> None:
    person = Person(id=PERSON, name=Text.of(uk="Особа"))
    held = Membership(
        id=MembershipId(int=1), group=GROUP, member=PERSON, on_behalf_of=ORGANIZATION, role=Role.CHAIR, since="2023-09"
    )
    (row,) = rows("memberships", FOUND, person, SEATED, held)
    assert row == {
        "id": str(held.id), "group": "Група", "group_id": str(GROUP), "member": "Особа", "member_id": str(PERSON),
        "on_behalf_of": "Фонд", "on_behalf_of_id": str(ORGANIZATION), "seat": "", "role": "chair", "alternate": "false",
        "since": "2023-09", "until": "", "sources": "", "tlp": "TLP:AMBER",
    }  # fmt: skip


def test_who_was_taken_off_the_list_of_those_invited_stands_there_as_such() -> None:
    meeting = Meeting(id=MEETING, title=Text.of(uk="Нарада"))
    asked = Invitation(id=InvitationId(int=1), meeting=MEETING, invitee=ORGANIZATION)
    gone = attrs.evolve(asked, id=InvitationId(int=2)).withdrawn(datetime(2026, 6, 1, 9, tzinfo=UTC))
    found = rows("invitations", FOUND, meeting, asked, gone)
    assert [row["withdrawn_at"] for row in found] == ["", "2026-06-01T09:00:00+00:00"]


def test_people_come_with_their_positions_and_each_way_to_reach_them_apart() -> None:
    contacts = (
        Contact(kind=ContactKind.EMAIL, value="one@example.org"),
        Contact(kind=ContactKind.PHONE, value="+380000000000"),
        Contact(kind=ContactKind.EMAIL, value="two@example.org"),
    )
    person = Person(id=PERSON, name=Text.of(uk="Особа"), contacts=contacts)
    held = Affiliation(id=AffiliationId(int=1), person=PERSON, organization=ORGANIZATION, position=Text.of(uk="радниця"))
    (row,) = rows("people", person, held, FOUND)
    assert (row["positions"], row["email"], row["phone"]) == ("радниця, Фонд", "one@example.org; two@example.org", "+380000000000")


@pytest.mark.parametrize(
    ("when", "cells"),
    [
        (
            Slot(datetime(2026, 3, 28, 22), timedelta(hours=12), "Europe/Kyiv"),
            ("2026-03-28T22:00:00", "2026-03-29T11:00:00", "Europe/Kyiv", "2026-03-28"),
        ),
        (
            Slot(datetime(2026, 10, 25, 3, 30), timedelta(hours=1), "Europe/Kyiv", Repeat.FIRST),
            ("2026-10-25T03:30:00+03:00", "2026-10-25T03:30:00+02:00", "Europe/Kyiv", "2026-10-25"),
        ),
        (Days(date(2026, 6, 1)), ("", "", "", "2026-06-01")),
        (Days(date(2026, 6, 1), date(2026, 6, 3)), ("", "", "", "2026-06-01/2026-06-03")),
        (PartialDate("[..2025-04]"), ("", "", "", "[..2025-04]")),
        (None, ("", "", "", "")),
    ],
    ids=["slot", "repeated hour", "day", "days", "partial", "none"],
)
def test_no_time_loses_anything_that_a_reader_needs(when: Any, cells: tuple[str, ...]) -> None:
    (row,) = rows("meetings", Meeting(id=MEETING, title=Text.of(uk="Нарада"), when=when))
    assert (row["start"], row["end"], row["zone"], row["date"]) == cells


def test_a_group_tells_its_latest_state_and_all_of_them() -> None:
    (row,) = rows("groups", SEATED)
    assert (row["state"], row["state_since"], row["states"]) == ("active", "2023-09", "proposed 2021; active 2023-09")
    assert row["sources"] == "https://example.org/group"


def test_outcomes_of_all_kinds_share_one_table() -> None:
    meeting = Meeting(id=MEETING, title=Text.of(uk="Нарада"), when=PartialDate("2025-06"))
    voiced = Request(id=OutcomeId(int=1), meeting=MEETING, voiced_by=(ORGANIZATION,))
    told = Information(id=OutcomeId(int=2), meeting=MEETING, text=Text.of(uk="Групи немає"), without_group=("UA65", "UA53"))
    asked, said = rows("outcomes", FOUND, meeting, voiced, told)
    assert (asked["type"], asked["text"], asked["voiced_by"], asked["disposition"]) == ("request", "", "Фонд", "open")
    assert (said["type"], said["without_group"], said["meeting"], said["date"]) == (
        "information",
        "UA65; UA53",
        "Нарада",
        "2025-06",
    )


def test_a_table_for_the_public_holds_no_name_place_or_contact_that_is_withheld() -> None:
    secret = Text.of(uk="ТАЄМНО")
    hidden = Organization(id=OrganizationId(int=2), name=secret)
    venue = Venue(locality="UA65", place=secret, link="ТАЄМНО")
    meeting = Meeting(
        id=MEETING, tlp=Tlp.CLEAR, title=Text.of(uk="Нарада"), notes=secret, venue=venue, convener=hidden.id, host=ORGANIZATION,
        guests=(PERSON,), status=MeetingStatus.HELD, when=Days(date(2025, 6, 1)),
    )  # fmt: skip
    (row,) = rows("meetings", FOUND, hidden, meeting, Person(id=PERSON, tlp=Tlp.CLEAR, name=secret), audience=Audience.public())
    assert "ТАЄМНО" not in "".join(row.values())
    assert (row["locality"], row["host"], row["convener"], row["convener_id"], row["guest_ids"]) == ("UA65", "Фонд", "", "", "")


def test_a_contact_shows_with_consent_only() -> None:
    shown = Contact(kind=ContactKind.EMAIL, value="a@example.org", in_public=Consent(since="2020"))
    kept = Contact(kind=ContactKind.EMAIL, value="b@example.org", in_group=Consent(since="2020"))
    organization = Organization(id=ORGANIZATION, tlp=Tlp.CLEAR, name=Text.of(uk="Фонд"), contacts=(shown, kept))
    assert [row["email"] for row in rows("organizations", organization, audience=Audience.public())] == ["a@example.org"]


# -- coverage


def area(code: str) -> Area:
    names = (AreaName(name=Text.of(uk=f"Громада {code}", en=f"Hromada {code}")),)
    return Area(code=code, level=3, type="hromada", names=names, codes={"pcode": f"P{code}"})


STATED = (
    Meeting(id=MEETING, tlp=Tlp.CLEAR, title=Text.of(uk="Нарада"), when=PartialDate("[..2025-04]")),
    Information(
        id=OutcomeId(int=1),
        tlp=Tlp.CLEAR,
        meeting=MEETING,
        text=Text.of(uk="Групи немає"),
        without_group=("UA53",),
        sources=(Source(url="https://example.org/none"),),
    ),
)


def coverage_on(day: date, *kept: Record, audience: Audience | None = None) -> list[Row]:
    return rows(coverage_subject([area("UA65"), area("UA53"), area("UA01")], day), *kept, audience=audience)


def test_coverage_tells_of_each_area_the_state_of_its_group_or_why_there_is_none() -> None:
    active, stated, unknown = coverage_on(date(2025, 12, 31), SEATED, *STATED)
    assert active == {
        "area": "UA65", "pcode": "PUA65", "area_name": "Громада UA65", "area_type": "hromada", "on": "2025-12-31",
        "state": "active", "how_sure": "yes", "since": "2023-09", "group": "Група", "group_id": str(GROUP), "sources": "https://example.org/group",
        "tlp": "TLP:CLEAR",
    }  # fmt: skip
    assert (stated["state"], stated["how_sure"], stated["group"], stated["sources"]) == (
        "none, stated", "yes", "", "https://example.org/none",
    )  # fmt: skip
    assert (unknown["state"], unknown["sources"], unknown["tlp"]) == ("none known", "", "TLP:CLEAR")


def test_coverage_looks_at_the_day_it_is_made_for() -> None:
    assert [row["state"] for row in coverage_on(date(2022, 12, 31), SEATED, *STATED)] == ["proposed", "none known", "none known"]
    assert coverage_on(date(2023, 9, 15), SEATED)[0]["how_sure"] == "possibly"


def test_coverage_for_the_public_knows_no_group_that_is_withheld() -> None:
    hidden = WorkingGroup(id=GROUP, name=Text.of(uk="Група"), area="UA65", states=SEATED.states)
    row = coverage_on(date(2025, 12, 31), hidden, audience=Audience.public())[0]
    assert (row["state"], row["group"], row["group_id"]) == ("none known", "", "")
    assert coverage_on(date(2025, 12, 31), hidden)[0]["tlp"] == "TLP:AMBER"


def test_coverage_for_the_public_believes_no_statement_of_a_meeting_that_is_withheld() -> None:
    meeting, told = STATED
    closed = Meeting(id=MEETING, title=Text.of(uk="Нарада"), when=PartialDate("[..2025-04]"))
    states = [row["state"] for row in coverage_on(date(2025, 12, 31), closed, told, audience=Audience.public())]
    assert states == ["none known"] * 3
    assert isinstance(meeting, Meeting)
