"""Feeds, requests and mail of meetings, read alike by four parsers."""

from __future__ import annotations

import email
from datetime import date, datetime, timedelta

import pytest

from coordkit.calendar.itip import Attendee, Party
from coordkit.calendar.mail import mail
from coordkit.domain.dates import Days, PartialDate
from coordkit.domain.invitations import ParticipationRole
from coordkit.domain.meetings import Meeting, MeetingStatus
from coordkit.domain.slots import Repeat, Slot
from coordkit.domain.text import Text
from tests.calendar.samples import DESK, QUEUED, RESCUERS, fed, meeting, requested, slot
from tests.interop.engines import ENGINES, agreement

HOSTILE = Text.of(uk='Нарада; «a», "b" \\ c\r\nATTENDEE:mailto:evil@example.org\u2028X:1 ' + "дуже довга назва " * 12)
AGAIN = Slot(datetime(2026, 10, 25, 3, 30), timedelta(hours=1), "Europe/Kyiv", Repeat.SECOND)
MEETINGS = (
    meeting(1),
    meeting(2, when=slot(2026, 12, 18, 10)),
    meeting(3, when=slot(2026, 7, 1, 9, zone="America/New_York")),
    meeting(4, when=slot(2026, 7, 1, 9, zone="UTC")),
    meeting(5, when=AGAIN),
    meeting(6, when=Days(date(2026, 2, 27), date(2026, 2, 28))),
    meeting(7, when=PartialDate("2025-06-18"), status=MeetingStatus.HELD),
    meeting(8, status=MeetingStatus.CANCELLED),
    meeting(9, title=HOSTILE, purpose=HOSTILE),
)


def test_a_feed_is_read_alike() -> None:
    raw, left_out = fed(*MEETINGS)
    assert left_out == []
    assert agreement(raw) == []
    for engine in ENGINES:
        starts = [event.start for event in engine.read(raw)]
        assert starts == [
            "2026-06-18T07:00:00Z",
            "2026-12-18T08:00:00Z",
            "2026-07-01T13:00:00Z",
            "2026-07-01T09:00:00Z",
            "2026-10-25T01:30:00Z",
            "2026-02-27",
            "2025-06-18",
            "2026-06-18T07:00:00Z",
            "2026-06-18T07:00:00Z",
        ], engine.name


@pytest.mark.parametrize("what", MEETINGS[:6] + MEETINGS[8:], ids=lambda what: str(what.when)[:60])
def test_a_request_is_read_alike_also_out_of_its_mail(what: Meeting) -> None:
    hostile = Attendee(
        party=Party('"Служба"; a,b:c\r\nX: 1 ^n \\ ' + "дуже довга назва " * 9, "long@example.org"), role=ParticipationRole.OPTIONAL
    )
    raw = requested(what, recipient=RESCUERS, others=(hostile,))
    sent = mail(
        raw,
        "REQUEST",
        sender=DESK,
        recipient=RESCUERS.party,
        subject="Запрошення",
        plain="…",
        html="<p>…</p>",
        message_id="<1@example.org>",
        date=QUEUED,
        language="uk",
    )
    parts = [part for part in email.message_from_bytes(sent).walk() if part.get_content_type() == "text/calendar"]
    assert [part.get_payload(decode=True) for part in parts] == [raw]
    assert agreement(raw) == []
    for engine in ENGINES:
        (event,) = engine.read(raw)
        assert event.organizer == "desk@example.org"
        assert event.attendees == {"duty@example.org": "NEEDS-ACTION", "long@example.org": "NEEDS-ACTION"}
