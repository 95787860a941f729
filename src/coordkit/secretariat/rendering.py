"""One message to one invitee, as it will go out: rendered from what they may see, in their language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import attrs

from coordkit.calendar import itip
from coordkit.calendar.mail import Automatic, mail
from coordkit.calendar.people import Attendee, Party
from coordkit.codec.documents import Message
from coordkit.domain.announced import Announced
from coordkit.domain.audiences import Audience
from coordkit.domain.clock_times import ClockTime
from coordkit.domain.errors import DomainError
from coordkit.domain.invitations import ParticipationRole, Response
from coordkit.domain.meetings import Meeting, MeetingStatus
from coordkit.domain.records import MeetingId, MeetingSeriesId
from coordkit.domain.rules.announcing import Saying, date_of, may_know_place, span_of
from coordkit.domain.rules.revisions import Because
from coordkit.domain.series import MeetingSeries
from coordkit.domain.sharing import Release
from coordkit.domain.stakeholders import ContactKind, Organization, Person
from coordkit.domain.text import Text
from coordkit.letters import Facts, LetterKind, letter
from coordkit.secretariat.addressees import Sender, address_of, invitee_of, is_written, languages_for, organizer_of
from coordkit.secretariat.areas import locality_name
from coordkit.secretariat.matters import Asked, Matter, asked_to, matter_of
from coordkit.secretariat.work import Work

_POSTPONED = Text.of(uk="Перенесено; нової дати ще немає.", en="Postponed; there is no new date yet.")


@attrs.frozen(kw_only=True)
class Occasion:
    """Why a message goes out: the kind of letter, what asked for it (``cause``, a part of its key), and what it tells of.

    ``before`` is what was said last, ``comment`` what a person adds, ``answers`` the Message-ID that it answers, ``days`` how many
    days there are until the meeting.
    """

    kind: LetterKind
    cause: str
    because: tuple[Because, ...] = ()
    before: Announced | None = None
    comment: str | None = None
    answers: str | None = None
    days: int | None = None


@attrs.frozen(kw_only=True)
class Rendered:
    """A calendar object for one invitee. ``told`` is a digest of what it says to them, its SEQUENCE and time of writing aside."""

    method: str
    calendar: bytes
    sequence: int
    told: str


class Renderer:
    """Renders one matter for those asked to it, from one state of a unit of work: nothing is saved while it is used.

    Without ``tells_place`` nobody is told the exact place, and of what is called off nobody is anyway.
    """

    def __init__(self, work: Work, sender: Sender, matter: Matter, everybody: Sequence[Asked], *, tells_place: bool = True) -> None:
        self.work = work
        self.sender = sender
        self.matter = matter
        self.everybody = tuple(everybody)
        self.tells_place = tells_place and matter.saying is Saying.COME
        self.now = work.desk.now()

    def is_entitled(self, asked: Asked, subject: Meeting | MeetingSeries | None = None) -> bool:
        """Whether the invitee may know the exact place and link now."""
        meeting = subject or self.matter.subject
        span = span_of(meeting.when, self.sender.office.zone) if isinstance(meeting, Meeting) else None
        return may_know_place(asked.response, span[0] - self.now if span else None, self.sender.office.reminders)

    # -- calendar objects

    def current(self, asked: Asked) -> Rendered:
        """What the invitee is told of the matter as it stands: a REQUEST, or a CANCEL of what is called off.

        Raises ``DomainError`` where it may not be shown to them, or cannot stand in a calendar.
        """
        if self.matter.saying is Saying.CALLED_OFF:
            postponed = getattr(self.matter.subject, "status", None) is MeetingStatus.POSTPONED
            return self.cancel(asked, comment=_POSTPONED if postponed else None)
        return self._request(asked)

    def cancel(self, asked: Asked, *, comment: Text | None = None, removed: bool = False) -> Rendered:
        """A CANCEL; with ``removed`` for somebody who alone is taken off the list (RFC 5546 3.2.5)."""
        subject, common = self._common(asked)
        words = None if comment is None else comment.best(*common["languages"])
        was = self.matter.before.when if self.matter.before else None
        calendar = itip.cancel(subject, comment=words, removed=removed, was=was, **common)
        return self._rendered("CANCEL", calendar)

    def declined_counter(
        self, asked: Asked, *, sequence: int, comment: str | None, occurrence: ClockTime | None = None
    ) -> Rendered:
        """A DECLINECOUNTER for a proposal that was made to ``sequence`` (RFC 5546 3.2.8)."""
        subject, common = self._common(asked)
        common.pop("locality")
        calendar = itip.decline_counter(subject, sequence=sequence, comment=comment, occurrence=occurrence, **common)
        return attrs.evolve(self._rendered("DECLINECOUNTER", calendar), sequence=sequence)

    def _request(self, asked: Asked) -> Rendered:
        subject, common = self._common(asked)
        follows = self._follows()
        calendar = itip.request(subject, others=self._others(asked, common["languages"]), follows=follows, **common)
        told = itip.told_digest(calendar)
        if isinstance(subject, MeetingSeries) and self.matter.occurrences:
            overrides, without = self._overrides(asked, common["languages"])
            calendar = itip.request(
                subject,
                others=self._others(asked, common["languages"]),
                overrides=overrides,
                also_without=(*self.matter.called_off, *without),
                follows=follows,
                **common,
            )
        return attrs.evolve(self._rendered("REQUEST", calendar), told=told)

    def _rendered(self, method: str, calendar: bytes) -> Rendered:
        told = itip.told_digest(calendar)
        return Rendered(method=method, calendar=calendar, sequence=self.matter.sequence, told=told)

    def _common(self, asked: Asked) -> tuple[Meeting | MeetingSeries, dict[str, Any]]:
        shown = self.shown(asked)
        languages = self.languages(asked)
        return shown, {
            "organizer": organizer_of(self.work, self.matter.subject, self.sender, languages),
            "recipient": self._recipient(asked, languages),
            "stamp": self._stamp(asked),
            "languages": languages,
            "locality": self._locality(shown, languages),
        }

    def _stamp(self, asked: Asked) -> datetime:
        """DTSTAMP: now, unless the clock was set back since the invitee was told last; what is newer must not look older."""
        last = asked.invitation.changed_at
        return self.now if last is None or last <= self.now else last + timedelta(seconds=1)

    def _follows(self) -> str | None:
        subject = self.matter.subject
        before = self.work.find(subject.follows) if isinstance(subject, MeetingSeries) and subject.follows else None
        return before.uid if isinstance(before, MeetingSeries) else None

    def _overrides(self, asked: Asked, languages: tuple[str, ...]) -> tuple[tuple[itip.Override, ...], tuple[date, ...]]:
        """The overrides that the invitee gets with the series, and the days of those that they are not asked to."""
        made, without = [], []
        for meeting in self.matter.carried:
            matter = matter_of(self.work, meeting.id)
            inner = Renderer(self.work, self.sender, matter, asked_to(self.work, matter))
            one = next((each for each in inner.everybody if each.invitee == asked.invitee), None)
            if one is not None:
                shown = inner.shown(one)
                if isinstance(shown, Meeting):
                    people, others = inner._recipient(one, languages), inner._others(one, languages)
                    locality = self._locality(shown, languages)
                    made.append(itip.Override(meeting=shown, recipient=people, others=others, locality=locality))
            elif meeting.occurrence is not None:
                without.append(meeting.occurrence.day)
        return tuple(made), tuple(without)

    # -- what an invitee may see

    def release(self, asked: Asked) -> Release:
        """What the invitee may see of the desk, the exact place of this matter where they are entitled to it."""
        subject = self.matter.subject
        ids: list[MeetingId | MeetingSeriesId] = [subject.id] if self.tells_place and self.is_entitled(asked) else []
        return self.work.release(Audience.of_named((asked.invitee,), entitled=ids, clearance=self.sender.office.tlp_ceiling))

    def shown(self, asked: Asked) -> Meeting | MeetingSeries:
        """The meeting or series as the invitee may see it. Raises ``DomainError`` where they may not."""
        shown = self.release(asked).get(self.matter.subject.id)
        if not isinstance(shown, Meeting | MeetingSeries):
            raise DomainError("this meeting may not be shown to the invitee", where=str(asked.invitee))
        return attrs.evolve(shown, sequence=self.matter.sequence)

    def languages(self, asked: Asked) -> tuple[str, ...]:
        """In which languages the invitee is written to."""
        return languages_for(invitee_of(self.work, asked.invitee), self.sender.office)

    def _recipient(self, asked: Asked, languages: tuple[str, ...]) -> Attendee:
        """The invitee as they stand in their own message. Raises ``DomainError`` where no mail reaches them."""
        who = invitee_of(self.work, asked.invitee)
        address = address_of(who)
        if address is None:
            raise DomainError(f"“{who.name}” has no e-mail address that mail reaches; add a contact first", where=str(who.id))
        invitation = asked.invitation
        return Attendee(
            party=Party(who.name.best(*languages), address),
            role=invitation.role,
            response=asked.response,
            is_group=isinstance(who, Organization),
            delegated_to=None if invitation.delegated_to is None else address_of(invitee_of(self.work, invitation.delegated_to)),
            delegated_from=None if (passed := self.delegator(asked)) is None else address_of(passed),
        )

    def delegator(self, asked: Asked) -> Person | Organization | None:
        """Who passed the invitation on to this invitee."""
        passed = (each.invitee for each in self.everybody if each.invitation.delegated_to == asked.invitee)
        found = next(passed, None)
        return None if found is None else invitee_of(self.work, found)

    def _others(self, asked: Asked, languages: tuple[str, ...]) -> tuple[Attendee, ...]:
        """The other invitees, where the meeting says that they see each other: as far as this one may see them."""
        if not self.matter.subject.shows_attendees:
            return ()
        release = self.release(asked)
        others = []
        for each in self.everybody:
            who = release.get(each.invitee) if each.invitee != asked.invitee else None
            if isinstance(who, Person | Organization) and (address := _shown_address(who)):
                others.append(
                    Attendee(
                        party=Party(who.name.best(*languages), address),
                        role=each.invitation.role,
                        response=each.response,
                        is_group=isinstance(who, Organization),
                    )
                )
        return tuple(others)

    def _locality(self, shown: Meeting | MeetingSeries, languages: tuple[str, ...]) -> str | None:
        return locality_name(self.work.desk, shown.venue.locality if shown.venue else None, languages)

    # -- mail

    def message(self, asked: Asked, rendered: Rendered, occasion: Occasion) -> Message:
        """The whole mail to the invitee, ready for the outbox: one key, one Message-ID, whatever becomes of it."""
        who = invitee_of(self.work, asked.invitee)
        languages = self.languages(asked)
        organizer = organizer_of(self.work, self.matter.subject, self.sender, languages)
        recipient = self._recipient(asked, languages).party
        written = letter(
            occasion.kind,
            self._facts(asked, who, occasion, organizer.party.name),
            language=languages[0],
            templates=(*self.sender.office.templates, *self.work.desk.plugins.templates()),
        )
        uuid = self.work.desk.new_uuid()
        subject, part = self.matter.subject, self.matter.part
        content = mail(
            rendered.calendar,
            rendered.method,
            sender=Party(organizer.party.name, self.sender.address),
            recipient=recipient,
            subject=written.subject,
            plain=written.plain,
            html=written.html,
            message_id=f"<{uuid}@{self.sender.address.rpartition('@')[2]}>",
            date=self.now,
            language=written.language,
            in_reply_to=occasion.answers,
            automatic=Automatic.REPLIED if occasion.answers else Automatic.GENERATED,
        )
        about = (subject.id.uuid, asked.invitation.id.uuid, asked.invitee.uuid)
        return Message(
            uuid, self.sender.channel, recipient.address, content, about, queued_at=self.now, due_at=self.now,
            key="|".join((
                recipient.address, self.sender.channel, subject.uid, part, rendered.method, str(rendered.sequence), occasion.cause,
            )),
            thread=thread_of(subject, asked),
            part=part if rendered.method != "DECLINECOUNTER" else f"{part} {occasion.cause}",
            sequence=rendered.sequence,
            closes=rendered.method == "CANCEL",
        )  # fmt: skip

    def _facts(self, asked: Asked, who: Person | Organization, occasion: Occasion, organizer: str) -> Facts:
        shown, languages, before = self.shown(asked), self.languages(asked), occasion.before
        passed = self.delegator(asked)
        old = before.locality if before else None
        others = self._others(asked, languages)
        return Facts(
            meeting=_dated(shown, before),
            locality=self._locality(shown, languages),
            organizer=organizer,
            recipient=who.name.best(*languages),
            title_form=who.title_form if isinstance(who, Person) else None,
            role=asked.invitation.role,
            because=occasion.because,
            asked_anew=asked.response is Response.NEEDS_ACTION and asked.invitation.reset_at > 0,
            before=before,
            before_locality=locality_name(self.work.desk, old, languages),
            comment=occasion.comment,
            delegator=None if passed is None else passed.name.best(*languages),
            days=occasion.days,
            place_follows=self._follows_later(asked, shown, "place"),
            link_follows=self._follows_later(asked, shown, "link"),
            others=tuple(each.party.name for each in others),
        )

    def _follows_later(self, asked: Asked, shown: Meeting | MeetingSeries, what: str) -> bool:
        """Whether there is an exact place, or a link, that the invitee is not told now, and is told once they accept."""
        venue = self.matter.subject.venue
        is_asked = asked.invitation.role is not ParticipationRole.INFORMED and self.matter.saying is Saying.COME
        return is_asked and getattr(venue, what, None) is not None and getattr(shown.venue, what, None) is None


def thread_of(subject: Meeting | MeetingSeries, asked: Asked) -> str:
    """Within what messages keep their turn: what one invitee is told of one calendar object. Two may share an address."""
    return f"{subject.uid} {asked.invitee}"


def _shown_address(who: Person | Organization) -> str | None:
    return next((each.value for each in who.contacts if each.kind is ContactKind.EMAIL and is_written(each.value)), None)


def _dated(shown: Meeting | MeetingSeries, before: Announced | None) -> Meeting | MeetingSeries:
    """A cancelled meeting that has no day any more, with the time that it had when it was announced last."""
    if shown.status is MeetingStatus.CANCELLED and date_of(shown.when) is None and before:
        return attrs.evolve(shown, when=before.when)
    return shown
