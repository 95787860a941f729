"""The legal status of territory: loading an edition of the table, and asking it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from coordkit.cli.commands import command, noun
from coordkit.cli.listing import area_of
from coordkit.cli.output import Answer, answer
from coordkit.cli.session import Session
from coordkit.cli.values import DAY, FILE
from coordkit.domain.territory import ACTIVE_HOSTILITIES, FREE, OCCUPIED, POSSIBLE_HOSTILITIES, UNKNOWN
from coordkit.secretariat import territory as at_desk

# The words of ours; a table may have others of its own.
_WORDS = {
    FREE: ("вільна", "free"),
    POSSIBLE_HOSTILITIES: ("можливі бойові дії", "possible hostilities"),
    ACTIVE_HOSTILITIES: ("активні бойові дії", "active hostilities"),
    OCCUPIED: ("тимчасово окупована", "occupied"),
    UNKNOWN: ("статус невідомий", "status not known"),
}
territory = noun(
    "territory",
    "The legal status of territory. It comes from a dated table that the office loads; until then every status is unknown.",
    "coordkit territory show",
)


@command(territory, "show", "coordkit territory show --lang uk")
def show(session: Session) -> Answer:
    """Tell which edition is loaded and until when it is relied on."""
    return answer({"loaded": at_desk.current(session.desk)}, at_desk.territory_report(session.desk, session.language))


@command(territory, "status", "coordkit territory status Херсонська --on 2026-12-01")
@click.argument("area")
@click.option("--on", type=DAY, help="The day to look at. Default: today.")
def status(session: Session, area: str, on: date | None) -> Answer:
    """Tell the status of an area on a day: the strictest that it can have."""
    code = area_of(session, area)
    found = at_desk.status_on(session.desk, code, on)
    word = session.say(*_WORDS[found]) if found in _WORDS else found
    return answer({"area": code, "status": found}, f"{session.say.area(code)} [{code}]: {word}")


@command(
    territory,
    "load",
    "coordkit territory load table.csv --edition '№ 5' --dated 2026-11-01 --source 'order of the ministry' \\\n"
    "      --covers kherson --good-through 2027-01-31",
)
@click.argument("file", type=FILE)
@click.option("--edition", required=True, help="The name or number of the edition.")
@click.option("--dated", type=DAY, required=True, help="Its day.")
@click.option("--source", required=True, help="Where it was published.")
@click.option("--covers", multiple=True, required=True, help="An area or region of which it lists all that is not free.")
@click.option("--good-through", type=DAY, required=True, help="The last day on which you rely on it for what it does not list.")
def load(
    session: Session, file: Path, edition: str, dated: date, source: str, covers: tuple[str, ...], good_through: date
) -> Answer:
    """Load an edition from a CSV file (columns area, status, since, until, within), in place of the one before."""
    loaded = at_desk.load(session.desk, file, edition=edition, dated=dated, source=source, covers=covers, good_through=good_through)
    return answer({"loaded": loaded}, at_desk.territory_report(session.desk, session.language))
