"""What arrives is what was rendered, byte for byte, to the one recipient; what might not is refused before it is sent."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from smtp_servers import Server

from coordkit import PermanentFailure
from coordkit.testing.notifier_samples import ODD_RECIPIENTS, mail, message
from coordkit_mail.envelope import Envelope, address, fault
from coordkit_mail.notifier import MailNotifier, MailSession

HEADER = b"From: office@example.org\r\n\r\n"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server().running() as server:
        yield server


@pytest.fixture(scope="module")
def session(server: Server) -> Iterator[MailSession]:
    with MailNotifier(environ={}).at(server.url).session() as session:
        yield session


def arrived(server: Server, session: MailSession, content: bytes) -> bytes:
    session.deliver(message(1, channel="mail", content=content))
    return server.accepted[-1].content


ODD_LINES = st.sampled_from(["", ".", "..", ". x", "From here", "QUIT", "DATA", " ", "=2E", "x" * 998, "." * 998])
LINES = st.lists(ODD_LINES | st.from_regex(r"\A[ -~\t]{0,80}\Z"), max_size=30)


@settings(max_examples=50)
@given(LINES)
def test_any_lines_arrive_as_they_are(server: Server, session: MailSession, lines: list[str]) -> None:
    content = HEADER + "".join(f"{line}\r\n" for line in lines).encode()
    assert arrived(server, session, content) == content


@pytest.mark.parametrize("size", [1 << 16, (1 << 16) - 1, (1 << 16) + 1, 1_000_000])
def test_a_large_mail_arrives_as_it_is(server: Server, session: MailSession, size: int) -> None:
    lines = b".0123456789\r\n" * (size // 13) + b"x" * (size % 13) + b"\r\n"
    is_same = arrived(server, session, HEADER + lines) == HEADER + lines  # a difference of a megabyte is not to be written out
    assert is_same


def test_a_ukrainian_mail_arrives_as_it_was_rendered(server: Server, session: MailSession) -> None:
    made = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    made["From"] = "Секретаріат <office@example.org>"
    made["To"] = "chair@example.org"
    made["Subject"] = "Засідання 18 червня о 15:58 за київським часом"
    made.set_content("Шановна пані голово!\n.\nЗапрошуємо Вас на засідання. Ґанок, їжак, єдність, п’ять.\n", cte="quoted-printable")
    made.add_alternative("<p>Запрошуємо</p>", subtype="html", cte="base64")
    content = made.as_bytes()
    assert arrived(server, session, content) == content
    assert server.accepted[-1].sender == "office@example.org"


@pytest.mark.parametrize(
    ("header", "sender"),
    [
        ("From: office@example.org", "office@example.org"),
        ('From: "Office, the" <office@example.org>', "office@example.org"),
        ("From: head@example.org\r\nSender: office@example.org", "office@example.org"),
        ("From: a@example.org, b@example.org\r\nSender: =?utf-8?b?0J7RhNGW0YE=?= <office@example.org>", "office@example.org"),
        ("from: =?utf-8?b?0J7RhNGW0YE=?=\r\n <office@xn--80aswg.example>", "office@xn--80aswg.example"),
    ],
)
def test_the_sender_is_the_address_that_sends(header: str, sender: str) -> None:
    content = f"{header}\r\nSubject: x\r\n\r\nFrom: other@example.org\r\n".encode()
    assert Envelope.of(message(1, channel="mail", content=content)).sender == sender


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\r\n",
        b"hello\r\n",
        b"\r\nFrom: office@example.org\r\n",
        b"Subject: x\r\n\r\nFrom: office@example.org\r\n",
        b"From: a@example.org, b@example.org\r\n\r\n",
        b"From: nobody\r\n\r\n",
        b"From: <>\r\n\r\n",
        b"From: a@example.org\r\nFrom: b@example.org\r\n\r\n",
        HEADER + b"no end",
        HEADER + b"a line\nof Unix\r\n",
        HEADER + b"a line\rof a Mac\r\n",
        HEADER + b"smuggled\n.\r\nMAIL FROM:<x@example.org>\r\n",
        HEADER + b"smuggled\r.\r\nMAIL FROM:<x@example.org>\r\n",
        HEADER + b"smuggled\r\r\n.\r\n",
        HEADER + "вісім бітів\r\n".encode(),
        HEADER + b"a\x00b\r\n",
        HEADER + b"x" * 999 + b"\r\n",
    ],
)
def test_content_that_might_not_arrive_as_it_is_goes_nowhere(server: Server, session: MailSession, content: bytes) -> None:
    before = (len(server.accepted), server.transactions)
    with pytest.raises(PermanentFailure, match="render it anew"):
        session.deliver(message(1, channel="mail", content=content))
    assert (len(server.accepted), server.transactions) == before


@given(st.binary(max_size=400))
def test_whatever_the_content_it_arrives_as_it_is_or_is_refused(server: Server, session: MailSession, content: bytes) -> None:
    for each in (content, HEADER + content, HEADER + content.replace(b"\n", b"\r\n") + b"\r\n"):
        try:
            assert arrived(server, session, each) == each
        except PermanentFailure:
            continue


def test_a_mail_of_one_long_line_is_judged_at_once() -> None:
    assert fault((b"x" * 998 + b"\r\n") * 5000) is None


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("chair@example.org", "chair@example.org"),
        ("o'neil+desk=a/b@sub.example.org", "o'neil+desk=a/b@sub.example.org"),
        ("chair@приклад.укр", "chair@xn--80aikifvh.xn--j1amh"),
        ("chair@[192.0.2.1]", "chair@[192.0.2.1]"),
        ("chair@host_name.example.org", "chair@host_name.example.org"),
    ],
)
def test_an_address_goes_as_smtp_takes_it(written: str, sent: str) -> None:
    assert address(written) == sent


NOT_ONE = [
    *(each for each in ODD_RECIPIENTS if each != "../elsewhere@example.org"),
    "a@example.org ", " a@example.org", "a@", "@example.org", "a@.org", "a@example..org", "a@-x.org", "<a@example.org>",
    "A <a@example.org>", "a@example.org SIZE=1", "a@example.org>\tNOTIFY=NEVER", "a@@example.org", "a b@example.org",
    '"a b"@example.org', "a@" + "x" * 64 + ".org", "x" * 65 + "@example.org", "a@" + "x." * 130 + "org",
    "a@ex\u3002ample.org\u2028", "a@example.org\n",
]  # fmt: skip


@pytest.mark.parametrize("written", NOT_ONE, ids=range(len(NOT_ONE)))
def test_what_is_not_one_address_is_none(written: str) -> None:
    assert address(written) is None


@given(st.text(max_size=40))
def test_no_address_holds_more_than_an_address(text: str) -> None:
    for written in (text, f"{text}@example.org", f"a@{text}", f"a@{text}.example.org"):
        if (found := address(written)) is not None:
            assert found.isascii() and found.isprintable() and not set(found) & set(' <>,;"()\\')
            assert found.count("@") == 1


def test_mail_is_sent_to_the_recipient_of_the_message_whoever_stands_in_to(server: Server, session: MailSession) -> None:
    session.deliver(message(1, channel="mail", recipient="other@example.org"))
    assert (server.accepted[-1].recipient, server.accepted[-1].content) == ("other@example.org", mail(1))
