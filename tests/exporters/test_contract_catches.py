"""The contract of exporters catches those that break it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import Any, BinaryIO

import attrs
import pytest

from coordkit import Audience, PersonId, Release, Tlp, to_json
from coordkit.builtin.json import EXPORTERS
from coordkit.ports import Exporter, LeftOut, Report, Subject
from coordkit.testing import ExporterContract

_RIGHT = EXPORTERS[1]
_TURNS = count()
Write = Callable[[Release, Subject, BinaryIO, Sequence[str], Mapping[str, Any]], Report]


@attrs.frozen
class Broken:
    """JSON Lines with one thing wrong."""

    how: Write
    name: str = "broken"
    suffix: str = ".broken"

    def write(
        self, release: Release, subject: Subject, out: BinaryIO, *, languages: Sequence[str], options: Mapping[str, Any]
    ) -> Report:
        return self.how(release, subject, out, languages, options)


def _rightly(release: Release, subject: Subject, out: BinaryIO, languages: Sequence[str], options: Mapping[str, Any]) -> Report:
    return _RIGHT.write(release, subject, out, languages=languages, options=options)


def closes_what_it_was_given(
    release: Release, subject: Subject, out: BinaryIO, languages: Sequence[str], options: Mapping[str, Any]
) -> Report:
    report = _rightly(release, subject, out, languages, options)
    out.close()
    return report


def forgets_to_detach(
    release: Release, subject: Subject, out: BinaryIO, languages: Sequence[str], options: Mapping[str, Any]
) -> Report:
    text = io.TextIOWrapper(out, encoding="utf-8")
    text.write("…")
    return _rightly(release, subject, out, languages, options)


def goes_round_the_gate(
    release: Release, subject: Subject, out: BinaryIO, languages: Sequence[str], options: Mapping[str, Any]
) -> Report:
    report = _rightly(release, subject, out, languages, options)
    for kind in subject.kinds:
        for _, load in release._snapshot.read(kind):
            out.write(to_json(load()).encode())
    return report


def widens_the_audience(
    release: Release, subject: Subject, out: BinaryIO, languages: Sequence[str], options: Mapping[str, Any]
) -> Report:
    return _rightly(Release(release._snapshot, Audience.of_named([PersonId(int=98)]), release.on), subject, out, languages, options)


def miscounts(release: Release, subject: Subject, out: BinaryIO, languages: Sequence[str], options: Mapping[str, Any]) -> Report:
    return attrs.evolve(_rightly(release, subject, out, languages, options), written=1)


def tells_what_it_left_out(
    release: Release, subject: Subject, out: BinaryIO, languages: Sequence[str], options: Mapping[str, Any]
) -> Report:
    report = _rightly(release, subject, out, languages, options)
    unseen = [load() for kind in subject.kinds for _, load in release._snapshot.read(kind)]
    return attrs.evolve(report, left_out=tuple(LeftOut(what=to_json(record), why="withheld") for record in unseen))


def always_says_amber(
    release: Release, subject: Subject, out: BinaryIO, languages: Sequence[str], options: Mapping[str, Any]
) -> Report:
    return attrs.evolve(_rightly(release, subject, out, languages, options), label=Tlp.AMBER)


def takes_every_option(
    release: Release, subject: Subject, out: BinaryIO, languages: Sequence[str], options: Mapping[str, Any]
) -> Report:
    return _rightly(release, subject, out, languages, {})


def writes_before_it_looks(
    release: Release, subject: Subject, out: BinaryIO, languages: Sequence[str], options: Mapping[str, Any]
) -> Report:
    out.write(b"header\n")
    return _rightly(release, subject, out, languages, options)


def never_writes_the_same_twice(
    release: Release, subject: Subject, out: BinaryIO, languages: Sequence[str], options: Mapping[str, Any]
) -> Report:
    out.write(str(next(_TURNS)).encode())
    return _rightly(release, subject, out, languages, options)


def needs_a_first_record(
    release: Release, subject: Subject, out: BinaryIO, languages: Sequence[str], options: Mapping[str, Any]
) -> Report:
    assert next(release.each(subject.kinds[0]), None) is not None
    return _rightly(release, subject, out, languages, options)


def speaks_english_only(
    release: Release, subject: Subject, out: BinaryIO, languages: Sequence[str], options: Mapping[str, Any]
) -> Report:
    rows = list(subject.rows(release, ["en"]))
    out.write(json.dumps(rows, ensure_ascii=False).encode())
    return Report(written=len(rows), label=release.label(subject))


def writes_nothing(
    release: Release, subject: Subject, out: BinaryIO, languages: Sequence[str], options: Mapping[str, Any]
) -> Report:
    return Report(written=sum(1 for _ in subject.rows(release, languages)), label=release.label(subject))


def stumbles_over_line_breaks(
    release: Release, subject: Subject, out: BinaryIO, languages: Sequence[str], options: Mapping[str, Any]
) -> Report:
    written = 0
    for row in subject.rows(release, languages):
        written += len("\t".join(row).splitlines())
    return Report(written=written, label=release.label(subject))


def wants_to_seek(
    release: Release, subject: Subject, out: BinaryIO, languages: Sequence[str], options: Mapping[str, Any]
) -> Report:
    report = _rightly(release, subject, out, languages, options)
    assert out.seekable()
    return report


def keeps_a_full_disk_quiet(
    release: Release, subject: Subject, out: BinaryIO, languages: Sequence[str], options: Mapping[str, Any]
) -> Report:
    try:
        return _rightly(release, subject, out, languages, options)
    except OSError:
        return Report(written=0, label=Tlp.CLEAR)


def holds_all_of_it(
    release: Release, subject: Subject, out: BinaryIO, languages: Sequence[str], options: Mapping[str, Any]
) -> Report:
    rows = list(subject.rows(release, languages))
    out.write(repr(rows).encode())
    return Report(written=len(rows), label=release.label(subject))


_P = ExporterContract
CAUGHT: tuple[tuple[Write, Callable[[ExporterContract, Exporter], None]], ...] = (
    (closes_what_it_was_given, _P.test_out_stays_open),
    (forgets_to_detach, _P.test_out_stays_open),
    (goes_round_the_gate, _P.test_nothing_that_is_withheld_is_written),
    (widens_the_audience, _P.test_nothing_that_is_withheld_is_written),
    (miscounts, _P.test_the_report_counts_what_was_written_and_names_what_was_left_out),
    (tells_what_it_left_out, _P.test_what_is_left_out_tells_nothing_that_is_withheld),
    (always_says_amber, _P.test_the_label_is_the_releases),
    (takes_every_option, _P.test_an_option_that_it_does_not_know_is_refused_before_anything_is_written),
    (writes_before_it_looks, _P.test_an_option_that_it_does_not_know_is_refused_before_anything_is_written),
    (never_writes_the_same_twice, _P.test_the_same_release_gives_the_same_bytes),
    (needs_a_first_record, _P.test_an_empty_desk_is_written_as_well),
    (speaks_english_only, _P.test_texts_stand_in_the_first_language_that_there_is),
    (writes_nothing, _P.test_what_its_audience_may_see_is_written),
    (stumbles_over_line_breaks, _P.test_a_text_that_looks_like_structure_is_written_without_harm),
    (wants_to_seek, _P.test_an_out_that_can_only_write_is_enough),
    (keeps_a_full_disk_quiet, _P.test_a_full_disk_is_not_kept_quiet),
    (holds_all_of_it, _P.test_ten_times_as_many_records_take_no_more_memory),
)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(("how", "promise"), CAUGHT, ids=[how.__name__ for how, _ in CAUGHT])
def test_an_exporter_that_breaks_a_promise_is_caught(how: Write, promise: Callable[[ExporterContract, Exporter], None]) -> None:
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        promise(ExporterContract(), Broken(how))


def test_each_promise_about_what_is_written_has_an_exporter_that_breaks_it() -> None:
    promises = {name for name in dir(ExporterContract) if name.startswith("test_")}
    broken = {promise.__name__ for _, promise in CAUGHT}
    assert promises - broken == {"test_it_has_a_name_to_ask_for_and_an_ending_for_its_files"}
