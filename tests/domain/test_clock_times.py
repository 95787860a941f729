"""Times on the clock of a named zone, kept whatever the law does to the clock."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from coordkit import ClockTime, DomainError, Slot

KYIV = "Europe/Kyiv"
HOUR = timedelta(hours=1)
TEN = datetime(2026, 9, 1, 10)


@pytest.mark.parametrize(
    ("start", "zone", "complaint"),
    [
        (TEN.replace(fold=1), KYIV, "stand apart"),
        (TEN.replace(microsecond=1), KYIV, "whole seconds"),
        (datetime(999, 1, 1), KYIV, "out of reach"),
        (datetime(9001, 1, 1), KYIV, "out of reach"),
        (date(2026, 9, 1), KYIV, "expected datetime"),
        (TEN, "Kyiv", "no time zone is called"),
        (TEN, None, "expected str"),
    ],
)
def test_a_time_on_no_clock_is_refused(start: Any, zone: Any, complaint: str) -> None:
    with pytest.raises(DomainError, match=complaint):
        ClockTime(start, zone)


def test_a_time_on_a_clock_says_itself() -> None:
    assert str(ClockTime(TEN, KYIV)) == "2026-09-01 10:00 Europe/Kyiv"
    assert ClockTime.of(Slot(TEN, HOUR, KYIV)) == ClockTime(TEN, KYIV)


def test_a_clock_that_shows_a_time_twice_means_the_later() -> None:
    later = ClockTime(datetime(2026, 10, 25, 3, 30), KYIV).in_utc()
    assert later.replace(tzinfo=None) == datetime(2026, 10, 25, 1, 30)
