"""The region ``kherson`` keeps what every region promises."""

from __future__ import annotations

from coordkit.testing import RegionContract


class TestKherson(RegionContract):
    code = "kherson"
