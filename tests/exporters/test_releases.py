"""The release that authors of plugins test with asks the gate what a desk's release would ask it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given

from coordkit import Audience, Meeting, MeetingId, Record, Release, Text, Tlp
from coordkit.codec.documents import Card
from coordkit.codec.index import index_of, required_of
from coordkit.testing.export_samples import samples
from coordkit.testing.releases import release_of
from tests.strategies import records


@given(records)
def test_it_demands_the_references_that_the_index_demands(record: Record) -> None:
    release = release_of([record], Audience.desk())
    (glance,) = release._snapshot.glances(type(record))
    index = index_of(record, revision=1, changed_at=datetime(2026, 1, 1, tzinfo=UTC))
    card = Card(record.id.kind, record.id.uuid, b"", index)
    assert sorted(map(str, glance.requires)) == sorted(required_of(card))
    assert (glance.id, glance.tlp) == (record.id, record.tlp)


def test_records_come_in_order_of_id_whatever_the_order_they_are_given_in() -> None:
    release = release_of(reversed(samples()), Audience.desk())
    ids = [meeting.id.int for meeting in release.each(Meeting)]
    assert ids == sorted(ids) and len(ids) == 3


def test_it_is_for_the_public_unless_told() -> None:
    release = release_of(samples())
    assert isinstance(release, Release)
    assert release.audience == Audience.public()


@pytest.mark.parametrize("stricter", [Tlp.GREEN, Tlp.RED])
def test_a_freer_rule_of_a_region_loosens_no_tlp(stricter: Tlp) -> None:
    meeting = Meeting(id=MeetingId(int=1), tlp=Tlp.GREEN, title=Text.of(uk="Нарада"))
    snapshot = release_of([meeting])._snapshot
    audience = Audience.of_named([samples()[2].id])  # type: ignore[list-item]  # the third sample is a person
    release = Release(snapshot, audience, release_of([]).on, rules=[lambda record, tlp: Tlp.CLEAR, lambda record, tlp: stricter])
    assert release.tlp_of(meeting) is stricter
