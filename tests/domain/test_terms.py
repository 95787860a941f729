"""Terms of reference in versions, and the quorum that they ask for."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordkit import Answer, DomainError, Quorum, Seat, TermsOfReference, Text, WorkingGroup, WorkingGroupId


def terms(version: int, since: str, **more: object) -> TermsOfReference:
    return TermsOfReference(version=version, since=since, **more)  # type: ignore[arg-type]  # the test says which fields


def group(*versions: TermsOfReference) -> WorkingGroup:
    return WorkingGroup(id=WorkingGroupId(int=1), name=Text.of(en="Group"), terms=versions)


def test_each_version_is_in_force_until_the_next() -> None:
    both = group(terms(1, "2023-08"), terms(2, "2024-03-15"))
    answers = {
        day: [(entry.version, answer) for entry, answer in both.terms_as_of(day)]
        for day in (date(2023, 7, 31), date(2023, 8, 10), date(2024, 1, 1), date(2024, 3, 15))
    }
    assert answers == {
        date(2023, 7, 31): [],
        date(2023, 8, 10): [(1, Answer.POSSIBLY)],
        date(2024, 1, 1): [(1, Answer.YES)],
        date(2024, 3, 15): [(2, Answer.YES)],
    }
    assert group().terms_as_of(date(2024, 1, 1)) == ()


def test_a_further_version_is_added_at_the_end() -> None:
    assert [entry.version for entry in group(terms(1, "2023")).amended(terms(2, "2024")).terms] == [1, 2]


@pytest.mark.parametrize(
    ("versions", "told"),
    [
        ((terms(2, "2023"), terms(1, "2024")), "sort them"),
        ((terms(1, "2024"), terms(1, "2025")), "sort them"),
        ((terms(1, "2024"), terms(2, "2023")), "version 2"),
    ],
)
def test_versions_out_of_order_are_refused(versions: tuple[TermsOfReference, ...], told: str) -> None:
    with pytest.raises(DomainError, match=told):
        group(*versions)


@given(total=st.integers(0, 500), numerator=st.integers(1, 9), denominator=st.integers(2, 10), more=st.booleans())
def test_a_share_needs_the_least_whole_number_that_reaches_it(total: int, numerator: int, denominator: int, more: bool) -> None:
    if numerator >= denominator:
        numerator = denominator - 1
    needed = Quorum(numerator=numerator, denominator=denominator, more_than=more).needed(total)
    share = total * Fraction(numerator, denominator)
    reached = [number for number in range(total + 2) if (number > share if more else number >= share)]
    assert needed == reached[0]


def test_a_number_and_a_share_must_both_be_met() -> None:
    both = Quorum(at_least=4, numerator=1, denominator=2)
    assert [both.needed(total) for total in (4, 8, 12)] == [4, 4, 6]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "at_least"),
        ({"at_least": 0}, "asks for nothing"),
        ({"numerator": 1}, "a share"),
        ({"at_least": 3, "more_than": True}, "only a share"),
        ({"numerator": 3, "denominator": 2}, "cannot be reached"),
        ({"numerator": 2, "denominator": 2, "more_than": True}, "cannot be reached"),
        ({"numerator": 0, "denominator": 2}, "cannot be reached"),
        ({"at_least": "half"}, "quorum.at_least"),
    ],
)
def test_a_quorum_that_cannot_be_is_refused(fields: dict[str, object], told: str) -> None:
    with pytest.raises(DomainError, match=told):
        Quorum(**fields)  # type: ignore[arg-type]  # wrong on purpose


def test_a_seat_is_found_added_and_changed_by_its_code() -> None:
    police = Seat(code="police", label=Text.of(en="Police"))
    seated = group().with_seat(police).with_seat(Seat(code="ngo", label=Text.of(en="NGO")))
    changed = seated.with_seat(Seat(code="police", label=Text.of(en="Police"), required=True))
    assert [seat.code for seat in changed.seats] == ["police", "ngo"]
    assert changed.seat("police").required
    with pytest.raises(DomainError, match="there are police, ngo"):
        changed.seat("fire")
