"""An office loads a table of statuses of its own: whole or not at all, kept with the desk, replaced by the next."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from coordkit import CheckFailed, CoordkitError, DomainError, ParseError, Secretariat
from coordkit.ports import Region
from coordkit.secretariat import territory
from tests.gate.lands import TODAY, desk_in, land
from tests.secretariat import desks

# What is written here is made up: the project ships no statuses.
TABLE = "area;status;since;until;name\nUA65100150000057191;active_hostilities;11.11.2022;;Херсонська\n".encode()
TOLD: dict[str, Any] = {
    "edition": "Edition 7", "dated": date(2026, 2, 1), "source": "https://example.org/7", "good_through": date(2026, 8, 1)
}  # fmt: skip
KHERSON, STANISLAV, POLTAVA = "UA65100150000057191", "UA65100130000084882", "UA53080370000025447"


def test_a_table_is_kept_with_its_edition_and_when_it_was_loaded() -> None:
    desk = desks.opened(region="kherson")
    assert territory.current(desk) is None
    loaded = territory.load(desk, TABLE, covers=["kherson"], **TOLD)
    assert territory.current(desk) == loaded
    assert (loaded.table.edition, loaded.table.dated, loaded.loaded_at.date()) == ("Edition 7", date(2026, 2, 1), TODAY)
    assert loaded.table.covers == ("UA65000000000030969",)
    assert [territory.status_on(desk, area) for area in (KHERSON, STANISLAV, POLTAVA)] == ["active_hostilities", "free", "unknown"]
    assert territory.status_on(desk, KHERSON, date(2022, 11, 10)) == "free"
    assert territory.status_on(desk, STANISLAV, date(2026, 8, 2)) == "unknown"


def test_the_next_edition_takes_the_place_of_the_one_before() -> None:
    desk = desks.opened(region="kherson")
    territory.load(desk, TABLE, covers=["kherson"], **TOLD)
    territory.load(desk, f"area,status\n{STANISLAV},occupied\n".encode(), covers=["kherson"], **TOLD | {"edition": "Edition 8"})
    assert [territory.status_on(desk, area) for area in (KHERSON, STANISLAV)] == ["free", "occupied"]
    kept = territory.current(desk)
    assert kept is not None and kept.table.edition == "Edition 8"


def test_a_copied_desk_file_carries_its_table(tmp_path: Path) -> None:
    with desks.opened(desks.sqlite(tmp_path), region="kherson") as desk:
        loaded = territory.load(desk, TABLE, covers=["kherson"], **TOLD)
    shutil.copy(tmp_path / "desk.db", tmp_path / "stick.db")
    with desks.opened(desks.sqlite(tmp_path, "stick.db")) as copied:
        assert territory.current(copied) == loaded


def test_a_table_may_be_a_file(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_bytes(b"\xef\xbb\xbf" + TABLE)
    for name in (tmp_path / "table.csv", str(tmp_path / "table.csv")):
        desk = desks.opened(region="kherson")
        assert territory.load(desk, name, covers=[KHERSON], **TOLD) == territory.current(desk)


def test_every_problem_comes_with_its_row_and_nothing_is_loaded() -> None:
    desk = desks.opened(region="kherson")
    before = territory.load(desk, TABLE, covers=["kherson"], **TOLD)
    rows = [
        "area,status,since,until,within",
        f"{KHERSON},occupied,2022-03-02,2022-11-10,",
        "UA00,occupied,,,",
        "",
        f"{KHERSON},,soon,31.02.2022,",
        f"{KHERSON},free,,,",
        f"UA65100150010012345,occupied,2023,2022,{KHERSON}",
        "UA65100150010012345,occupied,,,UA00",
        ",occupied,,,",
    ]
    with pytest.raises(ParseError) as told:
        territory.load(desk, "\n".join(rows).encode(), covers=["kherson"], **TOLD)
    assert [problem.path for problem in told.value.problems] == [
        'row 3, column "area"', 'row 5, column "status"', 'row 5, column "since"', 'row 5, column "until"',
        'row 6, column "status"', "row 7", 'row 8, column "within"', 'row 9, column "area"',
    ]  # fmt: skip
    assert territory.current(desk) == before


@pytest.mark.parametrize(
    ("table", "more", "error", "complaint"),
    [
        (b"area,status\n", {}, ParseError, "lists no area, so it would call everything free"),
        (b"area,since\nUA65,2022\n", {}, ParseError, 'row 1, column "status": is missing'),
        (b"area,status,untill\nUA65,occupied,\n", {}, ParseError, 'row 1, column "untill": is no column of this table'),
        (b"", {}, ParseError, "there is no header line"),
        ("nowhere/table.csv", {}, ParseError, r"nowhere/table.csv: this file cannot be read \(No such file"),
        (7, {}, DomainError, "table: expected bytes or str or PathLike, not int 7; name a CSV file"),
        (TABLE, {"covers": ["UA00"]}, CheckFailed, r"covers\[0\]: 'UA00' is no area, and no region with areas"),
        (TABLE, {"covers": "kherson"}, DomainError, "covers: expected several, not one"),
        (TABLE, {"covers": []}, DomainError, "covers: say of which areas"),
        (TABLE, {"edition": " "}, DomainError, "edition: is empty"),
        (TABLE, {"dated": "2026-02-01"}, DomainError, "dated: expected a date"),
        (TABLE, {"good_through": date(2026, 1, 1)}, DomainError, "good_through: 2026-01-01 is before the edition's own date"),
    ],
)
def test_what_is_handed_in_wrongly_is_told_at_the_door(
    table: Any, more: dict[str, Any], error: type[CoordkitError], complaint: str
) -> None:
    desk = desks.opened(region="kherson")
    with pytest.raises(error, match=complaint):
        territory.load(desk, table, **TOLD | {"covers": ["kherson"]} | more)
    assert territory.current(desk) is None


def test_the_status_of_no_area_is_an_error() -> None:
    with pytest.raises(DomainError, match="area: no area has the code 'UA00'"):
        territory.status_on(desks.opened(region="kherson"), "UA00")


def test_no_region_of_this_repository_ships_statuses() -> None:
    for code, region in desks.plugins().regions().items():
        assert region.status_level == 3, code
        desk = desks.opened(region=code)
        areas = [area.code for area in region.gazetteer][:3]
        assert {territory.status_on(desk, area) for area in areas} <= {"unknown"}


def test_a_report_tells_which_edition_is_loaded_in_both_languages() -> None:
    desk = desks.opened(region="kherson")
    assert "No table is loaded, so the status of every community is unknown." in str(territory.territory_report(desk, "en"))
    territory.load(desk, TABLE, covers=["kherson"], **TOLD)
    english, ukrainian = (str(territory.territory_report(desk, language)) for language in ("en", "uk"))
    assert "Edition 7, dated 2026-02-01 (https://example.org/7)" in english
    assert "relied on through 2026-08-01" in english and not re.search("[а-яіїєґ]", english)
    assert "Edition 7, від 2026-02-01" in ukrainian and "до 2026-08-01 включно" in ukrainian


def test_an_area_that_two_regions_hold_needs_a_status_if_one_of_them_says_so() -> None:
    other: Region = land("other", status_level=None)
    desk: Secretariat = desk_in(land(), other)
    assert territory.status_on(desk, "L111") == "unknown"
