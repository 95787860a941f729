"""When: a Slot on the clock, whole Days or a PartialDate; and what the clocks of a zone do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import attrs

from coordkit.domain.dates import Days, PartialDate
from coordkit.domain.errors import DomainError, expect

# Files that lie beside the zones and are none (tzfile(5), zic(8)).
_OF_THE_MACHINE = frozenset({"localtime", "posixrules"})


@lru_cache(maxsize=256)
def zone_info(name: str) -> ZoneInfo:
    """The zone of this IANA name. Raises ``DomainError`` for a name that the zone database does not know.

    So it does for a name that means another zone on another machine, such as ``localtime``.
    """
    try:
        if name not in _OF_THE_MACHINE:
            return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError, TypeError):
        pass
    raise DomainError(f"no time zone is called {name!r}; write an IANA name such as Europe/Kyiv", where="zone")


def is_skipped(local: datetime, zone: str) -> bool:
    """Whether the clocks jump over this naive local time: it never shows on a clock of ``zone``."""
    info = zone_info(zone)
    return local.replace(tzinfo=info).astimezone(UTC).astimezone(info).replace(tzinfo=None) != local.replace(fold=0)


def is_repeated(local: datetime, zone: str) -> bool:
    """Whether clocks of ``zone`` show this naive local time twice."""
    aware = local.replace(tzinfo=zone_info(zone))
    return aware.replace(fold=0).utcoffset() != aware.replace(fold=1).utcoffset() and not is_skipped(local, zone)


# Far inside what datetime can hold, so that no sum of a start, a duration and an offset leaves it.
_FIRST_YEAR, _LAST_YEAR = 1000, 9000
_LONGEST = timedelta(days=36_600)


class Repeat(Enum):
    """Which of two equal clock readings is meant, in the hour that repeats when the clocks go back."""

    FIRST = "first"
    SECOND = "second"


@attrs.frozen
class Slot:
    """A time on the clock: wall-clock ``start`` (naive, whole seconds), elapsed ``duration`` and a *named* ``zone``.

    10:00 in Europe/Kyiv stays 10:00 when the clocks change. ``repeat`` says which reading is meant where the start falls
    in a repeated hour, and stands nowhere else. Raises ``DomainError`` for a start with an offset, a duration that is
    not positive or over a century, an unknown zone, a skipped start, and a repeated start without ``repeat``.
    """

    start: datetime
    duration: timedelta
    zone: str
    repeat: Repeat | None = None

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.start, datetime):
            raise DomainError("a slot starts at a time of day; for whole days use Days", where="slot.start")
        expect(self.duration, timedelta, "slot.duration", "write timedelta(minutes=90)")
        if self.start.tzinfo is not None or self.start.fold:
            raise DomainError(
                "a slot keeps wall-clock time and its zone apart; use Slot.between for times with a zone",
                where="slot.start",
            )
        if self.repeat is not None and not isinstance(self.repeat, Repeat):
            raise DomainError(f"{self.repeat!r} is no Repeat; write Repeat.FIRST or Repeat.SECOND", where="slot.repeat")
        if self.start.microsecond or self.duration.microseconds:
            raise DomainError("a slot counts in whole seconds; drop the fraction", where="slot")
        if self.duration <= timedelta(0):
            raise DomainError("it ends before or as it starts; give an end after the start", where="slot.duration")
        if not _FIRST_YEAR <= self.start.year <= _LAST_YEAR or self.duration > _LONGEST:
            raise DomainError(
                f"from {self.start} for {self.duration} is out of reach; a slot starts in the years {_FIRST_YEAR} to {_LAST_YEAR} "
                f"and lasts at most {_LONGEST.days} days",
                where="slot",
            )
        expect(self.zone, str, "slot.zone", "write an IANA name such as Europe/Kyiv")
        kind = _local_kind(self.start, self.zone)
        if kind == "skipped":
            raise DomainError(
                f"{self.start} does not exist in {self.zone}: the clocks skip it; choose another time",
                where="slot.start",
            )
        if kind == "repeated" and self.repeat is None:
            raise DomainError(
                f"{self.start} comes twice in {self.zone}, as the clocks go back; add repeat=Repeat.FIRST or Repeat.SECOND",
                where="slot.start",
            )
        if kind == "plain" and self.repeat is not None:
            raise DomainError(f"{self.start} comes only once in {self.zone}; drop repeat", where="slot.repeat")

    @classmethod
    def between(cls, start: datetime, end: datetime) -> Slot:
        """The slot from ``start`` to ``end``, aware times whose tzinfo is a ``ZoneInfo``; the start's zone is kept.

        An aware time in a repeated hour says by its ``fold`` which reading it is (PEP 495). Raises ``DomainError`` for a naive
        time, an offset without a zone name, an end before the start, and a start or end that the clocks skip.
        """
        for name, moment in (("start", start), ("end", end)):
            expect(moment, datetime, name)
            if moment.tzinfo is None:
                raise DomainError(f"{moment} is a naive time; attach tzinfo=ZoneInfo('Europe/Kyiv') or your own zone", where=name)
        zone = getattr(start.tzinfo, "key", None)
        if not zone:
            raise DomainError(f"{start} has an offset but no zone name; use a ZoneInfo", where="start")
        # Two times of one zone compare by their clock readings alone, whatever the clocks did between them: so in UTC.
        if end.astimezone(UTC) <= start.astimezone(UTC):
            raise DomainError(f"the end {end} is not after the start {start}; swap or correct them", where="end")
        ends_in = getattr(end.tzinfo, "key", None)
        if ends_in and is_skipped(end.replace(tzinfo=None, fold=0), ends_in):
            raise DomainError(f"{end} does not exist in {ends_in}: the clocks skip it; choose another time", where="end")
        local = start.replace(tzinfo=None, fold=0)
        repeat = (Repeat.SECOND if start.fold else Repeat.FIRST) if is_repeated(local, zone) else None
        return cls(local, end.astimezone(UTC) - start.astimezone(UTC), zone, repeat)

    @property
    def starts(self) -> datetime:
        """The start as an aware time in the slot's own zone."""
        return self.start.replace(tzinfo=zone_info(self.zone), fold=1 if self.repeat is Repeat.SECOND else 0)

    @property
    def ends(self) -> datetime:
        """The end, ``duration`` of elapsed time after the start, as an aware time in the slot's own zone."""
        return (self.starts.astimezone(UTC) + self.duration).astimezone(zone_info(self.zone))


@lru_cache(maxsize=4096)
def _local_kind(local: datetime, zone: str) -> str:
    if is_skipped(local, zone):
        return "skipped"
    return "repeated" if is_repeated(local, zone) else "plain"


When = Slot | Days | PartialDate


def outer_limits(when: When | None) -> tuple[date | None, date | None]:
    """The first and last local day that ``when`` can mean, None where that is not known."""
    if isinstance(when, Slot):
        return when.start.date(), (when.ends - timedelta(seconds=1)).date()
    if isinstance(when, Days):
        return when.first, when.last
    return (when.earliest, when.latest) if when is not None else (None, None)


def instant(value: datetime | None) -> datetime | None:
    """attrs converter: a moment in UTC. Raises ``DomainError`` for a naive time."""
    if value is None:
        return None
    expect(value, datetime, "time", "write datetime(2026, 9, 15, 10, tzinfo=UTC)")
    if value.tzinfo is None:
        raise DomainError(f"{value} is a naive time; attach a zone, such as tzinfo=UTC", where="time")
    return value.astimezone(UTC)
