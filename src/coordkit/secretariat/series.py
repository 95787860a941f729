"""Meeting series at the desk: planning one, what falls on some days, and changes to one occurrence or to this and all later.

An occurrence is named by its original local day. It becomes a Meeting when something about it alone changes. With ``announce``
those invited are told in the same transaction, by the office given or the desk's only one; else ``invitations.announce`` does it.
In place of True it may be a function, which is given what was queued and whom no mail reaches.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TypeVar

import attrs

from coordkit.domain.clock_times import ClockTime
from coordkit.domain.dates import Days, expect_day
from coordkit.domain.errors import CheckFailed, DomainError, Problem, expect
from coordkit.domain.invitations import Invitation
from coordkit.domain.meetings import Meeting, MeetingStatus
from coordkit.domain.periods import Frequency
from coordkit.domain.records import InvitationId, MeetingId, MeetingSeriesId, OfficeId
from coordkit.domain.recurrence import Recurrence
from coordkit.domain.rules.occurrences import Occurrence, following, occurrences_of
from coordkit.domain.series import MeetingSeries
from coordkit.domain.slots import Slot
from coordkit.ports import Finding
from coordkit.secretariat.addressees import sender_of
from coordkit.secretariat.desk import Secretariat
from coordkit.secretariat.following import follow
from coordkit.secretariat.meetings import Planned
from coordkit.secretariat.meetings import approved as approved_meeting
from coordkit.secretariat.telling import Announce, take_off, tell
from coordkit.secretariat.work import Work

_BY_ID = "give its id"
R = TypeVar("R", Meeting, MeetingSeries)
CHECKED_AHEAD = timedelta(days=366)
"""How far ahead the occurrences of a series are shown to the region's checks when it is planned."""
_BEGUN = (MeetingStatus.UNDER_WAY, MeetingStatus.INTERRUPTED, MeetingStatus.HELD)
_OVER = (MeetingStatus.HELD, MeetingStatus.CANCELLED)


@attrs.frozen
class PlannedSeries:
    """A series as it was kept, and what the region's checks advise on its next occurrences, each advice once."""

    series: MeetingSeries
    findings: tuple[Finding, ...]


@attrs.frozen
class Split:
    """A series that ended, the one that follows it, and the meetings that went over to that."""

    ended: MeetingSeries
    later: MeetingSeries
    meetings: tuple[Meeting, ...]


def plan(desk: Secretariat, series: MeetingSeries) -> PlannedSeries:
    """Keeps a series, new or edited, unless something blocks it: then ``CheckFailed`` with every day, and nothing is written.

    Its occurrences that stand for themselves follow an edit in what they had from the series.

    What blocks is an occurrence in the hour that clocks skip or repeat, as far as the rule is followed, and a check of the
    region on an occurrence within ``CHECKED_AHEAD``, from today or its first day. A foreign rule is checked on its first day only.
    """
    expect(series, MeetingSeries, "series", "give the series itself, not its id")
    found = approved(desk, series)
    with desk.work() as work:
        follow(work, series)
        (kept,) = work.save(series)
        work.commit()
    return PlannedSeries(kept, found)


def approved(desk: Secretariat, series: MeetingSeries) -> tuple[Finding, ...]:
    """What the checks advise on a series. Raises ``CheckFailed`` as ``plan`` does."""
    odd = series.odd_hours()
    if odd:
        raise CheckFailed(
            f"“{series.title}” would meet in an hour that the clocks skip or repeat; nothing was written", problems=odd
        )
    advice: list[Finding] = []
    blocking: list[Problem] = []
    for meeting in _next_meetings(desk, series):
        try:
            advice += [finding for finding in approved_meeting(desk, meeting) if finding not in advice]
        except CheckFailed as error:
            day = meeting.occurrence.day if meeting.occurrence else None
            blocking += [Problem(f"{day}, {problem.path}", problem.message) for problem in error.problems]
    if blocking:
        raise CheckFailed(f"“{series.title}” cannot be planned so; nothing was written", problems=blocking)
    return tuple(advice)


def _next_meetings(desk: Secretariat, series: MeetingSeries) -> Iterator[Meeting]:
    """Its occurrences of a year, as meetings for the checks to look at; they are never kept."""
    probe = desk.new(MeetingId)
    if isinstance(series.rule, Recurrence):
        begin = max(desk.today(), series.first.day)
    else:
        begin = series.first.day
        once = Recurrence(frequency=Frequency.DAILY, count=1)
        series = attrs.evolve(series, rule=once, exceptions=(), additions=())
    for day in series.days(begin, begin + CHECKED_AHEAD):
        yield series.occurrence_meeting(day, probe)


