"""The outbox: what is sent, what waits and how long, what failed, and what a channel that breaks leaves behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from uuid import UUID

import attrs
import pytest

from coordkit import PermanentFailure, Secretariat, TemporaryFailure
from coordkit.ports import Message, MessageState, Session
from coordkit.secretariat.correspondence import Delivered, deliver
from tests.secretariat import desks

NOON = datetime(2026, 6, 18, 12, tzinfo=UTC)


@attrs.define
class Pigeons:
    """A channel that keeps what it was given and then does as told."""

    then: Callable[[Message], None] = lambda message: None
    name: str = "pigeons"
    carried: list[Message] = attrs.field(factory=list)
    opened: int = 0
    closed: int = 0

    @contextmanager
    def session(self) -> Iterator[Session]:
        self.opened += 1
        try:
            yield self
        finally:
            self.closed += 1

    def deliver(self, message: Message) -> None:
        self.carried.append(message)
        self.then(message)


@pytest.fixture
def clock() -> desks.Clock:
    return desks.Clock(NOON, timedelta(0))


def queue(desk: Secretariat, *numbers: int, channel: str = "pigeons", due_at: datetime = NOON) -> None:
    with desk.work() as work:
        for number in numbers:
            queued_at = NOON + timedelta(seconds=number)
            content = b"From: desk@example.org\r\nSubject: x\r\n\r\nx"
            work.enqueue(Message(UUID(int=1000 + number), channel, f"to{number}@example.org", content, (), queued_at, due_at))
        work.commit()


def outbox(desk: Secretariat) -> list[Message]:
    with desk.store.unit() as unit:
        return list(unit.messages())


def failing(error: Exception) -> Callable[[Message], None]:
    def then(message: Message) -> None:
        raise error

    return then


def test_what_is_due_is_sent_once_oldest_first_over_one_connection(desk: Secretariat) -> None:
    queue(desk, 3, 1, 2)
    queue(desk, 4, channel="other")
    queue(desk, 5, due_at=NOON + timedelta(minutes=1))
    pigeons = Pigeons()
    assert deliver(desk, pigeons, at_once=2) == Delivered(sent=3, waiting=0, failures=())
    assert [message.recipient for message in pigeons.carried] == [f"to{n}@example.org" for n in (1, 2, 3)]
    assert (pigeons.opened, pigeons.closed) == (1, 1)
    assert deliver(desk, pigeons).sent == 0
    assert [message.state for message in outbox(desk)].count(MessageState.SENT) == 3


def test_what_could_not_go_now_waits_each_time_twice_as_long_up_to_half_a_day(desk: Secretariat, clock: desks.Clock) -> None:
    queue(desk, 1)
    pigeons = Pigeons(failing(TemporaryFailure("the loft is closed")))
    due = [clock.now]
    for _ in range(12):
        done = deliver(desk, pigeons)
        assert done == Delivered(sent=0, waiting=1, failures=(("to1@example.org", "the loft is closed"),))
        (message,) = outbox(desk)
        assert (message.state, message.last_error) == (MessageState.WAITING, "the loft is closed")
        assert deliver(desk, pigeons).waiting == 0
        due.append(message.due_at)
        clock.now = message.due_at
    waits = [(later - earlier) / timedelta(minutes=1) for earlier, later in pairwise(due)]
    assert waits == [5, 10, 20, 40, 80, 160, 320, 640, 720, 720, 720, 720]
    pigeons.then = lambda message: None
    assert deliver(desk, pigeons).sent == 1
    assert {message.id for message in pigeons.carried} == {UUID(int=1001)}


def test_a_message_that_was_tried_very_often_still_waits_and_does_not_block_the_channel(
    desk: Secretariat, clock: desks.Clock
) -> None:
    queue(desk, 1)
    pigeons = Pigeons(failing(TemporaryFailure("no")))
    for _ in range(60):
        deliver(desk, pigeons)
        clock.now += timedelta(hours=12)
    (message,) = outbox(desk)
    assert (message.attempts, message.state) == (60, MessageState.WAITING)


def test_what_can_never_go_is_kept_with_its_reason_and_not_tried_again(desk: Secretariat, clock: desks.Clock) -> None:
    queue(desk, 1)
    pigeons = Pigeons(failing(PermanentFailure("no such loft")))
    assert deliver(desk, pigeons) == Delivered(sent=0, waiting=0, failures=(("to1@example.org", "no such loft"),))
    clock.now += timedelta(days=365)
    assert deliver(desk, pigeons).failures == ()
    (message,) = outbox(desk)
    assert (message.state, message.last_error) == (MessageState.FAILED, "no such loft")


def test_one_failure_stops_no_other_message(desk: Secretariat) -> None:
    queue(desk, 1, 2, 3)

    def then(message: Message) -> None:
        if message.recipient == "to2@example.org":
            raise PermanentFailure("no such loft")

    assert deliver(desk, Pigeons(then)).sent == 2


def test_a_channel_that_breaks_leaves_its_messages_leased_and_they_go_when_the_lease_is_over(
    desk: Secretariat, clock: desks.Clock
) -> None:
    queue(desk, 1, 2)
    pigeons = Pigeons(failing(ZeroDivisionError("a hawk")))
    with pytest.raises(ZeroDivisionError):
        deliver(desk, pigeons, at_once=2)
    assert pigeons.closed == 1
    assert [message.state for message in outbox(desk)] == [MessageState.LEASED] * 2
    pigeons.then = lambda message: None
    assert deliver(desk, pigeons).sent == 0
    clock.now += timedelta(minutes=10)
    assert deliver(desk, pigeons).sent == 2


def test_others_may_work_at_the_desk_while_a_message_is_on_its_way(desk: Secretariat) -> None:
    queue(desk, 1)

    def then(message: Message) -> None:
        desk.save(desks.organization(desk))

    assert deliver(desk, Pigeons(then)).sent == 1
    assert len(desks.changes(desk)) == 2


def test_a_message_that_is_erased_on_its_way_stays_erased(desk: Secretariat) -> None:
    (kept,) = desk.save(desks.organization(desk))
    message = Message(UUID(int=1), "pigeons", "to@example.org", b"x", (kept.id.uuid,), NOON, NOON)
    with desk.work() as work:
        work.enqueue(message)
        work.commit()
    assert deliver(desk, Pigeons(lambda message: desk.erase(kept.id))).sent == 1
    assert outbox(desk) == []


def test_a_message_that_is_erased_before_its_turn_does_not_go_out(desk: Secretariat) -> None:
    (kept,) = desk.save(desks.organization(desk))
    queue(desk, 1)
    message = Message(UUID(int=1), "pigeons", "to@example.org", b"x", (kept.id.uuid,), NOON + timedelta(seconds=2), NOON)
    with desk.work() as work:
        work.enqueue(message)
        work.commit()
    pigeons = Pigeons(lambda message: desk.erase(kept.id))
    assert deliver(desk, pigeons) == Delivered(sent=1, waiting=0, failures=())
    assert [message.recipient for message in pigeons.carried] == ["to1@example.org"]


def test_a_slow_channel_does_not_send_what_is_no_longer_its_own(desk: Secretariat, clock: desks.Clock) -> None:
    queue(desk, 1, 2, 3)
    other = Pigeons()

    def then(message: Message) -> None:
        clock.now += timedelta(minutes=11)
        if message.recipient == "to1@example.org":
            deliver(desk, other)

    slow = Pigeons(then)
    deliver(desk, slow, at_once=3)
    carried = [message.recipient for message in (*slow.carried, *other.carried)]
    assert sorted(carried) == ["to1@example.org", "to1@example.org", "to2@example.org", "to3@example.org"]
    assert {message.state for message in outbox(desk)} == {MessageState.SENT}


def test_a_run_tries_each_message_once_however_long_it_lasts(desk: Secretariat, clock: desks.Clock) -> None:
    queue(desk, 1, 2)

    def then(message: Message) -> None:
        clock.now += timedelta(days=1)
        raise TemporaryFailure("no")

    assert deliver(desk, Pigeons(then)).waiting == 2
    assert [message.attempts for message in outbox(desk)] == [1, 1]


def test_the_folder_channel_takes_what_the_desk_has_queued(desk: Secretariat, tmp_path: Path) -> None:
    queue(desk, 1, channel="folder")
    assert deliver(desk, desk.plugins.notifier("folder", at=tmp_path / "out")).sent == 1
    assert [path.name for path in (tmp_path / "out").iterdir()] == [f"to_to1@example.org_{UUID(int=1001)}.eml"]
