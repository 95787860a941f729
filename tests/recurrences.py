"""Hypothesis strategies for rules: every shape of a Recurrence, and rules that are none."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from coordkit import CoordkitError, ForeignRule, Frequency, OnWeekday, Recurrence, Weekday, read_rule

_WEEKDAYS = st.sampled_from(Weekday)
_ORDINALS = st.sampled_from([1, 2, 3, 4, 5, -1, -2, -3, -4, -5])
_MONTHS = st.lists(st.integers(1, 12), min_size=1, max_size=4, unique=True)
_MONTH_DAYS = st.lists(st.sampled_from([1, 15, 28, 29, 30, 31, -1]) | st.integers(1, 31), min_size=1, max_size=3, unique=True)
_ON_WEEKDAYS = st.lists(st.builds(OnWeekday, _WEEKDAYS, _ORDINALS), min_size=1, max_size=3, unique=True)


@st.composite
def recurrences(draw: st.DrawFn) -> Recurrence:
    """Rules of every frequency, with every kind of day and of end."""
    frequency = draw(st.sampled_from(Frequency))
    fields: dict[str, Any] = {"frequency": frequency, "week_start": draw(_WEEKDAYS)}
    fields["interval"] = draw(st.integers(1, 3) | st.integers(1, 60))
    if frequency is Frequency.WEEKLY:
        fields["weekdays"] = draw(st.lists(_WEEKDAYS, max_size=4, unique=True))
    if frequency in (Frequency.MONTHLY, Frequency.YEARLY):
        fields |= draw(
            st.just({}) | st.fixed_dictionaries({"weekdays": _ON_WEEKDAYS}) | st.fixed_dictionaries({"month_days": _MONTH_DAYS})
        )
    if frequency is Frequency.YEARLY and (len(fields) > 3 or draw(st.booleans())):
        fields["months"] = draw(_MONTHS)
    match draw(st.sampled_from(["count", "until", "on"])):
        case "count":
            fields["count"] = draw(st.integers(1, 12) | st.integers(1, 10_000))
        case "until":
            fields["until"] = draw(st.dates(date(1995, 1, 1), date(2070, 12, 31)))
    try:
        return Recurrence(**fields)
    except CoordkitError:  # such as a yearly 31 February
        return Recurrence(frequency=frequency)


def _is_foreign(text: str) -> bool:
    try:
        return isinstance(read_rule(text), ForeignRule)
    except CoordkitError:
        return False


foreign_rules = (
    st.sampled_from(["FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1", "FREQ=HOURLY", "FREQ=DAILY;COUNT=1;COUNT=1", "щовівторка"])
    | st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=20).filter(_is_foreign)
).map(ForeignRule)