def occurrences(desk: Secretariat, series: MeetingSeriesId, first_day: date, last_day: date) -> tuple[Occurrence, ...]:
    """What of a series falls on the days from ``first_day`` through ``last_day``, as it stands now: moved, cancelled, held.

    Raises ``DomainError`` for a foreign rule, for days beyond the cap of ``Recurrence``, and where a change of law put an
    occurrence into an hour that clocks skip or repeat (move it, or leave the day out).
    """
    expect(series, MeetingSeriesId, "series", _BY_ID)
    expect_day(first_day, "first_day")
    expect_day(last_day, "last_day")
    with desk.work() as work:
        return occurrences_of(work.get(MeetingSeries, series), _meetings(work, series), first_day, last_day)


def single_out(desk: Secretariat, series: MeetingSeriesId, day: date) -> Meeting:
    """The Meeting of one occurrence, kept now where it had none: to give it an agenda of its own, or to hold it."""
    with desk.work() as work:
        meeting = _meeting_on(desk, work, series, day, None)
        (kept,) = work.save(meeting)
        work.commit()
    return kept


def move(
    desk: Secretariat,
    series: MeetingSeriesId,
    day: date,
    when: Slot | Days,
    *,
    announce: Announce = False,
    office: OfficeId | None = None,
) -> Planned:
    """Moves one occurrence, unless a check of the region blocks it there; the others stay.

    Raises ``DomainError`` for a day without an occurrence and for one that was held or cancelled, else as ``meetings.plan``.
    """
    expect(when, (Slot, Days), "when", "write Slot(start, duration, zone), or Days(first, last)")
    with desk.work() as work:
        moved = _meeting_on(desk, work, series, day, when).moved_to(when)
        found = approved_meeting(desk, moved)
        (kept,) = work.save(moved)
        kept = _told(work, kept, announce, office)
        work.commit()
    return Planned(kept, found)


def cancel_one(
    desk: Secretariat, series: MeetingSeriesId, day: date, *, announce: Announce = False, office: OfficeId | None = None
) -> Meeting:
    """Cancels one occurrence; the others stay. Raises ``DomainError`` for a day without one, and for one that was held."""
    with desk.work() as work:
        (kept,) = work.save(_meeting_on(desk, work, series, day, None).cancelled())
        kept = _told(work, kept, announce, office)
        work.commit()
    return kept


def cancel(
    desk: Secretariat, series: MeetingSeriesId, *, announce: Announce = False, office: OfficeId | None = None
) -> tuple[MeetingSeries, tuple[Meeting, ...]]:
    """Cancels a series as a whole, with its meetings that were not held yet; gives both back. ``split`` ends it from a day on."""
    expect(series, MeetingSeriesId, "series", _BY_ID)
    with desk.work() as work:
        (kept,) = work.save(work.get(MeetingSeries, series).cancelled())
        ahead = [meeting for meeting in _meetings(work, series) if meeting.status not in _OVER]
        meetings = work.save(*(meeting.cancelled() for meeting in ahead))
        kept = _told(work, kept, announce, office)
        meetings = tuple(work.get(Meeting, meeting.id) for meeting in meetings)
        work.commit()
    return kept, meetings


def end_before(
    desk: Secretariat, series: MeetingSeriesId, day: date, *, announce: Announce = False, office: OfficeId | None = None
) -> MeetingSeries:
    """Ends a series: its occurrence on ``day`` and all later do not take place, and nothing follows them.

    Its meetings from that day on are cancelled. Raises ``DomainError`` where ``day`` is not one of its rule after the first, and
    where a meeting from then on took place.
    """
    with desk.work() as work:
        ended = _series(work, series).ended_before(day)
        later = _not_begun(_from(work, series, day))
        (kept,) = work.save(ended)
        work.save(*(meeting.cancelled() for meeting in later if meeting.status is not MeetingStatus.CANCELLED))
        kept = _told(work, kept, announce, office)
        work.commit()
    return kept


def split(
    desk: Secretariat,
    series: MeetingSeriesId,
    day: date,
    *,
    first: ClockTime | None = None,
    duration: timedelta | None = None,
    rule: Recurrence | None = None,
    announce: Announce = False,
    office: OfficeId | None = None,
) -> Split:
    """Changes the occurrence on ``day`` and all later: the series ends before it, and a new one that follows it begins.

    Who is invited to the series is invited to the later one too, and answers anew: it is another calendar object. So is who was
    asked to one of the days alone that go over, after a CANCEL of what they have; that needs ``announce``.

    What changes is given: the ``first`` start of the new series, the ``duration`` or the ``rule``; other fields are edited on
    the new series afterwards. Meetings of single occurrences from ``day`` on go over to it, and follow it in what they had from
    the series. Raises ``DomainError`` where ``day`` is not one of the rule after the first, and with all meetings that took place
    already or have no day in the new series; ``CheckFailed`` as ``plan``.
    """
    with desk.work() as work:
        whole = _series(work, series)
        ended = whole.ended_before(day)
        later = whole.continued_from(day, desk.new(MeetingSeriesId), first=first, duration=duration, rule=rule)
        approved(desk, later)
        alone = _asked_alone(work, whole, day)
        if announce:
            for each in alone:
                take_off(work, sender_of(work, office), each)
        elif any(each.told is not None for each in alone):
            raise DomainError("some were asked to one day alone, and must be told; write announce=True", where="day")
        meetings = _gone_over(_not_begun(_from(work, series, day)), whole, later)
        (ended,) = work.save(ended)
        (later,) = work.save(later)
        kept = work.save(*meetings)
        _invited_to_both(work, ended, later, alone)
        later, ended = _told(work, later, announce, office), _told(work, ended, announce, office)
        kept = tuple(work.get(Meeting, meeting.id) for meeting in kept)
        work.commit()
    return Split(ended, later, kept)


