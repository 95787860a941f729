"""The calendar of a group, an area or the whole desk, as a file to put where people subscribe to it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import click

from coordkit.cli.commands import command, ref_option, yes
from coordkit.cli.letting_out import languages_of, missed
from coordkit.cli.listing import area_of
from coordkit.cli.output import Answer, answer
from coordkit.cli.session import Session
from coordkit.cli.values import DAY, FILE, LASTING
from coordkit.domain.audiences import Audience
from coordkit.domain.groups import WorkingGroup
from coordkit.secretariat import feeds
from coordkit.secretariat.exchange import held_back
from coordkit.secretariat.files import whole_file
from coordkit.secretariat.meeting_reports import Exported, exports_report


@command(
    None,
    "feed",
    "coordkit feed public.ics --area Херсонська --source https://example.org/public.ics --yes",
    "coordkit feed group.ics --group робоча --members --color steelblue",
)
@click.argument("file", type=FILE)
@ref_option("--group", WorkingGroup, help="The calendar of this group.")
@click.option("--area", help="The calendar of this area, by code or name: what is held there, and its groups' meetings.")
@click.option("--members", is_flag=True, help="With --group: for its members (TLP:AMBER at most). Default: for everybody.")
@click.option("--name", help="What the calendar is called. Default: the group or area.")
@click.option("--source", metavar="URL", help="The address at which the file will be found.")
@click.option("--color", metavar="COLOR", help="A colour by its CSS name, such as steelblue.")
@click.option("--refresh", type=LASTING, default=timedelta(hours=12), help="How often programs look again. Default: 12h.")
@click.option("--on", type=DAY, help="The day it is made for. Default: today.")
@yes
def feed(
    session: Session,
    file: Path,
    group: str | None,
    area: str | None,
    members: bool,
    name: str | None,
    source: str | None,
    color: str | None,
    refresh: timedelta,
    on: date | None,
    yes: bool,
) -> Answer:
    """Write a calendar that people subscribe to: of a group, of an area, or of all meetings at the desk.

    Run it again whenever something changed, from cron for example; while nothing did, the file stays the same to the byte. It holds
    what everybody may know (TLP:CLEAR), or the members of the group.
    """
    if group and area:
        raise click.UsageError("say --group or --area, not both")
    if members and not group:
        raise click.UsageError("--members goes with --group")
    found = session.find(WorkingGroup, group) if group else None
    audience = Audience.of_group(found.id) if members and found else Audience.public()
    code = area_of(session, area) if area else None
    session.confirm_overwriting(file, yes)
    with whole_file(file) as out:
        report = feeds.feed(
            session.desk,
            out,
            audience=audience,
            group=found.id if found else None,
            area=code,
            name=name,
            source=source,
            color=color,
            refresh=refresh,
            on=on,
            languages=languages_of(session),
        )
    why = held_back(session.desk, "meetings", audience, on)
    data = {"file": str(file), "audience": audience.kind, "report": report, "held_back": why}
    return answer(data, exports_report([Exported(str(file), report)], session.say), *missed(why, audience, session.say))
