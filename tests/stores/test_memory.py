"""The store ``memory`` keeps the contract, and gives a fresh desk each time."""

from __future__ import annotations

from pathlib import Path

import pytest

from coordkit import StoreError
from coordkit.builtin.memory import STORE
from coordkit.ports import Store
from coordkit.testing import StoreContract
from coordkit.testing.store_samples import KIND, document, keep


class TestMemory(StoreContract):
    persistent = False
    many_processes = False

    def open_store(self, path: Path) -> Store:
        return STORE.open("")


def test_every_opening_gives_a_fresh_desk() -> None:
    first, second = STORE.open(""), STORE.open("")
    keep(first, document(1))
    with second.unit() as unit:
        assert list(unit.query(KIND)) == []


@pytest.mark.parametrize("address", ["desk.db", "/desk", "?wal=1"])
def test_a_desk_in_memory_has_no_name(address: str) -> None:
    with pytest.raises(StoreError, match="write memory://"):
        STORE.open(address)


def test_a_later_change_of_the_index_that_was_put_does_not_reach_the_desk() -> None:
    index = {"tlp": ("RED",)}
    store = STORE.open("")
    keep(store, document(1, index=index))
    index["tlp"] = ("CLEAR",)
    with store.unit() as unit:
        assert [card.index for card in unit.cards(KIND, {"tlp": "RED"})] == [{"tlp": ("RED",)}]
