"""A mail server on the loopback that fails where it is told to, and remembers what it took: for tests and benchmarks.

It is aiosmtpd, so the protocol is spoken and judged by somebody else; what is added are faults. Run as a program it prints its port
and takes mail until its input ends, then prints how many it took.
"""

from __future__ import annotations

import asyncio
import random
import ssl
import sys
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import Enum
from typing import Any, Protocol

import attrs
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


class Stage(Enum):
    """Where a fault happens."""

    CONNECT = "connect"
    EHLO = "ehlo"
    STARTTLS = "starttls"
    AUTH = "auth"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    BODY = "body"
    """In the middle of the message."""
    END = "end"
    """After the final dot; nothing was taken."""
    REPLY = "reply"
    """After the message was taken, instead of the answer that says so."""
    RSET = "rset"
    QUIT = "quit"


@attrs.frozen
class Fault:
    """The server answers this in place of what it would, says nothing more (``silent``), or else drops the connection."""

    stage: Stage
    answer: str | None = None
    silent: bool = False


_OF_TRANSACTION = (Stage.MAIL, Stage.RCPT, Stage.DATA, Stage.BODY, Stage.END, Stage.REPLY)
DROPS = tuple(Fault(stage) for stage in (Stage.CONNECT, Stage.EHLO, *_OF_TRANSACTION))
LATER = (
    Fault(Stage.CONNECT, "421 4.3.2 too busy"),
    Fault(Stage.MAIL, "451 4.3.0 local error"),
    Fault(Stage.RCPT, "451 4.7.1 greylisted, come again"),
    Fault(Stage.RCPT, "421 4.3.2 closing"),
    Fault(Stage.DATA, "452 4.3.1 no room now"),
    Fault(Stage.END, "451 4.3.0 queue is full"),
)


class Faults(Protocol):
    """What goes wrong, asked once for each connection and once for each transaction."""

    def connection(self) -> Fault | None: ...
    def transaction(self) -> Fault | None: ...


@attrs.define
class Listed:
    """The given faults, one after the other, each in its place; then nothing goes wrong."""

    coming: list[Fault | None] = attrs.field(factory=list)

    def connection(self) -> Fault | None:
        return self._next(lambda fault: fault is not None and fault.stage not in _OF_TRANSACTION)

    def transaction(self) -> Fault | None:
        return self._next(lambda fault: fault is None or fault.stage in _OF_TRANSACTION)

    def _next(self, fits: Callable[[Fault | None], bool]) -> Fault | None:
        return self.coming.pop(0) if self.coming and fits(self.coming[0]) else None


class Chance:
    """So large a share of transactions fails, at points drawn by a seed; of connections a third of that share."""

    def __init__(self, seed: int, share: float, faults: Sequence[Fault] = DROPS + LATER) -> None:
        self._random = random.Random(seed)
        self._share = share
        self._early = [fault for fault in faults if fault.stage not in _OF_TRANSACTION]
        self._late = [fault for fault in faults if fault.stage in _OF_TRANSACTION]

    def connection(self) -> Fault | None:
        return self._random.choice(self._early) if self._early and self._random.random() < self._share / 3 else None

    def transaction(self) -> Fault | None:
        return self._random.choice(self._late) if self._random.random() < self._share else None


@attrs.frozen
class Certified:
    """What a server shows, and the file of the authority that signed it."""

    context: ssl.SSLContext
    ca_file: str


@attrs.frozen
class Accepted:
    """A message that the server took: it answers for it, whether or not it could say so (``replied``)."""

    sender: str
    recipient: str
    content: bytes = attrs.field(repr=False)
    connection: int
    replied: bool

    @property
    def message_id(self) -> str:
        """The Message-ID as it stands there."""
        return self.header("Message-ID")

    def header(self, name: str) -> str:
        """The value of a header that stands on one line; empty where there is none."""
        start = f"{name}: ".encode()
        lines = self.content.partition(b"\r\n\r\n")[0].split(b"\r\n")
        return next((line.removeprefix(start).decode() for line in lines if line.startswith(start)), "")


