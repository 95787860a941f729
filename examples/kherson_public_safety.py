"""Working groups on public safety in the Kherson region, as public pages tell of them, and the next meeting that could follow.

The next meeting is a proposal: it is invited to, answered and moved online with role addresses that are nobody's.

``python examples/kherson_public_safety.py --out out --lang en --next 2026-02-12T11:00`` prints a report, and writes calendars,
tables and JSON for everybody, and invitations for their recipients, under ``out/kherson``.
"""

from __future__ import annotations

import argparse
import random
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import attrs
from loading import id_of, load

import coordkit
from coordkit import (
    Audience,
    Contact,
    ContactKind,
    DomainError,
    Invitation,
    Meeting,
    MeetingId,
    Office,
    OfficeId,
    Organization,
    OrganizationId,
    Secretariat,
    Slot,
    Text,
)
from coordkit.secretariat import correspondence, invitations, meetings
from coordkit.secretariat.exchange import export
from coordkit.secretariat.meeting_reports import Exported, exports_report, meeting_report, planned_report
from coordkit.secretariat.outbox_reports import sent_lines
from coordkit.secretariat.reports import (
    coverage_report,
    encounters_report,
    groups_report,
    initiatives_report,
    wording_of,
)
from coordkit.secretariat.territory import territory_report

