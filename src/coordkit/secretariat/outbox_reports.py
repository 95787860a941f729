"""How the outbox and a run of sending read to people. No message's content stands in it."""

from __future__ import annotations

from coordkit.secretariat.correspondence import Sent
from coordkit.secretariat.wording import Wording


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