class _Conversation(SMTP):
    """One connection."""

    def __init__(self, server: Server, number: int, **options: Any) -> None:
        super().__init__(_Hooks(server), hostname="server.example.org", ident="test", **options)
        self.of = server
        self.number = number
        self.early = server.faults.connection()
        self.fault: Fault | None = None
        self._greeted = False
        self._instead = ""

    async def meet(self, stage: Stage) -> str | None:
        """What is answered at this stage in place of the truth, None for the truth; a drop or silence never comes back."""
        self.of.watch(stage)
        for fault in (self.early, self.fault):
            if fault is not None and fault.stage is stage:
                self.of.met.append(fault)
                if fault.answer is not None:
                    return fault.answer
                if not fault.silent:
                    assert isinstance(self.transport, asyncio.Transport)
                    self.transport.abort()
                await asyncio.Event().wait()  # until the connection is gone, which cancels it
        return None

    def connection_lost(self, error: Exception | None) -> None:
        self.of.talks.remove(self)
        super().connection_lost(error)

    async def push(self, status: str) -> None:  # type: ignore[override]  # nobody here pushes bytes
        if not self._greeted:
            self._greeted = True
            answer = await self.meet(Stage.CONNECT)
            if answer is not None:
                await super().push(answer)
                assert self.transport is not None
                self.transport.close()
                return
        said = f"{self._instead or status}".encode()
        self._instead = ""
        await super().push(said)
        if said.startswith(b"421"):
            assert self.transport is not None
            self.transport.close()

    async def smtp_STARTTLS(self, arg: str) -> None:
        """STARTTLS; an answer of several lines is said in place of the right one before TLS begins, as if slipped in on the way."""
        answer = await self.meet(Stage.STARTTLS)
        if answer is not None and "\n" in answer:
            self._instead, answer = answer, None
        await (self.push(answer) if answer is not None else super().smtp_STARTTLS(arg))

    async def smtp_RSET(self, arg: str) -> None:
        answer = await self.meet(Stage.RSET)
        await (self.push(answer) if answer is not None else super().smtp_RSET(arg))

    async def smtp_QUIT(self, arg: str) -> None:
        answer = await self.meet(Stage.QUIT)
        await (self.push(answer) if answer is not None else super().smtp_QUIT(arg))

    async def smtp_AUTH(self, arg: str) -> None:
        self.of.logins += 1
        answer = await self.meet(Stage.AUTH)
        if answer is not None:
            await self.push(answer.replace("{arg}", arg))
        else:
            await super().smtp_AUTH(arg)

    async def smtp_DATA(self, arg: str) -> None:
        answer = await self.meet(Stage.DATA)
        if answer is not None:
            await self.push(answer)
        elif self.fault is not None and self.fault.stage is Stage.BODY:
            await self.push("354 go ahead")
            await self._reader.readuntil(b"\r\n")
            await self.meet(Stage.BODY)
        else:
            await super().smtp_DATA(arg)


