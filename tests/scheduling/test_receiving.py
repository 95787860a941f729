"""What becomes of a message that comes in: every verdict and its reason, and whom it is believed of."""

from __future__ import annotations

from collections.abc import Callable

import attrs
import pytest

from coordkit import (
    Contact,
    ContactKind,
    DomainError,
    Invitation,
    Office,
    Person,
    Received,
    ReceivedKind,
    ReplyPolicy,
    Response,
    Verdict,
)
from coordkit.secretariat import correspondence, reminders
from tests.scheduling.attendee import posted
from tests.scheduling.cases import AUTOMATIC, CASES, ONE, came_back, invited, second_address, sharing_an_address
from tests.scheduling.shown import REASONS
from tests.scheduling.shown import answers as shown_answers
from tests.scheduling.shown import mails as shown_mails
from tests.scheduling.stage import ADDRESSES, OFFICE, PLACE, SERVER, Stage
from tests.secretariat.desks import held


def test_every_reason_that_there_is_is_reached() -> None:
    assert CASES.keys() == set(REASONS.values())


@pytest.mark.parametrize("reason", CASES)
def test_a_message_that_is_not_simply_taken_says_why_and_changes_no_answer(reason: str) -> None:
    verdict, play = CASES[reason]
    stage = play()
    last = stage.received[-1]
    assert last.reason is not None
    assert (last.verdict.value, REASONS[last.reason]) == (verdict, reason)
    if reason not in ("OVERTAKEN", "IN_A_CIRCLE"):
        asked = [each for each in stage.desk.each(Invitation) if each.withdrawn_at is None]
        assert all((each.response, each.answered_at) == (Response.NEEDS_ACTION, None) for each in asked)
    sent = shown_mails(stage)
    stage.post()
    assert shown_mails(stage) == sent


def test_what_cannot_be_read_is_refused_and_kept() -> None:
    stage = invited()
    kept = correspondence.receive(stage.desk, b"BEGIN:VCALENDAR\r\nnothing of the kind")
    assert (kept.verdict, kept.kind) == (Verdict.REFUSED, ReceivedKind.UNREADABLE)
    assert kept.reason is not None and stage.desk.get(Received, kept.id) == kept


# -- the same bytes twice


@pytest.mark.parametrize("url", ["memory://", "sqlite"])
def test_the_same_bytes_again_change_nothing_at_all(url: str, tmp_path: object) -> None:
    stage = invited(url=url if url == "memory://" else f"sqlite:///{tmp_path}/desk.db")
    stage.says("a", "ACCEPTED", later=True).refreshes("a", later=True).counters("a", "16T14", later=True).arrives(0, 1, 2)
    before = held(stage.desk)
    first = stage.received[:3]
    stage.arrives(0, 1, 2)
    assert held(stage.desk) == before
    assert stage.received[3:] == first and [each.revision for each in stage.received] == [1] * 6


def test_bytes_that_differ_in_one_header_are_another_message_and_the_answer_counts_once() -> None:
    stage = invited().says("a", "TENTATIVE", later=True)
    raw = stage.drawer[0]
    stage.arrives(raw).arrives(raw.replace(b"Subject: Re\r\n", b"Subject: Re:\r\n"))
    assert [each.verdict for each in stage.received] == [Verdict.TAKEN, Verdict.STALE]
    assert stage.invitation("a").response is Response.TENTATIVE and len(stage.desk.each(Received)) == 2


# -- who is believed

OURS, FAILS = f"{SERVER}; dmarc=pass header.from=one.example", f"{SERVER}; dmarc=fail header.from=one.example"
OTHERS = "mx.elsewhere.example; dmarc=pass header.from=one.example"


@pytest.mark.parametrize(
    ("headers", "verdict"),
    [
        ([OURS], "taken"),
        ([OURS, FAILS], "taken"),
        ([FAILS, OURS], "quarantined"),
        ([OTHERS], "quarantined"),
        ([OTHERS, OURS], "quarantined"),
        ([OURS, OTHERS], "taken"),
        ([f"{SERVER}; none", OURS], "quarantined"),
        ([f"{SERVER}; dmarc=pass header.from=two.example", OURS], "quarantined"),
        (["not a result at all (", OURS], "quarantined"),
        ([], "quarantined"),
        ([OURS.upper().replace("DMARC=PASS HEADER.FROM", "dmarc=pass header.from")], "taken"),
    ],
)
def test_only_the_topmost_header_is_believed_and_only_that_of_the_server_that_the_office_names(
    headers: list[str], verdict: str
) -> None:
    stage = invited()
    raw = posted(stage.attendee("a").replies("ACCEPTED"), sender=ONE, to=OFFICE, at=stage.clock())
    stage.arrives("".join(f"Authentication-Results: {each}\r\n" for each in headers).encode() + raw)
    assert stage.received[-1].verdict.value == verdict


