"""How a record reads on the screen: the words for its fields in Ukrainian and English, and each value as people say it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

import attrs

from coordkit.cli.naming import short
from coordkit.cli.output import Grid
from coordkit.cli.session import Session
from coordkit.domain.dates import Answer, Days, PartialDate
from coordkit.domain.groups import GroupState, InstrumentKind, Role, Seat, StateSince
from coordkit.domain.headcounts import Counted, Headcount, Precision
from coordkit.domain.initiatives import InitiativeStatus, StatusKnown
from coordkit.domain.invitations import ParticipationRole, Response, ResponseSource
from coordkit.domain.meetings import AgendaItem, MeetingStatus, Mode
from coordkit.domain.outcomes import ActionStatus, Disposition
from coordkit.domain.records import Certainty, Record, RecordId, Tlp
from coordkit.domain.slots import Slot
from coordkit.domain.stakeholders import Contact, ContactKind, RegistryCode, TitleForm
from coordkit.domain.text import Text

FIELDS: Mapping[str, tuple[str, str]] = {
    "acronym": ("Скорочення", "Acronym"),
    "addresses": ("Адреси", "Addresses"),
    "agenda": ("Порядок денний", "Agenda"),
    "aliases": ("Інші назви", "Aliases"),
    "alternate": ("Заступає", "Alternate"),
    "answered_at": ("Відповідь надійшла", "Answered"),
    "area": ("Територія", "Area"),
    "areas": ("Території", "Areas"),
    "by": ("Хто", "By"),
    "cadence_months": ("Збирається раз на (місяців)", "Meets every (months)"),
    "capacity": ("Місць", "Capacity"),
    "carried_from": ("Перенесено з", "Carried from"),
    "certainty": ("Певність", "Certainty"),
    "changed_at": ("Змінено", "Changed"),
    "chatham_house": ("Правило Чатем-Хаус", "Chatham House Rule"),
    "closed": ("Закрито", "Closed"),
    "code": ("Код", "Code"),
    "codes": ("Коди в реєстрах", "Registry codes"),
    "comment": ("Коментар", "Comment"),
    "consent_in_public": ("Згода на оприлюднення", "Consent to publish"),
    "contacts": ("Контакти", "Contacts"),
    "convener": ("Скликає", "Convener"),
    "counted": ("Пораховано", "Counted"),
    "dated": ("Дата", "Dated"),
    "disposition": ("Що сталося із запитом", "Disposition"),
    "document": ("Документ", "Document"),
    "due": ("До", "Due"),
    "duration": ("Тривалість", "Duration"),
    "end": ("Кінець", "End"),
    "facilitator": ("Модератор", "Facilitator"),
    "field": ("Поле", "Field"),
    "for_whom": ("Для кого", "For whom"),
    "from_outcome": ("З підсумку", "From the outcome"),
    "group": ("Група", "Group"),
    "groups": ("Групи", "Groups"),
    "guests": ("Гості", "Guests"),
    "headcount": ("Скільки було", "Headcount"),
    "host": ("Приймаюча сторона", "Host"),
    "id": ("Ідентифікатор", "Id"),
    "in_group": ("Згода в межах групи", "Consent inside the group"),
    "in_public": ("Згода на оприлюднення", "Consent to publish"),
    "instrument": ("Документ про створення", "Founding document"),
    "interruptions": ("Перерви", "Interruptions"),
    "invitee": ("Запрошено", "Invitee"),
    "kind": ("Вид", "Kind"),
    "kinds_present": ("Хто був (види)", "Kinds present"),
    "known": ("Відомо", "Known"),
    "label": ("Назва", "Label"),
    "language": ("Мова", "Language"),
    "languages": ("Мови", "Languages"),
    "latin_name": ("Латиницею", "Name in Latin letters"),
    "link": ("Посилання", "Link"),
    "locality": ("Населений пункт або громада", "Locality"),
    "materials": ("Матеріали", "Materials"),
    "maximum": ("Щонайбільше", "At most"),
    "meeting": ("Зустріч", "Meeting"),
    "member": ("Учасник", "Member"),
    "minimum": ("Щонайменше", "At least"),
    "modes": ("Спосіб участі", "Modes"),
    "name": ("Назва", "Name"),
    "note": ("Примітка", "Note"),
    "notes": ("Нотатки", "Notes"),
    "number": ("Номер", "Number"),
    "on_behalf_of": ("Від імені", "On behalf of"),
    "organization": ("Організація", "Organization"),
    "owner": ("Хто виконує", "Owner"),
    "parent": ("Входить до", "Parent"),
    "part_of": ("Частина", "Part of"),
    "person": ("Особа", "Person"),
    "place": ("Місце", "Place"),
    "position": ("Посада", "Position"),
    "position, number": ("№", "No."),
    "predecessor": ("Попередня", "Predecessor"),
    "presented_by": ("Розповідали", "Presented by"),
    "presented_by_kinds": ("Розповідали (види)", "Presented by (kinds)"),
    "presenter": ("Доповідає", "Presenter"),
    "purpose": ("Мета", "Purpose"),
    "reason": ("Причина", "Reason"),
    "region": ("Регіон", "Region"),
    "required": ("Обов’язкове", "Required"),
    "response": ("Відповідь", "Response"),
    "response_source": ("Як відповіли", "Response by"),
    "review_on": ("Переглянути", "Review on"),
    "revision": ("Версія", "Revision"),
    "role": ("Роль", "Role"),
    "scheme": ("Реєстр", "Register"),
    "seat": ("Місце в групі", "Seat"),
    "seats": ("Місця", "Seats"),
    "sector": ("Сектор", "Sector"),
    "sectors": ("Сектори", "Sectors"),
    "sequence": ("Номер змін у календарі", "Calendar sequence"),
    "shelter_places": ("Місць в укритті", "Places in the shelter"),
    "since": ("Від", "Since"),
    "signatories": ("Підписали", "Signatories"),
    "sources": ("Джерела", "Sources"),
    "start": ("Початок", "Start"),
    "state": ("Стан", "State"),
    "states": ("Стани", "States"),
    "status": ("Стан", "Status"),
    "statuses": ("Стани", "Statuses"),
    "supported_by": ("За підтримки", "Supported by"),
    "text": ("Зміст", "Text"),
    "themes": ("Теми", "Themes"),
    "title": ("Назва", "Title"),
    "title_form": ("Форма звертання", "Form of title"),
    "tlp": ("TLP", "TLP"),
    "topics": ("Теми (коди)", "Topics"),
    "uid": ("UID календаря", "Calendar UID"),
    "until": ("До", "Until"),
    "url": ("Адреса", "Address"),
    "value": ("Значення", "Value"),
    "venue": ("Де", "Venue"),
    "voiced_by": ("Від кого", "Voiced by"),
    "voiced_by_kinds": ("Від кого (види)", "Voiced by (kinds)"),
    "what": ("Що", "What"),
    "when": ("Коли", "When"),
    "who": ("Хто", "Who"),
    "without_group": ("Групи немає", "Without a group"),
    "zone": ("Часовий пояс", "Time zone"),
}
_VOCABULARIES: Mapping[type[Enum], str] = {
    ActionStatus: "action_statuses",
    Answer: "answers",
    Certainty: "certainties",
    ContactKind: "contact_kinds",
    Counted: "counted",
    Disposition: "dispositions",
    GroupState: "group_states",
    InitiativeStatus: "initiative_statuses",
    InstrumentKind: "instruments",
    MeetingStatus: "meeting_statuses",
    Mode: "modes",
    ParticipationRole: "participation_roles",
    Precision: "precision",
    Response: "responses",
    ResponseSource: "response_sources",
    Role: "roles",
    TitleForm: "title_forms",
}
_KINDS = {"meeting": "meeting_kinds", "initiative": "initiative_kinds"}
_CODES = {"sector": "sectors", "sectors": "sectors", "of_kinds": "kinds", "presented_by_kinds": "kinds", "voiced_by_kinds": "kinds"}
_AREAS = frozenset({"area", "areas", "locality", "without_group"})


def label_of(field: str, session: Session, value: object = None) -> str:
    """The field's name for people; a field that is not in the list by its own name. A position is a number, or a person's."""
    known = FIELDS.get(f"{field}, number" if isinstance(value, int) else field) or FIELDS.get(field)
    return session.say(*known) if known else field.replace("_", " ").capitalize()


def member_word(member: Enum, session: Session) -> str:
    """What people call a member of an enumeration; the code where the region has no word for it."""
    vocabulary = _VOCABULARIES.get(type(member))
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
        ((PartialDate, Slot, Days), say.when),
        (datetime, session.clock),
        (date, lambda day: day.isoformat()),
        (timedelta, lambda span: f"{span // timedelta(minutes=1)} {say('хв', 'min')}"),
        (Headcount, say.headcount),
        (AgendaItem, lambda item: f"{item.position}. {say.text(item.title)}{_rest(item, ('position', 'title'), session)}"),
        (StateSince, lambda entry: f"{member_word(entry.state, session)} {say.since(entry.since)}"),
        (StatusKnown, lambda entry: f"{member_word(entry.status, session)} ({say.when(entry.known)})"),
        (Seat, lambda seat: f"{seat.code}: {say.text(seat.label)}"),
        (Contact, lambda contact: f"{contact.value}{_rest(contact, ('kind', 'value'), session)}"),
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
        name = session.say.area(word)
        return word if name == word else f"{name} [{word}]"
    vocabulary = _KINDS.get(kind, "kinds") if field == "kind" else _CODES.get(field)
    return session.say.label(vocabulary, word) if vocabulary else word


_FIRST = ("name", "title", "text")
_LAST = ("sources", "tlp", "revision", "changed_at")
_QUIET = ("id", "head", "uid", "sequence")


def record_grid(record: Record, session: Session) -> Grid:
    """A record as pairs of field and value, those that hold something: its name first, its place in the history last."""
    held = {field.name: getattr(record, field.name) for field in attrs.fields(type(record)) if field.name not in _QUIET}
    order = sorted(held, key=lambda name: (name in _LAST, name not in _FIRST))
    rows = [(name, held[name]) for name in order if held[name] not in (None, (), False)]
    return _pairs(rows, record, session, ((label_of("id", session), str(record.id)),))


def changes_grid(changes: Iterable[tuple[str, Any]], record: Record, session: Session) -> Grid:
    """Fields of a record with the value that each has now."""
    return _pairs([(name, value) for name, value in changes if name not in _QUIET], record, session)


def _pairs(fields: Iterable[tuple[str, Any]], record: Record, session: Session, more: tuple[tuple[str, str], ...] = ()) -> Grid:
    kind = record.id_type.kind
    rows = [(label_of(name, session, value), told(value, name, session, kind) or "—") for name, value in fields]
    return Grid((), [*rows, *more])
