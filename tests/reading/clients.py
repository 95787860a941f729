"""Messages of our own that deviate as those of real programs do, with all that is to be read of each."""

from __future__ import annotations

from typing import Any

from tests.reading.builders import (
    CHAIR,
    EXCHANGE_LIKE_ZONE,
    HEADER,
    ORGANIZER,
    READ_OF_HEADER,
    READ_OF_REPLY,
    REPLY,
    TEXT,
    calendar,
    mail,
    multipart,
    octets,
    part,
)

READ_OF_MAIL = {**READ_OF_HEADER, **READ_OF_REPLY}

ZONE_1601 = EXCHANGE_LIKE_ZONE.replace("NAMED", "FLE Standard Time")
ALARM = """
    BEGIN:VALARM
    ACTION:EMAIL
    TRIGGER:-P1D
    SUMMARY:An alarm
    ATTENDEE;PARTSTAT=DECLINED:mailto:alarm@example.org
    END:VALARM
"""


def with_zone(text: str, zone: str) -> str:
    return text.replace("    BEGIN:VEVENT\n", zone.strip("\n ").join(["    ", "\n    BEGIN:VEVENT\n"]), 1)


def in_event(lines: str, text: str = REPLY) -> str:
    return text.replace("    END:VEVENT\n", lines.lstrip("\n") + "    END:VEVENT\n")


# As Apple's programs answer: everything encoded, ends of lines too, and the calendar between two pieces of html.
_ENCODED = "=0D=0A=\r\n".join(
    line.replace("=", "=3D").replace(" ", "=20")
    for line in calendar().decode().replace("chair@ngo", "chair@\r\n ngo").split("\r\n")
)
APPLE_KIND = 'text/calendar;\r\n\tx-mode=0600;\r\n\tname="answer-20260907.ics"'
_HTML = part("text/html; charset=US-ASCII", b"<p>The head has accepted</p>", "7bit")


def apple(encoded: str) -> bytes:
    answer = part(
        APPLE_KIND, encoded.encode(), None, Content_Transfer_Encoding="quoted-printable", Content_Disposition="attachment"
    )
    inner = multipart("mixed", _HTML, answer, _HTML, boundary="Mail-2--1")
    return mail(multipart("alternative", TEXT, inner, boundary="Mail-1--1"))


EXCHANGE_REPLY = """
    BEGIN:VCALENDAR
    METHOD:REPLY
    PRODID:A server of offices
    VERSION:2.0
    BEGIN:VEVENT
    ATTENDEE;PARTSTAT=TENTATIVE;CN=Head of an NGO:MAILTO:Chair@NGO.example.org
    COMMENT;LANGUAGE=en-US:After lunch\\, perhaps\\n
    UID:meeting-1@example.org
    SUMMARY;LANGUAGE=en-US:Tentative: Meeting of the group
    DTSTART;TZID=FLE Standard Time:20260915T100000
    DTEND;TZID=FLE Standard Time:20260915T113000
    SEQUENCE:0
    X-MICROSOFT-CDO-ALLDAYEVENT:FALSE
    END:VEVENT
    END:VCALENDAR
"""
READ_OF_EXCHANGE = {
    "method": "REPLY",
    "uid": "meeting-1@example.org",
    "start": "2026-09-15T07:00Z Europe/Kyiv",
    "end": "2026-09-15T08:30Z Europe/Kyiv",
    "attendees": [f"{CHAIR} TENTATIVE Head of an NGO"],
    "comment": "After lunch, perhaps",
    "summary": "Tentative: Meeting of the group",
}
COUNTER = EXCHANGE_REPLY.replace("METHOD:REPLY", "METHOD:COUNTER").replace(
    "    SEQUENCE:0\n", "    DTSTAMP:20260907T081400Z\n    X-MS-OLK-ORIGINALSTART:20260914T070000Z\n"
)
GOOGLE_REPLY = """
    BEGIN:VCALENDAR
    PRODID:-//Example//Calendar on the web//EN
    VERSION:2.0
    CALSCALE:GREGORIAN
    METHOD:REPLY
    BEGIN:VEVENT
    DTSTART:20260915T070000Z
    DTEND:20260915T083000Z
    DTSTAMP:20260907T081400Z
    ORGANIZER;CN=Office:mailto:office@example.org
    UID:1122334455667788990011223344556677889900A0B1C2D3E4F5A6B701000000000000000
     0100000001122334455667788
    ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=DECLINED;CN=Head of\x20
     an NGO;X-NUM-GUESTS=0;X-RESPONSE-COMMENT="Ill: sorry; my deputy, maybe":mailt
     o:chair@ngo.example.org
    SEQUENCE:1
    STATUS:CONFIRMED
    END:VEVENT
    END:VCALENDAR
"""
INVITATION = """
    BEGIN:VCALENDAR
    METHOD:REQUEST
    BEGIN:VEVENT
    DTSTART:20260915T070000Z
    DTEND:20260915T083000Z
    DURATION:PT4H
    RRULE:FREQ=SECONDLY
    EXDATE:20260916T070000Z
    DTSTAMP:20260907T081400Z
    UID:strange-1
    ORGANIZER;CN=Other;
     EMAIL=other@example.org:mailto:other@example.org
    ATTENDEE;CN=Other;
     EMAIL=other@example.org;CUTYPE=INDIVIDUAL;
     PARTSTAT=ACCEPTED:mailto:other@example.org
    ATTENDEE;CN=Office;EMAIL=office@example.org;
     PARTSTAT=NEEDS-ACTION:mailto:office@example.org
    ATTACH;FMTTYPE=text/plain;FILENAME=a.txt:file:///etc/passwd
    SUMMARY:Theirs
    END:VEVENT
    END:VCALENDAR
"""
READ_OF_INVITATION = {
    "method": "REQUEST",
    "uid": "strange-1",
    "stamp": "2026-09-07T08:14Z",
    "start": "2026-09-15T07:00Z",
    "end": "2026-09-15T08:30Z",
    "organizer": "other@example.org",
    "attendees": ["other@example.org ACCEPTED Other", f"{ORGANIZER} NEEDS-ACTION Office"],
    "summary": "Theirs",
}
CANCEL = INVITATION.replace("REQUEST", "CANCEL").replace(
    "    DTSTART:20260915T070000Z\n", "    X-REMARK: a beginning is not known\n"
)
EXCEPTION = INVITATION.replace("    DTSTAMP", "    RECURRENCE-ID:20260916T070000Z\n    DTSTAMP")

