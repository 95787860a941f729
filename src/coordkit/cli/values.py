"""What people type and what it means: texts by language, times, durations, labels. A value that cannot be read is wrong usage."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Any

import click

from coordkit.domain.dates import Days, PartialDate
from coordkit.domain.errors import DomainError
from coordkit.domain.records import Tlp
from coordkit.domain.slots import Repeat, Slot
from coordkit.domain.text import Text

_IN_LANGUAGE = re.compile(r"([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)=(.+)", re.DOTALL)
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_CLOCK = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?)", re.ASCII)
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?)(Z|[+-]\d\d:\d\d)?", re.ASCII)
_DAYS = re.compile(r"(\d{4}-\d\d-\d\d)(?:\.\.(\d{4}-\d\d-\d\d))?", re.ASCII)
_LASTING = re.compile(r"(?:(\d+)h)?(?:(\d+)m(?:in)?)?", re.ASCII)
_SPAN = re.compile(r"(?:(\d{1,4})d)?(?:(\d{1,4})h)?(?:(\d{1,4})m)?", re.ASCII)


class Value(click.ParamType[Any]):
    """A kind of value: its name in help texts, and the function that reads it. What that refuses is wrong usage."""

    def __init__(self, name: str, read: Callable[[str], Any]) -> None:
        self.name = name
        self._read = read

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return self._read(value)
        except (DomainError, ValueError) as error:
            self.fail(getattr(error, "message", str(error)), param, ctx)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return self.name.upper()


class OneOf(Value):
    """One of the values of an enumeration, as the records write them; ``by_name`` where these are not what people would type."""

    def __init__(self, kind: type[Enum], *, by_name: bool = False) -> None:
        self._members = {(member.name if by_name else str(member.value)).lower(): member for member in kind}
        super().__init__("|".join(self._members), self._one)

    def _one(self, value: str) -> Enum:
        try:
            return self._members[value.lower().strip()]
        except KeyError:
            raise ValueError(f"{value!r} is none of {', '.join(self._members)}") from None

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return f"[{self.name}]" if len(self.name) < 50 else param.human_readable_name.upper()

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[click.shell_completion.CompletionItem]:
        return [click.shell_completion.CompletionItem(name) for name in self._members if name.startswith(incomplete.lower())]


class FilePath(click.Path):
    """A file, there or not. A name that no file can bear is wrong usage."""

    def __init__(self) -> None:
        super().__init__(dir_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return super().convert(value, param, ctx)
        except (ValueError, OSError) as error:
            self.fail(f"no file can be called so: {error}", param, ctx)


FILE = FilePath()


# -- texts ---------------------------------------------------------------------------------------------------------------


def _words(value: str) -> tuple[str, str]:
    """``uk=Нарада`` as it says; without a language Cyrillic letters mean Ukrainian, others English."""
    if match := _IN_LANGUAGE.fullmatch(value):
        return match[1], match[2]
    return ("uk" if _CYRILLIC.search(value) else "en"), value


WORDS = Value("text", _words)


def text_of(words: Iterable[tuple[str, str]]) -> Text:
    """The texts that were given as one Text, the first one's language being the original's. Raises ``click.UsageError``."""
    try:
        return Text(tuple(words))
    except DomainError as error:
        raise click.UsageError(f"{error.message}; write 'uk=…' 'en=…'") from None


# -- times ---------------------------------------------------------------------------------------------------------------


def _lasting(value: str) -> timedelta:
    match = _LASTING.fullmatch(value.strip().replace(" ", ""))
    duration = timedelta(hours=int(match[1] or 0), minutes=int(match[2] or 0)) if match and len(value) < 12 else timedelta(0)
    if not duration:
        raise ValueError(f"{value!r} is no duration; write 90m, 2h or 1h30m")
    return duration


def span(value: str) -> timedelta:
    """``2d``, ``12h`` or ``1d12h``; ``0d`` is none. Raises ``ValueError``."""
    match = _SPAN.fullmatch(value.strip())
    if not match or not any(match.groups()):
        raise ValueError(f"{value!r} is no length of time; write 2d, 12h or 1d12h")
    days, hours, minutes = (int(each or 0) for each in match.groups())
    return timedelta(days=days, hours=hours, minutes=minutes)


def _time(value: str) -> datetime | Days | PartialDate:
    """A time of day (naive: its zone is another option), whole days, or a date known in part."""
    value = value.strip()
    try:
        if match := _CLOCK.fullmatch(value):
            return datetime.fromisoformat(f"{match[1]}T{match[2]}")
        if match := _DAYS.fullmatch(value):
            first = datetime.fromisoformat(match[1]).date()
            return Days(first, datetime.fromisoformat(match[2]).date() if match[2] else first)
    except ValueError:
        raise ValueError(f"{value!r} is not in the calendar; correct it") from None
    try:
        return PartialDate(value)
    except DomainError:
        raise ValueError(f"{value!r} is no time; write '2026-12-01 10:00', 2026-12-01, 2026-12-01..2026-12-03 or 2026-12") from None


def _moment(value: str) -> datetime:
    """A moment: aware where an offset or Z stands in it, else naive, to be read in the office's zone."""
    match = _MOMENT.fullmatch(value.strip())
    try:
        if match:
            return datetime.fromisoformat(value.strip().replace("Z", "+00:00"))
    except ValueError:
        pass
    raise ValueError(f"{value!r} is no moment; write '2026-12-01 10:00' (in the office's zone) or 2026-12-01T08:00Z")


def _day(value: str) -> Any:
    try:
        return datetime.strptime(value.strip(), "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError:
        raise ValueError(f"{value!r} is no day; write 2026-12-01") from None


def slot_of(start: datetime, duration: timedelta | None, zone: str, repeat: Repeat | None) -> Slot:
    """The slot; raises ``click.UsageError`` where nobody said how long."""
    if duration is None:
        raise click.UsageError("say how long it lasts: --for 90m")
    return Slot(start, duration, zone, repeat)


TIME = Value("time", _time)
MOMENT = Value("moment", _moment)
LASTING = Value("duration", _lasting)
DAY = Value("day", _day)
PARTIAL = Value("date", PartialDate)
REPEAT = OneOf(Repeat)


# -- addresses and languages ---------------------------------------------------------------------------------------------

_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", re.ASCII)


def _fitting(pattern: re.Pattern[str], what: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if not pattern.fullmatch(value):
            raise ValueError(f"{value!r} is no {what}")
        return value

    return read


ADDRESS = Value("text", _fitting(_ADDRESS, "e-mail address; write desk@example.org"))
LANGUAGE = Value("text", _fitting(_LANGUAGE, "language; write a code such as uk or en"))

# -- labels --------------------------------------------------------------------------------------------------------------

_TLP = {tlp.label.removeprefix("TLP:"): tlp for tlp in Tlp}


def _tlp(value: str) -> Tlp:
    try:
        return _TLP[value.upper().removeprefix("TLP:")]
    except KeyError:
        raise ValueError(f"{value!r} is no TLP label; write one of {', '.join(_TLP)}") from None


TLP = Value("label", _tlp)
