"""A hundredth of the generated country: every report answers with something, and what grows too fast is told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.country import KINDS, Maker, hromadas, sittings
from benchmarks.country_desk import Country, found_country
from benchmarks.country_figures import Growth, table
from benchmarks.country_meetings import INVITED, MEETINGS
from benchmarks.country_reports import OF_ONE, OF_THE_DESK, Question
from coordkit import Invitation, Meeting, WorkingGroup

NOTHING = {"none", "Nobody, as far as is known.", "There are none.", "No seats are defined."}


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Country]:
    """A hundredth of it, on a desk in a file."""
    found = found_country(tmp_path_factory.mktemp("country") / "desk.db", 0.01)
    with found.desk:
        yield found


def test_it_has_the_hromadas_outside_crimea_and_its_share_of_records(country: Country) -> None:
    assert len(hromadas()) == 1469
    assert len(country.areas) == 15
    counted = [len(country.desk.each(kind)) for kind in (WorkingGroup, Meeting, Invitation)]
    assert counted == [10, 10 * MEETINGS, 10 * MEETINGS * INVITED]


def test_one_seed_makes_one_country() -> None:
    areas = hromadas()[:15]
    first, again = ([sitting.group for sitting in sittings(0.01, areas, Maker(1))] for _ in range(2))
    assert first == again
    assert {kind for group in first for kind in (seat.kind for seat in group.seats)} <= set(KINDS)


@pytest.mark.parametrize("question", (*OF_THE_DESK, *OF_ONE), ids=lambda question: question.name)
def test_every_report_answers(country: Country, question: Question) -> None:
    answers = list(question.ask(country))
    assert len(answers) == (1 if question in OF_THE_DESK else len(country.groups))
    assert all(set(lines) - NOTHING for lines in answers)


@pytest.mark.parametrize("question", (*OF_THE_DESK, *OF_ONE), ids=lambda question: question.name)
def test_what_a_report_must_read_is_there(country: Country, question: Question) -> None:
    with country.desk.work() as work:
        read = list(question.must_read(work, country))
    assert read and None not in read


def test_a_report_whose_cost_grows_faster_than_its_reading_is_told() -> None:
    (question, *_) = OF_THE_DESK
    level, steep, dear = (Growth(question, ratios, 2.0, 1.0) for ratios in ((1.2, 1.0, 1.2), (0.1, 0.1, 1.4), (1.0, 1.4, 2.1)))
    assert level.holds and steep.holds and not dear.holds
    assert not Growth(Question("", question.ask, question.must_read, 9.0), (0.5, 1.0, 2.5), 2.0, 1.0).holds
    assert [("EXCEEDED" in line) for line in table([level, dear]).splitlines()] == [False, False, True]
