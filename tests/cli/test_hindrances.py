"""What hindered people on their first day at the command line, in Ukrainian and in English, and does so no more."""

from __future__ import annotations

import pytest

from coordkit.codec.subjects import SUBJECTS
from tests.cli.conftest import Line

POLTAVA, POLTAVA_CITY, KHERSON = "UA53000000000028050", "UA53080370000025447", "UA65100150000057191"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("Полтавська", POLTAVA_CITY),
        ("Poltavska", POLTAVA_CITY),
        ("Полтавська область", POLTAVA),
        ("Poltavska oblast", POLTAVA),
        ("полтавська громада", POLTAVA_CITY),
        ("Полтавська міська територіальна громада", POLTAVA_CITY),
        ("Херсонська громада", KHERSON),
    ],
)
def test_an_area_of_the_own_region_goes_first_and_may_be_called_with_its_type(line: Line, given: str, code: str) -> None:
    line.good("init", "Secretariat", "--region", "poltava")
    assert line.json("groups", "add", "Група", "--area", given)["area"] == code
    assert line.json("areas", "Полтавська")[0]["code"] == POLTAVA, "the own region's areas are listed first"


def test_what_stands_after_a_name_and_is_no_type_is_not_passed_over(line: Line) -> None:
    line.good("init", "Secretariat", "--region", "poltava")
    assert "no area has" in line("groups", "add", "Група", "--area", "Полтавська комісія").err
    assert "several areas" in line("groups", "add", "Група", "--area", "Троїцька").err


def test_an_area_is_shown_with_its_type_for_two_levels_bear_one_name(line: Line) -> None:
    line.good("init", "uk=Секретаріат", "--region", "poltava")
    shown = line.good("groups", "add", "Група", "--area", "Полтавська")
    assert f"Полтавська, міська територіальна громада [{POLTAVA_CITY}]" in shown


def test_what_has_no_name_of_its_own_is_called_by_what_it_belongs_to(desk: Line) -> None:
    assert "«ДСНС – Робоча група» [membership:" in desk.good("groups", "join", "робоча", "дснс")
    told = desk.good("people", "position", "голова", "дснс", "радниця")
    assert "«Голова комісії – ДСНС» [affiliation:" in told
    desk.good("meetings", "hold", "перше")
    written = desk.good("meetings", "minutes", "write", "перше", "--text", "Засідання відкрили о 10:05.", "--present", "голова")
    assert "«Протокол: Перше засідання» [minutes:" in written
    assert "«Запит, зміст невідомий: Перше засідання» [outcome:" in desk.good("outcomes", "add", "перше", "request", "--by", "дснс")
    desk.good("erase", "голова", "--yes")
    assert "(стертий запис): присутні" in desk.good("meetings", "minutes", "show", "перше")


def test_a_meeting_planned_in_the_past_or_held_in_the_future_is_remarked_on(line: Line) -> None:
    line.good("init", "uk=Секретаріат", "--region", "kherson")
    past = line.good("meetings", "plan", "Минула", "--when", "2020-12-01 10:00", "--for", "1h")
    assert "цей час уже минув" in past and "coordkit meetings hold" in past
    assert "Увага" not in line.good("meetings", "hold", "минула")
    to_come = line.good("meetings", "plan", "Майбутня", "--when", "2999-12-01 10:00", "--for", "1h")
    assert "Увага" not in to_come
    for step in ("start", "hold"):
        assert "день іще не настав. Якщо це помилка: coordkit restore" in line.good("meetings", step, "майбутня")
    undo = line.good("meetings", "show", "майбутня", "--lang", "en")
    assert "held" in undo
    line.good("restore", "майбутня", "1")
    assert line.json("meetings", "show", "майбутня")["status"] == "scheduled"
    assert "Mind that this day is still to come" in line.good(
        "meetings", "plan", "Дні", "--when", "2999-12-01..2999-12-02", "--held", "--lang", "en"
    )
    assert "уже минув" in line.good("meetings", "plan", "Давні дні", "--when", "2020-12-01")


def test_the_agenda_of_what_comes_next_does_not_bear_the_name_of_the_meeting_before(desk: Line) -> None:
    desk.good("meetings", "hold", "перше")
    assert "Порядок денний: зустріч після «Перше засідання»" in desk.good("meetings", "next", "перше")
    assert "Порядок денний: Друге" in desk.good("meetings", "next", "перше", "--name", "Друге")


def test_whoever_exports_learns_what_stayed_at_the_desk_and_why(desk: Line) -> None:
    told = desk.good("export", "organizations", "o.csv", "--lang", "en")
    assert "Kept back, labelled above TLP:CLEAR: 1 record." in told and "No status of territory is loaded" in told
    assert "Не ввійшло через позначку" in desk.good("export", "organizations", "p.csv")
    why = {"above_clearance": 0, "no_statuses": False}
    assert desk.json("export", "organizations", "all.csv", "--for-the-desk")["held_back"] == why
    assert desk.json("export", "organizations", "group.csv", "--group", "робоча")["held_back"] == why
    assert "статус" not in desk.good("export", "organizations", "group.csv", "--group", "робоча", "--yes").lower()


