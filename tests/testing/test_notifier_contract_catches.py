"""The contract of channels catches those that break it: one fault is planted in each, and the named promise must see it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from coordkit import PermanentFailure, TemporaryFailure
from coordkit.ports import Message, Notifier
from coordkit.testing import NotifierContract
from tests.testing.promises import broken_promises


class Letterbox:
    """A sound channel into a letterbox in memory, whose heirs plant a fault each."""

    name = "letterbox"

    def __init__(self) -> None:
        self.arrived: dict[object, bytes] = {}
        self.away = False
        self.open = 0

    @contextmanager
    def session(self) -> Iterator[Any]:
        self.open += 1
        try:
            yield self
        finally:
            self.open -= 1

    def deliver(self, message: Message) -> None:
        if self.away:
            raise TemporaryFailure("nobody opens; try again later", where="letterbox")
        self.put(message)

    def put(self, message: Message) -> None:
        self.arrived[message.id] = message.content


class Heir(NotifierContract):
    def arrived(self, notifier: Any) -> list[bytes]:
        return list(notifier.arrived.values())

    @contextmanager
    def failing(self, notifier: Any) -> Iterator[None]:
        notifier.away = True
        yield
        notifier.away = False


class ShoutsItsName(Letterbox):
    name = "Letterbox "


class GreetsOnOpening(Letterbox):
    @contextmanager
    def session(self) -> Iterator[Any]:
        self.arrived["greeting"] = b"hello"
        yield self


class LosesEverything(Letterbox):
    def put(self, message: Message) -> None:
        pass


class AnswersInsteadOfRaising(Letterbox):
    def deliver(self, message: Message) -> Any:
        super().deliver(message)
        return True


class MendsLineEnds(Letterbox):
    def put(self, message: Message) -> None:
        self.arrived[message.id] = message.content.replace(b"\r\n", b"\n")


class StuffsDots(Letterbox):
    def put(self, message: Message) -> None:
        self.arrived[message.id] = message.content.replace(b"\r\n.", b"\r\n..")


class OneMessagePerRecipient(Letterbox):
    def put(self, message: Message) -> None:
        self.arrived[message.recipient] = message.content


class OpensOnce(Letterbox):
    def __init__(self) -> None:
        super().__init__()
        self.kept = super().session()

    def session(self) -> Any:
        return self.kept


class ClosesForAll(Letterbox):
    @contextmanager
    def session(self) -> Iterator[Any]:
        self.closed = False
        yield self
        self.closed = True

    def put(self, message: Message) -> None:
        if self.closed:
            raise TemporaryFailure("the line is closed")
        super().put(message)


class BelongsToItsFirstThread(Letterbox):
    def __init__(self) -> None:
        super().__init__()
        self.owner = threading.get_ident()

    def deliver(self, message: Message) -> None:
        if threading.get_ident() != self.owner:
            raise RuntimeError("made in another thread")
        super().deliver(message)


class TakesASecondTimeForARecall(Letterbox):
    def put(self, message: Message) -> None:
        if self.arrived.pop(message.id, None) is None:
            super().put(message)


class SendsAgain(Letterbox):
    def put(self, message: Message) -> None:
        self.arrived[len(self.arrived)] = message.content


class SwallowsErrors(Letterbox):
    @contextmanager
    def session(self) -> Iterator[Any]:
        with suppress(Exception):
            yield self


class StaysOpenAfterAnError(Letterbox):
    @contextmanager
    def session(self) -> Iterator[Any]:
        if self.open:
            raise TemporaryFailure("the line is busy")
        self.open += 1
        yield self
        self.open -= 1


class CannotWriteSomeLetters(Letterbox):
    def put(self, message: Message) -> None:
        message.recipient.encode("ascii")
        super().put(message)


class ReadsTwoRecipients(Letterbox):
    def put(self, message: Message) -> None:
        for recipient in message.recipient.splitlines() or [""]:
            self.arrived[message.id, recipient] = message.content


class FollowsAPath(Letterbox):
    def put(self, message: Message) -> None:
        if not message.recipient.startswith(("/", "..")):
            super().put(message)


class ParsesWithoutCare(Letterbox):
    def put(self, message: Message) -> None:
        message.content.decode("utf-8")
        super().put(message)


class KeepsPartOfWhatItRefuses(Letterbox):
    def put(self, message: Message) -> None:
        super().put(message)
        if b"From:" not in message.content:
            raise PermanentFailure("this is no mail")


class KeepsItsFailureQuiet(Letterbox):
    def deliver(self, message: Message) -> None:
        if not self.away:
            self.put(message)


class RaisesWhatTheSystemRaised(Letterbox):
    def deliver(self, message: Message) -> None:
        if self.away:
            raise ConnectionRefusedError(111, "Connection refused")
        self.put(message)


class GivesUpForGood(Letterbox):
    def deliver(self, message: Message) -> None:
        if self.away:
            raise PermanentFailure("nobody opens")
        self.put(message)


class RemembersThatItTried(Letterbox):
    def __init__(self) -> None:
        super().__init__()
        self.tried: set[object] = set()

    def deliver(self, message: Message) -> None:
        if message.id not in self.tried:
            self.tried.add(message.id)
            super().deliver(message)


class TellsTheLetter(Letterbox):
    def deliver(self, message: Message) -> None:
        if self.away:
            raise TemporaryFailure(f"could not deliver {message.content.decode()}", where="letterbox")
        self.put(message)


class SaysNothingOfItsFailure(Letterbox):
    def deliver(self, message: Message) -> None:
        if self.away:
            raise TemporaryFailure("")
        self.put(message)


_P = NotifierContract
FAULTS: list[tuple[Callable[[], Letterbox], Callable[..., None]]] = [
    (ShoutsItsName, _P.test_it_has_a_name_to_ask_for),
    (GreetsOnOpening, _P.test_a_session_in_which_nothing_is_delivered_delivers_nothing),
    (LosesEverything, _P.test_what_is_delivered_arrives),
    (AnswersInsteadOfRaising, _P.test_deliver_returns_nothing_since_a_failure_is_raised),
    (MendsLineEnds, _P.test_the_content_arrives_byte_for_byte),
    (StuffsDots, _P.test_the_content_arrives_byte_for_byte),
    (OneMessagePerRecipient, _P.test_one_session_delivers_many_messages_each_for_itself),
    (OpensOnce, _P.test_a_session_may_be_opened_again),
    (ClosesForAll, _P.test_two_sessions_at_once_do_not_disturb_each_other),
    (BelongsToItsFirstThread, _P.test_a_session_works_in_the_thread_that_opened_it_whichever_that_is),
    (TakesASecondTimeForARecall, _P.test_the_same_message_delivered_again_is_not_lost),
    (SendsAgain, _P.test_the_same_message_delivered_again_arrives_once),
    (SwallowsErrors, _P.test_an_error_inside_a_session_comes_out_of_it),
    (StaysOpenAfterAnError, _P.test_after_an_error_inside_a_session_the_next_one_works),
    (CannotWriteSomeLetters, _P.test_an_odd_recipient_gets_its_own_message_or_a_refusal),
    (ReadsTwoRecipients, _P.test_an_odd_recipient_gets_its_own_message_or_a_refusal),
    (FollowsAPath, _P.test_an_odd_recipient_gets_its_own_message_or_a_refusal),
    (ParsesWithoutCare, _P.test_content_that_is_no_mail_is_delivered_or_refused),
    (KeepsPartOfWhatItRefuses, _P.test_content_that_is_no_mail_is_delivered_or_refused),
    (KeepsItsFailureQuiet, _P.test_while_its_other_end_is_away_a_message_fails_for_now),
    (SaysNothingOfItsFailure, _P.test_while_its_other_end_is_away_a_message_fails_for_now),
    (RaisesWhatTheSystemRaised, _P.test_a_session_whose_other_end_goes_away_says_so),
    (GivesUpForGood, _P.test_a_session_whose_other_end_goes_away_says_so),
    (RemembersThatItTried, _P.test_a_message_that_failed_for_now_is_delivered_once_its_other_end_is_back),
    (TellsTheLetter, _P.test_a_failure_does_not_tell_what_the_message_says),
]


def test_a_sound_channel_breaks_no_promise() -> None:
    assert broken_promises(Heir(), lambda: {"notifier": Letterbox()}) == set()


@pytest.mark.parametrize(("channel", "promise"), FAULTS, ids=[channel.__name__ for channel, _ in FAULTS])
def test_a_channel_that_breaks_a_promise_is_caught(channel: Callable[[], Letterbox], promise: Callable[..., None]) -> None:
    name = promise.__name__
    assert broken_promises(Heir(), lambda: {"notifier": channel()}, only=name) == {name}


def test_each_promise_has_a_channel_that_breaks_it() -> None:
    assert set(NotifierContract.promises()) == {promise.__name__ for _, promise in FAULTS}


class TextOnly(Heir):
    verbatim = False
    idempotent = False
    many_sessions = False
    can_fail = False


def test_a_channel_that_rightly_differs_is_not_asked_for_what_it_cannot_do() -> None:
    assert broken_promises(TextOnly(), lambda: {"notifier": MendsLineEnds()}) == set()
    assert broken_promises(TextOnly(), lambda: {"notifier": SendsAgain()}) == set()
    assert broken_promises(TextOnly(), lambda: {"notifier": KeepsItsFailureQuiet()}) == set()
    assert len(TextOnly.exempt()) == 7


@pytest.mark.parametrize("wanted", ["arrived", "failing"])
def test_what_the_author_must_write_is_asked_for_in_words(wanted: str) -> None:
    given: Notifier = Letterbox()
    with pytest.raises(pytest.fail.Exception, match=f"override `{wanted}\\(notifier\\)`"):
        getattr(NotifierContract(), wanted)(given)
