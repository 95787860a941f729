"""Content lines as programs write them: what can be told is told, and what cannot is left out."""

from __future__ import annotations

from typing import Any

import pytest

from coordkit.calendar.replies import read
from coordkit.domain.errors import ParseError
from tests.reading.builders import CHAIR, READ_OF_HEADER, READ_OF_REPLY, REPLY, calendar, mail, octets, part, seen
from tests.reading.clients import ALARM, in_event


def attendee(line: str) -> list[str]:
    """What is read of one ATTENDEE."""
    found: list[str] = seen(calendar(attendee=line)).get("attendees", [])
    return found


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (";PARTSTAT=ACCEPTED:MAILTO:Chair@NGO.Example.ORG", f"{CHAIR} ACCEPTED"),
        (";partstat=accepted:mailto:chair@ngo.example.org", f"{CHAIR} ACCEPTED"),
        (f';PARTSTAT="ACCEPTED":{CHAIR}', f"{CHAIR} ACCEPTED"),
        (f";PARTSTAT=ACCEPTED:mailto:<{CHAIR}>", f"{CHAIR} ACCEPTED"),
        (f";PARTSTAT=ACCEPTED: mailto:{CHAIR} ", f"{CHAIR} ACCEPTED"),
        (";PARTSTAT=ACCEPTED:mailto:chair%2Bngo@example.org?subject=x", "chair+ngo@example.org ACCEPTED"),
        (f":mailto:{CHAIR}", CHAIR),
        (f";PARTSTAT=:mailto:{CHAIR}", CHAIR),
        (f";PARTSTAT:mailto:{CHAIR}", CHAIR),
        (f";PARTSTAT=ACCEPTED;:mailto:{CHAIR}", f"{CHAIR} ACCEPTED"),
        (f"; PARTSTAT = ACCEPTED ; CN=A:mailto:{CHAIR}", f"{CHAIR} ACCEPTED A"),
        (f";PARTSTAT=ACCEPTED;PARTSTAT=DECLINED:mailto:{CHAIR}", f"{CHAIR} ACCEPTED"),
        (f";PARTSTAT=X-ON-THE-WAY:mailto:{CHAIR}", f"{CHAIR} X-ON-THE-WAY"),
        (f";PARTSTAT=так:mailto:{CHAIR}", CHAIR),
        (f';CN="Head: of, an; NGO";PARTSTAT=ACCEPTED:mailto:{CHAIR}', f"{CHAIR} ACCEPTED Head: of, an; NGO"),
        (f';CN=Head "of" an NGO;PARTSTAT=ACCEPTED:mailto:{CHAIR}', f"{CHAIR} ACCEPTED Head of an NGO"),
        (f';CN="Head" of;PARTSTAT=ACCEPTED:mailto:{CHAIR}', f"{CHAIR} ACCEPTED Head of"),
        (f';CN="Head;PARTSTAT=ACCEPTED:mailto:{CHAIR}', f"{CHAIR} ACCEPTED Head"),
        (f";CN=Head\\;PARTSTAT=ACCEPTED:mailto:{CHAIR}", f"{CHAIR} ACCEPTED Head\\"),
        (f";CN=a^'b^^c^nd;PARTSTAT=ACCEPTED:mailto:{CHAIR}", f'{CHAIR} ACCEPTED a"b^c d'),
        (f";CN=Голова ради;PARTSTAT=ACCEPTED:mailto:{CHAIR}", f"{CHAIR} ACCEPTED Голова ради"),
        (
            f';PARTSTAT=DELEGATED;DELEGATED-TO="MAILTO:deputy@example.org":mailto:{CHAIR}',
            f"{CHAIR} DELEGATED delegated_to=deputy@example.org",
        ),
        (
            f';PARTSTAT=DELEGATED;DELEGATED-TO="mailto:a@example.org","mailto:b@example.org":mailto:{CHAIR}',
            f"{CHAIR} DELEGATED delegated_to=a@example.org,b@example.org",
        ),
        (f";DELEGATED-TO=mailto:a@example.org;PARTSTAT=DELEGATED:mailto:{CHAIR}", f"{CHAIR} DELEGATED delegated_to=a@example.org"),
        (f";DELEGATED-FROM=mailto:a@example.org:mailto:{CHAIR}", f"{CHAIR} delegated_from=a@example.org"),
        (f';SENT-BY="mailto:aide@example.org":mailto:{CHAIR}', f"{CHAIR} sent_by=aide@example.org"),
        (f';X-RESPONSE-COMMENT="late: 10 min; sorry, M.":mailto:{CHAIR}', f"{CHAIR} comment=late: 10 min; sorry, M."),
        (f";EMAIL={CHAIR};PARTSTAT=ACCEPTED:/principals/1/", f"{CHAIR} ACCEPTED"),
        (f";EMAIL={CHAIR}:invalid:nomail", CHAIR),
    ],
)
def test_an_attendee_is_told_however_the_line_is_written(line: str, expected: str) -> None:
    assert attendee(line) == [expected]


