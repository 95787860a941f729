"""Random desks in which everything that is not open bears a mark of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import count
from typing import Any, TypeVar

import attrs
from hypothesis import strategies as st

from coordkit import (
    Affiliation,
    AffiliationId,
    AgendaItem,
    Attendance,
    Audience,
    Commitment,
    Consent,
    Contact,
    ContactKind,
    Information,
    Initiative,
    InitiativeId,
    Interruption,
    Invitation,
    InvitationId,
    KindPresent,
    Meeting,
    MeetingId,
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
    Person,
    PersonId,
    Record,
    RecordId,
    Request,
    Source,
    Text,
    Tlp,
    Venue,
    WorkingGroup,
    WorkingGroupId,
)
from tests.gate.lands import Row

ON = date(2026, 6, 18)
AREAS = (None, "L1", "L11", "L111", "L112", "L121", "L211", "L1111", "L2111")
ENTRIES: tuple[Row, ...] = (
    {"area": "L111", "status": "occupied"},
    {"area": "L12", "status": "possible_hostilities", "since": "2020", "until": "2026-06-17"},
    {"area": "L12", "status": "active_hostilities", "since": "2020", "until": "2026-02-28"},
    {"area": "L2", "status": "mined", "since": "2026-06-19"},
    {"area": "L211", "status": "occupied", "since": "2026-06"},
    {"area": "L2112", "status": "occupied", "within": "L211"},
)
YES = Consent(since="2020-01-01")
CONSENTS = (
    None,
    YES,
    Consent(since="2020", until="2026-06-18"),
    Consent(since="2020", until="2026-06-17"),
    Consent(since="2020", until="2026"),
    Consent(since="2026-06"),
    Consent(since="2026-06-19"),
    Consent(since="XXXX-XX-XX"),
)
LASTING: tuple[dict[str, Any], ...] = (
    {"since": "2020-01-01"},
    {"since": "2020-01-01", "until": "2026-06-18"},
    {"since": "2020-01-01", "until": "2026-06-17"},
    {"since": "2020-01-01", "until": "2026"},
    {"since": "2026"},
    {"since": "2027"},
)
MISSING = OrganizationId(int=999_999)
T = TypeVar("T")
I = TypeVar("I", bound=RecordId)  # noqa: E741  # I for id


@attrs.frozen
class Mark:
    """A mark, the record it stands in, and the rule that it goes by."""

    words: str
    record: RecordId
    rule: str
    contact: Contact | None = None


@attrs.frozen
class World:
    """The records of a desk, in an order in which they can be saved, and the marks in them."""

    records: tuple[Any, ...]
    marks: tuple[Mark, ...]
    is_land: bool
    """Whether the desk is in the land, whose areas need a status; else it is in no region."""
    table: tuple[Row, ...] | None
    """The table of statuses that is loaded there; it covers the land's first province, and is good through the day ``ON``."""

    def of(self, kind: type[T]) -> list[T]:
        return [record for record in self.records if isinstance(record, kind)]


