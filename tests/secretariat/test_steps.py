"""Every legal way of a meeting, and of its minutes, at the desk: what is kept is what is read, and the history holds each step."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from coordkit import (
    Attendance,
    Days,
    DomainError,
    Meeting,
    MeetingId,
    MeetingStatus,
    Minutes,
    MinutesId,
    MinutesState,
    PartialDate,
    PersonId,
    Presence,
    Slot,
    Text,
    from_json,
    to_json,
)
from coordkit.secretariat.histories import recorded
from tests.secretariat import desks

S = MeetingStatus
SLOTS = [Slot(datetime(2026, 6, day, 10), timedelta(hours=2), "Europe/Kyiv") for day in (18, 19)]
NOON = datetime(2026, 6, 18, 9, tzinfo=UTC)
OVER = (S.HELD, S.CANCELLED)
TIMED = (S.SCHEDULED, S.UNDER_WAY, S.INTERRUPTED)


class MeetingAtTheDesk(RuleBasedStateMachine):
    """A meeting goes any legal way, is saved at each step, and begins its minutes once it has begun."""

    @initialize()
    def begin(self) -> None:
        self.desk = desks.opened("memory://")
        first = Meeting(id=MeetingId(int=1), title=Text.of(uk="Нарада"))
        (self.meeting,) = self.desk.save(first)
        self.versions = [first]
        self.minutes: Minutes | None = None
        self.later = MeetingId(int=2)
        self.hour = NOON

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            self.desk.close()

    def _keep(self, after: Meeting) -> None:
        changed = after != self.meeting
        (self.meeting,) = self.desk.save(after)
        if changed:
            self.versions.append(after)

    def _is(self, *statuses: MeetingStatus) -> bool:
        return self.meeting.status in statuses

    # -- the legal steps, and each only where it is legal

    @precondition(lambda self: self._is(S.DRAFT, S.POSTPONED))
    @rule(when=st.sampled_from([*SLOTS, Days(date(2026, 6, 18))]))
    def schedule(self, when: Any) -> None:
        self._keep(self.meeting.scheduled(when))

    @precondition(lambda self: self._is(S.SCHEDULED))
    @rule(when=st.sampled_from(SLOTS))
    def move(self, when: Slot) -> None:
        self._keep(self.meeting.moved_to(when))

    @precondition(lambda self: self._is(S.SCHEDULED, S.INTERRUPTED))
    @rule(until=st.sampled_from([None, PartialDate("2026-07")]))
    def postpone(self, until: PartialDate | None) -> None:
        self._keep(self.meeting.postponed(until))

    @precondition(lambda self: not self._is(*OVER))
    @rule()
    def go_online(self) -> None:
        self._keep(self.meeting.moved_online("https://meet.example.org/a"))

    @precondition(lambda self: self._is(S.SCHEDULED))
    @rule()
    def start(self) -> None:
        self._keep(self.meeting.started())

    @precondition(lambda self: self._is(S.UNDER_WAY))
    @rule()
    def interrupt(self) -> None:
        self.hour += timedelta(minutes=10)
        self._keep(self.meeting.interrupted(self.hour, Text.of(uk="тривога")))

    @precondition(lambda self: self._is(S.INTERRUPTED))
    @rule()
    def resume(self) -> None:
        self.hour += timedelta(minutes=10)
        self._keep(self.meeting.resumed(self.hour))

    @precondition(lambda self: self._is(S.SCHEDULED, S.UNDER_WAY, S.INTERRUPTED))
    @rule()
    def hold(self) -> None:
        self._keep(self.meeting.held())

    @precondition(lambda self: self._is(S.DRAFT, S.SCHEDULED, S.POSTPONED, S.INTERRUPTED))
    @rule()
    def cancel(self) -> None:
        self._keep(self.meeting.cancelled())

    @precondition(lambda self: self._is(*OVER))
    @rule(step=st.sampled_from(["cancelled", "held", "started", "postponed"]))
    def nothing_goes_on_after_the_end(self, step: str) -> None:
        with pytest.raises(DomainError, match="cannot become"):
            getattr(self.meeting, step)()

    # -- its minutes

    @precondition(lambda self: self.minutes is None and self._is(S.UNDER_WAY, S.INTERRUPTED, S.HELD))
    @rule(who=st.lists(st.integers(1, 5), unique=True))
    def draft_minutes(self, who: list[int]) -> None:
        lines = tuple(Attendance(who=PersonId(int=number), presence=Presence.PRESENT) for number in who)
        self.minutes = Minutes(id=MinutesId(int=1), meeting=self.meeting.id, attendance=lines)

    @precondition(lambda self: self.minutes is not None)
    @rule(step=st.sampled_from(["circulate", "approve", "correct"]))
    def take_minutes_further(self, step: str) -> None:
        assert self.minutes is not None
        before = self.minutes
        steps = {
            "circulate": lambda: before.circulated(date(2026, 6, 20)),
            "approve": lambda: before.approved(self.later, date(2026, 7, 20)),
            "correct": lambda: before.corrected(Text.of(uk="Виправлено")),
        }
        legal = {
            MinutesState.DRAFT: {"circulate"},
            MinutesState.CIRCULATED: {"approve", "correct"},
            MinutesState.APPROVED: {"correct"},
        }
        if step in legal[before.state]:
            self.minutes = steps[step]()
            assert self.minutes.edition == before.edition + (step == "correct")
            return
        with pytest.raises(DomainError, match=str(before.id)):
            steps[step]()

    # -- what always holds

    @invariant()
    def a_time_stands_where_one_is_needed(self) -> None:
        if hasattr(self, "meeting") and self._is(*TIMED):
            assert isinstance(self.meeting.when, Slot | Days)

    @invariant()
    def only_an_interrupted_meeting_has_an_open_interruption(self) -> None:
        if hasattr(self, "meeting"):
            still = [pause for pause in self.meeting.interruptions if pause.end is None]
            assert len(still) == self._is(S.INTERRUPTED)
            assert all(pause.end is None or pause.start <= pause.end for pause in self.meeting.interruptions)

    @invariant()
    def what_is_kept_is_what_is_read(self) -> None:
        if hasattr(self, "meeting"):
            assert self.desk.get(Meeting, self.meeting.id) == self.meeting == from_json(to_json(self.meeting))
            assert self.minutes is None or from_json(to_json(self.minutes)) == self.minutes

    @invariant()
    def each_step_stands_in_the_history(self) -> None:
        if hasattr(self, "meeting"):
            assert self.meeting.revision == len(self.versions)
            assert recorded(self.desk, self.meeting.id, len(self.versions)) == self.versions[-1]
            assert recorded(self.desk, self.meeting.id, 1) == self.versions[0]


TestAMeetingAtTheDesk = MeetingAtTheDesk.TestCase
TestAMeetingAtTheDesk.settings = settings(
    max_examples=60, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
