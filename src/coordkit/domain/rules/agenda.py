"""The next agenda: what a meeting left open becomes what the following one is to speak of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from coordkit.domain.meetings import AgendaItem, Meeting
from coordkit.domain.outcomes import ActionItem, ActionStatus, Commitment, Disposition, Outcome, Request
from coordkit.domain.text import Text

CONTENT_UNKNOWN = Text.of(uk="Запити і пропозиції, озвучені учасниками (зміст не записано)",
                          en="Requests and proposals voiced by participants (content not recorded)")  # fmt: skip
_LEADS: Mapping[type, Text] = {
    Request: Text.of(uk="Запит", en="Request"),
    ActionItem: Text.of(uk="Доручення", en="Action item"),
    Commitment: Text.of(uk="Напрям співпраці", en="Area of cooperation"),
}


def next_agenda(meeting: Meeting, outcomes: Iterable[Outcome]) -> tuple[AgendaItem, ...]:
    """The agenda proposed for the meeting after ``meeting``, from its ``outcomes`` and open agenda items.

    In this order: requests voiced and still open, open action items, agenda items not closed, commitments to be taken further.
    """
    own = sorted((o for o in outcomes if o.meeting == meeting.id), key=lambda o: o.position)
    requests = [o for o in own if isinstance(o, Request) and o.disposition in (Disposition.OPEN, Disposition.TAKEN_UP)]
    actions = [o for o in own if isinstance(o, ActionItem) and o.status is ActionStatus.OPEN]
    carried = [item for item in meeting.agenda if not item.closed]
    commitments = [o for o in own if isinstance(o, Commitment)]
    titles = [(_titled(o), o.topics) for o in (*requests, *actions)]
    titles += [(item.title, item.topics) for item in carried]
    titles += [(_titled(o), o.topics) for o in commitments]
    return tuple(
        AgendaItem(position=position, title=title, topics=topics, carried_from=meeting.id)
        for position, (title, topics) in enumerate(titles, start=1)
    )


def _titled(outcome: Outcome) -> Text:
    if outcome.text is None:
        return CONTENT_UNKNOWN
    lead = _LEADS[type(outcome)]
    return Text(tuple((language, f"{lead.best(language)}: {words}") for language, words in outcome.text.variants))
