"""What came of meetings: information, decisions, action items, commitments, requests; and how far each got."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs
import click

from coordkit.cli.changing import given, kept, save, tlp
from coordkit.cli.commands import Ref, command, noun, ref, ref_option
from coordkit.cli.faults import Refused
from coordkit.cli.naming import short
from coordkit.cli.output import Answer, Grid, answer
from coordkit.cli.session import Session
from coordkit.cli.values import PARTIAL, WORDS, text_of
from coordkit.cli.words import label_of, member_word
from coordkit.codec.convert import OUTCOMES
from coordkit.domain.dates import PartialDate
from coordkit.domain.groups import WorkingGroup
from coordkit.domain.meetings import Meeting
from coordkit.domain.outcomes import ActionItem, ActionStatus, Commitment, Decision, Disposition, Outcome, Request
from coordkit.domain.records import OutcomeId, Tlp
from coordkit.domain.stakeholders import Organization, Person

Words = tuple[tuple[str, str], ...]
_TYPES = {name.replace("_", "-"): kind for name, kind in OUTCOMES.items()}
_NAMES = {kind: name for name, kind in OUTCOMES.items()}
_TYPE = click.Choice([name.removesuffix("-item") for name in _TYPES])
outcomes = noun(
    "outcomes",
    "What came of a meeting: information, decision, action, commitment or request. An outcome is named by its id or text.",
    "coordkit outcomes list --meeting перше",
)


def _kind(name: str) -> type[Outcome]:
    return _TYPES.get(name) or _TYPES[f"{name}-item"]


def _state(outcome: Outcome, session: Session) -> str:
    """How far it got, as far as its kind has such a thing."""
    say = session.say
    match outcome:
        case ActionItem(owner=owner, due=due, status=status):
            parts = (
                member_word(status, session),
                session.names(owner),
                say(f"до: {say.when(due)}", f"due: {say.when(due)}") if due else "",
            )
            return ", ".join(filter(None, parts))
        case Request(disposition=disposition):
            return member_word(disposition, session)
        case Decision(review_on=review) if review:
            return say(f"переглянути: {review}", f"review on {review}")
    return ""


@command(outcomes, "list", "coordkit outcomes list --meeting перше --type request", "coordkit outcomes list --json")
@ref_option("--meeting", Meeting, help="Only of this meeting.")
@click.option("--type", "name", type=_TYPE, help="Only of this kind.")
def list_outcomes(session: Session, meeting: str | None, name: str | None) -> Answer:
    """List outcomes, meeting by meeting in the order in which they were written."""
    where: Mapping[str, str] = given(meeting=str(session.find(Meeting, meeting).id) if meeting else None)
    found = sorted(
        session.desk.each(_kind(name) if name else Outcome, where),
        key=lambda each: (str(each.meeting), each.position, str(each.id)),
    )
    rows = [
        (
            session.say.label("outcomes", _NAMES[type(each)]),
            session.say.text(each.text) if each.text else session.say("зміст невідомий", "content not known"),
            _state(each, session),
            session.names(each.meeting),
            short(each.id),
        )
        for each in found
    ]
    return answer(found, Grid((*(label_of(name, session) for name in ("kind", "text", "status", "meeting")), "id"), rows))


@command(outcomes, "show", "coordkit outcomes show 3fa85f64")
@ref("outcome", Outcome)
def show_outcome(session: Session, outcome: str) -> Answer:
    """Show an outcome."""
    return kept(session, session.find(Outcome, outcome))


@command(
    outcomes,
    "add",
    "coordkit outcomes add перше decision 'uk=Збиратися щомісяця' 'en=Meet monthly' --review-on 2027-06-01",
    "coordkit outcomes add перше action 'Скласти перелік укриттів' --owner дснс --due 2026-12-15",
    "coordkit outcomes add перше request 'Світло біля укриття' --by громадська",
)
@ref("meeting", Meeting)
@click.argument("type", type=_TYPE)
@click.argument("texts", nargs=-1, type=WORDS, metavar="TEXT...")
@ref_option("--owner", Organization, Person, help="Who does the action.")
@click.option("--due", type=PARTIAL, help="By when: 2026-12-15, 2026-12 ...")
@click.option("--review-on", type=PARTIAL, help="The day on which to look at the decision again.")
@click.option(
    "--by", "parties", type=Ref(Organization, Person), multiple=True, help="Who said, asked or bound themselves; may be repeated."
)
@tlp
def add_outcome(
    session: Session,
    meeting: str,
    type: str,
    texts: Words,
    owner: str | None,
    due: PartialDate | None,
    review_on: PartialDate | None,
    parties: tuple[str, ...],
    tlp: Tlp | None,
) -> Answer:
    """Add what came of a meeting. Only a request may be without a text: voiced, content not known."""
    kind = _kind(type)
    if not texts and kind is not Request:
        raise click.UsageError(f"say what the {type} is")
    found = session.find(Meeting, meeting)
    own = _own_fields(session, kind, owner, due, review_on, parties)
    position = max((each.position for each in session.desk.each(Outcome, {"meeting": str(found.id)})), default=0) + 1
    text = text_of(texts) if texts else None
    fields: dict[str, Any] = given(text=text, tlp=tlp or (found.tlp if found.tlp > Tlp.AMBER else None)) | own
    return save(session, kind(id=session.desk.new(OutcomeId), meeting=found.id, position=position, **fields))


_PARTIES = {"information": "presented_by", "commitment": "by", "request": "voiced_by"}


def _own_fields(
    session: Session,
    kind: type[Outcome],
    owner: str | None,
    due: PartialDate | None,
    review_on: PartialDate | None,
    parties: tuple[str, ...],
) -> dict[str, Any]:
    """The fields that only this kind of outcome has. Raises ``click.UsageError`` for another kind's."""
    name = _NAMES[kind]
    for value, option, right in (
        (owner or due, "--owner and --due", "action_item"),
        (review_on, "--review-on", "decision"),
    ):
        if value and name != right:
            raise click.UsageError(f"{option} belong to an outcome of another kind: {right.removesuffix('_item')}")
    if parties and name not in _PARTIES:
        raise click.UsageError("--by goes with information, commitment and request; an action has its --owner")
    who = (Organization, Person, WorkingGroup) if kind is Commitment else (Organization, Person)
    fields = given(
        owner=session.find_any((Organization, Person), owner).id if owner else None, due=due, review_on=_day_of(review_on)
    )
    if parties:
        fields[_PARTIES[name]] = tuple(session.find_any(who, each).id for each in parties)
    return fields


