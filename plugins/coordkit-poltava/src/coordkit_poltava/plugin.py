"""The region ``poltava``: centre points, the fields of its coalition 1325, and dated checks. All else it has from ``ukraine``."""

from __future__ import annotations

from datetime import date

from coordkit import Certainty, Source, Text, hookimpl
from coordkit.ports import Check, Region, SeatTemplate
from coordkit_ukraine import areas, checks, katottg
from coordkit_ukraine.vocabulary import seats_for_sectors

CODE = "UA53000000000028050"
OBLAST = katottg.pcode(CODE, 1)
POLTAVA_RAION = "UA5308"

# The page tells the fields in which members work. Which seats the coalition's rules of procedure know is not public.
_FIELDS_2025 = Source(url="https://poda.gov.ua/news/225876", certainty=Certainty.INFERRED)
_BAN_2023 = Source(url="https://0532.ua/amp/news/3647965/iz-21-go-serpna-na-poltavsini-zaboroneni-usi-masovi-zahodi")
_CONSENT_2023 = Source(
    url="https://regionews.ua/rus/news/poltavshchina/1694707466-v-poltavskoy-oblasti-razreshili-provodit-massovye-"
    "meropriyatiya-no-est-usloviya"
)
_BAN_2025 = Source(url="https://censor.net/ua/news/3558795/u-poltavi-zaboronyly-masovi-zahody-cherez-zagrozu-udariv")


@hookimpl
def coordkit_regions() -> tuple[Region, ...]:
    """Poltava."""
    return (
        Region(
            code="poltava",
            names=Text.of(uk="Полтавська область", en="Poltava region"),
            parent="ukraine",
            gazetteer=areas.with_points("coordkit_poltava"),
            areas=(CODE,),
            seat_templates=(_coalition(),),
            checks=_checks(),
            attributions=(areas.GEONAMES,),
        ),
    )


def _coalition() -> SeatTemplate:
    return SeatTemplate(
        name="coalition_1325",
        label=Text.of(uk="Коаліція 1325: напрями роботи учасниць", en="Coalition 1325: fields in which members work"),
        seats=seats_for_sectors(
            *("social_services", "gbv", "domestic_violence", "trafficking", "crsv", "families", "mental_health"),
        ),
        sources=(_FIELDS_2025,),
    )


def _checks() -> tuple[Check, ...]:
    """The rules of the region's Defence Council on mass events, as the press told them."""
    return (
        checks.mass_events(
            "poltava.mass_events.ban_2023",
            OBLAST,
            rule=Text.of(
                uk="З 21 серпня 2023 року на Полтавщині заборонено масові заходи.",
                en="From 21 August 2023 mass events are banned in the Poltava region.",
            ),
            since=date(2023, 8, 21),
            until=date(2023, 9, 13),
            sources=(_BAN_2023, _CONSENT_2023),
        ),
        checks.mass_events(
            "poltava.mass_events.consent",
            OBLAST,
            rule=Text.of(
                uk="З 14 вересня 2023 року масовий захід на Полтавщині потребує письмової згоди районної військової адміністрації, "
                "яку повідомляють не пізніше ніж за 15 робочих днів; просто неба їх, за малими винятками, не проводять.",
                en="From 14 September 2023 a mass event in the Poltava region needs the written consent of the district military "
                "administration, told at least 15 working days before; in the open they are, with few exceptions, not held.",
            ),
            since=date(2023, 9, 14),
            sources=(_CONSENT_2023,),
        ),
        checks.mass_events(
            "poltava.mass_events.ban_2025",
            POLTAVA_RAION,
            rule=Text.of(
                uk="З 18 до 24 червня 2025 року в Полтаві та районі заборонено масові заходи.",
                en="From 18 to 24 June 2025 mass events are banned in Poltava and its district.",
            ),
            since=date(2025, 6, 18),
            until=date(2025, 6, 24),
            sources=(_BAN_2025,),
        ),
    )
