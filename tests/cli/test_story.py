"""Tried as a new user would: an office, a group with seats, two meetings, minutes, the next agenda; in Ukrainian and in English."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Line

WORDS = {
    "uk": {
        "desk": "Створено: desk.db",
        "kept": "Збережено: «Друге засідання»",
        "vacant": "діє від вересня 2026",
        "interrupted": "перервано",
        "held": "відбулося",
        "agenda": ["Порядок денний: зустріч після «Перше засідання»", "Запит: Світло біля укриття", "Доручення: Скласти перелік"],
        "report": ["Коли: 1 грудня 2026, 10:00–11:30, за київським часом (відбулося)", "Скільки: близько 12 людей", "Запит (1):"],
        "minutes": ["Затверджено на зустрічі", "Громадська організація"],
        "nothing": "Зустрічі без протоколу: 1",
    },
    "en": {
        "desk": "Made: desk.db",
        "kept": "Kept: “Second session”",
        "vacant": "active since September 2026",
        "interrupted": "interrupted",
        "held": "held",
        "agenda": ["Agenda: the meeting after “First session”", "Request: Light at the shelter", "Action item: List the shelters"],
        "report": ["When: 1 December 2026, 10:00–11:30, Kyiv time (held)", "How many: about 12 people", "Request (1):"],
        "minutes": ["Approved in", "NGO"],
        "nothing": "Meetings held without minutes: 1",
    },
}


@pytest.mark.parametrize("language", ["uk", "en"])
def test_a_first_day_at_the_desk(line: Line, language: str) -> None:
    say = WORDS[language]
    started = line.good("init", "uk=Секретаріат", "en=Secretariat", "--region", "kherson", "--language", language)
    assert str(say["desk"]) in started
    line.good("organizations", "add", "uk=Громадська організація", "en=NGO", "--kind", "ngo")
    line.good("organizations", "add", "uk=Поліція", "en=Police", "--kind", "police")

    line.good("groups", "add", "uk=Робоча група", "en=Working group", "--area", "Херсонська", "--since", "2026-09")
    line.good("seats", "add", "робоча", "police", "uk=Поліція", "en=Police", "--kind", "police", "--required", "--min", "1")
    line.good("seats", "add", "робоча", "ngo", "uk=Громадська організація", "en=NGO", "--kind", "ngo", "--max", "3")
    line.good("groups", "join", "робоча", "hromadska", "--seat", "ngo", "--since", "2026-09-15")
    assert str(say["vacant"]) in line.good("groups", "list")
    assert [seat["code"] for seat in line.json("seats", "list", "working")] == ["police", "ngo"]

    first = ("meetings", "plan", "uk=Перше засідання", "en=First session", "--group", "робоча")
    line.good(*first, "--when", "2026-12-01 09:00", "--for", "90m", "--locality", "Херсонська")
    line.good("meetings", "reschedule", "перше", "--to", "2026-12-01 10:00")
    line.good("meetings", "start", "перше")
    line.good("meetings", "interrupt", "first", "--at", "2026-12-01 10:40", "--reason", "uk=тривога", "--reason", "en=alert")
    assert str(say["interrupted"]) in line.good("meetings", "list")
    line.good("meetings", "resume", "перше", "--at", "2026-12-01 11:10")
    assert str(say["held"]) in line.good("meetings", "hold", "перше", "--people", "12", "--precision", "about")
    line.good("outcomes", "add", "перше", "request", "uk=Світло біля укриття", "en=Light at the shelter", "--by", "громадська")
    line.good("outcomes", "add", "перше", "action", "uk=Скласти перелік", "en=List the shelters", "--owner", "поліція")
    shown = line.good("reports", "meeting", "перше")
    assert all(words in shown for words in say["report"])

    line.good("meetings", "minutes", "write", "перше", "--present", "громадська", "--excused", "поліція", "--text", "Відкрили.")
    line.good("meetings", "minutes", "circulate", "перше", "--on", "2026-12-03")
    proposed = line.good("meetings", "next", "перше")
    assert all(words in proposed for words in say["agenda"])
    second = ("--name", "uk=Друге засідання", "--name", "en=Second session", "--when", "2027-01-12 10:00")
    assert str(say["kept"]) in line.good("meetings", "next", "перше", "--keep", *second)
    line.good("meetings", "hold", "друге")
    line.good("meetings", "minutes", "approve", "перше", "--in", "друге")
    shown = line.good("meetings", "minutes", "show", "перше")
    assert all(words in shown for words in say["minutes"])
    assert str(say["nothing"]) in line.good("reports", "without-minutes", "--on", "2027-02-01")

    report = line.json("export", "meetings", "meetings.ics", "--group", "робоча")
    assert report["report"]["written"] == 2 and (line.folder / "meetings.ics").read_bytes().count(b"BEGIN:VEVENT") == 2


def test_a_region_advises_and_the_meeting_is_kept(desk: Line) -> None:
    late = ("meetings", "plan", "Нічна", "--when", "2026-12-01 20:00", "--for", "90m", "--locality", "Херсонська")
    assert "kherson.curfew: Зустріч триває 20:00–21:30" in desk.good(*late)
    assert [each["check"] for each in desk.json(*late)["findings"]] == ["kherson.curfew"]


def test_steps_keep_their_promises(desk: Line) -> None:
    desk.good("meetings", "postpone", "перше", "--until", "2027-01")
    assert desk.json("meetings", "show", "перше")["when"] == {"partial": "2027-01"}
    done = desk("meetings", "start", "перше")
    assert done.code == 1 and "postponed cannot become under_way" in done.err
    desk.good("meetings", "reschedule", "перше", "--to", "2027-01-10 11:00", "--for", "1h30m", "--zone", "Europe/Warsaw")
    slot = desk.json("meetings", "show", "перше")["when"]["slot"]
    assert (slot["start"], slot["seconds"], slot["zone"]) == ("2027-01-10T11:00:00", 5400, "Europe/Warsaw")
    desk.good("meetings", "move-online", "перше", "--link", "https://meet.example.org/a")
    assert desk.json("meetings", "show", "перше")["modes"] == ["online"]
    desk.good("meetings", "plan", "Чернетка")
    desk.good("meetings", "reschedule", "чернетка", "--to", "2027-02-01..2027-02-02")
    assert desk.json("meetings", "show", "чернетка")["status"] == "scheduled"
    assert [each["status"] for each in desk.json("meetings", "list", "--from", "2027-02-01")] == ["scheduled"]


def test_what_was_met_about_long_ago_is_kept_as_far_as_it_is_known(desk: Line) -> None:
    desk.good("meetings", "plan", "Перший контакт", "--when", "[..2023-08]", "--held")
    shown = desk.json("meetings", "show", "контакт")
    assert (shown["status"], shown["when"]) == ("held", {"partial": "[..2023-08]"})
    assert desk("meetings", "plan", "Колись", "--held").code == 0


def test_what_cannot_be_undone_is_asked_for(desk: Line) -> None:
    for answer in ("", "n\n"):
        done = desk("meetings", "cancel", "перше", answer=answer)
        assert done.code == 1 and "«Перше засідання, 1 грудня 2026" in done.err and "--yes" in done.err
        assert desk.json("meetings", "show", "перше")["status"] == "scheduled"
    assert desk("meetings", "cancel", "перше", answer="y\n").code == 0
    assert desk.json("meetings", "show", "перше")["status"] == "cancelled"

    person = desk.json("people", "list")[0]["id"]
    assert desk("erase", person).code == 1
    assert desk.json("erase", person, "--yes") == {"erased": person}
    assert desk("people", "show", person).code == 1


def test_a_step_is_undone_by_restoring(desk: Line) -> None:
    desk.good("meetings", "cancel", "перше", "--yes")
    desk.good("restore", "перше", "1")
    shown = desk.json("meetings", "show", "перше")
    assert (shown["status"], len(desk.json("history", "перше"))) == ("scheduled", 3)
    assert desk("restore", "перше", "9").code == 1


def test_history_tells_field_by_field_and_shows_what_was_recorded(desk: Line) -> None:
    desk.good("meetings", "edit", "перше", "--place", "зала 3", "--tlp", "GREEN")
    first, second = desk.json("history", "перше")
    assert (first["revision"], first["action"], first["actor_name"]) == (1, "put", {"und": "Олена"})
    assert {each["path"]: (each["before"], each["after"]) for each in second["edited"]} == {
        "tlp": ("CLEAR", "GREEN"),
        "venue.place": ({"uk": "зала 2"}, {"uk": "зала 3"}),
    }
    shown = desk.good("history", "перше")
    assert "TLP: TLP:CLEAR → TLP:GREEN" in shown and "Де, місце: зала 2 → зала 3" in shown
    assert desk.json("history", "перше", "--revision", "1")["tlp"] == "CLEAR"
    assert desk.json("history", "перше", "--at", "2999-01-01T00:00Z")["tlp"] == "GREEN"
    assert desk("history", "перше", "--at", "2001-01-01 00:00").code == 1
    assert desk("history", "перше", "--at", "2999-01-01 00:00", "--revision", "1").code == 2


def test_an_export_asks_before_it_overwrites_and_tells_what_was_left_out(desk: Line) -> None:
    desk.good("export", "organizations", "out/o.csv")
    table = (desk.folder / "out" / "o.csv").read_text("utf-8")
    assert "Громадська організація" in table and "ДСНС" not in table, "the public sees TLP:CLEAR only"
    assert desk("export", "organizations", "out/o.csv", "--for-the-desk", answer="n\n").code == 1
    assert (desk.folder / "out" / "o.csv").read_text("utf-8") == table
    desk.good("export", "organizations", "out/o.csv", "--for-the-desk", "--yes", "--option", "separator=;")
    assert "ДСНС" in (desk.folder / "out" / "o.csv").read_text("utf-8")
    desk.good("meetings", "plan", "Колись", "--when", "2025-03", "--held", "--tlp", "CLEAR")
    assert "не ввійшло 1: точний день невідомий" in desk.good("export", "meetings", "m.ics", "--lang", "uk")
    assert desk("export", "meetings", "m.csv", "--option", "progress=1").code == 2
    assert desk("export", "meetings", "m.csv", "--option", "colour=red").code == 1
    assert not (desk.folder / "m.csv").exists()


def test_a_notice_is_drafted_from_what_everybody_may_know(desk: Line) -> None:
    desk.good("outcomes", "add", "перше", "decision", "Таємне рішення")
    both = desk.good("notice", "перше")
    assert "Перше засідання" in both and "First session" in both
    assert "Зустріч відбудеться: 1 грудня 2026" in both and "1 December 2026" in both
    assert "зала 2" not in both and "Таємне" not in both
    assert [each["language"] for each in desk.json("notice", "перше", "--lang", "en")] == ["en"]
    desk.good("notice", "перше", "--to", "notice.txt", "--lang", "uk")
    assert (desk.folder / "notice.txt").read_text("utf-8").startswith("Перше засідання\n\n")
    assert desk("notice", "перше", "--to", "notice.txt", answer="n\n").code == 1
    desk.good("meetings", "edit", "перше", "--tlp", "GREEN")
    assert desk("notice", "перше").code == 1


def test_terms_of_reference_and_the_quorum_they_ask_for(desk: Line) -> None:
    desk.good("groups", "terms", "робоча", "--since", "2026-09", "--text", "uk=Перша редакція")
    desk.good("groups", "terms", "робоча", "--since", "2026-11", "--quorum", ">1/2", "--of", "members")
    first, second = desk.json("groups", "show", "робоча")["group"]["terms"]
    assert (first["version"], first["quorum"], second["version"]) == (1, None, 2)
    assert second["quorum"] == {"of": "members", "at_least": None, "numerator": 1, "denominator": 2, "more_than": True}
    for wrong in ("half", "3/2", "0"):
        assert desk("groups", "terms", "робоча", "--since", "2026-12", "--quorum", wrong).code == 2
    desk.good("meetings", "hold", "перше")
    desk.good("meetings", "minutes", "write", "перше", "--present", "громадська")
    assert [each["met"] for each in desk.json("reports", "quorum", "перше")] == ["yes"]


def test_attendance_by_substitute_and_on_behalf(desk: Line) -> None:
    desk.good("meetings", "hold", "перше")
    desk.good("people", "add", "Заступниця голови комісії")
    who = [each["id"] for each in desk.json("people", "list")]
    head, deputy = sorted(who, key=lambda ref: len(desk.json("people", "show", ref)["name"].get("uk", "")))[-2:]
    write = ("meetings", "minutes", "write", "перше")
    desk.good(*write, "--substitute", f"{deputy}={head}", "--speaks-for", f"{deputy}=громадська", "--absent", "дснс")
    lines = {line["who"]: line for line in desk.json("meetings", "minutes", "show", "перше")["attendance"]}
    assert (lines[deputy]["presence"], lines[deputy]["substitute_for"]) == ("substitute", head)
    assert lines[deputy]["on_behalf_of"].startswith("organization:")
    assert desk(*write, "--substitute", deputy).code == 2
    assert desk(*write, "--speaks-for", f"{head}=громадська").code == 2
    desk.good("meetings", "minutes", "circulate", "перше", "--on", "2026-12-03")
    assert desk(*write, "--present", "дснс").code == 1, "what is out is corrected"
    desk.good("meetings", "minutes", "correct", "перше", "Виправлено", "--text", "Відкрили о 10:00.")
    assert desk.json("meetings", "minutes", "show", "перше")["edition"] == 2


def test_a_series_at_the_desk(desk: Line) -> None:
    plan = ("series", "plan", "Щомісячна", "--first", "2026-12-01 10:00", "--for", "90m", "--locality", "Херсонська")
    assert desk(*plan).code == 2
    assert desk(*plan, "--rule", "щомісяця").code == 2
    desk.good(*plan, "--rule", "FREQ=MONTHLY;BYDAY=1TU;COUNT=4", "--group", "робоча")
    span = ("--from", "2026-12-01", "--to", "2027-03-31")
    assert [each["original"]["start"][:10] for each in desk.json("series", "days", "щомісячна", *span)] == [
        *("2026-12-01", "2027-01-05", "2027-02-02", "2027-03-02")
    ]
    desk.good("series", "move", "щомісячна", "2027-01-05", "--to", "2027-01-06 11:00")
    assert desk("series", "cancel", "щомісячна", "--day", "2027-02-02").code == 1
    desk.good("series", "cancel", "щомісячна", "--day", "2027-02-02", "--yes")
    desk.good("series", "meeting", "щомісячна", "2026-12-01")
    desk.good("series", "end", "щомісячна", "2027-03-02", "--yes")
    shown = desk.good("series", "days", "щомісячна", *span)
    assert "6 січня 2027, 11:00–12:30" in shown and "скасовано" in shown and "2 березня" not in shown
    assert [each["status"] for each in desk.json("series", "days", "щомісячна", *span)] == ["scheduled", "scheduled", "cancelled"]


def test_the_status_of_territory_is_unknown_until_a_table_is_loaded(desk: Line) -> None:
    asked = ("territory", "status", "Херсонська", "--on", "2026-12-01")
    assert desk.json(*asked)["status"] == "unknown"
    (desk.folder / "table.csv").write_text("area,status,since\nUA65100150000057191,possible_hostilities,01.12.2025\n")
    load = ("territory", "load", "table.csv", "--edition", "№ 5", "--dated", "2026-11-01", "--source", "наказ")
    desk.good(*load, "--covers", "kherson", "--good-through", "2027-01-31")
    assert desk.json(*asked)["status"] == "possible_hostilities"
    assert "можливі бойові дії" in desk.good(*asked) and "№ 5" in desk.good("territory", "show")
    done = desk(*load, "--covers", "atlantis", "--good-through", "2027-01-31")
    assert done.code == 1 and "atlantis" in done.err
    (desk.folder / "table.csv").write_text("area,status\nnowhere,free\n")
    done = desk(*load, "--covers", "kherson", "--good-through", "2027-01-31")
    assert done.code == 1 and 'row 2, column "area"' in done.err and 'row 2, column "status"' in done.err


def test_a_code_that_the_region_does_not_know_is_kept_with_a_note(desk: Line) -> None:
    done = desk("organizations", "add", "Клуб", "--kind", "clubb")
    assert done.code == 0 and done.err.startswith("примітка: регіон не знає коду 'clubb'")
    assert desk("organizations", "add", "Клуб інший", "--kind", "ngo").err == ""


def test_the_language_of_init_is_that_of_the_office(line: Line) -> None:
    line.good("init", "Office", "--region", "kherson", "--lang", "en")
    assert line.json("office", "show")["languages"] == ["en", "uk"]
    assert "Name" in line.good("office", "show")
