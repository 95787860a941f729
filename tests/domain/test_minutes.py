"""Minutes: who was there, and the way from draft through circulation to approval in a later meeting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import attrs
import pytest

from coordkit import (
    Attendance,
    Attended,
    DomainError,
    MeetingId,
    Minutes,
    MinutesId,
    MinutesState,
    OrganizationId,
    PersonId,
    Presence,
    Text,
)

MEETING, LATER = MeetingId(int=1), MeetingId(int=2)
OFFICER, DEPUTY, POLICE = PersonId(int=1), PersonId(int=2), OrganizationId(int=1)
DAY = date(2026, 3, 2)
NOTE = Text.of(uk="Виправлено список присутніх", en="The attendance list was corrected")


def minutes(**more: object) -> Minutes:
    return Minutes(id=MinutesId(int=1), meeting=MEETING, **more)  # type: ignore[arg-type]  # the test says which fields


def test_a_draft_is_circulated_and_then_approved_in_a_later_meeting() -> None:
    approved = minutes().circulated(DAY).approved(LATER, date(2026, 4, 6))
    assert (approved.state, approved.edition) == (MinutesState.APPROVED, 1)
    assert (approved.circulated_on, approved.approved_in, approved.approved_on) == (DAY, LATER, date(2026, 4, 6))


def test_minutes_are_approved_on_the_day_they_went_out_at_the_earliest() -> None:
    out = minutes().circulated(DAY)
    assert out.approved(LATER, DAY).approved_on == DAY
    with pytest.raises(DomainError, match="they went out on 2026-03-02, so nobody approved them on 2026-03-01"):
        out.approved(LATER, date(2026, 3, 1))


def test_a_correction_is_a_further_edition_that_begins_as_a_draft() -> None:
    first = minutes(attendance=(Attendance(who=OFFICER),)).circulated(DAY)
    second = first.corrected(NOTE, attendance=(Attendance(who=OFFICER, presence=Presence.EXCUSED),))
    assert (second.edition, second.state, second.circulated_on) == (2, MinutesState.DRAFT, None)
    assert [(each.edition, each.note) for each in second.corrections] == [(2, NOTE)]
    third = second.circulated(DAY).approved(LATER, DAY).corrected(NOTE, text=NOTE)
    assert (third.edition, third.state, third.approved_in, third.text) == (3, MinutesState.DRAFT, None, NOTE)
    assert third.attendance == second.attendance


@pytest.mark.parametrize(
    ("step", "told"),
    [
        (lambda: minutes().approved(LATER, DAY), "only circulated minutes"),
        (lambda: minutes().circulated(DAY).circulated(DAY), "out already"),
        (lambda: minutes().corrected(NOTE), "not out yet"),
        (lambda: minutes().circulated(DAY).approved(MEETING, DAY), "cannot approve its own"),
        (lambda: minutes(state=MinutesState.CIRCULATED), "does not go with"),
        (lambda: minutes(circulated_on=DAY), "does not go with"),
        (lambda: minutes(approved_in=LATER), "only approved minutes"),
        (lambda: minutes(edition=0), "the first is 1"),
        (lambda: minutes(attendance=(Attendance(who=OFFICER), Attendance(who=OFFICER))), "stands twice"),
    ],
)
def test_a_step_that_makes_no_sense_is_refused(step: Callable[[], Minutes], told: str) -> None:
    with pytest.raises(DomainError, match=told):
        step()


def test_a_substitute_comes_in_somebodys_place_and_was_there() -> None:
    line = Attendance(
        who=DEPUTY, presence=Presence.SUBSTITUTE, substitute_for=OFFICER, on_behalf_of=POLICE, attended=Attended.ONLINE
    )
    assert line.was_there
    assert not Attendance(who=OFFICER, presence=Presence.EXCUSED).was_there


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"presence": Presence.SUBSTITUTE}, "somebody's place"),
        ({"substitute_for": OFFICER}, "say so in presence"),
        ({"presence": Presence.SUBSTITUTE, "substitute_for": DEPUTY}, "their own substitute"),
        ({"presence": Presence.ABSENT, "attended": Attended.ONLINE}, "did not take part"),
    ],
)
def test_a_line_of_attendance_that_contradicts_itself_is_refused(fields: dict[str, Any], told: str) -> None:
    with pytest.raises(DomainError, match=told):
        attrs.evolve(Attendance(who=DEPUTY), **fields)
