"""The format ``ics``: the meetings and series that a Release shows, as a calendar to subscribe to or to import."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

import attrs

from coordkit import ExportError, Meeting, MeetingId, MeetingSeries, SeriesInFeed, write_feed
from coordkit.ports import LeftOut, Report, Subject

if TYPE_CHECKING:
    from coordkit import MeetingSeriesId, Release

_OPTIONS = ("name", "only", "localities")


@attrs.frozen
class IcsExporter:
    """Writes meetings as a calendar without METHOD and without attendees.

    The subject is ``meetings``: single ones, and series with what became of their occurrences (``write_feed`` has the rules). The
    subject ``series`` makes no calendar, since it says nothing of what was moved or cancelled.

    Options: ``name``, the calendar's name (else the subject's); ``only``, a MeetingId for a calendar of that one meeting (an
    occurrence of a series stands there by itself); ``localities``, a mapping or a function from an area's code to its name.
    """

    name: str = attrs.field(default="ics", init=False)
    suffix: str = attrs.field(default=".ics", init=False)

    def write(
        self, release: Release, subject: Subject, out: BinaryIO, *, languages: Sequence[str], options: Mapping[str, Any]
    ) -> Report:
        """Writes the calendar, streaming; the report names each meeting left out and why.

        Raises ``ExportError`` for an unknown option, a subject without meetings, and an ``only`` that the release does not show.
        """
        if unknown := sorted(set(options) - set(_OPTIONS)):
            raise ExportError(f"no option is called {', '.join(unknown)}; there are {', '.join(_OPTIONS)}", where="ics")
        if Meeting not in subject.kinds:
            raise ExportError(f"{subject.name} holds no meetings; export the subject meetings", where="ics")
        left_out: list[LeftOut] = []
        written = write_feed(
            _meetings(release, options.get("only")),
            name=str(options.get("name") or subject.name),
            languages=languages,
            locality_of=_locality_of(options.get("localities")),
            out=out,
            left_out=lambda record, why: left_out.append(
                LeftOut(what=f"{record.title.best(*languages)} ({record.id})", why=why.reason, code=why.code)
            ),
        )
        return Report(written=written, label=release.label(subject), left_out=tuple(left_out))


def _meetings(release: Release, only: object) -> Iterable[Meeting | SeriesInFeed]:
    if only is None:
        return _everything(release)
    meeting = release.get(only) if isinstance(only, MeetingId) else None
    if not isinstance(meeting, Meeting):
        raise ExportError(f"this audience sees no meeting {only}; give the id of one that it sees", where="ics, option only")
    return (meeting,)


def _everything(release: Release) -> Iterator[Meeting | SeriesInFeed]:
    """Single meetings as they come, and then each series with the meetings that stand for its occurrences."""
    occurrences: defaultdict[MeetingSeriesId, list[MeetingId]] = defaultdict(list)
    for meeting in release.each(Meeting):
        if meeting.series is None:
            yield meeting
        else:
            occurrences[meeting.series].append(meeting.id)
    for series in release.each(MeetingSeries):
        found = (release.get(ref) for ref in occurrences[series.id])
        yield SeriesInFeed(series, [shown for shown in found if isinstance(shown, Meeting)], release.withheld_days(series.id))


def _locality_of(localities: object) -> Callable[[str], str | None]:
    if localities is None:
        return lambda code: None
    if isinstance(localities, Mapping):
        return localities.get
    if callable(localities):
        return localities
    raise ExportError("give a mapping or a function from an area's code to its name", where="ics, option localities")


EXPORTER = IcsExporter()