@pytest.mark.parametrize(
    "line",
    [
        ";PARTSTAT=ACCEPTED:mailto:",
        ";PARTSTAT=ACCEPTED:invalid:nomail",
        ";PARTSTAT=ACCEPTED:urn:uuid:0",
        ";PARTSTAT=ACCEPTED:mailto:a@b@example.org",
        ";PARTSTAT=ACCEPTED:mailto:a b@example.org",
        ";PARTSTAT=ACCEPTED:mailto:a%0Ab@example.org",
        f";PARTSTAT=ACCEPTED:mailto:{'a' * 300}@example.org",
        ";PARTSTAT=ACCEPTED",
        ";" * 100 + ":mailto:chair@ngo.example.org",
    ],
)
def test_an_attendee_without_an_address_is_left_out(line: str) -> None:
    assert attendee(line) == []


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"sequence": ":none"}, {"sequence": None}),
        ({"sequence": ":-1"}, {"sequence": None}),
        ({"sequence": ":99999999999"}, {"sequence": None}),
        ({"sequence": ":²"}, {"sequence": None}),
        ({"sequence": ":2147483647"}, {"sequence": 2147483647}),
        ({"sequence": ""}, {"sequence": None}),
        ({"dtstamp": ""}, {"stamp": None}),
        ({"dtstamp": ":20260907T081400"}, {"stamp": None}),
        ({"dtstamp": ":20260907"}, {"stamp": None}),
        ({"dtstamp": ";TZID=Europe/Kyiv:20260907T111400"}, {}),
        ({"method": ":reply "}, {}),
        ({"method": ""}, {"method": None}),
        ({"method": ":what is this"}, {"method": None}),
        ({"version": ""}, {}),
        ({"organizer": ""}, {"organizer": None}),
        ({"organizer": ':"Office"'}, {"organizer": None}),
        ({"summary": ":Two\\nlines\\, and \\; more"}, {"summary": "Two lines, and ; more"}),
        ({"summary": ":"}, {"summary": None}),
        ({"uid": ": meeting-1@example.org "}, {}),
        ({"attendee": ""}, {"attendees": None}),
    ],
)
def test_what_is_missing_or_makes_no_sense_is_not_said(given: dict[str, str], expected: dict[str, Any]) -> None:
    assert seen(calendar(**given)) == {name: value for name, value in {**READ_OF_REPLY, **expected}.items() if value is not None}


def test_comments_stand_below_one_another() -> None:
    lines = "    COMMENT;LANGUAGE=uk:Буду\\, але пізно\n    COMMENT:\\n\n    COMMENT:after 11:00\n"
    assert seen(calendar(in_event(lines)))["comment"] == "Буду, але пізно\nafter 11:00"


def test_what_stands_in_an_alarm_is_the_alarms() -> None:
    assert seen(calendar(in_event(ALARM))) == READ_OF_REPLY
    assert seen(calendar(in_event(ALARM.replace("    END:VALARM\n", "")))) == READ_OF_REPLY


def test_a_fold_may_stand_inside_a_character() -> None:
    raw = calendar(summary=":Зустріч групи")
    middle = raw.index("стр".encode()) + 1
    assert seen(raw[:middle] + b"\r\n " + raw[middle:])["summary"] == "Зустріч групи"
    assert seen(raw[:middle] + b"\r\n\t\r\n " + raw[middle:])["summary"] == "Зустріч групи"


@pytest.mark.parametrize(
    ("charset", "written", "read_as"),
    [
        ("utf-8", "utf-8", "Зустріч групи"),
        ("windows-1251", "utf-8", "Зустріч групи"),
        ("koi8-u", "koi8-u", "Зустріч групи"),
        ("utf-8", "cp1251", "Зустріч групи"),
        ("", "cp1251", "Зустріч групи"),
        ("no-such-set", "cp1251", "Зустріч групи"),
        ("zip", "cp1251", "Зустріч групи"),
        ("idna", "cp1251", "Зустріч групи"),
        ("iso-8859-1", "latin-1", "Réunion"),
    ],
)
def test_a_charset_is_believed_where_the_octets_are_not_utf_8(charset: str, written: str, read_as: str) -> None:
    raw = calendar(summary=f":{read_as}").decode().encode(written)
    declared = f"text/calendar; charset={charset}" if charset else "text/calendar"
    assert seen(mail(part(declared, raw))) == {**READ_OF_HEADER, **READ_OF_REPLY, "summary": read_as}


