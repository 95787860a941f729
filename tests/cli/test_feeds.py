"""Calendars from the command line: a feed to subscribe to, and a notice of one meeting."""

from __future__ import annotations

from pathlib import Path

from icalendar import Calendar

from tests.cli.conftest import Line


def calendar(desk: Line, name: str) -> Calendar:
    """The file as icalendar reads it."""
    return Calendar.from_ical(Path(desk.folder, name).read_bytes())


def test_a_feed_is_written_and_stays_the_same_while_nothing_changes(desk: Line) -> None:
    desk.good("groups", "edit", "робоча", "--tlp", "CLEAR")
    said = desk.json(
        "feed", "f.ics", "--group", "робоча", "--color", "teal", "--source", "https://example.org/f.ics", "--refresh", "1h"
    )
    assert (said["audience"], said["report"]["written"], said["report"]["label"]) == ("public", 1, "CLEAR")
    first = (desk.folder / "f.ics").read_bytes()
    found = calendar(desk, "f.ics")
    assert [str(event["SUMMARY"]) for event in found.events] == ["Перше засідання"] and found["NAME"] == "Робоча група"
    assert "зала 2" not in first.decode()
    assert desk("feed", "f.ics", "--group", "робоча", answer="n\n").code == 1
    words = ("feed", "f.ics", "--group", "робоча", "--color", "teal", "--source", "https://example.org/f.ics", "--refresh", "1h")
    assert "Записано: 1 файл" in desk.good(*words, "--yes", "--lang", "uk") and (desk.folder / "f.ics").read_bytes() == first


def test_members_see_more_than_everybody(desk: Line) -> None:
    desk.good("meetings", "edit", "перше", "--tlp", "AMBER")
    assert "1 запис" in desk.good("feed", "m.ics", "--group", "робоча", "--members", "--lang", "uk")
    told = desk.good("feed", "p.ics", "--area", "Херсонська область", "--lang", "en")
    assert "Kept back, labelled above TLP:CLEAR: 1 record" in told and calendar(desk, "p.ics").events == []


def test_a_feed_that_makes_no_sense_is_wrong_usage(desk: Line) -> None:
    for words, code in (
        (("--members",), 2),
        (("--group", "робоча", "--area", "Херсонська область"), 2),
        (("--refresh", "often"), 2),
        (("--color", "#fff"), 1),
        (("--source", "over there"), 1),
    ):
        done = desk("feed", "f.ics", *words)
        assert done.code == code and done.err, words
        assert not (desk.folder / "f.ics").exists()


def test_a_notice_that_ends_in_ics_is_for_calendars(desk: Line) -> None:
    assert "label it TLP:CLEAR" in desk("notice", "перше", "--to", "n.ics").err
    desk.good("office", "set", "--tlp", "CLEAR", "--address", "desk@example.org")
    assert desk.json("notice", "перше", "--to", "n.ics") == {"file": "n.ics"}
    found = calendar(desk, "n.ics")
    assert found["METHOD"] == "PUBLISH" and found.events[0]["ORGANIZER"] == "mailto:desk@example.org"
    assert desk("notice", "перше", "--to", "n.ics", answer="n\n").code == 1
    desk.good("notice", "перше", "--to", "n.ics", "--yes", "--lang", "en")
    assert calendar(desk, "n.ics").events[0]["SUMMARY"] == "First session"
