"""The benchmark of reading, small: damaged messages are read or refused, and what breaks a promise stops it."""

from __future__ import annotations

import pytest

from benchmarks import reading
from coordkit.calendar.replies import read
from tests.reading.mutations import MOST_CPU


def test_the_slowest_of_some_damaged_messages_is_measured() -> None:
    assert 0 < reading.slowest_of(0, 40) < MOST_CPU


def test_the_shares_of_the_processes_are_the_whole() -> None:
    assert [seed for first, after in reading._shares(1001, 8) for seed in range(first, after)] == list(range(1001))


def test_every_calendar_that_is_measured_is_read() -> None:
    assert all(len(read(raw).calendars) == 1 for raw in reading.CALENDARS)


def test_an_error_of_another_kind_stops_it_and_names_the_message(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(raw: bytes) -> None:
        raise RecursionError

    monkeypatch.setattr(reading, "read", broken)
    with pytest.raises(RecursionError) as raised:
        reading.slowest_of(7, 8)
    assert raised.value.__notes__ == ["while reading seed 7"]
