"""The password goes to the server and nowhere else: not printed, not kept, in no error, no ``repr``, no traceback."""

from __future__ import annotations

import base64
import logging
import subprocess
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked
from smtp_servers import Certified, Fault, Listed, Server, Stage

import coordkit
from coordkit import PluginError, Plugins, TemporaryFailure
from coordkit.secretariat import correspondence
from coordkit.testing.notifier_samples import message
from coordkit_mail.login import Login
from coordkit_mail.notifier import MailNotifier

PASSWORD = "hunter2-Кобзар"


def forms(password: str) -> list[str]:
    """A password as it might show: as it is, and as it goes over the line."""
    plain = base64.b64encode(f"\0desk\0{password}".encode()).decode()
    return [password, password[:7], plain, plain[8:24], base64.b64encode(password.encode()).decode()]


def environ(server: Server, known: Certified) -> dict[str, str]:
    return {
        "COORDKIT_SMTP_HOST": "127.0.0.1",
        "COORDKIT_SMTP_PORT": str(server.port),
        "COORDKIT_SMTP_USER": "desk",
        "COORDKIT_SMTP_PASSWORD": PASSWORD,
        "COORDKIT_SMTP_CA_FILE": known.ca_file,
        "COORDKIT_SMTP_TIMEOUT": "5",
    }


def traceback_of(error: BaseException) -> str:
    """All that a traceback can show of what is not this test: the variables of every function, and what led to it."""
    assert error.__traceback__ is not None
    error.__traceback__ = error.__traceback__.tb_next
    return "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())


ECHOES = [
    "535 5.7.8 no",
    f"535 5.7.8 desk may not log in with {PASSWORD}",
    "500 what is AUTH {arg}?",
    "500 what is {arg}",
    "535 you said: {arg}".upper().replace("{ARG}", "{arg}"),
    None,
]


@pytest.mark.parametrize("answer", ECHOES, ids=range(len(ECHOES)))
def test_whatever_a_server_says_to_a_login_the_password_shows_nowhere(
    answer: str | None, known: Certified, tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR, logger="mail.log")  # the server's own log, in which it may write what it likes
    faults = Listed([Fault(Stage.AUTH, answer)] * 3)
    with Server(faults, starttls=known.context, login=("desk", PASSWORD)).running() as server:
        notifier = MailNotifier(environ=environ(server, known))
        with pytest.raises(TemporaryFailure) as caught, notifier.session():
            pytest.fail("a session was opened")
    shown = [repr(notifier), str(caught.value), repr(caught.value), str(vars(caught.value)), traceback_of(caught.value)]
    printed = capfd.readouterr()
    shown += [printed.out, printed.err, caplog.text]
    assert server.logins
    assert [each for each in forms(PASSWORD) for text in shown if each.casefold() in text.casefold()] == []


def test_the_password_is_not_kept_in_the_desk(known: Certified, tmp_path: Path) -> None:
    plugins = Plugins.discover(environ={"COORDKIT_PLUGINS": "mail"})
    desk = coordkit.open(str(tmp_path / "desk.db"), actor="secretary", plugins=plugins)
    with desk.work() as work:
        work.enqueue(message(1, channel="mail"))
        work.commit()
    faults = Listed([Fault(Stage.MAIL), Fault(Stage.AUTH, f"535 desk and {PASSWORD} are wrong")])
    with Server(faults, starttls=known.context, login=("desk", PASSWORD)).running() as server:
        sent = correspondence.send(desk, MailNotifier(environ=environ(server, known)))
    (kept,) = correspondence.outbox(desk)
    desk.close()
    assert (sent.waiting, server.logins) == (1, 2)
    assert "refuses the login" in (kept.last_error or "")
    content = (tmp_path / "desk.db").read_bytes()
    assert [each for each in forms(PASSWORD) if each.encode() in content] == []


def test_a_login_shows_and_gives_away_nothing_but_to_the_server() -> None:
    login = Login("desk", PASSWORD)
    assert (repr(login), str(login), f"{login}") == ("Login(...)",) * 3
    with pytest.raises(TypeError, match="not pickled"):
        __import__("pickle").dumps(login)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("535 5.7.8 wrong login", False),
        (f"535 {PASSWORD} is wrong", True),
        (f"535 {PASSWORD.upper()} is wrong", True),
        ("535 hunter2 is wrong", True),
        ("535 password not accepted", False),
        (Login("desk", PASSWORD).plain(), True),
        (Login("desk", PASSWORD).plain()[-12:], True),
    ],
)
def test_words_that_hold_a_piece_of_the_password_are_known(words: str, told: bool) -> None:
    assert Login("desk", PASSWORD).is_told_by(words) is told


