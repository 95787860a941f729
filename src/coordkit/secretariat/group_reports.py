"""Reports on who is in the groups as of a day: members, seats with their gaps, the vacancies of all groups, composition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from coordkit.domain.dates import Answer
from coordkit.domain.groups import Membership, Role, WorkingGroup
from coordkit.domain.records import WorkingGroupId
from coordkit.domain.rules.composition import Composition, Missing
from coordkit.domain.rules.membership import MemberOn, Number
from coordkit.domain.rules.seat_history import SeatHistory
from coordkit.domain.rules.seats import SeatOn
from coordkit.domain.text import alphabetical
from coordkit.secretariat import membership
from coordkit.secretariat.desk import Secretariat
from coordkit.secretariat.reports import Name, Section, naming, wording_of
from coordkit.secretariat.wording import Wording

_ROLES = list(Role)


def members_report(desk: Secretariat, group: WorkingGroupId, on: date, language: str) -> Section:
    """Who was in a group on a day, chair first, then by role and name: in which seat, on whose behalf, since and until when."""
    say = wording_of(desk, language)
    found = membership.members(desk, group, on)
    labels = {seat.code: say.text(seat.label) for seat in desk.get(WorkingGroup, group).seats}
    with naming(desk, say) as name:
        order = sorted(found, key=lambda each: (_ROLES.index(each.membership.role), alphabetical(name(each.membership.member))))
        lines = [f"{name(each.membership.member)}: {'; '.join(_member(each, labels, name, say))}" for each in order]
        title = say(f"{name(group)}: члени на {on.isoformat()}", f"{name(group)}: members on {on.isoformat()}")
    return Section(title, lines or [say("Нікого, наскільки відомо.", "Nobody, as far as is known.")])


def _member(found: MemberOn, labels: Mapping[str, str], name: Name, say: Wording) -> Iterator[str]:
    each = found.membership
    yield _surely(found.answer, say.label("roles", each.role.value), say)
    if each.alternate:
        yield say("заміна", "alternate")
    if each.on_behalf_of:
        yield say("від імені: ", "on behalf of: ") + name(each.on_behalf_of)
    if each.seat:
        yield say("місце: ", "seat: ") + labels.get(each.seat, each.seat)
    yield from _lasting(each, say)


def _lasting(each: Membership, say: Wording) -> Iterator[str]:
    yield say.since(each.since)
    if each.until:
        yield say("останній день: ", "last day: ") + say.when(each.until)


# -- seats


def seats_report(desk: Secretariat, group: WorkingGroupId, on: date, language: str) -> Section:
    """The seats of a group on a day: who holds them, which are vacant and since when; and the gaps in the history of each."""
    say = wording_of(desk, language)
    histories = {history.seat.code: history for history in membership.seat_histories(desk, group)}
    found = membership.seats(desk, group, on)
    lines: list[str] = []
    with naming(desk, say) as name:
        for seat in found:
            lines.append(f"{_titled(seat, say)}: {'; '.join(_seat(seat, name, say))}")
            lines += (f"  {line}" for line in _gaps(histories[seat.seat.code], say))
        title = say(f"{name(group)}: місця на {on.isoformat()}", f"{name(group)}: seats on {on.isoformat()}")
    return Section(title, lines or [say("Місць не визначено.", "No seats are defined.")])


def vacancies_report(desk: Secretariat, on: date, language: str) -> Section:
    """The required seats of all groups that are vacant on a day, and since when."""
    say = wording_of(desk, language)
    by_group: dict[WorkingGroupId, list[SeatOn]] = {}
    for seat in membership.vacancies(desk, on):
        by_group.setdefault(seat.group, []).append(seat)
    lines: list[str] = []
    with naming(desk, say) as name:
        for group in sorted(by_group, key=lambda ref: alphabetical(name(ref))):
            lines.append(f"{name(group)}:")
            lines += [f"  {say.text(seat.seat.label)}: {'; '.join(_seat(seat, name, say))}" for seat in by_group[group]]
    title = say(f"Вільні обов’язкові місця на {on.isoformat()}", f"Vacant required seats on {on.isoformat()}")
    return Section(title, lines or [say("Таких немає.", "There are none.")])


def _titled(found: SeatOn, say: Wording) -> str:
    label = say.text(found.seat.label)
    return f"{label} ({say('обов’язкове', 'required')})" if found.seat.required else label


def _seat(found: SeatOn, name: Name, say: Wording) -> Iterator[str]:
    if found.holders:
        yield ", ".join(_holders(found.holders, name, say))
    if found.vacant is not Answer.NO:
        yield _vacant(found, say)
    if found.crowded is not Answer.NO:
        more = say(f"забагато, щонайбільше {found.seat.maximum}", f"too many, at most {found.seat.maximum}")
        yield _surely(found.crowded, more, say)
    if found.alternates:
        yield say("заміна: ", "alternate: ") + ", ".join(_holders(found.alternates, name, say))


def _holders(members: Iterable[MemberOn], name: Name, say: Wording) -> Iterator[str]:
    for found in members:
        each = found.membership
        who = f"{name(each.member)} ({name(each.on_behalf_of)})" if each.on_behalf_of else name(each.member)
        yield _surely(found.answer, who, say)


def _surely(answer: Answer, words: str, say: Wording) -> str:
    return f"{say('можливо', 'possibly')} {words}" if answer is Answer.POSSIBLY else words


def _vacant(found: SeatOn, say: Wording) -> str:
    fewer = say(f"менше, ніж потрібно ({found.needed})", f"fewer than the {found.needed} needed")
    vacant = _surely(found.vacant, fewer if found.needed > 1 else say("вільне", "vacant"), say)
    if found.since is None:
        return f"{vacant}, {say('досі не заповнене, наскільки відомо', 'never filled, as far as is known')}"
    return f"{vacant}{',' if found.needed > 1 else ''} {say.since(found.since)}"


def _gaps(history: SeatHistory, say: Wording) -> Iterator[str]:
    """The gaps between holders; one that lasts is told as the vacancy that it is."""
    for gap in history.gaps:
        if gap.until is None:
            continue
        if gap.sure:
            since, ended = say.since(gap.since), say.when(gap.until)
            yield say(f"прогалина: {since}, останній день: {ended}", f"gap: {since}, last day: {ended}")
        else:
            yield say("можлива прогалина: ", "possible gap: ") + say.when(gap.since)


# -- composition


def composition_report(desk: Secretariat, group: WorkingGroupId, on: date, language: str) -> Section:
    """How many organizations of each kind and sector were in a group on a day, and which that its seats are for are missing."""
    say = wording_of(desk, language)
    found = membership.composition(desk, group, on)
    lines = [*_composition(found, say), *_missing(membership.missing(desk, group, on), say)]
    name = say.text(desk.get(WorkingGroup, group).name)
    title = say(f"{name}: склад на {on.isoformat()}", f"{name}: composition on {on.isoformat()}")
    return Section(title, lines)


def _composition(found: Composition, say: Wording) -> Iterator[str]:
    yield say("Організацій і людей від себе: ", "Organizations, and people for themselves: ") + str(found.members)
    for title, numbers, unknown, vocabulary in (
        (say("За видом організації:", "By kind of organization:"), found.kinds, found.kind_unknown, "kinds"),
        (say("За сектором:", "By sector:"), found.sectors, found.sector_unknown, "sectors"),
    ):
        yield title
        yield from (f"  {say.label(vocabulary, code)} – {number}" for code, number in numbers.items())
        if unknown.most or not numbers:
            yield f"  {say('невідомо', 'not known')} – {unknown}"
    if found.people != Number(0, 0):
        yield say("Люди, які беруть участь від себе: ", "People who are there for themselves: ") + str(found.people)


def _missing(found: Missing, say: Wording) -> Iterator[str]:
    for title, answers, vocabulary in (
        (say("Бракує видів організацій: ", "Kinds of organization missing: "), found.kinds, "kinds"),
        (say("Бракує секторів: ", "Sectors missing: "), found.sectors, "sectors"),
    ):
        if answers:
            yield title + ", ".join(_surely(answer, say.label(vocabulary, code), say) for code, answer in answers.items())
