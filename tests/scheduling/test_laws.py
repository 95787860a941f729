"""Laws of correspondence, over whatever an office does and its attendees answer, in whatever order that comes in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from coordkit import (
    ClockTime,
    DomainError,
    Invitation,
    Meeting,
    Person,
    Received,
    Reminder,
    ReminderKind,
    Response,
    Text,
    Venue,
    Verdict,
)
from coordkit.codec.convert import RECORDS
from coordkit.codec.documents import MessageState
from coordkit.secretariat import correspondence
from coordkit.secretariat.reminders import remind
from tests.scheduling import shown
from tests.scheduling.stage import KHERSON, LINK, POLTAVA, ZONE, Stage, day, slot

FEW = settings(max_examples=20)
ANSWERS = st.sampled_from(["ACCEPTED", "DECLINED", "TENTATIVE"])
LETTERS = st.sampled_from("abc")

# -- answers in any order

EARLY = datetime(2026, 9, 1, 6, tzinfo=UTC)


@st.composite
def replies(draw: st.DrawFn, *, is_series: bool) -> list[tuple[str, str, dict[str, Any]]]:
    """Answers of a few people, to this version or the one before, within a few seconds, some to one occurrence."""
    occurrences = st.sampled_from([None, None, "22", "29"]) if is_series else st.none()
    one = st.fixed_dictionaries({
        "on": occurrences,
        "sequence": st.integers(0, 1),
        "at": st.integers(0, 4).map(lambda seconds: EARLY + timedelta(seconds=seconds)),
        "comment": st.sampled_from([None, "так", "ні"]),
    })  # fmt: skip
    return draw(st.lists(st.tuples(LETTERS, ANSWERS, one), min_size=1, max_size=7))


def stage_of_the_second_version(is_series: bool) -> Stage:
    """All were asked, and asked anew with SEQUENCE 1; one of them got neither mail."""
    stage = Stage.of(is_series=is_series).invite("abc")
    return stage.edit(duration=timedelta(hours=1)).move_one("22", "23T10") if is_series else stage.move("16T10")


def given_in(stage: Stage, said: list[tuple[str, str, dict[str, Any]]]) -> list[bytes]:
    """The mails, one for each answer, not handed over yet."""
    for letter, answer, how in said:
        stage.says(letter, answer, later=True, **how)
    return stage.drawer


def standing(stage: Stage) -> dict[tuple[str, str], tuple[Any, ...]]:
    """Of every invitation what was answered, by whom it is and to what."""
    return {
        (str(each.invitee), str(each.occurrence)): (
            *(each.response, each.comment, each.answered_at, each.answered_sequence, each.reset_at),
            *(each.delegated_to, each.withdrawn_at is None),
        )
        for each in stage.desk.each(Invitation)
        # What an occurrence's invitation says before it was answered is what the series' says.
        if each.occurrence is None or each.answered_at is not None
    }


@FEW
@given(st.data(), st.booleans())
def test_the_same_answers_twice_or_in_any_order_leave_the_same_state(data: st.DataObject, is_series: bool) -> None:
    said = data.draw(replies(is_series=is_series))
    one, other = stage_of_the_second_version(is_series), stage_of_the_second_version(is_series)
    mails = given_in(one, said)
    again = data.draw(st.permutations([*mails, *mails]))
    one.arrives(*mails)
    other.arrives(*again)
    assert standing(one) == standing(other)
    for each in one.desk.each(Invitation):
        if each.answered_at is not None:
            assert (each.answered_sequence or 0) >= each.reset_at


def test_a_delegation_and_what_follows_from_it_leave_the_same_state_in_any_order() -> None:
    def mails(stage: Stage) -> list[bytes]:
        stage.says("a", "DELEGATED", to="c", later=True).forwards("a", "c")
        return stage.says("c", "TENTATIVE", later=True).says("c", "DELEGATED", to="h", later=True).drawer

    found = set()
    for order in ((0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)):
        stage = Stage.of().invite("a")
        mails(stage)
        stage.arrives(*order)
        found.add(shown.answers(stage))
    assert found == {"a=DELEGATED c=DELEGATED h=NEEDS-ACTION"}


# -- whatever an office does

VENUE = Venue(locality=KHERSON, place=Text.of(uk="кімната 3"), link=LINK)
RULES = tuple(Reminder(kind=kind, by=timedelta(days=28)) for kind in (ReminderKind.UNANSWERED, ReminderKind.VENUE))
"""In force all the time that a scenario takes."""
INVITED = st.sampled_from(["", "ab", "abc"])
Step = tuple[str, Callable[[Stage], object]]


def _step(name: str, do: Callable[[Stage], object]) -> Step:
    return name, do


_WHEN = st.sampled_from(["16T10", "17T10", "18T15", "15T10"])
_TITLES = st.sampled_from(["Нарада", "Нарада про укриття", "Рада"])
_VENUES = st.sampled_from([VENUE, attrs.evolve(VENUE, locality=POLTAVA), attrs.evolve(VENUE, place=Text.of(uk="кімната 5")), None])
STEPS: st.SearchStrategy[Step] = st.one_of(
    st.builds(lambda who: _step(f"invite {who}", lambda s: s.invite(who)), st.sampled_from(["a", "b", "c", "ab", "abc"])),
    st.builds(lambda who: _step(f"withdraw {who}", lambda s: s.withdraw(who)), LETTERS),
    st.builds(lambda when: _step(f"move {when}", lambda s: s.move(when)), _WHEN),
    st.builds(lambda title: _step(f"title {title}", lambda s: s.edit(title=Text.of(uk=title))), _TITLES),
    st.builds(lambda venue: _step(f"venue {venue}", lambda s: s.edit(venue=venue)), _VENUES),
    st.just(_step("postpone", lambda s: s.postpone())),
    st.builds(lambda when: _step(f"schedule {when}", lambda s: s.schedule(when)), _WHEN),
    st.just(_step("cancel", lambda s: s.cancel())),
    st.just(_step("post waits", lambda s: s.post_waits())),
    st.just(_step("post goes", lambda s: s.post_goes())),
    st.builds(lambda who, what: _step(f"{who} says {what}", lambda s: s.says(who, what)), LETTERS, ANSWERS),
    st.builds(lambda who: _step(f"{who} asks", lambda s: s.refreshes(who)), LETTERS),
    st.builds(lambda who, when: _step(f"{who} proposes {when}", lambda s: s.counters(who, when).accepts()), LETTERS, _WHEN),
    st.builds(lambda who, to: _step(f"{who} to {to}", lambda s: s.says(who, "DELEGATED", to=to)), LETTERS, st.sampled_from("abch")),
    st.builds(lambda who, what: _step(f"{who} by phone {what}", lambda s: s.notes(who, what)), LETTERS, ANSWERS),
    st.just(_step("remind", lambda s: (remind(s.desk), s.post()))),
)


def taken(stage: Stage, step: Step) -> bool:
    """Whether it could be done; what makes no sense just then is refused, and changes nothing."""
    try:
        step[1](stage)
    except (DomainError, StopIteration, KeyError):  # the desk refuses, or the attendee has nothing to answer
        return False
    return True


@settings(max_examples=40)
@given(INVITED, st.lists(STEPS, max_size=9))
def test_whatever_an_office_does_its_attendees_keep_up_with_it(invited: str, steps: list[Step]) -> None:
    stage = Stage.of(reminders=RULES).invite(invited)
    before = stage.meeting
    for step in steps:
        taken(stage, step)
        now = stage.meeting
        assert now.sequence >= before.sequence, "SEQUENCE never falls"
        withdrew = step[0].startswith("withdraw")
        told = now.announced != before.announced and before.announced is not None
        assert now.sequence - before.sequence <= 1, "SEQUENCE rises by one at most"
        again = now.announced is not None and now.announced.cancelled  # each CANCEL raises it
        may_rise = (withdrew or again) and not told
        assert (now.sequence > before.sequence) == told or may_rise, "only a telling change, a CANCEL or a removal raises it"
        before = now
    stage.post_goes()
    stage.announce(stage.meeting).announce(stage.meeting)
    assert stage.told[-1].messages == (), "announcing twice queues nothing"
    assert [each.surprises for each in stage.attendees.values() if each.surprises] == [], "nobody gets a CANCEL before a REQUEST"
    assert [each.refused for each in stage.attendees.values() if each.refused] == [], "nothing stale goes after something newer"
    assert shown.disagreements(stage) == []
    _each_part_goes_in_order(stage)


def _each_part_goes_in_order(stage: Stage) -> None:
    sent = defaultdict(list)
    for message in correspondence.outbox(stage.desk):
        if message.state is MessageState.SENT and "DECLINECOUNTER" not in message.key:
            sent[message.recipient, message.part].append(message.sequence)
    assert all(sequences == sorted(sequences) for sequences in sent.values())


_DAYS = st.sampled_from(["22", "29"])
_HOURS = st.sampled_from(["15T11", "15T10"])
_LEFT, _MORE = st.sampled_from(["29", "10-06"]), st.sampled_from(["17", "10-06"])
SERIES_STEPS: st.SearchStrategy[Step] = st.one_of(
    st.builds(lambda who: _step(f"invite {who}", lambda s: s.invite(who)), st.sampled_from(["a", "b", "ab", "abc"])),
    st.builds(lambda who, on: _step(f"invite {who} on {on}", lambda s: s.invite(who, on=on)), LETTERS, _DAYS),
    st.builds(lambda who: _step(f"withdraw {who}", lambda s: s.withdraw(who)), LETTERS),
    st.builds(lambda who, on: _step(f"withdraw {who} on {on}", lambda s: s.withdraw(who, on=on)), LETTERS, _DAYS),
    st.builds(lambda on, to: _step(f"move {on} to {to}", lambda s: s.move_one(on, to)), _DAYS, st.sampled_from(["23T10", "24T15"])),
    st.builds(lambda on: _step(f"cancel {on}", lambda s: s.cancel_one(on)), _DAYS),
    st.builds(lambda on, title: _step(f"title {on}", lambda s: s.edit_one(on, title=Text.of(uk=title))), _DAYS, _TITLES),
    st.builds(lambda title: _step(f"title {title}", lambda s: s.edit(title=Text.of(uk=title))), _TITLES),
    st.builds(lambda venue: _step("venue", lambda s: s.edit(venue=venue)), _VENUES),
    st.builds(lambda hours: _step("length", lambda s: s.edit(duration=timedelta(hours=hours))), st.sampled_from([1, 2])),
    st.just(_step("end before 10-13", lambda s: s.end_before("10-13"))),
    st.just(_step("cancel", lambda s: s.cancel())),
    st.just(_step("post waits", lambda s: s.post_waits())),
    st.just(_step("post goes", lambda s: s.post_goes())),
    st.builds(lambda who, what: _step(f"{who} says {what}", lambda s: s.says(who, what)), LETTERS, ANSWERS),
    st.builds(lambda who, what, on: _step(f"{who} {what} {on}", lambda s: s.says(who, what, on=on)), LETTERS, ANSWERS, _DAYS),
    st.builds(lambda who: _step(f"{who} asks", lambda s: s.refreshes(who)), LETTERS),
    st.builds(lambda who, to: _step(f"{who} to {to}", lambda s: s.says(who, "DELEGATED", to=to)), LETTERS, st.sampled_from("abch")),
    st.builds(lambda who, on: _step(f"{who} passes {on} on", lambda s: s.says(who, "DELEGATED", to="h", on=on)), LETTERS, _DAYS),
    st.builds(lambda who, what: _step(f"{who} by phone {what}", lambda s: s.notes(who, what)), LETTERS, ANSWERS),
    st.builds(lambda to: _step(f"hour {to}", lambda s: s.edit(first=ClockTime(slot(to).start, ZONE))), _HOURS),
    st.builds(lambda on: _step(f"left out {on}", lambda s: s.announce(s.series.without(day(on)))), _LEFT),
    st.builds(lambda on: _step(f"further {on}", lambda s: s.announce(s.series.with_day(day(on)))), _MORE),
    st.just(_step("remind", lambda s: (remind(s.desk), s.post()))),
)


@settings(max_examples=40)
@given(INVITED, st.lists(SERIES_STEPS, max_size=9))
def test_whatever_an_office_does_with_a_series_its_attendees_keep_up_with_it(invited: str, steps: list[Step]) -> None:
    stage = Stage.of(is_series=True, reminders=RULES).invite(invited)
    before: dict[Any, int] = {}
    for step in steps:
        taken(stage, step)
        now = {each.id: each.sequence for each in stage.desk.each(Meeting)} | {stage.about: stage.series.sequence}
        assert all(now[ref] >= sequence for ref, sequence in before.items()), "SEQUENCE never falls"
        before = now
    stage.post_goes()
    stage.announce(stage.series).announce(stage.series)
    assert stage.told[-1].messages == (), "announcing twice queues nothing"
    assert [each.surprises for each in stage.attendees.values() if each.surprises] == [], "nobody gets a CANCEL before a REQUEST"
    assert [each.refused for each in stage.attendees.values() if each.refused] == [], "nothing stale goes after something newer"
    assert shown.disagreements(stage) == []
    _each_part_goes_in_order(stage)


# -- an answer and nothing else


def revisions(stage: Stage) -> dict[Any, int]:
    """How often each record was changed, those of messages that came in aside."""
    kinds = [kind for kind in RECORDS.values() if kind is not Received]
    return {each.id: each.revision for kind in kinds for each in stage.desk.each(kind)}


@FEW
@given(LETTERS, ANSWERS, st.sampled_from([None, "22", "29"]))
def test_an_answer_by_mail_touches_its_invitation_and_nothing_else(letter: str, answer: str, on: str | None) -> None:
    stage = Stage.of(is_series=True).invite("abc").move_one("29", "30T10")
    mine = stage.invitation(letter).id
    before = revisions(stage)
    stage.says(letter, answer, on=on)
    now = revisions(stage)
    changed = {ref for ref, revision in before.items() if now[ref] != revision}
    assert stage.received[-1].verdict is Verdict.TAKEN
    own = {each.id for each in stage.desk.each(Invitation, {"invitee": str(stage.people[letter])})}
    assert changed <= own and (on is not None or changed == {mine})
    made = now.keys() - before.keys()
    assert {ref.kind for ref in made} <= {"invitation", "meeting"} and (on == "22" or not made)


# -- a raise that somebody was not told of


@FEW
@given(st.lists(st.sampled_from(["16T10", "17T10", "18T10", "19T10"]), max_size=4, unique=True), ANSWERS)
def test_a_raise_that_somebody_was_not_told_of_never_makes_their_answer_stale(moves: list[str], answer: str) -> None:
    stage = Stage.of().invite("ab").says("a", answer, later=True)
    known = stage.desk.get(Person, stage.people["a"])
    (mute,) = stage.desk.save(attrs.evolve(known, contacts=()))
    for to in moves:
        stage.move(to)
    stage.withdraw("b")
    stage.desk.save(attrs.evolve(mute, contacts=known.contacts))
    stage.arrives(0)
    assert stage.received[-1].verdict is Verdict.TAKEN and stage.invitation("a").response is Response(answer)
