"""The Kherson example: the whole known history on a desk, what it answers, and what leaves the house."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stdout
from datetime import date, timedelta
from pathlib import Path

import kherson_public_safety as example
import pytest
from loading import History, Statement, id_of, load

import coordkit
from coordkit import Answer, GroupState, Meeting, MeetingId, Organization, Request, Secretariat, Tlp, WorkingGroup, read_rows
from coordkit.domain.rules.coverage import AreaCoverage, NoGroup
from coordkit.domain.rules.encounters import encounters
from coordkit.secretariat.groups import coverage_on
from coordkit.secretariat.registry import kinds_of_organizations

HISTORY = load("kherson")
CITY = "UA65100150000057191"
ADDRESS = b"@example.org"


@pytest.fixture(scope="module")
def desk() -> Iterator[Secretariat]:
    with coordkit.open("memory://", region="kherson", actor="tester") as desk:
        desk.save(*HISTORY.records)
        yield desk


def run(out: Path, *options: str) -> str:
    report = io.StringIO()
    with redirect_stdout(report):
        example.main(["--out", str(out), *options])
    return report.getvalue()


@pytest.fixture(scope="module")
def ukrainian(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    out = tmp_path_factory.mktemp("uk")
    return run(out), out / "kherson"


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    out = tmp_path_factory.mktemp("en")
    return run(out, "--lang", "en"), out / "kherson"


def public_files(out: Path) -> list[Path]:
    return [path for path in out.rglob("*") if path.is_file() and path.parent.name != "mail"]


# -- what is loaded


def test_twelve_groups_37_meetings_and_35_initiatives_are_on_the_desk(desk: Secretariat) -> None:
    counts = [len(desk.each(kind)) for kind in (WorkingGroup, Meeting, coordkit.Initiative, Organization)]
    assert counts == [12, 37, 35, 4]


def test_every_record_is_clear_and_names_a_public_page(desk: Secretariat) -> None:
    assert {record.tlp for record in HISTORY.records} == {Tlp.CLEAR}
    assert all(any(source.is_public and source.field is None for source in record.sources) for record in HISTORY.records)


def test_a_source_of_one_field_names_a_field_of_its_record() -> None:
    for history in (HISTORY, load("poltava")):
        for record in history.records:
            assert {source.field for source in record.sources} <= {None, *fields(record)}


def fields(record: coordkit.Record) -> set[str]:
    return {name for name in json.loads(coordkit.to_json(record)) if name != "record"}


def test_ids_are_the_same_each_time_and_differ_by_kind() -> None:
    assert load("kherson") == HISTORY
    assert id_of(MeetingId, "ngo-services").uuid != id_of(coordkit.OutcomeId, "ngo-services").uuid


def test_outcomes_of_all_five_kinds_are_there_and_a_request_may_have_no_content() -> None:
    kinds = Counter(type(outcome).__name__ for outcome in HISTORY.outcomes)
    assert set(kinds) == {"Information", "Decision", "ActionItem", "Commitment", "Request"} and kinds.total() == 75
    assert [o.meeting for o in HISTORY.outcomes if isinstance(o, Request) and o.text is None] == [id_of(MeetingId, "ngo-services")]


def test_a_supporter_who_is_no_organization_stands_in_the_text() -> None:
    (club,) = (each for each in HISTORY.initiatives if each.title.get("en") == "Club of Active Citizens, Kherson")
    assert club.what is not None and club.what.best("en").endswith("; supported by: USAID/ENGAGE")
    assert len(club.supported_by) == 1


def test_poltava_loads_with_its_officials_and_signatories() -> None:
    poltava: History = load("poltava")
    assert (len(poltava.people), len(poltava.affiliations), len(poltava.groups), len(poltava.meetings)) == (4, 4, 2, 6)
    instrument = poltava.groups[0].instrument
    assert instrument is not None and instrument.signatories is not None and instrument.signatories.value == 39
    assert all(person.latin_name is None and person.name.languages == ("uk",) for person in poltava.people)
    assert any(meeting.guests == tuple(person.id for person in poltava.people) for meeting in poltava.meetings)


# -- coverage


@pytest.mark.parametrize("statement", HISTORY.statements, ids=lambda statement: str(statement.key))
def test_what_a_page_says_of_coverage_holds_on_the_last_day_of_its_period(desk: Secretariat, statement: Statement) -> None:
    assert statement.as_of.latest is not None
    answers = {entry.area.code: entry for entry in coverage_on(desk, statement.as_of.latest)}
    for code in statement.with_group:
        assert (answers[code].state, answers[code].answer.value) == (GroupState.ACTIVE, "yes"), code
    for code in statement.without_group:
        assert answers[code].state in (NoGroup.STATED, GroupState.PROPOSED, GroupState.CONCLUDED), code


GROUPS = {group.area: group for group in HISTORY.groups}


def active(code: str, day: date) -> Answer:
    return GROUPS[code].as_of(day)[GroupState.ACTIVE]


@pytest.mark.parametrize("statement", HISTORY.statements, ids=lambda statement: str(statement.key))
def test_each_dated_line_holds_as_of_its_last_day_and_possibly_before_where_its_date_is_partial(statement: Statement) -> None:
    last = statement.as_of.latest
    assert last is not None and (statement.with_group or statement.without_group)
    for code in statement.with_group:
        assert active(code, last) is Answer.YES, code
        (began,) = (entry.since for entry in GROUPS[code].states if entry.state is GroupState.ACTIVE)
        assert began.latest is not None and began.latest <= last, code
        assert active(code, began.latest) is Answer.YES, code
        if began.earliest != began.latest:
            assert active(code, began.latest - timedelta(days=1)) is Answer.POSSIBLY, code
        if began.earliest is not None:
            assert active(code, began.earliest - timedelta(days=1)) is Answer.NO, code
    for code in statement.without_group:
        if code in GROUPS:
            assert active(code, last) is Answer.NO, code
            for ended in (entry.since for entry in GROUPS[code].states if entry.state is GroupState.CONCLUDED):
                assert ended.earliest is not None and ended.earliest != ended.latest
                assert active(code, ended.earliest) is Answer.POSSIBLY, code
                assert active(code, ended.earliest - timedelta(days=1)) is Answer.YES, code


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2021-12-31", {"active": 4, "none known": 45}),
        ("2022-12-31", {"concluded": 4, "none known": 45}),
        ("2025-04-30", {"active": 6, "active possibly": 1, "concluded": 4, "none, stated": 1, "none known": 37}),
        ("2025-12-31", {"active": 8, "concluded": 4, "none known": 37}),
    ],
)
def test_coverage_of_the_49_hromadas(desk: Secretariat, day: str, expected: dict[str, int]) -> None:
    entries = coverage_on(desk, date.fromisoformat(day))
    assert len(entries) == 49
    assert Counter(map(told, entries)) == expected


def told(entry: AreaCoverage) -> str:
    return entry.state.value if entry.answer.value == "yes" else f"{entry.state.value} {entry.answer.value}"


def test_kherson_city_has_none_stated_in_april_2025_and_one_by_the_end_of_the_year(desk: Secretariat) -> None:
    def city(day: date) -> AreaCoverage:
        return next(entry for entry in coverage_on(desk, day) if entry.area.code == CITY)

    assert city(date(2025, 4, 30)).state is NoGroup.STATED
    assert city(date(2025, 4, 29)).state is NoGroup.UNKNOWN
    assert (city(date(2025, 10, 30)).state, city(date(2025, 10, 31)).state) == (NoGroup.STATED, GroupState.ACTIVE)


# -- who has met whom


def test_a_round_counts_in_no_encounter(desk: Secretariat) -> None:
    kind_of = kinds_of_organizations(desk)
    found = encounters(HISTORY.meetings, kind_of)
    assert found == encounters([meeting for meeting in HISTORY.meetings if not meeting.is_round], kind_of)
    only_in_rounds = {entry.kind for meeting in HISTORY.meetings if meeting.is_round for entry in meeting.kinds_present}
    assert "cimic" in only_in_rounds and found.between("cimic", "police") == 0
    assert found.between("emergency_service", "police") == 6


# -- the report


def test_the_report_counts_declines_and_dates_as_ukrainian_does(ukrainian: tuple[str, Path]) -> None:
    report, _ = ukrainian
    for line in (
        "  Станіславська [РГГБВ]: створюється від квітня 2023; діє від серпня 2023",
        "  Великоолександрівська [РГГБВ]: діє від квітня – червня 2025 (точніше не відомо)",
        "Скільки: 10 організацій (громадські та благодійні організації)",
        "2025-12-31: діє – 8; завершила роботу – 4; про групу невідомо – 37",
        "15 зустрічей, про які відомо, хто був; 7 раундів не рахуються окремо",
        "Надіслано: 4 листи; чекають: 0",
        "  не ввійшло 32: точний день невідомий",
    ):
        assert line in report.splitlines(), line
    assert re.search(r"озвучено, зміст невідомий \[від: громадська організація, благодійна", report)
    assert re.search(r"Перед нею:\n  .*журналісти.* – не пізніше квітня 2025\n  .*поліція.* – не пізніше квітня 2025\n", report)


def test_the_english_report_is_english_throughout(english: tuple[str, Path]) -> None:
    report, _ = english
    assert re.findall(r".*[а-яіїєґ].*", report, re.IGNORECASE) == []
    assert "  Velykooleksandrivska [WGPSR]: active since some time from April to June 2025" in report.splitlines()


def test_both_languages_write_the_same_files(ukrainian: tuple[str, Path], english: tuple[str, Path]) -> None:
    names = [sorted(str(path.relative_to(out)) for path in out.rglob("*")) for _, out in (ukrainian, english)]
    assert names[0] == names[1]


def test_the_next_meeting_is_printed_as_a_parameter_with_what_was_voiced(ukrainian: tuple[str, Path]) -> None:
    report, _ = ukrainian
    assert "12 лютого 2026, 11:00–13:00, за київським часом – параметр цього прикладу (--next), а не факт" in report
    assert "  1. Запити і пропозиції, озвучені учасниками (зміст не записано)" in report.splitlines()


def test_an_evening_in_the_curfew_is_advised_against(tmp_path: Path) -> None:
    report = run(tmp_path, "--lang", "en", "--next", "2026-02-12T20:30")
    assert "  kherson.curfew: The meeting runs 20:30–22:30, and the curfew in the Kherson region is 21:00–05:00" in report


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("soon", "'soon' is no day and time"),
        ("2026-02-12", "is no day and time; write Kyiv time without an offset"),
        ("2026-02-12T11:00+02:00", "is no day and time; write Kyiv time without an offset"),
        ("2026-03-29T03:30", "does not exist in Europe/Kyiv"),
        ("2026-10-25T03:30", "comes twice in Europe/Kyiv"),
    ],
)
def test_an_unclear_next_date_is_one_message_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: str, message: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        example.main(["--out", str(tmp_path / "out"), "--next", words])
    shown = capsys.readouterr()
    assert ended.value.code == 2 and shown.out == "" and message in shown.err and not (tmp_path / "out").exists()
    assert shown.err.count("error:") == 1 and "Traceback" not in shown.err


# -- what leaves the house


def test_no_public_file_holds_an_address_or_the_date_that_is_no_fact(ukrainian: tuple[str, Path]) -> None:
    _, out = ukrainian
    files = public_files(out)
    assert len(files) == 14
    for path in files:
        content = path.read_bytes()
        assert ADDRESS not in content and b"20260212" not in content and b"2026-02-12" not in content, path.name
    mails = sorted((out / "mail").glob("*.eml"))
    assert len(mails) == 8 and all(ADDRESS in path.read_bytes() for path in mails)


def test_calendars_hold_the_meetings_known_to_the_day_and_no_attendee(ukrainian: tuple[str, Path]) -> None:
    _, out = ukrainian
    feed = (out / "meetings.ics").read_bytes()
    assert feed.count(b"BEGIN:VEVENT") == 4 and b"METHOD" not in feed and b"ATTENDEE" not in feed
    one = (out / "workshop-2025-08.ics").read_bytes()
    assert one.count(b"BEGIN:VEVENT") == 1 and b"DTSTART;VALUE=DATE:20250820" in one and b"DTEND;VALUE=DATE:20250822" in one


def test_an_invitation_asks_its_recipient_and_nobody_else(ukrainian: tuple[str, Path]) -> None:
    _, out = ukrainian
    calendars = sorted((out / "mail").glob("*.ics"))
    assert len(calendars) == 8
    for path in calendars:
        content = path.read_bytes().replace(b"\r\n ", b"")
        assert b"METHOD:REQUEST" in content and content.count(b"\r\nATTENDEE") == 1
        assert b"DTSTART;TZID=Europe/Kyiv:20260212T110000" in content


def test_an_answer_comes_in_and_the_change_goes_out_to_all(ukrainian: tuple[str, Path], english: tuple[str, Path]) -> None:
    (report, out), (translated, _) = ukrainian, english
    assert "  Головне управління ДСНС України у Херсонській області: участь підтверджено (враховано)" in report.splitlines()
    assert "The meeting goes online (an example, too):\n  SEQUENCE 1\n  Sent: 4 messages; waiting: 0\n" in translated
    calendars = [path.read_bytes().replace(b"\r\n ", b"") for path in (out / "mail").glob("*.ics")]
    assert Counter(b"SEQUENCE:1" in content for content in calendars) == {True: 4, False: 4}
    assert all(b"meet.example.org" not in content for content in calendars), "the link is for who accepts the meeting online"


def test_tables_have_a_row_for_each_record_and_area(ukrainian: tuple[str, Path]) -> None:
    _, out = ukrainian
    rows = {path.stem: list(read_rows(path.read_bytes())) for path in out.glob("*.csv")}
    assert {name: len(table) for name, table in rows.items() if not name.startswith("coverage")} == {
        "organizations": 1, "groups": 12, "memberships": 0, "meetings": 37, "outcomes": 75, "initiatives": 35,
    }  # fmt: skip
    april = Counter(row["state"] for row in rows["coverage-2025-04-30"])
    assert april == {"active": 7, "concluded": 4, "none, stated": 1, "none known": 37}
    assert (out / "coverage-2025-04-30.csv").read_bytes().startswith("\ufeffarea;".encode())


def test_everything_public_but_who_is_there_is_in_the_json(ukrainian: tuple[str, Path]) -> None:
    _, out = ukrainian
    document = json.loads((out / "everything.json").read_text(encoding="utf-8"))
    there = {each.id for each in HISTORY.organizations if each.areas} | {each.id for each in HISTORY.memberships}
    assert len(there) == 3 + 11
    assert {fields["id"] for fields in document["records"]} == {
        str(record.id) for record in HISTORY.records if record.id not in there
    }
    for path in public_files(out):
        assert [ref for ref in there if str(ref.uuid) in path.read_text(encoding="utf-8")] == [], path.name


def test_the_report_tells_that_no_table_of_statuses_is_loaded(ukrainian: tuple[str, Path], english: tuple[str, Path]) -> None:
    assert "Таблицю не завантажено, тож статус кожної громади невідомий." in ukrainian[0].splitlines()
    assert "No table is loaded, so the status of every community is unknown." in english[0].splitlines()
