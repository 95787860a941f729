"""Mail that comes in: fifty thousand damaged messages and the worst of five megabytes, each read or refused within a second."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from random import Random

from icalendar import Calendar

from benchmarks.figures import Figure, timed
from coordkit.calendar.replies import read
from coordkit.domain.errors import ParseError
from tests.reading.builders import EXCHANGE_LIKE_ZONE, calendar, seen
from tests.reading.clients import CLIENTS, COUNTER, EXCHANGE_REPLY, GOOGLE_REPLY, INVITATION, with_zone
from tests.reading.mutations import MOST_CPU, broken_promise, damaged
from tests.reading.worst import worst

SHARE = float(os.environ.get("COORDKIT_BENCH_SHARE", "1"))
DAMAGED = max(int(50_000 * SHARE), 100)
PROCESSES = 2
_TIMES = 200

# What icalendar reads as well: the answers of four programs, without mail around them.
CALENDARS = tuple(
    calendar(text)
    for text in (EXCHANGE_REPLY, with_zone(EXCHANGE_REPLY, EXCHANGE_LIKE_ZONE.replace("NAMED", "FLE Standard Time")), GOOGLE_REPLY,
                 INVITATION, COUNTER)
)  # fmt: skip


def figures() -> Iterator[Figure]:
    """Raises where a message that is whole is not read right, or anything but ``ParseError`` comes of a damaged one."""
    if wrong := [name for name, (raw, expected) in CLIENTS.items() if seen(raw) != expected]:
        raise AssertionError(f"not read as it should be: {', '.join(wrong)}")
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        slowest = max(pool.map(slowest_of, *zip(*_shares(DAMAGED, PROCESSES * 4), strict=True)))
    yield Figure(f"the slowest of {DAMAGED:,} damaged messages", "a second", slowest * 1000, MOST_CPU * 1000, "ms", 1.0)
    yield Figure("the slowest hostile one, most of 5 MB", "a second", slowest_hostile() * 1000, MOST_CPU * 1000, "ms", 1.0)
    ours = timed(lambda: [read(raw) for _ in range(_TIMES) for raw in CALENDARS], _TIMES * len(CALENDARS))
    theirs = timed(lambda: [Calendar.from_ical(raw) for _ in range(_TIMES) for raw in CALENDARS], _TIMES * len(CALENDARS))
    yield Figure("read an answer, judged line by line", "icalendar's from_ical", ours, theirs, "us", 0.5)


def slowest_of(first: int, after: int) -> float:
    """The most seconds of processor time that one of these seeds' messages takes."""
    return max((_seconds(damaged(Random(seed)), f"seed {seed}") for seed in range(first, after)), default=0.0)


def slowest_hostile() -> float:
    """The same of the messages that are made to keep a reader busy."""
    return max(_seconds(raw, name) for name, raw in worst())


def _seconds(raw: bytes, name: str) -> float:
    started = time.process_time()
    try:
        incoming = read(raw)
    except ParseError:
        return time.process_time() - started
    except BaseException as error:
        error.add_note(f"while reading {name}")
        raise
    spent = time.process_time() - started
    if wrong := broken_promise(incoming):
        raise AssertionError(f"{name}: {wrong}")
    return spent


def _shares(whole: int, pieces: int) -> list[tuple[int, int]]:
    return [(whole * piece // pieces, whole * (piece + 1) // pieces) for piece in range(pieces)]
