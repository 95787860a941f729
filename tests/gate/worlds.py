"""Random desks in which everything that is not open bears a mark of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

import attrs
from hypothesis import strategies as st

from coordkit import (
    Affiliation,
    AffiliationId,
    AgendaItem,
    Announced,
    Attendance,
    Audience,
    Claim,
    ClockTime,
    Commitment,
    Information,
    Initiative,
    InitiativeId,
    Interruption,
    Invitation,
    InvitationId,
    KindPresent,
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
    MinutesState,
    Office,
    OfficeId,
    Organization,
    OrganizationId,
    OutcomeId,
    Person,
    PersonId,
    Presence,
    Received,
    ReceivedId,
    RecordId,
    Recurrence,
    Request,
    SeriesInvitee,
    Text,
    Tlp,
    Verdict,
    WorkingGroup,
    WorkingGroupId,
)
from tests.gate.lands import Row
from tests.gate.marks import CONSENTS, Builder, Mark

ON = date(2026, 6, 18)
AT = datetime(2026, 1, 1, tzinfo=UTC)
AREAS = (None, "L1", "L11", "L111", "L112", "L121", "L211", "L1111", "L2111")
ENTRIES: tuple[Row, ...] = (
    {"area": "L111", "status": "occupied"},
    {"area": "L12", "status": "possible_hostilities", "since": "2020", "until": "2026-06-17"},
    {"area": "L12", "status": "active_hostilities", "since": "2020", "until": "2026-02-28"},
    {"area": "L2", "status": "mined", "since": "2026-06-19"},
    {"area": "L211", "status": "occupied", "since": "2026-06"},
    {"area": "L2112", "status": "occupied", "within": "L211"},
)
LASTING: tuple[dict[str, Any], ...] = (
    {"since": "2020-01-01"},
    {"since": "2020-01-01", "until": "2026-06-18"},
    {"since": "2020-01-01", "until": "2026-06-17"},
    {"since": "2020-01-01", "until": "2026"},
    {"since": "2026"},
    {"since": "2027"},
)
FIRST = ClockTime(datetime(2026, 1, 1, 10), "Europe/Kyiv")
MISSING = OrganizationId(int=999_999)
T = TypeVar("T")


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


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Two groups, organizations, people and meetings with all that hangs on them, of any TLP, and any consents and sources."""
    make = Builder(draw)
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
    office = make.id(OfficeId)
    organizers: list[OfficeId | PersonId | None] = [None, office, *people]
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
    series: list[MeetingSeries] = []
    for _ in range(2):
        series.append(_series(make, groups, anybody, organizations, organizers, [each.id for each in series]))
    meetings: list[MeetingId] = []
    for _ in range(2):
        meetings.append(_meeting(make, groups, anybody, organizations, organizers, meetings, make.pick(None, *series)))
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
        to: list[MeetingId | MeetingSeriesId] = [meeting, *(each.id for each in series)]
        make.add(
            Invitation(
                **make.base(invited),
                meeting=make.pick(*to),
                invitee=make.pick(*anybody),
                comment=make.mark(invited, "personal"),
                withdrawn_at=make.pick(None, AT),
                told=make.mark(invited, "desk"),
            )
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
        make.add(_minutes(make, meeting, meetings, anybody, organizations))
        came = make.id(ReceivedId)
        make.add(
            Received(
                **make.base(came),
                digest=make.mark(came, "desk"),
                received_at=AT,
                verdict=make.pick(*Verdict),
                sender=make.mark(came, "desk"),
                subject=make.mark(came, "desk"),
                matches=make.pick((), (invited,)),
                claims=(Claim(uid=make.mark(came, "desk"), attendee=make.mark(came, "desk"), stamp=AT, matches=invited),),
                reason=make.text(came, "desk"),
            )
        )
    template = LetterTemplate(name="invitation.txt", language="uk", text=make.mark(office, "desk"))
    make.add(
        Office(
            **make.base(office),
            name=open_name,
            addresses=(f"{make.mark(office, 'group')}@example.org",),
            trusted_server=make.mark(office, "desk"),
            templates=(template,),
        )
    )
    table = make.pick(None, make.some(list(ENTRIES)) or ENTRIES)
    return World(tuple(make.records), tuple(make.marks), make.pick(True, False), table)


def _minutes(
    make: Builder, meeting: MeetingId, meetings: list[MeetingId], anybody: list[Any], organizations: list[OrganizationId]
) -> Minutes:
    """Minutes in draft, or approved in another meeting; with people there, away, and in the place of others."""
    later = make.pick(None, *(each for each in meetings if each != meeting))
    day = date(2026, 2, 1)
    approved: dict[str, Any] = {"state": MinutesState.APPROVED, "circulated_on": day, "approved_on": day, "approved_in": later}
    attendance = []
    for who in make.some(anybody):
        presence = make.pick(*Presence)
        others = [each for each in anybody if each != who]
        attendance.append(
            Attendance(
                who=who,
                presence=presence,
                on_behalf_of=make.pick(None, *organizations),
                substitute_for=make.pick(*others) if presence is Presence.SUBSTITUTE else None,
            )
        )
    return Minutes(
        **make.base(make.id(MinutesId)),
        meeting=meeting,
        attendance=tuple(attendance),
        taken_by=make.pick(None, *anybody),
        **(approved if later else {}),
    )


def _agenda(make: Builder, id: RecordId, anybody: list[Any], before: list[MeetingId]) -> tuple[AgendaItem, ...]:
    item = AgendaItem(
        position=1,
        title=Text.of(uk="Питання"),
        presenter=make.pick(None, *anybody),
        materials=(make.mark(id, "group"),),
        carried_from=make.pick(None, *before),
    )
    return (item,)


def _correspondence(make: Builder, id: RecordId, organizers: list[Any]) -> dict[str, Any]:
    """Who asks to it, and what was said of it last: at a place that may be another one by now."""
    said = Announced(rule=make.mark(id, "desk"), locality=make.pick(*AREAS))
    return {"organizer": make.pick(*organizers), "announced": said}


def _series(
    make: Builder,
    groups: list[Any],
    anybody: list[Any],
    organizations: list[Any],
    organizers: list[Any],
    before: list[MeetingSeriesId],
) -> MeetingSeries:
    id = make.id(MeetingSeriesId)
    made = MeetingSeries(
        **make.base(id),
        title=Text.of(uk="Наради"),
        first=FIRST,
        duration=timedelta(hours=1),
        rule=Recurrence.parse("FREQ=WEEKLY"),
        uid=f"{len(before)}@example.org",
        groups=make.some(groups),
        chatham_house=make.pick(False, True),
        convener=make.pick(None, *organizations),
        host=make.pick(None, *organizations),
        facilitator=make.pick(None, *anybody),
        notes=make.text(id, "desk"),
        venue=make.venue(id, *AREAS),
        agenda=_agenda(make, id, anybody, []),
        invitees=tuple(SeriesInvitee(invitee=who) for who in make.some(anybody)),
        follows=make.pick(None, *before),
        **_correspondence(make, id, organizers),
    )
    make.add(made)
    return made


def _meeting(
    make: Builder,
    groups: list[Any],
    anybody: list[Any],
    organizations: list[Any],
    organizers: list[Any],
    before: list[MeetingId],
    series: MeetingSeries | None,
) -> MeetingId:
    id = make.id(MeetingId)
    occurrence: dict[str, Any] = {"series": series.id, "occurrence": FIRST, "uid": series.uid} if series else {}
    made: MeetingId = make.add(
        Meeting(
            **make.base(id),
            **occurrence,
            title=Text.of(uk="Нарада"),
            status=MeetingStatus.HELD,
            groups=make.some(groups),
            chatham_house=make.pick(False, True),
            convener=make.pick(None, MISSING, *organizations),
            facilitator=make.pick(None, *anybody),
            guests=make.some([*anybody, MISSING]),
            kinds_present=(KindPresent(kind=make.mark(id, "speaker"), note=make.text(id, "speaker")),),
            notes=make.text(id, "desk"),
            venue=make.venue(id, *AREAS),
            agenda=_agenda(make, id, anybody, before),
            interruptions=(Interruption(start=AT, end=AT, reason=make.text(id, "group")),),
            predecessor=make.pick(None, *before),
            part_of=make.pick(None, *before),
            **_correspondence(make, id, organizers),
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

    places: list[MeetingId | MeetingSeriesId] = [each.id for each in world.of(Meeting)]
    places += [each.id for each in world.of(MeetingSeries)]
    makers: list[Callable[[], Audience]] = [
        Audience.public,
        lambda: Audience.of_organization(one(Organization), below(Tlp.AMBER_STRICT)),
        lambda: Audience.of_group(one(WorkingGroup), below(Tlp.AMBER)),
        lambda: Audience.of_named(
            [one(Person)],
            entitled=[id for id in places if draw(st.booleans())],
            clearance=below(Tlp.RED),
        ),
    ]
    return draw(st.sampled_from(makers))()
