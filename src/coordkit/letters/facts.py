"""What a letter is about: its kind, and the facts that it tells."""

from __future__ import annotations

from datetime import date
from enum import Enum
from types import NoneType

import attrs

from coordkit.domain.announced import Announced
from coordkit.domain.dates import Days, PartialDate
from coordkit.domain.errors import expect, several
from coordkit.domain.invitations import ParticipationRole
from coordkit.domain.meetings import Meeting
from coordkit.domain.records import Tlp
from coordkit.domain.rules.revisions import Because
from coordkit.domain.series import MeetingSeries
from coordkit.domain.slots import Slot, When
from coordkit.domain.stakeholders import TitleForm


class LetterKind(Enum):
    """The letters there are; a value is also the first part of the names of its templates.

    INVITATION; UPDATE, of what changed, or (without ``because``) of how things stand; VENUE, the exact place; CANCELLATION;
    POSTPONEMENT, called off without a new date; REMOVAL, "you are no longer invited"; DECLINED_PROPOSAL, "we keep the time";
    REMINDER, "you have not answered"; MINUTES_OWED; OVERDUE, of action items.
    """

    INVITATION = "invitation"
    UPDATE = "update"
    VENUE = "venue"
    CANCELLATION = "cancellation"
    POSTPONEMENT = "postponement"
    REMOVAL = "removal"
    DECLINED_PROPOSAL = "declined_proposal"
    REMINDER = "reminder"
    MINUTES_OWED = "minutes_owed"
    OVERDUE = "overdue"


@attrs.frozen(kw_only=True)
class Facts:
    """What one recipient is told.

    ``meeting`` is as a Release shows it to them: what the gate took away cannot be told. ``when`` stands in place of its own time,
    for one occurrence of a series; ``before`` is the time that no longer holds, or what was announced with it; ``proposed`` the one
    that a DECLINED_PROPOSAL answers. ``locality`` and ``before_locality`` are names of areas. ``organizer`` is the name that signs,
    ``recipient`` that of who is written to, ``delegator`` that of who passed the invitation on, ``others`` are those invited too,
    where the meeting shows them. ``title_form`` is what the recipient chose, never guessed. ``because`` says what changed,
    ``asked_anew`` that an answer given before some change, told now or earlier, counts no more; ``comment`` why, in words.
    ``place_follows`` and ``link_follows`` say that there is a place, or a link, that the recipient is told once they accept.
    ``due`` is the day by which the recipient is to act, ``tasks`` are open action items with their days, ``days`` counts how
    many are left to the meeting, or passed since it or since its one task was due. ``tlp`` labels the letter where there is no
    meeting, or more strictly than the meeting does.
    """

    meeting: Meeting | MeetingSeries | None = None
    when: When | None = None
    locality: str | None = None
    organizer: str
    recipient: str | None = None
    title_form: TitleForm | None = None
    role: ParticipationRole | None = None
    because: tuple[Because, ...] = ()
    asked_anew: bool = False
    place_follows: bool = False
    link_follows: bool = False
    before: When | Announced | None = None
    before_locality: str | None = None
    proposed: When | None = None
    comment: str | None = None
    delegator: str | None = None
    due: date | None = None
    tasks: tuple[tuple[str, date | None], ...] = ()
    days: int | None = None
    others: tuple[str, ...] = ()
    tlp: Tlp | None = None

    def __attrs_post_init__(self) -> None:
        expect(self.meeting, (Meeting, MeetingSeries, NoneType), "facts.meeting")
        for name, value in (("when", self.when), ("proposed", self.proposed)):
            expect(value, (Slot, Days, PartialDate, NoneType), f"facts.{name}")
        expect(self.before, (Slot, Days, PartialDate, Announced, NoneType), "facts.before")
        expect(self.organizer, str, "facts.organizer")
        for name in ("locality", "recipient", "before_locality", "comment", "delegator"):
            expect(getattr(self, name), (str, NoneType), f"facts.{name}")
        expect(self.title_form, (TitleForm, NoneType), "facts.title_form")
        expect(self.role, (ParticipationRole, NoneType), "facts.role")
        expect(self.days, (int, NoneType), "facts.days")
        expect(self.due, (date, NoneType), "facts.due")
        expect(self.tlp, (Tlp, NoneType), "facts.tlp")
        several(self.because, Because, "facts.because")
        expect(self.asked_anew, bool, "facts.asked_anew")
        expect(self.place_follows, bool, "facts.place_follows")
        expect(self.link_follows, bool, "facts.link_follows")
        several(self.others, str, "facts.others")
        for what, due in several(self.tasks, tuple, "facts.tasks"):
            expect(what, str, "facts.tasks")
            expect(due, (date, NoneType), "facts.tasks")


@attrs.frozen
class Letter:
    """The readable side of a mail: ``subject`` on one line, ``plain`` text and ``html``, in ``language`` (uk or en)."""

    subject: str
    plain: str
    html: str
    language: str
