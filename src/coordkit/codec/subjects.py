"""What can be exported: each subject a flat table with one row a record, written alike by csv and by a stranger's format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from coordkit.codec.cells import Sight, day, ends, joined, pages, reached, starts, truth, written, zone
from coordkit.codec.convert import OUTCOMES, RECORDS
from coordkit.codec.coverages import CoverageTable, coverage_subject
from coordkit.codec.meeting_tables import ATTENDANCE, INVITATIONS, MINUTES, AttendanceTable
from coordkit.codec.series_tables import SERIES
from coordkit.codec.tables import Table, table
from coordkit.domain.groups import Instrument, Membership, WorkingGroup
from coordkit.domain.headcounts import Headcount
from coordkit.domain.initiatives import Initiative
from coordkit.domain.meetings import Interruption, Meeting
from coordkit.domain.outcomes import ActionItem, Commitment, Decision, Information, Outcome, Request
from coordkit.domain.places import Venue
from coordkit.domain.records import Record
from coordkit.domain.series import MeetingSeries
from coordkit.domain.stakeholders import Affiliation, ContactKind, Organization, Person

_ORGANIZATIONS = table(
    "organizations", Organization, (),
    ("name", lambda o, see: see.text(o.name)),
    ("acronym", lambda o, see: see.text(o.acronym)),
    ("aliases", lambda o, _: joined(o.aliases)),
    ("kind", lambda o, _: written(o.kind)),
    ("sectors", lambda o, _: joined(o.sectors)),
    ("areas", lambda o, _: joined(o.areas)),
    ("codes", lambda o, _: joined(f"{code.scheme} {code.code}" for code in o.codes)),
    ("parent", lambda o, see: see.name(o.parent)),
    ("parent_id", lambda o, _: written(o.parent)),
    ("email", lambda o, _: reached(o.contacts, ContactKind.EMAIL)),
    ("phone", lambda o, _: reached(o.contacts, ContactKind.PHONE)),
    ("messenger", lambda o, _: reached(o.contacts, ContactKind.MESSENGER)),
    ("post", lambda o, _: reached(o.contacts, ContactKind.POST)),
    ("web", lambda o, _: reached(o.contacts, ContactKind.WEB)),
)  # fmt: skip

_PEOPLE = table(
    "people", Person, (Affiliation, Organization),
    ("name", lambda p, see: see.text(p.name)),
    ("latin_name", lambda p, _: written(p.latin_name)),
    ("aliases", lambda p, _: joined(p.aliases)),
    ("positions", lambda p, see: see.positions(p.id)),
    ("language", lambda p, _: written(p.language)),
    ("title_form", lambda p, _: p.title_form.value if p.title_form else ""),
    ("email", lambda p, _: reached(p.contacts, ContactKind.EMAIL)),
    ("phone", lambda p, _: reached(p.contacts, ContactKind.PHONE)),
    ("messenger", lambda p, _: reached(p.contacts, ContactKind.MESSENGER)),
    ("post", lambda p, _: reached(p.contacts, ContactKind.POST)),
    ("web", lambda p, _: reached(p.contacts, ContactKind.WEB)),
)  # fmt: skip


_AFFILIATIONS = table(
    "affiliations", Affiliation, (Person, Organization),
    ("person", lambda a, see: see.name(a.person)),
    ("person_id", lambda a, _: str(a.person)),
    ("organization", lambda a, see: see.name(a.organization)),
    ("organization_id", lambda a, _: str(a.organization)),
    ("position", lambda a, see: see.text(a.position)),
    ("since", lambda a, _: str(a.since)),
    ("until", lambda a, _: written(a.until)),
)  # fmt: skip


def _instrument(cell: Callable[[Instrument, Sight], str]) -> Callable[[WorkingGroup, Sight], str]:
    return lambda group, see: "" if group.instrument is None else cell(group.instrument, see)


_GROUPS = table(
    "groups", WorkingGroup, (),
    ("name", lambda g, see: see.text(g.name)),
    ("acronym", lambda g, see: see.text(g.acronym)),
    ("aliases", lambda g, _: joined(g.aliases)),
    ("area", lambda g, _: written(g.area)),
    ("state", lambda g, _: g.states[-1].state.value if g.states else ""),
    ("state_since", lambda g, _: str(g.states[-1].since) if g.states else ""),
    ("states", lambda g, _: joined(f"{entry.state.value} {entry.since}" for entry in g.states)),
    ("instrument", _instrument(lambda i, _: i.kind.value)),
    ("instrument_by", _instrument(lambda i, see: see.text(i.by))),
    ("instrument_number", _instrument(lambda i, _: written(i.number))),
    ("instrument_date", _instrument(lambda i, _: written(i.dated))),
    ("signatories", _instrument(lambda i, _: written(i.signatories and i.signatories.value))),
    ("purpose", lambda g, see: see.text(g.purpose)),
    ("terms", lambda g, _: joined(f"{entry.version} {entry.since}" for entry in g.terms)),
    ("cadence_months", lambda g, _: written(g.cadence_months)),
    ("seats", lambda g, see: joined(see.text(seat.label) for seat in g.seats)),
    ("parent", lambda g, see: see.name(g.parent)),
    ("parent_id", lambda g, _: written(g.parent)),
)  # fmt: skip

_MEMBERSHIPS = table(
    "memberships", Membership, (WorkingGroup, Organization, Person),
    ("group", lambda m, see: see.name(m.group)),
    ("group_id", lambda m, _: str(m.group)),
    ("member", lambda m, see: see.name(m.member)),
    ("member_id", lambda m, _: str(m.member)),
    ("on_behalf_of", lambda m, see: see.name(m.on_behalf_of)),
    ("on_behalf_of_id", lambda m, _: written(m.on_behalf_of)),
    ("seat", lambda m, _: written(m.seat)),
    ("role", lambda m, _: m.role.value),
    ("alternate", lambda m, _: truth(m.alternate)),
    ("since", lambda m, _: str(m.since)),
    ("until", lambda m, _: written(m.until)),
)  # fmt: skip


def _venue(cell: Callable[[Venue, Sight], str]) -> Callable[[Meeting, Sight], str]:
    return lambda meeting, see: "" if meeting.venue is None else cell(meeting.venue, see)


def _headcount(cell: Callable[[Headcount, Sight], str]) -> Callable[[Meeting, Sight], str]:
    return lambda meeting, see: "" if meeting.headcount is None else cell(meeting.headcount, see)


def _interval(pause: Interruption) -> str:
    """An ISO 8601 interval in UTC, open (``..``) while the interruption lasts."""
    moments = [".." if moment is None else moment.replace(tzinfo=None).isoformat() + "Z" for moment in (pause.start, pause.end)]
    return "/".join(moments)


_MEETINGS = table(
    "meetings", Meeting, (WorkingGroup, Organization, Person, MeetingSeries),
    ("title", lambda m, see: see.text(m.title)),
    ("kind", lambda m, _: m.kind),
    ("status", lambda m, _: m.status.value),
    ("start", lambda m, _: starts(m.when)),
    ("end", lambda m, _: ends(m.when)),
    ("zone", lambda m, _: zone(m.when)),
    ("date", lambda m, _: day(m.when)),
    ("purpose", lambda m, see: see.text(m.purpose)),
    ("themes", lambda m, see: see.texts(m.themes)),
    ("topics", lambda m, _: joined(m.topics)),
    ("modes", lambda m, _: joined(mode.value for mode in m.modes)),
    ("locality", _venue(lambda v, _: written(v.locality))),
    ("place", _venue(lambda v, see: see.text(v.place))),
    ("link", _venue(lambda v, _: written(v.link))),
    ("capacity", _venue(lambda v, _: written(v.capacity))),
    ("shelter_places", _venue(lambda v, _: written(v.shelter_places))),
    ("groups", lambda m, see: see.names(m.groups)),
    ("group_ids", lambda m, _: joined(m.groups)),
    ("convener", lambda m, see: see.name(m.convener)),
    ("convener_id", lambda m, _: written(m.convener)),
    ("host", lambda m, see: see.name(m.host)),
    ("host_id", lambda m, _: written(m.host)),
    ("facilitator", lambda m, see: see.name(m.facilitator)),
    ("facilitator_id", lambda m, _: written(m.facilitator)),
    ("guests", lambda m, see: see.names(m.guests)),
    ("guest_ids", lambda m, _: joined(m.guests)),
    ("delegations", lambda m, see: joined(filter(None, (see.name(d.organization) or see.text(d.name) for d in m.delegations)))),
    ("kinds_present", lambda m, see: joined(entry.kind + (f" ({see.text(entry.note)})" if entry.note else "")
                                            for entry in m.kinds_present)),
    ("headcount", _headcount(lambda h, _: str(h.value))),
    ("counted", _headcount(lambda h, _: h.counted.value)),
    ("counted_how", _headcount(lambda h, _: h.precision.value)),
    ("counted_kinds", _headcount(lambda h, _: joined(h.of_kinds))),
    ("counted_over", _headcount(lambda h, _: str(h.over))),
    ("counted_label", _headcount(lambda h, see: see.text(h.label))),
    ("part_of", lambda m, see: see.name(m.part_of)),
    ("part_of_id", lambda m, _: written(m.part_of)),
    ("predecessor", lambda m, see: see.name(m.predecessor)),
    ("predecessor_id", lambda m, _: written(m.predecessor)),
    ("series", lambda m, see: see.name(m.series)),
    ("series_id", lambda m, _: written(m.series)),
    ("occurrence", lambda m, _: m.occurrence.start.isoformat() if m.occurrence else ""),
    ("agenda", lambda m, see: joined(f"{item.position}. {see.text(item.title)}" for item in m.agenda)),
    ("interruptions", lambda m, _: joined(map(_interval, m.interruptions))),
    ("language", lambda m, _: written(m.language)),
    ("chatham_house", lambda m, _: truth(m.chatham_house)),
    ("notes", lambda m, see: see.text(m.notes)),
    ("uid", lambda m, _: m.uid),
    ("sequence", lambda m, _: str(m.sequence)),
)  # fmt: skip

_TYPES = {cls: name for name, cls in OUTCOMES.items()}


def _when_of(outcome: Outcome, see: Sight) -> str:
    meeting = see.get(outcome.meeting)
    return day(meeting.when) if isinstance(meeting, Meeting) else ""


_OUTCOMES = table(
    "outcomes", Outcome, (Meeting, Organization, Person, WorkingGroup),
    ("type", lambda o, _: _TYPES[type(o)]),
    ("text", lambda o, see: see.text(o.text)),
    ("meeting", lambda o, see: see.name(o.meeting)),
    ("meeting_id", lambda o, _: str(o.meeting)),
    ("date", _when_of),
    ("position", lambda o, _: str(o.position)),
    ("topics", lambda o, _: joined(o.topics)),
    ("presented_by", lambda o, see: see.names(o.presented_by) if isinstance(o, Information) else ""),
    ("presented_by_kinds", lambda o, _: joined(o.presented_by_kinds) if isinstance(o, Information) else ""),
    ("without_group", lambda o, _: joined(o.without_group) if isinstance(o, Information) else ""),
    ("review_on", lambda o, _: written(o.review_on) if isinstance(o, Decision) else ""),
    ("owner", lambda o, see: see.name(o.owner) if isinstance(o, ActionItem) else ""),
    ("owner_id", lambda o, _: written(o.owner) if isinstance(o, ActionItem) else ""),
    ("due", lambda o, _: written(o.due) if isinstance(o, ActionItem) else ""),
    ("status", lambda o, _: o.status.value if isinstance(o, ActionItem) else ""),
    ("by", lambda o, see: see.names(o.by) if isinstance(o, Commitment) else ""),
    ("voiced_by", lambda o, see: see.names(o.voiced_by) if isinstance(o, Request) else ""),
    ("voiced_by_kinds", lambda o, _: joined(o.voiced_by_kinds) if isinstance(o, Request) else ""),
    ("closed_on", lambda o, _: written(o.closed_on) if isinstance(o, ActionItem) else ""),
    ("disposition", lambda o, _: o.disposition.value if isinstance(o, Request) else ""),
)  # fmt: skip

_INITIATIVES = table(
    "initiatives", Initiative, (Organization, WorkingGroup, Outcome),
    ("title", lambda i, see: see.text(i.title)),
    ("kind", lambda i, _: written(i.kind)),
    ("what", lambda i, see: see.text(i.what)),
    ("for_whom", lambda i, see: see.text(i.for_whom)),
    ("areas", lambda i, _: joined(i.areas)),
    ("who", lambda i, see: see.names(i.who)),
    ("who_ids", lambda i, _: joined(i.who)),
    ("supported_by", lambda i, see: see.names(i.supported_by)),
    ("supported_by_ids", lambda i, _: joined(i.supported_by)),
    ("status", lambda i, _: i.status.value if i.status else ""),
    ("status_known", lambda i, _: str(i.statuses[-1].known) if i.statuses else ""),
    ("statuses", lambda i, _: joined(f"{entry.status.value} {entry.known}" for entry in i.statuses)),
    ("group", lambda i, see: see.name(i.group)),
    ("group_id", lambda i, _: written(i.group)),
    ("from_outcome", lambda i, see: see.name(i.from_outcome)),
    ("from_outcome_id", lambda i, _: written(i.from_outcome)),
    ("topics", lambda i, _: joined(i.topics)),
)  # fmt: skip

_EVERYTHING: Table[Record] = Table(
    "everything", tuple(RECORDS.values()), (),
    (
        ("record", lambda record, _: record.id_type.kind),
        ("name", lambda record, see: see.name_of(record)),
        ("sources", lambda record, _: pages(record.sources)),
    ),
)  # fmt: skip

SUBJECTS: Mapping[str, Table[Any] | AttendanceTable] = {
    subject.name: subject
    for subject in (
        _ORGANIZATIONS, _PEOPLE, _AFFILIATIONS, _GROUPS, _MEMBERSHIPS, SERIES, _MEETINGS, INVITATIONS, MINUTES, ATTENDANCE,
        _OUTCOMES, _INITIATIVES, _EVERYTHING,
    )
}  # fmt: skip
"""The subjects that need no region and no day, by name. ``everything`` lists every record of every kind."""

__all__ = ["SUBJECTS", "AttendanceTable", "CoverageTable", "Table", "coverage_subject"]
