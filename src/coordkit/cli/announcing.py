"""Keeping a meeting or a series, and telling those invited: what is answered, and who was told or cannot be reached by mail."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from coordkit.cli.changing import save, saved_parts, stacked, stored
from coordkit.cli.naming import short
from coordkit.cli.output import Answer, Part, answer
from coordkit.cli.session import Session
from coordkit.codec.documents import Message
from coordkit.domain.meetings import Meeting, MeetingStatus
from coordkit.domain.offices import Office
from coordkit.domain.records import OfficeId, OrganizationId, PersonId, Record
from coordkit.domain.series import MeetingSeries
from coordkit.domain.slots import Slot, outer_limits
from coordkit.ports import Finding
from coordkit.secretariat import invitations
from coordkit.secretariat.matters import matter_of
from coordkit.secretariat.meetings import plan
from coordkit.secretariat.reports import Section
from coordkit.secretariat.telling import Told, is_announced

_BEGUN = frozenset({MeetingStatus.UNDER_WAY, MeetingStatus.INTERRUPTED, MeetingStatus.HELD})

announce = click.option("--announce", is_flag=True, help="Tell those invited of it by mail, in the same transaction.")
sending = stacked(
    click.option("--office", help="The office that writes, by id or name, where the desk has several."),
    click.option("--channel", help="The channel by which the mail goes. Default: the office's."),
)


def sender(session: Session, office: str | None, channel: str | None) -> dict[str, Any]:
    """``office`` and ``channel`` as the use cases take them."""
    found: OfficeId | None = session.find(Office, office).id if office else None
    return {"office": found, "channel": channel}


# -- what is answered ----------------------------------------------------------------------------------------------------


def findings_part(session: Session, findings: Sequence[Finding]) -> tuple[Part, ...]:
    """What the region's checks advise, nothing where they are silent."""
    if not findings:
        return ()
    title = session.say("Зауваги перевірок регіону", "What the region’s checks advise")
    return (Section(title, [f"{each.check}: {session.say.text(each.message)}" for each in findings]),)


def clock_part(session: Session, meeting: Meeting) -> tuple[Part, ...]:
    """A remark where a kept meeting to come lies in the past, or one that began or was held in the future; else nothing."""
    say, now, when = session.say, session.desk.now(), meeting.when
    first, last = outer_limits(when)
    past = when.ends < now if isinstance(when, Slot) else last is not None and last < session.desk.today()
    future = (
        when.starts.date() > now.astimezone(when.starts.tzinfo).date()
        if isinstance(when, Slot)
        else (first is not None and first > session.desk.today())
    )
    if past and meeting.status is MeetingStatus.SCHEDULED:
        words = say(
            f"Увага: цей час уже минув. Якщо зустріч відбулася: coordkit meetings hold {short(meeting.id)}",
            f"Mind that this time is past. If the meeting took place: coordkit meetings hold {short(meeting.id)}",
        )
    elif future and meeting.status in _BEGUN:
        words = say("Увага: цей день іще не настав.", "Mind that this day is still to come.")
        if meeting.revision > 1:
            undo = f"coordkit restore {short(meeting.id)} {meeting.revision - 1}"
            words += say(f" Якщо це помилка: {undo}", f" If that is a slip: {undo}")
    else:
        return ()
    return (words,)


def told_data(messages: Sequence[Message], unreached: Sequence[PersonId | OrganizationId]) -> dict[str, Any]:
    """For ``--json``: to how many messages were queued, to whom, and whom no mail reaches."""
    recipients = list(dict.fromkeys(each.recipient for each in messages))
    return {"queued": len(messages), "recipients": recipients, "unreached": list(unreached)}


def told_part(session: Session, messages: Sequence[Message], unreached: Sequence[PersonId | OrganizationId]) -> tuple[Part, ...]:
    """How many messages were queued, and whom no mail reaches."""
    say = session.say
    queued = say.count(len(messages), "messages")
    lines = [
        say(f"До надсилання: {queued}; надсилає coordkit outbox send", f"To be sent: {queued}; 'coordkit outbox send' sends them")
        if messages
        else say("Нового ні для кого немає: листів не додано", "Nobody would read anything new: no message was queued")
    ]
    if unreached:
        names = ", ".join(f"{session.names(each)} [{short(each)}]" for each in unreached)
        lines.append(say(f"Пошта не дійде, повідомте інакше: {names}", f"No mail reaches them, tell them in another way: {names}"))
    return ("\n".join(lines),)


def untold_part(session: Session, record: Meeting | MeetingSeries) -> tuple[Part, ...]:
    """A remark where those invited were told something else than what stands now; nothing where they know, or nobody was told."""
    with session.desk.work() as work:
        matter = matter_of(work, record.id)
        if matter.before is None or is_announced(matter):
            return ()
    noun = "meetings" if isinstance(record, Meeting) else "series"
    how = f"coordkit {noun} announce {short(record.id)}"
    return (session.say(f"Запрошені про це ще не знають: {how}", f"Those invited do not know of it yet: {how}"),)


# -- keeping -------------------------------------------------------------------------------------------------------------


def planned(session: Session, meeting: Meeting, *, announce: bool = False) -> Answer:
    """Keeps a meeting under the region's checks, tells those invited where asked to, and answers with what they advise."""
    before = stored(session, meeting)
    if announce:
        return announced(session, meeting)
    done = plan(session.desk, meeting)
    data = {"meeting": done.meeting, "findings": done.findings}
    parts = (*saved_parts(session, before, done.meeting), *findings_part(session, done.findings))
    return answer(data, *parts, *clock_part(session, done.meeting), *untold_part(session, done.meeting))


def stepped(session: Session, meeting: Meeting, *, announce: bool) -> Answer:
    """Keeps a meeting that no check can hold up, and tells those invited where asked to."""
    if announce:
        return announced(session, meeting)
    done = save(session, meeting)
    return answer(done.data, *done.parts, *untold_part(session, session.desk.get(Meeting, meeting.id)))


def announced(session: Session, record: Meeting | MeetingSeries, **how: Any) -> Answer:
    """Keeps a meeting or series and tells those invited, in one transaction; answers with what was kept and who was told."""
    before = stored(session, record)
    done = invitations.announce(session.desk, record, **how)
    (kept,) = done.records
    clock = clock_part(session, kept) if isinstance(kept, Meeting) else ()
    parts = (*saved_parts(session, before, kept), *findings_part(session, done.findings), *clock)
    data: dict[str, Any] = {kept.id.kind: kept, "findings": done.findings, "told": told_data(done.messages, done.unreached)}
    return answer(data, *parts, *told_part(session, done.messages, done.unreached))


class Telling:
    """For the use cases on series: ``announce`` is what they take; afterwards it knows what was queued."""

    def __init__(self, session: Session, *, wanted: bool) -> None:
        self._session = session
        self._wanted = wanted
        self._told: list[Told] = []

    @property
    def announce(self) -> Any:
        """What a use case takes as ``announce=``."""
        return self._told.append if self._wanted else False

    def answer(self, data: Record | dict[str, Any], main: Meeting | MeetingSeries, *parts: Part) -> Answer:
        """An answer with who was told, or the remark that nobody was yet. With who was told, a record stands under its kind."""
        if not self._wanted:
            return answer(data, *parts, *untold_part(self._session, main))
        messages = [message for each in self._told for message in each.messages]
        unreached = list(dict.fromkeys(who for each in self._told for who in each.unreached))
        found = {data.id_type.kind: data} if isinstance(data, Record) else data
        told = {"told": told_data(messages, unreached)}
        return answer(found | told, *parts, *told_part(self._session, messages, unreached))
