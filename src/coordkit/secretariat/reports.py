"""Reports: what a coordinator looks at, as plain text in the desk's own words. For the desk's eyes: exports go through the gate.

Each function reads the desk and gives a Section; ``str(section)`` is ready to print.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from itertools import combinations

import attrs

from coordkit.domain.dates import Answer
from coordkit.domain.errors import several
from coordkit.domain.gazetteer import Area
from coordkit.domain.groups import Instrument, Membership, Role, WorkingGroup
from coordkit.domain.initiatives import Initiative, InitiativeStatus
from coordkit.domain.meetings import Meeting
from coordkit.domain.records import Record, RecordId, WorkingGroupId
from coordkit.domain.rules.coverage import AreaCoverage, NoGroup
from coordkit.domain.rules.encounters import encounters
from coordkit.domain.stakeholders import Organization, Person
from coordkit.domain.text import alphabetical
from coordkit.secretariat.desk import Secretariat
from coordkit.secretariat.groups import coverage_over, lowest_areas
from coordkit.secretariat.minutes import attendance_lists
from coordkit.secretariat.registry import kinds_of_organizations
from coordkit.secretariat.wording import Wording

_NOTHING = "—"


def _as_tuple(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(lines)


@attrs.frozen
class Section:
    """A part of a report: its title, and lines without line breaks at their ends."""

    title: str
    lines: tuple[str, ...] = attrs.field(converter=_as_tuple)

    def __str__(self) -> str:
        return "\n".join((self.title, "-" * len(self.title), *self.lines))


def wording_of(desk: Secretariat, language: str) -> Wording:
    """The words of this language with the labels of the desk's region."""
    return Wording(language, desk.region)


# -- groups


def groups_report(desk: Secretariat, language: str) -> Section:
    """All groups with area and states over time; those alike in founding, secretariat, rhythm and seats stand together."""
    say = wording_of(desk, language)
    groups = desk.each(WorkingGroup)
    led = _secretaries(desk, say)
    alike: dict[str, list[WorkingGroup]] = {}
    for group in sorted(groups, key=lambda group: (str(group.states[0].since) if group.states else "", _area_key(say, group))):
        alike.setdefault(_founding(group, led.get(group.id, ""), say), []).append(group)
    lines: list[str] = []
    for details, members in alike.items():
        lines += ["", details] if lines else [details]
        lines += [f"  {_titled(group, say)}: {_states(group, say)}" for group in members]
    return Section(say(f"Робочі групи: {len(groups)}", f"Working groups: {len(groups)}"), lines)


def _area_key(say: Wording, group: WorkingGroup) -> tuple[int, ...]:
    return alphabetical(say.area(group.area))


def _titled(group: WorkingGroup, say: Wording) -> str:
    """By its area, with the acronym; one that has no acronym by its whole name, for an area may have several groups."""
    area = say.area(group.area)
    if group.acronym:
        return f"{area or say.text(group.name)} [{say.text(group.acronym)}]"
    return say.text(group.name) + (f" ({area})" if area else "")


def _states(group: WorkingGroup, say: Wording) -> str:
    entries = [f"{say.label('group_states', entry.state.value)} {say.since(entry.since)}" for entry in group.states]
    return "; ".join(entries) or say("стан невідомий", "state not known")


def _secretaries(desk: Secretariat, say: Wording) -> Mapping[WorkingGroupId, str]:
    with desk.work() as work:
        found = [(each.group, work.find(each.member)) for each in work.each(Membership) if each.role is Role.SECRETARY]
    names: dict[WorkingGroupId, list[str]] = {}
    for group, who in found:
        if isinstance(who, Organization | Person):
            names.setdefault(group, []).append(say.text(who.name))
    return {group: ", ".join(found) for group, found in names.items()}


