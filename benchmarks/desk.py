"""A desk of 10,000 meetings with 12 invitations each: kept with and without history, read with and without the gate, exported."""

from __future__ import annotations

import io
import os
import random
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import coordkit
from benchmarks.figures import Figure, timed
from benchmarks.keeping import keep_bare
from coordkit import (
    Audience,
    Invitation,
    InvitationId,
    Meeting,
    MeetingId,
    MeetingStatus,
    Organization,
    OrganizationId,
    Plugins,
    Record,
    Secretariat,
    Slot,
    Text,
    Tlp,
)
from coordkit.codec.history import record_of
from coordkit.codec.subjects import SUBJECTS

MEETINGS = int(os.environ.get("COORDKIT_BENCH_MEETINGS", "10000"))
INVITED = 12
BATCH = 500
ON = date(2026, 6, 1)


def figures() -> Iterator[Figure]:
    """Inserting with Changes against without; reading through the gate against only decoding; CSV and ics against reading."""
    organizations, records = _records()
    with tempfile.TemporaryDirectory() as folder:
        desk = _desk(Path(folder) / "desk.db")
        desk.save(*organizations)
        with_changes = timed(lambda: _insert(desk, records), len(records))
        other = _desk(Path(folder) / "bare.db")
        other.save(*organizations)
        without = timed(lambda: keep_bare(other, records, BATCH), len(records))
        yield Figure("insert a record with its Change", "the same without Changes", with_changes, without, "us", 2.0)
        other.close()

        with desk.work() as work:
            decoding = timed(lambda: _drain(map(record_of, work.unit.query("meeting"))), MEETINGS)
        gates = {audience: _gate(desk, audience) for audience in (Audience.public(), Audience.desk())}
        for audience, gate in gates.items():
            yield Figure(
                f"read a meeting through the gate ({audience.kind.value})", "the same without the gate", gate, decoding, "us", 1.6
            )
        for name in ("csv", "ics"):
            yield Figure(
                f"write a meeting as {name}", "reading it through the gate", _written(desk, name), gates[Audience.public()], "us"
            )
        desk.close()


def _gate(desk: Secretariat, audience: Audience) -> float:
    with desk.release(audience, ON) as release:
        return timed(lambda: _drain(release.each(Meeting)), MEETINGS)


def _written(desk: Secretariat, name: str) -> float:
    exporter = desk.plugins.exporter(name)
    with desk.release(Audience.public(), ON) as release:
        return timed(lambda: exporter.write(release, SUBJECTS["meetings"], io.BytesIO(), languages=("uk",), options={}), MEETINGS)


def _desk(path: Path) -> Secretariat:
    return coordkit.open(str(path), actor="benchmark", plugins=Plugins.discover(environ={"COORDKIT_PLUGINS": "none"}))


def _records() -> tuple[Sequence[Organization], Sequence[Record]]:
    chance = random.Random(1325)

    def fresh() -> int:
        return UUID(int=chance.getrandbits(128), version=4).int

    organizations = [
        Organization(id=OrganizationId(int=fresh()), name=Text.of(uk=f"Організація {number}"), kind="ngo", tlp=Tlp.CLEAR)
        for number in range(60)
    ]
    records: list[Record] = []
    start = datetime(2026, 1, 5, 10)
    for number in range(MEETINGS):
        meeting = Meeting(
            id=MeetingId(int=fresh()),
            title=Text.of(uk=f"Нарада {number}", en=f"Meeting {number}"),
            status=MeetingStatus.SCHEDULED,
            when=Slot(start + timedelta(days=number % 300), timedelta(minutes=90), "Europe/Kyiv"),
            convener=chance.choice(organizations).id,
            tlp=Tlp.CLEAR,
        )
        records.append(meeting)
        records += [
            Invitation(id=InvitationId(int=fresh()), meeting=meeting.id, invitee=each.id)
            for each in chance.sample(organizations, INVITED)
        ]
    return organizations, records


def _insert(desk: Secretariat, records: Sequence[Record]) -> None:
    for begin in range(0, len(records), BATCH):
        desk.save(*records[begin : begin + BATCH])


def _drain(records: Iterator[object]) -> None:
    for _ in records:
        pass
