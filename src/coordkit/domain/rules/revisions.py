"""Revisions: what changed between two versions of a record, and of a meeting who must be told."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Any

import attrs

from coordkit.domain.errors import DomainError
from coordkit.domain.invitations import Invitation, Response
from coordkit.domain.meetings import Meeting, MeetingStatus
from coordkit.domain.records import OrganizationId, PersonId, Record


@attrs.frozen
class Difference:
    """One field that differs; ``path`` is such as ``venue.locality``, ``agenda[1].title``. A part that is not there is None."""

    path: str
    before: Any
    after: Any


def differences(before: Record, after: Record) -> tuple[Difference, ...]:
    """Where two versions of a record differ, in the order of its fields, parts looked into. Raises for two different records."""
    if type(before) is not type(after) or before.id != after.id:
        raise DomainError(f"{before.id} and {after.id} are not versions of one record", where="differences")
    return tuple(_within(before, after, ""))


def _within(before: Any, after: Any, path: str) -> Iterable[Difference]:
    if before == after:
        return
    if isinstance(before, tuple) and isinstance(after, tuple) and _parts((*before, *after)):
        for position in range(max(len(before), len(after))):
            old = before[position] if position < len(before) else None
            new = after[position] if position < len(after) else None
            yield from _within(old, new, f"{path}[{position}]")
    elif type(before) is type(after) and _is_marked(before):
        for field in attrs.fields(type(before)):
            if "stamp" not in field.metadata:
                inner = f"{path}.{field.name}" if path else field.name
                yield from _within(getattr(before, field.name), getattr(after, field.name), inner)
    else:
        yield Difference(path, before, after)


def _parts(entries: tuple[Any, ...]) -> bool:
    return any(map(_is_marked, entries))


def _is_marked(value: Any) -> bool:
    """Whether it is a record or a part with fields of its own; a Text or a Slot is one value."""
    return attrs.has(type(value)) and any("sensitivity" in field.metadata for field in attrs.fields(type(value)))


class Because(Enum):
    """Why an invitee must be told."""

    TIME = "time"
    PLACE = "place"
    MODE = "mode"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    EXACT_PLACE = "exact place"
    AGENDA = "agenda"


@attrs.frozen
class ToTell:
    """An invitee who must be told, and why; ``answer_again`` where what was answered no longer holds."""

    invitee: PersonId | OrganizationId
    because: tuple[Because, ...]
    answer_again: bool


_ANSWER_AGAIN = frozenset({Because.TIME, Because.PLACE, Because.MODE})


def must_be_told(before: Meeting, after: Meeting, invitations: Iterable[Invitation]) -> tuple[ToTell, ...]:
    """Who of those invited must be told of a change to a meeting, each once, in the order of the invitations.

    Who is invited to a whole series is invited to each of its occurrences; an invitation to the one occurrence goes before it. Who
    was taken off the list is not told.

    Time, locality, mode, postponement and cancellation concern everybody, also who declined: at another time they may come. The
    exact place and link concern who accepted, the agenda all who have not declined. A draft, and a meeting that is over, concern
    nobody. Other fields (notes, title, topics, headcount) do not change what an invitee has to do.
    """
    if MeetingStatus.DRAFT in (before.status, after.status) or after.status is MeetingStatus.HELD:
        return ()
    changed = _reasons(before, after)
    found = []
    for invitation in asked_to(after, invitations):
        because = tuple(reason for reason in changed if _concerns(reason, invitation.response))
        if because:
            found.append(ToTell(invitation.invitee, because, bool(_ANSWER_AGAIN & set(because))))
    return tuple(found)


def asked_to(meeting: Meeting, invitations: Iterable[Invitation]) -> Iterable[Invitation]:
    """The invitations that count for the meeting, of each invitee the closest: to itself, to the occurrence, to the series.

    Where the closest was withdrawn none counts: who was taken off one occurrence comes to the others.
    """
    closest: dict[PersonId | OrganizationId, Invitation] = {}
    for each in invitations:
        of_series = meeting.series is not None and each.meeting == meeting.series
        if (each.meeting == meeting.id or (of_series and each.occurrence in (None, meeting.occurrence))) and (
            each.invitee not in closest or _closeness(each, meeting) > _closeness(closest[each.invitee], meeting)
        ):
            closest[each.invitee] = each
    return tuple(each for each in closest.values() if each.withdrawn_at is None)


def _closeness(invitation: Invitation, meeting: Meeting) -> tuple[bool, bool, bool]:
    return invitation.meeting == meeting.id, invitation.occurrence is not None, invitation.withdrawn_at is None


def _reasons(before: Meeting, after: Meeting) -> tuple[Because, ...]:
    old, new = before.venue, after.venue
    told = {
        Because.CANCELLED: after.status is MeetingStatus.CANCELLED is not before.status,
        Because.POSTPONED: after.status is MeetingStatus.POSTPONED is not before.status,
        Because.TIME: after.status not in (MeetingStatus.CANCELLED, MeetingStatus.POSTPONED) and before.when != after.when,
        Because.PLACE: (old and old.locality) != (new and new.locality),
        Because.MODE: before.modes != after.modes,
        Because.EXACT_PLACE: (old and (old.place, old.link)) != (new and (new.place, new.link)),
        Because.AGENDA: [item.title for item in before.agenda] != [item.title for item in after.agenda],
    }
    return tuple(reason for reason, holds in told.items() if holds)


def _concerns(reason: Because, response: Response) -> bool:
    if reason is Because.EXACT_PLACE:
        return response is Response.ACCEPTED
    return reason is not Because.AGENDA or response not in (Response.DECLINED, Response.DELEGATED)
