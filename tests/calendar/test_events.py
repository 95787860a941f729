"""Meetings in feeds and requests: what is written, what is left out and why, and in which zone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from io import BytesIO

import attrs
import pytest
from icalendar import Calendar

from coordkit.calendar.feeds import write_feed
from coordkit.calendar.itip import Attendee, Party
from coordkit.domain.dates import Days, PartialDate
from coordkit.domain.errors import DomainError
from coordkit.domain.invitations import ParticipationRole, Response
from coordkit.domain.meetings import Meeting, MeetingStatus
from coordkit.domain.places import Mode, Venue
from coordkit.domain.records import Tlp
from coordkit.domain.slots import Repeat, Slot
from coordkit.domain.text import Text
from tests.calendar.samples import DESK, QUEUED, RESCUERS, fed, meeting, names, requested, slot, unfolded, value


def test_an_event_says_what_the_record_says() -> None:
    raw, reasons = fed(meeting(sequence=3))
    assert reasons == []
    (event,) = Calendar.from_ical(raw).events
    assert event["UID"] == "00000000-0000-0000-0000-000000000001"
    assert event["SUMMARY"] == "Координаційна нарада"
    assert event["LOCATION"] == "Зала 2, 1 поверх"
    assert event["SEQUENCE"] == 3
    assert event["CLASS"] == "PRIVATE"
    assert event["STATUS"] == "CONFIRMED"
    assert event.categories == ["TLP:GREEN", "безпека, відновлення", "жінки"]
    assert event["CONFERENCE"] == "https://meet.example.org/abc"
    assert event["URL"] == "https://example.org/news?a=1,2;b"
    assert event["DESCRIPTION"] == (
        "TLP:GREEN\n\nУзгодити дії\n\nПорядок денний:\n1. Знайомство\n2. Запити громад (20 хв)\n\n"
        "Приєднатися онлайн: https://meet.example.org/abc"
    )
    assert event.start.isoformat() == "2026-06-18T10:00:00+03:00"
    assert event.end.isoformat() == "2026-06-18T11:30:00+03:00"


def test_texts_stand_in_the_first_language_asked_for() -> None:
    raw, _ = fed(meeting(), languages=("en", "uk"))
    (event,) = Calendar.from_ical(raw).events
    assert event["SUMMARY"] == "Coordination meeting"
    assert "Agenda:\n1. Introductions\n2. Requests (20 min)" in str(event["DESCRIPTION"])


def test_without_the_exact_place_the_locality_is_named() -> None:
    raw, _ = fed(meeting(venue=Venue(locality="UA65")))
    assert value(raw, "LOCATION") == "Херсонська область"
    assert b"CONFERENCE" not in raw and "онлайн" not in raw.decode()


def test_a_locality_without_a_name_and_a_meeting_without_a_venue_have_no_location() -> None:
    for venue in (Venue(locality="XX99"), None):
        assert "LOCATION" not in names(fed(meeting(venue=venue))[0])


def test_a_meeting_that_moved_online_sends_nobody_to_the_old_place() -> None:
    raw, _ = fed(meeting(modes=(Mode.ONLINE,)))
    assert value(raw, "LOCATION") == "Онлайн"


def test_a_link_that_is_no_address_stands_in_the_text_only() -> None:
    raw, _ = fed(meeting(venue=Venue(link="Телефоном, код 5")))
    assert "CONFERENCE" not in names(raw)
    assert value(raw, "DESCRIPTION").endswith("Приєднатися онлайн: Телефоном\\, код 5")


def test_the_chatham_house_rule_is_said() -> None:
    assert "Діє правило Чатем-Хаус." in value(fed(meeting(chatham_house=True))[0], "DESCRIPTION")


@pytest.mark.parametrize(
    ("tlp", "kept"),
    [
        (Tlp.CLEAR, "PUBLIC"),
        (Tlp.GREEN, "PRIVATE"),
        (Tlp.AMBER, "PRIVATE"),
        (Tlp.AMBER_STRICT, "PRIVATE"),
        (Tlp.RED, "CONFIDENTIAL"),
    ],
)
def test_the_label_decides_the_class_and_opens_the_text(tlp: Tlp, kept: str) -> None:
    raw, _ = fed(meeting(tlp=tlp))
    assert value(raw, "CLASS") == kept
    assert value(raw, "DESCRIPTION").startswith(tlp.label + "\\n")


def test_a_feed_has_a_name_and_neither_method_nor_people() -> None:
    raw, _ = fed(meeting(), name="Зустрічі, Херсон")
    assert value(raw, "NAME") == value(raw, "X-WR-CALNAME") == "Зустрічі\\, Херсон"
    assert not {"METHOD", "ORGANIZER", "ATTENDEE"} & set(names(raw))


def test_a_feed_of_the_same_records_is_the_same_bytes_stamped_with_their_last_change() -> None:
    raw, _ = fed(meeting())
    assert raw == fed(meeting())[0]
    assert value(raw, "DTSTAMP") == value(raw, "LAST-MODIFIED") == "20260102T030405Z"
    never, _ = fed(meeting(changed_at=None))
    assert value(never, "DTSTAMP") == "19700101T000000Z" and "LAST-MODIFIED" not in names(never)


def test_an_empty_feed_is_a_calendar_without_events() -> None:
    assert names(fed()[0]) == ["BEGIN:VCALENDAR", "VERSION", "PRODID", "CALSCALE", "NAME", "X-WR-CALNAME", "END:VCALENDAR"]


def test_each_zone_is_described_once_before_its_first_event() -> None:
    york = slot(2026, 7, 1, 9, zone="America/New_York")
    raw, _ = fed(meeting(1), meeting(2, when=york), meeting(3), meeting(4, when=york), meeting(5, when=Days(date(2026, 1, 1))))
    found = [line for line in unfolded(raw) if line.startswith(("TZID:", "UID:"))]
    assert [line.removeprefix("UID:00000000-0000-0000-0000-") for line in found] == [
        "TZID:Europe/Kyiv",
        "000000000001",
        "TZID:America/New_York",
        "000000000002",
        "000000000003",
        "000000000004",
        "000000000005",
    ]


def test_utc_is_written_as_utc() -> None:
    raw, _ = fed(meeting(when=slot(2026, 6, 18, 10, zone="UTC")))
    assert b"DTSTART:20260618T100000Z\r\nDTEND:20260618T113000Z\r\n" in raw and b"VTIMEZONE" not in raw


@pytest.mark.parametrize("again", Repeat)
def test_the_hour_that_comes_twice_goes_out_in_utc(again: Repeat) -> None:
    when = Slot(datetime(2026, 10, 25, 3, 30), timedelta(hours=1), "Europe/Kyiv", again)
    raw, _ = fed(meeting(when=when))
    assert value(raw, "DTSTART") == ("20261025T003000Z" if again is Repeat.FIRST else "20261025T013000Z")
    assert b"VTIMEZONE" not in raw
    assert value(requested(meeting(when=when)), "DTSTART") == value(raw, "DTSTART")


def test_what_a_feeds_zone_does_not_describe_goes_out_in_utc_beside_what_it_does() -> None:
    raw, _ = fed(meeting(1, when=slot(1995, 6, 18, 10)), meeting(2))
    starts = [line.partition(":")[2] for line in unfolded(raw) if line.startswith("DTSTART")]
    assert [starts[0], starts[-1]] == ["19950618T070000Z", "20260618T100000"]


def test_whole_days_end_on_the_day_after_the_last() -> None:
    raw, _ = fed(meeting(when=Days(date(2026, 2, 27), date(2026, 2, 28))))
    assert b"DTSTART;VALUE=DATE:20260227\r\nDTEND;VALUE=DATE:20260301\r\n" in raw


def test_a_date_known_to_the_day_is_a_whole_day() -> None:
    raw, reasons = fed(meeting(status=MeetingStatus.HELD, when=PartialDate("2023-09-14")))
    assert b"DTSTART;VALUE=DATE:20230914\r\nDTEND;VALUE=DATE:20230915\r\n" in raw and reasons == []


HELD, POSTPONED, CANCELLED = MeetingStatus.HELD, MeetingStatus.POSTPONED, MeetingStatus.CANCELLED


@pytest.mark.parametrize(
    ("left", "reason"),
    [
        (meeting(status=HELD, when=PartialDate("2023-09")), "date known only as 2023-09"),
        (meeting(status=HELD, when=PartialDate("[..2025-04]")), "date known only as [..2025-04]"),
        (meeting(status=HELD, when=PartialDate("XXXX-10-17")), "date known only as XXXX-10-17"),
        (meeting(status=HELD, when=PartialDate.unknown()), "no date known"),
        (meeting(status=HELD, when=None), "no date known"),
        (meeting(status=POSTPONED, when=None), "postponed; no date known"),
        (meeting(status=POSTPONED, when=PartialDate("2026-10")), "postponed; date known only as 2026-10"),
        (meeting(status=CANCELLED, when=None), "no date known"),
        (meeting(status=MeetingStatus.DRAFT), "a draft; it is not announced yet"),
        (meeting(when=Days(date.max)), "lies outside the calendar"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_what_cannot_stand_in_a_calendar_is_left_out_with_the_reason(left: Meeting, reason: str) -> None:
    raw, reasons = fed(left, meeting(2))
    assert len(reasons) == 1 and reasons[0].endswith(reason)
    assert names(raw).count("BEGIN:VEVENT") == 1


def test_a_cancelled_meeting_stays_in_the_feed_and_says_so() -> None:
    assert value(fed(meeting(status=CANCELLED))[0], "STATUS") == "CANCELLED"


def test_a_request_names_its_organizer_and_only_its_recipient() -> None:
    raw = requested(meeting(sequence=2), locality="Херсон")
    lines = unfolded(raw)
    assert value(raw, "METHOD") == "REQUEST" and value(raw, "DTSTAMP") == "20260201T120000Z"
    assert 'ORGANIZER;CN="Секретаріат":mailto:desk@example.org' in lines
    assert [line for line in lines if line.startswith("ATTENDEE")] == [
        'ATTENDEE;CN="Рятувальники, чергова служба";CUTYPE=GROUP;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE'
        ":mailto:duty@example.org"
    ]
    assert (value(raw, "SEQUENCE"), value(raw, "STATUS")) == ("2", "CONFIRMED")
    assert names(raw).count("BEGIN:VTIMEZONE") == 1


def test_others_stand_in_a_request_when_given_and_nobody_twice() -> None:
    told = Attendee(party=Party("Anna", "anna@example.org"), role=ParticipationRole.INFORMED, response=Response.ACCEPTED)
    same = attrs.evolve(RESCUERS, party=Party("Duty", "DUTY@example.org"))
    lines = [line for line in unfolded(requested(meeting(), others=(told, same))) if line.startswith("ATTENDEE")]
    assert lines[0] == (
        "ATTENDEE;CN=Anna;CUTYPE=INDIVIDUAL;ROLE=NON-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:anna@example.org"
    )
    assert len(lines) == 2 and lines[1].endswith(":mailto:duty@example.org")


def test_a_request_outside_the_calendar_is_refused() -> None:
    with pytest.raises(DomainError, match="cannot be sent: its time"):
        requested(meeting(when=Days(date.max)))


def test_a_naive_stamp_is_refused() -> None:
    with pytest.raises(DomainError, match="naive"):
        requested(meeting(), stamp=QUEUED.replace(tzinfo=None))


def test_a_party_needs_a_real_address() -> None:
    with pytest.raises(DomainError, match="no mail address"):
        Party("Desk", "desk@example.org\r\nBcc: all@example.org")
    assert DESK.address == "desk@example.org"


def test_a_title_in_no_language_asked_for_stands_in_its_own() -> None:
    raw, _ = fed(meeting(title=Text.of(pl="Spotkanie")))
    assert value(raw, "SUMMARY") == "Spotkanie"


def test_a_feed_is_written_meeting_by_meeting() -> None:
    out, seen = BytesIO(), []

    def coming() -> Iterator[Meeting]:
        for number in (1, 2, 3):
            yield meeting(number)
            seen.append(out.getvalue().count(b"END:VEVENT"))

    write_feed(coming(), name="x", languages=("uk",), locality_of=lambda code: None, out=out, left_out=lambda left, why: None)
    assert seen == [1, 2, 3]
