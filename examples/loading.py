"""Turns the data files of the examples into records, through the public names of coordkit only.

``python examples/loading.py`` tells what the two files hold. Their format stands in ``examples/data/README.md``; what the records
have no place for (the number of a round, frameworks, remarks on groups) stays in the files.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar
from uuid import NAMESPACE_URL, uuid5

from coordkit import (
    ActionItem,
    Affiliation,
    AffiliationId,
    Certainty,
    Commitment,
    Counted,
    Days,
    Decision,
    Delegation,
    GroupState,
    Headcount,
    Information,
    Initiative,
    InitiativeId,
    InitiativeStatus,
    Instrument,
    InstrumentKind,
    KindPresent,
    Meeting,
    MeetingId,
    MeetingStatus,
    Membership,
    MembershipId,
    Mode,
    Organization,
    OrganizationId,
    Outcome,
    OutcomeId,
    PartialDate,
    Person,
    PersonId,
    Precision,
    Record,
    RecordId,
    Request,
    Role,
    Seat,
    Source,
    StateSince,
    StatusKnown,
    Text,
    Tlp,
    Venue,
    WorkingGroup,
    WorkingGroupId,
)

DATA = Path(__file__).parent / "data"
Json = Mapping[str, Any]
Pages = Mapping[str, str]
I = TypeVar("I", bound=RecordId)  # noqa: E741  # I for id

# Where a source speaks of a field that bears another name in the record; None where the record has no such field.
_FIELDS: Mapping[str, str | None] = {
    "abbreviation": "acronym",
    "locality": "venue",
    "signatories": "instrument",
    "round": None,
    "coordinator": None,
    "title_position": None,
}


@dataclass(frozen=True)
class Statement:
    """What a page says of coverage: which areas had a group, or expressly none, at a time known in part."""

    key: str
    as_of: PartialDate
    with_group: tuple[str, ...]
    without_group: tuple[str, ...]
    text: Text


@dataclass(frozen=True)
class History:
    """The records of one data file; ``records`` has them in an order in which they can be saved."""

    organizations: tuple[Organization, ...]
    people: tuple[Person, ...]
    affiliations: tuple[Affiliation, ...]
    groups: tuple[WorkingGroup, ...]
    memberships: tuple[Membership, ...]
    meetings: tuple[Meeting, ...]
    outcomes: tuple[Outcome, ...]
    initiatives: tuple[Initiative, ...]
    statements: tuple[Statement, ...]

    @property
    def records(self) -> tuple[Record, ...]:
        """All of them, each after those that it needs."""
        return (
            *self.organizations, *self.people, *self.affiliations, *self.groups, *self.memberships,
            *self.meetings, *self.outcomes, *self.initiatives,
        )  # fmt: skip


def id_of(kind: type[I], key: str) -> I:
    """The id of the record with this key in a data file: ``id_of(MeetingId, "ngo-services")``. The same each time."""
    return kind(int=uuid5(NAMESPACE_URL, f"coordkit:examples:{kind.kind}:{key}").int)


def load(name: str) -> History:
    """The records of ``data/<name>.json``. All come from public pages, so all are TLP:CLEAR, each with its sources."""
    data: Json = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    pages = {key: page["url"] for key, page in data["sources"].items()}
    people = data.get("persons", [])
    return History(
        organizations=tuple(_organization(row, pages) for row in data["organizations"]),
        people=tuple(_person(row, pages) for row in people),
        affiliations=tuple(_affiliation(row, pages) for row in people),
        groups=tuple(_group(row, pages) for row in data["groups"]),
        memberships=tuple(_coordinator(row, pages) for row in data["groups"] if row["coordinator"]),
        meetings=tuple(_meeting(row, pages) for row in data["meetings"]),
        outcomes=tuple(outcome for row in data["meetings"] for outcome in _outcomes(row, pages)),
        initiatives=tuple(_initiative(row, pages) for row in data["initiatives"]),
        statements=tuple(_statement(row) for row in data.get("coverage", [])),
    )


# -- stakeholders


def _organization(row: Json, pages: Pages) -> Organization:
    return Organization(
        id=id_of(OrganizationId, row["key"]),
        tlp=Tlp.CLEAR,
        sources=_sources(row, pages),
        name=_said(row["name"]),
        aliases=tuple(row["aliases"]),
        acronym=_text(row["abbreviation"]),
        kind=row["kind"],
        areas=tuple(row["areas"]),
        parent=_ref(OrganizationId, row.get("parent")),
    )


def _person(row: Json, pages: Pages) -> Person:
    return Person(id=id_of(PersonId, row["key"]), tlp=Tlp.CLEAR, sources=_sources(row, pages), name=_said(row["name"]))


def _affiliation(row: Json, pages: Pages) -> Affiliation:
    return Affiliation(
        id=id_of(AffiliationId, row["key"]),
        tlp=Tlp.CLEAR,
        sources=_sources(row, pages, {"title_position": "position"}),
        person=id_of(PersonId, row["key"]),
        organization=id_of(OrganizationId, row["affiliation"]),
        position=_said(row["title_position"]),
    )


# -- groups


def _group(row: Json, pages: Pages) -> WorkingGroup:
    cadence = row["cadence"]
    return WorkingGroup(
        id=id_of(WorkingGroupId, row["key"]),
        tlp=Tlp.CLEAR,
        sources=_sources(row, pages),
        name=_said(row["name"]),
        aliases=tuple(row["aliases"]),
        acronym=_text(row["abbreviation"]),
        area=row["area"],
        states=tuple(
            StateSince(state=GroupState(entry["state"]), since=entry["since"] or PartialDate.unknown()) for entry in row["states"]
        ),
        instrument=_instrument(row["instrument"], row.get("signatories")),
        purpose=_text(row["purpose"]),
        cadence_months=cadence["months"] if cadence else None,
        seats=tuple(Seat(code=seat["kind"], kind=seat["kind"], label=_said(seat["label"])) for seat in row["seats"]),
    )


def _instrument(row: Json | None, signatories: Json | None) -> Instrument | None:
    if row is None:
        return None
    return Instrument(
        kind=InstrumentKind(row["kind"]),
        by=_text(row["by"]),
        number=row["number"],
        dated=row["date"],
        signatories=_headcount(signatories),
    )


def _coordinator(row: Json, pages: Pages) -> Membership:
    """Who coordinates a group is its secretary; since when is not said."""
    return Membership(
        id=id_of(MembershipId, f"{row['key']}:coordinator"),
        tlp=Tlp.CLEAR,
        sources=_sources(row, pages, {"coordinator": "member"}),
        group=id_of(WorkingGroupId, row["key"]),
        member=id_of(OrganizationId, row["coordinator"]),
        role=Role.SECRETARY,
    )


# -- meetings and what came of them


def _meeting(row: Json, pages: Pages) -> Meeting:
    return Meeting(
        id=id_of(MeetingId, row["key"]),
        tlp=Tlp.CLEAR,
        sources=_sources(row, pages),
        title=_said(row["title"]),
        themes=tuple(_said(theme) for theme in row["themes"]),
        kind=row["kind"],
        status=MeetingStatus(row["status"]),
        when=_when(row["when"]),
        modes=tuple(Mode(mode) for mode in row["modes"]),
        venue=Venue(locality=row["locality"]) if row["locality"] else None,
        convener=_ref(OrganizationId, row["convener"]),
        host=_ref(OrganizationId, row["host"]),
        guests=tuple(id_of(PersonId, key) for key in row.get("guests", [])),
        delegations=tuple(_delegation(entry) for entry in row.get("delegations", [])),
        groups=tuple(id_of(WorkingGroupId, key) for key in row["groups"]),
        kinds_present=tuple(KindPresent(kind=entry["kind"], note=_text(entry["note"])) for entry in row["kinds_present"]),
        headcount=_headcount(row["headcount"]),
        part_of=_ref(MeetingId, row["part_of"]),
        predecessor=_ref(MeetingId, row["predecessor"]),
        notes=_text(row["note"]),
    )


def _delegation(row: Json) -> Delegation:
    return Delegation(
        organization=id_of(OrganizationId, row["organization"]), size=Headcount(value=row["people"], counted=Counted.PEOPLE)
    )


def _when(row: Json | None) -> Days | PartialDate | None:
    if row is None:
        return None
    return Days(*map(date.fromisoformat, row["days"])) if "days" in row else PartialDate(row["partial"])


def _headcount(row: Json | None) -> Headcount | None:
    if row is None:
        return None
    return Headcount(
        value=row["value"],
        counted=Counted(row["unit"]),
        precision=Precision(row["precision"]),
        of_kinds=tuple(row["of_kinds"]),
        over=row["over"],
        label=_said(row["counted"]),
    )


def _outcomes(meeting: Json, pages: Pages) -> Iterator[Outcome]:
    """What came of a meeting, in the order of the file, each with the pages that the meeting as a whole is on."""
    for position, row in enumerate(meeting["outcomes"], start=1):
        common: dict[str, Any] = {
            "id": id_of(OutcomeId, row["key"]),
            "tlp": Tlp.CLEAR,
            "sources": tuple(source for source in _sources(meeting, pages) if source.field is None),
            "meeting": id_of(MeetingId, meeting["key"]),
            "position": position,
        }
        text = _said(row["text"])
        kinds = {name: tuple(row.get(name) or ()) for name in ("presented_by_kinds", "voiced_by_kinds", "without_group")}
        match row["type"]:
            case "information":
                yield Information(
                    **common,
                    text=text,
                    presented_by=_refs(row.get("presented_by")),
                    presented_by_kinds=kinds["presented_by_kinds"],
                    without_group=kinds["without_group"],
                )
            case "decision":
                yield Decision(**common, text=text)
            case "action":
                yield ActionItem(**common, text=text, due=row.get("due"))
            case "commitment":
                yield Commitment(**common, text=text, by=_refs(row.get("by")))
            case "request":
                known = text if row["content_known"] else None
                yield Request(**common, text=known, voiced_by_kinds=kinds["voiced_by_kinds"])


# -- initiatives and coverage


def _initiative(row: Json, pages: Pages) -> Initiative:
    organizations = [who for who in row["supported_by"] if isinstance(who, str)]
    others = [_said(who) for who in row["supported_by"] if not isinstance(who, str)]
    return Initiative(
        id=id_of(InitiativeId, row["key"]),
        tlp=Tlp.CLEAR,
        sources=_sources(row, pages),
        title=_said(row["title"]),
        kind=row["kind"],
        what=_with_supporters(_said(row["what"]), others),
        areas=tuple(row["areas"]),
        supported_by=tuple(id_of(OrganizationId, key) for key in organizations),
        statuses=tuple(StatusKnown(status=InitiativeStatus(entry["status"]), known=entry["known"]) for entry in row["statuses"]),
        group=_ref(WorkingGroupId, row["group"]),
        from_outcome=_ref(OutcomeId, row["from_outcome"]),
    )


def _with_supporters(what: Text, others: list[Text]) -> Text:
    """Supporters known by description only, who are no organization of the file, stand in the text."""
    if not others:
        return what
    leads = {"uk": "підтримка", "en": "supported by"}
    return what.with_(
        **{
            language: f"{what.best(language)}; {lead}: {', '.join(who.best(language) for who in others)}"
            for language, lead in leads.items()
        }
    )


def _statement(row: Json) -> Statement:
    return Statement(
        key=row["key"],
        as_of=PartialDate(row["as_of"]),
        with_group=tuple(row["with_group"]),
        without_group=tuple(row["without_group"]),
        text=_said(row["statement"]),
    )


# -- what all rows share


def _said(row: Mapping[str, str]) -> Text:
    return Text.of(**row)


def _text(row: Mapping[str, str] | None) -> Text | None:
    return Text.of(**row) if row else None


def _ref(kind: type[I], key: str | None) -> I | None:
    return id_of(kind, key) if key else None


def _refs(key: str | None) -> tuple[OrganizationId, ...]:
    return (id_of(OrganizationId, key),) if key else ()


def _sources(row: Json, pages: Pages, names: Mapping[str, str | None] | None = None) -> tuple[Source, ...]:
    """The pages of a row. ``names`` are the fields of a part that is a record of its own: sources of other fields are left out."""
    found = []
    for entry in row["sources"]:
        if isinstance(entry, str):
            found.append(Source(url=pages[entry]))
            continue
        said_of = entry.get("field")
        field = said_of and (_FIELDS.get(said_of, said_of) if names is None else names.get(said_of))
        if field or not said_of:
            found.append(
                Source(
                    url=pages[entry["source"]],
                    certainty=Certainty(entry["certainty"]),
                    field=field,
                    reason=_text(entry.get("reason")),
                )
            )
    return tuple(found)


def counts(history: History) -> Iterable[tuple[str, int]]:
    """How many records of each kind there are, for those that there are."""
    return ((name, len(rows)) for name, rows in vars(history).items() if rows)


if __name__ == "__main__":
    for file in sorted(path.stem for path in DATA.glob("*.json")):
        print(f"{file}: " + ", ".join(f"{number} {name}" for name, number in counts(load(file))))
