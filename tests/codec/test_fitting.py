"""What a record's fields hold is what their types say, or each misfit is told with its path."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, cast
from uuid import UUID

import attrs
import pytest
from hypothesis import given

from coordkit import (
    AgendaItem,
    Counted,
    Decision,
    Headcount,
    Meeting,
    MeetingId,
    Organization,
    OrganizationId,
    OutcomeId,
    PersonId,
    Record,
    Request,
    Source,
    Text,
    Venue,
)
from coordkit.codec.fitting import _fit, misfits
from coordkit.domain.outcomes import Outcome
from tests.strategies import records

TITLE = Text.of(uk="Нарада")
POLICE = Organization(id=OrganizationId(int=1), name=TITLE)
COUNT = Headcount(value=cast(Any, True), counted=Counted.PEOPLE)


@given(records)
def test_whatever_the_domain_makes_fits(record: Record) -> None:
    assert misfits(record) == ()


@pytest.mark.parametrize(
    ("field", "value", "path", "said"),
    [
        ("sequence", 1.5, "sequence", "expected int, not float 1.5"),
        ("sequence", True, "sequence", "expected int, not bool True"),
        ("sequence", None, "sequence", "expected int, not None"),
        ("chatham_house", 1, "chatham_house", "expected bool, not int 1"),
        ("tlp", 2, "tlp", "expected Tlp, not int 2"),
        ("when", date(2026, 6, 1), "when", "expected Slot or Days or PartialDate or None, not date"),
        ("convener", PersonId(int=1), "convener", "expected OrganizationId or None, not PersonId"),
        ("convener", UUID(int=1), "convener", "expected OrganizationId or None, not UUID"),
        ("guests", (OrganizationId(int=1), MeetingId(int=1)), "guests[1]", "expected PersonId or OrganizationId, not MeetingId"),
        ("groups", OrganizationId(int=1), "groups", "expected a tuple of WorkingGroupId, not OrganizationId"),
        ("convener", POLICE, "convener", "expected OrganizationId or None, not Organization; give its id"),
        ("purpose", "Мета", "purpose", "expected Text or None, not str 'Мета'; write Text.of("),
        ("tlp", "RED", "tlp", "expected Tlp, not str 'RED'; write one of Tlp.CLEAR, "),
        ("venue", Venue(capacity=cast(Any, True)), "venue.capacity", "expected int or None, not bool True"),
        ("agenda", (AgendaItem(position=cast(Any, "1"), title=TITLE),), "agenda[0].position", "expected int, not str '1'"),
        ("headcount", COUNT, "headcount.value", "expected int, not bool True"),
        ("sources", "https://example.org", "sources", "expected a tuple of Source, not str"),
        ("sources", (Source(certainty=cast(Any, "stated")),), "sources[0].certainty", "expected Certainty, not str 'stated'"),
    ],
)
def test_a_value_of_another_type_is_told_with_its_path(field: str, value: Any, path: str, said: str) -> None:
    (problem,) = misfits(Meeting(id=MeetingId(int=1), title=TITLE, **{field: value}))
    assert problem.path == path
    assert problem.message.startswith(said)


def test_a_time_is_no_day_and_an_id_of_another_record_is_no_id() -> None:
    decision = Decision(id=cast(Any, MeetingId(int=1)), meeting=MeetingId(int=2), text=TITLE, review_on=datetime(2026, 6, 1, 10))
    assert [problem.path for problem in misfits(decision)] == ["id", "review_on"]


@pytest.mark.parametrize(("length", "fits"), [(90, True), (0.5, False), (10**11, True), (10**11 + 1, False)])
def test_a_duration_counts_in_whole_seconds(length: float, fits: bool) -> None:
    assert _fit(timedelta | None)(timedelta(seconds=length)) is fits


def test_what_may_be_missing_fits_without_it_and_several_may_come_as_a_list() -> None:
    assert misfits(Request(id=OutcomeId(int=1), meeting=MeetingId(int=1), text=None)) == ()
    assert misfits(Meeting(id=MeetingId(int=1), title=TITLE, groups=cast(Any, []))) == ()


def test_an_outcome_of_no_kind_and_what_is_no_record_are_told() -> None:
    for thing in (Outcome(id=OutcomeId(int=1), meeting=MeetingId(int=1)), "Нарада", attrs.fields(Meeting)):
        (problem,) = misfits(thing)
        assert "is no kind of record that a desk keeps" in problem.message
