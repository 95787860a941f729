"""Hypothesis strategies for every record, read off the fields of its class: a new field is covered as soon as it is there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import lru_cache
from types import NoneType
from typing import Any, TypeVar, cast, get_args, get_origin

import attrs
from hypothesis import reject
from hypothesis import strategies as st

from coordkit import (
    ActionItem,
    ActionStatus,
    Attendance,
    Attended,
    Claim,
    ClockTime,
    Consent,
    Contact,
    ContactKind,
    CoordkitError,
    Days,
    ForeignRule,
    Frequency,
    GroupState,
    Headcount,
    Interruption,
    Invitation,
    LetterTemplate,
    Meeting,
    MeetingId,
    MeetingSeries,
    MeetingStatus,
    Membership,
    Minutes,
    MinutesState,
    Office,
    OrganizationId,
    PartialDate,
    PersonId,
    Presence,
    Quorum,
    Record,
    RecordId,
    Recurrence,
    Repeat,
    Response,
    Seat,
    Slot,
    Source,
    StateSince,
    TermsOfReference,
    Text,
    Venue,
    WorkingGroup,
)
from coordkit.codec.convert import OUTCOMES, RECORDS
from tests.recurrences import foreign_rules, recurrences

T = TypeVar("T")

RECORD_CLASSES: tuple[type[Record], ...] = (
    *(cls for name, cls in RECORDS.items() if name != "outcome"),
    *OUTCOMES.values(),
)
"""Every class of which there are records."""

_LETTERS = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
_ODD = ["=1+1", "+380532560290", "'", '"', "a;-b", "\t", "\r\n", "\u2028", "\x85", "КМЄС", "Пʼять", "\ufeff", "＝1", "\U0001f4c5"]
plain_texts = st.sampled_from(_ODD) | st.text(_LETTERS, max_size=12)
"""Every text that a record takes, the odd ones often."""

_said = plain_texts.filter(lambda words: bool(words.strip()))
_uids = plain_texts.filter(lambda uid: any(sign.isprintable() and not sign.isspace() for sign in uid))
_languages = st.sampled_from(["uk", "en", "uk-Latn", "pl"])
texts = st.lists(st.tuples(_languages, _said), min_size=1, max_size=3, unique_by=lambda pair: pair[0]).map(Text)
days = st.dates(date(1990, 1, 1), date(2060, 12, 31))
moments = st.datetimes(datetime(1990, 1, 1), datetime(2060, 12, 31), timezones=st.just(UTC))

_months = days.map(lambda day: f"{day:%Y-%m}")
_edtf = (
    days.map(date.isoformat)
    | _months
    | days.map(lambda day: f"{day:%Y}")
    | st.builds("{:%Y}-{}".format, days, st.sampled_from([21, 22, 23, 24, 33, 34, 35, 36, 40, 41]))
    | st.builds(lambda ends: f"[{min(ends)}..{max(ends)}]", st.tuples(_months, _months))
    | _months.map("[..{}]".format)
    | _months.map("[{}..]".format)
    | st.sampled_from(["XXXX-XX-XX", "XXXX-10-17", "XXXX-02-29", "XXXX-06-XX"])
)
partial_dates = _edtf.map(PartialDate)

ZONES = ["Europe/Kyiv", "Europe/Warsaw", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe", "UTC"]


@st.composite
def slots(draw: st.DrawFn) -> Slot:
    """Slots in several zones, also in the hour that comes twice; a start that the clocks skip is moved on."""
    zone = draw(st.sampled_from(ZONES))
    around_a_change = st.builds(
        lambda day, minutes: datetime.combine(day, datetime.min.time()) + timedelta(minutes=minutes),
        st.sampled_from([date(2026, 3, 29), date(2026, 10, 25), date(2026, 3, 8), date(2026, 11, 1), date(2026, 4, 5)]),
        st.integers(0, 300),
    )
    anywhere = st.datetimes(datetime(1995, 1, 1), datetime(2055, 1, 1)).map(lambda when: when.replace(microsecond=0))
    start = draw(around_a_change | anywhere)
    duration = timedelta(seconds=draw(st.integers(1, 40 * 86400)))
    for hours in (0, 2):
        for repeat in (None, draw(st.sampled_from(Repeat))):
            try:
                return Slot(start + timedelta(hours=hours), duration, zone, repeat)
            except CoordkitError:
                continue
    return reject()


_whole_days = st.builds(lambda pair: Days(min(pair), max(pair)), st.tuples(days, days))
_definite = slots() | _whole_days
whens = _definite | partial_dates

# Few enough for records to refer to each other now and then.
_FEW_IDS = st.integers(1, 5)

_emails = st.from_regex(r"[a-z0-9.+-]{1,8}@[a-z]{1,8}\.example", fullmatch=True)
_phones = st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True)
_counts = st.integers(0, 10**9)
_sequences = st.integers(0, 2**31 - 1)
_FIELDS: Mapping[type, Mapping[str, st.SearchStrategy[Any]]] = {
    Source: {"url": st.none() | plain_texts.map("https://example.org/".__add__)},
    Headcount: {"value": _counts, "over": st.integers(1, 50)},
    Venue: {"capacity": st.none() | _counts, "shelter_places": st.none() | _counts},
    Seat: {"minimum": st.integers(0, 5), "maximum": st.none() | st.integers(5, 50)},
    Interruption: {
        "start": st.datetimes(datetime(1990, 1, 1), datetime(2020, 1, 1), timezones=st.just(UTC)),
        "end": st.datetimes(datetime(2020, 1, 2), datetime(2060, 1, 1), timezones=st.just(UTC)),
    },
    Office: {
        "addresses": st.lists(_emails, max_size=2).map(tuple),
        "zone": st.sampled_from(ZONES),
        "retention_months": st.none() | st.integers(1, 600),
        "trusted_server": st.none() | _said,
        "channel": _said,
    },
    LetterTemplate: {"name": _said, "language": _languages},
    Claim: {"sequence": _sequences},
    WorkingGroup: {"cadence_months": st.none() | st.integers(1, 600)},
    Quorum: {
        "at_least": st.integers(1, 50),
        "numerator": st.none(),
        "denominator": st.none(),
        "more_than": st.just(False),
    },
    Invitation: {"delegated_to": st.none(), "answered_sequence": st.none() | _sequences, "reset_at": _sequences},
    Meeting: {"uid": _uids, "sequence": _sequences},
    MeetingSeries: {"uid": _uids, "sequence": _sequences},
    TermsOfReference: {"version": st.integers(1, 99)},
}
"""What a field takes where its type alone says too much."""


@st.composite
def contacts(draw: st.DrawFn) -> Contact:
    """Contacts of every kind, with a value that can be one."""
    kind = draw(st.sampled_from(ContactKind))
    value = {ContactKind.EMAIL: _emails, ContactKind.PHONE: _phones}.get(kind, plain_texts)
    consents, since = st.none() | made(Consent), st.none() | moments
    return Contact(kind=kind, value=draw(value), in_group=draw(consents), in_public=draw(consents), undeliverable_since=draw(since))


@st.composite
def _states(draw: st.DrawFn) -> tuple[StateSince, ...]:
    begun = sorted(draw(st.lists(days, max_size=4, unique=True)))
    states = draw(st.permutations(list(GroupState)))
    return tuple(StateSince(state=state, since=since) for state, since in zip(states, begun, strict=False))


@st.composite
def _terms(draw: st.DrawFn) -> tuple[TermsOfReference, ...]:
    begun = sorted(draw(st.lists(days, max_size=3, unique=True)))
    drawn = [draw(made(TermsOfReference)) for _ in begun]
    return tuple(attrs.evolve(each, version=n, since=since) for n, (each, since) in enumerate(zip(drawn, begun, strict=True), 1))


def made_id(cls: type[RecordId]) -> st.SearchStrategy[RecordId]:
    """Ids of a class, few enough to meet each other now and then."""
    return (_FEW_IDS | st.uuids().map(int)).map(lambda number: cls(int=number))


@st.composite
def _presence(draw: st.DrawFn, who: RecordId) -> dict[str, Any]:
    """Presence, way of taking part and whom one stands for, as they fit each other."""
    presence = draw(st.sampled_from(Presence))
    there = presence in (Presence.PRESENT, Presence.SUBSTITUTE)
    other = PersonId if isinstance(who, OrganizationId) else OrganizationId
    return {
        "presence": presence,
        "attended": draw(st.none() | st.sampled_from(Attended)) if there else None,
        "substitute_for": draw(made_id(other)) if presence is Presence.SUBSTITUTE else None,
    }


@st.composite
def _minutes_state(draw: st.DrawFn, meeting: MeetingId, attendance: tuple[Attendance, ...]) -> dict[str, Any]:
    """State, dates and approving meeting as they fit each other; everybody once."""
    state = draw(st.sampled_from(MinutesState))
    approved = state is MinutesState.APPROVED
    return {
        "edition": draw(st.integers(1, 9)),
        "state": state,
        "circulated_on": None if state is MinutesState.DRAFT else draw(days),
        "approved_on": draw(days) if approved else None,
        "approved_in": draw(st.none() | made_id(MeetingId).filter(lambda later: later != meeting)) if approved else None,
        "attendance": tuple({entry.who: entry for entry in attendance}.values()),
    }


@st.composite
def made(draw: st.DrawFn, cls: type[T]) -> T:
    """Instances of a record or part, every field drawn by its type; those that the class refuses are not tried again."""
    given_here = _FIELDS.get(cls, {})
    values = {
        field.name.lstrip("_"): draw(given_here[field.name] if field.name in given_here else _of_type(field.type))
        for field in attrs.fields(attrs.resolve_types(cast(Any, cls)))
        if field.init and "stamp" not in field.metadata
    }
    if "since" in values and values.get("until") is not None:
        values["since"], values["until"] = draw(st.tuples(days, days).map(sorted))
    if cls is WorkingGroup:
        values["states"] = draw(_states())
        values["terms"] = draw(_terms())
    if cls is Quorum and draw(st.booleans()):
        values |= {"denominator": draw(st.integers(2, 9)), "more_than": draw(st.booleans())}
        values["numerator"] = draw(st.integers(1, values["denominator"] - 1))
    if cls is Invitation and isinstance(values["meeting"], MeetingId):
        values["occurrence"] = None
    if cls is Invitation and values["response"] is Response.DELEGATED:
        values["delegated_to"] = draw(made_id(OrganizationId if isinstance(values["invitee"], PersonId) else PersonId))
    if cls is Office:
        values["reminders"] = tuple(dict.fromkeys(values["reminders"]))
        values["templates"] = tuple({(each.name, each.language): each for each in values["templates"]}.values())
    if cls is Attendance:
        values |= draw(_presence(values["who"]))
    if cls is Minutes:
        values |= draw(_minutes_state(values["meeting"], values["attendance"]))
    if cls is Membership and values["on_behalf_of"] == values["member"]:
        values["on_behalf_of"] = None
    if cls is ActionItem and values["status"] is ActionStatus.OPEN:
        values["closed_on"] = None
    if cls is Meeting:
        values |= draw(_meeting_state(values["interruptions"]))
        values["modes"] = tuple(dict.fromkeys(values["modes"]))
        for name in ("predecessor", "part_of"):
            values[name] = None if values[name] == values["id"] else values[name]
        if values["series"] is not None:
            values["occurrence"] = draw(_clock_times)
    if cls is MeetingSeries:
        values |= draw(_series_days(values["rule"]))
        values["follows"] = None if values["follows"] == values["id"] else values["follows"]
        values["modes"] = tuple(dict.fromkeys(values["modes"]))
        values["invitees"] = tuple({entry.invitee: entry for entry in values["invitees"]}.values())
    try:
        return cls(**values)
    except CoordkitError:
        return reject()


@st.composite
def _meeting_state(draw: st.DrawFn, interruptions: tuple[Interruption, ...]) -> dict[str, Any]:
    """Status, time and interruptions that fit each other."""
    status = draw(st.sampled_from(MeetingStatus))
    needs_time = status in (MeetingStatus.SCHEDULED, MeetingStatus.UNDER_WAY, MeetingStatus.INTERRUPTED)
    when = draw(_definite if needs_time else st.none() | whens)
    if status is MeetingStatus.INTERRUPTED:
        interruptions = (*interruptions, Interruption(start=draw(moments)))
    return {"status": status, "when": when, "interruptions": interruptions}


_clock_times = st.builds(
    ClockTime,
    st.datetimes(datetime(1995, 1, 1), datetime(2055, 1, 1)).map(lambda when: when.replace(microsecond=0, fold=0)),
    st.sampled_from(ZONES),
)


@st.composite
def _series_days(draw: st.DrawFn, rule: Recurrence | ForeignRule) -> dict[str, Any]:
    """A first day that the rule has, and later days left out or added."""
    first = draw(_clock_times)
    if isinstance(rule, Recurrence):
        begun = next(rule.days_in_reach(first.day), None)
        if begun is None:
            rule = Recurrence(frequency=Frequency.DAILY)
        else:
            first = first.on(begun)
    later = draw(st.lists(st.dates(first.day + timedelta(days=1), date(2111, 1, 1)), max_size=4, unique=True))
    return {"first": first, "rule": rule, "exceptions": later[::2], "additions": later[1::2]}


_VALUES: Mapping[Any, st.SearchStrategy[Any]] = {
    timedelta: st.integers(1, 86_400).map(lambda seconds: timedelta(seconds=seconds)),
    str: plain_texts,
    int: st.integers(-(10**12), 10**12),
    bool: st.booleans(),
    date: days,
    datetime: moments,
    Text: texts,
    PartialDate: partial_dates,
    Slot: slots(),
    Days: _whole_days,
    NoneType: st.none(),
    ClockTime: _clock_times,
    Recurrence: recurrences(),
    ForeignRule: foreign_rules,
}


@lru_cache(maxsize=256)
def _of_type(kind: Any) -> st.SearchStrategy[Any]:
    """Values of a field's type. Raises TypeError for a type that no strategy is known for: then give it one."""
    if kind in _VALUES:
        return _VALUES[kind]
    if kind is Contact:
        return contacts()
    if get_origin(kind) is tuple:
        return st.lists(_of_type(get_args(kind)[0]), max_size=2).map(tuple)
    if get_args(kind):
        return st.one_of(*[_of_type(member) for member in get_args(kind)])
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(kind)
    if isinstance(kind, type) and issubclass(kind, RecordId):
        return made_id(kind)
    if isinstance(kind, type) and attrs.has(kind):
        return made(kind)
    raise TypeError(f"no strategy for {kind}")


records: st.SearchStrategy[Record] = st.sampled_from(RECORD_CLASSES).flatmap(made)
"""Records of every class."""
