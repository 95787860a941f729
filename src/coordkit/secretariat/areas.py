"""What people call an area."""

from __future__ import annotations

from collections.abc import Sequence

from coordkit.secretariat.circumstances import Circumstances


def locality_name(desk: Circumstances, code: str | None, languages: Sequence[str]) -> str | None:
    """The name of an area: its centre's where there is one. The code itself where no plugin knows it."""
    if code is None:
        return None
    region = desk.plugins.region_for_area(code)
    if region is None:
        return code
    area = region.gazetteer.area(code)
    return (area.centre or area.name).best(*languages)
