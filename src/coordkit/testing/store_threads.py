"""What a store promises about messages of one thread: keys, what supersedes what, what is never sent, and who waits for whom."""

from __future__ import annotations

import pytest

from coordkit.ports import Message, MessageState, Store
from coordkit.testing.store_outbox import lease, outbox, settle
from coordkit.testing.store_samples import message

WAITING, LEASED, SENT = MessageState.WAITING, MessageState.LEASED, MessageState.SENT
FAILED, SUPERSEDED, DROPPED = MessageState.FAILED, MessageState.SUPERSEDED, MessageState.DROPPED


def queue(store: Store, *messages: Message) -> list[bool]:
    """Queues in a unit of its own, and gives what each ``enqueue`` said."""
    with store.unit() as unit:
        said = [unit.enqueue(each) for each in messages]
        unit.commit()
    return said


def states(store: Store) -> dict[int, MessageState]:
    """What became of each message, by number."""
    return {each.id.int: each.state for each in outbox(store)}


def one(number: int, part: str = "", sequence: int = 0, *, closes: bool = False, recipient: str = "a", due: float = 0) -> Message:
    """A message of the thread ``uid``."""
    return message(number, thread="uid", part=part, sequence=sequence, closes=closes, recipient=recipient, due=due)


class ThreadPromises:
    """A key stands once; of a part only the newest goes; nothing of a thread overtakes; what closes nothing is never sent."""

    # -- keys and threads

    def test_a_message_comes_back_with_its_key_and_its_place(self, store: Store) -> None:
        kept = message(1, key="key", thread="uid", part="20260618", sequence=3, closes=True)
        earlier = message(2, thread="uid", part="20260618", queued=0)
        assert queue(store, earlier) == [True]
        assert lease(store, now=0, until=10) == [2]
        assert queue(store, kept) == [True]
        with store.unit() as unit:
            assert unit.message(kept.id) == kept
            assert unit.message(message(3).id) is None
        assert outbox(store)[1] == kept

    def test_a_thread_was_tried_once_one_of_it_was_leased_for_that_recipient_on_that_channel(self, store: Store) -> None:
        queue(store, one(1), one(2, recipient="b"), message(3))
        assert lease(store, now=0, until=10, limit=1) == [1]
        settle(store, 1, WAITING)
        tried = message(1)
        with store.unit() as unit:
            assert unit.was_tried(tried.channel, "a", "uid")
            for channel, recipient, thread in (("other", "a", "uid"), (tried.channel, "b", "uid"), (tried.channel, "a", "other")):
                assert not unit.was_tried(channel, recipient, thread)
            assert not unit.was_tried(tried.channel, tried.recipient, "")

    @pytest.mark.parametrize("state", [WAITING, SENT, FAILED, DROPPED])
    def test_a_key_stands_in_the_outbox_once_whatever_became_of_its_message(self, store: Store, state: MessageState) -> None:
        assert queue(store, message(1, key="key"), message(2, key="other")) == [True, True]
        settle(store, 1, state)
        assert queue(store, message(3, key="key"), message(1, key="third")) == [False, False]
        assert states(store) == {1: state, 2: WAITING}

    def test_messages_without_a_key_are_as_many_as_were_queued(self, store: Store) -> None:
        assert queue(store, message(1), message(2)) == [True, True]

    def test_the_key_of_a_message_that_was_purged_is_free_again(self, store: Store) -> None:
        queue(store, message(1, key="key", about=[1]))
        with store.unit() as unit:
            unit.purge("note", message(1).id)
            unit.commit()
        assert queue(store, message(2, key="key")) == [True]

    # -- superseding

    def test_a_newer_message_supersedes_the_ones_of_its_part_that_wait(self, store: Store) -> None:
        queue(store, one(1, "a"), one(2, "b"), one(3, recipient="b"))
        queue(store, one(4, "a", 1))
        assert states(store) == {1: SUPERSEDED, 2: WAITING, 3: WAITING, 4: WAITING}

    def test_only_of_the_same_channel_recipient_and_thread(self, store: Store) -> None:
        queue(store, message(1, thread="uid"), message(2, thread="uid", channel="mail"), message(3, thread="uid", recipient="b"))
        queue(store, message(4, thread="other"), message(5), message(6))
        assert set(states(store).values()) == {WAITING}

    def test_of_one_sequence_the_later_queued_is_the_newer(self, store: Store) -> None:
        queue(store, one(1, sequence=2), one(2, sequence=2))
        assert states(store) == {1: SUPERSEDED, 2: WAITING}

    def test_one_that_was_tried_and_waits_is_superseded_too(self, store: Store) -> None:
        queue(store, one(1))
        lease(store, now=0, until=10)
        settle(store, 1, WAITING, error="421 later", due=5)
        queue(store, one(2))
        assert states(store) == {1: SUPERSEDED, 2: WAITING}
        assert lease(store, now=20, until=30) == [2]

    @pytest.mark.parametrize("state", [SENT, FAILED, WAITING])
    def test_a_message_below_the_sequence_of_its_part_is_superseded_at_once(self, store: Store, state: MessageState) -> None:
        queue(store, one(1, sequence=2))
        settle(store, 1, state)
        assert queue(store, one(2, sequence=1)) == [True]
        assert states(store) == {1: state, 2: SUPERSEDED}

    def test_one_that_was_dropped_outranks_nobody(self, store: Store) -> None:
        queue(store, one(1, sequence=2))
        settle(store, 1, DROPPED)
        queue(store, one(2, sequence=1))
        assert states(store) == {1: DROPPED, 2: WAITING}

    def test_one_that_is_out_stays_out_and_the_newer_waits_for_it(self, store: Store) -> None:
        queue(store, one(1))
        assert lease(store, now=0, until=10) == [1]
        queue(store, one(2, sequence=1))
        assert states(store) == {1: LEASED, 2: WAITING}
        assert lease(store, now=5, until=15) == []
        settle(store, 1, SENT)
        assert lease(store, now=5, until=15) == [2]

    def test_one_that_comes_back_to_wait_while_a_newer_is_there_is_superseded(self, store: Store) -> None:
        queue(store, one(1))
        lease(store, now=0, until=10)
        queue(store, one(2, sequence=1))
        settle(store, 1, WAITING, error="421 later", due=3)
        assert states(store) == {1: SUPERSEDED, 2: WAITING}
        assert outbox(store)[0].last_error == "421 later"
        assert lease(store, now=1, until=15) == [2]

    def test_one_whose_lease_ran_out_while_a_newer_was_queued_is_superseded(self, store: Store) -> None:
        queue(store, one(1))
        lease(store, now=0, until=10)
        queue(store, one(2, sequence=1))
        assert lease(store, now=10, until=20) == [2]
        assert states(store) == {1: SUPERSEDED, 2: LEASED}

    def test_what_was_superseded_while_it_was_out_counts_as_sent_when_its_sender_says_so(self, store: Store) -> None:
        queue(store, one(1))
        lease(store, now=0, until=10)
        queue(store, one(2, sequence=1))
        lease(store, now=10, until=20)
        settle(store, 1, FAILED, error="550 no")
        settle(store, 1, WAITING, error="421 later")
        assert states(store)[1] is SUPERSEDED
        settle(store, 1, SENT)
        assert states(store) == {1: SENT, 2: LEASED}

    def test_a_failed_one_does_not_go_again_once_a_newer_is_there(self, store: Store) -> None:
        queue(store, one(1))
        settle(store, 1, FAILED)
        queue(store, one(2, sequence=1))
        settle(store, 2, SENT)
        settle(store, 1, WAITING)
        assert states(store) == {1: SUPERSEDED, 2: SENT}

    def test_a_dropped_one_that_goes_again_supersedes_the_older_ones_that_wait(self, store: Store) -> None:
        queue(store, one(1, sequence=2))
        settle(store, 1, DROPPED)
        queue(store, one(2, sequence=1))
        settle(store, 1, WAITING)
        assert states(store) == {1: WAITING, 2: SUPERSEDED}

    # -- no overtaking

    def test_of_one_thread_the_oldest_goes_and_the_others_wait(self, store: Store) -> None:
        queue(store, one(1, "a"), one(2, "b"), one(3, "c"), one(4, "a", recipient="b"))
        assert lease(store, now=0, until=10) == [1, 4]
        assert lease(store, now=0, until=10) == []
        settle(store, 1, SENT)
        assert lease(store, now=0, until=10) == [2]
        settle(store, 2, FAILED)
        assert lease(store, now=0, until=10) == [3]

    def test_an_older_one_that_waits_for_its_time_keeps_the_younger_waiting(self, store: Store) -> None:
        queue(store, one(1, "a", due=5), one(2, "b"))
        assert lease(store, now=4, until=20) == []
        assert lease(store, now=5, until=20) == [1]

    def test_an_older_one_whose_lease_ran_out_goes_before_the_younger(self, store: Store) -> None:
        queue(store, one(1, "a"), one(2, "b"))
        assert lease(store, now=0, until=10) == [1]
        assert lease(store, now=10, until=20) == [1]

    def test_an_older_one_that_goes_again_waits_for_a_younger_that_is_out(self, store: Store) -> None:
        queue(store, one(1, "a"), one(2, "b"))
        settle(store, 1, FAILED)
        assert lease(store, now=0, until=10) == [2]
        settle(store, 1, WAITING)
        assert lease(store, now=5, until=15) == []
        settle(store, 2, SENT)
        assert lease(store, now=5, until=15) == [1]

    def test_a_clock_that_went_back_lets_nothing_overtake(self, store: Store) -> None:
        queue(store, message(1, thread="uid", part="a", queued=9), message(2, thread="uid", part="b", queued=3))
        assert lease(store, now=0, until=10) == [1]

    def test_messages_without_a_thread_wait_for_nobody(self, store: Store) -> None:
        queue(store, message(1, due=9), message(2), message(3))
        assert lease(store, now=0, until=10) == [2, 3]

    def test_the_outbox_says_how_many_are_due_on_each_channel(self, store: Store) -> None:
        queue(store, one(1, "a"), one(2, "b"), message(3, due=5), message(4, channel="mail"), message(5, channel="sms"))
        settle(store, 5, SENT)
        lease(store, now=0, until=3, channel="mail")
        with store.unit() as unit:
            assert unit.due(message(9, due=2).due_at) == {"folder": 2}
            assert unit.due(message(9, due=5).due_at) == {"folder": 3, "mail": 1}

    # -- what closes

    @pytest.mark.parametrize("part", ["", "a"])
    def test_what_closes_a_message_that_was_never_tried_is_not_sent_and_neither_is_that(self, store: Store, part: str) -> None:
        queue(store, one(1, part), one(2, part, 1, closes=True))
        assert states(store) == {1: SUPERSEDED, 2: SUPERSEDED}

    @pytest.mark.parametrize("state", [SENT, WAITING, FAILED])
    def test_what_closes_a_message_that_was_tried_is_sent(self, store: Store, state: MessageState) -> None:
        queue(store, one(1, "a"))
        lease(store, now=0, until=10)
        settle(store, 1, state, error="no answer after DATA", due=30)
        queue(store, one(2, "a", 1, closes=True))
        assert lease(store, now=0, until=10) == [2]

    @pytest.mark.parametrize("state", [SENT, FAILED])
    def test_what_closes_a_part_of_a_whole_that_was_tried_is_sent(self, store: Store, state: MessageState) -> None:
        queue(store, one(1))
        lease(store, now=0, until=10)
        settle(store, 1, state)
        queue(store, one(2, "a", closes=True))
        assert lease(store, now=0, until=10) == [2]

    def test_what_closes_another_part_or_another_thread_than_was_tried_is_not_sent(self, store: Store) -> None:
        queue(store, one(1, "a"))
        lease(store, now=0, until=10)
        settle(store, 1, SENT)
        queue(
            store,
            one(2, "b", closes=True),
            message(3, thread="other", recipient="a", closes=True),
            one(4, recipient="b", closes=True),
        )
        assert states(store) == {1: SENT, 2: SUPERSEDED, 3: SUPERSEDED, 4: SUPERSEDED}

    def test_what_closes_an_occurrence_waits_for_the_series_that_is_still_to_go(self, store: Store) -> None:
        queue(store, one(1), one(2, "a", 1, closes=True))
        assert states(store) == {1: WAITING, 2: WAITING}
        assert lease(store, now=0, until=10) == [1]
        settle(store, 1, SENT)
        assert lease(store, now=0, until=10) == [2]

    def test_what_closes_an_occurrence_is_not_sent_once_the_series_never_went(self, store: Store) -> None:
        queue(store, one(1), one(2, "a", 1, closes=True))
        settle(store, 1, DROPPED)
        assert lease(store, now=0, until=10) == []
        assert states(store) == {1: DROPPED, 2: SUPERSEDED}

    def test_what_closes_the_whole_supersedes_every_part_that_waits(self, store: Store) -> None:
        queue(store, one(1, "a"))
        lease(store, now=0, until=10)
        settle(store, 1, WAITING, error="421 later", due=60)
        queue(store, one(2, "b"), one(3, closes=True))
        assert states(store) == {1: SUPERSEDED, 2: SUPERSEDED, 3: WAITING}
        assert lease(store, now=0, until=10) == [3]

    def test_what_follows_a_closing_one_goes_after_it(self, store: Store) -> None:
        queue(store, one(1))
        lease(store, now=0, until=10)
        settle(store, 1, SENT)
        queue(store, one(2, sequence=1, closes=True), one(3, "a", 2))
        assert lease(store, now=0, until=10) == [2]
        settle(store, 2, SENT)
        assert lease(store, now=0, until=10) == [3]

    def test_a_superseding_that_is_not_committed_is_forgotten(self, store: Store) -> None:
        queue(store, one(1))
        with store.unit() as unit:
            unit.enqueue(one(2, sequence=1))
            assert [each.state for each in unit.messages()] == [SUPERSEDED, WAITING]
        assert states(store) == {1: WAITING}
        assert queue(store, one(2)) == [True]
