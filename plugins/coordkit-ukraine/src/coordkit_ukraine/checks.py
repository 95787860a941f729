"""Building blocks for dated checks of the regions: curfew, places in the shelter, rules on mass events.

Each is for meetings to come, at which people may gather, in areas whose KATOTTG code begins with a prefix: ``UA65`` is the
Kherson oblast, ``UA5308`` the Poltava raion. They are silent about all else: other records and regions, meetings that are only
online, held or cancelled, and those that have no day yet. They advise and never block: whether an office may meet is not for a
library to say. A rule counts for the days of the meeting itself, in Kyiv time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from coordkit import Counted, Days, Meeting, MeetingStatus, Mode, Record, Slot, Source, Text
from coordkit.ports import Check, Finding

ZONE = "Europe/Kyiv"
_OVER = (MeetingStatus.HELD, MeetingStatus.CANCELLED)


def gathering(record: Record, prefix: str) -> Meeting | None:
    """The record, if it is a meeting to come at which people may gather in an area whose code begins with ``prefix``."""
    if not isinstance(record, Meeting) or record.status in _OVER or record.modes == (Mode.ONLINE,):
        return None
    locality = record.venue.locality if record.venue else None
    return record if locality is not None and locality.startswith(prefix) else None


def local_days(meeting: Meeting) -> tuple[date, date] | None:
    """The first and the last day of a meeting in Kyiv time; None where it has no day yet."""
    if isinstance(meeting.when, Slot):
        start, end = _kyiv_times(meeting.when)
        return start.date(), end.date()
    return (meeting.when.first, meeting.when.last) if isinstance(meeting.when, Days) else None


def curfew(
    name: str,
    prefix: str,
    *,
    region: Text,
    starts: time,
    ends: time,
    sources: tuple[Source, ...],
    since: date,
    until: date | None = None,
) -> Check:
    """Advises on a meeting that runs into the curfew, or ends or starts with it, which leaves no time for the way.

    ``starts`` in the evening, ``ends`` the next morning, by the clock in Kyiv; ``region`` says where: на Херсонщині.
    """

    def run(record: Record, on: date) -> Iterator[Finding]:
        meeting = gathering(record, prefix)
        if meeting is None or not isinstance(meeting.when, Slot) or not _in_force(meeting, since, until):
            return
        start, end = _kyiv_times(meeting.when)
        if any(start <= closed_until and closed_from <= end for closed_from, closed_until in _nights(start, end, starts, ends)):
            hours, closed = f"{start:%H:%M}–{end:%H:%M}", f"{starts:%H:%M}–{ends:%H:%M}"
            message = Text.of(
                uk=f"Зустріч триває {hours}, а комендантська година {region.best('uk')} — {closed} (відомо з {since:%d.%m.%Y}, "
                "її часто змінюють). Залиште час на дорогу або перенесіть зустріч; уточніть години у військовій адміністрації.",
                en=f"The meeting runs {hours}, and the curfew {region.best('en')} is {closed} (known since {since:%d.%m.%Y}, "
                "it changes often). Leave time for the way, or move the meeting; ask the military administration for the hours.",
            )
            yield Finding(check=name, message=message, blocks=False, sources=sources)

    return Check(name=name, run=run, sources=sources, since=since, until=until)


def shelter_places(name: str, prefix: str, *, note: Text, sources: tuple[Source, ...], since: date) -> Check:
    """Advises where more people are expected than the venue's shelter holds. ``note`` says whose rule that is."""

    def run(record: Record, on: date) -> Iterator[Finding]:
        meeting = gathering(record, prefix)
        if meeting is None or meeting.headcount is None or meeting.venue is None or not _in_force(meeting, since, None):
            return
        expected, places = meeting.headcount, meeting.venue.shelter_places
        if places is None or expected.over != 1 or expected.counted is not Counted.PEOPLE or expected.value <= places:
            return
        message = Text.of(
            uk=f"Очікується людей: {expected.value}, місць в укритті: {places}. {note.best('uk')}",
            en=f"People expected: {expected.value}, places in the shelter: {places}. {note.best('en')}",
        )
        yield Finding(check=name, message=message, blocks=False, sources=sources)

    return Check(name=name, run=run, sources=sources, since=since)


def mass_events(
    name: str, prefix: str, *, rule: Text, sources: tuple[Source, ...], since: date, until: date | None = None
) -> Check:
    """Advises on a rule for mass events, and says that it is not settled whether a coordination meeting is one."""

    message = Text.of(
        uk=f"{rule.best('uk')} Чи є координаційна зустріч масовим заходом, не визначено: запитайте військову адміністрацію.",
        en=f"{rule.best('en')} Whether a coordination meeting is a mass event is not settled: ask the military administration.",
    )

    def run(record: Record, on: date) -> Iterator[Finding]:
        meeting = gathering(record, prefix)
        if meeting is not None and _in_force(meeting, since, until):
            yield Finding(check=name, message=message, blocks=False, sources=sources)

    return Check(name=name, run=run, sources=sources, since=since, until=until)


def _in_force(meeting: Meeting, since: date, until: date | None) -> bool:
    days = local_days(meeting)
    return days is not None and since <= days[1] and (until is None or days[0] <= until)


def _kyiv_times(slot: Slot) -> tuple[datetime, datetime]:
    zone = ZoneInfo(ZONE)
    return slot.starts.astimezone(zone), slot.ends.astimezone(zone)


def _nights(start: datetime, end: datetime, starts: time, ends: time) -> Iterable[tuple[datetime, datetime]]:
    """The closed hours, from the evening before the start to the evening of the end, in the zone of ``start``."""
    first = start.date() - timedelta(days=1)
    for passed in range((end.date() - first).days + 1):
        evening = first + timedelta(days=passed)
        yield (
            datetime.combine(evening, starts, start.tzinfo),
            datetime.combine(evening + timedelta(days=1), ends, start.tzinfo),
        )
