"""How people name a record: its full id, the beginning of it, or what it is called; and what a record is called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeVar
from uuid import UUID

from coordkit.cli.faults import Refused
from coordkit.codec.words import own_words
from coordkit.domain.errors import NotFound, Problem
from coordkit.domain.groups import Membership
from coordkit.domain.invitations import Invitation
from coordkit.domain.meetings import Meeting
from coordkit.domain.minutes import Minutes
from coordkit.domain.outcomes import Outcome, Request
from coordkit.domain.received import Received
from coordkit.domain.records import Record, RecordId
from coordkit.domain.stakeholders import Affiliation
from coordkit.domain.text import Text, folded
from coordkit.secretariat.desk import Secretariat
from coordkit.secretariat.registry import find as find_by_words
from coordkit.secretariat.wording import Wording

R = TypeVar("R", bound=Record)
_BEGINNING = re.compile(r"[0-9a-f][0-9a-f-]{3,35}", re.ASCII)
_DIGITS = 32
_SHOWN = 8
_CANDIDATES = 10
_FEW = 3
_NAMED_BY = ("name", "title", "text")


def short(ref: RecordId) -> str:
    """The beginning of an id, enough to be typed: ``3fa85f64``."""
    return ref.hex[:_SHOWN]


def called(record: Record | None, say: Wording) -> str:
    """What a record is called; its id where it bears no name."""
    if record is None:
        return ""
    for field in _NAMED_BY:
        if isinstance(text := getattr(record, field, None), Text):
            return say.text(text)
    return str(record.id)


class Names:
    """What records are called, by their ids; each is read once."""

    def __init__(self, desk: Secretariat, say: Wording) -> None:
        self._desk = desk
        self._say = say
        self._known: dict[RecordId, str] = {}

    def __call__(self, ref: RecordId | None) -> str:
        """The name; empty for None."""
        if ref is None:
            return ""
        if ref not in self._known:
            with self._desk.work() as work:
                record = work.find(ref)
            self._known[ref] = self.of(record) if record else self._say("(стертий запис)", "(erased record)")
        return self._known[ref]

    def of(self, record: Record) -> str:
        """What this record is called; one that bears no name of its own by what it belongs to."""
        match record:
            case Membership():
                return f"{self(record.member)} – {self(record.group)}"
            case Affiliation():
                return f"{self(record.person)} – {self(record.organization)}"
            case Invitation():
                return f"{self(record.invitee)} – {self(record.meeting)}"
            case Minutes():
                return self._say("Протокол: ", "Minutes: ") + self(record.meeting)
            case Request(text=None):
                return self._say("Запит, зміст невідомий: ", "Request, content not known: ") + self(record.meeting)
        return called(record, self._say)


def find(desk: Secretariat, kinds: tuple[type[R], ...], given: str, names: Names) -> R:
    """The one record of ``kinds`` that ``given`` means: a full id, the beginning of one (4 digits or more), or words of its name
    (an outcome's: of its text).

    A name that fits exactly goes before others that hold it. Raises ``NotFound``, and ``Refused`` with the candidates.
    """
    kind, colon, rest = given.strip().partition(":")
    wanted = tuple(each for each in kinds if each.id_type.kind == kind) if colon else ()
    digits = rest if wanted else given.strip()
    if _BEGINNING.fullmatch(digits.lower()):
        found = list(_beginning(desk, wanted or kinds, digits.lower().replace("-", "")))
        if found:
            return _one(found, given, names)
    elif wanted:
        raise NotFound(f"{given!r} is no id; write {wanted[0].id_type.kind}:<uuid>, its beginning, or the name")
    if not wanted:
        found = [record for each in kinds for record in find_by_words(desk, each, given)] or list(_that_read(desk, kinds, given))
        found = _wholes(found)
        exact = [record for record in found if _is_called(record, given)]
        if found:
            return _one(exact if len(exact) == 1 else found, given, names)
    names_of_kinds = ("message" if each is Received else each.id_type.kind for each in kinds)
    what = " or ".join(names_of_kinds) if len(kinds) <= _FEW else "record"
    raise NotFound(
        f"no {what} is called so, nor has such an id; 'coordkit search WORDS' looks through all names", where=repr(given)
    )


def _wholes(found: list[R]) -> list[R]:
    """Without the meetings of a series that was found itself: they bear its name."""
    ids = {record.id for record in found}
    return [record for record in found if not (isinstance(record, Meeting) and record.series in ids)]


def _that_read(desk: Secretariat, kinds: Iterable[type[R]], given: str) -> Iterator[R]:
    """Outcomes, which have no names: those with words in their text that begin as each of the words that are given."""
    asked = own_words(given)
    for kind in kinds:
        if asked and issubclass(kind, Outcome):
            for record in desk.each(kind):
                words = own_words(" ".join(record.text or ()))
                if all(any(word.startswith(each) for word in words) for each in asked):
                    yield record


def _beginning(desk: Secretariat, kinds: Iterable[type[R]], digits: str) -> Iterator[R]:
    """Records whose id begins so; two of a kind are enough to know that it is not clear. Stores keep documents in order of id."""
    if len(digits) > _DIGITS:
        return
    lowest = int(digits.ljust(_DIGITS, "0"), 16)
    after = UUID(int=lowest - 1) if lowest else None
    with desk.work() as work:
        for kind in kinds:
            name = kind.id_type.kind
            for document in tuple(work.unit.query(name, after=after, limit=2)):
                if document.id.hex.startswith(digits):
                    record = work.find(kind.id_type(int=document.id.int))
                    if isinstance(record, kind):
                        yield record


def namesakes(desk: Secretariat, record: Record, names: Names) -> list[Record]:
    """Others of this kind that are called quite as this one is."""
    given = names.of(record)
    return [each for each in find_by_words(desk, type(record), given) if each.id != record.id and _is_called(each, given)]


def _is_called(record: Record, given: str) -> bool:
    wanted = folded(given.strip())
    texts = [text for field in (*_NAMED_BY, "acronym") if isinstance(text := getattr(record, field, None), Text)]
    return wanted in {folded(words) for words in (*(words for text in texts for words in text), *getattr(record, "aliases", ()))}


def _one(found: list[R], given: str, names: Names) -> R:
    if len(found) == 1:
        return found[0]
    shown = [Problem(f"{record.id.kind}:{short(record.id)}", f"“{names.of(record)}”") for record in found[:_CANDIDATES]]
    more = f" (the first {_CANDIDATES} of {len(found)})" if len(found) > _CANDIDATES else ""
    raise Refused(f"this may mean several{more}; write the beginning of the id of one", where=repr(given), problems=shown)
