"""The outbox: what is sent, what waits and how long, what failed, what a person does with it, and what a broken channel leaves."""

from __future__ import annotations

import _thread
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from time import sleep
from typing import Any
from uuid import UUID

import attrs
import pytest

from coordkit import DomainError, NotFound, PermanentFailure, Secretariat, TemporaryFailure
from coordkit.hookspecs import hookimpl
from coordkit.ports import Message, MessageState, Session
from coordkit.secretariat.correspondence import Sent, drop, outbox, retry, send
from tests.secretariat import desks
from tests.secretariat.channels import CONTENT, NOON, Pigeons, failing, letter, nothing, queue

CLOSED = TemporaryFailure("the loft is closed")
GONE = PermanentFailure("no such loft")


@pytest.fixture
def clock() -> desks.Clock:
    return desks.Clock(NOON, timedelta(0))


@pytest.fixture
def filed(tmp_path: Path, clock: desks.Clock) -> Iterator[Secretariat]:
    """A desk in a file, which a channel's own thread may open too."""
    with desks.opened(desks.sqlite(tmp_path), clock=clock) as desk:
        yield desk


def states(desk: Secretariat) -> dict[int, str]:
    return {message.id.int - 1000: message.state.value for message in outbox(desk)}


# -- what goes


def test_what_is_due_is_sent_once_oldest_first_over_one_connection(desk: Secretariat) -> None:
    queue(desk, 3, 1, 2, letter(4, channel="other"), letter(5, due_at=NOON + timedelta(minutes=1)))
    pigeons = Pigeons()
    assert send(desk, pigeons) == Sent(sent=3)
    assert pigeons.recipients == [f"to{n}@example.org" for n in (1, 2, 3)]
    assert (pigeons.opened, pigeons.closed) == (1, 1)
    assert send(desk, pigeons) == Sent()
    assert states(desk) == {1: "sent", 2: "sent", 3: "sent", 4: "waiting", 5: "waiting"}


def test_a_channel_with_nothing_due_is_not_opened(desk: Secretariat) -> None:
    queue(desk, letter(1, due_at=NOON + timedelta(minutes=1)), letter(2, channel="other"))
    pigeons = Pigeons()
    assert send(desk, pigeons, connections=3) == Sent()
    assert pigeons.opened == 0


def test_several_connections_are_used_at_once_and_each_is_closed(desk: Secretariat) -> None:
    queue(desk, *range(1, 21))
    together = threading.Barrier(4, timeout=30)

    def then(message: Message) -> None:
        together.wait()

    pigeons = Pigeons(then)
    assert send(desk, pigeons, connections=4) == Sent(sent=20)
    assert (pigeons.opened, pigeons.closed) == (4, 4)
    assert sorted(pigeons.recipients) == sorted(f"to{n}@example.org" for n in range(1, 21))


def test_no_more_connections_are_opened_than_there_are_messages(desk: Secretariat) -> None:
    queue(desk, 1, 2)
    pigeons = Pigeons()
    send(desk, pigeons, connections=9)
    assert pigeons.opened == 2


@pytest.mark.parametrize("connections", [1, 3])
def test_one_message_for_each_connection_is_out_at_a_time(filed: Secretariat, tmp_path: Path, connections: int) -> None:
    queue(filed, *range(1, 13))
    out: list[int] = []

    def then(message: Message) -> None:
        with closing(sqlite3.connect(tmp_path / "desk.db", timeout=30)) as db:
            out.append(db.execute("SELECT count(*) FROM messages WHERE state = 'leased'").fetchone()[0])

    assert send(filed, Pigeons(then), connections=connections).sent == 12
    assert 1 <= max(out) <= connections


def test_a_message_of_a_thread_goes_when_the_one_before_it_went(desk: Secretariat) -> None:
    for number in range(1, 7):
        queue(desk, attrs.evolve(letter(number), recipient="to@example.org", thread="uid", part=str(number)))
    queue(desk, 7)
    out: list[str] = []

    def then(message: Message) -> None:
        if message.thread:
            out.append(f"{message.part} began")
            sleep(0.01)
            out.append(f"{message.part} ended")

    assert send(desk, Pigeons(then), connections=3).sent == 7
    assert out == [f"{part} {what}" for part in range(1, 7) for what in ("began", "ended")]


