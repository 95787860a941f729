"""Notices: what everybody may know of a meeting, as a text for a person to edit and publish. Drafted from the public Release."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeVar

import attrs

from coordkit.codec.convert import id_of
from coordkit.domain.audiences import Audience
from coordkit.domain.dates import PartialDate
from coordkit.domain.errors import DomainError, expect
from coordkit.domain.meetings import Delegation, Meeting, MeetingStatus
from coordkit.domain.outcomes import ActionItem, Commitment, Decision, Information, Outcome, Request
from coordkit.domain.records import MeetingId, Record, RecordId
from coordkit.domain.sharing import Release
from coordkit.ports import Where
from coordkit.secretariat.areas import locality_name
from coordkit.secretariat.desk import Secretariat
from coordkit.secretariat.meeting_reports import outcome_line, present_line
from coordkit.secretariat.reports import name_of, wording_of
from coordkit.secretariat.wording import Wording
from coordkit.secretariat.work import Work

R = TypeVar("R", bound=Record)
_ANNOUNCED = frozenset({MeetingStatus.SCHEDULED, MeetingStatus.UNDER_WAY, MeetingStatus.INTERRUPTED})


@attrs.frozen
class Notice:
    """A notice in one language: a title and paragraphs; ``str(notice)`` is plain text with empty lines between them."""

    language: str
    title: str
    paragraphs: tuple[str, ...]

    def __str__(self) -> str:
        return "\n\n".join((self.title, *self.paragraphs)) + "\n"


def public_notice(desk: Secretariat, meeting: MeetingId, language: str, *, on: date | None = None) -> Notice:
    """Drafts the public notice of a meeting in one language, of what everybody may see on the day ``on`` (today).

    Of a meeting to come it tells when, in which locality, to what end and what is on the agenda; of one that was held also who took
    part, what was spoken of and what came of it. The exact place and the link never stand in it. Raises ``DomainError`` for a
    draft, and for a meeting that the public may not see.
    """
    expect(meeting, MeetingId, "meeting", "give its id")
    say = wording_of(desk, language)
    with desk.work() as work:
        kept = work.get(Meeting, meeting)
        if kept.status is MeetingStatus.DRAFT:
            raise DomainError("a draft is announced to nobody; schedule it first", where=str(meeting))
        release = work.release(Audience.public(), on)
        outcomes = _shown(work, release, Outcome, {"meeting": str(meeting)})
        following = _shown(work, release, Meeting, {"predecessor": str(meeting)})
        shown = release.get(meeting)
        if not isinstance(shown, Meeting):
            raise DomainError(f"it is {kept.tlp.label}; only what is TLP:CLEAR is for everybody", where=str(meeting))
        where = locality_name(desk, shown.venue.locality if shown.venue else None, (say.language,))
        paragraphs = (
            *_of_meeting(shown, where, say),
            *_of_people(shown, release, say),
            *_of_outcomes(outcomes, release, say),
            *(_next(each, say) for each in following if each.status in _ANNOUNCED),
        )
        remark = say(
            f"Чернетка з відкритих записів, TLP:CLEAR, станом на {release.on}. Перевірте й допишіть перед публікацією.",
            f"A draft from the public records, TLP:CLEAR, as of {release.on}. Check and complete it before you publish it.",
        )
    return Notice(language, say.text(shown.title), (*paragraphs, remark))


def _shown(work: Work, release: Release, kind: type[R], where: Where) -> list[R]:
    """What the release shows of the records that meet ``where``: the index tells which, and no other is read."""
    name = kind.id_type.kind
    found = (release.get(id_of(name, card.id)) for card in work.unit.cards(name, where))
    return [record for record in found if isinstance(record, kind)]


def _of_meeting(meeting: Meeting, where: str | None, say: Wording) -> Iterator[str]:
    yield _lead(meeting, where, say)
    if meeting.purpose is not None:
        yield say("Мета: ", "Purpose: ") + say.text(meeting.purpose)
    if meeting.themes:
        themes = "; ".join(map(say.text, meeting.themes))
        yield (say("Говорили про: ", "Spoken of: ") if meeting.status is MeetingStatus.HELD else say("Теми: ", "Themes: ")) + themes
    if meeting.agenda and meeting.status in _ANNOUNCED:
        yield _listed(say("Порядок денний", "Agenda"), (say.text(item.title) for item in meeting.agenda))


def _lead(meeting: Meeting, where: str | None, say: Wording) -> str:
    what = {
        MeetingStatus.HELD: say("Зустріч відбулася", "The meeting was held"),
        MeetingStatus.CANCELLED: say("Зустріч скасовано", "The meeting is cancelled"),
        MeetingStatus.POSTPONED: say("Зустріч відкладено", "The meeting is postponed"),
    }.get(meeting.status, say("Зустріч відбудеться", "The meeting is to be held"))
    when = say.when(meeting.when) if meeting.when is not None else say("дата невідома", "date not known")
    if meeting.status is MeetingStatus.POSTPONED:
        when = say(f"нова дата: {when}", f"new date: {when}") if isinstance(meeting.when, PartialDate) else ""
    modes = " / ".join(say.label("modes", mode.value) for mode in meeting.modes)
    told = ", ".join(filter(None, (when, where, modes)))
    return f"{what}: {told}." if told else f"{what}."


def _of_people(meeting: Meeting, release: Release, say: Wording) -> Iterator[str]:
    for title, who in (
        (say("Організатор", "Convened by"), (meeting.convener,)),
        (say("Модерація", "Facilitated by"), (meeting.facilitator,)),
        (say("Гості", "Guests"), meeting.guests),
        (say("Робочі групи", "Working groups"), meeting.groups),
    ):
        names = _names(who, release, say)
        if names:
            yield f"{title}: {', '.join(names)}"
    visiting = [name for each in meeting.delegations if (name := _delegation(each, release, say))]
    if visiting:
        yield say("Делегації: ", "Delegations: ") + ", ".join(visiting)
    present = [present_line(entry, say) for entry in meeting.kinds_present]
    count = [say.headcount(meeting.headcount)] if meeting.headcount else []
    if present or count:
        yield say("Взяли участь: ", "Took part: ") + "; ".join((*present, *count))
    host = _names((meeting.host,), release, say)
    if host:
        yield say("Дякуємо за можливість провести зустріч: ", "Our thanks for hosting the meeting to: ") + host[0]


def _of_outcomes(outcomes: Iterable[Outcome], release: Release, say: Wording) -> Iterator[str]:
    own = sorted(outcomes, key=lambda each: each.position)

    def names(refs: Iterable[RecordId]) -> list[str]:
        return _names(refs, release, say)

    for kind, title in (
        (Information, say("Повідомили", "Reported")),
        (Decision, say("Вирішили", "Decided")),
        (Commitment, say("Напрями співпраці", "Commitments")),
        (ActionItem, say("Доручення", "To be done")),
        (Request, say("Запити і пропозиції", "Requests and proposals")),
    ):
        lines = [outcome_line(each, names, say) for each in own if type(each) is kind]
        if lines:
            yield _listed(title, lines)


def _next(meeting: Meeting, say: Wording) -> str:
    return say(f"Наступна зустріч: {say.when(meeting.when)}", f"The next meeting: {say.when(meeting.when)}")


def _delegation(visitors: Delegation, release: Release, say: Wording) -> str:
    named = say.text(visitors.name) if visitors.name else name_of(release.get(visitors.organization), say)
    return f"{named} ({say.headcount(visitors.size)})" if named and visitors.size else named


def _names(refs: Iterable[RecordId | None], release: Release, say: Wording) -> list[str]:
    return [name for ref in refs if (name := name_of(release.get(ref), say))]


def _listed(title: str, lines: Iterable[str]) -> str:
    return "\n".join((f"{title}:", *(f"– {line}" for line in lines)))
