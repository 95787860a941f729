"""The seats that a group needs filled."""

from __future__ import annotations

from typing import Any

import attrs
import click

from coordkit.cli.changing import given, save
from coordkit.cli.commands import command, noun, ref
from coordkit.cli.faults import Refused
from coordkit.cli.output import Answer, Grid, answer
from coordkit.cli.session import Session
from coordkit.cli.values import WORDS, text_of
from coordkit.cli.words import label_of
from coordkit.domain.groups import Seat, WorkingGroup
from coordkit.ports import SeatTemplate

Words = tuple[tuple[str, str], ...]
seats = noun(
    "seats",
    "The seats that a group needs filled. A seat has a code within its group; 'coordkit groups join --seat' fills it.",
    "coordkit seats list робоча",
)


def _grid(session: Session, found: tuple[Seat, ...]) -> Grid:
    say = session.say
    rows = [
        (
            seat.code,
            say.text(seat.label),
            say.label("kinds", seat.kind) if seat.kind else say.label("sectors", seat.sector) if seat.sector else "",
            say("так", "yes") if seat.required else "",
            f"{seat.minimum}–{'…' if seat.maximum is None else seat.maximum}",
        )
        for seat in found
    ]
    wanted = say("Вид або сектор", "Kind or sector")
    columns = (
        *(label_of(name, session) for name in ("code", "label")),
        wanted,
        label_of("required", session),
        say("Скільки", "How many"),
    )
    return Grid(columns, rows)


def template_of(session: Session, name: str) -> SeatTemplate:
    """The region's template of this name. Raises ``Refused``."""
    known = session.desk.region.seat_templates if session.desk.region else ()
    found = next((each for each in known if each.name == name), None)
    if found is None:
        raise Refused(f"no template is called so; there are {', '.join(each.name for each in known) or 'none'}", where=repr(name))
    return found


@command(seats, "list", "coordkit seats list робоча --json")
@ref("group", WorkingGroup)
def list_seats(session: Session, group: str) -> Answer:
    """List the seats of a group."""
    found = session.find(WorkingGroup, group).seats
    return answer(found, _grid(session, found))


@command(seats, "templates", "coordkit seats templates")
def templates(session: Session) -> Answer:
    """List the region's templates of seats."""
    known = session.desk.region.seat_templates if session.desk.region else ()
    rows = [(each.name, session.say.text(each.label), str(len(each.seats))) for each in known]
    columns = (label_of("code", session), label_of("label", session), label_of("seats", session))
    return answer(known, Grid(columns, rows))


@command(
    seats,
    "add",
    "coordkit seats add робоча police 'uk=Поліція' 'en=Police' --kind police --required --min 1",
)
@ref("group", WorkingGroup)
@click.argument("code")
@click.argument("labels", nargs=-1, required=True, type=WORDS, metavar="LABEL...")
@click.option("--kind", help="The kind of organization that fills it.")
@click.option("--sector", help="The sector that it is for.")
@click.option("--required", is_flag=True, help="The group is not whole without it.")
@click.option("--min", "minimum", type=click.IntRange(0), default=0, help="How many holders at least. Default: 0.")
@click.option("--max", "maximum", type=click.IntRange(0), help="How many at most. Default: as many as come.")
def add_seat(session: Session, group: str, code: str, labels: Words, **options: Any) -> Answer:
    """Add a seat to a group; a seat of this code is replaced."""
    found = session.find(WorkingGroup, group)
    session.note_unknown("kinds", options["kind"])
    session.note_unknown("sectors", options["sector"])
    return save(session, found.with_seat(Seat(code=code, label=text_of(labels), **given(**options))))


@command(seats, "use", "coordkit seats use робоча wgpsr")
@ref("group", WorkingGroup)
@click.argument("template")
def use(session: Session, group: str, template: str) -> Answer:
    """Add the seats of a region's template to a group; those that it has stay as they are."""
    found = session.find(WorkingGroup, group)
    held = {seat.code for seat in found.seats}
    new = tuple(seat for seat in template_of(session, template).seats if seat.code not in held)
    return save(session, attrs.evolve(found, seats=(*found.seats, *new)))


@command(seats, "remove", "coordkit seats remove робоча police")
@ref("group", WorkingGroup)
@click.argument("code")
def remove(session: Session, group: str, code: str) -> Answer:
    """Take a seat from a group. Who held it stays a member."""
    found = session.find(WorkingGroup, group)
    rest = tuple(seat for seat in found.seats if seat.code != code)
    if len(rest) == len(found.seats):
        raise Refused(
            f"it has no seat {code!r}; there are {', '.join(seat.code for seat in rest) or 'none'}", where=session.names.of(found)
        )
    return save(session, attrs.evolve(found, seats=rest))
