"""A message that came in: only what lies in quarantine is decided, by a person."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from coordkit import Claim, DomainError, PersonId, Received, ReceivedId, Text, Verdict

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECRETARY = PersonId(int=1)


def received(verdict: Verdict = Verdict.QUARANTINED) -> Received:
    reason = Text.of(uk="невідомий відправник", en="unknown sender")
    return Received(id=ReceivedId(int=1), digest="ab" * 32, received_at=NOON, verdict=verdict, reason=reason)


@pytest.mark.parametrize("verdict", [Verdict.TAKEN, Verdict.REFUSED])
def test_a_person_takes_or_refuses_what_lies_in_quarantine(verdict: Verdict) -> None:
    decided = received().decided(verdict, by=SECRETARY, at=NOON)
    assert (decided.verdict, decided.decided_by, decided.decided_at) == (verdict, SECRETARY, NOON)
    assert decided.reason == received().reason
    with pytest.raises(DomainError, match="only a quarantined one"):
        decided.decided(Verdict.REFUSED, by=SECRETARY, at=NOON)


def test_nobody_decides_that_a_message_is_stale_or_stays_in_quarantine() -> None:
    for verdict in (Verdict.STALE, Verdict.QUARANTINED):
        with pytest.raises(DomainError, match="takes or refuses"):
            received().decided(verdict, by=SECRETARY, at=NOON)


def test_a_claim_has_a_sequence_that_a_calendar_can_hold() -> None:
    for fine in (0, 2**31 - 1):
        assert Claim(uid="a", attendee="b", stamp=NOON, sequence=fine).sequence == fine
    for wrong in (-1, 2**31):
        with pytest.raises(DomainError, match=f"sequence: {wrong} is no SEQUENCE"):
            Claim(uid="a", attendee="b", stamp=NOON, sequence=wrong)


def test_a_claim_says_when_in_a_zone() -> None:
    with pytest.raises(DomainError, match="naive time"):
        Claim(uid="a", attendee="b", stamp=datetime(2026, 3, 2))
