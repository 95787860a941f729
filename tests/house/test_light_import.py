"""A script that needs one name pays for that name only."""

from __future__ import annotations

import subprocess
import sys


def loaded_after(statement: str) -> set[str]:
    """The modules of a fresh process after one statement."""
    code = f"{statement}\nimport sys\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return set(done.stdout.split())


def test_meeting_loads_no_domain_module_that_its_fields_do_not_need() -> None:
    ours = {name for name in loaded_after("from coordkit import Meeting") if name.startswith("coordkit.")}
    needed = {"announced", "clock_times", "dates", "errors", "headcounts", "meetings", "places", "records", "slots", "text"}
    assert ours == {"coordkit.domain", *(f"coordkit.domain.{name}" for name in needed)}


def test_meeting_loads_neither_formats_nor_stores_nor_plugins() -> None:
    assert not loaded_after("from coordkit import Meeting") & {"cattrs", "icalendar", "pluggy", "sqlite3", "json", "email"}


def test_letters_load_their_libraries_when_one_is_written() -> None:
    assert not loaded_after("from coordkit.letters import Facts, LetterKind, letter") & {"jinja2", "babel"}
