"""What a store promises about the history, erasing, and settings."""

from __future__ import annotations

from uuid import UUID

import attrs
import pytest

from coordkit import StoreError
from coordkit.ports import Store
from coordkit.testing.store_samples import KIND, change, document, keep, message


class HistoryPromises:
    """A Change is kept once and never rewritten; the heads are those that no other one names as a parent."""

    def test_a_change_comes_back_as_it_was_appended(self, store: Store) -> None:
        root = change(1)
        kept = change(2, parents=[root.digest], previous=[root.digest])
        keep(store, root, kept)
        with store.unit() as unit:
            assert list(unit.history(KIND, UUID(int=1))) == [root, kept]
            assert [entry.digest for entry in unit.changes()] == [root.digest, kept.digest]

    def test_changes_come_in_the_order_in_which_they_were_appended(self, store: Store) -> None:
        numbers = [5, 3, 9, 1, 7]
        keep(store, *(change(number, record=number % 2) for number in numbers))
        keep(store, change(4, record=1))
        with store.unit() as unit:
            assert list(unit.changes()) == [change(n, record=n % 2) for n in numbers] + [change(4, record=1)]
            assert [entry.at for entry in unit.history(KIND, UUID(int=1))] == [change(n).at for n in [*numbers, 4]]
            assert list(unit.history(KIND, UUID(int=0))) == list(unit.history("other", UUID(int=1))) == []

    def test_appending_the_same_change_again_changes_nothing(self, store: Store) -> None:
        root = change(1)
        keep(store, root, change(2, parents=[root.digest]), root)
        keep(store, root)
        with store.unit() as unit:
            assert len(list(unit.changes())) == len(list(unit.history(KIND, UUID(int=1)))) == 2
            assert unit.heads() == (change(2, parents=[root.digest]).digest,)

    def test_a_payload_that_its_header_does_not_name_is_refused(self, store: Store) -> None:
        forged = attrs.evolve(change(1), payload='{"title":"forged"}')
        with store.unit() as unit, pytest.raises(StoreError):
            unit.append(forged)
        keep(store, change(1))
        with store.unit() as unit:
            assert list(unit.changes()) == [change(1)]

    def test_a_fresh_desk_has_no_heads(self, store: Store) -> None:
        with store.unit() as unit:
            assert unit.heads() == ()

    def test_a_change_takes_the_place_of_its_parents_among_the_heads(self, store: Store) -> None:
        root = change(1)
        keep(store, root)
        branches = [change(n, record=n, parents=[root.digest]) for n in (2, 3)]
        keep(store, *branches)
        with store.unit() as unit:
            assert unit.heads() == tuple(sorted(branch.digest for branch in branches))
            merged = change(4, parents=[branch.digest for branch in branches])
            unit.append(merged)
            assert unit.heads() == (merged.digest,)

    def test_a_change_that_came_after_its_child_is_no_head(self, store: Store) -> None:
        root = change(1)
        child = change(2, parents=[root.digest])
        keep(store, child)
        with store.unit() as unit:
            assert unit.heads() == (child.digest,)
            unit.append(root)
            assert unit.heads() == (child.digest,)
            unit.commit()
        keep(store, change(3, parents=[root.digest]))
        with store.unit() as unit:
            assert unit.heads() == tuple(sorted([child.digest, change(3, parents=[root.digest]).digest]))

    def test_settings_are_kept_and_replaced(self, store: Store) -> None:
        with store.unit() as unit:
            assert unit.setting("region") is None
            unit.set("region", "kherson")
            unit.set("empty", "")
            assert unit.setting("region") == "kherson"
            unit.commit()
        with store.unit() as unit:
            unit.set("region", "Полтава")
            unit.commit()
        with store.unit() as unit:
            assert (unit.setting("region"), unit.setting("empty"), unit.setting("Region")) == ("Полтава", "", None)


class PurgePromises:
    """A purge takes a record's document, payloads and messages, and leaves the headers of its Changes."""

    def test_a_purge_takes_the_document_from_every_question(self, store: Store) -> None:
        keep(store, *(document(n, index={"area": ("UA65",)}, words=["марія"]) for n in (1, 2)))
        with store.unit() as unit:
            unit.purge(KIND, UUID(int=1))
            unit.commit()
        with store.unit() as unit:
            assert unit.get(KIND, UUID(int=1)) is None
            for where, words in (({}, []), ({"area": "UA65"}, []), ({}, ["мар"])):
                assert [found.id.int for found in unit.query(KIND, where, words)] == [2]
                assert [found.id.int for found in unit.cards(KIND, where, words)] == [2]

    def test_a_purge_takes_payloads_and_salts_and_leaves_the_headers(self, store: Store) -> None:
        root, other = change(1), change(2, record=2)
        last = change(3, parents=[root.digest, other.digest], previous=[root.digest])
        keep(store, document(1), root, other, last)
        with store.unit() as unit:
            unit.purge(KIND, UUID(int=1))
            unit.commit()
        with store.unit() as unit:
            left = list(unit.changes())
            assert [entry.digest for entry in left] == [root.digest, other.digest, last.digest]
            assert [entry.header for entry in left] == [root.header, other.header, last.header]
            assert [entry.payload for entry in left] == [None, other.payload, None]
            assert [entry.salt for entry in left] == [None, other.salt, None]
            assert unit.heads() == (last.digest,)

    def test_an_erased_payload_does_not_return_when_its_change_is_appended_again(self, store: Store) -> None:
        keep(store, change(1))
        with store.unit() as unit:
            unit.purge(KIND, UUID(int=1))
            unit.append(change(1))
            unit.commit()
        with store.unit() as unit:
            assert [entry.payload for entry in unit.changes()] == [None]

    def test_a_purge_takes_the_messages_about_the_record_and_no_others(self, store: Store) -> None:
        keep(store, message(1, about=[1]), message(2, about=[2, 1]), message(3, about=[2]), message(4))
        with store.unit() as unit:
            unit.purge(KIND, UUID(int=1))
            unit.commit()
        with store.unit() as unit:
            assert [left.id.int for left in unit.messages()] == [3, 4]

    def test_a_purge_that_is_not_committed_takes_nothing(self, store: Store) -> None:
        kept = document(1, index={"area": ("UA65",)}, words=["марія"])
        keep(store, kept, change(1), message(1, about=[1]))
        with store.unit() as unit:
            unit.purge(KIND, kept.id)
        with store.unit() as unit:
            assert list(unit.query(KIND, {"area": "UA65"}, ["марія"])) == [kept]
            assert list(unit.changes()) == [change(1)]
            assert list(unit.messages()) == [message(1, about=[1])]

    def test_a_purge_of_what_is_not_there_changes_nothing(self, store: Store) -> None:
        keep(store, document(1), change(1))
        with store.unit() as unit:
            unit.purge(KIND, UUID(int=2))
            unit.purge("other", UUID(int=1))
            unit.commit()
        with store.unit() as unit:
            assert list(unit.query(KIND)) == [document(1)]
            assert list(unit.changes()) == [change(1)]

    def test_a_purged_record_may_be_put_anew(self, store: Store) -> None:
        keep(store, document(1, words=["марія"]))
        with store.unit() as unit:
            unit.purge(KIND, UUID(int=1))
            unit.put(document(1, "second"), None)
            unit.commit()
        with store.unit() as unit:
            assert list(unit.query(KIND)) == [document(1, "second")]
            assert list(unit.query(KIND, words=["марія"])) == []
