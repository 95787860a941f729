"""Minutes: who was there, what is written of it, and how far it got: drafted, circulated, approved in a later meeting."""

from __future__ import annotations

from datetime import date
from enum import Enum
from types import NoneType
from typing import ClassVar

import attrs

from coordkit.domain.dates import expect_day
from coordkit.domain.errors import DomainError, expect, several
from coordkit.domain.records import ATTENDEE, GROUP, OPEN, SPEAKER, MeetingId, MinutesId, OrganizationId, PersonId, Record
from coordkit.domain.text import Text


class Presence(Enum):
    """Whether somebody was there: present, absent, excused, or present as another's substitute."""

    PRESENT = "present"
    ABSENT = "absent"
    EXCUSED = "excused"
    SUBSTITUTE = "substitute"


class Attended(Enum):
    """The way of taking part."""

    ON_SITE = "on_site"
    ONLINE = "online"


@attrs.frozen(kw_only=True)
class Attendance:
    """One line of the attendance list: ``who``, whether and how they were there, and for whom they spoke.

    ``substitute_for`` is the one in whose place a substitute came. Raises ``DomainError`` for a substitute for nobody or for
    oneself, and for a way of taking part of somebody who did not.
    """

    who: PersonId | OrganizationId = attrs.field(metadata=ATTENDEE)
    presence: Presence = attrs.field(default=Presence.PRESENT, metadata=GROUP)
    attended: Attended | None = attrs.field(default=None, metadata=GROUP)
    on_behalf_of: OrganizationId | None = attrs.field(default=None, metadata=ATTENDEE)
    substitute_for: PersonId | OrganizationId | None = attrs.field(default=None, metadata=ATTENDEE)

    def __attrs_post_init__(self) -> None:
        expect(self.who, (PersonId, OrganizationId), "attendance.who", "give the id of a person or an organization")
        if (self.substitute_for is None) and self.presence is Presence.SUBSTITUTE:
            raise DomainError("a substitute comes in somebody's place; say substitute_for", where="attendance.substitute_for")
        if self.substitute_for is not None and self.presence is not Presence.SUBSTITUTE:
            raise DomainError("who comes in another's place is a substitute; say so in presence", where="attendance.presence")
        if self.substitute_for is not None and self.substitute_for == self.who:
            raise DomainError("nobody is their own substitute", where="attendance.substitute_for")
        if self.attended is not None and not self.was_there:
            raise DomainError(f"who is {self.presence.value} did not take part; leave attended out", where="attendance.attended")

    @property
    def was_there(self) -> bool:
        """Whether this one sat in the meeting, for themselves or in another's place."""
        return self.presence in (Presence.PRESENT, Presence.SUBSTITUTE)


class MinutesState(Enum):
    """How far minutes got."""

    DRAFT = "draft"
    CIRCULATED = "circulated"
    APPROVED = "approved"


@attrs.frozen(kw_only=True)
class Correction:
    """What an edition of the minutes corrects in the one before."""

    edition: int = attrs.field(metadata=OPEN)
    note: Text = attrs.field(metadata=OPEN)


def _each_once(instance: object, attribute: object, entries: tuple[Attendance, ...]) -> None:
    seen: set[object] = set()
    for entry in several(entries, Attendance, "minutes.attendance") if entries else ():
        if entry.who in seen:
            raise DomainError(f"{entry.who} stands twice; keep one line", where="minutes.attendance")
        seen.add(entry.who)


@attrs.frozen(kw_only=True)
class Minutes(Record):
    """The minutes of one meeting: the attendance list and, beside the outcomes, what else is written of it.

    ``edition`` is the number that people cite: it rises when what was circulated is corrected. ``approved_in`` is the later meeting
    that approved them. Raises ``DomainError`` for a state whose date or meeting is missing, and for somebody who stands twice.
    """

    id_type: ClassVar[type[MinutesId]] = MinutesId
    id: MinutesId = attrs.field(metadata=OPEN)
    meeting: MeetingId = attrs.field(metadata=OPEN)
    edition: int = attrs.field(default=1, metadata=OPEN)
    state: MinutesState = attrs.field(default=MinutesState.DRAFT, metadata=OPEN)
    text: Text | None = attrs.field(default=None, metadata=OPEN)
    attendance: tuple[Attendance, ...] = attrs.field(default=(), validator=_each_once, metadata=OPEN)
    taken_by: PersonId | OrganizationId | None = attrs.field(default=None, metadata=SPEAKER)
    corrections: tuple[Correction, ...] = attrs.field(default=(), metadata=OPEN)
    circulated_on: date | None = attrs.field(default=None, metadata=OPEN)
    approved_in: MeetingId | None = attrs.field(default=None, metadata=OPEN)
    approved_on: date | None = attrs.field(default=None, metadata=OPEN)

    def __attrs_post_init__(self) -> None:
        expect(self.edition, int, "minutes.edition")
        expect(self.state, MinutesState, "minutes.state")
        if self.edition < 1:
            raise DomainError(f"edition {self.edition} cannot be; the first is 1", where="minutes.edition")
        if (self.circulated_on is None) != (self.state is MinutesState.DRAFT):
            raise DomainError(f"{self.state.value} does not go with circulated_on {self.circulated_on}", where="minutes")
        if (self.approved_on is None) != (self.state is not MinutesState.APPROVED):
            raise DomainError(f"{self.state.value} does not go with approved_on {self.approved_on}", where="minutes")
        if self.approved_in is not None and self.state is not MinutesState.APPROVED:
            raise DomainError("only approved minutes name the meeting that approved them", where="minutes.approved_in")
        if self.approved_in is not None and self.approved_in == self.meeting:
            raise DomainError("a meeting cannot approve its own minutes; a later one does", where="minutes.approved_in")

    def circulated(self, on: date) -> Minutes:
        """A draft goes out to the group on this day."""
        expect_day(on, "on")
        if self.state is not MinutesState.DRAFT:
            raise DomainError(f"minutes that are {self.state.value} are out already; correct them first", where=str(self.id))
        return attrs.evolve(self, state=MinutesState.CIRCULATED, circulated_on=on)

    def approved(self, in_meeting: MeetingId, on: date) -> Minutes:
        """Circulated minutes are approved in a later meeting, on its day: not before they went out."""
        expect(in_meeting, MeetingId, "in_meeting", "give the id of the later meeting")
        expect_day(on, "on")
        if self.state is not MinutesState.CIRCULATED:
            raise DomainError(f"only circulated minutes are approved; these are {self.state.value}", where=str(self.id))
        if self.circulated_on is not None and on < self.circulated_on:
            raise DomainError(f"they went out on {self.circulated_on}, so nobody approved them on {on}", where=str(self.id))
        return attrs.evolve(self, state=MinutesState.APPROVED, approved_in=in_meeting, approved_on=on)

    def corrected(self, note: Text, *, text: Text | None = None, attendance: tuple[Attendance, ...] | None = None) -> Minutes:
        """A further edition, again a draft, that corrects one that was out; ``note`` says what. A draft is edited without this."""
        expect(note, (Text, NoneType), "note", 'write Text.of(uk="…")')
        if self.state is MinutesState.DRAFT:
            raise DomainError("a draft is not out yet; change it with attrs.evolve", where=str(self.id))
        edition = self.edition + 1
        return attrs.evolve(
            self,
            edition=edition,
            state=MinutesState.DRAFT,
            text=self.text if text is None else text,
            attendance=self.attendance if attendance is None else attendance,
            corrections=(*self.corrections, Correction(edition=edition, note=note)),
            circulated_on=None,
            approved_in=None,
            approved_on=None,
        )