def _day_of(value: PartialDate | None) -> date | None:
    if value is None:
        return None
    if value.earliest is None or value.earliest != value.latest:
        raise click.UsageError("a review has its day: --review-on 2027-06-01")
    return value.earliest


def _one_of(session: Session, outcome: str, kind: type[Outcome], what: str) -> Any:
    found = session.find(Outcome, outcome)
    if not isinstance(found, kind):
        raise Refused(f"this is no {what} but: {_NAMES[type(found)].replace('_', ' ')}", where=str(found.id))
    return found


@command(outcomes, "done", "coordkit outcomes done 3fa85f64 --on 2026-12-10", "coordkit outcomes done 3fa85f64 --dropped")
@ref("outcome", Outcome)
@click.option("--dropped", is_flag=True, help="It was given up, not done.")
@click.option("--on", type=PARTIAL, help="The day, as far as known.")
def done(session: Session, outcome: str, dropped: bool, on: PartialDate | None) -> Answer:
    """Close an action item."""
    found: ActionItem = _one_of(session, outcome, ActionItem, "action item")
    return save(session, found.closed(ActionStatus.DROPPED if dropped else ActionStatus.DONE, on))


_DISPOSITIONS = {each.value.replace(" ", "-"): each for each in Disposition}


@command(outcomes, "dispose", "coordkit outcomes dispose 3fa85f64 taken-up")
@ref("outcome", Outcome)
@click.argument("disposition", type=click.Choice(list(_DISPOSITIONS)))
def dispose(session: Session, outcome: str, disposition: str) -> Answer:
    """Tell what became of a request: taken-up, answered, declined, or open again."""
    found: Request = _one_of(session, outcome, Request, "request")
    return save(session, found.disposed(_DISPOSITIONS[disposition]))


@command(outcomes, "reviewed", "coordkit outcomes reviewed 3fa85f64 --again-on 2027-12-01")
@ref("outcome", Outcome)
@click.option("--again-on", type=PARTIAL, help="The next day to look at it.")
def reviewed(session: Session, outcome: str, again_on: PartialDate | None) -> Answer:
    """Tell that a decision was looked at again."""
    found: Decision = _one_of(session, outcome, Decision, "decision")
    return save(session, found.reviewed(_day_of(again_on)))


@command(outcomes, "edit", "coordkit outcomes edit 3fa85f64 'uk=Скласти й оприлюднити перелік'")
@ref("outcome", Outcome)
@click.argument("texts", nargs=-1, type=WORDS, metavar="TEXT...")
@tlp
def edit(session: Session, outcome: str, texts: Words, tlp: Tlp | None) -> Answer:
    """Change the words or the label of an outcome."""
    found = session.find(Outcome, outcome)
    changes = given(text=text_of(texts) if texts else None, tlp=tlp)
    if not changes:
        raise click.UsageError("say what is to change; --help lists the options")
    return save(session, attrs.evolve(found, **changes))
