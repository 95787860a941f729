"""The region ``ukraine``, parent of the regions of Ukraine."""

from __future__ import annotations

from coordkit import Text, hookimpl
from coordkit.ports import Region
from coordkit_ukraine import edrpou, vocabulary
from coordkit_ukraine.checks import ZONE
from coordkit_ukraine.romanization import romanize


@hookimpl
def coordkit_regions() -> tuple[Region, ...]:
    """The national base: vocabularies, register, romanization. It holds no areas of its own yet."""
    terms = vocabulary.read()
    return (
        Region(
            code="ukraine",
            names=Text.of(uk="Україна", en="Ukraine"),
            zone=ZONE,
            languages=("uk", "en"),
            kinds=terms["kinds"],
            sectors=terms["sectors"],
            labels={name: words for name, words in terms.items() if name not in ("kinds", "sectors")},
            registries={edrpou.SCHEME: edrpou.check},
            romanize=romanize,
        ),
    )
