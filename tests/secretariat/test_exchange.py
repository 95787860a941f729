"""Exports: whole or not at all, and nobody waits for one."""

from __future__ import annotations

import errno
import json
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO
from uuid import uuid4

import attrs
import pytest

from coordkit import (
    Audience,
    Consent,
    Contact,
    ContactKind,
    ExportError,
    Organization,
    PluginError,
    Release,
    Secretariat,
    Tlp,
    Venue,
    hookimpl,
)
from coordkit.ports import Exporter, Message, MessageState, Report, Subject
from coordkit.secretariat import territory
from coordkit.secretariat.exchange import HeldBack, export, held_back
from coordkit.secretariat.groups import coverage_on
from tests.secretariat import desks


@attrs.define
class Slow:
    """A format that writes one name a line, and lets something happen after the first."""

    meanwhile: Any = None
    name: str = "slow"
    suffix: str = ".slow"

    def write(
        self, release: Release, subject: Subject, out: BinaryIO, *, languages: Sequence[str], options: Mapping[str, Any]
    ) -> Report:
        written = 0
        for record in release.each(Organization):
            out.write(f"{record.name}\n".encode())
            out.flush()
            if written == 0 and self.meanwhile:
                self.meanwhile()
            written += 1
        return Report(written=written, label=release.label(subject))


def with_format(exporter: Exporter) -> ModuleType:
    module = ModuleType("slow")
    module.coordkit_exporters = hookimpl(lambda: [exporter])  # type: ignore[attr-defined]  # a module takes any name
    return module


def filled(url: str, exporter: Exporter, **more: Any) -> Secretariat:
    desk = desks.opened(url, plugins=desks.plugins(with_format(exporter)), **more)
    desk.save(
        *(desks.organization(desk, name, tlp=tlp) for name, tlp in (("Один", Tlp.CLEAR), ("Два", Tlp.CLEAR), ("Три", Tlp.RED)))
    )
    return desk


def test_a_file_holds_what_the_audience_may_see(url: str, tmp_path: Path) -> None:
    with filled(url, Slow()) as desk:
        to = tmp_path / "deep" / "organizations.slow"
        assert export(desk, "organizations", to, audience=Audience.public()) == Report(written=2, label=Tlp.CLEAR)
        assert to.read_text(encoding="utf-8") == "Один\nДва\n"
        export(desk, "organizations", str(to), audience=Audience.desk())
        assert len(to.read_text(encoding="utf-8").splitlines()) == 3
        assert [path.name for path in to.parent.iterdir()] == [to.name]
        assert stat.S_IMODE(to.stat().st_mode) == 0o600


def test_an_exporter_that_fails_halfway_leaves_no_file_and_the_old_one_as_it_was(url: str, tmp_path: Path) -> None:
    def hawk() -> None:
        raise ZeroDivisionError("a hawk")

    folder = tmp_path / "out"
    with filled(url, Slow(hawk)) as desk:
        for content in (None, "before"):
            to = folder / "organizations.slow"
            if content:
                to.write_text(content)
            with pytest.raises(ZeroDivisionError):
                export(desk, "organizations", to, audience=Audience.public())
            assert [path.name for path in folder.iterdir()] == ([to.name] if content else [])
            assert not content or to.read_text() == content


def test_a_file_that_was_there_keeps_its_mode(tmp_path: Path) -> None:
    to = tmp_path / "organizations.slow"
    to.write_text("before")
    to.chmod(0o644)
    export(filled("memory://", Slow()), "organizations", to, audience=Audience.public())
    assert to.read_text(encoding="utf-8") == "Один\nДва\n"
    assert stat.S_IMODE(to.stat().st_mode) == 0o644


