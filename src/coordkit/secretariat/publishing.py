"""A public notice for calendars: one meeting as an .ics that everybody may have, with the office as its organizer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from coordkit.calendar import itip
from coordkit.domain.audiences import Audience
from coordkit.domain.errors import DomainError, expect, several
from coordkit.domain.meetings import Meeting
from coordkit.domain.offices import Office
from coordkit.domain.records import MeetingId, OfficeId
from coordkit.secretariat.addressees import office_of
from coordkit.secretariat.areas import locality_name
from coordkit.secretariat.desk import Secretariat


def publish(
    desk: Secretariat, meeting: MeetingId, *, office: OfficeId | None = None, languages: Sequence[str] = (), on: date | None = None
) -> bytes:
    """The calendar object (METHOD:PUBLISH, RFC 5546 section 3.2.1) of what everybody may see of a meeting on ``on`` (today).

    The organizer is ``office`` (the desk's only one) with its first address, which becomes public by this; ``languages`` are the
    office's unless told. The exact place and the link never stand in it. Raises ``DomainError`` for a draft, for a meeting and an
    office that the public may not see, and for an office without an address.
    """
    expect(meeting, MeetingId, "meeting", "give its id")
    several(languages, str, "languages")
    with desk.work() as work:
        kept = work.get(Meeting, meeting)
        sender = office_of(work, office)
        release = work.release(Audience.public(), on)
        shown, by = release.get(meeting), release.get(sender.id)
        if not isinstance(shown, Meeting):
            raise DomainError(f"it is {kept.tlp.label}; only what is TLP:CLEAR is for everybody", where=str(meeting))
        if not isinstance(by, Office):
            advice = "label it TLP:CLEAR to publish in its name"
            raise DomainError(f"the office is {sender.tlp.label}; {advice}", where=str(sender.id))
    if not sender.addresses:
        raise DomainError("an office that publishes needs an address; add one to addresses", where=str(sender.id))
    spoken = tuple(languages) or sender.languages
    return itip.publish(
        shown,
        organizer=itip.Organizer(itip.Party(by.name.best(*spoken), sender.addresses[0])),
        stamp=desk.now(),
        languages=spoken,
        locality=locality_name(desk, shown.venue.locality if shown.venue else None, spoken),
    )
