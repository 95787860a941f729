"""Initiatives: who does what in which areas, for whom, and how far it got."""

from __future__ import annotations

from typing import Any

import click

from coordkit.cli.changing import given, kept, names, save, several, source, sources_of, text_or_none, texts, tlp
from coordkit.cli.commands import Ref, command, noun, ref, ref_option
from coordkit.cli.listing import area_of
from coordkit.cli.naming import short
from coordkit.cli.output import Answer, Grid, answer
from coordkit.cli.session import Session
from coordkit.cli.values import PARTIAL, OneOf, text_of
from coordkit.cli.words import label_of, member_word
from coordkit.domain.dates import PartialDate
from coordkit.domain.groups import WorkingGroup
from coordkit.domain.initiatives import Initiative, InitiativeStatus
from coordkit.domain.outcomes import Outcome
from coordkit.domain.records import InitiativeId
from coordkit.domain.stakeholders import Organization
from coordkit.domain.text import alphabetical

Words = tuple[tuple[str, str], ...]
initiatives = noun(
    "initiatives",
    "Who does what in which areas, for whom. Initiatives grow from decisions and commitments: --from-outcome.",
    "coordkit initiatives list --group робоча",
)


@command(initiatives, "list", "coordkit initiatives list --group робоча --status planned --json")
@ref_option("--group", WorkingGroup, help="Only of this group.")
@click.option("--status", type=OneOf(InitiativeStatus), help="Only those whose latest known status this is.")
@click.option("--area", help="Only in this area.")
def list_initiatives(session: Session, group: str | None, status: InitiativeStatus | None, area: str | None) -> Answer:
    """List initiatives by title, with the latest status known of each."""
    say = session.say
    where = given(
        group=str(session.find(WorkingGroup, group).id) if group else None,
        status=status.value if status else None,
        area=area_of(session, area) if area else None,
    )
    found = sorted(session.desk.each(Initiative, where), key=lambda each: alphabetical(say.text(each.title)))
    rows = [
        (
            say.text(each.title),
            f"{member_word(each.statuses[-1].status, session)} ({say.when(each.statuses[-1].known)})" if each.statuses else "",
            ", ".join(map(session.names, each.who)),
            session.names(each.group),
            short(each.id),
        )
        for each in found
    ]
    return answer(found, Grid((*(label_of(name, session) for name in ("title", "status", "who", "group")), "id"), rows))


@command(initiatives, "show", "coordkit initiatives show освітлення")
@ref("initiative", Initiative)
def show_initiative(session: Session, initiative: str) -> Answer:
    """Show an initiative."""
    return kept(session, session.find(Initiative, initiative))


@command(
    initiatives,
    "add",
    "coordkit initiatives add 'uk=Освітлення укриттів' --group робоча --who громадська --area Херсонська --known 2026-12",
)
@names
@click.option("--status", type=OneOf(InitiativeStatus), default="planned", help="How far it is. Default: planned.")
@click.option("--known", type=PARTIAL, help="When that was known. Default: today.")
@click.option("--kind", help="A code of 'coordkit codes initiative_kinds'.")
@texts("--for-whom", "whom", "For whom it is.")
@several("--area", "areas", "A code or the whole name of an area.")
@click.option("--who", type=Ref(Organization), multiple=True, help="Who does it; may be repeated.")
@click.option("--supported-by", type=Ref(Organization), multiple=True, help="Who supports it; may be repeated.")
@ref_option("--group", WorkingGroup, help="The group that it belongs to.")
@ref_option("--from-outcome", Outcome, help="The decision or commitment that it grew from.")
@tlp
@source
def add_initiative(session: Session, names: Words, status: InitiativeStatus, known: PartialDate | None, **options: Any) -> Answer:
    """Add an initiative."""

    def ids(option: str) -> tuple[Any, ...]:
        return tuple(session.find(Organization, each).id for each in options[option])

    group, outcome = options["group"], options["from_outcome"]
    fields = given(
        kind=options["kind"],
        for_whom=text_or_none(options["whom"]),
        areas=tuple(area_of(session, each) for each in options["areas"]),
        who=ids("who"),
        supported_by=ids("supported_by"),
        group=session.find(WorkingGroup, group).id if group else None,
        from_outcome=session.find(Outcome, outcome).id if outcome else None,
        tlp=options["tlp"],
        sources=sources_of(options["urls"]),
    )
    new = Initiative(id=session.desk.new(InitiativeId), title=text_of(names), **fields)
    return save(session, new.reached(status, known or session.desk.today()))


@command(initiatives, "status", "coordkit initiatives status освітлення implemented --known 2027-03")
@ref("initiative", Initiative)
@click.argument("status", type=OneOf(InitiativeStatus))
@click.option("--known", type=PARTIAL, help="When that was known. Default: today.")
def reach(session: Session, initiative: str, status: InitiativeStatus, known: PartialDate | None) -> Answer:
    """Tell how far an initiative got."""
    return save(session, session.find(Initiative, initiative).reached(status, known or session.desk.today()))
