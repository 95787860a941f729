"""Reports on who is in the groups: members, seats and vacancies, composition, quorum, and who spoke for an organization."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import click

from coordkit.cli.commands import command, ref, ref_option
from coordkit.cli.desks import office_of
from coordkit.cli.naming import short
from coordkit.cli.output import Answer, Grid, answer
from coordkit.cli.reports import reports
from coordkit.cli.session import Session
from coordkit.cli.values import DAY
from coordkit.domain.groups import WorkingGroup
from coordkit.domain.meetings import Meeting
from coordkit.domain.stakeholders import Organization
from coordkit.secretariat import group_reports, membership, quorum_reports, retention

_on = click.option("--on", type=DAY, help="The day to look at. Default: today.")


def _of_group(name: str, does: str, look: Callable[[Any, Any, date], object], say: Callable[[Any, Any, date, str], Any]) -> None:
    """A report on one group on a day."""

    def run(session: Session, group: str, on: date | None) -> Answer:
        desk, found = session.desk, session.find(WorkingGroup, group).id
        day = on or desk.today()
        return answer(look(desk, found, day), say(desk, found, day, session.language))

    run.__doc__ = does
    command(reports, name, f"coordkit reports {name} робоча --on 2026-12-31")(ref("group", WorkingGroup)(_on(run)))


_of_group(
    "members",
    "Tell who was in a group on a day, surely or possibly: chair first.",
    membership.members,
    group_reports.members_report,
)


def _seats(desk: Any, group: Any, on: date) -> object:
    return {"seats": membership.seats(desk, group, on), "histories": membership.seat_histories(desk, group)}


_of_group(
    "seats",
    "Tell who holds a group's seats on a day, which are vacant and since when, and the gaps in the history of each.",
    _seats,
    group_reports.seats_report,
)


def _composition(desk: Any, group: Any, on: date) -> object:
    return {"composition": membership.composition(desk, group, on), "missing": membership.missing(desk, group, on)}


_of_group(
    "composition",
    "Tell how many organizations of each kind and sector are in a group, and which that its seats are for are missing.",
    _composition,
    group_reports.composition_report,
)


@command(reports, "vacancies", "coordkit reports vacancies --on 2026-12-31 --json")
@_on
def vacancies(session: Session, on: date | None) -> Answer:
    """Tell which required seats of all groups are vacant on a day, and since when."""
    day = on or session.desk.today()
    return answer(membership.vacancies(session.desk, day), group_reports.vacancies_report(session.desk, day, session.language))


@command(reports, "quorum", "coordkit reports quorum перше")
@ref("meeting", Meeting)
def quorum(session: Session, meeting: str) -> Answer:
    """Tell whether a meeting had the quorum of its group, by the terms then in force and the attendance in its minutes."""
    found = session.find(Meeting, meeting).id
    return answer(membership.quorum_of(session.desk, found), quorum_reports.quorum_report(session.desk, found, session.language))


@command(
    reports,
    "speakers",
    "coordkit reports speakers громадська --on 2026-12-31",
    "coordkit reports speakers громадська --meeting перше",
)
@ref("organization", Organization)
@_on
@ref_option("--meeting", Meeting, help="Those who spoke for it in this meeting.")
def speakers(session: Session, organization: str, on: date | None, meeting: str | None) -> Answer:
    """Tell who spoke for an organization on a day or in a meeting, and what says so."""
    if on is not None and meeting is not None:
        raise click.UsageError("a meeting has its own day; say --on or --meeting")
    desk, of = session.desk, session.find(Organization, organization).id
    at = session.find(Meeting, meeting).id if meeting else None
    found = membership.spoke_for(desk, of, on=on, meeting=at)
    return answer(found, quorum_reports.speakers_report(desk, of, session.language, on=on, meeting=at))


@command(reports, "retention", "coordkit reports retention --on 2029-01-01")
@_on
def kept_long_enough(session: Session, on: date | None) -> Answer:
    """Tell whose data the office has kept for long enough. Nothing is erased; 'coordkit erase' does that, one by one."""
    found = retention.past_retention(session.desk, office_of(session).id, on)
    say = session.say
    rows = [(say.text(each.person.name), str(each.last_part or "—"), short(each.person.id)) for each in found]
    return answer(found, Grid((say("Ім’я", "Name"), say("Востаннє", "Last part"), "id"), rows))
