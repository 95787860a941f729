"""What it costs to load the library: a whole process that takes one name, against one that loads what it stands on."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator

from benchmarks.figures import Figure

OURS = "from coordkit import Meeting"
THEIRS = "import attrs, uuid, zoneinfo"
RUNS = 15


def figures() -> Iterator[Figure]:
    """``from coordkit import Meeting`` may take 1.5 times ``import attrs, uuid, zoneinfo``: medians of interleaved runs."""
    for statement in (OURS, THEIRS):  # once unmeasured, so that compiled files are there for both
        _process(statement)
    pairs = [(_process(OURS), _process(THEIRS)) for _ in range(RUNS)]
    ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    yield Figure(OURS, THEIRS, ours * 1e3, theirs * 1e3, "ms", limit=1.5)


def _process(statement: str) -> float:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", statement], env=environment, check=True)
    return time.perf_counter() - start
