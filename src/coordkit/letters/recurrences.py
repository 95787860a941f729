"""A series in words: how it repeats, at what time, from when until when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import attrs

from coordkit.calendar.words import phrases, written_zone
from coordkit.domain.announced import Announced
from coordkit.domain.clock_times import ClockTime
from coordkit.domain.periods import Frequency, OnWeekday
from coordkit.domain.recurrence import ForeignRule, Recurrence, read_rule
from coordkit.domain.series import MeetingSeries
from coordkit.letters.dates import count, day, length, listed, ordinal, plural

_MOST_DAYS = 10
"""So many days that are left out or added are named; more are left to the calendar."""

# Ukrainian: in the accusative, as after «у». A word's gender decides the form of its ordinal.
_WEEKDAYS = ("понеділок", "вівторок", "середу", "четвер", "п’ятницю", "суботу", "неділю")
_FEMININE = frozenset({"середу", "п’ятницю", "суботу", "неділю"})
_ORDINALS = {
    1: ("перший", "першу"), 2: ("другий", "другу"), 3: ("третій", "третю"), 4: ("четвертий", "четверту"), 5: ("п’ятий", "п’яту"),
    -1: ("останній", "останню"), -2: ("передостанній", "передостанню"),
}  # fmt: skip
_EVERY = {
    Frequency.DAILY: ("day", "щодня", "every day"),
    Frequency.WEEKLY: ("week", "щотижня", "every week"),
    Frequency.MONTHLY: ("month", "щомісяця", "every month"),
    Frequency.YEARLY: ("year", "щороку", "every year"),
}
_EN_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_EN_ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last", -2: "last but one"}
_TIMES = {
    "uk": {"one": "раз", "few": "рази", "many": "разів", "other": "раза"},
    "en": {"one": "time", "other": "times"},
}


@attrs.frozen(kw_only=True)
class Repeating:
    """What is said of a series: of a MeetingSeries as it is, or of the one that was announced last."""

    first: ClockTime
    duration: timedelta
    rule: Recurrence | ForeignRule
    exceptions: tuple[date, ...] = ()
    additions: tuple[date, ...] = ()

    @classmethod
    def of(cls, series: MeetingSeries | Announced) -> Repeating | None:
        """Its times; None where what was announced was no series."""
        if series.first is None or series.duration is None or series.rule is None:
            return None
        rule = read_rule(series.rule, series.first) if isinstance(series.rule, str) else series.rule
        return cls(
            first=series.first, duration=series.duration, rule=rule, exceptions=series.exceptions, additions=series.additions
        )


def written_series(series: Repeating, language: str) -> str:
    """``щотижня у вівторок, 10:00–11:30, за київським часом, від 16 червня 2026 до 30 червня 2027 включно``."""
    parts = [_rule(series, language), _time_of_day(series, language), *_span(series, language), *_changes(series, language)]
    return ", ".join(parts)


def written_rule(series: Repeating, language: str) -> str:
    """Only how it repeats: ``щотижня у вівторок``."""
    return _rule(series, language)


def _rule(series: Repeating, language: str) -> str:
    rule, first = series.rule, series.first.day
    if isinstance(rule, ForeignRule):
        return _FOREIGN[language]
    return _ukrainian(rule, first) if language == "uk" else _english(rule, first)


_FOREIGN = {"uk": "за окремим правилом, яке показує календар", "en": "by a rule of its own, which your calendar shows"}


# -- Ukrainian


def _ukrainian(rule: Recurrence, first: date) -> str:
    unit, each, _ = _EVERY[rule.frequency]
    every = each if rule.interval == 1 else f"{_each(rule.interval)} {count(rule.interval, unit, 'uk')}"
    if rule.frequency is Frequency.DAILY:
        return every
    if rule.frequency is Frequency.WEEKLY:
        names = [_WEEKDAYS[on.weekday.number] for on in rule.weekdays] or [_WEEKDAYS[first.weekday()]]
        return _after(every, "у", listed(names, "uk"))
    months = _months(rule, first, "uk")
    if rule.weekdays:
        return _after(every, "у", _of(listed([_on_uk(on) for on in rule.weekdays], "uk"), months, "uk"))
    numbers = rule.month_days or (first.day,)
    plain = [str(number) for number in numbers if number > 0]
    words = [f"{listed(plain, 'uk')} числа" if not months else listed(plain, "uk")] if plain else []
    if -1 in numbers:
        words.append("в останній день" if months else "в останній день місяця")
    return f"{every} {_of(listed(words, 'uk'), months, 'uk')}"


def _each(interval: int) -> str:
    return plural(interval, {"one": "кожен", "other": "кожні"}, "uk")


def _on_uk(on: OnWeekday) -> str:
    name, ordinal_number = _WEEKDAYS[on.weekday.number], on.ordinal or 1
    form = int(name in _FEMININE)
    if ordinal_number in _ORDINALS:
        return f"{_ORDINALS[ordinal_number][form]} {name}"
    return f"{_ORDINALS[-ordinal_number][form]} {name} з кінця"


def _after(before: str, preposition: str, words: str) -> str:
    """The preposition «у» or «в», as it sounds well between its neighbours."""
    soft = before[-1] in "аеєиіїоуюяь" and words[0] not in "вф"
    return f"{before} {'в' if soft else preposition} {words}"


# -- English


def _english(rule: Recurrence, first: date) -> str:
    unit, _, each = _EVERY[rule.frequency]
    every = each if rule.interval == 1 else f"every {count(rule.interval, unit, 'en')}"
    if rule.frequency is Frequency.DAILY:
        return every
    if rule.frequency is Frequency.WEEKLY:
        names = listed([_EN_WEEKDAYS[on.weekday.number] for on in rule.weekdays] or [_EN_WEEKDAYS[first.weekday()]], "en")
        return f"every {names}" if rule.interval == 1 else f"{every} on {names}"
    months = _months(rule, first, "en")
    if rule.weekdays:
        words = listed([_on_en(on) for on in rule.weekdays], "en")
        if rule.frequency is Frequency.MONTHLY and rule.interval == 1 and len(rule.weekdays) == 1:
            return f"every {words} of the month"
        return f"{every} on the {_of(words, months, 'en')}"
    numbers = rule.month_days or (first.day,)
    if months and -1 not in numbers and len(numbers) == 1 == len(months):
        return f"{every} on {numbers[0]} {months[0]}"
    words = listed([ordinal(number) if number > 0 else "last day" for number in numbers], "en")
    return f"{every} on the {_of(words, months, 'en')}"


def _on_en(on: OnWeekday) -> str:
    ordinal_number = on.ordinal or 1
    words = _EN_ORDINALS.get(ordinal_number) or f"{_EN_ORDINALS[-ordinal_number]} to last"
    return f"{words} {_EN_WEEKDAYS[on.weekday.number]}"


# -- both


def _months(rule: Recurrence, first: date, language: str) -> list[str]:
    """The months of a yearly rule, as they stand in a date."""
    numbers = rule.months or ((first.month,) if rule.frequency is Frequency.YEARLY else ())
    return [phrases((language,)).months[number - 1] for number in numbers]


def _of(words: str, months: Sequence[str], language: str) -> str:
    if not months:
        return words
    return f"{words} {listed(months, language)}" if language == "uk" else f"{words} of {listed(months, language)}"


def _time_of_day(series: Repeating, language: str) -> str:
    zone = written_zone(series.first.zone, language)
    end = series.first.start + series.duration
    if end.date() - series.first.day > _NEXT_DAY:
        return f"{series.first.start:%H:%M}, {zone}, {length(series.duration, language)}"
    return f"{series.first.start:%H:%M}–{end:%H:%M}, {zone}"


_NEXT_DAY = timedelta(days=1)


def _span(series: Repeating, language: str) -> Iterator[str]:
    begun = day(series.first.day, language)
    until = series.rule.until if isinstance(series.rule, Recurrence) else None
    times = series.rule.count if isinstance(series.rule, Recurrence) else None
    if until:
        ended = day(until, language)
        yield f"від {begun} до {ended} включно" if language == "uk" else f"from {begun} until {ended}"
    else:
        yield f"починаючи з {begun}" if language == "uk" else f"from {begun}"
    if times:
        word = f"{times} {plural(times, _TIMES[language], language)}"
        yield f"усього {word}" if language == "uk" else f"{word} in all"


def _changes(series: Repeating, language: str) -> Iterator[str]:
    for days, few, many in (
        (series.exceptions, _EXCEPT, _EXCEPT_MANY),
        (series.additions, _ALSO, _ALSO_MANY),
    ):
        if len(days) > _MOST_DAYS:
            yield many[language]
        elif days:
            yield f"{few[language]} {listed([day(each, language) for each in days], language)}"


_EXCEPT = {"uk": "крім", "en": "except"}
_EXCEPT_MANY = {"uk": "крім днів, яких немає в календарі", "en": "except days that your calendar leaves out"}
_ALSO = {"uk": "а також", "en": "and also"}
_ALSO_MANY = {"uk": "а також у дні, які показує календар", "en": "and on further days that your calendar shows"}
