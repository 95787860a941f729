"""Meeting series at the desk: planned under the region's checks, looked at with all that was changed, split in two."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import attrs
import pytest

from coordkit import (
    CheckFailed,
    ClockTime,
    Days,
    DomainError,
    ForeignRule,
    Meeting,
    MeetingId,
    MeetingSeries,
    MeetingSeriesId,
    MeetingStatus,
    NotFound,
    Record,
    Recurrence,
    Secretariat,
    SeriesStatus,
    Slot,
    Text,
    Venue,
)
from coordkit.domain.rules.occurrences import Occurrence
from coordkit.ports import Check, Finding
from coordkit.secretariat import series as at_desk
from tests.secretariat import desks
from tests.secretariat.test_meetings import check, desk_of, finding, region

KYIV = "Europe/Kyiv"
HOUR = timedelta(hours=1)
FIRST = datetime(2026, 9, 1, 10)


def september(day: int) -> date:
    return date(2026, 9, day)


def ten(day: int, hour: int = 10) -> Slot:
    return Slot(datetime(2026, 9, day, hour), HOUR, KYIV)


def series(desk: Secretariat, text: str = "FREQ=WEEKLY", /, **more: Any) -> MeetingSeries:
    fields: dict[str, Any] = {
        "id": desk.new(MeetingSeriesId),
        "title": Text.of(uk="Нарада"),
        "first": ClockTime(FIRST, KYIV),
        "duration": HOUR,
        "rule": Recurrence.parse(text),
    }
    return MeetingSeries(**(fields | more))


def planned(desk: Secretariat, text: str = "FREQ=WEEKLY", /, **more: Any) -> MeetingSeries:
    return at_desk.plan(desk, series(desk, text, **more)).series


def in_september(desk: Secretariat, of: MeetingSeries) -> list[tuple[Any, MeetingStatus]]:
    """What falls in September: when, and how far it got."""
    return [(each.when, each.status) for each in at_desk.occurrences(desk, of.id, september(1), september(30))]


PLANNED, CANCELLED = MeetingStatus.SCHEDULED, MeetingStatus.CANCELLED


# -- planning ---------------------------------------------------------------------------------------------------------


def test_a_planned_series_is_kept(desk: Secretariat) -> None:
    kept = planned(desk)
    assert desk.get(MeetingSeries, kept.id) == kept and kept.revision == 1
    assert [each.id for each in desk.each(MeetingSeries, {"uid": kept.uid})] == [kept.id]
    assert desk.each(Meeting) == ()
    assert in_september(desk, kept) == [(ten(day), PLANNED) for day in (1, 8, 15, 22, 29)]


def test_a_series_in_the_hour_that_clocks_change_is_not_planned(desk: Secretariat) -> None:
    before = desks.held(desk)
    sundays = series(desk, first=ClockTime(datetime(2026, 9, 6, 3, 30), KYIV), rule=Recurrence.parse("FREQ=WEEKLY;COUNT=40"))
    with pytest.raises(CheckFailed, match="an hour that the clocks skip or repeat; nothing was written") as caught:
        at_desk.plan(desk, sundays)
    assert [problem.path for problem in caught.value.problems] == ["2026-10-25", "2027-03-28"]
    assert desks.held(desk) == before
    clear = sundays.without(date(2026, 10, 25)).without(date(2027, 3, 28))
    assert at_desk.plan(desk, clear).series == clear


def on(day: date, found: Finding) -> Check:
    def run(record: Record, asked: date) -> tuple[Finding, ...]:
        return (found,) if asked == day else ()

    return Check(name=found.check, run=run, sources=())


def test_the_regions_checks_see_each_occurrence_of_the_year_ahead() -> None:
    far = date(2027, 9, 7)  # over a year after the first
    with desk_of(region("b", on(september(22), finding("closed", blocks=True)), on(far, finding("far", blocks=True)))) as desk:
        with pytest.raises(CheckFailed, match="cannot be planned so; nothing was written") as caught:
            planned(desk)
        assert [str(problem) for problem in caught.value.problems] == ["2026-09-22, closed: Found by closed"]
        assert desk.each(MeetingSeries) == ()
        kept = series(desk).without(september(22))
        assert at_desk.plan(desk, kept).series == kept


def test_advice_on_many_occurrences_is_given_once() -> None:
    with desk_of(region("b", check("b", finding("shelter")))) as desk:
        done = at_desk.plan(desk, series(desk))
        assert [found.check for found in done.findings] == ["shelter"]


def test_a_foreign_rule_is_checked_on_its_first_day() -> None:
    foreign = ForeignRule("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1")
    with desk_of(region("b", on(september(1), finding("closed", blocks=True)))) as desk:
        with pytest.raises(CheckFailed, match="cannot be planned so"):
            planned(desk, rule=foreign)
        kept = planned(desk, rule=foreign, first=ClockTime(datetime(2026, 9, 7, 10), KYIV))
        assert desk.get(MeetingSeries, kept.id).rule == foreign
        with pytest.raises(DomainError, match="is shown as it came and not expanded"):
            at_desk.occurrences(desk, kept.id, september(1), september(30))


# -- one occurrence ---------------------------------------------------------------------------------------------------


def test_a_moved_occurrence_stands_where_it_was_moved_to(desk: Secretariat) -> None:
    kept = planned(desk)
    moved = at_desk.move(desk, kept.id, september(8), ten(9, 14)).meeting
    assert (moved.series, moved.uid, moved.occurrence) == (kept.id, kept.uid, ClockTime(datetime(2026, 9, 8, 10), KYIV))
    assert in_september(desk, kept) == [(ten(1), PLANNED), (ten(9, 14), PLANNED), *((ten(day), PLANNED) for day in (15, 22, 29))]
    assert desk.get(MeetingSeries, kept.id) == kept
    again = at_desk.move(desk, kept.id, september(8), Days(september(10))).meeting
    assert again.id == moved.id and again.occurrence == moved.occurrence
    assert len(desk.each(Meeting, {"series": str(kept.id)})) == 1


def test_an_occurrence_that_was_moved_into_other_days_is_found_there(desk: Secretariat) -> None:
    kept = planned(desk)
    at_desk.move(desk, kept.id, september(29), Slot(datetime(2026, 10, 2, 10), HOUR, KYIV))
    assert [when for when, _ in in_september(desk, kept)] == [ten(day) for day in (1, 8, 15, 22)]
    (october,) = at_desk.occurrences(desk, kept.id, date(2026, 10, 1), date(2026, 10, 5))
    assert october.original == ClockTime(datetime(2026, 9, 29, 10), KYIV) and october.meeting is not None


def test_a_cancelled_occurrence_is_seen_as_cancelled(desk: Secretariat) -> None:
    kept = planned(desk)
    cancelled = at_desk.cancel_one(desk, kept.id, september(8))
    assert cancelled.status is CANCELLED
    assert in_september(desk, kept)[1] == (ten(8), CANCELLED)
    with pytest.raises(DomainError, match="cancelled cannot become scheduled"):
        at_desk.move(desk, kept.id, september(8), ten(9))


def test_an_occurrence_that_is_singled_out_is_a_meeting_like_any_other(desk: Secretariat) -> None:
    kept = planned(desk)
    meeting = at_desk.single_out(desk, kept.id, september(8))
    assert at_desk.single_out(desk, kept.id, september(8)) == meeting
    desk.save(meeting.held())
    assert in_september(desk, kept)[1] == (ten(8), MeetingStatus.HELD)
    with pytest.raises(DomainError, match="held cannot become cancelled"):
        at_desk.cancel_one(desk, kept.id, september(8))


def test_an_occurrence_put_off_without_a_date_stands_on_its_day(desk: Secretariat) -> None:
    kept = planned(desk)
    desk.save(at_desk.single_out(desk, kept.id, september(8)).postponed())
    assert in_september(desk, kept)[1] == (None, MeetingStatus.POSTPONED)


def test_a_day_without_an_occurrence_is_told(desk: Secretariat) -> None:
    kept = planned(desk)
    asks: list[Callable[[date], object]] = [
        lambda day: at_desk.move(desk, kept.id, day, ten(10)),
        lambda day: at_desk.cancel_one(desk, kept.id, day),
        lambda day: at_desk.single_out(desk, kept.id, day),
    ]
    for ask in asks:
        with pytest.raises(DomainError, match="it has no occurrence on 2026-09-09"):
            ask(september(9))
    assert desk.each(Meeting) == ()


def test_an_occurrence_is_not_moved_where_a_check_blocks_it() -> None:
    with desk_of(region("b", on(september(9), finding("closed", blocks=True)))) as desk:
        kept = planned(desk)
        with pytest.raises(CheckFailed, match="cannot be planned so"):
            at_desk.move(desk, kept.id, september(8), ten(9))
        assert desk.each(Meeting) == ()


def test_days_that_are_reversed_and_a_series_that_is_not_there_are_told(desk: Secretariat) -> None:
    kept = planned(desk)
    with pytest.raises(DomainError, match=r"is before the first .* swap them"):
        at_desk.occurrences(desk, kept.id, september(2), september(1))
    with pytest.raises(NotFound):
        at_desk.occurrences(desk, MeetingSeriesId(int=404), september(1), september(2))
    wrong: Any = MeetingId(int=1)
    with pytest.raises(DomainError, match="expected MeetingSeriesId"):
        at_desk.single_out(desk, wrong, september(1))


# -- all of it, and this and all later --------------------------------------------------------------------------------


def test_a_cancelled_series_takes_its_meetings_with_it(desk: Secretariat) -> None:
    kept = planned(desk)
    desk.save(at_desk.single_out(desk, kept.id, september(1)).held())
    ahead = at_desk.single_out(desk, kept.id, september(8))
    cancelled, meetings = at_desk.cancel(desk, kept.id)
    assert cancelled.status is SeriesStatus.CANCELLED and [meeting.id for meeting in meetings] == [ahead.id]
    assert in_september(desk, kept) == [(ten(1), MeetingStatus.HELD), (ten(8), CANCELLED)]


def test_a_series_that_is_ended_has_nothing_later(desk: Secretariat) -> None:
    kept = planned(desk)
    at_desk.move(desk, kept.id, september(22), ten(23))
    ended = at_desk.end_before(desk, kept.id, september(15))
    assert str(ended.rule) == "FREQ=WEEKLY;UNTIL=20260914"
    assert in_september(desk, kept) == [(ten(1), PLANNED), (ten(8), PLANNED), (ten(23), CANCELLED)]


def test_this_and_all_later_at_another_hour(desk: Secretariat) -> None:
    kept = planned(desk, "FREQ=WEEKLY;COUNT=5")
    at_desk.move(desk, kept.id, september(8), ten(9))
    moved = at_desk.move(desk, kept.id, september(22), ten(23)).meeting
    done = at_desk.split(desk, kept.id, september(15), first=ClockTime(datetime(2026, 9, 15, 14), KYIV))
    assert (str(done.ended.rule), str(done.later.rule)) == ("FREQ=WEEKLY;UNTIL=20260914", "FREQ=WEEKLY;COUNT=3")
    assert (done.later.follows, done.later.uid) == (kept.id, str(done.later.id.uuid))
    assert in_september(desk, done.ended) == [(ten(1), PLANNED), (ten(9), PLANNED)]
    assert in_september(desk, done.later) == [(ten(15, 14), PLANNED), (ten(23), PLANNED), (ten(29, 14), PLANNED)]
    (gone,) = done.meetings
    assert (gone.id, gone.series, gone.uid) == (moved.id, done.later.id, done.later.uid)
    assert gone.occurrence == ClockTime(datetime(2026, 9, 22, 14), KYIV)


def test_what_took_place_stays_in_its_series(desk: Secretariat) -> None:
    kept = planned(desk)
    desk.save(at_desk.single_out(desk, kept.id, september(22)).held())
    before = desks.held(desk)
    for split in (at_desk.split, at_desk.end_before):
        with pytest.raises(DomainError, match="what took place stays in its series; choose a later day") as caught:
            split(desk, kept.id, september(15))
        assert "2026-09-22 10:00 Europe/Kyiv" in str(caught.value)
    assert desks.held(desk) == before
    assert at_desk.split(desk, kept.id, september(29)).later.first.day == september(29)


def test_a_meeting_without_a_day_in_the_new_series_is_decided_first(desk: Secretariat) -> None:
    kept = planned(desk)
    at_desk.move(desk, kept.id, september(22), ten(23))
    every_second = Recurrence.parse("FREQ=WEEKLY;INTERVAL=2")
    before = desks.held(desk)
    with pytest.raises(DomainError, match="some meetings would belong to no series") as caught:
        at_desk.split(desk, kept.id, september(15), rule=every_second)
    assert "has no day in the new series; cancel it first" in str(caught.value)
    assert desks.held(desk) == before
    at_desk.cancel_one(desk, kept.id, september(22))
    done = at_desk.split(desk, kept.id, september(15), rule=every_second)
    assert done.meetings == () and in_september(desk, done.later) == [(ten(15), PLANNED), (ten(29), PLANNED)]


def test_a_split_into_the_hour_that_clocks_change_writes_nothing(desk: Secretariat) -> None:
    kept = planned(desk, first=ClockTime(datetime(2026, 9, 6, 10), KYIV))
    before = desks.held(desk)
    with pytest.raises(CheckFailed, match="the clocks skip or repeat"):
        at_desk.split(desk, kept.id, september(13), first=ClockTime(datetime(2026, 9, 13, 3, 30), KYIV))
    assert desks.held(desk) == before


# -- beside the desk --------------------------------------------------------------------------------------------------


def test_a_series_whose_place_no_region_holds_is_not_kept() -> None:
    with desk_of(region("b", area="B1")) as desk:
        with pytest.raises(CheckFailed, match="'XX9' is no area of region b"):
            planned(desk, venue=Venue(locality="XX9"))
        assert planned(desk, venue=Venue(locality="B1")).venue == Venue(locality="B1")


def test_an_occurrence_that_is_told_apart_from_its_series_keeps_its_status() -> None:
    day = ClockTime(FIRST, KYIV)
    assert Occurrence(day, None).status is PLANNED and Occurrence(day, None).days == (september(1), september(1))
    assert attrs.evolve(Occurrence(day, None), when=Days(september(3), september(4))).days == (september(3), september(4))
