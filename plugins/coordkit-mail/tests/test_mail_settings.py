"""Which server, and how: what the environment and a URL may say, and that every mistake is told at once, where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from coordkit import PluginError
from coordkit_mail.notifier import MailNotifier
from coordkit_mail.settings import Environment, Place, Security, Settings, settings


def read(url: str | None = None, **variables: str) -> Settings:
    named = {f"COORDKIT_SMTP_{name}": value for name, value in variables.items()}
    return settings(Environment(named), None if url is None else Place.of(url))


def wrong(url: str | None = None, **variables: str) -> list[tuple[str, str]]:
    with pytest.raises(PluginError) as caught:
        read(url, **variables)
    return [(problem.path.removeprefix("COORDKIT_SMTP_"), problem.message) for problem in caught.value.problems]


def test_a_host_alone_is_enough_and_starttls_is_the_rule() -> None:
    found = read(HOST="smtp.example.org")
    assert (found.host, found.port, found.security, found.user) == ("smtp.example.org", 587, Security.STARTTLS, None)
    assert found.address == "smtp://smtp.example.org:587"


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25), ("TLS", 465)])
def test_each_kind_of_protection_has_its_port(security: str, port: int) -> None:
    assert read(HOST="localhost", SECURITY=security).port == port
    assert read(HOST="localhost", SECURITY=security, PORT="2525").port == 2525


def test_everything_that_is_wrong_is_told_at_once_with_the_variable_and_what_to_do() -> None:
    found = wrong(SECURITY="ssl", PORT="70000", TIMEOUT="forever", EHLO="a name", PASSWORD="x", UNPROTECTED="true")
    assert [variable for variable, _ in found] == ["HOST", "SECURITY", "PORT", "USER", "UNPROTECTED", "TIMEOUT", "EHLO"]
    assert all("; " in what for _, what in found[:6])


@pytest.mark.parametrize(
    "host", ["smtp://smtp.example.org", "smtp.example.org:587", "a@smtp.example.org", "two names", "a\x00b", "x" * 300]
)
def test_what_is_no_name_of_a_server_is_refused(host: str) -> None:
    ((variable, what),) = wrong(HOST=host)
    assert variable == "HOST" and "such as smtp.example.org" in what


@pytest.mark.parametrize("port", ["0", "-1", "65536", "587 ", "٥٨٧", "1e3", "9" * 5000])
def test_what_is_no_port_is_refused(port: str) -> None:
    if port.strip() == "587":
        assert read(HOST="localhost", PORT=port).port == 587
    else:
        assert [variable for variable, _ in wrong(HOST="localhost", PORT=port)] == ["PORT"]


@pytest.mark.parametrize("timeout", ["0", "-1", "nan", "inf", "121", "x"])
def test_a_step_waits_for_two_minutes_at_most(timeout: str) -> None:
    assert [variable for variable, _ in wrong(HOST="localhost", TIMEOUT=timeout)] == ["TIMEOUT"]
    assert read(HOST="localhost", TIMEOUT="120").timeout == 120


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.9.9.9", "::1"])
def test_no_protection_is_fine_on_this_machine(host: str) -> None:
    assert read(HOST=host, SECURITY="none", USER="desk", PASSWORD="x").security is Security.NONE


@pytest.mark.parametrize("host", ["smtp.example.org", "10.0.0.1", "localhost.example.org", "128.0.0.1", "fe80::1"])
def test_no_protection_elsewhere_is_refused_unless_it_is_asked_for_and_a_password_never_goes_so(host: str) -> None:
    ((variable, what),) = wrong(HOST=host, SECURITY="none")
    assert variable == "SECURITY" and "COORDKIT_SMTP_UNPROTECTED=yes" in what
    assert [variable for variable, _ in wrong(HOST=host, SECURITY="none", UNPROTECTED="no")] == ["SECURITY"]
    assert read(HOST=host, SECURITY="none", UNPROTECTED="yes").security is Security.NONE
    ((variable, what),) = wrong(HOST=host, SECURITY="none", UNPROTECTED="yes", USER="desk", PASSWORD="x")
    assert variable == "SECURITY" and "password" in what


@pytest.mark.parametrize(
    ("url", "address", "security"),
    [
        ("smtp://smtp.example.org", "smtp://smtp.example.org:587", Security.STARTTLS),
        ("smtp://smtp.example.org:2525/", "smtp://smtp.example.org:2525", Security.STARTTLS),
        ("smtps://smtp.example.org", "smtps://smtp.example.org:465", Security.TLS),
        ("smtp://localhost?security=none", "smtp://localhost:25", Security.NONE),
        ("smtp://[::1]:1025?security=none", "smtp://[::1]:1025", Security.NONE),
        ("SMTP://smtp.example.org?security=starttls", "smtp://smtp.example.org:587", Security.STARTTLS),
    ],
)
def test_a_url_names_a_server(url: str, address: str, security: Security) -> None:
    found = read(url, HOST="other.example.org", PORT="1", SECURITY="none", TIMEOUT="7")
    assert (found.address, found.security, found.timeout) == (address, security, 7)


@pytest.mark.parametrize(
    "url",
    ["", "smtp.example.org", "smtp://", "http://smtp.example.org", "smtp://smtp.example.org:x", "smtp://a b", "smtp://a:0",
     "smtp://a/path", "smtp://a#f", "smtp://a?security=tls", "smtps://a?security=none", "smtp://a?x=1", "smtp://[::1", "smtp://a\n.b:1",
     "smtp://a?security=none&security=starttls", 5, None, Path("smtp:/a"), b"smtp://a"],
)  # fmt: skip
def test_what_names_no_server_is_told_at_the_door(url: object) -> None:
    with pytest.raises(PluginError, match="write smtp://"):
        Place.of(url)


def test_a_url_that_names_no_server_is_refused_by_at_and_not_only_when_mail_goes() -> None:
    with pytest.raises(PluginError, match="write smtp://"):
        MailNotifier().at("outbox")


def test_a_url_with_a_password_is_refused_and_not_repeated() -> None:
    with pytest.raises(PluginError, match="COORDKIT_SMTP_PASSWORD") as caught:
        Place.of("smtp://desk:hunter2@smtp.example.org")
    assert "hunter2" not in str(caught.value)


def test_the_login_of_the_environment_goes_to_the_server_that_stands_there_and_to_no_other() -> None:
    login = {"HOST": "smtp.example.org", "USER": "desk", "PASSWORD": "x"}
    assert read("smtp://SMTP.example.org:2525", **login).user == "desk"
    other = read("smtp://elsewhere.example.org", **login)
    assert (other.user, other.password_in_environment) == (None, False)
    named = read("smtp://desk@elsewhere.example.org", **login)
    assert (named.user, named.password_in_environment) == ("desk", False)
    mine = read("smtp://desk@smtp.example.org", **login)
    assert (mine.user, mine.password_in_environment) == ("desk", True)
    somebody = read("smtp://chair%40example.org@smtp.example.org", **login)
    assert (somebody.user, somebody.password_in_environment) == ("chair@example.org", False)
    del login["HOST"]
    assert read("smtp://elsewhere.example.org", **login).password_in_environment


def test_no_value_that_somebody_set_is_repeated_in_an_error() -> None:
    with pytest.raises(PluginError) as caught:
        read(
            HOST="smtp://desk:hunter2@x",
            PORT="hunter2",
            SECURITY="hunter2",
            TIMEOUT="hunter2",
            EHLO="hunter 2",
            UNPROTECTED="hunter2",
        )
    assert "hunter" not in str(caught.value)


@pytest.mark.parametrize("content", [None, b"", b"no certificate\n"])
def test_a_file_of_authorities_that_cannot_be_read_is_one_clear_error_before_anything_is_sent(
    tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_bytes(content)
    notifier = MailNotifier(environ={"COORDKIT_SMTP_HOST": "localhost", "COORDKIT_SMTP_CA_FILE": str(file)})
    with (
        pytest.raises(PluginError, match=r"^COORDKIT_SMTP_CA_FILE: .*ca\.pem cannot be read as certificates \(.*\); name a PEM"),
        notifier.session(),
    ):
        pytest.fail("nothing may be delivered")


def test_what_is_not_set_up_ends_the_session_before_a_message_is_touched() -> None:
    told = "the channel mail is not set up\n  COORDKIT_SMTP_HOST: is not set; name your mail server"
    with pytest.raises(PluginError, match=told), MailNotifier(environ={}).session():
        pytest.fail("nothing may be delivered")
