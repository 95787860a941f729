"""Terms of reference: the versions of what a group gave itself as its rules, and the quorum that they ask for."""

from __future__ import annotations

from enum import Enum
from types import NoneType

import attrs

from coordkit.domain.dates import PartialDate, partial
from coordkit.domain.errors import DomainError, expect
from coordkit.domain.records import OPEN, MeetingId
from coordkit.domain.text import Text


class QuorumOf(Enum):
    """Of what a quorum is counted: of the members (observers are none), or of the seats that are required."""

    MEMBERS = "members"
    SEATS = "seats"


@attrs.frozen(kw_only=True)
class Quorum:
    """How many must be there for a meeting to decide.

    ``at_least`` is a number, ``numerator`` of ``denominator`` a share, of which ``more_than`` asks for more; where both stand, both
    must be met. Raises ``DomainError`` for a quorum that asks for nothing, and for a share above the whole.

    >>> Quorum(numerator=1, denominator=2, more_than=True).needed(10), Quorum(numerator=2, denominator=3).needed(10)
    (6, 7)
    """

    of: QuorumOf = attrs.field(default=QuorumOf.MEMBERS, metadata=OPEN)
    at_least: int | None = attrs.field(default=None, metadata=OPEN)
    numerator: int | None = attrs.field(default=None, metadata=OPEN)
    denominator: int | None = attrs.field(default=None, metadata=OPEN)
    more_than: bool = attrs.field(default=False, metadata=OPEN)

    def __attrs_post_init__(self) -> None:
        for name in ("at_least", "numerator", "denominator"):
            expect(getattr(self, name), (int, NoneType), f"quorum.{name}")
        top, bottom = self.numerator, self.denominator
        if (top is None) != (bottom is None) or (self.at_least is None and top is None):
            raise DomainError("say at_least=5, or a share such as numerator=1, denominator=2", where="quorum")
        if self.at_least is not None and self.at_least < 1:
            raise DomainError(f"at least {self.at_least} asks for nothing; leave the quorum out", where="quorum.at_least")
        if self.more_than and top is None:
            raise DomainError("only a share can be exceeded; write at_least one higher", where="quorum.more_than")
        if top is not None and bottom is not None and not (0 < top < bottom or (0 < top == bottom and not self.more_than)):
            raise DomainError(f"{'more than ' * self.more_than}{top} of {bottom} cannot be reached", where="quorum")

    def needed(self, total: int) -> int:
        """How many of ``total`` must be there."""
        share = 0
        if self.numerator is not None and self.denominator is not None:
            exact = total * self.numerator
            share = exact // self.denominator + 1 if self.more_than else -(-exact // self.denominator)
        return max(self.at_least or 0, share)


@attrs.frozen(kw_only=True)
class TermsOfReference:
    """One version of a group's terms of reference, in force ``since`` a date and until the next.

    ``text`` is what they say, or a summary; where they can be read in full is a source of the group for the field ``terms[n]``.
    ``adopted_in`` is the meeting that adopted them.
    """

    version: int = attrs.field(metadata=OPEN)
    since: PartialDate = attrs.field(converter=partial, metadata=OPEN)
    text: Text | None = attrs.field(default=None, metadata=OPEN)
    adopted_in: MeetingId | None = attrs.field(default=None, metadata=OPEN)
    quorum: Quorum | None = attrs.field(default=None, metadata=OPEN)

    def __attrs_post_init__(self) -> None:
        expect(self.version, int, "terms.version")
        expect(self.quorum, (Quorum, NoneType), "terms.quorum", "write Quorum(at_least=5)")
        if self.version < 1:
            raise DomainError(f"version {self.version} cannot be; the first is 1", where="terms.version")
