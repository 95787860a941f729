"""What there is to choose from: areas, codes of the vocabularies, plugins; and the shell's completion."""

from __future__ import annotations

import json
from collections.abc import Iterable

import click
from click.shell_completion import get_completion_class

from coordkit.cli.commands import Command, command
from coordkit.cli.faults import Refused
from coordkit.cli.output import Answer, Grid, answer
from coordkit.cli.session import Session, plugins_of
from coordkit.codec.convert import OUTCOMES, RECORDS
from coordkit.codec.schema import json_schema
from coordkit.domain.errors import DomainError, Problem
from coordkit.domain.gazetteer import Area
from coordkit.domain.text import folded
from coordkit.ports import Region, Term


def _region(session: Session) -> Region:
    region = session.desk.region
    if region is None:
        raise Refused(
            "this desk has no region, so it knows no areas and no codes; a region is said when a desk is made",
            where=session.address,
        )
    return region


def area_of(session: Session, given: str) -> str:
    """The code of an area given by code or by its whole name, the type after it or not: ``Полтавська``, ``Полтавська область``.

    The desk's own region goes before others, and the lowest level counts where a name stands on several. Raises ``Refused``
    for a name that several areas bear, or none. A desk without a region takes any code.
    """
    region = session.desk.region
    if region is None or given in region.gazetteer or session.plugins.region_for_area(given) is not None:
        return given
    own = session.plugins.areas_of(region.code)
    found = _named(region, given)
    found = [area for area in found if area.code in own] or found
    lowest = [area for area in found if area.level == max(area.level for area in found)]
    if len(lowest) == 1:
        return lowest[0].code
    if not found:
        raise Refused("no area has this code or this whole name; 'coordkit areas WORDS' finds them", where=repr(given))
    candidates = [Problem(area.code, _described(area, session)) for area in lowest]
    raise Refused("several areas bear this name; write the code of one", where=repr(given), problems=candidates)


def _named(region: Region, given: str) -> list[Area]:
    """The areas of this name; words after the name tell the type, as far as they are said: ``Полтавська громада``."""
    words = given.split()
    for named in range(len(words), 0, -1):
        said = {folded(word) for word in words[named:]}
        found = [area for area in region.gazetteer.named(" ".join(words[:named])) if said <= _type_words(region, area)]
        if found:
            return found
    return []


def _type_words(region: Region, area: Area) -> set[str]:
    term = region.term("area_types", area.type)
    return {folded(word) for label in (term.label if term else ()) for word in label.split()}


def _described(area: Area, session: Session) -> str:
    within = f" ({session.say.area(area.parent)})" if area.parent else ""
    return session.say.text(area.name) + within


@command(None, "areas", "coordkit areas Херсон", "coordkit areas --level 3 --json")
@click.argument("words", required=False)
@click.option("--level", type=int, help="Only this level: 1 is the first below the state.")
def areas(session: Session, words: str | None, level: int | None) -> Answer:
    """Look up areas by name or code, those of the desk's region first."""
    region = _region(session)
    held, own = region.gazetteer, session.plugins.areas_of(region.code)
    found: Iterable[Area] = held
    if words:
        found = [area for area in held if area.code == words] or _named(region, words) or _holding(held, words)
        found = sorted(found, key=lambda area: area.code not in own)
    shown = [area for area in found if level is None or area.level == level]
    say = session.say
    rows = [(area.code, say.text(area.name), say.label("area_types", area.type), say.area(area.parent)) for area in shown]
    columns = (say("код", "code"), say("Назва", "Name"), say("Вид", "Type"), say("Входить до", "Part of"))
    return answer(shown, Grid(columns, rows))


def _holding(areas: Iterable[Area], words: str) -> list[Area]:
    """The areas in one of whose names the words stand."""
    wanted = folded(words)
    return [area for area in areas if any(wanted in folded(variant) for entry in area.names for variant in entry.name)]


