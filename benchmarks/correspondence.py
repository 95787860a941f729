"""Mail for the benchmarks of sending: threads of several messages, a desk whose clock we set, and what became of each message."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import attrs

import coordkit
from coordkit import Plugins, Secretariat
from coordkit.ports import Message, MessageState

if TYPE_CHECKING:  # a sender reads this too, and needs no mail server for it
    from smtp_servers import Accepted

CHANNEL = "mail"
LEASE = timedelta(minutes=11)
"""A little longer than a sender keeps a message for itself."""
_PARTS = ("", "20260901T070000Z", "20260908T070000Z")
_BEGIN = datetime(2026, 6, 18, 12, tzinfo=UTC)


@attrs.define
class Clock:
    """A clock that stands where it is put."""

    now: datetime = _BEGIN

    def __call__(self) -> datetime:
        return self.now


def opened(path: Path, clock: Clock) -> Secretariat:
    """A desk in a file, with the builtins only."""
    return coordkit.open(str(path), actor="benchmark", plugins=Plugins.discover(environ={"COORDKIT_PLUGINS": "none"}), clock=clock)


def invitations(threads: int) -> list[Message]:
    """Three messages for each thread: about the whole, and about two occurrences."""
    return [_message(thread, part, 0, _BEGIN) for thread in range(threads) for part in _PARTS]


def changes(threads: Iterable[int], at: datetime) -> list[Message]:
    """One more message for each thread, about the whole, with a higher sequence."""
    return [_message(thread, "", 1, at) for thread in threads]


def queue(desk: Secretariat, messages: Iterable[Message]) -> None:
    """Puts messages into the outbox, in one transaction."""
    with desk.store.unit() as unit:
        for message in messages:
            unit.enqueue(message)
        unit.commit()


def _message(thread: int, part: str, sequence: int, at: datetime) -> Message:
    number = (thread << 8) + (_PARTS.index(part) << 4) + sequence
    id = UUID(int=number + 1)
    return Message(
        id=id,
        channel=CHANNEL,
        recipient=f"to{thread % 40}@example.org",
        content=_mail(number, f"to{thread % 40}@example.org", id),
        about=(),
        queued_at=at + timedelta(microseconds=number),
        due_at=at,
        key=f"{thread} {part} {sequence}",
        thread=f"thread-{thread}@example.org",
        part=part,
        sequence=sequence,
    )


def _mail(number: int, recipient: str, id: UUID) -> bytes:
    """A mail as large as an invitation, in its calendar part twice. ``X-Message`` names it whatever its Message-ID is."""
    calendar = base64.encodebytes(f"BEGIN:VCALENDAR {number} ".encode() * 70).replace(b"\n", b"\r\n")
    headers = (
        "From: Office <office@example.org>",
        f"To: {recipient}",
        f"Message-ID: <{number}@example.org>",
        f"X-Message: {id}",
        "Subject: =?utf-8?b?0JfQsNGB0ZbQtNCw0L3QvdGP?=",
        "MIME-Version: 1.0",
        "Content-Type: text/calendar; charset=utf-8; method=REQUEST",
        "Content-Transfer-Encoding: base64",
    )
    return "\r\n".join(headers).encode() + b"\r\n\r\n" + calendar + b"\r\n.\r\n..\r\n" + calendar


@attrs.frozen(kw_only=True)
class Verdict:
    """What became of the messages of a desk, by what a server took.

    ``lost`` were neither taken nor superseded by a newer one that was. ``twice`` counts what was taken again, ``lost_replies`` what
    was taken without the sender being told. ``renamed`` are messages taken under several Message-IDs, ``altered`` those taken with
    other bytes than were queued, ``stale`` those taken after a newer one of their part to the same recipient.
    """

    queued: int
    taken: int
    superseded: int
    lost: int
    twice: int
    lost_replies: int
    renamed: int
    altered: int
    stale: int


def verdict(desk: Secretariat, accepted: Sequence[Accepted]) -> Verdict:
    """Compares what a server took with what was queued."""
    with desk.store.unit() as unit:
        kept = {str(message.id): message for message in unit.messages()}
    times = Counter(each.header("X-Message") for each in accepted)
    newest: dict[tuple[str, str, str], int] = {}
    stale = 0
    for each in accepted:
        message = kept[each.header("X-Message")]
        part = _part(message)
        stale += message.sequence < newest.get(part, 0)
        newest[part] = max(message.sequence, newest.get(part, 0))
    gave_way = {id for id, message in kept.items() if _is_superseded(message, newest)}
    names = {(each.header("X-Message"), each.message_id) for each in accepted}
    return Verdict(
        queued=len(kept),
        taken=len(times),
        superseded=len(gave_way - times.keys()),
        lost=len(kept.keys() - times.keys() - gave_way),
        twice=times.total() - len(times),
        lost_replies=sum(not each.replied for each in accepted),
        renamed=len(names) - len({id for id, _ in names}),
        altered=sum(each.content != kept[each.header("X-Message")].content for each in accepted),
        stale=stale,
    )


def _part(message: Message) -> tuple[str, str, str]:
    return message.recipient, message.thread, message.part


def _is_superseded(message: Message, newest: dict[tuple[str, str, str], int]) -> bool:
    return message.state is MessageState.SUPERSEDED and newest.get(_part(message), -1) > message.sequence


def waiting(desk: Secretariat) -> Iterator[Message]:
    """What is still to be sent."""
    with desk.store.unit() as unit:
        for state in (MessageState.WAITING, MessageState.LEASED):
            yield from unit.messages(state)
