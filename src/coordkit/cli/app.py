"""The whole command line: its commands in the order in which a newcomer needs them, and those that plugins bring."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from typing import Any

import click

from coordkit.cli import (
    agendas,
    desks,
    feeds,
    follow_up,
    groups,
    inbox,
    initiatives,
    invitations,
    inviting,
    letting_out,
    listing,
    meetings,
    membership,
    minutes,
    notice,
    outbox,
    outcomes,
    records,
    registry,
    reminding,
    reports,
    seats,
    series,
    steps,
    terms,
    territory,
)
from coordkit.cli.commands import everywhere, write_examples
from coordkit.cli.faults import outcome
from coordkit.cli.session import plugins_of, session_of
from coordkit.plugins import Plugins

_ABOUT = """The desk of a secretariat, in one file: who the stakeholders are, which groups sit where, what was met about and what
came of it."""
_FIRST_STEPS = (
    "coordkit init 'uk=Секретаріат' 'en=Secretariat' --region kherson",
    "coordkit organizations add 'Громадська організація' --kind ngo",
    "coordkit groups add 'Робоча група' --area Херсонська --since 2026-09",
    "coordkit meetings plan 'Перше засідання' --group робоча --when '2026-12-01 10:00' --for 90m",
    "coordkit meetings hold перше",
    "coordkit outcomes add перше request 'Світло біля укриття'",
    "coordkit meetings next перше",
)
_REMARKS = """Name a record by its id, the beginning of its id, or its name. A text is 'uk=…' 'en=…'; without a language Cyrillic is
Ukrainian and Latin is English. Every command has --help with an example; --desk, --actor and --lang may also follow it.
Exit codes: 0 good, 1 a named problem, 2 wrong usage."""
_IN_UKRAINIAN = "Українською: сторінка docs/cli.uk.md; з --lang uk відповіді українською."

SECTIONS: Mapping[str, tuple[click.Command, ...]] = {
    "Set up": (desks.init, desks.office, listing.areas, listing.codes),
    "Keep": (
        registry.organizations,
        registry.people,
        groups.groups,
        seats.seats,
        meetings.meetings,
        series.series,
        outcomes.outcomes,
        initiatives.initiatives,
        territory.territory,
    ),
    "Write": (invitations.invitations, outbox.outbox, inbox.inbox, reminding.remind),
    "Look": (records.search, records.show, reports.coverage, reports.reports, records.history),
    "Let out": (notice.notice, letting_out.export, feeds.feed),
    "Mend": (records.restore, records.erase),
    "The program": (listing.plugins, listing.schema, records.reindex, listing.completion),
}
_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
_HUNG = (agendas, steps, minutes, inviting, terms, membership, follow_up)
"""Modules that hang their commands under `meetings`, `series`, `groups` and `reports` when they are loaded, in this order."""


class Program(click.Group):
    """The root. Plugins' commands join behind ours; one that is broken is left out, and takes nothing down with it."""

    plugins: Plugins | None = None

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self.commands, *self._foreign(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return self.commands.get(cmd_name) or self._foreign(ctx).get(cmd_name)

    def _foreign(self, ctx: click.Context) -> Mapping[str, click.Command]:
        """The plugins' commands whose names are not ours."""
        offered = plugins_of(ctx).commands()
        return {name: each for name, each in offered.items() if isinstance(each, click.Command) and name not in self.commands}

    def invoke(self, ctx: click.Context) -> Any:
        session_of(ctx)  # so that a plugin's command finds the desk as ctx.obj.desk
        return super().invoke(ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for title, commands in SECTIONS.items():
            _section(formatter, title, {str(each.name): each for each in commands if not each.hidden})
        _section(formatter, "From plugins", self._foreign(ctx))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        write_examples(formatter, _FIRST_STEPS, "First steps")
        self.format_commands(ctx, formatter)
        click.Command.format_options(self, ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        formatter.write_text(" ".join(_REMARKS.split()))
        formatter.write_text(_IN_UKRAINIAN)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Runs the program, and ends the process with 0, 1 or 2 (``standalone_mode``)."""

        def run() -> Any:
            return click.Group.main(
                self, args, prog_name or "coordkit", complete_var, False, windows_expand_args=windows_expand_args, **extra
            )

        if not standalone_mode:
            return run()
        sys.exit(outcome(run))


def _section(formatter: click.HelpFormatter, title: str, commands: Mapping[str, click.Command]) -> None:
    rows = [(name, _short_help(command.get_short_help_str)) for name, command in commands.items()]
    if rows:
        with formatter.section(title):
            formatter.write_dl(rows)


def _short_help(give: Callable[[int], str]) -> str:
    try:
        return str(give(90))
    except Exception as error:  # a plugin's own command class must not take the help of all others with it
        return f"(its help is broken: {type(error).__name__})"


def program(plugins: Plugins | None = None) -> Program:
    """The command line; ``plugins`` are those that are installed unless given, and are found when first needed."""
    root = Program("coordkit", help=_ABOUT, no_args_is_help=True, context_settings=_SETTINGS)
    root.plugins = plugins
    root.params += everywhere(root=True)
    root.params.append(_version())
    for commands in SECTIONS.values():
        for each in commands:
            root.add_command(each)
    return root


def _version() -> click.Option:
    def tell(context: click.Context, parameter: click.Parameter, value: bool) -> None:
        if value and not context.resilient_parsing:
            click.echo(f"coordkit {version('coordkit')}")
            context.exit()

    return click.Option(["--version"], is_flag=True, expose_value=False, is_eager=True, callback=tell, help="Show the version.")
