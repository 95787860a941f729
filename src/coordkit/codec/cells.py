"""What stands in the cells of a flat table: names for ids, one language for texts, times as the clock shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import attrs

from coordkit.domain.dates import Days
from coordkit.domain.groups import Membership, WorkingGroup
from coordkit.domain.initiatives import Initiative
from coordkit.domain.invitations import Invitation
from coordkit.domain.meetings import Meeting
from coordkit.domain.minutes import Minutes
from coordkit.domain.offices import Office
from coordkit.domain.outcomes import Outcome
from coordkit.domain.records import PersonId, Record, RecordId, Source, Tlp
from coordkit.domain.series import MeetingSeries
from coordkit.domain.sharing import Release
from coordkit.domain.slots import Slot, When, is_repeated
from coordkit.domain.stakeholders import Affiliation, Contact, ContactKind, Organization, Person
from coordkit.domain.text import Text


@attrs.define
class Sight:
    """One release seen in some languages. It asks the release for everything that it names."""

    release: Release
    languages: Sequence[str]
    _held: dict[PersonId, list[Affiliation]] | None = attrs.field(default=None, init=False)
    _strictest: Tlp = attrs.field(default=Tlp.CLEAR, init=False)

    def get(self, ref: RecordId | None) -> Record | None:
        """The record of this id, as far as the audience may see it."""
        record = self.release.get(ref)
        if record is not None:
            self._count(record)
        return record

    def label(self, record: Record) -> Tlp:
        """The TLP of a row: the strictest of its record and of all that it named since the row before."""
        self._count(record)
        strictest, self._strictest = self._strictest, Tlp.CLEAR
        return strictest

    def _count(self, record: Record) -> None:
        self._strictest = max(self._strictest, self.release.tlp_of(record))

    def text(self, text: Text | None) -> str:
        """The words in the first language there is."""
        return "" if text is None else text.best(*self.languages)

    def texts(self, texts: Iterable[Text | None]) -> str:
        """As ``text``, joined."""
        return joined(map(self.text, texts))

    def name(self, ref: RecordId | None) -> str:
        """How the record of this id is called; empty where the audience may not see it."""
        record = self.get(ref)
        return "" if record is None else self.name_of(record)

    def names(self, refs: Iterable[RecordId]) -> str:
        """As ``name``, joined."""
        return joined(map(self.name, refs))

    def name_of(self, record: Record) -> str:
        """How a record is called: its name, title or text; of a link between two records, what it links."""
        match record:
            case Organization() | Person() | WorkingGroup() | Office():
                return self.text(record.name)
            case Meeting() | MeetingSeries() | Initiative():
                return self.text(record.title)
            case Outcome():
                return self.text(record.text)
            case Affiliation():
                return " – ".join((self.name(record.person), self.text(record.position), self.name(record.organization)))
            case Membership():
                return " – ".join((self.name(record.member), self.name(record.group)))
            case Minutes():
                return f"{self.name(record.meeting)} ({record.edition})"
            case Invitation():
                return " – ".join((self.name(record.invitee), self.name(record.meeting)))
        return ""

    def positions(self, person: PersonId) -> str:
        """The person's positions, each with its organization. Affiliations are read once, when first asked for."""
        if self._held is None:
            self._held = {}
            for held in self.release.each(Affiliation):
                self._held.setdefault(held.person, []).append(held)
        return joined(map(self._position, self._held.get(person, ())))

    def _position(self, held: Affiliation) -> str:
        self._count(held)
        return f"{self.text(held.position)}, {self.name(held.organization)}"


def joined(values: Iterable[object]) -> str:
    """Several values in one cell, split by ``; ``."""
    return "; ".join(str(value) for value in values)


def written(value: object) -> str:
    """A value that may be missing."""
    return "" if value is None else str(value)


def truth(value: bool) -> str:
    """``true`` or ``false``."""
    return "true" if value else "false"


def starts(when: When | None) -> str:
    """The start of a Slot on the clock, ``2025-06-18T10:00:00``."""
    return _on_the_clock(when.starts, when.zone) if isinstance(when, Slot) else ""


def ends(when: When | None) -> str:
    """The end of a Slot on the clock."""
    return _on_the_clock(when.ends, when.zone) if isinstance(when, Slot) else ""


def zone(when: When | None) -> str:
    """The name of the zone of a Slot."""
    return when.zone if isinstance(when, Slot) else ""


def day(when: When | None) -> str:
    """The date in EDTF (ISO 8601-2): of a Slot its first day, of whole days ``2025-06-18`` or ``2025-06-18/2025-06-20``."""
    if isinstance(when, Slot):
        return when.start.date().isoformat()
    if isinstance(when, Days):
        return when.first.isoformat() if when.first == when.last else f"{when.first.isoformat()}/{when.last.isoformat()}"
    return written(when)


def _on_the_clock(moment: datetime, zone: str) -> str:
    """Local time; in the hour that the clocks show twice its offset tells which of the two is meant."""
    local = moment.replace(tzinfo=None, fold=0)
    return (moment if is_repeated(local, zone) else local).isoformat()


def reached(contacts: Iterable[Contact], kind: ContactKind) -> str:
    """The ways of one kind to reach somebody."""
    return joined(contact.value for contact in contacts if contact.kind is kind)


def pages(sources: Iterable[Source]) -> str:
    """Where a record comes from: addresses on the web, and the names of papers. Each once."""
    return joined(dict.fromkeys(source.url or source.document or "" for source in sources if source.url or source.document))