def _founding(group: WorkingGroup, secretary: str, say: Wording) -> str:
    parts = [_instrument(group.instrument, say)]
    if secretary:
        parts.append(say(f"секретаріат: {secretary}", f"secretariat: {secretary}"))
    if group.cadence_months:
        months = say.count(group.cadence_months, "months")
        parts.append(say(f"збирається раз на {months}", f"meets every {months}"))
    if group.seats:
        parts.append(say.count(len(group.seats), "seats"))
    return "; ".join(parts)


def _instrument(instrument: Instrument | None, say: Wording) -> str:
    if instrument is None:
        return say("Документа про створення не бачили", "No founding document seen")
    known = [say.text(instrument.by)] if instrument.by else []
    number = f"№ {instrument.number}" if instrument.number else say("номер невідомий", "number not known")
    dated = say.when(instrument.dated) if instrument.dated else say("дата невідома", "date not known")
    if instrument.signatories:
        known.append(say.headcount(instrument.signatories))
    kind = say.label("instruments", instrument.kind.value)
    return say("Створено: ", "Founded by: ") + f"{kind} ({', '.join([*known, number, dated])})"


# -- coverage


def coverage_report(desk: Secretariat, days: Sequence[date], language: str) -> Section:
    """Which areas had a group on each of ``days``: totals over all areas, then a table of those of which something is known."""
    say = wording_of(desk, language)
    areas = lowest_areas(desk)
    days = several(days, date, "days")
    columns = coverage_over(desk, days, areas)
    told = [n for n in range(len(areas)) if any(column[n].state is not NoGroup.UNKNOWN for column in columns)]
    told.sort(key=lambda n: alphabetical(say.text(areas[n].name)))
    lines = [_totals(day, column, say) for day, column in zip(days, columns, strict=True)]
    lines.append("")
    head = [say("Територія", "Area"), *(day.isoformat() for day in days)]
    rows = [[_area_name(areas[n], say), *(_answer(column[n], say) for column in columns)] for n in told]
    lines += _table([head, *rows])
    lines.append(say(f"{_NOTHING} про групу невідомо", f"{_NOTHING} no group is known of"))
    return Section(say(f"Охоплення: територій – {len(areas)}", f"Coverage of {len(areas)} areas"), lines)


def _area_name(area: Area, say: Wording) -> str:
    return say.text(area.name)


def _answer(entry: AreaCoverage, say: Wording) -> str:
    if entry.state is NoGroup.UNKNOWN:
        return _NOTHING
    return _state(entry, say)


def _state(entry: AreaCoverage, say: Wording) -> str:
    vocabulary = "coverage" if isinstance(entry.state, NoGroup) else "group_states"
    word = say.label(vocabulary, entry.state.value)
    return f"{say.label('answers', 'possibly')} {word}" if entry.answer is Answer.POSSIBLY else word


def _totals(day: date, column: Iterable[AreaCoverage], say: Wording) -> str:
    totals = Counter(_state(entry, say) for entry in sorted(column, key=_weight))
    return f"{day.isoformat()}: " + "; ".join(f"{state} – {number}" for state, number in totals.items())


def _weight(entry: AreaCoverage) -> tuple[bool, str, bool]:
    return isinstance(entry.state, NoGroup), entry.state.value, entry.answer is Answer.POSSIBLY


# -- who has met whom


def encounters_report(desk: Secretariat, kinds: Sequence[str], language: str) -> Section:
    """In how many meetings each pair of ``kinds`` of organization sat together, and which pairs never did as far as is known."""
    say = wording_of(desk, language)
    kinds = several(kinds, str, "kinds")
    meetings = desk.each(Meeting)
    found = encounters(meetings, kinds_of_organizations(desk), attendance_lists(desk))
    rounds = sum(meeting.is_round for meeting in meetings)
    told = say(
        f"{say.count(found.meetings, 'meetings')}, про які відомо, хто був; {say.count(rounds, 'rounds')} не рахуються окремо",
        f"{say.count(found.meetings, 'meetings')} of which it is known who came; {say.count(rounds, 'rounds')} not counted",
    )
    numbers = [f"{n:>2}" for n in range(1, len(kinds) + 1)]
    rows = [
        [f"{number} {say.label('kinds', kind)}", *(_times(found.between(kind, other), kind == other) for other in kinds)]
        for number, kind in zip(numbers, kinds, strict=True)
    ]
    lines = [told, "", *_table([["", *numbers], *rows], right=True), ""]
    lines.append(say("Разом іще не бували, наскільки відомо:", "Never in one meeting, as far as is known:"))
    for position, kind in enumerate(kinds):
        missed = [say.label("kinds", other) for other in kinds[position + 1 :] if not found.between(kind, other)]
        if missed:
            lines.append(f"  {say.label('kinds', kind)} × {', '.join(missed)}")
    if all(found.between(*pair) for pair in combinations(kinds, 2)):
        lines[-1] = say("Усі ці пари вже бували разом.", "All these pairs have met.")
    return Section(say("Хто з ким зустрічався", "Who has met whom"), lines)


