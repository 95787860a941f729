"""What a store promises about units of work and snapshots."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest

from coordkit import StoreError
from coordkit.ports import MessageState, Store, UnitOfWork
from coordkit.testing.store_samples import CHANNEL, KIND, change, document, keep, message, minutes

Use = Callable[[UnitOfWork], object]

READS: dict[str, Use] = {
    "get": lambda unit: unit.get(KIND, UUID(int=1)),
    "cards": lambda unit: list(unit.cards(KIND)),
    "query": lambda unit: list(unit.query(KIND)),
    "history": lambda unit: list(unit.history(KIND, UUID(int=1))),
    "changes": lambda unit: list(unit.changes()),
    "heads": lambda unit: unit.heads(),
    "message": lambda unit: unit.message(UUID(int=1)),
    "messages": lambda unit: list(unit.messages()),
    "was_tried": lambda unit: unit.was_tried(CHANNEL, "a@example.org", "uid"),
    "due": lambda unit: dict(unit.due(minutes(100))),
    "setting": lambda unit: unit.setting("region"),
}
WRITES: dict[str, Use] = {
    "put": lambda unit: unit.put(document(5), None),
    "append": lambda unit: unit.append(change(5)),
    "enqueue": lambda unit: unit.enqueue(message(5)),
    "lease": lambda unit: unit.lease(CHANNEL, now=minutes(0), until=minutes(1), limit=1),
    "settle": lambda unit: unit.settle(UUID(int=1), MessageState.SENT),
    "set": lambda unit: unit.set("region", "poltava"),
    "purge": lambda unit: unit.purge(KIND, UUID(int=1)),
}


def fill(unit: UnitOfWork) -> None:
    """One of everything."""
    unit.put(document(1, index={"tlp": ("RED",)}, words=["слово"]), None)
    unit.append(change(1))
    unit.enqueue(message(1, about=[1]))
    unit.set("region", "kherson")


def everything(unit: UnitOfWork) -> list[object]:
    """All that a unit shows."""
    asked = [list(unit.query(KIND, {"tlp": ("A", "Z")})), list(unit.query(KIND, words=["с"]))]
    return [read(unit) for read in READS.values()] + asked


class UnitPromises:
    """A unit of work forgets unless committed, sees its own writes, and is over at its end."""

    def test_what_is_not_committed_is_forgotten(self, store: Store) -> None:
        with store.unit() as unit:
            empty = everything(unit)
            fill(unit)
        with store.unit() as unit:
            assert everything(unit) == empty

    def test_an_error_forgets_what_was_written(self, store: Store) -> None:
        with store.unit() as unit:
            empty = everything(unit)
        with pytest.raises(ZeroDivisionError), store.unit() as unit:
            fill(unit)
            raise ZeroDivisionError
        with store.unit() as unit:
            assert everything(unit) == empty

    def test_a_forgotten_edit_leaves_the_document_as_it_was(self, store: Store) -> None:
        first = document(1, index={"tlp": ("RED",)}, words=["слово"])
        keep(store, first, change(1), message(1))
        with store.unit() as unit:
            before = everything(unit)
            unit.put(document(1, "second", index={"tlp": ("CLEAR",)}, words=["інше"]), first.head)
            unit.append(change(2, parents=[change(1).digest]))
            unit.set("region", "poltava")
            assert everything(unit) != before
        with store.unit() as unit:
            assert everything(unit) == before

    def test_what_is_committed_is_there_in_the_next_unit(self, store: Store) -> None:
        with store.unit() as unit:
            fill(unit)
            full = everything(unit)
            unit.commit()
        with store.unit() as unit:
            assert everything(unit) == full

    def test_a_unit_reads_its_own_writes(self, store: Store) -> None:
        with store.unit() as unit:
            fill(unit)
            assert unit.get(KIND, UUID(int=1)) == document(1, index={"tlp": ("RED",)}, words=["слово"])
            assert [found.id.int for found in unit.query(KIND, {"tlp": "RED"}, ["сл"])] == [1]
            assert [found.id.int for found in unit.cards(KIND)] == [1]
            assert unit.heads() == (change(1).digest,)
            assert list(unit.history(KIND, UUID(int=1))) == [change(1)]
            assert list(unit.messages()) == [message(1, about=[1])]

    @pytest.mark.parametrize("use", [*READS.values(), *WRITES.values()], ids=[*READS, *WRITES])
    def test_a_unit_is_over_after_its_commit(self, store: Store, use: Use) -> None:
        with store.unit() as unit:
            unit.commit()
            with pytest.raises(StoreError):
                use(unit)
            with pytest.raises(StoreError):
                unit.commit()

    @pytest.mark.parametrize("use", [*READS.values(), *WRITES.values()], ids=[*READS, *WRITES])
    def test_a_unit_is_over_when_it_is_left(self, store: Store, use: Use) -> None:
        with store.unit() as unit:
            pass
        with pytest.raises(StoreError):
            use(unit)
        with store.unit() as other:
            assert list(other.query(KIND)) == []

    def test_a_unit_inside_a_unit_is_refused_and_harms_neither(self, store: Store) -> None:
        with store.unit() as unit:
            fill(unit)
            with pytest.raises(StoreError), store.unit():
                pass
            unit.commit()
        with store.unit() as unit:
            assert unit.setting("region") == "kherson"

    def test_closing_twice_is_allowed_and_a_closed_store_says_so(self, store: Store) -> None:
        store.close()
        store.close()
        with pytest.raises(StoreError), store.unit():
            pass
        with pytest.raises(StoreError), store.snapshot():
            pass


class SnapshotPromises:
    """A snapshot shows one state for as long as it is read, keeps no writer waiting, and cannot be written."""

    def test_a_snapshot_shows_what_was_committed(self, store: Store) -> None:
        with store.unit() as unit:
            fill(unit)
            full = everything(unit)
            unit.commit()
        with store.snapshot() as snapshot:
            assert everything(snapshot) == full

    @pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
    def test_writing_in_a_snapshot_is_refused(self, store: Store, write: Use) -> None:
        with store.unit() as unit:
            fill(unit)
            unit.commit()
        with store.snapshot() as snapshot:
            before = everything(snapshot)
            with pytest.raises(StoreError):
                write(snapshot)
            assert everything(snapshot) == before
        with store.unit() as unit:
            assert everything(unit) == before

    def test_writing_and_settling_go_on_while_a_snapshot_streams(self, store: Store) -> None:
        keep(store, *(document(n) for n in range(300)), *(change(n, n) for n in range(300)), message(1))
        with store.snapshot() as snapshot:
            stream = snapshot.query(KIND)
            seen = [next(stream)]
            for kept in stream:
                if len(seen) % 100 == 0:
                    with store.unit() as unit:
                        unit.put(document(kept.id.int, "second"), document(kept.id.int).head)
                        unit.put(document(1000 + len(seen)), None)
                        unit.append(change(1000 + len(seen)))
                        unit.purge(KIND, UUID(int=299))
                        for leased in unit.lease(CHANNEL, now=minutes(0), until=minutes(1), limit=1):
                            unit.settle(leased.id, MessageState.SENT)
                        unit.commit()
                seen.append(kept)
            assert seen == [document(n) for n in range(300)]
            assert [entry.payload for entry in snapshot.changes()] == [change(n).payload for n in range(300)]
            assert list(snapshot.messages()) == [message(1)]
        with store.unit() as unit:
            assert [found.state for found in unit.messages()] == [MessageState.SENT]
            assert unit.get(KIND, UUID(int=100)) == document(100, "second")

    def test_a_snapshot_is_over_when_it_is_left(self, store: Store) -> None:
        keep(store, document(1), document(2))
        with store.snapshot() as snapshot:
            stream = snapshot.query(KIND)
            next(stream)
        with pytest.raises(StoreError):
            next(stream)
        with pytest.raises(StoreError):
            snapshot.get(KIND, UUID(int=1))

    def test_two_snapshots_show_their_own_states(self, store: Store) -> None:
        keep(store, document(1))
        with store.snapshot() as first:
            keep(store, document(2))
            with store.snapshot() as second:
                keep(store, document(3))
                assert [found.id.int for found in second.query(KIND)] == [1, 2]
            assert [found.id.int for found in first.query(KIND)] == [1]

    def test_a_snapshot_leaves_nothing_behind(self, store: Store, tmp_path: Path) -> None:
        keep(store, document(1))
        before = sorted(tmp_path.rglob("*"))
        with store.snapshot() as snapshot:
            list(snapshot.query(KIND))
        with pytest.raises(ZeroDivisionError), store.snapshot():
            raise ZeroDivisionError
        assert sorted(tmp_path.rglob("*")) == before
