"""Series: meetings that repeat by a rule, and changes to one of them or to all from a day on."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import click

from coordkit.cli.announcing import Telling, announce, findings_part
from coordkit.cli.changing import given, kept, names, saved_parts, text_or_none, texts, tlp
from coordkit.cli.commands import Ref, command, noun, ref, yes
from coordkit.cli.listing import area_of
from coordkit.cli.meetings import timing, when_of
from coordkit.cli.naming import short
from coordkit.cli.output import Answer, Grid, answer
from coordkit.cli.session import Session
from coordkit.cli.values import DAY, LASTING, MOMENT, TIME, OneOf, text_of
from coordkit.cli.words import label_of, member_word
from coordkit.domain.clock_times import ClockTime
from coordkit.domain.dates import PartialDate
from coordkit.domain.groups import WorkingGroup
from coordkit.domain.periods import Frequency
from coordkit.domain.places import Mode, Venue
from coordkit.domain.records import MeetingSeriesId
from coordkit.domain.recurrence import ForeignRule, Recurrence, read_rule
from coordkit.domain.rules.occurrences import Occurrence
from coordkit.domain.series import MeetingSeries
from coordkit.domain.slots import Repeat
from coordkit.domain.text import alphabetical
from coordkit.secretariat import series as at_desk

Words = tuple[tuple[str, str], ...]
series = noun(
    "series",
    "Meetings that repeat by a rule. One of them is named by the series and its day.",
    "coordkit series days щомісячна --from 2026-12-01 --to 2027-03-31",
)
_day = click.argument("day", type=DAY)


@command(series, "list", "coordkit series list --json")
def list_series(session: Session) -> Answer:
    """List the series by title."""
    say = session.say
    found = sorted(session.desk.each(MeetingSeries), key=lambda each: alphabetical(say.text(each.title)))
    rows = [
        (
            say.text(each.title),
            str(each.rule),
            f"{each.first.start:%Y-%m-%d %H:%M}",
            member_word(each.status, session),
            ", ".join(map(session.names, each.groups)),
            short(each.id),
        )
        for each in found
    ]
    columns = (*(label_of(name, session) for name in ("title", "rule", "first", "status", "groups")), "id")
    return answer(found, Grid(columns, rows))


@command(series, "show", "coordkit series show щомісячна")
@ref("series", MeetingSeries)
def show(session: Session, series: str) -> Answer:
    """Show a series."""
    return kept(session, session.find(MeetingSeries, series))


@command(
    series,
    "plan",
    "coordkit series plan 'Щомісячна нарада' --first '2026-12-01 10:00' --for 90m --rule 'FREQ=MONTHLY;BYDAY=1TU'",
    "coordkit series plan 'Щотижнева' --first '2026-12-03 15:00' --for 1h --every weekly --mode online",
)
@names
@click.option("--first", type=MOMENT, required=True, help="The first start: '2026-12-01 10:00', on the office's clock.")
@click.option("--for", "lasting", type=LASTING, required=True, help="How long each lasts: 90m, 2h, 1h30m.")
@click.option("--zone", help="The zone of that time. Default: the office's, else the region's.")
@click.option("--every", type=OneOf(Frequency), help="How often, on the day of the first: daily, weekly, monthly, yearly.")
@click.option("--rule", help="Or a rule as calendars write it (RFC 5545): 'FREQ=MONTHLY;BYDAY=1TU' is every first Tuesday.")
@texts("--purpose", "purposes", "What they are for.")
@click.option("--group", "groups", type=Ref(WorkingGroup), multiple=True, help="Whose meetings they are; may be repeated.")
@click.option("--mode", "modes", type=OneOf(Mode), multiple=True, help="in_person, online or mixed.")
@click.option("--locality", help="The area where people meet, by code or whole name.")
@texts("--place", "places", "The exact place; few may see it.")
@click.option("--link", help="The address for joining online; few may see it.")
@click.option("--show-attendees/--hide-attendees", default=None, help="Whether those invited see each other in their mail.")
@tlp
def plan(
    session: Session,
    names: Words,
    first: datetime,
    lasting: timedelta,
    zone: str | None,
    every: Frequency | None,
    rule: str | None,
    **options: Any,
) -> Answer:
    """Plan meetings that repeat. The region's checks look at those of a year."""
    if (every is None) == (rule is None):
        raise click.UsageError("say how it repeats: --every weekly, or --rule 'FREQ=MONTHLY;BYDAY=1TU'")
    start = _clock(first, zone or session.zone)
    locality = options["locality"]
    venue = given(
        locality=area_of(session, locality) if locality else None,
        place=text_or_none(options["places"]),
        link=options["link"],
    )
    made = MeetingSeries(
        id=session.desk.new(MeetingSeriesId),
        title=text_of(names),
        first=start,
        duration=lasting,
        rule=_rule(rule, start) if rule is not None else Recurrence(frequency=every or Frequency.WEEKLY),
        venue=Venue(**venue) if venue else None,
        **given(
            purpose=text_or_none(options["purposes"]),
            groups=tuple(session.find(WorkingGroup, each).id for each in options["groups"]),
            modes=options["modes"],
            shows_attendees=options["show_attendees"],
            tlp=options["tlp"],
        ),
    )
    done = at_desk.plan(session.desk, made)
    if isinstance(made.rule, ForeignRule):
        why = made.rule.reason
        session.note(session.say(f"правило збережено й показуватиметься, але дні за ним не рахуються: {why}",
                                 f"the rule is kept and shown, and no days are counted by it: {why}"))  # fmt: skip
    data = {"series": done.series, "findings": done.findings}
    return answer(data, *saved_parts(session, None, done.series), *findings_part(session, done.findings))


