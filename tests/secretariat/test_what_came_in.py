"""What came in is found by whom it is from and whom it names, goes with them when they are erased, and is read in every schema."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import attrs
import pytest

from coordkit import (
    CheckFailed,
    Claim,
    Contact,
    ContactKind,
    Invitation,
    InvitationId,
    Person,
    PersonId,
    Received,
    ReceivedId,
    ReceivedKind,
    Secretariat,
    Text,
    Verdict,
    to_json,
)
from coordkit.codec.documents import Document, canonical
from coordkit.codec.history import change_of, versions
from coordkit.codec.index import EDITION
from coordkit.secretariat.registry import reindex
from tests.secretariat import desks

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)


def person(desk: Secretariat, *addresses: str) -> Person:
    contacts = tuple(Contact(kind=ContactKind.EMAIL, value=address) for address in addresses)
    (kept,) = desk.save(Person(id=desk.new(PersonId), name=Text.of(uk="Ірина"), contacts=contacts))
    return kept


def invited(desk: Secretariat) -> Invitation:
    (organization,) = desk.save(desks.organization(desk, address=None))
    (meeting,) = desk.save(desks.meeting(desk))
    (kept,) = desk.save(Invitation(id=desk.new(InvitationId), meeting=meeting.id, invitee=organization.id))
    return kept


def received(desk: Secretariat, sender: str | None = None, *claims: Claim, **more: Any) -> Received:
    fields: dict[str, Any] = {"digest": "ab" * 32, "received_at": AT, "verdict": Verdict.QUARANTINED}
    (kept,) = desk.save(Received(id=desk.new(ReceivedId), sender=sender, claims=claims, **(fields | more)))
    return kept


def claim(attendee: str, **more: Any) -> Claim:
    return Claim(uid="uid@example.org", attendee=attendee, stamp=AT, **more)


def kept(desk: Secretariat) -> set[Received]:
    return set(desk.each(Received))


# -- erasing -----------------------------------------------------------------------------------------------------------


def test_whoever_is_erased_takes_along_what_came_from_their_addresses_or_names_them(desk: Secretariat) -> None:
    who = person(desk, "First@Example.org", "second@example.org")
    for sender, *claims in (
        ("first@example.ORG",),
        ("SECOND@example.org",),
        ("other@example.org", claim("other@example.org"), claim("first@example.org")),
        ("other@example.org", claim("other@example.org", delegates=("third@example.org", "Second@example.org"))),
    ):
        received(desk, sender, *claims)
    others = {received(desk, "other@example.org", claim("other@example.org")), received(desk)}
    desk.erase(who.id)
    assert kept(desk) == others
    assert not any("second@example.org" in (change.payload or "").casefold() for change in desks.changes(desk))
    desks.verify(desk)


def test_an_organization_that_is_erased_takes_its_mail_along_and_a_telephone_is_no_address(desk: Secretariat) -> None:
    phone = Contact(kind=ContactKind.MESSENGER, value="other@example.org")
    address = Contact(kind=ContactKind.EMAIL, value="duty@example.org")
    (organization,) = desk.save(desks.organization(desk, contacts=(phone, address)))
    received(desk, "duty@example.org")
    other = received(desk, "other@example.org")
    desk.erase(organization.id)
    assert kept(desk) == {other}


def test_an_invitation_that_is_erased_takes_along_what_is_about_it(desk: Secretariat) -> None:
    gone, stays = invited(desk), invited(desk)
    received(desk, None, matches=(stays.id, gone.id))
    received(desk, None, claim("a@example.org", matches=stays.id), claim("a@example.org", matches=gone.id))
    others = {received(desk, None, matches=(stays.id,)), received(desk)}
    desk.erase(gone.id)
    assert kept(desk) == others


def test_erasing_a_meeting_erases_the_answers_that_came_to_it(desk: Secretariat) -> None:
    to = invited(desk)
    received(desk, None, matches=(to.id,))
    desk.erase(to.meeting)
    assert kept(desk) == set()


def test_what_came_in_matches_invitations_that_are_kept(desk: Secretariat) -> None:
    known, gone = invited(desk).id, InvitationId(int=404)
    with pytest.raises(CheckFailed, match=r"matches: invitation:0+-0000-0000-0000-0+194 is not on this desk"):
        received(desk, matches=(known, gone))
    assert received(desk, matches=(known,)).matches == (known,)


# -- bodies and columns of before ------------------------------------------------------------------------------------------


def old_body(record: Received) -> str:
    """As the second schema wrote it, which knew less."""
    body = json.loads(to_json(record))
    match = next(iter(body["matches"]), None)
    known = ("decided_at", "decided_by", "digest", "id", "reason", "received_at", "record", "sender", "sources", "tlp", "verdict")
    return canonical({name: body[name] for name in known} | {"matches": match, "schema": 2})


def made_old(desk: Secretariat, record: Received) -> None:
    """Puts back the body and the columns that a desk of before has of a message."""
    with desk.work() as work:
        document = work.unit.get("received", record.id.uuid)
        assert document is not None
        names = ("tlp", "changed", "digest", "verdict", "matches")
        columns = {name: values for name, values in document.index.items() if name in names}
        work.unit.put(Document("received", document.id, document.head, old_body(record), columns), document.head)
        work.unit.set("index", str(EDITION - 1))
        work.commit()


def test_a_desk_of_before_is_indexed_anew_and_then_finds_its_mail_by_sender_and_kind(tmp_path: Path) -> None:
    url = desks.sqlite(tmp_path)
    with desks.opened(url) as desk:
        to = invited(desk)
        message = received(desk, "Duty@example.org", matches=(to.id,))
        made_old(desk, message)
    with pytest.warns(RuntimeWarning, match="call registry.reindex"):
        desk = desks.opened(url)
    with desk:
        by_sender, by_kind = {"sender": "duty@example.org"}, {"kind": ReceivedKind.REPLY.value}
        assert (tuple(desk.each(Received, by_sender)), tuple(desk.each(Received, by_kind))) == ((), ())
        assert reindex(desk) == 1
        assert tuple(desk.each(Received, by_sender)) == tuple(desk.each(Received, by_kind)) == (message,)
        assert tuple(desk.each(Received, {"matches": str(to.id)})) == (message,)
        assert reindex(desk) == 0
    desks.opened(url).close()


def test_a_message_of_the_second_schema_is_edited_and_its_history_reads_as_it_was() -> None:
    message = Received(
        id=ReceivedId(int=1), digest="ab", received_at=AT, verdict=Verdict.QUARANTINED, matches=(InvitationId(int=2),)
    )
    decided = message.decided(Verdict.TAKEN, by=PersonId(int=1), at=AT)
    stored = Document("received", message.id.uuid, b"1" * 32, old_body(message))
    made = change_of(
        decided, stored, revision=2, previous=(stored.head,), parents=(stored.head,), at=AT, actor=UUID(int=1), salt=b"2" * 16
    )
    assert made is not None
    second = made[1]
    first = attrs.evolve(second, previous=(), parents=(), payload=old_body(message))
    assert list(versions([first, second])) == [message, decided]


def test_an_office_that_is_erased_leaves_what_came_in(desk: Secretariat) -> None:
    (office,) = desk.save(desks.office(desk))
    message = received(desk, office.addresses[0])
    desk.erase(office.id)
    assert kept(desk) == {message}
