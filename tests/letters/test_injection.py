"""Whatever texts people put into a record, a letter and its mail hold them as texts: no header, line or tag comes of them."""

from __future__ import annotations

import email
import email.policy
import json
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coordkit.calendar.mail import mail
from coordkit.calendar.people import Party
from coordkit.calendar.writing import one_line
from coordkit.domain.invitations import ParticipationRole
from coordkit.domain.meetings import AgendaItem
from coordkit.domain.offices import LetterTemplate
from coordkit.domain.places import Venue
from coordkit.domain.rules.revisions import Because
from coordkit.domain.stakeholders import TitleForm
from coordkit.domain.text import Text
from coordkit.letters import Letter, LetterKind
from coordkit.letters.variables import LISTS, PLAIN
from tests.letters.samples import meeting, slot, written

HOSTILE = [
    "a\r\nBcc: all@example.org",
    "a\n\n--=_boundary\nContent-Type: text/html\n\n<script>alert(1)</script>",
    "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&lt;!--",
    "\"'><a href=javascript:alert(1)>x</a></title></style></p></dl></html>",
    "{{ title }}{% for x in others %}{{ x.__class__ }}{% endfor %}{# #}",
    "a\u2028X-EVIL:1\u2029X-EVIL:2\x85X-EVIL:3\vX-EVIL:4\fX-EVIL:5\x1cX-EVIL:6",
    "=?utf-8?q?a=0D=0ABcc:_all=40example.org?=",
    'x" <evil@example.org>, "y',
    "\x00\x07\x1b\x7f\x9f\t",
    " \t \r\n \t",
    "TLP:CLEAR",
    "\u202eевил\ufeff",
    "х" * 500,
]
ODD = "\r\n\v\f\x00\x1c\x1d\x1e\x85\u2028\u2029\t \\;,:\"^'=?nN/<>&{}%#()[]|.\ufeff\u202eх🙂"
TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(alphabet=ODD), st.text(alphabet=st.characters(exclude_categories=["Cs"])))
HEADERS = [
    "Date", "From", "Reply-To", "To", "Message-ID", "Subject", "Auto-Submitted", "Content-Language", "MIME-Version", "Content-Type",
]  # fmt: skip
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_TAG = re.compile(r"<[^>]*>")
_ALL_CHANGES = tuple(Because)


def told(kind: LetterKind, text: str, **changes: Any) -> Letter:
    """A letter that says the same thing everywhere."""
    said = Text.of(uk="·" + text.replace("\x00", ""))
    one = meeting(
        title=said,
        purpose=said,
        venue=Venue(locality="UA65", place=said, link=said.best("uk")),
        agenda=(AgendaItem(position=1, title=said),),
    )
    facts: dict[str, Any] = {
        "meeting": one,
        "organizer": "·" + text,
        "locality": "·" + text,
        "recipient": "·" + text,
        "title_form": TitleForm.FEMININE,
        "role": ParticipationRole.OPTIONAL,
        "because": _ALL_CHANGES,
        "before": slot(2026, 6, 17, 9),
        "before_locality": "·" + text,
        "comment": "·" + text,
        "delegator": "·" + text,
        "due": date(2026, 6, 25),
        "tasks": (("·" + text, date(2026, 6, 1)), ("·" + text, None)),
        "days": 2,
        "others": ("·" + text, "·" + text),
    }
    return written(kind, **(facts | changes))


def tags(html: str) -> list[str]:
    """The tags of an html, but for breaks and paragraphs, of which a text of several lines makes more."""
    return [tag for tag in _TAG.findall(html) if tag not in ("<br>", "<p>", "</p>")]


def what_breaks(kind: LetterKind, text: str) -> str:
    """What is wrong with the letter and the mail of this text; empty if nothing. Works under ``python -O`` as well."""
    letter, harmless = told(kind, text), told(kind, "x")
    for part in (letter.subject, letter.plain, letter.html):
        if _CONTROL.search(part) or len(part.splitlines()) != part.count("\n") + (not part.endswith("\n")):
            return f"a control character, or another line break than ours, in {part!r}"
    if "\n" in letter.subject or not letter.subject.startswith("[TLP:GREEN] "):
        return f"a subject of several lines, or without its label: {letter.subject!r}"
    if tags(letter.html) != tags(harmless.html):
        return f"other tags than ours: {tags(letter.html)}"
    if (letter.plain.splitlines()[0], letter.plain.splitlines()[-1]) != ("TLP:GREEN", "TLP:GREEN"):
        return "the label is neither first nor last"
    party = Party(text, "duty@example.org")
    raw = mail(
        None, None, sender=party, recipient=party, subject=letter.subject, plain=letter.plain, html=letter.html,
        message_id="<1@example.org>", date=datetime(2026, 2, 1, tzinfo=UTC), language=letter.language,
    )  # fmt: skip
    read = email.message_from_bytes(raw, policy=email.policy.default)
    if read.keys() != HEADERS or raw.count(b"\n") != raw.count(b"\r\n") or max(map(len, raw.split(b"\r\n"))) > 78:
        return f"headers or lines that we did not write: {read.keys()}"
    texts = [part.get_content().replace("\r\n", "\n") for part in read.walk() if not part.is_multipart()]
    if texts != [letter.plain, letter.html]:
        return "the mail does not hold the letter as it was written"
    return ""


@pytest.mark.parametrize("kind", LetterKind)
@settings(max_examples=40)
@given(text=TEXTS)
def test_no_text_becomes_a_line_a_header_or_a_tag(kind: LetterKind, text: str) -> None:
    assert what_breaks(kind, text) == ""


@pytest.mark.parametrize("text", HOSTILE)
def test_no_variable_of_a_template_becomes_one_either(text: str) -> None:
    body = "".join(f"·{{{{ {name} }}}}" for name in sorted(PLAIN))
    shown = [LetterTemplate(name=f"update.{part}", language="uk", text=body) for part in ("subject", "txt", "html")]
    letter, harmless = (told(LetterKind.UPDATE, each, templates=shown) for each in (text, "x"))
    assert letter.subject == one_line(letter.subject)
    assert tags(letter.html) == tags(harmless.html)
    assert not _CONTROL.search(letter.plain + letter.html)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_list_of_a_template_becomes_one_either(text: str) -> None:
    for name, parts in LISTS.items():
        shown = "".join(f"{{{{ each.{part} }}}}" for part in parts) or "{{ each }}"
        body = f"·{{% for each in {name} %}}<i>{shown}</i>{{% endfor %}}"
        given_ones = [LetterTemplate(name=f"update.{part}", language="uk", text=body) for part in ("txt", "html")]
        letter, harmless = (told(LetterKind.UPDATE, each, templates=given_ones) for each in (text, "x"))
        assert tags(letter.html) == tags(harmless.html) and not _CONTROL.search(letter.plain + letter.html)


PROGRAM = """
import json
from coordkit.letters import LetterKind
from tests.letters.test_injection import HOSTILE, what_breaks
try:
    assert False
except AssertionError:
    raise SystemExit("assert still works: this was to run under -O")
print(json.dumps([found for text in HOSTILE for kind in LetterKind if (found := what_breaks(kind, text))]))
"""


def test_nothing_depends_on_assert() -> None:
    root = Path(__file__).parents[2]
    path = [*sys.path, str(root)]
    program = f"import sys; sys.path[:0] = {path!r}\n{PROGRAM}"
    done = subprocess.run([sys.executable, "-O", "-c", program], capture_output=True, text=True, cwd=root, timeout=120)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []
