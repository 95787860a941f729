"""Administrative areas, and a region's gazetteer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from coordkit.domain.dates import PartialDate, partial_or_none
from coordkit.domain.errors import DomainError, expect, several
from coordkit.domain.text import Text, folded, is_plain

if TYPE_CHECKING:
    from attrs import Attribute

K = TypeVar("K")


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

    ``names`` start with the current one. ``codes`` maps a scheme to a code, such as ``{"pcode": "UA6510015"}``. ``centre`` is
    the place where it is run from, which people often call the area by, and ``former_centres`` are names which that place bore.
    Raises ``DomainError`` for an area without a name.
    """

    code: str = attrs.field(validator=is_plain)
    level: int
    type: str
    names: tuple[AreaName, ...]
    parent: str | None = None
    codes: Mapping[str, str] = attrs.field(factory=dict, hash=False)
    centre: Text | None = None
    former_centres: tuple[AreaName, ...] = ()
    point: Point | None = None

    def __attrs_post_init__(self) -> None:
        expect(self.level, int, f"area {self.code}, level", "1 is the first below the state")
        if not several(self.names, AreaName, f"area {self.code}, names"):
            raise DomainError("an area needs a name; write names=(AreaName(name=Text.of(…)),)", where=f"area {self.code}")
        several(self.former_centres, AreaName, f"area {self.code}, former_centres")

    @property
    def name(self) -> Text:
        """The name it bears now."""
        return self.names[0].name

    def called(self, words: str) -> bool:
        """Whether any of its names or its centre's, past ones too, reads so in any language."""
        expect(words, str, "words")
        return _folded(words) in _calls(self)


def _folded(words: str) -> str:
    return " ".join(folded(words).split())


def _calls(area: Area) -> set[str]:
    """All that people call an area, folded."""
    texts = [entry.name for entry in (*area.names, *area.former_centres)] + ([area.centre] if area.centre else [])
    return {_folded(variant) for text in texts for variant in text}


class Gazetteer:
    """Areas together. Look-ups raise ``DomainError`` for a code that is not among them.

    No look-up goes through all areas: each index is made once, when it is first needed.
    """

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

    # -- one area, by what is known of it

    def area(self, code: str) -> Area:
        """The area of this code."""
        try:
            return self._areas[code]
        except KeyError:
            raise DomainError(f"no area has the code {code!r} here; check it in the gazetteer", where="area") from None

    def coded(self, code: str, scheme: str | None = None) -> tuple[Area, ...]:
        """The areas with this code of their own or in another list (of the one ``scheme`` only, if given), in any case.

        >>> from coordkit import Area, AreaName, Gazetteer, Text
        >>> name = AreaName(name=Text.of(en="Harbour"))
        >>> places = Gazetteer([Area(code="X-01", level=1, type="town", names=(name,), codes={"pcode": "X1"})])
        >>> [found.code for found in (*places.coded("x1"), *places.coded("X1", "pcode"), *places.coded("X-01", "pcode"))]
        ['X-01', 'X-01']
        """
        expect(code, str, "code")
        found = self._by_code.get(_folded(code), ())
        return tuple({area.code: area for held, area in found if scheme is None or scheme == held}.values())

    def named(self, words: str) -> tuple[Area, ...]:
        """All areas that bear or bore this name, or whose centre does; several may share one.

        Space at the ends, case, the kind of apostrophe and the Unicode form do not matter.
        """
        expect(words, str, "words")
        return tuple(self._by_name.get(_folded(words), ()))

    def find(self, words: str) -> tuple[Area, ...]:
        """The areas with this code, whosever list it is from, or else with this name."""
        return self.coded(words) or self.named(words)

    # -- several, by how they lie

    def at_level(self, level: int) -> tuple[Area, ...]:
        """The areas of one level, in the gazetteer's order."""
        expect(level, int, "level", "1 is the first below the state")
        return tuple(self._by_level.get(level, ()))

    def children(self, code: str) -> tuple[Area, ...]:
        """The areas right below this one, in the gazetteer's order."""
        return tuple(self._by_parent.get(self.area(code).code, ()))

    def lowest(self) -> tuple[Area, ...]:
        """The areas that hold no other one: each place lies in one of them, whatever the level."""
        return tuple(area for area in self if area.code not in self._by_parent)

    def inside(self, *codes: str) -> Gazetteer:
        """These areas with all that lie in them, in the gazetteer's order."""
        held: set[str] = set()
        waiting = [self.area(code).code for code in codes]
        while waiting:
            code = waiting.pop()
            if code not in held:
                held.add(code)
                waiting += [area.code for area in self._by_parent.get(code, ())]
        return Gazetteer(area for area in self if area.code in held)

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
        return Gazetteer({**self._areas, **child._areas}.values()) if child._areas else self

    # -- indexes

    @cached_property
    def _by_code(self) -> Mapping[str, list[tuple[str | None, Area]]]:
        """Folded code -> pairs of scheme (None: the area's own code) and area."""
        found: dict[str, list[tuple[str | None, Area]]] = {}
        for area in self:
            found.setdefault(_folded(area.code), []).append((None, area))
            for scheme, code in area.codes.items():
                found.setdefault(_folded(code), []).append((scheme, area))
        return found

    @cached_property
    def _by_name(self) -> Mapping[str, list[Area]]:
        return _grouped((words, area) for area in self for words in _calls(area))

    @cached_property
    def _by_level(self) -> Mapping[int, list[Area]]:
        return _grouped((area.level, area) for area in self)

    @cached_property
    def _by_parent(self) -> Mapping[str, list[Area]]:
        return _grouped((area.parent, area) for area in self if area.parent is not None)


def _grouped(pairs: Iterable[tuple[K, Area]]) -> Mapping[K, list[Area]]:
    found: dict[K, list[Area]] = {}
    for key, area in pairs:
        found.setdefault(key, []).append(area)
    return found
