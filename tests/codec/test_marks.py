"""Every field of every record, and of every part of one, states its sensitivity."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, cast, get_args

import attrs
import pytest

from coordkit import ClockTime, Days, ForeignRule, PartialDate, Recurrence, Sensitivity, Slot, Text
from tests.strategies import RECORD_CLASSES

# One value each, judged by the field that holds it.
VALUES = (Text, PartialDate, Slot, Days, ClockTime, Recurrence, ForeignRule)


def parts_of(cls: type) -> Iterator[type]:
    """The class and every attrs class in it, however deep."""
    yield cls
    for field in attrs.fields(attrs.resolve_types(cast(Any, cls))):
        for leaf in leaves(field.type):
            if isinstance(leaf, type) and attrs.has(leaf) and leaf not in VALUES:
                yield from parts_of(leaf)


def leaves(kind: Any) -> Iterator[Any]:
    if not get_args(kind):
        yield kind
    for member in get_args(kind):
        yield from leaves(member)


CLASSES = sorted({part for cls in RECORD_CLASSES for part in parts_of(cls)}, key=lambda cls: cls.__name__)


def unmarked(cls: type) -> list[str]:
    """The fields that state no sensitivity."""
    fields = attrs.fields(cast(Any, cls))
    return [field.name for field in fields if not isinstance(field.metadata.get("sensitivity"), Sensitivity)]


def test_records_and_their_parts_are_found() -> None:
    assert {"Meeting", "Venue", "AgendaItem", "Contact", "Consent", "Source", "Seat", "Headcount"} <= {
        cls.__name__ for cls in CLASSES
    }


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_every_field_states_its_sensitivity(cls: type) -> None:
    assert unmarked(cls) == []


def test_a_field_without_a_mark_is_noticed() -> None:
    @attrs.frozen
    class Careless:
        note: str
        plain: str = attrs.field(default="", metadata={"sensitivity": "open"})

    assert unmarked(Careless) == ["note", "plain"]


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_every_field_is_given_by_name(cls: type) -> None:
    assert all(field.kw_only for field in attrs.fields(cast(Any, cls)))


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_every_field_that_is_called_after_areas_is_marked_as_holding_their_codes(cls: type) -> None:
    named = [field for field in attrs.fields(cast(Any, cls)) if AREA_NAMES.search(field.name) and not is_for_the_desk(field)]
    assert [field.name for field in named if "area" not in field.metadata] == []


def is_for_the_desk(field: attrs.Attribute[Any]) -> bool:
    """Whether nobody but the desk sees the field, so nothing in it is withheld by area: it tells what was said of a place once."""
    return field.metadata["sensitivity"] is Sensitivity.DESK


def test_the_fields_that_hold_areas_are_found() -> None:
    held = {f"{cls.__name__}.{field.name}" for cls in CLASSES for field in attrs.fields(cast(Any, cls)) if "area" in field.metadata}
    named = {"Organization.areas", "WorkingGroup.area", "Initiative.areas", "Venue.locality", "Information.without_group"}
    assert named <= held


AREA_NAMES = re.compile("area|locality|place_code|without_group")
