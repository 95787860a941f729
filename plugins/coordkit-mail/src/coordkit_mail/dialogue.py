"""The conversation with a server, by ``smtplib``, in which every step ends in time and no answer is larger than it may be."""

from __future__ import annotations

import io
import smtplib
import socket
import ssl
from time import monotonic
from typing import Any

import attrs

from coordkit_mail.replies import Reply

_LARGEST_REPLY = 1 << 16
_PIECE = 1 << 16
_GOODBYE = 5.0


@attrs.frozen
class Lost(Exception):
    """The connection is gone, or what came over it was no SMTP; ``why`` is for people."""

    why: str


class Dialogue(smtplib.SMTP):
    """One connection.

    ``smtplib`` waits anew for every byte that trickles in, so that a slow server holds it for ever: here no step takes longer
    than ``timeout`` without a sign of life, and nothing lasts beyond ``until`` (of the monotonic clock). It is told the name that
    stands in EHLO, since ``smtplib`` would ask the resolver for one, and tell it.
    """

    def __init__(self, *, name: str, timeout: float, until: float) -> None:
        super().__init__(local_hostname=name, timeout=timeout)
        self.until = until
        self._step = timeout
        self._room = _LARGEST_REPLY

    def patience(self) -> float:
        """How many seconds this step may take. Raises ``TimeoutError`` where there is no time left."""
        left = self.until - monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        return min(self._step, left)

    def open(self, host: str, port: int, context: ssl.SSLContext | None) -> Reply:
        """Connects, at once with TLS where there is a context, and gives the greeting. Raises ``OSError`` and ``Lost``."""
        self.sock = self._reached(host, port)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if context is not None:
            self.protect(host, context)
        return self.reply()

    def protect(self, host: str, context: ssl.SSLContext) -> None:
        """Speaks TLS from here on, and forgets what was heard before (RFC 3207 section 4.2). Raises ``OSError``."""
        assert self.sock is not None
        self.sock.settimeout(self.patience())
        self.sock = context.wrap_socket(self.sock, server_hostname=host)
        self.file = None
        self.esmtp_features = {}
        self.does_esmtp = False

    def greet(self) -> Reply:
        """EHLO, after which ``has_extn`` knows what the server can do. Raises ``Lost``."""
        try:
            return Reply.of(*self.ehlo())
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise self._lost(error) from error

    def ask(self, command: str) -> Reply:
        """One command and its answer. Raises ``Lost``, after which the connection is closed."""
        try:
            self.putcmd(command)
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise self._lost(error) from error
        return self.reply()

    def reply(self) -> Reply:
        """The next answer. Raises ``Lost``, after which the connection is closed."""
        try:
            return Reply.of(*self.getreply())
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise self._lost(error) from error

    def pour(self, content: bytes) -> None:
        """Sends what follows DATA, as it is. Raises ``Lost``."""
        try:
            self.send(content)
        except (smtplib.SMTPException, OSError) as error:
            raise self._lost(error) from error

    def part(self) -> None:
        """Says goodbye and closes; what goes wrong with that concerns no message."""
        self.until = monotonic() + _GOODBYE
        try:
            self.docmd("QUIT")
        except (smtplib.SMTPException, OSError, ValueError):
            pass
        finally:
            self.close()

    def _reached(self, host: str, port: int) -> socket.socket:
        """A connection to the first of the host's addresses that answers, in time over all of them."""
        failed = OSError("it has no address")
        for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            reached = socket.socket(family, kind, protocol)
            try:
                reached.settimeout(self.patience())
                reached.connect(address)
                return reached
            except OSError as error:
                reached.close()
                failed = error
        raise failed

    def _lost(self, error: Exception) -> Lost:
        self.close()
        cause = error.__cause__ or error.__context__ or error
        return Lost("no answer in time" if isinstance(cause, TimeoutError) else "the connection was closed")

    # What smtplib itself calls.

    def send(self, s: Any) -> None:
        """Sends all of it in time. Raises ``SMTPServerDisconnected``."""
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("not connected")
        content = memoryview(s.encode("ascii") if isinstance(s, str) else s)
        try:
            for begin in range(0, len(content), _PIECE):
                self.sock.settimeout(self.patience())
                self.sock.sendall(content[begin : begin + _PIECE])
        except OSError as error:
            self.close()
            raise smtplib.SMTPServerDisconnected("lost") from error

    def getreply(self) -> tuple[int, bytes]:
        """An answer of bounded size, in time. Raises ``SMTPServerDisconnected``."""
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("not connected")
        if self.file is None:
            self.file = io.BufferedReader(_Incoming(self))
        self._room = _LARGEST_REPLY
        return super().getreply()

    def receive_into(self, buffer: Any) -> int:
        """What came in, into ``buffer``. Raises ``OSError`` where it takes too long or is too much."""
        assert self.sock is not None
        self.sock.settimeout(self.patience())
        count = self.sock.recv_into(buffer)
        self._room -= count
        if self._room < 0:
            raise OSError("the answer is too large")
        return count


class _Incoming(io.RawIOBase):
    """What a dialogue receives, for ``smtplib`` to read lines from."""

    def __init__(self, dialogue: Dialogue) -> None:
        self._dialogue = dialogue

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._dialogue.receive_into(buffer)
