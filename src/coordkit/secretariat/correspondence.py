"""Correspondence: what waits in the outbox goes out, each message at least once and none twice where it can be helped."""

from __future__ import annotations

from datetime import datetime, timedelta

import attrs

from coordkit.domain.errors import DomainError, PermanentFailure, TemporaryFailure, told
from coordkit.ports import Message, MessageState, Notifier, Session
from coordkit.secretariat.desk import Secretariat

_LEASE = timedelta(minutes=10)
_FIRST_WAIT = timedelta(minutes=5)
_LONGEST_WAIT = timedelta(hours=12)


@attrs.frozen
class Delivered:
    """How a run of deliveries went; ``failures`` are pairs of recipient and reason."""

    sent: int
    waiting: int
    failures: tuple[tuple[str, str], ...]


def deliver(desk: Secretariat, notifier: Notifier, *, at_once: int = 1) -> Delivered:
    """Sends what is due on the notifier's channel as this begins, over one connection, and keeps what became of each message.

    A message that could not go now waits, each time twice as long, for a later run; one that can never go is kept as failed with
    its reason. Nothing is locked while a message is on its way, so others may work at the desk. ``at_once`` messages are taken
    from the outbox together: more spare some writing, but those still go out whose records are erased meanwhile.
    """
    if isinstance(notifier, type) or not hasattr(notifier, "session"):
        raise DomainError(f'expected a notifier, not {told(notifier)}; write plugins.notifier("folder")', where="notifier")
    sent = waiting = 0
    failures: list[tuple[str, str]] = []
    started = desk.now()
    with notifier.session() as session:
        while leased := _leased(desk, notifier.name, started, at_once):
            now = leased.since
            for message in leased.messages:
                if now >= leased.until:  # somebody else may have it by now
                    break
                state, error = _attempted(session, message)
                now = desk.now()
                due = now + _wait(message.attempts)
                with desk.store.unit() as unit:
                    unit.settle(message.id, state, error=error, due_at=due if state is MessageState.WAITING else None)
                    unit.commit()
                sent += state is MessageState.SENT
                waiting += state is MessageState.WAITING
                if error:
                    failures.append((message.recipient, error))
    return Delivered(sent, waiting, tuple(failures))


def _wait(attempts: int) -> timedelta:
    """How long a message waits after so many attempts; it doubles until it is longest, and no sum grows without end."""
    return min(_FIRST_WAIT * (1 << min(max(attempts - 1, 0), 10)), _LONGEST_WAIT)


@attrs.frozen
class _Leased:
    """Messages that are ours from ``since`` to ``until``."""

    messages: tuple[Message, ...]
    since: datetime
    until: datetime

    def __bool__(self) -> bool:
        return bool(self.messages)


def _leased(desk: Secretariat, channel: str, due: datetime, limit: int) -> _Leased:
    """The next messages that were due by ``due``."""
    now = desk.now()
    with desk.store.unit() as unit:
        messages = unit.lease(channel, now=min(due, now), until=now + _LEASE, limit=limit)
        unit.commit()
    return _Leased(messages, now, now + _LEASE)


def _attempted(session: Session, message: Message) -> tuple[MessageState, str | None]:
    try:
        session.deliver(message)
    except TemporaryFailure as error:
        return MessageState.WAITING, str(error)
    except PermanentFailure as error:
        return MessageState.FAILED, str(error)
    return MessageState.SENT, None
