"""One message of every kind about one subject of every kind, and what is right about each: times by zoneinfo, not by the writer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import attrs

from coordkit.calendar.feeds import SeriesInFeed
from coordkit.calendar.itip import Attendee, Organizer, Override, Party, cancel, decline_counter, publish, request
from coordkit.domain.dates import Days
from coordkit.domain.invitations import ParticipationRole, Response
from coordkit.domain.meetings import Meeting
from coordkit.domain.records import MeetingId, Tlp
from coordkit.domain.series import MeetingSeries
from coordkit.domain.slots import Repeat, Slot
from coordkit.domain.text import Text
from tests.calendar.samples import DESK, QUEUED, RESCUERS, fed, meeting, series, slot
from tests.interop.readings import LIMIT, written

HOSTILE = Text.of(uk='Нарада; «a», "b" \\ c\r\nATTENDEE:mailto:evil@example.org\u2028X:1 ' + "дуже довга назва " * 12)
OFFICE = Organizer(DESK, sent_by="post@example.org")
GONE = Attendee(
    party=Party('"Служба"; a,b:c\r\nX: 1 ^n \\ ' + "дуже довга назва " * 9, "gone@example.org"),
    role=ParticipationRole.OPTIONAL,
    response=Response.DELEGATED,
    delegated_to="duty@example.org",
)
STANDS_IN = attrs.evolve(RESCUERS, delegated_from="gone@example.org")

SINGLE = {
    "kyiv winter": meeting(when=slot(2026, 1, 20, 10)),
    "kyiv summer": meeting(when=slot(2026, 7, 14, 10)),
    "day before the clocks go on": meeting(when=slot(2026, 3, 28, 10)),
    "over the night in which the clocks go on": meeting(when=slot(2026, 3, 28, 22, minutes=600)),
    "day on which the clocks go on": meeting(when=slot(2026, 3, 29, 10)),
    "day before the clocks go back": meeting(when=slot(2026, 10, 24, 10)),
    "over the night in which the clocks go back": meeting(when=slot(2026, 10, 24, 22, minutes=600)),
    "first of the two hours": meeting(when=Slot(datetime(2026, 10, 25, 3, 30), timedelta(hours=1), "Europe/Kyiv", Repeat.FIRST)),
    "second of the two hours": meeting(when=Slot(datetime(2026, 10, 25, 3, 30), timedelta(hours=1), "Europe/Kyiv", Repeat.SECOND)),
    "utc": meeting(when=slot(2026, 7, 14, 10, zone="UTC")),
    "new york": meeting(when=slot(2026, 7, 14, 10, zone="America/New_York")),
    "one whole day": meeting(when=Days(date(2026, 2, 28))),
    "whole days": meeting(when=Days(date(2026, 2, 27), date(2026, 3, 1))),
    "online": meeting().moved_online("https://meet.example.org/інше?a=1,2;b"),
    "hostile": meeting(title=HOSTILE, purpose=HOSTILE, themes=(HOSTILE,), topics=(HOSTILE.best("uk"),), tlp=Tlp.AMBER_STRICT),
}
SERIES = {
    "weekly across both changes": series("FREQ=WEEKLY;COUNT=40", 2026, 3, 3, 10),
    "weekly on two days every other week": series("FREQ=WEEKLY;INTERVAL=2;COUNT=20;BYDAY=TU,SU"),
    "weekly until winter": series("FREQ=WEEKLY;UNTIL=20261103"),
    "endless": series("FREQ=WEEKLY"),
    "daily": series("FREQ=DAILY;INTERVAL=3;COUNT=50", 2026, 2, 1, 9),
    "monthly by weekday": series("FREQ=MONTHLY;COUNT=14;BYDAY=1TU"),
    "monthly, the last friday": series("FREQ=MONTHLY;UNTIL=20271231;BYDAY=-1FR", 2026, 9, 25, 16),
    "monthly on the 31st": series("FREQ=MONTHLY;COUNT=8;BYMONTHDAY=31", 2026, 1, 31, 10),
    "monthly on the last day": series("FREQ=MONTHLY;COUNT=14;BYMONTHDAY=-1", 2026, 1, 31, 10),
    "yearly": series("FREQ=YEARLY;COUNT=6"),
    "yearly in two months": series("FREQ=YEARLY;COUNT=6;BYMONTH=3,9;BYDAY=-1TU", 2026, 3, 31, 10),
    "last day of february": series("FREQ=YEARLY;COUNT=6;BYMONTH=2;BYMONTHDAY=-1", 2028, 2, 29, 10),
    "utc": series("FREQ=WEEKLY;COUNT=40", 2026, 3, 3, 10, zone="UTC"),
    "days left out and added": series(
        "FREQ=WEEKLY;COUNT=12",
        exceptions=(date(2026, 9, 8), date(2026, 10, 27)),
        additions=(date(2026, 9, 10), date(2026, 12, 24)),
    ),
    "first day left out": series("FREQ=WEEKLY;COUNT=6", exceptions=(date(2026, 9, 1),)),
    "the hour that comes twice left out": series("FREQ=WEEKLY;COUNT=6", 2026, 10, 4, 3, 30, exceptions=(date(2026, 10, 25),)),
    "hostile": series("FREQ=WEEKLY;COUNT=6", title=HOSTILE, purpose=HOSTILE, topics=(HOSTILE.best("uk"),)),
}
MOVED: dict[str, Slot | Days | None] = {
    "where it was": None,
    "another hour": slot(2026, 9, 9, 14),
    "over the change of clocks": slot(2026, 11, 3, 10),
    "another zone": slot(2026, 9, 9, 9, zone="Europe/Warsaw"),
    "utc": slot(2026, 9, 9, 9, zone="UTC"),
    "an hour that comes twice": Slot(datetime(2026, 10, 25, 3, 30), timedelta(hours=1), "Europe/Kyiv", Repeat.SECOND),
    "a whole day": Days(date(2026, 9, 9)),
}
DAY = date(2026, 9, 8)


@attrs.frozen(kw_only=True)
class Right:
    """One VEVENT as it must be read; ``original`` is the start that it stands in place of."""

    start: str | None
    end: str | None
    occurrences: tuple[str | None, ...] = ()
    original: str | None = None


@attrs.frozen
class Sample:
    """One calendar, its method, and what is right about it."""

    name: str
    raw: bytes
    method: str | None
    right: tuple[Right, ...]


def samples() -> Iterator[Sample]:
    """All of them."""
    told: dict[str, Any] = {"organizer": OFFICE, "recipient": STANDS_IN, "stamp": QUEUED, "languages": ("uk",)}
    for name, single in SINGLE.items():
        right = (_of(single),)
        yield Sample(f"request, {name}", request(single, **told), "REQUEST", right)
        yield Sample(f"request with others, {name}", request(single, **told, others=(GONE,)), "REQUEST", right)
        yield Sample(f"cancel, {name}", cancel(single, **told, comment=HOSTILE.best("uk")), "CANCEL", right)
        yield Sample(f"removed, {name}", cancel(single, **told, removed=True), "CANCEL", right)
        yield Sample(f"declined, {name}", decline_counter(single, **told, sequence=3, comment="Ні"), "DECLINECOUNTER", right)
        yield Sample(f"published, {name}", publish(single, organizer=OFFICE, stamp=QUEUED, languages=("uk",)), "PUBLISH", right)
        yield Sample(f"fed, {name}", fed(single)[0], None, right)
    postponed = SINGLE["kyiv summer"].postponed()
    was = SINGLE["kyiv summer"].when
    yield Sample("postponed", cancel(postponed, **told, was=was, comment="Відкладено"), "CANCEL", (_of(SINGLE["kyiv summer"]),))
    for name, whole in SERIES.items():
        right = (_of(whole),)
        yield Sample(f"request, series, {name}", request(whole, **told, follows="before"), "REQUEST", right)
        yield Sample(f"cancel, series, {name}", cancel(whole, **told), "CANCEL", right)
        yield Sample(f"removed, series, {name}", cancel(whole, **told, removed=True), "CANCEL", right)
        yield Sample(f"declined, series, {name}", decline_counter(whole, **told, sequence=0), "DECLINECOUNTER", right)
        yield Sample(f"fed, series, {name}", fed(SeriesInFeed(whole))[0], None, right)
    weekly = series("FREQ=WEEKLY;COUNT=12")
    for name, when in MOVED.items():
        own = attrs.evolve(weekly.occurrence_meeting(DAY, MeetingId(int=9), when), sequence=3)
        right = (_of(own),)
        both = (_of(weekly, without=(date(2026, 9, 15),)), _of(own))
        carried = request(weekly, **told, overrides=[Override(own, STANDS_IN)], also_without=[date(2026, 9, 15)])
        yield Sample(f"request, series with an override, {name}", carried, "REQUEST", both)
        yield Sample(f"request, occurrence, {name}", request(own, **told), "REQUEST", right)
        yield Sample(f"cancel, occurrence, {name}", cancel(own, **told), "CANCEL", right)
        yield Sample(f"declined, occurrence, {name}", decline_counter(own, **told, sequence=1), "DECLINECOUNTER", right)
        gone = weekly.occurrence_meeting(date(2026, 9, 15), MeetingId(int=10)).cancelled()
        yield Sample(f"fed, series with an override, {name}", fed(SeriesInFeed(weekly, [own, gone]))[0], None, both)
    one = (_of(weekly.occurrence_meeting(DAY, MeetingId(int=9))),)
    yield Sample("cancel, occurrence without a meeting", cancel(weekly, **told, occurrence=weekly.first.on(DAY)), "CANCEL", one)
    declined = decline_counter(weekly, **told, occurrence=weekly.first.on(DAY), sequence=1)
    yield Sample("declined, occurrence without a meeting", declined, "DECLINECOUNTER", one)


def _of(what: Meeting | MeetingSeries, without: tuple[date, ...] = ()) -> Right:
    """What is right, by the records and zoneinfo alone."""
    if isinstance(what, MeetingSeries):
        start = _instant(what.first.start, what.first.zone)
        days = {*what.days(date(2026, 1, 1), date(2045, 1, 1)), *what.additions}.difference(without)
        starts = sorted(_instant(what.first.on(day).start, what.first.zone) for day in days)
        return Right(start=written(start), end=written(start + what.duration), occurrences=tuple(map(written, starts[:LIMIT])))
    original = written(_instant(what.occurrence.start, what.occurrence.zone)) if what.occurrence else None
    if isinstance(what.when, Days):
        return Right(start=written(what.when.first), end=written(what.when.last + timedelta(days=1)), original=original)
    assert isinstance(what.when, Slot)
    fold = 1 if what.when.repeat is Repeat.SECOND else 0
    start = _instant(what.when.start.replace(fold=fold), what.when.zone)
    return Right(start=written(start), end=written(start + what.when.duration), original=original)


def _instant(local: datetime, zone: str) -> datetime:
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
