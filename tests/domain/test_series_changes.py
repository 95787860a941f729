"""A series split in two on one of its days, and one occurrence of it that becomes a meeting of its own."""

from __future__ import annotations

from datetime import date, datetime
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
    Meeting,
    MeetingId,
    MeetingSeries,
    MeetingStatus,
    Mode,
    OrganizationId,
    PersonId,
    Recurrence,
    Slot,
    Text,
    Tlp,
    Venue,
    WorkingGroupId,
    from_json,
    to_json,
)
from tests.domain.series_samples import HOUR, KYIV, ONE, SKIPPED, TEN, TWO, at_half_past_three, in_september, september, series
from tests.recurrences import recurrences

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
