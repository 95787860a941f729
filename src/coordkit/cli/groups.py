"""Working groups: making them, their states over time, and who is in them."""

from __future__ import annotations

from typing import Any

import attrs
import click

from coordkit.cli.changing import evolved, given, kept, names, save, several, source, sources_of, stacked, text_or_none, texts, tlp
from coordkit.cli.commands import command, noun, ref, ref_option
from coordkit.cli.faults import Refused
from coordkit.cli.listing import area_of
from coordkit.cli.naming import short
from coordkit.cli.output import Answer, Grid, answer
from coordkit.cli.session import Session
from coordkit.cli.values import DAY, PARTIAL, OneOf, text_of
from coordkit.cli.words import label_of, member_word, record_grid
from coordkit.domain.dates import Answer as Holds
from coordkit.domain.dates import PartialDate
from coordkit.domain.groups import GroupState, Instrument, InstrumentKind, Membership, Role, Seat, StateSince, WorkingGroup
from coordkit.domain.records import MembershipId, Tlp, WorkingGroupId
from coordkit.domain.stakeholders import Organization, Person
from coordkit.domain.text import alphabetical

Words = tuple[tuple[str, str], ...]

groups = noun(
    "groups",
    "Working groups and who is in them. 'coordkit seats' has the seats that a group needs filled.",
    "coordkit groups list --area Херсонська",
)
_describe = stacked(
    texts("--acronym", "acronyms", "Its acronym."),
    several("--alias", "aliases", "A further name by which it is found."),
    click.option("--area", help="The area it sits for, by code or whole name."),
    texts("--purpose", "purposes", "What it is for."),
    click.option("--every", "cadence_months", type=int, metavar="MONTHS", help="How often it says it meets."),
    ref_option("--parent", WorkingGroup, help="The group that it belongs to."),
    click.option("--founded-by", "instrument", type=OneOf(InstrumentKind), help="What founded it."),
    click.option("--number", help="The number of that document."),
    click.option("--dated", type=PARTIAL, help="Its date."),
    tlp,
    source,
)


def _fields(session: Session, options: dict[str, Any], before: Instrument | None = None) -> dict[str, Any]:
    area, parent, instrument = options["area"], options["parent"], options["instrument"]
    paper = given(kind=instrument, number=options["number"], dated=options["dated"])
    if paper and not instrument and before is None:
        raise click.UsageError("say what founded it: --founded-by order, or memorandum")
    founded = None if not paper else attrs.evolve(before, **paper) if before else Instrument(**paper)
    return given(
        acronym=text_or_none(options["acronyms"]),
        aliases=options["aliases"],
        area=area_of(session, area) if area else None,
        purpose=text_or_none(options["purposes"]),
        cadence_months=options["cadence_months"],
        parent=session.find(WorkingGroup, parent).id if parent else None,
        instrument=founded,
        tlp=options["tlp"],
        sources=sources_of(options["urls"]),
    )


@command(groups, "list", "coordkit groups list --json")
@click.option("--area", help="Only of this area.")
def list_groups(session: Session, area: str | None) -> Answer:
    """List groups by name, with the latest state of each."""
    say = session.say
    found = sorted(
        session.desk.each(WorkingGroup, given(area=area_of(session, area) if area else None)),
        key=lambda each: alphabetical(say.text(each.name)),
    )
    rows = [
        (
            say.text(each.name),
            say.area(each.area),
            f"{member_word(each.states[-1].state, session)} {say.since(each.states[-1].since)}" if each.states else "",
            each.tlp.label,
            short(each.id),
        )
        for each in found
    ]
    return answer(found, Grid((*(label_of(name, session) for name in ("name", "area", "state", "tlp")), "id"), rows))


@command(groups, "show", "coordkit groups show робоча")
@ref("group", WorkingGroup)
def show_group(session: Session, group: str) -> Answer:
    """Show a group: what is kept of it, and its members."""
    found = session.find(WorkingGroup, group)
    members = _members(session, found, None)
    return answer({"group": found, "members": members}, record_grid(found, session), _members_grid(session, members))


@command(
    groups,
    "add",
    "coordkit groups add 'uk=Робоча група' 'en=Working group' --area Херсонська --since 2026-09",
    "coordkit groups add 'Коаліція' --founded-by memorandum --dated 2024-05 --template wgpsr",
)
@names
@click.option("--state", type=OneOf(GroupState), default="active", help="Its first state. Default: active.")
@click.option("--since", type=PARTIAL, help="Since when: 2026-09, 2026-09-15, 2026-22 for summer ... Default: not known.")
@click.option("--template", help="Its seats from a template of the region: 'coordkit seats templates'.")
@_describe
def add_group(
    session: Session, names: Words, state: GroupState, since: PartialDate | None, template: str | None, **options: Any
) -> Answer:
    """Add a group."""
    from coordkit.cli.seats import template_of

    seats: tuple[Seat, ...] = template_of(session, template).seats if template else ()
    first = StateSince(state=state, since=since or PartialDate.unknown())
    fields = _fields(session, options)
    return save(
        session,
        WorkingGroup(id=session.desk.new(WorkingGroupId), name=text_of(names), states=(first,), seats=seats, **fields),
    )


