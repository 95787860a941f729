"""Bodies changed in one place, and a judge that says whether schema and codec answer alike."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from types import TracebackType
from typing import Any

import attrs
from hypothesis import strategies as st

from coordkit import CoordkitError, Days, DomainError, ForeignRule, OnWeekday, PartialDate, Recurrence, Slot, to_json
from coordkit.codec.convert import IDS, _structured
from coordkit.codec.documents import canonical
from coordkit.codec.hooks import converter
from coordkit.codec.kinds import KINDS, written_fields
from coordkit.codec.limits import RULES
from coordkit.domain.recurrence import read_rule
from tests.strategies import RECORD_CLASSES

_UUID = "00000000-0000-0000-0000-00000000000a"
_SLOT = {"start": "2026-06-01T10:00:00", "seconds": 5400, "zone": "Europe/Kyiv", "repeat": None}
_RAW: list[Any] = [
    None, True, False, 0, 1, -1, 2, 10**12, -(10**12), 1.5, "", " ", "x", "\0", "a\nb", {}, [], [1], ["x"], [[]], {"uk": None},
    "2026-06-18", "2026-06-31", "2024-02-29", "2025-02-29", "0000-01-01", "2026-06-18\n", "2026-W23-1", " 2026-06-18",
    "2026-06-18T10:00:00", "2026-06-18T10:00:00Z", "2026-06-18T24:00:00Z", "2026-06-18T10:00:00+03:00", "2026-06-18T10:00Z",
    "2026-06-18T10:00:00.120000Z", "2026-06-18T10:00:00.000000Z", "2026-06-18T10:00:00.12Z", "2026-06-18T10:00:00Z\n",
    "2023", "2023-20", "2023-22", "2023-37", "9999-24", "[2024..2023]", "[2023..2024]", "[..]", "[..2025]", "[2025-04..]", "2023\n",
    "XXXX-10-17", "XXXX-02-30", "XXXX-XX-01", "XXXX-06-XX", "[XXXX-06-XX..]", "June", "２０２３",
    f"meeting:{_UUID.upper()}", f"meeting:{_UUID}\n", f"meeting:{_UUID.replace('-', '')}", "meeting:1", _UUID,
    {"uk": "x"}, {"uk": ""}, {"українською": "x"}, {"uk": " \u2003\x85"}, {"uk": "x\0"}, {"uk": "x", "en": 5}, {"uk\n": "x"},
    {"UK": "x"},
    {"order": ["uk"], "uk": "x"}, {"order": ["uk", "en"], "uk": "x", "en": "y"}, {"order": ["en", "uk"], "uk": "x", "en": "y"},
    {"order": ["uk", "pl"], "uk": "x", "en": "y"}, {"order": ["uk", "uk"], "uk": "x", "en": "y"}, {"order": None, "uk": "x"},
    {"order": ["uk", "en"], "uk": "x"}, {"order": []}, {"order": "uk", "uk": "x"},
    {"days": ["2026-01-01", "2026-01-02"]}, {"days": ["2026-01-02", "2026-01-01"]}, {"days": ["2026-01-01"]}, {"days": []},
    {"days": ["2026-01-01"] * 3}, {"partial": "2023"}, {"partial": "June"}, {"partial": None}, {"partial": "2023", "days": []},
    {"slot": _SLOT}, {"slot": _SLOT | {"seconds": 0}}, {"slot": _SLOT | {"seconds": 36_600 * 86_400 + 1}}, {"slot": {}},
    {"slot": _SLOT | {"zone": "Kyiv"}}, {"slot": _SLOT | {"start": "2026-06-01T10:00:00Z"}}, {"slot": _SLOT | {"repeat": "first"}},
    {"slot": _SLOT | {"start": "2026-10-25T03:30:00"}}, {"slot": _SLOT | {"start": "2026-03-29T03:30:00"}},
    {"slot": _SLOT | {"start": "0999-06-01T10:00:00"}}, {"slot": _SLOT | {"start": "9001-06-01T10:00:00"}},
    {"slot": _SLOT | {"start": "2026-06-01T10:00:00.5"}}, {"slot": _SLOT | {"seconds": True}}, {"slot": _SLOT | {"x": 1}},
    {"start": "2026-06-01T10:00:00", "zone": "Europe/Kyiv"}, {"start": "2026-06-01T10:00:00", "zone": "Kyiv"},
    {"start": "2026-06-01"}, "https://example.org/", "http://", "ftp://example.org", "Europe/Kyiv", "TLP:RED", "amber", "GREEN",
    "FREQ=WEEKLY;BYDAY=TU", "FREQ=MONTHLY;BYSETPOS=3;BYDAY=MO,TU", "FREQ=weekly", "RRULE", "x" * 1001,
]  # fmt: skip


def classes_in(cls: type, seen: dict[type, None]) -> dict[type, None]:
    """Every enumeration and part in a class, however deep, beside those seen before."""

    def leaves(kind: Any) -> Iterator[Any]:
        inner = getattr(kind, "__args__", ())
        yield from (leaf for member in inner for leaf in leaves(member)) if inner else (kind,)

    for field in written_fields(cls):
        for leaf in leaves(field.type):
            if leaf in seen or not isinstance(leaf, type) or leaf in KINDS:
                continue
            if issubclass(leaf, Enum):
                seen[leaf] = None
            elif attrs.has(leaf):
                seen[leaf] = None
                classes_in(leaf, seen)
    return seen


_SEEN: dict[type, None] = {}
for _cls in RECORD_CLASSES:
    classes_in(_cls, _SEEN)
VALUES: list[Any] = [
    *_RAW,
    *(f"{kind}:{_UUID}" for kind in IDS),
    *(member.value for kind in _SEEN if issubclass(kind, Enum) for member in kind),
]
"""What is put in a place of a body: the right shape for some other place, or nearly."""
PARTS = [kind for kind in _SEEN if attrs.has(kind) and kind not in (Slot, Days, ForeignRule, Recurrence, OnWeekday)]
"""Every class that stands in the body of a record as an object with its fields."""


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place of a body: what holds it, and its key or position."""
    keys = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from places(value[key])


