"""Notes: letters without a calendar object, such as what somebody owes."""

from __future__ import annotations

from coordkit.calendar.mail import mail
from coordkit.calendar.people import Party
from coordkit.codec.documents import Message
from coordkit.domain.records import RecordId
from coordkit.domain.stakeholders import Organization, Person
from coordkit.letters import Facts, LetterKind, letter
from coordkit.secretariat.addressees import Sender, address_of, languages_for
from coordkit.secretariat.work import Work


def note(
    work: Work, sender: Sender, who: Person | Organization, kind: LetterKind, facts: Facts, *, about: RecordId, cause: str
) -> Message | None:
    """A letter to one recipient, ready for the outbox, in their language; None where no mail reaches them."""
    address = address_of(who)
    if address is None:
        return None
    language = languages_for(who, sender.office)[0]
    office = sender.office.name.best(language, *sender.office.languages)
    templates = (*sender.office.templates, *work.desk.plugins.templates())
    written = letter(kind, facts, language=language, templates=templates)
    uuid, now = work.desk.new_uuid(), work.desk.now()
    content = mail(
        None,
        None,
        sender=Party(office, sender.address),
        recipient=Party(who.name.best(language, *sender.office.languages), address),
        subject=written.subject,
        plain=written.plain,
        html=written.html,
        message_id=f"<{uuid}@{sender.address.rpartition('@')[2]}>",
        date=now,
        language=written.language,
    )
    key = "|".join((address, sender.channel, "", "", "", "", cause))
    return Message(uuid, sender.channel, address, content, (about.uuid, who.id.uuid), queued_at=now, due_at=now, key=key)
