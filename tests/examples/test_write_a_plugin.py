"""The four plugins of ``examples/write_a_plugin.py`` really work: the contracts hold, and a desk uses them."""

from __future__ import annotations

import importlib.util
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from types import ModuleType
from uuid import UUID

import pytest

from coordkit import (
    Audience,
    CheckFailed,
    DomainError,
    ExportError,
    Organization,
    OrganizationId,
    PermanentFailure,
    Plugins,
    StoreError,
    TemporaryFailure,
    Text,
    Tlp,
)
from coordkit import open as open_desk
from coordkit.ports import Exporter, Message, Notifier, Store
from coordkit.secretariat.exchange import export
from coordkit.testing import ExporterContract, NotifierContract, RegionContract, StoreContract
from coordkit.testing.store_samples import change, document, keep

EXAMPLE = Path(__file__).parents[2] / "examples" / "write_a_plugin.py"
NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)


def module() -> ModuleType:
    """The example as a module; the processes of the contract load this file alone, so it is found by its path."""
    if "write_a_plugin" not in sys.modules:
        spec = importlib.util.spec_from_file_location("write_a_plugin", EXAMPLE)
        assert spec is not None and spec.loader is not None
        sys.modules["write_a_plugin"] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules["write_a_plugin"])
    return sys.modules["write_a_plugin"]


def plugins() -> Plugins:
    return Plugins.discover(module(), environ={"COORDKIT_PLUGINS": "none"})


class TestWitnessed(StoreContract):
    def open_store(self, path: Path) -> Store:
        return plugins().store("witnessed").open(f"/{path}.db")


class TestMarkdown(ExporterContract):
    @pytest.fixture
    def exporter(self) -> Exporter:
        return plugins().exporter("md")

    def read_back(self, written: bytes) -> str:
        return written.decode().replace("\\", "")


