"""Mail: its shape, its bytes, and what stops it."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordkit.calendar.mail import Automatic, check_mail, mail
from coordkit.calendar.people import Party
from coordkit.calendar.writing import one_line
from coordkit.domain.errors import DomainError
from tests.calendar.samples import DESK, RESCUERS, meeting, requested

CALENDAR = requested(meeting())
HEADERS = [
    "Date", "From", "Reply-To", "To", "Message-ID", "Subject", "Auto-Submitted", "Content-Language", "MIME-Version",
    "Content-Type",
]  # fmt: skip


ARGUMENTS: dict[str, Any] = {
    "sender": DESK,
    "recipient": RESCUERS.party,
    "subject": "Запрошення: координаційна нарада у Херсоні, 18 червня 2025 року, за київським часом",
    "plain": "Доброго дня!\nЗапрошуємо.\n",
    "html": "<p>Доброго дня!</p>\n",
    "message_id": "<4f1c.1@example.org>",
    "date": datetime(2026, 2, 1, 12, tzinfo=UTC),
    "language": "uk",
}


def mailed(calendar: bytes | None = CALENDAR, method: str | None = "REQUEST", **changes: Any) -> bytes:
    """A mail with some arguments changed."""
    return mail(calendar, method, **(ARGUMENTS | changes))


def reminded(**changes: Any) -> bytes:
    """A mail without a calendar."""
    return mailed(None, None, **changes)


def read(raw: bytes) -> EmailMessage:
    """The mail as Python's own reader sees it."""
    return email.message_from_bytes(raw, policy=email.policy.default)


def decoded(raw: bytes, header: str) -> str:
    """A header as RFC 2047 says; Python's newer reader puts spaces between the encoded words of a name (3.11)."""
    return str(make_header(decode_header(email.message_from_bytes(raw)[header])))


def test_a_mail_has_the_parts_that_calendar_programs_look_for() -> None:
    got = read(mailed())
    kinds = [part.get_content_type() for part in got.walk()]
    assert kinds == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar", "application/ics"]
    plain, html, event, attached = [part for part in got.walk() if not part.is_multipart()]
    assert plain.get_payload(decode=True) == "Доброго дня!\r\nЗапрошуємо.\r\n".encode()
    assert html.get_payload(decode=True) == "<p>Доброго дня!</p>\r\n".encode()
    assert (event.get_param("method"), event.get_param("charset"), event.get_content_disposition()) == ("REQUEST", "utf-8", None)
    assert (attached.get_content_disposition(), attached.get_filename()) == ("attachment", "invite.ics")
    assert event.get_payload(decode=True) == attached.get_payload(decode=True) == CALENDAR


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL", "DECLINECOUNTER"])
def test_the_calendar_part_names_its_method_and_a_cancellation_is_attached_too(method: str) -> None:
    event, attached = [part for part in read(mailed(CALENDAR, method)).walk() if not part.is_multipart()][2:]
    assert (event.get_content_type(), event.get_param("method"), attached.get_filename()) == ("text/calendar", method, "invite.ics")


