"""Scenarios of one meeting: asking, changing, calling off, taking off the list, adding, postponing, going online."""

from __future__ import annotations

from coordkit import Days, Invitation, Mode, ParticipationRole, Text, Venue
from coordkit.secretariat import invitations
from tests.scheduling.rows import Row
from tests.scheduling.stage import KHERSON, LINK, PLACE, POLTAVA, Stage, day, slot

_TITLE = {"title": Text.of(uk="Нарада про укриття", en="Council on shelters")}
_ROOM = {"venue": Venue(locality=KHERSON, place=Text.of(uk="кімната 5"), link=LINK)}
_TOWN = {"venue": Venue(locality=POLTAVA, place=Text.of(uk="кімната 3"), link=LINK)}


def _names_the_recipient_alone(stage: Stage) -> None:
    for letter in "ab":
        (mail,) = stage.attendee(letter).mailbox
        (entry,) = mail.entries
        assert entry.attendees == (stage.attendee(letter).address,)
        assert entry.organizer == stage.attendee(letter).office and entry.sent_by is None


def _optional(stage: Stage) -> Stage:
    chair = stage.people["a"]
    invitations.invite(stage.desk, stage.about, [chair], role=ParticipationRole.OPTIONAL)
    stage.post()
    return stage


def _written_as_optional(stage: Stage) -> None:
    (mail,) = stage.attendee("a").mailbox
    assert "ROLE=OPT-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE" in mail.text


def _place_only_for(stage: Stage, *letters: str) -> None:
    for letter in "abc":
        seen = "".join(each.text for each in stage.attendee(letter).mailbox)
        assert (PLACE in seen, LINK in seen) == (letter in letters, letter in letters), letter


def _before_anybody_knows(stage: Stage) -> Stage:
    stage.desk.save(stage.meeting.moved_to(slot("20T10")))
    stage.desk.save(stage.meeting.moved_to(slot("21T10")))
    return stage


def _all_see_each_other(stage: Stage) -> None:
    for letter in "ab":
        entry = stage.attendee(letter).entry()
        assert set(entry.attendees) == {"a@one.example", "b@two.example"}