def _occurrence(each: Occurrence, session: Session) -> tuple[str, ...]:
    moved = f"{each.original.start:%Y-%m-%d %H:%M}" if each.meeting else ""
    return (
        session.say.when(each.when),
        member_word(each.status, session),
        moved,
        short(each.meeting.id) if each.meeting else "",
    )


@command(series, "days", "coordkit series days щомісячна --from 2026-12-01 --to 2027-03-31")
@ref("series", MeetingSeries)
@click.option("--from", "first", type=DAY, help="The first day. Default: today.")
@click.option("--to", "last", type=DAY, help="The last day. Default: a year later.")
def days(session: Session, series: str, first: date | None, last: date | None) -> Answer:
    """List what of a series falls on some days, as it stands now: moved, cancelled, held."""
    begin = first or session.desk.today()
    found = at_desk.occurrences(session.desk, session.find(MeetingSeries, series).id, begin, last or begin + timedelta(days=365))
    say = session.say
    data = [{"original": each.original, "when": each.when, "status": each.status, "meeting": each.meeting} for each in found]
    columns = (label_of("when", session), label_of("status", session), say("Спершу", "Originally"), "id")
    return answer(data, Grid(columns, [_occurrence(each, session) for each in found]))


@command(series, "meeting", "coordkit series meeting щомісячна 2027-01-05")
@ref("series", MeetingSeries)
@_day
def meeting(session: Session, series: str, day: date) -> Answer:
    """Make the meeting of one day a record of its own: to give it an agenda, or to start and hold it."""
    made = at_desk.single_out(session.desk, session.find(MeetingSeries, series).id, day)
    return answer(made, *saved_parts(session, None, made))


@command(
    series,
    "move",
    "coordkit series move щомісячна 2027-01-05 --to '2027-01-06 10:00'",
    "coordkit series move щомісячна 2027-01-05 --to '2027-01-06 10:00' --announce",
)
@ref("series", MeetingSeries)
@_day
@click.option("--to", "time", type=TIME, required=True, help="'2027-01-06 10:00', 2027-01-06 or 2027-01-06..2027-01-07.")
@timing
@announce
def move(
    session: Session,
    series: str,
    day: date,
    time: Any,
    lasting: timedelta | None,
    zone: str | None,
    repeat: Repeat | None,
    announce: bool,
) -> Answer:
    """Move the meeting of one day; the others stay."""
    found = session.find(MeetingSeries, series)
    when = when_of(session, time, lasting, zone, repeat, found.slot_on(day))
    if isinstance(when, PartialDate):
        raise click.UsageError("a date known in part is no time to meet")
    telling = Telling(session, wanted=announce)
    done = at_desk.move(session.desk, found.id, day, when, announce=telling.announce)
    data = {"meeting": done.meeting, "findings": done.findings}
    return telling.answer(data, done.meeting, *saved_parts(session, None, done.meeting), *findings_part(session, done.findings))


