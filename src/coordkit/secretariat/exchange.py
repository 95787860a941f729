"""Exchange: what an audience may see leaves the desk as a file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import attrs

from coordkit.codec.subjects import SUBJECTS, coverage_subject
from coordkit.domain.audiences import Audience, AudienceKind
from coordkit.domain.dates import expect_day
from coordkit.domain.errors import ExportError, expect, several, told
from coordkit.domain.records import Record, RecordId, Tlp
from coordkit.domain.sharing import Release
from coordkit.domain.snapshots import Glance, Loaded
from coordkit.ports import Exporter, Report, Subject
from coordkit.secretariat.desk import Secretariat
from coordkit.secretariat.files import whole_file
from coordkit.secretariat.groups import lowest_areas
from coordkit.secretariat.guarding import guard_of, kept_table, release_for
from coordkit.secretariat.snapshot import DeskSnapshot

Progress = Callable[[int, int], None]
"""Is told how many records were read, and of how many."""
_TOLD_EVERY = 100


def export(
    desk: Secretariat,
    subject: str | Subject,
    to: Path | str,
    *,
    audience: Audience,
    on: date | None = None,
    format: str | None = None,
    languages: Sequence[str] = (),
    progress: Progress | None = None,
    **options: Any,
) -> Report:
    """Writes what ``audience`` may see of a subject to the file ``to``, whole or not at all, and tells what was left out.

    ``subject`` is a name (``organizations``, ``meetings``, ``coverage`` ...) or a Subject; ``on`` is the day it is made for
    (today); ``format`` is the file's ending unless told; ``languages`` those of the region; ``options`` go to the format.
    ``progress`` is told now and then how far it is; to count beforehand costs a pass over the index.
    A new file is for its owner alone (mode 0600), one that was there keeps its mode. Raises ``ExportError`` for a subject or option
    that there is not and for a file that cannot be written, ``PluginError`` for a format.
    """
    expect(to, (str, os.PathLike), "to", "name a file, such as out/meetings.csv")
    expect(audience, Audience, "audience", "write Audience.public()")
    path = Path(to)
    ending = format or path.suffix.lstrip(".")
    if not ending:
        raise ExportError("this file's ending names no format; end it in .csv, .json or .ics, or say the format", where=str(path))
    exporter = desk.plugins.exporter(ending)
    day = on or desk.today()
    expect_day(day, "on")
    several(languages, str, "languages")
    wanted = _subject(desk, subject, day)
    spoken = tuple(languages) or (desk.region.languages if desk.region else ()) or ("en",)
    with whole_file(path) as out, _released(desk, audience, day, wanted, progress) as release:
        return exporter.write(release, wanted, out, languages=spoken, options=_options(desk, exporter, options, spoken))


@contextmanager
def _released(desk: Secretariat, audience: Audience, on: date, subject: Subject, progress: Progress | None) -> Iterator[Release]:
    if progress is None:
        with desk.release(audience, on) as release:
            yield release
        return
    with desk.store.snapshot() as unit:
        yield release_for(desk, unit, _Watched(DeskSnapshot(unit), subject, progress), audience, on)


@attrs.frozen(kw_only=True)
class HeldBack:
    """Why an audience may miss something: records of the subject above its clearance, and areas whose status nobody loaded."""

    above_clearance: int
    no_statuses: bool


def held_back(desk: Secretariat, subject: str | Subject, audience: Audience, on: date | None = None) -> HeldBack:
    """What keeps records of a subject from an audience, for whoever wonders at a file with little in it. One pass over the index.

    ``no_statuses`` is true where the gate guards all areas because no table of territory is loaded (``secretariat.territory``).
    """
    day = on or desk.today()
    with desk.store.snapshot() as unit:
        kinds = _own_kinds(_subject(desk, subject, day))
        tlps = (glance.tlp for kind in kinds for glance in DeskSnapshot(unit).glances(kind))
        is_desk = audience.kind is AudienceKind.DESK
        above = 0 if is_desk else sum(tlp > audience.clearance for tlp in tlps)
        is_guarded = not is_desk and audience.clearance < Tlp.AMBER and guard_of(desk, unit, day) is not None
        return HeldBack(above_clearance=above, no_statuses=is_guarded and kept_table(unit) is None)


def _own_kinds(subject: Subject) -> frozenset[type[Record]]:
    """The kinds of which the subject's own records are; the others it only names."""
    return frozenset(subject.records or subject.kinds[:1])


class _Watched:
    """A snapshot that tells how many of the subject's own records were read from it."""

    def __init__(self, snapshot: DeskSnapshot, subject: Subject, progress: Progress) -> None:
        self._snapshot = snapshot
        self._progress = progress
        self._watched = _own_kinds(subject)
        self._all = sum(1 for kind in self._watched for _ in snapshot.glances(kind))
        self._done = 0
        progress(0, self._all)

    def glances(self, kind: type[Record]) -> Iterator[Glance]:
        """See ``Snapshot``."""
        return self._snapshot.glances(kind)

    def read(self, wanted: type[Record] | RecordId) -> Loaded:
        """See ``Snapshot``."""
        found = self._snapshot.read(wanted)
        return self._counted(found) if isinstance(wanted, type) and wanted in self._watched else found

    def _counted(self, found: Loaded) -> Loaded:
        for entry in found:
            yield entry
            self._done += 1
            if not self._done % _TOLD_EVERY:
                self._progress(self._done, self._all)
        self._progress(self._done, self._all)


def _subject(desk: Secretariat, subject: str | Subject, on: date) -> Subject:
    if not isinstance(subject, str):
        if isinstance(subject, type) or not hasattr(subject, "kinds"):
            raise ExportError(f"expected the name of a subject, such as meetings, not {told(subject)}", where="subject")
        return subject
    if subject == "coverage":
        return coverage_subject(lowest_areas(desk), on)
    if subject in SUBJECTS:
        return SUBJECTS[subject]
    raise ExportError(f"{subject!r} is no subject; there are coverage, {', '.join(sorted(SUBJECTS))}", where="subject")


def _options(desk: Secretariat, exporter: Exporter, options: Mapping[str, Any], languages: Sequence[str]) -> Mapping[str, Any]:
    """The caller's options; a calendar also gets the names of areas, of the desk's region and of its neighbours'."""
    if exporter.suffix != ".ics" or "localities" in options:
        return options

    def name_of(code: str) -> str | None:
        region = desk.plugins.region_for_area(code)
        area = region.gazetteer.area(code) if region else None
        return (area.centre or area.name).best(*languages) if area else None

    return {**options, "localities": name_of}
