"""How a record reads on the screen: the words for its fields in Ukrainian and English, and each value as people say it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any

import attrs

from coordkit.cli.fields import FIELDS
from coordkit.cli.naming import short
from coordkit.cli.output import Grid
from coordkit.cli.session import Session
from coordkit.domain.clock_times import ClockTime
from coordkit.domain.dates import Answer, Days, PartialDate
from coordkit.domain.errors import DomainError
from coordkit.domain.groups import GroupState, InstrumentKind, Role, Seat, StateSince
from coordkit.domain.headcounts import Counted, Headcount, Precision
from coordkit.domain.initiatives import InitiativeStatus, StatusKnown
from coordkit.domain.invitations import ParticipationRole, Response, ResponseSource
from coordkit.domain.meetings import AgendaItem, MeetingStatus
from coordkit.domain.minutes import Attendance, Attended, MinutesState, Presence
from coordkit.domain.offices import LetterTemplate, ReplyPolicy
from coordkit.domain.outcomes import ActionStatus, Disposition
from coordkit.domain.places import Mode
from coordkit.domain.received import ReceivedKind, Verdict
from coordkit.domain.records import Certainty, Record, RecordId, Tlp
from coordkit.domain.recurrence import ForeignRule, Recurrence
from coordkit.domain.reminders import Reminder, ReminderKind
from coordkit.domain.series import SeriesStatus
from coordkit.domain.slots import Slot, zone_info
from coordkit.domain.stakeholders import Consent, Contact, ContactKind, RegistryCode, TitleForm
from coordkit.domain.terms import Quorum, QuorumOf
from coordkit.domain.text import Text
from coordkit.ports import MessageState
from coordkit.secretariat.wording import Wording

VOCABULARIES: Mapping[type[Enum], str] = {
    ActionStatus: "action_statuses",
    Answer: "answers",
    Attended: "attended",
    Certainty: "certainties",
    ContactKind: "contact_kinds",
    Counted: "counted",
    Disposition: "dispositions",
    GroupState: "group_states",
    InitiativeStatus: "initiative_statuses",
    InstrumentKind: "instruments",
    MeetingStatus: "meeting_statuses",
    MessageState: "message_states",
    MinutesState: "minutes_states",
    Mode: "modes",
    ParticipationRole: "participation_roles",
    Precision: "precision",
    Presence: "presences",
    QuorumOf: "quorum_of",
    ReceivedKind: "received_kinds",
    ReminderKind: "reminder_kinds",
    ReplyPolicy: "reply_policies",
    Response: "responses",
    ResponseSource: "response_sources",
    Role: "roles",
    SeriesStatus: "series_statuses",
    TitleForm: "title_forms",
    Verdict: "verdicts",
}
"""For each enumeration of the records and the outbox the region's vocabulary that has words for it."""
_KINDS = {"meeting": "meeting_kinds", "series": "meeting_kinds", "initiative": "initiative_kinds"}
_CODES = {"sector": "sectors", "sectors": "sectors", "of_kinds": "kinds", "presented_by_kinds": "kinds", "voiced_by_kinds": "kinds"}
_AREAS = frozenset({"area", "areas", "locality", "without_group"})


def label_of(field: str, session: Session, value: object = None) -> str:
    """The field's name for people; a field that is not in the list by its own name. A position is a number, or a person's."""
    known = FIELDS.get(f"{field}, number" if isinstance(value, int) else field) or FIELDS.get(field)
    return session.say(*known) if known else field.replace("_", " ").capitalize()


def member_word(member: Enum, session: Session) -> str:
    """What people call a member of an enumeration; the code where the region has no word for it."""
    vocabulary = VOCABULARIES.get(type(member))
    return session.say.label(vocabulary, str(member.value)) if vocabulary else str(member.value)


def told(value: Any, field: str, session: Session, kind: str = "") -> str:
    """A value of a record's field as people say it; ``kind`` is the record's. Empty for None and for nothing."""
    say = session.say
    told_as: tuple[tuple[Any, Callable[[Any], str]], ...] = (
        (Text, say.text),
        (RecordId, lambda ref: f"{session.names(ref)} [{short(ref)}]"),
        (Tlp, lambda tlp: tlp.label),
        (Enum, lambda member: member_word(member, session)),
        (bool, lambda truth: say("так", "yes") if truth else say("ні", "no")),
        ((PartialDate, Slot, Days), lambda when: say.when(_on_our_clock(when, session) if field == "proposal" else when)),
        (ClockTime, lambda clock: f"{clock.start:%Y-%m-%d %H:%M} ({clock.zone})"),
        ((Recurrence, ForeignRule), str),
        (datetime, session.clock),
        (date, lambda day: day.isoformat()),
        (timedelta, lambda span: _span(span, session)),
        (Headcount, say.headcount),
        (AgendaItem, lambda item: f"{item.position}. {say.text(item.title)}{_rest(item, ('position', 'title'), session)}"),
        (StateSince, lambda entry: f"{member_word(entry.state, session)} {say.since(entry.since)}"),
        (StatusKnown, lambda entry: f"{member_word(entry.status, session)} ({say.when(entry.known)})"),
        (Seat, lambda seat: f"{seat.code}: {say.text(seat.label)}"),
        (Contact, lambda contact: f"{contact.value}{_rest(contact, ('kind', 'value'), session)}"),
        (Attendance, lambda line: f"{session.names(line.who)}: {_presence(line, session)}"),
        (Consent, lambda given: _consent(given, say)),
        (Quorum, lambda quorum: _quorum(quorum, session)),
        (Reminder, lambda rule: f"{member_word(rule.kind, session)}: {_span(rule.by, session)}"),
        (LetterTemplate, lambda each: f"{each.name} ({each.language})"),
        (RegistryCode, lambda entry: f"{entry.scheme} {entry.code}"),
        (str, lambda word: _word(word, field, session, kind)),
        (int, str),
        (tuple, lambda several: "\n".join(told(each, field, session, kind) for each in several)),
    )
    if value is None:
        return ""
    for types, words in told_as:
        if isinstance(value, types):
            return words(value)
    return "; ".join(f"{label_of(name, session)}: {each}" for name, each in _parts(value, session))