_BOUNCED = {
    "From": "MAILER-DAEMON@mail.example.net (Mail Delivery System)",
    "Subject": "Undelivered Mail Returned to Sender",
    "Return-Path": "<>",
    "Auto-Submitted": "auto-replied",
}
READ_OF_BOUNCED = {
    **READ_OF_HEADER,
    "sender": "mailer-daemon@mail.example.net",
    "subject": "Undelivered Mail Returned to Sender",
    "is_automatic": True,
}
STATUS = octets("""
    Reporting-MTA: dns; mail.example.net
    Arrival-Date: Mon, 7 Sep 2026 08:15:00 +0000

    Final-Recipient: rfc822; gone@ngo.example.org
    Original-Recipient: rfc822;Gone@ngo.example.org
    Action: failed
    Status: 5.1.1
    Diagnostic-Code: smtp; 550-5.1.1 there is
        no such account
""")
OUR_MAIL = mail(
    multipart("mixed", part("text/calendar; method=REQUEST", calendar(INVITATION)), boundary="ours"),
    {"From": ORGANIZER, "To": "gone@ngo.example.org", "Message-ID": "<ours-1@example.org>"},
)


def bounced(*parts: bytes, closed: bool = True) -> bytes:
    said = part("text/plain", b"I am sorry, this could not be delivered.")
    status = part("message/delivery-status", STATUS)
    return mail(multipart("report; report-type=delivery-status", said, status, *parts, boundary="b/1", closed=closed), _BOUNCED)


READ_OF_STATUS = {**READ_OF_BOUNCED, "returned": ("gone@ngo.example.org failed 5.1.1",)}

