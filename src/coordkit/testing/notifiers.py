"""The contract of a channel: what every one promises to the outbox, whatever carries its messages."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from typing import ClassVar, TypeVar

import pytest

from coordkit import PermanentFailure, TemporaryFailure
from coordkit.ports import Notifier
from coordkit.testing.contract import Contract, needs
from coordkit.testing.notifier_samples import NO_MAIL, ODD_RECIPIENTS, mail, marker, message

_T = TypeVar("_T")
_REFUSALS = (TemporaryFailure, PermanentFailure)


class Unexpected(Exception):
    """Raised by the contract itself inside a session."""


class NotifierContract(Contract):
    """Inherit it, give it your channel, and say what came out at its other end::

        class TestPager(NotifierContract):
            verbatim = False  # a pager shows the text alone

            @pytest.fixture
            def notifier(self) -> Notifier:
                self.exchange = FakeExchange()
                return PagerNotifier(self.exchange.address)

            def arrived(self, notifier: Notifier) -> list[bytes]:
                return self.exchange.shown

            def failing(self, notifier: Notifier) -> AbstractContextManager[object]:
                return self.exchange.switched_off()

    A message that cannot go may be refused with ``TemporaryFailure`` or ``PermanentFailure``, and with nothing else: the sender
    keeps those with the message and goes on, while anything else ends the run for all that wait behind it.
    """

    verbatim: ClassVar[bool] = True
    """Whether the content arrives byte for byte; where not, its plain text does, in ASCII or UTF-8."""
    idempotent: ClassVar[bool] = True
    """Whether a message that is delivered again arrives once only; mail, for one, cannot promise it."""
    many_sessions: ClassVar[bool] = True
    """Whether two sessions may be open at once; False for a channel that has but one line."""
    can_fail: ClassVar[bool] = True
    """Whether its other end may be away; False for a channel without one."""

    @pytest.fixture
    def notifier(self) -> Notifier:
        """The channel under test, whose other end is there and empty; override it."""
        pytest.fail("override the fixture `notifier` so that it gives your Notifier")

    def arrived(self, notifier: Notifier) -> Sequence[bytes]:
        """What arrived at the other end so far, all of it, one item for each delivery, in any order. Yours to write.

        Look only where the channel should deliver to: what it put elsewhere has not arrived.
        """
        pytest.fail("override `arrived(notifier)` so that it gives the content of all that arrived, one item each")

    def failing(self, notifier: Notifier) -> AbstractContextManager[object]:
        """A context in which the other end is away: no server, no folder; at its end it is back. Yours to write."""
        pytest.fail("override `failing(notifier)`, or say `can_fail = False` if the channel has no other end")

    # -- the promises

    def test_it_has_a_name_to_ask_for(self, notifier: Notifier) -> None:
        assert isinstance(notifier.name, str)
        assert notifier.name and notifier.name == notifier.name.strip().lower()

    def test_a_session_in_which_nothing_is_delivered_delivers_nothing(self, notifier: Notifier) -> None:
        with notifier.session():
            pass
        assert list(self.arrived(notifier)) == []

    def test_what_is_delivered_arrives(self, notifier: Notifier) -> None:
        self._deliver(notifier, 1)
        self._holds(notifier, 1)

    def test_deliver_returns_nothing_since_a_failure_is_raised(self, notifier: Notifier) -> None:
        with notifier.session() as session:
            returned: object = session.deliver(message(1, channel=notifier.name))  # type: ignore[func-returns-value]  # which is what is tested
        assert returned is None, "a sender looks at no answer; raise TemporaryFailure or PermanentFailure"

    @needs("verbatim")
    def test_the_content_arrives_byte_for_byte(self, notifier: Notifier) -> None:
        self._deliver(notifier, 1)
        assert list(self.arrived(notifier)) == [mail(1)]

    def test_one_session_delivers_many_messages_each_for_itself(self, notifier: Notifier) -> None:
        self._deliver(notifier, *range(1, 21))
        self._holds(notifier, *range(1, 21))

    def test_a_session_may_be_opened_again(self, notifier: Notifier) -> None:
        self._deliver(notifier, 1)
        self._deliver(notifier, 2)
        self._holds(notifier, 1, 2)

    @needs("many_sessions")
    def test_two_sessions_at_once_do_not_disturb_each_other(self, notifier: Notifier) -> None:
        with notifier.session() as first:
            first.deliver(message(1, channel=notifier.name))
            with notifier.session() as second:
                second.deliver(message(2, channel=notifier.name))
                first.deliver(message(3, channel=notifier.name))
            first.deliver(message(4, channel=notifier.name))
        self._holds(notifier, 1, 2, 3, 4)

    def test_a_session_works_in_the_thread_that_opened_it_whichever_that_is(self, notifier: Notifier) -> None:
        in_a_thread(lambda: self._deliver(notifier, 1))
        self._deliver(notifier, 2)
        self._holds(notifier, 1, 2)

    def test_the_same_message_delivered_again_is_not_lost(self, notifier: Notifier) -> None:
        self._deliver(notifier, 1, 1)
        assert {self._number(content, (1,)) for content in self.arrived(notifier)} == {1}
        self._deliver(notifier, 2, 1)
        numbers = [self._number(content, (1, 2)) for content in self.arrived(notifier)]
        assert (set(numbers), numbers.count(2)) == ({1, 2}, 1)

    @needs("idempotent")
    def test_the_same_message_delivered_again_arrives_once(self, notifier: Notifier) -> None:
        self._deliver(notifier, 1, 1)
        self._deliver(notifier, 1)
        self._holds(notifier, 1)

    def test_an_error_inside_a_session_comes_out_of_it(self, notifier: Notifier) -> None:
        raised = Unexpected("an error of the sender")
        with pytest.raises(Unexpected) as caught, notifier.session():
            raise raised
        assert caught.value is raised

    def test_after_an_error_inside_a_session_the_next_one_works(self, notifier: Notifier) -> None:
        with suppress(Unexpected), notifier.session():
            raise Unexpected
        self._deliver(notifier, 1)
        self._holds(notifier, 1)

    @pytest.mark.parametrize("recipient", ODD_RECIPIENTS, ids=range(len(ODD_RECIPIENTS)))
    def test_an_odd_recipient_gets_its_own_message_or_a_refusal(self, notifier: Notifier, recipient: str) -> None:
        odd = message(2, channel=notifier.name, recipient=recipient)
        with notifier.session() as session:
            session.deliver(message(1, channel=notifier.name))
            taken = self._taken(lambda: session.deliver(odd))
            session.deliver(message(3, channel=notifier.name))
        self._holds(notifier, *((1, 2, 3) if taken else (1, 3)))

    @pytest.mark.parametrize("content", NO_MAIL, ids=range(len(NO_MAIL)))
    def test_content_that_is_no_mail_is_delivered_or_refused(self, notifier: Notifier, content: bytes) -> None:
        with notifier.session() as session:
            taken = self._taken(lambda: session.deliver(message(2, channel=notifier.name, content=content)))
            session.deliver(message(1, channel=notifier.name))
        arrived = list(self.arrived(notifier))
        assert len(arrived) == 1 + taken, f"{content!r} was {'taken' if taken else 'refused'}"
        if self.verbatim:
            assert sorted(arrived) == sorted([mail(1), content] if taken else [mail(1)])

    @needs("can_fail")
    def test_while_its_other_end_is_away_a_message_fails_for_now(self, notifier: Notifier) -> None:
        with self.failing(notifier), pytest.raises(TemporaryFailure) as failure:
            self._deliver(notifier, 1)
        assert str(failure.value).strip(), "a person reads this: say what happened, where, and what to do"
        assert list(self.arrived(notifier)) == [], "what failed for now comes again, so it has not arrived"

    @needs("can_fail")
    def test_a_session_whose_other_end_goes_away_says_so(self, notifier: Notifier) -> None:
        failed = False
        with suppress(TemporaryFailure), notifier.session() as session:
            session.deliver(message(1, channel=notifier.name))
            with self.failing(notifier):
                try:
                    session.deliver(message(2, channel=notifier.name))
                except TemporaryFailure:
                    failed = True
        assert failed, "deliver said that the message went, or failed in another way than TemporaryFailure"
        self._holds(notifier, 1)

    @needs("can_fail")
    def test_a_message_that_failed_for_now_is_delivered_once_its_other_end_is_back(self, notifier: Notifier) -> None:
        with self.failing(notifier), suppress(TemporaryFailure):
            self._deliver(notifier, 1)
        self._deliver(notifier, 1)
        self._holds(notifier, 1)

    @needs("can_fail")
    def test_a_failure_does_not_tell_what_the_message_says(self, notifier: Notifier) -> None:
        told = ""
        with self.failing(notifier):
            try:
                self._deliver(notifier, 1)
            except _REFUSALS as failure:
                told = f"{failure} {failure.where} {failure.problems}"
        assert marker(1) not in told, "errors are kept and shown to more people than the message"

    # -- how they are asked

    def _deliver(self, notifier: Notifier, *numbers: int) -> None:
        with notifier.session() as session:
            for number in numbers:
                session.deliver(message(number, channel=notifier.name))

    def _taken(self, deliver: Callable[[], None]) -> bool:
        """Whether a message went; refused is not taken, and anything else than a refusal is raised as it is."""
        try:
            deliver()
        except _REFUSALS as refusal:
            assert str(refusal).strip(), "a person reads this: say what is wrong with the message"
            return False
        return True

    def _holds(self, notifier: Notifier, *numbers: int) -> None:
        """The other end holds these messages, each once, and nothing else."""
        arrived = list(self.arrived(notifier))
        assert sorted(self._number(content, numbers) for content in arrived) == list(numbers)
        if self.verbatim:
            assert sorted(arrived) == sorted(map(mail, numbers))

    def _number(self, content: bytes, numbers: Sequence[int]) -> int:
        """Which of the messages a content is; 0 for one that is none of them, or several."""
        held = [number for number in numbers if marker(number).encode() in content]
        return held[0] if len(held) == 1 else 0


def in_a_thread(work: Callable[[], _T]) -> _T:
    """What a function gives in a thread of its own; raises what it raised."""
    given: list[_T] = []
    raised: list[BaseException] = []

    def run() -> None:
        try:
            given.append(work())
        except BaseException as error:
            raised.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if raised:
        raise raised[0]
    return given[0]
