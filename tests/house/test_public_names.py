"""`import coordkit` loads nothing, and every public name is there when it is asked for, alone and first."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.house import front_page

HEAVY = ["attr", "attrs", "cattrs", "icalendar", "pluggy", "sqlite3"]


def in_a_fresh_process(program: str) -> Any:
    """What a small program prints as JSON, run by this Python with nothing loaded."""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_type_checkers_the_lazy_table_and_all_name_the_same_things() -> None:
    page = front_page.source()
    told, homes = front_page.told_to_type_checkers(page), front_page.table(page)
    assert told == homes
    assert set(front_page.announced(page)) == set(homes)


def test_no_name_is_listed_twice() -> None:
    page = front_page.source()
    names = front_page.announced(page)
    assert len(names) == len(set(names))


def test_the_front_page_needs_no_typing_module_to_be_typed() -> None:
    assert "TYPE_CHECKING = False" in front_page.source()
    assert "import typing" not in front_page.source()
    assert "from typing" not in front_page.source()


def test_importing_coordkit_loads_no_dependency() -> None:
    program = f"import coordkit, json, sys; print(json.dumps([name for name in {HEAVY} if name in sys.modules]))"
    assert in_a_fresh_process(program) == []


def test_importing_coordkit_loads_no_other_room() -> None:
    program = "import coordkit, json, sys; print(json.dumps([name for name in sys.modules if 'coordkit.' in name]))"
    assert in_a_fresh_process(program) == []


def test_every_public_name_can_be_the_first_one_that_is_used() -> None:
    # One process, emptied of coordkit before each module's turn: a circle of imports shows, whichever module comes first.
    first_of_each_module = list({module: name for name, module in front_page.table(front_page.source()).items()}.values())
    program = f"""
import importlib, json, sys
import coordkit
failed = {{}}
for name in {first_of_each_module}:
    for loaded in [module for module in sys.modules if module.split(".")[0] == "coordkit"]:
        del sys.modules[loaded]
    try:
        getattr(importlib.import_module("coordkit"), name)
    except Exception as error:
        failed[name] = repr(error)
print(json.dumps(failed))
"""
    assert in_a_fresh_process(program) == {}


def test_public_names_are_listed_by_dir_and_reached_by_a_star_import() -> None:
    program = """
import json
import coordkit
space = {}
exec("from coordkit import *", space)
print(json.dumps([name for name in coordkit.__all__ if name not in dir(coordkit) or name not in space]))
"""
    assert in_a_fresh_process(program) == []


def test_a_name_that_is_not_public_is_an_attribute_error() -> None:
    program = """
import json
import coordkit
try:
    coordkit.no_such_name
except AttributeError as error:
    print(json.dumps(str(error)))
"""
    message = in_a_fresh_process(program)
    assert "coordkit" in message
    assert "no_such_name" in message


def test_every_public_name_says_what_it_is() -> None:
    program = """
import json, coordkit
objects = {name: getattr(coordkit, name) for name in coordkit.__all__}
documented = {name for name, thing in objects.items() if (getattr(thing, "__doc__", None) or "").strip()}
print(json.dumps(sorted(name for name, thing in objects.items() if name not in documented and callable(thing))))
"""
    assert in_a_fresh_process(program) == []


FINE = """
TYPE_CHECKING = False
if TYPE_CHECKING:
    from coordkit.domain.text import Text as Text
    from coordkit.secretariat.desk import open as open
else:
    _HOMES = {"domain.text": "Text", "secretariat.desk": "open"}
__all__ = ["Text", "open"]
"""


def test_the_three_lists_are_read_alike() -> None:
    assert front_page.told_to_type_checkers(FINE) == front_page.table(FINE)
    assert set(front_page.announced(FINE)) == set(front_page.table(FINE))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('"domain.text": "Text"', '"domain.dates": "Text"'),
        ('"domain.text": "Text", ', ""),
        ("import Text as Text", "import Text as Words"),
        ('["Text", "open"]', '["Text"]'),
    ],
)
def test_lists_that_differ_are_told_apart(right: str, wrong: str) -> None:
    page = FINE.replace(right, wrong)
    assert page != FINE
    told, homes = front_page.told_to_type_checkers(page), front_page.table(page)
    assert told != homes or set(front_page.announced(page)) != set(homes)
