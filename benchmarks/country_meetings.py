"""The meetings of a generated country: chains of them with agenda, invitations, minutes, outcomes, and what grew from these."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from benchmarks.country import CONTACTS, ON, RHYTHM, Maker, Sitting
from coordkit import (
    ActionItem,
    ActionStatus,
    AgendaItem,
    Attendance,
    Attended,
    Commitment,
    Decision,
    Disposition,
    Information,
    Initiative,
    InitiativeId,
    InitiativeStatus,
    Invitation,
    InvitationId,
    KindPresent,
    Meeting,
    MeetingId,
    MeetingStatus,
    Minutes,
    MinutesId,
    MinutesState,
    OrganizationId,
    Outcome,
    OutcomeId,
    PersonId,
    Presence,
    Record,
    Request,
    Response,
    Slot,
    StatusKnown,
    Text,
    Tlp,
    Venue,
)

MEETINGS = 20
"""Meetings of each group."""
INVITED = 12
_TOPICS = ("укриття", "освітлення", "маршрути", "оповіщення", "навчання", "транспорт", "безпека", "відновлення", "здоров'я")
RARE = "евакуація"
RARE_ONE_IN = 1000
_DONE = (ActionStatus.OPEN, ActionStatus.OPEN, ActionStatus.DONE, ActionStatus.DROPPED)


def meetings(sitting: Sitting, number: int, maker: Maker) -> Iterator[Meeting]:
    """The chain of a group: contacts first, then its own meetings; those after ``ON`` are scheduled, the others were held."""
    before: Meeting | None = None
    for place in range(MEETINGS):
        day = sitting.first + place * RHYTHM
        subject = RARE if not maker.randrange(RARE_ONE_IN) else _TOPICS[(number + place) % len(_TOPICS)]
        title = f"Зустріч {number}-{place + 1}: {subject}"
        before = Meeting(
            id=maker.new(MeetingId),
            title=Text.of(uk=title, en=f"Meeting {number}-{place + 1}"),
            status=MeetingStatus.HELD if day <= ON else MeetingStatus.SCHEDULED,
            when=Slot(datetime.combine(day, time(10)), timedelta(minutes=90), "Europe/Kyiv"),
            venue=Venue(locality=sitting.group.area),
            convener=sitting.organizations[0].id,
            guests=tuple(each.id for each in maker.sample(sitting.organizations[1:], 3)),
            kinds_present=(KindPresent(kind="volunteers"), KindPresent(kind="residents")),
            groups=(sitting.group.id,) if place >= CONTACTS else (),
            predecessor=before.id if before is not None else None,
            agenda=tuple(
                AgendaItem(position=point, title=Text.of(uk=f"Питання {point}: {subject}"), duration=timedelta(minutes=20))
                for point in (1, 2, 3)
            ),
            tlp=Tlp.CLEAR,
        )
        yield before


def around(meeting: Meeting, sitting: Sitting, number: int, maker: Maker) -> Iterator[Record]:
    """What belongs to one meeting: its invitations; where it was held, minutes (of nine in ten), outcomes, and initiatives."""
    organizations: list[OrganizationId | PersonId] = [each.id for each in sitting.organizations]
    for invitee in [*organizations, *(each.id for each in sitting.people)][:INVITED]:
        response = Response.ACCEPTED if maker.random() < 0.6 else Response.NEEDS_ACTION
        yield Invitation(id=maker.new(InvitationId), meeting=meeting.id, invitee=invitee, response=response)
    if meeting.status is not MeetingStatus.HELD:
        return
    if maker.randrange(10):
        yield _minutes(meeting, sitting, maker)
    for outcome in _outcomes(meeting, sitting, number, maker):
        yield outcome
        if isinstance(outcome, Commitment | Request) and maker.random() < 0.3:
            yield _initiative(outcome, sitting, maker)


def _minutes(meeting: Meeting, sitting: Sitting, maker: Maker) -> Minutes:
    lines = [
        Attendance(
            who=person.id,
            presence=Presence.PRESENT if there else Presence.EXCUSED,
            attended=Attended.ON_SITE if there else None,
            on_behalf_of=organization.id,
        )
        for person, organization in zip(sitting.people, sitting.organizations, strict=False)
        for there in (maker.random() < 0.8,)
    ]
    out = maker.random() < 0.9
    return Minutes(
        id=maker.new(MinutesId),
        meeting=meeting.id,
        text=Text.of(uk=f"Розглянуто питання порядку денного: {meeting.title}"),
        state=MinutesState.CIRCULATED if out else MinutesState.DRAFT,
        circulated_on=ON if out else None,
        attendance=tuple(lines),
        tlp=Tlp.CLEAR,
    )


def _outcomes(meeting: Meeting, sitting: Sitting, number: int, maker: Maker) -> Iterator[Outcome]:
    one, other = maker.sample(sitting.organizations, 2)
    held = ON if not isinstance(meeting.when, Slot) else meeting.when.start.date()

    def told(words: str) -> Text:
        return Text.of(uk=f"{words} {number}", en=f"{words} {number}")

    status = maker.choice(_DONE)
    yield ActionItem(
        id=maker.new(OutcomeId), meeting=meeting.id, position=1, text=told("Скласти перелік"), owner=one.id, tlp=Tlp.CLEAR,
        due=held + timedelta(days=30), status=status, closed_on=None if status is ActionStatus.OPEN else held + RHYTHM,
    )  # fmt: skip
    if maker.random() < 0.5:
        review = held + timedelta(days=180) if maker.random() < 0.5 else None
        yield Decision(
            id=maker.new(OutcomeId), meeting=meeting.id, position=2, text=told("Ухвалити план"), review_on=review, tlp=Tlp.CLEAR
        )
    if maker.random() < 0.5:
        yield Request(
            id=maker.new(OutcomeId), meeting=meeting.id, position=3, text=told("Просять про укриття"), voiced_by=(other.id,),
            disposition=maker.choice(tuple(Disposition)), tlp=Tlp.CLEAR,
        )  # fmt: skip
    if maker.random() < 0.4:
        yield Commitment(
            id=maker.new(OutcomeId),
            meeting=meeting.id,
            position=4,
            text=told("Навчати разом"),
            by=(one.id, other.id),
            tlp=Tlp.CLEAR,
        )
    if maker.random() < 0.25:
        yield Information(
            id=maker.new(OutcomeId), meeting=meeting.id, position=5, text=told("Розповіли про роботу"), presented_by=(one.id,),
            without_group=(maker.choice(sitting.elsewhere),) if maker.random() < 0.2 else (), tlp=Tlp.CLEAR,
        )  # fmt: skip


def _initiative(outcome: Outcome, sitting: Sitting, maker: Maker) -> Initiative:
    known = [StatusKnown(status=InitiativeStatus.PLANNED, known="2024-05")]
    if maker.random() < 0.6:
        known.append(StatusKnown(status=InitiativeStatus.ONGOING, known="2025-02-10"))
    if maker.random() < 0.3:
        known.append(StatusKnown(status=InitiativeStatus.IMPLEMENTED, known="2025-11"))
    return Initiative(
        id=maker.new(InitiativeId),
        title=Text.of(uk="Спільна ініціатива", en="Joint initiative"),
        areas=(sitting.group.area,) if sitting.group.area else (),
        who=(sitting.organizations[0].id,),
        statuses=tuple(known),
        group=sitting.group.id,
        from_outcome=outcome.id,
        tlp=Tlp.CLEAR,
    )
