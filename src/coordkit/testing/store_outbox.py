"""What a store promises about the outbox."""

from __future__ import annotations

from uuid import UUID

import attrs
import pytest

from coordkit import StoreError
from coordkit.ports import Message, MessageState, Store
from coordkit.testing.store_samples import CHANNEL, keep, message, minutes


def lease(store: Store, *, now: float, until: float, limit: int = 100, channel: str = CHANNEL) -> list[int]:
    """Leases in a unit of its own and gives the numbers of the messages."""
    with store.unit() as unit:
        leased = unit.lease(channel, now=minutes(now), until=minutes(until), limit=limit)
        unit.commit()
    assert all(message.state is MessageState.LEASED for message in leased)
    return [message.id.int for message in leased]


def settle(store: Store, number: int, state: MessageState, *, error: str | None = None, due: float | None = None) -> None:
    """Settles in a unit of its own."""
    with store.unit() as unit:
        unit.settle(UUID(int=number), state, error=error, due_at=None if due is None else minutes(due))
        unit.commit()


def outbox(store: Store, state: MessageState | None = None) -> list[Message]:
    """What lies in the outbox."""
    with store.unit() as unit:
        return list(unit.messages(state))


class OutboxPromises:
    """A message is kept as rendered, leased to one sender at a time, and leased again until it is settled."""

    def test_a_message_comes_back_as_it_was_queued(self, store: Store) -> None:
        kept = message(1, about=[3, 1, 2], due=7)
        keep(store, kept, message(2))
        assert outbox(store) == [kept, message(2)]

    def test_queueing_the_same_id_again_changes_nothing(self, store: Store) -> None:
        keep(store, message(1))
        assert lease(store, now=0, until=10) == [1]
        keep(store, attrs.evolve(message(1), content=b"other", recipient="other@example.org"))
        (left,) = outbox(store)
        assert (left.content, left.recipient, left.state) == (message(1).content, message(1).recipient, MessageState.LEASED)

    def test_the_oldest_message_comes_first_and_of_one_moment_the_one_queued_first(self, store: Store) -> None:
        keep(store, message(5), message(1), message(9, queued=3), message(8, queued=3), message(2))
        assert [kept.id.int for kept in outbox(store)] == [1, 2, 9, 8, 5]
        assert lease(store, now=0, until=10, limit=3) == [1, 2, 9]
        assert lease(store, now=0, until=10, limit=3) == [8, 5]

    def test_a_lease_takes_only_what_is_due_on_its_channel(self, store: Store) -> None:
        keep(store, message(1, due=5), message(2, due=5.5), message(3, channel="mail"))
        assert lease(store, now=4, until=10) == []
        assert lease(store, now=5, until=10) == [1]
        assert lease(store, now=5, until=10, channel="mail") == [3]

    def test_a_leased_message_says_so_and_counts_the_lease(self, store: Store) -> None:
        keep(store, message(1))
        with store.unit() as unit:
            (leased,) = unit.lease(CHANNEL, now=minutes(0), until=minutes(10), limit=1)
            assert list(unit.messages()) == [leased]
            unit.commit()
        assert (leased.state, leased.attempts, leased.content) == (MessageState.LEASED, 1, message(1).content)
        assert outbox(store, MessageState.LEASED) == [leased]
        assert outbox(store, MessageState.WAITING) == []

    def test_a_leased_message_is_kept_from_others_until_its_lease_ends(self, store: Store) -> None:
        keep(store, message(1), message(2))
        assert lease(store, now=0, until=10, limit=1) == [1]
        assert lease(store, now=9, until=20) == [2]
        assert lease(store, now=9, until=20) == []

    def test_a_message_whose_sender_died_is_due_again(self, store: Store) -> None:
        keep(store, message(1))
        assert lease(store, now=0, until=10) == [1]
        assert lease(store, now=10, until=20) == [1]
        (left,) = outbox(store)
        assert left.attempts == 2

    def test_a_limit_of_nothing_leases_nothing(self, store: Store) -> None:
        keep(store, message(1))
        assert lease(store, now=0, until=10, limit=0) == []

    def test_a_sent_message_is_never_leased_again(self, store: Store) -> None:
        keep(store, message(1))
        lease(store, now=0, until=10)
        settle(store, 1, MessageState.SENT)
        assert lease(store, now=100, until=110) == []
        (left,) = outbox(store, MessageState.SENT)
        assert left.last_error is None

    def test_a_sent_message_stays_sent_whatever_a_late_sender_says(self, store: Store) -> None:
        keep(store, message(1))
        lease(store, now=0, until=10)
        settle(store, 1, MessageState.SENT)
        settle(store, 1, MessageState.WAITING, error="timed out")
        settle(store, 1, MessageState.FAILED, error="timed out")
        assert [left.last_error for left in outbox(store, MessageState.SENT)] == [None]

    def test_a_failed_message_keeps_its_error_and_is_not_leased(self, store: Store) -> None:
        keep(store, message(1))
        lease(store, now=0, until=10)
        settle(store, 1, MessageState.FAILED, error="550 немає такої скриньки")
        assert lease(store, now=100, until=110) == []
        assert [left.last_error for left in outbox(store, MessageState.FAILED)] == ["550 немає такої скриньки"]

    def test_a_message_put_back_waits_until_it_is_due(self, store: Store) -> None:
        keep(store, message(1))
        lease(store, now=0, until=10)
        settle(store, 1, MessageState.WAITING, error="421 later", due=5)
        assert lease(store, now=4, until=20) == []
        (left,) = outbox(store, MessageState.WAITING)
        assert (left.due_at, left.last_error, left.attempts) == (minutes(5), "421 later", 1)
        assert lease(store, now=5, until=20) == [1]

    def test_a_message_put_back_without_a_time_is_due_at_once(self, store: Store) -> None:
        keep(store, message(1, due=1))
        lease(store, now=2, until=10)
        settle(store, 1, MessageState.WAITING)
        assert lease(store, now=2, until=10) == [1]

    def test_settling_what_is_not_there_any_more_changes_nothing(self, store: Store) -> None:
        keep(store, message(2))
        settle(store, 1, MessageState.SENT)
        assert outbox(store) == [message(2)]

    def test_nothing_is_settled_as_leased(self, store: Store) -> None:
        keep(store, message(1))
        with store.unit() as unit, pytest.raises(StoreError):
            unit.settle(UUID(int=1), MessageState.LEASED)
        assert outbox(store) == [message(1)]

    def test_a_lease_that_is_not_committed_is_forgotten(self, store: Store) -> None:
        keep(store, message(1))
        with store.unit() as unit:
            unit.lease(CHANNEL, now=minutes(0), until=minutes(10), limit=1)
        assert outbox(store) == [message(1)]
        assert lease(store, now=0, until=10) == [1]
