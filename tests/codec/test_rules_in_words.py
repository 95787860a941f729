"""Each rule that no schema says: a body that the schema takes and the rule refuses, and who would notice if it went unsaid."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import jsonschema
import pytest

from coordkit import (
    ActionItem,
    Affiliation,
    AffiliationId,
    Attendance,
    ClockTime,
    Consent,
    Contact,
    ContactKind,
    GroupState,
    Interruption,
    Invitation,
    InvitationId,
    LetterTemplate,
    Meeting,
    MeetingId,
    MeetingSeries,
    MeetingSeriesId,
    MeetingStatus,
    Membership,
    MembershipId,
    Minutes,
    MinutesId,
    Office,
    OfficeId,
    Organization,
    OrganizationId,
    OutcomeId,
    PersonId,
    Quorum,
    Record,
    Recurrence,
    Seat,
    SeriesInvitee,
    Slot,
    StateSince,
    TermsOfReference,
    Text,
    WorkingGroup,
    WorkingGroupId,
    json_schema,
    to_json,
)
from coordkit.codec.convert import _structured
from coordkit.codec.documents import canonical
from tests.codec import mutations
from tests.codec.mutations import HEARD, differ, rule_heard

NAME = Text.of(uk="Назва", en="Name")
BREAK = Interruption(start=datetime(2026, 6, 1, 8, tzinfo=UTC), end=datetime(2026, 6, 1, 9, tzinfo=UTC))
SLOT = Slot(datetime(2026, 6, 1, 10), timedelta(hours=1), "Europe/Kyiv")
DELEGATE = PersonId(int=7)
ORGANIZATION = Organization(
    id=OrganizationId(int=1),
    name=NAME,
    contacts=(
        Contact(kind=ContactKind.EMAIL, value="desk@example.org", in_group=Consent(since="2023", until="2024")),
        Contact(kind=ContactKind.PHONE, value="+380532560290"),
    ),
)
AFFILIATION = Affiliation(
    id=AffiliationId(int=1), person=DELEGATE, organization=ORGANIZATION.id, position=NAME, since="2023", until="2024"
)
GROUP = WorkingGroup(
    id=WorkingGroupId(int=1),
    name=NAME,
    states=(StateSince(state=GroupState.PROPOSED, since="2021"), StateSince(state=GroupState.ACTIVE, since="2022")),
    seats=(Seat(code="a", label=NAME, minimum=1, maximum=2), Seat(code="b", label=NAME)),
    terms=(
        TermsOfReference(version=1, since="2022", quorum=Quorum(numerator=1, denominator=2, more_than=True)),
        TermsOfReference(version=2, since="2023", quorum=Quorum(at_least=5)),
    ),
)
MEMBERSHIP = Membership(id=MembershipId(int=1), group=GROUP.id, member=ORGANIZATION.id, since="2023", until="2024")
MEETING = Meeting(id=MeetingId(int=1), title=NAME, status=MeetingStatus.SCHEDULED, when=SLOT, interruptions=(BREAK, BREAK), uid="x")
SERIES = MeetingSeries(
    id=MeetingSeriesId(int=1),
    title=NAME,
    first=ClockTime.of(SLOT),
    duration=SLOT.duration,
    rule=Recurrence.parse("FREQ=WEEKLY"),
    invitees=(SeriesInvitee(invitee=DELEGATE), SeriesInvitee(invitee=ORGANIZATION.id)),
    exceptions=(date(2026, 6, 8),),
)
INVITATION = Invitation(id=InvitationId(int=1), meeting=MEETING.id, invitee=DELEGATE)
MINUTES = Minutes(
    id=MinutesId(int=1), meeting=MEETING.id, attendance=(Attendance(who=DELEGATE), Attendance(who=ORGANIZATION.id))
).circulated(date(2026, 6, 2))
APPROVED = MINUTES.approved(MeetingId(int=2), date(2026, 7, 2))
OFFICE = Office(
    id=OfficeId(int=1),
    name=NAME,
    zone="Europe/Kyiv",
    addresses=("desk@example.org",),
    templates=tuple(LetterTemplate(name="invitation.txt", language=language, text="") for language in ("uk", "en")),
)
ACTION = ActionItem(id=OutcomeId(int=1), meeting=MEETING.id, text=NAME)

Change = dict[str, Any]
"""What is put where: a path such as ``seats.0.minimum``, and the value that stands there then."""

BROKEN: list[tuple[str, str, Record, Change]] = [
    ("Text", r'"order" must name the languages', ORGANIZATION, {"name.order": ["uk", "pl"]}),
    ("PartialDate", "is no date in EDTF", MEMBERSHIP, {"since": "[2024..2023]"}),
    ("Days", "is before the first", MEETING, {"when": {"days": ["2026-06-02", "2026-06-01"]}}),
    ("ClockTime", "no time zone is called", SERIES, {"first.zone": "Kyiv"}),
    ("Slot", "no time zone is called", MEETING, {"when.slot.zone": "Kyiv"}),
    ("Slot", "the clocks skip it", MEETING, {"when.slot.start": "2026-03-29T03:30:00"}),
    ("Slot", "comes twice in", MEETING, {"when.slot.start": "2026-10-25T03:30:00"}),
    ("ForeignRule", "a rule is one line", SERIES, {"rule": "FREQ=WEEKLY\nBYDAY=TU"}),
    ("ForeignRule", "a rule is one line", SERIES, {"rule": " "}),
    ("Consent", "before it begins", ORGANIZATION, {"contacts.0.in_group.until": "2022"}),
    ("Contact", "is no e-mail address", ORGANIZATION, {"contacts.0.value": "desk"}),
    ("Contact", r"is no number in E\.164", ORGANIZATION, {"contacts.1.value": "0532 560290"}),
    ("Affiliation", "before it begins", AFFILIATION, {"until": "2022"}),
    ("Membership", "before it begins", MEMBERSHIP, {"until": "2022"}),
    ("Membership", "speaks for itself", MEMBERSHIP, {"on_behalf_of": str(ORGANIZATION.id)}),
    ("Seat", r"^\d+ to \d+ holders cannot be", GROUP, {"seats.0.minimum": 3}),
    ("Quorum", "or a share such as", GROUP, {"terms.1.quorum.at_least": None}),
    ("Quorum", "or a share such as", GROUP, {"terms.0.quorum.denominator": None}),
    ("Quorum", "cannot be reached", GROUP, {"terms.0.quorum.numerator": 2}),
    ("Quorum", "only a share can be exceeded", GROUP, {"terms.1.quorum.more_than": True}),
    ("WorkingGroup", "follows itself", GROUP, {"states.0.state": "active"}),
    ("WorkingGroup", "sort them by time", GROUP, {"states.0.since": "2023"}),
    ("WorkingGroup", "stands twice; give each its own code", GROUP, {"seats.1.code": "a"}),
    ("WorkingGroup", r"stands after \d+; sort them", GROUP, {"terms.0.version": 3}),
    ("WorkingGroup", "before it begins", GROUP, {"terms.0.since": "2024"}),
    ("Interruption", "before its start", MEETING, {"interruptions.0.end": "2026-06-01T07:00:00Z"}),
    ("Meeting", "needs a time", MEETING, {"when": None}),
    ("Meeting", "needs a time", MEETING, {"when": {"partial": "2026"}}),
    ("Meeting", "follow or contain itself", MEETING, {"predecessor": str(MEETING.id)}),
    ("Meeting", "follow or contain itself", MEETING, {"part_of": str(MEETING.id)}),
    ("Meeting", "needs a calendar UID", MEETING, {"uid": "\t"}),
    ("Meeting", "open interruption, its last", MEETING, {"interruptions.1.end": None}),
    ("Meeting", "open interruption, its last", MEETING, {"interruptions.0.end": None, "status": "interrupted"}),
    ("Meeting", "needs the interruption that lasts", MEETING, {"status": "interrupted"}),
    ("Meeting", "which occurrence of the series", MEETING, {"series": str(SERIES.id)}),
    ("Meeting", "carries the UID of its series", MEETING, {"series": str(SERIES.id), "uid": str(MEETING.id.uuid)}),
    ("MeetingSeries", "starts on a day of its rule", SERIES, {"rule": "FREQ=WEEKLY;BYDAY=TU"}),
    ("MeetingSeries", "follow itself", SERIES, {"follows": str(SERIES.id)}),
    ("MeetingSeries", "needs a calendar UID", SERIES, {"uid": "\u200b"}),
    ("MeetingSeries", "one stands twice", SERIES, {"invitees.0.invitee": str(ORGANIZATION.id)}),
    ("MeetingSeries", "is before the first day", SERIES, {"exceptions": ["2026-05-31"]}),
    ("MeetingSeries", "is not after the first day", SERIES, {"additions": ["2026-06-01"]}),
    ("MeetingSeries", "both left out and added", SERIES, {"additions": ["2026-06-08"]}),
    ("Invitation", "delegates to themselves", INVITATION, {"response": "DELEGATED", "delegated_to": str(DELEGATE)}),
    ("Invitation", "has the response delegated", INVITATION, {"delegated_to": str(ORGANIZATION.id)}),
    ("Invitation", "only a series has occurrences", INVITATION, {"occurrence": {"start": "2026-06-01T10:00:00", "zone": "UTC"}}),
    ("Attendance", "in somebody's place", MINUTES, {"attendance.0.presence": "substitute"}),
    ("Attendance", "in another's place", MINUTES, {"attendance.0.substitute_for": str(ORGANIZATION.id)}),
    (
        *("Attendance", "own substitute", MINUTES),
        {"attendance.0.presence": "substitute", "attendance.0.substitute_for": str(DELEGATE)},
    ),
    ("Attendance", "did not take part", MINUTES, {"attendance.0.presence": "absent", "attendance.0.attended": "online"}),
    ("Minutes", "stands twice; keep one line", MINUTES, {"attendance.0.who": str(ORGANIZATION.id)}),
    ("Minutes", "does not go with", MINUTES, {"circulated_on": None}),
    ("Minutes", "does not go with", MINUTES, {"approved_on": "2026-07-02"}),
    ("Minutes", "only approved minutes", MINUTES, {"approved_in": str(MEETING.id)}),
    ("Minutes", "approve its own minutes", APPROVED, {"approved_in": str(MEETING.id)}),
    ("Office", "no time zone is called", OFFICE, {"zone": "Kyiv"}),
    ("Office", "is no e-mail address", OFFICE, {"addresses.0": "desk"}),
    ("Office", "^the template .* stands twice", OFFICE, {"templates.0.language": "en"}),
    ("ActionItem", "was not closed yet", ACTION, {"closed_on": "2026-07-02"}),
]


def changed(record: Record, change: Change) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(to_json(record))
    for path, value in change.items():
        *steps, last = (int(step) if step.isdigit() else step for step in path.split("."))
        holder: Any = body
        for step in steps:
            holder = holder[step]
        holder[last] = value
    return json.loads(canonical(body))  # type: ignore[no-any-return]  # what was a dict is one again


def the_error(body: dict[str, Any]) -> Exception:
    with pytest.raises(Exception) as caught:  # which one it is, is what is asked
        _structured(body, detailed=False)
    return caught.value


broken = pytest.mark.parametrize(("cls", "words", "record", "change"), BROKEN, ids=[f"{row[0]}: {row[1]}" for row in BROKEN])


@broken
def test_a_rule_refuses_what_the_schema_takes(cls: str, words: str, record: Record, change: Change) -> None:
    validator = jsonschema.Draft202012Validator(json_schema(type(record)))
    body = changed(record, change)
    assert validator.is_valid(body)
    row = next(n for n, said in enumerate(HEARD[cls]) if words in said.split("|"))
    assert rule_heard(the_error(body)) == (cls, row)
    assert differ(body, validator.is_valid) == ""


@broken
def test_a_rule_that_went_unsaid_is_missed(
    cls: str, words: str, record: Record, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = tuple("(?!)" if words in said.split("|") else said for said in HEARD[cls])
    monkeypatch.setattr(mutations, "HEARD", {**HEARD, cls: others})
    told = differ(changed(record, change), jsonschema.Draft202012Validator(json_schema(type(record))).is_valid)
    assert "the schema accepts what the codec refuses" in told


def test_every_wording_of_every_rule_is_heard_of_a_body() -> None:
    every = {(cls, words) for cls, rows in HEARD.items() for said in rows for words in said.split("|")}
    assert {(cls, words) for cls, words, _, _ in BROKEN} == every


def test_a_time_that_comes_once_is_read_without_its_repeat() -> None:
    body = changed(MEETING, {"when.slot.repeat": "second"})
    validator = jsonschema.Draft202012Validator(json_schema(Meeting))
    assert validator.is_valid(body) and differ(body, validator.is_valid) == ""
    read = _structured(body, detailed=False)
    assert read == attrs.evolve(MEETING, when=SLOT)
