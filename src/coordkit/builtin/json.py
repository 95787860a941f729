"""The formats ``json`` and ``jsonl``: records whole, in all their languages, as ``coordkit.from_json`` reads them back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

import attrs

from coordkit import ExportError, to_json
from coordkit.ports import Report, Subject

if TYPE_CHECKING:
    from coordkit import Release

FORMAT = 1
"""The number of the layout of a ``json`` document."""


@attrs.frozen
class JsonExporter:
    """Writes one JSON document, UTF-8, LF.

    ``coordkit`` tells the layout's number, the subject, audience and day (``on``) and the label; ``records`` holds the canonical
    body of every record of the subject's kinds, one a line. A subject without records of its own, as coverage, has ``rows``
    instead: objects of columns to cells. There are no options.
    """

    name: str = attrs.field(default="json", init=False)
    suffix: str = attrs.field(default=".json", init=False)

    def write(
        self, release: Release, subject: Subject, out: BinaryIO, *, languages: Sequence[str], options: Mapping[str, Any]
    ) -> Report:
        """Writes the document, streaming. Raises ``ExportError`` for any option, before anything is written."""
        _refuse(options, self.name)
        label = release.label(subject)
        header = {
            "format": FORMAT,
            "subject": subject.name,
            "audience": release.audience.kind.value,
            "on": release.on.isoformat(),
            "label": label.label,
        }
        content = "records" if subject.records else "rows"
        out.write(f'{{"coordkit":{_compact(header)},"{content}":['.encode())
        written = 0
        for entry in _entries(release, subject, languages):
            out.write((b",\n" if written else b"\n") + entry.encode())
            written += 1
        out.write(b"\n]}\n")
        return Report(written=written, label=label)


@attrs.frozen
class JsonLinesExporter:
    """Writes JSON Lines, UTF-8: the canonical body of one record a line, each ended by LF, and nothing else.

    There is no header; the label stands in the report, and each record's TLP in its body. A subject without records of its own
    has one object of columns to cells a line. A text may hold U+2028 or NEL: split at LF only. There are no options.
    """

    name: str = attrs.field(default="jsonl", init=False)
    suffix: str = attrs.field(default=".jsonl", init=False)

    def write(
        self, release: Release, subject: Subject, out: BinaryIO, *, languages: Sequence[str], options: Mapping[str, Any]
    ) -> Report:
        """Writes the lines, streaming. Raises ``ExportError`` for any option, before anything is written."""
        _refuse(options, self.name)
        label = release.label(subject)
        written = 0
        for entry in _entries(release, subject, languages):
            out.write(entry.encode() + b"\n")
            written += 1
        return Report(written=written, label=label)


def _entries(release: Release, subject: Subject, languages: Sequence[str]) -> Iterator[str]:
    """The bodies of the subject's records; where it has none of its own, its rows as objects."""
    for kind in subject.records:
        yield from map(to_json, release.each(kind))
    if not subject.records:
        for row in subject.rows(release, languages):
            yield _compact(dict(zip(subject.columns, row, strict=True)))


def _compact(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _refuse(options: Mapping[str, Any], format: str) -> None:
    if options:
        raise ExportError(f"no option is called {', '.join(sorted(options))}; this format has none", where=format)


EXPORTERS = (JsonExporter(), JsonLinesExporter())
