"""What both sides hold after a scenario, in short words to compare."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from coordkit import Days, Invitation, Meeting, MeetingSeries, MeetingStatus, Received, Slot
from coordkit.domain.rules.announcing import Saying, saying_of
from coordkit.domain.slots import When
from coordkit.secretariat import reasons, series
from tests.scheduling.entries import Entry, instant
from tests.scheduling.stage import ADDRESSES, ZONE, Stage, day

REASONS = {value: name for name, value in vars(reasons).items() if name.isupper()}


def clock(moment: date) -> str:
    """``15T10`` for 10:00 in Kyiv on the 15th; with minutes where there are some; ``15`` for the whole day."""
    if not isinstance(moment, datetime):
        return f"{moment:%d}"
    local = moment.astimezone(ZoneInfo(ZONE))
    return f"{local:%d}T{local:%H}" + (f":{local:%M}" if local.minute else "")


def answers(stage: Stage) -> str:
    """``a=ACCEPTED c@22=withdrawn``: every invitation that the desk has to the meeting or series."""
    found = []
    for each in stage.desk.each(Invitation, {"meeting": str(stage.about)}):
        letter = next(letter for letter, ref in stage.people.items() if ref == each.invitee)
        on = f"@{each.occurrence.day:%d}" if each.occurrence else ""
        found.append(f"{letter}{on}={'withdrawn' if each.withdrawn_at else each.response.value}")
    return " ".join(sorted(found))


def sequences(stage: Stage) -> str:
    """``1 22:2``: the SEQUENCE of the meeting or series, and of occurrences that have one of their own."""
    found = [str(stage.subject.sequence)]
    if isinstance(stage.subject, MeetingSeries):
        own = [each for each in stage.desk.each(Meeting, {"series": str(stage.about)}) if each.occurrence]
        found += sorted(f"{each.occurrence.day:%d}:{each.sequence}" for each in own if each.occurrence)
    return " ".join(found)


def mails(stage: Stage) -> str:
    """``a: REQUEST#0 CANCEL#1@22``: what came to each, in order; those who got nothing are not there."""
    found = []
    for letter in ADDRESSES:
        arrived = stage.attendee(letter).mailbox
        if arrived:
            found.append(f"{letter}: " + " ".join(_mail(each.method, each.entries) for each in arrived))
    return "; ".join(found)


def _mail(method: str, entries: tuple[Entry, ...]) -> str:
    if not entries:
        return "letter"
    whole = next((each for each in entries if each.occurrence is None), None)
    first = whole or entries[0]
    on = "" if first.occurrence is None else f"@{clock(first.occurrence)[:2]}"
    carried = "".join(f"+{clock(each.occurrence)[:2]}" for each in entries if each is not first and each.occurrence)
    return f"{method}#{first.sequence}{on}{carried}"


def calendars(stage: Stage) -> str:
    """``a: 15T10#0 ACCEPTED @22 23T10#1 NEEDS-ACTION``: what each has in their calendar."""
    found = []
    for letter in ADDRESSES:
        held = stage.attendee(letter).calendar
        keys = sorted((key for key in held if key[0] == stage.subject.uid), key=lambda key: (key[1] is not None, str(key[1])))
        if keys:
            found.append(f"{letter}: " + " ".join(_entry(held[key]) for key in keys))
    return "; ".join(found)


def _entry(entry: Entry) -> str:
    on = f"@{clock(entry.occurrence)[:2]} " if entry.occurrence is not None else ""
    start = clock(entry.start) if entry.start is not None else ""
    state = entry.answer if entry.status == "CONFIRMED" else entry.status
    return f"{on}{start}#{entry.sequence} {state}"


def verdicts(stage: Stage) -> str:
    """``taken stale(OUTDATED)``: what became of each message that came in, in order."""
    return " ".join(_verdict(stage, each) for each in stage.received)


def _verdict(stage: Stage, received: Received) -> str:
    now = stage.desk.get(Received, received.id)
    reason = f"({REASONS.get(now.reason, now.reason)})" if now.reason is not None else ""
    return f"{now.verdict.value}{reason}"


def disagreements(stage: Stage) -> list[str]:
    """Where an attendee's calendar differs from the desk's, as far as the attendee was told."""
    wrong = []
    for letter, ref in stage.people.items():
        who = stage.attendee(letter)
        known = stage.desk.each(Invitation, {"meeting": str(stage.about), "invitee": str(ref)})
        held, expected = who.starts(stage.subject.uid), _expected(stage, known)
        if held != expected:
            wrong.append(f"{who.address} has {held}, the desk {expected}")
    return wrong


def _start(when: When) -> datetime:
    assert isinstance(when, Slot | Days)
    return instant(when.starts if isinstance(when, Slot) else when.first)


def _expected(stage: Stage, known: Sequence[Invitation]) -> tuple[datetime, ...]:
    """When somebody with these invitations expects to meet."""
    subject = stage.subject
    on_the_list = [each for each in known if each.withdrawn_at is None and each.told is not None]
    if saying_of(subject) is Saying.CALLED_OFF or not on_the_list:
        return ()
    if isinstance(subject, Meeting):
        return () if subject.when is None else (_start(subject.when),)
    is_wide = any(each.occurrence is None for each in on_the_list)
    alone = {each.occurrence for each in on_the_list}
    off = {each.occurrence for each in known if each.withdrawn_at is not None}
    return tuple(
        sorted(
            _start(each.when)
            for each in series.occurrences(stage.desk, subject.id, day("01"), day("12-31"))
            if each.when is not None and each.status not in (MeetingStatus.CANCELLED, MeetingStatus.POSTPONED)
            if each.original in alone or (is_wide and each.original not in off)
        )
    )
