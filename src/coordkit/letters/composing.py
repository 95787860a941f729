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
from coordkit.letters.writing import LANGUAGES, template_fault

_LAYOUT = ("content", "greeting", "signature")
_SPOKEN = Allowed(PLAIN, LISTS)
_LAID_OUT = Allowed(PLAIN | {*_LAYOUT}, LISTS)
_MANY_BREAKS = re.compile(r"\n{3,}")
_LONGEST_FACTS = 200_000


def composed(kind: LetterKind, facts: Facts, language: str, templates: Sequence[LetterTemplate]) -> Letter:
    """As ``letter`` says; the extra ``mail`` is there."""
    for template in templates:
        if fault := template_fault(template):
            raise DomainError(fault, where="templates")
    base = language.split("-")[0].lower()
    language = base if base in LANGUAGES else "en"
    values = variables(kind, facts, language)
    if sum(map(_length, values.values())) > _LONGEST_FACTS:
        raise DomainError(f"a letter tells {_LONGEST_FACTS} characters at most; shorten purpose or agenda", where="facts")

    def part(name: str, allowed: Allowed = _SPOKEN, **further: Any) -> str | None:
        template = chosen(name, language, templates)
        return None if template is None else tidy(rendered(template, {**values, **further}, allowed)).strip()

    label, subject, content = str(values["label"]), part(f"{kind.value}.subject"), part(f"{kind.value}.txt") or ""
    if not subject:
        raise DomainError("a subject says something; write more into the template", where=f"{kind.value}.subject")
    greeting, signature = part("greeting.txt"), part("signature.txt")
    own_html = part(f"{kind.value}.html")
    inner = Markup(_paragraphs(content) if own_html is None else own_html)  # escaped by the one, autoescaped in the other
    plain = part("layout.txt", _LAID_OUT, content=content, greeting=greeting, signature=signature) or ""
    html = (
        part(
            "layout.html",
            _LAID_OUT,
            content=inner,
            greeting=Markup(_paragraphs(greeting or "")),
            signature=Markup(_paragraphs(signature or "")),
        )
        or ""
    )
    _refuse_unlabelled(label, {"layout.txt": plain, "layout.html": html})
    return Letter(f"[{label}] {one_line(subject)}", _MANY_BREAKS.sub("\n\n", plain) + "\n", html + "\n", language)


def checked(template: LetterTemplate) -> None:
    """As ``check_template`` says; the extra ``mail`` is there."""
    if fault := template_fault(template):
        raise DomainError(fault, where="template")
    compiled(template, _LAID_OUT if template.name.startswith("layout.") else _SPOKEN)
    if template.name.startswith("layout.") and "label" not in template.text:
        raise DomainError("a letter bears its label; add {{ label }}", where=template.name)


def _paragraphs(text: str) -> str:
    """The text as html: blank lines part paragraphs, other line breaks stay."""
    paragraphs = (escape(paragraph.strip()).replace("\n", "<br>\n") for paragraph in _MANY_BREAKS.sub("\n\n", text).split("\n\n"))
    return "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs if paragraph)


def _refuse_unlabelled(label: str, parts: Mapping[str, str]) -> None:
    for name, text in parts.items():
        if label not in text:
            raise DomainError(f"a letter bears its label; add {{{{ label }}}} to the template {name!r}", where=name)


def _length(value: object) -> int:
    if isinstance(value, str):
        return len(value)
    return sum(len(str(item)) + 1 for item in value) if isinstance(value, tuple) else 0
