"""What an adapter must offer: stores, formats, channels and regions. Whoever writes a plugin reads this page first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any, BinaryIO, Protocol
from uuid import UUID

import attrs

from coordkit.codec.documents import Card, Change, Document, Message, MessageState, microseconds, moment
from coordkit.domain.errors import Problem
from coordkit.domain.gazetteer import Gazetteer
from coordkit.domain.groups import Seat
from coordkit.domain.offices import LetterTemplate
from coordkit.domain.records import Record, Source, Tlp
from coordkit.domain.sharing import Release, SharingRule
from coordkit.domain.text import Text

# -- stores -----------------------------------------------------------------------------------------------------------

Where = Mapping[str, str | tuple[str | None, str | None]]
"""Conditions on index columns, all of which must hold: a value, or (from, to) with both ends included and None for open.

A column of several values meets a condition if one of them does. Values compare as texts, code point by code point.
"""

Words = Sequence[str | tuple[str, ...]]
"""Folded prefixes, each of which must begin one of a document's words; of several in a tuple one is enough."""


class UnitOfWork(Protocol):
    """One transaction. What is not committed is forgotten; reads see its own writes."""

    def get(self, kind: str, id: UUID) -> Document | None:
        """The document, or None."""

    def put(self, document: Document, expected: bytes | None) -> None:
        """Writes the document if its stored head is ``expected`` (None: it must not be there yet), else raises ``StaleEdit``."""

    def cards(self, kind: str, where: Where | None = None, words: Words = ()) -> Iterator[Card]:
        """Every document that ``query`` would give, without bodies, in order of id, streaming."""

    def query(
        self,
        kind: str,
        where: Where | None = None,
        words: Words = (),
        *,
        after: UUID | None = None,
        limit: int | None = None,
    ) -> Iterator[Document]:
        """Documents of a kind in order of id, those after the cursor ``after`` only, at most ``limit``, streaming."""

    def append(self, change: Change) -> None:
        """Adds a Change to the history. Adding the same Change again changes nothing; a digest is never rewritten.

        Raises ``StoreError`` for a payload that is not the one its header names.
        """

    def history(self, kind: str, id: UUID) -> Iterator[Change]:
        """The Changes of one record, in the order in which they were appended."""

    def changes(self) -> Iterator[Change]:
        """All Changes, in the order in which they were appended, streaming."""

    def heads(self) -> tuple[bytes, ...]:
        """The digests of the Changes that no other Change names as a parent, sorted."""

    def enqueue(self, message: Message) -> bool:
        """Puts a message into the outbox, and says whether it did: the same id or the same key again changes nothing.

        The waiting messages of its thread and part to the same recipient on the same channel become superseded. It is superseded at
        once itself where one of its part with a higher sequence is there already (superseded and dropped ones do not count), and
        where it ``closes`` and nothing was attempted that it could close, nor waits to be. One that ``closes`` the whole counts as
        the newer of every part.
        """

    def message(self, id: UUID) -> Message | None:
        """The message of this id, or None."""

    def was_tried(self, channel: str, recipient: str, thread: str) -> bool:
        """Whether any message of the thread was ever leased on its way to the recipient on the channel. Never of no thread."""
        ...

    def due(self, now: datetime) -> Mapping[str, int]:
        """How many messages of each channel are due at ``now``, those too that wait for an older one of their thread."""

    def lease(self, channel: str, *, now: datetime, until: datetime, limit: int) -> tuple[Message, ...]:
        """Takes up to ``limit`` messages of the channel due at ``now``, oldest first, and keeps others off them till ``until``.

        A message leased before and not settled by its ``until`` is due again, unless a newer one superseded it meanwhile.
        ``attempts`` counts the leases. Of one thread to one recipient at most one is out at a time, the oldest first: the others
        wait until it is settled for good, superseded, or its lease is over and it was leased again.
        """

    def settle(self, id: UUID, state: MessageState, *, error: str | None = None, due_at: datetime | None = None) -> None:
        """Says what became of a message: sent, failed for good, dropped, or waiting again from ``due_at`` (None: at once).

        What was sent stays sent, whatever a late sender says; what was superseded stays so unless it was sent after all; what would
        wait again is superseded where a newer one of its part was queued meanwhile. Settling a message that was purged meanwhile
        changes nothing. Raises ``StoreError`` for the state leased.
        """

    def messages(self, state: MessageState | None = None) -> Iterator[Message]:
        """The outbox, oldest first."""

    def setting(self, name: str) -> str | None:
        """A setting of the desk, or None."""

    def set(self, name: str, value: str) -> None:
        """Keeps a setting of the desk."""

    def purge(self, kind: str, id: UUID) -> None:
        """Deletes a record's document, the payloads and salts of its Changes, and the Messages that are about it. Headers stay."""

    def commit(self) -> None:
        """Makes all of it last, in one piece. The unit is then over."""


