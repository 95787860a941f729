"""Somebody who is invited: a mailbox and a calendar on vobject and the standard library, with nothing of coordkit's own.

What a calendar program does by RFC 5546 (2.1.5, 3.2): it keeps what is newer by SEQUENCE and DTSTAMP, refuses what is older, and
answers with mails of its own making. A REQUEST for a series replaces its overrides, as Outlook and Apple Calendar do.
"""

from __future__ import annotations

import email.policy
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.message import EmailMessage, Message
from email.parser import BytesParser
from typing import Any
from zlib import crc32
from zoneinfo import ZoneInfo

import attrs
import vobject

from tests.scheduling.entries import Entry, Occurrence, instant, read

_ORIGINAL = "19700101T000000"


@attrs.frozen(kw_only=True)
class Arrived:
    """A mail that lay in the mailbox: its METHOD (empty: no calendar object), and the events in it."""

    mail: EmailMessage
    method: str = ""
    entries: tuple[Entry, ...] = ()

    @property
    def subject(self) -> str:
        """Its subject, decoded."""
        return str(self.mail["Subject"])

    @property
    def text(self) -> str:
        """All that is to be read in it: what people see, and the calendar object, unfolded."""
        shown = (part.get_payload(decode=True) for part in self.mail.walk() if part.get_content_maintype() == "text")
        return "\n".join(each.decode("utf-8") for each in shown if isinstance(each, bytes)).replace("\r\n ", "")


