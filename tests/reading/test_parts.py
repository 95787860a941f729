"""Where in a mail the calendars stand: whose they are, which are the same, and what came back."""

from __future__ import annotations

from base64 import encodebytes

import pytest

from coordkit.calendar.replies import read
from tests.reading.builders import CHAIR, READ_OF_HEADER, READ_OF_REPLY, TEXT, calendar, mail, multipart, part, seen
from tests.reading.clients import INVITATION, OUR_MAIL, READ_OF_BOUNCED, READ_OF_MAIL, STATUS, bounced

ANSWER = part("text/calendar; method=REPLY", calendar())
ENCLOSED = part("message/rfc822", mail(part("text/calendar; method=REQUEST", calendar(INVITATION)), {"From": "other@example.org"}))


@pytest.mark.parametrize(
    "kind",
    [
        "text/calendar",
        "TEXT/Calendar ; Method=\"REPLY\" ; charset='utf-8'",
        "application/ics",
        'application/octet-stream; name="answer.ics"',
        "application/octet-stream; name*=utf-8''%D0%B2%D1%96%D0%B4%D0%BF%D0%BE%D0%B2%D1%96%D0%B4%D1%8C.ics",
        "application/octet-stream; name*0=answer-that-is-long; name*1=.ICS",
        'application/octet-stream; name="=?utf-8?b?0LLRltC00L/QvtCy0ZbQtNGMLmljcw==?="',
        "text/plain;\r\n\tname=answer.ics",
    ],
)
def test_a_calendar_is_known_by_its_type_or_by_its_name(kind: str) -> None:
    for encoding in (None, "8bit", "base64", "quoted-printable"):
        assert seen(mail(multipart("mixed", TEXT, part(kind, calendar(), encoding)))) == READ_OF_MAIL
        assert seen(mail(part(kind, calendar(), encoding))) == READ_OF_MAIL


def test_a_calendar_is_known_by_the_name_of_its_attachment() -> None:
    for disposition in (
        'attachment; filename="answer.ICS"',
        "attachment;\r\n filename*=utf-8''answer.ics",
        "inline; filename=answer.ics",
    ):
        assert seen(mail(multipart("mixed", part("text/x-other", calendar(), Content_Disposition=disposition)))) == READ_OF_MAIL


@pytest.mark.parametrize("word", ["BASE64", "base64 (of course)", "Base64;"])
def test_an_encoding_is_known_by_its_first_word(word: str) -> None:
    raw = part("text/calendar", b"").replace(b"\r\n\r\n", f"\r\nContent-Transfer-Encoding: {word}\r\n\r\n".encode())
    assert seen(mail(raw + encodebytes(calendar()))) == READ_OF_MAIL
    assert seen(mail(raw + b"\r\n!" + encodebytes(calendar() + b"\r\n\r\n").rstrip(b"\n=")[:-1] + b"\r\n")) == READ_OF_MAIL


def test_a_calendar_in_the_text_of_a_letter_is_a_text() -> None:
    assert seen(mail(part("text/plain", calendar()))) == READ_OF_HEADER


@pytest.mark.parametrize(
    ("inside", "outside", "expected"),
    [
        (":REPLY", "REPLY", "REPLY"),
        ("", "reply", "REPLY"),
        (":REPLY", "REQUEST", "REPLY"),
        (":REPLY", "", "REPLY"),
        ("", "", None),
        ("", "no word", None),
    ],
)
def test_the_method_in_the_calendar_comes_before_that_of_the_header(inside: str, outside: str, expected: str | None) -> None:
    kind = f'text/calendar; method="{outside}"' if outside else "text/calendar"
    assert seen(mail(part(kind, calendar(method=inside)))).get("method") == expected


def test_the_same_calendar_twice_is_counted_once() -> None:
    nameless = calendar(method="")
    same = part("application/ics; name=invite.ics", calendar(), "base64")
    for alternative, attachment in (
        (ANSWER, same),
        (ANSWER, part("text/calendar", calendar().replace(b"\r\n", b"\n"))),
        (part("text/calendar; method=REPLY", nameless), part("application/ics", nameless, "base64")),
        (part("application/ics", nameless, "base64"), part("text/calendar; method=REPLY", nameless)),
    ):
        raw = mail(multipart("mixed", multipart("alternative", TEXT, alternative, boundary="inner"), attachment))
        assert seen(raw) == READ_OF_MAIL
    assert len(read(mail(multipart("mixed", ANSWER, part("text/calendar", calendar(sequence=":3"))))).calendars) == 2


@pytest.mark.parametrize("wrap", ["message/rfc822", "message/global"])
def test_what_an_enclosed_message_says_is_not_the_senders_word(wrap: str) -> None:
    enclosed = part(wrap, mail(ANSWER, {"From": "other@example.org"}))
    expected = {**READ_OF_HEADER, **READ_OF_REPLY, "is_forwarded": True}
    for raw in (
        mail(enclosed),
        mail(multipart("mixed", TEXT, enclosed)),
        mail(multipart("mixed", TEXT, part(wrap, mail(multipart("mixed", enclosed, boundary="2"))))),
        mail(multipart("mixed", TEXT, part(wrap, mail(ANSWER), "base64"))),
        mail(multipart("digest", enclosed.partition(b"\r\n")[2])) if wrap == "message/rfc822" else mail(enclosed),
    ):
        assert seen(raw) == expected


def test_the_senders_own_calendar_counts_before_one_that_is_enclosed() -> None:
    assert seen(mail(multipart("mixed", ENCLOSED, ANSWER))) == READ_OF_MAIL
    unreadable = read(mail(multipart("mixed", ENCLOSED, part("text/calendar", calendar(uid="")))))
    assert unreadable.calendars == () and not unreadable.is_forwarded and unreadable.problems