CLIENTS: dict[str, tuple[bytes, dict[str, Any]]] = {
    "Apple: quoted-printable all over, no method parameter": (apple(_ENCODED), READ_OF_MAIL),
    "Apple: without the attendee": (
        apple(_ENCODED.replace("ATTENDEE", "X-ATTENDEE")),
        {name: value for name, value in READ_OF_MAIL.items() if name != "attendees"},
    ),
    "Apple: without the organizer, an empty line in its place": (
        apple(_ENCODED.replace("ORGANIZER;CN=3DOffice:mailto:office@example.org=0D=0A=", "")),
        {name: value for name, value in READ_OF_MAIL.items() if name != "organizer"},
    ),
    "Apple: the calendar is missing": (
        mail(multipart("alternative", TEXT, multipart("mixed", _HTML, boundary="2"))),
        READ_OF_HEADER,
    ),
    "a bounce with our whole mail": (
        bounced(part("message/rfc822", OUR_MAIL)),
        {**READ_OF_STATUS, "returned_message_id": "<ours-1@example.org>"},
    ),
    "a bounce with our header": (
        bounced(part("text/rfc822-headers", OUR_MAIL.partition(b"\r\n\r\n")[0])),
        {**READ_OF_STATUS, "returned_message_id": "<ours-1@example.org>"},
    ),
    "a bounce with nothing of ours, its last boundary not closed": (bounced(b"", closed=False), READ_OF_STATUS),
    "Exchange: no ORGANIZER, no DTSTAMP, a Windows zone that is not described": (calendar(EXCHANGE_REPLY), READ_OF_EXCHANGE),
    "Exchange: a zone since 1601, an empty comment": (
        calendar(with_zone(EXCHANGE_REPLY, ZONE_1601), comment=";LANGUAGE=en-US:\\n"),
        {name: value for name, value in READ_OF_EXCHANGE.items() if name != "comment"},
    ),
    "Exchange: another time proposed": (
        calendar(COUNTER),
        {**READ_OF_EXCHANGE, "method": "COUNTER", "stamp": "2026-09-07T08:14Z"},
    ),
    "Google: a comment on the attendee, folded between words": (
        calendar(GOOGLE_REPLY),
        {
            **{name: value for name, value in READ_OF_REPLY.items() if name != "summary"},
            "uid": "1122334455667788990011223344556677889900A0B1C2D3E4F5A6B7010000000000000000100000001122334455667788",
            "sequence": 1,
            "attendees": [f"{CHAIR} DECLINED Head of an NGO comment=Ill: sorry; my deputy, maybe"],
        },
    ),
    "Google: base64 twice, as an alternative and as application/ics": (
        mail(
            multipart(
                "mixed",
                multipart(
                    "alternative", TEXT, part("text/calendar; charset=UTF-8; method=REPLY", calendar(), "base64"), boundary="i"
                ),
                part(
                    'application/ics; name="invite.ics"',
                    calendar(),
                    "base64",
                    Content_Disposition='attachment; filename="invite.ics"',
                ),
            ),
            {"Return-Path": CHAIR},
        ),
        READ_OF_MAIL,
    ),
    "Thunderbird: equals signs half encoded, DTEND and DURATION both, binary around it": (
        mail(
            multipart(
                "mixed",
                part(
                    'text/calendar; charset="utf-8"; method="REQUEST"',
                    calendar(INVITATION).replace(b"CN=Other", b"CN=3DOther"),
                    None,
                    Content_Transfer_Encoding="quoted-printable",
                    Content_Length="9",
                ),
                boundary="_---=_1",
            ),
            {"Content-Transfer-Encoding": "binary"},
        ),
        {**READ_OF_HEADER, **READ_OF_INVITATION},
    ),
    "Thunderbird: a cancelled series without DTSTART, VERSION and PRODID, with an alarm that has an attendee": (
        mail(part("text/calendar; method=CANCEL", calendar(in_event(ALARM, CANCEL)), "7bit")),
        {**READ_OF_HEADER, **{name: v for name, v in READ_OF_INVITATION.items() if name != "start"}, "method": "CANCEL"},
    ),
    "Thunderbird: one occurrence moved": (
        mail(part("text/calendar; method=REQUEST", calendar(EXCEPTION))),
        {**READ_OF_HEADER, **READ_OF_INVITATION, "occurrence": "2026-09-16T07:00Z"},
    ),
    "a shop: another letter case in the content type, the sender in words, the recipient in brackets": (
        mail(
            multipart(
                "mixed",
                part(
                    "TeXt/CaLeNdAr; method=PUBLISH; charset=UTF-8",
                    calendar(method=":PUBLISH"),
                    "base64",
                    Content_Disposition="attachment",
                ),
                boundary="_=shop=_1",
            ),
            {"To": f"<{ORGANIZER}>"},
        ),
        {**READ_OF_MAIL, "method": "PUBLISH"},
    ),
    "Outlook and Teams: LF in base64, an empty line inside the event, a name folded without its space": (
        mail(
            multipart(
                "alternative",
                TEXT,
                part(
                    "text/calendar; charset=utf-8; method=REPLY",
                    octets(
                        with_zone(REPLY, ZONE_1601)
                        .replace("CN=Head of an NGO", "CN=Head of an N\n    G\n     O")
                        .replace("    G\n     O", "     G\n     O")
                        .replace(":20260915T070000Z", ";TZID=FLE Standard Time:20260915T100000")
                        .replace("    SUMMARY", "\n    SUMMARY"),
                        "\n",
                    ),
                    "base64",
                ),
            )
        ),
        {**READ_OF_MAIL, "start": "2026-09-15T07:00Z Europe/Kyiv"},
    ),
    "a letter": (mail(TEXT), READ_OF_HEADER),
    "a bare file": (calendar(), READ_OF_REPLY),
}
assert HEADER["From"].endswith(f"<{CHAIR}>")
