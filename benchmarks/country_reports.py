"""Every report asked of a country, and for each the records that it must read: what it costs beside reading them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

import attrs

from benchmarks.country import KINDS, ON
from benchmarks.country_desk import Country
from coordkit import (
    ActionItem,
    ActionStatus,
    Affiliation,
    Audience,
    Commitment,
    Decision,
    GroupState,
    Information,
    Initiative,
    Invitation,
    Meeting,
    MeetingId,
    Membership,
    Minutes,
    Organization,
    Outcome,
    Record,
    RecordId,
    Request,
    WorkingGroup,
)
from coordkit.secretariat import follow_up_reports as todo
from coordkit.secretariat import group_reports, meeting_reports, notices, quorum_reports, registry, reports
from coordkit.secretariat.groups import coverage_on
from coordkit.secretariat.work import Work

LANGUAGE = "en"
DAYS = (date(2024, 6, 1), date(2025, 6, 1), ON)
Answers = Iterator[tuple[str, ...]]


@attrs.frozen
class Question:
    """A report: how it is asked, as lines for each answer; what it must read; and how many times a bare reading it may take."""

    name: str
    ask: Callable[[Country], Answers]
    must_read: Callable[[Work, Country], Iterator[Record | None]]
    limit: float


# -- what they must read


def _each(*kinds: type[Record]) -> Callable[[Work, Country], Iterator[Record]]:
    return lambda work, _: (record for kind in kinds for record in work.each(kind))


def _found(work: Work, refs: Iterable[RecordId | None]) -> Iterator[Record | None]:
    return (work.find(ref) for ref in dict.fromkeys(refs) if ref is not None)


def _coverage(work: Work, country: Country) -> Iterator[Record | None]:
    yield from work.each(WorkingGroup)
    told = list(work.each(Information))
    yield from _found(work, (each.meeting for each in told if each.without_group))


def _groups(work: Work, country: Country) -> Iterator[Record | None]:
    yield from work.each(WorkingGroup)
    yield from _found(work, [each.member for each in work.each(Membership) if each.role.value == "secretary"])


def _actions(work: Work, country: Country) -> Iterator[Record | None]:
    found = [each for each in work.each(ActionItem) if each.status is ActionStatus.OPEN]
    yield from _found(work, (ref for each in found for ref in (each.owner, each.meeting)))


def _decisions(work: Work, country: Country) -> Iterator[Record | None]:
    found = [each for each in work.each(Decision) if each.review_on is not None and each.review_on <= ON]
    yield from _found(work, (each.meeting for each in found))


def _requests(work: Work, country: Country) -> Iterator[Record | None]:
    found = list(work.each(Request))
    yield from work.each(Initiative)
    yield from _found(work, (ref for each in found for ref in (each.meeting, *each.voiced_by)))


def _commitments(work: Work, country: Country) -> Iterator[Record | None]:
    found = list(work.each(Commitment))
    yield from work.each(Initiative)
    yield from _found(work, (ref for each in found for ref in (each.meeting, *each.by)))


def _minutes(work: Work, country: Country) -> Iterator[Record | None]:
    yield from work.each(Meeting, {"status": "held"})
    yield from work.each(Minutes)


def _silent(work: Work, country: Country) -> Iterator[Record | None]:
    yield from work.each(WorkingGroup)
    yield from work.each(Meeting, {"status": "held"})


# -- what one group, meeting or organization must read


def _chain(work: Work, country: Country) -> Iterator[Record | None]:
    for sitting in country.groups:
        yield work.find(sitting.group.id)
        own = list(work.each(Meeting, {"group": str(sitting.group.id)}))
        before: RecordId | None = min(own, key=lambda each: each.title.best("uk")).predecessor
        yield from own
        while isinstance(meeting := None if before is None else work.find(before), Meeting):
            yield meeting
            before = None if meeting.groups else meeting.predecessor


def _members(work: Work, country: Country) -> Iterator[Record | None]:
    for sitting in country.groups:
        yield work.find(sitting.group.id)
        own = list(work.each(Membership, {"group": str(sitting.group.id)}))
        yield from _found(work, (each.member for each in own))


def _quorum(work: Work, country: Country) -> Iterator[Record | None]:
    for meeting in country.held:
        yield work.find(meeting.id)
        yield from work.each(Minutes, {"meeting": str(meeting.id)})
        for group in meeting.groups:
            yield work.find(group)
            yield from work.each(Membership, {"group": str(group)})


def _spoke(work: Work, country: Country) -> Iterator[Record | None]:
    for sitting in country.groups:
        organization = sitting.organizations[0].id
        yield work.find(organization)
        staff = list(work.each(Affiliation, {"organization": str(organization)}))
        own = list(work.each(Membership, {"group": str(sitting.group.id)}))
        named = [each.member for each in own if each.on_behalf_of == organization]
        yield from _found(work, (sitting.group.id, *named, *(each.person for each in staff)))


def _meeting(work: Work, country: Country) -> Iterator[Record | None]:
    for meeting in country.held:
        yield work.find(meeting.id)
        own = list(work.each(Outcome, {"meeting": str(meeting.id)}))
        named = [ref for each in own for ref in _named_in(each)]
        yield from _found(work, (meeting.convener, *meeting.guests, *named))
        yield from _before(work, meeting)


def _before(work: Work, meeting: Meeting) -> Iterator[Meeting]:
    before = meeting.predecessor
    while before is not None:
        found = work.get(Meeting, before)
        yield found
        before = found.predecessor


def _notice(work: Work, country: Country) -> Iterator[Record | None]:
    for meeting in country.held:
        yield work.find(meeting.id)
        own = list(work.each(Outcome, {"meeting": str(meeting.id)}))
        named = [ref for each in own for ref in _named_in(each)]
        yield from work.each(Meeting, {"predecessor": str(meeting.id)})
        yield from _found(work, (meeting.convener, *meeting.guests, *meeting.groups, *named))


def _named_in(outcome: Outcome) -> tuple[RecordId, ...]:
    match outcome:
        case ActionItem(owner=owner) if owner is not None:
            return (owner,)
        case Request():
            return outcome.voiced_by
        case Commitment():
            return outcome.by
        case Information():
            return outcome.presented_by
    return ()


def _invitations(work: Work, country: Country) -> Iterator[Record | None]:
    for meeting in country.held:
        yield from work.each(Invitation, {"meeting": str(meeting.id)})


# -- how they are asked


def _of_all(ask: Callable[[Country], reports.Section]) -> Callable[[Country], Answers]:
    return lambda country: iter([ask(country).lines])


def _searched(country: Country) -> Answers:
    for sitting in country.groups:
        place = sitting.group.name.best("uk").split(", ")[1]
        yield tuple(str(found.id) for found in registry.search(country.desk, place).records)


def _search_must_read(work: Work, country: Country) -> Iterator[Record | None]:
    for sitting in country.groups:
        yield from _found(work, (sitting.group.id, *(each.id for each in sitting.organizations)))


def _asked_to(country: Country) -> Answers:
    for meeting in country.held:
        yield tuple(each.response.value for each in country.desk.each(Invitation, {"meeting": str(meeting.id)}))


def _per_group(ask: Callable[[Country, int], reports.Section]) -> Callable[[Country], Answers]:
    return lambda country: (ask(country, place).lines for place in range(len(country.groups)))


def _drafted(country: Country) -> Answers:
    return (notices.public_notice(country.desk, each.id, LANGUAGE, on=ON).paragraphs for each in country.held)


def _covered(country: Country) -> Answers:
    found = coverage_on(country.desk, ON, country.areas)
    yield tuple(each.area.code for each in found if isinstance(each.state, GroupState))


def _let_out(country: Country) -> Answers:
    """What everybody may see of the meetings. No table of statuses is loaded, so that every area is guarded."""
    with country.desk.work() as work:
        yield tuple(meeting.title.best(LANGUAGE) for meeting in work.release(Audience.public(), ON).each(Meeting))


def _group(country: Country, place: int) -> WorkingGroup:
    return country.groups[place].group


def _held(country: Country, place: int) -> MeetingId:
    return country.held[place].id


def _first(country: Country, place: int) -> Organization:
    return country.groups[place].organizations[0]


OF_THE_DESK: tuple[Question, ...] = (
    Question("coverage on a day", _covered, _coverage, 1.5),
    Question("coverage on 3 days", _of_all(lambda c: reports.coverage_report(c.desk, DAYS, LANGUAGE)), _coverage, 2.0),
    Question("groups", _of_all(lambda c: reports.groups_report(c.desk, LANGUAGE)), _groups, 2.0),
    Question("who has met whom", _of_all(lambda c: reports.encounters_report(c.desk, KINDS, LANGUAGE)),
             _each(Meeting, Organization, Minutes), 2.0),
    Question("initiatives", _of_all(lambda c: reports.initiatives_report(c.desk, LANGUAGE)), _each(WorkingGroup, Initiative), 2.0),
    Question("open actions", _of_all(lambda c: todo.actions_report(c.desk, LANGUAGE, ON)), _actions, 2.5),
    Question("decisions for review", _of_all(lambda c: todo.decisions_report(c.desk, LANGUAGE, ON)), _decisions, 1.5),
    Question("requests", _of_all(lambda c: todo.requests_report(c.desk, LANGUAGE)), _requests, 2.5),
    Question("bare commitments", _of_all(lambda c: todo.commitments_report(c.desk, LANGUAGE)), _commitments, 2.5),
    Question("missing minutes", _of_all(lambda c: todo.minutes_report(c.desk, LANGUAGE, ON)), _minutes, 2.0),
    Question("silent groups", _of_all(lambda c: todo.silent_report(c.desk, LANGUAGE, ON)), _silent, 1.5),
    Question("effects", _of_all(lambda c: todo.effects_report(c.desk, LANGUAGE, ON)), _each(WorkingGroup, Initiative), 1.5),
    Question("vacant seats", _of_all(lambda c: group_reports.vacancies_report(c.desk, ON, LANGUAGE)),
             _each(WorkingGroup, Membership), 2.0),
    Question("meetings through the gate", _let_out, _each(Meeting, Organization), 2.5),
)  # fmt: skip
"""The reports over all that the desk has of a kind. That on 3 days walks all areas of Ukraine, however few have records."""

OF_ONE: tuple[Question, ...] = (
    Question("chain to a group", _per_group(lambda c, n: todo.chain_report(c.desk, _group(c, n).id, LANGUAGE)), _chain, 2.0),
    Question("members", _per_group(lambda c, n: group_reports.members_report(c.desk, _group(c, n).id, ON, LANGUAGE)),
             _members, 3.0),
    Question("seats", _per_group(lambda c, n: group_reports.seats_report(c.desk, _group(c, n).id, ON, LANGUAGE)), _members, 3.0),
    Question("composition", _per_group(lambda c, n: group_reports.composition_report(c.desk, _group(c, n).id, ON, LANGUAGE)),
             _members, 3.0),
    Question("quorum", _per_group(lambda c, n: quorum_reports.quorum_report(c.desk, _held(c, n), LANGUAGE)), _quorum, 3.0),
    Question("who spoke", _per_group(lambda c, n: quorum_reports.speakers_report(c.desk, _first(c, n).id, LANGUAGE, on=ON)),
             _spoke, 3.0),
    Question("a meeting", _per_group(lambda c, n: meeting_reports.meeting_report(c.desk, _held(c, n), LANGUAGE)), _meeting, 2.0),
    Question("public notice", _drafted, _notice, 3.0),
    Question("who was asked", _asked_to, _invitations, 2.0),
    Question("search for a place", _searched, _search_must_read, 4.0),
)  # fmt: skip
"""The reports on one group, meeting or organization, for some of each."""
