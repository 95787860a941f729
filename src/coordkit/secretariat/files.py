"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from coordkit.domain.errors import ExportError


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write bytes to, which takes the place of ``path`` when all went well; else ``path`` is what it was.

    A new file is for its owner alone (mode 0600), one that was there keeps its mode; missing folders are made. Raises
    ``ExportError`` for what is no file and for a file that cannot be written.
    """
    temporary, handle = _beside(path)
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
            out.flush()
            os.fsync(handle)
        os.replace(temporary, path)
    except BaseException as error:
        temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _unwritable(path, error) from error
        raise


def _beside(path: Path) -> tuple[Path, int]:
    """An empty file in the same folder, to be renamed to ``path``, and its descriptor. Raises ``ExportError``."""
    try:
        mode = _mode_of(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".export-", suffix=".part")
    except (OSError, ValueError) as error:
        raise _unwritable(path, error) from error
    with suppress(OSError):  # where the file system knows no modes
        os.chmod(name, mode)
    return Path(name), handle


def _mode_of(path: Path) -> int:
    """The mode of the file that is there; of a new one, for its owner alone. Raises ``ExportError`` for what is no file."""
    try:
        found = path.stat().st_mode
    except FileNotFoundError:
        return 0o600
    if not stat.S_ISREG(found):
        raise ExportError("this is a folder or a device; name a file", where=str(path))
    return stat.S_IMODE(found)


def _unwritable(path: Path, error: OSError | ValueError) -> ExportError:
    reason = getattr(error, "strerror", None) or error
    return ExportError(
        f"this file cannot be written ({reason}); name a file in a folder with room, where you may write", where=str(path)
    )
