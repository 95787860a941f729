"""The history of one record as people read it: who changed what and when; and going back to an earlier version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import attrs

from coordkit.codec.documents import Change
from coordkit.codec.history import as_recorded, versions
from coordkit.domain.errors import NotFound, expect
from coordkit.domain.invitations import Invitation
from coordkit.domain.meetings import Meeting
from coordkit.domain.records import PersonId, Record, RecordId
from coordkit.domain.rules.revisions import Difference, differences
from coordkit.domain.series import MeetingSeries
from coordkit.domain.stakeholders import Person
from coordkit.domain.text import Text
from coordkit.secretariat.desk import Secretariat


@attrs.frozen(kw_only=True)
class Entry:
    """One Change of a record: its number, time (UTC), who made it, and what it changed.

    ``actor_name`` is None where that person was erased, ``edited`` is None where the contents were: then only this is still known.
    After an erasing a record begins anew, with all that it holds.
    """

    revision: int
    at: datetime
    actor: PersonId
    actor_name: Text | None
    action: str
    edited: tuple[Difference, ...] | None


def history_of(desk: Secretariat, ref: RecordId) -> tuple[Entry, ...]:
    """The Changes of a record, the first one first. Raises ``NotFound`` for a record that was never on this desk."""
    changes = _changes(desk, ref)
    names = _names(desk, {PersonId(int=change.actor.int) for change in changes})
    entries: list[Entry] = []
    before: Record | None = None
    for number, (change, record) in enumerate(zip(changes, versions(changes), strict=True), start=1):
        actor = PersonId(int=change.actor.int)
        entries.append(
            Entry(
                revision=number,
                at=change.at,
                actor=actor,
                actor_name=names[actor],
                action=change.action,
                edited=None if record is None else edited(before, record),
            )
        )
        before = record
    return tuple(entries)


def recorded(desk: Secretariat, ref: RecordId, revision: int) -> Record:
    """The record as that Change left it; the first is 1. Raises ``NotFound``, and ``DomainError`` where it was erased since."""
    expect(revision, int, "revision", "the first is 1")
    changes = _changes(desk, ref)
    if not 1 <= revision <= len(changes):
        raise NotFound(f"there is no revision {revision}; the latest is {len(changes)}", where=str(ref))
    record = as_recorded(changes[:revision], changes[revision - 1].at)
    assert record is not None  # a Change was counted
    return record


def restored(desk: Secretariat, ref: RecordId, revision: int) -> Record:
    """Keeps the record again as that revision had it, as a further Change: nothing of the history is lost.

    What others were told does not go back with it: a meeting or series keeps its calendar SEQUENCE (RFC 5545 3.8.7.4), what was
    announced of it and by whom, an invitation what its invitee was told last. Raises what ``recorded`` and saving raise.
    """
    former = recorded(desk, ref, revision)
    with desk.work() as work:
        now = work.find(ref)
        if now is None:
            raise NotFound("it is not on this desk any more, so there is nothing to restore", where=str(ref))
        fields: dict[str, Any] = {"head": now.head, "revision": now.revision, "changed_at": now.changed_at}
        fields |= {name: getattr(now, name) for name in _told(now)}
        (kept,) = work.save(attrs.evolve(former, **fields))
        work.commit()
    return kept


def _told(now: Record) -> tuple[str, ...]:
    """The fields that say what others were told: these only go on."""
    if isinstance(now, Invitation):
        return ("told", "reset_at")
    if isinstance(now, Meeting | MeetingSeries):
        return ("sequence", "announced", *(("organizer",) if now.announced is not None else ()))
    return ()


def edited(before: Record | None, after: Record) -> tuple[Difference, ...]:
    """Where two versions of a record differ, parts looked into; of a new one (``before`` None) the fields that hold something."""
    if before is not None:
        return differences(before, after)
    fields = [field.name for field in attrs.fields(type(after)) if "stamp" not in field.metadata and field.name != "id"]
    held = [(name, getattr(after, name)) for name in fields]
    return tuple(Difference(name, None, value) for name, value in held if value not in (None, (), False))


def _changes(desk: Secretariat, ref: RecordId) -> Sequence[Change]:
    expect(ref, RecordId, "id", "give its id, such as meeting.id")
    with desk.work() as work:
        changes = tuple(work.unit.history(ref.kind, ref.uuid))
    if not changes:
        raise NotFound(f"nothing was ever kept under {ref}; check the id", where=str(ref))
    return changes


def _names(desk: Secretariat, people: Iterable[PersonId]) -> Mapping[PersonId, Text | None]:
    with desk.work() as work:
        found = {ref: work.find(ref) for ref in people}
    return {ref: person.name if isinstance(person, Person) else None for ref, person in found.items()}
