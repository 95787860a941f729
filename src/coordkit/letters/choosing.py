"""Which template applies: the first of those given, else ours, which lie beside this module as files."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

from coordkit.domain.errors import DomainError
from coordkit.domain.offices import LetterTemplate
from coordkit.letters.writing import LANGUAGES, SHARED, known_names

_SUBJECT = "Subject: "


def chosen(name: str, language: str, templates: Sequence[LetterTemplate]) -> LetterTemplate | None:
    """The template of this name: the first given one in this language, else ours; None where there is none (an ``.html``)."""
    for template in templates:
        if (template.name, template.language) == (name, language):
            return template
    return shipped(name, language)


@lru_cache(maxsize=128)
def shipped(name: str, language: str) -> LetterTemplate | None:
    """Our template of this name. A kind has no ``.html`` of ours: its ``.txt`` serves both. Raises ``DomainError`` for others."""
    if name not in known_names() or language not in LANGUAGES:
        raise DomainError(f"there is no template {name!r} in {language!r}; there are {', '.join(known_names())}", where="template")
    if name.startswith("layout."):
        return LetterTemplate(name=name, language=language, text=_file(name))
    kind, _, part = name.partition(".")
    if name in SHARED:
        return LetterTemplate(name=name, language=language, text=_file(f"{language}/{name}"))
    if part == "html":
        return None
    subject, _, text = _file(f"{language}/{kind}.txt").partition("\n\n")
    return LetterTemplate(name=name, language=language, text=subject.removeprefix(_SUBJECT) if part == "subject" else text)


def _file(path: str) -> str:
    return files("coordkit.letters").joinpath("templates", *path.split("/")).read_text(encoding="utf-8")
