"""Public notices: drafted in Ukrainian and English from what everybody may see, and from nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import attrs
import pytest

from coordkit import (
    ActionItem,
    AgendaItem,
    Commitment,
    Delegation,
    DomainError,
    Meeting,
    MeetingId,
    MeetingStatus,
    Organization,
    OrganizationId,
    OutcomeId,
    PartialDate,
    Secretariat,
    Slot,
    Text,
    Tlp,
    Venue,
)
from coordkit.secretariat.notices import public_notice
from tests.secretariat import desks

TEN = Slot(datetime(2026, 9, 15, 10), timedelta(hours=2), "Europe/Kyiv")
SECRET = "withheld"


def text(uk: str, en: str) -> Text:
    return Text.of(uk=uk, en=en)


def organization(desk: Secretariat, name: str, tlp: Tlp) -> OrganizationId:
    (kept,) = desk.save(Organization(id=desk.new(OrganizationId), name=text(name, name), tlp=tlp))
    return kept.id


def meeting(desk: Secretariat, **more: Any) -> Meeting:
    fields: dict[str, Any] = {
        "title": text("Зустріч про укриття", "Meeting on shelters"),
        "purpose": text("домовитися про укриття", "to agree on shelters"),
        "status": MeetingStatus.SCHEDULED,
        "when": TEN,
        "tlp": Tlp.CLEAR,
        "agenda": (AgendaItem(position=1, title=text("Перелік укриттів", "List of shelters")),),
        "venue": Venue(place=text(SECRET, SECRET), link=f"https://example.org/{SECRET}"),
        "notes": text(SECRET, SECRET),
    }
    (kept,) = desk.save(Meeting(id=desk.new(MeetingId), **(fields | more)))
    return kept


def test_a_meeting_to_come_is_announced_with_time_purpose_and_agenda(desk: Secretariat) -> None:
    planned = meeting(desk)
    uk, en = (str(public_notice(desk, planned.id, language)) for language in ("uk", "en"))
    assert uk.startswith("Зустріч про укриття\n\nЗустріч відбудеться: 15 вересня 2026")
    assert "Мета: домовитися про укриття" in uk and "Порядок денний:\n– Перелік укриттів" in uk
    assert en.startswith("Meeting on shelters\n\nThe meeting is to be held: 15 September 2026")
    assert "Purpose: to agree on shelters" in en and "Agenda:\n– List of shelters" in en
    assert "TLP:CLEAR" in uk and "TLP:CLEAR" in en


def test_nothing_stands_in_it_that_the_public_may_not_see(desk: Secretariat) -> None:
    closed = organization(desk, SECRET, Tlp.AMBER)
    shown = organization(desk, "Shelter union", Tlp.CLEAR)
    held = meeting(desk, status=MeetingStatus.HELD, convener=closed, host=shown, guests=(closed, shown),
                   delegations=(Delegation(organization=closed), Delegation(organization=shown)))  # fmt: skip
    train, listed = text("Спільне навчання", "Train together"), text("Скласти перелік", "Make a list")
    desk.save(
        Commitment(id=desk.new(OutcomeId), meeting=held.id, text=text(SECRET, SECRET)),
        Commitment(id=desk.new(OutcomeId), meeting=held.id, tlp=Tlp.CLEAR, text=train, by=(closed,)),
        ActionItem(id=desk.new(OutcomeId), meeting=held.id, tlp=Tlp.CLEAR, text=listed, owner=closed),
    )
    notice = str(public_notice(desk, held.id, "en"))
    assert SECRET not in notice
    assert "Guests: Shelter union" in notice and "Delegations: Shelter union" in notice
    assert "Commitments:\n– Train together\n" in notice and "To be done:\n– Make a list\n" in notice
    assert "Agenda" not in notice


def test_the_house_rule_of_chatham_names_nobody(desk: Secretariat) -> None:
    shown = organization(desk, "Shelter union", Tlp.CLEAR)
    quiet = meeting(desk, status=MeetingStatus.HELD, guests=(shown,), chatham_house=True)
    assert "Shelter union" not in str(public_notice(desk, quiet.id, "en"))


@pytest.mark.parametrize(
    ("changes", "uk", "en"),
    [
        ({"status": MeetingStatus.CANCELLED}, "Зустріч скасовано: 15 вересня", "The meeting is cancelled: 15 September"),
        ({"status": MeetingStatus.POSTPONED, "when": None}, "Зустріч відкладено.", "The meeting is postponed."),
        (
            {"status": MeetingStatus.POSTPONED, "when": PartialDate("2026-10")},
            "Зустріч відкладено: нова дата: жовтень 2026.",
            "The meeting is postponed: new date: October 2026.",
        ),
    ],
)
def test_what_was_called_off_is_told_so(desk: Secretariat, changes: dict[str, Any], uk: str, en: str) -> None:
    off = meeting(desk, venue=None, **changes)
    assert public_notice(desk, off.id, "uk").paragraphs[0].startswith(uk)
    assert public_notice(desk, off.id, "en").paragraphs[0].startswith(en)


def test_the_next_public_meeting_is_told_at_the_end(desk: Secretariat) -> None:
    first = meeting(desk, status=MeetingStatus.HELD)
    later = attrs.evolve(TEN, start=datetime(2026, 10, 15, 10))
    meeting(desk, predecessor=first.id, when=later)
    meeting(desk, predecessor=first.id, tlp=Tlp.AMBER, when=attrs.evolve(TEN, start=datetime(2026, 11, 15, 10)))
    notice = public_notice(desk, first.id, "en")
    assert notice.paragraphs[-2].startswith("The next meeting: 15 October 2026")
    assert "November" not in str(notice)


def test_a_draft_and_what_is_not_public_get_no_notice(desk: Secretariat) -> None:
    draft = meeting(desk, status=MeetingStatus.DRAFT)
    with pytest.raises(DomainError, match="schedule it first"):
        public_notice(desk, draft.id, "uk")
    inside = meeting(desk, tlp=Tlp.GREEN)
    with pytest.raises(DomainError, match="it is TLP:GREEN; only what is TLP:CLEAR"):
        public_notice(desk, inside.id, "uk")


def test_the_locality_is_named_and_the_place_is_not() -> None:
    with desks.opened("memory://", region="kherson") as desk:
        planned = meeting(desk, venue=Venue(locality="UA65100150000057191", place=text(SECRET, SECRET)))
        notice = str(public_notice(desk, planned.id, "uk"))
    assert "Херсон" in notice and SECRET not in notice
