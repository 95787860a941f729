"""What the contract of exporters exports: of each kind something that everybody may see, and something that nobody may."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import attrs

from coordkit import (
    Affiliation,
    AffiliationId,
    Attendance,
    ClockTime,
    Consent,
    Contact,
    ContactKind,
    ForeignRule,
    Frequency,
    GroupState,
    Information,
    Initiative,
    InitiativeId,
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
    MinutesState,
    Organization,
    OrganizationId,
    OutcomeId,
    Person,
    PersonId,
    Record,
    Recurrence,
    SeriesInvitee,
    Slot,
    Source,
    StateSince,
    Text,
    Tlp,
    Venue,
    WorkingGroup,
    WorkingGroupId,
)

SHOWN = Text.of(uk="показано", en="disclosed")
"""Stands in a record of each kind that the public may see."""
HIDDEN = "withheld"
"""Stands in many places, none of which the public may see."""
HOSTILE = "=1+1;@SUM(1)\r\nBEGIN:VEVENT\n,\"'\t<b>&amp;\x0b\x85\u2028\u202e]]>\\n"
"""A text that is structure in one format or another; only a text in all of them."""

_HIDDEN = Text.of(uk=HIDDEN, en=HIDDEN)
_SOURCES = (Source(url="https://example.org/page", reason=SHOWN),)
_CONSENT = Consent(since="2020-01-01")
_WHEN = Slot(datetime(2026, 3, 2, 10), timedelta(hours=1), "Europe/Kyiv")
_FIRST = ClockTime.of(_WHEN)
_RULE = Recurrence(frequency=Frequency.WEEKLY)


def samples() -> tuple[Record, ...]:
    """Records of every kind that has a table. What the public may not see holds ``HIDDEN``; invitations show it nothing at all."""
    ids = (UUID(int=number) for number in range(1, 100))
    desk, closed = OrganizationId(int=next(ids).int), OrganizationId(int=next(ids).int)
    officer, unseen = PersonId(int=next(ids).int), PersonId(int=next(ids).int)
    group = WorkingGroupId(int=next(ids).int)
    open_meeting, red_meeting, amber_meeting = (MeetingId(int=next(ids).int) for _ in range(3))
    unconsented = Contact(kind=ContactKind.EMAIL, value=f"{HIDDEN}@example.org")
    consented = Contact(kind=ContactKind.EMAIL, value="desk@example.org", in_public=_CONSENT)
    taken_back = Contact(kind=ContactKind.MESSENGER, value=HIDDEN, in_public=Consent(since="2020-01-01", until="2025-12-31"))
    venue = Venue(locality="UA65", place=_HIDDEN, link=f"https://example.org/{HIDDEN}")
    return (
        Organization(id=desk, tlp=Tlp.CLEAR, name=SHOWN, contacts=(consented, unconsented, taken_back), parent=closed),
        Organization(id=closed, name=_HIDDEN),
        Person(id=officer, tlp=Tlp.CLEAR, name=SHOWN, contacts=(unconsented,), consent_in_public=_CONSENT),
        Person(id=unseen, tlp=Tlp.CLEAR, name=_HIDDEN),
        Affiliation(
            id=AffiliationId(int=next(ids).int), tlp=Tlp.CLEAR, person=officer, organization=desk, position=SHOWN, sources=_SOURCES
        ),
        Affiliation(id=AffiliationId(int=next(ids).int), tlp=Tlp.CLEAR, person=unseen, organization=desk, position=_HIDDEN),
        WorkingGroup(
            id=group, tlp=Tlp.CLEAR, name=SHOWN, area="UA65", states=(StateSince(state=GroupState.ACTIVE, since="2023-09"),)
        ),
        WorkingGroup(id=WorkingGroupId(int=next(ids).int), tlp=Tlp.GREEN, name=_HIDDEN),
        Membership(id=MembershipId(int=next(ids).int), tlp=Tlp.CLEAR, group=group, member=desk, sources=_SOURCES),
        Membership(id=MembershipId(int=next(ids).int), tlp=Tlp.CLEAR, group=group, member=unseen, seat=HIDDEN),
        Meeting(
            id=open_meeting, tlp=Tlp.CLEAR, title=SHOWN, status=MeetingStatus.SCHEDULED, when=_WHEN, venue=venue, notes=_HIDDEN,
            convener=desk, host=closed, guests=(officer, unseen), groups=(group,), predecessor=red_meeting, sources=_SOURCES,
        ),
        Meeting(id=red_meeting, tlp=Tlp.RED, title=_HIDDEN, status=MeetingStatus.SCHEDULED, when=_WHEN),
        Meeting(id=amber_meeting, title=_HIDDEN, status=MeetingStatus.SCHEDULED, when=_WHEN, groups=(group,)),
        Invitation(
            id=InvitationId(int=next(ids).int), tlp=Tlp.CLEAR, meeting=open_meeting, invitee=desk, comment=" ".join(SHOWN)
        ),
        Invitation(id=InvitationId(int=next(ids).int), meeting=open_meeting, invitee=unseen, comment=HIDDEN),
        Minutes(
            id=MinutesId(int=next(ids).int), tlp=Tlp.CLEAR, meeting=open_meeting, text=SHOWN, sources=_SOURCES,
            state=MinutesState.CIRCULATED, circulated_on=_WHEN.start.date(), taken_by=officer,
            attendance=(Attendance(who=desk), Attendance(who=closed), Attendance(who=unseen)),
        ),
        Minutes(id=MinutesId(int=next(ids).int), meeting=amber_meeting, text=_HIDDEN, attendance=(Attendance(who=closed),)),
        MeetingSeries(
            id=MeetingSeriesId(int=1), tlp=Tlp.CLEAR, title=SHOWN, first=_FIRST, duration=_WHEN.duration, rule=_RULE, venue=venue,
            convener=desk, host=closed, groups=(group,), notes=_HIDDEN, invitees=(SeriesInvitee(invitee=unseen),),
            follows=MeetingSeriesId(int=2), sources=_SOURCES,
        ),
        MeetingSeries(id=MeetingSeriesId(int=2), title=_HIDDEN, first=_FIRST, duration=_WHEN.duration, rule=ForeignRule(HIDDEN)),
        Information(id=OutcomeId(int=next(ids).int), tlp=Tlp.CLEAR, meeting=open_meeting, text=SHOWN),
        Information(id=OutcomeId(int=next(ids).int), tlp=Tlp.CLEAR, meeting=red_meeting, text=_HIDDEN),
        Initiative(id=InitiativeId(int=next(ids).int), tlp=Tlp.CLEAR, title=SHOWN, who=(desk, closed)),
        Initiative(id=InitiativeId(int=next(ids).int), tlp=Tlp.AMBER_STRICT, title=_HIDDEN),
    )  # fmt: skip


def hostile() -> tuple[Record, ...]:
    """A few records whose texts are ``HOSTILE``, and which everybody may see."""
    words = Text.of(uk=HOSTILE)
    group, meeting = WorkingGroupId(int=1), MeetingId(int=1)
    return (
        Organization(id=OrganizationId(int=1), tlp=Tlp.CLEAR, name=words, aliases=(HOSTILE, HOSTILE), kind=HOSTILE),
        WorkingGroup(id=group, tlp=Tlp.CLEAR, name=words, area=HOSTILE),
        Meeting(
            id=meeting, tlp=Tlp.CLEAR, title=words, purpose=words, kind=HOSTILE, uid=HOSTILE, groups=(group,),
            status=MeetingStatus.SCHEDULED, when=_WHEN, venue=Venue(locality=HOSTILE),
        ),
        MeetingSeries(
            id=MeetingSeriesId(int=1), tlp=Tlp.CLEAR, title=words, kind=HOSTILE, uid=HOSTILE, first=_FIRST, duration=_WHEN.duration,
            rule=ForeignRule("=1+1;@SUM(1)"),
        ),
        Information(id=OutcomeId(int=1), tlp=Tlp.CLEAR, meeting=meeting, text=words, topics=(HOSTILE,)),
        Initiative(id=InitiativeId(int=1), tlp=Tlp.CLEAR, title=words, areas=(HOSTILE,)),
    )  # fmt: skip


def many(kind: type[Record], number: int) -> Iterator[Record]:
    """The samples, and so many records of a kind that are like the one that everybody may see."""
    shown = samples()
    like: Any = next(record for record in shown if isinstance(record, kind))
    yield from shown
    for position in range(1, number + 1):
        yield attrs.evolve(like, id=type(like.id)(int=1000 + position))
