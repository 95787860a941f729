"""What was last announced of a meeting or a series: the facts that its SEQUENCE counts (RFC 5546 2.1.4)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import attrs

from coordkit.domain.clock_times import ClockTime
from coordkit.domain.errors import DomainError
from coordkit.domain.places import Mode
from coordkit.domain.records import DESK
from coordkit.domain.slots import When
from coordkit.domain.text import is_plain

if TYPE_CHECKING:
    from attrs import Attribute

HIGHEST_SEQUENCE = 2**31 - 1
"""The highest SEQUENCE: an INTEGER of iCalendar (RFC 5545 3.3.8)."""


def is_sequence(instance: object, attribute: Attribute[Any], value: int | None) -> None:
    """attrs validator: a SEQUENCE that a calendar object can have; what is no number is told when the record is saved."""
    if isinstance(value, int) and not 0 <= value <= HIGHEST_SEQUENCE:
        raise DomainError(f"{value} is no SEQUENCE; it is a whole number from 0 to {HIGHEST_SEQUENCE}", where=attribute.name)


@attrs.frozen(kw_only=True)
class Announced:
    """What the calendar message said that was queued last. Whoever is told something else gets a higher SEQUENCE.

    A meeting has ``when``; a series its ``first`` start, ``duration`` and ``rule`` (an RRULE), the days left out
    (``exceptions``) and added (``additions``). ``locality`` is an area's code, ``cancelled`` whether it was called off.
    """

    when: When | None = attrs.field(default=None, metadata=DESK)
    first: ClockTime | None = attrs.field(default=None, metadata=DESK)
    duration: timedelta | None = attrs.field(default=None, metadata=DESK)
    rule: str | None = attrs.field(default=None, validator=is_plain, metadata=DESK)
    exceptions: tuple[date, ...] = attrs.field(default=(), metadata=DESK)
    additions: tuple[date, ...] = attrs.field(default=(), metadata=DESK)
    locality: str | None = attrs.field(default=None, validator=is_plain, metadata=DESK)
    modes: tuple[Mode, ...] = attrs.field(default=(), metadata=DESK)
    cancelled: bool = attrs.field(default=False, metadata=DESK)
