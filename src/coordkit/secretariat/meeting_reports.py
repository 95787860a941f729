"""Reports on meetings: one that was held, one that is planned, the letters that went out, and the files that were written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import attrs

from coordkit.calendar.words import agenda_lines
from coordkit.codec.convert import OUTCOMES
from coordkit.domain.meetings import KindPresent, Meeting
from coordkit.domain.outcomes import ActionItem, ActionStatus, Commitment, Disposition, Information, Outcome, Request
from coordkit.domain.records import MeetingId, Record, RecordId
from coordkit.ports import Report
from coordkit.secretariat.areas import locality_name
from coordkit.secretariat.desk import Secretariat
from coordkit.secretariat.meetings import Planned
from coordkit.secretariat.reports import Section, name_of, wording_of
from coordkit.secretariat.wording import Wording

Names = Callable[[Iterable[RecordId]], list[str]]


def meeting_report(desk: Secretariat, ref: MeetingId, language: str) -> Section:
    """One meeting: when, where, who came as far as is known, what came of it by kind, and the meetings that led to it."""
    say = wording_of(desk, language)
    with desk.work() as work:
        meeting = work.get(Meeting, ref)
        outcomes = sorted(work.each(Outcome, {"meeting": str(ref)}), key=lambda outcome: outcome.position)
        earlier = tuple(_earlier(meeting, work.find))

        def names(refs: Iterable[RecordId]) -> list[str]:
            return [name_of(work.find(each), say) for each in refs]

        lines = [*_facts(desk, meeting, names, say), *_outcomes(outcomes, names, say)]
    if earlier:
        lines += ["", say("Перед нею:", "Before it:")]
        lines += [f"  {say.text(each.title)} – {say.when(each.when)}" for each in earlier]
    return Section(say.text(meeting.title), lines)


def _earlier(meeting: Meeting, find: Callable[[RecordId], Record | None]) -> Iterator[Meeting]:
    """The meetings before this one, the last first; one that was erased ends the line."""
    seen = {meeting.id}
    while meeting.predecessor is not None and meeting.predecessor not in seen:
        before = find(meeting.predecessor)
        if not isinstance(before, Meeting):
            return
        meeting = before
        seen.add(meeting.id)
        yield meeting


def _facts(desk: Secretariat, meeting: Meeting, names: Names, say: Wording) -> Iterator[str]:
    status = say.label("meeting_statuses", meeting.status.value)
    yield f"{say('Коли', 'When')}: {say.when(meeting.when)} ({status})"
    modes = " / ".join(say.label("modes", mode.value) for mode in meeting.modes)
    where = locality_name(desk, meeting.venue.locality if meeting.venue else None, (say.language,))
    if where or modes:
        yield f"{say('Де', 'Where')}: {', '.join(filter(None, (where, modes)))}"
    for title, who in (
        (say.label("meeting_roles", "convener"), meeting.convener),
        (say.label("meeting_roles", "host"), meeting.host),
        (say.label("meeting_roles", "facilitator"), meeting.facilitator),
    ):
        if who is not None:
            yield f"{_capital(title)}: {', '.join(names((who,)))}"
    if meeting.guests:
        yield f"{say('Гості', 'Guests')}: {', '.join(names(meeting.guests))}"
    for visitors in meeting.delegations:
        whose = [say.text(visitors.name)] if visitors.name else names(filter(None, (visitors.organization,)))
        size = [say.headcount(visitors.size)] if visitors.size else []
        yield f"{say('Делегація', 'Delegation')}: {', '.join((*whose, *size))}"
    if meeting.kinds_present:
        yield f"{say('Були', 'Present')}: {'; '.join(present_line(entry, say) for entry in meeting.kinds_present)}"
    if meeting.headcount:
        yield f"{say('Скільки', 'How many')}: {say.headcount(meeting.headcount)}"
    if meeting.themes:
        yield f"{say('Теми', 'Themes')}: {'; '.join(map(say.text, meeting.themes))}"


def present_line(entry: KindPresent, say: Wording) -> str:
    """A kind of organization that took part, with its note."""
    label = say.label("kinds", entry.kind)
    return f"{label} ({say.text(entry.note)})" if entry.note else label


def _outcomes(outcomes: Sequence[Outcome], names: Names, say: Wording) -> Iterator[str]:
    for code, kind in OUTCOMES.items():
        own = [outcome for outcome in outcomes if type(outcome) is kind]
        if own:
            yield ""
            yield f"{_capital(say.label('outcomes', code))} ({len(own)}):"
            yield from (f"  – {outcome_line(outcome, names, say)}" for outcome in own)


def outcome_line(outcome: Outcome, names: Names, say: Wording) -> str:
    """One outcome with what is known of it: who presented, owns or voiced it, until when, and what became of it."""
    text = say.text(outcome.text) if outcome.text else say("озвучено, зміст невідомий", "voiced, content not known")
    notes: list[str] = []
    match outcome:
        case Information():
            who = names(outcome.presented_by) or [say.label("kinds", kind) for kind in outcome.presented_by_kinds]
            notes += [say("розповідали: ", "presented by: ") + ", ".join(who)] if who else []
            without = [say.area(code) for code in outcome.without_group]
            notes += [say("групи немає: ", "without a group: ") + ", ".join(without)] if without else []
        case ActionItem():
            notes += names((outcome.owner,)) if outcome.owner else []
            notes += [say("до: ", "due: ") + say.when(outcome.due)] if outcome.due else []
            if outcome.status is not ActionStatus.OPEN:  # open is what all begin as, and says nothing about today
                notes.append(say.label("action_statuses", outcome.status.value))
        case Commitment():
            notes += names(outcome.by)
        case Request():
            who = [*names(outcome.voiced_by), *(say.label("kinds", kind) for kind in outcome.voiced_by_kinds)]
            notes += [say("від: ", "by: ") + ", ".join(who)] if who else []
            if outcome.disposition is not Disposition.OPEN:
                notes.append(say.label("dispositions", outcome.disposition.value))
    return f"{text} [{'; '.join(notes)}]" if notes else text


def planned_report(desk: Secretariat, planned: Planned, language: str, *, remark: str = "") -> Section:
    """A meeting that is planned: when (with a remark of the caller's), where, agenda, and what the region's checks advise."""
    say = wording_of(desk, language)
    meeting = planned.meeting
    where = locality_name(desk, meeting.venue.locality if meeting.venue else None, (language,))
    lines = [f"{say('Коли', 'When')}: {say.when(meeting.when)}" + (f" – {remark}" if remark else "")]
    lines += [f"{say('Де', 'Where')}: {where}"] if where else []
    lines.append(say("Порядок денний, з того, що озвучено і не закрито:", "Agenda, from what was voiced and left open:"))
    lines += [f"  {number}. {point}" for number, point in enumerate(agenda_lines(meeting.agenda, (language,)), 1)]
    lines.append(
        say("Зауваги перевірок регіону:", "What the region’s checks advise:")
        if planned.findings
        else say("Перевірки регіону зауваг не мають.", "The region’s checks have nothing to say.")
    )
    lines += [f"  {finding.check}: {say.text(finding.message)}" for finding in planned.findings]
    return Section(say.text(meeting.title), lines)


@attrs.frozen
class Exported:
    """A file that was written, by the name to print, with its report."""

    name: str
    report: Report


# The reasons that the calendar gives, by their codes; others are printed as they come.
_REASONS: Mapping[str, tuple[str, str]] = {
    "no_day": ("точний день невідомий", "the exact day is not known"),
    "no_date": ("дата зовсім не відома", "no date is known at all"),
    "postponed_no_day": ("відкладено, точний день невідомий", "postponed, the exact day is not known"),
    "postponed_no_date": ("відкладено, дата невідома", "postponed, no date is known"),
    "draft": ("чернетка, ще не оголошена", "a draft, not announced yet"),
    "outside_calendar": ("час поза межами календаря", "the time lies outside the calendar"),
    "foreign_rule": ("правило повторення, яке тут не розгорнути", "a rule of recurrence that is not expanded here"),
    "month_day": (
        "щорічне правило на день, який є не щороку чи не в кожному місяці",
        "a yearly rule on a day that not every month has",
    ),
    "week_start": ("тижні, що починаються не з понеділка", "weeks that do not begin with Monday"),
    "odd_hour": ("година, яку годинники пропускають чи повторюють", "an hour that clocks skip or repeat"),
    "zone": ("інший опис часового поясу, ніж у решти", "another description of its time zone than the others"),
    "no_occurrence": ("скасовано всі дні", "all its days are left out"),
}


def exports_report(exported: Sequence[Exported], say: Wording) -> Section:
    """The files that were written, how much stands in each and under which label, and what was left out, counted by reason."""
    lines = []
    for each in exported:
        report = each.report
        lines.append(f"{each.name}: {say.count(report.written, 'records')}, {report.label.label}")
        reasons = Counter(say(*_REASONS.get(left.code, (left.why, left.why))) for left in report.left_out)
        lines += [say("  не ввійшло", "  left out") + f" {number}: {why}" for why, number in sorted(reasons.items())]
    return Section(say(f"Записано: {say.count(len(exported), 'files')}", f"Written: {say.count(len(exported), 'files')}"), lines)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
