"""Reminders: who is written to of themselves, and how long before or after what."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum

import attrs

from coordkit.domain.errors import DomainError, expect
from coordkit.domain.records import OPEN


class ReminderKind(Enum):
    """What a reminder is about: an answer not given yet and the exact place (before a meeting), its minutes (after it),
    an action item not done (after its day)."""

    UNANSWERED = "unanswered"
    VENUE = "venue"
    MINUTES = "minutes"
    OVERDUE = "overdue"


@attrs.frozen(kw_only=True)
class Reminder:
    """A rule of an office: "2 days before, to those who have not answered" is ``UNANSWERED`` by two days.

    ``by`` counts elapsed time: before the start for UNANSWERED and VENUE, after the end for MINUTES, after the end of the day on
    which an action item was due (in the office's zone) for OVERDUE. Whoever was asked, or told something new, only after that
    moment is not asked for an answer again by this rule. Raises ``DomainError`` for less than none, for fractions of a second and
    for more than a year.
    """

    kind: ReminderKind = attrs.field(metadata=OPEN)
    by: timedelta = attrs.field(metadata=OPEN)

    def __attrs_post_init__(self) -> None:
        expect(self.kind, ReminderKind, "reminder.kind")
        expect(self.by, timedelta, "reminder.by", "write timedelta(days=2)")
        if self.by.microseconds or not timedelta(0) <= self.by <= timedelta(days=366):
            raise DomainError(f"{self.by} cannot be; give whole seconds, 366 days at most", where="reminder.by")
