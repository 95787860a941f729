"""Meetings: planning one under the region's rules, and proposing the next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from types import NoneType

import attrs

from coordkit.domain.errors import CheckFailed, Problem, expect
from coordkit.domain.meetings import Meeting
from coordkit.domain.minutes import Minutes
from coordkit.domain.outcomes import Outcome
from coordkit.domain.records import MeetingId, Tlp
from coordkit.domain.rules.agenda import next_agenda
from coordkit.domain.slots import outer_limits
from coordkit.domain.text import Text
from coordkit.ports import Check, Finding, Region
from coordkit.secretariat.desk import Secretariat

_BY_ID = "give its id"


@attrs.frozen
class Planned:
    """A meeting as it was kept, and what the region's checks advise."""

    meeting: Meeting
    findings: tuple[Finding, ...]


def plan(desk: Secretariat, meeting: Meeting) -> Planned:
    """Keeps a meeting, new or edited, unless a check of its region blocks it: then ``CheckFailed``, and nothing is written."""
    expect(meeting, Meeting, "meeting", "give the meeting itself, not its id")
    found = approved(desk, meeting)
    (kept,) = desk.save(meeting)
    return Planned(kept, found)


def approved(desk: Secretariat, meeting: Meeting) -> tuple[Finding, ...]:
    """What the checks advise on a meeting. Raises ``CheckFailed`` with all that blocks it, if anything does."""
    found = tuple(findings(desk, meeting))
    blocking = [finding for finding in found if finding.blocks]
    if blocking:
        languages = _languages(desk)
        raise CheckFailed(
            f"“{meeting.title}” cannot be planned so; nothing was written",
            problems=[Problem(finding.check, finding.message.best(*languages)) for finding in blocking],
        )
    return found


def findings(desk: Secretariat, meeting: Meeting) -> Iterator[Finding]:
    """What the checks say of a meeting: those of the region whose areas hold its venue, else of the desk's, parents' first.

    Each check runs for itself: one that fails becomes a finding that says so.
    """
    region = _region_of(desk, meeting)
    if region is None:
        return
    day = outer_limits(meeting.when)[0] or desk.today()
    for check in region.checks:
        if check.holds_on(day):
            try:
                yield from _findings(check, meeting, day)
            except Exception as error:  # one broken check of a plugin must not stop the others, nor the meeting
                words = f"the check itself failed, tell its author: {type(error).__name__}: {error}"
                yield Finding(check=check.name, message=Text.of(en=words), blocks=False, sources=check.sources)


def _findings(check: Check, meeting: Meeting, day: date) -> tuple[Finding, ...]:
    found = tuple(check.run(meeting, day))
    for finding in found:
        if not isinstance(finding, Finding):
            raise TypeError(f"it gave {finding!r}, which is no Finding")
    return found


def _region_of(desk: Secretariat, meeting: Meeting) -> Region | None:
    locality = meeting.venue.locality if meeting.venue else None
    found = desk.plugins.region_for_area(locality) if locality else None
    return found or desk.region


def propose_next(desk: Secretariat, after: MeetingId, *, title: Text | None = None) -> Meeting:
    """A draft of the meeting that follows ``after``: its agenda from what was voiced and left open. It is not kept yet.

    It has the convener, groups, kind, venue and language of the one before. Its TLP is the strictest of that meeting and of the
    outcomes whose words stand on its agenda, and AMBER at least: a proposal is nobody's news yet.
    """
    expect(after, MeetingId, "after", _BY_ID)
    expect(title, (Text, NoneType), "title", 'write Text.of(uk="…")')
    with desk.work() as work:
        before = work.get(Meeting, after)
        outcomes = tuple(work.each(Outcome, {"meeting": str(after)}))
        minutes = next(work.each(Minutes, {"meeting": str(after)}), None)
    return Meeting(
        id=desk.new(MeetingId),
        title=title or before.title,
        tlp=max(Tlp.AMBER, before.tlp, *(outcome.tlp for outcome in outcomes)),
        kind=before.kind,
        convener=before.convener,
        groups=before.groups,
        venue=before.venue,
        modes=before.modes,
        language=before.language,
        predecessor=before.id,
        agenda=next_agenda(before, outcomes, minutes),
    )


def _languages(desk: Secretariat) -> tuple[str, ...]:
    return desk.region.languages if desk.region and desk.region.languages else ("en",)
