"""What the organizer sends: requests, cancellations, declined proposals and notices, of meetings, series and occurrences."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import attrs
import pytest

from coordkit.calendar.itip import (
    Attendee,
    Organizer,
    Override,
    Party,
    cancel,
    decline_counter,
    publish,
    request,
    told_digest,
)
from coordkit.domain.announced import Announced
from coordkit.domain.dates import Days, PartialDate
from coordkit.domain.errors import DomainError
from coordkit.domain.invitations import ParticipationRole, Response
from coordkit.domain.meetings import Meeting, MeetingStatus
from coordkit.domain.places import Mode
from coordkit.domain.records import MeetingId, Tlp
from coordkit.domain.series import MeetingSeries
from coordkit.domain.slots import Slot
from coordkit.domain.text import Text
from tests.calendar.samples import DESK, OFFICE, QUEUED, RESCUERS, lines, meeting, names, requested, series, slot, unfolded, value

TOLD: dict[str, Any] = {"organizer": OFFICE, "recipient": RESCUERS, "stamp": QUEUED, "languages": ("uk",)}


def instead(what: MeetingSeries, day: date, when: Slot | Days | None = None, **changes: Any) -> Override:
    """An occurrence of its own."""
    return Override(attrs.evolve(what.occurrence_meeting(day, MeetingId(int=9), when), **changes), RESCUERS)


# -- who


def test_the_organizer_is_named_and_who_sends_for_them_is_quoted() -> None:
    raw = requested(meeting(), organizer=Organizer(Party("Керівниця", "head@example.org"), sent_by="desk@example.org"))
    assert 'ORGANIZER;CN="Керівниця";SENT-BY="mailto:desk@example.org":mailto:head@example.org' in unfolded(raw)
    own = requested(meeting(), organizer=Organizer(DESK, sent_by="Desk@example.org"))
    assert 'ORGANIZER;CN="Секретаріат":mailto:desk@example.org' in unfolded(own)


def test_who_delegates_and_who_comes_instead_name_each_other() -> None:
    gone = Attendee(party=Party("Анна", "a@example.org"), response=Response.DELEGATED, delegated_to="b@example.org")
    instead_of = Attendee(party=Party("Borys", "b@example.org"), delegated_from="a@example.org")
    assert [
        line.removeprefix("ATTENDEE;") for line in lines(requested(meeting(), recipient=instead_of, others=(gone,)), "ATTENDEE")
    ] == [
        'CN="Анна";CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=DELEGATED;RSVP=TRUE;DELEGATED-TO="mailto:b@example.org":mailto:a@example.org',
        "CN=Borys;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;"
        'DELEGATED-FROM="mailto:a@example.org":mailto:b@example.org',
    ]


def test_an_address_that_is_none_is_refused_at_the_door() -> None:
    with pytest.raises(DomainError, match="no mail address"):
        Attendee(party=DESK, delegated_to='x"@example.org')
    with pytest.raises(DomainError, match="no mail address"):
        Attendee(party=DESK, delegated_from='x"@example.org')
    with pytest.raises(DomainError, match="no mail address"):
        Organizer(DESK, sent_by="x@example.org\r\nBcc: y@example.org")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"organizer": DESK}, "write Organizer"),
        ({"recipient": DESK}, "write Attendee"),
        ({"subject": MeetingId(int=1)}, "give the meeting or series itself"),
    ],
)
def test_what_is_of_another_kind_is_told_at_the_door(arguments: dict[str, Any], says: str) -> None:
    given: dict[str, Any] = {"subject": meeting(), **TOLD, **arguments}
    for send in (request, cancel, lambda subject, **rest: decline_counter(subject, sequence=0, **rest)):
        with pytest.raises(DomainError, match=says):
            send(given["subject"], **{name: each for name, each in given.items() if name != "subject"})


# -- what of a single meeting


def test_a_request_says_what_the_label_and_the_topics_are() -> None:
    raw = requested(meeting(tlp=Tlp.AMBER_STRICT, topics=("safety", "light")))
    assert value(raw, "CATEGORIES") == "TLP:AMBER+STRICT,safety,light,безпека\\, відновлення,жінки"
    assert value(raw, "CLASS") == "PRIVATE"


def test_the_sequence_may_be_another_than_the_records() -> None:
    assert value(requested(meeting(sequence=2)), "SEQUENCE") == "2"
    assert value(requested(meeting(sequence=2), sequence=5), "SEQUENCE") == "5"
    assert value(cancel(meeting(sequence=2), **TOLD), "SEQUENCE") == "2"
    assert value(cancel(meeting(sequence=2), **TOLD, sequence=0), "SEQUENCE") == "0"


def test_a_meeting_that_moved_online_is_online_and_has_its_link() -> None:
    raw = requested(meeting().moved_online("https://meet.example.org/new"))
    assert value(raw, "LOCATION") == "Онлайн" and lines(raw, "CONFERENCE")[0].endswith(":https://meet.example.org/new")
    assert value(requested(meeting(modes=(Mode.ONLINE,)), languages=("en",)), "LOCATION") == "Online"


@pytest.mark.parametrize("status", [MeetingStatus.UNDER_WAY, MeetingStatus.HELD, MeetingStatus.SCHEDULED, MeetingStatus.POSTPONED])
def test_all_that_has_a_day_and_was_not_called_off_is_confirmed(status: MeetingStatus) -> None:
    assert value(requested(meeting(status=status)), "STATUS") == "CONFIRMED"


@pytest.mark.parametrize(
    ("left", "says"),
    [
        (meeting(status=MeetingStatus.DRAFT), "a draft; it is not announced yet"),
        (meeting(status=MeetingStatus.POSTPONED, when=None), "postponed; no date known"),
        (meeting(status=MeetingStatus.POSTPONED, when=PartialDate("2026-10")), "postponed; date known only as 2026-10"),
        (meeting(status=MeetingStatus.CANCELLED), r"tell it with cancel\(\)"),
    ],
)
def test_nobody_is_asked_to_what_is_not_set(left: Meeting, says: str) -> None:
    with pytest.raises(DomainError, match=says):
        requested(left)


def test_the_meeting_that_it_continues_is_related() -> None:
    assert value(requested(meeting(), follows="a;b"), "RELATED-TO") == "a\\;b"
    assert "RELATED-TO" not in names(requested(meeting()))


def test_only_a_series_has_overrides() -> None:
    with pytest.raises(DomainError, match="only a series has overrides"):
        requested(meeting(), also_without=[date(2026, 9, 1)])


# -- a series


def test_a_series_goes_out_with_its_rule_its_days_and_its_overrides() -> None:
    what = series(
        "FREQ=WEEKLY;COUNT=9", exceptions=(date(2026, 9, 22),), additions=(date(2026, 9, 24), date(2026, 12, 3)), sequence=4
    )
    moved = instead(what, date(2026, 9, 8), slot(2026, 9, 9, 14), sequence=6)
    raw = requested(what, overrides=[moved], also_without=[date(2026, 9, 29), date(2026, 9, 24)], follows="before")
    assert lines(raw, "DTSTART") == ["DTSTART;TZID=Europe/Kyiv:20260901T100000", "DTSTART;TZID=Europe/Kyiv:20260909T140000"]
    assert lines(raw, "DTEND")[0] == "DTEND;TZID=Europe/Kyiv:20260901T113000"
    assert value(raw, "EXDATE") == "20260922T100000,20260929T100000"
    assert lines(raw, "RDATE") == ["RDATE:20261203T080000Z"]
    assert lines(raw, "RRULE") == ["RRULE:FREQ=WEEKLY;COUNT=9"]
    assert lines(raw, "RECURRENCE-ID") == ["RECURRENCE-ID;TZID=Europe/Kyiv:20260908T100000"]
    assert lines(raw, "RELATED-TO") == ["RELATED-TO:before"]
    assert lines(raw, "SEQUENCE") == ["SEQUENCE:4", "SEQUENCE:6"]
    assert len(lines(raw, "ATTENDEE")) == len(lines(raw, "ORGANIZER")) == 2
    assert names(raw).count("BEGIN:VTIMEZONE") == 1


def test_a_last_day_is_the_last_start_in_utc_in_winter_and_in_summer() -> None:
    assert value(requested(series("FREQ=WEEKLY;UNTIL=20261006")), "RRULE") == "FREQ=WEEKLY;UNTIL=20261006T070000Z"
    assert value(requested(series("FREQ=WEEKLY;UNTIL=20261103")), "RRULE") == "FREQ=WEEKLY;UNTIL=20261103T080000Z"


def test_a_series_on_the_clock_of_utc_has_no_zone() -> None:
    raw = requested(series(zone="UTC", exceptions=(date(2026, 9, 8),)))
    assert "BEGIN:VTIMEZONE" not in names(raw)
    assert [value(raw, name) for name in ("DTSTART", "DTEND", "EXDATE")] == [
        "20260901T100000Z",
        "20260901T113000Z",
        "20260908T100000Z",
    ]


def test_overrides_stand_in_order_and_without_those_of_days_that_there_are_not() -> None:
    what = series("FREQ=WEEKLY;COUNT=6")
    gone = instead(series("FREQ=DAILY"), date(2026, 9, 9))
    there = [instead(what, date(2026, 9, day)) for day in (22, 8, 15)]
    raw = requested(what, overrides=[gone, *there], also_without=[date(2026, 9, 15)])
    assert [line.partition(":")[2] for line in lines(raw, "RECURRENCE-ID")] == ["20260908T100000", "20260922T100000"]
    assert value(raw, "EXDATE") == "20260915T100000"


def test_an_override_of_something_else_is_refused() -> None:
    for other in (meeting(), instead(series(uid="other"), date(2026, 9, 8)).meeting):
        with pytest.raises(DomainError, match="no occurrence of the series"):
            requested(series(), overrides=[Override(other, RESCUERS)])


def test_an_override_that_was_called_off_is_no_override() -> None:
    with pytest.raises(DomainError, match=r"tell it with cancel\(\)"):
        requested(series(), overrides=[instead(series(), date(2026, 9, 8), status=MeetingStatus.CANCELLED)])


@pytest.mark.parametrize(
    ("what", "says"),
    [
        (series("FREQ=YEARLY", 2028, 2, 29, 10), "29 February"),
        (series("FREQ=YEARLY;BYMONTH=2,6;BYMONTHDAY=29", 2028, 2, 29, 10), "29 February"),
        (series("FREQ=HOURLY"), "kept as it came"),
        (series("FREQ=WEEKLY", 2026, 10, 4, 3, 30), "comes twice"),
        (series("FREQ=WEEKLY", 2026, 3, 1, 3, 30), "does not exist in Europe/Kyiv"),
        (
            series("FREQ=WEEKLY;COUNT=9", 2026, 3, 1, 3, 30, exceptions=(date(2026, 3, 29),)),
            "skip it",
        ),
        (series("FREQ=WEEKLY", 2026, 10, 3, 23, duration=timedelta(hours=8)), "change during the occurrence"),
        (series("FREQ=WEEKLY;COUNT=2", exceptions=(date(2026, 9, 1), date(2026, 9, 8))), "every one of its days is left out"),
        (series("FREQ=WEEKLY", 2040, 9, 1, 10), "no one pair of yearly clock changes"),
        (series("FREQ=WEEKLY", 2026, 9, 1, 10, zone="Africa/Casablanca"), "no one pair of yearly clock changes"),
        (series().cancelled(), r"tell it with cancel\(\)"),
    ],
)
def test_a_series_that_programs_read_differently_is_refused_with_the_reason(what: MeetingSeries, says: str) -> None:
    with pytest.raises(DomainError, match=says):
        requested(what)


@pytest.mark.parametrize("rule", ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", "FREQ=YEARLY;BYMONTH=2;BYDAY=-1TU", "FREQ=MONTHLY"])
def test_what_only_looks_like_29_february_is_sent(rule: str) -> None:
    assert value(requested(series(rule, 2028, 2, 29, 10)), "RRULE") == rule


def test_a_series_that_passes_the_odd_hour_on_a_day_left_out_is_sent() -> None:
    raw = requested(series("FREQ=WEEKLY;COUNT=5", 2026, 10, 4, 3, 30, exceptions=(date(2026, 10, 25),)))
    assert value(raw, "EXDATE") == "20261025T033000"


# -- calling off


def test_a_cancelled_meeting_says_so_and_nothing_of_what_only_concerns_those_who_come() -> None:
    raw = cancel(meeting().cancelled(), **TOLD, comment="Перенесено; новий час — згодом", locality="Херсон")
    assert (value(raw, "METHOD"), value(raw, "STATUS")) == ("CANCEL", "CANCELLED")
    assert value(raw, "COMMENT") == "Перенесено\\; новий час — згодом"
    assert not {"DESCRIPTION", "CONFERENCE", "URL"} & set(names(raw))
    assert "RSVP=FALSE" in lines(raw, "ATTENDEE")[0]


def test_who_is_taken_off_the_list_gets_a_cancellation_without_a_status() -> None:
    raw = cancel(meeting(sequence=3), **TOLD, removed=True)
    assert value(raw, "METHOD") == "CANCEL" and "STATUS" not in names(raw) and len(lines(raw, "ATTENDEE")) == 1


def test_a_meeting_that_lost_its_time_is_called_off_at_the_time_that_was_announced() -> None:
    lost = meeting().postponed(PartialDate("2026-10"))
    assert "DTSTART" not in names(cancel(lost, **TOLD))
    assert lines(cancel(lost, **TOLD, was=slot(2026, 6, 18, 10)), "DTSTART") == ["DTSTART;TZID=Europe/Kyiv:20260618T100000"]
    remembered = attrs.evolve(lost, announced=Announced(when=slot(2026, 6, 18, 10)))
    assert lines(cancel(remembered, **TOLD), "DTSTART") == ["DTSTART;TZID=Europe/Kyiv:20260618T100000"]


def test_a_series_is_called_off_as_a_whole_and_one_occurrence_by_its_original_start() -> None:
    whole = cancel(series().cancelled(), **TOLD)
    assert "RECURRENCE-ID" not in names(whole) and value(whole, "RRULE") == "FREQ=WEEKLY"
    one = cancel(series(), **TOLD, occurrence=series().first.on(date(2026, 9, 8)))
    assert lines(one, "RECURRENCE-ID") == ["RECURRENCE-ID;TZID=Europe/Kyiv:20260908T100000"]
    assert lines(one, "DTEND") == ["DTEND;TZID=Europe/Kyiv:20260908T113000"] and lines(one, "RRULE") == []
    own = cancel(series().occurrence_meeting(date(2026, 9, 8), MeetingId(int=9)).cancelled(), **TOLD)
    assert lines(own, "RECURRENCE-ID") == lines(one, "RECURRENCE-ID")


def test_a_series_that_cannot_be_written_can_be_called_off() -> None:
    raw = cancel(series("FREQ=HOURLY"), **TOLD)
    assert lines(raw, "DTSTART") == ["DTSTART;TZID=Europe/Kyiv:20260901T100000"] and lines(raw, "RRULE") == []


def test_an_occurrence_without_a_time_is_called_off_at_its_original_start() -> None:
    lost = series().occurrence_meeting(date(2026, 9, 8), MeetingId(int=9)).postponed()
    raw = cancel(lost, **TOLD)
    assert lines(raw, "DTSTART") == ["DTSTART;TZID=Europe/Kyiv:20260908T100000"] and lines(raw, "DTEND") == []


def test_a_meeting_knows_itself_which_occurrence_it_is() -> None:
    with pytest.raises(DomainError, match="leave occurrence out"):
        cancel(meeting(), **TOLD, occurrence=series().first)
    with pytest.raises(DomainError, match="write ClockTime"):
        cancel(series(), **TOLD, occurrence=date(2026, 9, 8))  # type: ignore[arg-type]  # what a caller may get wrong


def test_a_draft_is_called_off_before_nobody() -> None:
    with pytest.raises(DomainError, match="announced to nobody"):
        cancel(meeting(status=MeetingStatus.DRAFT), **TOLD)


# -- proposals, notices


def test_a_declined_proposal_echoes_its_sequence() -> None:
    raw = decline_counter(meeting(sequence=4), **TOLD, sequence=2, comment="Зала зайнята")
    assert (value(raw, "METHOD"), value(raw, "SEQUENCE"), value(raw, "COMMENT")) == ("DECLINECOUNTER", "2", "Зала зайнята")
    one = decline_counter(series(), **TOLD, sequence=0, occurrence=series().first.on(date(2026, 9, 8)))
    assert lines(one, "RECURRENCE-ID") == ["RECURRENCE-ID;TZID=Europe/Kyiv:20260908T100000"] and "STATUS" not in names(one)


def test_a_notice_has_an_organizer_and_no_attendee() -> None:
    raw = publish(meeting(tlp=Tlp.CLEAR), organizer=OFFICE, stamp=QUEUED, languages=("uk",), locality="Херсон")
    assert value(raw, "METHOD") == "PUBLISH" and len(lines(raw, "ORGANIZER")) == 1 and lines(raw, "ATTENDEE") == []
    assert value(raw, "DTSTAMP") == "20260201T120000Z"
    off = publish(meeting(tlp=Tlp.CLEAR).cancelled(), organizer=OFFICE, stamp=QUEUED, languages=("uk",))
    assert value(off, "STATUS") == "CANCELLED"
    with pytest.raises(DomainError, match="a draft"):
        publish(meeting(status=MeetingStatus.DRAFT), organizer=OFFICE, stamp=QUEUED, languages=("uk",))


# -- what was told

ANNA = Attendee(party=Party('Anna "x";PARTSTAT=DECLINED', "anna@example.org"), role=ParticipationRole.OPTIONAL)


def same(what: Meeting | MeetingSeries | None = None, **changes: Any) -> str:
    """The digest of a request to Anna."""
    return told_digest(requested(what or meeting(), **{"recipient": ANNA, **changes}))


@pytest.mark.parametrize(
    "digest",
    [
        lambda: same(meeting(sequence=7)),
        lambda: same(sequence=3),
        lambda: same(stamp=QUEUED + timedelta(days=1)),
        lambda: same(meeting(changed_at=QUEUED)),
        lambda: same(recipient=attrs.evolve(ANNA, response=Response.ACCEPTED)),
    ],
)
def test_a_later_stamp_another_sequence_and_an_answer_are_nothing_new(digest: Callable[[], str]) -> None:
    assert digest() == same() and len(same()) == 32


@pytest.mark.parametrize(
    "digest",
    [
        lambda: same(meeting(when=slot(2026, 6, 18, 11))),
        lambda: same(meeting(title=Text.of(uk="Інша"))),
        lambda: same(meeting(venue=None), locality="Херсон"),
        lambda: same(organizer=Organizer(DESK, "other@example.org")),
        lambda: same(recipient=attrs.evolve(ANNA, role=ParticipationRole.CHAIR)),
        lambda: same(recipient=attrs.evolve(ANNA, party=Party('Anna "x";PARTSTAT=ACCEPTED', "anna@example.org"))),
        lambda: same(others=(RESCUERS,)),
        lambda: told_digest(cancel(meeting(), **{**TOLD, "recipient": ANNA})),
        lambda: same(follows="before"),
    ],
)
def test_whatever_the_recipient_reads_is_something_new(digest: Callable[[], str]) -> None:
    assert digest() != same()


def test_an_override_that_moves_is_something_new() -> None:
    what = series()
    moved = [instead(what, date(2026, 9, 8), slot(2026, 9, 9, hour)) for hour in (14, 15)]
    assert len({same(what, overrides=[each]) for each in moved} | {same(what)}) == 3
    assert same(what, also_without=[date(2026, 9, 8)]) == same(attrs.evolve(what, exceptions=(date(2026, 9, 8),)))
