"""The open vocabularies: kinds, sectors and labels in Ukrainian and English, from the table ``vocabulary.csv``.

Codes elsewhere stand only where they were found in the lists themselves: ``hapi`` (sectors of HDX HAPI), ``ocha``
(organization types, UN-OCHA taas), ``iati`` (OrganisationType). Both lists of organizations put rescuers, police and
military administrations under one government code; telling them apart is what the codes here are for.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from coordkit import Seat, Text
from coordkit.ports import Term

_SCHEMES = ("hapi", "ocha", "iati")


@cache
def read() -> Mapping[str, tuple[Term, ...]]:
    """Vocabulary -> terms, both in the table's order. ``kinds`` and ``sectors`` are among them."""
    table = files("coordkit_ukraine").joinpath("vocabulary.csv").read_text(encoding="utf-8")
    vocabularies: dict[str, list[Term]] = {}
    for row in csv.DictReader(table.splitlines()):
        vocabularies.setdefault(row["vocabulary"], []).append(_term(row))
    return MappingProxyType({name: tuple(terms) for name, terms in vocabularies.items()})


def _term(row: dict[str, str]) -> Term:
    return Term(
        code=row["code"],
        label=Text.of(uk=row["uk"], en=row["en"]),
        feminine=Text.of(uk=row["feminine_uk"]) if row["feminine_uk"] else None,
        mappings={scheme: row[scheme] for scheme in _SCHEMES if row[scheme]},
        source=row["source"],
    )


def seats_for_kinds(*codes: str) -> tuple[Seat, ...]:
    """A seat for each kind of organization, with the kind's own label; not required, as many as come."""
    labels = {term.code: term.label for term in read()["kinds"]}
    return tuple(Seat(code=code, label=labels[code], kind=code) for code in codes)


def seats_for_sectors(*codes: str) -> tuple[Seat, ...]:
    """A seat for each sector, with the sector's own label; not required, as many as come."""
    labels = {term.code: term.label for term in read()["sectors"]}
    return tuple(Seat(code=code, label=labels[code], sector=code) for code in codes)