class Store(Protocol):
    """A place that keeps one desk. It knows documents, not domain types. It belongs to one thread."""

    def unit(self) -> AbstractContextManager[UnitOfWork]:
        """A unit of work that may write. Leaving it without ``commit`` rolls back.

        Raises ``StoreError`` where others hold the lock.
        """

    def snapshot(self) -> AbstractContextManager[UnitOfWork]:
        """A unit of work to read from for long, at one state, which keeps no writer waiting.

        Writing in it raises ``StoreError``, and so may opening it inside a unit of work of the same store.
        """

    def close(self) -> None:
        """Gives back what it holds; closing twice is allowed."""


@attrs.frozen
class StoreType:
    """A kind of store. ``open`` gets what follows ``scheme://`` in the address."""

    scheme: str
    open: Callable[[str], Store]


# -- formats ----------------------------------------------------------------------------------------------------------


class Subject(Protocol):
    """What is exported: a table's name and columns, the record kinds that it reads, and its rows."""

    @property
    def name(self) -> str:
        """The subject's name, such as ``meetings``."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of its table."""

    @property
    def kinds(self) -> tuple[type[Record], ...]:
        """The kinds of record that it shows or names, the main one first."""

    @property
    def records(self) -> tuple[type[Record], ...]:
        """The kinds of which it holds every record, whole; empty where its rows are worked out from records, as coverage is."""

    def rows(self, release: Release, languages: Sequence[str]) -> Iterator[tuple[str, ...]]:
        """The table's rows, streaming, texts in the first of ``languages`` there is; as many cells as ``columns``."""


@attrs.frozen(kw_only=True)
class LeftOut:
    """Something that an export does not hold: what, and why, in English words.

    ``code`` names the reason for whoever counts or translates; iCalendar's are draft, no_day, no_date, postponed_no_day,
    postponed_no_date and outside_calendar. Empty where the format gives none.
    """

    what: str
    why: str
    code: str = ""


@attrs.frozen(kw_only=True)
class Report:
    """What an export holds: how many records or rows, the label it bears, and what was left out."""

    written: int
    label: Tlp
    left_out: tuple[LeftOut, ...] = ()


class Exporter(Protocol):
    """A format. ``out`` is binary and stays open. Raises ``ExportError`` for options it does not know."""

    @property
    def name(self) -> str:
        """The name under which it is asked for, such as ``csv``."""

    @property
    def suffix(self) -> str:
        """The ending of its files, such as ``.csv``."""

    def write(
        self, release: Release, subject: Subject, out: BinaryIO, *, languages: Sequence[str], options: Mapping[str, Any]
    ) -> Report:
        """Writes what the release shows of the subject, streaming."""


# -- channels ---------------------------------------------------------------------------------------------------------


class Session(Protocol):
    """One connection of a channel, used by one thread."""

    def deliver(self, message: Message) -> None:
        """Delivers within ten minutes, or raises ``TemporaryFailure`` or ``PermanentFailure``."""


class Notifier(Protocol):
    """A channel.

    One that can deliver to several places (folders, servers) also has ``at(place)``, which gives the same channel for another one.
    """

    @property
    def name(self) -> str:
        """The channel's name, such as ``folder``."""

    def session(self) -> AbstractContextManager[Session]:
        """Opens a connection, which leaving the context closes. One that cannot be opened raises: no message is tried by it."""


