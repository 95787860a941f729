"""Silent groups where several meetings are known in part, and where a group rested and woke again."""

from __future__ import annotations

from datetime import date

import pytest

from coordkit import (
    Answer,
    DomainError,
    GroupState,
    Meeting,
    MeetingId,
    MeetingStatus,
    PartialDate,
    StateSince,
    Text,
    WorkingGroup,
    WorkingGroupId,
)
from coordkit.domain.rules.rhythm import months_after, silent_groups

ON = date(2026, 8, 1)
NAME = Text.of(en="Name")
GROUP = WorkingGroupId(int=1)


def group(*states: tuple[GroupState, str], cadence: int = 3) -> WorkingGroup:
    told = tuple(StateSince(state=state, since=since) for state, since in states or ((GroupState.ACTIVE, "2020-01-01"),))
    return WorkingGroup(id=GROUP, name=NAME, states=told, cadence_months=cadence)


def held(number: int, day: str | None) -> Meeting:
    when = None if day is None else PartialDate(day)
    return Meeting(id=MeetingId(int=number), title=NAME, status=MeetingStatus.HELD, when=when, groups=(GROUP,))


@pytest.mark.parametrize(
    ("days", "answer"),
    [
        (("2026-06-15", "2026"), None),  # the sure one is enough, whenever the other was
        (("2024-01-01", "2026"), Answer.POSSIBLY),
        (("2024-01-01", "[2023-05-01..]"), Answer.POSSIBLY),  # the other can have been yesterday
        (("2024-01-01", None), Answer.POSSIBLY),
        (("2024-01-01", "2024"), Answer.YES),
        (("2024-01-01", "9999"), Answer.YES),  # which is not held by then
    ],
)
def test_a_meeting_that_is_known_in_part_hides_no_other_and_may_be_the_last(
    days: tuple[str | None, ...], answer: Answer | None
) -> None:
    meetings = [held(number, day) for number, day in enumerate(days, start=1)]
    for order in (meetings, meetings[::-1]):
        assert [each.answer for each in silent_groups([group()], order, ON)] == ([] if answer is None else [answer])


WOKEN = group((GroupState.ACTIVE, "2020-01-01"), (GroupState.DORMANT, "2022-01-01"), (GroupState.ACTIVE, "2026-07-20"))


def test_a_group_that_woke_again_owes_a_meeting_from_then_on() -> None:
    assert silent_groups([WOKEN], [held(1, "2021-01-01")], ON) == ()
    (silence,) = silent_groups([WOKEN], [held(1, "2021-01-01")], date(2026, 10, 21))
    assert (silence.due, silence.answer) == (date(2026, 10, 20), Answer.YES)


def test_as_of_a_day_long_past_a_group_counts_from_when_it_was_active_then() -> None:
    (silence,) = silent_groups([WOKEN], [], date(2021, 1, 1))
    assert (silence.due, silence.answer) == (date(2020, 4, 1), Answer.YES)


def test_the_last_meeting_that_is_told_has_a_date_where_one_has() -> None:
    meetings = [held(1, "2024-01-01"), held(2, None)]
    for order in (meetings, meetings[::-1]):
        (silence,) = silent_groups([group()], order, ON)
        assert (silence.last, silence.due) == (meetings[0], None)


def test_months_go_no_further_than_the_calendar() -> None:
    assert months_after(date(9999, 11, 30), 2) == months_after(ON, 10**9) == date.max
    assert silent_groups([group(cadence=10**9)], [], ON) == ()


@pytest.mark.parametrize("months", [0, -3])
def test_a_cadence_is_a_month_at_least(months: int) -> None:
    with pytest.raises(DomainError, match=r"group\.cadence_months: a group meets every month"):
        group(cadence=months)
