"""Figures: what was measured, against what, and how they are printed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple


class Figure(NamedTuple):
    """One comparison: microseconds (or milliseconds, see ``unit``) a piece for us and for the rival."""

    what: str
    rival: str
    ours: float
    theirs: float
    unit: str
    limit: float | None = None

    @property
    def ratio(self) -> float:
        """Ours against theirs; below 1 we are the faster."""
        return self.ours / self.theirs

    @property
    def holds(self) -> bool:
        """Whether the ratio keeps within its limit, where it has one."""
        return self.limit is None or self.ratio <= self.limit


def timed(work: Callable[[], object], pieces: int) -> float:
    """Microseconds a piece that ``work`` takes, of processor time: on a shared machine the clock on the wall tells of others."""
    start = time.process_time()
    work()
    return (time.process_time() - start) / pieces * 1e6


def table(figures: Iterable[Figure]) -> str:
    """The figures as lines."""
    rows = [("measured", "against", "ours", "theirs", "ratio", "limit")]
    for figure in figures:
        limit = "" if figure.limit is None else _written(figure.limit) + ("" if figure.holds else " EXCEEDED")
        rows.append((
            figure.what, figure.rival, f"{figure.ours:.1f} {figure.unit}", f"{figure.theirs:.1f} {figure.unit}",
            _written(figure.ratio), limit,
        ))  # fmt: skip
    return aligned(rows)


def _written(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio >= 0.1 else f"{ratio:.4f}"


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Rows as lines, cells side by side."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
