"""The strict converter: cattrs with hooks that take nothing for something else.

Plain cattrs reads 5 as a text, a day as a moment, a text as a list, and passes unknown keys by.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from enum import Enum
from functools import lru_cache
from typing import Any, get_args

import attrs
from cattrs import Converter
from cattrs.errors import IterableValidationError
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from coordkit.codec.values import (
    WrongShape,
    any_id_of,
    day_of,
    enum_of,
    moment_body,
    moment_of,
    one_id_of,
    partial_of,
    seconds_of,
    shown,
    text_body,
    text_of,
    tlp_of,
    typed,
    when_body,
    when_of,
)
from coordkit.domain.dates import Days, PartialDate
from coordkit.domain.records import RecordId, Tlp
from coordkit.domain.slots import Slot
from coordkit.domain.text import Text


def _is_tuple(kind: Any) -> bool:
    return getattr(kind, "__origin__", None) is tuple


def _is_ids(kind: Any) -> bool:
    members = get_args(kind)
    return bool(members) and all(isinstance(member, type) and issubclass(member, RecordId) for member in members)


def _is_optional(kind: Any) -> bool:
    return type(None) in get_args(kind) and not _is_tuple(kind)


def _without_none(kind: Any) -> Any:
    members = [member for member in get_args(kind) if member is not type(None)]
    union = members[0]
    for member in members[1:]:
        union = union | member
    return union


def _make(detailed: bool) -> Converter:
    """A strict converter. ``detailed`` finds every problem with its path; without it the first one ends the reading."""
    made = Converter(forbid_extra_keys=True, detailed_validation=detailed)
    for cls, words in ((str, "a text"), (int, "a whole number"), (bool, "true or false")):
        made.register_structure_hook(cls, typed(cls, words))
    for kind, hook in (
        (date, day_of),
        (datetime, moment_of),
        (timedelta, seconds_of),
        (Tlp, tlp_of),
        (Text, text_of),
        (PartialDate, partial_of),
    ):
        made.register_structure_hook(kind, hook)
    made.register_structure_hook_func(lambda kind: isinstance(kind, type) and issubclass(kind, Enum) and kind is not Tlp, enum_of)
    made.register_structure_hook_func(lambda kind: isinstance(kind, type) and issubclass(kind, RecordId), one_id_of)
    made.register_structure_hook_func(lambda kind: set(get_args(kind)) == {Slot, Days, PartialDate}, when_of)
    made.register_structure_hook_factory(_is_tuple, lambda kind: _tuple_hook(made, kind, detailed))
    made.register_structure_hook_factory(_is_optional, lambda kind: _optional_hook(made, kind))
    made.register_structure_hook_factory(lambda kind: not _is_tuple(kind) and _is_ids(kind), _ids_hook)
    made.register_structure_hook_factory(
        lambda kind: isinstance(kind, type) and attrs.has(kind) and kind not in (Text, Slot, Days, PartialDate),
        lambda kind: _class_hook(made, kind, detailed),
    )

    made.register_unstructure_hook(date, date.isoformat)
    made.register_unstructure_hook(datetime, moment_body)
    made.register_unstructure_hook(timedelta, lambda value: int(value.total_seconds()))
    made.register_unstructure_hook(Tlp, lambda value: value.label[4:])
    made.register_unstructure_hook_func(lambda kind: isinstance(kind, type) and issubclass(kind, RecordId), str)
    made.register_unstructure_hook_func(lambda kind: not _is_tuple(kind) and _is_ids(kind), str)
    made.register_unstructure_hook(Text, text_body)
    made.register_unstructure_hook(PartialDate, lambda value: value.edtf)
    made.register_unstructure_hook_func(lambda kind: set(get_args(kind)) == {Slot, Days, PartialDate}, when_body)
    made.register_unstructure_hook_factory(_is_tuple, lambda kind: _tuple_body(made, kind))
    made.register_unstructure_hook_factory(_is_optional, lambda kind: _optional_body(made, kind))
    made.register_unstructure_hook_factory(
        lambda kind: isinstance(kind, type) and attrs.has(kind) and kind not in (Text, Slot, Days, PartialDate),
        lambda kind: make_dict_unstructure_fn(kind, made, **_stamps(kind)),
    )
    return made


def _stamps(kind: type) -> dict[str, Any]:
    return {field.name: override(omit=True) for field in attrs.fields(kind) if "stamp" in field.metadata}


def _class_hook(made: Converter, kind: type, detailed: bool) -> Callable[[Any, Any], Any]:
    structure: Callable[[Any, Any], Any] = make_dict_structure_fn(
        kind, made, _cattrs_forbid_extra_keys=True, _cattrs_detailed_validation=detailed, **_stamps(kind)
    )

    def hook(value: Any, cls: Any) -> Any:
        if type(value) is not dict:
            raise WrongShape(f"expected an object, not {shown(value)}")
        return structure(value, cls)

    return hook


def _tuple_hook(made: Converter, kind: Any, detailed: bool) -> Callable[[Any, Any], Any]:
    item = get_args(kind)[0]
    structure = made.get_structure_hook(item)

    def hook(value: Any, _: Any) -> tuple[Any, ...]:
        if type(value) is not list:
            raise WrongShape(f"expected a list, not {shown(value)}")
        if not detailed:
            return tuple([structure(entry, item) for entry in value])
        done, failed = [], []
        for position, entry in enumerate(value):
            try:
                done.append(structure(entry, item))
            except Exception as error:
                error.add_note(f"\0{position}")
                failed.append(error)
        if failed:
            raise IterableValidationError("list", failed, kind)
        return tuple(done)

    return hook


def _optional_hook(made: Converter, kind: Any) -> Callable[[Any, Any], Any]:
    inner = _without_none(kind)
    structure = made.get_structure_hook(inner)
    return lambda value, _: None if value is None else structure(value, inner)


def _ids_hook(kind: Any) -> Callable[[Any, Any], Any]:
    classes = get_args(kind)
    return lambda value, _: any_id_of(value, classes)


def _tuple_body(made: Converter, kind: Any) -> Callable[[Any], Any]:
    unstructure = made.get_unstructure_hook(get_args(kind)[0])
    return lambda value: [unstructure(entry) for entry in value]


def _optional_body(made: Converter, kind: Any) -> Callable[[Any], Any]:
    unstructure = made.get_unstructure_hook(_without_none(kind))
    return lambda value: None if value is None else unstructure(value)


@lru_cache(maxsize=2)
def converter(detailed: bool) -> Converter:
    return _make(detailed)
