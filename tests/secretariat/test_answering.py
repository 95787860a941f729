"""Answers that a person writes down, delegations, and steps that tell those invited: in one transaction or not at all."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import attrs
import pytest

from coordkit import (
    CheckFailed,
    ClockTime,
    DomainError,
    Invitation,
    Meeting,
    MeetingSeries,
    MeetingSeriesId,
    Office,
    OrganizationId,
    Recurrence,
    Response,
    ResponseSource,
    Secretariat,
    Slot,
    Text,
    Venue,
)
from coordkit.secretariat import answers, correspondence, invitations
from coordkit.secretariat import series as at_desk
from coordkit.secretariat.histories import restored
from coordkit.secretariat.telling import Told
from tests.secretariat import desks
from tests.secretariat.test_meetings import desk_of, finding, region
from tests.secretariat.test_series import on

PHONE, YES, NO = ResponseSource.PHONE, Response.ACCEPTED, Response.DECLINED
TUESDAY, NEXT = date(2026, 6, 2), date(2026, 6, 9)


def sending(desk: Secretariat, **more: object) -> OrganizationId:
    """An office that writes into a folder, and an organization to invite."""
    desk.save(desks.office(desk, channel="folder", **more))
    (who,) = desk.save(desks.organization(desk))
    return who.id


def invited(desk: Secretariat) -> Invitation:
    who = sending(desk)
    (meeting,) = desk.save(desks.meeting(desk).scheduled(desks.TEN))
    (asked,) = invitations.invite(desk, meeting.id, [who])
    return asked


def weekly(desk: Secretariat) -> tuple[MeetingSeries, Invitation]:
    who = sending(desk)
    (kept,) = desk.save(
        MeetingSeries(
            id=desk.new(MeetingSeriesId),
            title=Text.of(uk="Щовівторка"),
            first=ClockTime(datetime(2026, 6, 2, 10), "Europe/Kyiv"),
            duration=timedelta(hours=1),
            rule=Recurrence.parse("FREQ=WEEKLY;COUNT=8"),
        )
    )
    (asked,) = invitations.invite(desk, kept.id, [who])
    return kept, asked


def test_an_answer_of_a_time_to_come_is_refused_since_no_later_one_would_count(desk: Secretariat, clock: desks.Clock) -> None:
    asked = invited(desk)
    for ask in (answers.record_answer, answers.delegate):
        given = (YES,) if ask is answers.record_answer else (desk.save(desks.organization(desk, "Інша"))[0].id,)
        with pytest.raises(DomainError, match="is still to come"):
            ask(desk, asked.id, *given, source=PHONE, at=clock.now + timedelta(days=1))
        with pytest.raises(DomainError, match="naive"):
            ask(desk, asked.id, *given, source=PHONE, at=datetime(2026, 3, 1, 9))
    assert desk.get(Invitation, asked.id).response is Response.NEEDS_ACTION


def test_of_two_answers_the_later_said_counts_in_whatever_order_they_are_written_down(desk: Secretariat) -> None:
    asked, now = invited(desk), desk.now()
    answers.record_answer(desk, asked.id, NO, source=PHONE, at=now)
    with pytest.raises(DomainError, match="a newer answer"):
        answers.record_answer(desk, asked.id, YES, source=PHONE, at=now - timedelta(hours=1))
    assert desk.get(Invitation, asked.id).response is NO


def test_an_answer_for_one_day_of_a_series_leaves_the_others(desk: Secretariat) -> None:
    series, asked = weekly(desk)
    answers.record_answer(desk, asked.id, YES, source=PHONE)
    alone = answers.record_answer(desk, asked.id, NO, source=PHONE, occurrence=NEXT)
    assert (alone.occurrence, alone.response) == (series.first.on(NEXT), NO) and alone.id != asked.id
    again = answers.record_answer(desk, asked.id, Response.TENTATIVE, source=PHONE, occurrence=NEXT)
    assert again.id == alone.id and desk.get(Invitation, asked.id).response is YES
    for wrong in (date(2026, 6, 3), date(2027, 6, 1)):
        with pytest.raises(DomainError, match="nothing of this series takes place"):
            answers.record_answer(desk, asked.id, NO, source=PHONE, occurrence=wrong)
    with pytest.raises(DomainError, match="only an invitation to a whole series"):
        answers.record_answer(desk, alone.id, NO, source=PHONE, occurrence=NEXT)


def test_the_delegate_of_one_day_is_invited_to_that_day(desk: Secretariat) -> None:
    _, asked = weekly(desk)
    (deputy,) = desk.save(desks.organization(desk, "Заступник", "deputy@example.org"))
    told: list[Told] = []
    first, second = answers.delegate(desk, asked.id, deputy.id, source=PHONE, occurrence=NEXT, announce=told.append)
    (message,) = (message for each in told for message in each.messages)
    assert (message.recipient, message.part) == ("deputy@example.org", str(second.occurrence))
    assert first.occurrence == second.occurrence and first.delegated_to == deputy.id and second.told is not None


def test_who_was_taken_off_the_list_and_is_delegated_to_has_one_invitation(desk: Secretariat) -> None:
    asked = invited(desk)
    (deputy,) = desk.save(desks.organization(desk, "Заступник", "deputy@example.org"))
    (other,) = invitations.invite(desk, desk.each(Meeting)[0].id, [deputy.id])
    invitations.withdraw(desk, other.id)
    _, second = answers.delegate(desk, asked.id, deputy.id, source=PHONE)
    assert (second.id, second.withdrawn_at, second.response) == (other.id, None, Response.NEEDS_ACTION)
    assert len(desk.each(Invitation)) == 2


def test_who_accepts_by_phone_reads_the_place_in_the_next_announcement(desk: Secretariat) -> None:
    who = sending(desk)
    (meeting,) = desk.save(desks.meeting(desk, venue=Venue(place=Text.of(uk="зала 2"))).scheduled(desks.TEN))
    (asked,) = invitations.invite(desk, meeting.id, [who])
    answers.record_answer(desk, asked.id, YES, source=PHONE)
    announced = invitations.announce(desk, desk.get(Meeting, meeting.id))
    assert len(announced.messages) == 1 and desk.get(Meeting, meeting.id).sequence == 0
    assert announced.messages[0] in correspondence.outbox(desk)
    assert invitations.announce(desk, desk.get(Meeting, meeting.id)).messages == ()


def test_a_check_has_no_say_in_what_is_called_off() -> None:
    with desk_of(region("b", on(date(2026, 6, 18), finding("closed", blocks=True)))) as desk:
        who = sending(desk)
        (meeting,) = desk.save(desks.meeting(desk).scheduled(desks.TEN))
        invitations.invite(desk, meeting.id, [who])
        with pytest.raises(CheckFailed, match="nothing was written"):
            invitations.announce(desk, attrs.evolve(desk.get(Meeting, meeting.id), title=Text.of(uk="Інша")))
        assert len(invitations.announce(desk, desk.get(Meeting, meeting.id).cancelled()).messages) == 1


def test_a_step_of_a_series_says_who_was_told_where_somebody_wants_to_know(desk: Secretariat) -> None:
    series, _ = weekly(desk)
    told: list[Told] = []
    moved = Slot(datetime(2026, 6, 10, 10), timedelta(hours=1), "Europe/Kyiv")
    at_desk.move(desk, series.id, NEXT, moved, announce=told.append)
    at_desk.cancel_one(desk, series.id, date(2026, 6, 16), announce=told.append)
    _, meetings = at_desk.cancel(desk, series.id, announce=told.append)
    assert [len(each.messages) for each in told] == [1, 1, 1]
    assert [desk.get(Meeting, each.id) for each in meetings] == list(meetings), "they are given back as they are kept"
    with pytest.raises(DomainError):
        at_desk.cancel_one(desk, series.id, date(2026, 6, 3), announce=told.append)
    assert len(told) == 3


def test_what_cannot_be_told_is_not_kept(desk: Secretariat) -> None:
    series, _ = weekly(desk)
    (office,) = desk.each(Office)
    desk.save(attrs.evolve(office, addresses=()))
    before = desks.held(desk)
    for step in (
        lambda: at_desk.cancel(desk, series.id, announce=True),
        lambda: at_desk.cancel_one(desk, series.id, NEXT, announce=True),
        lambda: at_desk.end_before(desk, series.id, NEXT, announce=True),
        lambda: at_desk.split(desk, series.id, NEXT, duration=timedelta(hours=2), announce=True),
        lambda: invitations.announce(desk, desk.get(MeetingSeries, series.id).cancelled()),
    ):
        with pytest.raises(DomainError, match="sending address"):
            step()
    assert desks.held(desk) == before


def test_going_back_to_an_earlier_version_takes_back_nothing_that_was_told(desk: Secretariat) -> None:
    asked = invited(desk)
    (meeting,) = desk.each(Meeting)
    next_day = Slot(desks.TEN.start + timedelta(days=1), desks.TEN.duration, desks.TEN.zone)
    invitations.announce(desk, meeting.moved_to(next_day))
    again = restored(desk, meeting.id, 1)
    assert isinstance(again, Meeting) and again.when == desks.TEN
    assert (again.sequence, again.announced and again.announced.when, again.organizer) == (1, next_day, desk.each(Office)[0].id)
    known = desk.get(Invitation, asked.id)
    first = restored(desk, asked.id, 1)
    assert isinstance(first, Invitation) and (first.told, first.reset_at) == (known.told, 1)
    (message,) = invitations.announce(desk, again).messages
    assert (message.sequence, desk.get(Invitation, asked.id).reset_at) == (2, 2)


def test_going_back_keeps_what_was_told_of_a_series(desk: Secretariat) -> None:
    series, _ = weekly(desk)
    (shorter,) = invitations.announce(
        desk, attrs.evolve(desk.get(MeetingSeries, series.id), duration=timedelta(minutes=30))
    ).records
    again = restored(desk, series.id, 1)
    assert isinstance(again, MeetingSeries) and isinstance(shorter, MeetingSeries)
    assert (again.duration, again.sequence, again.announced) == (series.duration, 1, shorter.announced)
