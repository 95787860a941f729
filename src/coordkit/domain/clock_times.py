"""A time on the clock of a named zone, kept as people said it, whatever the law later does to that clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import attrs

from coordkit.domain.errors import DomainError, expect
from coordkit.domain.slots import Slot, is_repeated, is_skipped, zone_info

FIRST_YEAR, LAST_YEAR = 1000, 9000


@attrs.frozen
class ClockTime:
    """Wall-clock ``start`` (naive, whole seconds) in a *named* ``zone``.

    A series keeps its first start so, and an occurrence its original one: unlike a Slot it makes no claim that the clock ever
    shows this time, so what was kept stays readable when a law changes the clocks. Making a ``slot`` of it asks the clock.
    Raises ``DomainError`` for a start with an offset, a fraction of a second, a year outside 1000 to 9000, an unknown zone.
    """

    start: datetime
    zone: str

    def __attrs_post_init__(self) -> None:
        expect(self.start, datetime, "start", "write datetime(2026, 9, 15, 10)")
        if self.start.tzinfo is not None or self.start.fold:
            raise DomainError(
                "wall-clock time and its zone stand apart; write ClockTime(datetime(2026, 9, 15, 10), zone)", where="start"
            )
        if self.start.microsecond:
            raise DomainError("times count in whole seconds; drop the fraction", where="start")
        if not FIRST_YEAR <= self.start.year <= LAST_YEAR:
            raise DomainError(f"{self.start} is out of reach; a start lies in the years {FIRST_YEAR} to {LAST_YEAR}", where="start")
        expect(self.zone, str, "zone", "write an IANA name such as Europe/Kyiv")
        zone_info(self.zone)

    @classmethod
    def of(cls, slot: Slot) -> ClockTime:
        """The start of a slot, as its clock shows it."""
        return cls(slot.start, slot.zone)

    @property
    def day(self) -> date:
        """The local day."""
        return self.start.date()

    def on(self, day: date) -> ClockTime:
        """The same time of day on another local day."""
        return ClockTime(datetime.combine(day, self.start.time()), self.zone)

    def slot(self, duration: timedelta) -> Slot:
        """The slot that starts then. Raises ``DomainError`` where the clock skips this time or shows it twice."""
        return Slot(self.start, duration, self.zone)

    def in_utc(self) -> datetime:
        """The moment in UTC: the later one where the clock shows this time twice, one before the gap if it skips it (PEP 495)."""
        return self.start.replace(tzinfo=zone_info(self.zone), fold=1).astimezone(UTC)

    def oddity(self, duration: timedelta) -> str | None:
        """Why no series may have an occurrence then: it starts or ends in the hour that the clocks skip or repeat. Else None.

        Calendars read such an occurrence differently (a recurrence rule cannot say which of two equal readings is meant).
        """
        if is_skipped(self.start, self.zone):
            return f"{self.start} does not exist in {self.zone}: the clocks skip it"
        if is_repeated(self.start, self.zone):
            return f"{self.start} comes twice in {self.zone}, as the clocks go back"
        end = (self.in_utc() + duration).astimezone(zone_info(self.zone)).replace(tzinfo=None, fold=0)
        if is_repeated(end, self.zone):
            return f"it starts at {self.start} and ends at {end}, which comes twice in {self.zone}, as the clocks go back"
        return None

    def __str__(self) -> str:
        return f"{self.start:%Y-%m-%d %H:%M} {self.zone}"
