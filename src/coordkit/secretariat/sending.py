"""A run of sending: what is due on a channel goes out over its connections, while one thread alone works at the desk."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from queue import SimpleQueue
from uuid import UUID

import attrs

from coordkit.domain.errors import StoreError
from coordkit.ports import Message, MessageState, Notifier, UnitOfWork
from coordkit.secretariat.connections import Connection, Event, Outcome
from coordkit.secretariat.desk import Secretariat

_LEASE = timedelta(minutes=10)
_FIRST_WAIT = timedelta(minutes=5)
_LONGEST_WAIT = timedelta(hours=12)
_GIVEN_UP_AFTER = timedelta(days=5)
_FEWEST_TRIES = 3
_PAUSES = (0.5, 2.0, 5.0)


@attrs.frozen(kw_only=True)
class Sent:
    """How a run of sending went: how many messages went out, wait for another try, failed for good, gave way to a newer one.

    ``failures`` are pairs of recipient and reason, for those that wait and those that failed. ``hindrances`` are pairs of channel
    and reason: where they stand, messages of that channel are still due, and none of them lost a try by it.
    """

    sent: int = 0
    waiting: int = 0
    failed: int = 0
    superseded: int = 0
    failures: tuple[tuple[str, str], ...] = ()
    hindrances: tuple[tuple[str, str], ...] = ()

    def __add__(self, other: Sent) -> Sent:
        return Sent(**{name: value + getattr(other, name) for name, value in attrs.asdict(self, recurse=False).items()})


def send_due(
    desk: Secretariat, notifier: Notifier, started: datetime, *, connections: int, tell: Callable[[int], None] = lambda done: None
) -> Sent:
    """Sends what was due on the notifier's channel when the run ``started``, each message once; ``tell`` hears how many are done.

    When it is broken off (Ctrl-C, a store that takes nothing), what is on its way is waited for and settled first.
    """
    many = _ready(desk, notifier.name, started, connections)
    run = _Run(desk, notifier.name, started, tell)
    try:
        for _ in range(many):
            run.connections.append(Connection(notifier, run.events))
        while len(run.over) < many:
            run.hear()
            run.turn()
    except BaseException:
        run.break_off()
        raise
    if run.hindrances and _ready(desk, notifier.name, started, 1):
        return run.sent + Sent(hindrances=tuple((notifier.name, why) for why in dict.fromkeys(run.hindrances)))
    return run.sent


@attrs.define
class _Run:
    """One channel's run. ``leased`` is what no connection was given yet, ``tried`` what is not settled yet.

    ``ours_until`` has all that was leased and not settled, with the end of its lease.
    """

    desk: Secretariat
    channel: str
    started: datetime
    tell: Callable[[int], None]
    events: SimpleQueue[Event] = attrs.field(factory=SimpleQueue)
    connections: list[Connection] = attrs.field(factory=list)
    over: list[Connection] = attrs.field(factory=list)
    idle: list[Connection] = attrs.field(factory=list)
    tried: list[Outcome] = attrs.field(factory=list)
    leased: list[Message] = attrs.field(factory=list)
    ours_until: dict[UUID, datetime] = attrs.field(factory=dict)
    hindrances: list[str] = attrs.field(factory=list)
    sent: Sent = attrs.field(factory=Sent)

    def hear(self) -> None:
        """Waits for what the connections say, and takes all that was said by then."""
        self._heard(self.events.get())
        while not self.events.empty():
            self._heard(self.events.get())

    def turn(self) -> None:
        """Settles what was tried and gives each idle connection one message, in one transaction; ends those that get none."""
        if not self.tried and not self.idle:
            return
        self._at_the_desk(len(self.idle))
        while self.leased:
            self.idle.pop().give(self.leased[0])
            del self.leased[0]
        while self.idle and not self.ours_until:  # what is on its way may yet set another one of its thread free
            self.idle.pop().end()

    def break_off(self) -> None:
        """Gives out nothing more, waits for what is on its way, settles it, and puts back what no connection was given.

        It asks the connections, since what they said last may have been lost when this thread was told to stop.
        """
        for connection in self.connections:
            connection.end()
        for connection in self.connections:
            connection.join()
        last = [connection.outcome for connection in self.connections]
        self.tried = [outcome for outcome in last if outcome and outcome.message.id in self.ours_until]
        done = {outcome.message.id for outcome in self.tried}
        self.tried += [Outcome(message, MessageState.WAITING) for message in self.leased if message.id not in done]
        self._at_the_desk(0)

    def _heard(self, event: Event) -> None:
        if event.outcome:
            self.tried.append(event.outcome)
        if event.is_idle:
            self.idle.append(event.connection)
        if event.is_over:
            self.over.append(event.connection)
            self.hindrances += filter(None, [event.hindrance])

    def _at_the_desk(self, limit: int) -> None:
        """One transaction. Others may hold the desk for long: what went out must not be forgotten for that."""
        for pause in (*_PAUSES, None):
            try:
                return self._settle_and_lease(limit)
            except StoreError:
                if pause is None:
                    raise
                time.sleep(pause)

    def _settle_and_lease(self, limit: int) -> None:
        now = self.desk.now()
        with self.desk.store.unit() as unit:
            settled = [_settled(unit, outcome, now, self.ours_until.get(outcome.message.id)) for outcome in self.tried]
            leased = unit.lease(self.channel, now=min(self.started, now), until=now + _LEASE, limit=limit) if limit else ()
            unit.commit()
        self.ours_until |= {message.id: now + _LEASE for message in leased}
        self.leased += leased
        for outcome in self.tried:
            self.ours_until.pop(outcome.message.id, None)
        self.tried.clear()
        self.sent = sum(settled, self.sent)
        if settled:
            self.tell(len(settled))


def _ready(desk: Secretariat, channel: str, started: datetime, most: int) -> int:
    """How many messages could go at once, ``most`` at most: they are leased, and that is forgotten."""
    with desk.store.unit() as unit:
        return len(unit.lease(channel, now=started, until=started + _LEASE, limit=most))


def _settled(unit: UnitOfWork, outcome: Outcome, now: datetime, ours_until: datetime | None) -> Sent:
    """Settles one message, and counts it."""
    message, state, error = outcome.message, outcome.state, outcome.error
    failures = ((message.recipient, error),) if error else ()
    if state is MessageState.SENT:
        unit.settle(message.id, state)
        return Sent(sent=1)
    if ours_until and now >= ours_until:  # somebody else may have it by now, and says what became of it
        return Sent(waiting=1, failures=failures)
    if state is MessageState.WAITING and _is_given_up(message, now):
        days = (now - message.queued_at).days
        state, error = MessageState.FAILED, f"given up after {message.attempts} tries in {days} days: {error}"
        failures = ((message.recipient, error),)
    if state is MessageState.FAILED:
        unit.settle(message.id, state, error=error)
        return Sent(failed=1, failures=failures)
    unit.settle(message.id, state, error=error, due_at=now + wait(message) if error else None)
    kept = unit.message(message.id)
    if kept is not None and kept.state is MessageState.SUPERSEDED:
        return Sent(superseded=1)
    return Sent(waiting=1, failures=failures)


def _is_given_up(message: Message, now: datetime) -> bool:
    """Whether a message that could not go becomes a dead letter: after five days (RFC 5321 section 4.5.4.1: at least 4 to 5).

    Where nobody sent for days, it is tried a few times all the same.
    """
    return now - message.queued_at >= _GIVEN_UP_AFTER and message.attempts >= _FEWEST_TRIES


def wait(message: Message) -> timedelta:
    """How long a message waits after so many attempts: each time twice as long up to half a day, less up to a half of it.

    How much less is chance, so that those which failed together do not come back together; it is drawn from the message's id
    and attempts, so that it can be drawn again.
    """
    longest = min(_FIRST_WAIT * (1 << min(max(message.attempts - 1, 0), 10)), _LONGEST_WAIT)
    drawn = hashlib.sha256(message.id.bytes + message.attempts.to_bytes(8, "big")).digest()
    return longest - longest / 2 * (int.from_bytes(drawn[:8], "big") / (1 << 64))
