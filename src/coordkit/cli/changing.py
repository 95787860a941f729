"""Options that make or edit a record, shared by several kinds, and what they mean for its fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

import attrs
import click

from coordkit.cli.commands import F
from coordkit.cli.naming import namesakes, short
from coordkit.cli.output import Answer, Part, answer
from coordkit.cli.session import Session
from coordkit.cli.values import TLP, WORDS, Value, text_of
from coordkit.cli.words import changes_grid, record_grid
from coordkit.domain.errors import DomainError
from coordkit.domain.groups import WorkingGroup
from coordkit.domain.records import Record, Source
from coordkit.domain.stakeholders import Consent, Contact, ContactKind, Organization, Person, RegistryCode
from coordkit.domain.text import Text
from coordkit.secretariat.histories import edited

R = TypeVar("R", bound=Record)
names = click.argument("names", nargs=-1, required=True, type=WORDS, metavar="NAME...")
tlp = click.option("--tlp", type=TLP, help="CLEAR, GREEN, AMBER (the default of a new record), AMBER+STRICT or RED.")
source = click.option("--source", "urls", multiple=True, metavar="URL", help="A public page that this comes from; may be repeated.")


def texts(option: str, name: str, help: str) -> Callable[[F], F]:
    """An option for a text, repeated for its languages."""
    return click.option(option, name, type=WORDS, multiple=True, help=help + " Repeat it for further languages.")


def several(option: str, name: str, help: str, type: Any = str) -> Callable[[F], F]:
    """An option that may be repeated."""
    return click.option(option, name, type=type, multiple=True, help=help + " May be repeated.")


def stacked(*options: Callable[[F], F]) -> Callable[[F], F]:
    """Several options as one decorator, in their order."""

    def decorate(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


def _code(value: str) -> RegistryCode:
    scheme, sign, code = value.partition("=")
    if not (sign and scheme and code):
        raise ValueError(f"{value!r} is no registry code; write UA-EDR=00034051")
    return RegistryCode(scheme=scheme, code=code)


CODE = Value("scheme=code", _code)
reach = stacked(
    several("--email", "emails", "An e-mail address."),
    several("--phone", "phones", "A telephone number in E.164, such as +380532560290."),
    click.option("--consent", type=click.Choice(["group", "public"]), help="Whether the contacts may be shown, from today on."),
)


def text_or_none(words: Iterable[tuple[str, str]]) -> Text | None:
    """The texts given with an option, None for none."""
    words = tuple(words)
    return text_of(words) if words else None


def contacts_of(session: Session, emails: Iterable[str], phones: Iterable[str], consent: str | None) -> tuple[Contact, ...]:
    """The contacts given on the command line, with a consent from today on where one was said."""
    given = None if consent is None else Consent(since=session.desk.today().isoformat())
    consents: Mapping[str, Any] = {} if given is None else {f"in_{consent}": given}
    try:
        return (
            *(Contact(kind=ContactKind.EMAIL, value=value, **consents) for value in emails),
            *(Contact(kind=ContactKind.PHONE, value=value, **consents) for value in phones),
        )
    except DomainError as error:
        raise click.UsageError(error.message) from None


def sources_of(urls: Iterable[str]) -> tuple[Source, ...]:
    """The pages given with ``--source``."""
    try:
        return tuple(Source(url=url) for url in urls)
    except DomainError as error:
        raise click.UsageError(error.message) from None


def given(**fields: Any) -> dict[str, Any]:
    """The fields that were said: not None, and not empty."""
    return {name: value for name, value in fields.items() if value is not None and value != ()}


def evolved(record: R, fields: Mapping[str, Any]) -> R:
    """The record with these fields. Raises ``click.UsageError`` where there are none."""
    if not fields:
        raise click.UsageError("say what is to change; --help lists the options")
    return attrs.evolve(record, **fields)


def kept(session: Session, record: Record) -> Answer:
    """What a command answers that shows a record."""
    return answer(record, record_grid(record, session))


def saved_parts(session: Session, before: Record | None, after: Record) -> tuple[Part, ...]:
    """What was kept: a line with name, id and revision, and the fields that are new or other than before."""
    changes = [(each.path, each.after) for each in edited(before, after)]
    say, name = session.say, session.names.of(after)
    what = str(after.id) if name == str(after.id) else say(f"«{name}» [{after.id}]", f"“{name}” [{after.id}]")
    if before is not None and not changes:
        return (say(f"Нічого не змінилося: {what}", f"Nothing changed: {what}"),)
    line = say(f"Збережено: {what}, версія {after.revision}", f"Kept: {what}, revision {after.revision}")
    shown = changes_grid(changes, after, session)
    return (line, shown) if shown.rows else (line,)


def stored(session: Session, record: Record) -> Record | None:
    """The record as the desk has it now."""
    with session.desk.work() as work:
        return work.find(record.id)


def save(session: Session, record: Record) -> Answer:
    """Keeps a record, and answers with what was kept."""
    before = stored(session, record)
    (saved,) = session.desk.save(record)
    return answer(saved, *saved_parts(session, before, saved), *(() if before else _namesakes_part(session, saved)))


def _namesakes_part(session: Session, new: Record) -> tuple[Part, ...]:
    """A remark on others that are called quite as a new organization, person or group is: it may be there already."""
    if not isinstance(new, Organization | Person | WorkingGroup):
        return ()
    others = ", ".join(short(each.id) for each in namesakes(session.desk, new, session.names))
    undo = f"coordkit erase {short(new.id)}"
    remark = session.say(
        f"Увага: так само називається {others}. Якщо це те саме: {undo}",
        f"Mind that {others} is called so too. If it is the same one: {undo}",
    )
    return (remark,) if others else ()
