"""What templates may use: every variable, its value for one letter. Texts are tidy, nothing is left to be decided by a template."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import attrs

from coordkit.calendar.partial_dates import written_partial
from coordkit.calendar.words import agenda_lines, location, phrases
from coordkit.calendar.writing import one_line, tidy, uri
from coordkit.domain.announced import Announced
from coordkit.domain.dates import Days, PartialDate
from coordkit.domain.errors import DomainError
from coordkit.domain.invitations import ParticipationRole
from coordkit.domain.meetings import Meeting
from coordkit.domain.records import Tlp
from coordkit.domain.rules.revisions import Because
from coordkit.domain.series import MeetingSeries
from coordkit.domain.slots import Slot, When
from coordkit.domain.stakeholders import TitleForm
from coordkit.letters import dates, recurrences
from coordkit.letters.facts import Facts, LetterKind
from coordkit.letters.phrases import DAYS_LEFT, DAYS_PASSED, FOLLOWS, MODES, ROLES, ROWS

PLAIN = frozenset({
    "agenda_changed", "agenda_name", "answer_again", "answer_wanted", "chatham_house", "comment", "days", "days_left",
    "days_passed", "delegator", "due", "duration", "exact_place_changed", "feminine", "is_series", "label", "language", "link",
    "link_follows", "masculine", "mode", "mode_changed", "old_when", "old_when_short", "old_where", "organizer", "part",
    "place_changed", "place_follows", "proposed", "purpose", "recipient", "role", "shelter_places", "time_changed", "title",
    "when", "when_short", "where",
})  # fmt: skip
LISTS = {"agenda": (), "others": (), "rows": ("link", "name", "text"), "tasks": ("due", "what")}

_ANSWER_AGAIN = frozenset({Because.TIME, Because.PLACE, Because.MODE})
_ALL_ROWS = (
    "when",
    "where",
    "place_follows",
    "link",
    "link_follows",
    "mode",
    "shelter_places",
    "purpose",
    "comment",
    "delegator",
    "others",
)
_FEWER_ROWS = {
    LetterKind.CANCELLATION: ("when", "comment"),
    LetterKind.POSTPONEMENT: ("comment",),
    LetterKind.REMOVAL: ("when", "comment"),
    LetterKind.DECLINED_PROPOSAL: ("when", "where", "link", "comment"),
    LetterKind.MINUTES_OWED: ("when", "comment"),
    LetterKind.OVERDUE: ("comment",),
}
_NEEDS_TIME = frozenset(LetterKind) - {LetterKind.CANCELLATION, LetterKind.POSTPONEMENT, LetterKind.REMOVAL, LetterKind.OVERDUE}


class Row(NamedTuple):
    """One line of what a letter tells: ``Де: Херсон``. ``link`` stands where the text is a web address that can be followed."""

    name: str
    text: str
    link: str | None = None


class Task(NamedTuple):
    """An open action item: what is to be done, and its day in words (None: it has none)."""

    what: str
    due: str | None


def variables(kind: LetterKind, facts: Facts, language: str) -> dict[str, Any]:
    """The value of every variable in PLAIN and LISTS. Raises ``DomainError`` for facts that make no such letter."""
    meeting = facts.meeting
    if meeting is None and kind is not LetterKind.OVERDUE:
        raise DomainError(f"a letter of the kind {kind.value} is about a meeting; give one", where="facts.meeting")
    if kind is LetterKind.OVERDUE and not facts.tasks:
        raise DomainError("a letter of this kind lists what is overdue; give tasks", where="facts.tasks")
    when = facts.when or (meeting.when if isinstance(meeting, Meeting) else meeting)
    if kind in _NEEDS_TIME and isinstance(meeting, Meeting) and not isinstance(when, Slot | Days):
        raise DomainError(
            "nobody can be written to about a meeting without a time; use scheduled(when) or moved_to(when) first",
            where=str(meeting.id),
        )
    if kind is LetterKind.POSTPONEMENT and isinstance(when, Slot | Days):  # a day that it still has is the one that no longer holds
        facts, when = attrs.evolve(facts, before=facts.before or when), None
    told: dict[str, Any] = {
        **dict.fromkeys((*PLAIN, *LISTS)),
        **_of_recipient(facts, language),
        **_of_change(facts, language),
        **(_of_meeting(meeting, facts, language) if meeting is not None else {"label": _label(facts, None), "agenda": ()}),
        "language": language,
        "organizer": one_line(facts.organizer),
        "when": _when(when, language),
        "when_short": _when(when, language, short=True),
        "is_series": isinstance(meeting, MeetingSeries) and facts.when is None,
    }
    if kind in _FEWER_ROWS:
        told["agenda"] = ()
    return told | {"rows": tuple(_rows(kind, told, language))}


def _of_recipient(facts: Facts, language: str) -> dict[str, Any]:
    part = facts.role or ParticipationRole.REQUIRED
    form = facts.title_form
    days = facts.days if len(facts.tasks) < 2 else None  # several tasks have several days
    return {
        "recipient": _line(facts.recipient),
        "feminine": form is TitleForm.FEMININE,
        "masculine": form is TitleForm.MASCULINE,
        "part": part.name.lower(),
        "role": ROLES[language][part].get(form),
        "answer_wanted": part is not ParticipationRole.INFORMED,
        "delegator": _line(facts.delegator),
        "place_follows": FOLLOWS[language]["place_follows"] if facts.place_follows else None,
        "link_follows": FOLLOWS[language]["link_follows"] if facts.link_follows else None,
        "others": tuple(map(one_line, facts.others)),
        "comment": tidy(facts.comment).strip() if facts.comment else None,
        "due": dates.day(facts.due, language) if facts.due else None,
        "tasks": tuple(Task(one_line(what), dates.day(due, language) if due else None) for what, due in facts.tasks),
        "days": dates.count(days, "day", language) if days else None,
        "days_left": _counted(days, DAYS_LEFT, language),
        "days_passed": _counted(days, DAYS_PASSED, language),
    }


def _of_change(facts: Facts, language: str) -> dict[str, Any]:
    because = frozenset(facts.because)
    return {
        "time_changed": Because.TIME in because,
        "place_changed": Because.PLACE in because,
        "mode_changed": Because.MODE in because,
        "exact_place_changed": Because.EXACT_PLACE in because,
        "agenda_changed": Because.AGENDA in because,
        "answer_again": (facts.asked_anew or bool(because & _ANSWER_AGAIN)) and facts.role is not ParticipationRole.INFORMED,
        "old_when": _when(facts.before, language),
        "old_when_short": _when(facts.before, language, short=True),
        "old_where": _line(facts.before_locality),
        "proposed": _when(facts.proposed, language),
    }


def _of_meeting(meeting: Meeting | MeetingSeries, facts: Facts, language: str) -> dict[str, Any]:
    venue = meeting.venue
    where = location(meeting, (language,), facts.locality)
    when = facts.when or (meeting.when if isinstance(meeting, Meeting) else None)
    length = meeting.duration if isinstance(meeting, MeetingSeries) else None
    if isinstance(when, Slot):
        length = when.duration
    words = phrases((language,))
    return {
        "label": _label(facts, meeting.tlp),
        "title": one_line(meeting.title.best(language)),
        "where": tidy(where).strip() if where else None,
        "mode": _mode(meeting, language),
        "link": _line(venue.link) if venue else None,
        "shelter_places": str(venue.shelter_places) if venue and venue.shelter_places else None,
        "purpose": tidy(meeting.purpose.best(language)).strip() if meeting.purpose else None,
        "agenda": tuple(map(one_line, agenda_lines(meeting.agenda, (language,)))),
        "agenda_name": words.agenda,
        "chatham_house": words.chatham_house if meeting.chatham_house else None,
        "duration": dates.length(length, language) if length else None,
    }


def _rows(kind: LetterKind, told: dict[str, Any], language: str) -> Iterator[Row]:
    for name in _FEWER_ROWS.get(kind, _ALL_ROWS):
        value = told[name]
        if value:
            text = ", ".join(value) if isinstance(value, tuple) else value
            address = uri(text) if name == "link" else None
            yield Row(ROWS[language][name], text, address if address and address.startswith(("https://", "http://")) else None)


def _label(facts: Facts, tlp: Tlp | None) -> str:
    given = [each for each in (facts.tlp, tlp) if each is not None]
    return max(given, default=Tlp.AMBER).label


def _when(when: When | MeetingSeries | Announced | None, language: str, short: bool = False) -> str | None:
    if isinstance(when, Announced) and when.first is None:
        when = when.when
    if isinstance(when, MeetingSeries | Announced):
        times = recurrences.Repeating.of(when)
        write = recurrences.written_rule if short else recurrences.written_series
        return None if times is None else write(times, language)
    if isinstance(when, PartialDate):
        return written_partial(when, language)
    if when is None:
        return None
    return dates.written_short(when, language) if short else dates.written(when, language)


def _mode(meeting: Meeting | MeetingSeries, language: str) -> str | None:
    return dates.either([MODES[language][mode] for mode in meeting.modes], language) if meeting.modes else None


def _counted(days: int | None, forms: dict[str, dict[str, str]], language: str) -> str | None:
    if not days:
        return None
    return dates.plural(days, forms[language], language).format(dates.count(days, "day", language))


def _line(value: str | None) -> str | None:
    return one_line(value) or None if value else None