def test_every_channel_that_has_something_due_is_sent_and_a_missing_one_is_told(clock: desks.Clock) -> None:
    near, far = Pigeons(name="near"), Pigeons(name="far")
    plugins = desks.plugins(_bringing(near, far))
    with desks.opened(clock=clock, plugins=plugins) as desk:
        queue(desk, *(letter(n, channel=name) for n, name in enumerate(["near", "gone", "far", "near"])))
        sent = send(desk)
        assert (sent.sent, sent.waiting, sent.failed) == (3, 0, 0)
        ((channel, reason),) = sent.hindrances
        assert channel == "gone" and "no notifier is called 'gone'" in reason
        assert (len(near.carried), len(far.carried)) == (2, 1)
        assert states(desk) == {0: "sent", 1: "waiting", 2: "sent", 3: "sent"}


def _bringing(*notifiers: Pigeons) -> object:
    """A plugin with these channels."""

    class Lofts:
        @staticmethod
        @hookimpl
        def coordkit_notifiers() -> tuple[Pigeons, ...]:
            return notifiers

    return Lofts()


def test_the_folder_channel_takes_what_the_desk_has_queued(desk: Secretariat, tmp_path: Path) -> None:
    queue(desk, letter(1, channel="folder"))
    assert send(desk, desk.plugins.notifier("folder", at=tmp_path / "out")).sent == 1
    assert [path.name for path in (tmp_path / "out").iterdir()] == [f"to_to1@example.org_{UUID(int=1001)}.eml"]


def test_progress_is_told_in_this_thread_up_to_the_whole(desk: Secretariat) -> None:
    queue(desk, 1, 2, 3, letter(4, due_at=NOON + timedelta(minutes=1)))
    told: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        assert threading.current_thread() is threading.main_thread()
        told.append((done, total))

    send(desk, Pigeons(failing(CLOSED)), progress=progress)
    assert told == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"connections": 0}, "from 1 to 50"),
        ({"connections": True}, "from 1 to 50"),
        ({"connections": 51}, "from 1 to 50"),
        ({"connections": "4"}, "connections"),
        ({"notifier": Pigeons}, "notifier"),
    ],
)
def test_what_makes_no_sense_is_told_at_the_door(desk: Secretariat, given: dict[str, Any], told: str) -> None:
    queue(desk, 1)
    with pytest.raises(DomainError, match=told):
        send(desk, **({"notifier": Pigeons()} | given))
    assert states(desk) == {1: "waiting"}


# -- what waits, and what fails


def test_what_could_not_go_now_waits_each_time_about_twice_as_long_up_to_half_a_day(desk: Secretariat, clock: desks.Clock) -> None:
    queue(desk, attrs.evolve(letter(1), queued_at=NOON + timedelta(days=300)))
    pigeons = Pigeons(failing(CLOSED))
    due = [clock.now]
    for _ in range(12):
        assert send(desk, pigeons) == Sent(waiting=1, failures=(("to1@example.org", "the loft is closed"),))
        (message,) = outbox(desk)
        assert (message.state, message.last_error) == (MessageState.WAITING, "the loft is closed")
        assert send(desk, pigeons) == Sent()
        due.append(message.due_at)
        clock.now = message.due_at
    waits = [(later - earlier) / timedelta(minutes=1) for earlier, later in pairwise(due)]
    longest = [5, 10, 20, 40, 80, 160, 320, 640, 720, 720, 720, 720]
    assert all(most / 2 <= waited <= most for waited, most in zip(waits, longest, strict=True))
    pigeons.then = nothing
    assert send(desk, pigeons).sent == 1
    assert {message.id for message in pigeons.carried} == {UUID(int=1001)}


def test_what_failed_together_does_not_come_back_together_and_the_same_desk_draws_the_same_times(clock: desks.Clock) -> None:
    times = []
    for _ in range(2):
        with desks.opened(clock=clock) as desk:
            queue(desk, *range(1, 9))
            send(desk, Pigeons(failing(CLOSED)))
            times.append([message.due_at - NOON for message in outbox(desk)])
    assert times[0] == times[1]
    assert len(set(times[0])) == 8
    assert max(times[0]) - min(times[0]) > timedelta(minutes=1)


def test_after_five_days_a_message_is_given_up_and_lies_among_the_dead_letters(desk: Secretariat, clock: desks.Clock) -> None:
    queue(desk, 1)
    pigeons = Pigeons(failing(CLOSED))
    while clock.now < NOON + timedelta(days=5) + timedelta(hours=12):
        assert send(desk, pigeons).failed == (clock.now >= NOON + timedelta(days=5))
        (message,) = outbox(desk)
        clock.now = max(message.due_at, clock.now + timedelta(hours=6))
    (dead,) = outbox(desk, MessageState.FAILED)
    assert dead.last_error == f"given up after {dead.attempts} tries in 5 days: the loft is closed"
    assert dead.attempts > 9


