"""What a person decides of messages that wait, and answers that they write down."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs
import pytest

from coordkit import (
    Days,
    DomainError,
    Invitation,
    Received,
    Response,
    ResponseSource,
    Verdict,
)
from coordkit.secretariat import answers, correspondence, invitations
from tests.scheduling.cases import CASES, invited, proposal, without_lines
from tests.scheduling.shown import REASONS
from tests.scheduling.shown import answers as shown_answers
from tests.scheduling.shown import mails as shown_mails
from tests.scheduling.stage import Stage, day, slot
from tests.secretariat.desks import held

# -- what a person decides


def test_a_proposal_may_be_taken_for_another_time_than_it_names() -> None:
    stage = invited("a", "b").counters("a", "16T14").accepts(when=slot("17T09"))
    assert stage.meeting.when == slot("17T09") and shown_mails(stage) == "a: REQUEST#0 REQUEST#1; b: REQUEST#0 REQUEST#1"


def test_a_proposal_for_whole_days_is_one() -> None:
    stage = invited()
    text = without_lines(proposal(stage), "DTSTART", "DTEND").replace(
        "SEQUENCE", "DTSTART;VALUE=DATE:20260916\r\nDTEND;VALUE=DATE:20260918\r\nSEQUENCE"
    )
    stage.writes("a", text).accepts()
    assert stage.meeting.when == Days(day("16"), day("17")) and stage.meeting.sequence == 1


def test_who_decided_and_when_is_kept_and_nothing_is_decided_twice() -> None:
    stage = invited().says("a", "ACCEPTED", vouched=None).accepts()
    decided = stage.received[-1]
    assert decided.verdict is Verdict.TAKEN and decided.decided_by is not None and decided.decided_at is not None
    for decide in (correspondence.accept, correspondence.reject):
        with pytest.raises(DomainError, match="only a quarantined one is decided"):
            decide(stage.desk, decided.id)


@pytest.mark.parametrize("reason", ["UNKNOWN_UID", "NO_ATTENDEE", "NO_ANSWER", "TO_WHOM", "UNKNOWN_DELEGATE", "IN_A_CIRCLE",
                                    "NO_PROPOSAL", "NOT_ANNOUNCED", "SOMEBODY_ELSES", "AND_FUTURE", "MIXED"])  # fmt: skip
def test_what_there_is_nothing_to_take_of_says_so_and_changes_nothing(reason: str) -> None:
    stage = CASES[reason][1]()
    before = held(stage.desk)
    with pytest.raises(DomainError):
        correspondence.accept(stage.desk, stage.received[-1].id)
    assert held(stage.desk) == before


@pytest.mark.parametrize("reason", [name for name, (verdict, _) in CASES.items() if verdict == "quarantined"])
def test_whatever_waits_can_be_refused_with_a_reason_and_only_a_proposal_is_answered(reason: str) -> None:
    stage = CASES[reason][1]()
    asked, sent = shown_answers(stage), len(correspondence.outbox(stage.desk))
    stage.rejects(reason="ні")
    last = stage.received[-1]
    assert last.verdict is Verdict.REFUSED and last.reason is not None and last.reason.best("uk") == "ні"
    assert {claim.verdict for claim in last.claims} <= {Verdict.REFUSED}
    assert shown_answers(stage) == asked
    assert len(correspondence.outbox(stage.desk)) - sent == (reason in ("PROPOSAL", "NO_PROPOSAL"))


@pytest.mark.parametrize("reason", ["NOT_VOUCHED", "FORGED", "NOT_THEIR_OWN", "FORWARDED", "NO_SENDER", "NEVER_SENT", "AHEAD"])
def test_what_a_person_believes_counts_with_no_higher_sequence_and_no_later_time_than_can_be(reason: str) -> None:
    stage = CASES[reason][1]().accepts()
    kept = stage.invitation("a")
    assert (kept.response, kept.answered_sequence) == (Response.ACCEPTED, 0)
    assert kept.answered_at is not None and kept.answered_at <= stage.received[-1].received_at


@pytest.mark.parametrize("how", [{"sender": "evil@seven.example"}, {"vouched": False}])
def test_who_is_only_said_to_have_proposed_a_time_hears_nothing_when_that_is_refused(how: dict[str, Any]) -> None:
    stage = invited().counters("a", "16T14", **how).rejects()
    assert stage.received[-1].verdict is Verdict.REFUSED and shown_mails(stage) == "a: REQUEST#0"


def test_somebody_let_in_gets_a_request_even_where_there_is_no_place_to_tell() -> None:
    stage = Stage.of()
    stage.desk.save(attrs.evolve(stage.meeting, venue=None))
    stage.invite("a").forwards("a", "c").says("c", "TENTATIVE").accepts()
    assert shown_mails(stage) == "a: REQUEST#0; c: REQUEST#0"
    assert stage.attendee("c").mailbox[-1].subject.endswith("10:00") and stage.cancel().attendee("c").surprises == []


def test_an_answer_of_before_the_delegation_is_judged_as_any_other_when_that_comes() -> None:
    stage = invited().says("a", "DELEGATED", to="c", later=True).forwards("a", "c")
    stage.says("c", "DECLINED", vouched=None).says("c", "ACCEPTED").arrives(0)
    now = [stage.desk.get(Received, each.id) for each in stage.received]
    assert [(each.verdict.value, each.reason and REASONS[each.reason]) for each in now] == [
        ("quarantined", "NOT_VOUCHED"),
        ("taken", None),
        ("taken", None),
    ]
    assert shown_answers(stage) == "a=DELEGATED c=ACCEPTED"


def test_an_uninvited_stranger_s_answer_stays_where_it_is_when_somebody_else_is_invited() -> None:
    stage = invited().forwards("a", "d").says("d", "ACCEPTED").says("a", "DELEGATED", to="c")
    assert stage.desk.get(Received, stage.received[0].id).verdict is Verdict.QUARANTINED


# -- by phone


def test_an_answer_by_phone_says_who_wrote_it_down_and_does_not_undo_a_newer_one() -> None:
    stage = invited().says("a", "DECLINED")
    with pytest.raises(DomainError, match="a newer answer"):
        stage.notes("a", "ACCEPTED", at=stage.clock.now - timedelta(hours=1))
    stage.notes("a", "ACCEPTED")
    kept = stage.invitation("a")
    assert (kept.response, kept.response_source, kept.answered_sequence) == (Response.ACCEPTED, ResponseSource.PHONE, 0)
    assert kept.recorded_by is not None and kept.answered_at is not None


def test_by_phone_nothing_is_answered_for_who_was_taken_off() -> None:
    stage = invited()
    known = invitations.withdraw(stage.desk, stage.invitation("a").id)
    with pytest.raises(DomainError, match="not invited any more"):
        answers.record_answer(stage.desk, known.id, Response.ACCEPTED, source=ResponseSource.PHONE)


def test_what_was_said_on_the_phone_before_they_were_asked_anew_answers_the_new_question_no_more() -> None:
    stage = invited()
    before = stage.clock.now
    stage.move("16T10")
    with pytest.raises(DomainError, match="asked anew"):
        stage.notes("a", "ACCEPTED", at=before)
    with pytest.raises(DomainError, match="asked anew"):
        answers.delegate(stage.desk, stage.invitation("a").id, stage.people["c"], source=ResponseSource.PHONE, at=before)
    assert stage.invitation("a").response is Response.NEEDS_ACTION
    stage.notes("a", "ACCEPTED")
    assert stage.invitation("a").answered_sequence == 1


def test_an_answer_by_phone_counts_with_the_sequence_of_its_time_where_nobody_asked_anew_since() -> None:
    stage = invited("a", "b")
    before = stage.clock.now
    stage.withdraw("b").notes("a", "DECLINED", at=before)
    assert (stage.meeting.sequence, stage.invitation("a").answered_sequence) == (1, 0)


def test_of_one_day_the_sequence_of_the_series_counts_until_the_day_has_one() -> None:
    stage = invited(is_series=True)
    before = stage.clock.now
    stage.move_one("22", "23T10")
    with pytest.raises(DomainError, match="asked anew"):
        stage.notes("a", "ACCEPTED", at=before, on="22")
    stage.notes("a", "ACCEPTED", on="22")
    stage.notes("a", "DECLINED", at=before, on="29")
    assert [each.answered_sequence for each in stage.desk.each(Invitation) if each.occurrence] == [1, 0]


def test_an_old_answer_that_a_person_believes_stays_without_effect() -> None:
    stage = invited().says("a", "ACCEPTED", vouched=None).move("16T10").accepts()
    last = stage.received[-1]
    assert (last.verdict, last.reason and REASONS[last.reason]) == (Verdict.STALE, "OUTDATED")
    assert last.decided_by is not None and stage.invitation("a").response is Response.NEEDS_ACTION
