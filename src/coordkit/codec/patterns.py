"""Patterns of single values for a schema. They say the same to every engine: no lookaround, no class that one reads otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_YEAR = "(?:000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})"
_YEAR_WITH_ANOTHER = "(?:000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-8][0-9]{3}|9[0-8][0-9]{2}|99[0-8][0-9]|999[0-8])"
_FOURTH = "(?:0[48]|[2468][048]|[13579][26])"
_LEAP_YEAR = f"(?:[0-9]{{2}}{_FOURTH}|{_FOURTH}00)"
_TO_28 = "(?:0[1-9]|1[0-9]|2[0-8])"
_TO_30 = "(?:0[1-9]|[12][0-9]|30)"
_TO_31 = "(?:0[1-9]|[12][0-9]|3[01])"
_DAYS = f"(?:(?:0[13578]|1[02])-{_TO_31}|(?:0[469]|11)-{_TO_30}|02-{_TO_28})"
_MONTH = "(?:0[1-9]|1[0-2])"
DAY = f"(?:{_YEAR}-{_DAYS}|{_LEAP_YEAR}-02-29)"
CLOCK = f"{DAY}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
# A fraction has six digits and is not nothing.
MOMENT = CLOCK + r"(?:\.(?:" + "|".join(f"{'0' * zeros}[1-9][0-9]{{{5 - zeros}}}" for zeros in range(6)) + "))?Z"
REACH = "^(?:[1-8][0-9]{3}|9000)-"
"""The years in which a slot may start, and how long it may last; see ``domain.slots``."""
LONGEST_SLOT = 36_600 * 86_400

# EDTF (ISO 8601-2:2019): seasons 21 to 24, quarters 33 to 36, halves 40 and 41. A winter reaches into the next year.
_SPAN = f"(?:{_YEAR}-(?:{_MONTH}|2[1-3]|3[3-6]|4[01])|{_YEAR_WITH_ANOTHER}-24)"
_LIMIT = f"(?:{DAY}|{_SPAN}|{_YEAR})"
PARTIAL: Mapping[str, str] = {
    "A month, season, quarter or half of a year.": _SPAN,
    "A year.": _YEAR,
    "Some day between two limits, of which one may be open.": rf"\[(?:{_LIMIT}\.\.{_LIMIT}?|\.\.{_LIMIT})\]",
    "A day or month of a year unknown; nothing known.": f"XXXX-(?:{_DAYS}|02-29|{_MONTH}-XX|XX-XX)",
}
"""What a PartialDate may be beside a day, with words for it."""

UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
LANGUAGE = "[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"
PLAIN = r"^[^\x00]*$"
# Python's str.isspace, letter by letter: \s means something else to ECMA-262.
NOT_BLANK = "[^\\x09-\\x0d\\x1c-\\x20\\x85\\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"


def whole(pattern: str) -> dict[str, Any]:
    """A text that is all of the pattern. Python's ``$`` also matches before a last line break, so that is ruled out."""
    return {"type": "string", "pattern": f"^{pattern}$", "not": {"pattern": "\\n"}}
