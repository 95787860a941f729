"""A connection is opened: reached, protected, logged in. What stops it is no message's fault, and never a password's place."""

from __future__ import annotations

import ssl
from collections.abc import Callable

import attrs

from coordkit import PluginError, TemporaryFailure
from coordkit_mail.dialogue import Dialogue, Lost
from coordkit_mail.login import Login
from coordkit_mail.replies import Reply
from coordkit_mail.settings import CA_FILE, HOST, PASSWORD, PORT, SECURITY, USER, Security, Settings


class NothingGoes(TemporaryFailure):
    """Why nothing more goes in a session, however often it is tried: the login, the certificate, what the server can do."""


@attrs.frozen
class Opener:
    """Opens connections to one server."""

    settings: Settings
    login: Login | None
    context: ssl.SSLContext | None

    def open(self, until: float) -> Dialogue:
        """A connection over which messages may go, by ``until`` (monotonic).

        Raises ``TemporaryFailure``; of its kind ``NothingGoes`` where another try would end as this one.
        """
        settings = self.settings
        dialogue = Dialogue(name=settings.name, timeout=settings.timeout, until=until)
        try:
            greeting = self._reach(dialogue)
            self._expect(greeting, 220, "does not take mail")
            self._expect(self._said(dialogue.greet, "EHLO"), 250, "refuses the greeting EHLO")
            if settings.security is Security.STARTTLS:
                self._upgrade(dialogue)
            if self.login is not None:
                self._log_in(dialogue, self.login)
        except BaseException:
            dialogue.close()
            raise
        return dialogue

    def _reach(self, dialogue: Dialogue) -> Reply:
        settings = self.settings
        try:
            return dialogue.open(settings.host, settings.port, self.context if settings.security is Security.TLS else None)
        except ssl.SSLError as error:
            raise self._no_tls(error) from error
        except Lost as error:
            raise self._away(f"said nothing ({error.why})") from error
        except (OSError, UnicodeError) as error:
            raise self._away(
                f"cannot be reached ({getattr(error, 'strerror', None) or error}; if this lasts, check its name and port)"
            ) from error

    def _upgrade(self, dialogue: Dialogue) -> None:
        """STARTTLS (RFC 3207), without which nothing more is said: a server that no longer offers it may not be the server."""
        if not dialogue.has_extn("starttls"):
            raise self._nothing_goes(
                f"does not offer STARTTLS; if it speaks TLS from the first byte (often port 465), set {SECURITY}=tls, "
                "else ask who runs it, or who runs the network between"
            )
        self._expect(self._said(lambda: dialogue.ask("STARTTLS"), "STARTTLS"), 220, "refuses STARTTLS")
        assert self.context is not None
        try:
            dialogue.protect(self.settings.host, self.context)
        except ssl.SSLError as error:
            raise self._no_tls(error) from error
        except OSError as error:
            raise self._away(f"broke off the change to TLS ({error.strerror or error})") from error
        self._expect(self._said(dialogue.greet, "EHLO"), 250, "refuses the greeting EHLO")

    def _log_in(self, dialogue: Dialogue, login: Login) -> None:
        """AUTH (RFC 4954), once, by PLAIN or else LOGIN. ``smtplib`` would try the password by every way that is offered.

        Errors are raised out here: nothing hangs on them that held the password.
        """
        offered = str(dialogue.esmtp_features.get("auth", "")).upper().split()
        if "PLAIN" not in offered and "LOGIN" not in offered:
            raise self._nothing_goes(f"offers no login by PLAIN or LOGIN; unset {USER} if it wants none, else ask who runs it")
        reply, lost = _asked(dialogue, login, "PLAIN" if "PLAIN" in offered else "LOGIN")
        if reply is None:
            raise self._away(f"broke off the login ({lost})")
        if reply.code == 235:
            return
        if login.is_told_by(str(reply)):
            reply = Reply(reply.code, reply.status, "(its words repeat the password and are left out)")
        if reply.code // 100 == 4:
            raise self._away(f"cannot check the login now: {reply}")
        raise self._nothing_goes(f"refuses the login ({reply}); check {USER} and {PASSWORD}, or the keyring")

    def _said(self, ask: Callable[[], Reply], what: str) -> Reply:
        try:
            return ask()
        except Lost as error:
            raise self._away(f"broke off at {what} ({error.why})") from error

    def _expect(self, reply: Reply, code: int, otherwise: str) -> None:
        if reply.code == code:
            return
        if reply.is_refusal:
            raise self._nothing_goes(f"{otherwise} ({reply}); check {HOST} and {PORT}, or ask who runs it")
        raise self._away(f"{otherwise} now ({reply})")

    def _no_tls(self, error: ssl.SSLError) -> TemporaryFailure:
        if isinstance(error, ssl.SSLCertVerificationError):
            return self._nothing_goes(
                f"shows a certificate that does not hold ({error.verify_message}); if it is signed by an authority of your own, "
                f"name that one's file in {CA_FILE}; else somebody may be listening"
            )
        if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
            return self._away("broke off the change to TLS")
        return self._nothing_goes(f"speaks no TLS here ({error.reason or error}); check {PORT} and {SECURITY}")

    def _away(self, what: str) -> TemporaryFailure:
        return TemporaryFailure(f"the server {what}; what waits is tried again", where=self.settings.address)

    def _nothing_goes(self, what: str) -> NothingGoes:
        return NothingGoes(f"the server {what}", where=self.settings.address)


def opener(settings: Settings, login: Login | None) -> Opener:
    """What opens connections to a server. Raises ``PluginError`` for a file of authorities that cannot be read."""
    if settings.security is Security.NONE:
        return Opener(settings, login, None)
    try:
        return Opener(settings, login, ssl.create_default_context(cafile=settings.ca_file))
    except OSError as error:  # an SSLError is one too
        raise PluginError(
            f"{settings.ca_file} cannot be read as certificates ({error.strerror or error}); name a PEM file", where=CA_FILE
        ) from error


def _asked(dialogue: Dialogue, login: Login, way: str) -> tuple[Reply | None, str]:
    """The server's last answer to a login, or None and why there is none."""
    try:
        if way == "PLAIN":
            return dialogue.ask(f"AUTH PLAIN {login.plain()}"), ""
        reply = dialogue.ask("AUTH LOGIN")
        for answer in login.answers():
            if reply.code != 334:
                break
            reply = dialogue.ask(answer)
    except Lost as error:
        return None, error.why
    return reply, ""