def test_a_mail_without_a_calendar_has_what_people_read_and_nothing_else() -> None:
    parts = read(reminded())
    assert [part.get_content_type() for part in parts.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert parts.keys() == HEADERS


def test_a_calendar_without_its_method_and_a_method_that_is_none_are_refused() -> None:
    for calendar, method in ((CALENDAR, None), (None, "REQUEST"), (CALENDAR, "REQUEST; x=1"), (CALENDAR, "REPLY")):
        with pytest.raises(DomainError, match="goes with its method"):
            mailed(calendar, method)


def test_an_answer_names_what_it_answers_and_says_that_no_person_wrote_it() -> None:
    answer = read(mailed(in_reply_to="<asked.1@example.org>", automatic=Automatic.REPLIED))
    assert answer.keys() == [*HEADERS[:5], "In-Reply-To", "References", *HEADERS[5:]]
    assert (answer["In-Reply-To"], answer["References"]) == ("<asked.1@example.org>", "<asked.1@example.org>")
    assert answer["Auto-Submitted"] == "auto-replied"


@pytest.mark.parametrize(
    "strange", ["", "asked", "<a b@c>", "<a@b>\r\nBcc: all@example.org", "<a@b\x00>", "<<a@b>>", "<é@b>", "<" + "a" * 1000 + ">"]
)
def test_what_a_stranger_calls_a_message_id_is_left_out_where_no_header_can_hold_it(strange: str) -> None:
    assert read(mailed(in_reply_to=strange)).keys() == HEADERS


def test_a_long_message_id_of_a_stranger_stands_whole_on_a_line_of_its_own() -> None:
    long = f"<{'a' * 880}@[192.0.2.1]>"
    raw = mailed(in_reply_to=long)
    assert str(read(raw)["In-Reply-To"]).strip() == long and max(map(len, raw.split(b"\r\n"))) <= 998


def test_the_headers_are_ours_in_this_order_and_read_as_meant() -> None:
    got = read(mailed())
    assert got.keys() == HEADERS
    assert str(got["From"]) == str(got["Reply-To"]) == "Секретаріат <desk@example.org>"
    assert [address.addr_spec for address in got["To"].addresses] == ["duty@example.org"]
    assert decoded(mailed(), "To") == f"{RESCUERS.party.name} <duty@example.org>"
    assert got["Subject"] == "Запрошення: координаційна нарада у Херсоні, 18 червня 2025 року, за київським часом"
    assert (got["Message-ID"], got["Auto-Submitted"], got["Content-Language"]) == (
        "<4f1c.1@example.org>",
        "auto-generated",
        "uk",
    )
    assert got["Date"].datetime == datetime(2026, 2, 1, 12, tzinfo=UTC)


def test_replies_may_go_to_another_address() -> None:
    assert read(mailed(reply_to=Party("", "answers@example.org")))["Reply-To"] == "answers@example.org"


def test_every_line_ends_with_crlf_and_is_ascii_of_at_most_78() -> None:
    raw = mailed(plain="Long words. " * 100, subject="x" * 300, html="é" * 500)
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r") and raw.endswith(b"--\r\n")
    assert raw.isascii() and max(map(len, raw.split(b"\r\n"))) <= 78


def test_the_same_arguments_give_the_same_bytes_and_another_id_another_boundary() -> None:
    assert mailed() == mailed()
    one, other = read(mailed()), read(mailed(message_id="<4f1c.2@example.org>"))
    assert one.get_boundary() != other.get_boundary()


def test_latin_letters_stay_readable_in_the_raw_mail() -> None:
    raw = mailed(plain="You are invited – 10:00 = start\n..\x85 end")
    assert b"You are invited =E2=80=93 10:00 =3D start\r\n" in raw
    parts = [part.get_payload(decode=True) for part in read(raw).walk() if part.get_content_type() == "text/plain"]
    assert parts == ["You are invited – 10:00 = start\r\n..\r\n end".encode()]


ODD = "\r\n\v\f\x00\x1c\x85\u2028\u2029\t \\;,:\"<>@()^'=?nNх🙂"
WORDS = st.one_of(
    st.text(alphabet=ODD, max_size=80),
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=80),
    st.sampled_from(["a\r\nBcc: all@example.org", "=?utf-8?q?a=0D=0ABcc:_all=40example.org?=", 'x" <evil@example.org>, "y']),
)


@given(WORDS)
def test_no_text_becomes_a_header_and_every_subject_and_name_reads_as_meant(text: str) -> None:
    party = Party(text, "duty@example.org")
    for raw in (reminded(sender=party, recipient=party), mailed(in_reply_to=text)):
        assert set(read(raw).keys()) <= {*HEADERS, "In-Reply-To", "References"}
    raw = mailed(subject=text, sender=party, recipient=party, plain=text, html=text)
    got = read(raw)
    assert got.keys() == HEADERS
    assert len(raw.partition(b"\r\n\r\n")[0].decode().splitlines()) == raw.partition(b"\r\n\r\n")[0].count(b"\r\n") + 1
    assert decoded(raw, "Subject") == one_line(text)
    for name in ("From", "Reply-To", "To"):
        assert [address.addr_spec for address in got[name].addresses] == ["duty@example.org"]
    contents = [part.get_payload(decode=True) for part in got.walk() if part.get_content_maintype() == "text"]
    assert contents[-1] == CALENDAR


@pytest.mark.parametrize("message_id", ["", "abc@example.org", "<a b@example.org>", "<a@example.org>\r\nBcc: b@c", "<a@ü>"])
def test_a_message_id_that_is_none_is_refused(message_id: str) -> None:
    with pytest.raises(DomainError, match="Message-ID"):
        mailed(message_id=message_id)


def test_a_language_that_is_none_and_a_naive_date_are_refused() -> None:
    with pytest.raises(DomainError, match="language code"):
        mailed(language="uk\r\nBcc: b@c")
    with pytest.raises(DomainError, match="naive"):
        mailed(date=datetime(2026, 2, 1))


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (b"Auto-Submitted:", b"Bcc: all@example.org\r\nAuto-Submitted:", "other headers"),
        (b"Auto-Submitted: auto-generated\r\n", b"", "other headers"),
        (b"MIME-Version: 1.0\r\n", b"MIME-Version: 1.0\r\n\r\n", "other headers"),
        (b"Content-Type: application/ics", b"X-Evil: 1\r\nContent-Type: application/ics", "part of the mail has other headers"),
        (b"Content-Type: text/html", b"Content-Type: text/x-evil", "other parts"),
        (b"\r\n\r\nQkVHSU46Vk", b"\r\n\r\nQkVHSU46Wk", "calendar as it was given"),
    ],
)
def test_a_finished_mail_that_does_not_read_as_written_is_stopped(old: bytes, new: bytes, why: str) -> None:
    raw = mailed()
    assert raw.count(old) >= 1
    check_mail(raw, CALENDAR)
    with pytest.raises(DomainError, match=why):
        check_mail(raw.replace(old, new, 1), CALENDAR)
