"""Reports on what is to be done, by whom and since when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import click

from coordkit.cli.commands import command, ref, ref_option
from coordkit.cli.output import Answer, Grid, answer
from coordkit.cli.records import ANY
from coordkit.cli.reports import reports
from coordkit.cli.session import Session
from coordkit.cli.values import DAY
from coordkit.cli.words import field_of, path_label, told
from coordkit.domain.groups import WorkingGroup
from coordkit.domain.records import Record, WorkingGroupId
from coordkit.secretariat import follow_up
from coordkit.secretariat import follow_up_reports as told_as

_on = click.option("--on", type=DAY, help="The day to look at. Default: today.")
_group = ref_option("--group", WorkingGroup, help="Only what this group's meetings left.")


def _of(session: Session, group: str | None) -> WorkingGroupId | None:
    return session.find(WorkingGroup, group).id if group else None


@command(reports, "actions", "coordkit reports actions --group робоча --on 2026-12-31")
@_on
@_group
def actions(session: Session, on: date | None, group: str | None) -> Answer:
    """Tell which action items are open, the overdue first."""
    of, desk = _of(session, group), session.desk
    return answer(follow_up.open_actions(desk, on, of), told_as.actions_report(desk, session.language, on, of))


@command(reports, "decisions", "coordkit reports decisions --json")
@_on
@_group
def decisions(session: Session, on: date | None, group: str | None) -> Answer:
    """Tell which decisions are to be looked at again by a day."""
    of, desk = _of(session, group), session.desk
    return answer(follow_up.due_for_review(desk, on, of), told_as.decisions_report(desk, session.language, on, of))


@command(reports, "requests", "coordkit reports requests --group робоча")
@_group
def requests(session: Session, group: str | None) -> Answer:
    """Tell which requests were voiced and what became of each, the pending first."""
    of, desk = _of(session, group), session.desk
    return answer(follow_up.requests(desk, of), told_as.requests_report(desk, session.language, of))


@command(reports, "commitments", "coordkit reports commitments")
@_group
def commitments(session: Session, group: str | None) -> Answer:
    """Tell from which commitments no initiative grew yet."""
    of, desk = _of(session, group), session.desk
    return answer(follow_up.bare_commitments(desk, of), told_as.commitments_report(desk, session.language, of))


def _dated(
    name: str,
    does: str,
    look: Callable[[Any, date | None], object],
    say: Callable[[Any, str, date | None], Any],
) -> None:
    """A report that takes a day and nothing else."""

    def run(session: Session, on: date | None) -> Answer:
        return answer(look(session.desk, on), say(session.desk, session.language, on))

    run.__doc__ = does
    command(reports, name, f"coordkit reports {name} --on 2026-12-31 --json")(_on(run))


_dated(
    "effects",
    "Tell how far each group's initiatives got, from planned to implemented: are the groups effective?",
    follow_up.group_effects,
    told_as.effects_report,
)
_dated(
    "without-minutes",
    "Tell which meetings were held and have no minutes, or a draft.",
    follow_up.without_minutes,
    told_as.minutes_report,
)
_dated(
    "silent", "Tell which groups were silent for longer than they say they meet.", follow_up.silent_groups, told_as.silent_report
)


@command(reports, "chain", "coordkit reports chain робоча")
@ref("group", WorkingGroup)
def chain(session: Session, group: str) -> Answer:
    """Tell the meetings from first contact to the founding of a group, and since."""
    of = session.find(WorkingGroup, group).id
    return answer(follow_up.chain_to(session.desk, of), told_as.chain_report(session.desk, of, session.language))


@command(reports, "changes", "coordkit reports changes перше --from 1 --to 3")
@ref("record", Record)
@click.option(
    "--from", "first", type=click.IntRange(1), help="The earlier revision; 'coordkit history' lists them. Default: the one before."
)
@click.option("--to", "last", type=click.IntRange(1), help="The later one. Default: the latest.")
def changes(session: Session, record: str, first: int | None, last: int | None) -> Answer:
    """Tell what changed between two revisions of a record, and of a meeting who must be told."""
    found = session.find_any(ANY, record)
    last = last or found.revision
    revised = follow_up.changes_between(session.desk, found.id, first or max(last - 1, 1), last)
    say, kind = session.say, found.id.kind
    rows = []
    for each in revised.differences:
        before, after = (told(value, field_of(each.path), session, kind) or "—" for value in (each.before, each.after))
        rows.append((path_label(each.path, session, each.after or each.before), before, after))
    parts = [Grid((say("Що", "What"), say("Було", "Before"), say("Стало", "After")), rows)]
    if revised.to_tell:
        names = [(session.names(each.invitee), ", ".join(cause.value for cause in each.because)) for each in revised.to_tell]
        parts.append(Grid((say("Кого повідомити", "Who must be told"), say("Чому", "Why")), names))
    return answer(revised, *parts)
