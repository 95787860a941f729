"""Announcing: what a calendar message says of a meeting or series, when SEQUENCE rises and answers fall (RFC 5546 2.1.4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum

import attrs

from coordkit.domain.announced import Announced
from coordkit.domain.dates import Days, PartialDate
from coordkit.domain.invitations import Invitation, Response
from coordkit.domain.meetings import Meeting, MeetingStatus
from coordkit.domain.reminders import Reminder, ReminderKind
from coordkit.domain.rules.revisions import Because
from coordkit.domain.series import MeetingSeries, SeriesStatus
from coordkit.domain.slots import Slot, When, zone_info


class Saying(Enum):
    """What is said of a meeting: come, do not come, or nothing at all (a draft, and a meeting that was held)."""

    COME = "come"
    CALLED_OFF = "called off"
    NOTHING = "nothing"


def saying_of(subject: Meeting | MeetingSeries) -> Saying:
    """What those invited are told. A meeting that is postponed, and no day is known, is called off until it has one."""
    if isinstance(subject, MeetingSeries):
        return Saying.CALLED_OFF if subject.status is SeriesStatus.CANCELLED else Saying.COME
    if subject.status in (MeetingStatus.DRAFT, MeetingStatus.HELD):
        return Saying.NOTHING
    if subject.status is MeetingStatus.CANCELLED or date_of(subject.when) is None:
        return Saying.CALLED_OFF
    return Saying.COME


def date_of(when: When | None) -> Slot | Days | None:
    """The time as a calendar can hold it; None where no day is known for sure."""
    if isinstance(when, PartialDate):
        day = when.earliest
        return Days(day, day) if day is not None and day == when.latest else None
    return when


def facts_of(meeting: Meeting) -> Announced:
    """What a calendar message says of a meeting."""
    return Announced(
        when=date_of(meeting.when),
        locality=meeting.venue.locality if meeting.venue else None,
        modes=meeting.modes,
        cancelled=saying_of(meeting) is Saying.CALLED_OFF,
    )


def facts_of_series(series: MeetingSeries, called_off: Iterable[date] = ()) -> Announced:
    """What a calendar message says of a series; on the days ``called_off`` single occurrences were."""
    return Announced(
        first=series.first,
        duration=series.duration,
        rule=str(series.rule),
        exceptions=tuple(sorted({*series.exceptions, *called_off} - {*series.additions})),
        additions=tuple(sorted({*series.additions} - {*called_off})),
        locality=series.venue.locality if series.venue else None,
        modes=series.modes,
        cancelled=saying_of(series) is Saying.CALLED_OFF,
    )


def facts_of_occurrence(announced: Announced, day: date) -> Announced | None:
    """What the announced series says of the occurrence of a day; None where it was announced without that day."""
    if announced.first is None or announced.duration is None or day in announced.exceptions:
        return None
    return Announced(
        when=announced.first.on(day).slot(announced.duration),
        locality=announced.locality,
        modes=announced.modes,
        cancelled=announced.cancelled,
    )


def rises(before: Announced | None, now: Announced) -> bool:
    """Whether the SEQUENCE rises by one: what is said differs from what was said last. The first time it does not.

    Nothing more is said of what is called off already, whatever becomes of its time.
    """
    return before is not None and before != now and not (before.cancelled and now.cancelled)


def answers_fall(before: Announced | None, now: Announced) -> bool:
    """Whether what was answered no longer holds: another time, locality or mode, or a meeting called off that takes place again.

    A day left out of a series or added to it, and another end of it, leave the answers to the others, and a meeting called off asks
    for none.
    """
    if before is None or now.cancelled:
        return False
    return before.cancelled or _bare(before) != _bare(now)


def _bare(facts: Announced) -> Announced:
    return attrs.evolve(facts, rule=_endless(facts.rule), exceptions=(), additions=(), cancelled=False)


def _endless(rule: str | None) -> str | None:
    """The rule without its end: a series that ends earlier or goes on longer keeps the times that were answered."""
    return rule and ";".join(part for part in rule.split(";") if not part.startswith(("COUNT=", "UNTIL=")))


def reasons(before: Announced | None, now: Announced, *, postponed: bool = False) -> tuple[Because, ...]:
    """Why those invited are told: what differs from what was said last."""
    if before is None:
        return ()
    if now.cancelled:
        return () if before.cancelled else (Because.POSTPONED if postponed else Because.CANCELLED,)
    told = {
        Because.TIME: before.cancelled or _times(before) != _times(now),
        Because.PLACE: before.locality != now.locality,
        Because.MODE: before.modes != now.modes,
    }
    return tuple(reason for reason, holds in told.items() if holds)


def _times(facts: Announced) -> Announced:
    return attrs.evolve(facts, locality=None, modes=(), cancelled=False)


def span_of(when: When | None, zone: str) -> tuple[datetime, datetime] | None:
    """Start and end of a meeting (UTC), whole days by the clock of ``zone``; None where no day is known."""
    found = date_of(when)
    if isinstance(found, Slot):
        return found.starts.astimezone(UTC), found.ends.astimezone(UTC)
    if isinstance(found, Days):
        clock = zone_info(zone)
        after = found.last + timedelta(days=1)
        return datetime.combine(found.first, time(), clock).astimezone(UTC), datetime.combine(after, time(), clock).astimezone(UTC)
    return None


def standing_response(invitation: Invitation, of_series: Invitation | None) -> Response:
    """The answer that counts for an occurrence: its own where one was given or asked for anew, else the one to the series."""
    if of_series is None or invitation.answered_at is not None or invitation.reset_at > of_series.reset_at:
        return invitation.response
    return of_series.response


def may_know_place(response: Response, starts_in: timedelta | None, rules: Iterable[Reminder]) -> bool:
    """Whether an invitee may know the exact place: who accepted, and by the office's rule all who did not decline, in time.

    ``starts_in`` is how long it is until the meeting starts; None where that is not known.
    """
    if response is Response.ACCEPTED:
        return True
    if starts_in is None or response in (Response.DECLINED, Response.DELEGATED):
        return False
    return any(rule.kind is ReminderKind.VENUE and starts_in <= rule.by for rule in rules)
