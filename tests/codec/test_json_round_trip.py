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
    Contact,
    Days,
    Invitation,
    InvitationId,
    Meeting,
    MeetingId,
    MeetingSeries,
    MeetingStatus,
    Minutes,
    Office,
    OfficeId,
    Organization,
    OrganizationId,
    ParseError,
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
from coordkit.codec.convert import SCHEMA
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
        '"role":"REQ-PARTICIPANT","schema":3,"sources":[],"tlp":"AMBER","told":null,"withdrawn_at":null}'
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
    assert f'"schema":{SCHEMA}' in to_json(read)


Fields = Mapping[type, tuple[str, ...]]
IN_THE_SECOND: Fields = {
    WorkingGroup: ("terms",),
    Meeting: ("delegations", "series", "occurrence"),
    Invitation: ("occurrence", "answered_sequence", "recorded_by", "reset_at", "delegated_to"),
    ActionItem: ("closed_on",),
    Office: ("tlp_ceiling", "retention_months", "reply_policy"),
}
IN_THE_THIRD: Fields = {
    Contact: ("undeliverable_since",),
    Meeting: ("organizer", "shows_attendees", "announced"),
    MeetingSeries: ("organizer", "shows_attendees", "announced"),
    Invitation: ("withdrawn_at", "told"),
    Received: ("kind", "subject", "vouched", "automatic", "forwarded", "message_id", "about", "claims"),
    Office: ("trusted_server", "channel", "reminders", "templates"),
}
"""What each schema added to the records, and parts of them, that the one before it had."""
WITHOUT: Mapping[int, Fields] = {
    1: {cls: (*IN_THE_SECOND.get(cls, ()), *IN_THE_THIRD.get(cls, ())) for cls in (*IN_THE_SECOND, *IN_THE_THIRD)},
    2: IN_THE_THIRD,
}
EARLIER = [(cls, 2) for cls in RECORD_CLASSES]
EARLIER += [(cls, 1) for cls in RECORD_CLASSES if cls not in (MeetingSeries, Received, Minutes)]


@pytest.mark.parametrize(("cls", "schema"), EARLIER, ids=lambda each: getattr(each, "__name__", each))
def test_every_record_of_an_earlier_schema_is_read_and_written_in_this_one(cls: type[Record], schema: int) -> None:
    @settings(max_examples=25)
    @given(made(cls))
    def is_read(record: Record) -> None:
        if isinstance(record, Invitation) and record.delegated_to is not None:
            record = attrs.evolve(record, delegated_to=None, response=Response.ACCEPTED)
        if isinstance(record, Received):
            record = attrs.evolve(record, matches=record.matches[:1])
        old = without_what_came_later(record, WITHOUT[schema])
        body = in_the_words_of(schema, old)
        again = from_json(canonical(body))
        assert again == old
        assert to_json(again) == to_json(old)

    is_read()


def without_what_came_later(part: Any, later: Fields) -> Any:
    """A record or part with the defaults in the fields that came later, in its contacts too."""
    fields = attrs.fields_dict(type(part))
    changes = {name: default_of(fields[name]) for name in later.get(type(part), ())}
    if "contacts" in fields:
        changes["contacts"] = tuple(without_what_came_later(contact, later) for contact in part.contacts)
    return attrs.evolve(part, **changes)


def in_the_words_of(schema: int, record: Record) -> dict[str, Any]:
    """The body as that schema wrote it."""
    body: dict[str, Any] = json.loads(to_json(record)) | {"schema": schema}
    for name in WITHOUT[schema].get(type(record), ()):
        del body[name]
    for contact in body.get("contacts", ()):
        for name in WITHOUT[schema][Contact]:
            del contact[name]
    if isinstance(record, Received):
        body["matches"] = next(iter(body["matches"]), None)
    return body


def test_a_message_of_an_earlier_schema_answers_one_invitation_or_none() -> None:
    body = (
        '{"decided_at":null,"decided_by":null,"digest":"ab","id":"received:00000000-0000-0000-0000-000000000001","matches":%s,'
        '"reason":null,"received_at":"2026-01-02T00:00:00Z","record":"received","schema":2,"sender":null,"sources":[],'
        '"tlp":"AMBER","verdict":"taken"}'
    )
    for written, matches in (("null", ()), ('"invitation:00000000-0000-0000-0000-000000000002"', (InvitationId(int=2),))):
        read = from_json(body % written)
        assert isinstance(read, Received) and read.matches == matches
    for wrong in ('["invitation:00000000-0000-0000-0000-000000000002"]', "5"):
        with pytest.raises(ParseError, match="matches"):
            from_json(body % wrong)
    with pytest.raises(ParseError, match="expected a list"):
        from_json(body.replace('"schema":2', '"schema":3') % "null")


def test_an_office_of_an_earlier_schema_is_read_without_what_is_no_address() -> None:
    office = Office(id=OfficeId(int=1), name=Text.of(en="Office"), addresses=("desk@example.org",))
    body = in_the_words_of(2, office) | {"addresses": ["nomail", "desk@example.org", ""]}
    assert from_json(canonical(body)) == office
    with pytest.raises(ParseError, match="expected a text"):
        from_json(canonical(body | {"addresses": [5]}))
    with pytest.raises(ParseError, match="is no e-mail address"):
        from_json(canonical(json.loads(to_json(office)) | {"addresses": ["nomail"]}))


def default_of(field: attrs.Attribute[Any]) -> Any:
    given: Any = field.default
    return given.factory() if hasattr(given, "factory") else given
