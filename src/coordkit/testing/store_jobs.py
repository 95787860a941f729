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


def send_in_order(store: Store, programs: str) -> None:
    """Leases messages one at a time until all are sent, and prints each, with how many of its thread should have gone before.

    Begins when so many programs are there.
    """
    with store.unit() as unit:
        there = int(unit.setting("there") or 0) + 1
        unit.set("there", str(there))
        unit.commit()
    while there < int(programs):
        time.sleep(0.01)
        with store.unit() as unit:
            there = int(unit.setting("there") or 0)
    while True:
        with store.unit() as unit:
            leased = unit.lease(CHANNEL, now=minutes(1000), until=minutes(2000), limit=1)
            others = list(unit.messages())
            unit.commit()
        for message in leased:
            before = [other for other in others if other.thread == message.thread and other.id.int < message.id.int]
            print(message.id.int, sum(other.state is not MessageState.SENT for other in before), flush=True)
            with store.unit() as unit:
                unit.settle(message.id, MessageState.SENT)
                unit.commit()
        if all(other.state is MessageState.SENT for other in others):
            return


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
    jobs: Mapping[str, Callable[..., None]] = {"count": count, "send": send, "send_in_order": send_in_order, "die": die}
    jobs[job](store, *arguments)
    store.close()
