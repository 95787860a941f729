"""A sign of life on the terminal while work takes longer than a moment."""

from __future__ import annotations

import sys
from threading import Lock, Timer
from types import TracebackType
from typing import Self

from rich.status import Status

from coordkit.cli.output import console

_MOMENT = 1.0


class Waiting:
    """Shows on stderr that work goes on, from a second after it began; never where stderr is no terminal.

    ``stop`` ends it for good: before a question, before a bar of its own, and before the answer.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._over = not sys.stderr.isatty()
        self._status: Status | None = None
        self._timer = Timer(_MOMENT, self._show)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        if not self._over:
            self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def _show(self) -> None:
        with self._lock:
            if not self._over:
                self._status = Status("…", console=console(to_errors=True))
                self._status.start()

    def stop(self) -> None:
        """Takes the sign away, and shows none again."""
        self._timer.cancel()
        with self._lock:
            self._over = True
            if self._status is not None:
                self._status.stop()
                self._status = None
