"""The region ``ukraine`` keeps what every region promises."""

from __future__ import annotations

from typing import ClassVar

from coordkit.testing import RegionContract


class TestUkraine(RegionContract):
    code = "ukraine"
    right_codes: ClassVar = {"UA-EDR": "00034051"}
