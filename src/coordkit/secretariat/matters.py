"""What correspondence is about: a meeting, one occurrence of a series, or a series with its occurrences; and who is asked to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from coordkit.domain.announced import Announced
from coordkit.domain.clock_times import ClockTime
from coordkit.domain.dates import expect_day
from coordkit.domain.errors import DomainError
from coordkit.domain.invitations import Invitation, Response
from coordkit.domain.meetings import Meeting
from coordkit.domain.records import InvitationId, MeetingId, MeetingSeriesId, OrganizationId, PersonId
from coordkit.domain.recurrence import Recurrence
from coordkit.domain.rules.announcing import Saying, facts_of, facts_of_occurrence, facts_of_series, saying_of, standing_response
from coordkit.domain.series import MeetingSeries
from coordkit.secretariat.work import Work


@attrs.frozen(kw_only=True)
class Matter:
    """A meeting (``series`` stands where it is an occurrence), or a series with its singled-out ``occurrences``."""

    subject: Meeting | MeetingSeries
    series: MeetingSeries | None = None
    occurrences: tuple[Meeting, ...] = ()

    @property
    def part(self) -> str:
        """Which part of the calendar object it is: an occurrence's original start, empty for the whole."""
        original = self.subject.occurrence if isinstance(self.subject, Meeting) else None
        return "" if original is None else str(original)

    @property
    def sequence(self) -> int:
        """The SEQUENCE under which it goes out: of an occurrence never one below that of its series."""
        return max(self.subject.sequence, self.series.sequence if self.series else 0)

    @property
    def saying(self) -> Saying:
        """What those invited are told of it: nothing of a day that its series lost, for no calendar would know what it is."""
        said = saying_of(self.subject)
        return Saying.NOTHING if said is Saying.COME and self._is_lost else said

    @property
    def _is_lost(self) -> bool:
        original = self.subject.occurrence if isinstance(self.subject, Meeting) else None
        if original is None or self.series is None or not isinstance(self.series.rule, Recurrence):
            return False
        return not self.series.takes_place_on(original.day)

    @property
    def called_off(self) -> tuple[date, ...]:
        """The days on which single occurrences of the series were called off."""
        return tuple(each.occurrence.day for each in self.occurrences if each.occurrence and saying_of(each) is Saying.CALLED_OFF)

    @property
    def carried(self) -> tuple[Meeting, ...]:
        """The occurrences that an invitation to the series carries with it: those that differ from the rule and take place."""
        return tuple(
            each
            for each in self.occurrences
            if each.occurrence and saying_of(each) is not Saying.CALLED_OFF and self._has(each.occurrence.day)
        )

    def _has(self, day: date) -> bool:
        return isinstance(self.subject, MeetingSeries) and self.subject.takes_place_on(day)

    @property
    def facts(self) -> Announced:
        """What is said of it now."""
        if isinstance(self.subject, Meeting):
            return facts_of(self.subject)
        return facts_of_series(self.subject, self.called_off)

    @property
    def before(self) -> Announced | None:
        """What was said of it last; of an occurrence of which nothing was, what its series said of that day."""
        subject = self.subject
        if subject.announced is not None or self.series is None or not isinstance(subject, Meeting):
            return subject.announced
        if self.series.announced is None or subject.occurrence is None:
            return None
        return facts_of_occurrence(self.series.announced, subject.occurrence.day)


@attrs.frozen
class Asked:
    """Somebody asked to a matter: by an invitation of its own, or to an occurrence by the one to the series."""

    invitation: Invitation
    of_series: Invitation | None = None

    @property
    def invitee(self) -> PersonId | OrganizationId:
        """Who."""
        return self.invitation.invitee

    @property
    def response(self) -> Response:
        """The answer that counts here."""
        return standing_response(self.invitation, self.of_series)


def matter_of(work: Work, about: MeetingId | MeetingSeriesId) -> Matter:
    """The meeting or series with what belongs to it. Raises ``NotFound``."""
    if isinstance(about, MeetingSeriesId):
        return matter_of_series(work, work.get(MeetingSeries, about))
    meeting = work.get(Meeting, about)
    return Matter(subject=meeting, series=None if meeting.series is None else work.get(MeetingSeries, meeting.series))


def matter_of_series(work: Work, series: MeetingSeries) -> Matter:
    """The series with its singled-out occurrences, in the order of their original days."""
    found = [each for each in work.each(Meeting, {"series": str(series.id)}) if each.occurrence is not None]
    return Matter(subject=series, occurrences=tuple(sorted(found, key=_day)))


def occurrence_of(work: Work, series: MeetingId | MeetingSeriesId, day: date) -> Meeting | None:
    """The Meeting of the occurrence of an original day; None where nothing about it is its own."""
    found = work.each(Meeting, {"series": str(series)})
    return next((each for each in found if each.occurrence is not None and each.occurrence.day == day), None)


