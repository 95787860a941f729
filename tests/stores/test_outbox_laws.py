"""What holds of an outbox whatever is queued, sent, broken off and put back: told by what was leased, not by how it is kept."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from coordkit.builtin import memory
from coordkit.ports import Message, MessageState, UnitOfWork
from coordkit.testing.store_samples import CHANNEL, message, minutes

RECIPIENTS, PARTS = "ab", ["", "x", "y"]
STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("queue"), st.sampled_from(RECIPIENTS), st.sampled_from(PARTS), st.integers(0, 3), st.booleans()
        ),
        st.tuples(st.just("lease"), st.integers(1, 3)),
        st.tuples(st.just("settle"), st.integers(0, 20), st.sampled_from(["sent", "failed", "waiting"])),
        st.tuples(st.just("later"), st.integers(1, 12)),
    ),
    max_size=40,
)  # fmt: skip


class Watched:
    """An outbox, and what was leased from it in which order."""

    def __init__(self, unit: UnitOfWork) -> None:
        self.unit = unit
        self.now = 0
        self.number = 0
        self.until: dict[UUID, int] = {}
        self.out: dict[str, list[Message]] = defaultdict(list)

    def queue(self, recipient: str, part: str, sequence: int, closes: bool) -> None:
        self.number += 1
        queued = message(self.number, recipient=recipient, thread="uid", part=part, sequence=sequence, closes=closes, due=self.now)
        assert self.unit.enqueue(queued)

    def later(self, minutes: int) -> None:
        self.now += minutes

    def settle(self, number: int, state: str) -> None:
        id = UUID(int=number)
        kept = self.unit.message(id)
        if kept is not None and kept.state is MessageState.LEASED and self.until[id] > self.now:
            self.unit.settle(id, MessageState(state), due_at=minutes(self.now + number % 3))

    def lease(self, limit: int) -> None:
        for leased in self.unit.lease(CHANNEL, now=minutes(self.now), until=minutes(self.now + 5), limit=limit):
            before = self.out[leased.recipient]
            self.stale_never_goes_after_newer(leased, before)
            self.nothing_older_is_to_go(leased)
            if leased.closes:
                assert any(not leased.part or other.part in (leased.part, "") for other in before), (
                    "it closes what nobody was told of"
                )
            before.append(leased)
            self.until[leased.id] = self.now + 5

    def stale_never_goes_after_newer(self, leased: Message, before: list[Message]) -> None:
        for other in before:
            if other.part == leased.part:
                assert (other.sequence, other.id.int) <= (leased.sequence, leased.id.int)

    def nothing_older_is_to_go(self, leased: Message) -> None:
        for other in self.unit.messages():
            if other.recipient == leased.recipient and other.id.int < leased.id.int:
                assert other.state not in (MessageState.WAITING, MessageState.LEASED)


@settings(max_examples=300)
@given(STEPS)
def test_stale_never_goes_after_newer_nothing_overtakes_and_nothing_closes_what_never_was(steps: list[tuple[object, ...]]) -> None:
    with memory.STORE.open("").unit() as unit:
        watched = Watched(unit)
        for name, *arguments in steps:
            getattr(watched, str(name))(*arguments)
        before = {kept.id for kept in unit.messages()}
        # In the end all that waits goes: nothing waits for ever for what will never go.
        for _ in range(len(before) + 1):
            watched.later(10)
            watched.lease(10)
            for kept in tuple(unit.messages(MessageState.LEASED)):
                unit.settle(kept.id, MessageState.SENT)
        left = {kept.state for kept in unit.messages()}
        assert left <= {MessageState.SENT, MessageState.FAILED, MessageState.SUPERSEDED}
        assert {kept.id for kept in unit.messages()} == before
