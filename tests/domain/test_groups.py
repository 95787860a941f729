"""Working groups: their states over time against a slow oracle, and the seats that they need filled."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from coordkit import (
    Answer,
    DomainError,
    GroupState,
    PartialDate,
    Seat,
    StateSince,
    TermsOfReference,
    Text,
    WorkingGroup,
    WorkingGroupId,
)
from tests.domain.oracle import DATES, FIRST, NEAR, orders_of, told

STATES = st.lists(st.tuples(st.sampled_from(GroupState), DATES), max_size=3)


def group(*states: tuple[GroupState, str | PartialDate]) -> WorkingGroup:
    return WorkingGroup(
        id=WorkingGroupId(int=1),
        name=Text.of(en="Group"),
        states=tuple(StateSince(state=state, since=since) for state, since in states),
    )


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
    for begun in orders_of([entry.since for entry in made.states]):
        # Of the states that had begun, the latest in the list is the one it was in.
        now = [entry.state for entry, day in zip(made.states, begun, strict=True) if day <= on][-1:]
        for state in GroupState:
            seen[state].add(state in now)
    expected = {state: told(found) for state, found in seen.items()}
    assert made.as_of(on) == expected


@given(st.lists(DATES, max_size=3), NEAR)
def test_the_terms_in_force_are_as_trying_all_their_possible_histories_says(since: list[PartialDate], on: date) -> None:
    try:
        made = group().amended(TermsOfReference(version=1, since=since[0])) if since else group()
        for version, begins in enumerate(since[1:], start=2):
            made = made.amended(TermsOfReference(version=version, since=begins))
    except DomainError:
        assume(False)
        raise
    found = {terms.version: answer for terms, answer in made.terms_as_of(on)}
    now = [sum(day <= on for day in begun) for begun in orders_of(since)]
    for terms in made.terms:
        assert found.get(terms.version, Answer.NO) is told(version == terms.version for version in now)


def test_terms_out_of_order_are_refused_also_where_one_without_a_date_stands_between() -> None:
    first, between = TermsOfReference(version=1, since="2024"), TermsOfReference(version=2, since="XXXX-XX-XX")
    with pytest.raises(DomainError, match=r"group\.terms, version 3: it ends \(2023\) before it begins \(2024\)"):
        group().amended(first).amended(between).amended(TermsOfReference(version=3, since="2023"))


@given(STATES, st.sets(st.sampled_from(GroupState)), NEAR)
def test_being_in_one_of_several_states_is_as_trying_all_its_possible_histories_says(
    states: list[tuple[GroupState, PartialDate]], asked: set[GroupState], on: date
) -> None:
    try:
        made = group(*states)
    except DomainError:
        assume(False)
        raise
    last = [
        [entry.state for entry, day in zip(made.states, begun, strict=True) if day <= on][-1:]
        for begun in orders_of([entry.since for entry in made.states])
    ]
    assert made.in_one_of(asked, on) is told(bool(asked.intersection(now)) for now in last)


def test_a_group_that_goes_dormant_some_day_of_a_month_surely_sits_all_through_it() -> None:
    made = group((GroupState.ACTIVE, "2023"), (GroupState.DORMANT, "2024-06"), (GroupState.CONCLUDED, "2025-02-01"))
    on = date(2024, 6, 15)
    assert made.as_of(on)[GroupState.ACTIVE] is made.as_of(on)[GroupState.DORMANT] is Answer.POSSIBLY
    assert made.in_one_of({GroupState.ACTIVE, GroupState.DORMANT}, on) is Answer.YES
    assert made.in_one_of({GroupState.ACTIVE, GroupState.DORMANT}, date(2025, 2, 1)) is Answer.NO


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
