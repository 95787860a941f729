"""Invitations: who was asked and what they answered; taking somebody off the list; answers that come by phone; passing one on."""

from __future__ import annotations

from datetime import date, datetime

import click

from coordkit.cli.announcing import announce, sender, sending, told_data, told_part
from coordkit.cli.changing import saved_parts, stacked
from coordkit.cli.commands import Ref, command, noun, ref
from coordkit.cli.faults import Refused
from coordkit.cli.naming import short
from coordkit.cli.output import Answer, Grid, answer
from coordkit.cli.session import Session
from coordkit.cli.values import DAY, MOMENT, OneOf
from coordkit.cli.words import label_of, member_word
from coordkit.domain.errors import NotFound, Problem
from coordkit.domain.invitations import Invitation, Response, ResponseSource
from coordkit.domain.meetings import Meeting
from coordkit.domain.records import MeetingSeriesId, OrganizationId, PersonId
from coordkit.domain.series import MeetingSeries
from coordkit.domain.stakeholders import Organization, Person
from coordkit.domain.text import alphabetical
from coordkit.secretariat import answers
from coordkit.secretariat import invitations as at_desk
from coordkit.secretariat.telling import Told

invitations = noun(
    "invitations",
    "Who was asked to what, and what they answered. 'coordkit meetings invite' asks; answers by mail come with 'coordkit inbox'.",
    "coordkit invitations list перше",
)
_ABOUT = (Meeting, MeetingSeries)
_WHO = (Person, Organization)


_which = click.argument(
    "which", type=Ref(Invitation, *_ABOUT, *_WHO), nargs=-1, required=True, metavar="INVITATION|(MEETING|SERIES WHO)"
)
_by = click.option(
    "--by",
    "source",
    type=OneOf(ResponseSource, by_name=True),
    required=True,
    help="How it came: phone, messenger, in_person, or mail for an answer in words.",
)
_at = click.option("--at", type=MOMENT, help="When they said it: '2026-12-01 10:40' on the office's clock. Default: now.")
_one_day = click.option("--day", type=DAY, help="Of an invitation to a series, only the meeting of this day.")
_recorded = stacked(_by, _at, _one_day)


def _asked_to(session: Session, about: Meeting | MeetingSeries) -> tuple[Invitation, ...]:
    """Every invitation that bears on it: of one meeting of a series those to it alone and those to the series."""
    if isinstance(about, Meeting) and about.series is not None:
        wide = session.desk.each(Invitation, {"meeting": str(about.series)})
        return tuple(each for each in wide if each.occurrence in (None, about.occurrence))
    return session.desk.each(Invitation, {"meeting": str(about.id)})


def _invitation(session: Session, words: tuple[str, ...]) -> Invitation:
    """The invitation that was meant. Raises ``NotFound``, ``Refused`` for several, ``click.UsageError`` for other words."""
    match words:
        case (given,):
            return session.find(Invitation, given)
        case (given, who):
            about, invitee = session.find_any(_ABOUT, given), session.find_any(_WHO, who)
        case _:
            raise click.UsageError("name an invitation by its id, or by the meeting or series and who was asked")
    found = [each for each in _asked_to(session, about) if each.invitee == invitee.id]
    if isinstance(about, Meeting) and len(found) > 1:
        found = [each for each in found if each.occurrence is not None]
    if isinstance(about, MeetingSeries):
        found = [each for each in found if each.occurrence is None] or found
    if not found:
        raise NotFound("they were not asked to it; 'coordkit invitations list' shows who was", where=session.names.of(invitee))
    if len(found) > 1:
        shown = [Problem(f"invitation:{short(each.id)}", str(each.occurrence or "")) for each in found]
        raise Refused("they were asked on several days; write the id of one invitation", where=who, problems=shown)
    return found[0]


def _day_of(session: Session, words: tuple[str, ...], found: Invitation, day: date | None) -> date | None:
    """The day that is meant: as said, or that of the one meeting that was named of a series to which they were asked as a whole."""
    if day is None and len(words) > 1 and isinstance(found.meeting, MeetingSeriesId) and found.occurrence is None:
        about = session.find_any(_ABOUT, words[0])
        if isinstance(about, Meeting) and about.occurrence is not None:
            return about.occurrence.day
    return day


