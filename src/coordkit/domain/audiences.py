"""Audiences: for whom something is made ready, and how far their clearance goes."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from types import NoneType

import attrs

from coordkit.domain.errors import DomainError, expect, several
from coordkit.domain.records import MeetingId, MeetingSeriesId, OrganizationId, PersonId, Tlp, WorkingGroupId


class AudienceKind(Enum):
    """The kinds of audience there are."""

    PUBLIC = "public"
    ORGANIZATION = "organization"
    GROUP = "group"
    NAMED = "named"
    DESK = "desk"


_BY_ID = "give its id"
HIGHEST = {
    AudienceKind.PUBLIC: Tlp.CLEAR,
    AudienceKind.ORGANIZATION: Tlp.AMBER_STRICT,
    AudienceKind.GROUP: Tlp.AMBER,
    AudienceKind.NAMED: Tlp.RED,
    AudienceKind.DESK: Tlp.RED,
}


@attrs.frozen(kw_only=True)
class Audience:
    """The public, an organization, a group, named recipients, or the desk itself; with a clearance.

    ``entitled`` are the meetings and series whose exact place and link the named recipients may know: of each the record's own
    place, so a Meeting singled out of a series is entitled to by its own id. Raises ``DomainError`` for a clearance above the
    highest of the kind (public CLEAR, group AMBER, organization AMBER+STRICT, named and desk RED), for an organization, group or
    named audience that does not say which, and for entitled ones that are not named.
    """

    kind: AudienceKind
    organization: OrganizationId | None = None
    group: WorkingGroupId | None = None
    named: frozenset[PersonId | OrganizationId] = frozenset()
    entitled: frozenset[MeetingId | MeetingSeriesId] = frozenset()
    clearance: Tlp = attrs.field(default=attrs.Factory(lambda self: HIGHEST.get(self.kind, Tlp.CLEAR), takes_self=True))

    def __attrs_post_init__(self) -> None:
        expect(self.kind, AudienceKind, "kind")
        expect(self.clearance, Tlp, "clearance")
        expect(self.organization, (OrganizationId, NoneType), "organization", _BY_ID)
        expect(self.group, (WorkingGroupId, NoneType), "group", _BY_ID)
        several(self.named, (PersonId, OrganizationId), "named")
        several(self.entitled, (MeetingId, MeetingSeriesId), "entitled")
        highest = HIGHEST[self.kind]
        if self.clearance > highest:
            raise DomainError(
                f"{self.clearance.label} is above {highest.label}, the highest for the audience {self.kind.value}",
                where="clearance",
            )
        for kind, value, name in (
            (AudienceKind.ORGANIZATION, self.organization, "organization"),
            (AudienceKind.GROUP, self.group, "group"),
            (AudienceKind.NAMED, self.named, "named"),
        ):
            if (self.kind is kind) != bool(value):
                wanted = "say whom it means" if self.kind is kind else f"only an audience of the kind {kind.value} has this"
                raise DomainError(f"the audience {self.kind.value}: {wanted}", where=name)
        if self.entitled and self.kind is not AudienceKind.NAMED:
            raise DomainError("only named recipients may know the exact place of a meeting; use of_named", where="entitled")

    @classmethod
    def public(cls) -> Audience:
        """Everybody."""
        return cls(kind=AudienceKind.PUBLIC)

    @classmethod
    def of_organization(cls, organization: OrganizationId, clearance: Tlp = Tlp.AMBER_STRICT) -> Audience:
        """The people of one organization."""
        return cls(kind=AudienceKind.ORGANIZATION, organization=organization, clearance=clearance)

    @classmethod
    def of_group(cls, group: WorkingGroupId, clearance: Tlp = Tlp.AMBER) -> Audience:
        """The members of one working group."""
        return cls(kind=AudienceKind.GROUP, group=group, clearance=clearance)

    @classmethod
    def of_named(
        cls,
        recipients: Iterable[PersonId | OrganizationId],
        *,
        entitled: Iterable[MeetingId | MeetingSeriesId] = (),
        clearance: Tlp = Tlp.RED,
    ) -> Audience:
        """These recipients and nobody else."""
        named = several(recipients, (PersonId, OrganizationId), "named")
        meetings = several(entitled, (MeetingId, MeetingSeriesId), "entitled")
        return cls(kind=AudienceKind.NAMED, named=frozenset(named), entitled=frozenset(meetings), clearance=clearance)

    @classmethod
    def desk(cls) -> Audience:
        """The desk itself, which sees all; what it writes is labelled TLP:RED."""
        return cls(kind=AudienceKind.DESK)
