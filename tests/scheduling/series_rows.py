"""Scenarios of a series: one occurrence moved or called off, this and all later, further days, and who is asked to one alone."""

from __future__ import annotations

from datetime import datetime, timedelta

from coordkit import ClockTime, Invitation, MeetingSeries, Text
from coordkit.secretariat import series as ser
from tests.scheduling.rows import Row
from tests.scheduling.stage import PLACE, ZONE, Stage, day, slot

_TITLE = {"title": Text.of(uk="Нарада про укриття", en="Council on shelters")}


def _row(kind, section, sentence, play, **more):  # type: ignore[no-untyped-def]  # it only hands on what Row declares
    return Row(kind=kind, section=section, sentence=sentence, play=play, is_series=True, **more)


# fmt: off
ROWS = (
    # -- recurring
    Row(kind="recurring", section="4.4.1", sentence="A series is asked in one REQUEST, and stays at ten when the clocks change.",
        is_series=True,
        play=lambda s: s.invite("ab"),
        sequences="0", answers="a=NEEDS-ACTION b=NEEDS-ACTION", mails="a: REQUEST#0; b: REQUEST#0",
        calendars="a: 15T10#0 NEEDS-ACTION; b: 15T10#0 NEEDS-ACTION"),
    Row(kind="recurring", section="4.4.2",
        sentence="One occurrence moves: it alone goes out, under its original start, and the series keeps its SEQUENCE.",
        is_series=True,
        play=lambda s: [s.invite("ab"), s.says("a", "ACCEPTED"), s.move_one("22", "23T10")],
        sequences="0 22:1", answers="a=ACCEPTED a@22=NEEDS-ACTION b=NEEDS-ACTION b@22=NEEDS-ACTION",
        mails="a: REQUEST#0 REQUEST#0 REQUEST#1@22; b: REQUEST#0 REQUEST#1@22",
        calendars="a: 15T10#0 ACCEPTED @22 23T10#1 NEEDS-ACTION; b: 15T10#0 NEEDS-ACTION @22 23T10#1 NEEDS-ACTION",
        verdicts="taken"),
    Row(kind="recurring", section="4.4.2",
        sentence="Moved twice, it keeps its RECURRENCE-ID; answered in between, it is open again.", is_series=True,
        play=lambda s: [s.invite("a"), s.move_one("22", "23T10"), s.says("a", "ACCEPTED", on="22"), s.move_one("22", "24T10")],
        sequences="0 22:2", answers="a=NEEDS-ACTION a@22=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#1@22 REQUEST#1@22 REQUEST#2@22",
        calendars="a: 15T10#0 NEEDS-ACTION @22 24T10#2 NEEDS-ACTION", verdicts="taken"),
    Row(kind="recurring", section="4.4.2",
        sentence="Another title of one occurrence leaves its SEQUENCE and the answer to the series.", is_series=True,
        play=lambda s: [s.invite("a"), s.says("a", "ACCEPTED"), s.edit_one("22", **_TITLE)],
        sequences="0 22:0", answers="a=ACCEPTED a@22=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#0 REQUEST#0@22",
        calendars="a: 15T10#0 ACCEPTED @22 22T10#0 ACCEPTED", verdicts="taken"),
    Row(kind="recurring", section="3.7.1", sentence="One declines a single day of a series that they accepted.", is_series=True,
        play=lambda s: [s.invite("ab"), s.says("a", "ACCEPTED"), s.says("a", "DECLINED", on="22")],
        sequences="0", answers="a=ACCEPTED a@22=DECLINED b=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#0; b: REQUEST#0",
        calendars="a: 15T10#0 ACCEPTED; b: 15T10#0 NEEDS-ACTION", verdicts="taken taken"),
    Row(kind="recurring", section="3.7.1",
        sentence="Occurrences compare as instants, by whatever name of the zone; a day alone is enough.", is_series=True,
        play=lambda s: [s.invite("abc"), s.says("a", "DECLINED", on="22", form="windows"),
                        s.says("b", "DECLINED", on="22", form="zoned"), s.says("c", "DECLINED", on="22", form="day")],
        sequences="0", answers="a=NEEDS-ACTION a@22=DECLINED b=NEEDS-ACTION b@22=DECLINED c=NEEDS-ACTION c@22=DECLINED",
        mails="a: REQUEST#0; b: REQUEST#0; c: REQUEST#0",
        calendars="a: 15T10#0 NEEDS-ACTION; b: 15T10#0 NEEDS-ACTION; c: 15T10#0 NEEDS-ACTION", verdicts="taken taken taken"),
    Row(kind="recurring", section="3.7.1", sentence="An occurrence after the clocks changed is another instant and the same hour.",
        is_series=True,
        play=lambda s: [s.invite("a"), s.says("a", "DECLINED", on="10-27")],
        sequences="0", answers="a=NEEDS-ACTION a@27=DECLINED", mails="a: REQUEST#0", calendars="a: 15T10#0 NEEDS-ACTION",
        verdicts="taken"),
    Row(kind="recurring", section="4.4.2", sentence="Another title of the series goes out with the overrides that it has.",
        is_series=True,
        play=lambda s: [s.invite("a"), s.move_one("22", "23T10"), s.edit(**_TITLE)],
        sequences="0 22:1", answers="a=NEEDS-ACTION a@22=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#1@22 REQUEST#0+22",
        calendars="a: 15T10#0 NEEDS-ACTION @22 23T10#1 NEEDS-ACTION"),
    Row(kind="recurring", section="3.2.2.1", sentence="Another length of the series asks all anew.", is_series=True,
        play=lambda s: [s.invite("ab"), s.says("a", "ACCEPTED"), s.edit(duration=timedelta(hours=2))],
        sequences="1", answers="a=NEEDS-ACTION b=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#0 REQUEST#1; b: REQUEST#0 REQUEST#1",
        calendars="a: 15T10#1 NEEDS-ACTION; b: 15T10#1 NEEDS-ACTION", verdicts="taken"),
    Row(kind="recurring", section="3.7.1", sentence="An answer to an occurrence that there is not is refused.", is_series=True,
        play=lambda s: [s.invite("a"), _answers_wednesday(s)],
        sequences="0", answers="a=NEEDS-ACTION", mails="a: REQUEST#0", calendars="a: 15T10#0 NEEDS-ACTION",
        verdicts="refused(NO_SUCH_OCCURRENCE)"),
    Row(kind="recurring", section="3.2.2.1",
        sentence="Another hour of all: one REQUEST, and what was moved keeps its time under the original start that it has now.",
        is_series=True,
        play=lambda s: [s.invite("ab"), s.move_one("22", "23T15"), s.says("a", "ACCEPTED", on="22"),
                        s.edit(first=ClockTime(slot("15T11").start, ZONE))],
        sequences="1 22:2", answers="a=NEEDS-ACTION a@22=NEEDS-ACTION b=NEEDS-ACTION b@22=NEEDS-ACTION",
        mails="a: REQUEST#0 REQUEST#1@22 REQUEST#1@22 REQUEST#1+22; b: REQUEST#0 REQUEST#1@22 REQUEST#1+22",
        calendars="a: 15T11#1 NEEDS-ACTION @22 23T15#2 NEEDS-ACTION; b: 15T11#1 NEEDS-ACTION @22 23T15#2 NEEDS-ACTION",
        verdicts="taken"),
    # -- cancel one
    Row(kind="cancel one", section="4.4.3",
        sentence="One occurrence is called off: a CANCEL with its RECURRENCE-ID, and the series stays.", is_series=True,
        play=lambda s: [s.invite("ab"), s.says("a", "ACCEPTED"), s.cancel_one("22")],
        sequences="0 22:1", answers="a=ACCEPTED a@22=NEEDS-ACTION b=NEEDS-ACTION b@22=NEEDS-ACTION",
        mails="a: REQUEST#0 REQUEST#0 CANCEL#1@22; b: REQUEST#0 CANCEL#1@22",
        calendars="a: 15T10#0 ACCEPTED @22 22T10#1 CANCELLED; b: 15T10#0 NEEDS-ACTION @22 22T10#1 CANCELLED", verdicts="taken"),
    Row(kind="cancel one", section="4.4.3", sentence="Moved first, then called off: the CANCEL names the original start.",
        is_series=True,
        play=lambda s: [s.invite("a"), s.move_one("22", "23T10"), s.cancel_one("22")],
        sequences="0 22:2", answers="a=NEEDS-ACTION a@22=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#1@22 CANCEL#2@22",
        calendars="a: 15T10#0 NEEDS-ACTION @22 23T10#2 CANCELLED"),
    Row(kind="cancel one", section="4.4.3", sentence="Two are called off; who is asked later gets a series without them.",
        is_series=True,
        play=lambda s: [s.invite("a"), s.cancel_one("22"), s.cancel_one("29"), s.invite("b")],
        sequences="0 22:1 29:1", answers="a=NEEDS-ACTION a@22=NEEDS-ACTION a@29=NEEDS-ACTION b=NEEDS-ACTION",
        mails="a: REQUEST#0 CANCEL#1@22 CANCEL#1@29; b: REQUEST#0",
        calendars="a: 15T10#0 NEEDS-ACTION @22 22T10#1 CANCELLED @29 29T10#1 CANCELLED; b: 15T10#0 NEEDS-ACTION"),
    Row(kind="cancel one", section="4.4.3", sentence="Called off before the mail about the move went: the CANCEL alone goes.",
        is_series=True,
        play=lambda s: [s.invite("a"), s.post_waits(), s.move_one("22", "23T10"), s.cancel_one("22"), s.post_goes()],
        sequences="0 22:2", answers="a=NEEDS-ACTION a@22=NEEDS-ACTION", mails="a: REQUEST#0 CANCEL#2@22",
        calendars="a: 15T10#0 NEEDS-ACTION @22 23T10#2 CANCELLED"),
    # -- cancel all
    Row(kind="cancel all", section="4.4.4", sentence="The series as a whole is called off in one CANCEL without RECURRENCE-ID.",
        is_series=True,
        play=lambda s: [s.invite("ab"), s.says("a", "ACCEPTED"), s.cancel()],
        sequences="1", answers="a=ACCEPTED b=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#0 CANCEL#1; b: REQUEST#0 CANCEL#1",
        calendars="a: 15T10#1 CANCELLED; b: 15T10#1 CANCELLED", verdicts="taken"),
    Row(kind="cancel all", section="4.4.4", sentence="A series with overrides is called off, moved days too.", is_series=True,
        play=lambda s: [s.invite("a"), s.move_one("22", "23T10"), s.cancel_one("29"), s.cancel()],
        sequences="1 22:1 29:1", answers="a=NEEDS-ACTION a@22=NEEDS-ACTION a@29=NEEDS-ACTION",
        mails="a: REQUEST#0 REQUEST#1@22 CANCEL#1@29 CANCEL#1",
        calendars="a: 15T10#1 CANCELLED @22 23T10#1 CANCELLED @29 29T10#1 CANCELLED"),
    # -- remove
    Row(kind="remove", section="4.2.10", sentence="Who is taken off a series gets one CANCEL of all of it.", is_series=True,
        play=lambda s: [s.invite("ab"), s.move_one("22", "23T10"), s.withdraw("a")],
        sequences="1 22:1", answers="a=withdrawn a@22=withdrawn b=NEEDS-ACTION b@22=NEEDS-ACTION",
        mails="a: REQUEST#0 REQUEST#1@22 CANCEL#1; b: REQUEST#0 REQUEST#1@22",
        calendars="a: 15T10#1 REMOVED @22 23T10#1 REMOVED; b: 15T10#0 NEEDS-ACTION @22 23T10#1 NEEDS-ACTION"),
    Row(kind="remove", section="3.2.5", sentence="Who is taken off one moved occurrence keeps the series.", is_series=True,
        play=lambda s: [s.invite("ab"), s.move_one("22", "23T10"), s.withdraw("a", on="22")],
        sequences="0 22:2", answers="a=NEEDS-ACTION a@22=withdrawn b=NEEDS-ACTION b@22=NEEDS-ACTION",
        mails="a: REQUEST#0 REQUEST#1@22 CANCEL#2@22; b: REQUEST#0 REQUEST#1@22",
        calendars="a: 15T10#0 NEEDS-ACTION @22 23T10#2 REMOVED; b: 15T10#0 NEEDS-ACTION @22 23T10#1 NEEDS-ACTION"),
    Row(kind="remove", section="4.2.10", sentence="Who is taken off one day gets the series without it from then on.",
        is_series=True,
        play=lambda s: [s.invite("ab"), s.says("a", "DECLINED", on="22"), s.withdraw("a", on="22"), s.edit(**_TITLE)],
        sequences="0 22:1", answers="a=NEEDS-ACTION a@22=withdrawn b=NEEDS-ACTION",
        mails="a: REQUEST#0 CANCEL#1@22 REQUEST#0; b: REQUEST#0 REQUEST#0+22",
        calendars="a: 15T10#0 NEEDS-ACTION; b: 15T10#0 NEEDS-ACTION @22 22T10#1 NEEDS-ACTION", verdicts="taken"),
    Row(kind="remove", section="3.2.5", sentence="Who was taken off a series and is asked again gets all of it, with what moved.",
        is_series=True,
        play=lambda s: [s.invite("a"), s.move_one("22", "23T10"), s.withdraw("a"), s.invite("a"), s.move_one("22", "24T10")],
        sequences="1 22:2", answers="a=NEEDS-ACTION a@22=NEEDS-ACTION",
        mails="a: REQUEST#0 REQUEST#1@22 CANCEL#1 REQUEST#1+22 REQUEST#2@22",
        calendars="a: 15T10#1 NEEDS-ACTION @22 24T10#2 NEEDS-ACTION"),
    # -- add
    Row(kind="add", section="4.4.6", sentence="A further day of a series is a REQUEST of the series with an RDATE; answers stay.",
        is_series=True,
        play=lambda s: [s.invite("a"), s.says("a", "ACCEPTED"), s.announce(s.series.with_day(day("17")))],
        sequences="1", answers="a=ACCEPTED", mails="a: REQUEST#0 REQUEST#0 REQUEST#1", calendars="a: 15T10#1 ACCEPTED",
        verdicts="taken"),
    Row(kind="add", section="3.7.1", sentence="Who is asked to a series later gets its overrides with it.", is_series=True,
        play=lambda s: [s.invite("a"), s.move_one("22", "23T10"), s.invite("b")],
        sequences="0 22:1", answers="a=NEEDS-ACTION a@22=NEEDS-ACTION b=NEEDS-ACTION",
        mails="a: REQUEST#0 REQUEST#1@22; b: REQUEST#0+22",
        calendars="a: 15T10#0 NEEDS-ACTION @22 23T10#1 NEEDS-ACTION; b: 15T10#0 NEEDS-ACTION @22 23T10#1 NEEDS-ACTION"),
    Row(kind="add", section="4.4.6", sentence="A day left out and taken in again.", is_series=True,
        play=lambda s: [s.invite("a"), s.announce(s.series.without(day("22"))), s.announce(s.series.with_day(day("22")))],
        sequences="2", answers="a=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#1 REQUEST#2", calendars="a: 15T10#2 NEEDS-ACTION"),
    # -- one occurrence
    Row(kind="one occurrence", section="3.7.1",
        sentence="Who is asked to one occurrence alone gets it alone; the others hear nothing.", is_series=True,
        play=lambda s: [s.invite("a"), s.invite("c", on="22")],
        sequences="0 22:0", answers="a=NEEDS-ACTION c@22=NEEDS-ACTION", mails="a: REQUEST#0; c: REQUEST#0@22",
        calendars="a: 15T10#0 NEEDS-ACTION; c: @22 22T10#0 NEEDS-ACTION"),
    Row(kind="one occurrence", section="3.7.1", sentence="They answer it, and are told the place of it.", is_series=True,
        play=lambda s: [s.invite("a"), s.invite("c", on="22"), s.says("c", "ACCEPTED", on="22")],
        sequences="0 22:0", answers="a=NEEDS-ACTION c@22=ACCEPTED", mails="a: REQUEST#0; c: REQUEST#0@22 REQUEST#0@22",
        calendars="a: 15T10#0 NEEDS-ACTION; c: @22 22T10#0 ACCEPTED", verdicts="taken"),
    Row(kind="one occurrence", section="4.4.2", sentence="It moves: they are told as the others are.", is_series=True,
        play=lambda s: [s.invite("a"), s.invite("c", on="22"), s.says("c", "ACCEPTED", on="22"), s.move_one("22", "23T10")],
        sequences="0 22:1", answers="a=NEEDS-ACTION a@22=NEEDS-ACTION c@22=NEEDS-ACTION",
        mails="a: REQUEST#0 REQUEST#1@22; c: REQUEST#0@22 REQUEST#0@22 REQUEST#1@22",
        calendars="a: 15T10#0 NEEDS-ACTION @22 23T10#1 NEEDS-ACTION; c: @22 23T10#1 NEEDS-ACTION", verdicts="taken"),
    Row(kind="one occurrence", section="4.4.3", sentence="It is called off: they are told; another one is, and they are not.",
        is_series=True,
        play=lambda s: [s.invite("a"), s.invite("c", on="22"), s.cancel_one("29"), s.cancel_one("22")],
        sequences="0 22:1 29:1", answers="a=NEEDS-ACTION a@22=NEEDS-ACTION a@29=NEEDS-ACTION c@22=NEEDS-ACTION",
        mails="a: REQUEST#0 CANCEL#1@29 CANCEL#1@22; c: REQUEST#0@22 CANCEL#1@22",
        calendars="a: 15T10#0 NEEDS-ACTION @22 22T10#1 CANCELLED @29 29T10#1 CANCELLED; c: @22 22T10#1 CANCELLED"),
    Row(kind="one occurrence", section="4.4.4",
        sentence="The series is called off: who was asked to one of it gets a CANCEL of that one.", is_series=True,
        play=lambda s: [s.invite("a"), s.invite("c", on="22"), s.cancel()],
        sequences="1 22:1", answers="a=NEEDS-ACTION c@22=NEEDS-ACTION", mails="a: REQUEST#0 CANCEL#1; c: REQUEST#0@22 CANCEL#1@22",
        calendars="a: 15T10#1 CANCELLED; c: @22 22T10#1 CANCELLED"),
    Row(kind="one occurrence", section="3.7.1",
        sentence="Another title of the series is one of this occurrence too: they are told of it alone.", is_series=True,
        play=lambda s: [s.invite("a"), s.invite("c", on="22"), s.edit(**_TITLE)],
        sequences="0 22:0", answers="a=NEEDS-ACTION c@22=NEEDS-ACTION",
        mails="a: REQUEST#0 REQUEST#0+22; c: REQUEST#0@22 REQUEST#0@22",
        calendars="a: 15T10#0 NEEDS-ACTION @22 22T10#0 NEEDS-ACTION; c: @22 22T10#0 NEEDS-ACTION"),
    Row(kind="one occurrence", section="3.7.1", sentence="Who is asked to all and accepts one is told the place of that one.",
        is_series=True,
        play=lambda s: [s.invite("ab"), s.says("a", "ACCEPTED", on="22")],
        sequences="0 22:0", answers="a=NEEDS-ACTION a@22=ACCEPTED b=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#0@22; b: REQUEST#0",
        calendars="a: 15T10#0 NEEDS-ACTION @22 22T10#0 ACCEPTED; b: 15T10#0 NEEDS-ACTION", verdicts="taken",
        also=lambda s: _place_of_one(s)),
    # -- split
    Row(kind="split", section="4.4.5",
        sentence="This and all later at another hour: the series ends, and another one that names it begins.", is_series=True,
        play=lambda s: [s.invite("a"), s.says("a", "ACCEPTED"), _split(s)],
        sequences="1", answers="a=ACCEPTED", mails="a: REQUEST#0 REQUEST#0 REQUEST#0 REQUEST#1", calendars="a: 15T10#1 ACCEPTED",
        verdicts="taken", also=lambda s: _follows(s)),
    Row(kind="split", section="4.4.5", sentence="What was said of the old series is not said of the new one.", is_series=True,
        play=lambda s: [s.invite("ab"), s.says("b", "DECLINED", on="22"), _split(s), s.says("a", "ACCEPTED", uid=_later(s).uid)],
        sequences="1", answers="a=NEEDS-ACTION b=NEEDS-ACTION b@22=DECLINED",
        mails="a: REQUEST#0 REQUEST#0 REQUEST#1 REQUEST#0; b: REQUEST#0 REQUEST#0 REQUEST#1",
        calendars="a: 15T10#1 NEEDS-ACTION; b: 15T10#1 NEEDS-ACTION", verdicts="taken taken", also=lambda s: _answered_later(s)),
    Row(kind="split", section="4.4.5", sentence="A series that ends earlier asks nobody anew.", is_series=True,
        play=lambda s: [s.invite("a"), s.says("a", "ACCEPTED"), s.end_before("29")],
        sequences="1", answers="a=ACCEPTED", mails="a: REQUEST#0 REQUEST#0 REQUEST#1", calendars="a: 15T10#1 ACCEPTED",
        verdicts="taken"),
    Row(kind="split", section="4.4.5", sentence="An answer to a day after the new end is refused.", is_series=True,
        play=lambda s: [s.invite("a"), s.says("a", "DECLINED", on="29", later=True), s.end_before("29"), s.arrives(0)],
        sequences="1", answers="a=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#1", calendars="a: 15T10#1 NEEDS-ACTION",
        verdicts="refused(NO_SUCH_OCCURRENCE)"),
    # -- delegate
    Row(kind="delegate", section="3.2.2.3", sentence="One occurrence is passed on: the delegate gets it alone.", is_series=True,
        play=lambda s: [s.invite("a"), s.says("a", "DELEGATED", on="22", to="c"), s.says("c", "ACCEPTED", on="22")],
        sequences="0 22:0", answers="a=NEEDS-ACTION a@22=DELEGATED c@22=ACCEPTED",
        mails="a: REQUEST#0; c: REQUEST#0@22 REQUEST#0@22", calendars="a: 15T10#0 NEEDS-ACTION; c: @22 22T10#0 ACCEPTED",
        verdicts="taken taken"),
    Row(kind="delegate", section="3.2.2.3", sentence="A series is passed on as a whole, with its overrides.", is_series=True,
        play=lambda s: [s.invite("a"), s.move_one("22", "23T10"), s.says("a", "DELEGATED", to="c")],
        sequences="0 22:1", answers="a=DELEGATED a@22=NEEDS-ACTION c=NEEDS-ACTION",
        mails="a: REQUEST#0 REQUEST#1@22; c: REQUEST#0+22",
        calendars="a: 15T10#0 DELEGATED @22 23T10#1 NEEDS-ACTION; c: 15T10#0 NEEDS-ACTION @22 23T10#1 NEEDS-ACTION",
        verdicts="taken"),
    # -- counter
    Row(kind="counter", section="4.4.9", sentence="Another time for one occurrence is proposed and set: all are asked.",
        is_series=True,
        play=lambda s: [s.invite("ab"), s.counters("a", "22T14", on="22"), s.accepts()],
        sequences="0 22:1", answers="a=NEEDS-ACTION a@22=NEEDS-ACTION b=NEEDS-ACTION b@22=NEEDS-ACTION",
        mails="a: REQUEST#0 REQUEST#1@22; b: REQUEST#0 REQUEST#1@22",
        calendars="a: 15T10#0 NEEDS-ACTION @22 22T14#1 NEEDS-ACTION; b: 15T10#0 NEEDS-ACTION @22 22T14#1 NEEDS-ACTION",
        verdicts="taken(PROPOSAL)"),
    Row(kind="counter", section="4.4.9",
        sentence="Another time for one occurrence is proposed and turned down: DECLINECOUNTER to that one.", is_series=True,
        play=lambda s: [s.invite("ab"), s.counters("a", "22T14", on="22"), s.rejects(reason="не можемо")],
        sequences="0", answers="a=NEEDS-ACTION b=NEEDS-ACTION", mails="a: REQUEST#0 DECLINECOUNTER#0@22; b: REQUEST#0",
        calendars="a: 15T10#0 NEEDS-ACTION; b: 15T10#0 NEEDS-ACTION", verdicts="refused(не можемо)"),
    # -- refresh
    Row(kind="refresh", section="4.4.8", sentence="Somebody asks for a series: it comes with its overrides, to them alone.",
        is_series=True,
        play=lambda s: [s.invite("ab"), s.move_one("22", "23T10"), s.refreshes("a")],
        sequences="0 22:1", answers="a=NEEDS-ACTION a@22=NEEDS-ACTION b=NEEDS-ACTION b@22=NEEDS-ACTION",
        mails="a: REQUEST#0 REQUEST#1@22 REQUEST#0+22; b: REQUEST#0 REQUEST#1@22",
        calendars="a: 15T10#0 NEEDS-ACTION @22 23T10#1 NEEDS-ACTION; b: 15T10#0 NEEDS-ACTION @22 23T10#1 NEEDS-ACTION",
        verdicts="taken"),
    Row(kind="refresh", section="4.4.8", sentence="Somebody asks for one occurrence that has nothing of its own: the series comes.",
        is_series=True,
        play=lambda s: [s.invite("ab"), s.says("a", "DECLINED", on="22"), s.refreshes("a", on="22")],
        sequences="0", answers="a=NEEDS-ACTION a@22=DECLINED b=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#0; b: REQUEST#0",
        calendars="a: 15T10#0 NEEDS-ACTION; b: 15T10#0 NEEDS-ACTION", verdicts="taken taken"),
    Row(kind="refresh", section="4.4.8", sentence="Somebody asks for a moved occurrence: it comes.", is_series=True,
        play=lambda s: [s.invite("ab"), s.move_one("22", "23T10"), s.refreshes("a", on="22")],
        sequences="0 22:1", answers="a=NEEDS-ACTION a@22=NEEDS-ACTION b=NEEDS-ACTION b@22=NEEDS-ACTION",
        mails="a: REQUEST#0 REQUEST#1@22 REQUEST#1@22; b: REQUEST#0 REQUEST#1@22",
        calendars="a: 15T10#0 NEEDS-ACTION @22 23T10#1 NEEDS-ACTION; b: 15T10#0 NEEDS-ACTION @22 23T10#1 NEEDS-ACTION",
        verdicts="taken"),
    # -- late
    Row(kind="late", section="4.4.3", sentence="An answer to an occurrence after that was called off.", is_series=True,
        play=lambda s: [s.invite("a"), s.says("a", "ACCEPTED", on="22", later=True), s.cancel_one("22"), s.arrives(0)],
        sequences="0 22:1", answers="a=NEEDS-ACTION a@22=ACCEPTED", mails="a: REQUEST#0 CANCEL#1@22",
        calendars="a: 15T10#0 NEEDS-ACTION @22 22T10#1 CANCELLED", verdicts="taken"),
    # -- stale
    Row(kind="stale", section="4.4.2", sentence="An answer to an occurrence of before it moved is stale; one to the series is not.",
        is_series=True,
        play=lambda s: [s.invite("a"), s.says("a", "ACCEPTED", on="22", later=True), s.says("a", "ACCEPTED", later=True),
                        s.move_one("22", "23T10"), s.arrives(0, 1)],
        sequences="0 22:1", answers="a=ACCEPTED a@22=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#1@22 REQUEST#0+22",
        calendars="a: 15T10#0 ACCEPTED @22 23T10#1 NEEDS-ACTION", verdicts="stale(OUTDATED) taken"),
    # -- out of order
    Row(kind="out of order", section="3.7.1", sentence="Answers to a series and to one of it come in either order.", is_series=True,
        play=lambda s: [s.invite("a"), s.says("a", "ACCEPTED", later=True), s.says("a", "DECLINED", on="22", later=True),
                        s.arrives(1, 0)],
        sequences="0", answers="a=ACCEPTED a@22=DECLINED", mails="a: REQUEST#0 REQUEST#0", calendars="a: 15T10#0 ACCEPTED",
        verdicts="taken taken"),
    # -- online
    Row(kind="online", section="4.4.2", sentence="One occurrence goes online.", is_series=True,
        play=lambda s: [s.invite("a"),
                        s.announce(ser.single_out(s.desk, s.series.id, day("22")).moved_online("https://meet.example.org/other"))],
        sequences="0 22:1", answers="a=NEEDS-ACTION a@22=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#1@22",
        calendars="a: 15T10#0 NEEDS-ACTION @22 22T10#1 NEEDS-ACTION"),
    # -- sent-by
    Row(kind="sent-by", section="3.2.2.5", sentence="A series of the chair, sent by the office, and a day of it.", is_series=True,
        play=lambda s: [s.invite("a", organizer="h"), s.move_one("22", "23T10")],
        sequences="0 22:1", answers="a=NEEDS-ACTION a@22=NEEDS-ACTION", mails="a: REQUEST#0 REQUEST#1@22",
        calendars="a: 15T10#0 NEEDS-ACTION @22 23T10#1 NEEDS-ACTION", also=lambda s: _by_the_chair(s)),
)
# fmt: on


