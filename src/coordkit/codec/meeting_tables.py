"""The tables of who was asked to meetings, what the minutes say of them, and who was there: one row a line of the list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from coordkit.codec.cells import Sight, day, written
from coordkit.codec.tables import table
from coordkit.domain.invitations import Invitation
from coordkit.domain.meetings import Meeting
from coordkit.domain.minutes import Minutes
from coordkit.domain.records import Record
from coordkit.domain.sharing import Release
from coordkit.domain.stakeholders import Organization, Person

INVITATIONS = table(
    "invitations", Invitation, (Meeting, Organization, Person),
    ("meeting", lambda i, see: see.name(i.meeting)),
    ("meeting_id", lambda i, _: str(i.meeting)),
    ("invitee", lambda i, see: see.name(i.invitee)),
    ("invitee_id", lambda i, _: str(i.invitee)),
    ("role", lambda i, _: i.role.value),
    ("response", lambda i, _: i.response.value),
    ("response_source", lambda i, _: i.response_source.value if i.response_source else ""),
    ("answered_at", lambda i, _: i.answered_at.isoformat() if i.answered_at else ""),
    ("comment", lambda i, _: written(i.comment)),
    ("delegated_to", lambda i, see: see.name(i.delegated_to)),
    ("delegated_to_id", lambda i, _: written(i.delegated_to)),
    ("withdrawn_at", lambda i, _: i.withdrawn_at.isoformat() if i.withdrawn_at else ""),
)  # fmt: skip

MINUTES = table(
    "minutes", Minutes, (Meeting, Organization, Person),
    ("meeting", lambda m, see: see.name(m.meeting)),
    ("meeting_id", lambda m, _: str(m.meeting)),
    ("edition", lambda m, _: str(m.edition)),
    ("state", lambda m, _: m.state.value),
    ("circulated_on", lambda m, _: written(m.circulated_on)),
    ("approved_on", lambda m, _: written(m.approved_on)),
    ("approved_in", lambda m, see: see.name(m.approved_in)),
    ("approved_in_id", lambda m, _: written(m.approved_in)),
    ("taken_by", lambda m, see: see.name(m.taken_by)),
    ("there", lambda m, _: str(sum(entry.was_there for entry in m.attendance))),
    ("text", lambda m, see: see.text(m.text)),
)  # fmt: skip


@attrs.frozen
class AttendanceTable:
    """Who was at which meeting: one row a line of the attendance lists, as far as the audience may see it.

    A row's ``tlp`` is the strictest of the minutes and of all that the row names.
    """

    name: str = "attendance"
    columns: tuple[str, ...] = (
        "minutes_id", "meeting", "meeting_id", "date", "who", "who_id", "presence", "attended", "on_behalf_of", "on_behalf_of_id",
        "substitute_for", "substitute_for_id", "tlp",
    )  # fmt: skip
    kinds: tuple[type[Record], ...] = (Minutes, Meeting, Organization, Person)
    records: tuple[type[Record], ...] = ()

    def rows(self, release: Release, languages: Sequence[str]) -> Iterator[tuple[str, ...]]:
        """The rows, streaming, in order of the minutes' ids and as the list has them."""
        sight = Sight(release, languages)
        for minutes in release.each(Minutes):
            for entry in minutes.attendance:
                meeting = sight.get(minutes.meeting)
                made = (
                    str(minutes.id),
                    "" if meeting is None else sight.name_of(meeting),
                    str(minutes.meeting),
                    day(meeting.when) if isinstance(meeting, Meeting) else "",
                    sight.name(entry.who),
                    str(entry.who),
                    entry.presence.value,
                    entry.attended.value if entry.attended else "",
                    sight.name(entry.on_behalf_of),
                    written(entry.on_behalf_of),
                    sight.name(entry.substitute_for),
                    written(entry.substitute_for),
                )
                yield (*made, sight.label(minutes).label)


ATTENDANCE = AttendanceTable()
