"""Bodies of earlier schemas, with their fields as those of this one stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from coordkit.domain.offices import Office
from coordkit.domain.received import Received
from coordkit.domain.records import Record
from coordkit.domain.stakeholders import is_address


def _received(fields: dict[str, Any]) -> None:
    """Before schema 3 a message answered one invitation or none."""
    if "matches" in fields:
        fields["matches"] = [] if fields["matches"] is None else [fields["matches"]]


def _office(fields: dict[str, Any]) -> None:
    """Before schema 3 nobody asked whether an office's address is one; what is none never sent or got any mail."""
    if type(fields.get("addresses")) is list:
        fields["addresses"] = [each for each in fields["addresses"] if type(each) is not str or is_address(each)]


_BEFORE_3: Mapping[type[Record], Callable[[dict[str, Any]], None]] = {Received: _received, Office: _office}


def bring_up_to_date(cls: type[Record], fields: dict[str, Any], schema: int) -> None:
    """Changes the fields of a body that was written in an earlier schema; what came later takes its default."""
    if schema < 3 and cls in _BEFORE_3:
        _BEFORE_3[cls](fields)
