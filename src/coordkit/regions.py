"""Regions with their parents: what a plugin gives as a region, put together into what a desk works with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import attrs

from coordkit.domain.errors import DomainError
from coordkit.domain.gazetteer import Gazetteer
from coordkit.domain.slots import zone_info
from coordkit.domain.text import Text
from coordkit.ports import Check, Region, SeatTemplate, Term

_T = TypeVar("_T")


def _list_of(kind: type) -> tuple[Callable[[Any], bool], str]:
    return lambda value: isinstance(value, tuple) and all(isinstance(item, kind) for item in value), f"a tuple of {kind.__name__}"


def _mapping_of(each: Callable[[Any], bool], wanted: str) -> tuple[Callable[[Any], bool], str]:
    return lambda value: isinstance(value, Mapping) and all(map(each, value.values())), wanted


def _is_zone_or_none(value: Any) -> bool:
    try:
        return value is None or (isinstance(value, str) and zone_info(value) is not None)
    except DomainError:
        return False


_TEXT_OR_NONE = (lambda value: value is None or isinstance(value, str)), "a text or None"
_FUNCTION_OR_NONE = (lambda value: value is None or callable(value)), "a function or None"
_TERMS = _list_of(Term)
_PARTS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "code": (lambda value: isinstance(value, str) and value != "", "a text"),
    "names": (lambda value: isinstance(value, Text), "a Text"),
    "parent": _TEXT_OR_NONE,
    "zone": (_is_zone_or_none, "an IANA name such as Europe/Kyiv, or None"),
    "languages": _list_of(str),
    "gazetteer": (lambda value: isinstance(value, Gazetteer), "a Gazetteer"),
    "areas": _list_of(str),
    "kinds": _TERMS,
    "sectors": _TERMS,
    "labels": _mapping_of(_TERMS[0], "a mapping of vocabulary to a tuple of Term"),
    "seat_templates": _list_of(SeatTemplate),
    "checks": _list_of(Check),
    "registries": _mapping_of(callable, "a mapping of scheme to a function"),
    "romanize": _FUNCTION_OR_NONE,
    "sharing_rules": (lambda value: isinstance(value, tuple) and all(map(callable, value)), "a tuple of functions"),
    "status_level": (lambda value: value is None or type(value) is int, "a whole number or None"),
    "attributions": _list_of(str),
}


def faults(region: Region) -> tuple[str, ...]:
    """What a region holds of a wrong type, one phrase each; none where it can be put together with others."""
    return tuple(f"{name} is not {wanted}" for name, (fits, wanted) in _PARTS.items() if not fits(getattr(region, name)))


def merged(parent: Region, child: Region) -> Region:
    """The child with all that its parent has. Of two entries with one code, name or scheme the child's counts.

    Checks and sharing rules of the parent come first; every sharing rule of both holds. Zone, languages and ``romanize`` are the
    child's, or the parent's where the child gives none. Of two status levels the lower number counts, which names less.
    """
    return attrs.evolve(
        child,
        zone=child.zone or parent.zone,
        languages=child.languages or parent.languages,
        gazetteer=parent.gazetteer.merged(child.gazetteer),
        kinds=_both(parent.kinds, child.kinds, _code),
        sectors=_both(parent.sectors, child.sectors, _code),
        labels={
            vocabulary: _both(parent.labels.get(vocabulary, ()), child.labels.get(vocabulary, ()), _code)
            for vocabulary in {**parent.labels, **child.labels}
        },
        seat_templates=_both(parent.seat_templates, child.seat_templates, _name),
        checks=_both(parent.checks, child.checks, _name),
        registries={**parent.registries, **child.registries},
        romanize=child.romanize or parent.romanize,
        sharing_rules=parent.sharing_rules + child.sharing_rules,
        status_level=min((level for level in (child.status_level, parent.status_level) if level is not None), default=None),
        attributions=_both(parent.attributions, child.attributions, str),
    )


def _both(parent: tuple[_T, ...], child: tuple[_T, ...], key: Callable[[_T], str]) -> tuple[_T, ...]:
    """The parent's entries that the child does not replace, then the child's: one name may stand for several dated checks."""
    own = {key(entry) for entry in child}
    return tuple(entry for entry in parent if key(entry) not in own) + child


def _code(term: Term) -> str:
    return term.code


def _name(entry: Any) -> str:
    return str(entry.name)


@attrs.frozen
class Resolved:
    """Regions as their plugins gave them, as they can be used (``whole``, each with its parents' things), and why others cannot."""

    given: Mapping[str, Region]
    whole: Mapping[str, Region]
    aside: Mapping[str, str]

    def own_areas(self, code: str) -> Gazetteer:
        """What a region is: all that lies in its ``areas``, or else what its own gazetteer holds, without its parents'."""
        inside = self.given[code].areas
        return self.whole[code].gazetteer.inside(*inside) if inside else self.given[code].gazetteer

    def holding(self, area: str) -> tuple[str, ...]:
        """The codes of the regions whose own area it is, without those of which another one is a child."""
        holders = [code for code in self.whole if self._is_own(area, code)]
        above = {parent for code in holders for parent in _ancestry(code, self.given, {})[0][1:]}
        return tuple(sorted(set(holders) - above))

    def _is_own(self, area: str, code: str) -> bool:
        inside = self.given[code].areas
        if inside:
            return any(self.whole[code].gazetteer.holds(outer, area) for outer in inside)
        return area in self.given[code].gazetteer


def resolved(regions: Mapping[str, Region], doubtful: Mapping[str, str]) -> Resolved:
    """Puts each region together with its parents.

    ``doubtful`` are the codes that more than one plugin claims, with the claimants' names. A region is set aside if a parent,
    near or far, is missing, doubtful, or comes round to itself, and if it is an area that none of them holds.
    """
    whole: dict[str, Region] = {}
    aside: dict[str, str] = {}
    for code in sorted(regions):
        ancestry, reason = _ancestry(code, regions, doubtful)
        if reason:
            aside[code] = reason
            continue
        together = regions[ancestry[-1]]
        for nearer in reversed(ancestry[:-1]):
            together = merged(together, regions[nearer])
        if missing := [area for area in together.areas if area not in together.gazetteer]:
            aside[code] = (
                f"region {code} is the area {', '.join(missing)}, which neither its gazetteer nor a parent's holds; correct `areas`"
            )
            continue
        whole[code] = together
    return Resolved(regions, whole, aside)


def _ancestry(code: str, regions: Mapping[str, Region], doubtful: Mapping[str, str]) -> tuple[list[str], str]:
    """The region, its parent, its parent's parent and so on; and what is wrong with that line, or nothing."""
    line = [code]
    while (parent := regions[line[-1]].parent) is not None:
        if parent in line:
            return line, f"the parents of region {code} go in a circle: {' > '.join([*line, parent])}; end it at one of them"
        if parent in doubtful:
            return line, (f"{parent}, the parent of region {line[-1]}, is claimed by {doubtful[parent]}; leave one of them out")
        if parent not in regions:
            return line, (
                f"{parent}, the parent of region {line[-1]}, is not there; install the plugin that gives it or correct `parent`"
            )
        line.append(parent)
    return line, ""
