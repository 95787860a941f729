"""Commands of plugins join; broken ones are listed and take nothing down."""

from __future__ import annotations

from typing import Any

import attrs
import click
import pytest

import coordkit
from coordkit import Meeting
from tests.cli.conftest import Line
from tests.secretariat import desks


def giving(*commands: Any) -> Any:
    """A plugin with these commands."""

    class Plugin:
        @coordkit.hookimpl
        def coordkit_commands(self) -> tuple[Any, ...]:
            return commands

    return Plugin()


class Broken:
    """A plugin whose hook fails."""

    @coordkit.hookimpl
    def coordkit_commands(self) -> list[click.Command]:
        raise ZeroDivisionError("no command today")


@click.command("count")
@click.pass_context
def count(context: click.Context) -> None:
    """Count the meetings."""
    click.echo(len(context.obj.desk.each(Meeting)))


class Moody(click.Command):
    """A command that cannot even say what it does."""

    def get_short_help_str(self, limit: int = 45) -> str:
        raise RuntimeError("not today")


def test_a_plugins_command_joins_and_works_at_the_same_desk(desk: Line) -> None:
    line = attrs.evolve(desk, plugins=desks.plugins(giving(count)))
    page = line.good("--help")
    assert "From plugins:" in page and "Count the meetings" in page
    assert line.good("count") == "1\n"
    assert line.good("--desk", "desk.db", "count") == "1\n"


def test_the_desk_is_closed_after_a_plugins_command(desk: Line) -> None:
    held: list[Any] = []

    @click.command("keep")
    @click.pass_context
    def keep(context: click.Context) -> None:
        held.append(context.obj.desk)

    attrs.evolve(desk, plugins=desks.plugins(giving(keep))).good("keep")
    with pytest.raises(coordkit.StoreError):
        held[0].each(Meeting)


def test_a_broken_plugin_takes_no_command_with_it_and_is_listed(desk: Line) -> None:
    line = attrs.evolve(desk, plugins=desks.plugins(Broken(), giving(count), giving(Moody("moody"))))
    page = line.good("--help")
    assert "count" in page and "moody" in page and "(its help is broken: RuntimeError)" in page
    assert line.good("count") == "1\n"
    assert "ZeroDivisionError: no command today" in line.good("plugins")
    (broken,) = line.json("plugins")["broken"]
    assert (broken["distribution"], broken["error"]) == (None, "ZeroDivisionError: no command today")


def test_a_name_of_ours_stays_ours_and_a_name_claimed_twice_is_nobodys(desk: Line) -> None:
    twice = [giving(click.Command("count")), giving(count)]
    ours = giving(click.Command("meetings", callback=lambda: click.echo("theirs")))
    line = attrs.evolve(desk, plugins=desks.plugins(*twice, ours))
    assert "Перше засідання" in line.good("meetings", "list")
    assert line("count").code == 2
    listed = line.json("plugins")
    assert listed["hidden_commands"] == ["meetings"]
    assert [(clash["what"], clash["name"]) for clash in listed["clashes"]] == [("command", "count")]
    told = line.good("plugins")
    assert "command 'count' is claimed by" in told and "not called: meetings" in told


def test_what_is_no_click_command_does_not_join(desk: Line) -> None:
    class Odd:
        name = "odd"

        def __call__(self) -> None: ...

    line = attrs.evolve(desk, plugins=desks.plugins(giving(Odd())))
    assert "odd" not in line.good("--help") and line("odd").code == 2


def test_plugins_are_listed_without_a_desk_and_as_the_environment_says(line: Line) -> None:
    names = {plugin["name"] for plugin in line.json("plugins")["plugins"]}
    assert {"sqlite", "memory", "csv", "ics", "json"} <= names
    assert list(line.folder.iterdir()) == []
    kept_out = attrs.evolve(line, plugins=coordkit.Plugins.discover(environ={"COORDKIT_PLUGINS": "-csv"}))
    assert "Left out by COORDKIT_PLUGINS: csv" in kept_out.good("plugins")
