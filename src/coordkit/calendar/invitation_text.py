"""What a recipient reads in an invitation: subject, plain text and html, in Ukrainian or English."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import attrs

from coordkit.calendar.events import invitable
from coordkit.calendar.words import Phrases, agenda_lines, location, phrases, written_when
from coordkit.calendar.writing import one_line, tidy, uri
from coordkit.domain.meetings import Meeting


@attrs.frozen
class InvitationText:
    """The readable side of an invitation."""

    subject: str
    plain: str
    html: str


def invitation_text(
    meeting: Meeting, *, language: str, locality: str | None = None, organizer: str | None = None
) -> InvitationText:
    """The words of an invitation to a role address, in ``language`` (else English), from a record as a Release shows it.

    ``locality`` is the name of the venue's area, ``organizer`` the name that signs. Raises ``DomainError`` for a meeting that
    nobody can be invited to.
    """
    words = phrases((language,))
    title = one_line(meeting.title.best(language))
    facts = [(words.when, written_when(invitable(meeting), language))]
    if where := location(meeting, (language,), locality):
        facts.append((words.where, where))
    if meeting.venue and meeting.venue.link:
        facts.append((words.join, meeting.venue.link))
    if meeting.purpose:
        facts.append((words.purpose, meeting.purpose.best(language)))
    facts = [(name, tidy(value)) for name, value in facts]
    agenda = [one_line(point) for point in agenda_lines(meeting.agenda, (language,))]
    rules = [words.chatham_house] if meeting.chatham_house else []
    signed = [one_line(organizer)] if organizer else []
    label = meeting.tlp.label
    return InvitationText(
        subject=f"[{label}] {words.invitation}: {title}",
        plain=_plain(label, words, title, facts, agenda, rules, signed),
        html=_html(language, label, words, title, facts, agenda, rules, signed),
    )


_Facts = Iterable[tuple[str, str]]


def _plain(label: str, words: Phrases, title: str, facts: _Facts, agenda: list[str], rules: list[str], signed: list[str]) -> str:
    lines = [label, "", words.greeting, "", words.invited, "", title, ""]
    lines += [f"{name}: {value}" for name, value in facts]
    if agenda:
        lines += ["", f"{words.agenda}:", *(f"{number}. {point}" for number, point in enumerate(agenda, 1))]
    for paragraph in (*rules, words.answer, *signed, label):
        lines += ["", paragraph]
    return "\n".join(lines) + "\n"


# Only greys that read on white and on black alike; all other colours are the reader's own.
# No grey reads well on white and on the black of a dark screen; the reader's own colour, thinner, does on both.
_GREY = "opacity:.7"
_CELL = "padding:4px 16px 4px 0;vertical-align:top"


def _html(
    language: str,
    label: str,
    words: Phrases,
    title: str,
    facts: _Facts,
    agenda: list[str],
    rules: list[str],
    signed: list[str],
) -> str:
    rows = "".join(
        f'<tr><th scope="row" style="{_CELL};{_GREY};text-align:left;font-weight:normal">{escape(name)}</th>'
        f'<td style="{_CELL}">{_value(value)}</td></tr>\n'
        for name, value in facts
    )
    points = "".join(f"<li>{escape(point)}</li>\n" for point in agenda)
    listed = f'<h2 style="font-size:16px;margin:24px 0 8px">{words.agenda}</h2>\n<ol>\n{points}</ol>\n' if agenda else ""
    closing = "".join(f'<p style="margin:16px 0">{escape(text)}</p>\n' for text in (*rules, words.answer, *signed))
    marked = f'<p style="{_GREY};font-size:13px;margin:16px 0">{label}</p>\n'
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f'<meta name="color-scheme" content="light dark"><title>{escape(title)}</title></head>\n'
        '<body style="margin:0;padding:16px;font:16px/1.5 sans-serif">\n<div style="max-width:600px">\n'
        f"{marked}<p>{escape(words.greeting)}</p>\n<p>{escape(words.invited)}</p>\n"
        f'<h1 style="font-size:21px;line-height:1.3;margin:24px 0 12px">{escape(title)}</h1>\n'
        f'<table style="border-collapse:collapse">\n{rows}</table>\n'
        f"{listed}{closing}{marked}</div>\n</body>\n</html>\n"
    )


def _value(value: str) -> str:
    """A value with its line breaks; a web address on its own can be followed."""
    address = uri(value)
    if address and address.startswith(("https://", "http://")):
        return f'<a href="{escape(address)}">{escape(value)}</a>'
    return escape(value).replace("\n", "<br>\n")
