"""Seats on a day: who holds them, which are vacant and since when, which have too many."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

import attrs

from coordkit.domain.dates import Answer, PartialDate, expect_day
from coordkit.domain.groups import GroupState, Membership, Seat, WorkingGroup
from coordkit.domain.records import WorkingGroupId
from coordkit.domain.rules.membership import MemberOn, members_on, voices
from coordkit.domain.rules.spans import between, dates_of, ended_before, telling_days


@attrs.frozen(kw_only=True)
class SeatOn:
    """A seat of a group on one day.

    ``holders`` and ``alternates`` hold it surely or possibly; an alternate does not fill it. It is ``vacant`` where there are fewer
    holders than ``needed`` (the seat's minimum, and one at least), ``crowded`` where there are more than its maximum. ``since`` is
    the first day of the vacancy, None where the seat is not vacant or never had enough holders as far as is known.
    """

    group: WorkingGroupId
    seat: Seat
    holders: tuple[MemberOn, ...]
    alternates: tuple[MemberOn, ...]
    needed: int
    vacant: Answer
    since: PartialDate | None
    crowded: Answer


def needed_in(seat: Seat) -> int:
    """How many holders make a seat filled: its minimum, and one at least."""
    return max(seat.minimum, 1)


def holding(seat: Seat, memberships: Iterable[Membership]) -> tuple[Membership, ...]:
    """The memberships of one group that fill the seat at some time: alternates do not."""
    return tuple(each for each in memberships if each.seat == seat.code and not each.alternate)


def seats_on(group: WorkingGroup, memberships: Iterable[Membership], day: date) -> tuple[SeatOn, ...]:
    """Every seat of the group on ``day``, in the group's order.

    An organization holds a seat once, however many people sit there on its behalf. Members in a seat that the group does not
    have (any more) hold none.
    """
    expect_day(day, "day")
    own = tuple(each for each in memberships if each.group == group.id)
    return tuple(_seat_on(group, seat, own, day) for seat in group.seats)


def _seat_on(group: WorkingGroup, seat: Seat, memberships: tuple[Membership, ...], day: date) -> SeatOn:
    filling = holding(seat, memberships)
    holders = members_on(filling, day)
    number = voices(holders)
    needed = needed_in(seat)
    vacant = _compared(number.most < needed, number.least >= needed)
    most = seat.maximum
    return SeatOn(
        group=group.id,
        seat=seat,
        holders=holders,
        alternates=members_on((each for each in memberships if each.seat == seat.code and each.alternate), day),
        needed=needed,
        vacant=vacant,
        since=None if vacant is Answer.NO else vacant_since(filling, needed, day),
        crowded=Answer.NO if most is None else _compared(number.least > most, number.most <= most),
    )


def _compared(surely: bool, surely_not: bool) -> Answer:
    return Answer.YES if surely else Answer.NO if surely_not else Answer.POSSIBLY


def vacant_since(filling: tuple[Membership, ...], needed: int, day: date) -> PartialDate | None:
    """The first day of the vacancy of a seat that is vacant on ``day``; None where there were never enough holders before.

    Its limits are exact where one holder is needed. Where more are, the dates of several hang together; then no day beyond the
    limits can be, and they may be wider than they need to be.
    """
    if needed == 1:
        return ended_before(filling, day)
    days = (*telling_days(dates_of(filling), None, day - timedelta(days=1)), day) if day > date.min else (day,)
    after = tuple(pairwise(days))
    numbers = {begin: voices(members_on(filling, begin)) for begin, _ in after}
    possibly = [end for begin, end in after if numbers[begin].most >= needed]
    surely = [end for begin, end in after if numbers[begin].least >= needed]
    return between(surely[-1] if surely else None, possibly[-1]) if possibly else None


def vacancies(groups: Iterable[WorkingGroup], memberships: Iterable[Membership], day: date) -> tuple[SeatOn, ...]:
    """The required seats that are vacant on ``day``, surely or possibly, by group in the order given.

    Groups that surely do not sit then are left out: proposed, concluded, or not begun. One whose states nobody told counts as
    sitting.
    """
    expect_day(day, "day")
    seated: dict[WorkingGroupId, list[Membership]] = {}
    for each in memberships:
        if each.seat is not None:
            seated.setdefault(each.group, []).append(each)
    return tuple(
        found
        for group in groups
        if sits_on(group, day) is not Answer.NO
        for found in seats_on(group, seated.get(group.id, ()), day)
        if found.seat.required and found.vacant is not Answer.NO
    )


def sits_on(group: WorkingGroup, day: date) -> Answer:
    """Whether the group is active or dormant on ``day``; possibly where it has no states."""
    if not group.states:
        return Answer.POSSIBLY
    return group.in_one_of((GroupState.ACTIVE, GroupState.DORMANT), day)