@pytest.mark.parametrize(
    ("policy", "vouched", "verdict"),
    [
        (ReplyPolicy.QUARANTINE, None, "quarantined"),
        (ReplyPolicy.TAKE, None, "taken"),
        (ReplyPolicy.TAKE, False, "quarantined"),
        (ReplyPolicy.TAKE, True, "taken"),
    ],
)
def test_the_policy_decides_where_no_server_says_anything_and_never_against_it(
    policy: ReplyPolicy, vouched: bool | None, verdict: str
) -> None:
    stage = invited(reply_policy=policy).says("a", "ACCEPTED", vouched=vouched)
    assert stage.received[-1].verdict.value == verdict


def test_without_a_server_named_no_header_is_believed() -> None:
    stage = invited(trusted_server=None).says("a", "ACCEPTED")
    assert (stage.received[-1].verdict, stage.received[-1].vouched) == (Verdict.QUARANTINED, None)


def test_a_bare_file_is_the_answer_of_who_is_said_to_have_sent_it_as_far_as_the_policy_goes() -> None:
    for policy, verdict in ((ReplyPolicy.TAKE, Verdict.TAKEN), (ReplyPolicy.QUARANTINE, Verdict.QUARANTINED)):
        stage = invited("a", "b", reply_policy=policy)
        raw = stage.attendee("a").replies("ACCEPTED").encode()
        assert correspondence.receive(stage.desk, raw, sender="A@One.Example").verdict is verdict
        other = stage.attendee("a").replies("DECLINED").encode()
        assert correspondence.receive(stage.desk, other, sender=ADDRESSES["b"]).verdict is Verdict.QUARANTINED


def test_of_a_whole_mail_the_sender_is_who_wrote_it_whatever_is_said() -> None:
    stage = invited("a", "b", reply_policy=ReplyPolicy.TAKE)
    raw = posted(stage.attendee("a").replies("ACCEPTED"), sender=ADDRESSES["b"], to=OFFICE, at=stage.clock())
    assert correspondence.receive(stage.desk, raw, sender=ONE).verdict is Verdict.QUARANTINED


# -- where answers go


def test_an_answer_of_ours_goes_to_the_address_on_record_and_to_no_other_that_the_mail_names() -> None:
    stage = second_address(invited())
    stage.refreshes("a", sender="private@six.example", headers={"Reply-To": "elsewhere@seven.example"})
    stage.counters("a", "16T14", sender="private@six.example", headers={"Reply-To": "elsewhere@seven.example"}).rejects()
    assert [each.verdict.value for each in stage.received] == ["taken", "refused"]
    assert {message.recipient for message in correspondence.outbox(stage.desk)} == {ONE}
    assert shown_mails(stage) == "a: REQUEST#0 REQUEST#0 DECLINECOUNTER#0"


def test_automatic_mail_gets_no_answer_and_an_answer_in_it_counts() -> None:
    stage = invited().says("a", "ACCEPTED", headers=AUTOMATIC).refreshes("a", headers=AUTOMATIC)
    stage.counters("a", "16T14", headers=AUTOMATIC).rejects()
    assert [each.verdict.value for each in stage.received] == ["taken", "refused", "refused"]
    assert (shown_answers(stage), shown_mails(stage)) == ("a=ACCEPTED", "a: REQUEST#0")
    reminders.remind(stage.desk)
    stage.post()
    assert shown_mails(stage) == "a: REQUEST#0 REQUEST#0" and PLACE in stage.attendee("a").mailbox[-1].text


def test_who_accepts_is_told_the_place_alone_with_the_same_sequence_and_once() -> None:
    stage = invited("a", "b").says("a", "ACCEPTED").says("a", "ACCEPTED", comment="так")
    assert shown_mails(stage) == "a: REQUEST#0 REQUEST#0; b: REQUEST#0"
    told, untold = stage.attendee("a").mailbox[-1], stage.attendee("b").mailbox[-1]
    assert PLACE in told.text and PLACE not in untold.text
    assert stage.meeting.sequence == told.entries[0].sequence == 0


def test_two_at_one_address_each_get_their_mail_and_a_person_says_who_answered() -> None:
    stage = sharing_an_address()
    assert shown_mails(stage).startswith("a: REQUEST#0 REQUEST#0")
    stage.says("a", "DECLINED")
    with pytest.raises(DomainError, match="several of those invited have this address"):
        correspondence.accept(stage.desk, stage.received[-1].id)
    assert {each.response for each in stage.desk.each(Invitation)} == {Response.NEEDS_ACTION}


def test_of_two_who_have_an_address_the_one_who_is_written_to_there_answers() -> None:
    stage = Stage.of()
    body = stage.desk.get(Person, stage.people["b"])
    stage.desk.save(attrs.evolve(body, contacts=(*body.contacts, Contact(kind=ContactKind.EMAIL, value=ONE))))
    stage.invite("ab").says("a", "ACCEPTED")
    assert shown_answers(stage) == "a=ACCEPTED b=NEEDS-ACTION"