def test_where_nobody_sent_for_days_a_message_is_tried_three_times_before_it_is_given_up(
    desk: Secretariat, clock: desks.Clock
) -> None:
    queue(desk, 1)
    for expected in ("waiting", "waiting", "failed"):
        clock.now += timedelta(days=7)
        send(desk, Pigeons(failing(CLOSED)))
        assert states(desk) == {1: expected}


def test_what_can_never_go_is_kept_with_its_reason_and_not_tried_again(desk: Secretariat, clock: desks.Clock) -> None:
    queue(desk, 1)
    pigeons = Pigeons(failing(GONE))
    assert send(desk, pigeons) == Sent(failed=1, failures=(("to1@example.org", "no such loft"),))
    clock.now += timedelta(days=365)
    assert send(desk, pigeons) == Sent()
    (message,) = outbox(desk, MessageState.FAILED)
    assert message.last_error == "no such loft"


@pytest.mark.parametrize("error", [CLOSED, GONE, ZeroDivisionError(CONTENT.decode()), SystemExit(3)], ids=repr)
def test_one_failure_stops_no_other_message_and_quotes_none(desk: Secretariat, error: BaseException) -> None:
    queue(desk, 1, 2, 3)

    def then(message: Message) -> None:
        if message.recipient == "to2@example.org":
            raise error

    sent = send(desk, Pigeons(then))
    assert (sent.sent, sent.waiting + sent.failed) == (2, 1)
    ((recipient, reason),) = sent.failures
    assert recipient == "to2@example.org" and "secret" not in reason
    (kept,) = [message for message in outbox(desk) if message.state is not MessageState.SENT]
    assert kept.last_error == reason
    if not isinstance(error, TemporaryFailure | PermanentFailure):
        assert reason.startswith(f"the channel broke with {type(error).__name__} (test_correspondence.py, line ")


@pytest.mark.parametrize("error", [CLOSED, PermanentFailure("wrong password"), ZeroDivisionError()], ids=repr)
def test_a_channel_that_cannot_be_opened_costs_no_message_a_try(desk: Secretariat, error: Exception) -> None:
    queue(desk, *range(1, 100))
    pigeons = Pigeons(opening=failing(error))
    sent = send(desk, pigeons, connections=2)
    assert (sent.sent, sent.waiting, sent.failed) == (0, 0, 0)
    ((channel, reason),) = sent.hindrances
    assert channel == "pigeons" and (str(error) or "ZeroDivisionError") in reason
    assert (pigeons.opened, pigeons.carried) == (2, [])
    assert {(message.state, message.attempts) for message in outbox(desk)} == {(MessageState.WAITING, 0)}
    pigeons.opening = nothing
    assert send(desk, pigeons) == Sent(sent=99)


def test_a_second_connection_that_is_refused_keeps_the_first_from_nothing(desk: Secretariat) -> None:
    queue(desk, *range(1, 10))

    def opening(number: int) -> None:
        if number > 1:
            raise TemporaryFailure("one is enough")

    assert send(desk, Pigeons(opening=opening), connections=3) == Sent(sent=9)


def test_a_channel_that_is_not_well_is_left_alone_after_nine_in_a_row(desk: Secretariat) -> None:
    queue(desk, *range(1, 100))
    pigeons = Pigeons(failing(CLOSED))
    sent = send(desk, pigeons)
    assert (sent.sent, sent.waiting, sent.failed) == (0, 9, 0)
    assert sent.hindrances == (("pigeons", "9 messages in a row could not go: the loft is closed"),)
    assert [message.attempts for message in outbox(desk)] == [1] * 9 + [0] * 90
    assert (pigeons.opened, pigeons.closed) == (3, 3)


def test_nine_that_were_all_there_is_are_no_hindrance(desk: Secretariat) -> None:
    queue(desk, *range(1, 10))
    sent = send(desk, Pigeons(failing(CLOSED)))
    assert (sent.waiting, sent.hindrances) == (9, ())


def test_a_connection_that_broke_is_opened_anew(desk: Secretariat) -> None:
    queue(desk, *range(1, 21))
    pigeons = Pigeons()

    def then(message: Message) -> None:
        if pigeons.opened == 1 and len(pigeons.carried) > 5:
            raise TemporaryFailure("the connection is gone")

    pigeons.then = then
    sent = send(desk, pigeons)
    assert (sent.sent, sent.waiting, sent.hindrances) == (17, 3, ())
    assert pigeons.opened == 2


