"""Meetings: which steps are legal, and that no way through them breaks what always holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordkit import (
    AgendaItem,
    Counted,
    Days,
    DomainError,
    Headcount,
    Interruption,
    KindPresent,
    Meeting,
    MeetingId,
    MeetingStatus,
    Mode,
    PartialDate,
    Slot,
    Text,
    Venue,
)

S = MeetingStatus
SLOT = Slot(datetime(2026, 6, 18, 10), timedelta(hours=2), "Europe/Kyiv")
LATER = Slot(datetime(2026, 7, 2, 10), timedelta(hours=2), "Europe/Kyiv")
NOON = datetime(2026, 6, 18, 9, tzinfo=UTC)

STEPS: dict[str, Callable[[Meeting], Meeting]] = {
    "scheduled": lambda meeting: meeting.scheduled(SLOT),
    "moved_to": lambda meeting: meeting.moved_to(LATER),
    "postponed": lambda meeting: meeting.postponed(PartialDate("2026-10")),
    "started": lambda meeting: meeting.started(),
    "interrupted": lambda meeting: meeting.interrupted(NOON, Text.of(en="air raid alert")),
    "resumed": lambda meeting: meeting.resumed(NOON + timedelta(minutes=40)),
    "held": lambda meeting: meeting.held(),
    "cancelled": lambda meeting: meeting.cancelled(),
    "moved_online": lambda meeting: meeting.moved_online("https://meet.example.org/a"),
}
# From the plan of the house: draft, scheduled, postponed, under way, interrupted, held, cancelled. All that is not here is illegal.
LEGAL = {
    S.DRAFT: {"scheduled": S.SCHEDULED, "cancelled": S.CANCELLED, "moved_online": S.DRAFT},
    S.SCHEDULED: {
        "scheduled": S.SCHEDULED, "moved_to": S.SCHEDULED, "postponed": S.POSTPONED, "started": S.UNDER_WAY, "held": S.HELD,
        "cancelled": S.CANCELLED, "moved_online": S.SCHEDULED,
    },
    S.POSTPONED: {
        "scheduled": S.SCHEDULED, "moved_to": S.SCHEDULED, "cancelled": S.CANCELLED, "moved_online": S.POSTPONED,
    },
    S.UNDER_WAY: {"interrupted": S.INTERRUPTED, "held": S.HELD, "moved_online": S.UNDER_WAY},
    S.INTERRUPTED: {
        "resumed": S.UNDER_WAY, "postponed": S.POSTPONED, "held": S.HELD, "cancelled": S.CANCELLED,
        "moved_online": S.INTERRUPTED,
    },
    S.HELD: {},
    S.CANCELLED: {},
}  # fmt: skip


def draft() -> Meeting:
    return Meeting(id=MeetingId(int=1), title=Text.of(uk="Нарада"))


def at(status: MeetingStatus) -> Meeting:
    """A meeting that came to this status by legal steps."""
    way = {
        S.DRAFT: [], S.SCHEDULED: ["scheduled"], S.POSTPONED: ["scheduled", "postponed"], S.UNDER_WAY: ["scheduled", "started"],
        S.INTERRUPTED: ["scheduled", "started", "interrupted"], S.HELD: ["scheduled", "held"], S.CANCELLED: ["cancelled"],
    }[status]  # fmt: skip
    meeting = draft()
    for step in way:
        meeting = STEPS[step](meeting)
    return meeting


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("status", S)
def test_a_step_leads_where_the_table_says_and_is_refused_everywhere_else(status: MeetingStatus, step: str) -> None:
    meeting = at(status)
    assert meeting.status is status
    if step in LEGAL[status]:
        assert STEPS[step](meeting).status is LEGAL[status][step]
    else:
        with pytest.raises(DomainError) as refused:
            STEPS[step](meeting)
        assert str(meeting.id) in str(refused.value)
    assert meeting.status is status


@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=12))
def test_no_way_through_the_steps_breaks_what_always_holds(steps: list[str]) -> None:
    meeting = draft()
    for step in steps:
        try:
            meeting = STEPS[step](meeting)
        except DomainError:
            continue
        if meeting.status in (S.SCHEDULED, S.UNDER_WAY, S.INTERRUPTED):
            assert isinstance(meeting.when, Slot | Days)
        still = [pause for pause in meeting.interruptions if pause.end is None]
        assert len(still) == (meeting.status is S.INTERRUPTED)
        assert not still or still == [meeting.interruptions[-1]]
        assert (meeting.id, meeting.uid, meeting.title) == (draft().id, draft().uid, draft().title)
        assert len(set(meeting.modes)) == len(meeting.modes)
        assert attrs.evolve(meeting) == meeting


def test_a_refused_step_says_what_is_possible_from_here() -> None:
    with pytest.raises(DomainError, match="a meeting that is draft cannot become held; from here: cancelled, scheduled"):
        draft().held()
    with pytest.raises(DomainError, match="from here: nothing"):
        at(S.HELD).cancelled()
    with pytest.raises(DomainError, match=r"a draft is scheduled first; use scheduled\(when\)"):
        draft().moved_to(SLOT)


@pytest.mark.parametrize("status", [S.SCHEDULED, S.UNDER_WAY, S.INTERRUPTED])
@pytest.mark.parametrize("when", [None, PartialDate("2026-06"), PartialDate("2026-06-18")])
def test_a_status_that_needs_a_time_is_refused_without(status: MeetingStatus, when: PartialDate | None) -> None:
    with pytest.raises(DomainError, match=r"meeting\.when: a meeting that is .* needs a time"):
        attrs.evolve(draft(), status=status, when=when)


def test_a_held_meeting_may_have_any_date_or_none() -> None:
    for when in (None, PartialDate("[..2023-09]"), Days(date(2023, 9, 1)), SLOT):
        assert attrs.evolve(draft(), status=S.HELD, when=when).when == when


def test_interruptions_are_intervals_and_the_meeting_goes_on() -> None:
    meeting = at(S.UNDER_WAY).interrupted(NOON).resumed(NOON + timedelta(minutes=30)).interrupted(NOON + timedelta(hours=1))
    assert [pause.end for pause in meeting.interruptions] == [NOON + timedelta(minutes=30), None]
    ended = meeting.held()
    assert ended.interruptions[-1].end == ended.interruptions[-1].start


def test_a_further_interruption_begins_when_the_one_before_is_over() -> None:
    resumed = at(S.UNDER_WAY).interrupted(NOON).resumed(NOON + timedelta(minutes=30))
    assert len(resumed.interrupted(NOON + timedelta(minutes=30)).interruptions) == 2
    with pytest.raises(DomainError, match="the break before lasted until"):
        resumed.interrupted(NOON + timedelta(minutes=29))


def test_an_interruption_is_not_over_before_it_began_nor_naive() -> None:
    meeting = at(S.INTERRUPTED)
    with pytest.raises(DomainError, match=r"interruption: it ends at .* before its start"):
        meeting.resumed(NOON - timedelta(minutes=1))
    with pytest.raises(DomainError, match="is a naive time"):
        meeting.resumed(datetime(2026, 6, 18, 12))
    with pytest.raises(DomainError, match="is a naive time"):
        at(S.UNDER_WAY).interrupted(datetime(2026, 6, 18, 12))


def test_only_an_interrupted_meeting_has_an_open_interruption_and_it_is_the_last() -> None:
    still = Interruption(start=NOON)
    over = Interruption(start=NOON, end=NOON)
    with pytest.raises(DomainError, match="only a meeting that is interrupted has an open interruption, its last"):
        attrs.evolve(at(S.UNDER_WAY), interruptions=(still,))
    with pytest.raises(DomainError, match="its last"):
        attrs.evolve(at(S.INTERRUPTED), interruptions=(still, over))
    with pytest.raises(DomainError, match="an interrupted meeting needs the interruption that lasts"):
        attrs.evolve(at(S.INTERRUPTED), interruptions=(over,))


def test_a_meeting_neither_follows_nor_contains_itself() -> None:
    with pytest.raises(DomainError, match="cannot follow or contain itself"):
        attrs.evolve(draft(), part_of=draft().id)
    with pytest.raises(DomainError, match="cannot follow or contain itself"):
        attrs.evolve(draft(), predecessor=draft().id)


def test_a_mode_is_named_once() -> None:
    with pytest.raises(DomainError, match=r"meeting\.modes: a mode stands twice"):
        attrs.evolve(draft(), modes=(Mode.ONLINE, Mode.ONLINE))


def test_going_online_keeps_the_place_on_record() -> None:
    place = Text.of(uk="Зала 2")
    meeting = attrs.evolve(at(S.SCHEDULED), venue=Venue(locality="UA65", place=place), modes=(Mode.IN_PERSON,))
    moved = meeting.moved_online("https://meet.example.org/a")
    assert moved.modes == (Mode.ONLINE,)
    assert moved.venue == Venue(locality="UA65", place=place, link="https://meet.example.org/a")


def test_what_is_known_of_who_came_is_kept_and_not_overwritten_by_nothing() -> None:
    ten = Headcount(value=10, counted=Counted.ORGANIZATIONS)
    known = attrs.evolve(at(S.SCHEDULED), headcount=ten, kinds_present=(KindPresent(kind="ngo"),))
    assert known.held().headcount == ten and known.held().kinds_present == known.kinds_present
    none = Headcount(value=0, counted=Counted.PEOPLE)
    assert known.held(headcount=none).headcount == none


@pytest.mark.parametrize("uid", ["", "  ", "\x01", "\x0b\u2028"])
def test_a_calendar_uid_that_nobody_could_read_is_refused(uid: str) -> None:
    with pytest.raises(DomainError, match="a meeting needs a calendar UID"):
        Meeting(id=MeetingId(int=1), title=Text.of(uk="Нарада"), uid=uid)


def test_the_calendar_uid_is_the_meetings_own_and_stays() -> None:
    assert draft().uid == str(draft().id.uuid)
    assert at(S.SCHEDULED).moved_to(LATER).uid == draft().uid


@pytest.mark.parametrize("duration", [timedelta(0), timedelta(minutes=-5), timedelta(seconds=1, microseconds=1)])
def test_an_agenda_item_takes_whole_seconds_or_says_nothing(duration: timedelta) -> None:
    assert AgendaItem(position=1, title=Text.of(uk="Пункт"), duration=timedelta(minutes=20)).duration == timedelta(minutes=20)
    with pytest.raises(DomainError, match="whole seconds"):
        AgendaItem(position=1, title=Text.of(uk="Пункт"), duration=duration)