@pytest.mark.parametrize("name", ["folder.slow", "file/a.slow", "pipe.slow", "a" * 300 + ".slow", "a\0.slow"])
def test_a_place_that_takes_no_file_is_one_clear_error_and_stays_as_it_is(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.slow").mkdir()
    (tmp_path / "file").write_text("before")
    os.mkfifo(tmp_path / "pipe.slow")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(ExportError, match="name a file"):
        export(filled("memory://", Slow()), "organizations", tmp_path / name, audience=Audience.public())
    assert sorted(tmp_path.iterdir()) == before
    assert (tmp_path / "pipe.slow").is_fifo()


def test_a_full_disk_is_one_clear_error_and_the_old_file_stays(tmp_path: Path) -> None:
    def full() -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    to = tmp_path / "organizations.slow"
    to.write_text("before")
    with pytest.raises(ExportError, match="No space left on device"):
        export(filled("memory://", Slow(full)), "organizations", to, audience=Audience.public())
    assert to.read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == [to.name]


@pytest.mark.parametrize(
    ("subject", "name", "error", "complaint"),
    [
        ("organisations", "a.slow", ExportError, "subject: 'organisations' is no subject; there are coverage, .*organizations"),
        ("organizations", "a.docx", PluginError, "docx"),
        ("organizations", "noending", ExportError, "noending: this file's ending names no format; end it in .csv"),
    ],
)
def test_what_cannot_be_exported_is_told_before_anything_is_written(
    tmp_path: Path, subject: str, name: str, error: type[Exception], complaint: str
) -> None:
    folder = tmp_path / "out"
    with pytest.raises(error, match=complaint):
        export(filled("memory://", Slow()), subject, folder / name, audience=Audience.public())
    assert not folder.exists()


def test_the_format_may_be_told_apart_from_the_ending(tmp_path: Path) -> None:
    export(filled("memory://", Slow()), "organizations", tmp_path / "list.txt", audience=Audience.public(), format="slow")
    assert (tmp_path / "list.txt").is_file()


WRITER = """
import sys
import coordkit
from coordkit import Organization, OrganizationId, Text
with coordkit.open(sys.argv[1], actor="Інша", plugins=coordkit.Plugins.discover(environ={"COORDKIT_PLUGINS": "none"})) as desk:
    desk.save(Organization(id=desk.new(OrganizationId), name=Text.of(uk="Нова"), tlp=coordkit.Tlp.CLEAR))
"""


def test_another_process_writes_and_another_thread_writes_and_settles_while_an_export_streams(tmp_path: Path) -> None:
    url = desks.sqlite(tmp_path)
    done: list[int] = []
    now = datetime(2026, 3, 1, 9, tzinfo=UTC)
    message = Message(uuid4(), "folder", "a@example.org", b"", (), queued_at=now, due_at=now)

    def in_a_thread() -> None:
        with desks.opened(url, new_id=uuid4) as other:
            other.save(desks.organization(other, "З потоку", tlp=Tlp.CLEAR))
            with other.store.unit() as unit:
                unit.lease("folder", now=now, until=now + timedelta(minutes=1), limit=1)
                unit.settle(message.id, MessageState.SENT)
                unit.commit()
            done.append(2)

    def meanwhile() -> None:
        written = subprocess.run([sys.executable, "-c", WRITER, url], capture_output=True, text=True, timeout=60)
        assert written.returncode == 0, written.stderr
        done.append(1)
        thread = threading.Thread(target=in_a_thread)
        thread.start()
        thread.join(60)

    with filled(url, Slow(meanwhile)) as desk:
        with desk.work() as work:
            work.enqueue(message)
            work.commit()
        to = tmp_path / "out" / "organizations.slow"
        export(desk, "organizations", to, audience=Audience.public())
        assert to.read_text(encoding="utf-8") == "Один\nДва\n"
        assert done == [1, 2]
        assert len(desk.each(Organization)) == 5
        with desk.store.unit() as unit:
            assert [each.state for each in unit.messages()] == [MessageState.SENT]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["desk.db", "out"]


def test_an_export_is_a_snapshot_also_for_the_desk_that_makes_it(url: str, tmp_path: Path) -> None:
    slow = Slow()
    with filled(url, slow) as desk:
        slow.meanwhile = lambda: desk.save(desks.organization(desk, "Нова", tlp=Tlp.CLEAR))
        report = export(desk, "organizations", tmp_path / "a.slow", audience=Audience.public())
        assert report.written == 2
        assert len(desk.each(Organization)) == 4


def test_coverage_is_a_subject_of_the_desks_region_and_day(tmp_path: Path) -> None:
    desk = desks.opened(region="kherson")
    to = tmp_path / "coverage.json"
    export(desk, "coverage", to, audience=Audience.public(), on=date(2025, 12, 31))
    assert json.loads(to.read_text(encoding="utf-8"))
    assert len(coverage_on(desk, date(2025, 12, 31))) == 49


def test_a_subject_may_be_handed_in(tmp_path: Path) -> None:
    @attrs.frozen
    class Names:
        name: str = "names"
        columns: tuple[str, ...] = ("name",)
        kinds: tuple[Any, ...] = (Organization,)
        records: tuple[Any, ...] = ()

        def rows(self, release: Release, languages: Sequence[str]) -> Any:
            return ((each.name.best(*languages),) for each in release.each(Organization))

    desk = desks.opened()
    desk.save(desks.organization(desk, "Один", tlp=Tlp.CLEAR))
    to = tmp_path / "names.csv"
    export(desk, Names(), to, audience=Audience.public(), languages=("uk",))
    assert "Один" in to.read_text(encoding="utf-8-sig")


def test_a_calendar_names_the_places_of_a_neighbouring_region_too(tmp_path: Path) -> None:
    desk = desks.opened(region="kherson")
    for code in ("UA65100150000057191", "UA53040030000088898"):  # Kherson, Lubny
        desk.save(desks.meeting(desk, code, venue=Venue(locality=code)).scheduled(desks.TEN))
    export(desk, "meetings", tmp_path / "a.ics", audience=Audience.desk(), languages=("en",))
    feed = (tmp_path / "a.ics").read_text(encoding="utf-8")
    assert "LOCATION:Kherson" in feed
    assert "LOCATION:Lubny" in feed


def test_an_export_that_is_watched_is_let_through_the_same_gate(tmp_path: Path) -> None:
    with desks.opened(region="kherson") as desk:  # no table of territory is loaded, so every area is guarded
        contact = Contact(kind=ContactKind.EMAIL, value="duty@example.org", in_public=Consent(since="2020"))
        desk.save(desks.organization(desk, "Один", tlp=Tlp.CLEAR, areas=("UA65100150000057191",), contacts=(contact,)))
        told: list[tuple[int, int]] = []
        for name, progress in (("quiet.json", None), ("watched.json", lambda done, total: told.append((done, total)))):
            export(desk, "organizations", tmp_path / name, audience=Audience.public(), progress=progress)
        quiet, watched = ((tmp_path / name).read_text(encoding="utf-8") for name in ("quiet.json", "watched.json"))
        assert watched == quiet and "duty@example.org" not in watched and told


def test_it_is_told_what_keeps_records_from_an_audience() -> None:
    with desks.opened(region="kherson") as desk:
        desk.save(desks.organization(desk, "Один", tlp=Tlp.CLEAR), desks.organization(desk, "Два", tlp=Tlp.RED))
        public, all_of_it = Audience.public(), Audience.desk()
        assert held_back(desk, "organizations", public) == HeldBack(above_clearance=1, no_statuses=True)
        assert held_back(desk, "organizations", all_of_it) == HeldBack(above_clearance=0, no_statuses=False)
        table = b"area,status\nUA65100150000057191,occupied\n"  # made up: the project ships no statuses
        told: dict[str, Any] = {"edition": "7", "dated": date(2026, 2, 1), "source": "https://example.org/7"}
        territory.load(desk, table, covers=["kherson"], good_through=date(2026, 8, 1), **told)
        assert held_back(desk, "organizations", public) == HeldBack(above_clearance=1, no_statuses=False)
