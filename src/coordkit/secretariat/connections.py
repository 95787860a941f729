"""A connection of a channel in a thread of its own: it takes one message at a time and says what became of it."""

from __future__ import annotations

import traceback
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

import attrs

from coordkit.domain.errors import CoordkitError, PermanentFailure, TemporaryFailure
from coordkit.ports import Message, MessageState, Notifier, Session

_REOPENED_AFTER = 3
_ENDED_AFTER = 9


@attrs.frozen
class Outcome:
    """What became of a message that was handed to a channel: sent, waiting for another try, or failed for good, and why."""

    message: Message
    state: MessageState
    error: str | None = None


@attrs.frozen
class Event:
    """What a connection says: the outcome of its last message, whether it is ready for another, and whether it is over."""

    connection: Connection
    outcome: Outcome | None = None
    is_idle: bool = False
    is_over: bool = False
    hindrance: str = ""
    """Why it is over, where nobody ended it."""


class Connection:
    """Opens a session as soon as it is made, and speaks through ``events``. It knows no desk.

    After three messages in a row that could not go now, it opens its session anew; after nine it is over: so many say that the
    channel is not well, and trying all the others would only cost each of them an attempt.
    """

    def __init__(self, notifier: Notifier, events: SimpleQueue[Event]) -> None:
        self._notifier = notifier
        self._events = events
        self._given: SimpleQueue[Message | None] = SimpleQueue()
        self._refused = 0
        self.outcome: Outcome | None = None
        """The last one."""
        # A program that is told to stop twice does not wait for a server that does not answer.
        self._thread = Thread(target=self._run, name=f"coordkit channel {notifier.name}", daemon=True)
        self._thread.start()

    def give(self, message: Message) -> None:
        """Hands over a message; only to a connection that is idle."""
        self._given.put(message)

    def end(self) -> None:
        """Closes the session once the message that it has, if any, is done with."""
        self._given.put(None)

    def join(self) -> None:
        """Waits until the session is closed."""
        self._thread.join()

    def _run(self) -> None:
        hindrance: str | None = None
        try:
            while hindrance is None:
                with self._notifier.session() as session:
                    hindrance = self._worked(session)
        except BaseException as error:  # whatever a plugin does, whoever waits for this connection must hear of its end
            hindrance = explained(error)
        self._events.put(Event(self, is_over=True, hindrance=hindrance))

    def _worked(self, session: Session) -> str | None:
        """Why the connection is over, empty where it was ended; None to open the session anew."""
        self._events.put(Event(self, is_idle=True))
        while message := self._given.get():
            self.outcome = outcome = attempted(session, message)
            self._refused = self._refused + 1 if outcome.state is MessageState.WAITING else 0
            if self._refused and self._refused % _REOPENED_AFTER == 0:
                self._events.put(Event(self, outcome))
                return None if self._refused < _ENDED_AFTER else f"{self._refused} messages in a row could not go: {outcome.error}"
            self._events.put(Event(self, outcome, is_idle=True))
        return ""


def attempted(session: Session, message: Message) -> Outcome:
    """Delivers a message. A channel that breaks at one keeps it waiting, since the channel may be mended."""
    try:
        session.deliver(message)
    except PermanentFailure as error:
        return Outcome(message, MessageState.FAILED, str(error))
    except TemporaryFailure as error:
        return Outcome(message, MessageState.WAITING, str(error))
    except BaseException as error:  # in its own thread a plugin may raise what it likes, and the others still go
        return Outcome(message, MessageState.WAITING, explained(error))
    return Outcome(message, MessageState.SENT)


def explained(error: BaseException) -> str:
    """A failure in words; of one that is no error of ours only its name and place, since its text may quote the message."""
    if isinstance(error, CoordkitError):
        return str(error)
    places = traceback.extract_tb(error.__traceback__)
    place = f" ({Path(places[-1].filename).name}, line {places[-1].lineno})" if places else ""
    return f"the channel broke with {type(error).__name__}{place}; tell its author"
