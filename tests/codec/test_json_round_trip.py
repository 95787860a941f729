"""What is written as JSON comes back as it was, and is written the same again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import attrs
import pytest
from hypothesis import given, settings

from coordkit import (
    ActionItem,
    Days,
    Invitation,
    InvitationId,
    Meeting,
    MeetingId,
    MeetingSeries,
    MeetingStatus,
    Minutes,
    Office,
    Organization,
    OrganizationId,
    PartialDate,
    Received,
    Record,
    Repeat,
    Response,
    Slot,
    Text,
    WorkingGroup,
    from_json,
    to_json,
)
from coordkit.codec.documents import canonical
from tests.strategies import RECORD_CLASSES, made, records


@pytest.mark.parametrize("cls", RECORD_CLASSES, ids=lambda cls: cls.__name__)
def test_every_class_of_records_has_examples_and_they_come_back_and_are_written_the_same_again(cls: type[Record]) -> None:
    @given(made(cls))
    def comes_back(record: Record) -> None:
        written = to_json(record)
        assert written == json.dumps(json.loads(written), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert "\n" not in written
        for again in (from_json(written), from_json(written.encode())):
            assert type(again) is cls
            assert again == record
            assert to_json(again) == written

    comes_back()


@given(records)
def test_a_body_holds_every_field_and_no_stamp(record: Record) -> None:
    fields = attrs.fields(cast(Any, type(record)))
    stamps = {field.name for field in fields if "stamp" in field.metadata}
    body = json.loads(to_json(record))
    extra = {"type"} if body["record"] == "outcome" else set()
    assert set(body) == {field.name for field in fields} - stamps | {"schema", "record"} | extra
    assert stamps == {"revision", "head", "changed_at"}


def test_a_record_reads_back_without_its_place_in_the_history() -> None:
    kept = Organization(id=OrganizationId(int=1), name=Text.of(en="One"), revision=7, head=b"x" * 32, changed_at=datetime.now(UTC))
    again = from_json(to_json(kept))
    assert (again.revision, again.head, again.changed_at) == (0, None, None)
    assert again == kept


@pytest.mark.parametrize(
    "when",
    [
        Slot(datetime(2026, 3, 28, 10), timedelta(hours=36), "Europe/Kyiv"),
        Slot(datetime(2026, 10, 25, 3, 30), timedelta(minutes=1), "Europe/Kyiv", Repeat.FIRST),
        Slot(datetime(2026, 10, 25, 3, 30), timedelta(minutes=1), "Europe/Kyiv", Repeat.SECOND),
        Slot(datetime(2026, 6, 1, 10), timedelta(seconds=1), "Asia/Tokyo"),
        Days(datetime(2026, 6, 1).date()),
        PartialDate("[..2025-04]"),
        None,
    ],
    ids=str,
)
def test_a_time_comes_back_with_the_name_of_its_zone(when: Any) -> None:
    meeting = Meeting(id=MeetingId(int=1), title=Text.of(en="One"), when=when)
    again = from_json(to_json(meeting))
    assert isinstance(again, Meeting)
    assert again.when == when
    assert getattr(again.when, "zone", None) == getattr(when, "zone", None)
    assert getattr(again.when, "starts", None) == getattr(when, "starts", None)


def test_ten_in_kyiv_stays_ten_in_kyiv_a_week_later() -> None:
    meeting = Meeting(
        id=MeetingId(int=1),
        title=Text.of(en="One"),
        status=MeetingStatus.SCHEDULED,
        when=Slot(datetime(2026, 3, 23, 10), timedelta(hours=1), "Europe/Kyiv"),
    )
    again = from_json(to_json(meeting))
    assert isinstance(again, Meeting) and isinstance(again.when, Slot)
    assert (again.when.starts + timedelta(days=7)).isoformat() == "2026-03-30T10:00:00+03:00"


def test_the_order_of_languages_comes_back() -> None:
    for text in (Text.of(uk="Перша", en="First"), Text.of(en="First", uk="Перша")):
        again = from_json(to_json(Organization(id=OrganizationId(int=1), name=text)))
        assert isinstance(again, Organization)
        assert again.name.languages == text.languages


def test_the_body_is_the_one_that_is_promised() -> None:
    answered = Invitation(
        id=InvitationId(int=1),
        meeting=MeetingId(int=2),
        invitee=OrganizationId(int=3),
        answered_at=datetime(2026, 1, 2, tzinfo=UTC),
    )
    assert to_json(answered) == (
        '{"answered_at":"2026-01-02T00:00:00Z","answered_sequence":null,"comment":null,"delegated_to":null,'
        '"id":"invitation:00000000-0000-0000-0000-000000000001",'
        '"invitee":"organization:00000000-0000-0000-0000-000000000003","meeting":"meeting:00000000-0000-0000-0000-000000000002",'
        '"occurrence":null,"record":"invitation","recorded_by":null,"reset_at":0,"response":"NEEDS-ACTION","response_source":null,'
        '"role":"REQ-PARTICIPANT","schema":2,"sources":[],"tlp":"AMBER"}'
    )


def test_a_body_of_the_first_schema_is_read_with_defaults_for_what_came_later() -> None:
    body = (
        '{"answered_at":"2026-01-02T00:00:00Z","comment":null,"id":"invitation:00000000-0000-0000-0000-000000000001",'
        '"invitee":"organization:00000000-0000-0000-0000-000000000003","meeting":"meeting:00000000-0000-0000-0000-000000000002",'
        '"record":"invitation","response":"ACCEPTED","response_source":null,"role":"REQ-PARTICIPANT","schema":1,'
        '"sources":[],"tlp":"AMBER"}'
    )
    read = from_json(body)
    assert isinstance(read, Invitation)
    assert (read.response, read.reset_at, read.delegated_to) == (Response.ACCEPTED, 0, None)
    assert '"schema":2' in to_json(read)


CAME_LATER: Mapping[type[Record], tuple[str, ...]] = {
    WorkingGroup: ("terms",),
    Meeting: ("delegations", "series", "occurrence"),
    Invitation: ("occurrence", "answered_sequence", "recorded_by", "reset_at", "delegated_to"),
    ActionItem: ("closed_on",),
    Office: ("tlp_ceiling", "retention_months", "reply_policy"),
}
"""What schema 2 added to the records that schema 1 had."""
OF_THE_FIRST = [cls for cls in RECORD_CLASSES if cls not in (MeetingSeries, Received, Minutes)]


@pytest.mark.parametrize("cls", OF_THE_FIRST, ids=lambda cls: cls.__name__)
def test_every_record_of_the_first_schema_is_read_and_written_in_the_second(cls: type[Record]) -> None:
    later = CAME_LATER.get(cls, ())
    defaults = {name: default_of(attrs.fields_dict(cast(Any, cls))[name]) for name in later}

    @settings(max_examples=25)
    @given(made(cls))
    def is_read(record: Record) -> None:
        if isinstance(record, Invitation) and record.delegated_to is not None:
            record = attrs.evolve(record, delegated_to=None, response=Response.ACCEPTED)
        body = {name: value for name, value in json.loads(to_json(record)).items() if name not in later} | {"schema": 1}
        again = from_json(canonical(body))
        assert again == attrs.evolve(record, **defaults)
        assert json.loads(to_json(again)).items() >= (body | {"schema": 2}).items()

    is_read()


def default_of(field: attrs.Attribute[Any]) -> Any:
    given: Any = field.default
    return given.factory() if hasattr(given, "factory") else given
