"""What stands on the screen: whatever texts hold, however wide the window is, and for whichever program reads on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from enum import EnumType
from pathlib import Path

import attrs
import pytest

import coordkit_ukraine.plugin as ukraine
from coordkit import Days, LetterTemplate, MeetingId, Office, PartialDate, Reminder, ReminderKind, Repeat, Sensitivity, Tlp
from coordkit.cli.fields import FIELDS
from coordkit.cli.output import clean, plain
from coordkit.cli.words import VOCABULARIES
from coordkit.codec.convert import OUTCOMES, RECORDS
from coordkit.domain.periods import Frequency, Weekday
from tests.cli.conftest import Line
from tests.secretariat import desks

UNANSWERED, VENUE = ReminderKind.UNANSWERED, ReminderKind.VENUE
HOSTILE = "Злий \x1b[31mчервоний\x07 \x9b2J \u202eзворотний\u2028рядок [bold]жирний[/bold] :skull:"


def test_no_text_steers_the_terminal(desk: Line) -> None:
    desk.good("organizations", "add", HOSTILE, "--kind", "ngo")
    for words in (("organizations", "list"), ("organizations", "show", "злий"), ("search", "злий"), ("history", "злий")):
        shown = desk.good(*words)
        assert "[bold]жирний[/bold] :skull:" in shown, "nothing in a text is markup"
        assert not set(shown) & set("\x1b\x07\x9b\u202e\u2028")
    named = desk.json("organizations", "show", "злий")["name"]["uk"]
    assert named == HOSTILE, "a program gets the text itself"
    printed = desk("organizations", "show", "злий", "--json").out
    assert not set(printed) & set("\x1b\x07\x9b\u202e\u2028"), "escaped, as JSON may"
    done = desk("meetings", "show", "\x1b[31mнема\x9b")
    assert done.code == 1 and not set(done.err) & set("\x1b\x9b")


def test_a_line_break_in_a_text_begins_no_new_message() -> None:
    assert clean("a\r\nb\tc\x00") == "a\nb c\ufffd"


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_a_table_is_no_wider_than_the_page(desk: Line, columns: int) -> None:
    for words in (("organizations", "list"), ("groups", "show", "робоча"), ("history", "перше"), ("seats", "list", "робоча")):
        done = desk(*words, COLUMNS=str(columns))
        assert done.code == 0
        assert max(map(len, done.out.splitlines())) <= columns


def test_parts_are_json_values() -> None:
    moment = datetime(2026, 12, 1, 8, tzinfo=UTC)
    given = {MeetingId(int=1): (Tlp.AMBER_STRICT, PartialDate("2026-12"), moment, date(2026, 12, 1), Days(date(2026, 12, 1)))}
    assert plain(given) == {
        "meeting:00000000-0000-0000-0000-000000000001": [
            "AMBER+STRICT",
            "2026-12",
            "2026-12-01T08:00:00Z",
            "2026-12-01",
            {"days": ["2026-12-01", "2026-12-01"]},
        ]
    }
    with pytest.raises(TypeError):
        plain(object())


def enumerations(cls: type, seen: set[type]) -> set[type]:
    """The enumerations among the fields of a class and of all that stands in it."""
    if attrs.has(cls) and cls not in seen:
        seen.add(cls)
        attrs.resolve_types(cls)
        for field in attrs.fields(cls):
            for inner in (field.type, *getattr(field.type, "__args__", ())):
                if isinstance(inner, type):
                    enumerations(inner, seen)
    elif isinstance(cls, EnumType):
        seen.add(cls)
    return seen


def test_every_enumeration_of_a_record_has_its_words() -> None:
    seen: set[type] = set()
    for kind in (*RECORDS.values(), *OUTCOMES.values()):
        enumerations(kind, seen)
    found = {cls for cls in seen if isinstance(cls, EnumType)} - {Tlp, Sensitivity}
    labels = {"kinds", "sectors", *(ukraine.coordkit_regions()[0].labels)}
    told_by_their_whole = {Frequency, Weekday, Repeat}
    assert {cls.__name__ for cls in found - told_by_their_whole - VOCABULARIES.keys()} == set()
    assert set(VOCABULARIES.values()) <= labels


def parts(cls: type, seen: dict[str, set[str]]) -> dict[str, set[str]]:
    """The fields of a class and of all that stands in it, by class."""
    if cls.__name__ not in seen and attrs.has(cls):
        seen[cls.__name__] = set()
        attrs.resolve_types(cls)
        for field in attrs.fields(cls):
            if "sensitivity" in field.metadata and "stamp" not in field.metadata:
                seen[cls.__name__].add(field.name)
                for inner in (field.type, *getattr(field.type, "__args__", ())):
                    if isinstance(inner, type):
                        parts(inner, seen)
    return seen


def test_every_field_of_a_record_has_its_words_in_both_languages() -> None:
    seen: dict[str, set[str]] = {}
    for kind in (*RECORDS.values(), *OUTCOMES.values()):
        parts(kind, seen)
    assert sorted({name for names in seen.values() for name in names} - FIELDS.keys()) == []
    assert all(uk and en for uk, en in FIELDS.values())


def test_an_office_tells_its_reminders_and_templates_in_words(line: Line) -> None:
    line.good("init", "uk=Секретаріат", "en=Secretariat", "--region", "kherson")
    two, hour = (Reminder(kind=kind, by=by) for kind, by in ((UNANSWERED, timedelta(days=2)), (VENUE, timedelta(hours=1))))
    template = LetterTemplate(name="invitation.txt", language="uk", text="{{ title }}")
    with desks.opened(desks.sqlite(line.folder)) as desk:
        (office,) = desk.each(Office)
        desk.save(attrs.evolve(office, reminders=(two, hour), templates=(template,)))
    uk, en = (line.good("office", "show", "--lang", language) for language in ("uk", "en"))
    for shown, words in (
        (uk, ("Нагадування", "немає відповіді: 2 дні", "точне місце: 1 год", "Шаблони листів", "invitation.txt (uk)")),
        (en, ("Reminders", "no answer yet: 2 days", "exact place: 1 h", "Letter templates", "invitation.txt (uk)")),
    ):
        assert [each for each in words if each not in shown] == []
        assert template.text not in shown


# -- other programs, through real processes ------------------------------------------------------------------------------


def started(folder: Path, *words: str, **environment: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "coordkit", *words],
        cwd=folder,
        env={**os.environ, "COORDKIT_ACTOR": "x", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_a_reader_that_goes_away_is_no_fault(desk: Line) -> None:
    desk.good("organizations", "add", "дуже довга назва " * 100_000)  # more than any pipe holds
    process = started(desk.folder, "organizations", "list", "--json")
    assert process.stdout is not None and process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 1


def test_a_terminal_without_cyrillic_is_told_what_to_set_and_json_does_not_depend_on_it(desk: Line) -> None:
    out, err = started(desk.folder, "organizations", "list", PYTHONIOENCODING="ascii", PYTHONUTF8="0").communicate()
    assert b"PYTHONIOENCODING=utf-8" in err and b"Traceback" not in err
    out, err = started(desk.folder, "organizations", "list", "--json", PYTHONIOENCODING="ascii", PYTHONUTF8="0").communicate()
    assert err == b"" and json.loads(out)[0]["name"]["uk"]
