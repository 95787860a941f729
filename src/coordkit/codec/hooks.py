"""The strict converter: cattrs with hooks that take nothing for something else.

Plain cattrs reads 5 as a text, a day as a moment, a text as a list, and passes unknown keys by.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, cast, get_args

import attrs
from cattrs import Converter
from cattrs.errors import IterableValidationError
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from coordkit.codec.kinds import KINDS, Kind, is_optional, is_tuple, kind_of, without_none, written_fields
from coordkit.codec.values import WrongShape, shown


def _is_kind(kind: Any) -> bool:
    return kind_of(kind) is not None


def _is_written_otherwise(kind: Any) -> bool:
    found = kind_of(kind)
    return found is not None and found.write is not None


def _is_class(kind: Any) -> bool:
    return isinstance(kind, type) and attrs.has(kind) and kind_of(kind) is None


def _reader(kind: Any) -> Callable[[Any, Any], Any]:
    return cast(Kind, kind_of(kind)).read


def _writer(kind: Any) -> Callable[[Any], Any]:
    return cast(Callable[[Any], Any], cast(Kind, kind_of(kind)).write)


def _make(detailed: bool) -> Converter:
    """A strict converter. ``detailed`` finds every problem with its path; without it the first one ends the reading."""
    made = Converter(forbid_extra_keys=True, detailed_validation=detailed)
    for cls, known in KINDS.items():  # by class, since cattrs asks its own hooks for str, int and their heirs first
        made.register_structure_hook(cls, known.read)
        if known.write is not None:
            made.register_unstructure_hook(cls, known.write)
    made.register_structure_hook_factory(_is_kind, _reader)
    made.register_structure_hook_factory(is_tuple, lambda kind: _tuple_hook(made, kind, detailed))
    made.register_structure_hook_factory(is_optional, lambda kind: _optional_hook(made, kind))
    made.register_structure_hook_factory(_is_class, lambda kind: _class_hook(made, kind, detailed))

    made.register_unstructure_hook_factory(_is_written_otherwise, _writer)
    made.register_unstructure_hook_factory(is_tuple, lambda kind: _tuple_body(made, kind))
    made.register_unstructure_hook_factory(is_optional, lambda kind: _optional_body(made, kind))
    made.register_unstructure_hook_factory(_is_class, lambda kind: make_dict_unstructure_fn(kind, made, **_stamps(kind)))
    return made


def _stamps(kind: type) -> dict[str, Any]:
    written = {field.name for field in written_fields(kind)}
    return {field.name: override(omit=True) for field in attrs.fields(kind) if field.name not in written}


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
    inner = without_none(kind)
    structure = made.get_structure_hook(inner)
    return lambda value, _: None if value is None else structure(value, inner)


def _tuple_body(made: Converter, kind: Any) -> Callable[[Any], Any]:
    unstructure = made.get_unstructure_hook(get_args(kind)[0])
    return lambda value: [unstructure(entry) for entry in value]


def _optional_body(made: Converter, kind: Any) -> Callable[[Any], Any]:
    unstructure = made.get_unstructure_hook(without_none(kind))
    return lambda value: None if value is None else unstructure(value)


@lru_cache(maxsize=2)
def converter(detailed: bool) -> Converter:
    return _make(detailed)
