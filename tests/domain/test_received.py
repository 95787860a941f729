"""A message that came in: only what lies in quarantine is decided, by a person."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from coordkit import DomainError, Office, OfficeId, PersonId, Received, ReceivedId, ReplyPolicy, Text, Tlp, Verdict

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


def test_an_office_is_careful_unless_it_says_otherwise() -> None:
    office = Office(id=OfficeId(int=1), name=Text.of(uk="Секретаріат"))
    assert (office.reply_policy, office.tlp_ceiling, office.retention_months) == (ReplyPolicy.QUARANTINE, Tlp.RED, None)
    with pytest.raises(DomainError, match="a month at least"):
        Office(id=OfficeId(int=1), name=Text.of(uk="Секретаріат"), retention_months=0)
