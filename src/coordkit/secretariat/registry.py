"""The registry: organizations, people and all else that has a name, and finding it again."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from types import NoneType
from typing import TypeVar

import attrs

from coordkit.codec.convert import RECORDS
from coordkit.codec.words import asked_words, has_words
from coordkit.domain.errors import DomainError, expect, several, told
from coordkit.domain.records import OrganizationId, Record, RecordId
from coordkit.domain.stakeholders import Organization
from coordkit.secretariat.desk import Secretariat
from coordkit.secretariat.work import expect_limit, expect_record_class

R = TypeVar("R", bound=Record)

SEARCHED: tuple[type[Record], ...] = tuple(RECORDS[kind] for kind in sorted(RECORDS) if has_words(RECORDS[kind]))
"""The classes of records that have names or titles, in the order in which ``search`` gives them."""

_MARK, _ID = 4, 16  # bytes of a cursor: of which search it is, and where it stands; the kind follows


@attrs.frozen(kw_only=True)
class Page:
    """Some of the records that a search finds. ``cursor`` is what the next page comes after; None where this is the last."""

    records: tuple[Record, ...]
    cursor: str | None = None


def search(
    desk: Secretariat,
    question: str,
    *,
    kinds: Iterable[type[Record]] = SEARCHED,
    after: str | None = None,
    limit: int = 20,
) -> Page:
    """The records whose names, titles, aliases or acronyms have every word of the question, or begin so, a page at a time.

    They come by the name of their kind, then by id. Each word may stand in Latin letters or in the script of the desk's region;
    ``coordkit.codec.words`` says what is alike and what is not found. A question without words finds nothing. ``after`` is the
    ``cursor`` of the page before: what is written meanwhile neither repeats nor drops a record that is found all the time.
    Raises ``DomainError`` for kinds without names, a limit below 1, and for a cursor that is none, or another search's.
    """
    asked = _among_searched(kinds)
    expect(question, str, "question")
    expect(after, (str, NoneType), "after", "give the cursor of the page before")
    expect(limit, int, "limit", "say how many at most, such as 20")
    expect_limit(limit)
    words = asked_words(question, desk.romanize)
    mark = hashlib.sha256(repr((words, [kind.id_type.kind for kind in asked])).encode()).digest()[:_MARK]
    last = None if after is None else _last(after, mark, asked)
    found: list[Record] = []
    if words:
        with desk.work() as work:
            for kind in asked[0 if last is None else asked.index(RECORDS[last.kind]) :]:
                begin = last if last is not None and last.kind == kind.id_type.kind else None
                found += work.each(kind, words=words, after=begin, limit=limit + 1 - len(found))
                if len(found) > limit:
                    return Page(records=tuple(found[:limit]), cursor=_cursor(mark, found[limit - 1].id))
    return Page(records=tuple(found))


def find(desk: Secretariat, kind: type[R], question: str) -> tuple[R, ...]:
    """All records of one kind that ``search`` finds, in order of id."""
    expect_record_class(kind)
    expect(question, str, "question")
    words = asked_words(question, desk.romanize)
    return desk.each(kind, words=words) if words else ()


def reindex(desk: Secretariat) -> int:
    """Makes every record findable by the rules of this coordkit and of the desk's region, and says for how many that was needed.

    The history stays as it is. Call it once when a warning at opening asks for it, or when a new release of the region's plugin
    romanizes otherwise.
    """
    with desk.work() as work:
        differed = work.reindex()
        work.commit()
    return differed


def kinds_of_organizations(desk: Secretariat) -> Mapping[OrganizationId, str]:
    """The kind of each organization on the desk that has one."""
    return {each.id: each.kind for each in desk.each(Organization) if each.kind is not None}


def _among_searched(kinds: Iterable[type[Record]]) -> list[type[Record]]:
    given = several(kinds, type, "kinds")
    for kind in given:
        expect_record_class(kind)
        if kind not in SEARCHED:
            names = ", ".join(each.__name__ for each in SEARCHED)
            raise DomainError(f"{told(kind)} has no names to search; there are {names}", where="kinds")
    return [kind for kind in SEARCHED if kind in given]


def _cursor(mark: bytes, last: RecordId) -> str:
    return base64.urlsafe_b64encode(mark + last.uuid.bytes + last.kind.encode()).decode().rstrip("=")


def _last(cursor: str, mark: bytes, asked: list[type[Record]]) -> RecordId:
    """The id that a cursor of this very search stands for."""
    ids = {kind.id_type.kind: kind.id_type for kind in asked}
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        last = ids[raw[_MARK + _ID :].decode()](bytes=raw[_MARK : _MARK + _ID])
        if _cursor(mark, last) == cursor:
            return last
    except (ValueError, KeyError):
        pass
    raise DomainError(
        f"this is no cursor of this search: {told(cursor)}; give the one of the page before, with the same question and kinds",
        where="after",
    )
