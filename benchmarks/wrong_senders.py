"""How sending is not done: senders that break its rules, so that the rules can be seen to hold something."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import attrs

from benchmarks.correspondence import CHANNEL, LEASE
from coordkit import PermanentFailure, Secretariat, TemporaryFailure
from coordkit.ports import Message, MessageState, Notifier, Session


def send_marking_first(desk: Secretariat, notifier: Notifier) -> None:
    """Marks each message as sent and then sends it: whatever fails or is killed in between is lost."""
    with notifier.session() as session:
        while True:
            now = desk.now()
            with desk.store.unit() as unit:
                leased = unit.lease(CHANNEL, now=now, until=now + LEASE, limit=1)
                for message in leased:
                    unit.settle(message.id, MessageState.SENT)
                unit.commit()
            if not leased:
                return
            with suppress(TemporaryFailure, PermanentFailure):
                session.deliver(leased[0])


@attrs.define
class RendersAgain:
    """A channel that makes the mail anew at each try, and its Message-ID with it."""

    within: Notifier
    tries: int = 0

    @property
    def name(self) -> str:
        """That of the channel within."""
        return self.within.name

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session of the channel within."""
        with self.within.session() as session:
            yield _RendersAgain(self, session)


@attrs.frozen
class _RendersAgain:
    of: RendersAgain
    within: Session

    def deliver(self, message: Message) -> None:
        self.of.tries += 1
        content = message.content.replace(b"Message-ID: <", b"Message-ID: <%d." % self.of.tries, 1)
        self.within.deliver(attrs.evolve(message, content=content))
