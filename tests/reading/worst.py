"""Messages made to keep a reader busy: five megabytes of whatever it might look at once too often."""

from __future__ import annotations

from base64 import encodebytes
from collections.abc import Callable, Iterator
from zoneinfo import available_timezones

from coordkit.calendar.allowance import MOST_OCTETS

HEADER = b"From: a@example.org\nSubject: x\n"
MIXED = HEADER + b'Content-Type: multipart/mixed; boundary="b"\n\n'
REPORT = (
    HEADER
    + b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n"
)
CALENDAR = HEADER + b"Content-Type: text/calendar\n"
ATTENDEE = b"ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@example.org\n"
SIDE = b"BEGIN:STANDARD\nDTSTART:16010101T040000\nTZOFFSETFROM:+0300\nTZOFFSETTO:+0200\n"
RULE = b"RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\n"


def filled(unit: bytes, before: bytes = b"", after: bytes = b"") -> bytes:
    """As large as a message may be."""
    return before + unit * ((MOST_OCTETS - len(before) - len(after)) // len(unit)) + after


def event(lines: bytes) -> bytes:
    return b"BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:a\n" + lines + b"END:VEVENT\nEND:VCALENDAR\n"


def events(count: int, zone: Callable[[int], bytes], described: bytes = b"") -> bytes:
    """A calendar of so many events with four times each, in the zones of these names."""
    times = (b"DTSTAMP", b"DTSTART", b"DTEND", b"RECURRENCE-ID")
    lines = (
        b"".join(b"%s;TZID=%s:20260915T100000\n" % (name, zone(4 * n + i)) for i, name in enumerate(times)) for n in range(count)
    )
    return b"BEGIN:VCALENDAR\n" + described + b"".join(b"BEGIN:VEVENT\nUID:a\n%sEND:VEVENT\n" % each for each in lines)


def multiparts(depth: int, content: bytes) -> bytes:
    opened = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(depth))
    return filled(content, HEADER + opened)


