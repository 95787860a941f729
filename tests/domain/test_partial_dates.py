"""Dates known in part: what each form of EDTF admits, and three-valued answers about a day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordkit import Affiliation, Answer, Consent, DomainError, Membership, PartialDate, Text
from coordkit.domain.dates import holds_on, partial
from coordkit.domain.records import AffiliationId, MembershipId, OrganizationId, PersonId, WorkingGroupId
from coordkit.domain.slots import outer_limits
from tests.domain.oracle import DATES as SHORT
from tests.domain.oracle import NEAR, spans_of, told

# Form, first and last day that it admits, by hand from ISO 8601-2:2019 (seasons 21-24, quarters 33-36, halves 40 and 41).
FORMS = [
    ("2025-06-18", "2025-06-18", "2025-06-18"),
    ("2024-02-29", "2024-02-29", "2024-02-29"),
    ("2023-09", "2023-09-01", "2023-09-30"),
    ("2024-02", "2024-02-01", "2024-02-29"),
    ("2021", "2021-01-01", "2021-12-31"),
    ("2023-21", "2023-03-01", "2023-05-31"),
    ("2023-22", "2023-06-01", "2023-08-31"),
    ("2023-23", "2023-09-01", "2023-11-30"),
    ("2023-24", "2023-01-01", "2024-02-29"),
    ("2023-33", "2023-01-01", "2023-03-31"),
    ("2023-34", "2023-04-01", "2023-06-30"),
    ("2023-35", "2023-07-01", "2023-09-30"),
    ("2023-36", "2023-10-01", "2023-12-31"),
    ("2022-40", "2022-01-01", "2022-06-30"),
    ("2022-41", "2022-07-01", "2022-12-31"),
    ("[2024-01..2024-04]", "2024-01-01", "2024-04-30"),
    ("[2023-22..2023-23]", "2023-06-01", "2023-11-30"),
    ("[2025..2025]", "2025-01-01", "2025-12-31"),
    ("[..2025-04]", None, "2025-04-30"),
    ("[2025-04..]", "2025-04-01", None),
    ("XXXX-10-17", None, None),
    ("XXXX-10-XX", None, None),
    ("XXXX-02-29", None, None),
    ("XXXX-XX-XX", None, None),
]
NONSENSE = [
    *("", " ", "now", "2025-13", "2025-00", "2025-06-31", "2023-02-29", "25-06-18", "20250618", "0000", "2025-6", "2025-06-18T10"),
    *("2025-06-18 ", "2025-06-18\n", "２０２５-06", "2025-25", "2025-37", "2025-42", "2025-W25", "-2025", "2025/2026", "2025?"),
    *(
        "[..]",
        "[2025]",
        "[2026..2025]",
        "[2025-04..2025-03]",
        "[[2024..]..2025]",
        "[XXXX-10-17..2025]",
        "[2025..now]",
        "[",
        "[..]..2025]",
    ),
    *("XXXX", "XXXX-13-01", "XXXX-02-30", "XXXX-XX-17", "XXXX-1-1", "9999-24"),
]


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(("edtf", "earliest", "latest"), FORMS)
def test_every_form_has_its_outer_limits(edtf: str, earliest: str | None, latest: str | None) -> None:
    known = PartialDate(edtf)
    assert known.earliest == (day(earliest) if earliest else None)
    assert known.latest == (day(latest) if latest else None)
    assert str(known) == edtf


@pytest.mark.parametrize("edtf", NONSENSE)
def test_anything_else_is_refused_with_what_to_write(edtf: str) -> None:
    with pytest.raises(DomainError, match="is no date in EDTF; write 2023-09"):
        PartialDate(edtf)


def test_brackets_in_brackets_are_refused_and_not_followed_down() -> None:
    with pytest.raises(DomainError):
        PartialDate("[" * 100_000 + "..]" * 100_000)


def test_a_day_becomes_a_partial_date_and_a_time_does_not() -> None:
    assert partial(date(2025, 6, 18)) == PartialDate("2025-06-18")
    with pytest.raises(DomainError, match="a date, not a time"):
        partial(datetime(2025, 6, 18, tzinfo=UTC))


def test_two_dates_are_equal_if_they_are_written_alike() -> None:
    assert PartialDate("2025-40") == PartialDate("2025-40")
    assert PartialDate("2025-40") != PartialDate("[2025-01..2025-06]")


DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
DATES = st.one_of(
    DAYS.map(date.isoformat),
    DAYS.map(lambda value: value.isoformat()[:7]),
    DAYS.map(lambda value: value.isoformat()[:4]),
    st.builds(lambda value, part: f"{value.year}-{part}", DAYS, st.sampled_from([21, 22, 23, 24, 33, 34, 35, 36, 40, 41])),
    st.tuples(DAYS, DAYS).map(lambda pair: f"[{min(pair)}..{max(pair)}]"),
    DAYS.map(lambda value: f"[..{value}]"),
    DAYS.map(lambda value: f"[{value}..]"),
    st.just("XXXX-XX-XX"),
).map(PartialDate)
ORDER = [Answer.NO, Answer.POSSIBLY, Answer.YES]


@given(DATES, DAYS, st.integers(0, 3000))
def test_as_days_go_by_the_answer_only_grows_from_no_over_possibly_to_yes(known: PartialDate, on: date, later: int) -> None:
    earlier, after = known.on_or_before(on), known.on_or_before(on + timedelta(days=later))
    assert ORDER.index(earlier) <= ORDER.index(after)


@given(DATES, DAYS)
def test_the_limits_are_where_the_answer_changes(known: PartialDate, on: date) -> None:
    expected = Answer.POSSIBLY
    if known.latest is not None and on >= known.latest:
        expected = Answer.YES
    elif known.earliest is not None and on < known.earliest:
        expected = Answer.NO
    assert known.on_or_before(on) is expected


def test_an_answer_refuses_to_be_true_or_false() -> None:
    for answer in Answer:
        with pytest.raises(TypeError, match=r"write `answer is Answer\.YES`"):
            bool(answer)


def test_both_and_not_are_kleenes() -> None:
    yes, no, possibly = Answer.YES, Answer.NO, Answer.POSSIBLY
    table = {(a, b): a.and_(b) for a in Answer for b in Answer}
    assert table == {
        (yes, yes): yes, (yes, possibly): possibly, (possibly, yes): possibly, (possibly, possibly): possibly,
        (no, yes): no, (yes, no): no, (no, no): no, (no, possibly): no, (possibly, no): no,
    }  # fmt: skip
    assert [answer.negated() for answer in (yes, no, possibly)] == [no, yes, possibly]


# -- since and until, against an oracle that tries every pair of days ------------------------------------------------


@given(SHORT, SHORT | st.none(), NEAR)
def test_a_state_holds_as_trying_all_its_possible_first_and_last_days_says(
    since: PartialDate, until: PartialDate | None, on: date
) -> None:
    found = [first <= on <= last for first, last in spans_of(since, until)]
    if found:
        assert holds_on(since, until, on) is told(found)


def test_the_last_day_counts_and_the_next_does_not() -> None:
    since, until = PartialDate("2024-03-01"), PartialDate("2024-03-31")
    assert holds_on(since, until, date(2024, 3, 1)) is Answer.YES
    assert holds_on(since, until, date(2024, 3, 31)) is Answer.YES
    assert holds_on(since, until, date(2024, 4, 1)) is Answer.NO
    assert holds_on(since, until, date(2024, 2, 29)) is Answer.NO


def test_an_unknown_end_is_an_end_and_no_end_is_still() -> None:
    since = PartialDate("2024-03-01")
    assert holds_on(since, None, date(2030, 1, 1)) is Answer.YES
    assert holds_on(since, PartialDate.unknown(), date(2030, 1, 1)) is Answer.POSSIBLY


def test_the_first_day_of_all_can_be_asked_about() -> None:
    assert holds_on(PartialDate.unknown(), PartialDate.unknown(), date.min) is Answer.POSSIBLY


def test_what_surely_ends_before_it_begins_is_refused() -> None:
    person, organization, group = PersonId(int=1), OrganizationId(int=2), WorkingGroupId(int=3)
    with pytest.raises(DomainError, match="consent: it ends"):
        Consent(since="2024-05", until="2024-04")
    with pytest.raises(DomainError, match="membership: it ends"):
        Membership(id=MembershipId(int=1), group=group, member=person, since="2024", until="2023-12-31")
    with pytest.raises(DomainError, match="affiliation: it ends"):
        Affiliation(
            id=AffiliationId(int=1), person=person, organization=organization, position=Text.of(en="x"), since="2024", until="2023"
        )
    Consent(since="2024-05", until="[..2024-05-01]")


@given(DATES)
def test_a_partial_date_is_its_own_outer_limits(known: PartialDate) -> None:
    assert outer_limits(known) == (known.earliest, known.latest)
