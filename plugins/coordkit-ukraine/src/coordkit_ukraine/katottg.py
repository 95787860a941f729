"""KATOTTG: the codifier of administrative units and territories of territorial communities of Ukraine."""

from __future__ import annotations

import re

_CODE = re.compile(r"UA\d{17}", re.ASCII)
_PCODE_LENGTH = {1: 4, 2: 6, 3: 9}


def check(code: str) -> str | None:
    """None where ``code`` is formed like a KATOTTG code, else what is wrong. Whether it exists, a gazetteer says.

    UA and seventeen digits: oblast 2, raion 2, hromada 3, settlement 3, city district 2, and 5 of the unit alone. No check
    digit is known.

    >>> check("UA65100150000057191")
    >>> check("UA6510015")
    "'UA6510015' is no KATOTTG code; write UA and seventeen digits, as UA65100150000057191 (UA6510015 would be a P-code)"
    """
    if _CODE.fullmatch(code):
        return None
    return f"{code!r} is no KATOTTG code; write UA and seventeen digits, as UA65100150000057191 (UA6510015 would be a P-code)"


def pcode(code: str, level: int) -> str:
    """OCHA's P-code of an oblast (level 1), raion (2) or hromada (3): the beginning of its KATOTTG code.

    >>> pcode("UA65100150000057191", 3)
    'UA6510015'
    """
    return code[: _PCODE_LENGTH[level]]