def declared(parameters: bytes) -> bytes:
    """Many parts, each with a content type and a disposition full of these."""
    many = parameters * (8000 // len(parameters))
    return MIXED + (b"--b\nContent-Type: text/plain%s\nContent-Disposition: attachment%s\n\n" % (many, many)) * 290


def worst() -> Iterator[tuple[str, bytes]]:
    """Each by its name, made when it is asked for."""
    for unit in (b"\n", b"\r", b"\x00", b" ", b"a:\n", b"to:\n", b" \n", b"To: a", b"From a\n", b"\xff\xfe"):
        yield f"{unit!r} alone", filled(unit)
        yield f"{unit!r} in a header", filled(unit, HEADER)
        yield f"{unit!r} in a letter", filled(unit, HEADER + b"\n")
        yield f"{unit!r} in a calendar", filled(unit, b"BEGIN:VCALENDAR\n")
        yield f"{unit!r} in a bounce", filled(unit, REPORT)
    for unit in (
        b"=?utf-8?q?a?= ",
        b"=?utf-8?b?",
        b"=?",
        b"<a@b> ",
        b"<a",
        b"(",
        b'"',
        b"<",
        b",",
        b"\\",
        b"@",
        b"a@b,",
        b"a:",
        b"[ ",
        b".a",
        b"1 ",
    ):
        for name in (b"From", b"Subject", b"Date", b"References", b"Message-ID", b"Auto-Submitted"):
            yield f"{unit!r} in {name.decode()}", name + b": " + unit * (8000 // len(unit)) + b" <a@b.org>\nTo: b\n\n"
    for unit in (b"(", b"()", b'"', b'"\\', b";", b"; a=b", b" a=b", b"a.", b" ", b"; dkim=pass header.d=example.org"):
        yield (
            f"{unit!r} in Authentication-Results",
            HEADER + (b"Authentication-Results: a.b" + unit * (8000 // len(unit)) + b"\n") * 600,
        )
    yield (
        "thousands of Authentication-Results",
        filled(b"Authentication-Results: a.b; dmarc=pass header.from=example.org\n", HEADER),
    )
    for unit in (
        b"--b\n",
        b"--bx\n",
        b"--b           x\n",
        b"--b" + b" " * 100_000 + b"x\n",
        b"--b\nContent-Type: text/calendar\n\n",
    ):
        yield f"{unit[:40]!r} in a multipart", filled(unit, MIXED)
    for depth in (3, 15, 25, 3000):
        for unit in (b"--b0x\n", b"--b2x\n", b"\n", b"a"):
            yield f"{unit!r} {depth} multiparts deep", multiparts(depth, unit)
    yield "messages in messages", filled(b"Content-Type: message/rfc822\n\n", HEADER)
    inner = HEADER + b"\n" + b"x" * 2_000_000
    for _ in range(3):
        inner = b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n" + encodebytes(inner)
    yield "base64 in base64", inner
    for unit in (b";", b"; ", b";a=b", b';a="', b';a=\\"', b';a="\\"', b";name*0*=%41", b"';a*=", b"a", b'; name="=?utf-8?q?a'):
        yield f"{unit!r} in content types", declared(unit)
    for encoding in (b"base64", b"quoted-printable"):
        for unit in (b"=", b"=\n", b"=3D", b" \t", b"QkVH", b"!", b"\nCN=41", b"=AE"):
            yield f"{unit!r} as {encoding.decode()}", filled(unit, CALENDAR + b"Content-Transfer-Encoding: " + encoding + b"\n\n")
    for unit in (b"\n ", b"\n a", b"\\n", b"\\", b"\xff", b"^n", b"%41"):
        yield f"{unit!r} in one line", event(b"SUMMARY:" + filled(unit)[:5_000_000] + b"\n")
        yield f"{unit!r} in many lines", event((b"COMMENT:" + unit * (4000 // len(unit)) + b"\n") * 1000)
        yield f"{unit!r} in names", event((b"ATTENDEE;CN=" + unit * (240 // len(unit)) + b":mailto:a@example.org\n") * 1990)
    for unit in (
        b";",
        b"; ",
        b";A",
        b";A=1",
        b';A="',
        b';A="";',
        b";A=mailto:",
        b';A="mailto:",',
        b';A="x"y',
        b";A=\\",
        b"; =",
        b'"',
        b";A= \t",
    ):
        yield f"{unit!r} in attendees", event((b"ATTENDEE" + unit * (8000 // len(unit)) + b":mailto:a@example.org\n") * 600)
        yield f"{unit!r} in all attendees", event((b"ATTENDEE" + unit * (240 // len(unit)) + b":mailto:a@example.org\n") * 1990)
        yield f"{unit!r} in one attendee", event(filled(unit, b"ATTENDEE")[:5_000_000] + b":mailto:a@example.org\n")
    yield "attendees without end", filled(ATTENDEE, b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\n")
    yield "attendees as many as may be", event(ATTENDEE * 2000)
    yield "attendees in one line", event(filled(ATTENDEE.rstrip() + b" ")[:5_000_000] + b"\n")
    for unit in (b"BEGIN:VEVENT\n", b"BEGIN:VCALENDAR\n", b"BEGIN:X\n", b"END:X\n", b"UID:\n", b"X:\n", b"RRULE:FREQ=SECONDLY\n"):
        yield f"{unit!r} without end", filled(unit, b"BEGIN:VCALENDAR\n")
        yield f"{unit!r} often", b"BEGIN:VCALENDAR\n" + unit * 950
    zones = [name.encode() for name in sorted(available_timezones())]
    yield "every zone there is", events(950, lambda n: zones[(n * 7) % len(zones)])
    yield "zones that nobody knows", events(950, lambda n: b"a/b/c%d" % n, b"BEGIN:VTIMEZONE\nTZID:a/b\nEND:VTIMEZONE\n" * 40)
    one = b"BEGIN:VTIMEZONE\nTZID:Q\n%sEND:VTIMEZONE\n"
    yield "a zone with many rules", events(900, lambda n: b"Q", one % ((SIDE + RULE + b"END:STANDARD\n") * 6))
    yield (
        "a zone with many changes",
        events(900, lambda n: b"Q", one % ((SIDE + b"RDATE:20010101T000000\n" * 390 + b"END:STANDARD\n") * 9)),
    )
    many = (SIDE + b"RDATE:" + b"20010101T000000," * 480 + b"20010101T000000\nEND:STANDARD\n",)
    yield (
        "many zones with many changes",
        events(60, lambda n: b"Q%d" % n, b"".join(one.replace(b"Q", b"Q%d" % n) % many for n in range(60))),
    )
    yield "a zone that changes every second", events(900, lambda n: b"Q", one % (SIDE + b"RRULE:FREQ=SECONDLY\nEND:STANDARD\n"))
    yield "recipients without end", filled(b"Final-Recipient: rfc822;a@b.org\nAction: failed\nStatus: 5.0.0\n\n", REPORT)
    original = b"--b\nContent-Type: message/rfc822\n\nMessage-ID: <a@b>\n\n" + b"x" * 17_000 + b"\n"
    yield "originals without end", REPORT + original * 295
    for charset in (b"punycode", b"idna", b"shift_jis", b"utf-7", b"unicode_escape"):
        yield (
            f"{charset!r} declared",
            CALENDAR[:-1] + b"; charset=" + charset + b"\n\n" + event((b"COMMENT:" + b"\xff\\" * 4000 + b"\n") * 60),
        )
