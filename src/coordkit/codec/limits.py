"""What the domain asks of a value beyond its type: limits that a schema says, and rules that it can only tell in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coordkit.codec.patterns import LANGUAGE, NOT_BLANK, whole
from coordkit.codec.values import MOST_SECONDS
from coordkit.domain.announced import HIGHEST_SEQUENCE
from coordkit.domain.clock_times import ClockTime
from coordkit.domain.dates import Days, PartialDate
from coordkit.domain.groups import Membership, Seat, WorkingGroup
from coordkit.domain.headcounts import Headcount
from coordkit.domain.invitations import Invitation
from coordkit.domain.meetings import AgendaItem, Interruption, Meeting
from coordkit.domain.minutes import Attendance, Minutes
from coordkit.domain.offices import LetterTemplate, Office
from coordkit.domain.outcomes import ActionItem
from coordkit.domain.places import Venue
from coordkit.domain.received import Claim
from coordkit.domain.records import Source
from coordkit.domain.recurrence import ForeignRule
from coordkit.domain.reminders import Reminder
from coordkit.domain.series import MeetingSeries
from coordkit.domain.slots import Slot
from coordkit.domain.stakeholders import Affiliation, Consent, Contact
from coordkit.domain.terms import Quorum, TermsOfReference
from coordkit.domain.text import Text

_NOT_NEGATIVE = {"minimum": 0}
_AT_LEAST_ONE = {"minimum": 1}
_SEQUENCE = {"minimum": 0, "maximum": HIGHEST_SEQUENCE}
_SAID = {"pattern": NOT_BLANK}

LIMITS: Mapping[type, Mapping[str, dict[str, Any]]] = {
    Source: {"url": {"pattern": r"^https?://[^\x00]*$"}},
    Venue: {"capacity": _NOT_NEGATIVE, "shelter_places": _NOT_NEGATIVE},
    Headcount: {"value": _NOT_NEGATIVE, "over": _AT_LEAST_ONE},
    Seat: {"minimum": _NOT_NEGATIVE, "maximum": _NOT_NEGATIVE},
    AgendaItem: {"duration": {"minimum": 1, "maximum": MOST_SECONDS}},
    Quorum: {"at_least": _AT_LEAST_ONE, "numerator": _AT_LEAST_ONE, "denominator": _AT_LEAST_ONE},
    WorkingGroup: {"cadence_months": _AT_LEAST_ONE},
    TermsOfReference: {"version": _AT_LEAST_ONE},
    Minutes: {"edition": _AT_LEAST_ONE},
    Meeting: {"modes": {"uniqueItems": True}, "sequence": _SEQUENCE},
    MeetingSeries: {
        "duration": {"minimum": 1, "maximum": 366 * 86_400},
        "modes": {"uniqueItems": True},
        "exceptions": {"uniqueItems": True},
        "additions": {"uniqueItems": True},
        "sequence": _SEQUENCE,
    },
    Office: {
        "retention_months": _AT_LEAST_ONE,
        "trusted_server": _SAID,
        "channel": _SAID,
        "reminders": {"uniqueItems": True},
    },
    LetterTemplate: {"name": _SAID, "language": whole(LANGUAGE)},
    Reminder: {"by": {"minimum": 0, "maximum": 366 * 86_400}},
    Claim: {"sequence": _SEQUENCE},
    Invitation: {"answered_sequence": _SEQUENCE, "reset_at": _SEQUENCE},
}
"""For each class what its own checks ask of a single field."""

_NOT_REVERSED = "`until` does not lie surely before `since`."
_ZONE = "The zone database knows the zone."
RULES: Mapping[type, tuple[str, ...]] = {
    Text: ("`order` names exactly the languages of the text.",),
    PartialDate: ("The limits of a range are in order.",),
    Days: ("The last day is not before the first.",),
    ClockTime: (_ZONE,),
    Slot: (
        _ZONE,
        "The clocks of the zone do not skip the start.",
        "`repeat` stands where the clocks show the start twice; elsewhere it is read and dropped.",
    ),
    ForeignRule: ("A rule is one line, without control characters, and no blank one.",),
    Consent: (_NOT_REVERSED,),
    Contact: ("An e-mail address is one; a phone is written in E.164.",),
    Affiliation: (_NOT_REVERSED,),
    Membership: (_NOT_REVERSED, "A member does not speak on behalf of itself."),
    Seat: ("`maximum` is not under `minimum`.",),
    Quorum: (
        "It asks for a number, or for a share of which both parts stand.",
        "A share can be reached.",
        "`more_than` goes with a share.",
    ),
    WorkingGroup: (
        "States are in order of time, and none follows itself.",
        "Each seat has its own code.",
        "Terms of reference are in order of version and of time.",
    ),
    Interruption: ("It does not end before it starts.",),
    Meeting: (
        "A meeting that is scheduled, under way or interrupted has a slot or whole days.",
        "A meeting does not follow or contain itself.",
        "The calendar UID has a letter that can be seen.",
        "Only a meeting that is interrupted has an interruption that lasts, its last one; and it has one.",
        "An occurrence of a series names its original start and carries the UID of the series.",
    ),
    MeetingSeries: (
        "A series begins on a day of its rule, does not follow itself, and its calendar UID has a letter that can be seen.",
        "Each invitee stands once.",
        "Days left out or added come after the beginning, and none is both; they are read in any order and written in theirs.",
    ),
    Invitation: ("Nobody delegates to themselves.", "Who delegates has the response DELEGATED.", "Only a series has occurrences."),
    Attendance: (
        "A substitute, and nobody else, names somebody in whose place they came, and not themselves.",
        "Only who was there took part on site or online.",
    ),
    Minutes: (
        "Each stands on the attendance list once.",
        "The dates of circulation and approval, and the meeting that approved, go with the state; that meeting is another.",
    ),
    Office: (_ZONE, "An e-mail address is one.", "Of each part of a letter there is one template in a language."),
    ActionItem: ("An open action item has no day on which it was closed.",),
}
"""For each class what its own checks ask of several values together, or of the world: no schema says it."""
