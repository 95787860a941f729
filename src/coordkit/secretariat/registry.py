"""The registry: organizations and people, and finding them again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from coordkit.codec.index import split_words
from coordkit.domain.errors import expect
from coordkit.domain.records import OrganizationId, Record
from coordkit.domain.stakeholders import Organization
from coordkit.secretariat.desk import Secretariat
from coordkit.secretariat.work import expect_record_class

R = TypeVar("R", bound=Record)


def find(desk: Secretariat, kind: type[R], question: str) -> tuple[R, ...]:
    """The records of a kind whose names, titles, aliases or acronyms have every word of the question, or begin so.

    Case, apostrophe and Unicode form do not matter. An empty question finds nothing.
    """
    expect_record_class(kind)
    expect(question, str, "question")
    words = split_words([question])
    return desk.each(kind, words=words) if words else ()


def kinds_of_organizations(desk: Secretariat) -> Mapping[OrganizationId, str]:
    """The kind of each organization on the desk that has one."""
    return {each.id: each.kind for each in desk.each(Organization) if each.kind is not None}
