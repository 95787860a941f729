"""Feeds of a group, an area or the whole desk, and public notices for calendars: from the gate, and from nothing else."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import attrs
import pytest
from icalendar import Calendar

from coordkit import (
    Audience,
    ClockTime,
    DomainError,
    Meeting,
    MeetingId,
    MeetingSeries,
    MeetingSeriesId,
    MeetingStatus,
    NotFound,
    Office,
    OfficeId,
    Recurrence,
    Secretariat,
    Slot,
    Text,
    Tlp,
    Venue,
    WorkingGroup,
    WorkingGroupId,
)
from coordkit.ports import Report
from coordkit.secretariat.feeds import feed
from coordkit.secretariat.publishing import publish

TEN = Slot(datetime(2026, 9, 15, 10), timedelta(hours=2), "Europe/Kyiv")
SECRET = "withheld"
KHERSON, HROMADA, POLTAVA = "UA65000000000030969", "UA65100150000057191", "UA53000000000028050"


def group(desk: Secretariat, **more: Any) -> WorkingGroup:
    fields: dict[str, Any] = {"name": Text.of(uk="Робоча група", en="Working group"), "tlp": Tlp.CLEAR, "area": HROMADA}
    (kept,) = desk.save(WorkingGroup(id=desk.new(WorkingGroupId), **(fields | more)))
    return kept


def meeting(desk: Secretariat, title: str, **more: Any) -> Meeting:
    fields: dict[str, Any] = {
        "title": Text.of(uk=title),
        "status": MeetingStatus.SCHEDULED,
        "when": TEN,
        "tlp": Tlp.CLEAR,
        "venue": Venue(place=Text.of(uk=SECRET), link=f"https://example.org/{SECRET}"),
    }
    (kept,) = desk.save(Meeting(id=desk.new(MeetingId), **(fields | more)))
    return kept


def series(desk: Secretariat, title: str, **more: Any) -> MeetingSeries:
    fields: dict[str, Any] = {
        "title": Text.of(uk=title),
        "first": ClockTime(datetime(2026, 9, 1, 10), "Europe/Kyiv"),
        "duration": timedelta(hours=1),
        "rule": Recurrence.parse("FREQ=WEEKLY;COUNT=6"),
        "tlp": Tlp.CLEAR,
    }
    (kept,) = desk.save(MeetingSeries(id=desk.new(MeetingSeriesId), **(fields | more)))
    return kept


def occurrence(desk: Secretariat, what: MeetingSeries, day: int, **more: Any) -> Meeting:
    single = what.occurrence_meeting(date(2026, 9, day), desk.new(MeetingId))
    (kept,) = desk.save(attrs.evolve(single, **more))
    return kept


def fed(desk: Secretariat, audience: Audience | None = None, **options: Any) -> tuple[Any, Report]:
    """The calendar as icalendar reads it, and the report."""
    out = BytesIO()
    report = feed(desk, out, audience=audience or Audience.public(), languages=("uk",), **options)
    assert SECRET.encode() not in out.getvalue().replace(b"\r\n ", b"")
    return Calendar.from_ical(out.getvalue()), report


def titles(calendar: Any) -> list[str]:
    return [str(event["SUMMARY"]) for event in calendar.events]


def test_a_groups_feed_holds_its_meetings_and_series_and_no_others(desk: Secretariat) -> None:
    own, other = group(desk), group(desk)
    meeting(desk, "наша", groups=(own.id,))
    meeting(desk, "спільна", groups=(own.id, other.id))
    meeting(desk, "чужа", groups=(other.id,))
    series(desk, "щотижня", groups=(own.id,))
    calendar, report = fed(desk, group=own.id, refresh=timedelta(hours=6), color="teal", source="https://example.org/g.ics")
    assert sorted(titles(calendar)) == ["наша", "спільна", "щотижня"]
    assert calendar["NAME"] == "Робоча група" and calendar["COLOR"] == "teal" and calendar["SOURCE"] == "https://example.org/g.ics"
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(hours=6)
    assert (report.written, report.label, report.left_out) == (3, Tlp.CLEAR, ())


def test_the_label_is_that_of_what_stands_in_it(desk: Secretariat) -> None:
    own = group(desk)
    meeting(desk, "відкрита", groups=(own.id,))
    meeting(desk, "для своїх", groups=(own.id,), tlp=Tlp.AMBER)
    meeting(desk, "закрита", groups=(own.id,), tlp=Tlp.RED)
    assert fed(desk, group=own.id)[1].label is Tlp.CLEAR
    calendar, report = fed(desk, Audience.of_group(own.id), group=own.id)
    assert sorted(titles(calendar)) == ["відкрита", "для своїх"] and report.label is Tlp.AMBER


def test_what_became_of_occurrences_is_told_and_what_is_withheld_is_no_day_of_the_series(desk: Secretariat) -> None:
    own = group(desk)
    weekly = series(desk, "щотижня", groups=(own.id,))
    occurrence(desk, weekly, 8, when=Slot(datetime(2026, 9, 9, 14), timedelta(hours=1), "Europe/Kyiv"))
    occurrence(desk, weekly, 15, status=MeetingStatus.CANCELLED)
    occurrence(desk, weekly, 22, tlp=Tlp.AMBER)
    for of in (own.id, None):
        calendar, report = fed(desk, group=of)
        master, moved = calendar.events
        assert [each.dt.day for each in master["EXDATE"].dts] == [15, 22]
        assert (moved["UID"], moved["RECURRENCE-ID"].dt.day, moved.start.day) == (master["UID"], 8, 9)
        assert report.written == 3, "the series, and two of its occurrences"
    inside, _ = fed(desk, Audience.of_group(own.id), group=own.id)
    assert [each.dt.day for each in [inside.events[0]["EXDATE"].dts][0]] == [15] and len(inside.events) == 3


def test_an_occurrence_that_went_over_to_the_group_stands_by_itself(desk: Secretariat) -> None:
    own = group(desk)
    weekly = series(desk, "щотижня")
    gone_over = occurrence(desk, weekly, 8, groups=(own.id,))
    calendar, _ = fed(desk, group=own.id)
    (event,) = calendar.events
    assert event["UID"] == str(gone_over.id.uuid) and "RECURRENCE-ID" not in event


def test_to_an_area_belong_what_is_held_in_it_and_the_meetings_of_its_groups(desk: Secretariat) -> None:
    inside, outside = group(desk, area=HROMADA), group(desk, area=POLTAVA)
    meeting(desk, "групи", groups=(inside.id,))
    meeting(desk, "тут", venue=Venue(locality=KHERSON))
    meeting(desk, "деінде", groups=(outside.id,))
    meeting(desk, "ніде")
    calendar, _ = fed(desk, area=KHERSON)
    assert sorted(titles(calendar)) == ["групи", "тут"] and str(calendar["NAME"]).startswith("Херсонська")
    assert titles(fed(desk, area=POLTAVA)[0]) == ["деінде"]


def test_the_same_records_give_the_same_bytes(desk: Secretariat) -> None:
    own = group(desk)
    weekly = series(desk, "щотижня", groups=(own.id,))
    for day in (15, 8):
        occurrence(desk, weekly, day)
    meeting(desk, "наша", groups=(own.id,))
    first, second = BytesIO(), BytesIO()
    feed(desk, first, audience=Audience.public(), group=own.id)
    feed(desk, second, audience=Audience.public(), group=own.id)
    assert first.getvalue() == second.getvalue()


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"group": WorkingGroupId(int=99)}, NotFound, "sees no group"),
        ({"group": "робоча"}, DomainError, "give its id"),
        ({"area": "UA00"}, NotFound, "no region has an area"),
        ({"area": KHERSON, "group": WorkingGroupId(int=99)}, DomainError, "of a group or of an area"),
        ({"color": "blau"}, DomainError, "no colour of CSS3"),
        ({"refresh": 12}, DomainError, "write timedelta"),
        ({"audience": "public"}, DomainError, r"write Audience.public\(\)"),
    ],
)
def test_what_makes_no_feed_is_told_before_a_byte_is_written(
    desk: Secretariat, options: dict[str, Any], error: type[Exception], says: str
) -> None:
    out = BytesIO()
    with pytest.raises(error, match=says):
        feed(desk, out, **({"audience": Audience.public()} | options))
    assert out.getvalue() == b""


def test_a_group_that_the_audience_does_not_see_has_no_feed(desk: Secretariat) -> None:
    hidden = group(desk, tlp=Tlp.AMBER)
    with pytest.raises(NotFound, match="sees no group"):
        fed(desk, group=hidden.id, name="a name of its own")


# -- notices


def office(desk: Secretariat, **more: Any) -> Office:
    fields: dict[str, Any] = {
        "name": Text.of(uk="Секретаріат"),
        "addresses": ("desk@example.org",),
        "languages": ("uk",),
        "tlp": Tlp.CLEAR,
    }
    (kept,) = desk.save(Office(id=desk.new(OfficeId), **(fields | more)))
    return kept


def test_a_notice_for_calendars_names_the_office_and_nobody_who_was_asked(desk: Secretariat) -> None:
    office(desk)
    planned = meeting(
        desk, "Відкрита зустріч", venue=Venue(locality=KHERSON, place=Text.of(uk=SECRET), link="https://x.example/" + SECRET)
    )
    raw = publish(desk, planned.id)
    assert SECRET.encode() not in raw.replace(b"\r\n ", b"")
    calendar: Any = Calendar.from_ical(raw)
    (event,) = calendar.events
    assert calendar["METHOD"] == "PUBLISH" and "ATTENDEE" not in event
    assert event["ORGANIZER"] == "mailto:desk@example.org" and event["ORGANIZER"].params["CN"] == "Секретаріат"
    assert event["LOCATION"] == "Херсон"


@pytest.mark.parametrize(
    ("of_meeting", "of_office", "says"),
    [
        ({"tlp": Tlp.GREEN}, {}, "only what is TLP:CLEAR is for everybody"),
        ({"status": MeetingStatus.DRAFT}, {}, "a draft"),
        ({}, {"tlp": Tlp.AMBER}, "label it TLP:CLEAR to publish in its name"),
        ({}, {"addresses": ()}, "needs an address"),
    ],
)
def test_what_is_not_for_everybody_is_not_published(
    desk: Secretariat, of_meeting: dict[str, Any], of_office: dict[str, Any], says: str
) -> None:
    office(desk, **of_office)
    planned = meeting(desk, "Зустріч", **of_meeting)
    with pytest.raises(DomainError, match=says):
        publish(desk, planned.id)
