"""What every use of a desk depends on and none decides: who works at it, in which region, by which clock."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from datetime import date, datetime
from functools import cached_property, lru_cache, partial
from typing import TypeVar
from uuid import UUID

import attrs

from coordkit.domain.errors import DomainError, told
from coordkit.domain.records import PersonId, RecordId
from coordkit.domain.sharing import SharingRule
from coordkit.domain.slots import instant, zone_info
from coordkit.plugins import Plugins
from coordkit.ports import Region

REGION = "region"
"""The setting of a desk that holds the code of its region, empty where it has none."""
I = TypeVar("I", bound=RecordId)  # noqa: E741  # I for id
_REMEMBERED = 5000  # words in Latin letters: titles share most of theirs


def refuse_empty(actor: PersonId | str) -> PersonId | str:
    """The actor, unless it is an empty name or neither a name nor an id. Raises ``DomainError``."""
    given: object = actor  # mypy trusts callers, who may not be checked
    if not isinstance(given, PersonId) and not (isinstance(given, str) and given.strip()):
        raise DomainError('say who works at this desk, such as actor="secretary"', where="actor")
    return actor


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Circumstances:
    """Who works at a desk, in which region, with which plugins; time, ids and salts come from outside."""

    region: Region | None
    actor: PersonId | str = attrs.field(converter=refuse_empty)
    plugins: Plugins
    salt: Callable[[], bytes]
    _clock: Callable[[], datetime]
    _new_id: Callable[[], UUID]

    def now(self) -> datetime:
        """The time on this desk's clock, in UTC. Raises ``DomainError`` if the clock gives a naive time."""
        moment = instant(self._clock())
        assert moment is not None
        return moment

    def today(self) -> date:
        """The day it is now in the region's zone (UTC where there is none)."""
        zone = self.region.zone if self.region and self.region.zone else "UTC"
        return self.now().astimezone(zone_info(zone)).date()

    def new(self, kind: type[I]) -> I:
        """A fresh id: ``desk.new(MeetingId)``."""
        given: object = kind
        if not (isinstance(given, type) and issubclass(given, RecordId) and given.kind):
            raise DomainError(f"expected a class of ids, not {told(given)}; write desk.new(MeetingId)", where="kind")
        return kind(int=self.new_uuid().int)

    def new_uuid(self) -> UUID:
        """A fresh UUID that is no record's, such as a message's."""
        return self._new_id()

    @cached_property
    def romanize(self) -> Callable[[str], str] | None:
        """The region's way of writing a word in Latin letters; None where it has none. A word at which it fails stays as it is."""
        if self.region is None or self.region.romanize is None:
            return None
        return lru_cache(_REMEMBERED)(partial(_romanized, self.region.code, self.region.romanize))

    @property
    def sharing_rules(self) -> tuple[SharingRule, ...]:
        """The region's own rules of sharing, beside the gate's."""
        return self.region.sharing_rules if self.region else ()


def _romanized(region: str, romanize: Callable[[str], object], word: str) -> str:
    try:
        latin = romanize(word)
    except Exception as error:  # a plugin's own fault must name itself, and keep nobody from saving
        latin = error
    if isinstance(latin, str):
        return latin
    what = f"region {region!r} fails to romanize, so some words are found in their own script only"
    warnings.warn(f"{what}; tell its author: {told(latin)}", RuntimeWarning, stacklevel=2)
    return word
