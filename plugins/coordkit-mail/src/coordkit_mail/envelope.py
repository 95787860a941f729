"""What a server is told of a message: from whom, to whom, and its bytes, which are refused where a server might change them."""

from __future__ import annotations

import email
import email.policy
import re
from email.utils import getaddresses

import attrs

from coordkit import PermanentFailure
from coordkit.ports import Message

# RFC 5321 section 4.1.2, without what nobody has: comments, quotes, source routes, local parts beyond ASCII. Where dots may
# stand is for the server to judge.
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}")
_LABEL = "[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_LITERAL = re.compile(r"\[[A-Za-z0-9.:]{2,60}\]")
_LONGEST_ADDRESS = 254

_LONGEST_LINE = 998


@attrs.frozen
class Envelope:
    """Addresses in ASCII, and the whole message in seven bits with CRLF throughout, as it goes out but for the doubled dots."""

    sender: str
    recipient: str
    content: bytes = attrs.field(repr=False)

    @classmethod
    def of(cls, message: Message) -> Envelope:
        """The envelope of a message; its sender is that of the Sender line, else of From (RFC 5322 section 3.6.2).

        Raises ``PermanentFailure`` for a recipient that is not one address, and for content that would not arrive as it is.
        """
        where = f"message {message.id}"
        recipient = address(message.recipient)
        if recipient is None:
            raise PermanentFailure("its recipient is not one mail address; correct it where it is on record", where=where)
        if why := fault(message.content):
            raise PermanentFailure(f"its content is no mail that can go as it stands ({why}); render it anew", where=where)
        sender = _sender(message.content)
        if sender is None:
            raise PermanentFailure("it has no header with one From or Sender address; render it anew", where=where)
        return cls(sender, recipient, message.content)

    @property
    def quoted(self) -> bytes:
        """The content with a dot before each line that begins with one, and the line with a dot that ends it (RFC 5321 4.5.2)."""
        doubled = self.content.replace(b"\r\n.", b"\r\n..")
        return (b"." if doubled.startswith(b".") else b"") + doubled + b".\r\n"


def address(text: str) -> str | None:
    """A mail address as SMTP takes it, a domain of other letters in ASCII (IDNA); None for what is not exactly one address."""
    local, at, domain = text.rpartition("@")
    if not at or len(text) > _LONGEST_ADDRESS or not _LOCAL.fullmatch(local):
        return None
    if not domain.isascii():
        try:
            domain = domain.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    if not (_DOMAIN.fullmatch(domain) or _LITERAL.fullmatch(domain)) or len(local) + 1 + len(domain) > _LONGEST_ADDRESS:
        return None
    return f"{local}@{domain}"


def fault(content: bytes) -> str | None:
    """Why a message might arrive as other bytes than these, or None: what is sent is what was rendered."""
    if not content.endswith(b"\r\n"):
        return "its last line does not end in CRLF"
    if not content.count(b"\r\n") == content.count(b"\r") == content.count(b"\n"):
        # To some servers it is a line's end and to others it is not, and a line of one dot beside it is how mail is smuggled.
        return "a line ends in CR or LF alone"
    if not content.isascii() or b"\0" in content:
        return "it holds bytes beyond ASCII, or NUL"
    if max(map(len, content.split(b"\r\n"))) > _LONGEST_LINE:
        return f"a line is longer than {_LONGEST_LINE} characters"
    return None


def _sender(content: bytes) -> str | None:
    try:
        headers = email.message_from_bytes(content.partition(b"\r\n\r\n")[0], policy=email.policy.compat32)
        for name in ("Sender", "From"):
            if lines := headers.get_all(name):
                (found,) = getaddresses([str(line) for line in lines])
                return address(found[1])
    except Exception:  # the email package says nothing about what it raises for hostile input
        return None
    return None
