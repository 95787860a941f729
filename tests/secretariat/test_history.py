"""The history: a graph that verifies, records as they once were, erasing, and the same bytes from the same clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import attrs
import pytest

from coordkit import (
    Affiliation,
    AffiliationId,
    CoordkitError,
    Decision,
    DomainError,
    Invitation,
    InvitationId,
    Meeting,
    NotFound,
    Organization,
    OutcomeId,
    Person,
    PersonId,
    Secretariat,
    Text,
)
from coordkit.codec.documents import CHANGE_FORMAT, Message, canonical
from tests.secretariat import desks


def busy(desk: Secretariat) -> Meeting:
    """A meeting with an outcome and an invitee, edited twice."""
    (organization,) = desk.save(desks.organization(desk))
    (meeting,) = desk.save(desks.meeting(desk).scheduled(desks.TEN))
    (meeting,) = desk.save(meeting.moved_online("https://meet.example.org/a"))
    (meeting,) = desk.save(meeting.held())
    desk.save(Decision(id=desk.new(OutcomeId), meeting=meeting.id, text=Text.of(uk="Вирішено")))
    desk.save(Invitation(id=desk.new(InvitationId), meeting=meeting.id, invitee=organization.id, comment="прийду"))
    return meeting


def test_the_history_is_a_chain_whose_every_payload_holds(desk: Secretariat) -> None:
    busy(desk)
    desks.verify(desk)
    made = desks.changes(desk)
    assert len(made) == 7  # the actor, the organization, the meeting three times, the outcome, the invitation
    assert [change.parents for change in made[1:]] == [(change.digest,) for change in made[:-1]]
    assert all(change.payload_holds and change.format == CHANGE_FORMAT and change.action == "put" for change in made)


def test_the_first_change_holds_every_field_and_later_ones_what_changed(desk: Secretariat) -> None:
    meeting = busy(desk)
    first, second, third = [change for change in desks.changes(desk) if change.record == meeting.id.uuid]
    assert first.payload is not None and '"notes":null' in first.payload
    own = {"id": str(meeting.id), "record": "meeting", "schema": 3}
    online = {"locality": None, "place": None, "link": "https://meet.example.org/a", "capacity": None, "shelter_places": None}
    assert second.payload == canonical(own | {"modes": ["online"], "venue": online})
    assert third.payload == canonical(own | {"status": "held"})


def test_a_payload_that_was_tampered_with_shows(desk: Secretariat) -> None:
    busy(desk)
    change = desks.changes(desk)[-1]
    assert change.payload is not None
    assert not attrs.evolve(change, payload=change.payload.replace("прийду", "ніколи")).payload_holds
    assert not attrs.evolve(change, salt=b"0" * 16).payload_holds
    assert attrs.evolve(change, at=change.at + timedelta(microseconds=1)).digest != change.digest


def test_a_record_reads_as_it_was_recorded_at_each_time(desk: Secretariat, clock: desks.Clock) -> None:
    (one,) = desk.save(desks.organization(desk, kind="ngo"))
    between = clock.now + timedelta(seconds=1)
    (two,) = desk.save(attrs.evolve(one, kind="charity", aliases=("Фонд",)))
    (three,) = desk.save(attrs.evolve(two, kind=None))
    assert one.changed_at is not None and two.changed_at is not None and three.changed_at is not None
    for at, expected in (
        (one.changed_at, one),
        (between, one),
        (two.changed_at, two),
        (three.changed_at, three),
        (clock.now, three),
    ):
        then = desk.as_recorded(one.id, at)
        assert then == expected
        assert (then.revision, then.head, then.changed_at) == (expected.revision, expected.head, expected.changed_at)
    with pytest.raises(NotFound, match="was not on this desk at"):
        desk.as_recorded(one.id, one.changed_at - timedelta(microseconds=1))
    with pytest.raises(DomainError, match=r"at: .* is a naive time"):
        desk.as_recorded(one.id, datetime(2026, 1, 1))


def test_erasing_leaves_no_content_and_the_graph_still_verifies(desk: Secretariat) -> None:
    meeting = busy(desk)
    (organization,) = desk.each(Organization)
    message = Message(
        desk.new_uuid(), "folder", "duty@example.org", b"...", (meeting.id.uuid, organization.id.uuid), desk.now(), desk.now()
    )
    with desk.work() as work:
        work.enqueue(message)
        work.commit()
    before = {change.digest for change in desks.changes(desk)}
    desk.erase(meeting.id)
    desks.verify(desk)
    made = desks.changes(desk)
    assert before < {change.digest for change in made}
    assert not any(word in (change.payload or "") for change in made for word in ("Вирішено", "прийду", "meet.example.org"))
    gone = [change for change in made if change.kind in ("meeting", "outcome", "invitation")]
    assert all(change.payload is None and change.salt is None for change in gone)
    assert sorted(change.kind for change in gone if change.action == "erased") == ["invitation", "meeting", "outcome"]
    assert not any(map(desk.each, (Meeting, Decision, Invitation)))
    assert desks.held(desk)[2] == ()
    assert desk.get(Organization, organization.id) == organization
    with pytest.raises(CoordkitError, match="was erased; only that it was there is still known"):
        desk.as_recorded(meeting.id, desk.now())


def test_what_is_saved_anew_after_its_erasing_follows_its_own_changes(desk: Secretariat) -> None:
    first = desks.organization(desk, aliases=("Таємна",))
    (kept,) = desk.save(first)
    desk.erase(first.id)
    erased = desk.now()
    (anew,) = desk.save(attrs.evolve(first, aliases=()))
    desks.verify(desk)
    assert anew.revision == 3
    (again,) = desk.save(attrs.evolve(anew, kind="ngo"))
    for at, expected in ((anew.changed_at, anew), (desk.now(), again)):
        assert at is not None
        then = desk.as_recorded(first.id, at)
        assert (then, then.revision, then.head) == (expected, expected.revision, expected.head)
    for at in (kept.changed_at, erased):
        assert at is not None
        with pytest.raises(CoordkitError, match="was erased; only that it was there is still known"):
            desk.as_recorded(first.id, at)


def test_a_clock_that_goes_back_hides_no_change(desk: Secretariat, clock: desks.Clock) -> None:
    (one,) = desk.save(desks.organization(desk))
    clock.now -= timedelta(hours=5)
    (two,) = desk.save(attrs.evolve(one, kind="ngo"))
    assert one.changed_at is not None and two.changed_at is not None and two.changed_at < one.changed_at
    assert desk.as_recorded(one.id, two.changed_at) == two
    assert desk.as_recorded(one.id, one.changed_at) == two
    with pytest.raises(NotFound):
        desk.as_recorded(one.id, two.changed_at - timedelta(microseconds=1))
    desks.verify(desk)


def test_whoever_is_erased_takes_their_affiliations_and_invitations_along(desk: Secretariat) -> None:
    (organization,) = desk.save(desks.organization(desk))
    (person,) = desk.save(Person(id=desk.new(PersonId), name=Text.of(uk="Ірина")))
    (meeting,) = desk.save(desks.meeting(desk, guests=(person.id,)))
    desk.save(
        Affiliation(id=desk.new(AffiliationId), person=person.id, organization=organization.id, position=Text.of(uk="радниця"))
    )
    desk.save(Invitation(id=desk.new(InvitationId), meeting=meeting.id, invitee=person.id))
    desk.erase(person.id)
    assert not any(map(desk.each, (Affiliation, Invitation)))
    assert [str(each.name) for each in desk.each(Person)] == ["Олена"]
    assert desk.get(Meeting, meeting.id) == meeting
    assert not any("Ірина" in (change.payload or "") or "радниця" in (change.payload or "") for change in desks.changes(desk))
    desks.verify(desk)


def test_an_erasing_that_is_not_committed_erases_nothing(desk: Secretariat) -> None:
    meeting = busy(desk)
    before = desks.held(desk)
    with desk.work() as work:
        work.erase(meeting.id)
        assert work.find(meeting.id) is None
    assert desks.held(desk) == before


def test_the_same_clock_ids_and_salts_make_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for url in ("memory://", "memory://", desks.sqlite(tmp_path)):
        with desks.opened(url) as desk:
            desk.erase(busy(desk).id)
            made.append([(change.header, change.salt, change.payload) for change in desks.changes(desk)])
    assert made[0] == made[1] == made[2]


def test_another_salt_makes_another_digest_of_the_same_content() -> None:
    digests = set()
    for number in (1, 2):
        desk = desks.opened(salt=lambda number=number: bytes([number]) * 16)
        busy(desk)
        digests.add(tuple(change.payload_digest for change in desks.changes(desk)))
    one, other = digests
    assert not set(one) & set(other)
