"""What a store promises to several programs at once, and after one of them dies. Asked of real processes."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import ClassVar
from uuid import UUID

from coordkit.ports import Store
from coordkit.testing.contract import needs
from coordkit.testing.store_samples import KIND, change, document, keep, message

_JOB = "from coordkit.testing.store_jobs import main; main()"


class ProcessPromises:
    """What was committed lasts; two programs lose no edit and send nothing twice; a killed one leaves nothing half done."""

    persistent: ClassVar[bool] = True
    """Whether a desk is there when its path is opened again."""
    many_processes: ClassVar[bool] = True
    """Whether several programs may have one desk open."""

    def open_store(self, path: Path) -> Store:
        """Opens the desk of that path, in a folder of its own, and makes it where there is none. Yours to write."""
        raise AssertionError(f"{type(self).__name__} needs a method open_store(path) that opens its store")

    def start(self, job: str, path: Path, *arguments: int) -> subprocess.Popen[str]:
        """Starts a job of ``store_jobs`` on the desk, in a Python of its own."""
        cls = type(self)
        command = [sys.executable, "-c", _JOB, inspect.getfile(cls), cls.__qualname__, str(path), job, *map(str, arguments)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(part for part in sys.path if part)}
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)

    def said(self, *jobs: subprocess.Popen[str]) -> list[list[str]]:
        """Waits for jobs that end by themselves and gives the lines that each printed."""
        said = [job.communicate(timeout=120)[0].split() for job in jobs]
        assert [job.returncode for job in jobs] == [0] * len(jobs)
        return said

    @needs("persistent")
    def test_a_desk_opened_again_is_the_same(self, tmp_path: Path) -> None:
        kept = document(1, index={"tlp": ("RED",)}, words=["слово"])
        store = self.open_store(tmp_path / "desk")
        keep(store, kept, change(1), message(1, about=[1]))
        with store.unit() as unit:
            unit.set("region", "kherson")
            unit.commit()
        store.close()
        store = self.open_store(tmp_path / "desk")
        with store.unit() as unit:
            assert list(unit.query(KIND, {"tlp": "RED"}, ["слово"])) == [kept]
            assert list(unit.changes()) == list(unit.history(KIND, kept.id)) == [change(1)]
            assert unit.heads() == (change(1).digest,)
            assert list(unit.messages()) == [message(1, about=[1])]
            assert unit.setting("region") == "kherson"
        store.close()

    @needs("persistent")
    def test_a_unit_open_at_the_end_is_forgotten(self, tmp_path: Path) -> None:
        store = self.open_store(tmp_path / "desk")
        with store.unit() as unit:
            unit.put(document(1), None)
            store.close()
        store = self.open_store(tmp_path / "desk")
        with store.unit() as unit:
            assert list(unit.query(KIND)) == []
        store.close()

    @needs("persistent", "many_processes")
    def test_two_programs_lose_no_edit(self, tmp_path: Path) -> None:
        store, edits = self.open_store(tmp_path / "desk"), 25
        keep(store, document(1, body="0"))
        store.close()
        self.said(*(self.start("count", tmp_path / "desk", edits) for _ in range(2)))
        store = self.open_store(tmp_path / "desk")
        with store.unit() as unit:
            (kept,) = unit.query(KIND)
            assert int(kept.body) == 2 * edits
            assert len(list(unit.changes())) == 2 * edits
            assert len(unit.heads()) == 1
        store.close()

    @needs("persistent", "many_processes")
    def test_two_programs_send_nothing_twice(self, tmp_path: Path) -> None:
        store, many = self.open_store(tmp_path / "desk"), 60
        keep(store, *(message(number) for number in range(many)))
        store.close()
        first, second = self.said(*(self.start("send", tmp_path / "desk") for _ in range(2)))
        assert Counter(first + second) == Counter(str(number) for number in range(many))

    @needs("persistent", "many_processes")
    def test_two_programs_that_send_one_thread_let_nothing_overtake(self, tmp_path: Path) -> None:
        store, many = self.open_store(tmp_path / "desk"), 30
        keep(store, *(message(number, thread=f"thread {number % 3}", part=str(number)) for number in range(many)))
        store.close()
        said = self.said(*(self.start("send_in_order", tmp_path / "desk", 2) for _ in range(2)))
        sent, early = [words[::2] for words in said], [word for words in said for word in words[1::2]]
        assert Counter(number for words in sent for number in words) == Counter(str(number) for number in range(many))
        assert set(early) == {"0"}

    @needs("persistent", "many_processes")
    def test_a_killed_program_leaves_all_that_it_committed_and_nothing_else(self, tmp_path: Path) -> None:
        committed = 3
        self.open_store(tmp_path / "desk").close()
        job = self.start("die", tmp_path / "desk", committed)
        assert job.stdout is not None
        lines = [job.stdout.readline().strip() for _ in range(committed + 1)]
        job.kill()
        job.communicate(timeout=60)
        assert lines == ["committed 0", "committed 1", "committed 2", "inside"]
        store = self.open_store(tmp_path / "desk")
        with store.unit() as unit:
            assert [kept.id.int for kept in unit.query(KIND)] == list(range(committed))
            assert [kept.id.int for kept in unit.query(KIND, {"state": "kept"}, ["слово"])] == list(range(committed))
            assert list(unit.changes()) == [change(number, number) for number in range(committed)]
            assert [kept.id for kept in unit.messages()] == [UUID(int=number) for number in range(committed)]
        keep(store, document(1000))
        store.close()
