"""Inviting people by mail to a meeting or a series, and telling those invited what changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import click

from coordkit.cli.announcing import announced, sender, sending
from coordkit.cli.changing import stacked
from coordkit.cli.commands import command, ref, ref_option
from coordkit.cli.meetings import meetings
from coordkit.cli.output import Answer, Grid, answer
from coordkit.cli.series import series
from coordkit.cli.session import Session
from coordkit.cli.values import DAY, OneOf
from coordkit.cli.words import label_of, member_word
from coordkit.domain.invitations import Invitation, ParticipationRole
from coordkit.domain.meetings import Meeting
from coordkit.domain.records import MeetingId, MeetingSeriesId, OrganizationId, PersonId
from coordkit.domain.series import MeetingSeries
from coordkit.domain.stakeholders import Organization, Person
from coordkit.secretariat import invitations

_asking = stacked(
    click.option(
        "--role",
        type=OneOf(ParticipationRole, by_name=True),
        default="required",
        help="Their part: chair, required, optional or informed. Default: required.",
    ),
    ref_option("--organizer", Person, help="The person who asks, where it is not the office."),
    sending,
)


def _invite(
    session: Session,
    about: MeetingId | MeetingSeriesId,
    who: Sequence[str],
    day: date | None,
    role: ParticipationRole,
    organizer: str | None,
    office: str | None,
    channel: str | None,
) -> Answer:
    """Invites, and answers with the new invitations and whoever was invited before."""
    named: list[PersonId | OrganizationId] = [session.find_any((Person, Organization), each).id for each in who]
    made = invitations.invite(
        session.desk,
        about,
        named or None,
        role=role,
        organizer=session.find(Person, organizer).id if organizer else None,
        occurrence=day,
        **sender(session, office, channel),
    )
    say = session.say
    known = [each for each in dict.fromkeys(named) if each not in {invitation.invitee for invitation in made}]
    parts: list[str | Grid] = []
    if made:
        parts.append(_invited(session, made))
        queued = say.count(len(made), "messages")
        parts.append(
            say(
                f"До надсилання: {queued}; надсилає coordkit outbox send",
                f"To be sent: {queued}; 'coordkit outbox send' sends them",
            )
        )
    if known:
        parts.append(say("Уже запрошено: ", "Invited already: ") + ", ".join(map(session.names, known)))
    return answer({"invitations": made, "invited_already": known}, *parts)


def _invited(session: Session, made: Sequence[Invitation]) -> Grid:
    rows = [(session.names(each.invitee), member_word(each.role, session), each.id.hex[:8]) for each in made]
    return Grid((label_of("invitee", session), label_of("role", session), "id"), rows)


@command(
    meetings,
    "invite",
    "coordkit meetings invite перше громадська поліція",
    "coordkit meetings invite перше 3fa85f64 --role optional --organizer 9b1deb4d",
)
@ref("meeting", Meeting)
@ref("who", Person, Organization, nargs=-1, required=True)
@_asking
def invite(
    session: Session,
    meeting: str,
    who: tuple[str, ...],
    role: ParticipationRole,
    organizer: str | None,
    office: str | None,
    channel: str | None,
) -> Answer:
    """Invite people and organizations to a meeting: one mail for each waits in the outbox.

    Each mail names its recipient alone, is in the recipient's language, and tells the exact place to who has accepted.
    """
    return _invite(session, session.find(Meeting, meeting).id, who, None, role, organizer, office, channel)


@command(
    series,
    "invite",
    "coordkit series invite щомісячна громадська поліція",
    "coordkit series invite щомісячна громадська --day 2027-01-05 --role optional",
)
@ref("series", MeetingSeries)
@ref("who", Person, Organization, nargs=-1)
@click.option("--day", type=DAY, help="Only to the meeting of this day.")
@_asking
def invite_to_series(
    session: Session,
    series: str,
    who: tuple[str, ...],
    day: date | None,
    role: ParticipationRole,
    organizer: str | None,
    office: str | None,
    channel: str | None,
) -> Answer:
    """Invite people and organizations to a series, or to its meeting of one day; without WHO those on its own list."""
    return _invite(session, session.find(MeetingSeries, series).id, who, day, role, organizer, office, channel)


@command(meetings, "announce", "coordkit meetings announce перше")
@ref("meeting", Meeting)
@sending
def announce_meeting(session: Session, meeting: str, office: str | None, channel: str | None) -> Answer:
    """Tell those invited what changed since they were told last. Who would read nothing new gets nothing."""
    return announced(session, session.find(Meeting, meeting), **sender(session, office, channel))


@command(series, "announce", "coordkit series announce щомісячна")
@ref("series", MeetingSeries)
@sending
def announce_series(session: Session, series: str, office: str | None, channel: str | None) -> Answer:
    """Tell those invited what changed since they were told last. Who would read nothing new gets nothing."""
    return announced(session, session.find(MeetingSeries, series), **sender(session, office, channel))
