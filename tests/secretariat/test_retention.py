"""Whose data the office has kept for long enough."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest

from coordkit import (
    ActionItem,
    ActionStatus,
    Affiliation,
    AffiliationId,
    Attendance,
    ClockTime,
    DomainError,
    Invitation,
    InvitationId,
    Meeting,
    MeetingId,
    MeetingSeries,
    MeetingSeriesId,
    MeetingStatus,
    Membership,
    MembershipId,
    Minutes,
    MinutesId,
    Office,
    OfficeId,
    Organization,
    OrganizationId,
    OutcomeId,
    PartialDate,
    Person,
    PersonId,
    Recurrence,
    Secretariat,
    SeriesInvitee,
    Text,
    WorkingGroup,
    WorkingGroupId,
)
from coordkit.secretariat.retention import past_retention
from tests.secretariat import desks

WORDS = Text.of(en="Words")
TODAY = date(2029, 1, 15)


@pytest.fixture
def clock() -> desks.Clock:
    return desks.Clock(datetime(2026, 1, 15, tzinfo=UTC))


def office(desk: Secretariat, months: int | None = 24) -> OfficeId:
    (kept,) = desk.save(Office(id=desk.new(OfficeId), name=WORDS, retention_months=months))
    return kept.id


def person(desk: Secretariat, name: str) -> PersonId:
    (kept,) = desk.save(Person(id=desk.new(PersonId), name=Text.of(en=name)))
    return kept.id


def held(desk: Secretariat, day: str, **more: Any) -> MeetingId:
    (kept,) = desk.save(Meeting(id=desk.new(MeetingId), title=WORDS, status=MeetingStatus.HELD, when=PartialDate(day), **more))
    return kept.id


def names(desk: Secretariat, on: date = TODAY) -> dict[str, date | None]:
    """Who is listed, but for who works at the desk."""
    listed = past_retention(desk, office(desk), on)
    return {each.person.name.best("en"): each.last_part for each in listed if "en" in each.person.name.languages}


def test_who_had_no_part_for_longer_than_the_office_keeps_data_is_listed(desk: Secretariat) -> None:
    (org,) = desk.save(Organization(id=desk.new(OrganizationId), name=WORDS))
    (group,) = desk.save(WorkingGroup(id=desk.new(WorkingGroupId), name=WORDS))
    who = {name: person(desk, name) for name in ("left", "works", "member", "invited", "there", "guest", "owner", "done", "nobody")}
    old, recent = held(desk, "2026-01", guests=(who["guest"],)), held(desk, "2028-06")
    desk.save(
        Affiliation(id=desk.new(AffiliationId), person=who["left"], organization=org.id, position=WORDS, until="2026-12-31"),
        Affiliation(id=desk.new(AffiliationId), person=who["works"], organization=org.id, position=WORDS),
        Membership(id=desk.new(MembershipId), group=group.id, member=who["member"], until="2027-01"),
        Invitation(id=desk.new(InvitationId), meeting=old, invitee=who["invited"]),
        Minutes(id=desk.new(MinutesId), meeting=recent, attendance=(Attendance(who=who["there"]),)),
        ActionItem(id=desk.new(OutcomeId), meeting=old, text=WORDS, owner=who["owner"]),
        ActionItem(id=desk.new(OutcomeId), meeting=old, text=WORDS, owner=who["done"], status=ActionStatus.DONE),
    )
    assert names(desk) == {
        "nobody": None,
        "invited": date(2026, 1, 31),
        "guest": date(2026, 1, 31),
        "done": date(2026, 1, 31),
        "left": date(2026, 12, 31),
    }
    assert "member" in names(desk, TODAY + timedelta(days=60))


def test_a_part_in_a_series_lasts_as_long_as_the_series(desk: Secretariat, clock: desks.Clock) -> None:
    def series(who: str, rule: str, **more: Any) -> MeetingSeries:
        first = ClockTime(datetime(2026, 1, 20, 10), "Europe/Kyiv")
        hour, read = timedelta(hours=1), Recurrence.parse(rule)
        fields: dict[str, Any] = {"title": WORDS, "first": first, "duration": hour, "rule": read, "facilitator": person(desk, who)}
        (kept,) = desk.save(MeetingSeries(id=desk.new(MeetingSeriesId), **(fields | more)))
        return kept

    asked, answered = (SeriesInvitee(invitee=person(desk, "asked")),), person(desk, "answered")
    series("leads", "FREQ=WEEKLY", invitees=asked)
    over = series("led", "FREQ=WEEKLY;COUNT=2")
    desk.save(Invitation(id=desk.new(InvitationId), meeting=over.id, invitee=answered))
    called_off = series("stopped", "FREQ=WEEKLY")
    clock.now = datetime(2026, 3, 1, tzinfo=UTC)
    desk.save(called_off.cancelled())
    ended = date(2026, 1, 27)
    assert names(desk) == {"led": ended, "answered": ended, "stopped": date(2026, 3, 1)}


def test_who_was_taken_off_the_list_had_a_part_until_that_day(desk: Secretariat) -> None:
    def invited(name: str, meeting: MeetingId, withdrawn: str) -> Invitation:
        at = datetime.fromisoformat(withdrawn)
        return Invitation(id=desk.new(InvitationId), meeting=meeting, invitee=person(desk, name), withdrawn_at=at)

    past, to_come = held(desk, "2026-01"), MeetingId(int=404)
    desk.save(Meeting(id=to_come, title=WORDS))
    desk.save(invited("early", to_come, "2026-02-01T10:00Z"), invited("late", past, "2028-12-01T10:00Z"))
    assert names(desk) == {"early": date(2026, 2, 1), "late": date(2026, 1, 31)}


def test_who_works_at_the_desk_has_a_part_by_what_they_changed(desk: Secretariat, clock: desks.Clock) -> None:
    person(desk, "old record")
    actor = desk.actor
    assert isinstance(actor, str)
    listed = past_retention(desk, office(desk), date(2028, 6, 1))
    assert {each.person.name.best("en", "und") for each in listed} == {"old record", actor}
    clock.now = datetime(2028, 5, 1, tzinfo=UTC)
    listed = past_retention(desk, office(desk), date(2028, 6, 1))
    assert {each.person.name.best("en", "und") for each in listed} == {"old record"}


def test_what_is_listed_can_be_erased_and_is_gone(desk: Secretariat) -> None:
    person(desk, "old record")
    (only,) = (each for each in past_retention(desk, office(desk), TODAY) if "old record" in each.person.name)
    desk.erase(only.person.id)
    assert "old record" not in names(desk)


def test_an_office_without_a_limit_has_no_list(desk: Secretariat) -> None:
    with pytest.raises(DomainError, match="sets no limit"):
        past_retention(desk, office(desk, None), TODAY)


def test_a_person_never_saved_is_not_expired() -> None:
    from coordkit.domain.rules.retention import expired

    fresh = Person(id=PersonId(int=1), name=WORDS)
    assert expired([fresh], {}, 1, TODAY) == ()
    old = attrs.evolve(fresh, changed_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert [each.person for each in expired([old], {}, 1, TODAY)] == [old]
