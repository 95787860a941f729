"""The table of meeting series: what repeats, by which rule, from when."""

from __future__ import annotations

from coordkit.codec.cells import joined, truth, written
from coordkit.codec.tables import table
from coordkit.domain.groups import WorkingGroup
from coordkit.domain.series import MeetingSeries
from coordkit.domain.stakeholders import Organization, Person

SERIES = table(
    "series", MeetingSeries, (WorkingGroup, Organization, Person),
    ("title", lambda s, see: see.text(s.title)),
    ("kind", lambda s, _: s.kind),
    ("status", lambda s, _: s.status.value),
    ("rule", lambda s, _: str(s.rule)),
    ("start", lambda s, _: s.first.start.isoformat()),
    ("minutes", lambda s, _: str(s.duration.total_seconds() / 60).removesuffix(".0")),
    ("zone", lambda s, _: s.first.zone),
    ("ends_on", lambda s, _: written(s.ends_on)),
    ("exceptions", lambda s, _: joined(s.exceptions)),
    ("additions", lambda s, _: joined(s.additions)),
    ("purpose", lambda s, see: see.text(s.purpose)),
    ("topics", lambda s, _: joined(s.topics)),
    ("modes", lambda s, _: joined(mode.value for mode in s.modes)),
    ("locality", lambda s, _: written(s.venue.locality if s.venue else None)),
    ("place", lambda s, see: see.text(s.venue.place if s.venue else None)),
    ("link", lambda s, _: written(s.venue.link if s.venue else None)),
    ("groups", lambda s, see: see.names(s.groups)),
    ("group_ids", lambda s, _: joined(s.groups)),
    ("convener", lambda s, see: see.name(s.convener)),
    ("convener_id", lambda s, _: written(s.convener)),
    ("host", lambda s, see: see.name(s.host)),
    ("host_id", lambda s, _: written(s.host)),
    ("facilitator", lambda s, see: see.name(s.facilitator)),
    ("facilitator_id", lambda s, _: written(s.facilitator)),
    ("agenda", lambda s, see: joined(f"{item.position}. {see.text(item.title)}" for item in s.agenda)),
    ("invitees", lambda s, see: see.names(entry.invitee for entry in s.invitees)),
    ("invitee_ids", lambda s, _: joined(entry.invitee for entry in s.invitees)),
    ("language", lambda s, _: written(s.language)),
    ("chatham_house", lambda s, _: truth(s.chatham_house)),
    ("follows", lambda s, see: see.name(s.follows)),
    ("follows_id", lambda s, _: written(s.follows)),
    ("notes", lambda s, see: see.text(s.notes)),
    ("uid", lambda s, _: s.uid),
    ("sequence", lambda s, _: str(s.sequence)),
)  # fmt: skip
