"""Whatever happens to a message on its way, it is read or refused, in a moment."""

from __future__ import annotations

import time
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from coordkit.calendar.replies import read
from coordkit.domain.errors import ParseError
from tests.reading.builders import seen
from tests.reading.clients import CLIENTS
from tests.reading.mutations import MOST_CPU, broken_promise, damaged


@settings(max_examples=400)
@given(st.randoms(use_true_random=False))
def test_a_damaged_message_is_read_or_refused(random: Random) -> None:
    raw = damaged(random)
    started = time.process_time()
    try:
        incoming = read(raw)
    except ParseError as error:
        assert error.message and error.where in ("message", "calendar")
    else:
        assert not broken_promise(incoming), raw
    assert time.process_time() - started < MOST_CPU, raw


@settings(max_examples=200)
@given(
    st.binary(max_size=2000),
    st.sampled_from([b"", b"BEGIN:VCALENDAR\n", b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\n", b"From: a@example.org\n"]),
)
def test_any_octets_are_read_or_refused(raw: bytes, begin: bytes) -> None:
    try:
        incoming = read(begin + raw)
    except ParseError:
        return
    assert not broken_promise(incoming)


def test_the_messages_that_are_damaged_are_read_whole_before() -> None:
    assert [name for name, (raw, expected) in CLIENTS.items() if seen(raw) != expected] == []


def test_damage_is_often_read_and_often_refused() -> None:
    """So the damage is neither too little to try anything nor so much that all is refused at the door."""
    outcomes = {"read": 0, "refused": 0, "event": 0}
    for seed in range(300):
        try:
            incoming = read(damaged(Random(seed)))
        except ParseError:
            outcomes["refused"] += 1
        else:
            outcomes["event" if incoming.calendars else "read"] += 1
    assert min(outcomes.values()) > 20, outcomes
