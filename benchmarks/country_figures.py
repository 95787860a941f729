"""Every report of a generated country against a bare reading of the records that it must read, at 1/100, 1/10 and the whole."""

from __future__ import annotations

import os
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

import attrs

from benchmarks.country_desk import Country, found_country
from benchmarks.country_reports import OF_ONE, OF_THE_DESK, Question
from benchmarks.figures import aligned, timed

SHARE = float(os.environ.get("COORDKIT_BENCH_SHARE", "1"))
"""How much of the country the largest desk has."""
STEPS = (100, 10, 1)
GROWTH = 2.0
"""How many times as dear as in a tenth of the country a report may be in the whole, beside its bare reading."""
_ENOUGH_MS, _AT_MOST, _IN_DOUBT = 2500, 7, 3


@attrs.frozen
class Growth:
    """One report at each step: the ratio of processor time to a bare reading; and of the whole the milliseconds of both."""

    question: Question
    ratios: tuple[float, ...]
    ours: float
    theirs: float

    @property
    def holds(self) -> bool:
        """Whether it keeps within its limit in the whole, and costs no more there, in proportion, than in a smaller part."""
        return self.ratios[-1] <= self.question.limit and self.ratios[-1] <= GROWTH * max(self.ratios[-2], 1.0)


def figures() -> Iterator[Growth]:
    """All reports, each at every step; a desk is written once and asked all of them."""
    questions = (*OF_THE_DESK, *OF_ONE)
    with tempfile.TemporaryDirectory() as folder:
        steps = [_measured(Path(folder) / f"{step}.db", SHARE / step, questions) for step in STEPS]
    for question, *found in zip(questions, *steps, strict=True):
        yield Growth(question, tuple(ratio for ratio, _, _ in found), *found[-1][1:])


def _measured(path: Path, share: float, questions: tuple[Question, ...]) -> list[tuple[float, float, float]]:
    country = found_country(path, share)
    with country.desk:
        return [_compared(question, country) for question in questions]


def _compared(question: Question, country: Country) -> tuple[float, float, float]:
    """Interleaved, as often as there is time, and thrice what seems over its limit: the medians of the ratio and of both (ms)."""
    pairs: list[tuple[float, float]] = []
    ratio = 0.0
    while (len(pairs) < _AT_MOST and sum(map(sum, pairs)) < _ENOUGH_MS) or (len(pairs) < _IN_DOUBT and ratio > question.limit):
        pairs.append((timed(lambda: _asked(question, country), 1000), timed(lambda: _read(question, country), 1000)))
        ratio = statistics.median(one / other for one, other in pairs)
    ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    return ratio, ours, theirs


def _asked(question: Question, country: Country) -> None:
    for _ in question.ask(country):
        pass


def _read(question: Question, country: Country) -> None:
    with country.desk.work() as work:
        for _ in question.must_read(work, country):
            pass


def table(found: list[Growth]) -> str:
    """The reports as lines, aligned: the ratio at each step, the limit for the whole, and what the whole takes."""
    parts = [f"1/{step}" if step > 1 else "whole" for step in STEPS]
    rows = [("report", *parts, "limit", "whole", "bare reading")]
    for each in found:
        limit = f"{each.question.limit:.1f}" + ("" if each.holds else " EXCEEDED")
        ratios = (f"{ratio:.2f}" for ratio in each.ratios)
        rows.append((each.question.name, *ratios, limit, f"{each.ours:.0f} ms", f"{each.theirs:.0f} ms"))
    return aligned(rows)
