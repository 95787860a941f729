"""Who is in the groups of a desk: members, seats, vacancies, quorum, composition, and who spoke for an organization."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import NoneType

from coordkit.domain.dates import expect_day
from coordkit.domain.errors import DomainError, expect, several
from coordkit.domain.groups import Membership, Seat, WorkingGroup
from coordkit.domain.meetings import Meeting
from coordkit.domain.minutes import Attendance, Minutes
from coordkit.domain.records import MeetingId, OrganizationId, WorkingGroupId
from coordkit.domain.rules import composition as rules
from coordkit.domain.rules import seats as seat_rules
from coordkit.domain.rules.composition import Composition, Missing
from coordkit.domain.rules.membership import MemberOn, members_on, voice_of
from coordkit.domain.rules.quorum import QuorumOn, quorum
from coordkit.domain.rules.seat_history import SeatHistory, seat_history
from coordkit.domain.rules.seats import SeatOn, seats_on
from coordkit.domain.rules.speakers import Speaker, speakers_at, speakers_on
from coordkit.domain.stakeholders import Affiliation, Organization
from coordkit.secretariat.desk import Secretariat
from coordkit.secretariat.work import Work

_BY_ID = "give its id"


def members(desk: Secretariat, group: WorkingGroupId, on: date) -> tuple[MemberOn, ...]:
    """Who was in a group on the day ``on``, surely or possibly. Raises ``NotFound`` for a group that is not on the desk."""
    with desk.work() as work:
        _group(work, group)
        return members_on(_of_group(work, group), on)


def seats(desk: Secretariat, group: WorkingGroupId, on: date) -> tuple[SeatOn, ...]:
    """The seats of a group on the day ``on``: who holds them, and which are vacant and since when."""
    with desk.work() as work:
        return seats_on(_group(work, group), _of_group(work, group), on)


def seat_histories(desk: Secretariat, group: WorkingGroupId) -> tuple[SeatHistory, ...]:
    """Who held each seat of a group when, and the gaps in which nobody did."""
    with desk.work() as work:
        found = _group(work, group)
        own = tuple(_of_group(work, group))
    return tuple(seat_history(seat, own) for seat in found.seats)


def vacancies(desk: Secretariat, on: date) -> tuple[SeatOn, ...]:
    """The required seats of all groups of the desk that are vacant on the day ``on``, surely or possibly."""
    with desk.work() as work:
        groups = [group for group in work.each(WorkingGroup) if any(seat.required for seat in group.seats)]
        return seat_rules.vacancies(groups, work.each(Membership) if groups else (), on)


def quorum_of(desk: Secretariat, meeting: MeetingId) -> tuple[QuorumOn, ...]:
    """Whether a meeting had the quorum of its group, or of each of them in a joint meeting, by the attendance in its minutes.

    Before it is held, and where nobody wrote who came, it says how many are needed.
    """
    expect(meeting, MeetingId, "meeting", _BY_ID)
    with desk.work() as work:
        found = work.get(Meeting, meeting)
        attendance = _attendance(work, meeting)
        return tuple(quorum(found, work.get(WorkingGroup, ref), _of_group(work, ref), attendance) for ref in found.groups)


def spoke_for(
    desk: Secretariat, organization: OrganizationId, *, on: date | None = None, meeting: MeetingId | None = None
) -> tuple[Speaker, ...]:
    """Who spoke for an organization in the groups on the day ``on`` (today unless told), or of those who came to a ``meeting``.

    Raises ``DomainError`` for both a day and a meeting, ``NotFound`` for what is not on the desk.
    """
    expect(organization, OrganizationId, "organization", _BY_ID)
    expect(meeting, (MeetingId, NoneType), "meeting", _BY_ID)
    if on is not None and meeting is not None:
        raise DomainError("a meeting has its own day; give on= or meeting=, not both", where="on")
    ref = str(organization)
    with desk.work() as work:
        work.get(Organization, organization)
        sent = tuple(work.each(Membership, {"on_behalf_of": ref}))
        staff = tuple(work.each(Affiliation, {"organization": ref}))
        if meeting is not None:
            return speakers_at(organization, work.get(Meeting, meeting), _attendance(work, meeting), sent, staff)
        own = tuple(work.each(Membership, {"member": ref}))
    return speakers_on(organization, (*own, *sent), staff, desk.today() if on is None else on)


def composition(desk: Secretariat, group: WorkingGroupId, on: date) -> Composition:
    """How many organizations of each kind and sector were in a group on the day ``on``, and of how many that is not known."""
    with desk.work() as work:
        _group(work, group)
        own = tuple(_of_group(work, group))
        return rules.composition(own, _organizations(work, own), on)


def missing(desk: Secretariat, group: WorkingGroupId, on: date, wanted: Iterable[Seat] | None = None) -> Missing:
    """Which kinds and sectors no member of a group had on the day ``on``, of those that its seats are for.

    ``wanted`` are other seats, such as those of a template of the region.
    """
    expect_day(on, "on")
    with desk.work() as work:
        found = _group(work, group)
        own = tuple(_of_group(work, group))
        asked = found.seats if wanted is None else several(wanted, Seat, "wanted")
        return rules.missing(asked, own, _organizations(work, own), on)


def _group(work: Work, group: WorkingGroupId) -> WorkingGroup:
    expect(group, WorkingGroupId, "group", _BY_ID)
    return work.get(WorkingGroup, group)


def _of_group(work: Work, group: WorkingGroupId) -> Iterable[Membership]:
    return work.each(Membership, {"group": str(group)})


def _attendance(work: Work, meeting: MeetingId) -> tuple[Attendance, ...]:
    return tuple(line for minutes in work.each(Minutes, {"meeting": str(meeting)}) for line in minutes.attendance)


def _organizations(work: Work, memberships: Iterable[Membership]) -> Mapping[OrganizationId, Organization]:
    refs = dict.fromkeys(voice_of(each) for each in memberships)
    found = {ref: work.find(ref) for ref in refs if isinstance(ref, OrganizationId)}
    return {ref: record for ref, record in found.items() if isinstance(record, Organization)}
