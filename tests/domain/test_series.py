"""Meeting series: their days and times, what is left out or added, what makes no sense, the hour that clocks change."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from coordkit import (
    ClockTime,
    DomainError,
    ForeignRule,
    MeetingId,
    Mode,
    PersonId,
    Recurrence,
    SeriesInvitee,
    SeriesStatus,
    Slot,
    from_json,
    to_json,
)
from tests.domain.series_samples import HOUR, KYIV, ONE, REPEATED, SKIPPED, TEN, at_half_past_three, in_september, september, series

# -- days and times ---------------------------------------------------------------------------------------------------


def test_occurrences_keep_their_time_on_the_clock_when_the_clocks_change() -> None:
    october = series().occurrences(date(2026, 10, 20), date(2026, 10, 31))
    assert october == (Slot(datetime(2026, 10, 20, 10), HOUR, KYIV), Slot(datetime(2026, 10, 27, 10), HOUR, KYIV))
    assert [slot.starts.utcoffset() for slot in october] == [timedelta(hours=3), timedelta(hours=2)]


def test_days_left_out_and_added_change_the_days_of_the_rule() -> None:
    made = series(exceptions=september(8), additions=september(10, 24))
    assert in_september(made) == september(1, 10, 15, 22, 24, 29)
    assert made.days(date(2026, 9, 9), date(2026, 9, 15)) == september(10, 15)
    assert not made.takes_place_on(date(2026, 9, 8)) and made.takes_place_on(date(2026, 9, 10))


def test_a_day_can_be_left_out_and_taken_back() -> None:
    made = series()
    without = made.without(date(2026, 9, 8))
    assert without.exceptions == september(8) and in_september(without) == september(1, 15, 22, 29)
    assert without.with_day(date(2026, 9, 8)) == made
    with pytest.raises(DomainError, match="it has no occurrence on 2026-09-08"):
        without.without(date(2026, 9, 8))


def test_a_day_can_be_added_and_taken_back() -> None:
    made = series()
    more = made.with_day(date(2026, 9, 10))
    assert more.additions == september(10) and more.without(date(2026, 9, 10)) == made
    for day in september(8, 10):
        with pytest.raises(DomainError, match=r"takes place on .* already, once a day"):
            more.with_day(day)
    with pytest.raises(DomainError, match="is not after the first day"):
        made.with_day(date(2026, 8, 31))


def test_the_first_day_may_be_left_out() -> None:
    assert in_september(series().without(date(2026, 9, 1))) == september(8, 15, 22, 29)


def test_a_cancelled_series_does_not_take_place() -> None:
    made = series().cancelled()
    assert made.status is SeriesStatus.CANCELLED and in_september(made) == ()
    with pytest.raises(DomainError, match="cancelled already"):
        made.cancelled()
    with pytest.raises(DomainError, match="a cancelled series is not split"):
        made.ended_before(date(2026, 9, 8))


def test_a_series_that_goes_on_is_asked_about_no_day_beyond_the_cap() -> None:
    with pytest.raises(DomainError, match="no further; ask for earlier days"):
        series("FREQ=YEARLY").days(date(2100, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("rule", "last"),
    [
        ("FREQ=WEEKLY", None),
        ("FREQ=WEEKLY;COUNT=3", date(2026, 9, 15)),
        ("FREQ=WEEKLY;UNTIL=20260920", date(2026, 9, 15)),
        ("FREQ=YEARLY;COUNT=100", None),
    ],
)
def test_the_last_day_is_known_where_the_rule_ends(rule: str, last: date | None) -> None:
    assert series(rule).ends_on == last


def test_an_added_day_may_be_the_last() -> None:
    assert series("FREQ=WEEKLY;COUNT=3", additions=september(24)).ends_on == date(2026, 9, 24)


def test_a_foreign_rule_is_kept_and_not_expanded() -> None:
    made = series(rule=ForeignRule("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1"))
    assert made.ends_on is None and made.odd_hours() == ()
    for ask in (lambda: in_september(made), lambda: made.without(TEN.date()), lambda: made.ended_before(TEN.date())):
        with pytest.raises(DomainError, match="is shown as it came and not expanded: BYSETPOS"):
            ask()


# -- what makes no sense ----------------------------------------------------------------------------------------------

BAD: list[tuple[dict[str, Any], str]] = [
    ({"rule": Recurrence.parse("FREQ=MONTHLY;BYDAY=1MO")}, "a series starts on a day of its rule, and 2026-09-01 is none"),
    ({"rule": Recurrence.parse("FREQ=WEEKLY;UNTIL=20260831")}, "a series starts on a day of its rule"),
    ({"rule": "FREQ=WEEKLY"}, r"write Recurrence\.parse"),
    ({"first": Slot(TEN, HOUR, KYIV)}, "write ClockTime"),
    ({"duration": timedelta(0)}, "more than none"),
    ({"duration": timedelta(days=367)}, "366 days at most"),
    ({"duration": timedelta(microseconds=1)}, "whole seconds"),
    ({"duration": 60}, "write timedelta"),
    ({"status": "running"}, "SeriesStatus.RUNNING"),
    ({"exceptions": (date(2026, 8, 31),)}, "is before the first day"),
    ({"exceptions": (TEN,)}, "expected a date"),
    ({"exceptions": date(2026, 9, 8)}, "expected several"),
    ({"additions": (TEN.date(),)}, "is not after the first day"),
    ({"additions": september(8), "exceptions": september(8)}, "both left out and added"),
    ({"follows": ONE}, "cannot follow itself"),
    ({"uid": " \t"}, "needs a calendar UID"),
    ({"modes": (Mode.ONLINE, Mode.ONLINE)}, "series.modes: one stands twice"),
    ({"invitees": 2 * (SeriesInvitee(invitee=PersonId(int=1)),)}, "series.invitees: one stands twice"),
    ({"invitees": (PersonId(int=1),)}, "expected SeriesInvitee"),
    ({"id": MeetingId(int=1)}, "MeetingSeriesId"),
]


@pytest.mark.parametrize(("fields", "complaint"), BAD, ids=str)
def test_a_series_that_makes_no_sense_is_refused(fields: dict[str, Any], complaint: str) -> None:
    with pytest.raises(DomainError, match=complaint):
        series(**fields)


# -- the hour that clocks skip or repeat ------------------------------------------------------------------------------


def test_a_series_that_meets_the_changing_of_clocks_is_told_every_such_day() -> None:
    made = at_half_past_three(date(2026, 3, 1), rule=Recurrence.parse("FREQ=WEEKLY;COUNT=40"))
    problems = {problem.path: problem.message for problem in made.odd_hours()}
    assert list(problems) == [SKIPPED.isoformat(), REPEATED.isoformat()]
    assert "2026-03-29 03:30:00 does not exist in Europe/Kyiv" in problems[SKIPPED.isoformat()]
    assert "2026-10-25 03:30:00 comes twice" in problems[REPEATED.isoformat()]
    assert all("leave this day out or choose another time" in told for told in problems.values())


def test_a_series_without_those_days_is_clear() -> None:
    made = at_half_past_three(date(2026, 3, 1), rule=Recurrence.parse("FREQ=WEEKLY;COUNT=40"))
    assert made.without(SKIPPED).without(REPEATED).odd_hours() == ()
    assert series().odd_hours() == ()


def test_an_occurrence_that_ends_in_the_repeated_hour_is_odd_too() -> None:
    made = series("FREQ=WEEKLY;COUNT=9", first=ClockTime(datetime(2026, 9, 6, 2, 30), KYIV))
    (problem,) = made.odd_hours()
    assert problem.path == REPEATED.isoformat()
    assert "ends at 2026-10-25 03:30:00, which comes twice" in problem.message


def test_odd_hours_are_looked_for_as_far_as_the_rule_is_followed() -> None:
    made = at_half_past_three(date(2026, 3, 28), rule=Recurrence.parse("FREQ=YEARLY"))
    assert [problem.path for problem in made.odd_hours()] == [
        f"{year}-03-28" for year in (2027, 2032, 2038, 2049, 2055, 2060, 2066)
    ]


def test_a_series_that_a_law_made_odd_is_read_and_its_other_days_are_known() -> None:
    made = at_half_past_three(SKIPPED, rule=Recurrence.parse("FREQ=WEEKLY"))
    assert from_json(to_json(made)) == made
    assert made.days(SKIPPED, date(2026, 4, 5)) == (SKIPPED, date(2026, 4, 5))
    assert len(made.occurrences(date(2026, 4, 1), date(2026, 4, 30))) == 4
    with pytest.raises(DomainError, match="the clocks skip it; choose another time"):
        made.occurrences(SKIPPED, date(2026, 4, 5))
