"""The region ``poltava`` keeps what every region promises."""

from __future__ import annotations

from coordkit.testing import RegionContract


class TestPoltava(RegionContract):
    code = "poltava"
