"""Mail that came back: delivery status notifications (RFC 3464, and RFC 6533 for addresses outside ASCII)."""

from __future__ import annotations

import re

from coordkit.calendar.allowance import Allowance
from coordkit.calendar.incoming import Returned
from coordkit.calendar.mail_facts import address, message_id
from coordkit.calendar.mail_parts import Part, fields_of, parts_of
from coordkit.calendar.octets import decoded, unix_lines

_STATUS = ("message/delivery-status", "message/global-delivery-status")
_ORIGINALS = ("message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers", "message/global-headers")
_CODE = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_ACTIONS = {"failed", "delayed", "delivered", "relayed", "expanded"}


def returned(report: Part, allowance: Allowance) -> tuple[tuple[Returned, ...], str | None]:
    """What a multipart/report says of each recipient, and the Message-ID of what it returns; nothing for other reports."""
    parts = parts_of(report, allowance)
    if report.parameters.get("report-type", "delivery-status").lower() != "delivery-status":
        return (), None
    recipients = [
        recipient for part in parts if part.kind in _STATUS for recipient in _recipients(unix_lines(part.body()), allowance)
    ]
    originals = [part for part in parts if part.kind in _ORIGINALS]
    named = [named for part in originals if (named := _message_id(part, allowance))] if recipients else []
    return tuple(recipients), named[0] if len(set(named)) == 1 else None


def _recipients(body: bytes, allowance: Allowance) -> list[Returned]:
    """One for each group of fields that names a recipient (RFC 3464 section 2.3); the first group is about the message."""
    found, start, end = [], -1, 0
    while start < end < len(body):
        start = end
        fields, end = fields_of(body, allowance, start)
        words = {name: decoded(values[0]).strip() for name, values in fields.items()}
        # The original recipient is whom we wrote to; the final one may be where that address forwards to.
        named = [_mailbox(words.get(name, "")) for name in ("original-recipient", "final-recipient")]
        recipient = next((mailbox for mailbox in named if mailbox), None)
        action = words.get("action", "").partition(" ")[0].lower()
        if recipient and action in _ACTIONS:
            allowance.spend("recipients")
            code = _CODE.search(words.get("status", ""))
            found.append(Returned(recipient=recipient, action=action, status=code[0] if code else ""))
    return found


def _mailbox(said: str) -> str | None:
    """The address in ``rfc822; user@example.org``."""
    return address(said.rpartition(";")[2].strip().strip("<>"))


def _message_id(part: Part, allowance: Allowance) -> str | None:
    fields, _ = fields_of(unix_lines(part.body()).lstrip(b"\n"), allowance)
    return message_id(Part(fields, part.kind, {}, b""))
