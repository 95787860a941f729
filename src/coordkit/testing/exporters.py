"""The contract of exporters: what every format promises, whatever it looks like."""

from __future__ import annotations

import gc
import io
import tracemalloc
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import pytest

from coordkit import SUBJECTS, Audience, CoordkitError, ExportError, PersonId, Record, Release, Tlp
from coordkit.ports import Exporter, Report
from coordkit.testing.contract import Contract, needs
from coordkit.testing.export_samples import HIDDEN, SHOWN, hostile, many, samples
from coordkit.testing.releases import release_of

_LANGUAGES = ("en", "uk")
_FEW, _MANY = 100, 1_000
_MOST_GROWTH = 1.2
_UNCOLLECTED = 256 * 1024  # bytes: what may wait for the garbage collector, however few records there are


class ExporterContract(Contract):
    """Inherit it, and give it your format::

        class TestXlsx(ExporterContract):
            @pytest.fixture
            def exporter(self) -> Exporter:
                return XlsxExporter()

    Where the written bytes are not plain UTF-8 text, override ``read_back``, or the contract cannot see what leaks.
    """

    subjects: ClassVar[Sequence[str]] = tuple(SUBJECTS)
    """The names of the subjects that the format can write."""
    streams: ClassVar[bool] = True
    """Whether ten times as many records take no more memory; False where a format must hold all before it can write."""
    further: ClassVar[Mapping[str, Sequence[type[Record]]]] = {}
    """Kinds whose records the format writes with a subject beside the subject's own, as a calendar of meetings holds series."""

    @pytest.fixture
    def exporter(self) -> Exporter:
        """The format under test; override it."""
        pytest.fail("override the fixture `exporter` so that it gives your Exporter")

    def read_back(self, written: bytes) -> str:
        """All the text that stands in what was written, unpacked and unfolded."""
        return written.decode("utf-8")

    def write(
        self,
        exporter: Exporter,
        release: Release,
        subject: str,
        *,
        languages: Sequence[str] = _LANGUAGES,
        options: Mapping[str, Any] | None = None,
    ) -> tuple[Report, bytes]:
        """Writes a subject; gives the report and the bytes."""
        out = io.BytesIO()
        report = exporter.write(release, SUBJECTS[subject], out, languages=languages, options=options or {})
        return report, out.getvalue()

    # -- the promises

    def test_it_has_a_name_to_ask_for_and_an_ending_for_its_files(self, exporter: Exporter) -> None:
        assert exporter.name and exporter.name == exporter.name.strip().lower()
        assert exporter.suffix.startswith(".") and "/" not in exporter.suffix

    def test_out_stays_open(self, exporter: Exporter) -> None:
        for subject in self.subjects:
            out = io.BytesIO()
            exporter.write(release_of(samples()), SUBJECTS[subject], out, languages=_LANGUAGES, options={})
            gc.collect()  # a forgotten TextIOWrapper closes what it wraps when it is collected
            assert not out.closed, subject

    def test_what_its_audience_may_see_is_written(self, exporter: Exporter) -> None:
        for subject in self.subjects:
            _, written = self.write(exporter, self._showing(subject), subject)
            assert SHOWN.best("en") in self.read_back(written), subject

    def test_nothing_that_is_withheld_is_written(self, exporter: Exporter) -> None:
        for subject in self.subjects:
            _, written = self.write(exporter, release_of(samples()), subject)
            assert HIDDEN not in self.read_back(written), f"{subject} holds what the public may not see"

    def test_the_report_counts_what_was_written_and_names_what_was_left_out(self, exporter: Exporter) -> None:
        release = release_of(samples())
        for subject in self.subjects:
            report, _ = self.write(exporter, release, subject)
            assert report.written + len(report.left_out) == self._entries(release, subject), subject
            assert all(left.what and left.why for left in report.left_out), subject

    def test_what_is_left_out_tells_nothing_that_is_withheld(self, exporter: Exporter) -> None:
        for subject in self.subjects:
            report, _ = self.write(exporter, release_of(samples()), subject)
            assert HIDDEN not in repr(report.left_out), subject

    def test_the_label_is_the_releases(self, exporter: Exporter) -> None:
        for audience in (Audience.public(), Audience.of_named([PersonId(int=98)]), Audience.desk()):
            release = release_of(samples(), audience)
            for subject in self.subjects:
                report, _ = self.write(exporter, release, subject)
                assert report.label is release.label(SUBJECTS[subject]), (subject, audience.kind)

    def test_an_option_that_it_does_not_know_is_refused_before_anything_is_written(self, exporter: Exporter) -> None:
        out = io.BytesIO()
        with pytest.raises(ExportError, match="no_such_option"):
            exporter.write(
                release_of(samples()), SUBJECTS[self.subjects[0]], out, languages=_LANGUAGES, options={"no_such_option": 1}
            )
        assert out.getvalue() == b""

    def test_the_same_release_gives_the_same_bytes(self, exporter: Exporter) -> None:
        release = release_of(samples())
        for subject in self.subjects:
            assert self.write(exporter, release, subject) == self.write(exporter, release, subject), subject
            assert self.write(exporter, release_of(samples()), subject) == self.write(exporter, release, subject), subject

    def test_an_empty_desk_is_written_as_well(self, exporter: Exporter) -> None:
        for subject in self.subjects:
            report, _ = self.write(exporter, release_of([]), subject)
            assert (report.written, report.left_out, report.label) == (0, (), Tlp.CLEAR), subject

    def test_texts_stand_in_the_first_language_that_there_is(self, exporter: Exporter) -> None:
        for languages, words in ((("uk", "en"), "uk"), (("en", "uk"), "en"), (("fr", "uk"), "uk"), ((), "uk")):
            for subject in self.subjects:
                _, written = self.write(exporter, self._showing(subject), subject, languages=languages)
                assert SHOWN.best(words) in self.read_back(written), (subject, languages)

    def test_a_text_that_looks_like_structure_is_written_without_harm(self, exporter: Exporter) -> None:
        release = release_of(hostile())
        for subject in self.subjects:
            report, written = self.write(exporter, release, subject)
            assert report.written + len(report.left_out) == self._entries(release, subject), subject
            assert self.read_back(written) or not report.written, subject

    def test_an_out_that_can_only_write_is_enough(self, exporter: Exporter) -> None:
        for subject in self.subjects:
            exporter.write(release_of(samples()), SUBJECTS[subject], _Drain(), languages=_LANGUAGES, options={})  # type: ignore[arg-type]  # on purpose the least that an `out` can be

    def test_a_full_disk_is_not_kept_quiet(self, exporter: Exporter) -> None:
        with pytest.raises((OSError, CoordkitError)):
            exporter.write(
                self._many(50),
                SUBJECTS[self._subject],
                _Full(),  # type: ignore[arg-type]  # on purpose the least that an `out` can be
                languages=_LANGUAGES,
                options={},
            )

    @needs("streams")
    def test_ten_times_as_many_records_take_no_more_memory(self, exporter: Exporter) -> None:
        self._peak(exporter, 100)  # what is loaded or cached once does not count
        few, many = self._peak(exporter, _FEW), self._peak(exporter, _MANY)
        assert many <= few * _MOST_GROWTH + _UNCOLLECTED, (
            f"{_FEW} records took {few} bytes at the peak, {_MANY} took {many}: stream them"
        )

    def _showing(self, subject: str) -> Release:
        """What the public may see, or where that is nothing of this subject, the desk itself."""
        public = release_of(samples())
        return public if self._entries(public, subject) else release_of(samples(), Audience.desk())

    def _entries(self, release: Release, subject: str) -> int:
        """How many records, or where it has none of its own, rows a release shows of a subject."""
        table = SUBJECTS[subject]
        if table.records:
            return sum(1 for kind in (*table.records, *self.further.get(subject, ())) for _ in release.each(kind))
        return sum(1 for _ in table.rows(release, _LANGUAGES))

    @property
    def _subject(self) -> str:
        """The subject by which it is measured; meetings have most to tell."""
        return "meetings" if "meetings" in self.subjects else self.subjects[0]

    def _many(self, number: int) -> Release:
        return release_of(many(SUBJECTS[self._subject].kinds[0], number))

    def _peak(self, exporter: Exporter, number: int) -> int:
        release = self._many(number)
        gc.collect()
        tracemalloc.start()
        try:
            exporter.write(release, SUBJECTS[self._subject], _Drain(), languages=_LANGUAGES, options={})  # type: ignore[arg-type]  # as above
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


class _Drain(io.RawIOBase):
    """Takes everything and keeps nothing; cannot seek."""

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        return len(data)


class _Full(_Drain):
    """A disk without room."""

    def write(self, data: Any) -> int:
        raise OSError(28, "No space left on device")
