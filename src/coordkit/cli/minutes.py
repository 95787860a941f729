"""Minutes: the attendance list and what is written of a meeting; circulated, corrected, approved in a later one."""

from __future__ import annotations

from datetime import date

import click

from coordkit.cli.changing import saved_parts, text_or_none, texts
from coordkit.cli.commands import Noun, Ref, command, noun, ref, ref_option
from coordkit.cli.faults import Refused
from coordkit.cli.meetings import meetings
from coordkit.cli.output import Answer, answer
from coordkit.cli.session import Session
from coordkit.cli.values import DAY, WORDS, text_of
from coordkit.cli.words import record_grid
from coordkit.domain.meetings import Meeting
from coordkit.domain.minutes import Attendance, Attended, Minutes, Presence
from coordkit.domain.records import OrganizationId, PersonId
from coordkit.domain.stakeholders import Organization, Person
from coordkit.secretariat import minutes as desk_minutes

Words = tuple[tuple[str, str], ...]
minutes: Noun = noun(
    "minutes",
    "Minutes of a meeting, named by the meeting: written, circulated, approved in a later one. "
    "What was decided or asked stands in 'coordkit outcomes'.",
    "coordkit meetings minutes write перше --present громадська --text 'uk=Засідання відкрили о 10:05.'",
)
meetings.add_command(minutes)


def _minutes(session: Session, meeting: str) -> Minutes:
    found = session.find(Meeting, meeting)
    kept = desk_minutes.minutes_of(session.desk, found.id)
    if kept is None:
        raise Refused("it has no minutes yet; 'coordkit meetings minutes write' begins them", where=session.names.of(found))
    return kept


def _kept(session: Session, before: Minutes | None, after: Minutes) -> Answer:
    return answer(after, *saved_parts(session, before, after))


@command(minutes, "show", "coordkit meetings minutes show перше")
@ref("meeting", Meeting)
def show(session: Session, meeting: str) -> Answer:
    """Show the minutes of a meeting."""
    kept = _minutes(session, meeting)
    return answer(kept, record_grid(kept, session))


@command(
    minutes,
    "write",
    "coordkit meetings minutes write перше --present громадська --online дснс --excused 3fa85f64",
    "coordkit meetings minutes write перше --substitute 'заступниця=голова' --text 'uk=Засідання відкрили о 10:05.'",
)
@ref("meeting", Meeting)
@texts("--text", "words", "What is written of the meeting, beside its outcomes.")
@click.option("--present", type=Ref(Person, Organization), multiple=True, help="Who was there; may be repeated.")
@click.option("--online", type=Ref(Person, Organization), multiple=True, help="Who was there online; may be repeated.")
@click.option("--absent", type=Ref(Person, Organization), multiple=True, help="Who was absent; may be repeated.")
@click.option("--excused", type=Ref(Person, Organization), multiple=True, help="Who was excused; may be repeated.")
@click.option("--substitute", multiple=True, metavar="WHO=FOR", help="Who came in whose place; may be repeated.")
@click.option("--speaks-for", multiple=True, metavar="WHO=ORGANIZATION", help="On whose behalf somebody came; may be repeated.")
@ref_option("--taken-by", Person, Organization, help="Who takes the minutes.")
def write(
    session: Session,
    meeting: str,
    words: Words,
    present: tuple[str, ...],
    online: tuple[str, ...],
    absent: tuple[str, ...],
    excused: tuple[str, ...],
    substitute: tuple[str, ...],
    speaks_for: tuple[str, ...],
    taken_by: str | None,
) -> Answer:
    """Begin the minutes of a meeting, or go on with the draft. A further line for somebody replaces the earlier one."""
    found = session.find(Meeting, meeting)
    behalf = dict(_pair(session, each, (Organization,)) for each in speaks_for)
    lines: list[Attendance] = []
    for names, presence, attended in (
        (present, Presence.PRESENT, None),
        (online, Presence.PRESENT, Attended.ONLINE),
        (absent, Presence.ABSENT, None),
        (excused, Presence.EXCUSED, None),
    ):
        for name in names:
            who = _one(session, name)
            lines.append(Attendance(who=who, presence=presence, attended=attended, on_behalf_of=behalf.pop(who, None)))
    for each in substitute:
        who, instead = _pair(session, each, (Person, Organization))
        line = Attendance(who=who, presence=Presence.SUBSTITUTE, substitute_for=instead, on_behalf_of=behalf.pop(who, None))
        lines.append(line)
    if behalf:
        raise click.UsageError("--speaks-for needs whoever it names among --present, --online or --substitute")
    before = desk_minutes.minutes_of(session.desk, found.id)
    after = desk_minutes.draft(
        session.desk,
        found.id,
        text=text_or_none(words),
        attendance=lines,
        taken_by=_one(session, taken_by) if taken_by else None,
    )
    return _kept(session, before, after)


def _one(session: Session, name: str) -> PersonId | OrganizationId:
    ref: PersonId | OrganizationId = session.find_any((Person, Organization), name).id
    return ref


def _pair(
    session: Session, given: str, kinds: tuple[type[Person] | type[Organization], ...]
) -> tuple[PersonId | OrganizationId, OrganizationId]:
    who, sign, other = given.partition("=")
    if not sign:
        raise click.UsageError(f"{given!r} names one; write WHO=OTHER")
    return _one(session, who), session.find_any(kinds, other).id


@command(minutes, "circulate", "coordkit meetings minutes circulate перше --on 2026-12-03")
@ref("meeting", Meeting)
@click.option("--on", type=DAY, help="The day. Default: today.")
def circulate(session: Session, meeting: str, on: date | None) -> Answer:
    """Tell that the draft went out to the group. Sending it is yours; this sends nothing."""
    before = _minutes(session, meeting)
    return _kept(session, before, desk_minutes.circulate(session.desk, before.id, on))


@command(
    minutes,
    "correct",
    "coordkit meetings minutes correct перше 'uk=Виправлено час початку' --text 'uk=Засідання відкрили о 10:00.'",
)
@ref("meeting", Meeting)
@click.argument("note", nargs=-1, required=True, type=WORDS, metavar="NOTE...")
@texts("--text", "words", "What is written of the meeting now.")
def correct(session: Session, meeting: str, note: Words, words: Words) -> Answer:
    """Make a further edition of minutes that were out, again a draft; NOTE tells what is corrected."""
    before = _minutes(session, meeting)
    return _kept(session, before, desk_minutes.correct(session.desk, before.id, text_of(note), text=text_or_none(words)))


@command(minutes, "approve", "coordkit meetings minutes approve перше --in друге")
@ref("meeting", Meeting)
@ref_option("--in", Meeting, help="The later meeting that approved them.", required=True)
@click.option("--on", type=DAY, help="The day. Default: the last day of that meeting.")
def approve(session: Session, meeting: str, on: date | None, **later: str) -> Answer:
    """Tell that a later meeting of the group approved the minutes."""
    before = _minutes(session, meeting)
    return _kept(session, before, desk_minutes.approve(session.desk, before.id, session.find(Meeting, later["in"]).id, on))
