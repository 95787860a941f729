"""The outbox: what waits for its channel, sending it, and what a person does with what did not go. Contents are never shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

import attrs
import click
from click.shell_completion import CompletionItem

from coordkit.cli.commands import command, noun
from coordkit.cli.faults import Refused
from coordkit.cli.output import Answer, Grid, answer, one_line
from coordkit.cli.session import Session, session_of
from coordkit.cli.values import OneOf
from coordkit.domain.errors import DomainError, NotFound, Problem
from coordkit.ports import Message, MessageState
from coordkit.secretariat import correspondence
from coordkit.secretariat.outbox_reports import outbox_title, sent_lines, state_word

_TO_DO = (MessageState.FAILED, MessageState.LEASED, MessageState.WAITING)
_SHOWN = 8
_FEWEST_DIGITS = 4
_MOST_COMPLETED = 30

outbox = noun(
    "outbox",
    "Messages that wait for their channel. Send them; see which did not go, let them go again or drop them.",
    "coordkit outbox send",
    "coordkit outbox list --failed",
)


class MessageRef(click.ParamType[str]):
    """A message by its id or the beginning of it; the shell completes those that are still to go or failed."""

    name = "message"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Ids with their recipients. A desk that cannot be read completes nothing."""
        try:
            session = session_of(ctx)
            facts = _facts(session, _TO_DO) if session.is_there else []
            found = [each for each in facts if str(each["id"]).startswith(incomplete.lower())]
            return [CompletionItem(str(each["id"])[:_SHOWN], help=one_line(each["recipient"])) for each in found[:_MOST_COMPLETED]]
        except Exception:  # the shell is waiting; whatever is wrong will be told when the command runs
            return []


_which = click.argument("messages", nargs=-1, type=MessageRef())
_failed = click.option("--failed", is_flag=True, help="All that failed.")


@command(outbox, "list", "coordkit outbox list", "coordkit outbox list --failed --json", "coordkit outbox list --state sent")
@click.option(
    "--state", "states", type=OneOf(MessageState), multiple=True, help="Only these. Default: what is to go, and what failed."
)
@click.option("--failed", is_flag=True, help="Only the dead letters: what a channel refused, or what was given up after five days.")
@click.option("--all", "all_", is_flag=True, help="Also what was sent, superseded or dropped.")
@click.option("--channel", help="Only what goes by this channel, such as mail.")
def list_(session: Session, states: tuple[MessageState, ...], failed: bool, all_: bool, channel: str | None) -> Answer:
    """List the messages: to whom, by which channel, how often it was tried, when it goes next, and why it did not go.

    What failed stands first.
    """
    if sum(map(bool, (states, failed, all_))) > 1:
        raise click.UsageError("say one of --state, --failed and --all")
    wanted = (MessageState.FAILED,) if failed else tuple(MessageState) if all_ else states or _TO_DO
    facts = [each for each in _facts(session, wanted) if channel in (None, each["channel"])]
    say = session.say
    rows = [
        (
            str(each["id"])[:_SHOWN],
            each["recipient"],
            each["channel"],
            state_word(each["state"], say),
            str(each["attempts"]),
            session.clock(each["due_at"]) if each["state"] is MessageState.WAITING else "",
            each["last_error"] or "",
        )
        for each in facts
    ]
    columns = (
        *("id", say("Кому", "To"), say("Канал", "Channel"), say("Стан", "State")),
        *(say("Спроб", "Tries"), say("Наступна", "Next try"), say("Причина", "Reason")),
    )
    return answer(facts, outbox_title([each["state"] for each in facts], say), Grid(columns, rows))