@command(series, "cancel", "coordkit series cancel щомісячна --day 2027-01-05 --announce --yes", "coordkit series cancel щомісячна")
@ref("series", MeetingSeries)
@click.option("--day", type=DAY, help="Only the meeting of this day. Without it: the whole series.")
@announce
@yes
def cancel(session: Session, series: str, day: date | None, announce: bool, yes: bool) -> Answer:
    """Cancel the meeting of one day, or the series as a whole with what is still to come. It asks before."""
    found = session.find(MeetingSeries, series)
    name, say = session.names.of(found), session.say
    what = f"«{name}», {day}" if day else f"«{name}»"
    session.confirm(say(f"Скасувати {what}?", f"Cancel {what.replace('«', '“').replace('»', '”')}?"), yes)
    telling = Telling(session, wanted=announce)
    if day is not None:
        gone = at_desk.cancel_one(session.desk, found.id, day, announce=telling.announce)
        return telling.answer(gone, gone, *saved_parts(session, None, gone))
    ended, meetings = at_desk.cancel(session.desk, found.id, announce=telling.announce)
    return telling.answer({"series": ended, "meetings": meetings}, ended, *saved_parts(session, found, ended))


@command(series, "end", "coordkit series end щомісячна 2027-06-01 --announce --yes")
@ref("series", MeetingSeries)
@_day
@announce
@yes
def end(session: Session, series: str, day: date, announce: bool, yes: bool) -> Answer:
    """End a series: its meeting of this day and all later do not take place. It asks before."""
    found = session.find(MeetingSeries, series)
    name, say = session.names.of(found), session.say
    session.confirm(say(f"Завершити «{name}» перед {day}?", f"End “{name}” before {day}?"), yes)
    telling = Telling(session, wanted=announce)
    ended = at_desk.end_before(session.desk, found.id, day, announce=telling.announce)
    return telling.answer(ended, ended, *saved_parts(session, found, ended))


@command(
    series,
    "split",
    "coordkit series split щомісячна 2027-06-01 --first '2027-06-02 11:00' --announce",
    "coordkit series split щомісячна 2027-06-01 --for 2h",
)
@ref("series", MeetingSeries)
@_day
@click.option("--first", type=MOMENT, help="The first start of the later ones: '2027-06-02 11:00'. Default: as before.")
@click.option("--for", "lasting", type=LASTING, help="How long each lasts from then on.")
@click.option("--zone", help="The zone of --first. Default: that of the series.")
@click.option("--rule", help="The rule from then on, as calendars write it: 'FREQ=MONTHLY;BYDAY=1TU'.")
@announce
def split(
    session: Session,
    series: str,
    day: date,
    first: datetime | None,
    lasting: timedelta | None,
    zone: str | None,
    rule: str | None,
    announce: bool,
) -> Answer:
    """Change the meeting of a day and all later: the series ends before it, and another one goes on.

    Who is invited to the series is invited to the later one too, and answers anew.
    """
    found = session.find(MeetingSeries, series)
    if first is None and lasting is None and rule is None:
        raise click.UsageError("say what changes from then on: --first, --for or --rule")
    if zone is not None and first is None:
        raise click.UsageError("--zone goes with --first")
    start = None if first is None else _clock(first, zone or found.first.zone)
    new = None if rule is None else _rule(rule, start or found.first.on(day))
    if isinstance(new, ForeignRule):
        raise click.UsageError(f"this rule is none of ours: {new.reason}")
    telling = Telling(session, wanted=announce)
    done = at_desk.split(session.desk, found.id, day, first=start, duration=lasting, rule=new, announce=telling.announce)
    data = {"ended": done.ended, "later": done.later, "meetings": done.meetings}
    return telling.answer(data, done.ended, *saved_parts(session, found, done.ended), *saved_parts(session, None, done.later))


def _rule(rule: str, start: ClockTime) -> Recurrence | ForeignRule:
    """A rule as calendars write it. Raises ``click.UsageError`` for what is none."""
    if "FREQ=" not in rule.upper():
        raise click.UsageError(f"{rule!r} is no rule: one says FREQ=, such as 'FREQ=MONTHLY;BYDAY=1TU'")
    return read_rule(rule, start)


def _clock(first: datetime, zone: str) -> ClockTime:
    """A first start on the clock of a zone. Raises ``click.UsageError`` for a moment with an offset."""
    if first.tzinfo is not None:
        raise click.UsageError("give the time on the clock and its zone apart: --first '2026-12-01 10:00' --zone Europe/Kyiv")
    return ClockTime(first, zone)
