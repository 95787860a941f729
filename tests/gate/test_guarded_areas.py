"""Below AMBER the gate tells of nobody who is in an area that is not known to be free, and all else stays."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

from coordkit import (
    ActionItem,
    Affiliation,
    AffiliationId,
    Attendance,
    Audience,
    Commitment,
    Contact,
    ContactKind,
    Counted,
    GroupState,
    Headcount,
    Initiative,
    InitiativeId,
    Invitation,
    InvitationId,
    KindPresent,
    Meeting,
    Membership,
    MembershipId,
    Minutes,
    MinutesId,
    Organization,
    OrganizationId,
    OutcomeId,
    PersonId,
    Secretariat,
    StateSince,
    StoreError,
    Text,
    Tlp,
    Venue,
    WorkingGroup,
    coverage_subject,
)
from tests.gate.lands import TODAY, desk_in, land, load
from tests.gate.records import ELSEWHERE, GROUP, NAME, ON, OTHER, PAGE, PUBLIC, WHO, YES, Kinds, meeting, person, shown
from tests.secretariat import desks

THERE, FREE_AREA, VILLAGE = "L111", "L211", "L1111"
LOCAL, NATIONAL, BOTH = OrganizationId(int=11), OrganizationId(int=12), OrganizationId(int=13)
MAIL = Contact(kind=ContactKind.EMAIL, value="duty@example.org", in_public=YES)
GREEN = Audience.of_group(GROUP, Tlp.GREEN)
AMBER = Audience.of_group(GROUP)
LOW = (PUBLIC, GREEN, Audience.of_named([OTHER], clearance=Tlp.GREEN), Audience.of_organization(NATIONAL, Tlp.CLEAR))


def organization(id: OrganizationId, *areas: str, **more: Any) -> Organization:
    return Organization(id=id, name=NAME, areas=areas, contacts=(MAIL,), tlp=Tlp.CLEAR, **more)


def group(id: Any = GROUP, area: str = THERE, **more: Any) -> WorkingGroup:
    return WorkingGroup(id=id, name=NAME, area=area, tlp=Tlp.CLEAR, **more)


def sits(who: Any, **more: Any) -> Membership:
    given: dict[str, Any] = {"id": MembershipId(int=who.int), "group": GROUP, "member": who, "since": "2020", "tlp": Tlp.CLEAR}
    return Membership(**(given | more))


@pytest.fixture
def desk() -> Secretariat:
    """A desk in the land, with a table by which the one area is occupied and all others are free."""
    desk = desk_in(land())
    load(desk, [{"area": THERE, "status": "occupied", "since": "2022"}])
    desk.save(organization(LOCAL, THERE), organization(NATIONAL), organization(BOTH, THERE, FREE_AREA))
    desk.save(group(), group(ELSEWHERE, FREE_AREA))
    return desk


# -- what is withheld


@pytest.mark.parametrize("audience", LOW)
def test_a_meeting_there_names_no_party_nor_who_took_part(desk: Secretariat, audience: Audience) -> None:
    held = meeting(
        venue=Venue(locality=THERE),
        convener=NATIONAL,
        host=NATIONAL,
        facilitator=NATIONAL,
        guests=(NATIONAL,),
        kinds_present=(KindPresent(kind="police", note=NAME),),
        headcount=Headcount(value=12, counted=Counted.PEOPLE, of_kinds=("police",), label=NAME),
        purpose=NAME,
    )
    (kept,) = desk.save(held)
    assert shown(desk, kept, audience) == attrs.evolve(
        kept,
        convener=None,
        host=None,
        facilitator=None,
        guests=(),
        kinds_present=(),
        headcount=Headcount(value=12, counted=Counted.PEOPLE),
    )
    assert shown(desk, kept, AMBER) == shown(desk, kept, Audience.desk()) == kept


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({}, True),
        ({"venue": Venue(locality=FREE_AREA)}, True),
        ({"groups": (ELSEWHERE,)}, True),
        ({"groups": (GROUP,)}, False),
        ({"groups": (ELSEWHERE, GROUP), "venue": Venue(locality=FREE_AREA)}, False),
    ],
)
def test_a_meeting_is_where_it_is_held_and_where_its_groups_are(desk: Secretariat, more: Any, named: bool) -> None:
    (kept,) = desk.save(meeting(convener=NATIONAL, **more))
    found = shown(desk, kept)
    assert found is not None and (found.convener == NATIONAL) is named


def test_a_meeting_elsewhere_that_follows_one_there_is_elsewhere(desk: Secretariat) -> None:
    (before,) = desk.save(meeting(1, groups=(GROUP,)))
    (kept,) = desk.save(meeting(2, groups=(ELSEWHERE,), convener=NATIONAL, predecessor=before.id))
    assert shown(desk, kept) == kept


def test_what_came_of_a_meeting_there_names_nobody(desk: Secretariat) -> None:
    (held,) = desk.save(meeting(groups=(GROUP,)))
    base: dict[str, Any] = {"meeting": held.id, "text": NAME, "tlp": Tlp.CLEAR}
    (task,) = desk.save(ActionItem(id=OutcomeId(int=1), owner=NATIONAL, **base))
    (promise,) = desk.save(Commitment(id=OutcomeId(int=2), by=(NATIONAL, GROUP), **base))
    initiative = Initiative(id=InitiativeId(int=1), title=NAME, who=(NATIONAL,), from_outcome=task.id, tlp=Tlp.CLEAR)
    elsewhere = Initiative(id=InitiativeId(int=2), title=NAME, who=(NATIONAL,), areas=(FREE_AREA,), tlp=Tlp.CLEAR)
    grown, free = desk.save(initiative, elsewhere)
    assert shown(desk, task) == attrs.evolve(task, owner=None)
    assert shown(desk, promise) == attrs.evolve(promise, by=())
    assert shown(desk, grown) == attrs.evolve(grown, who=())
    assert shown(desk, free) == free


def test_minutes_of_a_meeting_there_have_no_attendance_even_for_its_group(desk: Secretariat) -> None:
    (there, elsewhere) = desk.save(meeting(1, groups=(GROUP,)), meeting(2, groups=(ELSEWHERE,)))
    lists = [
        Minutes(id=MinutesId(int=each.id.int), meeting=each.id, attendance=(Attendance(who=NATIONAL),), tlp=Tlp.CLEAR)
        for each in (there, elsewhere)
    ]
    kept, free = desk.save(*lists)
    assert shown(desk, kept, GREEN) == attrs.evolve(kept, attendance=())
    assert shown(desk, free, Audience.of_group(ELSEWHERE, Tlp.GREEN)) == free
    assert shown(desk, kept, AMBER) == kept


def test_memberships_and_invitations_there_are_withheld_whole(desk: Secretariat) -> None:
    (held,) = desk.save(meeting(groups=(GROUP,)))
    (member,) = desk.save(sits(NATIONAL))
    (free,) = desk.save(sits(BOTH, group=ELSEWHERE))
    (asked,) = desk.save(Invitation(id=InvitationId(int=1), meeting=held.id, invitee=NATIONAL, tlp=Tlp.CLEAR))
    for audience in LOW:
        assert (shown(desk, member, audience), shown(desk, asked, audience)) == (None, None)
        assert shown(desk, free, audience) == free
    assert shown(desk, member, AMBER) == member
    assert shown(desk, asked, AMBER) == asked
    with desk.release(GREEN, ON) as release:
        assert (release.shows(member.id), release.shows(free.id)) == (False, True)


def test_an_organization_that_is_there_alone_is_withheld_and_one_that_is_elsewhere_too_does_not_tell(desk: Secretariat) -> None:
    local, national, both = (desk.get(Organization, each) for each in (LOCAL, NATIONAL, BOTH))
    (daughter,) = desk.save(organization(OrganizationId(int=14), FREE_AREA, parent=LOCAL))
    for audience in LOW:
        assert shown(desk, local, audience) is None
        assert shown(desk, national, audience) == national
        assert shown(desk, both, audience) == attrs.evolve(both, areas=(FREE_AREA,), contacts=())
        assert shown(desk, daughter, audience) == attrs.evolve(daughter, parent=None)
    assert shown(desk, local, AMBER) == local


def test_an_organization_that_may_sit_in_a_group_there_cannot_be_reached_even_with_its_consent(desk: Secretariat) -> None:
    national = desk.get(Organization, NATIONAL)
    for dates, reached in (({"until": "2026-02-28"}, True), ({"until": TODAY}, False), ({"since": "2026-06"}, False)):
        (held,) = desk.save(sits(NATIONAL, **dates))
        assert shown(desk, national) == (national if reached else attrs.evolve(national, contacts=()))
        desk.erase(held.id)


def test_an_organization_for_which_somebody_sits_in_a_group_there_cannot_be_reached_either(desk: Secretariat) -> None:
    national = desk.get(Organization, NATIONAL)
    desk.save(person())
    (held,) = desk.save(sits(WHO, on_behalf_of=NATIONAL))
    assert all(shown(desk, national, audience) == attrs.evolve(national, contacts=()) for audience in LOW)
    desk.save(held.ended("2026-02-28"))
    assert shown(desk, national) == national


@pytest.mark.parametrize("audience", LOW)
def test_a_person_shows_who_is_known_to_be_elsewhere_and_nowhere_there(desk: Secretariat, audience: Audience) -> None:
    (who,) = desk.save(person(sources=(PAGE,)))
    assert shown(desk, who, audience) is None, "nobody knows where"

    works = Affiliation(id=AffiliationId(int=1), person=WHO, organization=NATIONAL, position=NAME, tlp=Tlp.CLEAR, sources=(PAGE,))
    (works,) = desk.save(works)
    assert (shown(desk, who, audience), shown(desk, works, audience)) == (None, None), "nor where the employer is"

    (national,) = desk.save(attrs.evolve(desk.get(Organization, NATIONAL), areas=(FREE_AREA,)))
    assert (shown(desk, who, audience), shown(desk, works, audience)) == (who, works)

    desk.save(sits(NATIONAL))
    assert shown(desk, who, audience) == who, "the employer's seat is not the person's"

    (seat,) = desk.save(sits(WHO))
    assert (shown(desk, who, audience), shown(desk, works, audience)) == (None, None)
    assert shown(desk, who, AMBER) == who

    desk.erase(seat.id)
    desk.save(attrs.evolve(national, areas=(FREE_AREA, THERE)))
    assert (shown(desk, who, audience), shown(desk, works, audience)) == (None, None)


def test_the_exact_place_is_told_below_amber_only_where_the_area_is_known_to_be_free(desk: Secretariat) -> None:
    exact = [Venue(locality=area, place=NAME, link="https://meet.example.org/a") for area in (THERE, FREE_AREA, None)]
    there, elsewhere, nowhere = desk.save(*(meeting(number, venue=venue) for number, venue in enumerate(exact, start=1)))
    ids = [there.id, elsewhere.id, nowhere.id]
    low, high = (Audience.of_named([OTHER], entitled=ids, clearance=tlp) for tlp in (Tlp.GREEN, Tlp.AMBER))
    for audience, venues in ((low, [Venue(locality=THERE), exact[1], Venue()]), (high, exact)):
        for each, venue in zip((there, elsewhere, nowhere), venues, strict=True):
            assert shown(desk, each, audience) == attrs.evolve(each, venue=venue)


def test_of_a_village_that_is_not_free_the_community_is_named(desk: Secretariat) -> None:
    (kept,) = desk.save(meeting(venue=Venue(locality=VILLAGE)))
    (done,) = desk.save(Initiative(id=InitiativeId(int=1), title=NAME, areas=(VILLAGE, THERE, "L2111"), tlp=Tlp.CLEAR))
    assert shown(desk, kept) == attrs.evolve(kept, venue=Venue(locality=THERE))
    assert shown(desk, done) == attrs.evolve(done, areas=(THERE, "L2111"))
    assert shown(desk, kept, AMBER) == kept


# -- what stays


@pytest.mark.parametrize("audience", LOW)
def test_groups_their_states_meetings_and_coverage_stay(desk: Secretariat, audience: Audience) -> None:
    states = (StateSince(state=GroupState.ACTIVE, since="2023-08"),)
    (kept,) = desk.save(attrs.evolve(desk.get(WorkingGroup, GROUP), states=states))
    assert shown(desk, kept, audience) == kept
    assert desk.region is not None
    table = coverage_subject(desk.region.gazetteer.at_level(3), date(2026, 6, 1))
    with desk.release(audience, ON) as release:
        rows = {row[0]: row[table.columns.index("state")] for row in table.rows(release, ("uk",))}
    assert rows == {"L111": "active", "L112": "none known", "L121": "none known", "L211": "none known"}


def test_desks_in_no_region_and_in_one_whose_areas_need_no_status_are_as_before() -> None:
    for desk in (desks.opened(actor=PersonId(int=1)), desk_in(None, land()), desk_in(land(status_level=None))):
        local, who = desk.save(organization(LOCAL), person(sources=(PAGE,)))
        (kept,) = desk.save(meeting(convener=LOCAL))
        assert [shown(desk, each) for each in (local, who, kept)] == [local, who, kept]
    (national,) = desk.save(organization(NATIONAL, THERE))
    assert shown(desk, national) == national


def test_a_desk_in_no_region_guards_the_areas_of_one_that_needs_their_status() -> None:
    desk = desk_in(None, land())
    desk.save(organization(NATIONAL))
    (there, of_no_region) = desk.save(
        meeting(1, convener=NATIONAL, venue=Venue(locality=THERE)), meeting(2, convener=NATIONAL, venue=Venue(locality="X1"))
    )
    assert shown(desk, there) == attrs.evolve(there, convener=None)
    assert shown(desk, of_no_region) == of_no_region


# -- in doubt the stricter


def guards(desk: Secretariat, area: str, on: date = ON) -> bool:
    """Whether a meeting in the area does not name its convener to the public."""
    desk.save(Organization(id=NATIONAL, name=NAME, tlp=Tlp.CLEAR))
    (kept,) = desk.save(meeting(convener=NATIONAL, venue=Venue(locality=area)))
    found = shown(desk, kept, on=on)
    assert found is not None
    return found.convener is None


@pytest.mark.parametrize(
    ("row", "guarded"),
    [
        ({"area": "L112"}, False),
        ({"area": "L111"}, True),
        ({"area": "L11"}, True),
        ({"area": "L1"}, True),
        ({"area": "L1111"}, True),
        ({"area": "L1112", "within": "L111"}, True),
        ({"area": "L111", "status": "possible_hostilities"}, True),
        ({"area": "L111", "status": "active_hostilities"}, True),
        ({"area": "L111", "status": "mined"}, True),
        ({"area": "L111", "until": "2026-02-28"}, False),
        ({"area": "L111", "until": "2026-03-01"}, True),
        ({"area": "L111", "until": "2026"}, True),
        ({"area": "L111", "until": "XXXX-XX-XX"}, True),
        ({"area": "L111", "since": "2026-06-19"}, False),
        ({"area": "L111", "since": "2026-06"}, True),
        ({"area": "L111", "since": "2022", "until": "2025"}, False),
    ],
)
def test_a_status_reaches_the_areas_in_it_and_around_it_and_holds_in_doubt(row: dict[str, str], guarded: bool) -> None:
    desk = desk_in(land())
    load(desk, [{"status": "occupied"} | row])
    assert guards(desk, "L111") is guarded


def test_while_no_table_is_loaded_every_status_is_unknown() -> None:
    assert guards(desk_in(land()), FREE_AREA)


def test_a_table_says_nothing_of_what_it_does_not_cover_nor_after_the_day_it_is_good_through() -> None:
    desk = desk_in(land())
    load(desk, [{"area": "L121", "status": "occupied"}], covers=["L1"], good_through=ON)
    assert [guards(desk, "L111"), guards(desk_again(desk), "L211")] == [False, True]
    assert guards(desk_again(desk), "L111", on=date(2026, 6, 19))


def desk_again(desk: Secretariat) -> Secretariat:
    """Another desk with the same table."""
    again = desk_in(land())
    with desk.store.unit() as unit, again.store.unit() as other:
        other.set("territory", str(unit.setting("territory")))
        other.commit()
    return again


def test_a_release_for_a_day_long_past_does_not_tell_of_who_is_in_danger_today() -> None:
    desk = desk_in(land())
    load(desk, [{"area": "L111", "status": "occupied", "since": "2022-03-01"}])
    assert guards(desk, "L111", on=date(2021, 12, 31))


def test_where_the_regions_plugin_is_gone_every_area_is_guarded_and_none_is_named() -> None:
    desk = desk_in(land())
    load(desk, [{"area": "L121", "status": "occupied"}])
    (kept,) = desk.save(meeting(venue=Venue(locality="L111")))
    lost = attrs.evolve(desk, region=None, plugins=desks.plugins())
    assert shown(lost, kept) == attrs.evolve(kept, venue=Venue())


def test_what_belonged_to_something_that_was_erased_may_have_been_there(desk: Secretariat) -> None:
    (kept,) = desk.save(meeting(convener=NATIONAL, groups=(ELSEWHERE,)))
    assert shown(desk, kept) == kept
    desk.erase(ELSEWHERE)
    assert shown(desk, kept) == attrs.evolve(kept, convener=None, groups=())


def test_a_table_that_cannot_be_read_lets_nothing_leave_below_amber(desk: Secretariat) -> None:
    with desk.store.unit() as unit:
        unit.set("territory", '{"format":1,"entries":"none"}')
        unit.commit()
    (kept,) = desk.save(meeting())
    with pytest.raises(StoreError, match=r"territory: the table of statuses on this desk cannot be read .*; load it again"):
        shown(desk, kept)
    assert shown(desk, kept, AMBER) == kept


def test_a_region_that_holds_the_same_areas_and_needs_no_status_frees_none() -> None:
    assert guards(desk_in(land(), land("other", status_level=None)), FREE_AREA)


# -- labels and old tables


def test_a_label_does_not_tell_of_what_is_withheld_there(desk: Secretariat) -> None:
    desk.save(sits(NATIONAL, tlp=Tlp.GREEN))
    with desk.release(GREEN, ON) as release:
        assert release.label(Kinds((Membership,))) is Tlp.CLEAR
    with desk.release(AMBER, ON) as release:
        assert release.label(Kinds((Membership,))) is Tlp.GREEN


def test_a_source_for_a_field_that_is_withheld_there_goes_with_it(desk: Secretariat) -> None:
    told = attrs.evolve(PAGE, field="convener", reason=Text.of(uk="фонд пише, що скликав"))
    (kept,) = desk.save(meeting(convener=NATIONAL, groups=(GROUP,), sources=(PAGE, told)))
    found = shown(desk, kept)
    assert isinstance(found, Meeting) and found.sources == (PAGE,)