ZONE = "Europe/Kyiv"
# Everything is known at this moment: a fixed clock makes the same files each time.
NOW = datetime(2026, 1, 12, 8, tzinfo=UTC)
DAYS = (date(2021, 12, 31), date(2022, 12, 31), date(2025, 4, 30), date(2025, 12, 31))
# The kinds of organization whose meeting one another matters most for public safety.
KINDS = (
    "ngo", "charity", "emergency_service", "training_centre", "police", "military_administration", "local_council",
    "education", "health", "media",
)  # fmt: skip
SERVICES = id_of(MeetingId, "ngo-services")
# Role addresses made up for this example: example.org belongs to nobody (RFC 2606).
INVITED = {"union": "coordination", "ses-kherson": "emergency-service", "training-centre-kherson": "training-centre"}
# What a calendar program sends when somebody presses "yes", under the line of the mail server that the office trusts.
_ANSWER = (
    "Authentication-Results: mx.example.org; dmarc=pass header.from=example.org\r\n"
    "From: <{who}>\r\nTo: secretariat@example.org\r\nSubject: Accepted\r\nMIME-Version: 1.0\r\n"
    "Content-Type: text/calendar; method=REPLY; charset=utf-8\r\n\r\n"
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//EN\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:{uid}\r\n"
    "SEQUENCE:0\r\nDTSTAMP:{at:%Y%m%dT%H%M%SZ}\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:{who}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def main(arguments: list[str] | None = None) -> None:
    """Does it all, in the order in which a coordinator would ask."""
    options = _options(arguments)
    out, language = options.out / "kherson", options.lang
    chance = random.Random(1325)  # ids and salts are chance elsewhere; here they are the same each time
    with coordkit.open(
        "memory://",
        region="kherson",
        actor="secretariat",
        clock=lambda: NOW,
        new_id=lambda: UUID(int=chance.getrandbits(128), version=4),
        salt=lambda: chance.randbytes(16),
    ) as desk:
        desk.save(*load("kherson").records)
        for section in (
            groups_report(desk, language),
            meeting_report(desk, SERVICES, language),
            coverage_report(desk, DAYS, language),
            encounters_report(desk, KINDS, language),
            initiatives_report(desk, language),
        ):
            print(section, end="\n\n")
        invite_to_the_next_meeting(desk, options.next, out / "mail", language)
        print(territory_report(desk, language), end="\n\n")  # this example has no table, so the public files tell of nobody there
        print(exports_report(write_for_everybody(desk, out, language), wording_of(desk, language)))


def invite_to_the_next_meeting(desk: Secretariat, when: Slot, folder: Path, language: str) -> None:
    """Proposes the meeting after the article's from what was voiced there, checks it, invites to it, and sends the letters."""
    say = wording_of(desk, language)
    title = Text.of(uk="Наступна координаційна зустріч (пропозиція)", en="Next coordination meeting (proposed)")
    proposed = meetings.propose_next(desk, SERVICES, title=title)
    # Nobody announced this date: a proposal is TLP:AMBER, while the draft that the article speaks of is public.
    planned = meetings.plan(desk, proposed.scheduled(when))
    remark = say("параметр цього прикладу (--next), а не факт", "a parameter of this example (--next), not a fact")
    print(planned_report(desk, planned, language, remark=remark), end="\n\n")

    office = Office(
        id=desk.new(OfficeId),
        name=Text.of(uk="Секретаріат (приклад)", en="Secretariat (example)"),
        addresses=("secretariat@example.org",),
        zone=ZONE,
        languages=tuple(dict.fromkeys((language, "uk", "en"))),
        region="kherson",
        channel="folder",
        trusted_server="mx.example.org",
    )
    desk.save(office)
    invited = [_reachable(desk, key, f"{role}@example.org") for key, role in INVITED.items()]
    # The article does not name the ten organizations, so they are written to at the address of a mailing list.
    mailing_list = Organization(
        id=desk.new(OrganizationId),
        name=Text.of(uk="Громадські й благодійні організації (розсилка)", en="Public and charitable organizations (mailing list)"),
        contacts=(Contact(kind=ContactKind.EMAIL, value="ngo@example.org"),),
    )
    invited += desk.save(mailing_list)
    invitations.invite(desk, planned.meeting.id, [who.id for who in invited])
    sent = correspondence.send(desk, desk.plugins.notifier("folder", at=folder))
    print(say("Запрошено за рольовими адресами:", "Invited at role addresses:"))
    for who in invited:
        print(f"  {say.text(who.name)} <{who.contacts[0].value}>")
    print(*sent_lines(sent, say), sep="\n", end="\n\n")
    hear_an_answer_and_tell_a_change(desk, planned.meeting.id, invited[1], folder, language)


def hear_an_answer_and_tell_a_change(desk: Secretariat, about: MeetingId, who: Organization, folder: Path, language: str) -> None:
    """An answer comes in, in words that this example makes up; then the meeting goes online, and all who are invited are told."""
    say, meeting = wording_of(desk, language), desk.get(Meeting, about)
    received = correspondence.receive(desk, _ANSWER.format(who=who.contacts[0].value, uid=meeting.uid, at=NOW).encode())
    (answered,) = (desk.get(Invitation, each) for each in received.matches)
    standing = f"{say.label('responses', answered.response.value)} ({say.label('verdicts', received.verdict.value)})"
    print(say("Відповідь, яку вигадав цей приклад:", "An answer that this example makes up:"))
    print(f"  {say.text(who.name)}: {standing}")
    # The answers are open again: whoever accepts the meeting online is told the link.
    announced = invitations.announce(desk, meeting.moved_online("https://meet.example.org/kherson"))
    sent = correspondence.send(desk, desk.plugins.notifier("folder", at=folder))
    print(say("Зустріч стає онлайновою (теж приклад):", "The meeting goes online (an example, too):"))
    print(f"  SEQUENCE {announced.records[0].sequence}", *sent_lines(sent, say), sep="\n  ", end="\n\n")


def _reachable(desk: Secretariat, key: str, address: str) -> Organization:
    """The organization with a role address. It comes without a consent to show it in public, so no export has it."""
    known = desk.get(Organization, id_of(OrganizationId, key))
    (kept,) = desk.save(attrs.evolve(known, contacts=(Contact(kind=ContactKind.EMAIL, value=address),)))
    return kept


def write_for_everybody(desk: Secretariat, out: Path, language: str) -> list[Exported]:
    """Writes what the public may see: calendars, tables, and everything as JSON."""
    languages = (language, "en" if language == "uk" else "uk")
    written = []

    def write(file: str, subject: str, **options: Any) -> None:
        report = export(desk, subject, out / file, audience=Audience.public(), languages=languages, **options)
        written.append(Exported(file, report))

    title = "Херсонщина: громадська безпека" if language == "uk" else "Kherson region: public safety"
    write("meetings.ics", "meetings", name=title)
    for key in ("working-meeting-kyiv", "workshop-2025-08"):
        write(f"{key}.ics", "meetings", name=title, only=id_of(MeetingId, key))
    for subject in ("organizations", "groups", "memberships", "meetings", "outcomes", "initiatives"):
        write(f"{subject}.csv", subject)
    for day in DAYS:
        write(f"coverage-{day.isoformat()}.csv", "coverage", on=day, separator=";")  # as a Ukrainian Excel expects it
    write("everything.json", "everything")
    return written


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("out"), help="folder to write into (out)")
    parser.add_argument("--lang", choices=("uk", "en"), default="uk", help="language of the report and the files (uk)")
    parser.add_argument(
        "--next", type=_two_hours_from, default="2026-02-12T11:00", help="when the next meeting could be, Kyiv time (%(default)s)"
    )
    return parser.parse_args(arguments)


def _two_hours_from(words: str) -> Slot:
    try:
        start = datetime.strptime(words, "%Y-%m-%dT%H:%M")
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{words!r} is no day and time; write Kyiv time without an offset, such as 2026-02-12T11:00"
        ) from None
    try:
        return Slot(start, timedelta(hours=2), ZONE)
    except DomainError as error:
        raise argparse.ArgumentTypeError(error.message) from None


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")  # also where the terminal or a pipe would take another
    main()