@command(outbox, "send", "coordkit outbox send", "coordkit outbox send --channel folder --at letters")
@click.option("--channel", help="Only this channel, such as mail. Default: every one that has something to send.")
@click.option("--at", "place", help="Another place of the channel, such as a folder.")
@click.option("--connections", type=click.IntRange(1, 50), default=4, help="How many connections at once. Default: 4.")
def send(session: Session, channel: str | None, place: str | None, connections: int) -> Answer:
    """Send what is due. What cannot go now waits, longer each time; what can never go, or not for five days, is kept as failed.

    Run it from cron, as often as you like: several at once send nothing twice. Ctrl-C ends it when what is on its way is done.
    """
    if place and not channel:
        raise click.UsageError("say --channel too: a place is one channel's")
    desk, say = session.desk, session.say
    notifier = desk.plugins.notifier(channel, at=place) if channel else None
    with session.progress(say("Надсилаю", "Sending")) as watch:
        sent = correspondence.send(desk, notifier, connections=connections, progress=watch)
    stay = sum(channel in (None, each["channel"]) for each in _facts(session, (MessageState.WAITING,)))
    told = answer(sent, "\n".join(sent_lines(attrs.evolve(sent, waiting=stay, hindrances=()), say)))
    if not sent.hindrances:
        return told
    session.show(told)
    raise Refused(
        "some channels could not send what is due; it waits for the next run", problems=map(Problem._make, sent.hindrances)
    )


@command(outbox, "retry", "coordkit outbox retry 3fa85f64", "coordkit outbox retry --failed")
@_which
@_failed
def retry(session: Session, messages: tuple[str, ...], failed: bool) -> Answer:
    """Let messages go again with the next sending: those that failed or were dropped, or that wait for a later try."""
    return _settled(session, messages, failed, correspondence.retry, ("Підуть знову: {}", "Will go again: {}"))


@command(outbox, "drop", "coordkit outbox drop 3fa85f64", "coordkit outbox drop --failed")
@_which
@_failed
def drop(session: Session, messages: tuple[str, ...], failed: bool) -> Answer:
    """Keep messages that wait or failed from ever going; 'coordkit outbox retry' takes that back."""
    return _settled(session, messages, failed, correspondence.drop, ("Не підуть: {}", "Will not go: {}"))


def _settled(session: Session, given: Sequence[str], failed: bool, step: Callable[..., Message], words: tuple[str, str]) -> Answer:
    """Does the step with each; what refuses it is told together, after the others."""
    if bool(given) == failed:
        raise click.UsageError("name messages by their ids, or say --failed")
    ids = [each["id"] for each in _facts(session, (MessageState.FAILED,))] if failed else [_meant(session, each) for each in given]
    done, problems = [], []
    for id in ids:
        try:
            done.append(_fact(step(session.desk, id)))
        except DomainError as error:
            problems.append(Problem(str(id)[:_SHOWN], error.message))
    told = answer(done, session.say(*(each.format(session.say.count(len(done), "messages")) for each in words)))
    if not problems:
        return told
    session.show(told)
    raise Refused("nothing was done with these", problems=problems)


def _meant(session: Session, given: str) -> UUID:
    """The id of the one message that is meant. Raises ``NotFound``, and ``Refused`` for several."""
    digits = given.strip().lower().replace("-", "")
    found = [each for each in _facts(session, tuple(MessageState)) if each["id"].hex.startswith(digits)]
    if len(digits) < _FEWEST_DIGITS or not found:
        raise NotFound("no message has an id that begins so (4 digits or more); see coordkit outbox list --all", where=repr(given))
    if len(found) > 1:
        raise Refused(
            "this may mean several; write more of the id",
            where=repr(given),
            problems=[Problem(str(each["id"]), each["recipient"]) for each in found[:10]],
        )
    (one,) = found
    id: UUID = one["id"]
    return id


def _facts(session: Session, states: Iterable[MessageState]) -> list[dict[str, Any]]:
    """What is told of the messages in these states, state by state, oldest first; their contents are not kept in memory."""
    with session.desk.work() as work:
        return [_fact(message) for state in states for message in work.unit.messages(state)]


def _fact(message: Message) -> dict[str, Any]:
    names = ("id", "recipient", "channel", "state", "attempts", "queued_at", "due_at", "last_error", "about")
    return {name: getattr(message, name) for name in names}