@pytest.mark.parametrize("sequence", ["", "SEQUENCE:0\r\n"])
def test_a_question_has_no_sequence_or_that_of_an_old_copy_and_gets_the_latest_state(sequence: str) -> None:
    stage = invited().move("16T10")
    asks = stage.attendee("a").refreshes().replace("SEQUENCE:1\r\n", "").replace("END:VEVENT", f"{sequence}END:VEVENT")
    assert "SEQUENCE:1" not in asks
    stage.writes("a", asks)
    assert stage.received[-1].verdict is Verdict.TAKEN and shown_mails(stage) == "a: REQUEST#0 REQUEST#1 REQUEST#1"


@pytest.mark.parametrize(("act", "says"), [(Stage.cancel, "скасовано"), (Stage.postpone, "відкладено")])
def test_who_asks_about_a_meeting_that_was_called_off_reads_so_in_words_too(act: Callable[[Stage], Stage], says: str) -> None:
    stage = act(invited()).refreshes("a")
    assert stage.attendee("a").mailbox[-1].mail["Subject"].casefold().find(says) > 0


@pytest.mark.parametrize("answer", ["ACCEPTED", "DELEGATED"])
def test_an_answer_is_kept_and_counts_though_no_mail_can_follow_it(answer: str) -> None:
    stage = invited()
    stage.desk.save(attrs.evolve(stage.desk.get(Office, stage.office.id), channel="pigeons"))
    stage.says("a", answer, to="b" if answer == "DELEGATED" else None)
    kept = stage.received[-1]
    assert kept.verdict is Verdict.TAKEN and kept.reason is not None and "pigeons" in kept.reason.best("en")
    assert stage.invitation("a").response is Response(answer) and shown_mails(stage) == "a: REQUEST#0"


def test_a_question_that_cannot_be_answered_waits_with_the_reason_until_it_can() -> None:
    stage = invited()
    stage.desk.save(attrs.evolve(stage.desk.get(Office, stage.office.id), channel="pigeons"))
    kept = stage.refreshes("a").received[-1]
    assert kept.verdict is Verdict.QUARANTINED and kept.reason is not None and "pigeons" in kept.reason.best("en")
    with pytest.raises(DomainError, match=r"cannot be taken yet.*pigeons"):
        correspondence.accept(stage.desk, kept.id)
    stage.desk.save(attrs.evolve(stage.desk.get(Office, stage.office.id), channel="folder"))
    correspondence.accept(stage.desk, kept.id)
    stage.post()
    assert shown_mails(stage) == "a: REQUEST#0 REQUEST#0"


def test_where_a_series_shows_its_list_each_of_its_days_does() -> None:
    stage = Stage.of(is_series=True).shows_the_list().invite("a").move_one("22", "23T10").invite("b")
    asked = stage.attendee("b").mailbox[0]
    assert [each.occurrence is None for each in asked.entries] == [True, False]
    assert {each.attendees for each in asked.entries} == {(ADDRESSES["a"], ADDRESSES["b"])}


# -- mail that came back


@pytest.mark.parametrize(
    ("what", "is_marked"),
    [
        ({"action": "failed", "status": "5.1.1"}, True),
        ({"action": "failed", "status": "5.7.26"}, True),
        ({"action": "failed", "status": "4.4.7"}, False),
        ({"action": "delayed", "status": "5.1.1"}, False),
        ({"action": "delivered", "status": "2.0.0"}, False),
        ({"action": "failed", "status": "5.1.1", "recipient": "b@two.example"}, False),
        ({"action": "failed", "status": "5.1.1", "message_id": "<1@example.org>"}, False),
    ],
)
def test_only_a_failure_for_good_that_names_a_message_of_ours_marks_the_address(what: dict[str, str], is_marked: bool) -> None:
    stage = second_address(invited("a", "b"))
    stage.arrives(came_back(stage, **what))
    first, second = stage.desk.get(Person, stage.people["a"]).contacts
    (other,) = stage.desk.get(Person, stage.people["b"]).contacts
    assert (first.undeliverable_since is not None, second.undeliverable_since, other.undeliverable_since) == (is_marked, None, None)
    assert (stage.received[-1].verdict is Verdict.TAKEN) is is_marked
    assert correspondence.outbox(stage.desk)[-1].recipient in (ONE, ADDRESSES["b"]) and len(correspondence.outbox(stage.desk)) == 2


def test_whom_no_mail_reaches_is_named_and_answers_to_what_they_know_still_count() -> None:
    stage = invited("a", "b").says("a", "ACCEPTED", later=True)
    stage.arrives(came_back(stage, action="failed", status="5.1.1")).move("16T10")
    assert stage.told[-1].unreached == (stage.people["a"],)
    assert stage.invitation("a").response is Response.NEEDS_ACTION and shown_mails(stage) == "a: REQUEST#0; b: REQUEST#0 REQUEST#1"
    stage.arrives(0)
    assert stage.received[-1].verdict is Verdict.TAKEN and stage.invitation("a").response is Response.ACCEPTED