@command(invitations, "list", "coordkit invitations list перше", "coordkit invitations list щомісячна --json")
@ref("about", *_ABOUT)
def list_invitations(session: Session, about: str) -> Answer:
    """List who was asked to a meeting or series, in which part, and what they answered, how and when."""
    say = session.say
    found = sorted(_asked_to(session, session.find_any(_ABOUT, about)), key=lambda each: _order(session, each))
    rows = [
        (
            session.names(each.invitee),
            member_word(each.role, session),
            _answer(session, each),
            member_word(each.response_source, session) if each.response_source else "",
            session.clock(each.answered_at) if each.answered_at else "",
            str(each.occurrence.day) if each.occurrence else "",
            short(each.id),
        )
        for each in found
    ]
    labels = [label_of(name, session) for name in ("invitee", "role", "response", "response_source", "answered_at")]
    return answer(found, Grid((*labels, say("Лише день", "Only the day"), "id"), rows))


def _order(session: Session, invitation: Invitation) -> tuple[tuple[int, ...], str]:
    """By name; after the invitation to a series those to single days of it."""
    return alphabetical(session.names(invitation.invitee)), str(invitation.occurrence or "")


def _answer(session: Session, invitation: Invitation) -> str:
    """What they answered, with whom they sent, what they said, and whether they are off the list."""
    said = member_word(invitation.response, session)
    if invitation.delegated_to:
        said += f" → {session.names(invitation.delegated_to)}"
    if invitation.comment:
        said += f": {invitation.comment}"
    return session.say("запрошення відкликано", "withdrawn") if invitation.withdrawn_at else said


@command(
    invitations,
    "withdraw",
    "coordkit invitations withdraw перше громадська",
    "coordkit invitations withdraw 3fa85f64",
)
@_which
@sending
def withdraw(session: Session, which: tuple[str, ...], office: str | None, channel: str | None) -> Answer:
    """Take somebody off the list. They alone are told by mail; they may be invited again later."""
    found = _invitation(session, which)
    if _day_of(session, which, found, None) is not None:
        raise Refused(
            "they were asked to the whole series; withdraw that, or write their answer for the day down with 'answer --day'",
            where=session.names.of(found),
        )
    gone = at_desk.withdraw(session.desk, found.id, **sender(session, office, channel))
    return answer(gone, *saved_parts(session, found, gone))


@command(
    invitations,
    "answer",
    "coordkit invitations answer перше громадська accepted --by phone",
    "coordkit invitations answer щомісячна громадська declined --by messenger --day 2027-01-05 --at '2026-12-20 16:30'",
)
@_which
@click.argument("response", type=OneOf(Response), metavar="ANSWER")
@_recorded
@click.option("--comment", help="What they said with it.")
def record(
    session: Session,
    which: tuple[str, ...],
    response: Response,
    source: ResponseSource,
    at: datetime | None,
    day: date | None,
    comment: str | None,
) -> Answer:
    """Write down an answer that came by phone, messenger or in person: accepted, declined, tentative or needs-action.

    It counts for the meeting as it stood then; a newer answer by mail goes before it, and an older one does not.
    """
    found = _invitation(session, which)
    kept = answers.record_answer(
        session.desk,
        found.id,
        response,
        source=source,
        comment=comment,
        at=session.moment(at),
        occurrence=_day_of(session, which, found, day),
    )
    return answer(kept, *saved_parts(session, found if kept.id == found.id else None, kept))


@command(
    invitations,
    "delegate",
    "coordkit invitations delegate перше громадська поліція --by phone --announce",
    "coordkit invitations delegate 3fa85f64 9b1deb4d --by in_person",
)
@_which
@ref("to", *_WHO, metavar="TO")
@_recorded
@announce
def delegate(
    session: Session,
    which: tuple[str, ...],
    to: str,
    source: ResponseSource,
    at: datetime | None,
    day: date | None,
    announce: bool,
) -> Answer:
    """Write down that the invitee sends somebody else, who is invited in their place; --announce sends the invitation."""
    found = _invitation(session, which)
    delegate: PersonId | OrganizationId = session.find_any(_WHO, to).id
    queued: list[Told] = []
    first, second = answers.delegate(
        session.desk,
        found.id,
        delegate,
        source=source,
        at=session.moment(at),
        occurrence=_day_of(session, which, found, day),
        announce=queued.append if announce else False,
    )
    parts = (*saved_parts(session, found if first.id == found.id else None, first), *saved_parts(session, None, second))
    data = {"delegator": first, "delegate": second}
    if not announce:
        return answer(data, *parts)
    (told,) = queued
    said = {"told": told_data(told.messages, told.unreached)}
    return answer(data | said, *parts, *told_part(session, told.messages, told.unreached))