def test_a_session_that_fails_to_close_loses_nothing(desk: Secretariat) -> None:
    queue(desk, 1, 2)

    class Slamming(Pigeons):
        @contextmanager
        def session(self) -> Iterator[Session]:
            with super().session() as session:
                yield session
            raise OSError("slammed")

    assert send(desk, Slamming()) == Sent(sent=2)


# -- what happens meanwhile


def test_others_may_work_at_the_desk_while_a_message_is_on_its_way(filed: Secretariat, tmp_path: Path) -> None:
    queue(filed, 1)

    def then(message: Message) -> None:
        with desks.opened(desks.sqlite(tmp_path)) as other:
            other.save(desks.organization(other))

    assert send(filed, Pigeons(then)) == Sent(sent=1)
    assert len(desks.changes(filed)) == 2


def test_a_message_that_is_erased_on_its_way_stays_erased(filed: Secretariat, tmp_path: Path) -> None:
    (kept,) = filed.save(desks.organization(filed))
    queue(filed, letter(1, about=(kept.id.uuid,)))

    def then(message: Message) -> None:
        with desks.opened(desks.sqlite(tmp_path)) as other:
            other.erase(kept.id)

    assert send(filed, Pigeons(then)) == Sent(sent=1)
    assert outbox(filed) == ()


def test_a_message_that_is_erased_before_its_turn_does_not_go_out(filed: Secretariat, tmp_path: Path) -> None:
    (kept,) = filed.save(desks.organization(filed))
    queue(filed, 1, letter(2, about=(kept.id.uuid,)))

    def then(message: Message) -> None:
        with desks.opened(desks.sqlite(tmp_path)) as other:
            other.erase(kept.id)

    pigeons = Pigeons(then)
    assert send(filed, pigeons) == Sent(sent=1)
    assert pigeons.recipients == ["to1@example.org"]


def test_a_newer_message_that_is_queued_meanwhile_takes_the_place_of_one_that_comes_back(
    filed: Secretariat, tmp_path: Path, clock: desks.Clock
) -> None:
    older = attrs.evolve(letter(1), recipient="to@example.org", thread="uid")
    newer = attrs.evolve(letter(2, due_at=NOON + timedelta(seconds=2)), recipient="to@example.org", thread="uid", sequence=1)
    queue(filed, older)

    def then(message: Message) -> None:
        with desks.opened(desks.sqlite(tmp_path)) as other:
            queue(other, newer)
        raise CLOSED

    assert send(filed, Pigeons(then)) == Sent(superseded=1)
    clock.now += timedelta(minutes=10)
    pigeons = Pigeons()
    assert send(filed, pigeons) == Sent(sent=1)
    assert [message.id for message in pigeons.carried] == [newer.id]


def test_a_sender_that_was_too_slow_leaves_its_message_to_whoever_has_it_now(
    filed: Secretariat, tmp_path: Path, clock: desks.Clock
) -> None:
    queue(filed, 1)
    other = Pigeons()

    def then(message: Message) -> None:
        clock.now += timedelta(minutes=11)
        with desks.opened(desks.sqlite(tmp_path), clock=clock) as desk, desk.store.unit() as unit:
            assert unit.lease("pigeons", now=clock.now, until=clock.now + timedelta(minutes=10), limit=1)
            unit.commit()
        raise CLOSED

    assert send(filed, Pigeons(then)).waiting == 1
    assert states(filed) == {1: "leased"}
    assert send(filed, other) == Sent()


def test_a_run_tries_each_message_once_however_long_it_lasts(desk: Secretariat, clock: desks.Clock) -> None:
    queue(desk, 1, 2)

    def then(message: Message) -> None:
        clock.now += timedelta(minutes=9)
        raise TemporaryFailure("no")

    assert send(desk, Pigeons(then)).waiting == 2
    assert [message.attempts for message in outbox(desk)] == [1, 1]


def test_what_went_out_is_not_forgotten_because_another_program_holds_the_desk(tmp_path: Path, clock: desks.Clock) -> None:
    path = tmp_path / "desk.db"
    with desks.opened(f"sqlite:///{path}?timeout=0.05", clock=clock) as desk:
        queue(desk, 1)

        def hold() -> None:
            with closing(sqlite3.connect(path, isolation_level=None, timeout=30)) as db:
                db.execute("BEGIN IMMEDIATE")
                held.set()
                sleep(0.8)
                db.execute("ROLLBACK")

        held, holder = threading.Event(), threading.Thread(target=hold)

        def then(message: Message) -> None:
            holder.start()
            held.wait()

        assert send(desk, Pigeons(then)) == Sent(sent=1)
        holder.join()
        assert states(desk) == {1: "sent"}


