"""The text of a recurrence rule (RRULE, RFC 5545 3.3.10), read part by part into what ``Recurrence`` is made of."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from coordkit.domain.clock_times import ClockTime
from coordkit.domain.errors import DomainError, expect
from coordkit.domain.periods import Frequency, OnWeekday, Weekday
from coordkit.domain.slots import zone_info

_NUMBER = re.compile(r"[+-]?[0-9]{1,5}")
_ON = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_DAY = re.compile(r"[0-9]{8}")
_TIME = re.compile(r"[0-9]{8}T[0-9]{6}Z?")
_WHERE = "recurrence"
MOST_LETTERS = 1000


def rule_fields(text: str, first: ClockTime | None) -> dict[str, Any]:
    """The fields of the ``Recurrence`` that says the same. Raises ``DomainError`` for a part that it has no field for."""
    expect(text, str, _WHERE, "write FREQ=WEEKLY;BYDAY=TU")
    if len(text) > MOST_LETTERS or not text.isascii():
        raise DomainError(f"a rule has at most {MOST_LETTERS} letters, digits and signs; write FREQ=WEEKLY;BYDAY=TU", where=_WHERE)
    fields: dict[str, Any] = {}
    for part in text.upper().split(";"):
        name, equals, value = part.partition("=")
        if not equals or name not in _READERS:
            raise DomainError(f"{part!r} is no part of a rule that is expanded here; there are {', '.join(_READERS)}", where=_WHERE)
        field, read = _READERS[name]
        if field in fields:
            raise DomainError(f"{name} stands twice; keep one", where=_WHERE)
        fields[field] = _last_day(value, first) if field == "until" else read(value)
    if "frequency" not in fields:
        raise DomainError("a rule says how often: FREQ=DAILY, WEEKLY, MONTHLY or YEARLY", where=_WHERE)
    if "position" in fields:
        fields["weekdays"] = _placed(fields.get("weekdays", ()), fields.pop("position"), fields)
    return fields


def _number(value: str) -> int:
    if not _NUMBER.fullmatch(value):
        raise DomainError(f"{value!r} is no number here", where=_WHERE)
    return int(value)


def _numbers(value: str) -> tuple[int, ...]:
    return tuple(map(_number, value.split(",")))


def _word(kind: type[Frequency] | type[Weekday]) -> Callable[[str], Frequency | Weekday]:
    def read(value: str) -> Frequency | Weekday:
        try:
            return kind(value)
        except ValueError:
            known = ", ".join(member.value for member in kind)
            raise DomainError(f"{value!r} is not among {known}", where=_WHERE) from None

    return read


def _on_weekdays(value: str) -> tuple[OnWeekday, ...]:
    return tuple(map(_on_weekday, value.split(",")))


def _on_weekday(value: str) -> OnWeekday:
    match = _ON.fullmatch(value)
    if not match:
        raise DomainError(f"{value!r} is no weekday; write TU, 1TU or -1FR", where=_WHERE)
    return OnWeekday(Weekday(match[2]), int(match[1]) if match[1] else None)


def _placed(weekdays: tuple[OnWeekday, ...], position: int, fields: dict[str, Any]) -> tuple[OnWeekday, ...]:
    """BYSETPOS beside one weekday picks that one of the month; in a year without months it would pick one of the year."""
    in_month = fields["frequency"] is Frequency.MONTHLY or (
        fields["frequency"] is Frequency.YEARLY and len(fields.get("months", ())) == 1
    )
    if not in_month or len(weekdays) != 1 or weekdays[0].ordinal is not None:
        raise DomainError("BYSETPOS is read beside one weekday of the month only", where=_WHERE)
    return (OnWeekday(weekdays[0].weekday, position),)


def _last_day(value: str, first: ClockTime | None) -> date:
    """The last local day on which the rule may start: UNTIL is inclusive, and may be a day, a local time or a time in UTC."""
    try:
        if _DAY.fullmatch(value):
            return datetime.strptime(value, "%Y%m%d").date()
        if _TIME.fullmatch(value):
            if first is None:
                raise DomainError(f"UNTIL={value} is a time of day; only with the first start does it tell a day", where=_WHERE)
            return _day_before(datetime.strptime(value.rstrip("Z"), "%Y%m%dT%H%M%S"), first, in_utc=value.endswith("Z"))
    except (ValueError, OverflowError):
        pass
    raise DomainError(f"UNTIL={value} is no day; write UNTIL=20260630", where=_WHERE)


def _day_before(until: datetime, first: ClockTime, *, in_utc: bool) -> date:
    local = until.replace(tzinfo=UTC).astimezone(zone_info(first.zone)).replace(tzinfo=None, fold=0) if in_utc else until
    return local.date() if local.time() >= first.start.time() else local.date() - timedelta(days=1)


_READERS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "FREQ": ("frequency", _word(Frequency)),
    "INTERVAL": ("interval", _number),
    "COUNT": ("count", _number),
    "UNTIL": ("until", str),
    "BYMONTH": ("months", _numbers),
    "BYMONTHDAY": ("month_days", _numbers),
    "BYDAY": ("weekdays", _on_weekdays),
    "BYSETPOS": ("position", _number),
    "WKST": ("week_start", _word(Weekday)),
}
