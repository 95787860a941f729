"""What all commands share: the options that every one takes, how its help looks, and how its answer gets printed."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from coordkit.cli.naming import short
from coordkit.cli.output import Answer, one_line
from coordkit.cli.session import LANGUAGES, PREFIX, Session, choose, session_of
from coordkit.domain.records import Record
from coordkit.secretariat.registry import find

F = TypeVar("F", bound=Callable[..., Any])
_MOST_SHOWN = 30
_MOST_READ = 500
_CLAUSE = re.compile(r"[.;:](?:\s|$)")


def everywhere(*, root: bool) -> list[click.Option]:
    """``--desk``, ``--actor`` and ``--lang``: said before the command or after it. Their help stands once, at the root."""

    def option(name: str, help: str, **more: Any) -> click.Option:
        given = {"envvar": f"COORDKIT_{name.upper()}", "show_envvar": True} if root else {"hidden": True}
        return click.Option([f"--{name}", PREFIX + name], help=help, expose_value=False, callback=choose, **given, **more)

    return [
        option("desk", "The desk: a file, or a store's address. Default: desk.db here.", metavar="PATH|URL"),
        option("actor", "Who works at it, by name or person:<uuid>. Default: your user name.", metavar="NAME"),
        option("lang", "Language of the answers. Default: the office's.", type=click.Choice(LANGUAGES)),
    ]


class Command(click.Command):
    """A command of ours: it takes ``--json`` and what every command takes, and its help ends with examples."""

    def __init__(self, *args: Any, examples: Sequence[str] = (), as_json: bool = True, **more: Any) -> None:
        super().__init__(*args, **more)
        self.examples = tuple(examples)
        if as_json:
            show = click.Option(
                ["--json", PREFIX + "json"],
                is_flag=True,
                default=None,
                expose_value=False,
                callback=choose,
                help="One JSON document.",
            )
            self.params.append(show)
        self.params += everywhere(root=False)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        write_examples(formatter, self.examples)


class Noun(click.Group):
    """The commands on one kind of thing, such as meetings."""

    def __init__(self, *args: Any, examples: Sequence[str] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.examples = tuple(examples)
        self.params += everywhere(root=False)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)  # in the order in which one needs them

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        write_examples(formatter, self.examples)


def write_examples(formatter: click.HelpFormatter, examples: Sequence[str], title: str = "") -> None:
    """The examples as they are to be typed, unwrapped."""
    if examples:
        with formatter.section(title or ("Examples" if len(examples) > 1 else "Example")):
            for example in examples:
                formatter.write(f"{'':>{formatter.current_indent}}{example}\n")


def noun(name: str, help: str, *examples: str) -> Noun:
    """A group of commands on one kind of thing."""
    return Noun(name, help=help, short_help=brief(help), examples=examples)


def command(group: click.Group | None, name: str, *examples: str) -> Callable[[Callable[..., Answer]], Command]:
    """Makes a function ``(session, **options) -> Answer`` a command of ``group``; what it answers is printed as asked for."""

    def decorate(function: Callable[..., Answer]) -> Command:
        @functools.wraps(function)
        def run(**given: Any) -> None:
            session = session_of(click.get_current_context())
            with session.waiting:
                session.show(function(session, **given))

        short_help = brief(function.__doc__ or "")
        made = click.command(name, cls=Command, examples=examples, short_help=short_help)(run)
        if group is not None:
            group.add_command(made)
        return made

    return decorate


def brief(help: str) -> str:
    """The first clause of a help text, for lists of commands."""
    return _CLAUSE.split(" ".join(help.split()), maxsplit=1)[0]


# -- options that several commands take ------------------------------------------------------------------------------------

yes = click.option("--yes", is_flag=True, help="Do it without asking.")


class Ref(click.ParamType[str]):
    """A record as people name it; the shell completes ids and names from the desk."""

    name = "ref"

    def __init__(self, *kinds: type[Record]) -> None:
        self.kinds = kinds

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return "|".join(kind.__name__.removeprefix("Working") for kind in self.kinds).upper()

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The first records whose id or name begins so. A desk that cannot be read completes nothing."""
        try:
            return _completions(session_of(ctx), self.kinds, incomplete)
        except Exception:  # the shell is waiting; whatever is wrong will be told when the command runs
            return []


def _completions(session: Session, kinds: Sequence[type[Record]], incomplete: str) -> list[CompletionItem]:
    """Ids with their names: the records whose name has words that begin so, else those whose id does, else the first ones."""
    if not session.is_there:
        return []
    found = [record for kind in kinds for record in find(session.desk, kind, incomplete)]
    if not found:
        every = (record for kind in kinds for record in session.desk.each(kind, limit=_MOST_READ))
        found = [record for record in every if short(record.id).startswith(incomplete.lower())]
    return [CompletionItem(short(record.id), help=one_line(session.names.of(record))) for record in found[:_MOST_SHOWN]]


def ref(name: str, *kinds: type[Record], **more: Any) -> Callable[[F], F]:
    """An argument that names a record."""
    return click.argument(name, type=Ref(*kinds), **more)


def ref_option(name: str, *kinds: type[Record], help: str, **more: Any) -> Callable[[F], F]:
    """An option that names a record."""
    return click.option(name, type=Ref(*kinds), help=help, **more)
