"""Letters: what people read, in Ukrainian and English, from facts and templates. Needs the extra ``coordkit[mail]``."""

from __future__ import annotations

from coordkit.letters.choosing import shipped
from coordkit.letters.facts import Facts, Letter, LetterKind
from coordkit.letters.writing import check_template, letter, template_names

__all__ = ["Facts", "Letter", "LetterKind", "check_template", "letter", "shipped", "template_names"]