@attrs.define(kw_only=True)
class Attendee:
    """One calendar user. ``now`` tells them the time; ``refused`` is what was older than what they have, ``surprises`` what made
    no sense to their program."""

    address: str
    office: str
    now: Callable[[], datetime]
    calendar: dict[tuple[str, Occurrence], Entry] = attrs.field(factory=dict)
    mailbox: list[Arrived] = attrs.field(factory=list)
    refused: list[Entry] = attrs.field(factory=list)
    surprises: list[str] = attrs.field(factory=list)

    # -- what comes in

    def takes_over(self, raw: bytes) -> None:
        """Takes what somebody else was sent into the own calendar."""
        _, entries = read(_payloads(_opened(raw))[0], self.address)
        for entry in entries:
            self._keeps(entry)

    def receives(self, raw: bytes) -> Arrived:
        """Opens a mail and does to the calendar what it asks for."""
        mail = _opened(raw)
        objects = _calendars(mail)
        if not objects:
            arrived = Arrived(mail=mail)
        else:
            if len(set(_payloads(mail))) != 1:
                self.surprises.append("the calendar in the mail and the one attached to it differ")
            method, entries = read(_payloads(mail)[0], self.address)
            if objects[0].get_param("method") != method:
                self.surprises.append(f"the mail says {objects[0].get_param('method')}, the calendar {method}")
            arrived = Arrived(mail=mail, method=method, entries=entries)
            self._does(arrived)
        self.mailbox.append(arrived)
        return arrived

    def _does(self, arrived: Arrived) -> None:
        if self.address not in {each for entry in arrived.entries for each in entry.attendees}:
            self.surprises.append(f"a {arrived.method} that does not name {self.address}")
        whole = next((entry for entry in arrived.entries if entry.occurrence is None), None)
        if arrived.method == "REQUEST":
            if whole is not None and not self._is_stale(whole):
                for key in [key for key in self.calendar if key[0] == whole.uid]:
                    del self.calendar[key]
            for entry in arrived.entries:
                self._keeps(entry)
        elif arrived.method == "CANCEL":
            for entry in arrived.entries:
                self._strikes(entry)
        elif arrived.method != "DECLINECOUNTER":
            self.surprises.append(f"a METHOD that no organizer sends to an attendee: {arrived.method}")

    def _is_stale(self, entry: Entry) -> bool:
        known = self.calendar.get((entry.uid, entry.occurrence))
        whole = self.calendar.get((entry.uid, None))
        if known is not None:
            return entry.age < known.age
        return whole is not None and entry.sequence < whole.sequence

    def _keeps(self, entry: Entry) -> None:
        if self._is_stale(entry):
            self.refused.append(entry)
        else:
            self.calendar[entry.uid, entry.occurrence] = entry

    def _strikes(self, entry: Entry) -> None:
        """A CANCEL: of the whole it ends all, of one occurrence that one; without STATUS its reader alone is off the list."""
        known = [key for key in self.calendar if key[0] == entry.uid]
        if not known:
            self.surprises.append("a CANCEL of what was never asked")
        elif self._is_stale(entry):
            self.refused.append(entry)
        else:
            struck = attrs.evolve(entry, status=entry.status or "REMOVED")
            for key in known if entry.occurrence is None else ():
                self.calendar[key] = attrs.evolve(
                    self.calendar[key], status=struck.status, sequence=entry.sequence, stamp=entry.stamp
                )
            if entry.occurrence is not None:
                self.calendar[entry.uid, entry.occurrence] = struck

    # -- what is in the calendar

    def entry(self, uid: str | None = None, occurrence: Occurrence = None) -> Entry:
        """What the calendar holds of an event (the latest that came), or of an occurrence, by the series where it has no own."""
        uid = uid or next(uid for uid, _ in reversed(self.calendar))
        return self.calendar.get((uid, occurrence)) or self.calendar[uid, None]

    def starts(self, uid: str) -> tuple[datetime, ...]:
        """When it takes place by this calendar: a series with its overrides, without what was struck."""
        own = {key[1]: entry for key, entry in self.calendar.items() if key[0] == uid and key[1] is not None}
        whole = self.calendar.get((uid, None))
        ruled = whole.starts if whole is not None and whole.status == "CONFIRMED" else ()
        moved = [instant(entry.start) for entry in own.values() if entry.status == "CONFIRMED" and entry.start is not None]
        return tuple(sorted([start for start in ruled if start not in own] + moved))

    # -- what goes out

    def replies(
        self,
        answer: str,
        *,
        uid: str | None = None,
        occurrence: Occurrence = None,
        sequence: int | None = None,
        at: datetime | None = None,
        comment: str | None = None,
        delegate: str | None = None,
        form: str = "utc",
    ) -> str:
        """A REPLY as a calendar object; the own calendar remembers the answer. ``form`` is how it writes RECURRENCE-ID."""
        about = self.entry(uid, occurrence)
        if (about.uid, occurrence) in self.calendar or occurrence is None:
            self.calendar[about.uid, occurrence] = attrs.evolve(about, answer=answer)
        attendees = [(self.address, {"PARTSTAT": answer, **({"DELEGATED-TO": f"mailto:{delegate}"} if delegate else {})})]
        if delegate:
            attendees.append((delegate, {"PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE", "DELEGATED-FROM": f"mailto:{self.address}"}))
        elif about.delegated_from:
            attendees = [(self.address, {"PARTSTAT": answer, "DELEGATED-FROM": f"mailto:{about.delegated_from}"})]
        sequence = about.sequence if sequence is None else sequence
        return self._object("REPLY", about, attendees, sequence, at, occurrence, form, comment=comment)

    def counters(
        self,
        start: datetime,
        end: datetime,
        *,
        uid: str | None = None,
        occurrence: Occurrence = None,
        sequence: int | None = None,
        comment: str | None = None,
    ) -> str:
        """A COUNTER as a calendar object: the event as it should be (RFC 5546 3.2.7)."""
        about = self.entry(uid, occurrence)
        attendees = [(self.address, {"PARTSTAT": "TENTATIVE"})]
        sequence = about.sequence if sequence is None else sequence
        times = {"dtstart": written(start), "dtend": written(end)}
        return self._object("COUNTER", about, attendees, sequence, None, occurrence, "utc", comment=comment, **times)

    def refreshes(self, *, uid: str | None = None, occurrence: Occurrence = None) -> str:
        """A REFRESH as a calendar object: what is the latest? (RFC 5546 3.2.6)"""
        about = self.entry(uid, occurrence)
        return self._object("REFRESH", about, [(self.address, {})], None, None, occurrence, "utc")

    def _object(
        self,
        method: str,
        about: Entry,
        attendees: list[tuple[str, dict[str, str]]],
        sequence: int | None,
        at: datetime | None,
        occurrence: Occurrence,
        form: str,
        **properties: str | None,
    ) -> str:
        calendar = vobject.iCalendar()
        calendar.add("method").value = method
        event = calendar.add("vevent")
        line = {"uid": about.uid, "dtstamp": written(at or self.now()), **properties}
        line["sequence"] = None if sequence is None else str(sequence)
        line["organizer"] = f"mailto:{about.organizer}"
        for name, value in line.items():
            if value is not None:
                _plain(event, name, value)
        if occurrence is not None:
            _plain(event, "recurrence-id", _ORIGINAL)
        for address, parameters in attendees:
            added = _plain(event, "attendee", f"mailto:{address}")
            added.params.update({name: [value] for name, value in parameters.items()})
        text = str(calendar.serialize(validate=False))
        # Written here, since vobject would add a VTIMEZONE, an empty one for a zone that it does not know.
        return text if occurrence is None else text.replace(f":{_ORIGINAL}", recurrence_id(occurrence, form))