@st.composite
def changed_once(draw: st.DrawFn, body: dict[str, Any]) -> dict[str, Any]:
    """The body with one place changed: another value, one from elsewhere in it, one edited, a key dropped or added."""
    changed: dict[str, Any] = copy.deepcopy(body)
    everywhere = list(places(changed))
    holder, key = draw(st.sampled_from(everywhere))
    way = draw(st.sampled_from(["value", "value", "value", "moved", "edited", "edited", "dropped", "added"]))
    if way == "value":
        holder[key] = draw(st.sampled_from(VALUES))
    elif way == "moved":
        other, where = draw(st.sampled_from(everywhere))
        holder[key] = copy.deepcopy(other[where])
    elif way == "dropped":
        del holder[key]
    elif way == "added" and isinstance(holder, list):
        holder.append(copy.deepcopy(holder[key]))
    elif way == "added":
        holder[draw(st.sampled_from(["colour", "type", "order", "revision", "pl", ""]))] = copy.deepcopy(holder[key])
    else:
        holder[key] = draw(edited(holder[key]))
    return changed


def edited(value: Any) -> st.SearchStrategy[Any]:
    """Values a little beside this one."""
    if isinstance(value, str):
        place = st.integers(0, len(value))
        letter = st.sampled_from(["0", "1", "9", "-", "X", "a", "G", "\n", " ", "\0", "é", "Z"])
        put_in = st.builds(lambda at, new: value[:at] + new + value[at:], place, letter)
        put_over = st.builds(lambda at, new: value[:at] + new + value[at + 1 :], place, letter)
        return put_in | put_over | st.sampled_from([value[:-1], value[1:], value.upper(), value + "\n"])
    if isinstance(value, int) and not isinstance(value, bool):
        return st.sampled_from([value - 1, value + 1, -value, float(value) + 0.5, str(value)])
    return st.sampled_from([not value, [value], {"uk": value}, None])


