"""A desk in each of the built-in stores."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coordkit import Secretariat
from tests.secretariat import desks


@pytest.fixture(params=["memory", "sqlite"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return "memory://" if request.param == "memory" else desks.sqlite(tmp_path)


@pytest.fixture
def clock() -> desks.Clock:
    return desks.Clock()


@pytest.fixture
def desk(url: str, clock: desks.Clock) -> Iterator[Secretariat]:
    with desks.opened(url, clock=clock) as desk:
        yield desk
