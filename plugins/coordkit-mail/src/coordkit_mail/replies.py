"""What a server's answers mean: whose fault a refusal is, the recipient's, the message's, or that of everything we send."""

from __future__ import annotations

import re
from enum import Enum

import attrs

_STATUS = re.compile(r"(?P<status>[245]\.\d{1,3}\.\d{1,3})(?=\s|$)")
_LONGEST = 300

# Enhanced status codes (RFC 3463, 5248) of refusals for which no recipient can do anything, although they come as 5xx to RCPT or
# to the message: the sender's address (X.1.7, X.1.8), a quota of the account (5.4.5 Google, 5.1.90 Microsoft), the right to
# send as somebody (5.7.60 Microsoft), the login or its strength (X.7.8, X.7.9, X.7.11, X.7.13, X.7.14).
_OURS = {"5.1.7", "5.1.8", "5.1.90", "5.4.5", "5.7.8", "5.7.9", "5.7.11", "5.7.13", "5.7.14", "5.7.60"}
# RFC 4954 section 6: a login is wanted, is too weak, or wants TLS.
_LOGIN_WANTED = {530, 534, 535, 538}
# RFC 5321 section 4.2.3: commands that the server does not know, or not now. What it says is of us, not of the message.
_CONFUSED = {500, 502, 503, 504}
_NO_RELAY = ("5.7.0", "5.7.1")
_TOO_LARGE = 552


@attrs.frozen
class Reply:
    """A server's answer: its code, its enhanced status where there is one, and its words on one line."""

    code: int
    status: str | None
    words: str

    @classmethod
    def of(cls, code: int, said: bytes) -> Reply:
        """The answer as ``smtplib`` gives it; controls and marks that turn a line around become U+FFFD."""
        lines = [line.strip() for line in said.decode("utf-8", "replace").splitlines()]
        found = _STATUS.match(lines[0]) if lines else None
        status = found["status"] if found else None
        if status is not None:
            lines = [line.removeprefix(status).strip() for line in lines]
        words = "".join(each if each.isprintable() else "\ufffd" for each in " ".join(filter(None, lines)))
        return cls(code, status, words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…")

    def __str__(self) -> str:
        return " ".join(filter(None, (str(self.code), self.status, self.words)))

    @property
    def is_taken(self) -> bool:
        """Whether it is done (2yz)."""
        return 200 <= self.code <= 299

    @property
    def is_refusal(self) -> bool:
        """Whether it is refused for good (5yz)."""
        return 500 <= self.code <= 599

    @property
    def is_sense(self) -> bool:
        """Whether it says yes or no at all; else both sides no longer speak of the same thing."""
        return self.is_taken or 400 <= self.code <= 599

    @property
    def ends_connection(self) -> bool:
        """Whether the server closes (RFC 5321 section 3.8)."""
        return self.code == 421


class Step(Enum):
    """The steps of one message, as people are told of them."""

    MAIL = "the sender"
    RCPT = "the recipient"
    DATA = "the message"


class Fault(Enum):
    """What a refusal is a fault of, which says what is to be done."""

    LATER = "of the moment: it is tried again"
    FOR_GOOD = "of the message or its recipient: it is not tried again"
    OURS = "of what the desk may do at this server: another message may go"
    LOGIN = "of the login: nothing goes in this session"
    CONFUSION = "of the conversation: it is closed"


def fault(step: Step, reply: Reply, *, logged_in: bool) -> Fault:
    """What it is a fault of that a step was not taken.

    Without a login a recipient may be refused because the server takes mail from here for nobody: that is not said of them.
    """
    if not reply.is_sense or reply.is_taken or reply.code in _CONFUSED:
        return Fault.CONFUSION
    if not reply.is_refusal:
        return Fault.LATER
    if reply.code in _LOGIN_WANTED:
        return Fault.LOGIN
    if step is Step.MAIL:
        return Fault.FOR_GOOD if reply.code == _TOO_LARGE else Fault.OURS
    if reply.status in _OURS:
        return Fault.OURS
    if step is Step.RCPT and not logged_in and (reply.status in _NO_RELAY or "relay" in reply.words.casefold()):
        return Fault.OURS
    return Fault.FOR_GOOD
