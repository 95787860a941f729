"""What one message may cost: counts that everything which reads it draws on, so that no bytes keep a reader busy."""

from __future__ import annotations

import attrs

from coordkit.domain.errors import ParseError

MOST_OCTETS = 5 * 1024 * 1024
"""The largest message that is read, as it came."""

MOST_TEXT = 8192
"""Octets of one header field or one unfolded content line: room for a very long comment, far more than any address needs."""


@attrs.define
class Allowance:
    """What is left for one message. ``spend`` raises ``ParseError`` where a kind is used up, before the work is done.

    ``parts`` are those of MIME, ``octets_between_boundaries`` those of every level anew, ``header_lines`` those of all parts.
    ``calendar_lines`` are unfolded, ``components`` those of iCalendar, ``properties`` those of them that are looked at, and
    ``property_octets`` their length, ``attendees`` those of all events. ``clock_changes`` are those of zones that the message
    describes, as often as they are worked out; ``recipients`` those of a notification.
    """

    parts: int = 300
    octets_between_boundaries: int = 3 * MOST_OCTETS
    header_lines: int = 20_000
    calendar_lines: int = 200_000
    components: int = 1000
    properties: int = 10_000
    property_octets: int = 512 * 1024
    attendees: int = 2000
    clock_changes: int = 20_000
    recipients: int = 1000

    def spend(self, kind: str, amount: int = 1) -> None:
        """Take from what is left of a kind."""
        left = getattr(self, kind) - amount
        if left < 0:
            most = attrs.fields_dict(Allowance)[kind].default
            words = kind.replace("_", " ")
            raise ParseError(f"the message has more than {most:,} {words}; it is not read", where="message")
        setattr(self, kind, left)
