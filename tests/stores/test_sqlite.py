"""The store ``sqlite`` keeps the contract, in one file and with a write-ahead log."""

from __future__ import annotations

from pathlib import Path

from coordkit.builtin.sqlite import STORE
from coordkit.ports import Store
from coordkit.testing import StoreContract


class TestSqlite(StoreContract):
    def open_store(self, path: Path) -> Store:
        return STORE.open(f"/{path}.db")


class TestSqliteWithLog(StoreContract):
    def open_store(self, path: Path) -> Store:
        return STORE.open(f"/{path}.db?wal=1")