@pytest.mark.parametrize("password", ["a\x00b", "\udcff"])
def test_a_password_that_cannot_be_sent_is_refused_without_being_shown(password: str) -> None:
    variables = {"COORDKIT_SMTP_HOST": "localhost", "COORDKIT_SMTP_USER": "desk", "COORDKIT_SMTP_PASSWORD": password}
    with pytest.raises(PluginError, match="the login is no text") as caught, MailNotifier(environ=variables).session():
        pytest.fail("nothing may be delivered")
    shown = traceback_of(caught.value)
    assert password not in shown and repr(password)[1:-1] not in shown


# -- the keyring


class Ring(KeyringBackend):
    """A keyring in memory."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring types what it is asked for, and not this
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked(f"{PASSWORD} is behind a lock")
        return self.kept.get((service, username))


@pytest.fixture
def ring() -> Iterator[Ring]:
    before = keyring.get_keyring()
    ring = Ring()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


def keyed(server: Server, known: Certified) -> MailNotifier:
    return MailNotifier(environ={name: value for name, value in environ(server, known).items() if "PASSWORD" not in name})


def test_the_password_may_lie_in_the_keyring_by_the_servers_name(known: Certified, ring: Ring) -> None:
    keyring.set_password("127.0.0.1", "desk", PASSWORD)
    server = Server(starttls=known.context, login=("desk", PASSWORD))
    with server.running(), keyed(server, known).session() as session:
        session.deliver(message(1, channel="mail"))
    assert len(server.accepted) == 1


def test_no_password_in_the_keyring_and_a_locked_keyring_are_clear_errors(known: Certified, ring: Ring) -> None:
    keyring.set_password("elsewhere.example.org", "desk", PASSWORD)
    notifier = keyed(Server(port=25), known)
    with pytest.raises(PluginError, match=r'no password; set COORDKIT_SMTP_PASSWORD, or type: keyring set 127\.0\.0\.1 "\$COORD'):
        notifier.session().__enter__()
    ring.locked = True
    with pytest.raises(PluginError, match=r"cannot be read \(KeyringLocked\); unlock it, or set COORDKIT_SMTP_PASSWORD") as caught:
        notifier.session().__enter__()
    assert PASSWORD not in str(caught.value)


def test_the_keyring_is_imported_only_when_it_is_asked_and_its_absence_is_one_error_with_the_pip_line() -> None:
    program = """
import sys
sys.modules["keyring"] = None
from coordkit_mail.notifier import MailNotifier
variables = {"HOST": "127.0.0.1", "PORT": "1", "SECURITY": "none", "TIMEOUT": "5"}
for more in ({}, {"USER": "desk", "PASSWORD": "x"}, {"USER": "desk"}):
    try:
        MailNotifier(environ={f"COORDKIT_SMTP_{name}": value for name, value in (variables | more).items()}).session().__enter__()
    except Exception as error:
        print(type(error).__name__, error)
"""
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    away = "the server cannot be reached (Connection refused; if this lasts, check its name and port); what waits is tried again"
    unset = "there is no password for this server; set COORDKIT_SMTP_PASSWORD, or keep it in this machine's keyring"
    assert done.stdout.splitlines() == [
        f"TemporaryFailure smtp://127.0.0.1:1: {away}",
        f"TemporaryFailure smtp://127.0.0.1:1: {away}",
        f"PluginError smtp://127.0.0.1:1: {unset}: pip install 'coordkit-mail[keyring]'",
    ]


def test_nothing_is_read_from_the_environment_before_a_session_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    notifier = MailNotifier()
    with Server().running() as server:
        for name, value in {"HOST": "127.0.0.1", "PORT": str(server.port), "SECURITY": "none"}.items():
            monkeypatch.setenv(f"COORDKIT_SMTP_{name}", value)
        with notifier.session() as session:
            shown = repr(session)
            session.deliver(message(1, channel="mail"))
    assert len(server.accepted) == 1
    assert (repr(notifier), "127.0.0.1" in shown) == ("MailNotifier(name='mail')", True)