def test_one_broken_line_spoils_no_other() -> None:
    raw = calendar(summary=":Зустріч", attendee=f";CN=Голова:mailto:{CHAIR}").replace("Зустріч".encode(), b"\xff\xfe\x98")
    assert seen(raw)["attendees"] == [f"{CHAIR} Голова"]


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_no_letter(charset: str) -> None:
    raw = calendar().decode().encode(charset)
    assert seen(raw) == READ_OF_REPLY
    assert seen(mail(part("text/calendar", raw, "base64"))) == {**READ_OF_HEADER, **READ_OF_REPLY}


def test_two_calendars_in_one_file_are_both_read() -> None:
    other = calendar(method=":REFRESH", uid=":meeting-2@example.org")
    for first in (calendar(), calendar().replace(b"END:VCALENDAR\r\n", b"")):
        assert [(each["method"], each["uid"]) for each in seen(first + other)["events"]] == [
            ("REPLY", "meeting-1@example.org"),
            ("REFRESH", "meeting-2@example.org"),
        ]


def test_a_series_and_its_occurrences_are_events_of_one_calendar() -> None:
    again = octets(REPLY).decode().partition("BEGIN:VEVENT")[2].partition("END:VCALENDAR")[0]
    one = again.replace("DTSTAMP", "RECURRENCE-ID;TZID=Europe/Kyiv:20260922T100000\r\nDTSTAMP").replace("ACCEPTED", "DECLINED")
    rest = again.replace("DTSTAMP", "RECURRENCE-ID;RANGE=THISANDFUTURE:20260929T070000Z\r\nDTSTAMP")
    raw = calendar().replace(b"END:VCALENDAR", f"BEGIN:VEVENT{one}BEGIN:VEVENT{rest}END:VCALENDAR".encode())
    assert [(each.get("occurrence"), each.get("and_future"), each["attendees"][0].split()[1]) for each in seen(raw)["events"]] == [
        (None, None, "ACCEPTED"),
        ("2026-09-22T07:00Z Europe/Kyiv", None, "DECLINED"),
        ("2026-09-29T07:00Z", True, "ACCEPTED"),
    ]
    (read_calendar,) = read(raw).calendars
    assert len(read_calendar.events) == 3


def test_who_answers_for_an_occurrence_that_cannot_be_told_does_not_answer_for_the_series() -> None:
    for value in (":someday", ":20261399T000000Z", ";TZID=Europe/Kyiv:", ";RANGE=THISANDFUTURE", ""):
        raw = calendar(in_event(f"    RECURRENCE-ID{value or ':'}\n"))
        with pytest.raises(ParseError, match="RECURRENCE-ID is no time"):
            read(raw)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (calendar(uid=""), "an event without UID"),
        (calendar(uid=": "), "an event without UID"),
        (calendar(uid=f":{'u' * 1001}"), "a UID longer than 1000"),
        (calendar().replace(b"END:VEVENT\r\n", b""), "no whole event"),
        (calendar().partition(b"SUMMARY")[0], "no whole event"),
        (calendar().replace(b"VEVENT", b"VTODO"), "no whole event"),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "no whole event"),
    ],
    ids=["no UID", "an empty UID", "a long UID", "an event that does not end", "cut off", "a task", "nothing"],
)
def test_a_file_without_an_event_is_refused_and_a_mail_around_it_says_why(raw: bytes, reason: str) -> None:
    with pytest.raises(ParseError, match=reason):
        read(raw)
    incoming = read(mail(part("text/calendar; method=REPLY", raw)))
    assert incoming.sender == CHAIR and incoming.calendars == ()
    assert any(reason in problem for problem in incoming.problems)


def test_an_event_that_is_not_ended_takes_no_other_with_it() -> None:
    whole = calendar().partition(b"BEGIN:VEVENT")[2]
    cut_off = calendar(uid=":cut@example.org").partition(b"ATTENDEE")[0]
    assert seen(cut_off + b"BEGIN:VEVENT" + whole) == READ_OF_REPLY
    assert seen(calendar().replace(b"END:VCALENDAR\r\n", b"")) == READ_OF_REPLY
    assert seen(calendar().replace(b"END:VEVENT", b"END:VTODO\r\nEND:VEVENT")) == READ_OF_REPLY


def test_no_text_that_is_read_holds_a_control_character() -> None:
    odd = "a\x00b\x07c\x85d\u2028e\x1bf"
    raw = calendar(
        in_event(f"    COMMENT:{odd}\n"), uid=f":{odd}", summary=f":{odd}", attendee=f";CN={odd};PARTSTAT={odd}:mailto:{CHAIR}"
    )
    read_of = seen(raw)
    assert (read_of["uid"], read_of["summary"]) == ("a b c d e f", "a b c d e f")
    assert read_of["attendees"] == [f"{CHAIR} a b c d e f"]
    assert read_of["comment"] == "a b c\nd\ne f"
