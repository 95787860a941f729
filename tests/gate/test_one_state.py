"""A release shows one state of the desk, as often as it is asked, and says when that state is past."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs
import pytest

from coordkit import (
    Meeting,
    MeetingId,
    Secretariat,
    StaleRelease,
    Tlp,
)
from coordkit.domain.sharing import Release
from tests.gate.records import (
    ON,
    PUBLIC,
    Kinds,
    meeting,
    shown,
)

# -- one state of the desk ---------------------------------------------------------------------------------------------


def test_two_passes_give_the_same(desk: Secretariat) -> None:
    desk.save(*(meeting(number) for number in range(1, 6)))
    with desk.release(PUBLIC, ON) as release:
        first = release.each(Meeting)
        assert next(first) == next(release.each(Meeting))
        assert len(list(first)) == 4
        assert list(release.each(Meeting)) == list(release.each(Meeting))


def asked(release: Release, of: MeetingId) -> list[Callable[[], Any]]:
    return [
        lambda: release.get(of),
        lambda: release.shows(of),
        lambda: next(release.each(Meeting)),
        lambda: release.label(Kinds((Meeting,))),
    ]


@pytest.mark.parametrize("write", ["save", "erase"])
def test_a_release_is_past_once_its_own_unit_of_work_wrote_and_says_so(desk: Secretariat, write: str) -> None:
    one, two = desk.save(meeting(1), meeting(2))
    with desk.work() as work:
        release = work.release(PUBLIC, ON)
        for ask in asked(release, one.id):
            ask()
        halfway = release.each(Meeting)
        next(halfway)
        if write == "save":
            work.save(attrs.evolve(one, tlp=Tlp.RED))
        else:
            work.erase(one.id)
        for ask in (*asked(release, one.id), *asked(release, two.id), lambda: next(halfway)):
            with pytest.raises(StaleRelease, match="release: the desk was written to after this release was made; make a new one"):
                ask()
        assert work.release(PUBLIC, ON).get(one.id) is None


def test_a_release_from_a_snapshot_does_not_see_later_writes(desk: Secretariat) -> None:
    (one,) = desk.save(meeting(1))
    with desk.release(PUBLIC, ON) as release:
        desk.save(attrs.evolve(one, tlp=Tlp.RED))
        assert release.get(one.id) == one
    assert shown(desk, one) is None
