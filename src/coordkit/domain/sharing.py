"""The gate: what one audience may see of one snapshot of the desk. Everything that leaves the house passes here.

First the record's TLP against the clearance; then each field by its sensitivity. A withheld field takes its default; where it
has none, or a reference without which the record makes no sense is withheld, the record is withheld whole.

Below AMBER, what belongs to a guarded area (``territory``) names no party and tells neither who took part nor how to reach anybody
nor the exact place. An organization whose stated areas are all guarded, and a person not known to be elsewhere, are withheld.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, TypeVar, cast

import attrs

from coordkit.domain.audiences import Audience, AudienceKind
from coordkit.domain.dates import Answer, expect_day
from coordkit.domain.errors import DomainError, expect
from coordkit.domain.groups import Membership, WorkingGroup
from coordkit.domain.initiatives import Initiative
from coordkit.domain.invitations import Invitation
from coordkit.domain.meetings import Meeting
from coordkit.domain.minutes import Minutes
from coordkit.domain.outcomes import Outcome
from coordkit.domain.records import MeetingSeriesId, Record, RecordId, Sensitivity, Tlp, WorkingGroupId
from coordkit.domain.sensitive import MarkedField, marked_fields, without_sources_of_what_is_gone
from coordkit.domain.series import MeetingSeries
from coordkit.domain.snapshots import Glance, Loaded, Snapshot, Subject
from coordkit.domain.stakeholders import Affiliation, Consent, Contact, Person
from coordkit.domain.territory import Guard
from coordkit.domain.whereabouts import PARTIES, Places, Whereabouts

R = TypeVar("R", bound=Record)
V = TypeVar("V")
SharingRule = Callable[[Record, Tlp], Tlp]
"""A region's stricter rule: takes a record and its TLP, gives the TLP to go by; a freer one than the record's has no effect."""
_REMEMBERED = 2048
_WITHHELD: Any = object()
# Kinds with a required field that is not open to everybody: whether they show at all depends on what they hold.
_NEEDS_READING = frozenset({"person", "affiliation", "invitation", "received"})
# Kinds that stand in a guarded area too, with less in them; any other may be withheld whole there.
_STANDS = frozenset({"group", "meeting"})


class Release:
    """A filtered, read-only view for one audience, on one day, inside one unit of work.

    ``each`` makes a fresh pass each time, so exporters stream; ``get`` decides for its one record and gives None if it is
    withheld. ``rules`` are a region's stricter rules; ``guard`` gives what tells which areas are guarded (None: no area needs a
    status), and is asked for an audience below AMBER. Raises what the snapshot raises once the desk was written to.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        audience: Audience,
        on: date,
        rules: Sequence[SharingRule] = (),
        guard: Callable[[], Guard | None] = lambda: None,
    ) -> None:
        expect(audience, Audience, "audience", "write Audience.public()")
        expect_day(on, "on")
        self.audience = audience
        self.on = on
        self._snapshot = snapshot
        self._rules = tuple(rules)
        is_low = audience.kind is not AudienceKind.DESK and audience.clearance < Tlp.AMBER
        found = guard() if is_low else None
        self.places = None if found is None else Places(snapshot, found)
        self._named: OrderedDict[RecordId, bool] = OrderedDict()
        self._recent: OrderedDict[RecordId, Record | None] = OrderedDict()
        self._seats: dict[RecordId, set[WorkingGroupId]] | None = None
        self._untold: dict[MeetingSeriesId, set[date]] | None = None

    def each(self, kind: type[R]) -> Iterator[R]:
        """Every record of a kind (``Outcome`` for all five) that the audience may see, filtered, in order of id."""
        for glance, load in self._snapshot.read(kind):
            if self._admits(glance):
                shown = self._filtered(load())
                if isinstance(shown, kind):
                    yield shown

    def get(self, ref: RecordId | None) -> Record | None:
        """The record of this id as the audience may see it, or None if it is withheld or not there."""
        if ref is None:
            return None
        records = self._snapshot.read(ref)  # asked even where the answer is remembered: it says if the desk was written to
        return _remembered(self._recent, ref, lambda _: self._shown(records))

    def shows(self, ref: RecordId) -> bool:
        """Whether the record of this id is there and not withheld whole; decided without the records that it may name."""
        records = self._snapshot.read(ref)
        return _remembered(self._named, ref, lambda _: self._decided(ref, records))

    def withheld_days(self, series: MeetingSeriesId) -> frozenset[date]:
        """The days of those occurrences of a series that stand for themselves and are withheld: what became of them is not told.

        The first question takes a pass over the meetings, which decodes those that are withheld.
        """
        if not self.shows(series) or self.audience.kind is AudienceKind.DESK:
            return frozenset()
        if self._untold is None:
            self._untold = {}
            for glance, load in self._snapshot.read(Meeting):
                held = None if self._decided(glance.id, iter(((glance, load),))) else load()
                if isinstance(held, Meeting) and held.series is not None and held.occurrence is not None:
                    self._untold.setdefault(held.series, set()).add(held.occurrence.day)
        return frozenset(self._untold.get(series, ()))

    def label(self, subject: Subject) -> Tlp:
        """The strictest TLP among the records that the subject shows or names, known before the first of them is written."""
        if self.audience.kind is AudienceKind.DESK:
            return Tlp.RED
        strictest = Tlp.CLEAR
        for tlp in (tlp for kind in subject.kinds for tlp in self._labels(kind)):
            strictest = max(strictest, tlp)
            if strictest >= self.audience.clearance:
                break
        return strictest

    def _labels(self, kind: type[Record]) -> Iterator[Tlp]:
        if self._rules or self.places:
            return (record.tlp for record in self.each(kind))
        return (glance.tlp for glance in self._snapshot.glances(kind) if self._admits(glance))

    # -- the record as a whole

    def _shown(self, records: Loaded) -> Record | None:
        for glance, load in records:
            if self._admits(glance):
                return self._filtered(load())
        return None

    def _decided(self, ref: RecordId, records: Loaded) -> bool:
        for glance, load in records:
            if self._admits(glance):
                if not (self._rules or ref.kind in _NEEDS_READING or (self.places and ref.kind not in _STANDS)):
                    return True
                record = load()
                return self.tlp_of(record) <= self.audience.clearance and _View(self, record).holds_together()
        return False

    def _admits(self, glance: Glance) -> bool:
        if self.audience.kind is AudienceKind.DESK:
            return True
        return glance.tlp <= self.audience.clearance and all(self.shows(ref) for ref in glance.requires)

    def tlp_of(self, record: Record) -> Tlp:
        """The TLP to go by: the record's own, or a stricter one that the region's rules give it; never a freer one."""
        return max((record.tlp, *(rule(record, record.tlp) for rule in self._rules)))

    def _filtered(self, record: Record) -> Record | None:
        if self.audience.kind is AudienceKind.DESK:
            return record
        effective = self.tlp_of(record)
        if effective > self.audience.clearance:
            return None
        if effective > record.tlp:
            record = attrs.evolve(record, tlp=effective)
        return cast("Record | None", _View(self, record).filtered(record))

    # -- whose record it is

    @property
    def own_groups(self) -> frozenset[WorkingGroupId]:
        """The working groups that the audience is, or as an organization surely sits in on the release's day."""
        if self.audience.group is not None:
            return frozenset({self.audience.group})
        return frozenset() if self.audience.organization is None else self._member_of(self.audience.organization)

    def groups_of(self, record: Record) -> frozenset[WorkingGroupId]:
        """The working groups that a record belongs to."""
        if isinstance(record, WorkingGroup):
            return frozenset({record.id})
        if isinstance(record, Membership):
            return frozenset({record.group})
        if isinstance(record, Meeting | MeetingSeries):
            return frozenset(record.groups)
        if isinstance(record, Initiative):
            return frozenset({record.group} if record.group else ())
        if isinstance(record, Outcome | Invitation | Minutes):
            meeting = self.get(record.meeting)
            return frozenset(meeting.groups) if isinstance(meeting, Meeting | MeetingSeries) else frozenset()
        if isinstance(record, Affiliation):
            return self._member_of(record.person) | self._member_of(record.organization)
        return self._member_of(record.id)

    def unfiltered(self, ref: RecordId) -> Record | None:
        """The record as the desk has it: for deciding only, never for showing."""
        return next((load() for _, load in self._snapshot.read(ref)), None)

    def _member_of(self, who: RecordId) -> frozenset[WorkingGroupId]:
        if self._seats is None:
            self._seats = {}
            for _, load in self._snapshot.read(Membership):
                held = load()
                if isinstance(held, Membership) and held.as_of(self.on) is Answer.YES:
                    self._seats.setdefault(held.member, set()).add(held.group)
        return frozenset(self._seats.get(who, ()))


