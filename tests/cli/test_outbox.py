"""The outbox at the terminal: what is listed, sent, tried again and dropped; contents are never shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import attrs
import pytest

import coordkit
from coordkit import PermanentFailure, TemporaryFailure
from coordkit.hookspecs import hookimpl
from coordkit.ports import Message, Session
from tests.cli.conftest import Line
from tests.cli.test_completion import completed
from tests.secretariat import desks

SECRET = "a secret place"
CONTENT = f"From: desk@example.org\r\nSubject: x\r\n\r\n{SECRET}".encode()
LONG_AGO = datetime(2026, 6, 18, 12, tzinfo=UTC)


@attrs.frozen
class Pigeons:
    """A channel that knows a few lofts."""

    name: str = "pigeons"

    @contextmanager
    def session(self) -> Iterator[Session]:
        yield self

    def deliver(self, message: Message) -> None:
        if message.recipient.startswith("closed"):
            raise TemporaryFailure("the loft is closed")
        if message.recipient.startswith("gone"):
            raise PermanentFailure("no such loft\x1b[31m")


class Lofts:
    @staticmethod
    @hookimpl
    def coordkit_notifiers() -> tuple[Pigeons, ...]:
        return (Pigeons(),)


@pytest.fixture
def post(desk: Line) -> Line:
    """The command line at a desk whose outbox has four messages by pigeons and one by a channel that nobody has."""
    recipients = {"good": "pigeons", "closed": "pigeons", "gone": "pigeons", "fine": "pigeons", "lost": "telegram"}
    with coordkit.open(desk.folder / "desk.db", actor="Олена", plugins=desks.plugins()) as opened, opened.work() as work:
        for number, (name, channel) in enumerate(recipients.items(), start=0xABCD0):
            id = UUID(int=number << 108)
            queued_at = LONG_AGO + timedelta(seconds=number)
            work.enqueue(Message(id, channel, f"{name}@example.org", CONTENT, (), queued_at, LONG_AGO))
        work.commit()
    return attrs.evolve(desk, plugins=desks.plugins(Lofts()))


def listed(post: Line, *words: str) -> dict[str, str]:
    return {each["recipient"].partition("@")[0]: each["state"] for each in post.json("outbox", "list", *words)}


def test_what_is_to_go_is_listed_and_what_failed_stands_first(post: Line) -> None:
    post("outbox", "send", "--channel", "pigeons")
    page = post.good("outbox", "list", "--lang", "en")
    lines = page.splitlines()
    assert lines[0] == "3 messages (failed: 1, waiting: 2)"
    assert lines[2].split() == ["id", "To", "Channel", "State", "Tries", "Next", "try", "Reason"]
    assert lines[3].startswith("abcd2000") and lines[3].rstrip().endswith("no such loft\ufffd[31m")
    assert "closed@example.org" in lines[4] and "the loft is closed" in lines[4] and "2026" in lines[4]
    assert listed(post, "--failed") == {"gone": "failed"}
    assert listed(post, "--channel", "telegram") == {"lost": "waiting"}
    assert listed(post, "--state", "sent", "--state", "failed") == {"good": "sent", "fine": "sent", "gone": "failed"}
    assert len(listed(post, "--all")) == 5
    assert post.good("outbox", "list", "--failed", "--lang", "uk").startswith("1 лист (не доставлено: 1)")


def test_what_is_due_is_sent_and_a_missing_channel_is_one_problem_told_last(post: Line) -> None:
    done = post("outbox", "send", "--lang", "en", "--connections", "2")
    assert done.code == 1
    assert done.out.splitlines()[0] == "Sent: 2 messages; waiting: 2; failed: 1", "also what a missing channel keeps here waits"
    assert "closed@example.org: the loft is closed" in done.out
    assert "telegram: no notifier is called 'telegram'" in done.err and "waits for the next run" in done.err
    assert listed(post, "--all") == {"gone": "failed", "closed": "waiting", "lost": "waiting", "good": "sent", "fine": "sent"}


def test_a_run_that_went_well_is_good_and_its_document_says_how_it_went(post: Line) -> None:
    post.good("outbox", "drop", "abcd4", "abcd1", "abcd2")
    sent = post.json("outbox", "send")
    assert (sent["sent"], sent["waiting"], sent["failed"], sent["failures"], sent["hindrances"]) == (2, 0, 0, [], [])


def test_a_channel_may_be_sent_to_another_place(post: Line) -> None:
    with coordkit.open(post.folder / "desk.db", actor="Олена", plugins=desks.plugins()) as opened, opened.work() as work:
        work.enqueue(Message(UUID(int=7), "folder", "to@example.org", CONTENT, (), LONG_AGO, LONG_AGO))
        work.commit()
    assert "1 message;" in post.good("outbox", "send", "--channel", "folder", "--at", "letters", "--lang", "en")
    assert [path.suffix for path in Path("letters").iterdir()] == [".eml"]


def test_dead_letters_go_again_when_a_person_says_so(post: Line) -> None:
    post("outbox", "send", "--channel", "pigeons")
    assert post.good("outbox", "retry", "--failed", "--lang", "uk") == "Підуть знову: 1 лист\n"
    assert listed(post, "--failed") == {}
    assert post.good("outbox", "drop", "abcd2", "--lang", "en") == "Will not go: 1 message\n"
    assert listed(post) == {"closed": "waiting", "lost": "waiting"}
    assert [each["state"] for each in post.json("outbox", "retry", "abcd2000-0000")] == ["waiting"]


def test_what_was_sent_is_refused_beside_what_is_done(post: Line) -> None:
    post("outbox", "send", "--channel", "pigeons")
    done = post("outbox", "drop", "abcd0", "abcd1", "--lang", "en")
    assert (done.code, done.out) == (1, "Will not go: 1 message\n")
    assert "abcd0000: it was sent already" in done.err
    assert listed(post, "--all")["closed"] == "dropped"


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ("retry", 2, "name messages by their ids, or say --failed"),
        ("drop abcd0 --failed", 2, "name messages by their ids, or say --failed"),
        ("retry abc", 1, "4 digits or more"),
        ("retry ffff", 1, "no message has an id that begins so"),
        ("retry abcd", 1, "this may mean several"),
        ("list --failed --all", 2, "say one of --state, --failed and --all"),
        ("send --at letters", 2, "say --channel too"),
        ("send --channel telegram", 1, "no notifier is called 'telegram'"),
        ("send --connections 0", 2, "--connections"),
    ],
)
def test_what_makes_no_sense_is_told_and_changes_nothing(post: Line, words: str, code: int, told: str) -> None:
    before = post.json("outbox", "list", "--all")
    done = post("outbox", *words.split())
    assert done.code == code and told in done.err
    assert post.json("outbox", "list", "--all") == before


def test_no_content_is_ever_shown(post: Line) -> None:
    shown = [
        post("outbox", *words.split(), *more)
        for words in ("list --all", "send", "list --all", "retry abcd2", "drop abcd2")
        for more in ((), ("--json",))
    ]
    assert not [each for each in shown if SECRET in each.out + each.err]


def test_ids_of_messages_are_completed_with_those_that_are_to_go(post: Line) -> None:
    post("outbox", "send", "--channel", "pigeons")
    assert completed(post, "coordkit outbox retry abcd") == ["abcd2000", "abcd1000", "abcd4000"]
    assert completed(post, "coordkit outbox drop abcd1") == ["abcd1000"]
    assert completed(post, "coordkit outbox drop --desk nowhere.db x") == []
    assert completed(post, "coordkit outbox list --state f") == ["failed"]
