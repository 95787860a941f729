"""How the outbox and a run of sending read to people. No message's content stands in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from coordkit.ports import MessageState
from coordkit.secretariat.correspondence import Sent
from coordkit.secretariat.wording import Wording

_STATES: Mapping[MessageState, tuple[str, str]] = {
    MessageState.FAILED: ("не доставлено", "failed"),
    MessageState.LEASED: ("надсилається", "on its way"),
    MessageState.WAITING: ("чекає", "waiting"),
    MessageState.SENT: ("надіслано", "sent"),
    MessageState.SUPERSEDED: ("замінено новішим", "superseded by a newer one"),
    MessageState.DROPPED: ("відкинуто", "dropped"),
}


def state_word(state: MessageState, say: Wording) -> str:
    """What people call the state of a message."""
    return say(*_STATES[state])


def outbox_title(states: Iterable[MessageState], say: Wording) -> str:
    """How many messages are in which state, those that failed first: ``3 листи (не доставлено: 1, чекає: 2)``."""
    counted = Counter(states)
    parts = [f"{state_word(state, say)}: {counted[state]}" for state in _STATES if counted[state]]
    return say.count(counted.total(), "messages") + (f" ({', '.join(parts)})" if parts else "")


def sent_lines(sent: Sent, say: Wording) -> tuple[str, ...]:
    """How a run of sending went, a line for each message that did not go and each channel that stayed behind."""
    messages = say.count(sent.sent, "messages")
    others = (
        (sent.failed, say("не доставлено", "failed")),
        (sent.superseded, say("замінено новішими", "superseded by newer ones")),
    )
    head = say(f"Надіслано: {messages}; чекають: {sent.waiting}", f"Sent: {messages}; waiting: {sent.waiting}")
    head += "".join(f"; {word}: {count}" for count, word in others if count)
    stayed = [say(f"  Канал {channel}: {why}", f"  Channel {channel}: {why}") for channel, why in sent.hindrances]
    return (head, *(f"  {recipient}: {why}" for recipient, why in sent.failures), *stayed)