@command(groups, "edit", "coordkit groups edit робоча --every 3 --tlp GREEN")
@ref("group", WorkingGroup)
@texts("--name", "names", "What it is called.")
@_describe
def edit_group(session: Session, group: str, names: Words, **options: Any) -> Answer:
    """Change a group: what is said replaces what stood there."""
    found = session.find(WorkingGroup, group)
    fields: dict[str, Any] = _fields(session, options, found.instrument) | given(name=text_or_none(names))
    return save(session, evolved(found, fields))


@command(groups, "state", "coordkit groups state робоча dormant --since 2026-06")
@ref("group", WorkingGroup)
@click.argument("state", type=OneOf(GroupState))
@click.option(
    "--since", type=PARTIAL, required=True, help="Since when: 2026-06, 2026-06-18, [..2026-06] for 'by the end of June' ..."
)
def state(session: Session, group: str, state: GroupState, since: PartialDate) -> Answer:
    """Tell that a group is in a further state; the one before ends there."""
    return save(session, session.find(WorkingGroup, group).entered(state, since))


# -- members -------------------------------------------------------------------------------------------------------------


def _members(session: Session, group: WorkingGroup, on: Any) -> list[Membership]:
    found = session.desk.each(Membership, {"group": str(group.id)})
    return [each for each in found if on is None or each.as_of(on) is not Holds.NO]


def _members_grid(session: Session, members: list[Membership]) -> Grid:
    rows = [
        (
            session.names(each.member),
            session.names(each.on_behalf_of),
            member_word(each.role, session),
            each.seat or "",
            session.say.since(each.since),
            session.say.when(each.until) if each.until else "",
            short(each.id),
        )
        for each in members
    ]
    rows.sort(key=lambda row: alphabetical(row[0]))
    columns = [label_of(name, session) for name in ("member", "on_behalf_of", "role", "seat", "since", "until")]
    return Grid((*columns, "id"), rows)


@command(groups, "members", "coordkit groups members робоча --on 2026-12-01")
@ref("group", WorkingGroup)
@click.option("--on", type=DAY, help="Only those who were in it, surely or possibly, on this day.")
def members(session: Session, group: str, on: Any) -> Answer:
    """List the members of a group."""
    found = _members(session, session.find(WorkingGroup, group), on)
    return answer(found, _members_grid(session, found))


@command(
    groups,
    "join",
    "coordkit groups join робоча громадська --seat ngo --since 2026-09",
    "coordkit groups join робоча 3fa85f64 --on-behalf-of громадська --role chair",
)
@ref("group", WorkingGroup)
@ref("member", Organization, Person)
@click.option("--seat", help="The code of the seat that it takes: 'coordkit seats list'.")
@click.option("--role", type=OneOf(Role), default="member", help="Its role. Default: member.")
@ref_option("--on-behalf-of", Organization, help="The organization for which a person speaks.")
@click.option("--alternate", is_flag=True, help="It sits there when the holder of the seat does not.")
@click.option("--since", type=PARTIAL, help="Since when. Default: not known.")
@tlp
def join(
    session: Session,
    group: str,
    member: str,
    seat: str | None,
    role: Role,
    on_behalf_of: str | None,
    alternate: bool,
    since: PartialDate | None,
    tlp: Tlp | None,
) -> Answer:
    """Tell that an organization or a person is in a group."""
    into = session.find(WorkingGroup, group)
    if seat is not None:
        into.seat(seat)  # refuses one that the group has not
    new = Membership(
        id=session.desk.new(MembershipId),
        group=into.id,
        member=session.find_any((Organization, Person), member).id,
        seat=seat,
        role=role,
        on_behalf_of=session.find(Organization, on_behalf_of).id if on_behalf_of else None,
        alternate=alternate,
        **given(since=since, tlp=tlp),
    )
    return save(session, new)


@command(groups, "leave", "coordkit groups leave робоча громадська --until 2026-12-31")
@ref("group", WorkingGroup)
@ref("member", Organization, Person)
@click.option("--until", type=PARTIAL, required=True, help="The last day.")
def leave(session: Session, group: str, member: str, until: PartialDate) -> Answer:
    """Tell that a member's time in a group ended."""
    left = session.find(WorkingGroup, group)
    who = session.find_any((Organization, Person), member)
    found = [each for each in _members(session, left, None) if each.member == who.id and each.until is None]
    if not found:
        raise Refused(f"“{session.names.of(who)}” is not in it now", where=session.names.of(left))
    saved = session.desk.save(*(attrs.evolve(each, until=until) for each in found))
    return kept(session, saved[0]) if len(saved) == 1 else answer(saved, _members_grid(session, list(saved)))
