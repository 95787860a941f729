"""What a record or part holds that an audience may not see as it is: read off the marks on its fields, once a class."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from types import NoneType
from typing import Any, cast, get_args

import attrs

from coordkit.domain.records import Record, RecordId, Sensitivity

_STEPS = re.compile(r"\w+")


@attrs.frozen
class MarkedField:
    """One field: its marks, whether it names records or holds parts with marks of their own, and what it is when withheld.

    ``area`` fields hold codes of areas, ``presence`` ones those of the areas where the record itself is.
    """

    name: str
    sensitivity: Sensitivity
    speaker: bool
    area: bool
    presence: bool
    reference: bool
    part: bool
    required: bool
    default: Any


def _leaves(kind: Any) -> Iterator[Any]:
    members = [member for member in get_args(kind) if member not in (Ellipsis, NoneType)]
    if not members:
        yield kind
    for member in members:
        yield from _leaves(member)


@lru_cache(maxsize=256)
def marked_fields(cls: type) -> tuple[MarkedField, ...]:
    """The fields of a record or part that an audience may not see as they are; the others need no look."""
    fields = []
    for attribute in attrs.fields(attrs.resolve_types(cls)):
        if attribute.name == "id" or "stamp" in attribute.metadata:
            continue
        leaves = [leaf for leaf in _leaves(attribute.type) if isinstance(leaf, type)]
        field = MarkedField(
            name=attribute.name,
            sensitivity=attribute.metadata["sensitivity"],
            speaker="speaker" in attribute.metadata,
            area="area" in attribute.metadata,
            presence="presence" in attribute.metadata,
            reference=any(issubclass(leaf, RecordId) for leaf in leaves),
            part=any(attrs.has(leaf) and _is_marked(leaf) for leaf in leaves),
            required=attribute.default is attrs.NOTHING,
            default=_default(attribute.default),
        )
        if field.sensitivity is not Sensitivity.OPEN or field.speaker or field.area or field.reference or field.part:
            fields.append(field)
    return tuple(fields)


@lru_cache(maxsize=256)
def _placing(cls: type) -> tuple[MarkedField, ...]:
    """The fields that tell where a record or part belongs: areas, references, and parts that hold either."""
    types = {attribute.name: attribute.type for attribute in attrs.fields(attrs.resolve_types(cls))}
    return tuple(field for field in marked_fields(cls) if field.area or field.reference or _holds_places(types[field.name]))


def _holds_places(kind: Any) -> bool:
    return any(attrs.has(leaf) and _is_marked(leaf) and _placing(leaf) for leaf in _leaves(kind) if isinstance(leaf, type))


def places_in(part: Any, path: str = "") -> Iterator[tuple[str, str | RecordId]]:
    """The codes of areas and the ids of records that a record, or a part of one, holds; each with the path to it."""
    for field in _placing(cast(Any, type(part))):
        value = getattr(part, field.name)
        if value is None or value == ():
            continue
        several = isinstance(value, tuple)
        for position, entry in enumerate(value if several else (value,)):
            at = f"{path}{field.name}[{position}]" if several else path + field.name
            if field.area or isinstance(entry, RecordId):
                yield at, entry
            elif field.part:
                yield from places_in(entry, at + ".")


def _default(given: Any) -> Any:
    return given.factory() if hasattr(given, "factory") and not given.takes_self else given


def _is_marked(cls: type) -> bool:
    """Whether a part states the sensitivity of its own fields; a Text or a Slot is one value and goes by its holder's."""
    return any("sensitivity" in attribute.metadata for attribute in attrs.fields(cls))


def without_sources_of_what_is_gone(shown: Record, whole: Record) -> Record:
    """``shown`` without the sources for fields of which it shows less than ``whole``: their reasons tell what was withheld."""
    kept = tuple(source for source in shown.sources if source.field is None or _at(shown, source.field) == _at(whole, source.field))
    return shown if len(kept) == len(shown.sources) else attrs.evolve(shown, sources=kept)


def _at(part: Any, path: str) -> Any:
    """What stands at a path such as ``venue.place`` or ``guests[1]``; None where there is nothing."""
    for step in _STEPS.findall(path):
        if isinstance(part, tuple):
            part = part[int(step)] if step.isdecimal() and int(step) < len(part) else None
        else:
            part = getattr(part, step, None)
    return part
