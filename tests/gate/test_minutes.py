"""What an audience sees of an attendance list, and that what came in by mail is nobody's but the desk's."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import attrs
import pytest

from coordkit import (
    Attendance,
    Attended,
    Audience,
    Invitation,
    InvitationId,
    MeetingId,
    Minutes,
    MinutesId,
    Organization,
    OrganizationId,
    Presence,
    Received,
    ReceivedId,
    Secretariat,
    Text,
    Tlp,
    Verdict,
)
from tests.gate.records import GROUP, MEMBERS, NAME, NAMED, PUBLIC, STRANGERS, Kinds, groups, meeting, shown

SHOWN, GUEST, WITHHELD = OrganizationId(int=1), OrganizationId(int=3), OrganizationId(int=2)


def minutes(desk: Secretariat, *attendance: Attendance, **of_meeting: Any) -> Minutes:
    """Kept minutes of a meeting of the group, an organization that everybody may see, and one that only the desk may."""
    groups(desk)
    desk.save(*(Organization(id=id, name=NAME, tlp=Tlp.CLEAR) for id in (SHOWN, GUEST)))
    desk.save(Organization(id=WITHHELD, name=NAME, tlp=Tlp.RED))
    desk.save(meeting(groups=(GROUP,), **of_meeting))
    (kept,) = desk.save(Minutes(id=MinutesId(int=1), meeting=MeetingId(int=1), tlp=Tlp.CLEAR, attendance=attendance))
    return kept


def lines(desk: Secretariat, kept: Minutes, audience: Audience) -> tuple[Attendance, ...]:
    seen = shown(desk, kept, audience)
    assert seen is not None
    return seen.attendance


def test_who_came_is_for_the_groups_of_the_meeting_and_names_nobody_who_is_withheld(desk: Secretariat) -> None:
    there = Attendance(who=SHOWN, attended=Attended.ONLINE, on_behalf_of=WITHHELD)
    kept = minutes(desk, there, Attendance(who=WITHHELD))
    assert lines(desk, kept, PUBLIC) == lines(desk, kept, STRANGERS) == ()
    assert lines(desk, kept, MEMBERS) == (attrs.evolve(there, on_behalf_of=None),)
    assert lines(desk, kept, NAMED) == kept.attendance
    assert lines(desk, kept, Audience.desk()) == kept.attendance


def test_a_substitute_for_somebody_who_is_withheld_is_left_off_the_list(desk: Secretariat) -> None:
    kept = minutes(
        desk,
        Attendance(who=SHOWN, presence=Presence.SUBSTITUTE, substitute_for=WITHHELD),
        Attendance(who=GUEST, presence=Presence.EXCUSED),
    )
    assert lines(desk, kept, MEMBERS) == (Attendance(who=GUEST, presence=Presence.EXCUSED),)
    assert lines(desk, kept, NAMED) == kept.attendance


def test_under_chatham_house_nobody_was_there(desk: Secretariat) -> None:
    kept = minutes(desk, Attendance(who=SHOWN), chatham_house=True)
    assert lines(desk, kept, MEMBERS) == lines(desk, kept, NAMED) == ()


AUDIENCES = [PUBLIC, MEMBERS, STRANGERS, Audience.of_organization(SHOWN), Audience.of_named([SHOWN], clearance=Tlp.RED)]


@pytest.mark.parametrize("audience", AUDIENCES, ids=lambda audience: audience.kind.value)
@pytest.mark.parametrize("verdict", Verdict, ids=lambda verdict: verdict.value)
def test_what_came_in_by_mail_is_shown_to_the_desk_only(desk: Secretariat, verdict: Verdict, audience: Audience) -> None:
    desk.save(Organization(id=SHOWN, name=NAME, tlp=Tlp.CLEAR))
    groups(desk, SHOWN)
    invited = Invitation(id=InvitationId(int=1), meeting=MeetingId(int=1), invitee=SHOWN, tlp=Tlp.CLEAR)
    desk.save(meeting(), invited)
    (kept,) = desk.save(
        Received(
            id=ReceivedId(int=1),
            digest="0" * 64,
            received_at=datetime(2026, 6, 1, tzinfo=UTC),
            verdict=verdict,
            sender="somebody@example.org",
            matches=(invited.id,),
            reason=Text.of(uk="Невідомий відправник"),
            tlp=Tlp.CLEAR,
        )
    )
    assert shown(desk, kept, audience) is None
    with desk.release(audience) as release:
        assert not release.shows(kept.id)
        assert release.label(Kinds((Received,))) <= audience.clearance
    assert shown(desk, kept, Audience.desk()) == kept
