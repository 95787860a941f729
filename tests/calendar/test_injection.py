"""Whatever texts people put into a record, they come out as texts, and no line stands there that we did not write."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import vobject
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from coordkit.calendar.itip import Attendee, Organizer, Party
from coordkit.calendar.writing import one_line, tidy
from coordkit.domain.meetings import AgendaItem, Meeting
from coordkit.domain.places import Venue
from coordkit.domain.text import Text
from tests.calendar.samples import fed, meeting, names, requested, unfolded

EVENT = [
    "BEGIN:VEVENT", "UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "CLASS", "SUMMARY", "DESCRIPTION", "LOCATION",
    "CATEGORIES", "LAST-MODIFIED",
]  # fmt: skip
HEAD = ["BEGIN:VCALENDAR", "VERSION", "PRODID", "CALSCALE", "NAME", "X-WR-CALNAME", "BEGIN:VTIMEZONE"]
HOSTILE = [
    "a\r\nATTENDEE:mailto:evil@example.org",
    "a\nEND:VEVENT\nBEGIN:VEVENT",
    "a\u2028X-EVIL:1\u2029X-EVIL:2\x85X-EVIL:3\vX-EVIL:4\fX-EVIL:5\x1cX-EVIL:6",
    'CN";X="1":mailto:evil@example.org',
    "\\\\n\\n\\N\\,;:\"^n^'^^",
    "=?utf-8?q?a=0D=0AX-Evil:_1?=",
    "/etc/passwd",
    "\x00\x07\x1b\x7f\x9f\t",
    " \t \r\n \t",
    "х" * 200,
]
ODD = "\r\n\v\f\x00\x1c\x1d\x1e\x85\u2028\u2029\t \\;,:\"^'=?nN/\ufeff\u202eх🙂"


def hostile(text: str) -> tuple[Meeting, Party]:
    """A meeting and a party that say the same thing everywhere."""
    said = Text.of(uk="·" + text.replace("\x00", ""))
    changed = meeting(
        uid=said.best("uk"),
        title=said,
        purpose=said,
        themes=(said, said),
        sources=(),
        venue=Venue(locality="UA65", place=said, link=said.best("uk")),
        agenda=(AgendaItem(position=1, title=said),),
    )
    return changed, Party(text, "duty@example.org")


def what_breaks(text: str) -> str:
    """What is wrong with a feed and a request of this text; empty if nothing. Works under ``python -O`` as well."""
    changed, party = hostile(text)
    feed, reasons = fed(changed, name="·" + text)
    asked = requested(changed, organizer=Organizer(party), recipient=Attendee(party=party))
    if reasons or names(feed)[:7] != HEAD or names(feed).count("END:VTIMEZONE") != 1:
        return f"left out, or another beginning: {reasons}, {names(feed)}"
    for raw, people in ((feed, []), (asked, ["ORGANIZER", "ATTENDEE"])):
        if names(raw)[names(raw).index("BEGIN:VEVENT") :] != [*EVENT, *people, "END:VEVENT", "END:VCALENDAR"]:
            return f"lines that we did not write: {names(raw)}"
        physical = raw.split(b"\r\n")
        if max(map(len, physical)) > 75 or len(raw.decode().splitlines()) != len(physical) - 1:
            return "a line too long, or a character at which some reader breaks lines"
        if any(ord(character) < 32 or ord(character) == 127 for line in unfolded(raw) for character in line):
            return "a control character"
    return ""


@given(st.one_of(st.sampled_from(HOSTILE), st.text(alphabet=ODD), st.text(alphabet=st.characters(exclude_categories=["Cs"]))))
def test_no_text_becomes_a_line(text: str) -> None:
    assert what_breaks(text) == ""


@given(st.one_of(st.sampled_from(HOSTILE), st.text(alphabet=ODD), st.text(alphabet=st.characters(exclude_categories=["Cs"]))))
def test_two_parsers_read_every_text_as_it_was_meant(text: str) -> None:
    changed, party = hostile(text)
    meant = tidy(changed.title.best("uk")).strip()
    raw = requested(changed, organizer=Organizer(party), recipient=Attendee(party=party))
    (one,) = Calendar.from_ical(raw).events
    (other,) = vobject.readOne(raw.decode()).contents["vevent"]
    for read in (one["SUMMARY"], one["LOCATION"], one["UID"], other.summary.value, other.location.value, other.uid.value):
        assert read == meant
    assert one.categories == ["TLP:GREEN", meant, meant] == other.categories.value
    name = one_line(text.replace('"', "'").replace("^", " ").replace("\\", "/"))
    for people in (one["ORGANIZER"].params, one["ATTENDEE"].params):
        assert people.get("CN", "") == name
    for person in (other.organizer, other.attendee):
        assert person.value == "mailto:duty@example.org"
        assert person.params.get("CN", [""]) == [name]


PROGRAM = """
import json
from tests.calendar.test_injection import HOSTILE, what_breaks
try:
    assert False
except AssertionError:
    raise SystemExit("assert still works: this was to run under -O")
print(json.dumps([found for text in HOSTILE if (found := what_breaks(text))]))
"""


def test_nothing_depends_on_assert() -> None:
    root = Path(__file__).parents[2]
    path = [*sys.path, str(root)]
    program = f"import sys; sys.path[:0] = {path!r}\n{PROGRAM}"
    done = subprocess.run([sys.executable, "-O", "-c", program], capture_output=True, text=True, cwd=root, timeout=120)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []
