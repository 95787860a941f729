"""The rules of the gate one by one, each as the plan of the house states it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest

from coordkit import (
    ActionItem,
    Affiliation,
    AffiliationId,
    Audience,
    Commitment,
    Consent,
    Contact,
    ContactKind,
    Counted,
    DomainError,
    Headcount,
    Information,
    KindPresent,
    MeetingId,
    Membership,
    MembershipId,
    Organization,
    OrganizationId,
    OutcomeId,
    Request,
    Secretariat,
    Source,
    Text,
    Tlp,
    Venue,
)
from coordkit.domain.audiences import AudienceKind
from tests.gate.records import (
    GROUP,
    MEMBERS,
    NAME,
    NAMED,
    ON,
    OTHER,
    PAGE,
    PUBLIC,
    STRANGERS,
    WHO,
    YES,
    groups,
    meeting,
    person,
    shown,
)

# -- TLP first ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("audience", "highest"),
    [
        (PUBLIC, Tlp.CLEAR),
        (MEMBERS, Tlp.AMBER),
        (Audience.of_organization(OrganizationId(int=1)), Tlp.AMBER_STRICT),
        (NAMED, Tlp.RED),
        (Audience.desk(), Tlp.RED),
        (Audience.of_group(GROUP, Tlp.GREEN), Tlp.GREEN),
        (Audience.of_organization(OrganizationId(int=1), Tlp.CLEAR), Tlp.CLEAR),
        (Audience.of_named([OTHER], clearance=Tlp.AMBER), Tlp.AMBER),
    ],
)
def test_an_audience_sees_records_up_to_its_clearance(desk: Secretariat, audience: Audience, highest: Tlp) -> None:
    saved = desk.save(*(Organization(id=OrganizationId(int=10 + tlp), name=NAME, tlp=tlp) for tlp in Tlp))
    with desk.release(audience, ON) as release:
        assert [each.tlp for each in release.each(Organization)] == [tlp for tlp in Tlp if tlp <= highest]
        assert [release.get(each.id) is not None for each in saved] == [tlp <= highest for tlp in Tlp]
        assert release.get(OrganizationId(int=404)) is None and release.get(None) is None


@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        (lambda: Audience(kind=AudienceKind.PUBLIC, clearance=Tlp.GREEN), "clearance: TLP:GREEN is above TLP:CLEAR"),
        (lambda: Audience.of_group(GROUP, Tlp.AMBER_STRICT), r"TLP:AMBER\+STRICT is above TLP:AMBER"),
        (lambda: Audience.of_organization(OrganizationId(int=1), Tlp.RED), r"TLP:RED is above TLP:AMBER\+STRICT"),
        (lambda: Audience.of_named([]), "named: .* say whom it means"),
        (lambda: Audience(kind=AudienceKind.GROUP), "group: .* say whom it means"),
        (lambda: Audience(kind=AudienceKind.ORGANIZATION), "organization: .* say whom it means"),
        (lambda: Audience(kind=AudienceKind.PUBLIC, group=GROUP), "group: .* only an audience of the kind group has this"),
        (
            lambda: Audience(kind=AudienceKind.GROUP, group=GROUP, entitled=frozenset({MeetingId(int=1)})),
            "entitled: only named recipients may know the exact place",
        ),
    ],
)
def test_an_audience_above_its_highest_clearance_or_of_nobody_is_refused(make: Callable[[], Audience], complaint: str) -> None:
    with pytest.raises(DomainError, match=complaint):
        make()


# -- personal: by consent dates, a published source, or to those inside ------------------------------------------------

CONSENTS = [
    (Consent(since="2026-06-18"), True),
    (Consent(since="2020", until="2026-06-18"), True),
    (Consent(since="2026-06-19"), False),
    (Consent(since="2020", until="2026-06-17"), False),
    (Consent(since="2026-06"), False),
    (Consent(since="2020", until="2026"), False),
    (Consent(since="XXXX-XX-XX"), False),
    (None, False),
]


@pytest.mark.parametrize(("consent", "seen"), CONSENTS)
def test_a_person_is_shown_in_public_while_their_consent_surely_holds(
    desk: Secretariat, consent: Consent | None, seen: bool
) -> None:
    (kept,) = desk.save(person(consent_in_public=consent))
    assert (shown(desk, kept) is not None) is seen
    assert (shown(desk, kept, STRANGERS) is not None) is seen


def test_a_consent_is_weighed_on_the_day_of_the_release(desk: Secretariat) -> None:
    (kept,) = desk.save(person(consent_in_public=Consent(since="2026-01-01", until="2026-06-30")))
    seen = [shown(desk, kept, on=date(2026, month, 1)) is not None for month in (1, 6, 7)]
    assert seen == [True, True, False]


@pytest.mark.parametrize(
    ("sources", "seen"),
    [((PAGE,), True), ((Source(document="наказ"),), False), ((attrs.evolve(PAGE, field="name"),), False), ((), False)],
)
def test_a_person_on_a_published_page_is_public_and_one_on_an_inside_paper_is_not(
    desk: Secretariat, sources: tuple[Source, ...], seen: bool
) -> None:
    (kept,) = desk.save(person(sources=sources))
    assert (shown(desk, kept) is not None) is seen


def test_members_and_named_recipients_see_a_person_of_their_group(desk: Secretariat) -> None:
    (kept,) = desk.save(person(latin_name="Iryna"))
    groups(desk, WHO)
    assert shown(desk, kept, MEMBERS) == shown(desk, kept, NAMED) == kept
    assert shown(desk, kept, STRANGERS) is shown(desk, kept, PUBLIC) is None


@pytest.mark.parametrize("dates", [{"since": "2027"}, {"since": "2020", "until": "2026-06-17"}, {"since": "2026"}])
def test_whoever_is_not_surely_a_member_that_day_is_not_inside(desk: Secretariat, dates: dict[str, str]) -> None:
    (kept,) = desk.save(person())
    groups(desk)
    desk.save(Membership(id=MembershipId(int=1), group=GROUP, member=WHO, tlp=Tlp.CLEAR, **dates))  # type: ignore[arg-type]  # dates become partial
    assert shown(desk, kept, MEMBERS) is None


# -- contacts: each by its own consents --------------------------------------------------------------------------------


def contact(number: int, *, in_group: Consent | None = None, in_public: Consent | None = None) -> Contact:
    since = datetime(2026, 1, 1, tzinfo=UTC)
    address = f"c{number}@example.org"
    return Contact(kind=ContactKind.EMAIL, value=address, in_group=in_group, in_public=in_public, undeliverable_since=since)


def test_each_contact_goes_by_its_own_consents_and_public_includes_the_group(desk: Secretariat) -> None:
    none, inside, public = contact(1), contact(2, in_group=YES), contact(3, in_public=YES)
    perhaps, gone = contact(4, in_public=Consent(since="2026")), contact(5, in_group=Consent(since="2020", until="2025"))
    (kept,) = desk.save(
        Organization(id=OrganizationId(int=1), name=NAME, tlp=Tlp.CLEAR, contacts=(none, inside, public, perhaps, gone))
    )
    groups(desk, kept.id)
    seen = {
        name: shown(desk, kept, who)
        for name, who in (("public", PUBLIC), ("members", MEMBERS), ("named", NAMED), ("strangers", STRANGERS))
    }
    contacts = {name: each.contacts for name, each in seen.items() if each is not None}
    assert contacts == {"public": (public,), "members": (inside, public), "named": (inside, public), "strangers": (public,)}
    assert shown(desk, kept, Audience.desk()) == kept


# -- group, venue, desk ------------------------------------------------------------------------------------------------


def test_group_fields_are_for_members_and_named_recipients(desk: Secretariat) -> None:
    groups(desk)
    paper = Source(document="протокол 7")
    (kept,) = desk.save(meeting(groups=(GROUP,), sources=(paper, PAGE)))
    for audience, expected in ((PUBLIC, Source()), (STRANGERS, Source()), (MEMBERS, paper), (NAMED, paper)):
        found = shown(desk, kept, audience)
        assert found is not None and found.sources == (expected, PAGE)


def test_the_exact_place_is_for_recipients_entitled_to_that_very_meeting(desk: Secretariat) -> None:
    exact = Venue(locality="UA65", place=Text.of(uk="зала"), link="https://meet.example.org/a", capacity=30, shelter_places=20)
    groups(desk)
    one, two = desk.save(meeting(1, venue=exact, groups=(GROUP,)), meeting(2, venue=exact, groups=(GROUP,)))
    entitled = Audience.of_named([OTHER], entitled=[one.id])
    for kept, audience, expected in (
        *((one, who, Venue(locality="UA65")) for who in (PUBLIC, MEMBERS, NAMED, Audience.of_organization(OrganizationId(int=1)))),
        (one, entitled, exact),
        (two, entitled, Venue(locality="UA65")),
        (two, Audience.desk(), exact),
    ):
        found = shown(desk, kept, audience)
        assert found is not None and found.venue == expected


def test_notes_are_for_the_desk(desk: Secretariat) -> None:
    (kept,) = desk.save(meeting(notes=Text.of(uk="для нас")))
    for audience in (PUBLIC, MEMBERS, NAMED, Audience.of_named([OTHER], entitled=[kept.id])):
        found = shown(desk, kept, audience)
        assert found is not None and found.notes is None
    assert shown(desk, kept, Audience.desk()) == kept


# -- the Chatham House rule --------------------------------------------------------------------------------------------


def test_under_the_chatham_house_rule_nobody_outside_the_desk_learns_who_spoke_or_took_part(desk: Secretariat) -> None:
    (who,) = desk.save(Organization(id=OrganizationId(int=1), name=NAME, tlp=Tlp.CLEAR))
    present = (KindPresent(kind="police"),)
    quiet, loud = desk.save(
        *(
            meeting(number, chatham_house=quiet, guests=(who.id,), facilitator=who.id, kinds_present=present, convener=who.id)
            for number, quiet in ((1, True), (2, False))
        )
    )
    outcomes: list[Any] = []
    for number, of in ((1, quiet), (2, loud)):
        told = Information(
            id=OutcomeId(int=number),
            meeting=of.id,
            text=NAME,
            presented_by=(who.id,),
            presented_by_kinds=("police",),
            tlp=Tlp.CLEAR,
        )
        asked = Request(
            id=OutcomeId(int=10 + number), meeting=of.id, voiced_by=(who.id,), voiced_by_kinds=("police",), tlp=Tlp.CLEAR
        )
        outcomes += desk.save(told), desk.save(asked)
    (told_quietly,), (asked_quietly,), (told_aloud,), (asked_aloud,) = outcomes
    for audience in (PUBLIC, NAMED):
        hushed = shown(desk, quiet, audience)
        assert hushed == attrs.evolve(quiet, guests=(), facilitator=None, kinds_present=())
        assert shown(desk, told_quietly, audience) == attrs.evolve(told_quietly, presented_by=(), presented_by_kinds=())
        assert shown(desk, asked_quietly, audience) == attrs.evolve(asked_quietly, voiced_by=(), voiced_by_kinds=())
        for record in (loud, told_aloud, asked_aloud):
            assert shown(desk, record, audience) == record
    for record in (quiet, told_quietly, asked_quietly):
        assert shown(desk, record, Audience.desk()) == record


def test_under_the_chatham_house_rule_tasks_and_commitments_name_nobody(desk: Secretariat) -> None:
    (who,) = desk.save(Organization(id=OrganizationId(int=1), name=NAME, tlp=Tlp.CLEAR))
    (quiet,) = desk.save(meeting(chatham_house=True))
    (task,) = desk.save(ActionItem(id=OutcomeId(int=1), meeting=quiet.id, text=NAME, owner=who.id, tlp=Tlp.CLEAR))
    (promise,) = desk.save(Commitment(id=OutcomeId(int=2), meeting=quiet.id, text=NAME, by=(who.id,), tlp=Tlp.CLEAR))
    assert shown(desk, task) == attrs.evolve(task, owner=None)
    assert shown(desk, promise) == attrs.evolve(promise, by=())


# -- whose record it is ------------------------------------------------------------------------------------------------


def test_a_position_is_shown_while_its_holder_consents_to_be_shown(desk: Secretariat) -> None:
    (employer,) = desk.save(Organization(id=OrganizationId(int=1), name=NAME, tlp=Tlp.CLEAR))
    desk.save(person(consent_in_public=Consent(since="2026-01-01", until="2026-06-30")))
    (post,) = desk.save(Affiliation(id=AffiliationId(int=1), person=WHO, organization=employer.id, position=NAME, tlp=Tlp.CLEAR))
    assert shown(desk, post, on=date(2026, 6, 30)) == post
    assert shown(desk, post, on=date(2026, 7, 1)) is None


def test_an_organization_that_sits_in_the_group_is_inside_and_another_is_not(desk: Secretariat) -> None:
    member, other = OrganizationId(int=1), OrganizationId(int=2)
    desk.save(*(Organization(id=id, name=NAME, tlp=Tlp.CLEAR) for id in (member, other)))
    groups(desk, member)
    paper = Source(document="протокол 7")
    (kept,) = desk.save(meeting(groups=(GROUP,), sources=(paper,)))
    for audience, expected in ((Audience.of_organization(member), paper), (Audience.of_organization(other), Source())):
        found = shown(desk, kept, audience)
        assert found is not None and found.sources == (expected,)


def test_under_the_chatham_house_rule_a_headcount_does_not_tell_who_was_counted(desk: Secretariat) -> None:
    count = Headcount(value=10, counted=Counted.ORGANIZATIONS, of_kinds=("police",), label=NAME)
    quiet, loud = desk.save(*(meeting(number, chatham_house=quiet, headcount=count) for number, quiet in ((1, True), (2, False))))
    hushed = attrs.evolve(count, of_kinds=(), label=None)
    for audience in (PUBLIC, NAMED):
        assert shown(desk, quiet, audience) == attrs.evolve(quiet, headcount=hushed)
        assert shown(desk, loud, audience) == loud
    assert shown(desk, quiet, Audience.desk()) == quiet


# -- sources -----------------------------------------------------------------------------------------------------------


def test_a_source_goes_with_the_field_that_it_is_for(desk: Secretariat) -> None:
    (hidden,) = desk.save(Organization(id=OrganizationId(int=1), name=NAME, tlp=Tlp.RED))
    (open_one,) = desk.save(Organization(id=OrganizationId(int=2), name=NAME, tlp=Tlp.CLEAR))
    sources = {
        field: Source(url="https://example.org/page", field=field, reason=Text.of(uk=f"Підстава {field}"))
        for field in (
            "title",
            "notes",
            "venue",
            "venue.place",
            "venue.locality",
            "guests",
            "guests[0]",
            "guests[1]",
            "convener",
            "x",
        )
    }
    (kept,) = desk.save(
        meeting(
            notes=NAME,
            venue=Venue(locality="UA65", place=NAME),
            guests=(open_one.id, hidden.id),
            convener=open_one.id,
            sources=tuple(sources.values()),
        )
    )
    found = shown(desk, kept, PUBLIC)
    assert found is not None
    assert [source.field for source in found.sources] == ["title", "venue.locality", "guests[0]", "convener", "x"]
    assert shown(desk, kept, Audience.desk()) == kept
