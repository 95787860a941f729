"""The region ``kherson``: centre points, the seats of its working groups, and dated checks. All else it has from ``ukraine``."""

from __future__ import annotations

from datetime import date, time

from coordkit import Certainty, Source, Text, hookimpl
from coordkit.ports import Check, Region, SeatTemplate
from coordkit_ukraine import areas, checks, katottg
from coordkit_ukraine.vocabulary import seats_for_kinds

CODE = "UA65000000000030969"
OBLAST = katottg.pcode(CODE, 1)

_UNION = "https://en.fundunion.org/"
_FOUNDED_2023 = Source(url=_UNION + "2023/08/the-working-groups-on-public-safety-and.html")
_COMPOSITION_2024 = Source(url=_UNION + "2024/04/initiatives-in-public-safety-for-more.html")
_KHERSON_CITY_2025 = Source(url=_UNION + "2025/11/WGPSR-Kherson.html")
_CURFEW_2025 = Source(url="https://ua.interfax.com.ua/news/general/1060487.html")
# A rule of the neighbouring oblast: for Kherson it is inferred to be wise, and no more.
_ZAPORIZHZHIA_2023 = Source(
    url="https://www.zoda.gov.ua/news/67271/rada-oboroni-zaporizkoji-oblasti-vstanovila-pravila-provedennya-masovih-"
    "zahodiv-pid-chas-diji-rezhimu-vojennogo-stanu.html",
    certainty=Certainty.INFERRED,
)


@hookimpl
def coordkit_regions() -> tuple[Region, ...]:
    """Kherson."""
    return (
        Region(
            code="kherson",
            names=Text.of(uk="Херсонська область", en="Kherson region"),
            parent="ukraine",
            gazetteer=areas.with_points("coordkit_kherson"),
            areas=(CODE,),
            seat_templates=_seat_templates(),
            checks=_checks(),
            attributions=(areas.GEONAMES,),
        ),
    )


def _seat_templates() -> tuple[SeatTemplate, ...]:
    """Who sits in the groups on public safety and recovery. No source says that a seat must be filled, so none is required."""
    community = SeatTemplate(
        name="wgpsr",
        label=Text.of(
            uk="Робоча група з громадської безпеки та відновлення громади",
            en="Working Group on Public Safety and Recovery of a community",
        ),
        seats=seats_for_kinds(
            *("military_administration", "local_council", "police", "emergency_service", "ngo", "charity", "volunteers"),
            *("education", "health", "admin_service_centre", "other"),
        ),
        sources=(_FOUNDED_2023, _COMPOSITION_2024),
    )
    city = SeatTemplate(
        name="wgpsr_city",
        label=Text.of(
            uk="Робоча група з громадської безпеки та відновлення Херсона",
            en="Working Group on Public Safety and Recovery, Kherson",
        ),
        seats=seats_for_kinds(
            *("military_administration", "local_council", "patrol_police", "police", "emergency_service", "training_centre"),
            *("education", "health", "social_services", "ngo", "charity"),
        ),
        sources=(_KHERSON_CITY_2025,),
    )
    return community, city


def _checks() -> tuple[Check, ...]:
    return (
        checks.curfew(
            "kherson.curfew",
            OBLAST,
            region=Text.of(uk="на Херсонщині", en="in the Kherson region"),
            starts=time(21),
            ends=time(5),
            since=date(2025, 4, 1),
            sources=(_CURFEW_2025,),
        ),
        checks.shelter_places(
            "kherson.shelter_places",
            OBLAST,
            note=Text.of(
                uk="Чинного правила Херсонщини не знайдено; у Запорізькій області масовий захід не може бути більшим за укриття.",
                en="No rule of the Kherson region was found; in the Zaporizhzhia region a mass event may not outgrow its shelter.",
            ),
            since=date(2023, 10, 18),
            sources=(_ZAPORIZHZHIA_2023,),
        ),
    )
