"""Every kind of value that a field may hold: how it is read, how it is written, and what a schema says of it, in one place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import Enum
from functools import lru_cache
from operator import attrgetter
from types import NoneType
from typing import Any, get_args

import attrs

from coordkit.codec.limits import RULES
from coordkit.codec.patterns import CLOCK, DAY, LANGUAGE, LONGEST_SLOT, MOMENT, NOT_BLANK, PARTIAL, PLAIN, REACH, UUID, whole
from coordkit.codec.values import (
    MOST_SECONDS,
    any_id_of,
    clock_time_body,
    clock_time_of,
    day_of,
    enum_of,
    moment_body,
    moment_of,
    one_id_of,
    partial_of,
    rule_of,
    seconds_of,
    text_body,
    text_of,
    tlp_of,
    typed,
    when_body,
    when_of,
)
from coordkit.domain.clock_times import ClockTime
from coordkit.domain.dates import Days, PartialDate
from coordkit.domain.records import RecordId, Tlp
from coordkit.domain.recurrence import MOST_LETTERS, ForeignRule, Recurrence
from coordkit.domain.slots import Repeat, Slot
from coordkit.domain.text import Text

Schema = dict[str, Any]
Refer = Callable[[Any], Schema]
"""Gives the schema of another kind, or a reference to it."""


@attrs.frozen
class Kind:
    """A kind of value in JSON. ``read`` refuses all else; ``write`` None: JSON has it as it is.

    ``schema`` makes what a schema says of it; under ``name`` that stands once and is referred to.
    """

    name: str | None
    read: Callable[[Any, Any], Any]
    write: Callable[[Any], Any] | None
    schema: Callable[[Refer], Schema]


def is_tuple(kind: Any) -> bool:
    return getattr(kind, "__origin__", None) is tuple


def is_optional(kind: Any) -> bool:
    return NoneType in get_args(kind) and not is_tuple(kind)


def without_none(kind: Any) -> Any:
    union, *more = (member for member in get_args(kind) if member is not NoneType)
    for member in more:
        union = union | member
    return union


def written_fields(cls: type) -> tuple[attrs.Attribute[Any], ...]:
    """The fields of a record or part that stand in its body: all but its place in the history."""
    return tuple(field for field in attrs.fields(attrs.resolve_types(cls)) if "stamp" not in field.metadata)


@lru_cache(maxsize=256)
def kind_of(kind: Any) -> Kind | None:
    """How values of this type stand in JSON; None for what holds other values: a record, a part, a tuple, an optional."""
    members = get_args(kind)
    if kind in KINDS:
        return KINDS[kind]
    if members and set(members) == {Slot, Days, PartialDate}:
        return _WHEN
    if members and set(members) == {Recurrence, ForeignRule}:
        return _RULE
    if members and not is_tuple(kind) and all(_is_id(member) for member in members):
        members = tuple(sorted(members, key=attrgetter("kind")))  # A | B and B | A are one key of the cache
        return Kind(None, lambda value, _: any_id_of(value, members), str, lambda refer: _one_of(map(refer, members)))
    if _is_id(kind):
        return Kind(kind.__name__, one_id_of, str, lambda refer: _said(kind, whole(f"{kind.kind}:{UUID}")))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return Kind(kind.__name__, enum_of, attrgetter("value"), lambda refer: _said(kind, {"enum": _values(kind)}))
    return None


def _is_id(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, RecordId)


def _values(kind: type[Enum]) -> list[Any]:
    return [member.value for member in kind]


def _one_of(schemas: Iterable[Schema]) -> Schema:
    return {"anyOf": list(schemas)}


def described(kind: type) -> str:
    """What the docstring of a class says, without its examples."""
    told = (kind.__doc__ or "").partition(">>>")[0]
    return " ".join(told.replace("``", "`").split())


def about(kind: type) -> Schema:
    """What a schema tells in words: the docstring of a class, and its rules."""
    return {"description": described(kind)} | ({"x-rules": list(RULES[kind])} if kind in RULES else {})


def _said(kind: type, schema: Schema) -> Schema:
    return {**about(kind), **schema}


def _text(refer: Refer) -> Schema:
    return {
        **about(Text),
        "description": "One text by language (BCP 47). The first language is the original's: the first in order of the keys, "
        "unless `order` names them otherwise.",
        "type": "object",
        "properties": {
            "order": {
                "description": "The languages from the original on, each once; only where that is not the order of the keys.",
                "type": "array",
                "items": whole(LANGUAGE),
                "minItems": 2,
                "uniqueItems": True,
            }
        },
        "patternProperties": {f"^{LANGUAGE}$": {**refer(str), "pattern": NOT_BLANK}},
        "propertyNames": {"not": {"pattern": "\\n"}},
        "additionalProperties": False,
        "minProperties": 1,
        "dependentSchemas": {"order": {"minProperties": 3}},
    }


def _clock_time(refer: Refer) -> dict[str, Schema]:
    return {
        "start": {**whole(CLOCK), "description": "Wall-clock time, without an offset.", "allOf": [{"pattern": REACH}]},
        "zone": {**refer(str), "description": "A name in the zone database, such as Europe/Kyiv."},
    }


def _when(refer: Refer) -> Schema:
    slot = {
        **_clock_time(refer),
        "seconds": {
            "description": "Elapsed time, in seconds.",
            "type": "integer",
            "minimum": 1,
            "maximum": LONGEST_SLOT,
        },
        "repeat": {"anyOf": [refer(Repeat), {"type": "null"}]},
    }
    days = {
        "description": "The first and the last day.",
        "type": "array",
        "prefixItems": [refer(date), refer(date)],
        "items": False,
        "minItems": 2,
    }
    alone = [(Slot, "slot", closed(slot)), (Days, "days", days), (PartialDate, "partial", refer(PartialDate))]
    return {
        "description": "A time on the clock, whole days, or a date known in part.",
        "oneOf": [_said(cls, closed({name: schema})) for cls, name, schema in alone],
    }


def _rule(refer: Refer) -> Schema:
    said = "A recurrence rule (RRULE, RFC 5545 3.3.10); UNTIL is a day."
    return {**about(ForeignRule), **refer(str), "minLength": 1, "maxLength": MOST_LETTERS, "description": said}


def closed(properties: Mapping[str, Schema]) -> Schema:
    """An object with all of these keys and no other."""
    return {"type": "object", "properties": dict(properties), "required": list(properties), "additionalProperties": False}


def _partial(refer: Refer) -> Schema:
    forms = [{"description": words, **whole(pattern)} for words, pattern in PARTIAL.items()]
    return _said(PartialDate, {"anyOf": [refer(date), *forms]})


KINDS: Mapping[Any, Kind] = {
    str: Kind(
        "PlainText",
        typed(str, "a text"),
        None,
        lambda refer: {"description": "Text without NUL.", "type": "string", "pattern": PLAIN},
    ),
    int: Kind(None, typed(int, "a whole number"), None, lambda refer: {"type": "integer"}),
    bool: Kind(None, typed(bool, "true or false"), None, lambda refer: {"type": "boolean"}),
    date: Kind("Day", day_of, date.isoformat, lambda refer: {"description": "A day of the calendar.", **whole(DAY)}),
    datetime: Kind("Moment", moment_of, moment_body, lambda refer: {"description": "A moment in UTC.", **whole(MOMENT)}),
    timedelta: Kind(
        "Seconds",
        seconds_of,
        lambda value: int(value.total_seconds()),
        lambda refer: {
            "description": "A duration in whole seconds.",
            "type": "integer",
            "minimum": -MOST_SECONDS,
            "maximum": MOST_SECONDS,
        },
    ),
    Tlp: Kind("Tlp", tlp_of, lambda tlp: tlp.label[4:], lambda refer: _said(Tlp, {"enum": [tlp.label[4:] for tlp in Tlp]})),
    Text: Kind("Text", text_of, text_body, _text),
    PartialDate: Kind("PartialDate", partial_of, attrgetter("edtf"), _partial),
    ClockTime: Kind("ClockTime", clock_time_of, clock_time_body, lambda refer: _said(ClockTime, closed(_clock_time(refer)))),
}
_WHEN = Kind("When", when_of, when_body, _when)
_RULE = Kind("Rule", rule_of, str, _rule)