def about_of(work: Work, invitation: Invitation) -> MeetingId | MeetingSeriesId:
    """What an invitation is about: the Meeting of its occurrence where there is one."""
    if invitation.occurrence is None:
        return invitation.meeting
    found = occurrence_of(work, invitation.meeting, invitation.occurrence.day)
    return invitation.meeting if found is None else found.id


def singled_out(work: Work, about: MeetingId | MeetingSeriesId, original: ClockTime | None) -> Matter:
    """The matter; of an occurrence with nothing of its own so far the Meeting that a message about it alone needs, kept now."""
    if original is None or isinstance(about, MeetingId):
        return matter_of(work, about)
    meeting = occurrence_of(work, about, original.day)
    if meeting is None:
        (meeting,) = work.save(work.get(MeetingSeries, about).occurrence_meeting(original.day, work.desk.new(MeetingId)))
    return matter_of(work, meeting.id)


def on_day(work: Work, invitation: Invitation, day: date) -> Invitation:
    """The invitation to one occurrence of somebody who is invited to its series, by its original day; a new one is not kept yet.

    Raises ``DomainError`` for an invitation that is not to a series as a whole, and for a day on which nothing of it takes place.
    """
    if not isinstance(invitation.meeting, MeetingSeriesId) or invitation.occurrence is not None:
        raise DomainError("only an invitation to a whole series has several days; leave it out", where="occurrence")
    expect_day(day, "occurrence")
    series = work.get(MeetingSeries, invitation.meeting)
    meeting = occurrence_of(work, series.id, day)
    if meeting is None and not (isinstance(series.rule, Recurrence) and series.takes_place_on(day)):
        raise DomainError(f"nothing of this series takes place on {day}; give the original day of one", where="occurrence")
    original = (meeting.occurrence if meeting else None) or series.first.on(day)
    asked = asked_on(work, series, original, meeting.id if meeting else None)
    found = next((each for each in asked if each.invitee == invitation.invitee), None)
    if found is None:
        raise DomainError(f"they are not invited on {day} any more; invite them again first", where=str(invitation.id))
    return occurrence_invitation(work, series, original, found)


def _day(meeting: Meeting) -> date:
    return meeting.occurrence.day if meeting.occurrence else date.min


def asked_to(work: Work, matter: Matter) -> tuple[Asked, ...]:
    """Those asked to a matter and not taken off its list, each once, in the order of their invitations."""
    subject = matter.subject
    if isinstance(subject, Meeting) and matter.series is not None and subject.occurrence is not None:
        return asked_on(work, matter.series, subject.occurrence, subject.id)
    whole = (each for each in _invitations(work, subject.id) if each.occurrence is None)
    return tuple(Asked(each) for each in whole if each.withdrawn_at is None)


def asked_on(work: Work, series: MeetingSeries, original: ClockTime, meeting: MeetingId | None) -> tuple[Asked, ...]:
    """Those asked to one occurrence: to it alone, or to the series. The closer invitation stands for both."""
    to_series = tuple(_invitations(work, series.id))
    wide = {each.invitee: each for each in to_series if each.occurrence is None and each.withdrawn_at is None}
    own = {each.invitee: each for each in to_series if each.occurrence is not None and each.occurrence.day == original.day}
    if meeting is not None:
        own |= {each.invitee: each for each in _invitations(work, meeting)}
    found = (Asked(own.get(invitee) or wide[invitee], wide.get(invitee)) for invitee in dict.fromkeys((*wide, *own)))
    return tuple(each for each in found if each.invitation.withdrawn_at is None)


def _invitations(work: Work, about: MeetingId | MeetingSeriesId) -> Iterator[Invitation]:
    return work.each(Invitation, {"meeting": str(about)})


def own_invitation(work: Work, matter: Matter, asked: Asked) -> Invitation:
    """The invitation that keeps what is said of this matter alone; see ``occurrence_invitation``."""
    subject = matter.subject
    if matter.series is None or not isinstance(subject, Meeting) or subject.occurrence is None:
        return asked.invitation
    return occurrence_invitation(work, matter.series, subject.occurrence, asked)


def occurrence_invitation(work: Work, series: MeetingSeries, original: ClockTime, asked: Asked) -> Invitation:
    """The invitation to one occurrence. Where only the one to the series stands, a new one, not kept yet.

    A new one is unanswered, so the answer to the series goes on counting.
    """
    known = asked.invitation
    if known is not asked.of_series:
        return known
    return Invitation(
        id=work.desk.new(InvitationId),
        meeting=series.id,
        occurrence=original,
        invitee=known.invitee,
        role=known.role,
        tlp=known.tlp,
        reset_at=known.reset_at,
    )
