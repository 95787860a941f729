"""What the letter about a change says of answers, also where an earlier letter was overtaken before it went out."""

from __future__ import annotations

import email
import email.policy

from coordkit import Text
from tests.scheduling.stage import Stage

STANDS = "If you have answered already, your answer stands"
AGAIN = "Please answer, even if you answered before"


def letter_to(stage: Stage, name: str) -> str:
    """The plain text of what the last announcement queued for somebody."""
    address = stage.attendee(name).address
    (message,) = (each for each in stage.told[-1].messages if each.recipient == address)
    body = email.message_from_bytes(message.content, policy=email.policy.default).get_body(("plain",))
    return str(body.get_content()) if body is not None else ""


def test_while_nobody_was_asked_anew_an_answer_that_may_be_on_its_way_stands() -> None:
    stage = Stage.of(languages=("en",)).invite("a").edit(title=Text.of(uk="Інша назва", en="Another title"))
    assert STANDS in letter_to(stage, "a")


def test_a_letter_that_overtakes_the_one_on_a_new_time_does_not_say_that_the_old_answer_stands() -> None:
    stage = Stage.of(languages=("en",)).invite("ab").says("a", "ACCEPTED").post_waits().move("16T10")
    stage.edit(title=Text.of(uk="Інша назва", en="Another title")).post_goes()
    for name in "ab":
        assert AGAIN in letter_to(stage, name) and STANDS not in letter_to(stage, name)


def test_who_answered_the_new_time_reads_that_the_answer_stands() -> None:
    stage = Stage.of(languages=("en",)).invite("a").move("16T10").says("a", "ACCEPTED")
    stage.edit(title=Text.of(uk="Інша назва", en="Another title"))
    assert STANDS in letter_to(stage, "a")