def _times(times: int, same: bool) -> str:
    return "·" if same else str(times or _NOTHING)


# -- initiatives


def initiatives_report(desk: Secretariat, language: str) -> Section:
    """Initiatives by the area of their group, with the latest status known of each."""
    say = wording_of(desk, language)
    groups: Mapping[RecordId, WorkingGroup] = {group.id: group for group in desk.each(WorkingGroup)}
    initiatives = desk.each(Initiative)
    by_group: dict[str, list[Initiative]] = {}
    for each in initiatives:
        group = groups.get(each.group) if each.group else None
        by_group.setdefault(_titled(group, say) if group else "", []).append(each)
    lines = [_statuses(initiatives, say) if initiatives else say("нічого", "none")]
    for name in sorted(by_group, key=lambda name: (not name, alphabetical(name))):
        own = sorted(by_group[name], key=lambda each: (_rank(each), alphabetical(say.text(each.title))))
        lines += ["", f"{name or say('Поза групами', 'Outside the groups')}: {_statuses(own, say)}"]
        lines += [f"  {_initiative(each, say)}" for each in own]
    return Section(say(f"Ініціативи: {len(initiatives)}", f"Initiatives: {len(initiatives)}"), lines)


def _statuses(initiatives: Iterable[Initiative], say: Wording) -> str:
    known = Counter(each.status for each in initiatives)
    return ", ".join(
        f"{say.label('initiative_statuses', status.value)} – {known[status]}" for status in InitiativeStatus if known[status]
    )


def _rank(initiative: Initiative) -> int:
    order = list(InitiativeStatus)
    return -order.index(initiative.status) if initiative.status else 1


def _initiative(initiative: Initiative, say: Wording) -> str:
    title = say.text(initiative.title)
    if not initiative.statuses:
        return title
    latest = initiative.statuses[-1]
    known = say("відомо: ", "known: ") + say.when(latest.known)
    return f"{say.label('initiative_statuses', latest.status.value)}: {title} ({known})"


# -- what they share

Name = Callable[[RecordId | None], str]


@contextmanager
def naming(desk: Secretariat, say: Wording) -> Iterator[Name]:
    """What the records of the desk are called, meetings by their titles, and one that is not there by its id; empty for None.

    Each is read once, and all in one unit of work: within it no other is opened.
    """
    with desk.work() as work:

        @cache
        def name(ref: RecordId | None) -> str:
            if ref is None:
                return ""
            record = work.find(ref)
            return say.text(record.title) if isinstance(record, Meeting) else name_of(record, say) or str(ref)

        yield name


def name_of(record: Record | None, say: Wording) -> str:
    """What an organization, a person or a group is called; empty for any other record and for None."""
    return say.text(record.name) if isinstance(record, Organization | Person | WorkingGroup) else ""


def _table(rows: Sequence[Sequence[str]], *, right: bool = False) -> Iterator[str]:
    """Columns side by side, the first to the left, the others to the left or ``right``."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *rest in rows:
        cells = [cell.rjust(width) if right else cell.ljust(width) for cell, width in zip(rest, widths[1:], strict=True)]
        yield "  ".join((first.ljust(widths[0]), *cells)).rstrip()
