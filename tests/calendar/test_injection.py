"""Whatever texts people put into a record, they come out as texts, and no line stands there that we did not write."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import vobject
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from coordkit.calendar import writing
from coordkit.calendar.feeds import SeriesInFeed
from coordkit.calendar.itip import Attendee, Organizer, Override, Party, cancel, decline_counter, publish
from coordkit.calendar.writing import one_line, tidy, uri
from coordkit.domain.errors import DomainError
from coordkit.domain.meetings import AgendaItem, Meeting
from coordkit.domain.places import Venue
from coordkit.domain.records import MeetingId, Source
from coordkit.domain.series import MeetingSeries
from coordkit.domain.text import Text
from tests.calendar.samples import QUEUED, fed, meeting, names, requested, series, unfolded

HOSTILE = [
    "a\r\nATTENDEE:mailto:evil@example.org",
    "a\nEND:VEVENT\nBEGIN:VEVENT",
    "a\u2028X-EVIL:1\u2029X-EVIL:2\x85X-EVIL:3\vX-EVIL:4\fX-EVIL:5\x1cX-EVIL:6",
    'CN";X="1":mailto:evil@example.org',
    'mailto:x@example.org";CN="y',
    "https://example.org/\r\nX-EVIL:1",
    "\\\\n\\n\\N\\,;:\"^n^'^^",
    "=?utf-8?q?a=0D=0AX-Evil:_1?=",
    "/etc/passwd",
    "\x00\x07\x1b\x7f\x9f\t",
    " \t \r\n \t",
    "х" * 200,
]
ODD = "\r\n\v\f\x00\x1c\x1d\x1e\x85\u2028\u2029\t \\;,:\"^'=?nN/\ufeff\u202eх🙂"
TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(alphabet=ODD), st.text(alphabet=st.characters(exclude_categories=["Cs"])))

_FIRST = ["UID", "DTSTAMP"]
_TIMES = ["DTSTART", "DTEND"]
_REPEATED = [*_TIMES, "RRULE", "EXDATE", "RDATE"]
_SAID = ["CLASS", "SUMMARY", "LOCATION", "CATEGORIES"]
_TOLD = ["CLASS", "SUMMARY", "DESCRIPTION", "LOCATION", "CATEGORIES"]
# A content line (RFC 5545 section 3.1), and which parameters a property may have here, each once.
_LINE = re.compile(r"""([A-Z-]+)((?:;[A-Z-]+=(?:"[^"]*"|[^";:,]*))*):(.*)""", re.DOTALL)
_PARAMETER = re.compile(r"""([A-Z-]+)=("[^"]*"|[^";:,]*)""")
_PARAMETERS = {
    "ORGANIZER": {"CN", "SENT-BY"},
    "ATTENDEE": {"CN", "CUTYPE", "ROLE", "PARTSTAT", "RSVP", "DELEGATED-TO", "DELEGATED-FROM"},
    "CONFERENCE": {"VALUE", "LABEL"},
    **{name: {"TZID"} for name in ("DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE")},
}
_HEAD = ["BEGIN:VCALENDAR", "VERSION", "PRODID", "CALSCALE"]


def hostile(text: str) -> tuple[Meeting, MeetingSeries, Party]:
    """A meeting, a series and a party that say the same thing everywhere."""
    plain = "·" + text.replace("\x00", "")
    said = Text.of(uk=plain)
    common: dict[str, Any] = {
        "uid": plain,
        "title": said,
        "purpose": said,
        "topics": (plain,),
        "sources": (Source(url="https://example.org/?" + plain),),
        "venue": Venue(locality="UA65", place=said, link=plain),
        "agenda": (AgendaItem(position=1, title=said),),
    }
    dated: dict[str, Any] = {"exceptions": (date(2026, 9, 8),), "additions": (date(2026, 9, 9),)}
    return meeting(themes=(said, said), **common), series("FREQ=WEEKLY;COUNT=9", **common, **dated), Party(text, "duty@example.org")


def messages(text: str) -> Iterator[tuple[str, bytes, list[str]]]:
    """A message of every kind that says this text wherever it can, and the names of the lines of its events, as they must be."""
    single, whole, party = hostile(text)
    organizer = Organizer(party, sent_by="post@example.org")
    recipient = Attendee(party=party, delegated_from="gone@example.org")
    gone = Attendee(party=attrs.evolve(party, address="gone@example.org"), delegated_to="duty@example.org")
    own = Override(attrs.evolve(whole.occurrence_meeting(date(2026, 9, 15), MeetingId(int=9)), sources=whole.sources), recipient)
    told: dict[str, Any] = {"organizer": organizer, "recipient": recipient, "languages": ("uk",)}
    off: dict[str, Any] = {**told, "stamp": QUEUED, "comment": "·" + text}
    page = ["URL"] if uri(single.sources[0].url or "") else []
    modified = ["LAST-MODIFIED"]
    people = ["ORGANIZER", "ATTENDEE"]
    asked = event(
        [*_FIRST, *_TIMES, "SEQUENCE", "STATUS", *_TOLD, *page, "RELATED-TO", *modified, "ORGANIZER", "ATTENDEE", "ATTENDEE"]
    )
    yield "request", requested(single, **told, others=(gone,), follows="·" + text), asked
    of_series = event([*_FIRST, *_REPEATED, "SEQUENCE", "STATUS", *_TOLD, *page, *modified, *people])
    of_own = event([*_FIRST, "RECURRENCE-ID", *_TIMES, "SEQUENCE", "STATUS", *_TOLD, *page, *people])
    yield "series", requested(whole, **told, overrides=[own]), [*of_series, *of_own]
    called_off = event([*_FIRST, *_TIMES, "SEQUENCE", "STATUS", *_SAID, "COMMENT", *modified, *people])
    yield "cancel", cancel(single, **off, locality="·" + text), called_off
    declined = event([*_FIRST, *_REPEATED, "SEQUENCE", *_SAID, "COMMENT", *modified, *people])
    yield "declined", decline_counter(whole, **off, sequence=1), declined
    public = event([*_FIRST, *_TIMES, "SEQUENCE", "STATUS", *_TOLD, *page, *modified, "ORGANIZER"])
    yield "published", publish(single, organizer=organizer, stamp=QUEUED, languages=("uk",)), public
    feed, reasons = fed(single, SeriesInFeed(whole, [own.meeting]), name="·" + text)
    in_feed = event([*_FIRST, *_TIMES, "SEQUENCE", "STATUS", *_TOLD, *page, *modified])
    repeated = event([*_FIRST, *_REPEATED, "SEQUENCE", "STATUS", *_TOLD, *page, *modified])
    instead = event([*_FIRST, "RECURRENCE-ID", *_TIMES, "SEQUENCE", "STATUS", *_TOLD, *page])
    yield f"feed {reasons}" if reasons else "feed", feed, [*in_feed, *repeated, *instead]


def event(within: list[str]) -> list[str]:
    return ["BEGIN:VEVENT", *within, "END:VEVENT"]


def is_ours(line: str) -> bool:
    """Whether a line has the parameters that its property has here, and a mailbox where one belongs."""
    found = _LINE.fullmatch(line)
    if found is None:
        return False
    given = [parameter for parameter, _ in _PARAMETER.findall(found[2])]
    person = found[1] not in ("ORGANIZER", "ATTENDEE") or re.fullmatch(r"mailto:(duty|gone)@example\.org", found[3])
    return bool(person) and len(set(given)) == len(given) and _PARAMETERS.get(found[1], set()).issuperset(given)


def what_breaks(text: str) -> str:
    """What is wrong with the messages of this text; empty if nothing. Works under ``python -O`` as well."""
    for kind, raw, expected in messages(text):
        found = names(raw)
        first = found.index("BEGIN:VEVENT")
        link = [name for name in found[first:] if name != "CONFERENCE"]  # there or not, as the text may be an address
        head = [name for name in found[:first] if name not in ("METHOD", "NAME", "X-WR-CALNAME")]
        if head[:5] != [*_HEAD, "BEGIN:VTIMEZONE"] or found.count("END:VTIMEZONE") != 1 or "[" in kind:
            return f"{kind}: left out, or another beginning: {found}"
        if link != [*expected, "END:VCALENDAR"]:
            return f"{kind}: lines that we did not write: {found}"
        if strange := [line for line in unfolded(raw) if not is_ours(line)]:
            return f"{kind}: parameters that we did not write: {strange}"
        physical = raw.split(b"\r\n")
        if max(map(len, physical)) > 75 or len(raw.decode().splitlines()) != len(physical) - 1:
            return f"{kind}: a line too long, or a character at which some reader breaks lines"
        if any(ord(character) < 32 or ord(character) == 127 for line in unfolded(raw) for character in line):
            return f"{kind}: a control character"
    own = text + "\r\n"
    for refused in (lambda: Organizer(Party("", "a@example.org"), own), lambda: fed(source="x\r\n" + text), lambda: fed(color=own)):
        try:
            refused()
        except DomainError:
            continue
        return "an address or a colour that is none was taken"
    return ""


@given(TEXTS)
def test_no_text_becomes_a_line(text: str) -> None:
    assert what_breaks(text) == ""


@given(TEXTS)
def test_two_parsers_read_every_text_as_it_was_meant(text: str) -> None:
    changed, whole, party = hostile(text)
    meant = tidy(changed.title.best("uk")).strip()
    for what, themes in ((changed, [meant, meant]), (whole, [])):
        raw = requested(what, organizer=Organizer(party), recipient=Attendee(party=party), follows="·" + text)
        (one,) = Calendar.from_ical(raw).events
        (other,) = vobject.readOne(raw.decode()).contents["vevent"]
        for read in (one["SUMMARY"], one["LOCATION"], one["UID"], other.summary.value, other.location.value, other.uid.value):
            assert read == meant
        assert one.categories == ["TLP:GREEN", meant, *themes] == other.categories.value
        assert str(one["RELATED-TO"]) == tidy("·" + text).strip()
        name = one_line(text.replace('"', "'").replace("^", " ").replace("\\", "/"))
        for people in (one["ORGANIZER"].params, one["ATTENDEE"].params):
            assert people.get("CN", "") == name
        for person in (other.organizer, other.attendee):
            assert person.value == "mailto:duty@example.org"
            assert person.params.get("CN", [""]) == [name]


def test_every_name_that_we_may_write_is_tried_with_such_texts() -> None:
    """Else a property or parameter that is new would stand outside these tests."""
    written: set[str] = set()
    address: dict[str, Any] = {"source": "https://example.org/f.ics", "color": "teal", "refresh": QUEUED - QUEUED.replace(hour=0)}
    linked = meeting(sources=(Source(url="https://example.org/"),))
    for raw in (*(raw for text in HOSTILE[:3] for _, raw, _ in messages(text)), fed(linked, **address)[0]):
        for line in unfolded(raw):
            head = re.sub(r'"[^"]*"', "", line).partition(":")[0]
            written.update(part.partition("=")[0] for part in head.split(";"))
    in_zones = {"BEGIN", "END", "TZNAME", "TZOFFSETFROM", "TZOFFSETTO"}
    assert written - in_zones == writing._NAMES


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
