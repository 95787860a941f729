"""The other benchmarks, small: lists and searches find something, a table of attendance is written whole by its own process."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import attendance, listing
from benchmarks.figures import Figure, table
from benchmarks.keeping import keep_bare
from coordkit import Meeting


def test_every_list_and_search_finds_meetings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MEETINGS", 2000)
    monkeypatch.setattr(listing, "GROUPS", 2)
    with listing.opened(tmp_path / "desk.db") as desk:
        assert keep_bare(desk, listing.records(), unit_of=700) == 2002
        assert len(desk.each(Meeting)) == 2000
        (group,) = {str(ref) for meeting in desk.each(Meeting, limit=1) for ref in meeting.groups}
        found = {name: ask() for name, ask in listing.questions(desk, [group]).items()}
    assert all(found.values()), found
    assert max(found.values()) == listing.PAGE


@pytest.mark.parametrize(("format", "audience"), attendance.TASKS)
def test_a_table_of_attendance_is_written_and_its_peak_measured(tmp_path: Path, format: str, audience: str) -> None:
    desk = attendance.kept(tmp_path / "desk.db", 200)
    assert attendance.write(desk, format, audience) == 200
    assert 10 < attendance.peak_of(desk, format, audience) < 1000


def test_a_figure_over_its_limit_is_told() -> None:
    within, over = (Figure("ours", "theirs", ours, 1.0, "ms", limit=1.5) for ours in (1.5, 1.6))
    assert within.holds and not over.holds
    assert [("EXCEEDED" in line) for line in table([within, over]).splitlines()] == [False, False, True]
