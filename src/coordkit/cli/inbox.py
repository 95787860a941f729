"""The inbox: messages that came in, what became of each, and deciding those that wait for a person."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from coordkit.cli.announcing import sender, sending
from coordkit.cli.changing import kept
from coordkit.cli.commands import command, noun, ref
from coordkit.cli.faults import Refused
from coordkit.cli.meetings import timing, when_of
from coordkit.cli.naming import short
from coordkit.cli.output import Answer, Grid, answer
from coordkit.cli.session import Session
from coordkit.cli.values import ADDRESS, FILE, TIME, OneOf
from coordkit.cli.words import label_of, member_word
from coordkit.domain.dates import Days, PartialDate
from coordkit.domain.received import Received, Verdict
from coordkit.domain.slots import Repeat, Slot
from coordkit.secretariat import correspondence

inbox = noun(
    "inbox",
    "What came in: answers, proposals, mail that came back. What cannot be believed lies in quarantine until a person decides.",
    "coordkit inbox list --quarantined",
)
_STDIN = Path("-")
_LARGEST = 64 * 1024 * 1024
"""Octets of a file that are read at all; a message has 5 MB at most, and what is longer is kept as one that cannot be read."""


def _bytes(file: Path) -> bytes:
    """What stands in a file, or comes by the standard input. Raises ``Refused`` for what is no message by its length."""
    with nullcontext(sys.stdin.buffer) if file == _STDIN else file.open("rb") as stream:
        raw = stream.read(_LARGEST + 1)
    if len(raw) > _LARGEST:
        raise Refused(f"this is no message: it has more than {_LARGEST:,} octets; nothing of it was taken in", where=str(file))
    return raw


def _expect_readable(files: Iterable[Path]) -> None:
    """Raises ``OSError`` for the first file that cannot be read, before any message is taken in."""
    for file in files:
        if file != _STDIN:
            with file.open("rb"):
                pass


def _line(received: Received, session: Session) -> str:
    """One message in one line: what became of it, what it is, who sent it, and why."""
    words = [member_word(received.verdict, session), member_word(received.kind, session), received.sender or ""]
    line = f"{short(received.id)}  " + ", ".join(filter(None, words))
    settled = received.decided_at is not None and received.verdict is Verdict.TAKEN  # why it waited is no news any more
    return f"{line}: {session.say.text(received.reason)}" if received.reason and not settled else line


@command(
    inbox,
    "receive",
    "coordkit inbox receive answer.eml",
    "coordkit inbox receive Maildir/new/*",
    "coordkit inbox receive invite.ics --sender member@example.org",
)
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE|-...")
@click.option("--sender", "address", type=ADDRESS, help="Who sent a bare .ics, where you know it. A mail says it itself.")
@click.option("--office", help="The office whose mail it is, by id or name, where the desk has several.")
def receive(session: Session, files: tuple[Path, ...], address: str | None, office: str | None) -> Answer:
    """Take in messages, each whole: mail as it came (.eml), or a bare calendar file. '-' reads one from the standard input.

    Each message is a transaction of its own, and the same one again changes nothing: so run it again after it was broken off.
    """
    of = sender(session, office, None)["office"]
    _expect_readable(files)
    found = []
    with session.progress(session.say("Приймаю", "Taking in")) as watch:
        for done, raw in enumerate(map(_bytes, files), 1):
            found.append(correspondence.receive(session.desk, raw, sender=address, office=of))
            if watch is not None:
                watch(done, len(files))
    return answer(found, "\n".join(_line(each, session) for each in found))


def _grid(session: Session, found: Iterable[Received]) -> Grid:
    rows = [
        (
            session.clock(each.received_at),
            each.sender or "",
            member_word(each.kind, session),
            member_word(each.verdict, session),
            session.say.text(each.reason) if each.reason else "",
            each.subject or "",
            short(each.id),
        )
        for each in found
    ]
    names = ("received_at", "sender", "kind", "verdict", "reason", "subject")
    return Grid((*(label_of(name, session) for name in names), "id"), rows)


@command(inbox, "list", "coordkit inbox list --quarantined", "coordkit inbox list --verdict refused --json")
@click.option("--quarantined", is_flag=True, help="Only what waits for a person.")
@click.option("--verdict", type=OneOf(Verdict), help="Only what this became of: taken, stale, quarantined or refused.")
def list_received(session: Session, quarantined: bool, verdict: Verdict | None) -> Answer:
    """List what came in, oldest first."""
    if quarantined and verdict not in (None, Verdict.QUARANTINED):
        raise click.UsageError("say --quarantined or --verdict, not both")
    wanted = Verdict.QUARANTINED if quarantined else verdict
    found = sorted(session.desk.each(Received, {"verdict": wanted.value} if wanted else {}), key=lambda each: each.received_at)
    return answer(found, _grid(session, found))


@command(inbox, "show", "coordkit inbox show 3fa85f64 --json")
@ref("message", Received)
def show(session: Session, message: str) -> Answer:
    """Show a message: who sent it, what it says of whom, and what became of that."""
    return kept(session, session.find(Received, message))


def _decided(session: Session, received: Received) -> Iterator[str]:
    yield _line(received, session)
    for claim in received.claims:
        why = f": {session.say.text(claim.reason)}" if claim.reason and claim.verdict is not received.verdict else ""
        yield f"  {claim.attendee}: {member_word(claim.verdict, session)}{why}"


@command(
    inbox,
    "accept",
    "coordkit inbox accept 3fa85f64",
    "coordkit inbox accept 3fa85f64 --when '2026-12-02 11:00' --for 90m",
)
@ref("message", Received)
@click.option("--when", "time", type=TIME, help="Of another time proposed: this one instead. '2026-12-02 11:00' or 2026-12-02.")
@timing
@sending
def accept(
    session: Session,
    message: str,
    time: Any,
    lasting: timedelta | None,
    zone: str | None,
    repeat: Repeat | None,
    office: str | None,
    channel: str | None,
) -> Answer:
    """Take what lies in quarantine: an answer counts, a proposed time is set and those invited are told of it."""
    found = session.find(Received, message)
    when: Slot | Days | None = None
    if time is not None:
        proposed = next((claim.proposal for claim in found.claims if isinstance(claim.proposal, Slot)), None)
        given = when_of(session, time, lasting, zone, repeat, proposed)
        if isinstance(given, PartialDate):
            raise click.UsageError("a date known in part is no time to meet")
        when = given
    elif lasting or zone or repeat:
        raise click.UsageError("--for, --zone and --repeat go with --when")
    taken = correspondence.accept(session.desk, found.id, when=when, **sender(session, office, channel))
    return answer(taken, "\n".join(_decided(session, taken)))


@command(inbox, "reject", "coordkit inbox reject 3fa85f64", "coordkit inbox reject 3fa85f64 --reason 'Час лишається той самий'")
@ref("message", Received)
@click.option("--reason", help="Why; whoever proposed another time reads it.")
@sending
def reject(session: Session, message: str, reason: str | None, office: str | None, channel: str | None) -> Answer:
    """Refuse what lies in quarantine. Nothing changes; who proposed another time is told so by mail, nobody else is."""
    found = session.find(Received, message)
    refused = correspondence.reject(session.desk, found.id, reason=reason, **sender(session, office, channel))
    return answer(refused, "\n".join(_decided(session, refused)))