def test_who_is_told_to_stop_settles_what_is_on_its_way_and_sends_no_more(desk: Secretariat) -> None:
    queue(desk, *range(1, 9))

    def then(message: Message) -> None:
        if message.recipient == "to3@example.org":
            _thread.interrupt_main()
            sleep(0.05)

    pigeons = Pigeons(then)
    with pytest.raises(KeyboardInterrupt):
        send(desk, pigeons)
    assert states(desk) == {1: "sent", 2: "sent", 3: "sent"} | dict.fromkeys(range(4, 9), "waiting")
    assert (pigeons.opened, pigeons.closed) == (1, 1)
    pigeons.then = nothing
    assert send(desk, pigeons) == Sent(sent=5)


def test_a_display_that_breaks_ends_the_run_and_loses_nothing(desk: Secretariat) -> None:
    queue(desk, *range(1, 9))
    pigeons = Pigeons()

    def progress(done: int, total: int) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        send(desk, pigeons, connections=2, progress=progress)
    assert set(states(desk).values()) == {"sent", "waiting"}
    assert sum(state == "sent" for state in states(desk).values()) == len(pigeons.carried)


# -- what a person does


def test_the_outbox_shows_what_is_there_and_the_dead_letters_alone(desk: Secretariat) -> None:
    queue(desk, 1, 2)
    send(desk, Pigeons(lambda message: failing(GONE)(message) if message.recipient.startswith("to1") else None))
    assert [message.recipient for message in outbox(desk)] == ["to1@example.org", "to2@example.org"]
    assert [message.last_error for message in outbox(desk, MessageState.FAILED)] == ["no such loft"]
    with pytest.raises(DomainError, match=r"write one of MessageState\.WAITING"):
        outbox(desk, "failed")  # type: ignore[arg-type]  # what a caller may get wrong


@pytest.mark.parametrize("error", [GONE, CLOSED], ids=["failed", "waiting"])
def test_a_person_lets_a_message_go_again_at_once(desk: Secretariat, error: Exception) -> None:
    queue(desk, 1)
    send(desk, Pigeons(failing(error)))
    again = retry(desk, UUID(int=1001))
    assert (again.state, again.due_at, again.last_error) == (MessageState.WAITING, NOON, str(error))
    assert send(desk, Pigeons()) == Sent(sent=1)
    assert outbox(desk)[0].last_error is None


def test_a_person_drops_a_message_and_takes_it_up_again(desk: Secretariat) -> None:
    queue(desk, 1, 2)
    assert drop(desk, UUID(int=1001)).state is MessageState.DROPPED
    assert send(desk, Pigeons()) == Sent(sent=1)
    assert drop(desk, UUID(int=1001)).state is MessageState.DROPPED
    assert retry(desk, UUID(int=1001)).state is MessageState.WAITING
    assert send(desk, Pigeons()) == Sent(sent=1)


@pytest.mark.parametrize("step", [retry, drop])
def test_what_was_sent_is_on_its_way_or_was_superseded_is_neither_retried_nor_dropped(desk: Secretariat, step: Any) -> None:
    stale, newer = (attrs.evolve(letter(n), recipient="to@example.org", thread="uid") for n in (3, 4))
    queue(desk, 1, 2, stale, newer)
    with desk.store.unit() as unit:
        unit.settle(UUID(int=1001), MessageState.SENT)
        unit.lease("pigeons", now=NOON, until=NOON + timedelta(minutes=10), limit=1)
        unit.commit()
    before = outbox(desk)
    for number, why in ((1, "it was sent already"), (2, "it is on its way"), (3, "a newer message stands in its place")):
        with pytest.raises(DomainError, match=f"message 00000000-0000-0000-0000-0000000003e{8 + number:x}: {why}"):
            step(desk, UUID(int=1000 + number))
    with pytest.raises(NotFound, match="no message of this id"):
        step(desk, UUID(int=7))
    with pytest.raises(DomainError, match=r"give its id, such as message\.id"):
        step(desk, newer)
    assert outbox(desk) == before


def test_a_dead_letter_that_a_newer_one_replaced_does_not_go_again(desk: Secretariat) -> None:
    older, newer = (attrs.evolve(letter(n), recipient="to@example.org", thread="uid", sequence=n) for n in (1, 2))
    queue(desk, older)
    send(desk, Pigeons(failing(GONE)))
    queue(desk, newer)
    with pytest.raises(DomainError, match="a newer message stands in its place"):
        retry(desk, older.id)
    assert states(desk) == {1: "failed", 2: "waiting"}
