"""Every command: its help, its examples, and what it prints with --json."""

from __future__ import annotations

import json
import shlex

import click
import pytest

from coordkit.cli.app import program
from coordkit.cli.commands import Command
from tests.cli import tree
from tests.cli.conftest import Line

COMMANDS = dict(tree.commands())
# What each command is asked here; {request} and {received} are ids.
ASKED: dict[str, str] = {
    "office show": "",
    "areas": "Херсон",
    "codes": "kinds",
    "organizations list": "--kind ngo",
    "organizations show": "громадська",
    "people list": "",
    "people show": "голова",
    "groups list": "--area Херсонська",
    "groups show": "робоча",
    "groups members": "робоча --on 2026-12-01",
    "seats list": "робоча",
    "seats templates": "",
    "meetings list": "--from 2026-12-01 --to 2026-12-31 --status scheduled --group робоча",
    "meetings show": "перше",
    "meetings agenda": "перше",
    "meetings next": "перше",
    "outcomes list": "--meeting перше",
    "outcomes show": "{request}",
    "search": "роб",
    "show": "громадська",
    "coverage": "--on 2026-12-01 --area Херсонська",
    "initiatives list": "--group робоча --status planned --area Херсонська",
    "initiatives show": "освітлення",
    "meetings minutes show": "перше",
    "reports actions": "--group робоча --on 2026-12-31",
    "reports decisions": "--on 2027-12-31",
    "reports requests": "--group робоча",
    "reports commitments": "",
    "reports effects": "--on 2026-12-31",
    "reports without-minutes": "--on 2026-12-31",
    "reports silent": "--on 2028-12-31",
    "reports chain": "робоча",
    "reports changes": "перше --from 1",
    "reports members": "робоча --on 2026-12-31",
    "reports seats": "робоча --on 2026-12-31",
    "reports composition": "робоча --on 2026-12-31",
    "reports vacancies": "--on 2026-12-31",
    "reports quorum": "перше",
    "reports speakers": "громадська --meeting перше",
    "reports retention": "--on 2030-12-31",
    "series list": "",
    "series show": "щомісячна",
    "series days": "щомісячна --from 2026-12-01 --to 2027-03-31",
    "territory show": "",
    "territory status": "Херсонська --on 2026-12-01",
    "reports groups": "",
    "reports meeting": "перше",
    "reports encounters": "ngo police",
    "reports initiatives": "",
    "history": "перше",
    "notice": "перше --on 2026-12-02",
    "invitations list": "щомісячна",
    "outbox list": "--all",
    "inbox list": "--quarantined",
    "inbox show": "{received}",
    "plugins": "",
    "schema": "meeting",
}
WRITING = {
    *(
        "init",
        "office set",
        "office letter",
        "office add",
        "organizations add",
        "organizations edit",
        "people add",
        "people edit",
        "people position",
    ),
    *(
        "groups add",
        "groups edit",
        "groups state",
        "groups terms",
        "groups join",
        "groups leave",
        "seats add",
        "seats use",
        "seats remove",
    ),
    *("meetings plan", "meetings edit", "meetings reschedule", "meetings postpone", "meetings move-online", "meetings start"),
    *("meetings interrupt", "meetings resume", "meetings hold", "meetings cancel"),
    *("outcomes add", "outcomes edit", "outcomes done", "outcomes dispose", "outcomes reviewed"),
    *("meetings minutes write", "meetings minutes circulate", "meetings minutes correct", "meetings minutes approve"),
    *("series plan", "series meeting", "series move", "series cancel", "series end", "territory load"),
    *("meetings invite", "meetings announce", "series invite", "series announce", "series split"),
    *("invitations withdraw", "invitations answer", "invitations delegate", "remind"),
    *("outbox send", "outbox retry", "outbox drop", "inbox receive", "inbox accept", "inbox reject"),
    *("initiatives add", "initiatives status", "export", "feed", "restore", "erase", "reindex"),
}


def test_every_command_is_known_here_as_reading_or_writing() -> None:
    assert set(ASKED) | WRITING | {"completion"} == set(COMMANDS)
    assert not set(ASKED) & WRITING


