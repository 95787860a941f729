"""Sending, small: through a server that fails and from a program that is killed nothing is lost, and the controls are seen."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import attrs
import pytest
from smtp_servers import Accepted

from benchmarks import sending
from benchmarks.correspondence import Clock, changes, invitations, opened, queue, verdict
from benchmarks.figures import Figure, table
from benchmarks.wrong_senders import RendersAgain, send_marking_first
from coordkit.ports import Message, MessageState

THREADS = 20


def test_through_a_server_that_fails_nothing_is_lost_renamed_or_stale_and_no_more_goes_twice_than_replies_were_lost() -> None:
    found = sending.failing(THREADS, seed=3)
    assert (found.queued, found.lost, found.renamed, found.altered, found.stale) == (4 * THREADS, 0, 0, 0, 0)
    assert found.taken + found.superseded == found.queued
    assert found.twice <= found.lost_replies  # how many of either depends on which connection comes first


def test_a_sender_that_marks_first_is_seen_to_lose() -> None:
    assert sending.failing(THREADS, seed=3, sender=send_marking_first).lost > THREADS // 4


def test_a_sender_that_renders_at_each_try_is_seen_to_change_the_message_id() -> None:
    found = sending.failing(THREADS, seed=3, dress=RendersAgain)
    assert found.renamed >= 1
    assert found.lost == 0


def test_a_sender_that_is_killed_loses_nothing_and_leaves_no_more_in_doubt_than_it_has_connections() -> None:
    found, most = sending.kills(8, 3, seed=1, connections=2)
    assert (found.queued, found.lost, found.renamed, found.altered, found.stale) == (32, 0, 0, 0, 0)
    assert most <= 2
    assert found.twice <= 3 * 2


def test_a_sender_that_marks_first_and_is_killed_is_seen_to_lose() -> None:
    found, _ = sending.kills(5, 2, seed=1, connections=1, marks_first=True, latest=0)
    assert found.lost >= 1


def accepted(message: Message, **changed: bytes) -> Accepted:
    return Accepted("office@example.org", message.recipient, changed.get("content", message.content), 1, True)


@pytest.mark.parametrize(
    ("fault", "wrong"),
    [
        ("nothing", {}),
        ("lost", {"lost": 1}),
        ("twice", {"twice": 1}),
        ("renamed", {"twice": 1, "renamed": 1, "altered": 1}),
        ("stale", {"twice": 1, "stale": 1}),
        ("superseded by one that never went", {"lost": 2}),
    ],
)
def test_a_verdict_sees_each_fault(tmp_path: Path, fault: str, wrong: dict[str, int]) -> None:
    desk = opened(tmp_path / "desk.db", Clock())
    first = invitations(2)
    queue(desk, first)
    with desk.store.unit() as unit:
        for message in unit.lease("mail", now=desk.now(), until=desk.now() + timedelta(minutes=1), limit=1):
            unit.settle(message.id, MessageState.SENT)
        unit.commit()
    (change,) = changes([1], desk.now())
    queue(desk, [change])
    gave_way = next(message for message in first if (message.thread, message.part) == (change.thread, ""))
    took = [accepted(message) for message in first if message is not gave_way] + [accepted(change)]
    if fault == "lost":
        took = took[1:]
    elif fault == "twice":
        took.append(took[0])
    elif fault == "renamed":
        took.append(attrs.evolve(took[0], content=took[0].content.replace(b"Message-ID: <", b"Message-ID: <x")))
    elif fault == "stale":
        took.insert(0, accepted(gave_way))
        took.append(accepted(gave_way))
    elif fault.startswith("superseded"):
        took.pop()
    found = verdict(desk, took)
    desk.close()
    right = dict.fromkeys(("lost", "twice", "renamed", "altered", "stale"), 0)
    assert {name: getattr(found, name) for name in right} == right | wrong


def test_a_rule_that_is_broken_and_a_control_that_sees_nothing_are_told() -> None:
    lost, kept = (sending._share("lost", many, "queued", 10, 0) for many in (1, 0))
    blind, seen = (sending._control("lose", many) for many in (0, 1))
    assert [figure.holds for figure in (lost, kept, blind, seen)] == [False, True, False, True]
    assert "EXCEEDED" in table([lost]) and isinstance(seen, Figure)
