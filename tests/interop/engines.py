"""Four parsers that are not ours, each in its own process, and whether they read a calendar file alike.

``agreement(raw)`` and ``agreement_of_files(paths)`` give what stands against a file: every engine's errors, and every
field that two engines read differently. An empty list means all four read the same.
"""

from __future__ import annotations

import ctypes
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import attrs

from tests.interop.read_libical import LIBRARY
from tests.interop.readings import ReadEvent, Reading

_HERE = Path(__file__).parent
_ROOT = _HERE.parent.parent
_SECONDS = 60


@attrs.frozen
class Engine:
    """One foreign parser: how to run it, and what to install where it is missing."""

    name: str
    command: Callable[[], Sequence[str]]
    missing: Callable[[], str | None]
    blind: frozenset[str] = frozenset()

    def read(self, raw: bytes) -> tuple[ReadEvent, ...]:
        """The events of one file; raises ValueError with what the engine says against it."""
        with TemporaryDirectory() as folder:
            path = Path(folder, "calendar.ics")
            path.write_bytes(raw)
            reading = self.read_files([path])[path]
        if reading.errors:
            raise ValueError(f"{self.name}: {'; '.join(reading.errors)}")
        return reading.events

    def read_files(self, paths: Sequence[Path]) -> dict[Path, Reading]:
        """Every file in one process; where that dies or hangs, each file in its own, to name the one that did it."""
        try:
            answers = self._run(paths)
        except (subprocess.SubprocessError, ValueError) as error:
            if len(paths) > 1:
                return {path: self.read_files([path])[path] for path in paths}
            said = getattr(error, "stderr", None) or str(error)
            return {path: Reading(self.name, errors=(f"gave up: {said.strip()[-300:]}",)) for path in paths}
        return {path: Reading.from_json(self.name, self.blind, answers[str(path)]) for path in paths}

    def _run(self, paths: Sequence[Path]) -> Mapping[str, Any]:
        run = subprocess.run(
            self.command(),
            input=json.dumps([str(path) for path in paths]),
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=_ROOT,
            timeout=_SECONDS,
            check=True,
        )
        answers: Mapping[str, Any] = json.loads(run.stdout)
        return answers


def _worker(module: str) -> Callable[[], Sequence[str]]:
    return lambda: (sys.executable, "-m", "tests.interop.worker", module)


def _needs(module: str, requirement: str) -> Callable[[], str | None]:
    return lambda: None if importlib.util.find_spec(module) else f"pip install {requirement}"


def _libical_missing() -> str | None:
    try:
        ctypes.CDLL(LIBRARY)
    except OSError:
        return "apt-get install libical3"
    return None


def _icaljs_folder() -> Path | None:
    """The package ical.js, below $ICALJS_DIR, this folder or the current one."""
    roots = [Path(named) for named in [os.environ.get("ICALJS_DIR")] if named]
    folders = (root / "node_modules" / "ical.js" for root in [*roots, _HERE, Path.cwd()])
    return next((folder.resolve() for folder in folders if (folder / "dist" / "ical.js").is_file()), None)


def _icaljs_missing() -> str | None:
    if not shutil.which("node"):
        return "apt-get install nodejs npm, then npm install --prefix tests/interop"
    return None if _icaljs_folder() else "npm install --prefix tests/interop"


LIBICAL = Engine("libical", _worker("read_libical"), _libical_missing)
ICALJS = Engine("ical.js", lambda: ("node", str(_HERE / "icaljs_dump.mjs"), str(_icaljs_folder())), _icaljs_missing)
VOBJECT = Engine("vobject", _worker("read_vobject"), _needs("vobject", "vobject==0.9.9"))
# ical has no word for METHOD where it is not among its own, and keeps an override's original start without its zone.
ICAL = Engine("ical", _worker("read_ical"), _needs("ical", "ical==14.3.1"), frozenset({"recurrence_id", "method"}))
ENGINES = (LIBICAL, ICALJS, VOBJECT, ICAL)


def missing() -> str | None:
    """What to install so that all four engines run; None where they do."""
    wanted = [f"{engine.name}: {advice}" for engine in ENGINES if (advice := engine.missing())]
    return "; ".join(wanted) or None


def readings_of_files(paths: Iterable[Path]) -> dict[Path, list[Reading]]:
    """Each file as each engine reads it."""
    files = [Path(path).resolve() for path in paths]
    by_engine = [engine.read_files(files) for engine in ENGINES]
    return {path: [read[path] for read in by_engine] for path in files}


def agreement_of_files(paths: Iterable[Path]) -> dict[Path, list[str]]:
    """What stands against each file; an empty list where all engines read it alike and none complains."""
    given = {Path(path).resolve(): Path(path) for path in paths}
    return {given[path]: against(readings) for path, readings in readings_of_files(given).items()}


def agreement(raw: bytes) -> list[str]:
    """What stands against one calendar."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "calendar.ics")
        path.write_bytes(raw)
        return agreement_of_files([path])[path]


def against(readings: Sequence[Reading]) -> list[str]:
    """Every error of an engine, and every field that two of them read differently."""
    found = [f"{reading.engine}: {error}" for reading in readings for error in reading.errors]
    found += _differences("the calendar", "method", [(reading, reading.method) for reading in readings])
    counts = {reading.engine: len(reading.events) for reading in readings}
    if len(set(counts.values())) > 1:
        return [*found, f"number of events: {counts}"]
    if not any(counts.values()):
        return [*found, "no engine reads an event"]
    fields = [field.name for field in attrs.fields(ReadEvent)]
    for events in zip(*(reading.events for reading in readings), strict=True):
        read = list(zip(readings, events, strict=True))
        for field in fields:
            values = [(reading, getattr(event, field)) for reading, event in read]
            found += _differences(f"event {events[0].uid}", field, values)
    return found


def _differences(where: str, field: str, values: Sequence[tuple[Reading, Any]]) -> list[str]:
    seen = {reading.engine: value for reading, value in values if field not in reading.blind}
    if all(value == next(iter(seen.values())) for value in seen.values()):
        return []
    return [f"{where}: {field} differs: " + ", ".join(f"{engine} {value!r}" for engine, value in seen.items())]
