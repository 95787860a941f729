"""The attendance table: one row a line of the lists, and nobody in it whom the audience may not see."""

from __future__ import annotations

from datetime import date

import pytest

from coordkit import (
    SUBJECTS,
    Attendance,
    Attended,
    Audience,
    Days,
    Meeting,
    MeetingId,
    MeetingStatus,
    Membership,
    MembershipId,
    Minutes,
    MinutesId,
    Organization,
    OrganizationId,
    Person,
    PersonId,
    Presence,
    Text,
    Tlp,
    WorkingGroup,
    WorkingGroupId,
)
from coordkit.testing.releases import release_of

GROUP = WorkingGroup(id=WorkingGroupId(int=1), tlp=Tlp.CLEAR, name=Text.of(en="Group"))
POLICE = Organization(id=OrganizationId(int=1), tlp=Tlp.CLEAR, name=Text.of(en="Police"))
UNION = Organization(id=OrganizationId(int=2), tlp=Tlp.GREEN, name=Text.of(en="Union"))
OFFICER = Person(id=PersonId(int=1), tlp=Tlp.GREEN, name=Text.of(en="Officer"))
DEPUTY = Person(id=PersonId(int=2), tlp=Tlp.RED, name=Text.of(en="Deputy"))
MEETING = Meeting(
    id=MeetingId(int=1), tlp=Tlp.CLEAR, title=Text.of(en="Meeting"), status=MeetingStatus.HELD, when=Days(date(2026, 3, 2)),
    groups=(GROUP.id,),
)  # fmt: skip
LIST = Minutes(
    id=MinutesId(int=1),
    tlp=Tlp.CLEAR,
    meeting=MEETING.id,
    attendance=(
        Attendance(who=POLICE.id, attended=Attended.ON_SITE),
        Attendance(who=OFFICER.id, presence=Presence.EXCUSED),
        Attendance(who=DEPUTY.id, presence=Presence.SUBSTITUTE, substitute_for=OFFICER.id, on_behalf_of=UNION.id),
    ),
)
SITS = [Membership(id=MembershipId(int=n), group=GROUP.id, member=who.id, since="2020") for n, who in ((1, POLICE), (2, OFFICER))]
KEPT = (GROUP, POLICE, UNION, OFFICER, DEPUTY, MEETING, LIST, *SITS)


def rows(audience: Audience) -> list[dict[str, str]]:
    table = SUBJECTS["attendance"]
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows(release_of(KEPT, audience), ("en",))]


def test_the_desk_has_every_line_in_its_order() -> None:
    first, second, third = rows(Audience.desk())
    assert (first["meeting"], first["date"], first["who"], first["presence"], first["attended"]) == (
        "Meeting", "2026-03-02", "Police", "present", "on_site",
    )  # fmt: skip
    assert (second["who"], second["presence"], second["attended"]) == ("Officer", "excused", "")
    assert (third["who"], third["substitute_for"], third["on_behalf_of"]) == ("Deputy", "Officer", "Union")
    assert [row["tlp"] for row in (first, second, third)] == ["TLP:CLEAR", "TLP:GREEN", "TLP:RED"]


def test_the_group_sees_the_lines_of_whom_it_may_see() -> None:
    assert [(row["who"], row["substitute_for"]) for row in rows(Audience.of_group(GROUP.id))] == [("Police", ""), ("Officer", "")]


@pytest.mark.parametrize("audience", [Audience.public(), Audience.of_organization(UNION.id)])
def test_who_was_there_is_no_business_of_others(audience: Audience) -> None:
    assert rows(audience) == []
