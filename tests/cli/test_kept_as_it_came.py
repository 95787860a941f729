"""What comes from elsewhere: a rule that is not ours is kept and shown, an empty file is not made a desk by looking into it."""

from __future__ import annotations

from tests.cli.conftest import Line


def test_a_rule_that_we_do_not_follow_is_kept_shown_and_told_of(desk: Line) -> None:
    rule = "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1"
    done = desk("series", "plan", "Нарада", "--first", "2026-12-01 10:00", "--for", "90m", "--rule", rule)
    assert done.code == 0
    assert "правило збережено" in done.err or "the rule is kept" in done.err
    assert rule in desk.good("series", "show", "нарада")
    counted = desk("series", "days", "нарада", "--from", "2026-12-01", "--to", "2027-01-31")
    assert counted.code == 1 and "is shown as it came and not expanded" in counted.err


def test_what_is_no_rule_at_all_is_refused(desk: Line) -> None:
    done = desk("series", "plan", "Нарада", "--first", "2026-12-01 10:00", "--for", "90m", "--rule", "every now and then")
    assert done.code == 2
    assert "is no rule: one says FREQ=" in done.err


def test_looking_into_an_empty_file_makes_no_desk_of_it(line: Line) -> None:
    empty = line.folder / "empty.db"
    empty.touch()
    done = line("--desk", str(empty), "groups", "list")
    assert done.code == 1
    assert "this file is empty, so it is no desk" in done.err
    assert empty.stat().st_size == 0
