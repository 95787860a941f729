"""What is checked before a record is kept: its types, its codes against the desk's region, and the records that it needs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from coordkit.codec.fitting import misfits
from coordkit.codec.index import REQUIRED
from coordkit.domain.errors import DomainError, Problem
from coordkit.domain.groups import Membership
from coordkit.domain.offices import Office
from coordkit.domain.records import Record, RecordId
from coordkit.domain.sensitive import places_in
from coordkit.domain.stakeholders import Organization
from coordkit.letters import check_template
from coordkit.ports import Region, RegistryCheck


def problems_of(
    record: Record,
    region: Region | None,
    is_area: Callable[[str], bool],
    is_kept: Callable[[RecordId], bool],
    seats_for: Callable[[Membership], Collection[str]],
) -> Iterator[Problem]:
    """Everything that speaks against keeping the record as it is, each with the field it stands in.

    ``is_area`` answers whether any region that is there holds an area, ``is_kept`` whether the desk keeps a record,
    ``seats_for`` the codes of the seats that a membership may name. Where a field holds something of another type, that alone is
    told: nothing else can be asked of such a record.
    """
    unfit = misfits(record)
    if unfit:
        yield from unfit
        return
    if region is not None:
        yield from _unknown_areas(record, region, is_area)
        if isinstance(record, Organization):
            yield from _wrong_codes(record, region)
    for name in REQUIRED.get(record.id_type.kind, ()):
        held = getattr(record, name)
        for ref in held if isinstance(held, tuple | list) else (held,):
            if not is_kept(ref):
                yield Problem(name, f"{ref} is not on this desk; save it first")
    if isinstance(record, Office):
        yield from _unusable_templates(record)
    if isinstance(record, Membership) and record.seat is not None and is_kept(record.group):
        codes = seats_for(record)
        if record.seat not in codes:
            yield Problem("seat", f"the group has no seat {record.seat!r}; there are {', '.join(codes) or 'none yet'}")


def _unknown_areas(record: Record, region: Region, is_area: Callable[[str], bool]) -> Iterator[Problem]:
    if not len(region.gazetteer):
        return
    for path, code in places_in(record):
        if not isinstance(code, RecordId) and code not in region.gazetteer and not is_area(code):
            yield Problem(path, f"{code!r} is no area of region {region.code}, nor of another; look it up in the gazetteer")


def _unusable_templates(record: Office) -> Iterator[Problem]:
    for position, template in enumerate(record.templates):
        try:
            check_template(template)
        except DomainError as error:
            yield Problem(f"templates[{position}]", str(error))


def _wrong_codes(record: Organization, region: Region) -> Iterator[Problem]:
    for position, entry in enumerate(record.codes):
        check = region.registries.get(entry.scheme)
        wrong = _answer(check, entry.code) if check else None
        if wrong:
            yield Problem(f"codes[{position}].code", wrong)


def _answer(check: RegistryCheck, code: str) -> str | None:
    try:
        return check(code)
    except Exception as error:  # a plugin's own fault must name itself, not end the saving with a bare traceback
        return f"the check of {code!r} itself failed, tell its author: {type(error).__name__}: {error}"
