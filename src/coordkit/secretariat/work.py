"""A unit of work at the desk: records read, saved with their Changes, erased, and messages put into the outbox. All or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from datetime import date
from types import NoneType
from typing import TypeVar, cast
from uuid import UUID

from coordkit.codec.convert import RECORDS, stamped, to_json
from coordkit.codec.documents import Change, Message
from coordkit.codec.history import change_of, indexed_anew, record_of
from coordkit.codec.index import ADDRESSED, EDITION, REQUIRED, changed_of, expect_conditions
from coordkit.codec.words import own_words
from coordkit.domain.audiences import Audience
from coordkit.domain.errors import CheckFailed, DomainError, NotFound, Problem, expect, several, told
from coordkit.domain.groups import Membership, WorkingGroup
from coordkit.domain.records import PersonId, Record, RecordId, Tlp
from coordkit.domain.sharing import Release
from coordkit.domain.stakeholders import ContactKind, Organization, Person
from coordkit.domain.text import Text, folded
from coordkit.domain.whereabouts import PARTIES
from coordkit.ports import Region, UnitOfWork, Where, Words
from coordkit.secretariat.checking import problems_of
from coordkit.secretariat.circumstances import Circumstances
from coordkit.secretariat.guarding import release_for
from coordkit.secretariat.snapshot import DeskSnapshot, where_of

R = TypeVar("R", bound=Record)
_AN_ID = "give its id, such as meeting.id"
_AT_ONCE = 500
_MIXED = "mixed"


class Work:
    """One transaction at the desk. Nothing lasts before ``commit``; leaving without it forgets everything."""

    def __init__(self, desk: Circumstances, unit: UnitOfWork) -> None:
        self.desk = desk
        self.unit = unit
        self._heads: tuple[bytes, ...] | None = None
        self._actor: UUID | None = None
        self._written = 0
        self._kept: set[RecordId] = set()

    # -- reading

    def find(self, ref: RecordId) -> Record | None:
        """The record of this id, or None."""
        expect(ref, RecordId, "id", _AN_ID)
        document = self.unit.get(ref.kind, ref.uuid)
        return None if document is None else record_of(document)

    def get(self, kind: type[R], ref: RecordId) -> R:
        """The record of this id. Raises ``NotFound``."""
        expect_record_class(kind)
        record = self.find(ref)
        if not isinstance(record, kind):
            raise NotFound(f"no {kind.__name__} is kept under {ref}; check the id", where=str(ref))
        return record

    def each(
        self,
        kind: type[R],
        where: Where | None = None,
        words: Words = (),
        *,
        after: RecordId | None = None,
        limit: int | None = None,
    ) -> Iterator[R]:
        """The records of a kind that meet ``where`` (index columns) and ``words`` (folded prefixes), in order of id, streaming.

        For a page, say how many (``limit``) and the id after which it begins (``after``: the last one of the page before).
        ``where`` is, for example, ``{"status": "held", "group": str(group.id)}``; ``INDEX_COLUMNS`` in ``coordkit.codec.index``
        has the columns of each kind. A pair is a range: ``{"earliest": ("2026-01-01", None)}``. Raises ``DomainError`` for others.
        """
        expect_record_class(kind)
        expect_conditions(kind.id_type.kind, where or {})
        several(words, (str, tuple), "words")
        expect(after, (RecordId, NoneType), "after", _AN_ID)
        expect_limit(limit)
        conditions = {**(where or {}), **(where_of(kind) or {})}
        start = None if after is None else after.uuid
        for document in self.unit.query(kind.id_type.kind, conditions, words, after=start, limit=limit):
            yield cast("R", record_of(document))

    def release(self, audience: Audience, on: date | None = None) -> Release:
        """What ``audience`` may see of the desk as this unit of work has it. A later save makes it stale."""
        return release_for(self.desk, self.unit, DeskSnapshot(self.unit, lambda: self._written), audience, on)

    # -- writing

    def save(self, *records: R) -> tuple[R, ...]:
        """Keeps records, new or edited, and gives them back with revision, head and time of change.

        All are checked first, before any is written: ``CheckFailed`` lists every problem of every record. They may need one
        another, in any order. ``StaleEdit`` where one was changed since it was read: then leave the unit without commit, and
        nothing is written.
        """
        together = {ref: record for record in records if (ref := _id_of(record)) is not None}
        problems = [
            Problem(_place(record, number, path), message)
            for number, record in enumerate(records, start=1)
            for path, message in problems_of(
                record,
                self.desk.region,
                self._is_area,
                lambda ref: ref in together or self._is_kept(ref),
                lambda membership: self._seats_for(membership, together.get(membership.group)),
            )
        ]
        if problems:
            raise CheckFailed(f"{len(problems)} problem(s); nothing was written", problems=problems)
        return tuple(self._put(record) for record in records)

    def _is_area(self, code: str) -> bool:
        """Whether some region holds the area: a desk may work across the border of its own."""
        return self.desk.plugins.region_for_area(code) is not None

    def _is_kept(self, ref: RecordId) -> bool:
        if ref not in self._kept:
            if self.unit.get(ref.kind, ref.uuid) is None:
                return False
            self._kept.add(ref)
        return True

    def _seats_for(self, membership: Membership, group: Record | None) -> tuple[str, ...]:
        """The codes of the group's seats, as it is saved now or kept, and of one that it had before the group lost it."""
        group = group or self.find(membership.group)
        codes = tuple(seat.code for seat in group.seats) if isinstance(group, WorkingGroup) else ()
        if membership.seat not in codes:
            before = self.find(membership.id)
            if isinstance(before, Membership) and (before.group, before.seat) == (membership.group, membership.seat):
                return (*codes, membership.seat or "")
        return codes

    def _put(self, record: R) -> R:
        stored = None if record.head is None else self.unit.get(record.id.kind, record.id.uuid)
        if stored is not None and stored.head == record.head and stored.body == to_json(record):
            return record  # before the actor is looked up: who changes nothing leaves no trace
        if stored is not None:
            previous, revision = [stored.head], changed_of(stored.card)[1] + 1
        else:  # new, unless it was here once and was erased: its Changes stayed, and this one follows them
            before = [change.digest for change in self.unit.history(record.id.kind, record.id.uuid)]
            previous, revision = before[-1:], len(before) + 1
        actor = self._acting()  # may itself add a Change, so it comes before the parents
        at = self.desk.now()
        made = change_of(
            record,
            stored,
            revision=revision,
            previous=tuple(previous),
            parents=self._parents(),
            at=at,
            actor=actor,
            salt=self.desk.salt(),
            romanize=self.desk.romanize,
        )
        if made is None:
            if stored is not None and stored.head != record.head:
                self.unit.put(stored, record.head)
            return record
        document, change = made
        self.unit.put(document, record.head)
        self._append(change)
        self._kept.add(record.id)
        return stamped(copy(record), revision=revision, head=document.head, changed_at=at)

    def erase(self, ref: RecordId) -> None:
        """Deletes a record, its history's contents, the messages about it, and the records that make no sense without it.

        With a person or an organization go the messages that came in from an e-mail address that it has now, or speak of one.
        What stays is that it was there, when it was changed and by whom: the graph still verifies. Raises ``NotFound``.
        """
        expect(ref, RecordId, "id", _AN_ID)
        document = self.unit.get(ref.kind, ref.uuid)
        if document is None:
            raise NotFound(f"nothing is kept under {ref}; check the id", where=str(ref))
        if ref.kind in PARTIES:
            for address in _addresses(record_of(document)):
                self._erase_found(ADDRESSED, address)
        self._erase_found(REQUIRED, str(ref))
        if self.unit.get(ref.kind, ref.uuid) is None:
            return
        actor = self._acting()
        self.unit.purge(ref.kind, ref.uuid)
        self._kept.discard(ref)
        self._append(
            Change(
                kind=ref.kind,
                record=ref.uuid,
                previous=(document.head,),
                parents=self._parents(),
                at=self.desk.now(),
                actor=actor,
                payload_digest=b"",
                salt=None,
                payload=None,
                action="erased",
            )
        )

    def _erase_found(self, columns: Mapping[str, tuple[str, ...]], value: str) -> None:
        """Erases the records, by kind, of which one of the columns holds the value."""
        for kind, names in columns.items():
            for name in names:
                for card in tuple(self.unit.cards(kind, {name: value})):
                    self.erase(RECORDS[kind].id_type(int=card.id.int))

    def reindex(self) -> int:
        """Writes the columns and words of every record as this coordkit and the desk's region give them; how many differed."""
        differed = 0
        for kind in RECORDS:
            after = None
            while page := tuple(self.unit.query(kind, after=after, limit=_AT_ONCE)):
                after = page[-1].id
                for document in page:
                    anew = indexed_anew(document, self.desk.romanize)
                    if (anew.index, anew.words) != (document.index, document.words):
                        self.unit.put(anew, document.head)
                        differed += 1
        self.unit.set(*index_setting(self.desk.region))
        self._written += differed
        return differed

    def enqueue(self, message: Message) -> bool:
        """Puts a rendered message into the outbox, in this same transaction; False where it, or its key, is there already."""
        return self.unit.enqueue(message)

    def commit(self) -> None:
        """Makes all of it last."""
        name, rules = index_setting(self.desk.region)
        if self._written and self.unit.setting(name) != rules:
            self.unit.set(name, _MIXED)
        self.unit.commit()

    # -- the history's graph

    def _parents(self) -> tuple[bytes, ...]:
        if self._heads is None:
            self._heads = self.unit.heads()
        return self._heads

    def _append(self, change: Change) -> None:
        self.unit.append(change)
        self._heads = (change.digest,)
        self._written += 1

    def acting(self) -> PersonId:
        """Who works at the desk; a name that is new to it becomes a Person, in this same transaction."""
        return PersonId(int=self._acting().int)

    def _acting(self) -> UUID:
        """The id under which this desk's actor stands in the history; the name stands in a Person that can be erased."""
        if self._actor is None:
            self._actor = self._person(self.desk.actor).uuid
        return self._actor

    def _person(self, actor: PersonId | str) -> PersonId:
        if isinstance(actor, PersonId):
            return actor
        for person in self.each(Person, {"tlp": str(int(Tlp.RED))}, own_words(actor)):
            if any(folded(name) == folded(actor) for name in person.name):
                return person.id
        person = Person(id=self.desk.new(PersonId), name=Text((("und", actor),)), tlp=Tlp.RED)
        self._actor = person.id.uuid
        self._put(person)
        return person.id


