"""The interop tests need the four parsers: without one they are skipped by name, on the build server they fail."""

from __future__ import annotations

import os

import pytest

from tests.interop import engines


@pytest.fixture(scope="session", autouse=True)
def all_four_parsers() -> None:
    """Ask once for the whole run."""
    if wanted := engines.missing():
        if os.environ.get("CI") == "true":
            pytest.fail(f"a parser is missing: {wanted}", pytrace=False)
        pytest.skip(f"a parser is missing: {wanted}")
