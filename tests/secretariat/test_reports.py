"""Reports read as a person would write them, in both languages, with and without a region."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

import coordkit
from coordkit import (
    ActionItem,
    ActionStatus,
    Audience,
    Counted,
    Days,
    Headcount,
    Initiative,
    InitiativeId,
    InitiativeStatus,
    KindPresent,
    Meeting,
    MeetingId,
    MeetingStatus,
    OrganizationId,
    OutcomeId,
    PartialDate,
    Plugins,
    Precision,
    Secretariat,
    Slot,
    StatusKnown,
    Text,
    Tlp,
    WorkingGroup,
    WorkingGroupId,
)
from coordkit.ports import LeftOut, Region, Report, Term
from coordkit.secretariat.correspondence import Sent
from coordkit.secretariat.exchange import export
from coordkit.secretariat.meeting_reports import Exported, exports_report, meeting_report
from coordkit.secretariat.outbox_reports import sent_lines
from coordkit.secretariat.reports import Section, encounters_report, groups_report, initiatives_report
from coordkit.secretariat.wording import Wording

UK, EN = Wording("uk"), Wording("en")


@pytest.fixture
def desk() -> Iterator[Secretariat]:
    with coordkit.open("memory://", actor="tester", plugins=Plugins.discover(environ={"COORDKIT_PLUGINS": "none"})) as desk:
        yield desk


# -- wording


@pytest.mark.parametrize(
    ("edtf", "uk", "en"),
    [
        ("2025-06-18", "18 червня 2025", "18 June 2025"),
        ("2023-08", "серпень 2023", "August 2023"),
        ("2021", "2021 рік", "2021"),
        ("2024-23", "осінь 2024 року", "autumn 2024"),
        ("2022-41", "друга половина 2022 року", "the second half of 2022"),
        ("[2024-01..2024-04]", "у період від січня до квітня 2024", "at some time from January to April 2024"),
        ("[2024-12..2025-03]", "у період від грудня 2024 до березня 2025", "at some time from December 2024 to March 2025"),
        ("[..2025-04]", "не пізніше квітня 2025", "by the end of April 2025"),
        ("[..2025-05-28]", "не пізніше 28 травня 2025", "by 28 May 2025"),
        ("[2025-04..]", "не раніше квітня 2025", "not before April 2025"),
        ("XXXX-10-17", "17 жовтня, рік невідомий", "17 October, year not known"),
        ("XXXX-10-XX", "жовтень, рік невідомий", "October, year not known"),
        ("XXXX-XX-XX", "час невідомий", "time not known"),
    ],
)
def test_a_date_is_told_as_far_as_it_is_known(edtf: str, uk: str, en: str) -> None:
    assert (UK.when(PartialDate(edtf)), EN.when(PartialDate(edtf))) == (uk, en)


@pytest.mark.parametrize(
    ("edtf", "uk", "en"),
    [
        ("2023-08", "від серпня 2023", "since August 2023"),
        ("2021", "від 2021 року", "since 2021"),
        ("2022-41", "від другої половини 2022 року", "since the second half of 2022"),
        ("[..2023-08]", "щонайпізніше від серпня 2023", "since August 2023 or earlier"),
        ("[2025-04..]", "не раніше ніж від квітня 2025", "since April 2025 or later"),
        ("[2025-04..2025-06]", "від квітня – червня 2025 (точніше не відомо)", "since some time from April to June 2025"),
        ("XXXX-XX-XX", "(відколи – невідомо)", "(since when is not known)"),
    ],
)
def test_a_beginning_is_told_as_far_as_it_is_known(edtf: str, uk: str, en: str) -> None:
    assert (UK.since(PartialDate(edtf)), EN.since(PartialDate(edtf))) == (uk, en)


def test_a_slot_and_whole_days_read_as_in_an_invitation() -> None:
    assert UK.when(Slot(datetime(2026, 2, 12, 11), timedelta(hours=2), "Europe/Kyiv")).startswith("12 лютого 2026, 11:00–13:00")
    assert EN.when(Days(date(2025, 8, 20), date(2025, 8, 21))) == "20–21 August 2025"
    assert (UK.when(None), EN.when(None)) == ("час невідомий", "time not known")


@pytest.mark.parametrize(
    ("number", "uk", "en"),
    [
        (0, "0 зустрічей", "0 meetings"),
        (1, "1 зустріч", "1 meeting"),
        (2, "2 зустрічі", "2 meetings"),
        (5, "5 зустрічей", "5 meetings"),
        (11, "11 зустрічей", "11 meetings"),
        (14, "14 зустрічей", "14 meetings"),
        (21, "21 зустріч", "21 meetings"),
        (22, "22 зустрічі", "22 meetings"),
        (111, "111 зустрічей", "111 meetings"),
    ],
)
def test_a_number_takes_its_noun_with_it(number: int, uk: str, en: str) -> None:
    assert (UK.count(number, "meetings"), EN.count(number, "meetings")) == (uk, en)


def test_a_headcount_says_how_exact_it_is_and_over_how_many_meetings() -> None:
    about = Headcount(value=100, counted=Counted.PEOPLE, precision=Precision.ABOUT, over=6)
    assert (UK.headcount(about), EN.headcount(about)) == (
        "близько 100 людей (за 6 зустрічей разом)", "about 100 people (6 meetings together)",
    )  # fmt: skip
    least = Headcount(value=21, counted=Counted.ORGANIZATIONS, precision=Precision.AT_LEAST, of_kinds=("ngo",))
    assert (UK.headcount(least), EN.headcount(least)) == ("щонайменше 21 організації (ngo)", "at least 21 organizations (ngo)")


def test_a_code_is_called_as_the_region_calls_it_else_by_itself() -> None:
    region = Region(code="there", names=Text.of(en="There"), kinds=(Term(code="ngo", label=Text.of(uk="ГО", en="NGO")),))
    assert (Wording("uk", region).label("kinds", "ngo"), Wording("en", region).label("kinds", "ngo")) == ("ГО", "NGO")
    assert (Wording("uk", region).label("kinds", "club"), UK.label("kinds", "ngo")) == ("club", "ngo")
    assert (Wording("uk", region).area("UA65"), UK.area("UA65"), UK.area(None)) == ("UA65", "UA65", "")


def test_other_languages_get_english_and_regional_variants_their_own() -> None:
    assert Wording("fr").count(2, "meetings") == "2 meetings"
    assert Wording("fr").text(Text.of(uk="Нарада", en="Meeting")) == "Meeting"
    assert Wording("fr").text(Text.of(uk="Нарада", fr="Réunion")) == "Réunion"
    assert Wording("uk-UA").count(2, "meetings") == "2 зустрічі"


# -- sections


def test_a_section_prints_its_title_underlined() -> None:
    assert str(Section("Групи", ["одна"])) == "Групи\n-----\nодна"


def test_a_desk_without_a_region_reports_with_codes(desk: Secretariat) -> None:
    desk.save(
        WorkingGroup(id=desk.new(WorkingGroupId), name=Text.of(uk="Група", en="Group"), area="X1"),
        Initiative(
            id=desk.new(InitiativeId),
            title=Text.of(uk="Освітлення", en="Lights"),
            statuses=(StatusKnown(status=InitiativeStatus.PLANNED, known="2024"),),
        ),
    )
    assert groups_report(desk, "en").lines == ("No founding document seen", "  Group (X1): state not known")
    assert initiatives_report(desk, "uk").lines[-1] == "  planned: Освітлення (відомо: 2024 рік)"


def test_pairs_that_have_met_and_pairs_that_never_did_are_told_apart(desk: Secretariat) -> None:
    met = Meeting(
        id=desk.new(MeetingId),
        title=Text.of(en="Met"),
        status=MeetingStatus.HELD,
        kinds_present=(KindPresent(kind="a"), KindPresent(kind="b")),
    )
    desk.save(met)
    assert encounters_report(desk, ("a", "b"), "en").lines[-1] == "All these pairs have met."
    assert encounters_report(desk, ("a", "b", "c"), "en").lines[-2:] == ("  a × c", "  b × c")


def test_a_circle_of_predecessors_ends(desk: Secretariat) -> None:
    first, second = desk.new(MeetingId), desk.new(MeetingId)
    desk.save(Meeting(id=first, title=Text.of(en="First"), predecessor=second),
              Meeting(id=second, title=Text.of(en="Second"), predecessor=first))  # fmt: skip
    assert meeting_report(desk, first, "en").lines[-2:] == ("Before it:", "  Second – time not known")


def test_a_meeting_tells_who_owes_what_by_when(desk: Secretariat) -> None:
    meeting = Meeting(id=desk.new(MeetingId), title=Text.of(en="Talk"))
    owner = coordkit.Organization(id=desk.new(OrganizationId), name=Text.of(en="Union"))
    action = ActionItem(
        id=desk.new(OutcomeId),
        meeting=meeting.id,
        text=Text.of(en="Write"),
        owner=owner.id,
        due="2024-05",
        status=ActionStatus.DONE,
    )
    desk.save(meeting, owner, action)
    assert meeting_report(desk, meeting.id, "en").lines[-1] == "  – Write [Union; due: May 2024; done]"


def test_what_was_left_out_is_counted_by_reason() -> None:
    vague = [LeftOut(what=f"meeting {n}", why=f"date known only as 202{n}", code="no_day") for n in range(3)]
    other = LeftOut(what="x", why="for another reason")
    section = exports_report([Exported("feed.ics", Report(written=1, label=Tlp.CLEAR, left_out=(*vague, other)))], EN)
    assert section.title == "Written: 1 file"
    assert section.lines == (
        "feed.ics: 1 record, TLP:CLEAR",
        "  left out 1: for another reason",
        "  left out 3: the exact day is not known",
    )


def test_every_reason_why_a_meeting_is_in_no_calendar_is_told_in_ukrainian(desk: Secretariat, tmp_path: Path) -> None:
    vague = (None, PartialDate("2026-10"))
    left = [(status, when) for status in (MeetingStatus.HELD, MeetingStatus.POSTPONED) for when in vague]
    for status, when in (*left, (MeetingStatus.DRAFT, None)):
        desk.save(Meeting(id=desk.new(MeetingId), title=Text.of(uk="Нарада"), status=status, when=when))
    report = export(desk, "meetings", tmp_path / "feed.ics", audience=Audience.desk())
    _, *reasons = exports_report([Exported("feed.ics", report)], UK).lines
    assert len(reasons) == 5
    assert not re.search("[A-Za-z]", " ".join(reasons))


def test_letters_that_failed_are_named() -> None:
    lines = sent_lines(Sent(sent=1, waiting=1, failures=(("a@example.org", "no such folder"),)), UK)
    assert lines == ("Надіслано: 1 лист; чекають: 1", "  a@example.org: no such folder")
