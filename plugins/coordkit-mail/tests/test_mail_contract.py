"""The channel ``mail`` keeps what every channel promises, in the clear on the loopback, with STARTTLS and with TLS and a login."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest
from smtp_servers import Certified, Server

from coordkit import Plugins
from coordkit.ports import Notifier
from coordkit.testing import NotifierContract
from coordkit_mail.notifier import MailNotifier


class Mail(NotifierContract):
    """A server whose door can be shut."""

    idempotent = False
    server: Server

    def arrived(self, notifier: Notifier) -> list[bytes]:
        return [each.content for each in self.server.accepted]

    @contextmanager
    def failing(self, notifier: Notifier) -> Iterator[None]:
        self.server.stop()
        try:
            yield
        finally:
            self.server.start()

    def notifier_for(self, **variables: str) -> MailNotifier:
        environ: Mapping[str, str] = {"COORDKIT_SMTP_TIMEOUT": "20", **variables}
        return MailNotifier(environ=environ).at(self.server.url)


class TestPlain(Mail):
    @pytest.fixture
    def notifier(self) -> Iterator[Notifier]:
        with Server().running() as self.server:
            yield self.notifier_for()


class TestStarttls(Mail):
    @pytest.fixture
    def notifier(self, known: Certified) -> Iterator[Notifier]:
        with Server(starttls=known.context).running() as self.server:
            yield self.notifier_for(COORDKIT_SMTP_CA_FILE=known.ca_file)


class TestTlsWithLogin(Mail):
    @pytest.fixture
    def notifier(self, known: Certified) -> Iterator[Notifier]:
        with Server(tls=known.context, login=("desk", "pass phrase")).running() as self.server:
            yield self.notifier_for(
                COORDKIT_SMTP_CA_FILE=known.ca_file,
                COORDKIT_SMTP_USER="desk",
                COORDKIT_SMTP_PASSWORD="pass phrase",
            )


def test_the_channel_is_found_by_its_name_and_asks_no_server_before_it_is_used() -> None:
    plugins = Plugins.discover(environ={"COORDKIT_PLUGINS": "mail"})
    notifier = plugins.notifier("mail")
    assert isinstance(notifier, MailNotifier)
    assert (notifier.name, notifier.place) == ("mail", None)
    assert plugins.notifier("mail", at="smtp://127.0.0.1:1").name == "mail"
