"""What other programs send is read as a careful secretary would read it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reading.builders import seen
from tests.reading.clients import CLIENTS


@pytest.mark.parametrize(("raw", "expected"), CLIENTS.values(), ids=CLIENTS.keys())
def test_of_each_message_all_is_read_that_it_says(raw: bytes, expected: dict[str, Any]) -> None:
    assert seen(raw) == expected


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\r\n"], ids=["LF", "CR", "CR CR LF"])
@pytest.mark.parametrize(("raw", "expected"), CLIENTS.values(), ids=CLIENTS.keys())
def test_every_end_of_line_is_one(raw: bytes, expected: dict[str, Any], end: bytes) -> None:
    assert seen(raw.replace(b"\r\n", b"\n").replace(b"\n", end)) == expected
