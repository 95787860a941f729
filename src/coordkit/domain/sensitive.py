"""What a record or part holds that an audience may not see as it is: read off the marks on its fields, once a class."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from types import NoneType
from typing import Any, get_args

import attrs

from coordkit.domain.records import Record, RecordId, Sensitivity

_STEPS = re.compile(r"\w+")


@attrs.frozen
class MarkedField:
    """One field: its mark, whether it names records or holds parts with marks of their own, and what it is when withheld."""

    name: str
    sensitivity: Sensitivity
    speaker: bool
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
            reference=any(issubclass(leaf, RecordId) for leaf in leaves),
            part=any(attrs.has(leaf) and _is_marked(leaf) for leaf in leaves),
            required=attribute.default is attrs.NOTHING,
            default=_default(attribute.default),
        )
        if field.sensitivity is not Sensitivity.OPEN or field.speaker or field.reference or field.part:
            fields.append(field)
    return tuple(fields)


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
