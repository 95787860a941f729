"""Days, counts and lengths in words, with the plural forms that they take."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from coordkit.domain.dates import Days
from coordkit.domain.slots import Repeat, Slot
from coordkit.letters.dates import count, either, length, ordinal, written, written_short
from tests.letters.samples import slot


@pytest.mark.parametrize(
    ("number", "uk", "en"),
    [
        (1, "1 день", "1 day"),
        (2, "2 дні", "2 days"),
        (5, "5 днів", "5 days"),
        (11, "11 днів", "11 days"),
        (21, "21 день", "21 days"),
        (22, "22 дні", "22 days"),
        (112, "112 днів", "112 days"),
    ],
)
def test_a_count_takes_its_plural_form(number: int, uk: str, en: str) -> None:
    assert (count(number, "day", "uk"), count(number, "day", "en")) == (uk, en)


@pytest.mark.parametrize(
    ("value", "uk", "en"),
    [
        (timedelta(minutes=45), "45 хвилин", "45 minutes"),
        (timedelta(minutes=90), "1 година 30 хвилин", "1 hour 30 minutes"),
        (timedelta(hours=2), "2 години", "2 hours"),
        (timedelta(days=1, hours=5, minutes=1), "1 день 5 годин 1 хвилина", "1 day 5 hours 1 minute"),
        (timedelta(seconds=61), "1 хвилина 1 секунда", "1 minute 1 second"),
    ],
)
def test_a_length_of_time_is_told_in_whole_units(value: timedelta, uk: str, en: str) -> None:
    assert (length(value, "uk"), length(value, "en")) == (uk, en)


@pytest.mark.parametrize(
    ("when", "uk", "en"),
    [
        (
            slot(2025, 6, 18, 15, 58),
            "середа, 18 червня 2025, 15:58–17:28, за київським часом",
            "Wednesday, 18 June 2025, 15:58–17:28, Kyiv time",
        ),
        (
            slot(2025, 6, 20, 10),
            "п’ятниця, 20 червня 2025, 10:00–11:30, за київським часом",
            "Friday, 20 June 2025, 10:00–11:30, Kyiv time",
        ),
        (
            slot(2025, 6, 18, 23),
            "18 червня 2025, 23:00 – 19 червня 2025, 00:30, за київським часом",
            "18 June 2025, 23:00 – 19 June 2025, 00:30, Kyiv time",
        ),
        (Days(date(2025, 6, 18)), "середа, 18 червня 2025", "Wednesday, 18 June 2025"),
        (Days(date(2025, 6, 18), date(2025, 6, 20)), "18–20 червня 2025", "18–20 June 2025"),
    ],
)
def test_one_day_is_told_with_its_day_of_the_week(when: Slot | Days, uk: str, en: str) -> None:
    assert (written(when, "uk"), written(when, "en")) == (uk, en)


def test_the_hour_that_comes_twice_shows_its_offset_in_the_short_form_too() -> None:
    first, second = (Slot(datetime(2026, 10, 25, 3, 30), timedelta(hours=1), "Europe/Kyiv", each) for each in Repeat)
    assert written_short(first, "uk") == "25 жовтня 2026, 03:30 (UTC+03:00)"
    assert written_short(second, "en") == "25 October 2026, 03:30 (UTC+02:00)"


def test_english_ordinals_and_lists_of_choices() -> None:
    assert [ordinal(number) for number in (1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 31)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "23rd", "31st",
    ]  # fmt: skip
    assert (either(["очно", "онлайн"], "uk"), either(["in person"], "en")) == ("очно або онлайн", "in person")
