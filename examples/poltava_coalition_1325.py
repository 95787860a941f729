"""The coalition 1325 of the Poltava region and its meeting with the EU Advisory Mission, as public pages tell of them.

``python examples/poltava_coalition_1325.py --out out --lang en`` prints a report, and writes calendars, tables and JSON for
everybody under ``out/poltava``.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from loading import History, id_of, load

import coordkit
from coordkit import (
    Affiliation,
    Answer,
    Audience,
    Meeting,
    MeetingId,
    Organization,
    OrganizationId,
    Outcome,
    Person,
    PersonId,
    Record,
    Secretariat,
    WorkingGroup,
    WorkingGroupId,
)
from coordkit.secretariat.exchange import export
from coordkit.secretariat.meeting_reports import Exported, exports_report, meeting_report
from coordkit.secretariat.registry import find
from coordkit.secretariat.reports import Section, groups_report, wording_of
from coordkit.secretariat.territory import territory_report

# Everything is known at this moment: a fixed clock makes the same files each time.
NOW = datetime(2026, 1, 12, 8, tzinfo=UTC)
COALITION = id_of(WorkingGroupId, "coalition-1325-poltava")
MISSION = id_of(OrganizationId, "euam")
WITH_THE_MISSION = id_of(MeetingId, "euam-2025-06")
MYRHOROD = id_of(MeetingId, "myrhorod-10-17")
ALIASES = ("КМЄС", "КМЕС")
DAYS = (date(2024, 3, 1), date(2024, 3, 31), date(2024, 4, 15), date(2025, 6, 18))


def main(arguments: list[str] | None = None) -> None:
    """Does it all, in the order in which a coordinator would ask."""
    options = _options(arguments)
    out, language = options.out / "poltava", options.lang
    chance = random.Random(1325)  # ids and salts are chance elsewhere; here they are the same each time
    with coordkit.open(
        "memory://",
        region="poltava",
        actor="secretariat",
        clock=lambda: NOW,
        new_id=lambda: UUID(int=chance.getrandbits(128), version=4),
        salt=lambda: chance.randbytes(16),
    ) as desk:
        history = load("poltava")
        desk.save(*history.records)
        for section in (
            coalition_report(desk, language),
            groups_report(desk, language),
            aliases_report(desk, language),
            meeting_report(desk, WITH_THE_MISSION, language),
            attendance_report(desk, language),
            meeting_report(desk, MYRHOROD, language),
            timeline_report(desk, history, language),
            certainty_report(desk, language),
        ):
            print(section, end="\n\n")
        print(territory_report(desk, language), end="\n\n")
        print(exports_report(write_for_everybody(desk, out, language), wording_of(desk, language)))
        print(wording_of(desk, language)(*_WHY_NOBODY_IS_NAMED))


_WHY_NOBODY_IS_NAMED = (
    "\nІмен чотирьох посадовців у відкритих файлах немає, хоч їх назвала офіційна відкрита сторінка: таблиці статусів цей приклад\n"
    "не має, тож ніхто не знає, чи там, де вони є, безпечно. Для столу вони вище у звіті.",
    "\nThe names of the four officials stand in no public file, although an official public page names them: this example has no\n"
    "table of statuses, so nobody knows whether it is safe where they are. The desk itself has them in the report above.",
)


# -- the coalition


def coalition_report(desk: Secretariat, language: str) -> Section:
    """The coalition as a group and as an organization: how it is found, what it is for, its states, who signed, who belongs."""
    say = wording_of(desk, language)
    group = desk.get(WorkingGroup, COALITION)
    return Section(say.text(group.name), _coalition(desk, group, language))


def _coalition(desk: Secretariat, group: WorkingGroup, language: str) -> Iterator[str]:
    say = wording_of(desk, language)
    (organization,) = find(desk, Organization, str(group.name))
    kind = say.label("kinds", organization.kind or "")
    yield say(
        f"На столі двічі: як група (має стани й меморандум) і як організація (діє назовні: {kind}).",
        f"On the desk twice: as a group (with states and a memorandum) and as an organization (which acts towards others: {kind}).",
    )
    yield f"{say('Інакше пишуть', 'Also written')}: {', '.join(group.aliases)}"
    if group.purpose:
        yield f"{say('Мета', 'Purpose')}: {say.text(group.purpose)}"
    states = []
    for day in DAYS:
        answers = [
            (say.label("answers", "possibly") + " " if answer is Answer.POSSIBLY else "") + say.label("group_states", state.value)
            for state, answer in group.as_of(day).items()
            if answer is not Answer.NO
        ]
        states.append(f"{day.isoformat()}: {' / '.join(answers) or say('ще не було', 'not yet there')}")
    yield f"{say('Стан', 'State')}: {'; '.join(states)}"
    if group.instrument and group.instrument.signatories:
        number = group.instrument.signatories.value
        yield say(
            f"Меморандум підписали {number}: це кількість підписів, а не присутніх на якійсь зустрічі.",
            f"The memorandum has {number} signatories: a number of signatures, not of people at a meeting.",
        )
    yield say(
        "Члени, секретаріат, тексти меморандуму й регламенту: невідомі (сторінки порталу ОВА не читали).",
        "Members, secretariat, texts of the memorandum and the rules: not known (that page of the portal was not read).",
    )
    template = next(each for each in (desk.region.seat_templates if desk.region else ()) if each.name == "coalition_1325")
    yield f"{say.text(template.label)}: {'; '.join(say.text(seat.label) for seat in template.seats)}"


def aliases_report(desk: Secretariat, language: str) -> Section:
    """What the registry finds under each way in which the article abbreviates the mission."""
    say = wording_of(desk, language)
    lines = [
        f"{alias} → {', '.join(say.text(each.name) for each in find(desk, Organization, alias)) or say('нічого', 'nothing')}"
        for alias in ALIASES
    ]
    return Section(say("Одна місія, два скорочення в одній статті", "One mission, two abbreviations in one article"), lines)


# -- the meeting with the mission


def attendance_report(desk: Secretariat, language: str) -> Section:
    """Who stood on which side of the meeting with the mission: convener, host, guests with their titles, and members."""
    say = wording_of(desk, language)
    meeting = desk.get(Meeting, WITH_THE_MISSION)
    return Section(say("Хто є хто на цій зустрічі", "Who was who at this meeting"), _attendance(desk, meeting, language))


def _attendance(desk: Secretariat, meeting: Meeting, language: str) -> Iterator[str]:
    say = wording_of(desk, language)
    unknown = say("невідомо", "not known")
    for label, who in ((say("Скликав", "Convened by"), meeting.convener), (say("Приймав", "Hosted by"), meeting.host)):
        yield f"{label}: {say.text(desk.get(Organization, who).name) if who else unknown}"
    positions = {held.person: held for held in desk.each(Affiliation)}
    mission = desk.get(Organization, MISSION)
    yield say(f"Гості, {say.text(mission.name)}:", f"Guests, {say.text(mission.name)}:")
    for guest in meeting.guests:
        if isinstance(guest, PersonId):
            yield f"  {say.text(desk.get(Person, guest).name)} – {say.text(positions[guest].position)}"
    yield say(
        "  (у статті імена в давальному відмінку, називний – наш, для підтвердження; як вони самі пишуть себе латиницею,\n"
        "  невідомо, тож латиницею їх тут немає)",
        "  (the article has the names in the dative, the nominative is ours, to be confirmed; how they themselves write their\n"
        "  names in Latin letters is not known, so they stand here in Ukrainian)",
    )
    present = [entry for entry in meeting.kinds_present if entry.kind == "women_coalition"]
    yield say("Члени групи: ", "Members of the group: ") + "; ".join(say.text(entry.note) for entry in present if entry.note)
    yield f"{say('Скільки людей', 'How many people')}: {say.headcount(meeting.headcount) if meeting.headcount else unknown}"
    if meeting.notes:
        yield f"{say('Для столу, назовні не йде', 'For the desk, stays inside')}: {say.text(meeting.notes)}"


# -- what was when, and how sure it is


def timeline_report(desk: Secretariat, history: History, language: str) -> Section:
    """The coalition's own steps, and apart from them what others held."""
    say = wording_of(desk, language)
    meetings = [desk.get(Meeting, each.id) for each in history.meetings]  # in the data file they are in order of time
    own = [each for each in meetings if COALITION in each.groups]
    related = [each for each in meetings if not each.groups]
    other = [each for each in meetings if each.groups and COALITION not in each.groups]
    lines: list[str] = []
    for title, part in (
        (say("Сама коаліція", "The coalition itself"), own),
        (say("Дотичні події інших організаторів", "Related events of others"), related),
        (say("Інша група", "Another group"), other),
    ):
        lines.append(f"{title} ({len(part)}):")
        for each in part:
            what = f"{say.text(each.title)} [{say.label('meeting_kinds', each.kind)}]"
            lines.append(f"  {say.when(each.when)}: {what}")
            if each.notes and each in related:
                lines.append(f"    {say.text(each.notes)}")
    return Section(say("Що коли було", "What was when"), lines)


