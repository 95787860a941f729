"""Answering: which of an invitee's answers counts, in whatever order they come in (RFC 5546 2.1.5)."""

from __future__ import annotations

from datetime import datetime

from coordkit.domain.invitations import Invitation, Response


def is_stale(invitation: Invitation, sequence: int) -> bool:
    """Whether an answer to this SEQUENCE came before the question was last asked of this invitee anew."""
    return sequence < invitation.reset_at


def is_newer(invitation: Invitation, response: Response, *, sequence: int, stamp: datetime, comment: str | None = None) -> bool:
    """Whether an answer counts instead of the one on record: the highest (SEQUENCE, DTSTAMP) does.

    Of two in one second the words decide, by nothing better than their order in the alphabet: so the same answers leave the same
    state in any order, and one that comes twice changes nothing.
    """
    if invitation.answered_at is None:
        return True
    known = (invitation.answered_sequence or 0, invitation.answered_at, invitation.response.value, invitation.comment or "")
    return (sequence, stamp, response.value, comment or "") > known
