"""Messages that are not simply taken: one for every reason there is; mail in words, and mail that came back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

import attrs

from coordkit import (
    Contact,
    ContactKind,
    Person,
)
from coordkit.secretariat import correspondence
from coordkit.secretariat.receiving import MOST_CLAIMS
from tests.scheduling.attendee import passed_on
from tests.scheduling.stage import ADDRESSES, OFFICE, SERVER, Stage, slot

ONE = ADDRESSES["a"]


def invited(*letters: str, is_series: bool = False, url: str = "memory://", **office: object) -> Stage:
    """A stage on which these were asked, and got their mail."""
    return Stage.of(is_series=is_series, url=url, **office).invite("".join(letters) or "a")


def letter(stage: Stage, *, sender: str = ONE, answers: str | None = None, headers: dict[str, str] | None = None) -> bytes:
    """A mail without a calendar object."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Date"] = sender, OFFICE, "Re", stage.clock()
    for name, value in {**({"In-Reply-To": answers} if answers else {}), **(headers or {})}.items():
        mail[name] = value
    mail.set_content("Буду.")
    return mail.as_bytes()


def came_back(stage: Stage, *, action: str, status: str, recipient: str = ONE, message_id: str | None = None) -> bytes:
    """A delivery status notification (RFC 3464) that returns our first mail to the first of those asked."""
    named = message_id or str(stage.attendee("a").mailbox[0].mail["Message-ID"])
    lines = [
        "From: MAILER-DAEMON@mx.one.example", f"To: {OFFICE}", "Subject: Returned", "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0", 'Content-Type: multipart/report; report-type=delivery-status; boundary="b"', "",
        "--b", "Content-Type: text/plain", "", "It came back.",
        "--b", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.one.example", "",
        f"Final-Recipient: rfc822; {recipient}", f"Action: {action}", f"Status: {status}", "",
        "--b", "Content-Type: text/rfc822-headers", "", f"Message-ID: {named}", f"To: {recipient}", "", "--b--", "",
    ]  # fmt: skip
    return "\r\n".join(lines).encode()


def changed(stage: Stage, *replaced: tuple[str, str], answer: str = "ACCEPTED", on: str | None = None) -> str:
    """An answer with something written in another way."""
    text = stage.attendee("a").replies(answer, occurrence=stage.original(on))
    for old, new in replaced:
        assert old in text
        text = text.replace(old, new)
    return text


# -- every verdict and every reason

Case = Callable[[], Stage]


def _bare() -> Stage:
    stage = invited()
    stage.received.append(correspondence.receive(stage.desk, stage.attendee("a").replies("ACCEPTED").encode()))
    return stage


def _forwarded() -> Stage:
    stage = invited("a", "b").says("a", "ACCEPTED", later=True)
    results = f"{SERVER}; dmarc=pass header.from=two.example"
    return stage.arrives(passed_on(stage.drawer[0], sender=ADDRESSES["b"], to=OFFICE, at=stage.clock(), results=results))


def _written(text: Callable[[Stage], str], *, is_series: bool = False, **more: object) -> Case:
    def play() -> Stage:
        stage = invited(is_series=is_series)
        return stage.writes("a", text(stage), **more)  # type: ignore[arg-type]  # the options of writes

    return play


def _arrived(raw: Callable[[Stage], bytes]) -> Case:
    def play() -> Stage:
        stage = invited()
        return stage.arrives(raw(stage))

    return play


def _first_id(stage: Stage) -> str:
    return str(stage.attendee("a").mailbox[0].mail["Message-ID"])


def _uninvited() -> Stage:
    return invited("a").forwards("a", "c").says("c", "ACCEPTED")


def _unannounced() -> Stage:
    stage = invited("a")
    stage.desk.save(stage.meeting.moved_to(slot("16T10")))
    return stage.refreshes("a")


def sharing_an_address() -> Stage:
    """Two of those asked have one address."""
    stage = Stage.of()
    second = stage.desk.get(Person, stage.people["b"])
    stage.desk.save(attrs.evolve(second, contacts=(Contact(kind=ContactKind.EMAIL, value=ONE),)))
    return stage.invite("ab")


