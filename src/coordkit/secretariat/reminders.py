"""Reminders: what the office's rules say is due now is queued, once, however often this runs (from cron, for example)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import attrs

from coordkit.codec.documents import Message
from coordkit.domain.audiences import Audience
from coordkit.domain.groups import Membership
from coordkit.domain.invitations import ParticipationRole, Response
from coordkit.domain.meetings import Meeting, MeetingStatus
from coordkit.domain.minutes import Minutes
from coordkit.domain.outcomes import ActionItem, ActionStatus, Outcome
from coordkit.domain.records import MeetingId, OfficeId, OrganizationId, PersonId, RecordId
from coordkit.domain.recurrence import Recurrence
from coordkit.domain.reminders import Reminder, ReminderKind
from coordkit.domain.rules.announcing import Saying, span_of
from coordkit.domain.rules.owing import owes_minutes
from coordkit.domain.series import MeetingSeries, SeriesStatus
from coordkit.domain.sharing import Release
from coordkit.domain.slots import zone_info
from coordkit.domain.stakeholders import Person
from coordkit.letters import Facts, LetterKind
from coordkit.ports import Where
from coordkit.secretariat.addressees import Sender, address_of, invitee_of, languages_for, sender_of
from coordkit.secretariat.desk import Secretariat
from coordkit.secretariat.matters import Asked, Matter, asked_on, asked_to, matter_of
from coordkit.secretariat.notes import note
from coordkit.secretariat.rendering import Occasion
from coordkit.secretariat.taking import has_place, tell_place
from coordkit.secretariat.telling import tell_one
from coordkit.secretariat.work import Work

LATEST = timedelta(days=14)
"""How long after its time a reminder of minutes or actions still goes out: a first run reminds nobody of years gone by."""
_DAY = timedelta(days=1)


@attrs.frozen(kw_only=True)
class Reminded:
    """What was queued: messages by the kind of reminder, and those whom no mail reaches."""

    messages: tuple[tuple[ReminderKind, Message], ...] = ()
    unreached: tuple[PersonId | OrganizationId, ...] = ()


def remind(desk: Secretariat, *, office: OfficeId | None = None, channel: str | None = None) -> Reminded:
    """Queues what the office's rules (``Office.reminders``) say is due now, and the exact place for who may know it by now.

    Before a meeting: who has not answered is asked again, and with a rule VENUE whoever did not decline is told the exact place;
    who accepted, by whatever way, is told it at once. After it: whoever owes the minutes, if there are none. Owners of actions,
    once these are overdue. Run it as often as you like: each reminder is queued once, what asked for it is its rule and the time.
    """
    with desk.work() as work:
        sender = sender_of(work, office, channel)
        run = _Run(work, sender)
        run.ask_again()
        run.tell_places()
        run.ask_for_minutes()
        run.ask_for_actions()
        work.commit()
    return Reminded(messages=tuple(run.queued), unreached=tuple(dict.fromkeys(run.unreached)))


class _Run:
    """One look at the desk, in one unit of work, at one moment."""

    def __init__(self, work: Work, sender: Sender) -> None:
        self.work = work
        self.sender = sender
        self.now = work.desk.now()
        self.zone = sender.office.zone
        self.today = self.now.astimezone(zone_info(self.zone)).date()
        self.queued: list[tuple[ReminderKind, Message]] = []
        self.unreached: list[PersonId | OrganizationId] = []

    def rules(self, kind: ReminderKind) -> tuple[Reminder, ...]:
        return tuple(rule for rule in self.sender.office.reminders if rule.kind is kind)

    # -- before a meeting

    def ask_again(self) -> None:
        """Whoever has not answered by the time of a rule is asked once more, in a mail that they can answer."""
        for rule in self.rules(ReminderKind.UNANSWERED):
            for matter, start in self._ahead(rule.by):
                for asked in asked_to(self.work, matter):
                    if asked.invitation.told is not None and self._has_to_answer(matter, asked, start):
                        self._ask(rule, matter, asked, start)

    def _has_to_answer(self, matter: Matter, asked: Asked, start: datetime) -> bool:
        """Whether an answer is missing; of an occurrence with nothing of its own but answers, the one to that."""
        if asked.invitation.role is ParticipationRole.INFORMED:  # of them none is wanted: RSVP is FALSE
            return False
        series = matter.subject
        if isinstance(series, MeetingSeries):
            original = series.first.on(start.astimezone(zone_info(series.first.zone)).date())
            on_that_day = asked_on(self.work, series, original, None)
            return any(each.invitee == asked.invitee and each.response is Response.NEEDS_ACTION for each in on_that_day)
        return asked.response is Response.NEEDS_ACTION

    def _ask(self, rule: Reminder, matter: Matter, asked: Asked, start: datetime) -> None:
        if (asked.invitation.changed_at or self.now) > start - rule.by:  # they were asked, or told something new, since then
            return
        if address_of(invitee_of(self.work, asked.invitee)) is None:
            self.unreached.append(asked.invitee)
            return
        days = (start.astimezone(zone_info(self.zone)).date() - self.today).days
        occasion = Occasion(kind=LetterKind.REMINDER, cause=_cause(rule, start - rule.by), days=days)
        message = tell_one(self.work, self.sender, matter, asked, occasion)
        if message is not None:
            self.queued.append((rule.kind, message))

    def tell_places(self) -> None:
        """Whoever may know the exact place by now, and does not, is told it."""
        for rule in self.rules(ReminderKind.VENUE):
            self._single_out(rule)
        for matter in self._with_place():
            for asked in asked_to(self.work, matter):
                message = tell_place(self.work, self.sender, matter, asked)
                if message is not None:
                    self.queued.append((ReminderKind.VENUE, message))

    def _single_out(self, rule: Reminder) -> None:
        """An occurrence of which all are to know the exact place now needs a message, and so a Meeting, of its own."""
        for matter, start in self._ahead(rule.by):
            series = matter.subject
            if isinstance(series, MeetingSeries) and has_place(matter):
                day = start.astimezone(zone_info(series.first.zone)).date()
                self.work.save(series.occurrence_meeting(day, self.work.desk.new(MeetingId)))

    def _with_place(self) -> Iterator[Matter]:
        for meeting in tuple(self.work.each(Meeting, {"latest": (self._yesterday, None)})):
            span = span_of(meeting.when, self.zone)
            matter = matter_of(self.work, meeting.id)
            if matter.saying is Saying.COME and span is not None and self.now < span[1] and has_place(matter):
                yield matter
        for series in tuple(self.work.each(MeetingSeries, {"status": SeriesStatus.RUNNING.value})):
            if series.venue is not None and (series.ends_on is None or series.ends_on >= self.today):
                matter = matter_of(self.work, series.id)
                if has_place(matter):
                    yield matter

    def _ahead(self, by: timedelta) -> Iterator[tuple[Matter, datetime]]:
        """The meetings and the series' occurrences that start within a time from now, each with its start."""
        last = (self.now + by).astimezone(zone_info(self.zone)).date() + _DAY
        for meeting in tuple(self.work.each(Meeting, {"latest": (self._yesterday, None), "earliest": (None, last.isoformat())})):
            span = span_of(meeting.when, self.zone)
            matter = matter_of(self.work, meeting.id)
            if matter.saying is Saying.COME and span is not None and span[0] - by <= self.now < span[0]:
                yield matter, span[0]
        for series in tuple(self.work.each(MeetingSeries, {"status": SeriesStatus.RUNNING.value})):
            if isinstance(series.rule, Recurrence):
                yield from self._occurrences(series, by, last)

    def _occurrences(self, series: MeetingSeries, by: timedelta, last: date) -> Iterator[tuple[Matter, datetime]]:
        matter = matter_of(self.work, series.id)
        own = {each.occurrence.day for each in matter.occurrences if each.occurrence}
        for day in series.days(self.today - _DAY, last):
            start = series.slot_on(day).starts.astimezone(UTC)
            if day not in own and start - by <= self.now < start:
                yield matter, start

    @property
    def _yesterday(self) -> str:
        return (self.today - _DAY).isoformat()

    # -- after it

    def ask_for_minutes(self) -> None:
        """Whoever owes the minutes of a meeting that was held is reminded of them."""
        for rule in self.rules(ReminderKind.MINUTES):
            first = (self.today - rule.by - LATEST - _DAY).isoformat()
            ended: Where = {"status": MeetingStatus.HELD.value, "latest": (first, self.today.isoformat())}
            for meeting in tuple(self.work.each(Meeting, ended)):
                span = span_of(meeting.when, self.zone)
                if span is None or meeting.is_round or not self._is_time(due := span[1] + rule.by):
                    continue
                if next(self.work.each(Minutes, {"meeting": str(meeting.id)}, limit=1), None) is None:
                    self._owed(rule, meeting, span[1], due)

    def _owed(self, rule: Reminder, meeting: Meeting, ended: datetime, due: datetime) -> None:
        memberships = [held for group in meeting.groups for held in self.work.each(Membership, {"group": str(group)})]
        for ref in owes_minutes(meeting, memberships, self.today):
            shown = self._release(ref).get(meeting.id)
            if isinstance(shown, Meeting):
                passed = (self.today - ended.astimezone(zone_info(self.zone)).date()).days
                self._note(rule, LetterKind.MINUTES_OWED, ref, meeting.id, due, meeting=shown, days=passed)

    def ask_for_actions(self) -> None:
        """The owners of actions that are overdue are reminded of them, those of one day in one letter."""
        for rule in self.rules(ReminderKind.OVERDUE):
            late: dict[tuple[PersonId | OrganizationId, date], list[ActionItem]] = {}
            for item in self.work.each(Outcome, {"type": "action_item"}):
                if (
                    isinstance(item, ActionItem)
                    and item.status is ActionStatus.OPEN
                    and item.owner
                    and item.due
                    and item.due.latest
                ):
                    late.setdefault((item.owner, item.due.latest), []).append(item)
            for (owner, day), items in sorted(late.items(), key=lambda each: (each[0][1], str(each[0][0]))):
                due = datetime.combine(day + _DAY, time(), zone_info(self.zone)).astimezone(UTC) + rule.by
                if self._is_time(due):
                    self._late(rule, owner, day, items, due)

    def _late(self, rule: Reminder, owner: PersonId | OrganizationId, day: date, items: list[ActionItem], due: datetime) -> None:
        release = self._release(owner)
        shown = [found for item in items if isinstance(found := release.get(item.id), ActionItem)]
        if shown:
            languages = languages_for(invitee_of(self.work, owner), self.sender.office)
            tasks = tuple((item.text.best(*languages), day) for item in shown)
            tlp = max(item.tlp for item in shown)
            self._note(rule, LetterKind.OVERDUE, owner, shown[0].id, due, tasks=tasks, tlp=tlp, days=(self.today - day).days)

    def _is_time(self, due: datetime) -> bool:
        return due <= self.now < due + LATEST

    def _release(self, ref: PersonId | OrganizationId) -> Release:
        return self.work.release(Audience.of_named((ref,), clearance=self.sender.office.tlp_ceiling))

    def _note(
        self, rule: Reminder, kind: LetterKind, ref: PersonId | OrganizationId, about: RecordId, due: datetime, **facts: Any
    ) -> None:
        who = invitee_of(self.work, ref)
        languages = languages_for(who, self.sender.office)
        told = Facts(
            organizer=self.sender.office.name.best(*languages),
            recipient=who.name.best(*languages),
            title_form=who.title_form if isinstance(who, Person) else None,
            **facts,
        )
        cause = f"{_cause(rule, due)} {about}"
        message = note(self.work, self.sender, who, kind, told, about=about, cause=cause)
        if message is None:
            self.unreached.append(ref)
        elif self.work.enqueue(message):
            self.queued.append((rule.kind, message))


def _cause(rule: Reminder, due: datetime) -> str:
    """What asked for a reminder: its rule, and the moment at which that came due."""
    return f"reminder {rule.kind.value} {int(rule.by.total_seconds())} {due.astimezone(UTC).isoformat()}"
