"""Templates that an office or a plugin brings: they replace ours, and none can do more than show its variables."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordkit.domain.errors import CoordkitError, DomainError
from coordkit.domain.offices import LetterTemplate
from coordkit.domain.text import Text
from coordkit.letters import LetterKind, check_template, extra, template_names
from coordkit.letters.choosing import shipped
from coordkit.letters.rendering import MOST_LETTERS
from tests.letters.samples import meeting, written


def template(text: str, name: str = "invitation.txt", language: str = "uk") -> LetterTemplate:
    return LetterTemplate(name=name, language=language, text=text)


def test_an_offices_own_words_stand_in_plain_text_and_html_alike() -> None:
    letter = written(templates=[template("Ласкаво просимо!\n\nЧекаємо {{ when }}.\nПриходьте.")])
    assert (
        "\n\nЛаскаво просимо!\n\nЧекаємо четвер, 18 червня 2026, 10:00–11:30, за київським часом.\nПриходьте.\n\n" in letter.plain
    )
    assert "<p>Ласкаво просимо!</p>\n<p>Чекаємо четвер, " in letter.html and "<br>\nПриходьте.</p>" in letter.html


def test_the_first_template_counts_and_one_in_another_language_does_not() -> None:
    given = [template("Англійська", language="en"), template("Офіс"), template("Плагін")]
    assert "Офіс" in written(templates=given).plain and "Плагін" not in written(templates=given).plain
    assert "Англійська" in written(language="en", templates=given).plain


def test_each_part_can_be_replaced_alone() -> None:
    given = [
        template("Просимо на {{ title }}", "invitation.subject"),
        template("Вітаємо!", "greeting.txt"),
        template("З повагою\n{{ organizer }}", "signature.txt"),
    ]
    letter = written(templates=given)
    assert letter.subject == "[TLP:GREEN] Просимо на Координаційна нарада"
    assert letter.plain.startswith("TLP:GREEN\n\nВітаємо!\n\nЗапрошуємо вас")
    assert "\n\nЗ повагою\nСекретаріат\n\nTLP:GREEN\n" in letter.plain
    assert "<p>З повагою<br>\nСекретаріат</p>" in letter.html


def test_an_html_of_ones_own_stands_in_the_html_only_and_its_values_are_escaped() -> None:
    evil = meeting(title=Text.of(uk="<b>&</b>"))
    letter = written(meeting=evil, templates=[template('<p class="x">{{ title }}</p>', "invitation.html")])
    assert '<p class="x">&lt;b&gt;&amp;&lt;/b&gt;</p>' in letter.html
    assert "Запрошуємо вас" in letter.plain and "Запрошуємо вас" not in letter.html


def test_a_layout_of_ones_own_holds_what_was_written() -> None:
    layouts = [
        template("{{ label }} | {{ greeting }} | {{ content }}", "layout.txt"),
        template("<html><p>{{ label }}</p>{{ content }}{% for row in rows %}<i>{{ row.name }}</i>{% endfor %}", "layout.html"),
    ]
    letter = written(templates=layouts)
    assert letter.plain.startswith("TLP:GREEN | Доброго дня! | Запрошуємо вас до участі")
    assert letter.html.startswith("<html><p>TLP:GREEN</p><p>Запрошуємо вас") and "<i>Коли</i>" in letter.html


@pytest.mark.parametrize("name", ["layout.txt", "layout.html"])
def test_a_letter_without_its_label_is_not_written(name: str) -> None:
    with pytest.raises(DomainError, match=rf"add \{{\{{ label \}}\}} to the template '{name}'"):
        written(templates=[template("{{ content }}", name)])
    with pytest.raises(DomainError, match="a letter bears its label"):
        check_template(template("{{ content }}", name))


def test_a_subject_that_says_nothing_is_refused() -> None:
    with pytest.raises(DomainError, match="a subject says something"):
        written(templates=[template("{% if comment %}x{% endif %}", "invitation.subject")])


@pytest.mark.parametrize(
    ("name", "language", "why"),
    [
        ("invitaton.txt", "uk", "no part of a letter is called 'invitaton.txt'; there are invitation.subject"),
        ("invitation.txt", "pl", "letters are written in uk and en, not in 'pl'"),
    ],
)
def test_a_template_that_no_letter_would_use_is_told(name: str, language: str, why: str) -> None:
    for attempt in (lambda t: written(templates=[t]), check_template):
        with pytest.raises(DomainError) as caught:
            attempt(template("x", name, language))
        assert why in str(caught.value)


HOSTILE = [
    # what no letter may hold
    ("{% for n in range(10**9) %}x{% endfor %}", 1, "a loop goes over one of agenda"),
    ("\n\n{{ 10**10**10 }}", 3, "Pow is not to be used in a letter"),
    ("{{ 'x' * 1000000000 }}", 1, "Mul is not to be used"),
    ("{{ title ~ title }}", 1, "Concat is not to be used"),
    ("{{ '%1000000000d' % 1 }}", 1, "Mod is not to be used"),
    ("{{ '{:1000000000}'.format(1) }}", 1, "Call is not to be used"),
    ("{{ title.__class__ }}", 1, "there is no .__class__ of 'title'"),
    ("{{ title.__class__.__mro__[1].__subclasses__() }}", 1, "is not to be used"),
    ("{{ title['__class__'] }}", 1, "Getitem is not to be used"),
    ("{{ title|attr('__class__') }}", 1, "the filter 'attr' is not to be used"),
    ("{{ title|center(1000000000) }}", 1, "the filter 'center' is not to be used"),
    ("{{ others|join('x' * 9) }}", 1, "the filter 'join' takes no such argument"),
    ("{{ others|join('" + "x" * 21 + "') }}", 1, "the filter 'join' takes no such argument"),
    ("{{ others|join(5) }}", 1, "the filter 'join' takes no such argument"),
    ("{{ others|join(', ', 'name') }}", 1, "the filter 'join' takes no such argument"),
    ("{{ rows|join(attribute='name') }}", 1, "the filter 'join' is not to be used so"),
    ("{{ title|safe }}", 1, "the filter 'safe' is not to be used"),
    ("{% autoescape false %}{{ title }}{% endautoescape %}", 0, "is not to be used in a letter"),
    ("{% filter upper %}x{% endfilter %}", 1, "FilterBlock is not to be used"),
    ("{{ lipsum(1000) }}", 1, "Call is not to be used"),
    ("{{ lipsum }}", 1, "nothing is called 'lipsum' here; there are agenda"),
    ("{{ self }}", 1, "nothing is called 'self' here"),
    ("{{ namespace }}", 1, "nothing is called 'namespace' here"),
    ("{{ loop }}", 1, "nothing is called 'loop' here"),
    ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", 1, "Macro is not to be used"),
    ("{% include 'layout.html' %}", 1, "Include is not to be used"),
    ("{% extends 'invitation.txt' %}", 1, "Extends is not to be used"),
    ("{% import 'os' as os %}", 1, "Import is not to be used"),
    ("{% block a %}{% endblock %}", 1, "Block is not to be used"),
    ("{% for a in others %}\n{% for b in others %}x{% endfor %}{% endfor %}", 2, "loops may not stand in one another"),
    ("{% for a in agenda recursive %}{{ loop(agenda) }}{% endfor %}", 1, "a loop goes over one of"),
    ("{% for a, b in tasks %}{% endfor %}", 1, "a loop gives its items one new name"),
    ("{% for title in others %}{% endfor %}", 1, "a loop gives its items one new name"),
    ("{% for task in tasks %}{{ task.count }}{% endfor %}", 1, "there is no .count of 'task'; it has due, what"),
    ("{% for name in others %}{{ name.upper }}{% endfor %}", 1, "there is no .upper of 'name'; it has no parts"),
    ("{% for a in others %}{{ loop.cycle }}{% endfor %}", 1, "there is no .cycle of 'loop'"),
    ("{{ loop.index }}", 1, "there is no .index of 'loop'"),
    ("{% if title is defined %}{% endif %}", 1, "the test 'defined' is not to be used"),
    ("{% for a in others if a is eq(1) %}{% endfor %}", 1, "the test 'eq' is not to be used"),
    ("{{ content }}", 1, "nothing is called 'content' here"),
    # what is broken
    ("{{ titel }}", 1, "nothing is called 'titel' here"),
    ("\n{% if title %}", 2, "it is no Jinja"),
    ("{{ title", 1, "it is no Jinja"),
    ("{% frobnicate %}", 1, "it is no Jinja"),
    ("{{ title|frob }}", 1, "the filter 'frob' is not to be used"),
    ("{{ " + "(" * 3000 + "title" + ")" * 3000 + " }}", 0, "it cannot be read (RecursionError"),
    ("{{ " + "not " * 4000 + "title }}", 0, "it cannot be read"),
    ("{% if title %}" * 700 + "{% endif %}" * 700, 0, "it cannot be read"),
    ("{{ 1" + "0" * 5000 + " }}", 0, "it cannot be read"),
    ("x" * (MOST_LETTERS + 1), 0, "has more than 20000 characters"),
    ("{% if comment < 5 %}{% endif %}", 1, "it cannot be filled in (TypeError"),
    ("\n\n{{ feminine < comment }}", 3, "it cannot be filled in (TypeError"),
]


@pytest.mark.parametrize(("text", "line", "why"), HOSTILE, ids=[f"{text[:30]!r}" for text, _, _ in HOSTILE])
def test_a_hostile_or_broken_template_gives_one_error_at_once_and_no_letter(text: str, line: int, why: str) -> None:
    began = time.process_time()
    with pytest.raises(DomainError) as caught:
        written(templates=[template(text)])
    assert time.process_time() - began < 1
    where = "template 'invitation.txt' ('uk')" + (f", line {line}: " if line else ": ")
    assert str(caught.value).startswith(where) and why in str(caught.value)


def test_what_letters_have_no_use_for_is_refused_whatever_it_would_do() -> None:
    with pytest.raises(DomainError, match="Assign is not to be used in a letter"):
        written(templates=[template("{% set x = title %}{{ x }}")])


def test_loops_are_bounded_before_their_first_step_and_so_is_what_is_written() -> None:
    names = tuple(f"О{number}" for number in range(8000))
    busy = "{% for name in others %}" + "{% if name == 'x' %}{% endif %}" * 100 + "{% endfor %}"
    began = time.process_time()
    with pytest.raises(DomainError, match="its loops would take too long; loop over less"):
        written(others=names, templates=[template(busy)])
    with pytest.raises(DomainError, match="it writes more than 1000000 characters; shorten it"):
        written(others=names, templates=[template("{% for name in others %}" + "х" * 1000 + "{% endfor %}")])
    with pytest.raises(DomainError, match="it writes more than 1000000 characters; shorten it"):
        written(meeting=meeting(purpose=Text.of(uk="х" * 90_000)), templates=[template("{{ purpose }}" * 1000)])
    assert time.process_time() - began < 2


TAGS = [
    "{{ ",
    " }}",
    "{% ",
    " %}",
    "if ",
    "for ",
    "in ",
    "else",
    "endif",
    "endfor",
    "title",
    "rows",
    "row",
    "row.name",
    "|upper",
    "'x'",
    " is none",
]


@given(st.lists(st.sampled_from([*TAGS, "x", "\n", "(", ")", "[", ".", "_", "1"]), max_size=30).map("".join))
def test_whatever_a_template_holds_it_makes_a_letter_or_one_error(text: str) -> None:
    try:
        letter = written(templates=[template(text)])
    except DomainError as error:
        assert str(error).startswith("template 'invitation.txt' ('uk')")
    else:
        assert letter.plain.startswith("TLP:GREEN\n")


def test_every_template_of_ours_passes_the_check_and_every_kind_has_all_in_both_languages() -> None:
    for kind in LetterKind:
        for name in template_names(kind):
            for language in ("uk", "en"):
                ours = shipped(name, language)
                assert (ours is None) == (name == f"{kind.value}.html")
                if ours is not None:
                    check_template(ours)
                    assert ours.text.strip()


def test_a_name_that_there_is_not_has_no_template() -> None:
    with pytest.raises(DomainError, match=r"there is no template '\.\./\.\./facts\.py'"):
        shipped("../../facts.py", "uk")
    with pytest.raises(DomainError, match=r"there is no template 'greeting.txt' in '..'"):
        shipped("greeting.txt", "..")


def test_without_the_extra_one_error_names_the_pip_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extra, "_NEEDED", {"no_such_library": "Babel", "jinja2": "jinja2"})
    with pytest.raises(CoordkitError, match=r"not installed: Babel; for letters run: pip install 'coordkit\[mail\]'"):
        written()


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"kind": "invitation"}, "expected LetterKind"),
        ({"language": None}, 'write "uk" or "en"'),
        ({"templates": template("x")}, "expected several"),
        ({"templates": ["x"]}, "expected LetterTemplate"),
        ({"organizer": None}, "facts.organizer: expected str"),
        ({"days": "2"}, "facts.days: expected int or None"),
        ({"meeting": "meeting:1"}, "facts.meeting: expected Meeting or MeetingSeries or None"),
        ({"tasks": ("Надіслати", None)}, "facts.tasks[0]: expected tuple"),
        ({"others": "Поліція"}, "facts.others: expected several"),
    ],
)
def test_what_is_no_fact_is_told_at_the_door(wrong: dict[str, Any], why: str) -> None:
    with pytest.raises(DomainError) as caught:
        written(**wrong)
    assert why in str(caught.value)
