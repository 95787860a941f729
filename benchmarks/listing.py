"""A hundred thousand meetings listed by group and between two days, and searched by words: beside reading all of them."""

from __future__ import annotations

import os
import statistics
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import coordkit
from benchmarks.country import Maker
from benchmarks.figures import Figure, timed
from benchmarks.keeping import keep_bare
from coordkit import Days, Meeting, MeetingId, MeetingStatus, Plugins, Record, Secretariat, Text, WorkingGroup, WorkingGroupId
from coordkit.secretariat.registry import search

MEETINGS = int(os.environ.get("COORDKIT_BENCH_LISTED", "100000"))
GROUPS = max(MEETINGS // 100, 1)
PAGE = 50
LIMIT = 0.05
COMMON, HALF, RARE = "зустріч", "укриття", "евакуація"
RARE_ONE_IN = 5000
_FIRST = date(2016, 1, 1)
_DAYS = 3650
_TIMES = 9


def figures() -> Iterator[Figure]:
    """What a page of a list or of a search takes, against reading and decoding all meetings once."""
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder) / "desk.db") as desk:
        keep_bare(desk, records())
        groups = [str(group.id) for group in desk.each(WorkingGroup, limit=10)]
        to_ask = questions(desk, groups)
        bare = timed(lambda: _read_all(desk), 1000)
        for name, ask in to_ask.items():
            asked = statistics.median(timed(ask, 1000) for _ in range(_TIMES))
            yield Figure(name, f"reading {MEETINGS:,} meetings", asked, bare, "ms", LIMIT)


def questions(desk: Secretariat, groups: Sequence[str]) -> dict[str, Callable[[], int]]:
    """Each by its name, with how it is asked; it gives how many meetings were found."""
    year = {"earliest": (None, "2020-12-31"), "latest": ("2020-01-01", None)}
    month = {"earliest": (None, "2020-06-30"), "latest": ("2020-06-01", None)}

    def listed(**where: str | tuple[str | None, str | None]) -> int:
        return len(desk.each(Meeting, where, limit=PAGE))

    def found(question: str) -> int:
        return len(search(desk, question, limit=PAGE).records)

    return {
        "list a group's meetings of one year": lambda: listed(group=groups[0], **year),
        "list all meetings of one month": lambda: listed(**month),
        "search a word that one in 5,000 has": lambda: found(RARE),
        "search a word that half have": lambda: found(HALF),
        "search a word that all have": lambda: found(COMMON),
        "search a rare and a common word": lambda: found(f"{RARE} {COMMON}"),
    }


def opened(path: Path) -> Secretariat:
    return coordkit.open(path, actor="benchmark", plugins=Plugins.discover(environ={"COORDKIT_PLUGINS": "none"}))


def records() -> Iterator[Record]:
    maker = Maker(1325)
    groups = [
        WorkingGroup(id=maker.new(WorkingGroupId), name=Text.of(uk=f"Група {number}", en=f"Group {number}"))
        for number in range(GROUPS)
    ]
    yield from groups
    for number in range(MEETINGS):
        words = [COMMON.capitalize(), str(number), *([HALF] if number % 2 else []), *([] if number % RARE_ONE_IN else [RARE])]
        yield Meeting(
            id=maker.new(MeetingId),
            title=Text.of(uk=" ".join(words), en=f"Meeting {number}"),
            status=MeetingStatus.HELD,
            when=Days(_FIRST + timedelta(days=maker.randrange(_DAYS))),
            groups=(maker.choice(groups).id,),
        )


def _read_all(desk: Secretariat) -> None:
    with desk.work() as work:
        for _ in work.each(Meeting):
            pass