def _addresses(record: Record) -> tuple[str, ...]:
    """The e-mail addresses of a person or an organization, casefolded."""
    contacts = record.contacts if isinstance(record, Person | Organization) else ()
    return tuple(contact.value.casefold() for contact in contacts if contact.kind is ContactKind.EMAIL)


def expect_record_class(kind: object) -> None:
    """Raises ``DomainError`` for what is no class of records."""
    if not (isinstance(kind, type) and issubclass(kind, Record) and kind.id_type.kind):
        raise DomainError(f"expected a class of records, such as Meeting, not {told(kind)}", where="kind")


def expect_limit(limit: object) -> None:
    """Raises ``DomainError`` for a limit that is no whole number from 1."""
    expect(limit, (int, NoneType), "limit", "say how many at most, such as 20")
    if isinstance(limit, bool) or (isinstance(limit, int) and limit < 1):
        raise DomainError(f"expected a whole number from 1, not {told(limit)}; say how many at most, such as 20", where="limit")


def index_setting(region: Region | None) -> tuple[str, str]:
    """The setting that says by which rules a desk's records are indexed: the codec's edition, and who romanizes."""
    return "index", f"{EDITION} {region.code}" if region and region.romanize else str(EDITION)


def _place(record: object, number: int, path: str) -> str:
    """Where a problem stands: in which of the records that are saved, and in which of its fields."""
    if not isinstance(record, Record):
        hint = ", give them one by one: save(*records)" if isinstance(record, tuple | list) else ""
        return f"record {number}{hint}"
    return f"{_called(record)}, {path}" if path else _called(record)


def _id_of(record: object) -> RecordId | None:
    """The id of what may be no record, or one without an id; checks tell that later."""
    ref: object = record.id if isinstance(record, Record) else None
    return ref if isinstance(ref, RecordId) else None


def _called(record: Record) -> str:
    for name in ("name", "title"):
        value = getattr(record, name, None)
        if isinstance(value, Text):
            return f"{record.id_type.kind} “{value}”"
    return str(_id_of(record) or record.id_type.kind)
