"""The steps of a meeting after it is planned: another time or place, begun, broken off, held, called off."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import click

from coordkit.cli.announcing import announce, clock_part, planned, stepped
from coordkit.cli.changing import save, saved_parts, stored, text_or_none, texts
from coordkit.cli.commands import command, ref, yes
from coordkit.cli.meetings import meetings, timing, when_of
from coordkit.cli.output import Answer, answer
from coordkit.cli.session import Session
from coordkit.cli.values import MOMENT, PARTIAL, TIME
from coordkit.domain.dates import PartialDate
from coordkit.domain.headcounts import Counted, Headcount, Precision
from coordkit.domain.meetings import KindPresent, Meeting, MeetingStatus
from coordkit.domain.slots import Repeat

Words = tuple[tuple[str, str], ...]
_at = click.option("--at", type=MOMENT, help="When: '2026-12-01 10:40' on the office's clock. Default: now.")


@command(
    meetings,
    "reschedule",
    "coordkit meetings reschedule перше --to '2026-12-02 11:00'",
    "coordkit meetings reschedule перше --to '2026-12-02 11:00' --announce",
)
@ref("meeting", Meeting)
@click.option("--to", "time", type=TIME, required=True, help="'2026-12-02 11:00', 2026-12-02 or 2026-12-01..2026-12-03.")
@timing
@announce
def reschedule(
    session: Session, meeting: str, time: Any, lasting: timedelta | None, zone: str | None, repeat: Repeat | None, announce: bool
) -> Answer:
    """Move a meeting to another time, or give a draft its time. The region's checks look at it again."""
    found = session.find(Meeting, meeting)
    when = when_of(session, time, lasting, zone, repeat, found.when)
    if isinstance(when, PartialDate):
        raise click.UsageError("a date known in part is no time to meet; 'coordkit meetings postpone --until' keeps it")
    moved = found.scheduled(when) if found.status is MeetingStatus.DRAFT else found.moved_to(when)
    return planned(session, moved, announce=announce)


@command(meetings, "postpone", "coordkit meetings postpone перше --until 2027-01")
@ref("meeting", Meeting)
@click.option("--until", type=PARTIAL, help="What is known of the new time, such as 2027-01.")
@announce
def postpone(session: Session, meeting: str, until: PartialDate | None, announce: bool) -> Answer:
    """Postpone a meeting: its time no longer holds."""
    return stepped(session, session.find(Meeting, meeting).postponed(until), announce=announce)


@command(meetings, "move-online", "coordkit meetings move-online перше --link https://meet.example.org/a")
@ref("meeting", Meeting)
@click.option("--link", required=True, help="The address for joining; few may see it.")
@announce
def move_online(session: Session, meeting: str, link: str, announce: bool) -> Answer:
    """Move a meeting online; the place stays on record."""
    return planned(session, session.find(Meeting, meeting).moved_online(link), announce=announce)


def _begun(session: Session, meeting: Meeting) -> Answer:
    """Keeps a meeting that began or was held, and remarks on a day that is still to come."""
    before = stored(session, meeting)
    (saved,) = session.desk.save(meeting)
    return answer(saved, *saved_parts(session, before, saved), *clock_part(session, saved))


@command(meetings, "start", "coordkit meetings start перше")
@ref("meeting", Meeting)
def start(session: Session, meeting: str) -> Answer:
    """Tell that a meeting is under way."""
    return _begun(session, session.find(Meeting, meeting).started())


@command(meetings, "interrupt", "coordkit meetings interrupt перше --reason 'uk=повітряна тривога' --at '2026-12-01 10:40'")
@ref("meeting", Meeting)
@_at
@texts("--reason", "reasons", "Why.")
def interrupt(session: Session, meeting: str, at: datetime | None, reasons: Words) -> Answer:
    """Tell that a break is forced on a meeting that is under way: an alert, shelling, a power cut."""
    found = session.find(Meeting, meeting)
    return save(session, found.interrupted(session.moment(at), text_or_none(reasons)))


@command(meetings, "resume", "coordkit meetings resume перше --at '2026-12-01 11:25'")
@ref("meeting", Meeting)
@_at
def resume(session: Session, meeting: str, at: datetime | None) -> Answer:
    """Tell that an interrupted meeting goes on."""
    return save(session, session.find(Meeting, meeting).resumed(session.moment(at)))


@command(
    meetings,
    "hold",
    "coordkit meetings hold перше",
    "coordkit meetings hold перше --people 12 --precision about --present police --present ngo",
)
@ref("meeting", Meeting)
@click.option("--people", type=click.IntRange(0), help="How many people came.")
@click.option("--organizations", type=click.IntRange(0), help="How many organizations, where people were not counted.")
@click.option("--precision", type=click.Choice([each.value for each in Precision]), default="exactly", help="How exact that is.")
@click.option("--present", "kinds", multiple=True, metavar="KIND", help="A kind of organization that took part; may be repeated.")
def hold(
    session: Session,
    meeting: str,
    people: int | None,
    organizations: int | None,
    precision: str,
    kinds: tuple[str, ...],
) -> Answer:
    """Tell that a meeting took place, and what is known of who came."""
    if people is not None and organizations is not None:
        raise click.UsageError("one headcount is kept: --people or --organizations")
    count = None
    if people is not None or organizations is not None:
        value, counted = (people, Counted.PEOPLE) if people is not None else (organizations, Counted.ORGANIZATIONS)
        count = Headcount(value=value or 0, counted=counted, precision=Precision(precision))
    session.note_unknown("kinds", *kinds)
    found = session.find(Meeting, meeting)
    return _begun(session, found.held(headcount=count, kinds_present=tuple(KindPresent(kind=kind) for kind in kinds)))


@command(meetings, "cancel", "coordkit meetings cancel перше", "coordkit meetings cancel 3fa85f64 --announce --yes")
@ref("meeting", Meeting)
@announce
@yes
def cancel(session: Session, meeting: str, announce: bool, yes: bool) -> Answer:
    """Cancel a meeting. No step leads back; it asks before."""
    found = session.find(Meeting, meeting)
    after = found.cancelled()
    say = session.say
    about = f"{say.text(found.title)}, {say.when(found.when)}"
    session.confirm(say(f"Скасувати зустріч «{about}»?", f"Cancel the meeting “{about}”?"), yes)
    return stepped(session, after, announce=announce)