HEARD: Mapping[str, tuple[str, ...]] = {
    "Text": (r'"order" must name the languages',),
    "PartialDate": (r"is no date in EDTF",),
    "Days": (r"is before the first",),
    "ClockTime": (r"no time zone is called",),
    "Slot": (r"no time zone is called", r"the clocks skip it", r"comes twice in"),
    "ForeignRule": (r"a rule is one line",),
    "Consent": (r"before it begins",),
    "Contact": (r"is no e-mail address|is no number in E\.164",),
    "Affiliation": (r"before it begins",),
    "Membership": (r"before it begins", r"speaks for itself"),
    "Seat": (r"^\d+ to \d+ holders cannot be",),
    "Quorum": (r"or a share such as", r"cannot be reached", r"only a share can be exceeded"),
    "WorkingGroup": (
        r"follows itself|sort them by time",
        r"stands twice; give each its own code",
        r"stands after \d+; sort them|before it begins",
    ),
    "Interruption": (r"before its start",),
    "Meeting": (
        r"needs a time",
        r"follow or contain itself",
        r"needs a calendar UID",
        r"open interruption, its last|needs the interruption that lasts",
        r"which occurrence of the series|carries the UID of its series",
    ),
    "MeetingSeries": (
        r"starts on a day of its rule|follow itself|needs a calendar UID",
        r"one stands twice",
        r"is before the first day|is not after the first day|both left out and added",
    ),
    "Invitation": (r"delegates to themselves", r"has the response delegated", r"only a series has occurrences"),
    "Attendance": (r"in somebody's place|in another's place|own substitute", r"did not take part"),
    "Minutes": (r"stands twice; keep one line", r"does not go with|only approved minutes|approve its own minutes"),
    "Office": (r"no time zone is called", r"is no e-mail address", r"^the template .* stands twice"),
    "ActionItem": (r"was not closed yet",),
}
"""How the domain words each rule of ``RULES``, as a pattern: in the same order."""


def rule_heard(error: Exception) -> tuple[str, int] | None:
    """Which rule that no schema says an error comes from: the class, and the position in its rules."""
    cls = "Text" if isinstance(error, ValueError) and '"order" must name' in str(error) else _raised_in(error.__traceback__)
    if cls is None or not isinstance(error, DomainError | ValueError):
        return None
    if cls == "PartialDate" and not _is_range_of_dates(str(error)):
        return None
    return next(
        ((cls, n) for n, said in enumerate(HEARD.get(cls, ())) if re.search(said, getattr(error, "message", str(error)))), None
    )


def _raised_in(trace: TracebackType | None) -> str | None:
    """The innermost class whose making raised."""
    found = None
    while trace is not None:
        if trace.tb_frame.f_code.co_name == "__init__" and attrs.has(type(trace.tb_frame.f_locals.get("self"))):
            found = type(trace.tb_frame.f_locals["self"]).__name__
        trace = trace.tb_next
    return found


def _is_range_of_dates(message: str) -> bool:
    """Whether the text complained of is a range, each limit of which is a date: so they are out of order."""
    match = re.search(r"'\[([^']+)\.\.([^']+)\]' is no date", message)
    try:
        return match is not None and all(PartialDate(limit).edtf for limit in match.groups())
    except CoordkitError:
        return False


def differ(body: dict[str, Any], fits: Callable[[Any], bool], part: type | None = None) -> str:
    """How the schema that it ``fits`` and the codec disagree about a body, of a record or of this part; empty where they agree.

    A body that the schema accepts is read and written the same again, or refused by a rule in ``RULES``. One that it refuses is
    refused by the codec too, or written otherwise than it was read.
    """
    body = json.loads(canonical(body))  # the order of languages is that of the keys as they stand
    accepted = fits(body)
    try:
        made: Any = converter(False).structure(body, part) if part else _structured(body, detailed=False)
    except Exception as error:
        if accepted and rule_heard(error) is None:
            return f"the schema accepts what the codec refuses: {error!r}"
        return ""
    again = converter(False).unstructure(made, part) if part else json.loads(to_json(made))
    if not accepted and canonical(again) == canonical(body):
        return "the schema refuses what the codec writes"
    expected = _as_written(body, again) if accepted else again
    otherwise = {key: again.get(key) for key in again if canonical(again[key]) != canonical(expected.get(key))}
    return f"the schema accepts what the codec writes otherwise: {otherwise}" if otherwise else ""


def _as_written(body: Any, written: Any) -> Any:
    """The body as the codec may write it otherwise: without an order that is the keys' own and a repeat where a time comes once,
    with the days of a series sorted and a rule in the words of RFC 5545."""
    if isinstance(body, dict) and isinstance(written, dict):
        kept = {key: value for key, value in body.items() if key != "order" or value != sorted(body.keys() - {"order"})}
        is_series = "invitees" in written
        return {key: _in_field(key, value, written.get(key), is_series=is_series) for key, value in kept.items()}
    if isinstance(body, list) and isinstance(written, list) and len(body) == len(written):
        return [_as_written(*pair) for pair in zip(body, written, strict=True)]
    return body


def _in_field(key: str, value: Any, written: Any, *, is_series: bool) -> Any:
    if key == "repeat" and written is None:
        return None
    if is_series and key in ("exceptions", "additions"):
        return sorted(value)
    if is_series and key == "rule":
        return str(read_rule(value))
    return _as_written(value, written)


assert {cls.__name__ for cls in RULES} == HEARD.keys()
