"""Administrative areas, and a region's gazetteer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from coordkit.domain.dates import PartialDate, partial_or_none
from coordkit.domain.errors import DomainError, expect, several
from coordkit.domain.text import Text, folded, is_plain

if TYPE_CHECKING:
    from attrs import Attribute


def _is_text(instance: object, attribute: Attribute[Any], value: object) -> None:
    expect(value, Text, attribute.name, 'write Text.of(uk="…")')


@attrs.frozen(kw_only=True)
class AreaName:
    """A name that an area bears or bore, through ``until`` (the last day; None: still)."""

    name: Text = attrs.field(validator=_is_text)
    until: PartialDate | None = attrs.field(default=None, converter=partial_or_none)


@attrs.frozen(kw_only=True)
class Point:
    """A point on the map, WGS 84 degrees, with where it comes from."""

    latitude: float
    longitude: float
    source: str


@attrs.frozen(kw_only=True)
class Area:
    """One administrative unit: its code, level (1 is the first below the state), type, names, parent and further codes.

    ``names`` start with the current one. ``codes`` maps a scheme to a code, such as ``{"pcode": "UA6510015"}``. Raises
    ``DomainError`` for an area without a name.
    """

    code: str = attrs.field(validator=is_plain)
    level: int
    type: str
    names: tuple[AreaName, ...]
    parent: str | None = None
    codes: Mapping[str, str] = attrs.field(factory=dict, hash=False)
    centre: Text | None = None
    point: Point | None = None

    def __attrs_post_init__(self) -> None:
        where = f"area {self.code}"
        expect(self.level, int, f"{where}, level", "1 is the first below the state")
        if not several(self.names, AreaName, f"{where}, names"):
            raise DomainError("an area needs a name; write names=(AreaName(name=Text.of(…)),)", where=where)

    @property
    def name(self) -> Text:
        """The name it bears now."""
        return self.names[0].name

    def called(self, words: str) -> bool:
        """Whether any of its names, past ones too, or its centre reads so, in any language."""
        texts = [entry.name for entry in self.names] + ([self.centre] if self.centre else [])
        expect(words, str, "words")
        wanted = folded(words.strip())
        return any(folded(variant) == wanted for text in texts for variant in text)


class Gazetteer:
    """A region's areas together. Look-ups raise ``DomainError`` for a code that it does not hold."""

    def __init__(self, areas: Iterable[Area] = ()) -> None:
        self._areas: dict[str, Area] = {}
        for area in several(areas, Area, "gazetteer"):
            if area.code in self._areas:
                raise DomainError(f"{area.code} stands twice; keep one", where="gazetteer")
            self._areas[area.code] = area

    def __iter__(self) -> Iterator[Area]:
        return iter(self._areas.values())

    def __len__(self) -> int:
        return len(self._areas)

    def __contains__(self, code: object) -> bool:
        return code in self._areas

    def area(self, code: str) -> Area:
        """The area of this code."""
        try:
            return self._areas[code]
        except KeyError:
            raise DomainError(f"no area has the code {code!r} here; check it in the gazetteer", where="area") from None

    def named(self, words: str) -> tuple[Area, ...]:
        """All areas that bear or bore this name; several may share one."""
        return tuple(area for area in self if area.called(words))

    def at_level(self, level: int) -> tuple[Area, ...]:
        """The areas of one level, in the gazetteer's order."""
        expect(level, int, "level", "1 is the first below the state")
        return tuple(area for area in self if area.level == level)

    def holds(self, outer: str, inner: str | None) -> bool:
        """Whether ``inner`` is ``outer`` or lies in it."""
        passed: set[str] = set()
        while inner is not None and inner in self and inner not in passed:
            if inner == outer:
                return True
            passed.add(inner)
            inner = self._areas[inner].parent
        return False

    def merged(self, child: Gazetteer) -> Gazetteer:
        """Both together; where both hold a code, the child's area counts."""
        return Gazetteer({**self._areas, **child._areas}.values())
