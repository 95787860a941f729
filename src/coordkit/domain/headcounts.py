"""Headcounts: a number where only that is known."""

from __future__ import annotations

from enum import Enum

import attrs

from coordkit.domain.errors import DomainError, expect
from coordkit.domain.records import OPEN, SPEAKER
from coordkit.domain.text import Text, all_plain


class Counted(Enum):
    """What a headcount counts."""

    ORGANIZATIONS = "organizations"
    PEOPLE = "people"


class Precision(Enum):
    """How exact a number is."""

    EXACTLY = "exactly"
    ABOUT = "about"
    AT_LEAST = "at_least"


@attrs.frozen(kw_only=True)
class Headcount:
    """A number where only that is known: of what, of which kinds of organization, how exact, over how many meetings together.

    ``label`` says in words who was counted, such as signatories.
    """

    value: int = attrs.field(metadata=OPEN)
    counted: Counted = attrs.field(metadata=OPEN)
    precision: Precision = attrs.field(default=Precision.EXACTLY, metadata=OPEN)
    of_kinds: tuple[str, ...] = attrs.field(default=(), validator=all_plain, metadata=SPEAKER)
    over: int = attrs.field(default=1, metadata=OPEN)
    label: Text | None = attrs.field(default=None, metadata=SPEAKER)

    def __attrs_post_init__(self) -> None:
        expect(self.value, int, "headcount.value")
        expect(self.over, int, "headcount.over")
        if self.value < 0 or self.over < 1:
            raise DomainError(f"{self.value} over {self.over} meetings cannot be", where="headcount")
