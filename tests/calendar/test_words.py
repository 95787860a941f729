"""Dates as people write them, in both languages."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from coordkit.calendar.words import written_when
from coordkit.domain.dates import Days
from coordkit.domain.slots import Repeat, Slot
from tests.calendar.samples import slot


@pytest.mark.parametrize(
    ("when", "uk", "en"),
    [
        (slot(2025, 6, 18, 10), "18 червня 2025, 10:00–11:30, за київським часом", "18 June 2025, 10:00–11:30, Kyiv time"),
        (
            slot(2025, 6, 18, 10, zone="Europe/Zaporozhye"),
            "18 червня 2025, 10:00–11:30, за київським часом",
            "18 June 2025, 10:00–11:30, Kyiv time",
        ),
        (slot(2025, 1, 2, 9, zone="UTC"), "2 січня 2025, 09:00–10:30, UTC", "2 January 2025, 09:00–10:30, UTC"),
        (
            slot(2025, 8, 31, 23, zone="Europe/Warsaw"),
            "31 серпня 2025, 23:00 – 1 вересня 2025, 00:30, за варшавським часом",
            "31 August 2025, 23:00 – 1 September 2025, 00:30, Warsaw time",
        ),
        (
            slot(2025, 8, 31, 9, zone="America/New_York"),
            "31 серпня 2025, 09:00–10:30, за нью-йоркським часом",
            "31 August 2025, 09:00–10:30, New York time",
        ),
        (
            slot(2025, 8, 31, 9, zone="Asia/Kathmandu"),
            "31 серпня 2025, 09:00–10:30, Asia/Kathmandu (UTC+05:45)",
            "31 August 2025, 09:00–10:30, Asia/Kathmandu (UTC+05:45)",
        ),
        (
            Slot(datetime(2026, 10, 25, 3, 30), timedelta(hours=1), "Europe/Kyiv", Repeat.SECOND),
            "25 жовтня 2026, 03:30 (UTC+02:00)–04:30, за київським часом",
            "25 October 2026, 03:30 (UTC+02:00)–04:30, Kyiv time",
        ),
        (Days(date(2025, 6, 18)), "18 червня 2025", "18 June 2025"),
        (Days(date(2025, 6, 18), date(2025, 6, 20)), "18–20 червня 2025", "18–20 June 2025"),
        (Days(date(2025, 6, 30), date(2025, 7, 2)), "30 червня – 2 липня 2025", "30 June – 2 July 2025"),
        (Days(date(2025, 12, 31), date(2026, 1, 1)), "31 грудня 2025 – 1 січня 2026", "31 December 2025 – 1 January 2026"),
    ],
)
def test_a_time_is_written_as_people_write_it(when: Slot | Days, uk: str, en: str) -> None:
    assert written_when(when, "uk") == uk
    assert written_when(when, "en") == written_when(when, "pl") == en