class TestNotices(NotifierContract):
    verbatim = False  # what hangs on a board is the text

    @pytest.fixture
    def notifier(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Notifier:
        monkeypatch.setattr(module().Notices, "folder", tmp_path / "notices")
        return plugins().notifier("notices")

    def arrived(self, notifier: Notifier) -> list[bytes]:
        return [file.read_bytes() for file in module().Notices.folder.glob("*.txt")]

    @contextmanager
    def failing(self, notifier: Notifier) -> Iterator[None]:
        folder: Path = module().Notices.folder
        aside = folder.with_name("aside")
        folder.mkdir(exist_ok=True)
        folder.rename(aside)
        folder.write_bytes(b"a file where the folder should be")
        yield
        folder.unlink()
        aside.rename(folder)


class TestLubny(RegionContract):
    code = "lubny"

    def discovered(self) -> Plugins:
        return plugins()


def test_the_file_is_short_and_brings_one_of_each() -> None:
    assert len(EXAMPLE.read_text(encoding="utf-8").splitlines()) <= 150
    found = plugins()
    assert [each for each in found.broken if each.distribution != "coordkit"] == []
    (ours,) = (each for each in found.listing() if each.distribution is None)
    assert ours.gives == ("store witnessed", "exporter md", "notifier notices", "region lubny")


# -- the store


@pytest.mark.parametrize(
    "tampering",
    ["DELETE FROM changes", "UPDATE changes SET payload = replace(payload, 'payload 1', 'payload 9')"],
)
def test_a_past_that_was_changed_is_found_when_the_desk_is_opened(tmp_path: Path, tampering: str) -> None:
    address = f"/{tmp_path / 'desk.db'}"
    store = plugins().store("witnessed").open(address)
    keep(store, document(1), change(1))
    store.close()
    plugins().store("witnessed").open(address).close()
    with sqlite3.connect(tmp_path / "desk.db") as db:
        assert db.execute(tampering).rowcount == 1
    db.close()
    with pytest.raises(StoreError, match="1 changes are gone or not as they were"):
        plugins().store("witnessed").open(address)


def test_an_erased_payload_is_no_tampering(tmp_path: Path) -> None:
    address = f"/{tmp_path / 'desk.db'}"
    store = plugins().store("witnessed").open(address)
    keep(store, document(1), change(1))
    with store.unit() as unit:
        unit.purge(document(1).kind, document(1).id)
        unit.commit()
    store.close()
    plugins().store("witnessed").open(address).close()


def test_what_is_not_committed_is_not_witnessed(tmp_path: Path) -> None:
    store = plugins().store("witnessed").open(f"/{tmp_path / 'desk.db'}")
    with store.unit() as unit:
        unit.append(change(1))
    assert (tmp_path / "desk.db.heads").read_text() == ""
    keep(store, change(2))
    assert (tmp_path / "desk.db.heads").read_text().split() == [change(2).digest.hex()]
    store.close()


# -- the format


def test_a_table_has_the_columns_asked_for_and_no_text_becomes_structure(tmp_path: Path) -> None:
    name = "A | B\n| [x](https://example.org) <b>_bold_</b>"
    with open_desk("memory://", actor="secretary", region="lubny", plugins=plugins(), clock=lambda: NOON) as desk:
        desk.save(Organization(id=desk.new(OrganizationId), name=Text.of(en=name), tlp=Tlp.CLEAR, areas=("UA53040030000088898",)))
        export(desk, "organizations", tmp_path / "o.md", audience=Audience.public(), columns=("name", "areas"))
        with pytest.raises(ExportError, match="no option and no column is called nmae"):
            export(desk, "organizations", tmp_path / "wrong.md", audience=Audience.public(), columns=("nmae",))
        with pytest.raises(ExportError, match="no option and no column is called colums"):
            export(desk, "organizations", tmp_path / "wrong.md", audience=Audience.public(), colums=("name",))
    assert (tmp_path / "o.md").read_text(encoding="utf-8").splitlines() == [
        "TLP:CLEAR",
        "",
        "| name | areas |",
        "| --- | --- |",
        r"| A \| B \| \[x\](https://example.org) \<b\>\_bold\_\</b\> | UA53040030000088898 |",
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["o.md"]


# -- the channel


def _message(mail: EmailMessage) -> Message:
    return Message(UUID(int=7), "notices", "../../volunteers@example.org", bytes(mail), (), NOON, NOON)


def test_a_notice_has_the_subject_and_the_text_and_the_same_message_gives_the_same_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module().Notices, "folder", tmp_path / "notices")
    mail = EmailMessage()
    mail["Subject"] = "Зустріч"
    mail.set_content("Завтра о десятій.\n")
    with plugins().notifier("notices").session() as session:
        session.deliver(_message(mail))
        session.deliver(_message(mail))
    (notice,) = tmp_path.rglob("*.txt")
    assert notice.parent == tmp_path / "notices"
    assert notice.read_text(encoding="utf-8") == "Зустріч\n\nЗавтра о десятій.\n"


def test_a_message_without_text_fails_for_good_and_a_folder_that_cannot_be_written_for_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(module().Notices, "folder", tmp_path / "file")
    mail = EmailMessage()
    mail.set_content(b"\x00", maintype="application", subtype="octet-stream")
    with plugins().notifier("notices").session() as session:
        with pytest.raises(PermanentFailure, match="no plain text"):
            session.deliver(_message(mail))
        mail = EmailMessage()
        mail.set_content("Text")
        with pytest.raises(TemporaryFailure, match="make this a folder to write into"):
            session.deliver(_message(mail))


# -- the region


def test_the_region_stands_alone_and_knows_the_seven_hromadas_of_the_district() -> None:
    region = plugins().region("lubny")
    assert (region.parent, region.zone, len(region.gazetteer)) == (None, "Europe/Kyiv", 7)
    (lubny,) = region.gazetteer.named("Лубенська")
    assert lubny.code == "UA53040030000088898"
    with pytest.raises(DomainError):
        region.gazetteer.area("UA53000000000028050")
    with open_desk("memory://", actor="secretary", region="lubny", plugins=plugins(), clock=lambda: NOON) as desk:
        stray = Organization(id=desk.new(OrganizationId), name=Text.of(en="Stray"), areas=("UA00",))
        with pytest.raises(CheckFailed, match="'UA00' is no area of region lubny"):
            desk.save(stray)


def test_its_areas_are_those_of_the_poltava_region() -> None:
    ours, theirs = plugins().region("lubny").gazetteer, Plugins.discover().region("poltava").gazetteer
    for area in ours:
        assert theirs.area(area.code).name == area.name
    assert {area.code for area in ours} == {area.code for area in theirs if area.parent == "UA53040000000081308"}
