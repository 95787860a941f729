"""Whatever comes in, as plain facts: answers of every calendar program, mail that came back, letters, and bare calendar files."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from coordkit.calendar import mail_facts
from coordkit.calendar.allowance import MOST_OCTETS, Allowance
from coordkit.calendar.authentication import authentications
from coordkit.calendar.foreign_events import read_calendars
from coordkit.calendar.incoming import Incoming, IncomingCalendar, Returned
from coordkit.calendar.mail_parts import Part, leaves, whole
from coordkit.calendar.octets import narrow, unix_lines
from coordkit.calendar.returned import returned
from coordkit.domain.errors import ParseError, told

MOST_PROBLEMS = 10
_CALENDARS = ("text/calendar", "application/ics")


def read(raw: bytes) -> Incoming:
    """What a message says: ``raw`` is a whole mail as it came (RFC 5322), or a calendar file (RFC 5545).

    A mail without any calendar is a letter: no ``calendars``. Of a mail that holds calendars of its own and encloses other
    messages, its own are read; those of an enclosed one only where there are no others, and then ``is_forwarded`` stands. What a
    report returns is nobody's calendar. Raises ``ParseError``, and nothing else, for what is neither mail nor calendar, for a
    calendar file without an event, and for what is larger, deeper or more than ``calendar.allowance`` says; a mail whose calendars
    cannot be read still says who wrote it, and ``problems`` says what is wrong.
    """
    if not isinstance(raw, bytes):
        raise ParseError(f"expected the bytes of a mail or a calendar file, not {told(raw)}", where="message")
    if len(raw) > MOST_OCTETS:
        raise ParseError(f"the message has {len(raw):,} octets; {MOST_OCTETS:,} is the most that is read", where="message")
    digest, allowance = sha256(raw).hexdigest(), Allowance()
    text = unix_lines(narrow(raw))
    if text.lstrip()[:15].upper() == b"BEGIN:VCALENDAR":
        found, problems = read_calendars(text, charset=None, method=None, allowance=allowance)
        if not found:
            raise ParseError("; ".join(_few(problems)), where="calendar")
        return Incoming(digest=digest, is_mail=False, calendars=_once(found), problems=_few(problems))
    return _mail(digest, whole(text, allowance), allowance)


def _mail(digest: str, mail: Part, allowance: Allowance) -> Incoming:
    parts = list(leaves(mail, allowance))
    holders = [part for part in parts if part.kind in _CALENDARS or part.name.lower().endswith(".ics")]
    own = [part for part in holders if not part.passed_on]
    found, problems = _calendars(own or holders, allowance)
    sender = mail_facts.sender(mail)
    came_back, original = _returned(parts, allowance)
    return Incoming(
        digest=digest,
        is_mail=True,
        sender=sender,
        subject=mail_facts.subject(mail),
        date=mail_facts.date(mail),
        message_id=mail_facts.message_id(mail),
        answers=mail_facts.answers(mail),
        is_automatic=mail_facts.is_automatic(mail),
        is_forwarded=bool(holders) and not own,
        authentications=authentications(mail.fields.get("authentication-results", []), sender),
        calendars=_once(found),
        returned=came_back,
        returned_message_id=original,
        problems=_few(problems),
    )


def _few(problems: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(problems))[:MOST_PROBLEMS]


def _calendars(holders: Sequence[Part], allowance: Allowance) -> tuple[list[IncomingCalendar], list[str]]:
    found: list[IncomingCalendar] = []
    problems: list[str] = []
    seen = set()
    for part in holders:
        body, charset, method = part.body(), part.parameters.get("charset"), part.parameters.get("method")
        # An attachment usually is the same calendar again; what was read once costs nothing more.
        if (body, method) not in seen:
            seen.add((body, method))
            calendars, wrong = read_calendars(body, charset=charset, method=method, allowance=allowance)
            found += calendars
            problems += wrong
    return found, problems


def _once(calendars: Sequence[IncomingCalendar]) -> tuple[IncomingCalendar, ...]:
    """Each calendar once: of two with the same events, the one that names its method counts."""
    named = {calendar.events for calendar in calendars if calendar.method}
    return tuple(dict.fromkeys(calendar for calendar in calendars if calendar.method or calendar.events not in named))


def _returned(parts: Sequence[Part], allowance: Allowance) -> tuple[tuple[Returned, ...], str | None]:
    report = next((part for part in parts if part.kind == "multipart/report" and not part.passed_on), None)
    return returned(report, allowance) if report else ((), None)