_FIELDS = {
    "instrument": ("меморандум", "memorandum"),
    "modes": ("наживо чи онлайн", "in person or online"),
    "name": ("назва", "name"),
    "predecessor": ("що було перед нею", "what came before it"),
    "states": ("стани", "states"),
    "when": ("коли", "when"),
}


def certainty_report(desk: Secretariat, language: str) -> Section:
    """The pages that everything comes from, and what was not read there but deduced."""
    say = wording_of(desk, language)
    kinds: tuple[type[Record], ...] = (Organization, Person, Affiliation, WorkingGroup, Meeting, Outcome)
    records = (record for kind in kinds for record in desk.each(kind))
    lines = [f"{page}: {say.count(number, 'records')}" for page, number in _pages(records).items()]
    for record in (desk.get(WorkingGroup, COALITION), desk.get(Meeting, WITH_THE_MISSION)):
        lines += ["", say.text(record.name if isinstance(record, WorkingGroup) else record.title)]
        for source in record.sources:
            if source.field and source.reason:
                field = say(*_FIELDS[source.field]) if source.field in _FIELDS else source.field
                lines.append(f"  {field}: {say.label('certainties', source.certainty.value)} – {say.text(source.reason)}")
    return Section(say("Звідки це відомо", "How this is known"), lines)