def _on_our_clock(when: PartialDate | Slot | Days, session: Session) -> PartialDate | Slot | Days:
    """A time as the clock here shows it: calendar programs propose theirs in UTC or in a zone of their own."""
    zone = session.zone_or_utc
    if zone is None or not isinstance(when, Slot):
        return when
    start = when.starts.astimezone(zone_info(zone))
    try:
        return Slot.between(start, start.astimezone(UTC) + when.duration)
    except DomainError:  # at the end of the years that a slot can have
        return when


def _span(span: timedelta, session: Session) -> str:
    """In minutes; whole days by their number, whole hours too."""
    if span and not span % timedelta(days=1):
        return session.say.count(span.days, "days")
    if span and not span % timedelta(hours=1):
        return f"{span // timedelta(hours=1)} {session.say('год', 'h')}"
    return f"{span // timedelta(minutes=1)} {session.say('хв', 'min')}"


def _presence(line: Attendance, session: Session) -> str:
    return f"{member_word(line.presence, session)}{_rest(line, ('who', 'presence'), session)}"


def _quorum(quorum: Quorum, session: Session) -> str:
    """As it is typed, and of what it is counted: ``>1/2 (члени групи)``."""
    share = f"{'>' * quorum.more_than}{quorum.numerator}/{quorum.denominator}" if quorum.numerator else ""
    least = f"{session.say('щонайменше', 'at least')} {quorum.at_least}" if quorum.at_least else ""
    return f"{', '.join(filter(None, (share, least)))} ({member_word(quorum.of, session)})"


def _rest(part: Any, told_already: tuple[str, ...], session: Session) -> str:
    """The other fields of a part, in brackets; empty where none of them holds anything."""
    others = [f"{label_of(name, session).lower()}: {each}" for name, each in _parts(part, session) if name not in told_already]
    return f" ({'; '.join(others)})" if others else ""


def _parts(part: Any, session: Session) -> Iterator[tuple[str, str]]:
    """The fields of a part that hold something."""
    for field in attrs.fields(type(part)):
        value = getattr(part, field.name)
        if value not in (None, (), False):
            yield field.name, told(value, field.name, session).replace("\n", ", ")


def _word(word: str, field: str, session: Session, kind: str) -> str:
    if field in _AREAS:
        return _area(word, session)
    vocabulary = _KINDS.get(kind, "kinds") if field == "kind" else _CODES.get(field)
    return session.say.label(vocabulary, word) if vocabulary else word


def _consent(given: Consent, say: Wording) -> str:
    """``від 22 листопада 2026``, and until when."""
    until = f", {say('до', 'until')} {say.when(given.until)}" if given.until else ""
    return say.since(given.since) + until


def _area(code: str, session: Session) -> str:
    """An area with its type, for two levels often bear one name: ``Полтавська, область [UA53…]``."""
    region, say = session.desk.region, session.say
    if region is None or code not in region.gazetteer:
        return code
    return f"{say.area(code)}, {say.label('area_types', region.gazetteer.area(code).type)} [{code}]"


_FIRST = ("name", "title", "text")
_LAST = ("sources", "tlp", "revision", "changed_at")
_QUIET = ("id", "head", "uid", "sequence", "announced", "told")


def record_grid(record: Record, session: Session) -> Grid:
    """A record as pairs of field and value, those that hold something: its name first, its place in the history last."""
    held = {field.name: getattr(record, field.name) for field in attrs.fields(type(record)) if field.name not in _QUIET}
    order = sorted(held, key=lambda name: (name in _LAST, name not in _FIRST))
    rows = [(name, held[name]) for name in order if held[name] not in (None, (), False)]
    return _pairs(rows, record, session, ((label_of("id", session), str(record.id)),))


def path_label(path: str, session: Session, value: object = None) -> str:
    """The words for a path such as ``venue.place`` or ``agenda[1].title``: ``Де, місце``; places in a row count from 1."""
    words = []
    for part in path.split("."):
        field, bracket, number = part.partition("[")
        word = label_of(field, session, value)
        words.append(f"{word} {int(number.rstrip(']')) + 1}" if bracket else word)
    return ", ".join((words[0], *(word[:1].lower() + word[1:] for word in words[1:])))


def field_of(path: str) -> str:
    """The last field of a path."""
    return path.rpartition(".")[2].partition("[")[0]


def changes_grid(changes: Iterable[tuple[str, Any]], record: Record, session: Session) -> Grid:
    """Paths of a record's fields with the value that each has now."""
    return _pairs([(path, value) for path, value in changes if path.partition(".")[0] not in _QUIET], record, session)


def _pairs(fields: Iterable[tuple[str, Any]], record: Record, session: Session, more: tuple[tuple[str, str], ...] = ()) -> Grid:
    kind = record.id_type.kind
    rows = [(path_label(path, session, value), told(value, field_of(path), session, kind) or "—") for path, value in fields]
    return Grid((), [*rows, *more])
