"""The region ``ukraine``, parent of the regions of Ukraine."""

from __future__ import annotations

from coordkit import Text, hookimpl
from coordkit.ports import Region
from coordkit_ukraine import areas, edrpou, vocabulary
from coordkit_ukraine.checks import ZONE
from coordkit_ukraine.romanization import romanize

HROMADA = 3
"""The level of hromadas: nothing smaller is named where the status of territory is not known to be free."""


@hookimpl
def coordkit_regions() -> tuple[Region, ...]:
    """The national base: areas, vocabularies, register, romanization."""
    terms = vocabulary.read()
    return (
        Region(
            code="ukraine",
            names=Text.of(uk="Україна", en="Ukraine"),
            zone=ZONE,
            languages=("uk", "en"),
            gazetteer=areas.national(),
            kinds=terms["kinds"],
            sectors=terms["sectors"],
            labels={name: words for name, words in terms.items() if name not in ("kinds", "sectors")},
            registries={edrpou.SCHEME: edrpou.check},
            romanize=romanize,
            status_level=HROMADA,
            attributions=(areas.KATOTTG,),
        ),
    )
