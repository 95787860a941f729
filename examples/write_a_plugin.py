"""A store, a format, a channel and a region in one file that nobody has to install, and a desk that uses all four."""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

import coordkit as ck
from coordkit.ports import Message, Region, Report, StoreType, Subject, UnitOfWork
from coordkit.secretariat import correspondence, exchange, invitations, meetings


class Witnessed:
    """A store: SQLite, and beside the desk a file of all heads that its history had, so that nobody can change the past unseen."""

    def __init__(self, address: str) -> None:
        self.heads = Path(address.removeprefix("/") + ".heads")
        self.seen = set(re.findall("[0-9a-f]{64}", self.heads.read_text())) if self.heads.exists() else set[str]()
        self.desk = ck.Plugins.discover(environ={"COORDKIT_PLUGINS": "none"}).store("sqlite").open(address)
        self.snapshot, self.close = self.desk.snapshot, self.desk.close
        with self.snapshot() as unit:
            missing = self.seen - {change.digest.hex() for change in unit.changes() if change.payload_holds}
        if missing:
            self.close()
            raise ck.StoreError(f"{len(missing)} changes are gone or not as they were; take an earlier copy", where=address)

    @contextmanager
    def unit(self) -> Iterator[UnitOfWork]:
        with self.desk.unit() as unit:
            yield unit
        with suppress(OSError, ck.StoreError), self.desk.unit() as unit:  # what is not witnessed now is so after the next unit
            new = {head.hex() for head in unit.heads()} - self.seen
            with self.heads.open("a") as file:
                file.writelines(f"{head}\n" for head in sorted(new))
            self.seen |= new


class Markdown:
    """A format: a table in Markdown. The option ``columns`` says which columns."""

    name, suffix = "md", ".md"

    def write(
        self, release: ck.Release, subject: Subject, out: BinaryIO, *, languages: Sequence[str], options: Mapping[str, Any]
    ) -> Report:
        columns = tuple(options.get("columns", subject.columns))
        if wrong := sorted({*options} - {"columns"} | {*columns} - {*subject.columns}):
            raise ck.ExportError(f"no option and no column is called {', '.join(wrong)}; see {subject.columns}", where="md")
        label, places, written = release.label(subject), [subject.columns.index(column) for column in columns], 0
        out.write(f"{label.label}\n\n{row(columns)}|{' --- |' * len(columns)}\n".encode())
        for cells in subject.rows(release, languages):
            out.write(row(cells[place] for place in places).encode())
            written += 1
        return Report(written=written, label=label)


def row(cells: Iterable[str]) -> str:
    """A line in which texts stay texts: what cannot be printed is a space, what Markdown reads stands behind a backslash."""
    printable = (" ".join("".join(c if c.isprintable() else " " for c in cell).split()) for cell in cells)
    return "".join("| " + re.sub(r"([\\`*_\[\]<>|~&])", r"\\\1", cell) + " " for cell in printable) + "|\n"


class Notices:
    """A channel: the text of each message in a file of its own, to print and put up."""

    name, folder = "notices", Path("notices")

    def session(self) -> AbstractContextManager[Notices]:
        return nullcontext(self)

    def deliver(self, message: Message) -> None:
        mail = message_from_bytes(message.content, policy=policy.default)
        if (text := mail.get_body(("plain",))) is None:
            raise ck.PermanentFailure("it has no plain text; render one", where=f"message {message.id}")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / f"notice-{message.id}.txt").write_text(f"{mail['Subject']}\n\n{text.get_content()}", encoding="utf-8")
        except OSError as error:
            raise ck.TemporaryFailure(f"{error}; make this a folder to write into", where=str(self.folder)) from error


# A region: the Lubny district by its hromadas, with their codes and names in KATOTTG.
HROMADAS = """UA53040010000091190 Гребінківська Hrebinkivska, UA53040030000088898 Лубенська Lubenska,
UA53040050000091161 Новооржицька Novoorzhytska, UA53040070000083099 Оржицька Orzhytska, UA53040090000048649 Пирятинська Pyriatynska,
UA53040110000034949 Хорольська Khorolska, UA53040130000097690 Чорнухинська Chornukhynska"""


def region() -> Region:
    """Names are what people read; records keep the codes."""
    words = [line.split() for line in HROMADAS.split(",")]
    areas = [
        ck.Area(code=code, level=1, type="hromada", names=(ck.AreaName(name=ck.Text.of(uk=uk, en=en)),)) for code, uk, en in words
    ]
    names = ck.Text.of(uk="Лубенський район", en="Lubny district")
    return Region(code="lubny", names=names, zone="Europe/Kyiv", languages=("en", "uk"), gazetteer=ck.Gazetteer(areas))


coordkit_stores = ck.hookimpl(lambda: [StoreType("witnessed", Witnessed)])
coordkit_exporters = ck.hookimpl(lambda: [Markdown()])
coordkit_notifiers = ck.hookimpl(lambda: [Notices()])
coordkit_regions = ck.hookimpl(lambda: [region()])


def main() -> None:
    """Finds the four in this very module, works with each, and tells what happened."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("out"), help="folder to write into (out)")
    out = Notices.folder = parser.parse_args().out / "plugin"
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("desk.db*"):
        old.unlink()

    plugins = ck.Plugins.discover(sys.modules[__name__], environ={"COORDKIT_PLUGINS": "none"})
    print("This file brings", ", ".join(give for each in plugins.listing() if each.distribution is None for give in each.gives))
    now, chance = datetime(2026, 1, 12, 8, tzinfo=UTC), random.Random(1325)  # fixed, so that each run gives the same
    fixed: Any = {"clock": lambda: now, "new_id": lambda: UUID(int=chance.getrandbits(128)), "salt": lambda: chance.randbytes(16)}
    with ck.open(f"witnessed:///{out / 'desk.db'}", region="lubny", actor="secretary", plugins=plugins, **fixed) as desk:
        address = ck.Contact(kind=ck.ContactKind.EMAIL, value="volunteers@example.org")
        crew = ck.Organization(id=desk.new(ck.OrganizationId), name=ck.Text.of(en="Volunteers (example)"), contacts=(address,))
        office = ck.Office(id=desk.new(ck.OfficeId), name=ck.Text.of(en="Secretariat (example)"), addresses=("desk@example.org",))
        desk.save(crew, office)
        lubny = ck.Venue(locality="UA53040030000088898")
        draft = ck.Meeting(id=desk.new(ck.MeetingId), title=ck.Text.of(en="A meeting (example)"), tlp=ck.Tlp.CLEAR, venue=lubny)
        slot = ck.Slot(datetime(2026, 2, 12, 10), timedelta(hours=1), "Europe/Kyiv")
        meetings.plan(desk, draft.scheduled(slot))
        invitations.invite(desk, draft.id, [crew.id], office=office.id, channel="notices")
        sent = correspondence.send(desk).sent
        columns = ("title", "date", "start", "zone", "locality", "tlp")
        report = exchange.export(desk, "meetings", out / "meetings.md", audience=ck.Audience.public(), columns=columns)
    heads = (out / "desk.db.heads").read_text().split()
    print(f"{sent} notice, {report.written} meeting in the table, {len(heads)} heads witnessed\n")
    for path in (*sorted(out.glob("notice-*.txt")), out / "meetings.md"):
        print(f"{path.name}:\n\n{path.read_text(encoding='utf-8')}")


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    main()
