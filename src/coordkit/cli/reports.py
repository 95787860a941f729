"""Reports: what a coordinator looks at. For the desk's own eyes: what leaves the house goes through ``export`` and ``notice``."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import click

from coordkit.cli.commands import command, noun, ref
from coordkit.cli.listing import area_of
from coordkit.cli.output import Answer, answer
from coordkit.cli.session import Session
from coordkit.cli.values import DAY
from coordkit.domain.groups import WorkingGroup
from coordkit.domain.initiatives import Initiative
from coordkit.domain.meetings import Meeting
from coordkit.domain.outcomes import Outcome
from coordkit.domain.rules.encounters import encounters
from coordkit.secretariat.groups import coverage_on
from coordkit.secretariat.meeting_reports import meeting_report
from coordkit.secretariat.minutes import attendance_lists
from coordkit.secretariat.registry import kinds_of_organizations
from coordkit.secretariat.reports import coverage_report, encounters_report, groups_report, initiatives_report

reports = noun(
    "reports",
    "Reports on groups, meetings, tasks and who has met whom. They are for the desk's own eyes, not for sharing.",
    "coordkit reports groups --lang uk",
)


@command(None, "coverage", "coordkit coverage", "coordkit coverage --on 2025-06-30 --on 2026-06-30 --json")
@click.option("--on", "days", type=DAY, multiple=True, help="The day to look at; repeated for several. Default: today.")
@click.option("--area", "areas", multiple=True, help="With --json: only this area, by code or whole name; may be repeated.")
def coverage(session: Session, days: tuple[date, ...], areas: tuple[str, ...]) -> Answer:
    """Tell which areas had a working group on a day: yes, no, or possibly where dates are known only in part."""
    desk = session.desk
    wanted = days or (desk.today(),)
    chosen = [desk.region.gazetteer.area(area_of(session, each)) for each in areas] if desk.region and areas else None
    data = [
        {
            "on": day,
            "areas": [
                {"area": each.area.code, "state": each.state, "answer": each.answer} for each in coverage_on(desk, day, chosen)
            ],
        }
        for day in wanted
    ]
    return answer(data, coverage_report(desk, wanted, session.language))


@command(reports, "groups", "coordkit reports groups --lang uk")
def groups(session: Session) -> Answer:
    """Tell of all groups: area, founding, states over time."""
    return answer(session.desk.each(WorkingGroup), groups_report(session.desk, session.language))


@command(reports, "meeting", "coordkit reports meeting перше")
@ref("meeting", Meeting)
def meeting(session: Session, meeting: str) -> Answer:
    """Tell of one meeting: when, where, who came, what came of it, and the meetings before it."""
    found = session.find(Meeting, meeting)
    outcomes = session.desk.each(Outcome, {"meeting": str(found.id)})
    return answer({"meeting": found, "outcomes": outcomes}, meeting_report(session.desk, found.id, session.language))


@command(reports, "encounters", "coordkit reports encounters police ngo emergency_service", "coordkit reports encounters --json")
@click.argument("kinds", nargs=-1, metavar="KIND...")
def met(session: Session, kinds: tuple[str, ...]) -> Answer:
    """Tell how often kinds of organization sat in one meeting, and which pairs never did. Default: all kinds on the desk."""
    desk = session.desk
    known, meetings = kinds_of_organizations(desk), desk.each(Meeting)
    wanted = kinds or tuple(sorted({*known.values(), *(each.kind for one in meetings for each in one.kinds_present)}))
    found = encounters(meetings, known, attendance_lists(desk))
    pairs = [{"kinds": pair, "meetings": found.between(*pair)} for pair in combinations(wanted, 2)]
    data = {"meetings": found.meetings, "pairs": pairs}
    return answer(data, encounters_report(desk, wanted, session.language))


@command(reports, "initiatives", "coordkit reports initiatives")
def initiatives(session: Session) -> Answer:
    """Tell of initiatives by group, with the latest status known of each."""
    return answer(session.desk.each(Initiative), initiatives_report(session.desk, session.language))
