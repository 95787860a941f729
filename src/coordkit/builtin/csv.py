"""The format ``csv``: a subject's table for spreadsheets, in which no cell starts a formula."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

import attrs

from coordkit import ExportError, guarded
from coordkit.ports import Report, Subject

if TYPE_CHECKING:
    from coordkit import Release

_OPTIONS = ("separator", "bom")
_SEPARATORS = (",", ";", "\t")
_BOM = "\ufeff"


@attrs.frozen
class CsvExporter:
    """Writes one table: UTF-8, RFC 4180, rows end with CRLF, every cell guarded. ``coordkit.read_rows`` reads it back.

    Options: ``separator``, one of ``,`` (if not said), ``;`` (which a Ukrainian Excel expects) and tab; ``bom``, whether a byte
    order mark tells spreadsheets that it is UTF-8 (True).
    """

    name: str = attrs.field(default="csv", init=False)
    suffix: str = attrs.field(default=".csv", init=False)

    def write(
        self, release: Release, subject: Subject, out: BinaryIO, *, languages: Sequence[str], options: Mapping[str, Any]
    ) -> Report:
        """Writes the table, streaming. Raises ``ExportError`` for an unknown option, before anything is written."""
        separator, bom = _read(options)
        label = release.label(subject)
        text = _Utf8(out)
        table = csv.writer(text, delimiter=separator, lineterminator="\r\n")
        if bom:
            text.write(_BOM)
        table.writerow(map(guarded, subject.columns))
        written = 0
        for row in subject.rows(release, languages):
            table.writerow(map(guarded, row))
            written += 1
        return Report(written=written, label=label)


@attrs.frozen
class _Utf8:
    """Text into a binary file that stays open whatever happens, as a ``TextIOWrapper`` would not leave it."""

    out: BinaryIO

    def write(self, text: str) -> None:
        self.out.write(text.encode())


def _read(options: Mapping[str, Any]) -> tuple[str, bool]:
    """The separator, and whether there is a byte order mark."""
    if unknown := sorted(set(options) - set(_OPTIONS)):
        raise ExportError(f"no option is called {', '.join(unknown)}; there are {', '.join(_OPTIONS)}", where="csv")
    separator, bom = options.get("separator", ","), options.get("bom", True)
    if separator not in _SEPARATORS:
        raise ExportError(f"{separator!r} cannot separate cells; give ',', ';' or a tab", where="csv, option separator")
    if not isinstance(bom, bool):
        raise ExportError(f"{bom!r} is neither True nor False", where="csv, option bom")
    return separator, bom


EXPORTER = CsvExporter()
