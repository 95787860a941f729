"""Any record: finding and showing it, its history, going back to an earlier version, and erasing it."""

from __future__ import annotations

from datetime import datetime

import click

from coordkit.cli.announcing import untold_part
from coordkit.cli.changing import kept, saved_parts
from coordkit.cli.commands import command, ref, yes
from coordkit.cli.fields import FIELDS
from coordkit.cli.naming import short
from coordkit.cli.output import Answer, Grid, answer
from coordkit.cli.session import Session
from coordkit.cli.values import MOMENT
from coordkit.cli.words import field_of, label_of, path_label, told
from coordkit.codec.convert import RECORDS
from coordkit.domain.meetings import Meeting
from coordkit.domain.records import Record
from coordkit.domain.series import MeetingSeries
from coordkit.secretariat.histories import Entry, history_of, recorded, restored
from coordkit.secretariat.registry import SEARCHED
from coordkit.secretariat.registry import reindex as write_index
from coordkit.secretariat.registry import search as look_for

ANY = tuple(RECORDS.values())


@command(None, "search", "coordkit search громадська", "coordkit search 'робоча гр' --kind group --limit 5 --json")
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice([kind.id_type.kind for kind in SEARCHED]), help="Only these kinds."
)
@click.option("--limit", type=click.IntRange(1, 1000), default=20, help="How many at most. Default: 20.")
@click.option("--after", help="The cursor of the page before.")
def search(session: Session, words: tuple[str, ...], kinds: tuple[str, ...], limit: int, after: str | None) -> Answer:
    """Find records by words of their names. Titles, acronyms and aliases count too, and the beginnings of words."""
    wanted = tuple(RECORDS[kind] for kind in kinds) or SEARCHED
    page = look_for(session.desk, " ".join(words), kinds=wanted, after=after, limit=limit)
    rows = [(session.names.of(each), _kind(session, each), each.tlp.label, short(each.id)) for each in page.records]
    columns = (label_of("name", session), session.say("Що це", "What it is"), label_of("tlp", session), "id")
    more = [session.say("Є ще: ", "There are more: ") + f"--after {page.cursor}"] if page.cursor else []
    return answer({"records": page.records, "cursor": page.cursor}, Grid(columns, rows), *more)


def _kind(session: Session, record: Record) -> str:
    """What kind of record it is, in words; an office is a desk's own."""
    names = {"office": ("секретаріат", "office"), "initiative": ("ініціатива", "initiative")}
    kind = record.id.kind
    return session.say(*(names.get(kind) or FIELDS.get(kind) or (kind, kind))).lower()


@command(None, "show", "coordkit show meeting:3fa85f64", "coordkit show громадська --json")
@ref("record", Record)
def show(session: Session, record: str) -> Answer:
    """Show any record, all that is kept of it."""
    return kept(session, session.find_any(ANY, record))


def _changed(session: Session, entry: Entry, kind: str) -> str:
    """What an entry changed, a line for each field."""
    if entry.edited is None:
        return session.say("стерто", "erased")
    lines = []
    for each in entry.edited:
        before, after = (told(value, field_of(each.path), session, kind) for value in (each.before, each.after))
        arrow = f"{before} → " if before else ""
        lines.append(f"{path_label(each.path, session, each.after)}: {arrow}{after or '—'}".replace("\n", ", "))
    return "\n".join(lines)


@command(
    None,
    "history",
    "coordkit history перше",
    "coordkit history meeting:3fa85f64 --at '2026-12-01 10:00'",
    "coordkit history перше --revision 1 --json",
)
@ref("record", Record)
@click.option("--at", type=MOMENT, help="Show the record as this desk had it then.")
@click.option("--revision", type=click.IntRange(1), help="Show the record as this revision left it.")
def history(session: Session, record: str, at: datetime | None, revision: int | None) -> Answer:
    """Tell who changed a record when, field by field; or show it as it was recorded."""
    if at is not None and revision is not None:
        raise click.UsageError("say --at or --revision, not both")
    found = session.find_any(ANY, record)
    if at is not None:
        return kept(session, session.desk.as_recorded(found.id, session.moment(at)))
    if revision is not None:
        return kept(session, recorded(session.desk, found.id, revision))
    entries = history_of(session.desk, found.id)
    say = session.say
    rows = [
        (
            str(each.revision),
            session.clock(each.at),
            say.text(each.actor_name) if each.actor_name else str(each.actor),
            _changed(session, each, found.id.kind),
        )
        for each in entries
    ]
    columns = (say("№", "No."), say("Коли", "When"), say("Хто", "Who"), say("Що змінено", "What changed"))
    return answer(entries, Grid(columns, rows))


@command(None, "restore", "coordkit restore перше 2")
@ref("record", Record)
@click.argument("revision", type=click.IntRange(1))
def restore(session: Session, record: str, revision: int) -> Answer:
    """Make a record what it was at an earlier revision. It is a further change; 'coordkit history' lists the revisions."""
    found = session.find_any(ANY, record)
    again = restored(session.desk, found.id, revision)
    untold = untold_part(session, again) if isinstance(again, Meeting | MeetingSeries) else ()
    return answer(again, *saved_parts(session, found, again), *untold)


@command(None, "erase", "coordkit erase person:3fa85f64", "coordkit erase person:3fa85f64 --yes")
@ref("record", Record)
@yes
def erase(session: Session, record: str, yes: bool) -> Answer:
    """Erase a record for good, with its history's contents, its messages, and what makes no sense without it. It asks before."""
    found = session.find_any(ANY, record)
    say, name = session.say, session.names.of(found)
    session.confirm(
        say(
            f"Стерти назавжди «{name}» ({found.id}) разом з усім, що без цього запису не має сенсу?",
            f"Erase “{name}” ({found.id}) for good, with all that makes no sense without it?",
        ),
        yes,
    )
    session.desk.erase(found.id)
    return answer({"erased": str(found.id)}, say(f"Стерто: {found.id}", f"Erased: {found.id}"))


@command(None, "reindex", "coordkit reindex")
def reindex(session: Session) -> Answer:
    """Make every record findable by the rules of this release. Run it once when a note asks for it."""
    differed = write_index(session.desk)
    return answer({"reindexed": differed}, session.say(f"Оновлено записів: {differed}", f"Records indexed anew: {differed}"))