def _answers_wednesday(stage: Stage) -> Stage:
    who = stage.attendee("a")
    stage.writes("a", who.replies("ACCEPTED", occurrence=slot("23T10").starts))
    return stage


def _split(stage: Stage) -> Stage:
    october = datetime(2026, 10, 13, 11)
    ser.split(stage.desk, stage.series.id, october.date(), first=ClockTime(october, ZONE), announce=True)
    stage.post()
    return stage


def _later(stage: Stage) -> MeetingSeries:
    return next(each for each in stage.desk.each(MeetingSeries) if each.follows)


def _follows(stage: Stage) -> None:
    later = _later(stage)
    entry = stage.attendee("a").entry(later.uid)
    assert entry.follows == stage.series.uid != entry.uid
    assert (entry.sequence, entry.answer, len(entry.starts)) == (0, "NEEDS-ACTION", 4)


def _answered_later(stage: Stage) -> None:
    asked = stage.desk.each(Invitation, {"meeting": str(_later(stage).id)})
    answers = {each.invitee: each.response.value for each in asked}
    assert answers == {stage.people["a"]: "ACCEPTED", stage.people["b"]: "NEEDS-ACTION"}


def _place_of_one(stage: Stage) -> None:
    first, second = stage.attendee("a").mailbox
    assert PLACE not in first.text and PLACE in second.text
    assert [entry.occurrence for entry in second.entries] == [stage.original("22")]


def _by_the_chair(stage: Stage) -> None:
    for each in stage.attendee("a").mailbox:
        (entry,) = each.entries
        assert (entry.organizer, entry.sent_by) == ("chair@five.example", "office@example.org")
