"""What is put into the records of a random desk: marks of their own where something is not open, consents of every kind."""

from __future__ import annotations

from itertools import count
from typing import Any, TypeVar

import attrs
from hypothesis import strategies as st

from coordkit import Consent, Contact, ContactKind, Record, RecordId, Source, Text, Tlp, Venue

YES = Consent(since="2020-01-01")
CONSENTS = (
    None,
    YES,
    Consent(since="2020", until="2026-06-18"),
    Consent(since="2020", until="2026-06-17"),
    Consent(since="2020", until="2026"),
    Consent(since="2026-06"),
    Consent(since="2026-06-19"),
    Consent(since="XXXX-XX-XX"),
)
T = TypeVar("T")
I = TypeVar("I", bound=RecordId)  # noqa: E741  # I for id


@attrs.frozen
class Mark:
    """A mark, the record it stands in, and the rule that it goes by."""

    words: str
    record: RecordId
    rule: str
    contact: Contact | None = None


class Builder:
    """Draws parts of records, and remembers where it put which mark."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.numbers = count(1)
        self.marks: list[Mark] = []
        self.records: list[Any] = []

    def id(self, kind: type[I]) -> I:
        return kind(int=(next(self.numbers) << 64) + 0xC0FFEE)

    def pick(self, *values: T) -> T:
        return self.draw(st.sampled_from(values))

    def some(self, values: list[T]) -> tuple[T, ...]:
        return tuple(value for value in values if self.draw(st.booleans()))

    def mark(self, record: RecordId, rule: str) -> str:
        words = f"mark{next(self.numbers):05d}k"
        self.marks.append(Mark(words, record, rule))
        return words

    def number(self, record: RecordId, rule: str) -> int:
        value = 70_000_000 + next(self.numbers)
        self.marks.append(Mark(str(value), record, rule))
        return value

    def contact(self, record: RecordId) -> Contact:
        value = f"mark{next(self.numbers):05d}k@example.org"
        made = Contact(kind=ContactKind.EMAIL, value=value, in_group=self.pick(*CONSENTS), in_public=self.pick(*CONSENTS))
        self.marks.append(Mark(value, record, "contact", made))
        return made

    def base(self, record: RecordId, *tlps: Tlp) -> dict[str, Any]:
        document = Source(document=self.mark(record, "group"))
        published = (Source(url="https://example.org/page", field=self.pick(None, "name")),) if self.pick(False, True) else ()
        return {"id": record, "tlp": self.pick(*(tlps or tuple(Tlp))), "sources": (document, *published)}

    def add(self, record: Record) -> Any:
        self.records.append(record)
        return record.id

    def text(self, record: RecordId, rule: str) -> Text:
        return Text.of(uk=self.mark(record, rule))

    def venue(self, record: RecordId, *localities: str | None) -> Venue:
        return Venue(
            locality=self.pick(*localities),
            place=self.text(record, "venue"),
            link=self.mark(record, "venue"),
            capacity=self.number(record, "venue"),
            shelter_places=self.number(record, "venue"),
        )
