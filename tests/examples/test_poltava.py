"""The Poltava example: the coalition, the officials of the mission and nobody's invented spelling, and what leaves the house."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from contextlib import redirect_stdout
from datetime import date
from pathlib import Path

import attrs
import icalendar
import poltava_coalition_1325 as example
import pytest
from loading import id_of, load

import coordkit
from coordkit import (
    Affiliation,
    Answer,
    Counted,
    GroupState,
    Headcount,
    Information,
    Meeting,
    Organization,
    OrganizationId,
    PartialDate,
    Person,
    Request,
    Secretariat,
    Tlp,
    WorkingGroup,
    from_json,
    read_rows,
)
from coordkit.domain.rules.encounters import headcount_sum
from coordkit.secretariat.registry import find

HISTORY = load("poltava")
TITLES = {
    "Арсеній Міхеєвс": ("радник з питань загальної правоохоронної діяльності", "adviser on general law enforcement"),
    "Кароліс Буткевичус": ("офіцер з планування", "planning officer"),
    "Сергій Гривняк": ("експерт з питань правоохоронної діяльності", "law enforcement expert"),
    "Євгенія Коваленко-Марченкова": ("експертка з питань прав людини", "human rights expert"),
}
# Ways in which the names could have been put into Latin letters, with what the region's own romanization makes of them.
SPELLINGS = (
    *("arsen", "mikheyev", "mikheev", "miheev", "mihejev", "miķeļ", "karolis", "butkevi", "butkewi", "serhi", "sergi", "serge"),
    *("hryvn", "hrivn", "grivn", "gryvn", "yevhen", "evhen", "evgen", "ievgen", "yevgen", "eugen", "kovalenko", "marchenk"),
)


@pytest.fixture(scope="module")
def desk() -> Iterator[Secretariat]:
    with coordkit.open("memory://", region="poltava", actor="tester") as desk:
        desk.save(*HISTORY.records)
        yield desk


def run(out: Path, *options: str) -> tuple[str, Path]:
    report = io.StringIO()
    with redirect_stdout(report):
        example.main(["--out", str(out), *options])
    return report.getvalue(), out / "poltava"


@pytest.fixture(scope="module")
def ukrainian(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    return run(tmp_path_factory.mktemp("uk"))


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    return run(tmp_path_factory.mktemp("en"), "--lang", "en")


def rows(out: Path, name: str) -> list[dict[str, str]]:
    return [dict(row) for row in read_rows((out / f"poltava-{name}.csv").read_bytes())]


# -- the facts


def test_the_coalition_is_a_group_and_an_organization(desk: Secretariat) -> None:
    (group,), (organization,) = (
        find(desk, WorkingGroup, "Коаліція 1325 Полтавщини"),
        find(desk, Organization, "Коаліція 1325 Полтавщини"),
    )
    assert group.id == example.COALITION and group.name == organization.name and organization.kind == "coalition"


@pytest.mark.parametrize(
    ("day", "states"),
    [
        (date(2024, 3, 17), {}),
        (date(2024, 3, 18), {GroupState.PROPOSED: Answer.YES}),
        (date(2024, 4, 15), {GroupState.PROPOSED: Answer.POSSIBLY, GroupState.ACTIVE: Answer.POSSIBLY}),
        (date(2024, 4, 30), {GroupState.ACTIVE: Answer.YES}),
    ],
)
def test_its_states_on_a_day_are_as_sure_as_its_dates(desk: Secretariat, day: date, states: dict[GroupState, Answer]) -> None:
    answers = desk.get(WorkingGroup, example.COALITION).as_of(day)
    assert {state: answer for state, answer in answers.items() if answer is not Answer.NO} == states


def test_the_39_are_signatories_of_the_memorandum_and_nobodys_attendance(desk: Secretariat, english: tuple[str, Path]) -> None:
    instrument = desk.get(WorkingGroup, example.COALITION).instrument
    assert instrument is not None and instrument.signatories is not None and instrument.signatories.value == 39
    assert [meeting.headcount for meeting in desk.each(Meeting)] == [None] * 6
    assert headcount_sum(desk.each(Meeting), Counted.PEOPLE) == 0
    report, out = english
    assert "The memorandum has 39 signatories: a number of signatures, not of people at a meeting." in report
    assert [row["signatories"] for row in rows(out, "groups")] == ["39", ""]
    assert {row["headcount"] for row in rows(out, "meetings")} == {""}


def test_the_four_officials_are_guests_with_their_titles_and_their_mission(desk: Secretariat) -> None:
    meeting = desk.get(Meeting, example.WITH_THE_MISSION)
    held = {each.person: each for each in desk.each(Affiliation)}
    people = [desk.get(Person, guest) for guest in meeting.guests if isinstance(guest, coordkit.PersonId)]
    assert len(people) == len(meeting.guests) == 4
    told = {str(person.name): (held[person.id].position.get("uk"), held[person.id].position.get("en")) for person in people}
    assert told == TITLES
    assert {held[person.id].organization for person in people} == {example.MISSION}
    (visitors,) = meeting.delegations
    assert visitors.organization == example.MISSION and visitors.size is not None and visitors.size.value == len(people)


def test_both_abbreviations_lead_to_the_one_mission(desk: Secretariat, ukrainian: tuple[str, Path]) -> None:
    for alias in ("КМЄС", "КМЕС", "кмес", "EUAM"):
        assert [found.id for found in find(desk, Organization, alias)] == [example.MISSION], alias
    report, _ = ukrainian
    for alias in ("КМЄС", "КМЕС"):
        assert f"{alias} → Консультативна місія Європейського Союзу в Україні" in report.splitlines()


def test_host_guests_and_members_stand_apart_and_the_convener_is_not_known(desk: Secretariat, english: tuple[str, Path]) -> None:
    meeting = desk.get(Meeting, example.WITH_THE_MISSION)
    assert (meeting.convener, meeting.host) == (None, id_of(OrganizationId, "sos-childrens-villages"))
    lines = english[0].splitlines()
    start = lines.index("Convened by: not known")
    assert lines[start + 1] == "Hosted by: SOS Children’s Villages"
    assert lines[start + 2] == "Guests, European Union Advisory Mission Ukraine:"
    assert lines[start + 3 : start + 7] == [f"  {name} – {title}" for name, (_, title) in TITLES.items()]
    assert "Members of the group: members of the coalition" in lines and "How many people: not known" in lines


def test_the_meeting_voiced_needs_of_unknown_content_and_decided_nothing() -> None:
    outcomes = [outcome for outcome in HISTORY.outcomes if outcome.meeting == example.WITH_THE_MISSION]
    assert [type(outcome).__name__ for outcome in outcomes] == ["Information", "Information", "Request"]
    assert isinstance(outcomes[2], Request) and outcomes[2].text is None


def test_the_year_of_the_myrhorod_meeting_is_not_known(desk: Secretariat, ukrainian: tuple[str, Path]) -> None:
    assert desk.get(Meeting, example.MYRHOROD).when == PartialDate("XXXX-10-17")
    assert "Коли: 17 жовтня, рік невідомий (відбулося)" in ukrainian[0].splitlines()


def test_events_of_others_stand_apart_from_the_coalitions_own(english: tuple[str, Path]) -> None:
    lines = english[0].splitlines()
    own, related, other = (
        lines.index(title) for title in ("The coalition itself (3):", "Related events of others (2):", "Another group (1):")
    )
    assert own < related < other
    assert "forum" in lines[related + 1] and "Conference" in lines[related + 3] and "Myrhorod" in lines[other + 1]


def test_every_record_is_clear_and_names_a_public_page() -> None:
    assert {record.tlp for record in HISTORY.records} == {Tlp.CLEAR}
    assert all(any(source.is_public and source.field is None for source in record.sources) for record in HISTORY.records)


# -- names


def test_no_name_is_put_into_latin_letters_anywhere(
    desk: Secretariat, ukrainian: tuple[str, Path], english: tuple[str, Path]
) -> None:
    assert desk.region is not None and desk.region.romanize is not None
    spellings = {*SPELLINGS, *(part.lower() for name in TITLES for part in re.split("[ -]", desk.region.romanize(name)))}
    for report, out in (ukrainian, english):
        for content in (report, *(path.read_text(encoding="utf-8") for path in out.iterdir())):
            unfolded = content.replace("\n ", "").lower()
            assert [spelling for spelling in spellings if spelling in unfolded] == []
    for name in TITLES:
        assert name in english[0] and name in ukrainian[0]


def test_no_public_file_names_a_person_while_nobody_knows_whether_it_is_safe_there(
    ukrainian: tuple[str, Path], english: tuple[str, Path]
) -> None:
    assert {str(person.name) for person in HISTORY.people} == set(TITLES)
    for report, out in (ukrainian, english):
        assert rows(out, "people") == []
        for path in out.iterdir():
            content = path.read_text(encoding="utf-8").replace("\n ", "")
            assert [name for name in TITLES if name in content] == [], path.name
        assert all(name in report for name in TITLES)
    assert "although an official public page names them" in english[0]


# -- the two languages


def test_the_report_and_the_files_are_in_the_language_asked_for(ukrainian: tuple[str, Path], english: tuple[str, Path]) -> None:
    assert ukrainian[0].startswith("Коаліція 1325 Полтавщина\n") and english[0].startswith("Coalition 1325 Poltava region\n")
    words = {*TITLES, "Коаліція 1325 Полтавщини", "КМЄС", "КМЕС"}
    rest = re.sub("|".join(sorted(words, reverse=True)), "", english[0])
    assert re.findall(r".*[а-яіїєґ].*", rest, re.IGNORECASE) == []
    assert rows(english[1], "groups")[0]["name"] == "Coalition 1325 Poltava region"
    assert rows(ukrainian[1], "groups")[0]["name"] == "Коаліція 1325 Полтавщина"


def test_both_languages_write_the_same_files_and_the_same_records(ukrainian: tuple[str, Path], english: tuple[str, Path]) -> None:
    names = [sorted(path.name for path in out.rglob("*")) for _, out in (ukrainian, english)]
    assert names[0] == names[1] and len(names[0]) == 8
    everything = [(out / "poltava-everything.json").read_bytes() for _, out in (ukrainian, english)]
    assert everything[0] == everything[1]


def test_an_unknown_language_is_one_message_and_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        example.main(["--out", str(tmp_path / "out"), "--lang", "de"])
    shown = capsys.readouterr()
    assert ended.value.code == 2 and shown.out == "" and not (tmp_path / "out").exists()
    assert shown.err.count("error:") == 1 and "'de'" in shown.err and "Traceback" not in shown.err


# -- what leaves the house


def test_the_calendars_hold_the_day_of_the_meeting_as_a_whole_day(ukrainian: tuple[str, Path]) -> None:
    _, out = ukrainian
    days = {}
    for name in ("poltava-meetings.ics", "poltava-euam-2025-06-18.ics"):
        calendar = icalendar.Calendar.from_ical((out / name).read_bytes())
        days[name] = sorted((event.decoded("dtstart"), event.decoded("dtend")) for event in calendar.walk("VEVENT"))
    meeting = (date(2025, 6, 18), date(2025, 6, 19))
    assert days["poltava-euam-2025-06-18.ics"] == [meeting]
    assert days["poltava-meetings.ics"] == [
        (date(2024, 3, 18), date(2024, 3, 19)),
        (date(2025, 5, 15), date(2025, 5, 16)),
        meeting,
    ]
    assert "  не ввійшло 3: точний день невідомий" in ukrainian[0].splitlines()


def test_the_tables_have_a_byte_order_mark_a_label_a_row_and_a_row_for_each_record(ukrainian: tuple[str, Path]) -> None:
    _, out = ukrainian
    counts = {"organizations": 5, "people": 0, "groups": 2, "meetings": 6, "outcomes": len(HISTORY.outcomes)}
    assert {path.stem.removeprefix("poltava-") for path in out.glob("*.csv")} == set(counts)
    for name, count in counts.items():
        content = (out / f"poltava-{name}.csv").read_bytes()
        separator = b";" if name == "meetings" else b","
        assert content.startswith(b"\xef\xbb\xbfid" + separator) and content.split(b"\r\n")[0].endswith(separator + b"tlp")
        assert [row["tlp"] for row in rows(out, name)] == ["TLP:CLEAR"] * count


def test_the_json_reads_back_as_the_records_without_what_is_for_the_desk(ukrainian: tuple[str, Path]) -> None:
    document = json.loads((ukrainian[1] / "poltava-everything.json").read_text(encoding="utf-8"))
    assert document["coordkit"]["label"] == "TLP:CLEAR" and document["coordkit"]["audience"] == "public"
    found = {record.id: record for record in (from_json(json.dumps(fields, ensure_ascii=False)) for fields in document["records"])}
    kept = {record.id: record for record in HISTORY.records}
    there = {each.id for each in (*HISTORY.organizations, *HISTORY.people, *HISTORY.affiliations)} - {
        each.id for each in HISTORY.organizations if not each.areas
    }
    assert len(there) == 3 + 4 + 4
    assert set(found) == set(kept) - there and len(document["records"]) == len(found)
    for ref, record in found.items():
        if isinstance(record, Meeting):
            assert record.notes is None
            continue
        if isinstance(record, WorkingGroup) and record.instrument is not None:  # how many signed it stays, and not who
            assert record.instrument.signatories == Headcount(value=39, counted=Counted.PEOPLE)
        names = NAMING.get(type(record), ())
        assert record == attrs.evolve(kept[ref], **{name: getattr(record, name) for name in names})
        assert not any(getattr(record, name) for name in names if name not in ("instrument", "sources"))


NAMING = {
    Information: ("presented_by", "presented_by_kinds"),
    Request: ("voiced_by", "voiced_by_kinds"),
    WorkingGroup: ("instrument", "sources"),
}
"""The fields by which a record tells who was there."""


def test_no_note_for_the_desk_is_in_a_file(ukrainian: tuple[str, Path], english: tuple[str, Path]) -> None:
    notes = [words for meeting in HISTORY.meetings if meeting.notes for words in meeting.notes]
    assert len(notes) >= 10
    for _, out in (ukrainian, english):
        for path in out.iterdir():
            content = path.read_text(encoding="utf-8")
            assert [note for note in notes if note in content] == [], path.name
