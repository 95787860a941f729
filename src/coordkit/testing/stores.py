"""The contract of a store. Whoever writes one inherits it in a test, and says how a desk is opened:

.. code-block:: python

    from coordkit.testing import StoreContract

    class TestMyStore(StoreContract):
        def open_store(self, path):
            return my_plugin.STORE.open(f"{path}.db")

Each test gets a fresh desk in a folder of its own. Where a store rightly cannot do a thing, it says so and is not asked:
``persistent = False`` for one that keeps nothing, ``many_processes = False`` for one that belongs to one program. A desk that does
not live on a disk path (a database server) makes a name for it out of ``path``. Processes that the contract starts load the
test's file anew, so the file must be importable by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coordkit.ports import Store
from coordkit.testing.contract import Contract
from coordkit.testing.store_documents import DocumentPromises, QuestionPromises
from coordkit.testing.store_history import HistoryPromises, PurgePromises
from coordkit.testing.store_outbox import OutboxPromises
from coordkit.testing.store_processes import ProcessPromises
from coordkit.testing.store_threads import ThreadPromises
from coordkit.testing.store_units import SnapshotPromises, UnitPromises


class StoreContract(
    DocumentPromises,
    QuestionPromises,
    HistoryPromises,
    PurgePromises,
    OutboxPromises,
    ThreadPromises,
    UnitPromises,
    SnapshotPromises,
    ProcessPromises,
    Contract,
):
    """Every promise of ``coordkit.ports.Store``, a test each. Yours: ``open_store``, ``persistent``, ``many_processes``."""

    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[Store]:
        """A fresh desk."""
        store = self.open_store(tmp_path / "desk")
        yield store
        store.close()
