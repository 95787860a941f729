"""Who stands in a calendar object: the organizer and the attendees (RFC 5545 sections 3.8.4.1 and 3.8.4.3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from coordkit.calendar.writing import mail_address, mailto, one_line, uri_line
from coordkit.domain.invitations import ParticipationRole, Response


def _address(value: str | None) -> str | None:
    return None if value is None else mail_address(value)


@attrs.frozen
class Party:
    """A name and a mail address. The name is put on one line. Raises ``DomainError`` for what is no address."""

    name: str = attrs.field(converter=one_line)
    address: str = attrs.field(converter=mail_address)


@attrs.frozen
class Organizer:
    """Who invites, a named office or human, and the address that sends for them where it is another one (SENT-BY)."""

    party: Party
    sent_by: str | None = attrs.field(default=None, converter=_address)


@attrs.frozen(kw_only=True)
class Attendee:
    """Somebody asked to a meeting: a person, or an organization at its role address (``is_group``).

    ``delegated_to`` is the address of who comes in their place, ``delegated_from`` of whose place they take (RFC 5546 3.2.2.3).
    """

    party: Party
    role: ParticipationRole = ParticipationRole.REQUIRED
    response: Response = Response.NEEDS_ACTION
    is_group: bool = False
    delegated_to: str | None = attrs.field(default=None, converter=_address)
    delegated_from: str | None = attrs.field(default=None, converter=_address)


def organizer_line(organizer: Organizer) -> bytes:
    """The ORGANIZER, with SENT-BY where somebody else's address sends."""
    party, sender = organizer.party, organizer.sent_by
    sent_by = {"SENT-BY": mailto(sender)} if sender and sender.lower() != party.address.lower() else {}
    return uri_line("ORGANIZER", mailto(party.address), {**_named(party), **sent_by})


def attendee_lines(recipient: Attendee, others: Sequence[Attendee] = (), *, asks: bool = True) -> Iterator[bytes]:
    """One ATTENDEE for each address, the recipient's own last; ``asks`` whether an answer is wanted (RSVP).

    Every parameter is written always: programs differ about what is meant where one is missing.
    """
    attendees = {attendee.party.address.lower(): attendee for attendee in (*others, recipient)}
    return (_attendee(attendee, asks) for attendee in attendees.values())


def _attendee(attendee: Attendee, asks: bool) -> bytes:
    passed_on = {"DELEGATED-TO": attendee.delegated_to, "DELEGATED-FROM": attendee.delegated_from}
    parameters = {
        **_named(attendee.party),
        "CUTYPE": "GROUP" if attendee.is_group else "INDIVIDUAL",
        "ROLE": attendee.role.value,
        "PARTSTAT": attendee.response.value,
        "RSVP": "TRUE" if asks and attendee.role is not ParticipationRole.INFORMED else "FALSE",
        **{name: mailto(address) for name, address in passed_on.items() if address},
    }
    return uri_line("ATTENDEE", mailto(attendee.party.address), parameters)


def _named(party: Party) -> dict[str, str]:
    return {"CN": party.name} if party.name else {}
