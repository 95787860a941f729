"""The channel ``folder`` keeps what every channel promises."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from coordkit.ports import Notifier
from coordkit.testing import NotifierContract
from tests.plugins.strangers import only


class TestFolder(NotifierContract):
    @pytest.fixture
    def notifier(self, tmp_path: Path) -> Notifier:
        self.folder = tmp_path / "outbox"
        return only().notifier("folder", at=self.folder)

    def arrived(self, notifier: Notifier) -> list[bytes]:
        return [file.read_bytes() for file in self.folder.glob("*.eml")]

    @contextmanager
    def failing(self, notifier: Notifier) -> Iterator[None]:
        aside = self.folder.with_name("aside")
        if self.folder.exists():
            self.folder.rename(aside)
        self.folder.write_bytes(b"a file where the folder should be")
        yield
        self.folder.unlink()
        if aside.exists():
            aside.rename(self.folder)
