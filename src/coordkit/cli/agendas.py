"""Agendas: showing one, adding to it, closing a point; and the agenda of the meeting that comes next."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs
import click

from coordkit.calendar.words import agenda_lines
from coordkit.cli.announcing import clock_part, findings_part
from coordkit.cli.changing import saved_parts, text_or_none, texts
from coordkit.cli.commands import command, ref, ref_option
from coordkit.cli.meetings import meetings, timing, when_of
from coordkit.cli.output import Answer, answer
from coordkit.cli.session import Session
from coordkit.cli.values import LASTING, TIME, WORDS, text_of
from coordkit.domain.dates import PartialDate
from coordkit.domain.meetings import AgendaItem, Meeting
from coordkit.domain.slots import Repeat
from coordkit.domain.stakeholders import Organization, Person
from coordkit.secretariat.meetings import plan, propose_next
from coordkit.secretariat.reports import Section

Words = tuple[tuple[str, str], ...]


def agenda_part(session: Session, meeting: Meeting, after: Meeting | None = None) -> Section:
    """The agenda of a meeting, numbered; of one that bears no name yet as the one ``after`` another."""
    lines = [f"{number}. {line}" for number, line in enumerate(agenda_lines(meeting.agenda, (session.language,)), 1)]
    title = session.say("Порядок денний", "Agenda")
    name = session.say.text(meeting.title)
    if after is not None and after.title == meeting.title:
        name = session.say(f"зустріч після «{name}»", f"the meeting after “{name}”")
    return Section(f"{title}: {name}", lines or [session.say("порожній", "empty")])


@command(meetings, "agenda", "coordkit meetings agenda перше", "coordkit meetings agenda перше --add 'uk=Звіт' --for 15m")
@ref("meeting", Meeting)
@click.option("--add", "titles", type=WORDS, multiple=True, help="Add a point at the end. Repeat it for further languages.")
@click.option("--for", "lasting", type=LASTING, help="The time planned for that point.")
@ref_option("--presenter", Person, Organization, help="Who presents it.")
@click.option("--close", type=int, metavar="NUMBER", help="Close the point of this number, so that it is not carried over.")
def agenda(
    session: Session, meeting: str, titles: Words, lasting: timedelta | None, presenter: str | None, close: int | None
) -> Answer:
    """Show the agenda of a meeting, add a point to it, or close one."""
    found = session.find(Meeting, meeting)
    if titles:
        who = session.find_any((Person, Organization), presenter).id if presenter else None
        position = max((item.position for item in found.agenda), default=0) + 1
        item = AgendaItem(position=position, title=text_of(titles), duration=lasting, presenter=who)
        found = attrs.evolve(found, agenda=(*found.agenda, item))
    elif lasting or presenter:
        raise click.UsageError("--for and --presenter go with --add")
    if close is not None:
        found = found.with_item_closed(close)
    if titles or close is not None:
        (found,) = session.desk.save(found)
    return answer(found.agenda, agenda_part(session, found))


@command(
    meetings,
    "next",
    "coordkit meetings next перше",
    "coordkit meetings next перше --keep --name 'uk=Друге засідання' --when '2027-01-12 10:00' --for 90m",
)
@ref("meeting", Meeting)
@click.option("--keep", is_flag=True, help="Keep it, as a draft or at the time of --when.")
@texts("--name", "names", "Its title. Default: that of the meeting before.")
@click.option("--when", "time", type=TIME, help="Its time, as for 'plan'.")
@timing
def next_(
    session: Session,
    meeting: str,
    keep: bool,
    names: Words,
    time: Any,
    lasting: timedelta | None,
    zone: str | None,
    repeat: Repeat | None,
) -> Answer:
    """Propose the meeting after this one: its agenda is what was voiced and left open. Nothing is kept without --keep."""
    before = session.find(Meeting, meeting)
    proposed = propose_next(session.desk, before.id, title=text_or_none(names))
    if time is not None:
        when = when_of(session, time, lasting, zone, repeat, before.when)
        proposed = attrs.evolve(proposed, when=when) if isinstance(when, PartialDate) else proposed.scheduled(when)
    if not keep:
        remark = session.say("Не збережено; --keep зберігає.", "Not kept; --keep keeps it.")
        return answer({"meeting": proposed, "kept": False}, agenda_part(session, proposed, before), remark)
    done = plan(session.desk, proposed)
    data = {"meeting": done.meeting, "kept": True, "findings": done.findings}
    parts = (*saved_parts(session, None, done.meeting), *findings_part(session, done.findings))
    return answer(data, *parts, *clock_part(session, done.meeting))
