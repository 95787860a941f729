"""Owing: who is to write the minutes of a meeting."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from coordkit.domain.dates import Answer
from coordkit.domain.groups import Membership, Role
from coordkit.domain.meetings import Meeting
from coordkit.domain.records import OrganizationId, PersonId


def owes_minutes(meeting: Meeting, memberships: Iterable[Membership], on: date) -> tuple[PersonId | OrganizationId, ...]:
    """The secretaries of the meeting's groups on the day ``on``; where there are none who facilitated, else who convened it."""
    secretaries = (
        held.member
        for held in memberships
        if held.group in meeting.groups and held.role is Role.SECRETARY and held.as_of(on) is Answer.YES
    )
    found = tuple(dict.fromkeys(secretaries))
    fallback = meeting.facilitator or meeting.convener
    return found or (() if fallback is None else (fallback,))
