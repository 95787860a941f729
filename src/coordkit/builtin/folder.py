"""The channel ``folder``: each message becomes files in a folder, for whoever carries mail by hand or only wants to look."""

from __future__ import annotations

import email
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import attrs

from coordkit import PermanentFailure, TemporaryFailure
from coordkit.ports import Message

_UNSAFE = re.compile(r"[^A-Za-z0-9.@+-]+")
_LONGEST_RECIPIENT = 64


@attrs.frozen
class FolderNotifier:
    """Writes each message as ``.eml`` and its calendar part, if it has one, as ``.ics`` beside it.

    ``path`` is the folder, made when the first message comes; by default ``outbox`` in the working directory of that time.
    """

    path: Path = attrs.field(default=Path("outbox"), converter=Path)
    name: str = attrs.field(default="folder", init=False)

    def at(self, path: str | os.PathLike[str]) -> FolderNotifier:
        """The same channel, for another folder."""
        return FolderNotifier(Path(path))

    @contextmanager
    def session(self) -> Iterator[FolderSession]:
        """A session; there is no connection to open or to close."""
        yield FolderSession(self.path)


@attrs.frozen
class FolderSession:
    """Writes into one folder."""

    path: Path

    def deliver(self, message: Message) -> None:
        """Writes the message's files, whole or not at all, readable by their owner only; the same message again, the same files.

        Raises ``PermanentFailure`` for content that is no mail, ``TemporaryFailure`` where the folder cannot be written.
        """
        calendar = _calendar_part(message)
        name = file_name(message)
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            if calendar is not None:
                _write(self.path / f"{name}.ics", calendar)
            _write(self.path / f"{name}.eml", message.content)
        except OSError as error:
            raise TemporaryFailure(
                f"cannot write into this folder ({error.strerror or error}); make it a folder that this user may write",
                where=str(self.path),
            ) from error


def file_name(message: Message) -> str:
    """The name of a message's files without their ending: the recipient as far as it is safe, and the message's id.

    Only ASCII letters, digits and ``. @ + - _`` stand in it; it begins with ``to_``, so it is neither hidden, nor a way to
    another folder, nor a name that Windows reserves (``CON``); the id keeps two messages apart whatever the recipient was.
    """
    recipient = _UNSAFE.sub("_", message.recipient)[:_LONGEST_RECIPIENT].strip("._")
    return f"to_{recipient or 'unnamed'}_{message.id}"


def _calendar_part(message: Message) -> bytes | None:
    """The decoded bytes of the first ``text/calendar`` part, or None. Raises ``PermanentFailure`` for what is no mail."""
    try:
        mail = email.message_from_bytes(message.content)
        is_mail = "From" in mail
        parts = [part.get_payload(decode=True) for part in mail.walk() if part.get_content_type() == "text/calendar"]
    except Exception as error:  # the email package says nothing about what it raises for hostile input
        raise _no_mail(message, str(error)) from error
    if not is_mail:
        raise _no_mail(message, "it has no header with a From line")
    return next((part for part in parts if isinstance(part, bytes)), None)


def _no_mail(message: Message, why: str) -> PermanentFailure:
    return PermanentFailure(
        f"its content is no mail ({why}); render it anew as a whole RFC 5322 message", where=f"message {message.id}"
    )


def _write(path: Path, content: bytes) -> None:
    """Writes a file so that others see all of it or the one before, also after a power cut (mode 0600, from mkstemp)."""
    handle, unfinished = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(unfinished)
        raise
    if os.name == "posix":
        _sync_folder(path.parent)


def _sync_folder(path: Path) -> None:
    """The new name, too, is on the disk before the message counts as delivered."""
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
