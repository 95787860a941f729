"""Records to and from JSON documents: strict, with every problem and its path."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar, cast
from uuid import UUID

from coordkit.codec.documents import canonical
from coordkit.codec.earlier import bring_up_to_date
from coordkit.codec.hooks import converter
from coordkit.codec.problems import problems_of, strict_loads
from coordkit.codec.values import WrongShape, shown
from coordkit.domain.errors import DomainError, ParseError, Problem
from coordkit.domain.groups import Membership, WorkingGroup
from coordkit.domain.initiatives import Initiative
from coordkit.domain.invitations import Invitation
from coordkit.domain.meetings import Meeting
from coordkit.domain.minutes import Minutes
from coordkit.domain.offices import Office
from coordkit.domain.outcomes import ActionItem, Commitment, Decision, Information, Outcome, Request
from coordkit.domain.received import Received
from coordkit.domain.records import Record, RecordId
from coordkit.domain.series import MeetingSeries
from coordkit.domain.stakeholders import Affiliation, Organization, Person

SCHEMA = 3
"""The number of the schema that bodies are written in. Earlier ones lack fields that came later; they take their defaults."""

OUTCOMES: Mapping[str, type[Outcome]] = {
    "information": Information,
    "decision": Decision,
    "action_item": ActionItem,
    "commitment": Commitment,
    "request": Request,
}
_OUTCOME_NAMES = {cls: name for name, cls in OUTCOMES.items()}
RECORDS: Mapping[str, type[Record]] = {
    cls.id_type.kind: cls
    for cls in (
        *(Organization, Person, Affiliation, WorkingGroup, Membership, Initiative),
        *(MeetingSeries, Meeting, Invitation, Received, Minutes, Outcome, Office),
    )
}
IDS: Mapping[str, type[RecordId]] = {kind: cls.id_type for kind, cls in RECORDS.items()}

R = TypeVar("R", bound=Record)


def to_fields(record: Record) -> dict[str, Any]:
    """The record's body as JSON values: ``schema``, ``record``, for an outcome its ``type``, and every field, null too."""
    cls = type(record)
    body: dict[str, Any] = converter(False).get_unstructure_hook(cls)(record)
    if cls in _OUTCOME_NAMES:
        body["type"] = _OUTCOME_NAMES[cls]
    body["record"] = record.id_type.kind
    body["schema"] = SCHEMA
    return body


def to_json(record: Record) -> str:
    """The record as canonical JSON: every field, null too, keys sorted, no spaces, no floats, durations in whole seconds.

    Raises ``DomainError`` with every field that holds something which cannot be written.
    """
    try:
        return canonical(to_fields(record))
    except (AttributeError, TypeError, ValueError) as error:
        raise _misfit(record) from error


def _misfit(record: object) -> DomainError:
    from coordkit.codec.fitting import misfits  # it imports this module, and only an error needs it

    return DomainError("this cannot be written as JSON; correct it first", where="record", problems=misfits(record))


def from_fields(fields: Any, where: str = "") -> Record:
    """The record of these JSON values. Raises ``ParseError`` with every problem and its path."""
    try:
        return _structured(fields, detailed=False)
    except Exception:
        problems = _problems_of(fields)
    raise ParseError(f"{len(problems)} problem(s) in this record; correct them and read it again", where=where, problems=problems)


def _structured(fields: Any, *, detailed: bool) -> Record:
    if type(fields) is not dict:
        raise WrongShape(f"expected an object, not {shown(fields)}")
    rest = dict(fields)
    schema, kind = rest.pop("schema", None), rest.pop("record", None)
    if type(schema) is not int or not 1 <= schema <= SCHEMA:
        raise WrongShape(f"schema {shown(schema)} is not known here; this release reads 1 to {SCHEMA}")
    cls: type[Record] | None = RECORDS.get(kind) if type(kind) is str else None
    if cls is Outcome:
        name = rest.pop("type", None)
        cls = OUTCOMES.get(name) if type(name) is str else None
        kind = name
    if cls is None:
        raise WrongShape(f"{shown(kind)} is no kind of record; known are {', '.join(sorted({*RECORDS, *OUTCOMES}))}")
    bring_up_to_date(cls, rest, schema)
    return cast(Record, converter(detailed).get_structure_hook(cls)(rest, cls))


def from_json(text: str | bytes, where: str = "") -> Record:
    """Reads what ``to_json`` writes, from anybody. Raises ``ParseError`` with every problem and its path.

    Refused as well: broken JSON, a key that stands twice, floats, NaN, unknown keys.
    """
    return from_fields(strict_loads(text, where), where)


def _problems_of(fields: Any) -> list[Problem]:
    try:
        _structured(fields, detailed=True)
    except Exception as error:
        return problems_of(error, "")
    return [Problem("", "the record could not be read")]  # pragma: no cover - both readings apply the same rules


def stamped(record: R, *, revision: int, head: bytes, changed_at: datetime) -> R:
    """A record just read, with its place in the history. It is changed in place: nobody else holds it yet."""
    for name, value in (("revision", revision), ("head", head), ("changed_at", changed_at)):
        object.__setattr__(record, name, value)
    return record


def id_of(kind: str, uuid: UUID) -> RecordId:
    """The typed id of a document. Raises ``DomainError`` for a kind that this release does not know."""
    try:
        return IDS[kind](int=uuid.int)
    except KeyError:
        raise DomainError(f"{kind!r} is no kind of record here", where="id") from None
