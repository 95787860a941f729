"""What an audience sees of a series: invitees inside the group, speakers not under Chatham House, no more than its TLP."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import attrs
import pytest

from coordkit import (
    Audience,
    ClockTime,
    MeetingId,
    MeetingSeries,
    MeetingSeriesId,
    Organization,
    OrganizationId,
    Recurrence,
    Secretariat,
    SeriesInvitee,
    StaleRelease,
    Text,
    Tlp,
    Venue,
)
from tests.gate.records import GROUP, MEMBERS, NAME, STRANGERS, groups, shown

FIRST = ClockTime(datetime(2026, 9, 1, 10), "Europe/Kyiv")
WEEKLY = Recurrence.parse("FREQ=WEEKLY")
GUEST = OrganizationId(int=7)


def series(desk: Secretariat, **more: Any) -> MeetingSeries:
    """A kept series of the group, and an organization that everybody may see."""
    groups(desk)
    desk.save(Organization(id=GUEST, name=NAME, tlp=Tlp.CLEAR))
    fields: dict[str, Any] = {
        "id": MeetingSeriesId(int=1),
        "title": NAME,
        "tlp": Tlp.CLEAR,
        "first": FIRST,
        "duration": timedelta(hours=1),
        "rule": WEEKLY,
        "groups": (GROUP,),
        "invitees": (SeriesInvitee(invitee=GUEST),),
    }
    (kept,) = desk.save(MeetingSeries(**(fields | more)))
    return kept


def test_who_is_asked_to_a_series_is_for_its_groups(desk: Secretariat) -> None:
    kept = series(desk, venue=Venue(place=Text.of(uk="Зала")), notes=NAME)
    outside = attrs.evolve(kept, invitees=(), venue=Venue(), notes=None)
    assert shown(desk, kept) == shown(desk, kept, STRANGERS) == outside
    assert shown(desk, kept, MEMBERS) == attrs.evolve(outside, invitees=kept.invitees)


def test_who_may_know_the_place_of_a_series_may_not_know_that_of_an_occurrence_that_has_its_own(desk: Secretariat) -> None:
    exact, elsewhere = Venue(place=Text.of(uk="Зала")), Venue(place=Text.of(uk="Школа"))
    kept = series(desk, venue=exact)
    one = kept.occurrence_meeting(date(2026, 9, 8), MeetingId(int=9))
    same, moved = desk.save(one, attrs.evolve(kept.occurrence_meeting(date(2026, 9, 15), MeetingId(int=10)), venue=elsewhere))
    assert same.venue == exact
    for entitled in (kept, same, moved):
        audience = Audience.of_named([GUEST], entitled=[entitled.id])
        for record, venue in ((kept, exact), (same, exact), (moved, elsewhere)):
            seen = shown(desk, record, audience)
            assert seen is not None and seen.venue == (venue if record is entitled else Venue())


def test_who_leads_a_series_under_chatham_house_is_not_told(desk: Secretariat) -> None:
    kept = series(desk, facilitator=GUEST, chatham_house=True)
    inside = shown(desk, kept, MEMBERS)
    assert inside is not None and inside.facilitator is None
    (kept,) = desk.save(attrs.evolve(kept, chatham_house=False))
    inside = shown(desk, kept, MEMBERS)
    assert inside is not None and inside.facilitator == GUEST


def test_a_meeting_of_a_withheld_series_is_shown_without_its_name(desk: Secretariat) -> None:
    kept = series(desk, tlp=Tlp.RED)
    assert shown(desk, kept) is None
    (meeting,) = desk.save(attrs.evolve(kept.occurrence_meeting(date(2026, 9, 8), MeetingId(int=9)), tlp=Tlp.CLEAR))
    seen = shown(desk, meeting)
    assert seen == attrs.evolve(meeting, series=None)
    assert seen.occurrence == FIRST.on(date(2026, 9, 8))


def test_of_occurrences_that_are_withheld_the_days_are_known_and_nothing_else(desk: Secretariat) -> None:
    kept = series(desk)
    for number, day, tlp in ((9, 8, Tlp.AMBER), (10, 15, Tlp.CLEAR), (11, 22, Tlp.RED)):
        desk.save(attrs.evolve(kept.occurrence_meeting(date(2026, 9, day), MeetingId(int=number)), tlp=tlp))
    for audience, days in (
        (Audience.public(), {date(2026, 9, 8), date(2026, 9, 22)}),
        (MEMBERS, {date(2026, 9, 22)}),
        (Audience.desk(), set()),
    ):
        with desk.release(audience) as release:
            assert release.withheld_days(kept.id) == release.withheld_days(kept.id) == days


def test_of_a_withheld_series_no_day_is_known(desk: Secretariat) -> None:
    kept = series(desk, tlp=Tlp.RED)
    desk.save(attrs.evolve(kept.occurrence_meeting(date(2026, 9, 8), MeetingId(int=9)), tlp=Tlp.RED))
    with desk.release(Audience.public()) as release:
        assert release.withheld_days(kept.id) == frozenset()


def test_withheld_days_are_of_one_state_of_the_desk(desk: Secretariat) -> None:
    kept = series(desk)
    with desk.work() as work:
        release = work.release(Audience.public())
        assert release.withheld_days(kept.id) == frozenset()
        work.save(attrs.evolve(kept.occurrence_meeting(date(2026, 9, 8), MeetingId(int=9)), tlp=Tlp.RED))
        with pytest.raises(StaleRelease):
            release.withheld_days(kept.id)
