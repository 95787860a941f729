"""Feeds: the calendar of a group, an area or the whole desk to subscribe to, with what an audience may see of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from types import NoneType
from typing import BinaryIO, TypeVar

import attrs

from coordkit.calendar.feeds import SeriesInFeed, write_feed
from coordkit.codec.convert import id_of
from coordkit.domain.audiences import Audience, AudienceKind
from coordkit.domain.dates import expect_day
from coordkit.domain.errors import DomainError, NotFound, expect, several
from coordkit.domain.gazetteer import Gazetteer
from coordkit.domain.groups import WorkingGroup
from coordkit.domain.meetings import Meeting
from coordkit.domain.records import Record, RecordId, Tlp, WorkingGroupId
from coordkit.domain.series import MeetingSeries
from coordkit.domain.sharing import Release
from coordkit.ports import LeftOut, Report, UnitOfWork
from coordkit.secretariat.areas import locality_name
from coordkit.secretariat.desk import Secretariat
from coordkit.secretariat.guarding import release_for
from coordkit.secretariat.snapshot import DeskSnapshot

R = TypeVar("R", bound=Record)
E = TypeVar("E", Meeting, MeetingSeries)


def feed(
    desk: Secretariat,
    out: BinaryIO,
    *,
    audience: Audience,
    group: WorkingGroupId | None = None,
    area: str | None = None,
    name: str | None = None,
    source: str | None = None,
    color: str | None = None,
    refresh: timedelta = timedelta(hours=12),
    on: date | None = None,
    languages: Sequence[str] = (),
) -> Report:
    """Writes the calendar of one group, of one area (its code), or of the whole desk to ``out``, and tells what was left out.

    To an area belong the meetings held in it and those of its groups. ``name`` is the calendar's (else the group's or area's),
    ``source`` the address at which it will be kept, ``color`` a CSS3 name, ``refresh`` how often programs are to look again;
    ``on`` is the day it is made for (today), ``languages`` those of the region. ``write_feed`` has the rules for series. The same
    records give the same bytes. Raises ``DomainError`` for a group and an area at once and for what ``write_feed`` refuses,
    ``NotFound`` for a group that the audience does not see and an area that no region has.
    """
    expect(audience, Audience, "audience", "write Audience.public()")
    expect(group, (WorkingGroupId, NoneType), "group", "give its id")
    expect(refresh, timedelta, "refresh", "write timedelta(hours=12)")
    if group is not None and area is not None:
        raise DomainError("a feed is of a group or of an area; leave one out", where="feed")
    day = on or desk.today()
    expect_day(day, "on")
    several(languages, str, "languages")
    spoken = tuple(languages) or (desk.region.languages if desk.region else ()) or ("en",)
    found = _gazetteer(desk, area)
    left_out: list[LeftOut] = []
    with desk.store.snapshot() as unit:
        shown = _Shown(release_for(desk, unit, DeskSnapshot(unit), audience, day), unit, group, found, area)
        called = shown.name(spoken)
        written = write_feed(
            shown.entries(),
            name=name or called,
            languages=spoken,
            locality_of=lambda code: locality_name(desk, code, spoken),
            out=out,
            left_out=lambda record, why: left_out.append(
                LeftOut(what=f"{record.title.best(*spoken)} ({record.id})", why=why.reason, code=why.code)
            ),
            source=source,
            color=color,
            refresh=refresh,
        )
    return Report(written=written, label=shown.label, left_out=tuple(left_out))


def _gazetteer(desk: Secretariat, area: str | None) -> Gazetteer | None:
    if area is None:
        return None
    expect(area, str, "area", "give its code")
    region = desk.plugins.region_for_area(area)
    if region is None:
        raise NotFound(f"no region has an area {area!r}; give its code", where="area")
    return region.gazetteer


@attrs.define
class _Shown:
    """What one audience sees of one calendar; ``label`` is the strictest TLP of all that was given so far."""

    release: Release
    unit: UnitOfWork
    group: WorkingGroupId | None
    gazetteer: Gazetteer | None
    area: str | None
    label: Tlp = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.label = Tlp.RED if self.release.audience.kind is AudienceKind.DESK else Tlp.CLEAR

    def name(self, languages: Sequence[str]) -> str:
        """What the calendar is called unless told. Raises ``NotFound`` for a group that the audience does not see."""
        if self.group is not None:
            group = self.release.get(self.group)
            if not isinstance(group, WorkingGroup):
                raise NotFound(f"this audience sees no group {self.group}; label it, or choose another audience", where="group")
            return group.name.best(*languages)
        if self.gazetteer is not None and self.area is not None:
            return self.gazetteer.area(self.area).name.best(*languages)
        return "Зустрічі" if languages[0].split("-")[0] == "uk" else "Meetings"

    def entries(self) -> Iterator[Meeting | SeriesInFeed]:
        """Single meetings as they come, and then each series with the meetings that stand for its occurrences."""
        series = {each.id: each for each in self._own(MeetingSeries)}
        for meeting in self._own(Meeting):
            if meeting.series not in series:
                yield self._labelled(meeting)
        for each in series.values():
            refs = [id_of("meeting", card.id) for card in self.unit.cards("meeting", {"series": str(each.id)})]
            shown = (self.release.get(ref) for ref in refs)
            meetings = [self._labelled(meeting) for meeting in shown if isinstance(meeting, Meeting)]
            yield SeriesInFeed(self._labelled(each), meetings, self._withheld(refs))

    def _own(self, kind: type[R]) -> Iterator[R]:
        """The records of a kind that belong to this calendar; of a group's the index tells which."""
        if self.group is None:
            found: Iterator[Record | None] = self.release.each(kind)
        else:
            name = kind.id_type.kind
            found = (self.release.get(id_of(name, card.id)) for card in self.unit.cards(name, {"group": str(self.group)}))
        return (each for each in found if isinstance(each, kind) and self._belongs(each))

    def _belongs(self, record: Record) -> bool:
        if not isinstance(record, Meeting | MeetingSeries):
            return False
        if self.gazetteer is None or self.area is None:
            return self.group is None or self.group in record.groups
        groups = (self.release.get(ref) for ref in record.groups)
        places = [
            record.venue.locality if record.venue else None,
            *(group.area for group in groups if isinstance(group, WorkingGroup)),
        ]
        return any(self.gazetteer.holds(self.area, place) for place in places)

    def _withheld(self, refs: Sequence[RecordId]) -> frozenset[date]:
        """The days of occurrences that the audience does not see, for leaving them out; ``Release.withheld_days`` by index."""
        held = (self.release.unfiltered(ref) for ref in refs if not self.release.shows(ref))
        return frozenset(each.occurrence.day for each in held if isinstance(each, Meeting) and each.occurrence)

    def _labelled(self, record: E) -> E:
        self.label = max(self.label, record.tlp)
        return record
