"""Makes a letter: the templates that apply, filled in with what the facts say, and put into their layout."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from markupsafe import Markup

from coordkit.calendar.writing import one_line, tidy
from coordkit.domain.errors import DomainError
from coordkit.domain.offices import LetterTemplate
from coordkit.letters.choosing import chosen
from coordkit.letters.facts import Facts, Letter, LetterKind
from coordkit.letters.rendering import Allowed, compiled, rendered
from coordkit.letters.variables import LISTS, PLAIN, variables
from coordkit.letters.writing import LANGUAGES, refuse_unknown

_LAYOUT = ("content", "greeting", "signature")
_SPOKEN = Allowed(PLAIN, LISTS)
_LAID_OUT = Allowed(PLAIN | {*_LAYOUT}, LISTS)
_MANY_BREAKS = re.compile(r"\n{3,}")
_LONGEST_FACTS = 200_000


def composed(kind: LetterKind, facts: Facts, language: str, templates: Sequence[LetterTemplate]) -> Letter:
    """As ``letter`` says; the extra ``mail`` is there."""
    for template in templates:
        refuse_unknown(template)
    base = language.split("-")[0].lower()
    language = base if base in LANGUAGES else "en"
    values = variables(kind, facts, language)
    if sum(map(_length, values.values())) > _LONGEST_FACTS:
        raise DomainError(f"a letter tells {_LONGEST_FACTS} characters at most; shorten purpose or agenda", where="facts")

    def part(name: str, allowed: Allowed = _SPOKEN, **further: Any) -> str:
        template = chosen(name, language, templates)
        return "" if template is None else tidy(rendered(template, {**values, **further}, allowed)).strip()

    label = str(values["label"])
    said = {name: part(f"{name}.txt") for name in ("greeting", "signature")} | {"content": part(f"{kind.value}.txt")}
    plain = part("layout.txt", _LAID_OUT, **said)
    marked = {name: Markup(_paragraphs(text)) for name, text in said.items()}
    if own_html := part(f"{kind.value}.html"):
        marked["content"] = Markup(own_html)  # escaped as it was filled in
    rows = tuple(row._replace(text=Markup(_broken(row.text))) for row in values["rows"])
    html = part("layout.html", _LAID_OUT, **marked, rows=rows)
    _refuse_unlabelled(label, {"layout.txt": plain, "layout.html": html})
    subject = one_line(part(f"{kind.value}.subject"))
    if not subject:
        raise DomainError("a subject says something; write more into the template", where=f"{kind.value}.subject")
    return Letter(f"[{label}] {subject}", _MANY_BREAKS.sub("\n\n", plain) + "\n", html + "\n", language)


def _broken(text: str) -> str:
    return escape(text).replace("\n", "<br>\n")


def check_text(template: LetterTemplate) -> None:
    """Raises ``DomainError`` for a template that cannot be filled in, and for a layout that does not show the label."""
    is_layout = template.name.startswith("layout.")
    compiled(template, _LAID_OUT if is_layout else _SPOKEN)
    if is_layout and "label" not in template.text:
        raise DomainError("a letter bears its label; add {{ label }}", where=template.name)


def _paragraphs(text: str) -> str:
    """The text as html: blank lines part paragraphs, other line breaks stay."""
    paragraphs = (_broken(paragraph.strip()) for paragraph in _MANY_BREAKS.sub("\n\n", text).split("\n\n"))
    return "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs if paragraph)


def _refuse_unlabelled(label: str, parts: Mapping[str, str]) -> None:
    for name, text in parts.items():
        if label not in text:
            raise DomainError(f"a letter bears its label; add {{{{ label }}}} to the template {name!r}", where=name)


def _length(value: object) -> int:
    if isinstance(value, str):
        return len(value)
    return sum(len(str(item)) + 1 for item in value) if isinstance(value, tuple) else 0