class _Builder:
    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.numbers = count(1)
        self.marks: list[Mark] = []
        self.records: list[Any] = []

    def id(self, kind: type[I]) -> I:
        return kind(int=(next(self.numbers) << 64) + 0xC0FFEE)

    def pick(self, *values: T) -> T:
        return self.draw(st.sampled_from(values))

    def some(self, values: list[T]) -> tuple[T, ...]:
        return tuple(value for value in values if self.draw(st.booleans()))

    def mark(self, record: RecordId, rule: str) -> str:
        words = f"mark{next(self.numbers):05d}k"
        self.marks.append(Mark(words, record, rule))
        return words

    def number(self, record: RecordId, rule: str) -> int:
        value = 70_000_000 + next(self.numbers)
        self.marks.append(Mark(str(value), record, rule))
        return value

    def contact(self, record: RecordId) -> Contact:
        value = f"mark{next(self.numbers):05d}k@example.org"
        made = Contact(kind=ContactKind.EMAIL, value=value, in_group=self.pick(*CONSENTS), in_public=self.pick(*CONSENTS))
        self.marks.append(Mark(value, record, "contact", made))
        return made

    def base(self, record: RecordId, *tlps: Tlp) -> dict[str, Any]:
        document = Source(document=self.mark(record, "group"))
        published = (Source(url="https://example.org/page", field=self.pick(None, "name")),) if self.pick(False, True) else ()
        return {"id": record, "tlp": self.pick(*(tlps or tuple(Tlp))), "sources": (document, *published)}

    def add(self, record: Record) -> Any:
        self.records.append(record)
        return record.id

    def text(self, record: RecordId, rule: str) -> Text:
        return Text.of(uk=self.mark(record, rule))


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Two groups, organizations, people and meetings with all that hangs on them, of any TLP, and any consents and sources."""
    make = _Builder(draw)
    open_name = Text.of(uk="Назва")
    groups = [
        make.add(WorkingGroup(**make.base(make.id(WorkingGroupId), Tlp.CLEAR), name=open_name, area=make.pick(*AREAS)))
        for _ in range(2)
    ]
    organizations: list[OrganizationId] = []
    for _ in range(2):
        id = make.id(OrganizationId)
        parent = make.pick(None, *organizations)
        areas = tuple(dict.fromkeys(area for area in (make.pick(*AREAS), make.pick(*AREAS)) if area is not None))
        contacts = (make.contact(id), make.contact(id))
        make.add(Organization(**make.base(id), name=open_name, parent=parent, contacts=contacts, areas=areas))
        organizations.append(id)
    people: list[PersonId] = []
    for _ in range(2):
        who = make.id(PersonId)
        make.add(
            Person(
                **make.base(who),
                name=make.text(who, "personal"),
                latin_name=make.mark(who, "personal"),
                aliases=(make.mark(who, "personal"),),
                contacts=(make.contact(who),),
                consent_in_public=make.pick(*CONSENTS),
            )
        )
        people.append(who)
    anybody: list[OrganizationId | PersonId] = [*organizations, *people]
    parties: list[OrganizationId | PersonId | WorkingGroupId] = [*anybody, *groups]
    for _ in range(2):
        member = make.pick(*anybody)
        make.add(
            Membership(
                **make.base(make.id(MembershipId)),
                group=make.pick(*groups),
                member=member,
                on_behalf_of=make.pick(None, *(each for each in organizations if each != member)),
                **make.pick(*LASTING),
            )
        )
    works = make.id(AffiliationId)
    make.add(
        Affiliation(
            **make.base(works),
            person=people[0],
            organization=make.pick(*organizations),
            position=make.text(works, "personal"),
            **make.pick(*LASTING),
        )
    )
    meetings: list[MeetingId] = []
    for _ in range(2):
        meetings.append(_meeting(make, groups, anybody, organizations, meetings))
    for meeting in meetings:
        told, asked, bound = make.id(OutcomeId), make.id(OutcomeId), make.id(OutcomeId)
        make.add(
            Information(
                **make.base(told),
                meeting=meeting,
                text=open_name,
                presented_by=make.some(anybody),
                presented_by_kinds=(make.mark(told, "speaker"),),
            )
        )
        make.add(
            Request(
                **make.base(asked), meeting=meeting, voiced_by=make.some(anybody), voiced_by_kinds=(make.mark(asked, "speaker"),)
            )
        )
        make.add(Commitment(**make.base(bound), meeting=meeting, text=open_name, by=make.some(parties)))
        invited = make.id(InvitationId)
        make.add(
            Invitation(**make.base(invited), meeting=meeting, invitee=make.pick(*anybody), comment=make.mark(invited, "personal"))
        )
        make.add(
            Initiative(
                **make.base(make.id(InitiativeId)),
                title=open_name,
                group=make.pick(None, *groups),
                who=make.some(organizations),
                from_outcome=make.pick(None, bound),
                areas=make.some(["L111", "L1111", "L211"]),
            )
        )
        took = make.id(MinutesId)
        make.add(Minutes(**make.base(took), meeting=meeting, attendance=_attendance(make, anybody)))
    office = make.id(OfficeId)
    make.add(Office(**make.base(office), name=open_name, addresses=(make.mark(office, "group"),)))
    table = make.pick(None, make.some(list(ENTRIES)) or ENTRIES)
    return World(tuple(make.records), tuple(make.marks), make.pick(True, False), table)


def _attendance(make: _Builder, anybody: list[Any]) -> tuple[Attendance, ...]:
    return tuple(Attendance(who=who, on_behalf_of=None) for who in make.some(anybody))


def _meeting(make: _Builder, groups: list[Any], anybody: list[Any], organizations: list[Any], before: list[MeetingId]) -> MeetingId:
    id = make.id(MeetingId)
    made: MeetingId = make.add(
        Meeting(
            **make.base(id),
            title=Text.of(uk="Нарада"),
            status=MeetingStatus.HELD,
            groups=make.some(groups),
            chatham_house=make.pick(False, True),
            convener=make.pick(None, MISSING, *organizations),
            facilitator=make.pick(None, *anybody),
            guests=make.some([*anybody, MISSING]),
            kinds_present=(KindPresent(kind=make.mark(id, "speaker"), note=make.text(id, "speaker")),),
            notes=make.text(id, "desk"),
            venue=Venue(
                locality=make.pick(*AREAS),
                place=make.text(id, "venue"),
                link=make.mark(id, "venue"),
                capacity=make.number(id, "venue"),
                shelter_places=make.number(id, "venue"),
            ),
            agenda=(
                AgendaItem(
                    position=1,
                    title=Text.of(uk="Питання"),
                    presenter=make.pick(None, *anybody),
                    materials=(make.mark(id, "group"),),
                    carried_from=make.pick(None, *before),
                ),
            ),
            interruptions=(
                Interruption(
                    start=datetime(2026, 1, 1, tzinfo=UTC), end=datetime(2026, 1, 1, tzinfo=UTC), reason=make.text(id, "group")
                ),
            ),
            predecessor=make.pick(None, *before),
            part_of=make.pick(None, *before),
        )
    )
    return made


@st.composite
def audiences(draw: st.DrawFn, world: World) -> Audience:
    """An audience of any kind but the desk, with any clearance that it may have."""

    def below(highest: Tlp) -> Tlp:
        return draw(st.sampled_from([tlp for tlp in Tlp if tlp <= highest]))

    def one(kind: type[Any]) -> Any:
        return draw(st.sampled_from([record.id for record in world.of(kind)]))

    makers: list[Callable[[], Audience]] = [
        Audience.public,
        lambda: Audience.of_organization(one(Organization), below(Tlp.AMBER_STRICT)),
        lambda: Audience.of_group(one(WorkingGroup), below(Tlp.AMBER)),
        lambda: Audience.of_named(
            [one(Person)],
            entitled=[meeting.id for meeting in world.of(Meeting) if draw(st.booleans())],
            clearance=below(Tlp.RED),
        ),
    ]
    return draw(st.sampled_from(makers))()
