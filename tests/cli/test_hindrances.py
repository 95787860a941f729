"""What hindered people on their first day at the command line, in Ukrainian and in English, and does so no more."""

from __future__ import annotations

import pytest

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
