"""The channel ``folder``: whole files, the same ones again, and no name that leaves its folder."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordkit import PermanentFailure, TemporaryFailure
from coordkit.builtin.folder import FolderNotifier, file_name
from coordkit.ports import Message, Notifier
from tests.plugins.strangers import only

ID = UUID("00000000-0000-4000-8000-000000000001")
CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"


def mail(calendar: bytes | None = None) -> bytes:
    made = EmailMessage()
    made["From"] = "desk@example.org"
    made["To"] = "chair@example.org"
    made["Subject"] = "Засідання"
    made.set_content("Запрошуємо.\n")
    if calendar is not None:
        made.add_alternative(calendar, maintype="text", subtype="calendar", params={"method": "REQUEST"})
        made.add_attachment(calendar, maintype="application", subtype="ics", filename="invite.ics")
    return made.as_bytes()


def message(content: bytes, recipient: str = "chair@example.org", id: UUID = ID) -> Message:
    moment = datetime(2026, 3, 1, 8, tzinfo=UTC)
    return Message(id, "folder", recipient, content, (), moment, moment)


def deliver(folder: Path, *messages: Message) -> None:
    with FolderNotifier(folder).session() as session:
        for each in messages:
            session.deliver(each)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_channel_is_found_by_its_name_and_writes_into_outbox_unless_told_otherwise(tmp_path: Path) -> None:
    notifier: Notifier = only().notifier("folder")
    assert isinstance(notifier, FolderNotifier)
    assert (notifier.name, notifier.path) == ("folder", Path("outbox"))
    assert notifier.at(tmp_path / "x").path == tmp_path / "x"
    assert list(tmp_path.iterdir()) == []


def test_a_mail_is_written_as_it_is_and_its_calendar_part_beside_it(tmp_path: Path) -> None:
    content = mail(CALENDAR)
    deliver(tmp_path / "new" / "outbox", message(content))
    folder = tmp_path / "new" / "outbox"
    assert names(folder) == [f"to_chair@example.org_{ID}.eml", f"to_chair@example.org_{ID}.ics"]
    assert (folder / f"to_chair@example.org_{ID}.eml").read_bytes() == content
    assert (folder / f"to_chair@example.org_{ID}.ics").read_bytes() == CALENDAR


def test_a_mail_without_a_calendar_is_one_file(tmp_path: Path) -> None:
    deliver(tmp_path, message(mail()))
    assert names(tmp_path) == [f"to_chair@example.org_{ID}.eml"]


def test_only_their_owner_may_read_the_files(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        deliver(tmp_path / "outbox", message(mail(CALENDAR)))
    finally:
        os.umask(before)
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "outbox").iterdir()} == {0o600}
    assert stat.S_IMODE((tmp_path / "outbox").stat().st_mode) == 0o700


def test_the_same_message_again_leaves_the_same_two_files(tmp_path: Path) -> None:
    sent = message(mail(CALENDAR))
    deliver(tmp_path, sent)
    first = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    deliver(tmp_path, sent, sent)
    assert len(first) == 2
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == first


def test_two_messages_to_one_recipient_do_not_touch_each_other(tmp_path: Path) -> None:
    deliver(tmp_path, message(mail()), message(mail(), id=UUID(int=ID.int + 1)))
    assert len(names(tmp_path)) == 2


HOSTILE = st.one_of(
    st.text(),
    st.sampled_from([
        "../../x@evil", "/etc/passwd", "C:\\x", "..", ".", "", "~/.ssh/x", "CON", "con.txt", "nul", "a\x00b", "a\nb",
        "\u202egnp.exe", "\u2066x", "x" * 5000, "\ud800", "..\\..\\x", "-rf", "a/../../b", "x:stream", "кома́нда@приклад.укр",
    ]),
)  # fmt: skip


@given(HOSTILE)
def test_no_recipient_makes_a_name_that_is_more_than_a_plain_short_name(recipient: str) -> None:
    name = file_name(message(b"", recipient)) + ".eml"
    assert name.startswith("to_")
    assert set(name) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.@+-_")
    assert len(name) <= 120
    assert os.path.basename(name) == name


@given(HOSTILE)
def test_the_name_ends_in_the_id_so_that_no_two_messages_share_it(recipient: str) -> None:
    assert file_name(message(b"", recipient)).endswith(f"_{ID}")


@pytest.mark.parametrize("recipient", ["../../x@evil", "/absolute@evil", "a\x00b", "CON", "x" * 5000, "\u202egnp.exe"])
def test_no_name_escapes_its_folder(tmp_path: Path, recipient: str) -> None:
    folder = tmp_path / "a" / "b" / "outbox"
    deliver(folder, message(mail(CALENDAR), recipient))
    assert len(names(folder)) == 2
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == sorted(folder.iterdir())


def test_a_link_under_the_files_name_is_replaced_and_not_followed(tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "outbox"
    folder.mkdir()
    outside.write_bytes(b"untouched")
    (folder / f"to_chair@example.org_{ID}.eml").symlink_to(outside)
    deliver(folder, message(mail()))
    assert outside.read_bytes() == b"untouched"
    assert (folder / f"to_chair@example.org_{ID}.eml").read_bytes() == mail()


def test_a_folder_that_cannot_be_written_is_a_temporary_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(TemporaryFailure, match=r"file: cannot write into this folder \(.*\); make it a folder"):
        deliver(tmp_path / "file", message(mail()))


def test_a_file_that_cannot_be_put_in_place_leaves_nothing_half_written(tmp_path: Path) -> None:
    (tmp_path / f"to_chair@example.org_{ID}.eml").mkdir()
    with pytest.raises(TemporaryFailure):
        deliver(tmp_path, message(mail()))
    assert names(tmp_path) == [f"to_chair@example.org_{ID}.eml"]


@pytest.mark.parametrize("content", [b"", b"hello", CALENDAR, b"\xff\xfe\x00", b"\r\n\r\nno header"])
def test_content_that_is_no_mail_is_a_permanent_failure_and_writes_nothing(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(PermanentFailure, match=f"message {ID}: its content is no mail"):
        deliver(tmp_path / "outbox", message(content))
    assert list(tmp_path.iterdir()) == []


@given(st.binary(max_size=300))
def test_whatever_the_content_either_it_is_written_or_it_is_a_permanent_failure(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = tmp_path_factory.mktemp("outbox")
    for each in (content, b"From: a@example.org\r\nContent-Type: " + content):
        try:
            deliver(folder, message(each))
        except PermanentFailure:
            continue
        assert (folder / f"to_chair@example.org_{ID}.eml").read_bytes() == each


def test_a_mail_nested_beyond_reason_is_a_permanent_failure(tmp_path: Path) -> None:
    content = b"From: a@example.org\r\n"
    for depth in range(3000):
        content += b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (depth, depth)
    with pytest.raises(PermanentFailure):
        deliver(tmp_path / "outbox", message(content))