# fmt: off
ROWS = (
    # -- invite
    Row(kind="invite", section="4.2.1",
        sentence="Each of two people gets a REQUEST of their own, with SEQUENCE 0, that names nobody else.",
        play=lambda s: s.invite("ab"),
        sequences="0", answers="a=NEEDS-ACTION b=NEEDS-ACTION", mails="a: REQUEST#0; b: REQUEST#0",
        calendars="a: 15T10#0 NEEDS-ACTION; b: 15T10#0 NEEDS-ACTION", also=_names_the_recipient_alone),
    Row(kind="invite", section="3.2.2", sentence="Who is on the list already is not asked a second time.",
        play=lambda s: [s.invite("ab"), s.invite("abc")],
        sequences="0", answers="a=NEEDS-ACTION b=NEEDS-ACTION c=NEEDS-ACTION", mails="a: REQUEST#0; b: REQUEST#0; c: REQUEST#0",
        calendars="a: 15T10#0 NEEDS-ACTION; b: 15T10#0 NEEDS-ACTION; c: 15T10#0 NEEDS-ACTION"),
    Row(kind="invite", section="3.2.2", sentence="What was changed before anybody was asked raises no SEQUENCE.",
        play=lambda s: [_before_anybody_knows(s), s.invite("a")],
        sequences="0", answers="a=NEEDS-ACTION", mails="a: REQUEST#0", calendars="a: 21T10#0 NEEDS-ACTION"),
    Row(kind="invite", section="3.7.2", sentence="ROLE, PARTSTAT and RSVP stand in every request.",
        play=_optional,
        sequences="0", answers="a=NEEDS-ACTION", mails="a: REQUEST#0", calendars="a: 15T10#0 NEEDS-ACTION",
        also=_written_as_optional),
    Row(kind="invite", section="3.2.2.7", sentence="Where a meeting shows its list, who is asked sees who else is.",
        play=lambda s: [s.shows_the_list(), s.invite("ab")],
        sequences="0", answers="a=NEEDS-ACTION b=NEEDS-ACTION", mails="a: REQUEST#0; b: REQUEST#0",
        calendars="a: 15T10#0 NEEDS-ACTION; b: 15T10#0 NEEDS-ACTION", also=_all_see_each_other),
    # -- reply
    Row(kind="reply", section="4.2.2",
        sentence="One accepts and is told the exact place, with the same SEQUENCE and alone; one has doubts.",
        play=lambda s: [s.invite("abc"), s.says("a", "ACCEPTED"), s.says("b", "TENTATIVE", comment="спізнюся")],
        sequences="0", answers="a=ACCEPTED b=TENTATIVE c=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#0; b: REQUEST#0; c: REQUEST#0",
        calendars="a: 15T10#0 ACCEPTED; b: 15T10#0 TENTATIVE; c: 15T10#0 NEEDS-ACTION", verdicts="taken taken",
        also=lambda s: _place_only_for(s, "a")),
    Row(kind="reply", section="3.2.3", sentence="Who declines gets nothing more, and may think better of it.",
        play=lambda s: [s.invite("ab"), s.says("a", "DECLINED"), s.says("a", "ACCEPTED")],
        sequences="0", answers="a=ACCEPTED b=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#0; b: REQUEST#0",
        calendars="a: 15T10#0 ACCEPTED; b: 15T10#0 NEEDS-ACTION", verdicts="taken taken"),
    Row(kind="reply", section="3.2.3", sentence="A comment is kept with the answer.",
        play=lambda s: [s.invite("a"), s.says("a", "DECLINED", comment="відрядження")],
        sequences="0", answers="a=DECLINED", mails="a: REQUEST#0", calendars="a: 15T10#0 DECLINED", verdicts="taken",
        also=lambda s: _comment(s, "відрядження")),
    # -- update
    Row(kind="update", section="3.2.2.2", sentence="Another title goes to all with the same SEQUENCE, and answers stay.",
        play=lambda s: [s.invite("ab"), s.says("a", "TENTATIVE"), s.edit(**_TITLE)],
        sequences="0", answers="a=TENTATIVE b=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#0; b: REQUEST#0 REQUEST#0",
        calendars="a: 15T10#0 TENTATIVE; b: 15T10#0 NEEDS-ACTION", verdicts="taken"),
    Row(kind="update", section="3.2.2.2", sentence="Who declined hears of other times only, not of other texts.",
        play=lambda s: [s.invite("ab"), s.says("b", "DECLINED"), s.edit(**_TITLE)],
        sequences="0", answers="a=NEEDS-ACTION b=DECLINED", mails="a: REQUEST#0 REQUEST#0; b: REQUEST#0",
        calendars="a: 15T10#0 NEEDS-ACTION; b: 15T10#0 DECLINED", verdicts="taken"),
    Row(kind="update", section="4.2.3", sentence="Another town raises SEQUENCE and asks all anew.",
        play=lambda s: [s.invite("ab"), s.says("a", "ACCEPTED"), s.edit(**_TOWN)],
        sequences="1", answers="a=NEEDS-ACTION b=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#0 REQUEST#1; b: REQUEST#0 REQUEST#1",
        calendars="a: 15T10#1 NEEDS-ACTION; b: 15T10#1 NEEDS-ACTION", verdicts="taken"),
    Row(kind="update", section="3.2.2.2", sentence="Another room in the same town is told to who may know it, and nobody else.",
        play=lambda s: [s.invite("ab"), s.says("a", "ACCEPTED"), s.edit(**_ROOM)],
        sequences="0", answers="a=ACCEPTED b=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#0 REQUEST#0; b: REQUEST#0",
        calendars="a: 15T10#0 ACCEPTED; b: 15T10#0 NEEDS-ACTION", verdicts="taken"),
    Row(kind="update", section="3.2.2.2", sentence="An update that never went out gives way to the next one.",
        play=lambda s: [s.invite("a"), s.post_waits(), s.edit(**_TITLE), s.edit(purpose=Text.of(uk="Про укриття")), s.post_goes()],
        sequences="0", answers="a=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#0", calendars="a: 15T10#0 NEEDS-ACTION"),
    # -- reschedule
    Row(kind="reschedule", section="3.2.2.1", sentence="A new day raises SEQUENCE by one; what was answered is open again.",
        play=lambda s: [s.invite("ab"), s.says("a", "ACCEPTED"), s.move("16T10")],
        sequences="1", answers="a=NEEDS-ACTION b=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#0 REQUEST#1; b: REQUEST#0 REQUEST#1",
        calendars="a: 16T10#1 NEEDS-ACTION; b: 16T10#1 NEEDS-ACTION", verdicts="taken"),
    Row(kind="reschedule", section="3.2.2.1", sentence="A longer meeting is another time too.",
        play=lambda s: [s.invite("a"), s.says("a", "ACCEPTED"), s.move("15T10", 120)],
        sequences="1", answers="a=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#0 REQUEST#1", calendars="a: 15T10#1 NEEDS-ACTION",
        verdicts="taken"),
    Row(kind="reschedule", section="3.2.2.1",
        sentence="Moved twice, answered between: the answer to the first move is not one to the second.",
        play=lambda s: [s.invite("a"), s.move("16T10"), s.says("a", "ACCEPTED"), s.move("17T10")],
        sequences="2", answers="a=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#1 REQUEST#1 REQUEST#2",
        calendars="a: 17T10#2 NEEDS-ACTION", verdicts="taken"),
    Row(kind="reschedule", section="3.2.2.1", sentence="Who declined the old time is asked for the new one.",
        play=lambda s: [s.invite("a"), s.says("a", "DECLINED"), s.move("16T10"), s.says("a", "ACCEPTED")],
        sequences="1", answers="a=ACCEPTED", mails="a: REQUEST#0 REQUEST#1 REQUEST#1", calendars="a: 16T10#1 ACCEPTED",
        verdicts="taken taken"),
    Row(kind="reschedule", section="4.1.5", sentence="A meeting of an hour becomes one of whole days.",
        play=lambda s: [s.invite("a"), s.announce(s.meeting.moved_to(Days(day("16"), day("17"))))],
        sequences="1", answers="a=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#1", calendars="a: 16#1 NEEDS-ACTION"),
    Row(kind="reschedule", section="3.2.2.1",
        sentence="Moved before the first mail went out: one mail goes, with the time that holds.",
        play=lambda s: [s.post_waits(), s.invite("a"), s.move("16T10"), s.post_goes()],
        sequences="1", answers="a=NEEDS-ACTION", mails="a: REQUEST#1", calendars="a: 16T10#1 NEEDS-ACTION"),
    # -- cancel all
    Row(kind="cancel all", section="4.2.9",
        sentence="A meeting that is called off: CANCEL to all, SEQUENCE raised, STATUS cancelled.",
        play=lambda s: [s.invite("ab"), s.says("a", "ACCEPTED"), s.cancel()],
        sequences="1", answers="a=ACCEPTED b=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#0 CANCEL#1; b: REQUEST#0 CANCEL#1",
        calendars="a: 15T10#1 CANCELLED; b: 15T10#1 CANCELLED", verdicts="taken"),
    Row(kind="cancel all", section="3.2.5", sentence="Who declined is told as well that it is called off.",
        play=lambda s: [s.invite("a"), s.says("a", "DECLINED"), s.cancel()],
        sequences="1", answers="a=DECLINED", mails="a: REQUEST#0 CANCEL#1", calendars="a: 15T10#1 CANCELLED", verdicts="taken"),
    Row(kind="cancel all", section="3.2.5", sentence="Called off before the first mail went out: nobody hears of it.",
        play=lambda s: [s.post_waits(), s.invite("ab"), s.cancel(), s.post_goes()],
        sequences="1", answers="a=NEEDS-ACTION b=NEEDS-ACTION", mails="", calendars=""),
    Row(kind="cancel all", section="3.2.5", sentence="Moved, and called off before that was sent: the CANCEL alone goes.",
        play=lambda s: [s.invite("a"), s.post_waits(), s.move("16T10"), s.cancel(), s.post_goes()],
        sequences="2", answers="a=NEEDS-ACTION", mails="a: REQUEST#0 CANCEL#2", calendars="a: 15T10#2 CANCELLED"),
    # -- remove
    Row(kind="remove", section="4.2.10",
        sentence="Who is taken off the list gets a CANCEL without STATUS; the others hear nothing, and their answers hold.",
        play=lambda s: [s.invite("ab"), s.says("b", "ACCEPTED"), s.withdraw("a")],
        sequences="1", answers="a=withdrawn b=ACCEPTED", mails="a: REQUEST#0 CANCEL#1; b: REQUEST#0 REQUEST#0",
        calendars="a: 15T10#1 REMOVED; b: 15T10#0 ACCEPTED", verdicts="taken"),
    Row(kind="remove", section="3.2.5", sentence="An answer to the request before somebody else was taken off is no stale one.",
        play=lambda s: [s.invite("ab"), s.withdraw("a"), s.says("b", "ACCEPTED")],
        sequences="1", answers="a=withdrawn b=ACCEPTED", mails="a: REQUEST#0 CANCEL#1; b: REQUEST#0 REQUEST#1",
        calendars="a: 15T10#1 REMOVED; b: 15T10#1 ACCEPTED", verdicts="taken"),
    Row(kind="remove", section="3.2.5", sentence="Who was taken off answers too late.",
        play=lambda s: [s.invite("ab"), s.says("a", "ACCEPTED", later=True), s.withdraw("a"), s.arrives(0)],
        sequences="1", answers="a=withdrawn b=NEEDS-ACTION", mails="a: REQUEST#0 CANCEL#1; b: REQUEST#0",
        calendars="a: 15T10#1 REMOVED; b: 15T10#0 NEEDS-ACTION", verdicts="stale(TAKEN_OFF)"),
    Row(kind="remove", section="3.2.5", sentence="Taken off before the first mail went out: nothing goes.",
        play=lambda s: [s.post_waits(), s.invite("ab"), s.withdraw("a"), s.post_goes()],
        sequences="1", answers="a=withdrawn b=NEEDS-ACTION", mails="b: REQUEST#0", calendars="b: 15T10#0 NEEDS-ACTION"),
    Row(kind="remove", section="4.2.10",
        sentence="After somebody was taken off, a move goes to who is left, with the next SEQUENCE.",
        play=lambda s: [s.invite("ab"), s.withdraw("a"), s.move("16T10")],
        sequences="2", answers="a=withdrawn b=NEEDS-ACTION", mails="a: REQUEST#0 CANCEL#1; b: REQUEST#0 REQUEST#2",
        calendars="a: 15T10#1 REMOVED; b: 16T10#2 NEEDS-ACTION"),
    # -- add
    Row(kind="add", section="3.2.2", sentence="Somebody asked later gets the request as it stands; nobody else hears of it.",
        play=lambda s: [s.invite("ab"), s.says("a", "ACCEPTED"), s.invite("c")],
        sequences="0", answers="a=ACCEPTED b=NEEDS-ACTION c=NEEDS-ACTION",
        mails="a: REQUEST#0 REQUEST#0; b: REQUEST#0; c: REQUEST#0",
        calendars="a: 15T10#0 ACCEPTED; b: 15T10#0 NEEDS-ACTION; c: 15T10#0 NEEDS-ACTION", verdicts="taken"),
    Row(kind="add", section="3.2.2", sentence="Somebody asked after a move gets its SEQUENCE.",
        play=lambda s: [s.invite("a"), s.move("16T10"), s.invite("b"), s.says("b", "ACCEPTED")],
        sequences="1", answers="a=NEEDS-ACTION b=ACCEPTED", mails="a: REQUEST#0 REQUEST#1; b: REQUEST#1 REQUEST#1",
        calendars="a: 16T10#1 NEEDS-ACTION; b: 16T10#1 ACCEPTED", verdicts="taken"),
    Row(kind="add", section="3.2.2", sentence="Who was taken off and is asked again gets a REQUEST that is newer than the CANCEL.",
        play=lambda s: [s.invite("ab"), s.withdraw("a"), s.invite("a"), s.says("a", "ACCEPTED")],
        sequences="1", answers="a=ACCEPTED b=NEEDS-ACTION", mails="a: REQUEST#0 CANCEL#1 REQUEST#1 REQUEST#1; b: REQUEST#0",
        calendars="a: 15T10#1 ACCEPTED; b: 15T10#0 NEEDS-ACTION", verdicts="taken"),
    # -- postpone
    Row(kind="postpone", section="3.2.5", sentence="Postponed without a date: a CANCEL with a COMMENT.",
        play=lambda s: [s.invite("a"), s.postpone()],
        sequences="1", answers="a=NEEDS-ACTION", mails="a: REQUEST#0 CANCEL#1", calendars="a: 15T10#1 CANCELLED",
        also=lambda s: _says(s, "Перенесено")),
    Row(kind="postpone", section="3.2.2.1",
        sentence="A date again: a REQUEST of the same UID with the next SEQUENCE, to be answered anew.",
        play=lambda s: [s.invite("ab"), s.says("a", "ACCEPTED"), s.postpone(), s.schedule("22T10"), s.says("b", "ACCEPTED")],
        sequences="2", answers="a=NEEDS-ACTION b=ACCEPTED",
        mails="a: REQUEST#0 REQUEST#0 CANCEL#1 REQUEST#2; b: REQUEST#0 CANCEL#1 REQUEST#2 REQUEST#2",
        calendars="a: 22T10#2 NEEDS-ACTION; b: 22T10#2 ACCEPTED", verdicts="taken taken"),
    Row(kind="postpone", section="3.2.5",
        sentence="Postponed, then called off for good: another CANCEL, and SEQUENCE rises with each.",
        play=lambda s: [s.invite("a"), s.postpone(), s.cancel()],
        sequences="2", answers="a=NEEDS-ACTION", mails="a: REQUEST#0 CANCEL#1 CANCEL#2", calendars="a: 15T10#2 CANCELLED"),
    Row(kind="postpone", section="3.2.2.1", sentence="Postponed and scheduled again before that was sent: one REQUEST.",
        play=lambda s: [s.invite("a"), s.post_waits(), s.postpone(), s.schedule("22T10"), s.post_goes()],
        sequences="2", answers="a=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#2", calendars="a: 22T10#2 NEEDS-ACTION"),
    # -- online
    Row(kind="online", section="4.2.3",
        sentence="Moved online: SEQUENCE rises, all are asked anew, and the link waits for an answer.",
        play=lambda s: [s.invite("ab"), s.says("b", "ACCEPTED"),
                        s.announce(s.meeting.moved_online("https://meet.example.org/other")), s.says("a", "ACCEPTED")],
        sequences="1", answers="a=ACCEPTED b=NEEDS-ACTION",
        mails="a: REQUEST#0 REQUEST#1 REQUEST#1; b: REQUEST#0 REQUEST#0 REQUEST#1",
        calendars="a: 15T10#1 ACCEPTED; b: 15T10#1 NEEDS-ACTION", verdicts="taken taken",
        also=lambda s: _link(s, "https://meet.example.org/other", "a")),
    Row(kind="online", section="3.2.2.2", sentence="Another link is told to who accepted, with the same SEQUENCE.",
        play=lambda s: [s.invite("ab"), s.says("a", "ACCEPTED"),
                        s.edit(venue=Venue(locality=KHERSON, place=Text.of(uk=PLACE), link="https://meet.example.org/other"))],
        sequences="0", answers="a=ACCEPTED b=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#0 REQUEST#0; b: REQUEST#0",
        calendars="a: 15T10#0 ACCEPTED; b: 15T10#0 NEEDS-ACTION", verdicts="taken",
        also=lambda s: _link(s, "https://meet.example.org/other", "a")),
    Row(kind="online", section="4.2.3", sentence="In person and online both: another mode raises SEQUENCE.",
        play=lambda s: [s.invite("a"), s.edit(modes=(Mode.IN_PERSON, Mode.ONLINE))],
        sequences="1", answers="a=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#1", calendars="a: 15T10#1 NEEDS-ACTION"),
    # -- sent-by
    Row(kind="sent-by", section="3.2.2.5", sentence="The chair asks, the office sends: ORGANIZER is the chair, SENT-BY the office.",
        play=lambda s: s.invite("a", organizer="h"),
        sequences="0", answers="a=NEEDS-ACTION", mails="a: REQUEST#0", calendars="a: 15T10#0 NEEDS-ACTION",
        also=lambda s: _by_the_chair(s)),
    Row(kind="sent-by", section="3.2.2.5", sentence="An answer to the chair comes to the office and counts.",
        play=lambda s: [s.invite("ab", organizer="h"), s.says("a", "ACCEPTED")],
        sequences="0", answers="a=ACCEPTED b=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#0; b: REQUEST#0",
        calendars="a: 15T10#0 ACCEPTED; b: 15T10#0 NEEDS-ACTION", verdicts="taken", also=lambda s: _by_the_chair(s)),
    Row(kind="sent-by", section="3.2.2.5", sentence="What follows comes from the same: a move, and the end.",
        play=lambda s: [s.invite("a", organizer="h"), s.move("16T10"), s.cancel()],
        sequences="2", answers="a=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#1 CANCEL#2", calendars="a: 16T10#2 CANCELLED",
        also=lambda s: _by_the_chair(s)),
    # -- late
    Row(kind="late", section="3.2.5",
        sentence="An answer that comes after the meeting was called off is kept, and nobody writes back.",
        play=lambda s: [s.invite("a"), s.says("a", "ACCEPTED", later=True), s.cancel(), s.arrives(0)],
        sequences="1", answers="a=ACCEPTED", mails="a: REQUEST#0 CANCEL#1", calendars="a: 15T10#1 CANCELLED", verdicts="taken"),
    Row(kind="late", section="3.2.5",
        sentence="After a meeting was postponed and has a date again, an answer to the old one is stale.",
        play=lambda s: [s.invite("a"), s.says("a", "ACCEPTED", later=True), s.postpone(), s.schedule("22T10"), s.arrives(0)],
        sequences="2", answers="a=NEEDS-ACTION", mails="a: REQUEST#0 CANCEL#1 REQUEST#2", calendars="a: 22T10#2 NEEDS-ACTION",
        verdicts="stale(OUTDATED)"),
    Row(kind="late", section="3.2.3", sentence="An answer to a meeting that was held changes the list and sends nothing.",
        play=lambda s: [s.invite("a"), s.says("a", "ACCEPTED", later=True), s.desk.save(s.meeting.held()), s.arrives(0)],
        sequences="0", answers="a=ACCEPTED", mails="a: REQUEST#0", calendars="a: 15T10#0 ACCEPTED", verdicts="taken"),
)
# fmt: on


def _comment(stage: Stage, words: str) -> None:
    (kept,) = stage.desk.each(Invitation)
    assert kept.comment == words


def _says(stage: Stage, words: str) -> None:
    last = stage.attendee("a").mailbox[-1]
    assert words in last.entries[0].texts["comment"] and last.entries[0].status == "CANCELLED"


def _link(stage: Stage, link: str, *letters: str) -> None:
    for letter in "ab":
        seen = "".join(each.text for each in stage.attendee(letter).mailbox)
        assert (link in seen) == (letter in letters), letter


def _by_the_chair(stage: Stage) -> None:
    for each in stage.attendee("a").mailbox:
        (entry,) = each.entries
        assert (entry.organizer, entry.sent_by) == ("chair@five.example", "office@example.org")
        assert "office@example.org" in str(each.mail["From"])
