"""The gate against a slow judge: of every random desk, each audience sees exactly the marks that it may."""

from __future__ import annotations

import re
from typing import Any

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from coordkit import Audience, Meeting, MeetingSeries, Organization, PersonId, Record, Release, Tlp, WorkingGroup, to_json
from coordkit.codec.convert import OUTCOMES, RECORDS
from tests.gate.judge import Judge
from tests.gate.lands import desk_in, land, load
from tests.gate.worlds import ON, World, audiences, worlds
from tests.secretariat import desks


@attrs.frozen
class Kinds:
    """A subject as far as a label needs one."""

    kinds: tuple[type[Record], ...]


PARTY = re.compile(r"(?:organization|person):[0-9a-f-]{36}")
EVERY = tuple(RECORDS.values())


def released(world: World, audience: Audience) -> tuple[Release, Any]:
    desk = desk_in(land()) if world.is_land else desks.opened(actor=PersonId(int=1))
    if world.is_land and world.table is not None:
        load(desk, world.table, covers=["L1"], good_through=ON)
    desk.save(*world.records)
    holding = desk.release(audience, ON)
    return holding.__enter__(), (desk, holding)


def written(release: Release, world: World) -> str:
    """All that comes through the gate, in whichever way it is asked for."""
    passes = [to_json(record) for kind in (*EVERY, *OUTCOMES.values()) for record in release.each(kind)]
    singly = [to_json(shown) for record in world.records if (shown := release.get(record.id)) is not None]
    return "\n".join([*passes, *singly])


def areas_in(record: Any) -> list[str]:
    """The areas that a record names."""
    if isinstance(record, Meeting | MeetingSeries):
        return [record.venue.locality] if record.venue is not None and record.venue.locality else []
    if isinstance(record, WorkingGroup):
        return [record.area] if record.area else []
    return list(getattr(record, "areas", ()))


@settings(max_examples=120)
@given(st.data())
def test_each_audience_sees_exactly_what_it_may(data: st.DataObject) -> None:
    world = data.draw(worlds())
    audience = data.draw(audiences(world))
    judge = Judge(world, audience)
    release, kept = released(world, audience)
    text = written(release, world)
    assert {mark.words for mark in world.marks if mark.words in text} == {mark.words for mark in world.marks if judge.may_see(mark)}
    assert [id for id in judge.hidden() if str(id) in text] == []
    shown = [record for kind in EVERY for record in release.each(kind)]
    assert {record.id for record in shown} == {record.id for record in world.records if judge.shows(record.id)}
    assert shown == [record for kind in EVERY for record in release.each(kind)]
    assert all(release.get(record.id) == record for record in shown)
    for record in shown:
        assert set(PARTY.findall(to_json(record))) - {str(record.id)} == judge.parties(record.id)
        assert areas_in(record) == judge.areas(record.id)
    label = release.label(Kinds(EVERY))
    assert max((record.tlp for record in shown), default=Tlp.CLEAR) <= label <= audience.clearance
    del kept


@settings(max_examples=15)
@given(worlds())
def test_the_desk_sees_all_and_labels_it_red(world: World) -> None:
    release, kept = released(world, Audience.desk())
    text = written(release, world)
    assert all(mark.words in text for mark in world.marks)
    assert release.label(Kinds((Organization,))) is Tlp.RED
    saved = {record.id: record for record in world.records}
    shown = {record.id: record for kind in EVERY for record in release.each(kind)}
    assert {id: shown[id] for id in saved} == saved
    del kept