def test_a_notice_without_names_tells_the_secretary_why(desk: Line) -> None:
    assert "Статусу територій не завантажено" in desk.good("notice", "перше", "--lang", "uk")
    assert "Статусу територій не завантажено" in desk.good("notice", "перше", "--to", "notice.txt")
    assert "Статусу" not in (desk.folder / "notice.txt").read_text(encoding="utf-8")


def test_the_help_of_export_names_every_subject(line: Line) -> None:
    shown = " ".join(line.good("export", "--help").split())
    assert "[OPTIONS] SUBJECT FILE" in shown
    assert all(name in shown for name in (*SUBJECTS, "coverage"))


def test_in_a_narrow_window_words_wrap_and_codes_and_ids_stay_whole(desk: Line) -> None:
    desk.good("groups", "join", "робоча", "дснс", "--seat", "military_administration")
    for width in ("60", "80"):
        for typed in ("meetings list", "groups list", "organizations list", "groups members робоча"):
            out = desk(*typed.split(), COLUMNS=width).out
            assert max(map(len, out.splitlines())) <= int(width)
    whole = desk("groups", "members", "робоча", COLUMNS="80").out
    assert "military_administration" in whole
    (kept,) = desk.json("meetings", "list")
    assert kept["id"].removeprefix("meeting:")[:8] in desk("meetings", "list", COLUMNS="60").out


def test_a_code_that_is_nearly_right_is_told_in_the_language_of_the_desk(desk: Line) -> None:
    done = desk("organizations", "add", "Центр", "--kind", "social_service", "--lang", "uk")
    assert "регіон не знає коду 'social_service'" in done.err and "'social_services'?" in done.err
    assert "Did you mean 'police'?" in desk("organizations", "add", "Служба", "--kind", "polise", "--lang", "en").err


@pytest.mark.parametrize(("typed", "erased"), [("т\n", True), ("так\n", True), ("y\n", True), ("Ні\n", False), ("\n", False)])
def test_a_question_takes_an_answer_in_ukrainian(desk: Line, typed: str, erased: bool) -> None:
    done = desk("erase", "дснс", answer=typed)
    assert (done.code == 0) is erased
    assert "[т/Н]" in done.err


def test_reports_and_searches_read_as_people_speak(desk: Line) -> None:
    assert "Робоча група (Херсонська): діє" in desk.good("reports", "groups")
    assert " організація " in desk.good("search", "дснс")
    for kind in ("група", "зустріч", "секретаріат", "особа"):
        words = {"група": "робоча", "зустріч": "перше", "секретаріат": "секретаріат", "особа": "голова"}[kind]
        assert f" {kind} " in desk.good("search", words)
    added = desk.good("organizations", "add", "Пост", "--email", "post@example.org", "--consent", "group")
    assert "(згода в межах групи: від " in added


def test_what_changed_last_is_asked_without_numbers(desk: Line) -> None:
    desk.good("meetings", "edit", "перше", "--tlp", "GREEN")
    assert "TLP:GREEN" in desk.good("reports", "changes", "перше")
    assert desk("reports", "changes", "дснс").code == 0, "a record that never changed"


def test_a_second_one_of_the_same_name_is_remarked_on(desk: Line) -> None:
    for typed in ("organizations add ДСНС", "people add Голова_комісії", "groups add Робоча_група"):
        told = desk.good(*(word.replace("_", " ") for word in typed.split()))
        assert "Увага: так само називається" in told and "coordkit erase" in told
    assert "Увага" not in desk.good("organizations", "add", "Інша служба")
    assert "Увага" not in desk.good("organizations", "edit", "інша", "--tlp", "GREEN")


@pytest.mark.parametrize(("option", "given"), [("--address", "notmail"), ("--address", "a@b@c"), ("--language", "xx-")])
def test_an_office_takes_no_address_and_no_language_that_is_none(desk: Line, option: str, given: str) -> None:
    done = desk("office", "set", option, given)
    assert done.code == 2 and repr(given) in done.err
    assert given not in desk.good("office", "show")


def test_the_kind_of_a_series_is_told_in_words(desk: Line) -> None:
    assert "зустріч" in desk.good("series", "plan", "Щомісячна", "--first", "2026-12-01 10:00", "--for", "1h", "--every", "monthly")


def test_a_table_without_rows_is_no_row_of_dashes(desk: Line) -> None:
    assert desk.good("search", "нема", "--lang", "uk") == "нічого\n"
    assert desk.good("series", "list", "--lang", "en") == "none\n"
    assert desk.json("series", "list") == []
    assert desk.good("reports", "initiatives", "--lang", "uk").splitlines()[-1] == "нічого"


def test_a_meeting_is_reported_on_though_the_one_before_it_was_erased(desk: Line) -> None:
    desk.good("meetings", "hold", "перше")
    desk.good("meetings", "next", "перше", "--keep", "--name", "Друге")
    assert "Перед нею:" in desk.good("reports", "meeting", "друге", "--lang", "uk")
    desk.good("erase", "перше", "--yes")
    assert "Перед нею:" not in desk.good("reports", "meeting", "друге", "--lang", "uk")
