"""Working groups: their states over time against a slow oracle, and the seats that they need filled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from coordkit import Answer, DomainError, GroupState, PartialDate, Seat, StateSince, Text, WorkingGroup, WorkingGroupId

FIRST = date(2024, 1, 1)
WORLD = [FIRST + timedelta(days=offset) for offset in range(-1, 8)]
NEAR = st.integers(0, 6).map(lambda offset: FIRST + timedelta(days=offset))
DATES = st.one_of(
    NEAR.map(date.isoformat),
    st.tuples(NEAR, NEAR).map(lambda pair: f"[{min(pair)}..{max(pair)}]"),
    NEAR.map(lambda day: f"[..{day}]"),
    NEAR.map(lambda day: f"[{day}..]"),
    st.just("XXXX-XX-XX"),
).map(PartialDate)
STATES = st.lists(st.tuples(st.sampled_from(GroupState), DATES), max_size=3)


def group(*states: tuple[GroupState, str | PartialDate]) -> WorkingGroup:
    return WorkingGroup(
        id=WorkingGroupId(int=1),
        name=Text.of(en="Group"),
        states=tuple(StateSince(state=state, since=since) for state, since in states),
    )


def histories(states: tuple[StateSince, ...], begun: tuple[date, ...] = ()) -> Iterator[tuple[date, ...]]:
    """Every choice of days on which the states can have begun, each on or after the one before."""
    if len(begun) == len(states):
        yield begun
        return
    since = states[len(begun)].since
    for day in WORLD:
        possible = (since.earliest or day) <= day <= (since.latest or day)
        if possible and (not begun or begun[-1] <= day):
            yield from histories(states, (*begun, day))


@given(STATES, NEAR)
def test_a_groups_states_are_as_trying_all_its_possible_histories_says(
    states: list[tuple[GroupState, PartialDate]], on: date
) -> None:
    try:
        made = group(*states)
    except DomainError:
        assume(False)
        raise
    seen: dict[GroupState, set[bool]] = {state: set() for state in GroupState}
    for begun in histories(made.states):
        # Of the states that had begun, the latest in the list is the one it was in.
        now = [entry.state for entry, day in zip(made.states, begun, strict=True) if day <= on][-1:]
        for state in GroupState:
            seen[state].add(state in now)
    expected = {
        state: Answer.POSSIBLY if len(found) == 2 else Answer.YES if found == {True} else Answer.NO for state, found in seen.items()
    }
    assert made.as_of(on) == expected


def test_a_state_never_entered_answers_no_for_each_state() -> None:
    assert group().as_of(FIRST) == dict.fromkeys(GroupState, Answer.NO)


def test_a_state_whose_beginning_is_unknown_is_still_kept_in_by_its_neighbours() -> None:
    made = group((GroupState.PROPOSED, "2021"), (GroupState.ACTIVE, "XXXX-XX-XX"), (GroupState.CONCLUDED, "2022-06"))
    assert made.as_of(date(2020, 6, 1)) == dict.fromkeys(GroupState, Answer.NO)
    after = made.as_of(date(2023, 1, 1))
    assert after[GroupState.CONCLUDED] is Answer.YES
    assert after[GroupState.PROPOSED] is after[GroupState.ACTIVE] is Answer.NO


def test_a_further_state_ends_the_one_before() -> None:
    made = group((GroupState.ACTIVE, "2024-03-01")).entered(GroupState.DORMANT, "2024-06-01")
    assert made.as_of(date(2024, 5, 31))[GroupState.ACTIVE] is Answer.YES
    assert made.as_of(date(2024, 6, 1))[GroupState.ACTIVE] is Answer.NO
    assert made.as_of(date(2024, 6, 1))[GroupState.DORMANT] is Answer.YES


def test_states_out_of_order_are_refused_also_where_one_without_a_date_stands_between() -> None:
    with pytest.raises(DomainError, match=r"concluded \(2022\) stands after active \(2023\); sort them by time"):
        group((GroupState.ACTIVE, "2023"), (GroupState.CONCLUDED, "2022"))
    with pytest.raises(DomainError, match="sort them by time"):
        group((GroupState.ACTIVE, "2023"), (GroupState.DORMANT, "XXXX-XX-XX"), (GroupState.CONCLUDED, "2022"))
    group((GroupState.ACTIVE, "2023"), (GroupState.CONCLUDED, "[..2023-06]"))


def test_a_state_does_not_follow_itself() -> None:
    with pytest.raises(DomainError, match="active follows itself; keep the first"):
        group((GroupState.ACTIVE, "2023"), (GroupState.ACTIVE, "2024"))


@pytest.mark.parametrize(("minimum", "maximum"), [(2, 1), (-1, None), (1, 0)])
def test_a_seat_for_fewer_than_it_needs_is_refused(minimum: int, maximum: int | None) -> None:
    with pytest.raises(DomainError, match=r"seat police: .* holders cannot be"):
        Seat(code="police", label=Text.of(en="Police"), minimum=minimum, maximum=maximum)


def test_a_seat_may_hold_as_many_as_come() -> None:
    assert Seat(code="ngo", label=Text.of(en="NGO")).maximum is None
