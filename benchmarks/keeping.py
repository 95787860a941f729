"""Records into a desk without their history: what remains of saving when checks and Changes are left out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import islice

from coordkit import Record, Secretariat
from coordkit.codec.convert import to_json
from coordkit.codec.documents import Document
from coordkit.codec.index import index_of
from coordkit.codec.words import words_of

_HEAD = bytes(32)


def keep_bare(desk: Secretariat, records: Iterable[Record], unit_of: int = 20_000) -> int:
    """Writes new records in units of so many, and says how many there were."""
    now, rest, kept = datetime.now(UTC), iter(records), 0
    while some := list(islice(rest, unit_of)):
        with desk.store.unit() as unit:
            for record in some:
                index = index_of(record, revision=1, changed_at=now)
                words = words_of(record, desk.romanize)
                unit.put(Document(record.id_type.kind, record.id.uuid, _HEAD, to_json(record), index, words), None)
            unit.commit()
        kept += len(some)
    return kept
