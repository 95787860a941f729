"""Scenarios of answers: passing on, other times proposed, questions, what comes twice, late or from whom it should not."""

from __future__ import annotations

from datetime import UTC, datetime

from coordkit import ReplyPolicy, Text
from tests.scheduling.attendee import passed_on
from tests.scheduling.rows import Row
from tests.scheduling.stage import OFFICE, SERVER, Stage, slot

_EARLY = datetime(2026, 9, 1, 7, tzinfo=UTC)
_TITLE = {"title": Text.of(uk="Нарада про укриття", en="Council on shelters")}


def _row(kind, section, sentence, play, **more):  # type: ignore[no-untyped-def]  # it only hands on what Row declares
    return Row(kind=kind, section=section, sentence=sentence, play=play, **more)


# fmt: off
ROWS = (
    # -- delegate
    Row(kind="delegate", section="4.2.5",
        sentence="One passes the invitation on: the delegate is asked, by whom stands in the request.",
        play=lambda s: [s.invite("ab"), s.says("a", "DELEGATED", to="c")],
        sequences="0", answers="a=DELEGATED b=NEEDS-ACTION c=NEEDS-ACTION", mails="a: REQUEST#0; b: REQUEST#0; c: REQUEST#0",
        calendars="a: 15T10#0 DELEGATED; b: 15T10#0 NEEDS-ACTION; c: 15T10#0 NEEDS-ACTION", verdicts="taken",
        also=lambda s: _passed_on(s)),
    Row(kind="delegate", section="4.2.6", sentence="The delegate accepts, and is told the place.",
        play=lambda s: [s.invite("a"), s.says("a", "DELEGATED", to="c"), s.says("c", "ACCEPTED")],
        sequences="0", answers="a=DELEGATED c=ACCEPTED", mails="a: REQUEST#0; c: REQUEST#0 REQUEST#0",
        calendars="a: 15T10#0 DELEGATED; c: 15T10#0 ACCEPTED", verdicts="taken taken"),
    Row(kind="delegate", section="4.2.7", sentence="The delegate declines; the other stays delegated.",
        play=lambda s: [s.invite("a"), s.says("a", "DELEGATED", to="c"), s.says("c", "DECLINED")],
        sequences="0", answers="a=DELEGATED c=DECLINED", mails="a: REQUEST#0; c: REQUEST#0",
        calendars="a: 15T10#0 DELEGATED; c: 15T10#0 DECLINED", verdicts="taken taken"),
    Row(kind="delegate", section="3.2.2.3",
        sentence="Passed on to an address that nobody knows: it waits until a person saved it and accepts.",
        play=lambda s: [s.invite("a"), s.says("a", "DELEGATED", to="d"), s.saves_stranger(), s.accepts()],
        sequences="0", answers="a=DELEGATED d=NEEDS-ACTION", mails="a: REQUEST#0; d: REQUEST#0",
        calendars="a: 15T10#0 DELEGATED; d: 15T10#0 NEEDS-ACTION", verdicts="taken(UNKNOWN_DELEGATE)"),
    Row(kind="delegate", section="3.2.2.3", sentence="Passed back to who passed it on: it waits.",
        play=lambda s: [s.invite("a"), s.says("a", "DELEGATED", to="c"), s.says("c", "DELEGATED", to="a")],
        sequences="0", answers="a=DELEGATED c=NEEDS-ACTION", mails="a: REQUEST#0; c: REQUEST#0",
        calendars="a: 15T10#0 DELEGATED; c: 15T10#0 DELEGATED", verdicts="taken quarantined(IN_A_CIRCLE)"),
    Row(kind="delegate", section="3.2.2.3", sentence="Both are asked anew when the meeting moves.",
        play=lambda s: [s.invite("a"), s.says("a", "DELEGATED", to="c"), s.says("c", "ACCEPTED"), s.move("16T10")],
        sequences="1", answers="a=NEEDS-ACTION c=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#1; c: REQUEST#0 REQUEST#0 REQUEST#1",
        calendars="a: 16T10#1 NEEDS-ACTION; c: 16T10#1 NEEDS-ACTION", verdicts="taken taken"),
    # -- counter
    Row(kind="counter", section="4.2.4", sentence="Another time is proposed and set: REQUEST to all with the next SEQUENCE.",
        play=lambda s: [s.invite("ab"), s.says("b", "ACCEPTED"), s.counters("a", "16T14"), s.accepts()],
        sequences="1", answers="a=NEEDS-ACTION b=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#1; b: REQUEST#0 REQUEST#0 REQUEST#1",
        calendars="a: 16T14#1 NEEDS-ACTION; b: 16T14#1 NEEDS-ACTION", verdicts="taken taken(PROPOSAL)"),
    Row(kind="counter", section="3.2.8",
        sentence="Another time is proposed and turned down: DECLINECOUNTER with the SEQUENCE of the proposal, to that one.",
        play=lambda s: [s.invite("ab"), s.counters("a", "16T14", comment="краще в середу"), s.rejects(reason="зала зайнята")],
        sequences="0", answers="a=NEEDS-ACTION b=NEEDS-ACTION", mails="a: REQUEST#0 DECLINECOUNTER#0; b: REQUEST#0",
        calendars="a: 15T10#0 NEEDS-ACTION; b: 15T10#0 NEEDS-ACTION", verdicts="refused(зала зайнята)",
        also=lambda s: _turned_down(s)),
    Row(kind="counter", section="3.2.7", sentence="A proposal for a time that has changed meanwhile is stale.",
        play=lambda s: [s.invite("a"), s.counters("a", "16T14", later=True), s.move("17T10"), s.arrives(0)],
        sequences="1", answers="a=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#1", calendars="a: 17T10#1 NEEDS-ACTION",
        verdicts="stale(OUTDATED)"),
    Row(kind="counter", section="3.2.7", sentence="A proposal is no answer: until it is decided nothing changes.",
        play=lambda s: [s.invite("a"), s.says("a", "ACCEPTED"), s.counters("a", "16T14")],
        sequences="0", answers="a=ACCEPTED", mails="a: REQUEST#0 REQUEST#0", calendars="a: 15T10#0 ACCEPTED",
        verdicts="taken quarantined(PROPOSAL)"),
    Row(kind="counter", section="4.2.4", sentence="The proposed time is set, and the one who proposed it answers.",
        play=lambda s: [s.invite("ab"), s.counters("a", "16T14"), s.accepts(), s.says("a", "ACCEPTED")],
        sequences="1", answers="a=ACCEPTED b=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#1 REQUEST#1; b: REQUEST#0 REQUEST#1",
        calendars="a: 16T14#1 ACCEPTED; b: 16T14#1 NEEDS-ACTION", verdicts="taken(PROPOSAL) taken"),
    # -- refresh
    Row(kind="refresh", section="4.7.1",
        sentence="Somebody asks how things stand: the REQUEST comes again to them alone, with the same SEQUENCE.",
        play=lambda s: [s.invite("ab"), s.move("16T10"), s.refreshes("a")],
        sequences="1", answers="a=NEEDS-ACTION b=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#1 REQUEST#1; b: REQUEST#0 REQUEST#1",
        calendars="a: 16T10#1 NEEDS-ACTION; b: 16T10#1 NEEDS-ACTION", verdicts="taken"),
    Row(kind="refresh", section="3.2.6", sentence="After a meeting was called off the answer is the CANCEL.",
        play=lambda s: [s.invite("a"), s.cancel(), s.refreshes("a")],
        sequences="1", answers="a=NEEDS-ACTION", mails="a: REQUEST#0 CANCEL#1 CANCEL#1", calendars="a: 15T10#1 CANCELLED",
        verdicts="taken"),
    Row(kind="refresh", section="3.2.6", sentence="A question that nobody vouches for gets no answer.",
        play=lambda s: [s.invite("a"), s.refreshes("a", vouched=None)],
        sequences="0", answers="a=NEEDS-ACTION", mails="a: REQUEST#0", calendars="a: 15T10#0 NEEDS-ACTION",
        verdicts="quarantined(NOT_VOUCHED)"),
    Row(kind="refresh", section="3.2.6", sentence="A question that comes twice gets one answer.",
        play=lambda s: [s.invite("a"), s.refreshes("a", later=True), s.arrives(0, 0)],
        sequences="0", answers="a=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#0", calendars="a: 15T10#0 NEEDS-ACTION",
        verdicts="taken taken"),
    Row(kind="refresh", section="3.2.6",
        sentence="A question while a change is not announced yet waits for a person; it is answered once that is announced.",
        play=lambda s: [s.invite("a"), s.desk.save(s.meeting.moved_to(slot("16T10"))), s.refreshes("a"), s.announce(s.meeting),
                        s.accepts()],
        sequences="1", answers="a=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#1 REQUEST#1", calendars="a: 16T10#1 NEEDS-ACTION",
        verdicts="taken(NOT_ANNOUNCED)"),
    # -- stale
    Row(kind="stale", section="3.2.3", sentence="The same mail twice counts once.",
        play=lambda s: [s.invite("a"), s.says("a", "ACCEPTED", later=True), s.arrives(0, 0)],
        sequences="0", answers="a=ACCEPTED", mails="a: REQUEST#0 REQUEST#0", calendars="a: 15T10#0 ACCEPTED",
        verdicts="taken taken"),
    Row(kind="stale", section="3.2.3", sentence="The same answer in another mail changes nothing more.",
        play=lambda s: [s.invite("a"), s.says("a", "TENTATIVE", at=_EARLY), s.says("a", "TENTATIVE", at=_EARLY)],
        sequences="0", answers="a=TENTATIVE", mails="a: REQUEST#0", calendars="a: 15T10#0 TENTATIVE",
        verdicts="taken stale(OVERTAKEN)"),
    Row(kind="stale", section="3.2.3", sentence="An answer to the time before is stale.",
        play=lambda s: [s.invite("ab"), s.says("a", "ACCEPTED", later=True), s.move("16T10"), s.arrives(0)],
        sequences="1", answers="a=NEEDS-ACTION b=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#1; b: REQUEST#0 REQUEST#1",
        calendars="a: 16T10#1 NEEDS-ACTION; b: 16T10#1 NEEDS-ACTION", verdicts="stale(OUTDATED)"),
    Row(kind="stale", section="3.2.3", sentence="An answer to a version that was never sent waits.",
        play=lambda s: [s.invite("a"), s.says("a", "ACCEPTED", sequence=7)],
        sequences="0", answers="a=NEEDS-ACTION", mails="a: REQUEST#0", calendars="a: 15T10#0 ACCEPTED",
        verdicts="quarantined(NEVER_SENT)"),
    Row(kind="stale", section="3.2.3", sentence="An answer that was given before another title went out still counts.",
        play=lambda s: [s.invite("a"), s.says("a", "ACCEPTED", later=True), s.edit(**_TITLE), s.arrives(0)],
        sequences="0", answers="a=ACCEPTED", mails="a: REQUEST#0 REQUEST#0 REQUEST#0", calendars="a: 15T10#0 ACCEPTED",
        verdicts="taken"),
    # -- out of order
    Row(kind="out of order", section="3.2.3", sentence="The later of two answers counts, whichever comes first.",
        play=lambda s: [s.invite("a"), s.says("a", "ACCEPTED", later=True), s.says("a", "DECLINED", later=True), s.arrives(1, 0)],
        sequences="0", answers="a=DECLINED", mails="a: REQUEST#0", calendars="a: 15T10#0 DECLINED",
        verdicts="taken stale(OVERTAKEN)"),
    Row(kind="out of order", section="3.2.3", sentence="An answer to the new time comes before one to the old.",
        play=lambda s: [s.invite("a"), s.says("a", "DECLINED", later=True), s.move("16T10"), s.says("a", "ACCEPTED"), s.arrives(0)],
        sequences="1", answers="a=ACCEPTED", mails="a: REQUEST#0 REQUEST#1 REQUEST#1", calendars="a: 16T10#1 ACCEPTED",
        verdicts="taken stale(OUTDATED)"),
    Row(kind="out of order", section="4.2.6", sentence="The delegate answers before the other's mail says who that is.",
        play=lambda s: [s.invite("a"), s.says("a", "DELEGATED", to="c", later=True), s.forwards("a", to="c"),
                        s.says("c", "ACCEPTED"), s.arrives(0)],
        sequences="0", answers="a=DELEGATED c=ACCEPTED", mails="a: REQUEST#0; c: REQUEST#0",
        calendars="a: 15T10#0 DELEGATED; c: 15T10#0 ACCEPTED", verdicts="taken taken"),
    Row(kind="out of order", section="3.2.2.1",
        sentence="The mail about the second move overtakes the first: the attendee keeps the newer.",
        play=lambda s: [s.invite("a"), s.move("16T10"), s.move("17T10"),
                        s.attendee("a").receives(bytes(s.attendee("a").mailbox[1].mail))],
        sequences="2", answers="a=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#1 REQUEST#2 REQUEST#1",
        calendars="a: 17T10#2 NEEDS-ACTION", refused=1),
    # -- uninvited
    Row(kind="uninvited", section="3.2.3", sentence="Somebody who was not asked answers: it waits, and nobody writes to them.",
        play=lambda s: [s.invite("a"), s.forwards("a", to="d"), s.says("d", "ACCEPTED"), s.rejects()],
        sequences="0", answers="a=NEEDS-ACTION", mails="a: REQUEST#0", calendars="a: 15T10#0 NEEDS-ACTION; d: 15T10#0 ACCEPTED",
        verdicts="refused(NOT_INVITED)"),
    Row(kind="uninvited", section="3.2.3",
        sentence="Somebody who was not asked and is known here is let in: they are on the list from then on.",
        play=lambda s: [s.invite("a"), s.forwards("a", to="c"), s.says("c", "ACCEPTED"), s.accepts(), s.move("16T10")],
        sequences="1", answers="a=NEEDS-ACTION c=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#1; c: REQUEST#0 REQUEST#1",
        calendars="a: 16T10#1 NEEDS-ACTION; c: 16T10#1 NEEDS-ACTION", verdicts="taken(NOT_INVITED)"),
    Row(kind="uninvited", section="3.2.2.6", sentence="The office invites them itself: then they answer as all do.",
        play=lambda s: [s.invite("a"), s.forwards("a", to="c"), s.says("c", "ACCEPTED"), s.invite("c"), s.says("c", "ACCEPTED")],
        sequences="0", answers="a=NEEDS-ACTION c=ACCEPTED", mails="a: REQUEST#0; c: REQUEST#0 REQUEST#0",
        calendars="a: 15T10#0 NEEDS-ACTION; c: 15T10#0 ACCEPTED", verdicts="quarantined(NOT_INVITED) taken"),
    Row(kind="uninvited", section="4.2.8", sentence="Who was let in gets the CANCEL too.",
        play=lambda s: [s.invite("a"), s.forwards("a", to="c"), s.says("c", "ACCEPTED"), s.accepts(), s.cancel()],
        sequences="1", answers="a=NEEDS-ACTION c=ACCEPTED", mails="a: REQUEST#0 CANCEL#1; c: REQUEST#0 CANCEL#1",
        calendars="a: 15T10#1 CANCELLED; c: 15T10#1 CANCELLED", verdicts="taken(NOT_INVITED)"),
    # -- sender
    Row(kind="sender", section="3.2.3", sentence="An answer whose sender the server calls forged waits.",
        play=lambda s: [s.invite("a"), s.says("a", "ACCEPTED", vouched=False)],
        sequences="0", answers="a=NEEDS-ACTION", mails="a: REQUEST#0", calendars="a: 15T10#0 ACCEPTED",
        verdicts="quarantined(FORGED)"),
    Row(kind="sender", section="3.2.3", sentence="An answer that nobody vouches for waits, by the office's policy.",
        play=lambda s: [s.invite("a"), s.says("a", "ACCEPTED", vouched=None)],
        sequences="0", answers="a=NEEDS-ACTION", mails="a: REQUEST#0", calendars="a: 15T10#0 ACCEPTED",
        verdicts="quarantined(NOT_VOUCHED)"),
    Row(kind="sender", section="3.2.3", sentence="An office that takes such answers takes it.",
        office={"reply_policy": ReplyPolicy.TAKE},
        play=lambda s: [s.invite("a"), s.says("a", "ACCEPTED", vouched=None)],
        sequences="0", answers="a=ACCEPTED", mails="a: REQUEST#0 REQUEST#0", calendars="a: 15T10#0 ACCEPTED", verdicts="taken"),
    Row(kind="sender", section="3.2.3", sentence="What another server says counts for nothing.",
        play=lambda s: [s.invite("a"), s.says("a", "ACCEPTED", server="mx.elsewhere.example")],
        sequences="0", answers="a=NEEDS-ACTION", mails="a: REQUEST#0", calendars="a: 15T10#0 ACCEPTED",
        verdicts="quarantined(NOT_VOUCHED)"),
    Row(kind="sender", section="3.2.3", sentence="One cannot answer for another.",
        play=lambda s: [s.invite("ab"), s.says("a", "ACCEPTED", sender="b@two.example")],
        sequences="0", answers="a=NEEDS-ACTION b=NEEDS-ACTION", mails="a: REQUEST#0; b: REQUEST#0",
        calendars="a: 15T10#0 ACCEPTED; b: 15T10#0 NEEDS-ACTION", verdicts="quarantined(NOT_THEIR_OWN)"),
    Row(kind="sender", section="3.2.2.6", sentence="An answer that somebody else passed on waits.",
        play=lambda s: [s.invite("ab"), s.says("a", "ACCEPTED", later=True), s.arrives(_attached(s))],
        sequences="0", answers="a=NEEDS-ACTION b=NEEDS-ACTION", mails="a: REQUEST#0; b: REQUEST#0",
        calendars="a: 15T10#0 ACCEPTED; b: 15T10#0 NEEDS-ACTION", verdicts="quarantined(FORWARDED)"),
    # -- stale
    Row(kind="stale", section="3.2.3",
        sentence="An answer that waited while the meeting moved stays without effect, even where a person accepts it.",
        play=lambda s: [s.invite("a"), s.says("a", "ACCEPTED", vouched=None), s.move("16T10"), s.accepts()],
        sequences="1", answers="a=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#1", calendars="a: 16T10#1 NEEDS-ACTION",
        verdicts="stale(OUTDATED)"),
    # -- phone
    Row(kind="phone", section="3.2.3",
        sentence="An answer by phone counts from the time it was given: the mail of before is overtaken, the place announced.",
        play=lambda s: [s.invite("a"), s.says("a", "DECLINED", later=True), s.notes("a", "ACCEPTED"), s.arrives(0),
                        s.announce(s.meeting)],
        sequences="0", answers="a=ACCEPTED", mails="a: REQUEST#0 REQUEST#0", calendars="a: 15T10#0 ACCEPTED",
        verdicts="stale(OVERTAKEN)"),
    Row(kind="phone", section="3.2.3", sentence="A later mail counts instead of the call.",
        play=lambda s: [s.invite("a"), s.notes("a", "ACCEPTED"), s.says("a", "DECLINED")],
        sequences="0", answers="a=DECLINED", mails="a: REQUEST#0", calendars="a: 15T10#0 DECLINED", verdicts="taken"),
    Row(kind="phone", section="3.2.2.1", sentence="An answer by phone falls like others when the meeting moves.",
        play=lambda s: [s.invite("a"), s.notes("a", "ACCEPTED"), s.move("16T10")],
        sequences="1", answers="a=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#1", calendars="a: 16T10#1 NEEDS-ACTION"),
)
# fmt: on


def _attached(stage: Stage) -> bytes:
    results = f"{SERVER}; dmarc=pass header.from=two.example"
    return passed_on(stage.drawer[0], sender="b@two.example", to=OFFICE, at=stage.clock(), results=results)


def _passed_on(stage: Stage) -> None:
    assert stage.attendee("c").entry().delegated_from == "a@one.example"


def _turned_down(stage: Stage) -> None:
    last = stage.attendee("a").mailbox[-1]
    assert last.method == "DECLINECOUNTER" and "зала зайнята" in last.entries[0].texts["comment"]
    assert last.mail["In-Reply-To"]
