"""Reports on who came: the quorum of a meeting, and who spoke for an organization."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from coordkit.domain.dates import Answer
from coordkit.domain.records import MeetingId, OrganizationId
from coordkit.domain.rules.quorum import NotTold, QuorumOn, Tally
from coordkit.domain.rules.speakers import Ground, Speaker
from coordkit.domain.terms import Quorum, QuorumOf
from coordkit.secretariat import membership
from coordkit.secretariat.desk import Secretariat
from coordkit.secretariat.reports import Name, Section, naming, wording_of
from coordkit.secretariat.wording import Wording

_NOT_TOLD = {
    NotTold.NO_TERMS: ("положення про групу немає", "the group has no terms of reference"),
    NotTold.NOT_ASKED: ("положення, чинне того дня, кворуму не вимагає", "the terms of reference of that day ask for none"),
    NotTold.NOBODY_TO_COUNT: ("ні членів, ні обов’язкових місць не записано", "no members or required seats are on record"),
    NotTold.NO_ATTENDANCE: ("списку присутніх немає", "there is no attendance list"),
}
_MET: Mapping[Answer | None, tuple[str, str]] = {
    Answer.YES: ("є", "yes"),
    Answer.NO: ("немає", "no"),
    Answer.POSSIBLY: ("можливо, є", "possibly"),
}
_GROUNDS = {
    Ground.ATTENDANCE: ("за списком присутніх", "by the attendance list"),
    Ground.ON_BEHALF: ("у групі від її імені", "in the group on its behalf"),
    Ground.ITSELF: (
        "у групі сама організація, хто саме – не записано",
        "the organization itself is in the group; who spoke is not told",
    ),
    Ground.POSITION: ("обіймає в ній посаду, тож може говорити від неї", "holds a position there, so could speak for it"),
}


def quorum_report(desk: Secretariat, meeting: MeetingId, language: str) -> Section:
    """Whether each group had its quorum in a meeting: how many were needed, of how many, how many came; or why it is not known."""
    say = wording_of(desk, language)
    found = membership.quorum_of(desk, meeting)
    with naming(desk, say) as name:
        lines = [line for each in found for line in _quorum(each, name, say)]
        title = name(meeting)
    none = say("Зустріч не належить жодній групі, тож кворуму не має.", "The meeting is of no group, so it has no quorum.")
    return Section(say(f"Кворум: {title}", f"Quorum: {title}"), lines or [none])


def _quorum(found: QuorumOn, name: Name, say: Wording) -> Iterator[str]:
    answer = say(*_MET[found.met]) if found.why is None else say("невідомо: ", "not known: ") + say(*_NOT_TOLD[found.why])
    yield f"{name(found.group)}: {answer}"
    for tally in found.tallies:
        yield f"  {_tally(tally, say)}"


def _tally(tally: Tally, say: Wording) -> str:
    version = say(f"положення, версія {tally.terms.version}", f"terms of reference, version {tally.terms.version}")
    if tally.in_force is Answer.POSSIBLY:
        version += say(" (можливо, чинна)", " (possibly in force)")
    quorum = tally.terms.quorum
    of_seats = quorum is not None and quorum.of is QuorumOf.SEATS
    of = say("обов’язкових місць", "required seats") if of_seats else say("членів", "members")
    rule = f" ({_rule(quorum, say)})" if quorum else ""
    came = "" if tally.present is None else say(f", присутні: {tally.present}", f", present: {tally.present}")
    needed = say(f"потрібно {tally.needed} з {tally.total} {of}", f"{tally.needed} of {tally.total} {of} needed")
    return f"{version}: {needed}{rule}{came}"


def _rule(quorum: Quorum, say: Wording) -> str:
    """What the terms of reference ask for: ``більше ніж 1/2, щонайменше 5``."""
    parts = []
    if quorum.numerator is not None:
        share = f"{quorum.numerator}/{quorum.denominator}"
        parts.append(
            say(f"більше ніж {share}", f"more than {share}")
            if quorum.more_than
            else say(f"не менше ніж {share}", f"at least {share}")
        )
    if quorum.at_least is not None:
        parts.append(say(f"щонайменше {quorum.at_least}", f"at least {quorum.at_least}"))
    return ", ".join(parts)


def speakers_report(
    desk: Secretariat, organization: OrganizationId, language: str, *, on: date | None = None, meeting: MeetingId | None = None
) -> Section:
    """Who spoke for an organization on a day (today unless told), or in a meeting, and what says so."""
    say = wording_of(desk, language)
    found = membership.spoke_for(desk, organization, on=on, meeting=meeting)
    with naming(desk, say) as name:
        when = name(meeting) or (on or desk.today()).isoformat()
        title = say(f"Хто представляв організацію {name(organization)}: {when}", f"Who spoke for {name(organization)}: {when}")
        lines = [_speaker(each, name, say) for each in found]
    return Section(title, lines or [say("Ніхто, наскільки відомо.", "Nobody, as far as is known.")])


def _speaker(found: Speaker, name: Name, say: Wording) -> str:
    notes = [say("можливо", "possibly")] if found.answer is Answer.POSSIBLY else []
    notes.append(say(*_GROUNDS[found.ground]))
    if found.group:
        notes.append(name(found.group))
    if found.alternate:
        notes.append(say("заміна", "alternate"))
    return f"{name(found.who)}: {'; '.join(notes)}"
