"""Who is in a group on a day, and for whom each of its members counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import attrs

from coordkit.domain.dates import Answer, expect_day
from coordkit.domain.groups import Membership
from coordkit.domain.records import OrganizationId, PersonId
from coordkit.domain.rules.spans import any_of

Voice = OrganizationId | PersonId
"""For whom a member counts: an organization, or a person who is there for themselves."""


@attrs.frozen(kw_only=True)
class MemberOn:
    """A membership, and whether it held on the day that was asked about."""

    membership: Membership
    answer: Answer


def members_on(memberships: Iterable[Membership], day: date) -> tuple[MemberOn, ...]:
    """Those memberships that held on ``day``, surely or possibly, in the order given."""
    expect_day(day, "day")
    asked = (MemberOn(membership=each, answer=each.as_of(day)) for each in memberships)
    return tuple(each for each in asked if each.answer is not Answer.NO)


def voice_of(membership: Membership) -> Voice:
    """For whom a member counts: the organization on whose behalf it is there, else itself.

    So an organization and the people who are there on its behalf count once, in seats, in a quorum and in the composition.
    """
    return membership.on_behalf_of or membership.member


def by_voice(members: Iterable[MemberOn]) -> Mapping[Voice, tuple[MemberOn, ...]]:
    """Members by whom they count for, in the order given."""
    found: dict[Voice, tuple[MemberOn, ...]] = {}
    for each in members:
        voice = voice_of(each.membership)
        found[voice] = (*found.get(voice, ()), each)
    return found


@attrs.frozen
class Number:
    """How many, where dates are known in part: ``least`` surely, ``most`` at the outside; every number between can be."""

    least: int
    most: int

    def __str__(self) -> str:
        return str(self.least) if self.least == self.most else f"{self.least}–{self.most}"


def voices(members: Iterable[MemberOn]) -> Number:
    """For how many organizations and people these members count."""
    answers = [any_of(each.answer for each in own) for own in by_voice(members).values()]
    return Number(answers.count(Answer.YES), len(answers))