def _opened(raw: bytes) -> EmailMessage:
    return BytesParser(_class=EmailMessage, policy=email.policy.default).parsebytes(raw)


def _calendars(mail: EmailMessage) -> list[Message]:
    return [part for part in mail.walk() if part.get_content_type() == "text/calendar"]


def _payloads(mail: EmailMessage) -> list[str]:
    payloads = (part.get_payload(decode=True) for part in _calendars(mail))
    return [payload.decode("utf-8") for payload in payloads if isinstance(payload, bytes)]


def _plain(event: Any, name: str, value: str) -> Any:
    """A line whose value is written as it stands here."""
    line = event.add(name)
    line.isNative = False
    line.value = value
    return line


def recurrence_id(occurrence: datetime, form: str) -> str:
    """What follows RECURRENCE-ID as programs write it: in UTC, by the clock of Kyiv under either name of it, or as a day."""
    clock = occurrence.astimezone(ZoneInfo("Europe/Kyiv"))
    return {
        "utc": f":{written(occurrence)}",
        "zoned": f";TZID=Europe/Kyiv:{clock:%Y%m%dT%H%M%S}",
        "windows": f";TZID=FLE Standard Time:{clock:%Y%m%dT%H%M%S}",
        "day": f";VALUE=DATE:{clock:%Y%m%d}",
    }[form]


def passed_on(raw: bytes, *, sender: str, to: str, at: datetime, results: str | None = None) -> bytes:
    """A mail that somebody else attaches to one of their own."""
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["From"], mail["To"], mail["Subject"], mail["Date"] = f"<{sender}>", f"<{to}>", "Fwd", at
    mail.set_content("See below.")
    mail.add_attachment(_opened(raw))
    above = f"Authentication-Results: {results}\r\n".encode() if results else b""
    return above + mail.as_bytes()


def written(moment: datetime) -> str:
    """A moment as iCalendar writes it in UTC."""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def posted(
    calendar: str,
    *,
    sender: str,
    to: str,
    at: datetime,
    results: str | None = None,
    method: str | None = None,
    headers: Mapping[str, str] | None = None,
    subject: str = "Re",
) -> bytes:
    """A mail with a calendar object, as a small program writes it; ``results`` is the Authentication-Results above all else."""
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["From"] = f"<{sender}>"
    mail["To"] = f"<{to}>"
    mail["Subject"] = subject
    mail["Date"] = at
    mail["Message-ID"] = f"<{written(at)}.{crc32(calendar.encode())}@{sender.rpartition('@')[2]}>"
    for name, value in (headers or {}).items():
        mail[name] = value
    mail.set_content("An answer.")
    mail.add_alternative(calendar.encode(), "text", "calendar", params={"charset": "utf-8", "method": method or _method(calendar)})
    above = f"Authentication-Results: {results}\r\n".encode() if results else b""
    return above + mail.as_bytes()


def _method(calendar: str) -> str:
    return next(line.partition(":")[2].strip() for line in calendar.splitlines() if line.startswith("METHOD:"))
