"""One run of the command line: which desk, who works at it, in which language, and how the answer is printed."""

from __future__ import annotations

import getpass
import os
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from coordkit.cli.faults import Refused
from coordkit.cli.naming import Names, find
from coordkit.cli.output import Answer, clean, console, one_line, show, show_json
from coordkit.cli.waiting import Waiting
from coordkit.domain.errors import StoreError
from coordkit.domain.offices import Office
from coordkit.domain.records import PersonId, Record
from coordkit.domain.slots import zone_info
from coordkit.plugins import Plugins
from coordkit.secretariat.desk import Secretariat
from coordkit.secretariat.desk import open as open_desk
from coordkit.secretariat.wording import Wording

R = TypeVar("R", bound=Record)
LANGUAGES = ("uk", "en")
DEFAULT_DESK = "desk.db"
PREFIX = "coordkit_"
"""Stands before the names of the options that every command takes, so that a command may have others called alike."""
_YES = frozenset({"y", "yes", "т", "так"})
_NO = frozenset({"", "n", "no", "н", "ні"})
_REINDEX = "call registry.reindex(desk) once"
_PLUGINS = "coordkit.cli.plugins"
_CHOSEN = "coordkit.cli.chosen"
_SESSION = "coordkit.cli.session"


class Session:
    """What a command works with. The desk is opened when it is first asked for, and closed with the command's context."""

    def __init__(self, chosen: Mapping[str, Any], plugins: Plugins) -> None:
        self.chosen = chosen
        self.plugins = plugins
        self.waiting = Waiting()

    # -- the desk

    @property
    def address(self) -> str:
        """The desk's address, as it was given."""
        return str(self.chosen.get("desk") or DEFAULT_DESK)

    @property
    def file(self) -> Path | None:
        """The desk's file; None where another store than SQLite keeps it."""
        scheme, colon, rest = self.address.partition("://")
        if colon and scheme != "sqlite":
            return None
        return Path(rest.partition("?")[0].removeprefix("/") if colon else self.address)

    @property
    def is_there(self) -> bool:
        """Whether there is a desk to open; of a store that is no file nobody knows before it is opened."""
        return self.file is None or os.path.exists(self.file)

    @cached_property
    def desk(self) -> Secretariat:
        """The desk. Raises ``Refused`` where there is none: only ``init`` makes one."""
        try:
            there = self.is_there
        except (OSError, ValueError) as error:
            raise StoreError(f"no file can be called so ({error}); correct --desk", where=one_line(self.address)) from None
        if not there:
            raise Refused(
                "there is no desk here. Make one with 'coordkit init', or name yours with --desk or COORDKIT_DESK",
                where=self.address,
            )
        if self.file is not None and self.file.is_file() and self.file.stat().st_size == 0:
            raise Refused("this file is empty, so it is no desk; remove it and run 'coordkit init'", where=self.address)
        return self.open()

    def open(self, region: str | None = None) -> Secretariat:
        """Opens the desk, and makes it if it is not there. What the library warns of is a note on stderr."""
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            desk = open_desk(self.address, region=region, actor=self._actor(), plugins=self.plugins)
        for warning in caught:
            self.note(str(warning.message).replace(_REINDEX, "run 'coordkit reindex' once"))
        self.__dict__["desk"] = desk
        return desk

    def close(self) -> None:
        """Gives the desk back, if it was opened."""
        if desk := self.__dict__.pop("desk", None):
            desk.close()

    def _actor(self) -> PersonId | str:
        given = self.chosen.get("actor")
        if given is None:
            with suppress(Exception):  # KeyError, ImportError or OSError where the system knows no name for the user
                given = getpass.getuser()
        given = str(given) if given is not None else f"user {os.getuid() if hasattr(os, 'getuid') else ''}"
        return PersonId.parse(given) if given.startswith("person:") else given

    # -- what is said

    @cached_property
    def office(self) -> Office | None:
        """The office of this desk: the first one kept, None where none is yet."""
        return next(iter(self.desk.each(Office)), None)

    @cached_property
    def language(self) -> str:
        """The language to answer in: as asked, else the office's first or the region's first that we have words in."""
        if given := self.chosen.get("lang"):
            return str(given)
        office, region = self.office, self.desk.region
        spoken = (*(office.languages if office else ()), *(region.languages if region else ()), "en")
        return next((base for base in (language.split("-")[0] for language in spoken) if base in LANGUAGES), "en")

    @cached_property
    def say(self) -> Wording:
        """The words of that language, with the labels of the desk's region."""
        return Wording(self.language, self.desk.region)

    @cached_property
    def names(self) -> Names:
        """What records are called, by their ids."""
        return Names(self.desk, self.say)

    @property
    def zone(self) -> str:
        """The zone in which times are typed: the office's, else the region's. Raises ``Refused`` where neither has one."""
        zone = self.zone_or_utc
        if zone is None:
            raise Refused("nobody said in which zone this is; add --zone Europe/Kyiv, or: coordkit office set --zone Europe/Kyiv")
        return zone

    @property
    def zone_or_utc(self) -> str | None:
        """The office's zone, else the region's, else None."""
        if self.office:
            return self.office.zone
        return self.desk.region.zone if self.desk.region else None

    def moment(self, given: datetime | None) -> datetime:
        """A moment as typed, aware; None means now."""
        if given is None:
            return self.desk.now()
        if given.tzinfo is not None:
            return given
        return given.replace(tzinfo=zone_info(self.zone))

    def clock(self, moment: datetime) -> str:
        """A moment on the office's clock: ``2026-12-01 10:00``."""
        return f"{moment.astimezone(zone_info(self.zone_or_utc or 'UTC')):%Y-%m-%d %H:%M}"

    # -- records

    def find(self, kind: type[R], given: str) -> R:
        """The one record that was meant, by id, the beginning of one, or name. Raises ``NotFound``, or ``Refused`` for several."""
        return find(self.desk, (kind,), given, self.names)

    def find_any(self, kinds: tuple[type[Record], ...], given: str) -> Any:
        """The same over several kinds."""
        return find(self.desk, kinds, given, self.names)

    # -- the person at the terminal

    def show(self, answer: Answer) -> None:
        """Prints the answer: one JSON document where ``--json`` was said, else for people."""
        self.waiting.stop()
        if self.chosen.get("json"):
            show_json(answer.data)
        else:
            show(answer.parts, lambda: Wording(self.language)("нічого", "none"))

    def note(self, words: str, lead: str = "note") -> None:
        """A remark on stderr; the answer stands on stdout alone. What the library warns of is in English."""
        self.waiting.stop()
        console(to_errors=True).print(f"{lead}: {clean(words)}", soft_wrap=True)

    def note_unknown(self, vocabulary: str, *codes: str | None) -> None:
        """A remark on codes that the region does not know: the lists are open, so they are kept; it may be a slip all the same."""
        region = self.desk.region
        for code in codes:
            if region is not None and code is not None and region.term(vocabulary, code) is None:
                known = {"kinds": region.kinds, "sectors": region.sectors}.get(vocabulary, region.labels.get(vocabulary, ()))
                near = get_close_matches(code, [term.code for term in known], 1)
                self.note(
                    self.say(
                        f"регіон не знає коду {code!r}, його збережено як є; coordkit codes {vocabulary} показує всі"
                        + "".join(f". Може, {each!r}?" for each in near),
                        f"the region does not know the code {code!r}, and it is kept as it is; "
                        f"'coordkit codes {vocabulary}' lists them" + "".join(f". Did you mean {each!r}?" for each in near),
                    ),
                    self.say("примітка", "note"),
                )

    def confirm(self, question: str, yes: bool) -> None:
        """Goes on only if the person agrees. Raises ``Refused``; ``--yes`` agrees in advance."""
        if yes:
            return
        self.waiting.stop()
        try:
            agreed = self._agrees(one_line(question))
        except click.Abort:
            agreed = False
            click.echo(err=True)
        if not agreed:
            raise Refused("nothing was done. Answer y, or add --yes to agree in advance")

    def _agrees(self, question: str) -> bool:
        """Asks until the answer is clear; in Ukrainian т and так agree too. Anybody's Enter means no."""
        choice = self.say("[т/Н]", "[y/N]")
        while True:
            given = click.prompt(f"{question} {choice}", default="", show_default=False, err=True).strip().lower()
            if given in _YES or given in _NO:
                return given in _YES

    def confirm_overwriting(self, file: Path, yes: bool) -> None:
        """Goes on if there is no such file, or if the person agrees to lose what stands in it."""
        if file.exists():
            self.confirm(self.say(f"Файл {file} уже є. Замінити?", f"The file {file} is there already. Overwrite it?"), yes)

    @contextmanager
    def progress(self, title: str) -> Iterator[Callable[[int, int], None] | None]:
        """A bar on stderr for long work, fed with (done, all); None where stderr is no terminal, so nobody counts in vain."""
        if not sys.stderr.isatty():
            yield None
            return
        self.waiting.stop()
        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"), TimeElapsedColumn())
        with Progress(*columns, console=console(to_errors=True), transient=True) as bar:
            task = bar.add_task(one_line(title), total=None)
            yield lambda done, total: bar.update(task, completed=done, total=max(done, total))


def session_of(context: click.Context) -> Session:
    """The session of this run."""
    found = context.meta.get(_SESSION)
    if not isinstance(found, Session):
        root = context.find_root()
        found = context.meta[_SESSION] = Session(context.meta.setdefault(_CHOSEN, {}), plugins_of(context))
        root.obj = found
        root.call_on_close(found.close)
    return found


def plugins_of(context: click.Context) -> Plugins:
    """The plugins of this run: those that the program was given, else the installed ones, found when first asked for."""
    found = context.meta.get(_PLUGINS) or getattr(context.find_root().command, "plugins", None)
    if not isinstance(found, Plugins):
        found = Plugins.discover()
    context.meta[_PLUGINS] = found
    return found


def choose(context: click.Context, parameter: click.Parameter, value: Any) -> Any:
    """A callback: keeps what was chosen with an option that every command takes; the later one counts."""
    if value is not None and parameter.name:
        name = parameter.name.removeprefix(PREFIX)
        if name == "actor" and not str(value).strip():
            raise click.BadParameter("say who works at the desk", context, parameter)
        context.meta.setdefault(_CHOSEN, {})[name] = value
    return value
