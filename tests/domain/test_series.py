"""Meeting series: their days and times, what is left out or added, the hour that clocks change, and the split in two."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordkit import (
    AgendaItem,
    ClockTime,
    Days,
    DomainError,
    ForeignRule,
    Meeting,
    MeetingId,
    MeetingSeries,
    MeetingSeriesId,
    MeetingStatus,
    Mode,
    OrganizationId,
    PersonId,
    Recurrence,
    SeriesInvitee,
    SeriesStatus,
    Slot,
    Text,
    Tlp,
    Venue,
    WorkingGroupId,
    from_json,
    to_json,
)
from tests.recurrences import recurrences

KYIV = "Europe/Kyiv"
HOUR = timedelta(hours=1)
TEN = datetime(2026, 9, 1, 10)
ONE, TWO = MeetingSeriesId(int=1), MeetingSeriesId(int=2)
# Clocks in Kyiv go from 03:00 to 04:00 on 29 March 2026, and from 04:00 back to 03:00 on 25 October.
SKIPPED, REPEATED = date(2026, 3, 29), date(2026, 10, 25)


def series(text: str = "FREQ=WEEKLY", /, **more: Any) -> MeetingSeries:
    fields: dict[str, Any] = {
        "id": ONE,
        "title": Text.of(uk="Нарада"),
        "first": ClockTime(TEN, KYIV),
        "duration": HOUR,
        "rule": Recurrence.parse(text),
    }
    return MeetingSeries(**(fields | more))


def september(*days: int) -> tuple[date, ...]:
    return tuple(date(2026, 9, day) for day in days)


def in_september(made: MeetingSeries) -> tuple[date, ...]:
    return made.days(date(2026, 9, 1), date(2026, 9, 30))


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


def at_half_past_three(first: date, **more: Any) -> MeetingSeries:
    return series(first=ClockTime(datetime.combine(first, datetime.min.time().replace(hour=3, minute=30)), KYIV), **more)


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


# -- this and all later -----------------------------------------------------------------------------------------------


def test_this_and_all_later_ends_one_series_and_begins_another() -> None:
    made = series(
        "FREQ=WEEKLY;COUNT=10", exceptions=september(8, 29), additions=september(10, 24), sequence=3, revision=5, head=b"x"
    )
    ended, later = made.ended_before(date(2026, 9, 22)), made.continued_from(date(2026, 9, 22), TWO)
    assert str(ended.rule) == "FREQ=WEEKLY;UNTIL=20260921" and in_september(ended) == september(1, 10, 15)
    assert str(later.rule) == "FREQ=WEEKLY;COUNT=7" and in_september(later) == september(22, 24)
    assert (ended.id, ended.uid, ended.sequence, ended.revision, ended.head) == (ONE, made.uid, 3, 5, b"x")
    assert (later.id, later.uid, later.sequence, later.revision, later.head) == (TWO, str(TWO.uuid), 0, 0, None)
    assert later.follows == ONE and ended.follows is None
    assert ended.ends_on == date(2026, 9, 15) and later.ends_on == made.ends_on


def test_what_is_to_change_may_be_said_with_the_split() -> None:
    made = series(exceptions=september(8, 29))
    wednesday = ClockTime(datetime(2026, 9, 16, 14), KYIV)
    later = made.continued_from(date(2026, 9, 15), TWO, first=wednesday, duration=2 * HOUR, rule=Recurrence.parse("FREQ=WEEKLY"))
    assert later.occurrences(date(2026, 9, 1), date(2026, 9, 30)) == tuple(
        Slot(datetime(2026, 9, day, 14), 2 * HOUR, KYIV) for day in (16, 23, 30)
    )
    assert later.exceptions == ()
    with pytest.raises(DomainError, match="a series starts on a day of its rule"):
        series("FREQ=WEEKLY;BYDAY=TU").continued_from(date(2026, 9, 15), TWO, first=wednesday)


def test_a_series_is_split_on_a_later_day_of_its_rule_only() -> None:
    made = series("FREQ=WEEKLY;COUNT=3", additions=september(10))
    for day in (*september(10, 9, 22), date(2026, 8, 25)):
        for split in (made.ended_before, lambda on: made.continued_from(on, TWO)):
            with pytest.raises(DomainError, match=r"is split on a day of its rule, and .* is none"):
                split(day)
    with pytest.raises(DomainError, match="2026-09-01 is its first day; change or cancel the series as a whole"):
        made.ended_before(date(2026, 9, 1))


@given(recurrences(), st.dates(date(1995, 1, 1), date(2050, 1, 1)), st.integers(1, 30), st.data())
def test_both_halves_together_have_the_days_that_the_whole_had(rule: Recurrence, day: date, at: int, data: st.DataObject) -> None:
    begun = next(rule.days_in_reach(day), None)
    if begun is None:
        return
    made = series(first=ClockTime(TEN, KYIV).on(begun), rule=rule)
    of_rule = list(islice(rule.days_in_reach(begun), 40))
    if at >= len(of_rule):
        return
    made = attrs.evolve(made, exceptions=data.draw(st.sets(st.sampled_from(of_rule))))
    there, last = of_rule[at], of_rule[-1]
    before, later = made.ended_before(there).days(begun, last), made.continued_from(there, TWO).days(begun, last)
    assert before + later == made.days(begun, last)
    assert all(day < there for day in before) and all(day >= there for day in later)


# -- one occurrence as a meeting --------------------------------------------------------------------------------------


def test_an_occurrence_becomes_a_meeting_with_all_that_the_series_says() -> None:
    made = series(
        purpose=Text.of(uk="Обмін"),
        topics=("evacuation",),
        kind="briefing",
        modes=(Mode.MIXED,),
        venue=Venue(place=Text.of(uk="Зала")),
        convener=OrganizationId(int=1),
        host=OrganizationId(int=2),
        facilitator=PersonId(int=3),
        groups=(WorkingGroupId(int=4),),
        agenda=(AgendaItem(position=1, title=Text.of(uk="Стан справ")),),
        language="uk",
        chatham_house=True,
        tlp=Tlp.GREEN,
        uid="kept@elsewhere.example",
        sequence=2,
    )
    meeting = made.occurrence_meeting(date(2026, 9, 8), MeetingId(int=9))
    assert meeting.status is MeetingStatus.SCHEDULED
    assert meeting.when == Slot(datetime(2026, 9, 8, 10), HOUR, KYIV)
    assert (meeting.series, meeting.occurrence) == (ONE, ClockTime(datetime(2026, 9, 8, 10), KYIV))
    assert (meeting.uid, meeting.sequence, meeting.predecessor) == ("kept@elsewhere.example", 2, None)
    shared = {"title", "purpose", "topics", "kind", "modes", "venue", "convener", "host", "facilitator", "groups", "agenda"}
    for name in (*shared, "language", "chatham_house", "tlp"):
        assert getattr(meeting, name) == getattr(made, name), name


def test_a_meeting_has_every_field_that_a_series_has_of_its_meetings() -> None:
    # A field added to the series later is either of its meetings, and handed on, or named here.
    of_the_series = {"id", "status", "first", "duration", "rule", "exceptions", "additions", "invitees", "follows", "notes"}
    of_the_record = {"sources", "revision", "head", "changed_at", "sequence"}
    every = {field.name for field in attrs.fields(MeetingSeries)}
    handed_on = every - of_the_series - of_the_record
    meeting = series().occurrence_meeting(TEN.date(), MeetingId(int=9))
    assert all(getattr(meeting, name) == getattr(series(), name) for name in handed_on)


def test_a_moved_occurrence_remembers_when_it_was_to_be() -> None:
    moved = series().occurrence_meeting(date(2026, 9, 8), MeetingId(int=9), Days(date(2026, 9, 9)))
    assert moved.when == Days(date(2026, 9, 9)) and moved.occurrence == ClockTime(datetime(2026, 9, 8, 10), KYIV)


def test_an_occurrence_in_the_hour_that_is_skipped_can_be_moved_out_of_it() -> None:
    made = at_half_past_three(date(2026, 3, 22), rule=Recurrence.parse("FREQ=WEEKLY"))
    with pytest.raises(DomainError, match="the clocks skip it"):
        made.occurrence_meeting(SKIPPED, MeetingId(int=9))
    moved = made.occurrence_meeting(SKIPPED, MeetingId(int=9), Slot(datetime(2026, 3, 29, 5), HOUR, KYIV))
    assert moved.occurrence is not None and moved.occurrence.start == datetime(2026, 3, 29, 3, 30)
    assert from_json(to_json(moved)) == moved


def test_a_day_without_an_occurrence_becomes_no_meeting() -> None:
    for day in (date(2026, 9, 2), date(2026, 8, 25)):
        with pytest.raises(DomainError, match=f"it has no occurrence on {day}"):
            series().occurrence_meeting(day, MeetingId(int=9))
    with pytest.raises(DomainError, match="expected a date"):
        series().occurrence_meeting(TEN, MeetingId(int=9))


def test_a_meeting_is_no_half_of_an_occurrence() -> None:
    fields: dict[str, Any] = {"id": MeetingId(int=9), "title": Text.of(uk="Нарада"), "series": ONE}
    original = ClockTime(TEN, KYIV)
    with pytest.raises(DomainError, match="which occurrence of the series is it"):
        Meeting(**fields, uid="x")
    with pytest.raises(DomainError, match="an occurrence carries the UID of its series"):
        Meeting(**fields, occurrence=original)
    with pytest.raises(DomainError, match="write ClockTime"):
        Meeting(**(fields | {"uid": "x", "occurrence": TEN}))
    with pytest.raises(DomainError, match="expected MeetingSeriesId"):
        Meeting(**(fields | {"series": MeetingId(int=1)}), uid="x", occurrence=original)
    assert Meeting(**fields, uid="x", occurrence=original).occurrence == original
