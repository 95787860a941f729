"""Whatever a field is given: it fits and can be read again, or one error of ours says what is wrong. Nothing else is raised."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coordkit import (
    AgendaItem,
    Area,
    AreaName,
    Audience,
    Consent,
    Contact,
    CoordkitError,
    Days,
    DomainError,
    Headcount,
    Instrument,
    Interruption,
    KindPresent,
    Meeting,
    MeetingId,
    Mode,
    OrganizationId,
    PartialDate,
    Point,
    Record,
    RegistryCode,
    Repeat,
    Seat,
    Slot,
    Source,
    StateSince,
    StatusKnown,
    Text,
    Tlp,
    Venue,
    from_json,
    to_json,
)
from coordkit.codec.fitting import misfits
from tests.strategies import RECORD_CLASSES, made

TITLE = Text.of(uk="Нарада")
SLOT = Slot(datetime(2026, 9, 15, 10), timedelta(hours=1), "Europe/Kyiv")
OTHERS: tuple[Any, ...] = (
    None,
    "text",
    "",
    5,
    1.5,
    True,
    b"x",
    object(),
    TITLE,
    {"uk": "x"},
    [],
    ["x"],
    [["x"], ["x"]],
    (),
    ("x",),
    (None, 5),
    {"x"},
    date(2026, 1, 1),
    datetime(2026, 1, 1),
    datetime(2026, 1, 1, tzinfo=UTC),
    timedelta(hours=1),
    MeetingId(int=1),
    MeetingId(int=1).uuid,
    Mode.ONLINE,
    Tlp.RED,
    Repeat.FIRST,
    SLOT,
    PartialDate("2025"),
    Venue(),
    Meeting(id=MeetingId(int=2), title=TITLE),
    Meeting,
)
PARTS = (AgendaItem, Consent, Contact, Headcount, Instrument, Interruption, KindPresent, RegistryCode, Seat, Source, StateSince,
         StatusKnown, Venue)  # fmt: skip
VALUES = (
    SLOT,
    TITLE,
    PartialDate("2025"),
    Days(date(2026, 1, 1)),
    AreaName(name=TITLE),
    Area(code="a", level=1, type="b", names=(AreaName(name=TITLE),)),
    Point(latitude=1.0, longitude=2.0, source="x"),
    Audience.public(),
    Audience.of_named([OrganizationId(int=1)]),
)


@pytest.mark.parametrize("cls", [*RECORD_CLASSES, *PARTS], ids=lambda cls: cls.__name__)
def test_a_field_takes_what_can_be_read_again_or_says_why_not(cls: type[Any]) -> None:
    names = [field.name for field in attrs.fields(cls) if "stamp" not in field.metadata]

    @settings(max_examples=40)
    @given(made(cls), st.sampled_from(names), st.sampled_from(OTHERS))
    def holds(good: Any, name: str, other: Any) -> None:
        try:
            changed = attrs.evolve(good, **{name: other})
        except CoordkitError:
            return
        if isinstance(changed, Record) and not misfits(changed):
            again = from_json(to_json(changed))
            assert to_json(again) == to_json(changed)

    holds()


@pytest.mark.parametrize("other", OTHERS, ids=lambda other: type(other).__name__)
@pytest.mark.parametrize("good", VALUES, ids=lambda good: type(good).__name__)
def test_a_value_of_the_domain_raises_nothing_but_our_errors(good: Any, other: Any) -> None:
    for field in attrs.fields(type(good)):
        if field.init:
            try:
                attrs.evolve(good, **{field.name: other})
            except CoordkitError as error:
                assert error.message


def test_a_record_that_cannot_be_written_says_which_field() -> None:
    wrong: Any = "Нарада"
    with pytest.raises(DomainError, match=r"title: expected Text, not str 'Нарада'; write Text\.of\("):
        to_json(Meeting(id=MeetingId(int=1), title=wrong))
