"""The door to letters: nothing of Jinja or Babel is loaded before a letter is written."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from coordkit.calendar.writing import one_line
from coordkit.domain.errors import DomainError, expect, several
from coordkit.domain.offices import LetterTemplate
from coordkit.letters.extra import expect_extra, missing
from coordkit.letters.facts import Facts, Letter, LetterKind


def letter(kind: LetterKind, facts: Facts, *, language: str, templates: Sequence[LetterTemplate] = ()) -> Letter:
    """The letter of this kind in ``language``: Ukrainian, or English for any other.

    Of ``templates`` the first with the name and language that is wanted stands in place of ours, so give an office's own before
    those of plugins. Raises ``DomainError`` for facts that make no such letter and, naming template and line, for a template that
    cannot be used; ``CoordkitError`` where the extra ``mail`` is not installed.
    """
    expect(kind, LetterKind, "kind")
    expect(facts, Facts, "facts")
    expect(language, str, "language", 'write "uk" or "en"')
    given = several(templates, LetterTemplate, "templates")
    expect_extra()
    from coordkit.letters.composing import composed

    return composed(kind, facts, language, given)


def template_names(kind: LetterKind) -> tuple[str, ...]:
    """The names of the templates that a letter of this kind is made from; which of them each language has is no matter."""
    expect(kind, LetterKind, "kind")
    return (*(f"{kind.value}.{part}" for part in ("subject", "txt", "html")), *SHARED)


def check_template(template: LetterTemplate) -> None:
    """Raises ``DomainError`` for a template that no letter could use: its name, its language, or something in its text.

    The text is read where the extra ``mail`` is installed; without it no letter is written.
    """
    expect(template, LetterTemplate, "template")
    refuse_unknown(template)
    if not missing():
        from coordkit.letters.composing import check_text

        check_text(template)


def refuse_unknown(template: LetterTemplate) -> None:
    """Raises ``DomainError`` for a template whose name or language no letter has."""
    if template.name not in (known := known_names()):
        raise DomainError(
            f"no part of a letter is called {one_line(template.name)!r}; there are {', '.join(known)}", where="template.name"
        )
    if template.language not in LANGUAGES:
        raise DomainError(
            f"{template.name}: letters are written in {' and '.join(LANGUAGES)}, not in {one_line(template.language)!r}",
            where="template.language",
        )
    expect(template.text, str, f"template {template.name}")


@lru_cache(maxsize=1)
def known_names() -> tuple[str, ...]:
    """The names of all templates."""
    return tuple(dict.fromkeys(name for kind in LetterKind for name in template_names(kind)))


LANGUAGES = ("uk", "en")
SHARED = ("greeting.txt", "signature.txt", "layout.txt", "layout.html")
"""The names of the templates that all letters share."""