def _pages(records: Iterable[Record]) -> dict[str, int]:
    """How many records each page is the source of."""
    pages: dict[str, int] = {}
    for record in records:
        for page in {source.url for source in record.sources if source.url}:
            pages[page] = pages.get(page, 0) + 1
    return dict(sorted(pages.items()))


# -- what leaves the house


def write_for_everybody(desk: Secretariat, out: Path, language: str) -> list[Exported]:
    """Writes what the public may see: calendars, tables, and everything as JSON."""
    languages = (language, "en" if language == "uk" else "uk")
    written = []

    def write(file: str, subject: str, **options: Any) -> None:
        report = export(desk, subject, out / file, audience=Audience.public(), languages=languages, **options)
        written.append(Exported(file, report))

    title = wording_of(desk, language)("Полтавщина: Коаліція 1325", "Poltava region: Coalition 1325")
    write("poltava-meetings.ics", "meetings", name=title)
    write("poltava-euam-2025-06-18.ics", "meetings", name=title, only=WITH_THE_MISSION)
    for subject in ("organizations", "people", "groups", "outcomes"):
        write(f"poltava-{subject}.csv", subject)
    write("poltava-meetings.csv", "meetings", separator=";")  # as a Ukrainian Excel expects it
    write("poltava-everything.json", "everything")
    return written


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("out"), help="folder to write into (out)")
    parser.add_argument("--lang", choices=("uk", "en"), default="uk", help="language of the report and the files (uk)")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")  # also where the terminal or a pipe would take another
    main()
