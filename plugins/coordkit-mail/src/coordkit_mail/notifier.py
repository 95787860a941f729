"""The channel ``mail``: messages over one kept connection, each refused in a way that says whether another try makes sense."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from time import monotonic

import attrs

from coordkit import PermanentFailure, TemporaryFailure
from coordkit.ports import Message
from coordkit_mail.dialogue import Dialogue, Lost
from coordkit_mail.envelope import Envelope
from coordkit_mail.login import login
from coordkit_mail.opening import NothingGoes, Opener, opener
from coordkit_mail.replies import Fault, Reply, Step, fault
from coordkit_mail.settings import PASSWORD, USER, Environment, Place, settings

LONGEST_DELIVERY = 240.0
"""Seconds after which a delivery is given up, whatever the server does: a sender's lease (ten minutes) must outlast it."""


@attrs.frozen
class MailNotifier:
    """Mail over SMTP, to the server that the environment names or the one of ``at(place)``.

    ``environ`` is read when a session is opened, so that no password lives longer than that.
    """

    place: str | None = attrs.field(default=None, repr=False)
    environ: Mapping[str, str] = attrs.field(factory=lambda: os.environ, repr=False, eq=False)
    name: str = attrs.field(default="mail", init=False)

    def __attrs_post_init__(self) -> None:
        if self.place is not None:
            Place.of(self.place)

    def at(self, place: str) -> MailNotifier:
        """The same channel by another server: ``smtp://host:port`` (STARTTLS), ``smtps://host`` (TLS).

        ``smtp://user@host`` names who logs in, ``?security=none`` asks for no protection. Raises ``PluginError`` for another URL.
        """
        return attrs.evolve(self, place=place)

    @contextmanager
    def session(self) -> Iterator[MailSession]:
        """A session, connected and logged in, so that what stands in the way costs no message a try.

        Raises ``PluginError`` with all that is not set up, ``TemporaryFailure`` where the server is away or lets nobody in.
        """
        environment = Environment(self.environ)
        server = settings(environment, None if self.place is None else Place.of(self.place))
        session = MailSession(opener(server, login(server, environment)))
        session.connect()
        try:
            yield session
        finally:
            session.close()


@attrs.define(eq=False)
class MailSession:
    """One connection, kept from message to message, and opened again where the server let it go."""

    opener: Opener
    _dialogue: Dialogue | None = attrs.field(default=None, init=False, repr=False)
    _over: str | None = attrs.field(default=None, init=False)

    def connect(self) -> None:
        """Opens the connection. Raises ``TemporaryFailure``."""
        self._connected(monotonic() + LONGEST_DELIVERY)

    def deliver(self, message: Message) -> None:
        """Hands one message to the server, which answers for it from then on.

        Raises ``PermanentFailure`` where the server will never take this message for this recipient, or it is no mail that can go
        as it is; ``TemporaryFailure`` for all else: also where the connection was lost before the server's last word, so that it
        may have the message already, and where nothing goes at all, whoever the recipient is.
        """
        envelope = Envelope.of(message)
        if self._over is not None:
            raise TemporaryFailure(self._over, where=self._where)
        until = monotonic() + LONGEST_DELIVERY
        kept = self._dialogue is not None
        dialogue = self._connected(until)
        try:
            reply = dialogue.ask(_mail_from(envelope, dialogue))
        except Lost as error:
            self._dialogue = None
            if not kept:
                raise self._lost("the sender was named", error) from error
            reply = None
        if reply is None or (kept and reply.ends_connection):
            # A server lets go of a connection that was idle or served for long; of this message it has heard nothing.
            self._let_go()
            dialogue = self._connected(until)
            reply = self._said(dialogue, _mail_from(envelope, dialogue), "the sender was named")
        self._check(Step.MAIL, reply)
        self._check(Step.RCPT, self._said(dialogue, f"RCPT TO:<{envelope.recipient}>", "the recipient was named"))
        ready = self._said(dialogue, "DATA", "the message was announced")
        if ready.code != 354:
            self._refused(Step.DATA, ready)
        try:
            dialogue.pour(envelope.quoted)
        except Lost as error:
            self._dialogue = None
            raise self._lost("the message was on its way", error) from error
        try:
            reply = dialogue.reply()
        except Lost as error:
            self._dialogue = None
            raise TemporaryFailure(
                f"the server did not say whether it took the message ({error.why}); it is tried again and may arrive twice",
                where=self._where,
            ) from error
        self._check(Step.DATA, reply)

    def close(self) -> None:
        """Says goodbye to the server, where there is a connection."""
        dialogue, self._dialogue = self._dialogue, None
        if dialogue is not None:
            dialogue.part()

    @property
    def _where(self) -> str:
        return self.opener.settings.address

    def _connected(self, until: float) -> Dialogue:
        """The connection, opened where there is none."""
        if self._dialogue is not None:
            self._dialogue.until = until
            return self._dialogue
        try:
            self._dialogue = self.opener.open(until)
        except NothingGoes as failure:
            self._over = failure.message
            raise
        return self._dialogue

    def _said(self, dialogue: Dialogue, command: str, after: str) -> Reply:
        try:
            return dialogue.ask(command)
        except Lost as error:
            self._dialogue = None
            raise self._lost(after, error) from error

    def _lost(self, after: str, error: Lost) -> TemporaryFailure:
        return TemporaryFailure(
            f"the connection was lost when {after} ({error.why}); the message waits and is tried again", where=self._where
        )

    def _check(self, step: Step, reply: Reply) -> None:
        if not reply.is_taken:
            self._refused(step, reply)

    def _refused(self, step: Step, reply: Reply) -> None:
        """Raises what became of the message, with the connection ready for the next one, or gone."""
        what = fault(step, reply, logged_in=self.opener.login is not None)
        if what is Fault.CONFUSION or reply.ends_connection:
            self._let_go()
        else:
            self._reset()
        if what is Fault.FOR_GOOD:
            raise PermanentFailure(f"the server refuses {step.value} for good: {reply}", where=self._where)
        if what is Fault.LOGIN:
            self._over = f"the server wants another login ({reply}); check {USER} and {PASSWORD}, or the keyring"
            raise TemporaryFailure(self._over, where=self._where)
        if what is Fault.OURS:
            raise TemporaryFailure(
                f"the server does not let this desk send so: {reply}; check the office's address, and that {USER} may send as it",
                where=self._where,
            )
        said = "answers what makes no sense here" if what is Fault.CONFUSION else f"does not take {step.value} now"
        raise TemporaryFailure(f"the server {said}: {reply}; the message waits and is tried again", where=self._where)

    def _reset(self) -> None:
        """Forgets the message that was begun, so that the next one may begin."""
        assert self._dialogue is not None
        try:
            taken = self._dialogue.ask("RSET").is_taken
        except Lost:
            taken = False
        if not taken:
            self._let_go()

    def _let_go(self) -> None:
        dialogue, self._dialogue = self._dialogue, None
        if dialogue is not None:
            dialogue.close()


def _mail_from(envelope: Envelope, dialogue: Dialogue) -> str:
    """``MAIL FROM``, with the size of the message where the server wants to know it (RFC 1870)."""
    size = f" SIZE={len(envelope.content)}" if dialogue.has_extn("size") else ""
    return f"MAIL FROM:<{envelope.sender}>{size}"
