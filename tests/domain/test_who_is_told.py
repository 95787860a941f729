"""Who is told of a change to one occurrence of a series."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import attrs

from coordkit import (
    AgendaItem,
    ClockTime,
    Days,
    Invitation,
    InvitationId,
    Meeting,
    MeetingId,
    MeetingSeriesId,
    MeetingStatus,
    PersonId,
    Response,
    Text,
)
from coordkit.domain.rules.revisions import must_be_told

SERIES = MeetingSeriesId(int=1)
START, LATER = (ClockTime(datetime(2026, 9, day, 10), "Europe/Kyiv") for day in (15, 22))
NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)
WHO, OTHER = PersonId(int=1), PersonId(int=2)
WORDS = Text.of(en="Words")
OCCURRENCE = Meeting(
    id=MeetingId(int=1),
    title=WORDS,
    status=MeetingStatus.SCHEDULED,
    when=START.slot(timedelta(hours=1)),
    series=SERIES,
    occurrence=START,
    uid="of-the-series",
    agenda=(AgendaItem(position=1, title=WORDS),),
)


def test_of_an_occurrence_each_is_told_once_and_by_the_closest_invitation() -> None:
    invitations = [
        Invitation(id=InvitationId(int=1), meeting=SERIES, invitee=WHO, response=Response.ACCEPTED),
        Invitation(id=InvitationId(int=2), meeting=SERIES, occurrence=START, invitee=WHO, response=Response.DECLINED),
        Invitation(id=InvitationId(int=3), meeting=SERIES, occurrence=LATER, invitee=OTHER),
        Invitation(id=InvitationId(int=4), meeting=MeetingSeriesId(int=2), invitee=OTHER),
    ]
    for order in (invitations, invitations[::-1]):
        assert must_be_told(OCCURRENCE, attrs.evolve(OCCURRENCE, agenda=()), order) == (), "who declined this one"
        (told,) = must_be_told(OCCURRENCE, OCCURRENCE.moved_to(Days(date(2026, 9, 16))), order)
        assert told.invitee == WHO


def test_who_was_taken_off_the_list_is_not_told() -> None:
    whole = Invitation(id=InvitationId(int=1), meeting=SERIES, invitee=WHO)
    one = Invitation(id=InvitationId(int=2), meeting=SERIES, occurrence=START, invitee=WHO)
    anew = Invitation(id=InvitationId(int=3), meeting=SERIES, occurrence=START, invitee=WHO)
    moved = OCCURRENCE.moved_to(Days(date(2026, 9, 16)))
    for invitations, is_told in (
        ([whole.withdrawn(NOON)], False),
        ([whole, one.withdrawn(NOON)], False),
        ([whole.withdrawn(NOON), one], True),
        ([one.withdrawn(NOON), anew], True),
    ):
        for order in (invitations, invitations[::-1]):
            assert [told.invitee for told in must_be_told(OCCURRENCE, moved, order)] == [WHO] * is_told
