"""Areas as the drop-down lists of humanitarian 5W tables write them, who does what, where, when, for whom.

A hromada is ``Beryslavska_UA6502001_Бериславська``, a raion ``Beryslavskyi_Бериславський``.
"""

from __future__ import annotations

from coordkit import Area, DomainError, Gazetteer

_RAION = 2


def label(area: Area) -> str:
    """What the list calls an area of Ukraine: its names with the P-code between them, for a raion its names alone.

    >>> from coordkit_ukraine import areas
    >>> [label(areas.national().area(code)) for code in ("UA65020010000060480", "UA65020000000032929")]
    ['Beryslavska_UA6502001_Бериславська', 'Beryslavskyi_Бериславський']
    """
    names = [area.name.best("en"), area.name.best("uk")]
    return "_".join(names if area.level == _RAION else [names[0], area.codes["pcode"], names[1]])


def area(gazetteer: Gazetteer, label: str) -> Area:
    """The area that a label means. Names may be former ones, and one of the two may be written otherwise than here.

    Raises ``DomainError`` for what is no such label, for a P-code that the gazetteer does not hold, and where neither name is the
    area's: then code and names mean different places.
    """
    parts = [part.strip() for part in label.split("_")]
    if len(parts) not in (2, 3) or not all(parts):
        raise DomainError(f"{label!r} is no label of an area, such as Beryslavska_UA6502001_Бериславська", where="5W")
    english, ukrainian = parts[0], parts[-1]
    if len(parts) == 2:
        both = [found for found in gazetteer.named(english) if found.level == _RAION and found.called(ukrainian)]
        if len(both) != 1:
            raise DomainError(f"{label!r} is no raion here; check both names in the gazetteer", where="5W")
        return both[0]
    found = gazetteer.coded(parts[1], "pcode")
    if not found:
        raise DomainError(f"{label!r}: no area has the P-code {parts[1]} here; check it in the gazetteer", where="5W")
    if not any(found[0].called(name) for name in (english, ukrainian)):
        raise DomainError(
            f"{label!r}: {parts[1]} is {found[0].name.best('uk')}, and neither name is one of its names; ask whoever filled it in",
            where="5W",
        )
    return found[0]
