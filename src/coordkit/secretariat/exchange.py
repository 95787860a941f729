"""Exchange: what an audience may see leaves the desk as a file."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from coordkit.codec.subjects import SUBJECTS, coverage_subject
from coordkit.domain.audiences import Audience
from coordkit.domain.errors import ExportError
from coordkit.ports import Exporter, Report, Subject
from coordkit.secretariat.desk import Secretariat
from coordkit.secretariat.groups import lowest_areas


def export(
    desk: Secretariat,
    subject: str | Subject,
    to: Path | str,
    *,
    audience: Audience,
    on: date | None = None,
    format: str | None = None,
    languages: Sequence[str] = (),
    **options: Any,
) -> Report:
    """Writes what ``audience`` may see of a subject to the file ``to``, whole or not at all, and tells what was left out.

    ``subject`` is a name (``organizations``, ``meetings``, ``coverage`` ...) or a Subject; ``on`` is the day it is made for
    (today); ``format`` is the file's ending unless told; ``languages`` those of the region; ``options`` go to the format.
    Raises ``ExportError`` for a subject or option that there is not, ``PluginError`` for a format.
    """
    path = Path(to)
    exporter = desk.plugins.exporter(format or path.suffix.lstrip("."))
    day = on or desk.today()
    wanted = _subject(desk, subject, day)
    spoken = tuple(languages) or (desk.region.languages if desk.region else ()) or ("en",)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as out, desk.release(audience, day) as release:
            report = exporter.write(release, wanted, out, languages=spoken, options=_options(desk, exporter, options, spoken))
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return report


def _subject(desk: Secretariat, subject: str | Subject, on: date) -> Subject:
    if not isinstance(subject, str):
        return subject
    if subject == "coverage":
        return coverage_subject(lowest_areas(desk), on)
    if subject in SUBJECTS:
        return SUBJECTS[subject]
    raise ExportError(f"{subject!r} is no subject; there are coverage, {', '.join(sorted(SUBJECTS))}", where="subject")


def _options(desk: Secretariat, exporter: Exporter, options: Mapping[str, Any], languages: Sequence[str]) -> Mapping[str, Any]:
    """The caller's options; a calendar also gets the names of the region's areas."""
    if exporter.suffix != ".ics" or desk.region is None or "localities" in options:
        return options
    names = {area.code: (area.centre or area.name).best(*languages) for area in desk.region.gazetteer}
    return {**options, "localities": names}
