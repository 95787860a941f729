"""A dated table of statuses: its lines, how they are inherited, and what it says on a day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

import attrs
import pytest

from coordkit import DomainError
from coordkit.domain.territory import ACTIVE_HOSTILITIES, FREE, OCCUPIED, POSSIBLE_HOSTILITIES, UNKNOWN, StatusEntry, Territory
from coordkit.domain.territory import TerritoryTable as Table

AROUND: Mapping[str, str] = {"village": "community", "community": "district", "other": "district", "district": "province"}
DAY = date(2026, 3, 1)
TABLE = Table(edition="7", dated=date(2026, 2, 1), source="a page", covers=("province",), good_through=date(2026, 8, 1))


def said(*entries: StatusEntry, area: str = "community", day: date = DAY) -> str:
    """What a table with these lines says of an area."""
    return Territory(attrs.evolve(TABLE, entries=entries), AROUND.get).status_on(area, day)


def line(area: str, status: str = OCCUPIED, **more: str) -> StatusEntry:
    return StatusEntry(area=area, status=status, **more)


def test_without_a_table_every_status_is_unknown() -> None:
    assert Territory(None, AROUND.get).status_on("community", DAY) == UNKNOWN


@pytest.mark.parametrize(
    ("area", "expected"),
    [("community", OCCUPIED), ("village", OCCUPIED), ("district", OCCUPIED), ("province", OCCUPIED), ("other", FREE)],
)
def test_a_status_holds_for_what_lies_in_the_area_and_for_what_it_lies_in(area: str, expected: str) -> None:
    assert said(line("community"), area=area) == expected


def test_an_area_too_small_for_the_gazetteer_counts_for_the_one_that_holds_it() -> None:
    assert said(line("farm")) == FREE
    assert said(line("farm", within="village")) == OCCUPIED


def test_the_strictest_of_several_counts_whatever_their_order() -> None:
    order = [FREE, POSSIBLE_HOSTILITIES, ACTIVE_HOSTILITIES, "mined", OCCUPIED]
    for laxer, stricter in pairwise(order[1:]):
        entries = line("community", laxer), line("district", stricter)
        assert said(*entries) == said(*reversed(entries)) == stricter


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2026-03-01", "2026-03-01", OCCUPIED),
        ("2026-03-02", "", FREE),
        ("2022", "2026-02-28", FREE),
        ("2026", "", OCCUPIED),
        ("2022", "2026", OCCUPIED),
        ("XXXX-XX-XX", "[..2026-02]", FREE),
        ("XXXX-XX-XX", "", OCCUPIED),
    ],
)
def test_a_status_that_may_hold_on_the_day_holds(since: str, until: str, expected: str) -> None:
    dates = {"since": since} | ({"until": until} if until else {})
    assert said(line("community", **dates)) == expected


def test_what_is_listed_stands_after_the_edition_and_what_is_not_is_free_through_its_last_good_day_only() -> None:
    later = date(2026, 8, 2)
    assert said(line("community"), day=later) == OCCUPIED
    assert [said(line("other"), day=day) for day in (date(2026, 8, 1), later)] == [FREE, UNKNOWN]
    assert said(line("other", until="2026-05"), area="other", day=later) == UNKNOWN


def test_what_a_table_does_not_cover_is_unknown_unless_it_is_listed() -> None:
    assert said(area="elsewhere") == UNKNOWN
    assert said(line("elsewhere"), area="elsewhere") == OCCUPIED


def test_areas_that_hold_one_another_in_a_circle_are_no_trouble() -> None:
    assert Territory(TABLE, {"a": "b", "b": "a"}.get).status_on("a", DAY) == UNKNOWN


def wrongly(**given: Any) -> Table:
    return attrs.evolve(TABLE, **given)


@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        (lambda: line("community", FREE), "status: free is what an area is that no line names"),
        (lambda: line("community", UNKNOWN), "status: unknown is what an area is"),
        (lambda: line("community", " "), "status: is empty"),
        (lambda: line(""), "area: is empty"),
        (lambda: line("a", since="2026", until="2025"), r"it ends \(2025\) before it begins"),
        (lambda: attrs.evolve(TABLE, covers=()), "covers: say of which areas"),
        (lambda: attrs.evolve(TABLE, edition=""), "edition: is empty"),
        (lambda: wrongly(dated="2026"), "dated: expected a date"),
        (lambda: attrs.evolve(TABLE, good_through=date(2026, 1, 31)), "good_through: 2026-01-31 is before the edition's own date"),
    ],
)
def test_what_makes_no_sense_is_refused(make: Callable[[], object], complaint: str) -> None:
    with pytest.raises(DomainError, match=complaint):
        make()