class _Hooks:
    """What aiosmtpd asks of its user."""

    def __init__(self, server: Server) -> None:
        self.of = server

    async def handle_EHLO(
        self, talk: _Conversation, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.of.names.append(hostname)
        answer = await talk.meet(Stage.EHLO)
        return responses if answer is None else [answer]

    async def handle_MAIL(self, talk: _Conversation, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        talk.fault = self.of.faults.transaction()
        self.of.transactions += 1
        if (answer := await talk.meet(Stage.MAIL)) is not None:
            return answer
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 sender ok"

    async def handle_RCPT(self, talk: _Conversation, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        if (answer := await talk.meet(Stage.RCPT)) is not None:
            return answer
        if (refusal := self.of.refused.get(address)) is not None:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 recipient ok"

    async def handle_DATA(self, talk: _Conversation, session: Session, envelope: Envelope) -> str:
        if (answer := await talk.meet(Stage.END)) is not None:
            return answer
        replied = talk.fault is None or talk.fault.stage is not Stage.REPLY
        assert isinstance(envelope.original_content, bytes) and envelope.mail_from is not None
        (recipient,) = envelope.rcpt_tos
        self.of.accepted.append(Accepted(envelope.mail_from, recipient, envelope.original_content, talk.number, replied))
        return await talk.meet(Stage.REPLY) or "250 taken"


def ignore(stage: Stage) -> None:
    """Watches nothing."""


@attrs.define(eq=False)
class Server:
    """A mail server, and what it took, in order.

    ``tls`` protects from the first byte, ``starttls`` when asked; ``login`` is the only user and password, wanted before mail.
    ``refused`` are answers to certain recipients. ``watch`` is called at each stage, in the server's thread.
    """

    faults: Faults = attrs.field(factory=Listed)
    tls: ssl.SSLContext | None = None
    starttls: ssl.SSLContext | None = None
    login: tuple[str, str] | None = None
    largest: int | None = None
    refused: Mapping[str, str] = attrs.field(factory=dict)
    watch: Callable[[Stage], None] = ignore
    port: int = 0
    accepted: list[Accepted] = attrs.field(factory=list)
    met: list[Fault] = attrs.field(factory=list)
    names: list[str] = attrs.field(factory=list)
    connections: int = 0
    transactions: int = 0
    logins: int = 0
    talks: list[_Conversation] = attrs.field(factory=list, repr=False)
    _loop: asyncio.AbstractEventLoop | None = None
    _listening: asyncio.Server | None = None
    _thread: threading.Thread | None = None

    @property
    def lost_replies(self) -> int:
        """How many messages it took without saying so."""
        return sum(not each.replied for each in self.accepted)

    @property
    def talking(self) -> bool:
        """Whether a connection is open."""
        return bool(self.talks)

    @property
    def url(self) -> str:
        """Where it is, as the channel takes it."""
        if self.tls is not None:
            return f"smtps://127.0.0.1:{self.port}"
        return f"smtp://127.0.0.1:{self.port}" + ("" if self.starttls is not None else "?security=none")

    @contextmanager
    def running(self) -> Iterator[Server]:
        """The server in a thread of its own; at the end it is gone, with all connections."""
        self.start()
        try:
            yield self
        finally:
            self.stop()

    def start(self) -> None:
        """Listens; again on the same port where it did before."""
        ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, args=(self._loop, ready), daemon=True)
        self._thread.start()
        ready.wait(10)
        assert self._listening is not None, "the server did not start"

    def stop(self) -> None:
        """Stops listening and drops all connections."""
        assert self._loop is not None and self._thread is not None
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._listening = None

    def _serve(self, loop: asyncio.AbstractEventLoop, ready: threading.Event) -> None:
        asyncio.set_event_loop(loop)
        self._listening = loop.run_until_complete(
            loop.create_server(self._conversation, "127.0.0.1", self.port, ssl=self.tls, reuse_address=True)
        )
        self.port = self._listening.sockets[0].getsockname()[1]
        ready.set()
        try:
            loop.run_forever()
        finally:
            self._listening.close()
            loop.run_until_complete(self._hang_up())
            loop.close()

    async def _hang_up(self) -> None:
        for talk in self.talks:
            if isinstance(talk.transport, asyncio.Transport):
                talk.transport.abort()
        while others := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(others)
        await asyncio.sleep(0)

    def _conversation(self) -> _Conversation:
        self.connections += 1
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # aiosmtpd warns of logins without TLS, and does not see TLS from the first byte
            talk = _Conversation(
                self,
                self.connections,
                data_size_limit=self.largest,
                tls_context=self.starttls,
                require_starttls=self.starttls is not None,
                auth_required=self.login is not None,
                auth_require_tls=self.login is None or self.starttls is not None,
                authenticator=self._authenticate if self.login is not None else None,
            )
        self.talks.append(talk)
        return talk

    def _authenticate(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        right = isinstance(data, LoginPassword) and self.login == (data.login.decode(), data.password.decode())
        return AuthResult(success=right, handled=False)


if __name__ == "__main__":
    with Server().running() as server:
        print(server.port, flush=True)
        sys.stdin.read()
    print(len(server.accepted))
