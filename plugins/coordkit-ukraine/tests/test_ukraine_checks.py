"""The building blocks of checks: when they speak, and when they are silent."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import attrs
import pytest

from coordkit import (
    Counted,
    Days,
    Headcount,
    Meeting,
    MeetingId,
    MeetingStatus,
    Mode,
    Organization,
    OrganizationId,
    PartialDate,
    Record,
    Slot,
    Source,
    Text,
    Venue,
)  # fmt: skip
from coordkit.ports import Check, Finding
from coordkit_ukraine import checks

SOURCES = (Source(url="https://example.org/rule"),)
WORDS = Text.of(uk="правило", en="rule")
CURFEW = checks.curfew(
    "night", "UA65", region=WORDS, starts=time(21), ends=time(5), since=date(2025, 4, 1), until=date(2025, 4, 30), sources=SOURCES
)
SHELTER = checks.shelter_places("shelter", "UA65", note=WORDS, since=date(2025, 4, 1), sources=SOURCES)
MASS = checks.mass_events("mass", "UA65", rule=WORDS, since=date(2025, 4, 1), until=date(2025, 4, 30), sources=SOURCES)
ALL = (CURFEW, SHELTER, MASS)


def slot(start: str, hours: float = 2, zone: str = "Europe/Kyiv") -> Slot:
    return Slot(datetime.fromisoformat(start), timedelta(hours=hours), zone)


# All three building blocks have something to say about this meeting.
CROWDED = Meeting(
    id=MeetingId(int=1),
    title=Text.of(en="Crowded night"),
    status=MeetingStatus.SCHEDULED,
    when=slot("2025-04-10T20:00:00"),
    venue=Venue(locality="UA65100150000057191", shelter_places=20),
    headcount=Headcount(value=21, counted=Counted.PEOPLE),
)


def said(check: Check, record: Record) -> list[Finding]:
    return list(check.run(record, date(2025, 4, 2)))


@pytest.mark.parametrize("check", ALL, ids=lambda check: check.name)
def test_a_check_advises_in_both_languages_with_its_source(check: Check) -> None:
    (finding,) = said(check, CROWDED)
    assert not finding.blocks
    assert finding.check == check.name
    assert finding.sources == check.sources == SOURCES
    assert finding.message.languages == ("uk", "en")


SILENT: dict[str, Record] = {
    "another region": attrs.evolve(CROWDED, venue=Venue(locality="UA53080370000025447", shelter_places=1)),
    "no venue": attrs.evolve(CROWDED, venue=None),
    "no locality": attrs.evolve(CROWDED, venue=Venue(shelter_places=20)),
    "online": attrs.evolve(CROWDED, modes=(Mode.ONLINE,)),
    "held": attrs.evolve(CROWDED, status=MeetingStatus.HELD),
    "cancelled": attrs.evolve(CROWDED, status=MeetingStatus.CANCELLED),
    "no day yet": attrs.evolve(CROWDED, status=MeetingStatus.DRAFT, when=PartialDate("2025-04")),
    "nothing known": attrs.evolve(CROWDED, status=MeetingStatus.DRAFT, when=None),
    "before the rule": attrs.evolve(CROWDED, when=slot("2025-03-30T20:00:00")),
    "no meeting": Organization(id=OrganizationId(int=1), name=Text.of(en="Some"), areas=("UA65100150000057191",)),
}


@pytest.mark.parametrize("check", ALL, ids=lambda check: check.name)
@pytest.mark.parametrize("why", SILENT)
def test_a_check_is_silent_where_it_has_no_business(check: Check, why: str) -> None:
    assert said(check, SILENT[why]) == []


@pytest.mark.parametrize("check", [CURFEW, MASS], ids=lambda check: check.name)
def test_a_rule_that_ended_is_silent_about_later_days(check: Check) -> None:
    assert said(check, attrs.evolve(CROWDED, when=slot("2025-04-30T20:00:00")))
    assert said(check, attrs.evolve(CROWDED, when=slot("2025-05-02T20:00:00"))) == []


@pytest.mark.parametrize("modes", [(), (Mode.IN_PERSON,), (Mode.MIXED,), (Mode.ONLINE, Mode.IN_PERSON)])
def test_a_meeting_at_which_people_may_gather_is_looked_at(modes: tuple[Mode, ...]) -> None:
    assert said(CURFEW, attrs.evolve(CROWDED, modes=modes))


@pytest.mark.parametrize(
    ("start", "hours", "speaks"),
    [
        ("2025-04-10T10:00:00", 2, False),
        ("2025-04-10T18:00:00", 2.9, False),
        ("2025-04-10T18:00:00", 3, True),  # it ends as the curfew begins: no time for the way home
        ("2025-04-10T05:00:00", 1, True),
        ("2025-04-10T05:01:00", 1, False),
        ("2025-04-10T00:30:00", 1, True),
        ("2025-04-10T23:00:00", 1, True),
        ("2025-04-10T10:00:00", 30, True),
    ],
)
def test_a_curfew_speaks_where_it_touches_the_meeting(start: str, hours: float, speaks: bool) -> None:
    assert bool(said(CURFEW, attrs.evolve(CROWDED, when=slot(start, hours)))) is speaks


def test_a_curfew_goes_by_the_clock_in_kyiv_whatever_the_zone_of_the_slot() -> None:
    tokyo_night = slot("2025-04-10T22:00:00", zone="Asia/Tokyo")  # 16:00 in Kyiv
    tokyo_morning = slot("2025-04-11T03:30:00", zone="Asia/Tokyo")  # 21:30 in Kyiv
    assert said(CURFEW, attrs.evolve(CROWDED, when=tokyo_night)) == []
    (finding,) = said(CURFEW, attrs.evolve(CROWDED, when=tokyo_morning))
    assert "21:30–23:30" in finding.message.best("en")


def test_whole_days_have_no_hour_for_a_curfew_but_are_days_of_a_rule() -> None:
    whole = attrs.evolve(CROWDED, when=Days(date(2025, 4, 30), date(2025, 5, 2)))
    assert said(CURFEW, whole) == []
    assert said(MASS, whole)


@pytest.mark.parametrize(
    "expected",
    [
        Headcount(value=20, counted=Counted.PEOPLE),
        Headcount(value=100, counted=Counted.ORGANIZATIONS),
        Headcount(value=100, counted=Counted.PEOPLE, over=6),
        None,
    ],
)
def test_a_shelter_speaks_only_where_more_people_come_to_one_meeting_than_it_holds(expected: Headcount | None) -> None:
    assert said(SHELTER, attrs.evolve(CROWDED, headcount=expected)) == []


def test_a_shelter_of_unknown_size_is_not_judged() -> None:
    assert said(SHELTER, attrs.evolve(CROWDED, venue=Venue(locality="UA65100150000057191"))) == []


def test_a_rule_on_mass_events_says_that_it_may_not_be_about_this_meeting() -> None:
    (finding,) = said(MASS, CROWDED)
    assert "not settled" in finding.message.best("en")
    assert "не визначено" in finding.message.best("uk")
