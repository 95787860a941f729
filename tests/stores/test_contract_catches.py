"""The contract catches stores that break their promises: one fault is planted in each, and the named test must see it."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import attrs
import pytest

from coordkit.builtin.memory import STORE
from coordkit.ports import Change, Document, Message, MessageState, Store, UnitOfWork, Where
from coordkit.testing import StoreContract


class Unit:
    """A sound unit, whose heirs plant a fault each."""

    def __init__(self, sound: UnitOfWork) -> None:
        self.sound = sound

    def __getattr__(self, name: str) -> Any:
        return getattr(self.sound, name)


class Faulty:
    """A sound store with faulty units."""

    def __init__(self, unit: Callable[[UnitOfWork], Any], *, commits: bool = False) -> None:
        self.store, self.plant, self.commits = STORE.open(""), unit, commits

    @contextmanager
    def unit(self) -> Iterator[UnitOfWork]:
        with self.store.unit() as sound:
            yield self.plant(sound)
            if self.commits:
                sound.commit()

    @contextmanager
    def snapshot(self) -> Iterator[UnitOfWork]:
        with self.store.snapshot() as sound:
            yield self.plant(sound)

    def close(self) -> None:
        self.store.close()


class LiveSnapshot(Faulty):
    @contextmanager
    def snapshot(self) -> Iterator[UnitOfWork]:
        with self.store.unit() as sound:
            yield self.plant(sound)


class IgnoresExpected(Unit):
    def put(self, document: Document, expected: bytes | None) -> None:
        there = self.sound.get(document.kind, document.id)
        self.sound.put(document, there.head if there else None)


class Unordered(Unit):
    def query(self, kind: str, where: Where | None = None, words: Sequence[str] = (), **page: Any) -> Iterator[Document]:
        return iter(sorted(self.sound.query(kind, where, words, **page), key=lambda document: str(document.id.int)))


class FindsInsideWords(Unit):
    def query(self, kind: str, where: Where | None = None, words: Sequence[str] = (), **page: Any) -> Iterator[Document]:
        for document in self.sound.query(kind, where, (), **page):
            if all(any(part in word for word in document.words) for part in words):
                yield document


class ExcludesTheEnd(Unit):
    def query(self, kind: str, where: Where | None = None, words: Sequence[str] = (), **page: Any) -> Iterator[Document]:
        ends = {column: end[1] for column, end in (where or {}).items() if isinstance(end, tuple)}
        for document in self.sound.query(kind, where, words, **page):
            if not any(end in document.index[column] for column, end in ends.items()):
                yield document


class LeasesTwice(Unit):
    def lease(self, channel: str, *, now: datetime, until: datetime, limit: int) -> tuple[Message, ...]:
        return self.sound.lease(channel, now=now, until=now, limit=limit)


class NeverLeasesAgain(Unit):
    def lease(self, channel: str, *, now: datetime, until: datetime, limit: int) -> tuple[Message, ...]:
        return self.sound.lease(channel, now=now, until=datetime.max.replace(tzinfo=until.tzinfo), limit=limit)


class TakesAKeyTwice(Unit):
    def enqueue(self, message: Message) -> bool:
        return bool(self.sound.enqueue(attrs.evolve(message, key="")))


class SupersedesNothing(Unit):
    """Takes every message for one of a part of its own."""

    def enqueue(self, message: Message) -> bool:
        return bool(self.sound.enqueue(attrs.evolve(message, part=f"{message.part} {message.id}")))


class SupersedesByAgeAlone(Unit):
    def enqueue(self, message: Message) -> bool:
        return bool(self.sound.enqueue(attrs.evolve(message, sequence=0)))


class LetsThreadsOvertake(Unit):
    """Takes every message for one that stands alone."""

    def enqueue(self, message: Message) -> bool:
        return bool(self.sound.enqueue(attrs.evolve(message, thread="")))


class ClosesWhatNeverWas(Unit):
    def enqueue(self, message: Message) -> bool:
        return bool(self.sound.enqueue(attrs.evolve(message, closes=False)))


class TakesRecipientsForOne(Unit):
    def enqueue(self, message: Message) -> bool:
        return bool(self.sound.enqueue(attrs.evolve(message, recipient="a")))


class RevivesTheStale(Unit):
    def messages(self, state: MessageState | None = None) -> Iterator[Message]:
        for message in self.sound.messages():
            stale = message.state is MessageState.SUPERSEDED and message.last_error
            yield attrs.evolve(message, state=MessageState.WAITING) if stale else message


class TakesQueuedForTried(Unit):
    def was_tried(self, channel: str, recipient: str, thread: str) -> bool:
        return any(message.thread == thread for message in self.sound.messages())


class CountsWhatIsNotDue(Unit):
    def due(self, now: datetime) -> Mapping[str, int]:
        return Counter(message.channel for message in self.sound.messages(MessageState.WAITING))


class ForgetsTheError(Unit):
    def settle(self, id: UUID, state: MessageState, *, error: str | None = None, due_at: datetime | None = None) -> None:
        self.sound.settle(id, state, due_at=due_at)


class PurgeKeepsPayloads(Unit):
    def changes(self) -> Iterator[Change]:
        for change in self.sound.changes():
            yield attrs.evolve(change, salt=change.salt or b"kept", payload=change.payload or "kept")


class PurgeKeepsMessages(Unit):
    def purge(self, kind: str, id: UUID) -> None:
        kept = list(self.sound.messages())
        self.sound.purge(kind, id)
        for message in kept:
            self.sound.enqueue(message)


class EveryChangeIsAHead(Unit):
    def heads(self) -> tuple[bytes, ...]:
        return tuple(sorted(change.digest for change in self.sound.changes()))


class TakesForgedPayloads(Unit):
    def append(self, change: Change) -> None:
        if change.payload_holds:
            self.sound.append(change)


class LosesOneOfSeveralValues(Unit):
    def put(self, document: Document, expected: bytes | None) -> None:
        index = {column: values[:1] for column, values in document.index.items()}
        self.sound.put(attrs.evolve(document, index=index), expected)


FAULTS: list[tuple[str, Callable[[], Any], str]] = [
    ("takes a stale edit", lambda: Faulty(IgnoresExpected), "test_an_edit_that_names_an_older_head_is_stale_and_writes_nothing"),
    ("commits by itself", lambda: Faulty(Unit, commits=True), "test_what_is_not_committed_is_forgotten"),
    ("a snapshot that writes", lambda: LiveSnapshot(Unit), "test_writing_in_a_snapshot_is_refused"),
    ("no order", lambda: Faulty(Unordered), "test_documents_come_in_order_of_id"),
    ("finds inside words", lambda: Faulty(FindsInsideWords), "test_every_prefix_must_begin_a_word"),
    ("leaves the end of a range out", lambda: Faulty(ExcludesTheEnd), "test_a_range_holds_both_its_ends_and_may_be_open"),
    ("leases twice", lambda: Faulty(LeasesTwice), "test_a_leased_message_is_kept_from_others_until_its_lease_ends"),
    ("never leases again", lambda: Faulty(NeverLeasesAgain), "test_a_message_whose_sender_died_is_due_again"),
    ("takes a key twice", lambda: Faulty(TakesAKeyTwice), "test_a_key_stands_in_the_outbox_once_whatever_became_of_its_message"),
    ("supersedes nothing", lambda: Faulty(SupersedesNothing), "test_a_newer_message_supersedes_the_ones_of_its_part_that_wait"),
    (
        "supersedes by age alone",
        lambda: Faulty(SupersedesByAgeAlone),
        "test_a_message_below_the_sequence_of_its_part_is_superseded_at_once",
    ),
    ("lets a thread overtake", lambda: Faulty(LetsThreadsOvertake), "test_of_one_thread_the_oldest_goes_and_the_others_wait"),
    (
        "closes what never was",
        lambda: Faulty(ClosesWhatNeverWas),
        "test_what_closes_a_message_that_was_never_tried_is_not_sent_and_neither_is_that",
    ),
    ("takes recipients for one", lambda: Faulty(TakesRecipientsForOne), "test_only_of_the_same_channel_recipient_and_thread"),
    (
        "revives the stale",
        lambda: Faulty(RevivesTheStale),
        "test_one_that_comes_back_to_wait_while_a_newer_is_there_is_superseded",
    ),
    (
        "takes what is queued for tried",
        lambda: Faulty(TakesQueuedForTried),
        "test_a_thread_was_tried_once_one_of_it_was_leased_for_that_recipient_on_that_channel",
    ),
    ("counts what is not due", lambda: Faulty(CountsWhatIsNotDue), "test_the_outbox_says_how_many_are_due_on_each_channel"),
    ("forgets the error", lambda: Faulty(ForgetsTheError), "test_a_failed_message_keeps_its_error_and_is_not_leased"),
    (
        "a purge that keeps payloads",
        lambda: Faulty(PurgeKeepsPayloads),
        "test_a_purge_takes_payloads_and_salts_and_leaves_the_headers",
    ),
    (
        "a purge that keeps messages",
        lambda: Faulty(PurgeKeepsMessages),
        "test_a_purge_takes_the_messages_about_the_record_and_no_others",
    ),
    ("every Change a head", lambda: Faulty(EveryChangeIsAHead), "test_a_change_takes_the_place_of_its_parents_among_the_heads"),
    ("takes forged payloads", lambda: Faulty(TakesForgedPayloads), "test_a_payload_that_its_header_does_not_name_is_refused"),
    (
        "loses one of several values",
        lambda: Faulty(LosesOneOfSeveralValues),
        "test_a_column_of_several_values_meets_a_condition_if_one_does",
    ),
]


class Heir(StoreContract):
    persistent = False
    many_processes = False


def broken_promises(make: Callable[[], Any], folder: Path) -> set[str]:
    """The tests of the contract that a store fails, each asked of a fresh desk."""
    failed = set()
    for name, test in inspect.getmembers(Heir(), inspect.ismethod):
        if name.startswith("test_") and "store" in inspect.signature(test).parameters:
            for arguments in arguments_of(test, folder):
                store: Store = make()
                try:
                    test(store=store, **arguments)
                except (AssertionError, pytest.fail.Exception):
                    failed.add(name)
                except Exception:
                    # A fault may also break what a test only prepares; that is not yet a promise seen broken.
                    continue
    return failed


def arguments_of(test: Any, folder: Path) -> list[dict[str, Any]]:
    """What pytest would call a test with, beside the store."""
    paths = {"tmp_path": folder} if "tmp_path" in inspect.signature(test).parameters else {}
    (mark,) = getattr(test, "pytestmark", [None])
    return [paths] if mark is None else [{**paths, mark.args[0]: value} for value in mark.args[1]]


def test_a_sound_store_breaks_no_promise(tmp_path: Path) -> None:
    assert broken_promises(lambda: Faulty(Unit), tmp_path) == set()


@pytest.mark.parametrize(("fault", "make", "promise"), FAULTS, ids=[fault for fault, _, _ in FAULTS])
def test_a_store_that_breaks_a_promise_is_caught(fault: str, make: Callable[[], Any], promise: str, tmp_path: Path) -> None:
    assert promise in broken_promises(make, tmp_path), fault


def test_a_store_that_forgets_is_caught_by_the_promises_that_a_lasting_one_makes(tmp_path: Path) -> None:
    class SaysThatItLasts(StoreContract):
        def open_store(self, path: Path) -> Store:
            return STORE.open("")

    assert "test_a_desk_opened_again_is_the_same" not in Heir.promises()
    with pytest.raises(AssertionError):
        SaysThatItLasts().test_a_desk_opened_again_is_the_same(tmp_path)
