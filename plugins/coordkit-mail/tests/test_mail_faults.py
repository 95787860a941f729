"""What a server does wrong, and what becomes of the message: tried again, never again, or nothing goes at all."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from uuid import UUID

import attrs
import pytest
from smtp_servers import DROPS, Certified, Fault, Listed, Server, Stage

from coordkit import CoordkitError, PermanentFailure, TemporaryFailure
from coordkit.ports import Message
from coordkit.testing.notifier_samples import mail, message
from coordkit_mail import notifier as channel
from coordkit_mail.notifier import MailNotifier, MailSession


@contextmanager
def opened(server: Server, **variables: str) -> Iterator[MailSession]:
    environ = {"COORDKIT_SMTP_TIMEOUT": "10"} | {f"COORDKIT_SMTP_{name}": value for name, value in variables.items()}
    with MailNotifier(environ=environ).at(server.url).session() as session:
        yield session


def sample(number: int, recipient: str = "chair@example.org") -> Message:
    return message(number, channel="mail", recipient=recipient)


def outcome(session: MailSession, number: int) -> type[CoordkitError] | None:
    try:
        session.deliver(sample(number))
    except (TemporaryFailure, PermanentFailure) as failure:
        assert str(failure).strip() and "\n" not in str(failure)
        return TemporaryFailure if isinstance(failure, TemporaryFailure) else PermanentFailure
    return None


def told(session: MailSession, each: Message) -> str:
    """What is told of a message that does not go."""
    with pytest.raises((TemporaryFailure, PermanentFailure)) as caught:
        session.deliver(each)
    return str(caught.value)


def answered(stage: Stage, answer: str) -> Listed:
    return Listed([Fault(stage, answer)])


EARLY = [fault for fault in DROPS if fault.stage in (Stage.CONNECT, Stage.EHLO)]
# One at MAIL is none of these: of a message that was not begun the server has heard nothing, and it goes by another connection.
LATE = [fault for fault in DROPS if fault not in EARLY and fault.stage is not Stage.MAIL]


def hindrance(server: Server, **variables: str) -> str:
    """Why no session can be opened."""
    with pytest.raises(TemporaryFailure) as caught, opened(server, **variables):
        pytest.fail("a session was opened")
    assert str(caught.value).startswith(f"smtp{'s' if server.tls else ''}://127.0.0.1:{server.port}: the server ")
    return str(caught.value)


# -- the connection goes


@pytest.mark.parametrize("fault", LATE, ids=lambda fault: fault.stage.value)
def test_a_connection_that_is_lost_is_for_now_and_the_next_message_goes_by_another(fault: Fault) -> None:
    with Server(Listed([fault])).running() as server, opened(server) as session:
        assert [outcome(session, number) for number in (1, 2)] == [TemporaryFailure, None]
    assert server.met == [fault]
    assert [each.content for each in server.accepted if each.replied] == [mail(2)]
    assert server.lost_replies == (fault.stage is Stage.REPLY)


@pytest.mark.parametrize("fault", EARLY, ids=lambda fault: fault.stage.value)
def test_a_connection_that_is_lost_at_once_opens_no_session_and_the_next_does(fault: Fault) -> None:
    with Server(Listed([fault])).running() as server:
        assert "the connection was closed" in hindrance(server)
        with opened(server) as session:
            assert outcome(session, 1) is None
    assert server.met == [fault]


@pytest.mark.parametrize("fault", EARLY, ids=lambda fault: fault.stage.value)
def test_a_connection_that_cannot_be_opened_again_is_for_now_too(fault: Fault) -> None:
    with Server(Listed([None, Fault(Stage.MAIL), fault])).running() as server, opened(server) as session:
        assert [outcome(session, number) for number in (1, 2, 3)] == [None, TemporaryFailure, None]
    assert [each.content for each in server.accepted] == [mail(1), mail(3)]


def test_who_lost_the_last_answer_is_told_that_it_may_arrive_twice_and_nobody_else_is() -> None:
    told = {}
    for fault in LATE:
        with Server(Listed([fault])).running() as server, opened(server) as session, pytest.raises(TemporaryFailure) as caught:
            session.deliver(sample(1))
        told[fault.stage] = "may arrive twice" in str(caught.value)
    assert [stage for stage, twice in told.items() if twice] == [Stage.BODY, Stage.END, Stage.REPLY]


@pytest.mark.parametrize("farewell", [None, "421 4.4.2 idle for too long"])
def test_a_kept_connection_that_the_server_let_go_is_opened_again_for_the_same_message(farewell: str | None) -> None:
    faults = Listed([None, Fault(Stage.MAIL, farewell)])
    with Server(faults).running() as server, opened(server) as session:
        assert [outcome(session, number) for number in (1, 2, 3)] == [None, None, None]
    assert [each.content for each in server.accepted] == [mail(1), mail(2), mail(3)]
    assert server.connections == 2


def test_a_connection_is_opened_again_once_and_not_for_ever() -> None:
    faults = Listed([None, Fault(Stage.MAIL), Fault(Stage.MAIL)])
    with Server(faults).running() as server, opened(server) as session:
        assert [outcome(session, number) for number in (1, 2, 3)] == [None, TemporaryFailure, None]
    assert server.connections == 3


def test_many_messages_go_over_one_connection_which_ends_with_a_goodbye() -> None:
    with Server().running() as server:
        with opened(server) as session:
            assert [outcome(session, number) for number in range(50)] == [None] * 50
        assert server.connections == 1
        assert {each.connection for each in server.accepted} == {1}


def test_a_server_that_is_away_is_a_hindrance_and_costs_no_message_a_try() -> None:
    server = Server()
    with server.running():
        pass
    assert "cannot be reached (Connection refused; if this lasts, check its name and port)" in hindrance(server)


# -- the server is slow


@pytest.mark.parametrize("stage", [fault.stage for fault in LATE])
def test_a_server_that_falls_silent_is_waited_for_no_longer_than_was_set(stage: Stage) -> None:
    with Server(Listed([Fault(stage, silent=True)])).running() as server, opened(server, TIMEOUT="0.3") as session:
        begun = time.monotonic()
        assert "no answer in time" in told(session, sample(1))
        assert time.monotonic() - begun < 5
        assert outcome(session, 2) is None


@pytest.mark.parametrize("stage", [fault.stage for fault in EARLY])
def test_a_server_that_is_silent_from_the_first_is_not_waited_for_either(stage: Stage) -> None:
    with Server(Listed([Fault(stage, silent=True)])).running() as server:
        begun = time.monotonic()
        assert "no answer in time" in hindrance(server, TIMEOUT="0.3")
        assert time.monotonic() - begun < 5


def test_a_server_that_trickles_is_given_up_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel, "LONGEST_DELIVERY", 0.5)
    with trickling(b"220-welcome, ") as server:
        begun = time.monotonic()
        assert "no answer in time" in hindrance(server)
        assert time.monotonic() - begun < 5


def test_a_delivery_ends_long_before_the_lease_of_a_sender_whatever_the_server_does() -> None:
    assert channel.LONGEST_DELIVERY <= 300


def test_an_answer_without_end_is_not_gathered_without_end() -> None:
    with trickling(b"220-more\r\n" * 100, pause=0) as server:
        assert "said nothing" in hindrance(server)


@contextmanager
def trickling(piece: bytes, pause: float = 0.05) -> Iterator[Server]:
    """A server that says one piece again and again."""

    def serve() -> None:
        with closing(listening.accept()[0]) as connection:
            try:
                while True:
                    connection.sendall(piece)
                    time.sleep(pause)
            except OSError:
                pass

    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield Server(port=listening.getsockname()[1])
        thread.join(10)
        assert not thread.is_alive()


# -- the server says no


@pytest.mark.parametrize(
    ("stage", "answer", "then"),
    [
        (Stage.MAIL, "451 4.3.0 local error", TemporaryFailure),
        (Stage.MAIL, "550 5.7.1 sender not allowed", TemporaryFailure),
        (Stage.MAIL, "553 sender address rejected", TemporaryFailure),
        (Stage.MAIL, "552 5.3.4 too large", PermanentFailure),
        (Stage.RCPT, "450 4.2.0 greylisted", TemporaryFailure),
        (Stage.RCPT, "451 4.7.1 greylisted", TemporaryFailure),
        (Stage.RCPT, "452 4.2.2 mailbox full", TemporaryFailure),
        (Stage.RCPT, "550 5.1.1 no such user", PermanentFailure),
        (Stage.RCPT, "550 no such user", PermanentFailure),
        (Stage.RCPT, "501 5.1.3 bad address", PermanentFailure),
        (Stage.RCPT, "554 5.7.1 relay access denied", TemporaryFailure),
        (Stage.RCPT, "550 relaying denied", TemporaryFailure),
        (Stage.RCPT, "550 5.4.5 daily sending quota exceeded", TemporaryFailure),
        (Stage.RCPT, "503 5.5.1 bad sequence of commands", TemporaryFailure),
        (Stage.RCPT, "350 odd", TemporaryFailure),
        (Stage.RCPT, "what?", TemporaryFailure),
        (Stage.DATA, "451 4.3.0 not now", TemporaryFailure),
        (Stage.DATA, "554 5.5.0 no valid recipients", PermanentFailure),
        (Stage.DATA, "250 ok", TemporaryFailure),
        (Stage.END, "452 4.3.1 no room", TemporaryFailure),
        (Stage.END, "552 5.3.4 too large", PermanentFailure),
        (Stage.END, "554 5.7.1 looks like spam", PermanentFailure),
        (Stage.END, "550 5.1.90 daily limit for recipients", TemporaryFailure),
        (Stage.END, "554 5.7.60 may not send as this sender", TemporaryFailure),
        (Stage.END, "354 go on", TemporaryFailure),
    ],
)
def test_a_refusal_is_for_now_or_for_good_and_the_next_message_goes(stage: Stage, answer: str, then: type[CoordkitError]) -> None:
    with Server(answered(stage, answer)).running() as server, opened(server) as session:
        assert [outcome(session, number) for number in (1, 2)] == [then, None]
    assert [each.content for each in server.accepted] == [mail(2)]


@pytest.mark.parametrize("answer", ["451 4.3.0 not now", "550 5.1.1 no such user", "552 5.3.4 too large"])
@pytest.mark.parametrize("stage", [Stage.MAIL, Stage.RCPT, Stage.DATA, Stage.END])
def test_after_a_refusal_the_connection_is_kept(stage: Stage, answer: str) -> None:
    with Server(answered(stage, answer)).running() as server, opened(server) as session:
        assert [outcome(session, number) is None for number in (1, 2, 3)] == [False, True, True]
    assert server.connections == 1


@pytest.mark.parametrize("fault", [Fault(Stage.RSET), Fault(Stage.RSET, "500 what?"), Fault(Stage.RSET, silent=True)])
def test_a_connection_that_does_not_forget_a_refused_message_is_not_used_for_the_next(fault: Fault) -> None:
    faults = Listed([fault, Fault(Stage.RCPT, "550 5.1.1 no such user")])
    with Server(faults).running() as server, opened(server, TIMEOUT="0.3") as session:
        assert [outcome(session, number) for number in (1, 2)] == [PermanentFailure, None]
    assert (server.met[-1], server.connections) == (fault, 2)


@pytest.mark.parametrize("fault", [Fault(Stage.QUIT), Fault(Stage.QUIT, "500 what?"), Fault(Stage.QUIT, silent=True)])
def test_a_goodbye_that_goes_wrong_concerns_nobody(fault: Fault) -> None:
    with Server(Listed([fault])).running() as server:
        with opened(server, TIMEOUT="0.3") as session:
            session.deliver(sample(1))
        with pytest.raises(ZeroDivisionError), opened(server) as session:
            raise ZeroDivisionError
    assert (server.met, len(server.accepted)) == ([fault], 1)


@pytest.mark.parametrize(("silent", "why"), [(False, "the connection was closed"), (True, "no answer in time")])
def test_a_large_mail_that_the_server_stops_reading_did_not_arrive(silent: bool, why: str) -> None:
    large = message(1, channel="mail", content=mail(1) + b"0123456789\r\n" * 1_000_000)
    with Server(Listed([Fault(Stage.BODY, silent=silent)])).running() as server, opened(server, TIMEOUT="0.5") as session:
        assert f"lost when the message was on its way ({why})" in told(session, large)
        assert outcome(session, 2) is None
    assert [each.content for each in server.accepted] == [mail(2)]


def test_some_recipients_are_refused_and_the_others_get_their_mail() -> None:
    refused = {f"to{number}@example.org": "550 5.1.1 no such user" for number in range(0, 20, 3)}
    with Server(refused=refused).running() as server, opened(server) as session:
        for number in range(20):
            each = sample(number, f"to{number}@example.org")
            if each.recipient in refused:
                with pytest.raises(PermanentFailure, match=r"the recipient for good: 550 5\.1\.1 no such user"):
                    session.deliver(each)
            else:
                session.deliver(each)
    assert {each.recipient for each in server.accepted} == {f"to{n}@example.org" for n in range(20)} - set(refused)


def test_with_a_login_a_refusal_to_relay_is_the_recipients() -> None:
    faults = answered(Stage.RCPT, "550 5.7.1 this list takes mail from members only")
    with Server(faults, login=("desk", "x")).running() as server, opened(server, USER="desk", PASSWORD="x") as session:
        assert outcome(session, 1) is PermanentFailure


def test_a_mail_larger_than_the_server_takes_is_refused_for_good_before_it_is_sent() -> None:
    with Server(largest=len(mail(1)) - 1).running() as server, opened(server) as session:
        assert outcome(session, 1) is PermanentFailure
    assert server.accepted == []


def test_the_servers_words_are_told_on_one_line_without_controls() -> None:
    faults = answered(Stage.RCPT, "550-5.1.1 no such\x1b[2J\u202e user\r\n550-5.1.1 ask\t\x07 the\r\n550 5.1.1 office")
    with Server(faults).running() as server, opened(server) as session, pytest.raises(PermanentFailure) as caught:
        session.deliver(sample(1))
    address = f"smtp://127.0.0.1:{server.port}"
    assert str(caught.value) == (
        f"{address}: the server refuses the recipient for good: 550 5.1.1 no such\ufffd[2J\ufffd user ask\ufffd\ufffd the office"
    )


def test_a_refusal_of_many_words_is_cut() -> None:
    with Server(answered(Stage.RCPT, "550 " + "no " * 300)).running() as server, opened(server) as session:
        assert len(told(session, sample(1))) < 450


# -- nothing goes at all


@pytest.mark.parametrize("stage", [Stage.CONNECT, Stage.EHLO])
def test_a_server_that_takes_no_mail_is_no_recipients_fault(stage: Stage) -> None:
    with Server(answered(stage, "554 5.3.2 no mail here")).running() as server:
        assert "(554 5.3.2 no mail here); check COORDKIT_SMTP_HOST and COORDKIT_SMTP_PORT" in hindrance(server)


@pytest.mark.parametrize("protected", [False, True])
def test_a_wrong_password_is_tried_once_and_costs_no_message_a_try(protected: bool, known: Certified) -> None:
    server = Server(tls=known.context if protected else None, login=("desk", "right"))
    with server.running():
        why = hindrance(server, USER="desk", PASSWORD="wrong", CA_FILE=known.ca_file)
    assert re.search(r"refuses the login \(535 .*\); check COORDKIT_SMTP_USER and COORDKIT_SMTP_PASSWORD, or the keyring$", why)
    assert (server.connections, server.logins, server.accepted) == (1, 1, [])


def test_a_password_that_was_changed_meanwhile_makes_no_dead_letters_and_ends_the_session() -> None:
    server = Server(Listed([None, Fault(Stage.MAIL)]), login=("desk", "right"))
    with server.running(), opened(server, USER="desk", PASSWORD="right") as session:
        session.deliver(sample(1))
        server.login = ("desk", "another")
        assert ["refuses the login" in told(session, sample(number)) for number in range(2, 6)] == [True] * 4
        assert [outcome(session, number) for number in range(6, 9)] == [TemporaryFailure] * 3
    assert (server.connections, server.logins, len(server.accepted)) == (2, 2, 1)


def test_a_right_password_is_let_in(known: Certified) -> None:
    server = Server(starttls=known.context, login=("desk", "вірний"))
    with server.running(), opened(server, USER="desk", PASSWORD="вірний", CA_FILE=known.ca_file) as session:
        session.deliver(sample(1))
    assert len(server.accepted) == 1


@pytest.mark.parametrize(
    ("answer", "wrong"), [("454 4.7.0 later", False), ("535 5.7.8 no", True), ("534 5.7.9 weak", True), (None, False)]
)
def test_a_login_that_cannot_be_checked_now_is_not_called_wrong(answer: str | None, wrong: bool) -> None:
    with Server(Listed([Fault(Stage.AUTH, answer)]), login=("desk", "x")).running() as server:
        assert ("check COORDKIT_SMTP_USER" in hindrance(server, USER="desk", PASSWORD="x")) is wrong


def test_a_server_that_wants_a_login_when_none_is_set_says_so_once() -> None:
    with Server(login=("desk", "x")).running() as server, opened(server) as session:
        for number in (1, 2):
            assert re.search(r"wants another login .*; check COORDKIT_SMTP_USER", told(session, sample(number)))
    assert server.transactions == 0


def test_a_login_where_none_is_offered_is_not_sent() -> None:
    with Server().running() as server:
        assert "offers no login" in hindrance(server, USER="desk", PASSWORD="x")
    assert server.logins == 0


def test_a_server_without_starttls_gets_nothing_in_the_clear() -> None:
    with Server(login=("desk", "x")).running() as server:
        place = f"smtp://127.0.0.1:{server.port}"
        notifier = MailNotifier(environ={"COORDKIT_SMTP_USER": "desk", "COORDKIT_SMTP_PASSWORD": "x"}).at(place)
        with pytest.raises(TemporaryFailure, match="does not offer STARTTLS"), notifier.session():
            pytest.fail("a session was opened")
    assert (server.logins, server.transactions) == (0, 0)


@pytest.mark.parametrize("answer", ["454 4.7.0 not now", "502 5.5.1 what?", "220"])
def test_starttls_that_comes_to_nothing_sends_nothing_in_the_clear(answer: str, known: Certified) -> None:
    with Server(answered(Stage.STARTTLS, answer), starttls=known.context).running() as server:
        assert hindrance(server, TIMEOUT="0.5", CA_FILE=known.ca_file)
    assert server.transactions == 0


def test_what_was_slipped_in_before_tls_is_forgotten(known: Certified) -> None:
    slipped = "220 go\r\n250-slipped.example.org\r\n250 AUTH PLAIN\r\n235 welcome"
    server = Server(answered(Stage.STARTTLS, slipped), starttls=known.context, login=("desk", "x"))
    with server.running(), opened(server, USER="desk", PASSWORD="x", CA_FILE=known.ca_file) as session:
        assert outcome(session, 1) is None
    assert (server.met[0].stage, server.logins, len(server.accepted)) == (Stage.STARTTLS, 1, 1)


@pytest.mark.parametrize("from_first_byte", [True, False])
def test_a_certificate_that_does_not_hold_gets_no_login_and_no_mail(
    from_first_byte: bool, known: Certified, misnamed: Certified
) -> None:
    for shown, trusted in ((misnamed, misnamed), (known, misnamed), (known, None)):
        server = Server(login=("desk", "x"))
        if from_first_byte:
            server.tls = shown.context
        else:
            server.starttls = shown.context
        authorities = {} if trusted is None else {"CA_FILE": trusted.ca_file}
        with server.running():
            why = hindrance(server, USER="desk", PASSWORD="x", **authorities)
        assert re.search(r"a certificate that does not hold \(.+\); if it is signed by", why)
        assert (server.logins, server.transactions, server.connections) == (0, 0, 1)


def test_tls_to_a_server_that_speaks_none_is_told_with_what_to_check() -> None:
    with Server().running() as server:
        notifier = MailNotifier(environ={"COORDKIT_SMTP_TIMEOUT": "5"}).at(f"smtps://127.0.0.1:{server.port}")
        told = r"speaks no TLS here \(.*\); check COORDKIT_SMTP_PORT and COORDKIT_SMTP_SECURITY"
        with pytest.raises(TemporaryFailure, match=told), notifier.session():
            pytest.fail("a session was opened")


def test_a_host_that_nobody_knows_is_for_now() -> None:
    notifier = MailNotifier(environ={"COORDKIT_SMTP_HOST": "nowhere.invalid"})
    with pytest.raises(TemporaryFailure, match="cannot be reached"), notifier.session():
        pytest.fail("a session was opened")


# -- again and again


def test_the_message_id_and_every_byte_stay_the_same_at_each_try() -> None:
    faults = Listed([Fault(Stage.REPLY), Fault(Stage.END, "451 4.3.0 later"), Fault(Stage.REPLY), Fault(Stage.BODY), None])
    with Server(faults).running() as server, opened(server) as session:
        assert [outcome(session, 7) for _ in range(5)] == [TemporaryFailure] * 4 + [None]
    assert [each.message_id for each in server.accepted] == ["<7@example.org>"] * 3
    assert {each.content for each in server.accepted} == {mail(7)}
    assert server.lost_replies == 2


def test_the_name_of_this_machine_is_told_to_nobody_unless_it_is_set() -> None:
    with Server().running() as server:
        with opened(server) as session:
            session.deliver(sample(1))
        with opened(server, EHLO="desk.example.org") as session:
            session.deliver(sample(1))
    assert server.names == ["[127.0.0.1]", "desk.example.org"]


def test_a_message_is_named_in_what_is_wrong_with_it() -> None:
    odd = attrs.evolve(sample(1), id=UUID(int=5), recipient="nobody")
    with Server().running() as server, opened(server) as session:
        assert told(session, odd).startswith(f"message {UUID(int=5)}: its recipient is not one mail address")
    assert server.transactions == 0
