"""No message takes longer than a second, whatever was put into it; each bound is told by name where it is reached."""

from __future__ import annotations

import time
from contextlib import suppress
from itertools import islice

import pytest

from coordkit.calendar.allowance import MOST_OCTETS, Allowance
from coordkit.calendar.replies import read
from coordkit.domain.errors import ParseError
from tests.reading.builders import TEXT, calendar, mail, part
from tests.reading.mutations import MOST_CPU
from tests.reading.worst import ATTENDEE, HEADER, MIXED, REPORT, SIDE, event, events, multiparts, worst


def seconds(raw: bytes) -> float:
    """Of processor time, to read or refuse."""
    started = time.process_time()
    with suppress(ParseError):
        read(raw)
    return time.process_time() - started


@pytest.mark.parametrize("first", range(8))
def test_no_message_takes_a_second(first: int) -> None:
    took = {name: seconds(raw) for name, raw in islice(worst(), first, None, 8)}
    assert len(took) > 30
    assert not {name: spent for name, spent in took.items() if spent > MOST_CPU}


LONG_ZONE = b"BEGIN:VTIMEZONE\nTZID:Q\n" + (SIDE + b"RDATE:" + b"20010101T000000," * 400 + b"20010101T000000\nEND:STANDARD\n") * 51


def test_parameters_without_end_are_not_all_read() -> None:
    assert seconds(event((b"ATTENDEE" + b";" * 8000 + b":mailto:a@example.org\n") * 600)) < MOST_CPU


def test_a_zone_that_changes_every_second_is_not_followed() -> None:
    zone = b"BEGIN:VTIMEZONE\nTZID:Q\n" + SIDE + b"RRULE:FREQ=SECONDLY\nEND:STANDARD\nEND:VTIMEZONE\n"
    assert seconds(events(900, lambda n: b"Q", zone)) < MOST_CPU


def test_a_message_of_five_megabytes_is_read_and_a_larger_one_is_not() -> None:
    letter = mail(TEXT)
    largest = letter + b"\r\n" * ((MOST_OCTETS - len(letter)) // 2)
    assert read(largest).sender is not None
    with pytest.raises(ParseError, match=r"5,242,8\d\d octets; 5,242,880 is the most"):
        read(largest + b"\r\n" * 2)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (MIXED + b"--b\n\n" * 301, "more than 300 parts"),
        (multiparts(10, b"a"), "more than 15,728,640 octets between boundaries"),
        (HEADER + b"X: 1\n" * 20_001, "more than 20,000 header lines"),
        (HEADER + b"X: " + b"a" * 300_000 + b"\nTo: a\n\n", "a header is longer than 256 KB"),
        (HEADER + b"Content-Type: message/rfc822\n\n" * 25, "more than 20 deep"),
        (event(b"X:\n" * 200_001), "more than 200,000 calendar lines"),
        (b"BEGIN:VCALENDAR\n" * 1001, "more than 1,000 components"),
        (event(b"COMMENT:\n" * 10_001), "more than 10,000 properties"),
        (event((b"COMMENT:" + b"a" * 8000 + b"\n") * 70), "more than 524,288 property octets"),
        (event(ATTENDEE * 2001), "more than 2,000 attendees"),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * 10, "more than 6 deep"),
        (events(1, lambda n: b"Q", LONG_ZONE + b"END:VTIMEZONE\n"), "more than 20,000 clock changes"),
        (REPORT + b"Final-Recipient: rfc822;a@b.org\nAction: failed\n\n" * 1001, "more than 1,000 recipients"),
    ],
)
def test_each_bound_is_told_where_it_is_reached(raw: bytes, reason: str) -> None:
    with pytest.raises(ParseError, match=reason):
        read(raw)


def test_what_is_usual_is_far_from_every_bound() -> None:
    """A series with many overrides and alarms, and a mail with many attachments."""
    usual = calendar().replace(
        b"END:VCALENDAR", calendar().partition(b"METHOD:REPLY\r\n")[2].partition(b"END:VCALENDAR")[0] * 200 + b"END:VCALENDAR"
    )
    assert len(read(usual).calendars[0].events) == 201
    attachments = (b"--b\nContent-Type: image/jpeg\n\n" + b"x" * 20_000 + b"\n") * 200
    assert len(read(MIXED + attachments + b"--b\n" + part("text/calendar", calendar())).calendars) == 1
    assert Allowance() == Allowance()
