"""Who is written to, and by whom: the office that sends, the invitee's address on record, language and form of title."""

from __future__ import annotations

from types import NoneType

import attrs

from coordkit.calendar.people import Organizer, Party
from coordkit.calendar.writing import mail_address
from coordkit.domain.errors import DomainError, NotFound, expect
from coordkit.domain.meetings import Meeting
from coordkit.domain.offices import Office
from coordkit.domain.records import OfficeId, OrganizationId, PersonId
from coordkit.domain.series import MeetingSeries
from coordkit.domain.stakeholders import ContactKind, Organization, Person
from coordkit.secretariat.work import Work


@attrs.frozen
class Sender:
    """An office that writes, and the channel by which its mail goes out."""

    office: Office
    channel: str

    @property
    def address(self) -> str:
        """The address that its mail comes from."""
        return self.office.addresses[0]


def sender_of(work: Work, office: OfficeId | None = None, channel: str | None = None) -> Sender:
    """The office of this id, or the desk's only one, and its channel unless another is named.

    Raises ``DomainError`` where the desk has no office or several and none is named, and for one without a sending address;
    ``PluginError`` for a channel that there is not.
    """
    expect(channel, (str, NoneType), "channel", "give the name of a notifier, such as mail")
    found = office_of(work, office)
    if not found.addresses:
        raise DomainError(
            "an office that writes needs a sending address; add one to addresses ('coordkit office set --address')",
            where=str(found.id),
        )
    name = channel or found.channel
    work.desk.plugins.notifier(name)
    return Sender(found, name)


def office_of(work: Work, office: OfficeId | None = None) -> Office:
    """The office of this id, or the desk's only one. Raises ``DomainError`` where it must be named."""
    expect(office, (OfficeId, NoneType), "office", "give its id")
    if office is not None:
        return work.get(Office, office)
    offices = tuple(work.each(Office, limit=2))
    if len(offices) != 1:
        what = "this desk has no office yet; save one first" if not offices else "this desk has several offices; say which"
        raise DomainError(what, where="office")
    return offices[0]


def invitee_of(work: Work, ref: PersonId | OrganizationId) -> Person | Organization:
    """The person or organization. Raises ``NotFound``."""
    who = work.find(ref)
    if not isinstance(who, Person | Organization):
        raise NotFound("the invitee is not on this desk; save it first", where=str(ref))
    return who


def address_of(who: Person | Organization) -> str | None:
    """The mail address on record to which they are written: the first from which nothing came back for good.

    One that is not in ASCII (RFC 6532) is passed over: calendars and many servers do not take it.
    """
    return next((each for each in addresses_of(who, deliverable=True) if is_written(each)), None)


def is_written(address: str) -> bool:
    """Whether an address can stand in a calendar and in the header of a mail."""
    try:
        return bool(mail_address(address))
    except DomainError:
        return False


def addresses_of(who: Person | Organization, *, deliverable: bool = False) -> tuple[str, ...]:
    """Their mail addresses on record."""
    return tuple(
        contact.value
        for contact in who.contacts
        if contact.kind is ContactKind.EMAIL and not (deliverable and contact.undeliverable_since)
    )


def has_address(who: Person | Organization, address: str) -> bool:
    """Whether this is one of their mail addresses on record, in whatever case it is written."""
    return address.casefold() in {each.casefold() for each in addresses_of(who)}


def at_address(work: Work, address: str) -> tuple[Person | Organization, ...]:
    """The people and organizations on this desk who have the mail address."""
    people = (person for person in work.each(Person) if has_address(person, address))
    return (*people, *(body for body in work.each(Organization) if has_address(body, address)))


def languages_for(who: Person | Organization, office: Office) -> tuple[str, ...]:
    """In which languages they are written to: their own where a person has said one, then the office's."""
    own = who.language if isinstance(who, Person) else None
    return tuple(dict.fromkeys((*([own] if own else []), *office.languages, "en")))


def organizer_of(work: Work, subject: Meeting | MeetingSeries, sender: Sender, languages: tuple[str, ...]) -> Organizer:
    """The office or human in whose name those invited are asked; ``sent_by`` where the mail comes from another address.

    For somebody who was erased the office speaks: a meeting can always be called off. Raises ``DomainError`` for a human organizer
    without a mail address.
    """
    ref = subject.organizer or sender.office.id
    if ref == sender.office.id or work.find(ref) is None:
        return Organizer(Party(sender.office.name.best(*languages), sender.address))
    if isinstance(ref, OfficeId):
        office = work.get(Office, ref)
        name, address = office.name, next(iter(office.addresses), None)
    else:
        person = work.get(Person, ref)
        name, address = person.name, address_of(person)
    if address is None:
        raise DomainError("who organizes needs a mail address; add one to the record", where=str(ref))
    return Organizer(Party(name.best(*languages), address), None if address == sender.address else sender.address)
