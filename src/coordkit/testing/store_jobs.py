"""What the processes do that ``ProcessPromises`` starts: each opens the desk as the contract's heir says, and does one job.

They are started with: the file and the name of the heir, the desk's path, the job, its arguments.
"""

from __future__ import annotations

import importlib.util
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from coordkit import StaleEdit
from coordkit.ports import MessageState, Store
from coordkit.testing.store_samples import CHANNEL, KIND, change, document, minutes
from coordkit.testing.store_samples import message as sample

# Large enough that no cache holds a whole unit, so that a store writes before the commit.
_BULK = "ґ" * 20_000


def count(store: Store, edits: str) -> None:
    """Adds one to the number in a document, so many times, reading in one unit and writing in the next."""
    done, stale = 0, 0
    while done < int(edits):
        with store.unit() as unit:
            before = unit.get(KIND, UUID(int=1))
        assert before is not None
        number = int(before.body) + 1
        try:
            with store.unit() as unit:
                unit.put(document(1, f"edit {number}", body=str(number)), before.head)
                unit.append(change(number, parents=unit.heads()))
                unit.commit()
            done += 1
        except StaleEdit:
            stale += 1
    print(stale)


def send(store: Store) -> None:
    """Leases messages three at a time until there are no more, and prints each."""
    while True:
        with store.unit() as unit:
            leased = unit.lease(CHANNEL, now=minutes(1000), until=minutes(2000), limit=3)
            unit.commit()
        if not leased:
            return
        for message in leased:
            print(message.id.int, flush=True)
            with store.unit() as unit:
                unit.settle(message.id, MessageState.SENT)
                unit.commit()


def die(store: Store, committed: str) -> None:
    """Commits so many units and says so each time, then writes in one more and waits in it to be killed."""
    for number in range(int(committed)):
        with store.unit() as unit:
            unit.put(document(number, body=_BULK, index={"state": ("kept",)}, words=["слово"]), None)
            unit.append(change(number, number))
            unit.enqueue(sample(number))
            unit.commit()
        print("committed", number, flush=True)
    with store.unit() as unit:
        for number in range(int(committed)):
            kept = unit.get(KIND, UUID(int=number))
            assert kept is not None
            unit.put(document(number, "lost", index={"state": ("lost",)}), kept.head)
        for number in range(100, 900):
            unit.put(document(number, body=_BULK, index={"state": ("kept",)}, words=["слово"]), None)
            unit.append(change(number, number))
            unit.enqueue(sample(number))
        assert len(list(unit.query(KIND, {"state": "kept"}))) == 800
        print("inside", flush=True)
        time.sleep(600)


def main() -> None:
    """Does what the command line says."""
    _, file, name, path, job, *arguments = sys.argv
    spec = importlib.util.spec_from_file_location("heir_of_the_store_contract", file)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    heir: Any = module
    for part in name.split("."):
        heir = getattr(heir, part)
    store = heir().open_store(Path(path))
    jobs: Mapping[str, Callable[..., None]] = {"count": count, "send": send, "die": die}
    jobs[job](store, *arguments)
    store.close()
