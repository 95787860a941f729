"""Scenarios of RFC 5546, organizer's side: what the office renders is answered by attendees who are not built on our code."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from coordkit.secretariat import correspondence
from tests.scheduling import answer_rows, meeting_rows, series_rows, shown
from tests.scheduling.rows import Row
from tests.scheduling.stage import ADDRESSES, Stage

ROWS = (*meeting_rows.ROWS, *series_rows.ROWS, *answer_rows.ROWS)
LISTED = {
    "invite", "update", "reschedule", "cancel one", "cancel all", "remove", "add", "delegate", "counter", "refresh", "recurring",
    "stale", "out of order",
}  # fmt: skip


def test_the_table_has_rows_enough_of_every_kind_and_each_names_its_section() -> None:
    kinds = Counter(row.kind for row in ROWS)
    assert len(ROWS) >= 100 and kinds.keys() > LISTED
    assert {kind: many for kind, many in kinds.items() if many < 3} == {}
    assert [row.sentence for row in ROWS if not re.fullmatch(r"[34](\.\d{1,2}){2,3}", row.section)] == []
    assert len({row.sentence for row in ROWS}) == len(ROWS)


def played(row: Row) -> Stage:
    """The scenario of a row, played to its end."""
    stage = Stage.of(is_series=row.is_series, **row.office)
    row.play(stage)
    return stage


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.section} {row.sentence}")
def test_both_sides_hold_what_the_rfc_says(row: Row) -> None:
    stage = played(row)
    found = {name: getattr(shown, name)(stage) for name in ("sequences", "answers", "mails", "calendars", "verdicts")}
    assert found == {name: getattr(row, name) for name in found}
    assert sum(len(each.refused) for each in stage.attendees.values()) == row.refused
    assert [each.surprises for each in stage.attendees.values() if each.surprises] == []
    assert shown.disagreements(stage) == []
    if row.also is not None:
        row.also(stage)
    stage.announce(stage.subject)
    assert stage.told[-1].messages == ()
    _every_mail_is_for_its_reader_alone(stage)


def _every_mail_is_for_its_reader_alone(stage: Stage) -> None:
    mails = [(address, each.mail) for address, who in stage.attendees.items() for each in who.mailbox]
    sent = {message.id: message for message in correspondence.outbox(stage.desk)}
    for address, mail in mails:
        assert address in str(mail["To"])
        assert not any(other in str(mail["To"]) for other in ADDRESSES.values() if other != address)
    assert len({(message.recipient, message.key) for message in sent.values()}) == len(sent)
