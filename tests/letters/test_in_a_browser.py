"""The html of every letter as a browser shows it: on a phone and on a desk, in light and in dark colours."""

from __future__ import annotations

import os
from datetime import date
from typing import Any

import pytest

from coordkit.domain.meetings import Meeting
from coordkit.domain.offices import LetterTemplate
from coordkit.domain.places import Mode, Venue
from coordkit.domain.rules.revisions import Because
from coordkit.domain.text import Text
from coordkit.letters import LetterKind
from tests.letters.browser import DARK, DESK, INSTALL, LIGHT, PHONE, Look, chromium, looks
from tests.letters.samples import meeting, series, slot, written

LINK = "https://meet.example.org/" + "a1b2c3" * 20
ENOUGH = 4.5
"""The least contrast of text and background that WCAG 2.2 asks for (success criterion 1.4.3, level AA)."""


def full() -> Meeting:
    """A meeting with all that a letter can tell, in long words."""
    return meeting(
        title=Text.of(uk="Засідання робочої групи з координації " + "пожежно-рятувальних-" * 5, en="A meeting " * 12),
        purpose=Text.of(uk="Узгодити дії на серпень.\nРозглянути запити громад.", en="W" * 80),
        venue=Venue(locality="UA65", place=Text.of(uk="Зала 2, 1 поверх", en="Hall 2"), link=LINK, shelter_places=40),
        modes=(Mode.IN_PERSON, Mode.ONLINE),
        chatham_house=True,
    )


def every_letter() -> dict[str, str]:
    """The html of each kind in both languages, and of a series."""
    facts: dict[str, Any] = {
        "because": tuple(Because),
        "before": slot(2026, 6, 17, 9),
        "before_locality": "Миколаїв",
        "comment": "Пояснення.",
        "delegator": "Рятувальна служба",
        "others": ("Поліція", "Лікарня"),
        "tasks": (("Надіслати список", date(2026, 6, 1)), ("https://example.org/" + "x" * 100, None)),
        "days": 2,
    }
    made = {
        f"{kind.value} {language}": written(kind, language, meeting=full(), **facts).html
        for kind in LetterKind
        for language in ("uk", "en")
    }
    return made | {"series uk": written(meeting=series("FREQ=MONTHLY;BYDAY=1TU", date(2026, 6, 2))).html}


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[int, dict[tuple[str, int], Look]]:
    """What the browser saw, by colours."""
    if chromium() is None:
        why = f"no browser to look at letters with: {INSTALL}"
        if os.environ.get("CI") == "true":
            pytest.fail(why)
        pytest.skip(why)
    letters = every_letter() | {"bad": bad()}
    return {colours: looks(letters, tmp_path_factory.mktemp(f"letters-{colours}"), colours) for colours in (LIGHT, DARK)}


def bad() -> str:
    """A letter whose layout is too wide for a phone, and grey on what is almost as grey in dark colours."""
    layout = '<!DOCTYPE html><html><head><style>:root{color-scheme:light dark}</style></head><body style="width:500px">' \
        '<p style="color:#333">{{ label }}</p></body></html>'  # fmt: skip
    return written(templates=[LetterTemplate(name="layout.html", language="uk", text=layout)]).html


def ours(seen: dict[int, dict[tuple[str, int], Look]]) -> list[tuple[str, Look]]:
    return [
        (f"{name}, {width} px, {colours}", look)
        for colours, all_of in seen.items()
        for (name, width), look in all_of.items()
        if name != "bad"
    ]


def test_no_letter_is_wider_than_its_window(seen: dict[int, dict[tuple[str, int], Look]]) -> None:
    assert len(ours(seen)) == 2 * 2 * (2 * len(LetterKind) + 1)
    assert {look.window_width for _, look in ours(seen)} == {PHONE, DESK}
    assert [where for where, look in ours(seen) if look.page_width > look.window_width] == []


def test_every_word_stands_out_in_light_and_in_dark_colours(seen: dict[int, dict[tuple[str, int], Look]]) -> None:
    assert [(where, look.contrast, look.weakest) for where, look in ours(seen) if look.contrast < ENOUGH] == []
    backgrounds = {colours: {look.background for look in all_of.values()} for colours, all_of in seen.items()}
    assert backgrounds[LIGHT] == {"255,255,255"} and backgrounds[LIGHT] != backgrounds[DARK]


def test_a_letter_says_its_language_and_its_link_can_be_followed(seen: dict[int, dict[tuple[str, int], Look]]) -> None:
    for where, look in ours(seen):
        assert look.language == ("en" if " en" in where else "uk"), where
        told = any(where.startswith(kind) for kind in ("invitation", "update", "venue", "reminder", "declined"))
        assert look.links == ((LINK,) if told else ()), where
        assert look.words.strip().startswith("TLP:") and "Секретаріат" in look.words, where


def test_a_layout_that_is_too_wide_or_too_grey_is_seen(seen: dict[int, dict[tuple[str, int], Look]]) -> None:
    assert seen[LIGHT]["bad", PHONE].page_width > PHONE
    assert seen[LIGHT]["bad", PHONE].contrast > ENOUGH > seen[DARK]["bad", PHONE].contrast
