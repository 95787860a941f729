"""The header of a mail: one sender or none, a subject on one line, what it answers, and whether a program sent it."""

from __future__ import annotations

from typing import Any

import pytest

from coordkit.calendar.incoming import Incoming
from coordkit.calendar.replies import read
from coordkit.domain.errors import ParseError
from tests.reading.builders import CHAIR, HEADER, TEXT, calendar, mail, part


def headed(*more: tuple[str, str], **header: str) -> Incoming:
    return read(mail(TEXT, {name.replace("_", "-"): value for name, value in header.items()}, *more))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Chair@NGO.example.org", CHAIR),
        (f"<{CHAIR}>", CHAIR),
        (f"Голова <{CHAIR}>", CHAIR),
        (f"=?utf-8?b?0JPQvtC70L7QstCw?= <{CHAIR}>", CHAIR),
        (f'"Head, of an NGO" <{CHAIR}>', CHAIR),
        (f"Head of an N.G.O. <{CHAIR}>", CHAIR),
        (f"{CHAIR} (Head of an NGO)", CHAIR),
        (f"{CHAIR} <{CHAIR}>", CHAIR),
        (f"Head of an NGO\r\n <{CHAIR}>", CHAIR),
        ("голова@приклад.example.org", "голова@приклад.example.org"),
        # Whom the words name is not who wrote.
        (f'"{CHAIR}" <other@example.net>', "other@example.net"),
        (f"=?utf-8?q?{CHAIR.replace('@', '=40')}?= <other@example.net>", "other@example.net"),
        (f"other@example.net ({CHAIR})", "other@example.net"),
        # Two, or one in the disguise of another, is nobody.
        (f"{CHAIR} <other@example.net>", None),
        (f"{CHAIR}, other@example.net", None),
        (f"<{CHAIR}> <other@example.net>", None),
        (f"{CHAIR} )other@example.net", None),
        ("chair@ngo.example.o rg", None),
        ("chair@ngo.example.org\tx", None),
        ("chair @ngo.example.org, ", None),
        ("undisclosed-recipients:;", None),
        ("Head of an NGO", None),
        ("<>", None),
        ("@example.org", None),
        ("(" * 5000 + CHAIR, None),
        ("a:" * 3000 + CHAIR, None),
        ("<" * 5000, None),
    ],
)
def test_the_sender_is_the_one_address_of_from_or_nobody(written: str, expected: str | None) -> None:
    assert headed(From=written).sender == expected


def test_of_two_from_fields_neither_is_the_sender() -> None:
    assert headed(("From", CHAIR)).sender is None
    assert headed(From="").sender is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Accepted: Meeting", "Accepted: Meeting"),
        ("=?utf-8?b?0JfRg9GB0YLRgNGW0Yc=?=", "Зустріч"),
        ("=?utf-8?b?0JfRg9E=?= =?utf-8?b?gdGC0YDRltGH?=", "Зустріч"),
        ("Re: =?windows-1251?q?=C7=F3=F1=F2=F0=B3=F7?= of the group", "Re: Зустріч of the group"),
        ("=?no-such-set?q?=C7=F3=F1=F2=F0=B3=F7?=", "Зустріч"),
        ("Зустріч", "Зустріч"),
        ("Re: Зустріч =?utf-8?q?=E2=84=96?= 1", "Re: Зустріч № 1"),
        ("=?utf-8?q?one=0D=0ABcc:_two=00three?=", "one Bcc: two three"),
        ("=?utf-8?b?broken!?=", "=?utf-8?b?broken!?="),
        ("one\r\n\ttwo", "one two"),
        ("x" * 5000, "x" * 500),
        ("", None),
        ("\t ", None),
    ],
)
def test_a_subject_is_decoded_on_one_line_and_cut(written: str, expected: str | None) -> None:
    assert headed(Subject=written).subject == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Mon, 7 Sep 2026 11:15:00 +0300", "2026-09-07T08:15:00+00:00"),
        ("7 Sep 2026 08:15 GMT (comment)", "2026-09-07T08:15:00+00:00"),
        ("Mon, 7 Sep 2026 08:15:00 -0000", "2026-09-07T08:15:00+00:00"),
        ("Mon, 7 Sep 2026 08:15:00", "2026-09-07T08:15:00+00:00"),
        ("Mon, 77 Sep 2026 08:15:00 +0000", None),
        ("Mon, 7 Sep 99999 08:15:00 +0000", None),
        ("Fri, 31 Dec 9999 23:59:59 -0300", None),
        ("Mon, 7 Sep 2026 08:15:00 +9999999999", None),
        ("yesterday", None),
        ("1 " * 3000, None),
        ("", None),
    ],
)
def test_a_date_is_read_in_utc(written: str, expected: str | None) -> None:
    date = headed(Date=written).date
    assert (date and date.isoformat()) == expected


def test_what_a_mail_answers_comes_with_the_nearest_first() -> None:
    found = headed(In_Reply_To="<c@example.org> (see also)", References="<a@example.org>\r\n <b@example.org> <c@example.org>")
    assert found.answers == ("<c@example.org>", "<b@example.org>", "<a@example.org>")
    assert headed(Message_ID=" <x@y> ").message_id == "<x@y>"
    assert headed(Message_ID="x@y").message_id is None
    assert headed(References="<a" * 4000).answers == ()
    assert len(headed(References=" ".join(f"<{n}@x>" for n in range(999))).answers) == 50


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ({}, False),
        ({"Auto-Submitted": "no"}, False),
        ({"Auto-Submitted": "No (a person)"}, False),
        ({"Auto-Submitted": "auto-replied"}, True),
        ({"Auto-Submitted": "auto-generated; owner-email=x@example.org"}, True),
        ({"Auto-Submitted": "(really) auto-notified"}, True),
        ({"Precedence": "bulk"}, True),
        ({"Precedence": "List"}, True),
        ({"Precedence": "first-class"}, False),
        ({"Return-Path": "<>"}, True),
        ({"Return-Path": f"<{CHAIR}>"}, False),
        ({"Return-Path": CHAIR}, False),
        ({"X-Auto-Response-Suppress": "DR, OOF, AutoReply"}, True),
        ({"X-Auto-Response-Suppress": "All"}, True),
        ({"X-Auto-Response-Suppress": "RN, NRN"}, False),
    ],
)
def test_a_program_is_told_from_a_person(header: dict[str, str], expected: bool) -> None:
    assert read(mail(part("text/calendar; method=REPLY", calendar()), header)).is_automatic is expected


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\r\n\r\n",
        b"\x00" * 1000,
        b"hello",
        b"{}",
        b"PK\x03\x04",
        b"X-Other: 1\r\n\r\nBEGIN:VCALENDAR",
        b"Action: failed\r\n",
        "Зустріч".encode(),
    ],
)
def test_what_is_neither_mail_nor_calendar_is_refused(raw: bytes) -> None:
    with pytest.raises(ParseError, match=r"neither a mail .* nor a calendar"):
        read(raw)


@pytest.mark.parametrize("raw", ["BEGIN:VCALENDAR", None, 5, bytearray(calendar())])
def test_what_is_no_bytes_is_refused_at_the_door(raw: Any) -> None:
    with pytest.raises(ParseError, match="expected the bytes of a mail or a calendar file, not"):
        read(raw)


def test_a_mail_from_an_mbox_is_read() -> None:
    assert read(b"From chair@ngo.example.org Mon Sep  7 08:15:00 2026\n" + mail(TEXT)).sender == CHAIR
    assert read(b"\n\n" + mail(TEXT)).sender == CHAIR
    assert len(HEADER) == 5
