"""Channels for the tests of sending: one that keeps what it was given and does as told, and a program that sends into a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import sleep
from uuid import UUID

import attrs

from coordkit import Secretariat
from coordkit.ports import Message, Session
from coordkit.secretariat.correspondence import send
from tests.secretariat import desks

NOON = datetime(2026, 6, 18, 12, tzinfo=UTC)
CONTENT = b"From: desk@example.org\r\nSubject: x\r\n\r\na secret place"


def nothing(*given: object) -> None:
    """Does nothing."""


@attrs.define(eq=False)
class Pigeons:
    """A channel that keeps what it was given and then does as told; ``opening`` is called with how many sessions there were."""

    then: Callable[[Message], None] = nothing
    opening: Callable[[int], None] = nothing
    name: str = "pigeons"
    carried: list[Message] = attrs.field(factory=list)
    opened: int = 0
    closed: int = 0

    @contextmanager
    def session(self) -> Iterator[Session]:
        self.opened += 1
        self.opening(self.opened)
        try:
            yield self
        finally:
            self.closed += 1

    def deliver(self, message: Message) -> None:
        self.carried.append(message)
        self.then(message)

    @property
    def recipients(self) -> list[str]:
        """To whom each message went, in their order."""
        return [message.recipient for message in self.carried]


def failing(error: BaseException) -> Callable[[object], None]:
    """What raises this error."""

    def then(given: object) -> None:
        raise error

    return then


def letter(number: int, *, due_at: datetime = NOON, channel: str = "pigeons", about: tuple[UUID, ...] = ()) -> Message:
    """A message to ``to1@example.org``, or whatever the number is, queued so many seconds after noon."""
    queued_at = NOON + timedelta(seconds=number)
    return Message(UUID(int=1000 + number), channel, f"to{number}@example.org", CONTENT, about, queued_at, due_at)


def queue(desk: Secretariat, *messages: Message | int) -> None:
    """Queues messages, a number for a letter of that number."""
    with desk.work() as work:
        for each in messages:
            work.enqueue(letter(each) if isinstance(each, int) else each)
        work.commit()


@attrs.frozen
class File:
    """A channel of which every delivery is a line in a file; it takes a moment before and after."""

    path: Path
    pause: float = 0.002
    name: str = "pigeons"

    @contextmanager
    def session(self) -> Iterator[Session]:
        yield self

    def deliver(self, message: Message) -> None:
        sleep(self.pause)
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.write(handle, f"{message.id.int - 1000}\n".encode())
        os.close(handle)
        sleep(self.pause)

    @property
    def numbers(self) -> list[int]:
        """The numbers of the letters that were delivered, in their order."""
        return [int(line) for line in self.path.read_text().split()] if self.path.exists() else []


def main() -> None:
    """Sends from a desk into a file: ``python -m tests.secretariat.channels DESK FILE CONNECTIONS MINUTES PAUSE``."""
    _, desk, file, connections, minutes, pause = sys.argv
    clock = desks.Clock(NOON + timedelta(minutes=int(minutes)), timedelta(0))
    with desks.opened(f"sqlite:///{desk}?timeout=30", clock=clock) as opened:
        print("ready", flush=True)
        sys.stdin.readline()
        print(send(opened, File(Path(file), float(pause)), connections=int(connections)).sent)


if __name__ == "__main__":
    main()
