"""Questions to a desk about who is in its groups, and seats that a group has not."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

from coordkit import (
    Affiliation,
    AffiliationId,
    Answer,
    Attendance,
    CheckFailed,
    Days,
    DomainError,
    GroupState,
    Meeting,
    MeetingStatus,
    Membership,
    MembershipId,
    Minutes,
    MinutesId,
    NotFound,
    Organization,
    OrganizationId,
    PartialDate,
    Person,
    PersonId,
    Quorum,
    Seat,
    Secretariat,
    StateSince,
    TermsOfReference,
    Text,
    WorkingGroup,
    WorkingGroupId,
)
from coordkit.domain.rules.membership import Number
from coordkit.domain.rules.speakers import Ground
from coordkit.secretariat import membership
from tests.secretariat import desks

ON = date(2026, 6, 18)
POLICE = Seat(code="police", label=Text.of(uk="Поліція", en="Police"), kind="police", required=True)
NGO = Seat(code="ngo", label=Text.of(uk="Громадська організація", en="NGO"), kind="ngo", required=True)


@attrs.frozen
class World:
    """A group with two seats; the police sit there, an inspector of theirs comes, and an organization has left."""

    group: WorkingGroup
    police: Organization
    ngo: Organization
    inspector: Person
    meeting: Meeting


def joined(desk: Secretariat, group: WorkingGroupId, member: OrganizationId | PersonId, **more: Any) -> Membership:
    return Membership(id=desk.new(MembershipId), group=group, member=member, **({"since": "2026-01-01"} | more))


def world(desk: Secretariat) -> World:
    group = WorkingGroup(
        id=desk.new(WorkingGroupId),
        name=Text.of(uk="Робоча група", en="Working group"),
        states=(StateSince(state=GroupState.ACTIVE, since="2025"),),
        seats=(POLICE, NGO),
        terms=(TermsOfReference(version=1, since="2025", quorum=Quorum(numerator=1, denominator=2)),),
    )
    police = desks.organization(desk, "Поліція громади", kind="police", sectors=("safety",))
    ngo = desks.organization(desk, "Світанок", kind="ngo")
    inspector = Person(id=desk.new(PersonId), name=Text.of(uk="Інспектор", en="Inspector"))
    meeting = desks.meeting(desk, groups=(group.id,), when=Days(ON), status=MeetingStatus.HELD)
    desk.save(group, police, ngo, inspector, meeting)
    desk.save(
        joined(desk, group.id, police.id, seat="police"),
        joined(desk, group.id, ngo.id, seat="ngo", until="2026-03"),
        joined(desk, group.id, inspector.id, on_behalf_of=police.id),
        Affiliation(
            id=desk.new(AffiliationId),
            person=inspector.id,
            organization=police.id,
            position=Text.of(uk="інспектор"),
            since="2026-06",
        ),
    )
    return World(group, police, ngo, inspector, meeting)


def test_members_and_seats_are_asked_as_of_a_day(desk: Secretariat) -> None:
    made = world(desk)
    assert {(each.membership.member, each.answer) for each in membership.members(desk, made.group.id, ON)} == {
        (made.police.id, Answer.YES),
        (made.inspector.id, Answer.YES),
    }
    assert [seat.vacant for seat in membership.seats(desk, made.group.id, ON)] == [Answer.NO, Answer.YES]
    assert [seat.vacant for seat in membership.seats(desk, made.group.id, date(2026, 3, 5))] == [Answer.NO, Answer.POSSIBLY]


def test_a_vacancy_says_of_which_group_and_since_when_and_other_groups_have_their_own(desk: Secretariat) -> None:
    made = world(desk)
    other = attrs.evolve(made.group, id=desk.new(WorkingGroupId), seats=(NGO,), head=None)
    desk.save(other)
    desk.save(joined(desk, other.id, made.ngo.id, seat="ngo"))
    (found,) = membership.vacancies(desk, ON)
    assert (found.group, found.seat, found.since) == (made.group.id, NGO, PartialDate("[2026-03-02..2026-04-01]"))
    (_, history) = membership.seat_histories(desk, made.group.id)
    assert [gap.since for gap in history.gaps] == [found.since]


def test_the_quorum_is_read_from_the_minutes_of_the_meeting(desk: Secretariat) -> None:
    made = world(desk)
    (before,) = membership.quorum_of(desk, made.meeting.id)
    assert (before.met, before.tallies[0].needed) == (None, Number(1, 1))
    minutes = Minutes(id=desk.new(MinutesId), meeting=made.meeting.id, attendance=(Attendance(who=made.inspector.id),))
    desk.save(minutes)
    (found,) = membership.quorum_of(desk, made.meeting.id)
    assert (found.group, found.met, found.tallies[0].present) == (made.group.id, Answer.YES, Number(1, 1))


def test_a_joint_meeting_has_the_quorum_of_each_of_its_groups(desk: Secretariat) -> None:
    made = world(desk)
    other = attrs.evolve(made.group, id=desk.new(WorkingGroupId))
    joint = desks.meeting(desk, groups=(made.group.id, other.id), when=Days(ON))
    desk.save(other, joint)
    assert [each.group for each in membership.quorum_of(desk, joint.id)] == [made.group.id, other.id]
    alone = desks.meeting(desk)
    desk.save(alone)
    assert membership.quorum_of(desk, alone.id) == ()


def test_who_spoke_for_an_organization_is_found_by_whom_they_are_there_for(desk: Secretariat) -> None:
    made = world(desk)
    found = [(each.who, each.ground, each.answer) for each in membership.spoke_for(desk, made.police.id, on=ON)]
    assert set(found) == {
        (made.police.id, Ground.ITSELF, Answer.YES),
        (made.inspector.id, Ground.POSITION, Answer.POSSIBLY),
        (made.inspector.id, Ground.ON_BEHALF, Answer.YES),
    }
    assert membership.spoke_for(desk, made.police.id, on=date(2025, 12, 31)) == ()
    assert [each.who for each in membership.spoke_for(desk, made.ngo.id)] == [made.ngo.id], "today it was still in the group"
    desk.save(Minutes(id=desk.new(MinutesId), meeting=made.meeting.id, attendance=(Attendance(who=made.inspector.id),)))
    (told,) = membership.spoke_for(desk, made.police.id, meeting=made.meeting.id)
    assert (told.who, told.ground) == (made.inspector.id, Ground.ON_BEHALF)
    with pytest.raises(DomainError, match="give on= or meeting=, not both"):
        membership.spoke_for(desk, made.police.id, on=ON, meeting=made.meeting.id)


def test_the_composition_and_what_is_missing_are_read_from_the_organizations(desk: Secretariat) -> None:
    made = world(desk)
    assert membership.composition(desk, made.group.id, ON).kinds == {"police": Number(1, 1)}
    assert membership.missing(desk, made.group.id, ON).kinds == {"ngo": Answer.YES}
    rescue = Seat(code="rescue", label=Text.of(en="Rescue"), kind="rescue", sector="safety")
    found = membership.missing(desk, made.group.id, ON, wanted=[rescue])
    assert (found.kinds, found.sectors) == ({"rescue": Answer.YES}, {})


def test_what_is_not_on_the_desk_or_is_no_id_is_told(desk: Secretariat) -> None:
    nobody, no_meeting = WorkingGroupId(int=404), desks.meeting(desk).id
    for ask in (membership.members, membership.seats, membership.composition, membership.missing):
        with pytest.raises(NotFound, match="no WorkingGroup is kept"):
            ask(desk, nobody, ON)
        with pytest.raises(DomainError, match="group: expected WorkingGroupId"):
            ask(desk, "group", ON)  # type: ignore[arg-type]  # what is wrong here
    with pytest.raises(NotFound):
        membership.seat_histories(desk, nobody)
    with pytest.raises(NotFound):
        membership.quorum_of(desk, no_meeting)
    with pytest.raises(NotFound):
        membership.spoke_for(desk, OrganizationId(int=404))


# -- a seat that the group has not


def test_a_member_in_a_seat_that_the_group_has_not_is_refused_with_those_there_are(desk: Secretariat) -> None:
    made = world(desk)
    with pytest.raises(CheckFailed, match="seat: the group has no seat 'mayor'; there are police, ngo"):
        desk.save(joined(desk, made.group.id, made.ngo.id, seat="mayor"))
    with pytest.raises(CheckFailed, match="there are none yet"):
        desk.save(
            attrs.evolve(desk.get(WorkingGroup, made.group.id), seats=()), joined(desk, made.group.id, made.ngo.id, seat="ngo")
        )


def test_a_seat_that_is_saved_together_with_its_holder_is_there(desk: Secretariat) -> None:
    made = world(desk)
    group = desk.get(WorkingGroup, made.group.id).with_seat(Seat(code="mayor", label=Text.of(en="Mayor")))
    _, member = desk.save(group, joined(desk, made.group.id, made.ngo.id, seat="mayor"))
    assert member.revision == 1


def test_who_holds_a_seat_that_the_group_lost_can_still_be_edited_but_not_put_into_another_such(desk: Secretariat) -> None:
    made = world(desk)
    (holder,) = desk.each(Membership, {"member": str(made.police.id)})
    desk.save(attrs.evolve(desk.get(WorkingGroup, made.group.id), seats=(NGO,)))
    (ended,) = desk.save(holder.ended("2026-06-30"))
    assert ended.seat == "police" and membership.seats(desk, made.group.id, ON)[0].holders == ()
    with pytest.raises(CheckFailed, match="no seat 'chair'"):
        desk.save(attrs.evolve(ended, seat="chair"))


def test_memberships_are_found_by_whom_they_are_on_behalf_of(desk: Secretariat) -> None:
    made = world(desk)
    assert [each.member for each in desk.each(Membership, {"on_behalf_of": str(made.police.id)})] == [made.inspector.id]
