"""What a store finds records by: the columns of a record, and the references that it cannot do without."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from coordkit.codec.convert import OUTCOMES
from coordkit.codec.documents import Card, microseconds, moment
from coordkit.domain.errors import DomainError, told
from coordkit.domain.groups import Membership, WorkingGroup
from coordkit.domain.initiatives import Initiative
from coordkit.domain.invitations import Invitation
from coordkit.domain.meetings import Meeting
from coordkit.domain.minutes import Minutes
from coordkit.domain.outcomes import Outcome
from coordkit.domain.received import Received
from coordkit.domain.records import Record, Tlp
from coordkit.domain.series import MeetingSeries
from coordkit.domain.slots import outer_limits
from coordkit.domain.stakeholders import Affiliation, Organization

EDITION = 3
"""Counts the ways of computing columns and words of records that desks keep already; a new way adds 1."""

REQUIRED: Mapping[str, tuple[str, ...]] = {
    "affiliation": ("person", "organization"),
    "membership": ("group", "member"),
    "invitation": ("meeting", "invitee"),
    "minutes": ("meeting",),
    "outcome": ("meeting",),
    "received": ("matches",),
}
"""For each kind the columns that hold references without which its records make no sense.

A message that came in goes with each of the invitations that it is about; about none, it stands alone.
"""
ADDRESSED: Mapping[str, tuple[str, ...]] = {"received": ("sender", "attendee")}
"""For each kind the columns that hold e-mail addresses, casefolded: its records go with the party whose address it is."""

_OUTCOME_NAMES = {cls: name for name, cls in OUTCOMES.items()}
Columns = dict[str, tuple[str, ...]]


def _texts(*values: object) -> tuple[str, ...]:
    return tuple(str(value) for value in values if value is not None)


def _days(when: Any) -> Columns:
    earliest, latest = outer_limits(when)
    days = {"earliest": earliest, "latest": latest}
    return {name: (day.isoformat(),) for name, day in days.items() if day is not None}


def _organization(record: Organization) -> Columns:
    return {"kind": _texts(record.kind), "area": record.areas, "sector": record.sectors}


def _affiliation(record: Affiliation) -> Columns:
    return {"person": (str(record.person),), "organization": (str(record.organization),)}


def _group(record: WorkingGroup) -> Columns:
    return {"area": _texts(record.area)}


def _membership(record: Membership) -> Columns:
    return {"group": (str(record.group),), "member": (str(record.member),), "on_behalf_of": _texts(record.on_behalf_of)}


def _meeting(record: Meeting) -> Columns:
    return {
        "kind": (record.kind,),
        "status": (record.status.value,),
        "group": _texts(*record.groups),
        "part_of": _texts(record.part_of),
        "predecessor": _texts(record.predecessor),
        "series": _texts(record.series),
        "uid": (record.uid,),
    } | _days(record.when)


def _series(record: MeetingSeries) -> Columns:
    return {
        "kind": (record.kind,),
        "status": (record.status.value,),
        "group": _texts(*record.groups),
        "follows": _texts(record.follows),
        "uid": (record.uid,),
        "earliest": (record.first.day.isoformat(),),
        "latest": _texts(record.ends_on),
    }


def _invitation(record: Invitation) -> Columns:
    return {"meeting": (str(record.meeting),), "invitee": (str(record.invitee),), "response": (record.response.value,)}


def _received(record: Received) -> Columns:
    attendees = (each for claim in record.claims for each in (claim.attendee, *claim.delegates))
    return {
        "digest": (record.digest,),
        "verdict": (record.verdict.value,),
        "kind": (record.kind.value,),
        "sender": _texts(record.sender and record.sender.casefold()),
        "attendee": tuple(address.casefold() for address in attendees),
        "matches": _texts(*record.matches, *(claim.matches for claim in record.claims)),
        "uid": tuple(claim.uid for claim in record.claims),
    }


def _minutes(record: Minutes) -> Columns:
    return {"meeting": (str(record.meeting),), "state": (record.state.value,), "approved_in": _texts(record.approved_in)}


def _outcome(record: Outcome) -> Columns:
    return {"meeting": (str(record.meeting),), "type": (_OUTCOME_NAMES[type(record)],)}


def _initiative(record: Initiative) -> Columns:
    return {"area": record.areas, "group": _texts(record.group), "status": _texts(record.status and record.status.value)}


_COLUMNS: Mapping[str, Callable[[Any], Columns]] = {
    "organization": _organization,
    "affiliation": _affiliation,
    "group": _group,
    "membership": _membership,
    "series": _series,
    "meeting": _meeting,
    "invitation": _invitation,
    "received": _received,
    "minutes": _minutes,
    "outcome": _outcome,
    "initiative": _initiative,
}


_DAYS = ("earliest", "latest")
INDEX_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "organization": ("kind", "area", "sector"),
    "affiliation": ("person", "organization"),
    "group": ("area",),
    "membership": ("group", "member", "on_behalf_of"),
    "series": ("kind", "status", "group", "follows", "uid", *_DAYS),
    "meeting": ("kind", "status", "group", "part_of", "predecessor", "series", "uid", *_DAYS),
    "invitation": ("meeting", "invitee", "response"),
    "received": ("digest", "verdict", "kind", "sender", "attendee", "matches", "uid"),
    "minutes": ("meeting", "state", "approved_in"),
    "outcome": ("meeting", "type"),
    "initiative": ("area", "group", "status"),
}
"""For each kind the columns that its records can be found by, beside ``tlp`` and ``changed``, which all have."""


def expect_conditions(kind: str, where: Mapping[str, Any]) -> None:
    """Raises ``DomainError`` for a column that the kind has not, and for a condition that is no text nor a pair of texts."""
    columns = (*INDEX_COLUMNS.get(kind, ()), "tlp", "changed")
    for name, value in where.items():
        if name not in columns:
            raise DomainError(f"a {kind} is not found by {name!r}; there are {', '.join(columns)}", where="where")
        ends = value if isinstance(value, tuple) and len(value) == 2 else (value, value)
        if not all(isinstance(end, str) or (end is None and isinstance(value, tuple)) for end in ends):
            raise DomainError(
                f"expected a text or a pair of texts, not {told(value)}; write str(id), status.value, day.isoformat()",
                where=f"where, {name}",
            )


def index_of(record: Record, *, revision: int, changed_at: datetime) -> Mapping[str, tuple[str, ...]]:
    """The record's columns: ``tlp`` (a digit, CLEAR is 0), ``changed`` (time in microseconds / revision), and those of its kind.

    Empty columns are left out. References stand as ``meeting:<uuid>``, days as ``2025-06-18``.
    """
    make = _COLUMNS.get(record.id_type.kind)
    columns = make(record) if make else {}
    columns["tlp"] = (str(int(record.tlp)),)
    columns["changed"] = (f"{microseconds(changed_at):016d}/{revision}",)
    return {name: tuple(dict.fromkeys(values)) for name, values in columns.items() if values}


def tlp_of(card: Card) -> Tlp:
    """The TLP on a card."""
    return Tlp(int(card.index["tlp"][0]))


def changed_of(card: Card) -> tuple[datetime, int]:
    """When a card's record last changed (UTC), and its revision."""
    time, _, revision = card.index["changed"][0].partition("/")
    return moment(int(time)), int(revision)


def required_of(card: Card) -> tuple[str, ...]:
    """The references, as ``meeting:<uuid>``, without which the card's record makes no sense."""
    return tuple(ref for column in REQUIRED.get(card.kind, ()) for ref in card.index.get(column, ()))
