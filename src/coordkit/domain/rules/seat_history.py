"""The history of a seat: who held it when, and the gaps in which nobody did."""

from __future__ import annotations

from collections.abc import Iterable
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


def _gaps(held: tuple[Membership, ...]) -> Iterable[Gap]:
    days = telling_days(dates_of(held), None, None)
    ends = [*(day - timedelta(days=1) for day in days[1:]), None]
    stretches = [(day, end, _empty(held, day)) for day, end in zip(days, ends, strict=True)]
    for empty, run in groupby(stretches, key=lambda stretch: stretch[2] is not Answer.NO):
        if not empty:
            continue
        parts = list(run)
        if all(answer is Answer.POSSIBLY for _, _, answer in parts):
            yield _possible(parts[0][0], parts[-1][1], held)
            continue
        for sure, part in groupby(parts, key=lambda stretch: stretch[2] is Answer.YES):
            if sure:
                certain = list(part)
                first, last = certain[0][0], certain[-1][1]
                since = ended_before(held, first)
                if since is not None:
                    yield Gap(sure=True, since=since, until=None if last is None else begun_after(held, last))


def _empty(held: tuple[Membership, ...], day: date) -> Answer:
    """Whether nobody held it on ``day`` though somebody had before."""
    if not may_end_before(held, day):
        return Answer.NO
    return any_of(each.answer for each in members_on(held, day)).negated()


def _possible(first: date, last: date | None, held: tuple[Membership, ...]) -> Gap:
    within = between(first, last)
    ends = last is not None or any(_follows(each, held, first) for each in held)
    return Gap(sure=False, since=within, until=within if ends else None)


def _follows(membership: Membership, held: tuple[Membership, ...], first: date) -> bool:
    """Whether it can be the one that ends a gap of others, which begins on ``first`` or later."""
    begins = latest_beginning(membership)
    others = [each for each in held if each is not membership]
    return begins > first and may_end_before(others, begins - timedelta(days=1))
