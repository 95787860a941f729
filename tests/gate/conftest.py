"""A desk in memory, at which a person works who is no record of it."""

from __future__ import annotations

import pytest

from coordkit import PersonId, Secretariat
from tests.secretariat import desks


@pytest.fixture
def desk() -> Secretariat:
    return desks.opened(actor=PersonId(int=1))
