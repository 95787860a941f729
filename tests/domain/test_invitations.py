"""Invitations: to a meeting, a series or one occurrence; answered, and passed on to somebody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import attrs
import pytest

from coordkit import (
    ClockTime,
    DomainError,
    Invitation,
    InvitationId,
    MeetingId,
    MeetingSeriesId,
    PersonId,
    Response,
    ResponseSource,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
OFFICER, DEPUTY = PersonId(int=1), PersonId(int=2)
TEN = ClockTime(datetime(2026, 3, 2, 10), "Europe/Kyiv")


MEETING = MeetingId(int=1)


def asked(to: MeetingId | MeetingSeriesId = MEETING, occurrence: ClockTime | None = None) -> Invitation:
    return Invitation(id=InvitationId(int=1), meeting=to, occurrence=occurrence, invitee=OFFICER)


def test_an_answer_says_when_how_and_to_which_version_it_was_given() -> None:
    answered = asked().answered(
        Response.TENTATIVE, at=NOON, source=ResponseSource.PHONE, comment="late", sequence=3, recorded_by=DEPUTY
    )
    assert (answered.response, answered.answered_at, answered.response_source) == (Response.TENTATIVE, NOON, ResponseSource.PHONE)
    assert (answered.comment, answered.answered_sequence, answered.recorded_by) == ("late", 3, DEPUTY)


def test_who_delegates_says_to_whom_and_takes_it_back_by_answering() -> None:
    passed_on = asked().delegated(DEPUTY, at=NOON, source=ResponseSource.MESSENGER)
    assert (passed_on.response, passed_on.delegated_to) == (Response.DELEGATED, DEPUTY)
    back = passed_on.answered(Response.ACCEPTED, at=NOON, source=ResponseSource.MAIL)
    assert (back.response, back.delegated_to) == (Response.ACCEPTED, None)


def test_one_occurrence_of_a_series_is_asked_to_by_its_original_start() -> None:
    assert asked(MeetingSeriesId(int=1), TEN).occurrence == TEN
    assert asked(MeetingSeriesId(int=1)).occurrence is None


def test_who_is_asked_anew_has_not_answered_and_delegated_to_nobody() -> None:
    passed_on = asked().delegated(DEPUTY, at=NOON, source=ResponseSource.MESSENGER, comment="late", sequence=1)
    anew = passed_on.asked_anew(2)
    assert anew == attrs.evolve(asked(), reset_at=2)


def test_who_was_taken_off_the_list_can_be_invited_again() -> None:
    gone = attrs.evolve(asked(), told="ab").answered(Response.ACCEPTED, at=NOON, source=ResponseSource.MAIL).withdrawn(NOON)
    assert (gone.withdrawn_at, gone.response, gone.told) == (NOON, Response.ACCEPTED, "ab")
    with pytest.raises(DomainError, match="was withdrawn already"):
        gone.withdrawn(NOON)
    assert gone.renewed(4) == attrs.evolve(asked(), reset_at=4)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: asked(occurrence=TEN), "only a series has occurrences"),
        (lambda: asked().delegated(OFFICER, at=NOON, source=ResponseSource.MAIL), "nobody delegates to themselves"),
        (lambda: asked().delegated(DEPUTY, at=datetime(2026, 3, 2), source=ResponseSource.MAIL), "naive time"),
        (
            lambda: Invitation(id=InvitationId(int=1), meeting=MeetingId(int=1), invitee=OFFICER, delegated_to=DEPUTY),
            "has the response delegated",
        ),
        (lambda: asked().withdrawn(datetime(2026, 3, 2)), "naive time"),
        (lambda: asked().answered(Response.ACCEPTED, at=NOON, source=ResponseSource.MAIL, sequence=-1), "is no SEQUENCE"),
        (lambda: asked().asked_anew(2**31), "reset_at: 2147483648 is no SEQUENCE"),
        (lambda: asked().answered("yes", at=NOON, source=ResponseSource.MAIL), "response"),  # type: ignore[arg-type]  # wrong on purpose
    ],
)
def test_what_makes_no_sense_is_refused(make: Callable[[], Invitation], told: str) -> None:
    with pytest.raises(DomainError, match=told):
        make()
