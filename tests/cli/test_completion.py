"""The shell completes commands, options, values, ids and names; and never says a word too much."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from coordkit.cli.app import program
from tests.cli.conftest import ENVIRONMENT, Line


def completed(line: Line, typed: str) -> list[str]:
    """What bash is offered behind ``typed``; the last word is being typed."""
    words = typed.split(" ")
    asked = {"_COORDKIT_COMPLETE": "bash_complete", "COMP_WORDS": typed, "COMP_CWORD": str(len(words) - 1)}
    done = CliRunner(env=ENVIRONMENT | asked).invoke(program(line.plugins), [], prog_name="coordkit")
    assert done.stderr == ""
    return [offer.split(",", 1)[1] for offer in done.stdout.splitlines() if offer]


def test_commands_options_and_values_are_completed(desk: Line) -> None:
    assert completed(desk, "coordkit meet") == ["meetings"]
    assert "reschedule" in completed(desk, "coordkit meetings re")
    assert "--status" in completed(desk, "coordkit meetings list --st")
    assert completed(desk, "coordkit meetings list --status sch") == ["scheduled"]
    assert completed(desk, "coordkit office show --lang u") == ["uk"]


def test_ids_are_completed_from_names_and_from_their_beginning(desk: Line) -> None:
    meeting = desk.json("meetings", "list")[0]["id"].partition(":")[2][:8]
    assert completed(desk, "coordkit meetings show перш") == [meeting]
    assert completed(desk, f"coordkit meetings show {meeting[:3]}") == [meeting]
    assert completed(desk, "coordkit meetings show ") == [meeting]
    assert completed(desk, "coordkit meetings show нема") == []
    assert completed(desk, "coordkit meetings list --group роб") != []


@pytest.mark.parametrize("word", ["nowhere.db", ".", "postgres://nowhere"])
def test_a_desk_that_cannot_be_read_completes_nothing(line: Line, word: str) -> None:
    assert completed(line, f"coordkit meetings show --desk {word} x") == []
    assert list(line.folder.iterdir()) == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_for_a_shell_is_printed(line: Line, shell: str) -> None:
    script = line.good("completion", shell)
    assert "_COORDKIT_COMPLETE" in script and "coordkit" in script
