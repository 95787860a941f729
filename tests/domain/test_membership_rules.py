"""Who is in a group and who holds its seats, as of a day, and the gaps in a seat's history: by example and against the oracle."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordkit import Answer, DomainError, GroupState, Membership, PartialDate
from coordkit.domain.rules.membership import Number, members_on, voice_of, voices
from coordkit.domain.rules.seat_history import Gap, seat_history
from coordkit.domain.rules.seats import seats_on, vacancies, vacant_since
from tests.domain.members import CHAIR, DEPUTY, NGO, POLICE, SCHOOL, day, group, membership, memberships, seat
from tests.domain.oracle import FIRST, NEAR, WORLD, Span, told, worlds

YES, NO, POSSIBLY = Answer.YES, Answer.NO, Answer.POSSIBLY

# -- who is in a group


def test_a_member_is_told_with_how_sure_it_is_and_one_who_left_is_not_told() -> None:
    chief = membership(POLICE, "2024-01-01")
    left = membership(NGO, "2024-01-01", until="2024-02")
    maybe = membership(SCHOOL, "2024-03")
    found = members_on((chief, left, maybe), day("2024-03-15"))
    assert [(each.membership, each.answer) for each in found] == [(chief, YES), (maybe, POSSIBLY)]


def test_an_organization_and_the_people_on_its_behalf_count_once() -> None:
    on_behalf = [membership(who, on_behalf_of=POLICE) for who in (CHAIR, DEPUTY)]
    assert voice_of(on_behalf[0]) == POLICE
    members = members_on((membership(POLICE, "2024-06"), *on_behalf, membership(NGO, "2024-06")), day("2024-06-15"))
    assert voices(members) == Number(1, 2)
    assert str(Number(1, 2)) == "1–2" and str(Number(3, 3)) == "3"


def test_a_day_is_asked_about_and_no_time() -> None:
    for ask in (lambda on: members_on((), on), lambda on: seats_on(group(), (), on), lambda on: vacancies((), (), on)):
        with pytest.raises(DomainError, match="expected a date"):
            ask("2024-01-01")


# -- seats


def test_a_seat_needs_one_holder_at_least_and_an_alternate_does_not_fill_it() -> None:
    alternate = membership(DEPUTY, seat="police", alternate=True)
    (found,) = seats_on(group(seat()), (alternate, membership(NGO)), day("2024-05-01"))
    assert (found.needed, found.vacant, found.holders) == (1, YES, ())
    assert [each.membership for each in found.alternates] == [alternate]
    assert found.since is None, "nobody ever held it"


def test_two_people_of_one_organization_hold_a_seat_once() -> None:
    two = [membership(who, seat="police", on_behalf_of=POLICE) for who in (CHAIR, DEPUTY)]
    (found,) = seats_on(group(seat(minimum=2, maximum=2)), two, day("2024-05-01"))
    assert (found.vacant, found.crowded) == (YES, NO)
    (found,) = seats_on(group(seat(minimum=2, maximum=2)), (*two, membership(NGO, seat="police")), day("2024-05-01"))
    assert (found.vacant, found.crowded) == (NO, NO)


def test_a_seat_with_more_holders_than_its_maximum_is_crowded_as_surely_as_they_hold_it() -> None:
    one, other = membership(POLICE, seat="police"), membership(NGO, "2024-05", seat="police")
    answers = [
        seats_on(group(seat(maximum=1)), (one, other), day(on))[0].crowded for on in ("2024-04-30", "2024-05-15", "2024-06-01")
    ]
    assert answers == [NO, POSSIBLY, YES]


def test_a_required_seat_is_vacant_since_the_day_after_its_last_holder_left() -> None:
    left = membership(POLICE, seat="police", until="2024-03-31")
    (found,) = vacancies([group(seat(), seat("ngo", required=False))], [left], day("2024-06-01"))
    assert (found.seat.code, found.vacant, found.since) == ("police", YES, PartialDate("2024-04-01"))


def test_a_vacancy_is_as_uncertain_as_the_date_on_which_the_holder_left() -> None:
    left = membership(POLICE, "XXXX-XX-XX", seat="police", until="2024-03")
    (found,) = vacancies([group(seat())], [left], day("2024-06-01"))
    assert (found.vacant, found.since) == (YES, PartialDate("[2024-03-02..2024-04-01]"))
    (found,) = vacancies([group(seat())], [left], day("2024-03-15"))
    assert (found.vacant, found.since) == (POSSIBLY, PartialDate("[..2024-03-15]")), "it can also have begun after that day"


def test_where_two_are_needed_the_seat_is_vacant_since_the_second_left() -> None:
    first = membership(POLICE, "2023", seat="police")
    second = membership(NGO, "2023-05-01", seat="police", until="2024-03")
    (found,) = vacancies([group(seat(minimum=2))], [first, second], day("2024-06-01"))
    assert (found.vacant, found.since) == (YES, PartialDate("[2024-03-02..2024-04-01]"))
    assert vacancies([group(seat(minimum=2))], [first, second], day("2024-02-01")) == ()


@pytest.mark.parametrize(("state", "number"), [(GroupState.ACTIVE, 1), (GroupState.DORMANT, 1), (GroupState.CONCLUDED, 0)])
def test_only_groups_that_sit_have_vacancies(state: GroupState, number: int) -> None:
    assert len(vacancies([group(seat(), state=state)], [], day("2024-06-01"))) == number
    assert vacancies([group(seat(), state=state)], [], day("2019-06-01")) == ()


# -- the history of a seat


def test_a_gap_lies_between_the_day_after_one_left_and_the_day_before_the_next_came() -> None:
    first, second = (
        membership(POLICE, "2023-01-01", seat="police", until="2024-03-31"),
        membership(NGO, "2024-06-01", seat="police"),
    )
    found = seat_history(seat(), [second, first])
    assert found.held == (first, second)
    assert found.gaps == (Gap(sure=True, since=PartialDate("2024-04-01"), until=PartialDate("2024-05-31")),)


def test_a_gap_of_which_the_ends_are_not_sure_is_surely_there_all_the_same() -> None:
    held = [membership(POLICE, "2023", seat="police", until="2024-03"), membership(NGO, "2024-06", seat="police")]
    (gap,) = seat_history(seat(), held).gaps
    assert gap == Gap(sure=True, since=PartialDate("[2024-03-02..2024-04-01]"), until=PartialDate("[2024-05-31..2024-06-29]"))


def test_where_one_may_have_come_as_the_other_left_the_gap_is_only_possible() -> None:
    held = [membership(POLICE, "2023", seat="police", until="2024-03"), membership(NGO, "2024-03", seat="police")]
    (gap,) = seat_history(seat(), held).gaps
    assert gap == Gap(sure=False, since=PartialDate("[2024-03-02..2024-03-30]"), until=PartialDate("[2024-03-02..2024-03-30]"))


def test_a_gap_that_lasts_has_no_end() -> None:
    (gap,) = seat_history(seat(), [membership(POLICE, seat="police", until="2024-03-31")]).gaps
    assert gap == Gap(sure=True, since=PartialDate("2024-04-01"), until=None)
    (gap,) = seat_history(seat(), [membership(POLICE, "2024-02-01", seat="police", until="XXXX-XX-XX")]).gaps
    assert gap == Gap(sure=False, since=PartialDate("[2024-02-02..]"), until=None)


def test_a_short_time_that_somebody_held_it_lies_between_a_gap_that_is_possible_and_one_that_is_sure() -> None:
    first = membership(POLICE, "2024-01-01", seat="police", until="2024-01-01")
    second = membership(NGO, "[2024-01-02..2024-01-03]", seat="police", until="[..2024-01-03]")
    assert seat_history(seat(), [first, second]).gaps == (
        Gap(sure=False, since=PartialDate("[2024-01-02..2024-01-03]"), until=PartialDate("[2024-01-02..2024-01-03]")),
        Gap(sure=True, since=PartialDate("[2024-01-03..2024-01-04]"), until=None),
    )


def test_before_the_first_holder_there_is_no_gap_and_an_alternate_bridges_none() -> None:
    alternate = membership(DEPUTY, "2023", seat="police", alternate=True)
    assert seat_history(seat(), [membership(POLICE, "2024", seat="police"), alternate]).gaps == ()
    assert seat_history(seat(), [alternate]) == seat_history(seat(), [membership(NGO, seat="ngo")])


def test_the_first_and_the_last_day_of_all_can_be_asked_about() -> None:
    held = [membership(POLICE, "0001-01-01", seat="police", until="9999-12-31")]
    assert seat_history(seat(), held).gaps == ()
    for on in (date.min, date.max):
        assert seats_on(group(seat()), held, on)[0].vacant is NO
        assert seats_on(group(seat()), (), on)[0].since is None
    assert vacant_since((), 2, date.min) is None


# -- against the oracle


@given(memberships(), NEAR)
def test_the_members_on_a_day_are_as_trying_all_days_says(some: tuple[Membership, ...], on: date) -> None:
    found = {each.membership.id: each.answer for each in members_on(some, on)}
    for each in some:
        assert found.get(each.id, NO) is told(first <= on <= last for ((first, last),) in worlds(each))


@given(memberships(), NEAR)
def test_how_many_count_on_a_day_is_as_trying_all_days_says(some: tuple[Membership, ...], on: date) -> None:
    numbers = {len({voice_of(each) for each in _there(some, world, on)}) for world in worlds(*some)}
    assert voices(members_on(some, on)) == Number(min(numbers), max(numbers))
    assert numbers == set(range(min(numbers), max(numbers) + 1)), "every number between can be"


@given(memberships(), st.integers(1, 2), st.integers(1, 2) | st.none(), NEAR)
def test_vacant_and_crowded_are_as_trying_all_days_says(
    some: tuple[Membership, ...], minimum: int, maximum: int | None, on: date
) -> None:
    wanted = seat(minimum=minimum, maximum=None if maximum is None else max(minimum, maximum))
    numbers = [len({voice_of(each) for each in _filling(some, world, on)}) for world in worlds(*some)]
    (found,) = seats_on(group(wanted), some, on)
    assert found.vacant is told(number < minimum for number in numbers)
    assert found.crowded is told(wanted.maximum is not None and number > wanted.maximum for number in numbers)


@given(memberships(), NEAR)
def test_since_when_a_seat_for_one_is_vacant_is_as_trying_all_days_says(some: tuple[Membership, ...], on: date) -> None:
    begun = set(_vacant_since(some, 1, on))
    if begun:
        known = seats_on(group(seat()), some, on)[0].since
        ever = {each for each in begun if each is not None}
        if known is None:
            assert not ever
        else:
            assert (known.earliest, known.latest) == (_unless_outside(min(ever), None in begun), max(ever))


@given(memberships(), NEAR)
def test_since_when_a_seat_for_two_is_vacant_holds_what_trying_all_days_says(some: tuple[Membership, ...], on: date) -> None:
    begun = set(_vacant_since(some, 2, on))
    ever = {each for each in begun if each is not None}
    known = seats_on(group(seat(minimum=2)), some, on)[0].since
    if ever:
        assert known is not None and (known.latest or date.max) >= max(ever)
        assert known.earliest is None or (known.earliest <= min(ever) and None not in begun)


@given(memberships())
def test_the_gaps_of_a_seat_lie_where_trying_all_days_says(some: tuple[Membership, ...]) -> None:
    found = seat_history(seat(), some).gaps
    tried = [[_is_gap(some, world, on) for on in WORLD] for world in worlds(*some)]
    for position, on in enumerate(WORLD[1:-1], start=1):
        answer = told(gaps[position] for gaps in tried)
        surely = [gap for gap in found if gap.sure and _latest(gap.since) <= on <= _earliest(gap.until)]
        possibly = [gap for gap in found if _earliest(gap.since) <= on <= _latest(gap.until)]
        assert (YES if surely else POSSIBLY if possibly else NO) is answer, (on, found)


def _there(some: tuple[Membership, ...], world: tuple[Span, ...], on: date) -> Iterator[Membership]:
    return (each for each, (first, last) in zip(some, world, strict=True) if first <= on <= last)


def _filling(some: tuple[Membership, ...], world: tuple[Span, ...], on: date) -> list[Membership]:
    return [each for each in _there(some, world, on) if each.seat == "police" and not each.alternate]


def _vacant_since(some: tuple[Membership, ...], needed: int, on: date) -> Iterator[date | None]:
    """For each world in which the seat is vacant on the day, the first day of that vacancy; None if it never was filled before."""
    for world in worlds(*some):
        filled = [day for day in WORLD if len({voice_of(each) for each in _filling(some, world, day)}) >= needed]
        if on not in filled:
            before = [day for day in filled if day < on]
            yield max(before) + timedelta(days=1) if before else None


def _unless_outside(begun: date, never: bool) -> date | None:
    """The limit, or None for one that the world's own first day gives, which stands for all before it."""
    return None if never or begun <= FIRST else begun


def _is_gap(some: tuple[Membership, ...], world: tuple[Span, ...], on: date) -> bool:
    over = any(last < on and each.seat == "police" and not each.alternate for each, (_, last) in zip(some, world, strict=True))
    return over and not _filling(some, world, on)


def _earliest(known: PartialDate | None) -> date:
    return (known.earliest or date.min) if known else date.max


def _latest(known: PartialDate | None) -> date:
    return (known.latest or date.max) if known else date.max