@pytest.mark.parametrize("words", COMMANDS)
def test_a_command_says_what_it_does_and_gives_an_example(line: Line, words: str) -> None:
    page = line.good(*words.split(), "--help")
    command = COMMANDS[words]
    assert isinstance(command, Command)
    assert command.examples and all(f"coordkit {words}" in example for example in command.examples)
    assert " ".join((command.help or "").split()) in " ".join(page.split()) and command.examples[0] in page
    told = [parameter for parameter in command.params if isinstance(parameter, click.Option) and not parameter.hidden]
    assert [option.name for option in told if not option.help] == []


@pytest.mark.parametrize("words", COMMANDS)
def test_the_examples_of_a_command_are_right_usage(line: Line, words: str) -> None:
    command = COMMANDS[words]
    assert isinstance(command, Command)
    for example in command.examples:
        typed = shlex.split(example.replace("\\\n", "").removeprefix('eval "$(').removesuffix(')"').split(" > ")[0])
        typed = typed[typed.index("coordkit") + 1 :]
        assert line(*typed).code in (0, 1), example


@pytest.mark.parametrize("words", sorted(set(COMMANDS) - {"completion"}))
def test_every_command_takes_json(words: str) -> None:
    assert "--json" in [name for option in COMMANDS[words].params for name in option.opts]


def full(desk: Line) -> dict[str, str]:
    """Puts something of each kind on the desk; gives the ids of a request and of a message that came in."""
    desk.good("meetings", "hold", "перше", "--people", "12")
    desk.good("meetings", "minutes", "write", "перше", "--present", "громадська", "--text", "Відкрили о 10:05.")
    desk.good("outcomes", "add", "перше", "action", "Скласти перелік", "--owner", "дснс", "--due", "2026-12-15")
    desk.good("outcomes", "add", "перше", "decision", "Збиратися щомісяця", "--review-on", "2027-06-01")
    desk.good("outcomes", "add", "перше", "commitment", "Спільні навчання", "--by", "громадська")
    desk.good("initiatives", "add", "Освітлення", "--group", "робоча", "--area", "Херсонська", "--known", "2026-12-01")
    desk.good("groups", "edit", "робоча", "--every", "3")
    desk.good("groups", "terms", "робоча", "--since", "2026-09", "--quorum", ">1/2", "--text", "Положення")
    desk.good("office", "set", "--retention-months", "24")
    monthly = ("series", "plan", "Щомісячна", "--first", "2026-12-01 10:00", "--for", "90m")
    desk.good(*monthly, "--rule", "FREQ=MONTHLY;BYDAY=1TU", "--group", "робоча")
    desk.good("office", "set", "--address", "desk@example.org", "--channel", "folder")
    desk.good("organizations", "edit", "громадська", "--email", "ngo@example.org")
    desk.good("series", "invite", "щомісячна", "громадська")
    (desk.folder / "letter.eml").write_bytes(b"From: <member@example.org>\r\nSubject: A question\r\n\r\nWhen do we meet?\r\n")
    (received,) = desk.json("inbox", "receive", "letter.eml")
    request = desk.json("outcomes", "add", "перше", "request", "Світло", "--by", "громадська")
    return {"request": request["id"], "received": received["id"]}


@pytest.mark.parametrize("words", ASKED)
def test_a_reading_command_prints_one_json_document_and_words_in_both_languages(desk: Line, words: str) -> None:
    typed = [*words.split(), *ASKED[words].format(**full(desk)).split()]
    changes = len(desk.json("history", "перше"))
    assert desk.json(*typed) not in (None, "")
    for language in ("uk", "en"):
        done = desk(*typed, "--lang", language)
        assert (done.code, done.err) == (0, "") and done.out.strip()
        if words != "schema":  # which is JSON for people too
            with pytest.raises(json.JSONDecodeError):
                json.loads(done.out)
    assert len(desk.json("history", "перше")) == changes, "who reads changes nothing"


def test_a_noun_alone_lists_its_commands(line: Line) -> None:
    for name, each in program().commands.items():
        if isinstance(each, click.Group):
            done = line(name)
            assert done.code == 2 and all(command in done.err for command in each.commands)
