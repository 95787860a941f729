"""Where a record belongs, for the gate: in a guarded area, elsewhere, or nowhere that the desk knows of."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from enum import Enum

import attrs

from coordkit.domain.dates import Answer
from coordkit.domain.groups import Membership
from coordkit.domain.records import PersonId, Record, RecordId
from coordkit.domain.sensitive import places_in
from coordkit.domain.snapshots import Snapshot
from coordkit.domain.stakeholders import Affiliation, Organization, Person
from coordkit.domain.territory import Guard

PARTIES = frozenset({"organization", "person"})
"""The kinds of record that somebody is: what may not be named in a guarded area."""
_REMEMBERED = 4096


class Whereabouts(Enum):
    """Where a record belongs: in at least one guarded area, in areas of which none is, or in none that is known."""

    GUARDED = "guarded"
    ELSEWHERE = "elsewhere"
    NOWHERE = "nowhere"


@attrs.frozen
class _Own:
    """What one record itself tells: of its areas, and to which other records it belongs."""

    whereabouts: Whereabouts
    belongs_to: tuple[RecordId, ...]


class Places:
    """Answers where records belong, from the desk as it is and not as an audience sees it: for deciding only.

    A record belongs to the areas that it states, and to those of the records that it names: of its meeting, group, series or
    outcome, and so on from there, but not of another record of its own kind (a meeting's predecessor) nor of a party that it names.
    An organization belongs to its areas and those of the groups it sits in, also by somebody on its behalf; a person to the groups
    they sit in, and to the stated areas of the organizations they work in; what is surely over on all days of the guard does not
    count.
    """

    def __init__(self, snapshot: Snapshot, guard: Guard) -> None:
        self.guard = guard
        self._snapshot = snapshot
        self._known: OrderedDict[RecordId, _Own] = OrderedDict()
        self._groups: dict[RecordId, list[RecordId]] | None = None
        self._employers: dict[PersonId, list[RecordId]] = {}

    def of(self, record: Record) -> Whereabouts:
        """Where this record belongs."""
        own = self._own(record)
        found, waiting, seen = {own.whereabouts}, list(own.belongs_to), {record.id, *own.belongs_to}
        while waiting and Whereabouts.GUARDED not in found:
            own = self._own_of(waiting.pop())
            found.add(own.whereabouts)
            waiting += (ref for ref in own.belongs_to if ref not in seen)
            seen.update(own.belongs_to)
        return next(each for each in Whereabouts if each in found)

    def named(self, codes: tuple[str, ...], *, is_presence: bool) -> tuple[str, ...]:
        """Codes of areas as they may be told: without the guarded ones where they tell that a party is there (``is_presence``),
        else these by the area around them that is large enough to be named.
        """
        held = self.guard.holds
        shown = (code if not held(code) else None if is_presence else self.guard.named(code) for code in codes)
        return tuple(dict.fromkeys(code for code in shown if code is not None))

    def _own_of(self, ref: RecordId) -> _Own:
        if ref in self._known:
            self._known.move_to_end(ref)
            return self._known[ref]
        record = next((load() for _, load in self._snapshot.read(ref)), None)
        if record is None:
            # erased: nobody knows any more where it was, so it may have been there
            own = _Own(Whereabouts.GUARDED if self.guard.strict else Whereabouts.NOWHERE, ())
        elif isinstance(record, Organization):  # a person's employer, by where it says that it is
            own = _Own(self._where(record.areas), ())
        else:
            own = self._own(record)
        self._known[ref] = own
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return own

    def _own(self, record: Record) -> _Own:
        codes, refs = [], []
        for _, place in places_in(record):
            if not isinstance(place, RecordId):
                codes.append(place)
            elif place.kind not in PARTIES and place.kind != record.id.kind:
                refs.append(place)
        if isinstance(record, Person | Organization):
            refs += self._links(record.id)
        elif isinstance(record, Affiliation):
            refs += (record.organization, *self._links(record.person))
        return _Own(self._where(codes), tuple(refs))

    def _where(self, codes: Iterable[str]) -> Whereabouts:
        answers = {self.guard.holds(code) for code in codes}
        if True in answers:
            return Whereabouts.GUARDED
        return Whereabouts.ELSEWHERE if answers else Whereabouts.NOWHERE

    def _links(self, party: RecordId) -> Iterator[RecordId]:
        """The groups that a party sits in, and the organizations that a person works in."""
        if self._groups is None:
            self._groups = {}
            for held in self._lasting(Membership):
                if isinstance(held, Membership):
                    for sits in filter(None, (held.member, held.on_behalf_of)):
                        self._groups.setdefault(sits, []).append(held.group)
            for held in self._lasting(Affiliation):
                if isinstance(held, Affiliation):
                    self._employers.setdefault(held.person, []).append(held.organization)
        yield from self._groups.get(party, ())
        if isinstance(party, PersonId):
            yield from self._employers.get(party, ())

    def _lasting(self, kind: type[Membership | Affiliation]) -> Iterator[Record]:
        for _, load in self._snapshot.read(kind):
            held = load()
            if isinstance(held, kind) and any(held.as_of(day) is not Answer.NO for day in self.guard.days):
                yield held
