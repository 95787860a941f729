"""Reports on what is to be done: actions, decisions, requests, commitments; missing minutes, silent groups, effects, the chain."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from coordkit.domain.dates import Answer
from coordkit.domain.meetings import Meeting
from coordkit.domain.outcomes import Outcome
from coordkit.domain.records import WorkingGroupId
from coordkit.domain.rules.effects import Effect
from coordkit.domain.rules.follow_up import Answered, OpenAction
from coordkit.domain.rules.rhythm import Silence, Unwritten
from coordkit.secretariat import follow_up
from coordkit.secretariat.desk import Secretariat
from coordkit.secretariat.reports import Name, Section, naming, wording_of
from coordkit.secretariat.wording import Wording


def actions_report(desk: Secretariat, language: str, on: date | None = None, group: WorkingGroupId | None = None) -> Section:
    """The open action items, the overdue first: text, owner, due, and the meeting they come from."""
    say = wording_of(desk, language)
    found = follow_up.open_actions(desk, on, group)
    late = sum(each.overdue is Answer.YES for each in found)
    title = say(f"Відкриті доручення: {len(found)}, прострочено: {late}", f"Open action items: {len(found)}, overdue: {late}")
    with naming(desk, say) as name:
        return Section(title, [_action(each, say, name) for each in found] or [_nothing(say)])


def _action(each: OpenAction, say: Wording, name: Name) -> str:
    marks = {Answer.YES: say("прострочено", "overdue"), Answer.POSSIBLY: say("можливо, прострочено", "possibly overdue")}
    due = say("до: ", "due: ") + say.when(each.action.due) if each.action.due else say("без строку", "no due date")
    return _line(say.text(each.action.text), marks.get(each.overdue, ""), name(each.action.owner), due, name(each.action.meeting))


def decisions_report(desk: Secretariat, language: str, on: date | None = None, group: WorkingGroupId | None = None) -> Section:
    """The decisions whose day of review has come."""
    say = wording_of(desk, language)
    found = follow_up.due_for_review(desk, on, group)
    review = say("переглянути", "review due")
    with naming(desk, say) as name:
        lines = [_line(say.text(each.text), f"{review} {each.review_on}", name(each.meeting)) for each in found]
    return Section(say(f"Рішення на перегляд: {len(found)}", f"Decisions due for review: {len(found)}"), lines or [_nothing(say)])


def requests_report(desk: Secretariat, language: str, group: WorkingGroupId | None = None) -> Section:
    """The requests that were voiced, and what became of each."""
    say = wording_of(desk, language)
    found = follow_up.requests(desk, group)
    pending = sum(each.pending for each in found)
    title = say(f"Запити: {len(found)}, чекають: {pending}", f"Requests: {len(found)}, pending: {pending}")
    with naming(desk, say) as name:
        return Section(title, [_request(each, say, name) for each in found] or [_nothing(say)])


def _request(each: Answered, say: Wording, name: Name) -> str:
    label = say.label("dispositions", each.request.disposition.value)
    grown = ", ".join(say.text(initiative.title) for initiative in each.initiatives)
    became = say(f"виросло: {grown}", f"grew into: {grown}") if grown else ""
    who = [*map(name, each.request.voiced_by), *(say.label("kinds", kind) for kind in each.request.voiced_by_kinds)]
    return _line(_text(each.request, say), label, became, ", ".join(who), name(each.request.meeting))


def commitments_report(desk: Secretariat, language: str, group: WorkingGroupId | None = None) -> Section:
    """The commitments from which no initiative grew yet."""
    say = wording_of(desk, language)
    found = follow_up.bare_commitments(desk, group)
    title = say(f"Напрями співпраці без ініціативи: {len(found)}", f"Commitments without an initiative: {len(found)}")
    with naming(desk, say) as name:
        lines = [_line(_text(each, say), *map(name, each.by), name(each.meeting)) for each in found]
    return Section(title, lines or [_nothing(say)])


def minutes_report(desk: Secretariat, language: str, on: date | None = None) -> Section:
    """The meetings that were held and whose minutes are missing or still a draft."""
    say = wording_of(desk, language)
    found = follow_up.without_minutes(desk, on)
    title = say(f"Зустрічі без протоколу: {len(found)}", f"Meetings held without minutes: {len(found)}")
    return Section(title, [_unwritten(each, say) for each in found] or [_nothing(say)])


def _unwritten(each: Unwritten, say: Wording) -> str:
    state = say("протоколу немає", "no minutes")
    if each.minutes is not None:
        state = say(f"протокол – чернетка {each.minutes.edition}", f"minutes are draft {each.minutes.edition}")
    return _line(say.text(each.meeting.title), say.when(each.meeting.when), state)


def silent_report(desk: Secretariat, language: str, on: date | None = None) -> Section:
    """The groups that were silent for longer than their cadence."""
    say = wording_of(desk, language)
    found = follow_up.silent_groups(desk, on)
    title = say(f"Групи, що мовчать довше за свій ритм: {len(found)}", f"Groups silent for longer than their cadence: {len(found)}")
    return Section(title, [_silence(each, say) for each in found] or [_nothing(say)])


def _silence(each: Silence, say: Wording) -> str:
    last = say.when(each.last.when) if each.last else say("жодної не відомо", "none known")
    due = say("мала зібратися до", "should have met by") + f" {each.due}" if each.due else ""
    doubt = "" if each.answer is Answer.YES else say("можливо", "possibly")
    rhythm = say.count(each.group.cadence_months or 0, "months")
    return _line(
        say.text(each.group.name), doubt, say(f"остання зустріч: {last}", f"last meeting: {last}"), due,
        say(f"ритм: раз на {rhythm}", f"cadence: {rhythm}"),
    )  # fmt: skip


def effects_report(desk: Secretariat, language: str, on: date | None = None) -> Section:
    """Every group's initiatives, from planned to implemented."""
    say = wording_of(desk, language)
    found = follow_up.group_effects(desk, on)
    done = sum(each.implemented for each in found)
    title = say(f"Ініціативи груп: втілено {done}", f"Initiatives by group: {done} implemented")
    return Section(title, [_effect(each, say) for each in found] or [_nothing(say)])


