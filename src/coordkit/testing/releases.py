"""A Release over records in memory, for the tests of exporters and of whatever else asks a Release."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, cast

import attrs

from coordkit import Audience, Glance, Record, RecordId, Release

_A_DAY = date(2026, 1, 15)


def release_of(records: Iterable[Record], audience: Audience | None = None, on: date = _A_DAY) -> Release:
    """What ``audience`` (None: the public) may see of these records on the day ``on``, through the gate that desks use."""
    return Release(_Records(records), audience or Audience.public(), on)


class _Records:
    """Records as the gate sees a desk, in order of id."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._records = {record.id: record for record in sorted(records, key=lambda record: record.id.int)}

    def glances(self, kind: type[Record]) -> Iterator[Glance]:
        """All records of a kind, unread."""
        return (_glance(record) for record in self._of(kind))

    def read(self, wanted: type[Record] | RecordId) -> Iterator[tuple[Glance, Callable[[], Record]]]:
        """The records of a kind, or the one of an id."""
        return ((_glance(record), _giving(record)) for record in self._of(wanted))

    def _of(self, wanted: type[Record] | RecordId) -> Iterator[Record]:
        if isinstance(wanted, RecordId):
            return iter([self._records[wanted]] if wanted in self._records else [])
        return (record for record in self._records.values() if isinstance(record, wanted))


def _giving(record: Record) -> Callable[[], Record]:
    return lambda: record


def _glance(record: Record) -> Glance:
    """A record makes no sense without the references that its class demands."""
    demanded = [field.name for field in attrs.fields(cast(Any, type(record))) if field.default is attrs.NOTHING]
    values = [getattr(record, name) for name in demanded if name != "id"]
    return Glance(record.id, record.tlp, tuple(value for value in values if isinstance(value, RecordId)))
