"""A million rows of attendance written as CSV and JSON Lines: as much memory as ten thousand, each in a process of its own.

Run as a program (``attendance.py DESK FORMAT AUDIENCE``) it writes the table of that desk, and prints the most memory it took.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import coordkit
from benchmarks.country import Maker
from benchmarks.figures import Figure
from benchmarks.keeping import keep_bare
from coordkit import (
    Attendance,
    Attended,
    Audience,
    Days,
    Meeting,
    MeetingId,
    MeetingStatus,
    Membership,
    MembershipId,
    Minutes,
    MinutesId,
    Organization,
    OrganizationId,
    Person,
    PersonId,
    Plugins,
    Record,
    Secretariat,
    Text,
    WorkingGroup,
    WorkingGroupId,
)
from coordkit.secretariat.exchange import export

ROWS = int(os.environ.get("COORDKIT_BENCH_ROWS", "1000000"))
FEW = ROWS // 100
LISTED = 40
"""Lines of each attendance list."""
PEOPLE, ORGANIZATIONS = 1000, 200
ON = date(2026, 6, 1)
GROUP = WorkingGroupId(int=1325)
AUDIENCES = {"desk": Audience.desk(), "group": Audience.of_group(GROUP)}
TASKS = (("csv", "group"), ("jsonl", "desk"))
LIMIT = 1.1
_STATUS = Path("/proc/self/status")


def figures() -> Iterator[Figure]:
    """The most memory that writing all rows takes, against writing a hundredth of them."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(max_workers=2) as pool:
        many, few = (kept(Path(folder) / f"{rows}.db", rows) for rows in (ROWS, FEW))
        peaks = [(task, pool.submit(peak_of, many, *task), pool.submit(peak_of, few, *task)) for task in TASKS]
        for (format, audience), all_rows, few_rows in peaks:
            yield Figure(
                f"peak memory, {ROWS:,} rows of attendance as {format} ({audience})", f"{FEW:,} rows",
                all_rows.result(), few_rows.result(), "MB", LIMIT,
            )  # fmt: skip


def kept(path: Path, rows: int) -> Path:
    with opened(path) as desk:
        keep_bare(desk, records(rows))
    return path


def opened(path: Path) -> Secretariat:
    return coordkit.open(path, actor="benchmark", plugins=Plugins.discover(environ={"COORDKIT_PLUGINS": "none"}))


def records(rows: int) -> Iterator[Record]:
    maker = Maker(1325)
    people = [maker.new(PersonId) for _ in range(PEOPLE)]
    organizations = [maker.new(OrganizationId) for _ in range(ORGANIZATIONS)]
    yield WorkingGroup(id=GROUP, name=Text.of(uk="Робоча група", en="Working group"))
    for number, person in enumerate(people, start=1):
        yield Person(id=person, name=Text.of(uk=f"Учасник {number}", en=f"Participant {number}"))
        yield Membership(id=maker.new(MembershipId), group=GROUP, member=person, since="2019")
    for number, organization in enumerate(organizations, start=1):
        yield Organization(id=organization, name=Text.of(uk=f"Служба {number}", en=f"Service {number}"))
    for number in range(rows // LISTED):
        day = date(2020, 1, 1) + timedelta(days=number % 2000)
        meeting = Meeting(
            id=maker.new(MeetingId), title=Text.of(uk=f"Зустріч {number}", en=f"Meeting {number}"), status=MeetingStatus.HELD,
            when=Days(day), groups=(GROUP,),
        )  # fmt: skip
        yield meeting
        lines = (
            Attendance(who=who, attended=Attended.ON_SITE, on_behalf_of=maker.choice(organizations))
            for who in maker.sample(people, LISTED)
        )
        yield Minutes(id=maker.new(MinutesId), meeting=meeting.id, attendance=tuple(lines))


def peak_of(desk: Path, format: str, audience: str) -> float:
    found = subprocess.run([sys.executable, __file__, str(desk), format, audience], check=True, capture_output=True, text=True)
    return float(found.stdout)


def _most_memory() -> float:
    """The most memory that this process had, in MB.

    Linux counts it in VmHWM from the moment the program began; ``ru_maxrss`` may still hold what the parent had when it forked.
    """
    if _STATUS.exists():
        (line,) = (line for line in _STATUS.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


def write(path: Path, format: str, audience: str) -> int:
    """Writes the table beside the desk and gives the number of its rows."""
    table = path.with_name(f"{path.stem}-{audience}.{format}")
    with opened(path) as desk:
        report = export(desk, "attendance", table, audience=AUDIENCES[audience], on=ON, languages=("uk",))
    table.unlink()
    return report.written


if __name__ == "__main__":
    written = write(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
    if not written:
        sys.exit("no row was written")
    print(_most_memory())
