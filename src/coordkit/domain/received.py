"""Received: a message that came in, what it matches, and what was decided of it."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import ClassVar

import attrs

from coordkit.domain.announced import is_sequence
from coordkit.domain.errors import DomainError, expect
from coordkit.domain.invitations import Response
from coordkit.domain.records import DESK, InvitationId, PersonId, ReceivedId, Record
from coordkit.domain.slots import When, instant
from coordkit.domain.text import Text, all_plain, is_plain


class Verdict(Enum):
    """What becomes of a message: taken, stale (a newer one was here first), quarantined (a person decides), refused."""

    TAKEN = "taken"
    STALE = "stale"
    QUARANTINED = "quarantined"
    REFUSED = "refused"


class ReceivedKind(Enum):
    """What a message is: an answer (REPLY), another time proposed (COUNTER), a question for the latest state (REFRESH), mail that
    came back (a delivery status notification), an invitation or notice of somebody else's, a letter without a calendar object, or
    nothing that can be read."""

    REPLY = "reply"
    COUNTER = "counter"
    REFRESH = "refresh"
    RETURNED = "returned"
    INVITATION = "invitation"
    LETTER = "letter"
    UNREADABLE = "unreadable"


@attrs.frozen(kw_only=True)
class Claim:
    """One thing that a message says of one attendee of one calendar object, and what became of it.

    ``uid``, ``sequence`` and ``stamp`` (DTSTAMP; UTC) are what it answers and when. ``occurrence`` is the original start of one
    occurrence as an instant (UTC), ``occurrence_day`` its day where no more was said; ``and_future`` where all later ones are meant
    too. ``attendee`` is a mail address, ``delegates`` are addresses. ``proposal`` is the time that a COUNTER proposes. Raises
    ``DomainError`` for a SEQUENCE that iCalendar does not hold (RFC 5545 3.3.8).
    """

    uid: str = attrs.field(validator=is_plain, metadata=DESK)
    attendee: str = attrs.field(validator=is_plain, metadata=DESK)
    sequence: int = attrs.field(default=0, validator=is_sequence, metadata=DESK)
    stamp: datetime = attrs.field(converter=instant, metadata=DESK)
    occurrence: datetime | None = attrs.field(default=None, converter=instant, metadata=DESK)
    occurrence_day: date | None = attrs.field(default=None, metadata=DESK)
    and_future: bool = attrs.field(default=False, metadata=DESK)
    response: Response | None = attrs.field(default=None, metadata=DESK)
    comment: str | None = attrs.field(default=None, validator=is_plain, metadata=DESK)
    delegates: tuple[str, ...] = attrs.field(default=(), validator=all_plain, metadata=DESK)
    proposal: When | None = attrs.field(default=None, metadata=DESK)
    matches: InvitationId | None = attrs.field(default=None, metadata=DESK)
    verdict: Verdict = attrs.field(default=Verdict.QUARANTINED, metadata=DESK)
    reason: Text | None = attrs.field(default=None, metadata=DESK)


@attrs.frozen(kw_only=True)
class Received(Record):
    """A message that came in. ``digest`` is the SHA-256 of its bytes in hex, ``sender`` the From address as written.

    ``claims`` are what it says, ``matches`` the invitations that these are about, as far as they were found. ``about`` is our
    message that it answers or returns, as far as it names one. ``vouched`` says whether the office's own server vouches for the
    sender: None where it says nothing. An ``automatic`` message gets no answer; ``message_id`` is its Message-ID. ``decided_by``
    and ``decided_at`` (aware, UTC) stand where a person decided. All of it is the desk's own.
    """

    id_type: ClassVar[type[ReceivedId]] = ReceivedId
    id: ReceivedId = attrs.field(metadata=DESK)
    digest: str = attrs.field(validator=is_plain, metadata=DESK)
    received_at: datetime = attrs.field(converter=instant, metadata=DESK)
    verdict: Verdict = attrs.field(metadata=DESK)
    kind: ReceivedKind = attrs.field(default=ReceivedKind.REPLY, metadata=DESK)
    sender: str | None = attrs.field(default=None, validator=is_plain, metadata=DESK)
    subject: str | None = attrs.field(default=None, validator=is_plain, metadata=DESK)
    vouched: bool | None = attrs.field(default=None, metadata=DESK)
    automatic: bool = attrs.field(default=False, metadata=DESK)
    forwarded: bool = attrs.field(default=False, metadata=DESK)
    message_id: str | None = attrs.field(default=None, validator=is_plain, metadata=DESK)
    matches: tuple[InvitationId, ...] = attrs.field(default=(), metadata=DESK)
    about: str | None = attrs.field(default=None, validator=is_plain, metadata=DESK)
    claims: tuple[Claim, ...] = attrs.field(default=(), metadata=DESK)
    reason: Text | None = attrs.field(default=None, metadata=DESK)
    decided_by: PersonId | None = attrs.field(default=None, metadata=DESK)
    decided_at: datetime | None = attrs.field(default=None, converter=instant, metadata=DESK)

    def decided(self, verdict: Verdict, *, by: PersonId, at: datetime, reason: Text | None = None) -> Received:
        """A person takes or refuses what lay in quarantine. Raises ``DomainError`` for what does not lie there."""
        expect(verdict, Verdict, "verdict")
        expect(by, PersonId, "by", "give the id of who decides")
        if self.verdict is not Verdict.QUARANTINED:
            raise DomainError(f"this message is {self.verdict.value}; only a quarantined one is decided", where=str(self.id))
        if verdict not in (Verdict.TAKEN, Verdict.REFUSED):
            raise DomainError(f"a person takes or refuses a message; {verdict.value} is no decision", where="verdict")
        return attrs.evolve(self, verdict=verdict, decided_by=by, decided_at=at, reason=reason or self.reason)