@command(None, "codes", "coordkit codes", "coordkit codes kinds --lang en")
@click.argument("vocabulary", required=False)
def codes(session: Session, vocabulary: str | None) -> Answer:
    """List the codes of a vocabulary, such as kinds or sectors; without its name, the vocabularies."""
    region = _region(session)
    known: dict[str, tuple[Term, ...]] = {"kinds": region.kinds, "sectors": region.sectors, **region.labels}
    say = session.say
    if vocabulary is None:
        rows = [(name, str(len(terms))) for name, terms in known.items()]
        columns = (say("словник", "vocabulary"), say("Кодів", "Codes"))
        return answer({name: len(terms) for name, terms in known.items()}, Grid(columns, rows))
    if vocabulary not in known:
        raise DomainError(f"no vocabulary is called so; there are {', '.join(known)}", where=repr(vocabulary))
    terms = known[vocabulary]
    rows = [(term.code, say.text(term.label)) for term in terms]
    return answer(terms, Grid((say("код", "code"), say("Назва", "Label")), rows))


@command(None, "schema", "coordkit schema meeting > meeting.schema.json", "coordkit schema")
@click.argument("kind", required=False, type=click.Choice(sorted({*RECORDS, *OUTCOMES} - {"outcome"})))
def schema(session: Session, kind: str | None) -> Answer:
    """Print the JSON Schema (2020-12) of a kind of record, or of all: what --json and the format json write."""
    described = json_schema(None if kind is None else RECORDS.get(kind) or OUTCOMES[kind])
    return answer(described, json.dumps(described, ensure_ascii=False, indent=2))


@command(None, "plugins", "coordkit plugins", "COORDKIT_PLUGINS=none coordkit plugins --json")
def plugins(session: Session) -> Answer:
    """List the plugins: what each gives, which are set aside and why, and names that two of them claim."""
    found = session.plugins
    listed, broken, clashes, left_out = found.listing(), found.broken, found.clashes, found.left_out
    root = click.get_current_context().find_root().command
    ours = root.commands if isinstance(root, click.Group) else {}
    hidden = sorted(set(ours) & set(found.commands()))
    data = {
        "plugins": [{"name": p.name, "distribution": p.distribution, "version": p.version, "gives": p.gives} for p in listed],
        "broken": [{"name": p.name, "distribution": p.distribution, "version": p.version, "error": p.error} for p in broken],
        "clashes": clashes,
        "left_out": left_out,
        "hidden_commands": hidden,
    }
    rows = [(p.name, _distribution(p.distribution, p.version), ", ".join(p.gives)) for p in listed]
    parts: list[str | Grid] = [Grid(("Plugin", "Distribution", "Gives"), rows)]
    if broken:
        parts.append("Set aside:\n" + "\n".join(f"  {each}" for each in broken))
    if clashes:
        parts.append("Claimed more than once, so nobody has it:\n" + "\n".join(f"  {each}" for each in clashes))
    if left_out:
        parts.append(f"Left out by COORDKIT_PLUGINS: {', '.join(left_out)}")
    if hidden:
        parts.append(f"Commands of plugins that bear a name of ours, and are not called: {', '.join(hidden)}")
    return answer(data, *parts)


def _distribution(name: str | None, version: str | None) -> str:
    return " ".join(filter(None, (name, version)))


@click.command(
    "completion",
    cls=Command,
    as_json=False,
    short_help="Print what makes the shell complete what you type",
    examples=('eval "$(coordkit completion bash)"', "coordkit completion fish > ~/.config/fish/completions/coordkit.fish"),
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print what makes the shell complete commands, options, ids and names.

    Put the line of the example into ~/.bashrc, or with zsh into ~/.zshrc.
    """
    plugins_of(context)
    kind = get_completion_class(shell)
    assert kind is not None
    root = context.find_root().command
    click.echo(kind(root, {}, "coordkit", "_COORDKIT_COMPLETE").source())
