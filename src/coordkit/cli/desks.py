"""Setting up: a new desk, and the office that runs it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import attrs
import click

from coordkit.cli.changing import evolved, given, kept, names, save, several, texts, tlp
from coordkit.cli.commands import command, noun
from coordkit.cli.faults import Refused
from coordkit.cli.output import Answer, answer
from coordkit.cli.session import Session
from coordkit.cli.values import ADDRESS, FILE, LANGUAGE, TLP, OneOf, Value, span, text_of
from coordkit.cli.words import record_grid
from coordkit.domain.errors import PluginError
from coordkit.domain.offices import LetterTemplate, Office, ReplyPolicy
from coordkit.domain.records import OfficeId, Tlp
from coordkit.domain.reminders import Reminder, ReminderKind

_languages = several("--language", "languages", "A language of the office, such as uk; the first is the usual one.", LANGUAGE)
_addresses = several("--address", "addresses", "An e-mail address that the office sends from; the first is the usual one.", ADDRESS)
_zone = click.option("--zone", help="The time zone it works in, such as Europe/Kyiv. Default: the region's.")


@command(
    None,
    "init",
    "coordkit init 'uk=Секретаріат' 'en=Secretariat' --region kherson",
    "coordkit init Secretariat --desk work/desk.db --zone Europe/Kyiv --language en",
)
@names
@click.option("--region", help="The code of a region plugin, such as kherson. It is said once, and stays.")
@_zone
@_languages
@_addresses
@tlp
def init(
    session: Session,
    names: tuple[tuple[str, str], ...],
    region: str | None,
    zone: str | None,
    languages: tuple[str, ...],
    addresses: tuple[str, ...],
    tlp: Tlp | None,
) -> Answer:
    """Make a desk and its office.

    NAME is what the office is called. The desk is the file desk.db in this folder unless --desk or COORDKIT_DESK says otherwise;
    it is one file, for you alone, that can be copied while nobody writes to it. A region gives areas, vocabularies, zone and
    checks; 'coordkit plugins' lists those that are installed.
    """
    made_here = session.file is not None and not session.is_there
    if session.file is not None and not made_here:
        raise Refused(
            "there is something here already; 'coordkit office set' changes an office, --desk names another", where=session.address
        )
    try:
        desk = session.open(region)
        if session.office is not None:
            raise Refused("this desk has an office already; 'coordkit office set' changes it", where=session.address)
        there = desk.region
        office = Office(
            id=desk.new(OfficeId),
            name=text_of(names),
            zone=zone or (there.zone if there and there.zone else "UTC"),
            languages=languages or _spoken(session, names),
            addresses=addresses,
            region=region,
            **given(tlp=tlp),
        )
        (saved,) = desk.save(office)
    except BaseException:
        session.close()
        if made_here and session.file is not None:
            for ending in ("", "-journal", "-wal", "-shm"):
                with suppress(OSError):
                    session.file.with_name(session.file.name + ending).unlink()
        raise
    session.office = saved
    say = session.say
    first = say(f"Створено: {session.address}", f"Made: {session.address}")
    return answer(saved, first, record_grid(saved, session))


def _spoken(session: Session, names: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """The languages of a new office where none was said: that of ``--lang`` first, then the region's, else those of its name."""
    region, chosen = session.desk.region, session.chosen.get("lang")
    known = region.languages if region and region.languages else tuple(language for language, _ in names)
    return tuple(dict.fromkeys((*((str(chosen),) if chosen else ()), *known)))


_NONE = "none"
_LONGEST = 1_000_000


def _reminder(value: str) -> Reminder | None:
    """``unanswered=2d``; None for ``none``."""
    if value.strip().lower() == _NONE:
        return None
    kind, sign, by = value.partition("=")
    kinds = {each.value: each for each in ReminderKind}
    if not sign or kind.strip().lower() not in kinds:
        raise ValueError(f"{value!r} is no reminder; write {'=2d, '.join(kinds)}=2d, or none")
    return Reminder(kind=kinds[kind.strip().lower()], by=span(by))


office = noun(
    "office", "The office that runs this desk. Its zone and languages are those of every command.", "coordkit office show"
)


def office_of(session: Session) -> Office:
    """The office of this desk. Raises ``Refused`` where it has none."""
    if session.office is None:
        raise Refused("this desk has no office yet; make one: coordkit office add NAME", where=session.address)
    return session.office


@command(office, "show", "coordkit office show --json")
def show(session: Session) -> Answer:
    """Show the office."""
    return kept(session, office_of(session))


