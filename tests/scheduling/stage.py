"""A stage for correspondence: a desk with its office, those who are invited, and the post that goes between them.

The office acts through the functions that everybody uses, the attendees answer with mails of their own making.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs

from coordkit import (
    ClockTime,
    Consent,
    Contact,
    ContactKind,
    Days,
    Invitation,
    Meeting,
    MeetingId,
    MeetingSeries,
    MeetingSeriesId,
    Office,
    OfficeId,
    Person,
    PersonId,
    Received,
    Recurrence,
    Response,
    ResponseSource,
    Secretariat,
    Slot,
    Text,
    Venue,
)
from coordkit.ports import Message
from coordkit.secretariat import answers, correspondence, invitations, series
from coordkit.secretariat.invitations import Announcement
from tests.scheduling.attendee import Attendee, posted
from tests.secretariat import desks

OFFICE = "office@example.org"
SERVER = "mx.example.org"
ZONE = "Europe/Kyiv"
ADDRESSES = {
    "a": "a@one.example",
    "b": "b@two.example",
    "c": "c@three.example",
    "d": "d@four.example",
    "h": "chair@five.example",
}
KHERSON, POLTAVA = "UA65100150000057191", "UA53080370000025447"
PLACE = "кімната 3"
LINK = "https://meet.example.org/room"


def slot(said: str, minutes: int = 90) -> Slot:
    """A time of September 2026 by the clock of Kyiv: ``15T10`` is the 15th, 10:00."""
    return Slot(datetime(2026, 9, int(said[:2]), int(said[3:5]), int(said[6:8] or 0)), timedelta(minutes=minutes), ZONE)


def day(said: str) -> date:
    """A day of September 2026, or with a month of that year: ``22``, ``10-06``."""
    month, _, number = said.rpartition("-")
    return date(2026, int(month or 9), int(number))


@attrs.frozen
class Post:
    """A channel that puts each mail into the mailbox of its recipient; it goes by the name of a built-in one."""

    attendees: dict[str, Attendee]
    name: str = "folder"

    @contextmanager
    def session(self) -> Iterator[Post]:
        """A connection."""
        yield self

    def deliver(self, message: Message) -> None:
        """Into the mailbox."""
        self.attendees[message.recipient].receives(message.content)


@attrs.define
class Stage:
    """The desk, and those whom letters stand for: a to c may be invited, d is a stranger to the desk, h the chair.

    What happens gives the stage back.
    """

    desk: Secretariat
    clock: desks.Clock
    office: Office
    people: dict[str, PersonId]
    attendees: dict[str, Attendee]
    about: MeetingId | MeetingSeriesId
    received: list[Received] = attrs.field(factory=list)
    drawer: list[bytes] = attrs.field(factory=list)
    told: list[Announcement] = attrs.field(factory=list)
    holds_post: bool = False

    @classmethod
    def of(cls, *, is_series: bool = False, url: str = "memory://", **office: Any) -> Stage:
        """A new one: a meeting on Tuesday, 15 September 2026, 10:00 in Kyiv, or one that is held eight Tuesdays from then on."""
        clock = desks.Clock(datetime(2026, 9, 1, 8, tzinfo=UTC), timedelta(seconds=1))
        desk = desks.opened(url, clock=clock, region="kherson")
        fields = {"addresses": (OFFICE,), "channel": "folder", "trusted_server": SERVER} | office
        (home,) = desk.save(desks.office(desk, **fields))
        people = {letter: person_of(desk, letter) for letter in "abch"}
        attendees = {name: Attendee(address=name, office=OFFICE, now=clock) for name in ADDRESSES.values()}
        stage = cls(desk, clock, home, people, attendees, MeetingId(int=1))
        stage.about = stage._series() if is_series else stage._meeting()
        return stage

    def _meeting(self) -> MeetingId:
        draft = Meeting(id=self.desk.new(MeetingId), title=Text.of(uk="Нарада", en="Council"), venue=venue())
        (kept,) = self.desk.save(draft.scheduled(slot("15T10")))
        return kept.id

    def _series(self) -> MeetingSeriesId:
        (kept,) = self.desk.save(
            MeetingSeries(
                id=self.desk.new(MeetingSeriesId),
                title=Text.of(uk="Щотижнева нарада", en="Weekly council"),
                first=ClockTime(datetime(2026, 9, 15, 10), ZONE),
                duration=timedelta(minutes=90),
                rule=Recurrence.parse("FREQ=WEEKLY;COUNT=8"),
                venue=venue(),
            )
        )
        return kept.id

    # -- what there is

    @property
    def meeting(self) -> Meeting:
        """The meeting as it is kept."""
        assert isinstance(self.about, MeetingId)
        return self.desk.get(Meeting, self.about)

    @property
    def series(self) -> MeetingSeries:
        """The series as it is kept."""
        assert isinstance(self.about, MeetingSeriesId)
        return self.desk.get(MeetingSeries, self.about)

    @property
    def subject(self) -> Meeting | MeetingSeries:
        """The one or the other."""
        return self.meeting if isinstance(self.about, MeetingId) else self.series

    def invitation(self, letter: str, on: str | None = None) -> Invitation:
        """Somebody's invitation, to all or to the occurrence of an original day."""
        wanted = None if on is None else day(on)
        return next(
            each
            for each in self.desk.each(Invitation, {"meeting": str(self.about), "invitee": str(self.people[letter])})
            if (each.occurrence.day if each.occurrence else None) == wanted
        )

    def attendee(self, letter: str) -> Attendee:
        """The attendee."""
        return self.attendees[ADDRESSES[letter]]

    def original(self, on: str | None) -> datetime | None:
        """The original start of an occurrence (UTC)."""
        return None if on is None else self.series.first.on(day(on)).in_utc()

    # -- the office

    def post(self) -> Stage:
        """What lies in the outbox goes out."""
        if not self.holds_post:
            correspondence.send(self.desk, Post(self.attendees))
        return self

    def post_waits(self) -> Stage:
        """From now on nothing goes out."""
        self.holds_post = True
        return self

    def post_goes(self) -> Stage:
        """All goes out that waited."""
        self.holds_post = False
        self.post()
        return self

    def invite(self, letters: str, *, on: str | None = None, organizer: str | None = None) -> Stage:
        """Invites people, to all or to one occurrence."""
        chair = self.people[organizer] if organizer else None
        whom = [self.people[letter] for letter in letters]
        invitations.invite(self.desk, self.about, whom, occurrence=day(on) if on else None, organizer=chair)
        self.post()
        return self

    def withdraw(self, letter: str, *, on: str | None = None) -> Stage:
        """Takes somebody off the list."""
        invitations.withdraw(self.desk, self.invitation(letter, on).id)
        self.post()
        return self

    def announce(self, *edited: Meeting | MeetingSeries) -> Stage:
        """Keeps what was edited and tells those invited."""
        self.told.append(invitations.announce(self.desk, *edited))
        self.post()
        return self

    def edit(self, **fields: Any) -> Stage:
        """Another title, place, mode."""
        self.announce(attrs.evolve(self.subject, **fields))
        return self

    def move(self, to: str, minutes: int = 90) -> Stage:
        """The meeting at another time."""
        self.announce(self.meeting.moved_to(slot(to, minutes)))
        return self

    def move_one(self, on: str, to: str | Days) -> Stage:
        """One occurrence at another time."""
        series.move(self.desk, self.series.id, day(on), slot(to) if isinstance(to, str) else to, announce=True)
        self.post()
        return self

    def edit_one(self, on: str, **fields: Any) -> Stage:
        """Something else of one occurrence."""
        self.announce(attrs.evolve(series.single_out(self.desk, self.series.id, day(on)), **fields))
        return self

    def cancel(self) -> Stage:
        """Calls all of it off."""
        if isinstance(self.about, MeetingId):
            self.announce(self.meeting.cancelled())
        else:
            series.cancel(self.desk, self.series.id, announce=True)
            self.post()
        return self

    def cancel_one(self, on: str) -> Stage:
        """Calls one occurrence off."""
        series.cancel_one(self.desk, self.series.id, day(on), announce=True)
        self.post()
        return self

    def postpone(self) -> Stage:
        """No date any more."""
        self.announce(self.meeting.postponed())
        return self

    def schedule(self, to: str) -> Stage:
        """A date again."""
        self.announce(self.meeting.scheduled(slot(to)))
        return self

    def end_before(self, on: str) -> Stage:
        """The series without a day and all later."""
        series.end_before(self.desk, self.series.id, day(on), announce=True)
        self.post()
        return self

    def split(self, on: str, to: str) -> MeetingSeries:
        """A day and all later at another hour: a series of its own."""
        first = ClockTime(slot(to).start, ZONE)
        made = series.split(self.desk, self.series.id, day(on), first=first, announce=True)
        self.post()
        return made.later

    def notes(self, letter: str, answer: str, *, at: datetime | None = None, on: str | None = None) -> Stage:
        """Writes down an answer that came by phone."""
        one, known = None if on is None else day(on), self.invitation(letter).id
        answers.record_answer(self.desk, known, Response(answer), source=ResponseSource.PHONE, at=at, occurrence=one)
        return self

    def accepts(self, which: int = -1, when: Slot | None = None) -> Stage:
        """A person takes what lies in quarantine."""
        self.received[which] = correspondence.accept(self.desk, self.received[which].id, when=when)
        self.post()
        return self

    def rejects(self, which: int = -1, reason: str | None = None) -> Stage:
        """A person refuses it."""
        self.received[which] = correspondence.reject(self.desk, self.received[which].id, reason=reason)
        self.post()
        return self

    def saves_stranger(self) -> Stage:
        """The stranger becomes known to the desk."""
        self.people["d"] = person_of(self.desk, "d")
        return self

    def shows_the_list(self) -> Stage:
        """Those invited may see one another, and their addresses."""
        for ref in self.people.values():
            person = self.desk.get(Person, ref)
            (contact,) = person.contacts
            self.desk.save(attrs.evolve(person, contacts=(attrs.evolve(contact, in_public=Consent(since=day("01"))),)))
        self.desk.save(attrs.evolve(self.subject, shows_attendees=True))
        return self

    # -- those invited

    def says(self, letter: str, answer: str, *, on: str | None = None, to: str | None = None, **more: Any) -> Stage:
        """An attendee answers, or passes it on ``to`` another; options of ``Attendee.replies`` and of ``writes``."""
        own = {name: more.pop(name) for name in ("sequence", "at", "comment", "uid", "form") if name in more}
        who, delegate = self.attendee(letter), ADDRESSES[to] if to else None
        self.writes(letter, who.replies(answer, occurrence=self.original(on), delegate=delegate, **own), **more)
        return self

    def counters(self, letter: str, to: str, *, on: str | None = None, **more: Any) -> Stage:
        """An attendee proposes another time."""
        own = {name: more.pop(name) for name in ("sequence", "comment") if name in more}
        when = slot(to)
        self.writes(letter, self.attendee(letter).counters(when.starts, when.ends, occurrence=self.original(on), **own), **more)
        return self

    def refreshes(self, letter: str, *, on: str | None = None, **more: Any) -> Stage:
        """An attendee asks how things stand."""
        self.writes(letter, self.attendee(letter).refreshes(occurrence=self.original(on)), **more)
        return self

    def writes(
        self,
        letter: str,
        calendar: str,
        *,
        vouched: bool | None = True,
        server: str = SERVER,
        later: bool = False,
        sender: str | None = None,
        **more: Any,
    ) -> Stage:
        """Sends a mail with a calendar object to the office, or lays it into the drawer for ``later``."""
        address = sender or ADDRESSES[letter]
        domain = address.rpartition("@")[2]
        says = {True: "pass", False: "fail"}
        results = None if vouched is None else f"{server}; dmarc={says[vouched]} header.from={domain}"
        raw = posted(calendar, sender=address, to=OFFICE, at=self.clock(), results=results, **more)
        if later:
            self.drawer.append(raw)
        else:
            self.arrives(raw)
        return self

    def forwards(self, letter: str, to: str) -> Stage:
        """Somebody passes the first mail that they got on to another, who takes it into their calendar."""
        self.attendee(to).takes_over(bytes(self.attendee(letter).mailbox[0].mail))
        return self

    def arrives(self, *mails: bytes | int) -> Stage:
        """Mails come in, from the drawer where a number is given."""
        for mail in mails:
            raw = self.drawer[mail] if isinstance(mail, int) else mail
            self.received.append(correspondence.receive(self.desk, raw))
            self.post()
        return self


def venue() -> Venue:
    """A room in Kherson, and a link."""
    return Venue(locality=KHERSON, place=Text.of(uk=PLACE), link=LINK)


def person_of(desk: Secretariat, letter: str) -> PersonId:
    """A person on the desk."""
    (kept,) = desk.save(
        Person(
            id=desk.new(PersonId),
            name=Text.of(uk=f"Учасник {letter.upper()}"),
            contacts=(Contact(kind=ContactKind.EMAIL, value=ADDRESSES[letter]),),
        )
    )
    return kept.id


__all__ = ["Office", "OfficeId", "Post", "Stage", "day", "person_of", "slot", "venue"]
