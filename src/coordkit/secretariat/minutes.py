"""Minutes at the desk: drafted with the attendance list, circulated, corrected, and approved in a later meeting."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

import attrs

from coordkit.domain.dates import expect_day
from coordkit.domain.errors import DomainError, expect, several
from coordkit.domain.meetings import Meeting, MeetingStatus
from coordkit.domain.minutes import Attendance, Minutes, MinutesState
from coordkit.domain.records import MeetingId, MinutesId, OrganizationId, PersonId
from coordkit.domain.slots import Slot, outer_limits
from coordkit.domain.text import Text
from coordkit.secretariat.desk import Secretariat
from coordkit.secretariat.work import Work

_BEGUN = frozenset({MeetingStatus.UNDER_WAY, MeetingStatus.INTERRUPTED, MeetingStatus.HELD})
_BY_ID = "give its id"


def minutes_of(desk: Secretariat, meeting: MeetingId) -> Minutes | None:
    """The minutes of a meeting, as far as they got; None where there are none."""
    expect(meeting, MeetingId, "meeting", _BY_ID)
    with desk.work() as work:
        return _of(work, meeting)


def attendance_lists(desk: Secretariat) -> Mapping[MeetingId, tuple[Attendance, ...]]:
    """The attendance list of every meeting that has minutes."""
    with desk.work() as work:
        return {each.meeting: each.attendance for each in work.each(Minutes)}


def draft(
    desk: Secretariat,
    meeting: MeetingId,
    *,
    text: Text | None = None,
    attendance: Iterable[Attendance] = (),
    taken_by: PersonId | OrganizationId | None = None,
) -> Minutes:
    """Begins the minutes of a meeting, or goes on with its draft: what is given is written, lines of attendance by person.

    A line for somebody who stands on the list already takes the place of the earlier one. The minutes have the meeting's TLP.
    Raises ``DomainError`` for a meeting that has not begun, and for minutes that are out already: those are corrected.
    """
    expect(meeting, MeetingId, "meeting", _BY_ID)
    lines = several(attendance, Attendance, "attendance")
    with desk.work() as work:
        about = work.get(Meeting, meeting)
        if about.status not in _BEGUN:
            raise DomainError(f"a meeting that is {about.status.value} has no minutes; start or hold it first", where=str(meeting))
        kept = _of(work, meeting) or Minutes(id=desk.new(MinutesId), meeting=meeting, tlp=about.tlp)
        if kept.state is not MinutesState.DRAFT:
            raise DomainError(f"the minutes are {kept.state.value}; correct them with a note of what was wrong", where=str(kept.id))
        changed = attrs.evolve(
            kept,
            text=kept.text if text is None else text,
            taken_by=kept.taken_by if taken_by is None else taken_by,
            attendance=tuple({entry.who: entry for entry in (*kept.attendance, *lines)}.values()),
        )
        (kept,) = work.save(changed)
        work.commit()
    return kept


def circulate(desk: Secretariat, minutes: MinutesId, on: date | None = None) -> Minutes:
    """The draft goes out to the group, today unless told. Sending it is the secretary's: an export or a mail."""
    return _changed(desk, minutes, lambda kept: kept.circulated(on or desk.today()))


def correct(
    desk: Secretariat,
    minutes: MinutesId,
    note: Text,
    *,
    text: Text | None = None,
    attendance: Iterable[Attendance] | None = None,
) -> Minutes:
    """A further edition of minutes that were out, again a draft; lines of ``attendance`` take the place of earlier ones."""
    lines = None if attendance is None else several(attendance, Attendance, "attendance")

    def corrected(kept: Minutes) -> Minutes:
        merged = None if lines is None else tuple({entry.who: entry for entry in (*kept.attendance, *lines)}.values())
        return kept.corrected(note, text=text, attendance=merged)

    return _changed(desk, minutes, corrected)


def approve(desk: Secretariat, minutes: MinutesId, in_meeting: MeetingId, on: date | None = None) -> Minutes:
    """A later meeting of the same group approves circulated minutes, on its last day unless told.

    Raises ``DomainError`` for a meeting that has not begun, that surely was not later, or that is of other groups, and for a
    day before the minutes went out.
    """
    expect(in_meeting, MeetingId, "in_meeting", _BY_ID)
    if on is not None:
        expect_day(on, "on")
    with desk.work() as work:
        kept, later = work.get(Minutes, minutes), work.get(Meeting, in_meeting)
        earlier = work.get(Meeting, kept.meeting)
        _refuse_unfit(earlier, later)
        day = on or outer_limits(later.when)[1] or desk.today()
        (kept,) = work.save(kept.approved(in_meeting, day))
        work.commit()
    return kept


def _refuse_unfit(earlier: Meeting, later: Meeting) -> None:
    if later.status not in _BEGUN:
        raise DomainError(f"a meeting that is {later.status.value} approves nothing yet", where=str(later.id))
    began, ended = outer_limits(earlier.when)[0], outer_limits(later.when)[1]
    if began is not None and ended is not None and ended < began:
        raise DomainError(f"it ended on {ended}, before the meeting of {began} whose minutes these are", where=str(later.id))
    starts = [meeting.when.starts for meeting in (earlier, later) if isinstance(meeting.when, Slot)]
    if len(starts) == 2 and starts[1] <= starts[0]:
        raise DomainError("it did not begin after the meeting whose minutes these are", where=str(later.id))
    if earlier.groups and later.groups and not set(earlier.groups) & set(later.groups):
        raise DomainError("it is a meeting of other groups; minutes are approved by their own", where=str(later.id))


def _of(work: Work, meeting: MeetingId) -> Minutes | None:
    return next(work.each(Minutes, {"meeting": str(meeting)}), None)


def _changed(desk: Secretariat, ref: MinutesId, change: Callable[[Minutes], Minutes]) -> Minutes:
    expect(ref, MinutesId, "minutes", _BY_ID)
    with desk.work() as work:
        (kept,) = work.save(change(work.get(Minutes, ref)))
        work.commit()
    return kept
