"""Received: a message that came in, what it matches, and what was decided of it."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import ClassVar

import attrs

from coordkit.domain.errors import DomainError, expect
from coordkit.domain.records import DESK, InvitationId, PersonId, ReceivedId, Record
from coordkit.domain.slots import instant
from coordkit.domain.text import Text, is_plain


class Verdict(Enum):
    """What becomes of a message: taken, stale (a newer one was here first), quarantined (a person decides), refused."""

    TAKEN = "taken"
    STALE = "stale"
    QUARANTINED = "quarantined"
    REFUSED = "refused"


@attrs.frozen(kw_only=True)
class Received(Record):
    """A message that came in. ``digest`` is the SHA-256 of its bytes in hex, ``sender`` the From address as written.

    ``matches`` is the invitation that it answers, as far as one was found; ``decided_by`` and ``decided_at`` (aware, UTC) stand
    where a person decided. All of it is the desk's own.
    """

    id_type: ClassVar[type[ReceivedId]] = ReceivedId
    id: ReceivedId = attrs.field(metadata=DESK)
    digest: str = attrs.field(validator=is_plain, metadata=DESK)
    received_at: datetime = attrs.field(converter=instant, metadata=DESK)
    verdict: Verdict = attrs.field(metadata=DESK)
    sender: str | None = attrs.field(default=None, validator=is_plain, metadata=DESK)
    matches: InvitationId | None = attrs.field(default=None, metadata=DESK)
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
