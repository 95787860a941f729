"""The next agenda: what a meeting left open becomes what the following one is to speak of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from coordkit.domain.meetings import AgendaItem, Meeting
from coordkit.domain.minutes import Minutes, MinutesState
from coordkit.domain.outcomes import ActionItem, ActionStatus, Commitment, Disposition, Outcome, Request
from coordkit.domain.text import Text

CONTENT_UNKNOWN = Text.of(uk="Запити і пропозиції, озвучені учасниками (зміст не записано)",
                          en="Requests and proposals voiced by participants (content not recorded)")  # fmt: skip
APPROVAL = Text.of(uk="Затвердження протоколу попередньої зустрічі", en="Approval of the minutes of the previous meeting")
_LEADS: Mapping[type, Text] = {
    Request: Text.of(uk="Запит", en="Request"),
    ActionItem: Text.of(uk="Доручення", en="Action item"),
    Commitment: Text.of(uk="Напрям співпраці", en="Commitment"),
}


def next_agenda(meeting: Meeting, outcomes: Iterable[Outcome], minutes: Minutes | None = None) -> tuple[AgendaItem, ...]:
    """The agenda proposed for the meeting after ``meeting``, from its ``outcomes``, open agenda items and ``minutes``.

    In this order: the minutes where they are not approved yet, requests voiced and still open, open action items, agenda items not
    closed (with their time and materials; who presents is asked anew), commitments to be taken further.
    """
    own = sorted((o for o in outcomes if o.meeting == meeting.id), key=lambda o: o.position)
    requests = [o for o in own if isinstance(o, Request) and o.disposition in (Disposition.OPEN, Disposition.TAKEN_UP)]
    actions = [o for o in own if isinstance(o, ActionItem) and o.status is ActionStatus.OPEN]
    carried = [item for item in meeting.agenda if not item.closed]
    commitments = [o for o in own if isinstance(o, Commitment)]
    pending = minutes is not None and minutes.state is not MinutesState.APPROVED
    items = [AgendaItem(position=1, title=APPROVAL)] if pending else []
    items += [AgendaItem(position=1, title=_titled(outcome), topics=outcome.topics) for outcome in (*requests, *actions)]
    items += (attrs.evolve(item, presenter=None) for item in carried)
    items += [AgendaItem(position=1, title=_titled(outcome), topics=outcome.topics) for outcome in commitments]
    return tuple(attrs.evolve(item, position=position, carried_from=meeting.id) for position, item in enumerate(items, start=1))


def _titled(outcome: Outcome) -> Text:
    if outcome.text is None:
        return CONTENT_UNKNOWN
    lead = _LEADS[type(outcome)]
    return Text(tuple((language, f"{lead.best(language)}: {words}") for language, words in outcome.text.variants))