# -- regions ----------------------------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Term:
    """A code of an open vocabulary with its label, the feminine form where there is one, and codes elsewhere.

    ``mappings`` goes from a scheme to a code: ``{"hapi": "ERY", "ocha": "435"}``.
    """

    code: str
    label: Text
    feminine: Text | None = None
    mappings: Mapping[str, str] = attrs.field(factory=dict, hash=False)
    source: str | None = None


@attrs.frozen(kw_only=True)
class SeatTemplate:
    """The seats that a kind of group usually needs, and where that is written."""

    name: str
    label: Text
    seats: tuple[Seat, ...]
    sources: tuple[Source, ...]


@attrs.frozen(kw_only=True)
class Finding:
    """What a check found. One that ``blocks`` stops the writing; others advise."""

    check: str
    message: Text
    blocks: bool
    sources: tuple[Source, ...] = ()


@attrs.frozen(kw_only=True)
class Check:
    """A dated rule of a region on a record (most often a Meeting).

    ``run(record, on)`` gives findings for the day ``on``; it holds from ``since`` through ``until`` (None: open).
    """

    name: str
    run: Callable[[Record, date], Iterable[Finding]]
    sources: tuple[Source, ...]
    since: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the rule is in force on that day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


RegistryCheck = Callable[[str], str | None]
"""Takes a code, gives None where it is right, else what is wrong with it."""


@attrs.frozen(kw_only=True)
class Region:
    """What differs from place to place. A region has all that its ``parent`` has; of two entries with one code its own counts.

    ``areas`` are the codes of the areas that the region is, all that lies in them included: in its gazetteer, or in its parents'.
    Where it names none, it is what its own gazetteer holds. Coverage is over these, and a meeting there is this region's.
    ``zone`` is an IANA name, ``languages`` in order of preference, ``kinds`` of organization, ``sectors`` and ``labels``
    (vocabulary to terms) are open vocabularies; ``registries`` maps a scheme to the check of its codes.

    ``status_level`` says that the legal status of its areas matters: below AMBER the gate guards each that no table, which an
    office loads, calls free, and names none of those below this level (3 in Ukraine: hromadas). None: its areas need no status.
    A child has the lower number of its own and its parent's. No region ships statuses.
    """

    code: str
    names: Text
    parent: str | None = None
    zone: str | None = None
    languages: tuple[str, ...] = ()
    gazetteer: Gazetteer = attrs.field(factory=Gazetteer, eq=False)
    areas: tuple[str, ...] = ()
    kinds: tuple[Term, ...] = ()
    sectors: tuple[Term, ...] = ()
    labels: Mapping[str, tuple[Term, ...]] = attrs.field(factory=dict, hash=False)
    seat_templates: tuple[SeatTemplate, ...] = ()
    checks: tuple[Check, ...] = ()
    registries: Mapping[str, RegistryCheck] = attrs.field(factory=dict, hash=False)
    romanize: Callable[[str], str] | None = None
    sharing_rules: tuple[SharingRule, ...] = ()
    status_level: int | None = None
    attributions: tuple[str, ...] = ()

    def term(self, vocabulary: str, code: str) -> Term | None:
        """The term of a code in ``kinds``, ``sectors`` or one of ``labels``; None where the region has none."""
        terms = {"kinds": self.kinds, "sectors": self.sectors}.get(vocabulary, self.labels.get(vocabulary, ()))
        return next((term for term in terms if term.code == code), None)


__all__ = [
    "Card", "Change", "Check", "Document", "Exporter", "Finding", "LeftOut", "LetterTemplate", "Message", "MessageState",
    "Notifier", "Problem", "Region", "RegistryCheck", "Report", "SeatTemplate", "Session", "SharingRule", "Store", "StoreType",
    "Subject", "Term", "UnitOfWork", "Where", "Words", "microseconds", "moment",
]  # fmt: skip
