"""A path of one's own for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plugins.strangers import Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """An empty folder on the path of a fresh Python."""
    return Site(tmp_path)