def _for_everybody(stage: Stage) -> str:
    many = "".join(f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{number}@x.example\r\n" for number in range(MOST_CLAIMS))
    return changed(stage, (f"mailto:{ONE}", "mailto:x@x.example"), ("END:VEVENT", f"{many}END:VEVENT"))


def without_lines(text: str, *names: str) -> str:
    return "\r\n".join(line for line in text.split("\r\n") if not line.startswith(names))


AUTOMATIC = {"Auto-Submitted": "auto-replied"}
_RANGE = ("RECURRENCE-ID:", "RECURRENCE-ID;RANGE=THISANDFUTURE:")

CASES: dict[str, tuple[str, Case]] = {
    "NO_SENDER": ("quarantined", _bare),
    "FORWARDED": ("quarantined", _forwarded),
    "NOT_VOUCHED": ("quarantined", lambda: invited().says("a", "ACCEPTED", vouched=None)),
    "FORGED": ("quarantined", lambda: invited().says("a", "ACCEPTED", vouched=False)),
    "NOT_THEIR_OWN": ("quarantined", lambda: invited("a", "b").says("a", "ACCEPTED", sender=ADDRESSES["b"])),
    "NOT_INVITED": ("quarantined", _uninvited),
    "SHARED": ("quarantined", lambda: sharing_an_address().says("a", "ACCEPTED")),
    "TOO_MANY": ("refused", _written(_for_everybody)),
    "TAKEN_OFF": ("stale", lambda: invited().withdraw("a").says("a", "ACCEPTED")),
    "UNKNOWN_UID": ("quarantined", _written(lambda s: changed(s, (s.meeting.uid, "another@example.org")))),
    "NO_SUCH_OCCURRENCE": ("refused", _written(lambda s: changed(s, ("T070000Z", "T073000Z"), on="22"), is_series=True)),
    "NOT_A_SERIES": ("refused", _written(lambda s: changed(s, ("SEQUENCE", "RECURRENCE-ID:20260915T070000Z\r\nSEQUENCE")))),
    "AND_FUTURE": ("quarantined", _written(lambda s: changed(s, _RANGE, on="22"), is_series=True)),
    "NO_ATTENDEE": ("quarantined", _written(lambda s: without_lines(changed(s), "ATTENDEE"))),
    "NO_ANSWER": ("quarantined", _written(lambda s: changed(s, ("PARTSTAT=ACCEPTED", "PARTSTAT=X-PERHAPS")))),
    "OUTDATED": ("stale", lambda: invited().says("a", "ACCEPTED", later=True).move("16T10").arrives(0)),
    "OVERTAKEN": ("stale", lambda: _twice("DECLINED", "ACCEPTED").arrives(1, 0)),
    "NEVER_SENT": ("quarantined", lambda: invited().says("a", "ACCEPTED", sequence=3)),
    "AHEAD": ("quarantined", _written(lambda s: s.attendee("a").replies("ACCEPTED", at=s.clock() + timedelta(days=2)))),
    "TO_WHOM": ("quarantined", lambda: invited().says("a", "DELEGATED")),
    "UNKNOWN_DELEGATE": ("quarantined", lambda: invited().says("a", "DELEGATED", to="d")),
    "IN_A_CIRCLE": ("quarantined", lambda: invited().says("a", "DELEGATED", to="c").says("c", "DELEGATED", to="a")),
    "PROPOSAL": ("quarantined", lambda: invited().counters("a", "16T14")),
    "NO_PROPOSAL": ("quarantined", _written(lambda s: without_lines(proposal(s), "DTSTART", "DTEND"))),
    "NOT_ANNOUNCED": ("quarantined", _unannounced),
    "AUTOMATIC": ("refused", lambda: invited().refreshes("a", headers=AUTOMATIC)),
    "IN_WORDS": ("quarantined", _arrived(lambda s: letter(s, answers=_first_id(s)))),
    "A_LETTER": ("quarantined", _arrived(lambda s: letter(s))),
    "MIXED": ("quarantined", _written(lambda s: changed(s) + changed(s, ("METHOD:REPLY", "METHOD:COUNTER")))),
    "SOMEBODY_ELSES": ("quarantined", _written(lambda s: changed(s, ("METHOD:REPLY", "METHOD:REQUEST")))),
    "NOT_FOR_GOOD": ("refused", _arrived(lambda s: came_back(s, action="delayed", status="4.4.7"))),
    "NOT_OURS": ("quarantined", _arrived(lambda s: came_back(s, action="failed", status="5.1.1", message_id="<x@example.org>"))),
}


def _twice(*said: str) -> Stage:
    stage = invited()
    for each in said:
        stage.says("a", each, later=True)
    return stage


def proposal(stage: Stage) -> str:
    when = slot("16T14")
    return stage.attendee("a").counters(when.starts, when.ends)


def second_address(stage: Stage) -> Stage:
    """The first of those asked has another address, after the first."""
    person = stage.desk.get(Person, stage.people["a"])
    more = Contact(kind=ContactKind.EMAIL, value="private@six.example")
    stage.desk.save(attrs.evolve(person, contacts=(*person.contacts, more)))
    return stage
