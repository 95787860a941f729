"""Organizations and people."""

from __future__ import annotations

from typing import Any

import attrs
import click

from coordkit.cli.changing import (
    CODE,
    contacts_of,
    evolved,
    given,
    kept,
    names,
    reach,
    save,
    several,
    source,
    sources_of,
    stacked,
    text_or_none,
    texts,
    tlp,
)
from coordkit.cli.commands import command, noun, ref, ref_option
from coordkit.cli.listing import area_of
from coordkit.cli.naming import short
from coordkit.cli.output import Answer, Grid, answer
from coordkit.cli.session import Session
from coordkit.cli.values import PARTIAL, WORDS, OneOf, text_of
from coordkit.cli.words import label_of
from coordkit.domain.records import AffiliationId, OrganizationId, PersonId, Tlp
from coordkit.domain.stakeholders import Affiliation, Consent, Organization, Person, TitleForm
from coordkit.domain.text import alphabetical

Words = tuple[tuple[str, str], ...]

# -- organizations -------------------------------------------------------------------------------------------------------

organizations = noun(
    "organizations",
    "Organizations and services. Their kinds and sectors are codes: 'coordkit codes kinds' lists them.",
    "coordkit organizations list --kind ngo",
)
_describe = stacked(
    texts("--acronym", "acronyms", "Its acronym."),
    several("--alias", "aliases", "A further name by which it is found."),
    click.option("--kind", help="A code of 'coordkit codes kinds'."),
    several("--sector", "sectors", "A code of 'coordkit codes sectors'."),
    several("--area", "areas", "A code or the full name of an area; see 'coordkit areas'."),
    several("--code", "codes", "A code in a register, such as UA-EDR=00034051.", CODE),
    ref_option("--parent", Organization, help="The organization that it belongs to."),
    reach,
    tlp,
    source,
)


def _organization_fields(session: Session, options: dict[str, Any]) -> dict[str, Any]:
    parent = options["parent"]
    session.note_unknown("kinds", options["kind"])
    session.note_unknown("sectors", *options["sectors"])
    return given(
        acronym=text_or_none(options["acronyms"]),
        aliases=options["aliases"],
        kind=options["kind"],
        sectors=options["sectors"],
        areas=tuple(area_of(session, each) for each in options["areas"]),
        codes=options["codes"],
        parent=session.find(Organization, parent).id if parent else None,
        contacts=contacts_of(session, options["emails"], options["phones"], options["consent"]),
        tlp=options["tlp"],
        sources=sources_of(options["urls"]),
    )


@command(organizations, "list", "coordkit organizations list --kind police --json")
@click.option("--kind", help="Only of this kind.")
@click.option("--sector", help="Only of this sector.")
@click.option("--area", help="Only of this area.")
def list_organizations(session: Session, kind: str | None, sector: str | None, area: str | None) -> Answer:
    """List organizations by name."""
    where = given(kind=kind, sector=sector, area=area_of(session, area) if area else None)
    say = session.say
    found = sorted(session.desk.each(Organization, where), key=lambda each: alphabetical(say.text(each.name)))
    rows = [
        (
            say.text(each.name),
            say.label("kinds", each.kind) if each.kind else "",
            ", ".join(map(say.area, each.areas)),
            each.tlp.label,
            short(each.id),
        )
        for each in found
    ]
    return answer(found, Grid((*(label_of(name, session) for name in ("name", "kind", "areas", "tlp")), "id"), rows))


@command(organizations, "show", "coordkit organizations show громадська")
@ref("organization", Organization)
def show_organization(session: Session, organization: str) -> Answer:
    """Show an organization."""
    return kept(session, session.find(Organization, organization))


@command(
    organizations,
    "add",
    "coordkit organizations add 'uk=Громадська організація' 'en=NGO' --kind ngo --area Херсонська",
    "coordkit organizations add 'ДСНС' --kind emergency_service --email duty@example.org --consent group",
)
@names
@_describe
def add_organization(session: Session, names: Words, **options: Any) -> Answer:
    """Add an organization."""
    new = Organization(id=session.desk.new(OrganizationId), name=text_of(names), **_organization_fields(session, options))
    return save(session, new)


