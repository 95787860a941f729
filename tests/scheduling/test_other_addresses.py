"""Whoever is written to at another address than before misses nothing, and what waits for the old one does not go."""

from __future__ import annotations

import attrs
import pytest

from coordkit import Contact, ContactKind, Person
from coordkit.ports import MessageState
from coordkit.secretariat import correspondence, invitations
from tests.scheduling.cases import ONE, came_back, invited, second_address
from tests.scheduling.stage import OFFICE, Stage, slot

NEW = "private@six.example"


def moved_house(stage: Stage) -> Stage:
    """The first of those asked has another address, and the one before no more."""
    person = stage.desk.get(Person, stage.people["a"])
    stage.desk.save(attrs.evolve(person, contacts=(Contact(kind=ContactKind.EMAIL, value=NEW),)))
    return stage


def outbox(stage: Stage) -> list[tuple[str, str, str]]:
    """To whom, what, and what became of it."""
    return [(each.recipient, each.key.split("|")[4], each.state.value) for each in correspondence.outbox(stage.desk)]


def undeliverable(stage: Stage) -> Stage:
    """What went to the first address came back; there is a second."""
    second_address(stage)
    return stage.arrives(came_back(stage, action="failed", status="5.1.1"))


@pytest.mark.parametrize("happens", [moved_house, undeliverable])
@pytest.mark.parametrize("url", ["memory://", "sqlite"])
def test_a_meeting_called_off_is_told_at_the_new_address_though_nothing_went_there_before(
    happens: object, url: str, tmp_path: object
) -> None:
    stage = invited(url=url if url == "memory://" else f"sqlite:///{tmp_path}/desk.db")
    assert callable(happens)
    happens(stage)
    invitations.announce(stage.desk, stage.meeting.cancelled())
    assert outbox(stage) == [(ONE, "REQUEST", "sent"), (NEW, "CANCEL", "waiting")]


def test_who_is_taken_off_is_told_at_the_new_address() -> None:
    stage = moved_house(invited())
    invitations.withdraw(stage.desk, stage.invitation("a").id)
    assert outbox(stage)[-1] == (NEW, "CANCEL", "waiting")


def test_what_waits_for_the_old_address_does_not_go_once_there_is_something_newer() -> None:
    stage = Stage.of()
    invitations.invite(stage.desk, stage.meeting.id, [stage.people["a"]])
    moved_house(stage)
    invitations.announce(stage.desk, stage.meeting.moved_to(slot("16T10")))
    assert outbox(stage) == [(ONE, "REQUEST", "superseded"), (NEW, "REQUEST", "waiting")]
    invitations.announce(stage.desk, stage.meeting.cancelled())
    assert not correspondence.outbox(stage.desk, MessageState.WAITING)


def test_a_meeting_whose_organizer_was_erased_is_called_off_by_the_office() -> None:
    stage = Stage.of().invite("a", organizer="h")
    stage.desk.erase(stage.people["h"])
    stage.cancel()
    assert outbox(stage)[-1] == (ONE, "CANCEL", "sent")
    assert stage.attendee("a").mailbox[-1].entries[0].organizer == OFFICE


def test_an_address_that_no_calendar_takes_keeps_nobody_else_from_being_told() -> None:
    stage = invited("a", "b")
    person = stage.desk.get(Person, stage.people["a"])
    stage.desk.save(attrs.evolve(person, contacts=(Contact(kind=ContactKind.EMAIL, value="a@пошта.укр"),)))
    stage.announce(stage.meeting.cancelled())
    assert stage.told[-1].unreached == (stage.people["a"],)
    assert outbox(stage)[-1] == ("b@two.example", "CANCEL", "sent")


def test_an_address_that_no_calendar_takes_is_left_out_of_a_list_that_is_shown() -> None:
    stage = Stage.of().shows_the_list().invite("ab")
    person = stage.desk.get(Person, stage.people["b"])
    stage.desk.save(attrs.evolve(person, contacts=(attrs.evolve(person.contacts[0], value="b@пошта.укр"),)))
    stage.move("16T10")
    assert stage.attendee("a").mailbox[-1].entries[0].attendees == (ONE,)
