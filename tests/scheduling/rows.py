"""What a row of the table of scenarios is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import attrs

from tests.scheduling.stage import Stage


@attrs.frozen(kw_only=True)
class Row:
    """A scenario of RFC 5546: its ``kind``, the ``section`` that it stands for, what happens, and what must be so at the end.

    What must be so is written in the short words of ``shown``; ``also`` holds what these do not say. ``refused`` counts the mails
    that an attendee's program set aside because it had a newer one.
    """

    kind: str
    section: str
    sentence: str
    play: Callable[[Stage], object]
    sequences: str
    answers: str
    mails: str
    calendars: str
    verdicts: str = ""
    is_series: bool = False
    office: Mapping[str, Any] = attrs.field(factory=dict)
    also: Callable[[Stage], None] | None = None
    refused: int = 0
