"""The doors of the desk: what is handed in wrongly is one clear error, which says what was expected; nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

import coordkit
from coordkit import (
    Area,
    AreaName,
    Audience,
    CheckFailed,
    CoordkitError,
    DomainError,
    Gazetteer,
    Meeting,
    MeetingId,
    Membership,
    MembershipId,
    Organization,
    OrganizationId,
    PluginError,
    Record,
    Seat,
    Text,
    WorkingGroup,
    WorkingGroupId,
    from_json,
    read_rows,
)
from coordkit.codec.convert import RECORDS
from coordkit.codec.index import _COLUMNS, INDEX_COLUMNS, index_of
from coordkit.secretariat import correspondence, exchange, groups, invitations, meetings, registry, reports
from tests.codec.test_wrong_types import TITLE
from tests.secretariat import desks
from tests.strategies import records


def wrong(value: object) -> Any:
    """The value, for a parameter that mypy would refuse it for."""
    return value


GROUP = WorkingGroup(id=WorkingGroupId(int=1), name=TITLE)
PUBLIC = Audience.public()
DAY = date(2026, 1, 1)

Door = Callable[[Any, Any], object]  # the desk, and a meeting that is scheduled on it
DOORS: list[tuple[Door, str]] = [
    (lambda desk, met: desk.get(Meeting, met), "id: expected RecordId, not Meeting; give its id"),
    (lambda desk, met: desk.get(met.id, Meeting), "kind: expected a class of records, such as Meeting, not MeetingId"),
    (lambda desk, met: desk.each("meeting"), "expected a class of records, such as Meeting, not str 'meeting'"),
    (lambda desk, met: desk.each(Record), "not the class Record"),
    (lambda desk, met: desk.each(Meeting, {"stat": "held"}), "a meeting is not found by 'stat'; there are kind, status"),
    (lambda desk, met: desk.each(Meeting, {"status": met.status}), "not MeetingStatus.SCHEDULED; write str(id), status.value"),
    (lambda desk, met: desk.each(Meeting, words="нарада"), "words: expected several, not one str 'нарада'"),
    (lambda desk, met: desk.erase(met), "id: expected RecordId, not Meeting"),
    (lambda desk, met: desk.as_recorded(met.id, DAY), "at: expected datetime, not date"),
    (lambda desk, met: desk.as_recorded(str(met.id), DAY), "id: expected RecordId, not str"),
    (lambda desk, met: desk.new(Meeting), "expected a class of ids, not the class Meeting; write desk.new(MeetingId)"),
    (lambda desk, met: desk.release("public").__enter__(), "expected Audience, not str 'public'; write Audience.public()"),
    (lambda desk, met: desk.release(PUBLIC, "2026-01-01").__enter__(), "on: expected a date, not str '2026-01-01'"),
    (lambda desk, met: desk.release(PUBLIC, datetime(2026, 1, 1)).__enter__(), "on: expected a date, not datetime"),
    (lambda desk, met: Audience.of_group(wrong(GROUP)), "group: expected WorkingGroupId or None, not WorkingGroup; give its id"),
    (lambda desk, met: Audience.of_named(met.id), "named: expected several, not one MeetingId"),
    (lambda desk, met: Audience.of_named([wrong(GROUP.id)]), "named[0]: expected PersonId or OrganizationId, not WorkingGroupId"),
    (lambda desk, met: registry.find(desk, Organization, wrong(None)), "question: expected str, not None"),
    (lambda desk, met: groups.coverage_on(desk, wrong("2026-01-01")), "on: expected a date, not str"),
    (lambda desk, met: groups.coverage_on(desk, DAY, wrong(["UA65"])), "areas[0]: expected Area, not str 'UA65'"),
    (lambda desk, met: reports.coverage_report(desk, wrong(DAY), "uk"), "days: expected several, not one date"),
    (lambda desk, met: reports.encounters_report(desk, "ngo", "uk"), "kinds: expected several, not one str 'ngo'"),
    (lambda desk, met: meetings.plan(desk, met.id), "meeting: expected Meeting, not MeetingId; give the meeting itself"),
    (lambda desk, met: meetings.propose_next(desk, met), "after: expected MeetingId, not Meeting; give its id"),
    (lambda desk, met: meetings.propose_next(desk, met.id, title=wrong("x")), "title: expected Text or None, not str 'x'"),
    (lambda desk, met: correspondence.send(desk, wrong("folder")), 'write plugins.notifier("folder")'),
    (lambda desk, met: exchange.export(desk, "meetings", wrong(None), audience=PUBLIC), "to: expected str or PathLike, not None"),
    (lambda desk, met: exchange.export(desk, "meetings", "a.csv", audience=wrong("public")), "audience: expected Audience"),
    (lambda desk, met: exchange.export(desk, wrong(Meeting), "a.csv", audience=PUBLIC), "not the class Meeting"),
    (lambda desk, met: exchange.export(desk, "meetings", "a.csv", audience=PUBLIC, languages="uk"), "not one str 'uk'"),
    (lambda desk, met: exchange.export(desk, "meetings", "a.csv", audience=PUBLIC, on=wrong("x")), "on: expected a date"),
    (lambda desk, met: coordkit.open("memory://", actor="x", plugins=wrong("kherson")), "write Plugins.discover()"),
    (lambda desk, met: coordkit.open("memory://", actor="x", region=wrong(5)), "region: expected str or None, not int 5"),
    (lambda desk, met: coordkit.open("memory://", actor="x", clock=wrong(datetime.now(UTC))), "give the function"),
    (lambda desk, met: from_json(wrong({})), "expected a text or bytes, not dict {}"),
    (lambda desk, met: read_rows(wrong("a,b")), "table: expected bytes or an open binary file, not str 'a,b'"),
    (lambda desk, met: desk.region.gazetteer.at_level("hromada"), "level: expected int, not str 'hromada'"),
    (lambda desk, met: Gazetteer(wrong(["UA65"])), "gazetteer[0]: expected Area, not str 'UA65'"),
    (lambda desk, met: Area(code="a", level=1, type="b", names=()), "area a: an area needs a name"),
    (lambda desk, met: AreaName(name=wrong("L")), "name: expected Text, not str 'L'"),
    (lambda desk, met: TITLE.best(wrong(None)), 'expected a language, not None; write best("uk", "en")'),
    (lambda desk, met: GROUP.as_of(wrong("2026-01-01")), "day: expected a date, not str"),
]  # fmt: skip


@pytest.mark.parametrize(("door", "said"), DOORS, ids=[said[:40] for _, said in DOORS])
def test_a_wrong_argument_is_told_at_the_door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, door: Door, said: str) -> None:
    monkeypatch.chdir(tmp_path)
    desk = desks.opened(region="kherson")
    (held,) = desk.save(desks.meeting(desk).scheduled(desks.TEN))
    before = desks.held(desk)
    with pytest.raises(CoordkitError) as refused:
        door(desk, held)
    assert said in str(refused.value)
    assert desks.held(desk) == before
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("given_wrongly", "said"),
    [
        ({"about": TITLE}, "about: expected MeetingId or MeetingSeriesId, not Text"),
        ({"invitees": OrganizationId(int=1)}, "invitees: expected several, not one OrganizationId"),
        ({"invitees": ["a@example.org"]}, "invitees[0]: expected PersonId or OrganizationId, not str 'a@example.org'"),
        ({"office": TITLE}, "office: expected OfficeId or None, not Text"),
        ({"channel": "telegram"}, "no notifier is called 'telegram'; there are folder"),
        ({"role": "CHAIR"}, "role: expected ParticipationRole, not str 'CHAIR'; write one of ParticipationRole.CHAIR"),
    ],
)
def test_an_invitation_for_nobody_or_by_no_channel_is_not_queued(given_wrongly: dict[str, Any], said: str) -> None:
    desk = desks.opened()
    (held,) = desk.save(desks.meeting(desk).scheduled(desks.TEN))
    office, guest = desk.save(desks.office(desk), desks.organization(desk))
    before = desks.held(desk)
    rightly: dict[str, Any] = {"about": held.id, "invitees": [guest.id], "office": office.id, "channel": "folder"}
    with pytest.raises((DomainError, PluginError, CheckFailed)) as refused:
        invitations.invite(desk, **(rightly | given_wrongly))
    assert said in str(refused.value)
    assert desks.held(desk) == before


@pytest.mark.parametrize(
    ("thing", "said"),
    [
        ("Нарада", "record 1: str 'Нарада' is no kind of record"),
        ([GROUP], "record 1, give them one by one: save(*records): list"),
        (WorkingGroup, "record 1: the class WorkingGroup is no kind of record"),
        (
            Membership(id=MembershipId(int=1), group=wrong(GROUP), member=OrganizationId(int=1)),
            "group: expected WorkingGroupId",
        ),
        (Organization(id=wrong(["x"]), name=TITLE), "organization “Нарада”, id: expected OrganizationId, not list ['x']"),
    ],
)
def test_what_is_no_record_is_not_saved(thing: Any, said: str) -> None:
    desk = desks.opened()
    before = desks.held(desk)
    with pytest.raises(CheckFailed) as refused:
        desk.save(thing)
    assert said in str(refused.value)
    assert desks.held(desk) == before


def test_a_seat_has_a_code_of_its_own() -> None:
    police = Seat(code="police", label=Text.of(uk="Поліція"))
    with pytest.raises(DomainError, match=r"group\.seats: seat police stands twice"):
        WorkingGroup(id=WorkingGroupId(int=1), name=TITLE, seats=(police, police))


def test_a_meeting_without_an_id_of_its_own_is_told_so() -> None:
    with pytest.raises(DomainError, match=r"meeting\.id: expected MeetingId, not str 'x'; write desk\.new\(MeetingId\)"):
        Meeting(id=wrong("x"), title=TITLE)
    assert Meeting(id=MeetingId(int=7), title=TITLE).uid == str(MeetingId(int=7).uuid)


@given(records)
def test_every_column_that_records_are_found_by_is_named(record: Record) -> None:
    kind = record.id_type.kind
    assert {*index_of(record, revision=1, changed_at=desks.START)} <= {*INDEX_COLUMNS.get(kind, ()), "tlp", "changed"}
    assert INDEX_COLUMNS.keys() == _COLUMNS.keys() <= RECORDS.keys()
