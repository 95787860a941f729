"""Inviting: who gets what to read, and who may not."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterable, Iterator
from email.message import EmailMessage
from typing import Any, cast

import attrs
import pytest

from coordkit import (
    Audience,
    Contact,
    ContactKind,
    CoordkitError,
    DomainError,
    Invitation,
    Meeting,
    MeetingId,
    OfficeId,
    OrganizationId,
    Person,
    PersonId,
    Response,
    ResponseSource,
    Secretariat,
    Text,
    Tlp,
    Venue,
)
from coordkit.ports import Message
from coordkit.secretariat.invitations import invite
from tests.secretariat import desks

SECRET_PLACE = "кабінет 314, вхід із двору"
SECRET_LINK = "https://meet.example.org/secret-room"
EXACT = Venue(locality="UA65100150000057191", place=Text.of(uk=SECRET_PLACE), link=SECRET_LINK, shelter_places=70)


@attrs.frozen
class Table:
    """A meeting with an office, an organization and two people to invite."""

    desk: Secretariat
    meeting: Meeting
    office: OfficeId
    invitees: tuple[PersonId | OrganizationId, ...]

    def invite(self, *invitees: PersonId | OrganizationId) -> tuple[Invitation, ...]:
        return invite(self.desk, self.meeting.id, invitees or self.invitees, office=self.office, channel="folder")


def person(desk: Secretariat, name: str, address: str | None, **more: Any) -> Person:
    contacts = (Contact(kind=ContactKind.EMAIL, value=address),) if address else ()
    return Person(id=desk.new(PersonId), name=Text.of(uk=name), contacts=contacts, **more)


@pytest.fixture
def table(desk: Secretariat) -> Table:
    (meeting,) = desk.save(
        desks.meeting(desk, "Нарада з безпеки", venue=EXACT, notes=Text.of(uk="лише для нас")).scheduled(desks.TEN)
    )
    (office,) = desk.save(desks.office(desk))
    (organization,) = desk.save(desks.organization(desk, "Рятувальники", "duty@rescue.example"))
    one, two = desk.save(
        person(desk, "Ірина Перша", "iryna@one.example", language="en", tlp=Tlp.RED),
        person(desk, "Петро Другий", "petro@two.example"),
    )
    return Table(desk, meeting, office.id, (organization.id, one.id, two.id))


def outbox(desk: Secretariat) -> tuple[Message, ...]:
    with desk.store.unit() as unit:
        return tuple(unit.messages())


def mail(message: Message) -> EmailMessage:
    return email.message_from_bytes(message.content, policy=email.policy.default)


def read(message: Message) -> str:
    """All that a recipient can read, decoded, headers too."""
    whole = mail(message)
    parts = [part for part in whole.walk() if not part.is_multipart()]
    texts = [cast(bytes, part.get_payload(decode=True)).decode() for part in parts]
    return "\n".join([*(f"{name}: {value}" for name, value in whole.items()), *texts]).replace("\r\n ", "")


def test_each_invitee_gets_one_mail_that_names_nobody_else(table: Table) -> None:
    made = table.invite()
    assert [invitation.invitee for invitation in made] == list(table.invitees)
    messages = outbox(table.desk)
    assert sorted(message.recipient for message in messages) == ["duty@rescue.example", "iryna@one.example", "petro@two.example"]
    words = {"duty@rescue.example": "Рятувальники", "iryna@one.example": "Ірина", "petro@two.example": "Петро"}
    for message in messages:
        text = read(message)
        assert message.recipient in text and words[message.recipient] in text
        for address, name in words.items():
            assert address == message.recipient or (address not in text and name not in text)


def test_a_mail_bears_the_label_and_no_note_of_ours_and_no_exact_place_before_it_was_accepted(table: Table) -> None:
    table.invite()
    for message in outbox(table.desk):
        text = read(message)
        assert "TLP:AMBER" in text and "Нарада з безпеки" in text
        assert not any(secret in text for secret in (SECRET_PLACE, SECRET_LINK, "лише для нас"))


def test_whoever_accepted_may_know_the_exact_place_and_nobody_else(table: Table) -> None:
    desk, (_, one, two) = table.desk, table.invitees
    made = {each.invitee: each for each in table.invite()}
    desk.save(made[one].answered(Response.ACCEPTED, at=desks.START, source=ResponseSource.PHONE))
    accepted = [each for each in desk.each(Invitation) if each.response is Response.ACCEPTED]
    for who in (one, two):
        entitled = [each.meeting for each in accepted if each.invitee == who and isinstance(each.meeting, MeetingId)]
        with desk.release(Audience.of_named([who], entitled=entitled)) as release:
            shown = release.get(table.meeting.id)
        assert isinstance(shown, Meeting)
        assert shown.venue == (EXACT if who == one else Venue(locality=EXACT.locality))


def test_each_reads_their_own_language_and_the_offices_else(table: Table) -> None:
    table.invite()
    languages = {message.recipient: mail(message)["Content-Language"] for message in outbox(table.desk)}
    assert languages == {"duty@rescue.example": "uk", "iryna@one.example": "en", "petro@two.example": "uk"}


def test_who_was_invited_already_is_not_invited_twice(table: Table) -> None:
    first = table.invite(table.invitees[0], table.invitees[0])
    second = table.invite()
    assert len(first) == 1 and [each.invitee for each in second] == list(table.invitees[1:])
    assert table.invite() == ()
    assert len(outbox(table.desk)) == len(table.desk.each(Invitation)) == 3


def test_message_ids_differ_and_stay(table: Table) -> None:
    table.invite()
    ids = [mail(message)["Message-ID"] for message in outbox(table.desk)]
    assert len(set(ids)) == 3
    assert [mail(message)["Message-ID"] for message in outbox(table.desk)] == ids


@pytest.mark.parametrize("case", ["no address", "a stranger", "a draft", "no office", "no sending address", "no meeting"])
def test_whatever_stands_in_the_way_of_one_is_told_and_nobody_is_invited(table: Table, case: str) -> None:
    desk = table.desk
    invitees: list[PersonId | OrganizationId] = list(table.invitees)
    complaint = {
        "no address": "“Оксана” has no e-mail address; add a contact first",
        "a stranger": "is not on this desk; save it first",
        "a draft": "nobody can be invited to a meeting that is draft",
        "no office": "no Office is kept under",
        "no sending address": "needs a sending address",
        "no meeting": "no Meeting is kept under",
    }[case]
    meeting, office = table.meeting.id, table.office
    if case == "no address":
        (mute,) = desk.save(person(desk, "Оксана", None))
        invitees.append(mute.id)
    elif case == "a stranger":
        invitees.append(PersonId(int=404))
    elif case == "a draft":
        (draft,) = desk.save(desks.meeting(desk))
        meeting = draft.id
    elif case == "no office":
        office = OfficeId(int=404)
    elif case == "no sending address":
        (silent,) = desk.save(desks.office(desk, addresses=()))
        office = silent.id
    else:
        meeting = MeetingId(int=404)
    before = desks.held(desk)
    with pytest.raises(CoordkitError, match=complaint):
        invite(desk, meeting, invitees, office=office, channel="folder")
    assert desks.held(desk) == before


def test_all_without_an_address_are_told_at_once(table: Table) -> None:
    mute = table.desk.save(person(table.desk, "Оксана", None), person(table.desk, "Юрій", None))
    with pytest.raises(DomainError) as refused:
        table.invite(*table.invitees, *(each.id for each in mute))
    assert "Оксана" in str(refused.value) and "Юрій" in str(refused.value)


def test_an_invitation_is_as_confidential_as_its_meeting(desk: Secretariat) -> None:
    (meeting,) = desk.save(desks.meeting(desk, tlp=Tlp.RED).scheduled(desks.TEN))
    (office,) = desk.save(desks.office(desk))
    (who,) = desk.save(desks.organization(desk))
    (made,) = invite(desk, meeting.id, [who.id], office=office.id, channel="folder")
    assert made.tlp is Tlp.RED
    assert "TLP:RED" in read(outbox(desk)[0])


def named(messages: Iterable[Message]) -> Iterator[set[Any]]:
    return (set(message.about) for message in messages)


def test_erasing_an_invitee_takes_their_mail_out_of_the_outbox(table: Table) -> None:
    table.invite()
    gone = table.invitees[1]
    table.desk.erase(gone)
    left = outbox(table.desk)
    assert sorted(message.recipient for message in left) == ["duty@rescue.example", "petro@two.example"]
    assert not any(gone.uuid in about for about in named(left))