@command(
    office,
    "set",
    "coordkit office set --zone Europe/Kyiv --address desk@example.org",
    "coordkit office set --channel mail --trusted-server mx.example.org --reply-policy quarantine",
    "coordkit office set --reminder unanswered=2d --reminder venue=3h --reminder minutes=1d --reminder overdue=0d",
)
@texts("--name", "names", "What it is called.")
@_zone
@_languages
@_addresses
@click.option("--tlp-ceiling", type=TLP, help="The highest label of what goes out in its name.")
@click.option("--retention-months", type=click.IntRange(1), help="How long it keeps the data of people who have no part any more.")
@click.option("--reply-policy", type=OneOf(ReplyPolicy), help="What to do with answers that no trusted server vouches for.")
@click.option(
    "--trusted-server", help="The name that its own mail server writes first in Authentication-Results; none takes it away."
)
@click.option("--channel", help="The channel by which its mail goes, such as mail or folder; see 'coordkit plugins'.")
@several(
    "--reminder",
    "reminders",
    "Who is reminded: unanswered=2d and venue=3h before a meeting, minutes=1d after it, overdue=0d; none takes all away.",
    Value("kind=time", _reminder),
)
@tlp
def set_(session: Session, names: tuple[tuple[str, str], ...], **options: Any) -> Answer:
    """Change the office: what is said replaces what stood there."""
    found = office_of(session)
    server, rules = options.pop("trusted_server"), options.pop("reminders")
    changes = given(name=text_of(names) if names else None, **options)
    if server is not None:
        changes["trusted_server"] = None if server.strip().lower() == _NONE else server.strip()
    if (channel := changes.get("channel")) is not None:
        _note_unknown_channel(session, channel)
    if rules:
        changes["reminders"] = tuple(rule for rule in rules if rule is not None)
    return save(session, evolved(found, changes))


def _note_unknown_channel(session: Session, channel: str) -> None:
    """A remark on a channel that no plugin gives: it may be installed later, or be a slip."""
    try:
        session.plugins.notifier(channel)
    except PluginError as error:
        session.note(str(error), session.say("примітка", "note"))


@command(
    office,
    "letter",
    "coordkit office letter invitation.txt uk our-invitation.txt",
    "coordkit office letter invitation.txt uk --remove",
)
@click.argument("part")
@click.argument("language", type=LANGUAGE, metavar="LANGUAGE")
@click.argument("file", type=FILE, required=False)
@click.option("--remove", is_flag=True, help="Take the office's words away, so that ours stand again.")
def letter(session: Session, part: str, language: str, file: Path | None, remove: bool) -> Answer:
    """Put the office's own words in place of a part of its letters, from a file.

    PART is a template such as invitation.txt, invitation.subject or signature.txt; what may stand in it tells docs/letters.md. One
    that no letter could use is refused.
    """
    if (file is None) != remove:
        raise click.UsageError("name the file with the words, or say --remove")
    found = office_of(session)
    others = tuple(each for each in found.templates if (each.name, each.language) != (part, language))
    if file is None:
        if len(others) == len(found.templates):
            raise Refused("the office has no words of its own for this part in this language", where=f"{part} {language}")
        return save(session, attrs.evolve(found, templates=others))
    new = LetterTemplate(name=part, language=language, text=_words_in(file))
    return save(session, attrs.evolve(found, templates=(*others, new)))


def _words_in(file: Path) -> str:
    """The text of a file. Raises ``Refused`` for one that is no text in UTF-8, or longer than any letter."""
    with file.open("rb") as stream:
        raw = stream.read(_LONGEST + 1)
    try:
        if len(raw) > _LONGEST:
            raise ValueError("too long")
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except ValueError:
        raise Refused(f"this is no text in UTF-8 of at most {_LONGEST:,} octets", where=str(file)) from None


@command(office, "add", "coordkit office add 'uk=Секретаріат' --zone Europe/Kyiv")
@names
@_zone
@_languages
@_addresses
@tlp
def add(
    session: Session,
    names: tuple[tuple[str, str], ...],
    zone: str | None,
    languages: tuple[str, ...],
    addresses: tuple[str, ...],
    tlp: Tlp | None,
) -> Answer:
    """Give a desk its office, where 'init' did not."""
    if session.office is not None:
        raise Refused("this desk has an office already; 'coordkit office set' changes it", where=session.address)
    region = session.desk.region
    new = Office(id=session.desk.new(OfficeId), name=text_of(names), region=region.code if region else None)
    fields = given(zone=zone or (region.zone if region else None), languages=languages, addresses=addresses, tlp=tlp)
    return save(session, attrs.evolve(new, **fields))