@command(organizations, "edit", "coordkit organizations edit громадська --sector recovery --tlp CLEAR")
@ref("organization", Organization)
@texts("--name", "names", "What it is called.")
@_describe
def edit_organization(session: Session, organization: str, names: Words, **options: Any) -> Answer:
    """Change an organization: what is said replaces what stood there."""
    found = session.find(Organization, organization)
    fields: dict[str, Any] = _organization_fields(session, options) | given(name=text_or_none(names))
    return save(session, evolved(found, fields))


# -- people --------------------------------------------------------------------------------------------------------------

people = noun(
    "people",
    "People and the positions they hold. Who works at the desk stands here too. Hold no data about survivors or cases.",
    "coordkit people list",
)
_person = stacked(
    click.option("--latin", "latin_name", help="The name in Latin letters as the person writes it; never derived."),
    several("--alias", "aliases", "A further name."),
    click.option("--language", help="The language to write to the person in."),
    click.option("--title-form", type=OneOf(TitleForm), help="The form of title the person goes by."),
    click.option("--consent-in-public", "public_since", type=PARTIAL, help="Since when the person agrees to be shown in public."),
    reach,
    tlp,
    source,
)


def _person_fields(session: Session, options: dict[str, Any]) -> dict[str, Any]:
    since = options["public_since"]
    return given(
        latin_name=options["latin_name"],
        aliases=options["aliases"],
        language=options["language"],
        title_form=options["title_form"],
        consent_in_public=Consent(since=since) if since else None,
        contacts=contacts_of(session, options["emails"], options["phones"], options["consent"]),
        tlp=options["tlp"],
        sources=sources_of(options["urls"]),
    )


@command(people, "list", "coordkit people list --json")
def list_people(session: Session) -> Answer:
    """List people by name, with their positions."""
    say = session.say
    found = sorted(session.desk.each(Person), key=lambda each: alphabetical(say.text(each.name)))
    positions: dict[PersonId, list[str]] = {}
    for each in session.desk.each(Affiliation):
        held = f"{say.text(each.position)}, {session.names(each.organization)}"
        positions.setdefault(each.person, []).append(held)
    rows = [(say.text(each.name), "; ".join(positions.get(each.id, ())), each.tlp.label, short(each.id)) for each in found]
    columns = (session.say("Ім’я", "Name"), label_of("position", session), label_of("tlp", session), "id")
    return answer(found, Grid(columns, rows))


@command(people, "show", "coordkit people show 3fa85f64")
@ref("person", Person)
def show_person(session: Session, person: str) -> Answer:
    """Show a person."""
    return kept(session, session.find(Person, person))


@command(people, "add", "coordkit people add 'uk=Голова комісії' --language uk --email head@example.org --consent group")
@names
@_person
def add_person(session: Session, names: Words, **options: Any) -> Answer:
    """Add a person."""
    return save(session, Person(id=session.desk.new(PersonId), name=text_of(names), **_person_fields(session, options)))


@command(people, "edit", "coordkit people edit 3fa85f64 --title-form feminine")
@ref("person", Person)
@texts("--name", "names", "What the person is called.")
@_person
def edit_person(session: Session, person: str, names: Words, **options: Any) -> Answer:
    """Change a person: what is said replaces what stood there."""
    found = session.find(Person, person)
    fields: dict[str, Any] = _person_fields(session, options) | given(name=text_or_none(names))
    return save(session, evolved(found, fields))


@command(people, "position", "coordkit people position 3fa85f64 громадська 'uk=координаторка' --since 2026-01")
@ref("person", Person)
@ref("organization", Organization)
@click.argument("position", nargs=-1, required=True, type=WORDS)
@click.option("--since", type=PARTIAL, help="Since when: 2026-01, 2026-01-15 ...")
@click.option("--until", type=PARTIAL, help="The last day.")
@tlp
def position(session: Session, person: str, organization: str, position: Words, since: Any, until: Any, tlp: Tlp | None) -> Answer:
    """Tell the position of a person in an organization."""
    new = Affiliation(
        id=session.desk.new(AffiliationId),
        person=session.find(Person, person).id,
        organization=session.find(Organization, organization).id,
        position=text_of(position),
    )
    return save(session, attrs.evolve(new, **given(since=since, until=until, tlp=tlp)))
