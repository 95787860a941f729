"""Every kind of message about every kind of subject: read alike, and right, by four parsers that are not ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.interop.engines import against, readings_of_files
from tests.interop.messages import Right, Sample, samples
from tests.interop.readings import ReadEvent, Reading

ALL = tuple(samples())
# libical knows the tables of RFC 2446 (1998), by which a declined proposal had nothing but UID and COMMENT; RFC 5546 asks for more.
OUTDATED = "libical: VEVENT: Failed iTIP restrictions"


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Reading]]:
    """Every sample as each engine reads it, by its name."""
    folder = tmp_path_factory.mktemp("messages")
    named: dict[Path, Sample] = {(folder / f"{number:03}.ics").resolve(): sample for number, sample in enumerate(ALL)}
    for path, sample in named.items():
        path.write_bytes(sample.raw)
    return {named[path].name: readings for path, readings in readings_of_files(named).items()}


@pytest.mark.parametrize("sample", ALL, ids=lambda sample: sample.name)
def test_four_parsers_read_it_alike_and_right(sample: Sample, read: dict[str, list[Reading]]) -> None:
    readings = read[sample.name]
    found = [each for each in against(readings) if not (sample.method == "DECLINECOUNTER" and each.startswith(OUTDATED))]
    assert found == []
    for reading in readings:
        assert "method" in reading.blind or reading.method == sample.method
        assert [_read(event, reading) for event in reading.events] == _expected(sample.right, reading), reading.engine


def _read(event: ReadEvent, reading: Reading) -> Right:
    original = None if "recurrence_id" in reading.blind else event.recurrence_id
    return Right(start=event.start, end=event.end, occurrences=event.occurrences, original=original)


def _expected(right: tuple[Right, ...], reading: Reading) -> list[Right]:
    """In the order of the readings, by start."""
    blind = "recurrence_id" in reading.blind
    each = [Right(start=r.start, end=r.end, occurrences=r.occurrences, original=None if blind else r.original) for r in right]
    return sorted(each, key=lambda one: one.start or "")


def test_there_is_a_message_of_every_kind() -> None:
    assert {sample.method for sample in ALL} == {"REQUEST", "CANCEL", "DECLINECOUNTER", "PUBLISH", None}
    assert len({sample.name for sample in ALL}) == len(ALL) > 200


def test_each_is_told_apart_from_a_shifted_one(read: dict[str, list[Reading]]) -> None:
    """The control: an hour away is not what was written."""
    sample = ALL[0]
    shifted = Right(start="2026-01-20T09:00:00Z", end=sample.right[0].end)
    assert all([_read(event, reading) for event in reading.events] != [shifted] for reading in read[sample.name])
