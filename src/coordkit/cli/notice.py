"""The public notice of a meeting: a draft for a person to edit, from what everybody may know."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from coordkit.cli.commands import command, ref, yes
from coordkit.cli.letting_out import languages_of, no_statuses
from coordkit.cli.output import Answer, answer
from coordkit.cli.session import LANGUAGES, Session
from coordkit.cli.values import DAY, FILE
from coordkit.domain.audiences import Audience
from coordkit.domain.meetings import Meeting
from coordkit.secretariat.exchange import held_back
from coordkit.secretariat.files import whole_file
from coordkit.secretariat.notices import public_notice
from coordkit.secretariat.publishing import publish


@command(
    None,
    "notice",
    "coordkit notice перше",
    "coordkit notice перше --lang en --to notice.txt",
    "coordkit notice перше --to notice.ics",
)
@ref("meeting", Meeting)
@click.option("--to", "file", type=FILE, help="Write it to this file; one that ends in .ics is for calendars.")
@click.option("--on", type=DAY, help="The day it is made for. Default: today.")
@yes
def notice(session: Session, meeting: str, file: Path | None, on: date | None, yes: bool) -> Answer:
    """Draft a public notice of a meeting for you to edit: in Ukrainian and English, or in the language of --lang.

    It holds what everybody may know (TLP:CLEAR), and never the exact place. A calendar file names the office as the organizer, with
    its first address.
    """
    found = session.find(Meeting, meeting)
    if file is not None and file.suffix.lower() == ".ics":
        session.confirm_overwriting(file, yes)
        calendar = publish(session.desk, found.id, languages=languages_of(session), on=on)
        with whole_file(file) as out:
            out.write(calendar)
        return answer({"file": str(file)}, session.say(f"Записано: {file}", f"Written: {file}"))
    chosen = session.chosen.get("lang")
    drafts = [public_notice(session.desk, found.id, language, on=on) for language in ((chosen,) if chosen else LANGUAGES)]
    is_bare = held_back(session.desk, "meetings", Audience.public(), on).no_statuses
    remarks = (no_statuses(session.say),) if is_bare else ()
    if file is None:
        return answer(drafts, "\n\n".join(str(draft) for draft in drafts).rstrip("\n"), *remarks)
    session.confirm_overwriting(file, yes)
    with whole_file(file) as out:
        out.write("\n\n".join(str(draft) for draft in drafts).encode())
    return answer({"file": str(file), "notices": drafts}, session.say(f"Записано: {file}", f"Written: {file}"), *remarks)