class _View:
    """One record being filtered for one release; remembers what it has already decided for this record."""

    def __init__(self, release: Release, record: Record) -> None:
        self.release = release
        self.record = record
        self._inside: bool | None = None
        self._personal: bool | None = None
        self._quiet: bool | None = None
        self._whereabouts: Whereabouts | None = None

    def holds_together(self) -> bool:
        """Whether the audience may see every field of the record without which it is withheld."""
        return not any(
            self._kept(field, getattr(self.record, field.name)) is _WITHHELD
            for field in marked_fields(cast(Any, type(self.record)))
            if (field.required or field.presence) and getattr(self.record, field.name) != ()
        )

    def filtered(self, part: Any) -> Any:
        """``part`` (the record, or a part of it) without what the audience may not see; None where it is withheld whole."""
        changes: dict[str, Any] = {}
        for field in marked_fields(cast(Any, type(part))):
            value = getattr(part, field.name)
            if value is None or value == ():
                continue
            kept = self._kept(field, value)
            if kept is _WITHHELD:
                if field.required or field.presence:
                    return None
                changes[field.name] = field.default
            elif kept is not value:
                changes[field.name] = kept
        if not changes:
            return part
        try:
            shown = attrs.evolve(part, **changes)
        except DomainError:
            if isinstance(part, Record):
                raise
            return None  # a part that makes no sense without it: a substitute, but not in whose place
        return without_sources_of_what_is_gone(shown, part) if isinstance(part, Record) else shown

    def _kept(self, field: MarkedField, value: Any) -> Any:
        if not self._may_see(field.sensitivity) or (field.speaker and (self._is_guarded() or self._under_chatham_house())):
            return _WITHHELD
        if field.area:
            codes = value if isinstance(value, tuple) else (value,)
            kept = codes if self.release.places is None else self.release.places.named(codes, is_presence=field.presence)
            return value if kept == codes else _WITHHELD if not kept else kept if isinstance(value, tuple) else kept[0]
        if field.reference:
            if isinstance(value, tuple):
                names = tuple(ref for ref in value if self._may_name(ref))
                return value if len(names) == len(value) else names
            return value if self._may_name(value) else _WITHHELD
        if field.part:
            if isinstance(value, tuple):
                parts = tuple(self._part(entry) for entry in value)
                if all(new is old for new, old in zip(parts, value, strict=True)):
                    return value
                return tuple(entry for entry in parts if entry is not None)
            kept_part = self._part(value)
            return _WITHHELD if kept_part is None else kept_part
        return value

    def _part(self, part: Any) -> Any:
        if isinstance(part, Contact):
            return part if self._may_reach(part) else None
        return self.filtered(part)

    def _may_name(self, ref: RecordId) -> bool:
        return ref == self.record.id or (not (ref.kind in PARTIES and self._is_guarded()) and self.release.shows(ref))

    def _may_see(self, sensitivity: Sensitivity) -> bool:
        if sensitivity is Sensitivity.OPEN:
            return True
        if sensitivity is Sensitivity.GROUP:
            return self._is_inside()
        if sensitivity is Sensitivity.PERSONAL:
            return not self._is_guarded(or_nowhere=True) and (self._is_inside() or self._may_show_person())
        if sensitivity is Sensitivity.VENUE:
            audience = self.release.audience
            entitled = audience.kind is AudienceKind.NAMED and self.record.id in audience.entitled
            return entitled and not self._is_guarded(or_nowhere=True)
        return False

    def _is_guarded(self, *, or_nowhere: bool = False) -> bool:
        """Whether the record belongs to a guarded area, or (at a desk that needs statuses) to none that is known."""
        places = self.release.places
        if places is None:
            return False
        if self._whereabouts is None:
            self._whereabouts = places.of(self.record)
        return self._whereabouts is Whereabouts.GUARDED or (
            or_nowhere and self._whereabouts is Whereabouts.NOWHERE and places.guard.strict
        )

    def _is_inside(self) -> bool:
        """Whether the audience are named recipients, or members of one of the record's groups."""
        if self._inside is None:
            named = self.release.audience.kind is AudienceKind.NAMED
            self._inside = named or bool(self.release.own_groups & self.release.groups_of(self.record))
        return self._inside

    def _may_show_person(self) -> bool:
        if self._personal is None:
            published = any(source.is_public and source.field is None for source in self.record.sources)
            self._personal = published or self._agreed()
        return self._personal

    def _agreed(self) -> bool:
        """Whether the person whom the record is about surely consents to be shown in public."""
        person: object = self.record
        if isinstance(self.record, Affiliation):
            person = self.release.unfiltered(self.record.person)
        return isinstance(person, Person) and self._holds(person.consent_in_public)

    def _may_reach(self, contact: Contact) -> bool:
        if self._is_guarded():
            return False
        return self._holds(contact.in_public) or (self._is_inside() and self._holds(contact.in_group))

    def _holds(self, consent: Consent | None) -> bool:
        return consent is not None and consent.as_of(self.release.on) is Answer.YES

    def _under_chatham_house(self) -> bool:
        if self._quiet is None:
            meeting: object = self.record
            if isinstance(self.record, Outcome | Minutes):
                meeting = self.release.get(self.record.meeting)
            self._quiet = isinstance(meeting, Meeting | MeetingSeries) and meeting.chatham_house
        return self._quiet


def _remembered(recent: OrderedDict[RecordId, V], ref: RecordId, find: Callable[[RecordId], V]) -> V:
    """What is remembered of ``ref``, else what ``find`` gives; the oldest of too many is forgotten."""
    if ref in recent:
        recent.move_to_end(ref)
        return recent[ref]
    found = recent[ref] = find(ref)
    if len(recent) > _REMEMBERED:
        recent.popitem(last=False)
    return found
