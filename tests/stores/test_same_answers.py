"""Memory and SQLite give the same answers, whatever was done to them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from coordkit import CoordkitError
from coordkit.builtin import memory, sqlite
from coordkit.ports import MessageState, Store, UnitOfWork
from coordkit.testing.store_samples import CHANNEL, KIND, change, document, message, minutes

Step = Callable[[UnitOfWork], object]

NUMBERS = st.integers(0, 5)
VALUES = st.sampled_from(["", "a", "b", "ba", "і", "ґ", "\U0010ffff", "a%", "UA65"])
CONDITIONS = VALUES | st.tuples(st.none() | VALUES, st.none() | VALUES)
VERSIONS = st.sampled_from(["first", "second", "third"])
CHANGES = [change(0)]
for _number in range(1, 6):
    CHANGES.append(change(_number, _number % 3, parents={CHANGES[_number // 2].digest, CHANGES[_number - 1].digest}))


@st.composite
def puts(draw: st.DrawFn) -> Step:
    """Puts a document, mostly with the head that is there."""
    index = draw(st.dictionaries(st.sampled_from("xy"), st.lists(VALUES, max_size=3).map(tuple), max_size=2))
    new = document(draw(NUMBERS), draw(VERSIONS), index=index, words=draw(st.lists(VALUES, max_size=3)))
    wrong = draw(st.none() | st.just(document(1).head)) if draw(st.integers(0, 4)) == 0 else ...

    def put(unit: UnitOfWork) -> None:
        there = unit.get(KIND, new.id)
        expected = there.head if there else None
        unit.put(new, expected if wrong is ... else wrong)

    return put


@st.composite
def questions(draw: st.DrawFn) -> Step:
    where = draw(st.dictionaries(st.sampled_from("xy"), CONDITIONS, max_size=2))
    words, after = draw(st.lists(VALUES, max_size=2)), draw(st.none() | NUMBERS)
    limit, cursor = draw(st.none() | st.integers(0, 3)), None if after is None else UUID(int=after)
    return lambda unit: [list(unit.query(KIND, where, words, after=cursor, limit=limit)), list(unit.cards(KIND, where, words))]


@st.composite
def others(draw: st.DrawFn) -> Step:
    number, moment, state = draw(NUMBERS), draw(st.integers(0, 9)), draw(st.sampled_from(MessageState))
    due = draw(st.none() | st.integers(0, 9).map(minutes))
    about = draw(st.lists(NUMBERS, max_size=2))
    steps: list[Step] = [
        lambda unit: unit.append(CHANGES[number]),
        lambda unit: unit.enqueue(message(number, queued=moment // 3, due=moment, about=about)),
        lambda unit: unit.message(UUID(int=number)),
        lambda unit: unit.due(minutes(moment)),
        lambda unit: unit.lease(CHANNEL, now=minutes(moment), until=minutes(moment + 2), limit=number - 1),
        lambda unit: unit.settle(UUID(int=number), state, error=f"error {moment}", due_at=due),
        lambda unit: unit.set(f"name {number}", f"value {moment}"),
        lambda unit: unit.purge(KIND, UUID(int=number)),
    ]
    return draw(st.sampled_from(steps))


@st.composite
def letters(draw: st.DrawFn) -> Step:
    """Steps on an outbox of few threads, so that messages get into each other's way."""
    number, moment = draw(st.integers(0, 9)), draw(st.integers(0, 9))
    state = draw(st.sampled_from(MessageState))
    due = draw(st.none() | st.integers(0, 9).map(minutes))
    queued = message(
        number,
        queued=moment // 3,
        due=moment // 2,
        recipient=draw(st.sampled_from("ab")),
        thread=draw(st.sampled_from(["uid", "uid", ""])),
        part=draw(st.sampled_from(["", "x", "y"])),
        sequence=draw(st.integers(0, 2)),
        closes=draw(st.booleans()),
        key=draw(st.sampled_from(["", "", "", "k", "l"])),
    )
    steps: list[Step] = [
        lambda unit: unit.enqueue(queued),
        lambda unit: unit.enqueue(queued),
        lambda unit: unit.was_tried(CHANNEL, queued.recipient, queued.thread),
        lambda unit: unit.lease(CHANNEL, now=minutes(moment), until=minutes(moment + 2), limit=number // 2),
        lambda unit: unit.settle(UUID(int=number), state, error=f"error {moment}", due_at=due),
        lambda unit: unit.purge(KIND, UUID(int=number)),
    ]
    return draw(st.sampled_from(steps))


UNITS = st.lists(st.tuples(st.lists(puts() | puts() | questions() | others(), max_size=8), st.booleans()), max_size=6)


def answer(step: Step, unit: UnitOfWork) -> object:
    try:
        return step(unit)
    except CoordkitError as refused:
        return type(refused)


def all_of(unit: UnitOfWork) -> list[object]:
    documents: list[object] = [list(unit.query(KIND)), list(unit.cards(KIND)), list(unit.changes()), unit.heads()]
    histories = [list(unit.history(KIND, UUID(int=number))) for number in range(6)]
    return [*documents, *histories, list(unit.messages()), [unit.setting(f"name {number}") for number in range(6)]]


def in_unit(store: Store, steps: list[Step], commits: bool) -> list[object]:
    with store.unit() as unit:
        answers = [answer(step, unit) for step in steps]
        if commits:
            unit.commit()
    with store.unit() as unit:
        return [*answers, *all_of(unit)]


OUTBOXES = st.lists(st.tuples(st.lists(letters(), max_size=12), st.sampled_from([True, True, False])), max_size=5)


@settings(max_examples=120)
@given(UNITS | OUTBOXES)
def test_memory_and_sqlite_give_the_same_answers(units: list[tuple[list[Step], bool]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        stores = [memory.STORE.open(""), sqlite.STORE.open(f"/{folder}/desk.db")]
        for steps, commits in units:
            in_memory, in_sqlite = (in_unit(store, steps, commits) for store in stores)
            assert in_memory == in_sqlite
        with stores[0].snapshot() as one, stores[1].snapshot() as other:
            assert all_of(one) == all_of(other)
        for store in stores:
            store.close()