def test_a_forwarded_letter_without_a_calendar_is_a_letter() -> None:
    assert seen(mail(multipart("mixed", TEXT, part("message/rfc822", mail(TEXT, {"From": "other@example.org"}))))) == READ_OF_HEADER


def test_what_a_bounce_returns_is_nobodys_calendar() -> None:
    incoming = read(bounced(part("message/rfc822", OUR_MAIL)))
    assert incoming.calendars == () and not incoming.is_forwarded
    wrapped = read(
        mail(multipart("mixed", bounced(part("message/rfc822", OUR_MAIL)).partition(b"MIME-Version: 1.0\r\n")[2], boundary="w"))
    )
    assert wrapped.calendars == () and wrapped.returned == incoming.returned != ()
    assert wrapped.returned_message_id == "<ours-1@example.org>"


def test_a_bounce_that_somebody_passes_on_is_no_bounce_of_ours() -> None:
    incoming = read(mail(multipart("mixed", TEXT, part("message/rfc822", bounced(part("message/rfc822", OUR_MAIL))))))
    assert (incoming.returned, incoming.returned_message_id, incoming.is_automatic) == ((), None, False)


def test_a_receipt_is_a_report_and_no_bounce() -> None:
    receipt = multipart("report; report-type=disposition-notification", TEXT, part("message/rfc822", OUR_MAIL))
    incoming = read(mail(receipt))
    assert (incoming.is_automatic, incoming.calendars, incoming.returned, incoming.returned_message_id) == (True, (), (), None)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("Final-Recipient: rfc822; a@example.org\nAction: failed\nStatus: 5.1.1", "a@example.org failed 5.1.1"),
        (
            "final-recipient: RFC822;<A@example.org>\naction: Failed (no such)\nstatus: 5.1.10 (unknown)",
            "a@example.org failed 5.1.10",
        ),
        (
            "Original-Recipient: rfc822;a@example.org\nFinal-Recipient: rfc822;b@example.org\nAction: failed\nStatus: 5.0.0",
            "a@example.org failed 5.0.0",
        ),
        (
            "Original-Recipient: unknown\nFinal-Recipient: rfc822;b@example.org\nAction: delayed\nStatus: 4.4.1",
            "b@example.org delayed 4.4.1",
        ),
        ("Final-Recipient: utf-8; а@приклад.укр\nAction: failed\nStatus: 5.1.1", "а@приклад.укр failed 5.1.1"),
        ("Final-Recipient: rfc822; a@example.org\nAction: failed\nStatus: bad", "a@example.org failed "),
        ("Final-Recipient: rfc822; a@example.org\nAction: exploded\nStatus: 5.1.1", None),
        ("Final-Recipient: rfc822; a@example.org\nStatus: 5.1.1", None),
        ("Action: failed\nStatus: 5.1.1", None),
    ],
)
def test_each_recipient_of_a_bounce_is_told(status: str, expected: str | None) -> None:
    second = "Final-Recipient: rfc822; z@example.org\nAction: relayed\nStatus: 2.0.0\n"
    group = f"Reporting-MTA: dns; mail.example.net\n\n{status}\n\n{second}"
    for kind in ("message/delivery-status", "message/global-delivery-status"):
        for encoding in (None, "base64"):
            report = multipart("report; report-type=delivery-status", TEXT, part(kind, group.encode(), encoding))
            found = [f"{each.recipient} {each.action} {each.status}" for each in read(mail(report)).returned]
            assert found == [each for each in (expected, "z@example.org relayed 2.0.0") if each]


def test_a_bounce_that_holds_two_originals_names_neither() -> None:
    other = OUR_MAIL.replace(b"ours-1", b"ours-2")
    incoming = read(bounced(part("message/rfc822", OUR_MAIL), part("message/rfc822", other)))
    assert incoming.returned and incoming.returned_message_id is None
    assert seen(bounced(part("text/plain", b"Message-ID: <ours-1@example.org>"))) == {
        **READ_OF_BOUNCED,
        "returned": ("gone@ngo.example.org failed 5.1.1",),
    }
    assert STATUS.count(b"Action") == 1


def test_parts_are_found_whatever_stands_around_them() -> None:
    preamble = b"This is a multi-part message.\r\n--nex\r\n--nextt\r\n -- next\r\n"
    body = multipart("mixed", TEXT, ANSWER)
    at = body.index(b"--next")
    assert seen(mail(body[:at] + preamble + body[at:] + b"\r\nan epilogue\r\n--next\r\n" + ENCLOSED)) == READ_OF_MAIL
    assert seen(mail(body.replace(b"--next\r\n", b"--next \t\r\n"))) == READ_OF_MAIL
    assert seen(mail(multipart("mixed", TEXT, ANSWER, closed=False))) == READ_OF_MAIL
    assert seen(mail(multipart("mixed", TEXT, ANSWER, boundary="a (b) 'c'? +=_,./:"))) == READ_OF_MAIL
    assert seen(mail(body.replace(b'boundary="next"', b"boundary=next"))) == READ_OF_MAIL
    assert seen(mail(body.replace(b'; boundary="next"', b""))) == READ_OF_HEADER
    assert read(mail(body)).sender == CHAIR


def test_a_boundary_that_begins_another_is_not_that_other() -> None:
    inner = multipart("alternative", TEXT, ANSWER, boundary="Mail-10")
    assert seen(mail(multipart("mixed", inner, TEXT, boundary="Mail-1"))) == READ_OF_MAIL
