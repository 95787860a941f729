"""What goes with a withheld record, the label of what is shown, and the stricter rules of a region."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

import attrs

from coordkit import (
    Affiliation,
    AffiliationId,
    Audience,
    Decision,
    Invitation,
    InvitationId,
    Meeting,
    MeetingId,
    Membership,
    MembershipId,
    Organization,
    OrganizationId,
    OutcomeId,
    Person,
    PersonId,
    Record,
    Secretariat,
    Text,
    Tlp,
    hookimpl,
)
from coordkit.codec.convert import RECORDS
from coordkit.domain.records import Sensitivity
from coordkit.domain.sensitive import marked_fields
from coordkit.domain.sharing import _NEEDS_READING
from coordkit.ports import Region
from tests.gate.records import (
    MEMBERS,
    NAME,
    NAMED,
    ON,
    PAGE,
    PUBLIC,
    WHO,
    Kinds,
    groups,
    meeting,
    person,
    shown,
)
from tests.secretariat import desks

# -- what is withheld, and what goes with it ---------------------------------------------------------------------------


def test_a_record_that_cannot_do_without_a_withheld_one_is_withheld_too(desk: Secretariat) -> None:
    (who,) = desk.save(person())
    (organization,) = desk.save(Organization(id=OrganizationId(int=1), name=NAME, tlp=Tlp.CLEAR))
    (secret,) = desk.save(meeting(tlp=Tlp.RED))
    groups(desk, WHO)
    (works,) = desk.save(
        Affiliation(
            id=AffiliationId(int=1), person=WHO, organization=organization.id, position=NAME, tlp=Tlp.CLEAR, sources=(PAGE,)
        )
    )
    (decided,) = desk.save(Decision(id=OutcomeId(int=1), meeting=secret.id, text=NAME, tlp=Tlp.CLEAR))
    (invited,) = desk.save(Invitation(id=InvitationId(int=1), meeting=secret.id, invitee=organization.id, tlp=Tlp.CLEAR))
    member = desk.get(Membership, MembershipId(int=1))
    for record in (who, works, decided, invited, member):
        assert shown(desk, record) is None
    for record in (who, works, decided, invited, member):
        assert shown(desk, record, NAMED) == record


def test_an_optional_reference_to_what_is_withheld_or_gone_is_dropped(desk: Secretariat) -> None:
    (seen, hidden) = desk.save(
        Organization(id=OrganizationId(int=1), name=NAME, tlp=Tlp.CLEAR),
        Organization(id=OrganizationId(int=2), name=NAME, tlp=Tlp.RED),
    )
    gone = OrganizationId(int=404)
    (kept,) = desk.save(meeting(convener=hidden.id, host=gone, guests=(hidden.id, seen.id, gone), predecessor=MeetingId(int=404)))
    assert shown(desk, kept) == attrs.evolve(kept, convener=None, host=None, guests=(seen.id,), predecessor=None)


def test_long_lines_and_circles_of_references_are_no_trouble(desk: Secretariat) -> None:
    many = 5000
    desk.save(*(meeting(number, predecessor=MeetingId(int=number - 1) if number > 1 else None) for number in range(1, many + 1)))
    one, two = OrganizationId(int=1), OrganizationId(int=2)
    desk.save(*(Organization(id=a, name=NAME, parent=b, tlp=Tlp.CLEAR) for a, b in ((one, two), (two, one))))
    with desk.release(PUBLIC, ON) as release:
        last = release.get(MeetingId(int=many))
        assert isinstance(last, Meeting) and last.predecessor == MeetingId(int=many - 1)
        assert sum(each.predecessor is not None for each in release.each(Meeting)) == many - 1
        assert [each.parent for each in release.each(Organization)] == [two, one]


# -- labels and regions ------------------------------------------------------------------------------------------------


def test_a_label_is_the_strictest_of_what_is_shown(desk: Secretariat) -> None:
    desk.save(*(Organization(id=OrganizationId(int=10 + tlp), name=NAME, tlp=tlp) for tlp in (Tlp.CLEAR, Tlp.GREEN, Tlp.RED)))
    desk.save(meeting(tlp=Tlp.AMBER))
    for audience, kinds, expected in (
        (PUBLIC, (Organization,), Tlp.CLEAR),
        (MEMBERS, (Organization,), Tlp.GREEN),
        (MEMBERS, (Organization, Meeting), Tlp.AMBER),
        (MEMBERS, (Person,), Tlp.CLEAR),
        (NAMED, (Organization,), Tlp.RED),
        (Audience.desk(), (Person,), Tlp.RED),
    ):
        with desk.release(audience, ON) as release:
            assert release.label(Kinds(kinds)) is expected


def test_a_label_does_not_tell_of_what_is_withheld_with_another(desk: Secretariat) -> None:
    (secret,) = desk.save(meeting(tlp=Tlp.RED))
    desk.save(Decision(id=OutcomeId(int=1), meeting=secret.id, text=NAME, tlp=Tlp.AMBER))
    with desk.release(MEMBERS, ON) as release:
        assert release.label(Kinds((Decision,))) is Tlp.CLEAR


def desk_with(*rules: Callable[[Record, Tlp], Tlp]) -> Secretariat:
    module = ModuleType("moon")
    region = Region(code="moon", names=Text.of(en="Moon"), sharing_rules=rules)
    module.coordkit_regions = hookimpl(lambda: [region])  # type: ignore[attr-defined]  # a module takes any name
    return desks.opened(plugins=desks.plugins(module), region="moon", actor=PersonId(int=1))


def test_a_regions_rules_make_stricter_and_never_freer() -> None:
    def places(record: Record, tlp: Tlp) -> Tlp:
        return Tlp.AMBER if isinstance(record, Meeting) and record.notes else Tlp.CLEAR

    desk = desk_with(places, lambda record, tlp: Tlp.CLEAR)
    free, stricter, secret = desk.save(meeting(1), meeting(2, notes=NAME), meeting(3, tlp=Tlp.RED))
    (decided,) = desk.save(Decision(id=OutcomeId(int=1), meeting=stricter.id, text=NAME, tlp=Tlp.CLEAR))
    assert shown(desk, free) == free
    assert (shown(desk, stricter), shown(desk, decided), shown(desk, secret)) == (None, None, None)
    assert shown(desk, secret, MEMBERS) is None
    found = shown(desk, stricter, MEMBERS)
    assert found is not None and (found.tlp, found.notes) == (Tlp.AMBER, None)
    with desk.release(MEMBERS, ON) as release:
        assert release.label(Kinds((Meeting,))) is Tlp.AMBER
        assert release.tlp_of(found) is Tlp.AMBER


def test_a_freer_rule_does_not_lower_the_label() -> None:
    desk = desk_with(lambda record, tlp: Tlp.CLEAR)
    desk.save(meeting(tlp=Tlp.AMBER))
    with desk.release(MEMBERS, ON) as release:
        assert release.label(Kinds((Meeting,))) is Tlp.AMBER


def test_a_kind_that_may_be_withheld_for_what_it_holds_is_read_before_it_is_named() -> None:
    every: Mapping[str, Any] = RECORDS
    needs = {
        kind
        for kind, cls in every.items()
        if any(field.required and field.sensitivity is not Sensitivity.OPEN for field in marked_fields(cls))
    }
    assert needs == _NEEDS_READING