def _told(work: Work, kept: R, announce: Announce, office: OfficeId | None) -> R:
    """The meeting or series after those invited were told of it, where they are to be."""
    if not announce:
        return kept
    told = tell(work, sender_of(work, office), kept.id)
    if callable(announce):
        announce(told)
    return work.get(type(kept), kept.id)


def _asked_alone(work: Work, series: MeetingSeries, day: date) -> tuple[Invitation, ...]:
    """The invitations to single days, from ``day`` on, of who is not asked to the series."""
    asked = [each for each in work.each(Invitation, {"meeting": str(series.id)}) if each.withdrawn_at is None]
    wide = {each.invitee for each in asked if each.occurrence is None}
    return tuple(each for each in asked if each.occurrence and each.occurrence.day >= day and each.invitee not in wide)


def _invited_to_both(work: Work, ended: MeetingSeries, later: MeetingSeries, alone: tuple[Invitation, ...]) -> None:
    """Whoever was asked to the series as a whole is asked to the later one, but for the days that they were taken off."""
    known = tuple(work.each(Invitation, {"meeting": str(ended.id)}))
    wide = [each for each in known if each.occurrence is None and each.withdrawn_at is None]
    whom = {each.invitee for each in wide}
    off = (each for each in known if each.occurrence and each.withdrawn_at is not None and each.invitee in whom)
    for each in (*wide, *alone, *off):
        day = each.occurrence.day if each.occurrence else None
        if day is None or later.takes_place_on(day):
            work.save(
                Invitation(
                    id=work.desk.new(InvitationId),
                    meeting=later.id,
                    occurrence=None if day is None else later.first.on(day),
                    invitee=each.invitee,
                    role=each.role,
                    tlp=each.tlp,
                    withdrawn_at=each.withdrawn_at,
                )
            )


def _series(work: Work, series: MeetingSeriesId) -> MeetingSeries:
    expect(series, MeetingSeriesId, "series", _BY_ID)
    return work.get(MeetingSeries, series)


def _meetings(work: Work, series: MeetingSeriesId) -> tuple[Meeting, ...]:
    return tuple(work.each(Meeting, {"series": str(series)}))


def _from(work: Work, series: MeetingSeriesId, day: date) -> list[Meeting]:
    return [meeting for meeting in _meetings(work, series) if meeting.occurrence is not None and meeting.occurrence.day >= day]


def _meeting_on(desk: Secretariat, work: Work, series: MeetingSeriesId, day: date, when: Slot | Days | None) -> Meeting:
    """The Meeting of an occurrence, made where there is none yet."""
    whole = _series(work, series)
    expect_day(day, "day")
    for meeting in _meetings(work, series):
        if meeting.occurrence is not None and meeting.occurrence.day == day:
            return meeting
    return whole.occurrence_meeting(day, desk.new(MeetingId), when)


def _not_begun(meetings: list[Meeting]) -> list[Meeting]:
    begun = [meeting for meeting in meetings if meeting.status in _BEGUN]
    if begun:
        problems = [Problem(str(meeting.occurrence), f"{meeting.id} is {meeting.status.value}") for meeting in begun]
        raise DomainError("what took place stays in its series; choose a later day", where="day", problems=problems)
    return meetings


def _gone_over(meetings: list[Meeting], whole: MeetingSeries, later: MeetingSeries) -> list[Meeting]:
    """The meetings as occurrences of the later series; what was cancelled and has no day there stays where it is."""
    gone, lost = [], []
    for meeting in meetings:
        assert meeting.occurrence is not None  # _from gave no others
        day = meeting.occurrence.day
        if later.takes_place_on(day):
            moved = attrs.evolve(following(meeting, whole, later), series=later.id, uid=later.uid, occurrence=later.first.on(day))
            gone.append(attrs.evolve(moved, announced=None, sequence=0))
        elif meeting.status is not MeetingStatus.CANCELLED:
            lost.append(Problem(str(meeting.occurrence), f"{meeting.id} has no day in the new series; cancel it first"))
    if lost:
        raise DomainError("some meetings would belong to no series", where="rule", problems=lost)
    return gone
