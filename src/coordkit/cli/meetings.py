"""Meetings: planning them, looking at them, their agendas and the next ones. The steps after planning stand in ``steps``."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import attrs
import click

from coordkit.cli.announcing import announce, planned
from coordkit.cli.changing import evolved, given, names, source, sources_of, stacked, text_or_none, texts, tlp
from coordkit.cli.commands import Ref, command, noun, ref, ref_option
from coordkit.cli.listing import area_of
from coordkit.cli.naming import short
from coordkit.cli.output import Answer, Grid, answer
from coordkit.cli.session import Session
from coordkit.cli.values import DAY, LASTING, REPEAT, TIME, OneOf, slot_of, text_of
from coordkit.cli.words import label_of, member_word, record_grid
from coordkit.domain.dates import Days, PartialDate
from coordkit.domain.groups import WorkingGroup
from coordkit.domain.meetings import Meeting, MeetingStatus
from coordkit.domain.places import Mode, Venue
from coordkit.domain.records import MeetingId
from coordkit.domain.slots import Repeat, Slot, When, outer_limits
from coordkit.domain.stakeholders import Organization, Person

Words = tuple[tuple[str, str], ...]
meetings = noun(
    "meetings",
    "Meetings from plan to minutes. A draft becomes scheduled, then held or cancelled; 'coordkit restore' undoes a step.",
    "coordkit meetings list --from 2026-12-01 --status scheduled",
)

# -- when ----------------------------------------------------------------------------------------------------------------

timing = stacked(
    click.option("--for", "lasting", type=LASTING, help="How long it lasts: 90m, 2h, 1h30m."),
    click.option("--zone", help="The zone of that time. Default: the office's, else the region's."),
    click.option("--repeat", type=REPEAT, help="Which of two equal hours is meant, on the night when the clocks go back."),
)


def when_of(
    session: Session, time: Any, lasting: timedelta | None, zone: str | None, repeat: Repeat | None, before: When | None = None
) -> When:
    """What was typed as a time; without ``--for`` it lasts as long as ``before`` did. Raises ``click.UsageError``."""
    if isinstance(time, datetime):
        usual = before.duration if isinstance(before, Slot) else None
        return slot_of(time, lasting or usual, zone or session.zone, repeat)
    if lasting or repeat or zone:
        raise click.UsageError("--for, --zone and --repeat go with a time of day, such as '2026-12-01 10:00'")
    found: Days | PartialDate = time
    return found


def _by_time(meeting: Meeting) -> tuple[date, str]:
    earliest, latest = outer_limits(meeting.when)
    start = meeting.when.start.isoformat() if isinstance(meeting.when, Slot) else ""
    return earliest or latest or date.max, start


@command(meetings, "list", "coordkit meetings list --group робоча --from 2026-01-01 --to 2026-12-31 --json")
@ref_option("--group", WorkingGroup, help="Only of this group.")
@click.option("--status", type=OneOf(MeetingStatus), help="Only in this state.")
@click.option("--from", "first", type=DAY, help="Only those that may be on this day or later.")
@click.option("--to", "last", type=DAY, help="Only those that may be on this day or before.")
def list_meetings(
    session: Session, group: str | None, status: MeetingStatus | None, first: date | None, last: date | None
) -> Answer:
    """List meetings in order of time; those without a known day come last."""
    where = given(
        group=str(session.find(WorkingGroup, group).id) if group else None,
        status=status.value if status else None,
        latest=(first.isoformat(), None) if first else None,
        earliest=(None, last.isoformat()) if last else None,
    )
    found = sorted(session.desk.each(Meeting, where), key=_by_time)
    say = session.say
    rows = [
        (
            say.when(each.when),
            say.text(each.title),
            member_word(each.status, session),
            ", ".join(map(session.names, each.groups)),
            short(each.id),
        )
        for each in found
    ]
    return answer(found, Grid((*(label_of(name, session) for name in ("when", "title", "status", "groups")), "id"), rows))


@command(meetings, "show", "coordkit meetings show перше")
@ref("meeting", Meeting)
def show_meeting(session: Session, meeting: str) -> Answer:
    """Show all that is kept of a meeting; 'coordkit reports meeting' tells what came of it."""
    found = session.find(Meeting, meeting)
    return answer(found, record_grid(found, session))


# -- planning ------------------------------------------------------------------------------------------------------------

_describe = stacked(
    texts("--purpose", "purposes", "What it is for."),
    texts("--theme", "themes", "What it is about."),
    click.option("--kind", help="A code of 'coordkit codes meeting_kinds'. Default: meeting."),
    click.option("--group", "groups", type=Ref(WorkingGroup), multiple=True, help="Whose meeting it is; repeated for a joint one."),
    click.option(
        "--mode", "modes", type=OneOf(Mode), multiple=True, help="in_person, online or mixed; repeated where not settled."
    ),
    click.option("--locality", help="The area where people meet, by code or whole name."),
    texts("--place", "places", "The exact place; few may see it."),
    click.option("--link", help="The address for joining online; few may see it."),
    click.option("--capacity", type=click.IntRange(0), help="How many people the place holds."),
    click.option("--shelter-places", type=click.IntRange(0), help="How many its shelter holds."),
    ref_option("--convener", Organization, help="The organization that convenes."),
    ref_option("--host", Organization, help="The organization whose guests people are."),
    ref_option("--facilitator", Person, Organization, help="Who leads the talk."),
    ref_option("--after", Meeting, help="The meeting that it follows."),
    ref_option("--part-of", Meeting, help="The round that it belongs to."),
    click.option("--language", help="The language spoken."),
    click.option("--chatham-house/--no-chatham-house", default=None, help="Whether the Chatham House Rule holds."),
    click.option("--show-attendees/--hide-attendees", default=None, help="Whether those invited see each other in their mail."),
    tlp,
    source,
)


def _venue(session: Session, options: dict[str, Any], before: Venue | None) -> Venue | None:
    locality = options["locality"]
    fields = given(
        locality=area_of(session, locality) if locality else None,
        place=text_or_none(options["places"]),
        link=options["link"],
        capacity=options["capacity"],
        shelter_places=options["shelter_places"],
    )
    return attrs.evolve(before or Venue(), **fields) if fields else None


def _fields(session: Session, options: dict[str, Any], before: Venue | None = None) -> dict[str, Any]:
    def one(kind: Any, name: str) -> Any:
        return session.find(kind, options[name]).id if options[name] else None

    facilitator = options["facilitator"]
    session.note_unknown("meeting_kinds", options["kind"])
    return given(
        purpose=text_or_none(options["purposes"]),
        themes=(text_of(options["themes"]),) if options["themes"] else None,
        kind=options["kind"],
        groups=tuple(session.find(WorkingGroup, each).id for each in options["groups"]),
        modes=options["modes"],
        venue=_venue(session, options, before),
        convener=one(Organization, "convener"),
        host=one(Organization, "host"),
        facilitator=session.find_any((Person, Organization), facilitator).id if facilitator else None,
        predecessor=one(Meeting, "after"),
        part_of=one(Meeting, "part_of"),
        language=options["language"],
        chatham_house=options["chatham_house"],
        shows_attendees=options["show_attendees"],
        tlp=options["tlp"],
        sources=sources_of(options["urls"]),
    )


@command(
    meetings,
    "plan",
    "coordkit meetings plan 'uk=Засідання' 'en=Session' --group робоча --when '2026-12-01 10:00' --for 90m",
    "coordkit meetings plan 'Нарада' --locality Херсонська --mode online --link https://meet.example.org/a",
)
@names
@click.option("--when", "time", type=TIME, help="'2026-12-01 10:00', 2026-12-01 or 2026-12-01..2026-12-03. Without it: a draft.")
@timing
@click.option("--held", is_flag=True, help="It took place already; its time is kept as far as it is known.")
@_describe
def plan_meeting(
    session: Session,
    names: Words,
    time: Any,
    lasting: timedelta | None,
    zone: str | None,
    repeat: Repeat | None,
    held: bool,
    **options: Any,
) -> Answer:
    """Plan a meeting. The region's checks advise, or refuse.

    A date known in part (2026-12 for December) makes a draft, or with --held tells of a meeting of long ago.
    """
    draft = Meeting(id=session.desk.new(MeetingId), title=text_of(names), **_fields(session, options))
    if held:
        past = when_of(session, time, lasting, zone, repeat) if time is not None else None
        return planned(session, attrs.evolve(draft, when=past, status=MeetingStatus.HELD))
    if time is None:
        if lasting or zone or repeat:
            raise click.UsageError("say when: --when '2026-12-01 10:00'")
        return planned(session, draft)
    when = when_of(session, time, lasting, zone, repeat)
    return planned(session, attrs.evolve(draft, when=when) if isinstance(when, PartialDate) else draft.scheduled(when))


@command(
    meetings,
    "edit",
    "coordkit meetings edit перше --place 'uk=зала 2' --host громадська",
    "coordkit meetings edit перше --locality Херсонська --announce",
)
@ref("meeting", Meeting)
@texts("--name", "names", "Its title.")
@_describe
@announce
def edit_meeting(session: Session, meeting: str, names: Words, announce: bool, **options: Any) -> Answer:
    """Change a meeting: what is said replaces what stood there. For another time: 'coordkit meetings reschedule'."""
    found = session.find(Meeting, meeting)
    fields: dict[str, Any] = _fields(session, options, found.venue) | given(title=text_or_none(names))
    return planned(session, evolved(found, fields), announce=announce)
