"""How a series repeats, in words that a secretary would use."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from coordkit.domain.announced import Announced
from coordkit.domain.series import MeetingSeries
from coordkit.letters.recurrences import Repeating, written_rule, written_series
from tests.letters.samples import series


def times(of: MeetingSeries | Announced) -> Repeating:
    found = Repeating.of(of)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("rule", "first", "uk", "en"),
    [
        ("FREQ=DAILY", date(2026, 6, 16), "щодня", "every day"),
        ("FREQ=DAILY;INTERVAL=2", date(2026, 6, 16), "кожні 2 дні", "every 2 days"),
        ("FREQ=DAILY;INTERVAL=11", date(2026, 6, 16), "кожні 11 днів", "every 11 days"),
        ("FREQ=DAILY;INTERVAL=21", date(2026, 6, 16), "кожен 21 день", "every 21 days"),
        ("FREQ=WEEKLY", date(2026, 6, 16), "щотижня у вівторок", "every Tuesday"),
        ("FREQ=WEEKLY", date(2026, 6, 19), "щотижня в п’ятницю", "every Friday"),
        (
            "FREQ=WEEKLY;BYDAY=MO,WE,FR",
            date(2026, 6, 15),
            "щотижня в понеділок, середу і п’ятницю",
            "every Monday, Wednesday and Friday",
        ),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", date(2026, 6, 21), "кожні 2 тижні в неділю", "every 2 weeks on Sunday"),
        ("FREQ=WEEKLY;INTERVAL=5;BYDAY=MO", date(2026, 6, 15), "кожні 5 тижнів у понеділок", "every 5 weeks on Monday"),
        ("FREQ=MONTHLY;BYDAY=1TU", date(2026, 6, 2), "щомісяця в перший вівторок", "every first Tuesday of the month"),
        ("FREQ=MONTHLY;BYDAY=2SA", date(2026, 6, 13), "щомісяця в другу суботу", "every second Saturday of the month"),
        ("FREQ=MONTHLY;BYDAY=-1FR", date(2026, 6, 26), "щомісяця в останню п’ятницю", "every last Friday of the month"),
        (
            "FREQ=MONTHLY;BYDAY=-3FR",
            date(2026, 6, 12),
            "щомісяця в третю п’ятницю з кінця",
            "every third to last Friday of the month",
        ),
        (
            "FREQ=MONTHLY;BYDAY=1TU,3WE",
            date(2026, 6, 2),
            "щомісяця в перший вівторок і третю середу",
            "every month on the first Tuesday and third Wednesday",
        ),
        (
            "FREQ=MONTHLY;INTERVAL=2;BYDAY=-2SU",
            date(2026, 6, 21),
            "кожні 2 місяці в передостанню неділю",
            "every 2 months on the last but one Sunday",
        ),
        ("FREQ=MONTHLY", date(2026, 6, 15), "щомісяця 15 числа", "every month on the 15th"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", date(2026, 6, 30), "щомісяця в останній день місяця", "every month on the last day"),
        (
            "FREQ=MONTHLY;BYMONTHDAY=1,15,-1",
            date(2026, 6, 15),
            "щомісяця 1 і 15 числа і в останній день місяця",
            "every month on the 1st, 15th and last day",
        ),
        ("FREQ=YEARLY", date(2026, 3, 8), "щороку 8 березня", "every year on 8 March"),
        (
            "FREQ=YEARLY;BYMONTH=3,9;BYDAY=1TU",
            date(2026, 3, 3),
            "щороку в перший вівторок березня і вересня",
            "every year on the first Tuesday of March and September",
        ),
        (
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1",
            date(2026, 2, 28),
            "щороку в останній день лютого",
            "every year on the last day of February",
        ),
        (
            "FREQ=HOURLY",
            date(2026, 6, 16),
            "за окремим правилом, яке показує календар",
            "by a rule of its own, which your calendar shows",
        ),
    ],
)
def test_a_rule_in_words(rule: str, first: date, uk: str, en: str) -> None:
    of = times(series(rule, first))
    assert (written_rule(of, "uk"), written_rule(of, "en")) == (uk, en)


@pytest.mark.parametrize(
    ("rule", "uk", "en"),
    [
        ("FREQ=WEEKLY", "починаючи з 16 червня 2026", "from 16 June 2026"),
        (
            "FREQ=WEEKLY;UNTIL=20270630",
            "від 16 червня 2026 до 30 червня 2027 включно",
            "from 16 June 2026 until 30 June 2027",
        ),
        ("FREQ=WEEKLY;COUNT=10", "починаючи з 16 червня 2026, усього 10 разів", "from 16 June 2026, 10 times in all"),
        ("FREQ=WEEKLY;COUNT=3", "починаючи з 16 червня 2026, усього 3 рази", "from 16 June 2026, 3 times in all"),
        ("FREQ=WEEKLY;COUNT=21", "починаючи з 16 червня 2026, усього 21 раз", "from 16 June 2026, 21 times in all"),
        ("FREQ=WEEKLY;COUNT=1", "починаючи з 16 червня 2026, усього 1 раз", "from 16 June 2026, 1 time in all"),
    ],
)
def test_a_series_says_at_what_time_from_when_and_how_long(rule: str, uk: str, en: str) -> None:
    of = times(series(rule))
    assert written_series(of, "uk") == f"щотижня у вівторок, 10:00–11:30, за київським часом, {uk}"
    assert written_series(of, "en") == f"every Tuesday, 10:00–11:30, Kyiv time, {en}"


def test_days_left_out_and_added_are_named_unless_they_are_many() -> None:
    changed = times(series(exceptions=(date(2026, 6, 23), date(2026, 7, 7)), additions=(date(2026, 6, 25),)))
    assert written_series(changed, "uk").endswith("крім 23 червня 2026 і 7 липня 2026, а також 25 червня 2026")
    assert written_series(changed, "en").endswith("except 23 June 2026 and 7 July 2026, and also 25 June 2026")
    many = times(
        series(
            exceptions=[date(2026, 6, 16) + timedelta(weeks=number) for number in range(1, 13)],
            additions=[date(2026, 6, 17) + timedelta(weeks=number) for number in range(1, 13)],
        )
    )
    assert written_series(many, "uk").endswith("крім днів, яких немає в календарі, а також у дні, які показує календар")
    assert written_series(many, "en").endswith(
        "except days that your calendar leaves out, and on further days that your calendar shows"
    )


def test_a_meeting_of_several_days_says_how_long_it_lasts_and_one_over_midnight_when_it_ends() -> None:
    assert ", 10:00, за київським часом, 3 дні, " in written_series(times(series(duration=timedelta(days=3))), "uk")
    assert ", 10:00–01:00, Kyiv time, " in written_series(times(series(duration=timedelta(hours=15))), "en")


def test_what_was_announced_of_a_series_reads_as_the_series_did() -> None:
    was = series("FREQ=MONTHLY;BYDAY=1TU", date(2026, 6, 2))
    announced = Announced(first=was.first, duration=was.duration, rule=was.rule.rrule(was.first))
    assert written_series(times(announced), "uk") == written_series(times(was), "uk")
    assert Repeating.of(Announced(when=None)) is None
