"""Terms of reference of a group, version by version, and the quorum that they ask for."""

from __future__ import annotations

import re

import attrs
import click

from coordkit.cli.changing import save, text_or_none, texts
from coordkit.cli.commands import command, ref, ref_option
from coordkit.cli.groups import groups
from coordkit.cli.output import Answer
from coordkit.cli.session import Session
from coordkit.cli.values import PARTIAL, OneOf, Value
from coordkit.domain.dates import PartialDate
from coordkit.domain.groups import WorkingGroup
from coordkit.domain.meetings import Meeting
from coordkit.domain.terms import Quorum, QuorumOf, TermsOfReference

Words = tuple[tuple[str, str], ...]
_SHARE = re.compile(r"(>?)(\d+)/(\d+)", re.ASCII)


def _quorum(value: str) -> Quorum:
    """``5``, ``1/2`` or ``>1/2``."""
    if match := _SHARE.fullmatch(value.replace(" ", "")):
        return Quorum(more_than=bool(match[1]), numerator=int(match[2]), denominator=int(match[3]))
    if value.isascii() and value.isdigit():
        return Quorum(at_least=int(value))
    raise ValueError(f"{value!r} is no quorum; write 5, 1/2 or '>1/2'")


@command(groups, "terms", "coordkit groups terms робоча --since 2026-09-15 --quorum '>1/2'")
@ref("group", WorkingGroup)
@click.option("--since", type=PARTIAL, required=True, help="Since when they are in force.")
@texts("--text", "words", "What they say, or a summary.")
@click.option("--quorum", type=Value("quorum", _quorum), help="How many must be there to decide: 5, 1/2 or '>1/2'.")
@click.option("--of", type=OneOf(QuorumOf), default="members", help="Of what a quorum is counted. Default: members.")
@ref_option("--adopted-in", Meeting, help="The meeting that adopted them.")
def terms(
    session: Session, group: str, since: PartialDate, words: Words, quorum: Quorum | None, of: QuorumOf, adopted_in: str | None
) -> Answer:
    """Give a group a further version of its terms of reference."""
    found = session.find(WorkingGroup, group)
    new = TermsOfReference(
        version=found.terms[-1].version + 1 if found.terms else 1,
        since=since,
        text=text_or_none(words),
        quorum=attrs.evolve(quorum, of=of) if quorum else None,
        adopted_in=session.find(Meeting, adopted_in).id if adopted_in else None,
    )
    return save(session, found.amended(new))