def _effect(each: Effect, say: Wording) -> str:
    who = say.text(each.group.name) if each.group else say("поза групами", "of no group")
    parts = [f"{say.label('initiative_statuses', status.value)}: {number}" for status, number in each.by_status.items()]
    parts += [say(f"стан невідомий: {each.unknown}", f"status not known: {each.unknown}")] if each.unknown else []
    return f"{who}: {say.count(each.total, 'initiatives')}" + (f" ({', '.join(parts)})" if parts else "")


def chain_report(desk: Secretariat, group: WorkingGroupId, language: str) -> Section:
    """The meetings from the first contact to the group, its founding, and those it held since."""
    say = wording_of(desk, language)
    found = follow_up.chain_to(desk, group)
    lines = [say("До створення:", "Before it was founded:"), *_meetings(found.before, say)] if found.before else []
    if found.proposed:
        lines.append(say(f"Запропоновано: {say.when(found.proposed)}", f"Proposed: {say.when(found.proposed)}"))
    founded = say.when(found.founded) if found.founded else say("дата невідома", "date not known")
    lines.append(say(f"Створено: {founded}", f"Founded: {founded}"))
    lines += [say("Зустрічі групи:", "Its meetings:"), *_meetings(found.since, say)] if found.since else []
    return Section(say.text(found.group.name), lines)


def _meetings(meetings: Iterable[Meeting], say: Wording) -> list[str]:
    return [f"  {say.when(each.when)} – {say.text(each.title)}" for each in meetings]


def _text(outcome: Outcome, say: Wording) -> str:
    return say.text(outcome.text) if outcome.text else say("озвучено, зміст невідомий", "voiced, content not known")


def _line(what: str, *notes: str) -> str:
    told = "; ".join(filter(None, notes))
    return f"– {what} [{told}]" if told else f"– {what}"


def _nothing(say: Wording) -> str:
    return say("нічого", "none")
