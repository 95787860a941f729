"""Reports on who is in a group read as a person would write them, in both languages, with the words of the region."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs
import pytest

from coordkit import (
    Attendance,
    Membership,
    Minutes,
    MinutesId,
    Quorum,
    QuorumOf,
    Role,
    Seat,
    Secretariat,
    TermsOfReference,
    Text,
    WorkingGroup,
)
from coordkit.secretariat.group_reports import composition_report, members_report, seats_report, vacancies_report
from coordkit.secretariat.quorum_reports import quorum_report, speakers_report
from tests.secretariat import desks
from tests.secretariat.test_membership import ON, World, joined, world

RESCUE = Seat(code="rescue", label=Text.of(uk="ДСНС", en="Rescue"), required=True, minimum=2, maximum=2)


@pytest.fixture
def desk() -> Iterator[Secretariat]:
    with desks.opened(region="kherson") as desk:
        yield desk


@pytest.fixture
def made(desk: Secretariat) -> World:
    return world(desk)


def test_members_come_by_role_and_name_with_seat_and_dates(desk: Secretariat, made: World) -> None:
    (chair,) = desk.save(desks.organization(desk, "Рада", kind="local_council"))
    desk.save(joined(desk, made.group.id, chair.id, role=Role.CHAIR, since="2026-06", alternate=True, until="2026-12-31"))
    assert str(members_report(desk, made.group.id, ON, "uk")).splitlines() == [
        "Робоча група: члени на 2026-06-18",
        "---------------------------------",
        "Рада: можливо голова; заміна; від червня 2026; останній день: 31 грудня 2026",
        "Інспектор: член; від імені: Поліція громади; від 1 січня 2026",
        "Поліція громади: член; місце: Поліція; від 1 січня 2026",
    ]
    assert members_report(desk, made.group.id, ON, "en").lines[1:] == (
        "Inspector: member; on behalf of: Поліція громади; since 1 January 2026",
        "Поліція громади: member; seat: Police; since 1 January 2026",
    )


def test_seats_tell_holders_vacancies_and_gaps(desk: Secretariat, made: World) -> None:
    desk.save(joined(desk, made.group.id, made.ngo.id, seat="ngo", since="2025-03-01", until="2025-05-10"))
    desk.save(joined(desk, made.group.id, made.inspector.id, seat="ngo", alternate=True))
    assert seats_report(desk, made.group.id, ON, "uk").lines == (
        "Поліція (обов’язкове): Поліція громади",
        "Громадська організація (обов’язкове): вільне від 2 березня – 1 квітня 2026 (точніше не відомо); заміна: Інспектор",
        "  прогалина: від 11 травня 2025, останній день: 31 грудня 2025",
    )
    assert seats_report(desk, made.group.id, date(2026, 3, 5), "en").lines == (
        "Police (required): Поліція громади",
        "NGO (required): possibly Світанок; possibly vacant since some time from 2 March to 5 March 2026; alternate: Inspector",
        "  gap: since 11 May 2025, last day: 31 December 2025",
    )


def test_seats_tell_a_possible_gap_and_too_many_or_too_few(desk: Secretariat, made: World) -> None:
    three = desk.save(*(desks.organization(desk, name) for name in ("Перша", "Друга", "Третя")))
    group = desk.get(WorkingGroup, made.group.id).with_seat(RESCUE)
    desk.save(attrs.evolve(group, seats=group.seats[-1:]))
    first, *_ = desk.save(
        *(
            joined(desk, group.id, each.id, seat="rescue", since=since)
            for each, since in zip(three, ("2025", "2025-02", "2026-05"), strict=True)
        )
    )
    assert vacancies_report(desk, date(2024, 6, 1), "uk").lines == ("Таких немає.",), "the group did not sit yet"
    (line,) = seats_report(desk, group.id, date(2024, 6, 1), "uk").lines
    assert line == "ДСНС (обов’язкове): менше, ніж потрібно (2), досі не заповнене, наскільки відомо"
    (line,) = seats_report(desk, group.id, ON, "en").lines
    assert line == "Rescue (required): Перша, Друга, Третя; too many, at most 2"
    for each in desk.each(Membership, {"group": str(group.id)}):
        if each.seat == "rescue":
            desk.save(each.ended("2026-05") if each.id != first.id else each)
    (line,) = seats_report(desk, group.id, ON, "uk").lines
    assert line == "ДСНС (обов’язкове): Перша; менше, ніж потрібно (2), від 2 травня – 1 червня 2026 (точніше не відомо)"
    desk.save(desk.get(Membership, first.id).ended("2026-06-01"))
    desk.save(joined(desk, group.id, three[1].id, seat="rescue", since="2026-06"))
    assert seats_report(desk, group.id, date(2026, 7, 1), "en").lines[1:] == (
        "  possible gap: at some time from 2 June to 29 June 2026",
    )


def test_vacancies_stand_by_group_and_none_are_said_to_be_none(desk: Secretariat, made: World) -> None:
    assert str(vacancies_report(desk, ON, "uk")).splitlines() == [
        "Вільні обов’язкові місця на 2026-06-18",
        "--------------------------------------",
        "Робоча група:",
        "  Громадська організація: вільне від 2 березня – 1 квітня 2026 (точніше не відомо)",
    ]
    assert vacancies_report(desk, date(2026, 2, 1), "en").lines == ("There are none.",)
    assert vacancies_report(desk, date(2025, 12, 31), "en").lines[1] == "  Police: vacant, never filled, as far as is known"


def test_composition_counts_by_the_words_of_the_region_and_says_what_is_missing(desk: Secretariat, made: World) -> None:
    desk.save(joined(desk, made.group.id, made.inspector.id, role=Role.OBSERVER, since="2026-06"))
    assert composition_report(desk, made.group.id, ON, "uk").lines == (
        "Організацій і людей від себе: 1–2",
        "За видом організації:",
        "  Національна поліція України – 1",
        "За сектором:",
        "  safety – 1",
        "Люди, які беруть участь від себе: 0–1",
        "Бракує видів організацій: громадська організація",
    )
    assert composition_report(desk, made.group.id, date(2026, 3, 5), "en").lines[-1] == (
        "Kinds of organization missing: possibly non-governmental organization"
    )


def test_the_quorum_says_how_many_were_needed_and_came_or_why_it_is_not_known(desk: Secretariat, made: World) -> None:
    assert str(quorum_report(desk, made.meeting.id, "uk")).splitlines() == [
        "Кворум: Нарада",
        "--------------",
        "Робоча група: невідомо: списку присутніх немає",
        "  положення, версія 1: потрібно 1 з 1 членів (не менше ніж 1/2)",
    ]
    seats = Quorum(of=QuorumOf.SEATS, at_least=2, numerator=1, denominator=2, more_than=True)
    desk.save(desk.get(WorkingGroup, made.group.id).amended(TermsOfReference(version=2, since="2026-06", quorum=seats)))
    desk.save(Minutes(id=desk.new(MinutesId), meeting=made.meeting.id, attendance=(Attendance(who=made.inspector.id),)))
    assert quorum_report(desk, made.meeting.id, "en").lines == (
        "Working group: possibly",
        "  terms of reference, version 1 (possibly in force): 1 of 1 members needed (at least 1/2), present: 1",
        "  terms of reference, version 2 (possibly in force): 2 of 2 required seats needed (more than 1/2, at least 2), present: 1",
    )
    alone = desks.meeting(desk)
    desk.save(alone)
    assert quorum_report(desk, alone.id, "en").lines == ("The meeting is of no group, so it has no quorum.",)


def test_who_spoke_for_an_organization_is_told_with_what_says_so(desk: Secretariat, made: World) -> None:
    assert set(speakers_report(desk, made.police.id, "uk", on=ON).lines) == {
        "Поліція громади: у групі сама організація, хто саме – не записано; Робоча група",
        "Інспектор: можливо; обіймає в ній посаду, тож може говорити від неї; Робоча група",
        "Інспектор: у групі від її імені; Робоча група",
    }
    report = speakers_report(desk, made.ngo.id, "en", meeting=made.meeting.id)
    assert (report.title, report.lines) == ("Who spoke for Світанок: Нарада", ("Nobody, as far as is known.",))


def test_a_group_without_members_and_seats_says_so(desk: Secretariat, made: World) -> None:
    empty = attrs.evolve(made.group, id=desk.new(type(made.group.id)), seats=())
    desk.save(empty)
    assert members_report(desk, empty.id, ON, "uk").lines == ("Нікого, наскільки відомо.",)
    assert seats_report(desk, empty.id, ON, "uk").lines == ("Місць не визначено.",)
    assert composition_report(desk, empty.id, ON, "en").lines == (
        "Organizations, and people for themselves: 0",
        "By kind of organization:",
        "  not known – 0",
        "By sector:",
        "  not known – 0",
    )
