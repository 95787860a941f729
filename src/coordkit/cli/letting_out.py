"""What leaves the house: exports for an audience. All of it goes through the gate."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from coordkit.cli.commands import Ref, command, ref_option
from coordkit.cli.output import Answer, answer
from coordkit.cli.session import Session
from coordkit.cli.values import DAY, FILE
from coordkit.codec.subjects import SUBJECTS
from coordkit.domain.audiences import Audience
from coordkit.domain.groups import WorkingGroup
from coordkit.domain.meetings import Meeting
from coordkit.domain.stakeholders import Organization, Person
from coordkit.secretariat import exchange
from coordkit.secretariat.meeting_reports import Exported, exports_report
from coordkit.secretariat.wording import Wording


def audience_of(
    session: Session, group: str | None, organization: str | None, named: tuple[str, ...], entitled: tuple[str, ...], desk: bool
) -> Audience:
    """The audience that was said; the public where none was. Raises ``click.UsageError`` for two."""
    if sum(map(bool, (group, organization, named, desk))) > 1:
        raise click.UsageError("say one audience: --group, --organization, --for or --for-the-desk")
    if entitled and not named:
        raise click.UsageError("--entitled goes with --for")
    if group:
        return Audience.of_group(session.find(WorkingGroup, group).id)
    if organization:
        return Audience.of_organization(session.find(Organization, organization).id)
    if named:
        recipients = [session.find_any((Person, Organization), each).id for each in named]
        return Audience.of_named(recipients, entitled=[session.find(Meeting, each).id for each in entitled])
    return Audience.desk() if desk else Audience.public()


_SUBJECTS = sorted((*SUBJECTS, "coverage"))


@command(
    None,
    "export",
    "coordkit export meetings meetings.csv",
    "coordkit export meetings group.ics --group робоча --lang uk",
    "coordkit export organizations all.jsonl --for-the-desk --yes",
)
@click.argument("subject", type=click.Choice(_SUBJECTS), metavar="SUBJECT")
@click.argument("file", type=FILE)
@ref_option("--group", WorkingGroup, help="For the members of this group (TLP:AMBER at most).")
@ref_option("--organization", Organization, help="For this organization (TLP:AMBER+STRICT at most).")
@click.option(
    "--for", "named", type=Ref(Person, Organization), multiple=True, help="For this recipient (TLP:RED at most); may be repeated."
)
@click.option("--entitled", type=Ref(Meeting), multiple=True, help="With --for: a meeting whose exact place they may know.")
@click.option("--for-the-desk", "desk", is_flag=True, help="For the desk itself: everything, labelled TLP:RED.")
@click.option("--on", type=DAY, help="The day it is made for. Default: today.")
@click.option("--format", "ending", help="The format, where the file's ending does not say it: csv, ics, json, jsonl ...")
@click.option("--option", "options", multiple=True, metavar="NAME=VALUE", help="An option of the format, such as separator=';'.")
@click.option("--yes", is_flag=True, help="Overwrite a file without asking.")
def export(
    session: Session,
    subject: str,
    file: Path,
    group: str | None,
    organization: str | None,
    named: tuple[str, ...],
    entitled: tuple[str, ...],
    desk: bool,
    on: date | None,
    ending: str | None,
    options: tuple[str, ...],
    yes: bool,
) -> Answer:
    """Write what an audience may see to a file, whole or not at all. Without an audience: the public.

    SUBJECT is affiliations, attendance, coverage, groups, initiatives, invitations, meetings, memberships, minutes, organizations,
    outcomes, people, series or everything. What may not be shared is left out, and it is told how much. The file's ending says
    the format.
    """
    audience = audience_of(session, group, organization, named, entitled, desk)
    say = session.say
    session.confirm_overwriting(file, yes)
    with session.progress(say("Записую", "Writing")) as watch:
        report = exchange.export(
            session.desk,
            subject,
            file,
            audience=audience,
            on=on,
            format=ending,
            languages=languages_of(session),
            progress=watch,
            **_options(options),
        )
    why = exchange.held_back(session.desk, subject, audience, on)
    data = {"file": str(file), "audience": audience.kind, "report": report, "held_back": why}
    return answer(data, exports_report([Exported(str(file), report)], say), *missed(why, audience, say))


def missed(why: exchange.HeldBack, audience: Audience, say: Wording) -> tuple[str, ...]:
    """What the file does not hold, and what would change that."""
    lines = []
    if why.above_clearance:
        number, top = say.count(why.above_clearance, "records"), audience.clearance.label
        lines.append(say(f"Не ввійшло через позначку, вищу за {top}: {number}.", f"Kept back, labelled above {top}: {number}."))
    if why.no_statuses:
        lines.append(no_statuses(say))
    return ("\n".join(lines),) if lines else ()


def languages_of(session: Session) -> tuple[str, ...]:
    """The languages of a file: that of the answers, then the region's."""
    region = session.desk.region
    return tuple(dict.fromkeys((session.language, *(region.languages if region else ()))))


def no_statuses(say: Wording) -> str:
    """That no table of territory is loaded, and what the audience does not see for that."""
    return say(
        "Статусу територій не завантажено, тож тут не сказано, хто в якій громаді та як із ним зв’язатися, і немає точних місць: "
        "coordkit territory show",
        "No status of territory is loaded, so it does not tell who is in which community nor how to reach them, nor exact places: "
        "coordkit territory show",
    )


_OURS = frozenset({"desk", "subject", "to", "audience", "on", "format", "languages", "progress"})


def _options(given: tuple[str, ...]) -> dict[str, object]:
    """``separator=;`` and ``bom=no`` as the formats take them."""
    found: dict[str, object] = {}
    for each in given:
        name, sign, value = each.partition("=")
        if not sign or not name.isidentifier() or name in _OURS:
            raise click.UsageError(f"{each!r} is no option; write NAME=VALUE, such as separator=';'")
        found[name] = {"yes": True, "true": True, "no": False, "false": False}.get(value.lower(), value)
    return found
