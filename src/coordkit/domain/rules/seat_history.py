"""The history of a seat: who held it when, and the gaps in which nobody did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby

import attrs

from coordkit.domain.dates import Answer, PartialDate
from coordkit.domain.groups import Membership, Seat
from coordkit.domain.rules.membership import members_on
from coordkit.domain.rules.seats import holding
from coordkit.domain.rules.spans import (
    any_of,
    begun_after,
    between,
    dates_of,
    ended_before,
    latest_beginning,
    may_end_before,
    telling_days,
)

_A_DAY = timedelta(days=1)


@attrs.frozen(kw_only=True)
class Gap:
    """Days on which nobody held a seat after somebody had.

    ``sure`` where there surely are such days, else they are possible. ``since`` is the first, ``until`` the last; None where the
    gap lasts, without a later limit where it is not sure that it ended. Both limits of a gap that is only possible are those of
    the time in which it can lie.
    """

    sure: bool
    since: PartialDate
    until: PartialDate | None


@attrs.frozen(kw_only=True)
class SeatHistory:
    """The ``held`` periods of a seat, as memberships in order of time, and the gaps between and after them."""

    seat: Seat
    held: tuple[Membership, ...]
    gaps: tuple[Gap, ...]


def seat_history(seat: Seat, memberships: Iterable[Membership]) -> SeatHistory:
    """The history of a seat from the memberships of its group. Alternates do not fill it, so they bridge no gap."""
    held = tuple(sorted(holding(seat, memberships), key=_begins))
    return SeatHistory(seat=seat, held=held, gaps=tuple(_gaps(held)))


def _begins(membership: Membership) -> tuple[date, date]:
    """By what is known of the beginning, else of the end; wholly unknown first."""
    since, until = membership.since, membership.until
    known = since.earliest or since.latest or (until.latest if until else None)
    return known or date.min, (until.latest or date.max) if until else date.max


def _gaps(held: tuple[Membership, ...]) -> Iterator[Gap]:
    days = telling_days(dates_of(held), None, None)
    ends = [*(day - _A_DAY for day in days[1:]), date.max]
    told = [_Stretch(day, end, _empty(held, day)) for day, end in zip(days, ends, strict=True)]
    alike = [list(some) for _, some in groupby(told, key=lambda stretch: stretch.empty)]
    stretches = [_Stretch(some[0].first, some[-1].last, some[0].empty) for some in alike]
    sure = [_sure(stretch, held) for stretch in stretches]
    for before, gap, after, stretch in zip([None, *sure[:-1]], sure, [*sure[1:], None], stretches, strict=True):
        if gap is not None:
            yield gap
        elif stretch.empty is Answer.POSSIBLY and not _reached(stretch, before, after):
            yield _possible(stretch, held)


@attrs.frozen
class _Stretch:
    """Days of which one and the same is known: whether nobody held the seat though somebody had."""

    first: date
    last: date
    empty: Answer


def _empty(held: tuple[Membership, ...], day: date) -> Answer:
    """Whether nobody held it on ``day`` though somebody had before."""
    if not any(may_end_before(each, day) for each in held):
        return Answer.NO
    return any_of(each.answer for each in members_on(held, day)).negated()


def _sure(stretch: _Stretch, held: tuple[Membership, ...]) -> Gap | None:
    """The gap that these days are surely in."""
    since = ended_before(held, stretch.first) if stretch.empty is Answer.YES else None
    return None if since is None else Gap(sure=True, since=since, until=begun_after(held, stretch.last))


def _reached(stretch: _Stretch, before: Gap | None, after: Gap | None) -> bool:
    """Whether the sure gaps beside it can reach over all of these days, so that they are only the blur of the ends of those."""
    first, last = stretch.first, stretch.last
    if before is not None and before.until is not None:
        if before.until.latest is None:
            return True
        first = max(first, before.until.latest + _A_DAY)
    if after is not None:
        if after.since.earliest is None:
            return True
        last = min(last, after.since.earliest - _A_DAY)
    return first > last


def _possible(stretch: _Stretch, held: tuple[Membership, ...]) -> Gap:
    lasts = stretch.last == date.max
    within = between(stretch.first, None if lasts else stretch.last)
    ends = not lasts or any(_follows(each, held, stretch.first) for each in held)
    return Gap(sure=False, since=within, until=within if ends else None)


def _follows(membership: Membership, held: tuple[Membership, ...], first: date) -> bool:
    """Whether it can be the one that ends a gap of others, which begins on ``first`` or later."""
    begins = latest_beginning(membership)
    return begins > first and any(may_end_before(each, begins - _A_DAY) for each in held if each is not membership)
