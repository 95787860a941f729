"""What a recipient reads: dates as people write them, in both languages, and nothing that the html would obey."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from html.parser import HTMLParser

import pytest

from coordkit.calendar.invitation_text import invitation_text
from coordkit.calendar.words import written_when
from coordkit.domain.dates import Days
from coordkit.domain.errors import DomainError
from coordkit.domain.meetings import MeetingStatus
from coordkit.domain.places import Venue
from coordkit.domain.slots import Repeat, Slot
from coordkit.domain.text import Text
from tests.calendar.samples import meeting, slot


@pytest.mark.parametrize(
    ("when", "uk", "en"),
    [
        (slot(2025, 6, 18, 10), "18 червня 2025, 10:00–11:30, за київським часом", "18 June 2025, 10:00–11:30, Kyiv time"),
        (slot(2025, 1, 2, 9, zone="UTC"), "2 січня 2025, 09:00–10:30, UTC", "2 January 2025, 09:00–10:30, UTC"),
        (
            slot(2025, 8, 31, 23, zone="Europe/Warsaw"),
            "31 серпня 2025, 23:00 – 1 вересня 2025, 00:30, Europe/Warsaw",
            "31 August 2025, 23:00 – 1 September 2025, 00:30, Europe/Warsaw",
        ),
        (
            Slot(datetime(2026, 10, 25, 3, 30), timedelta(hours=1), "Europe/Kyiv", Repeat.SECOND),
            "25 жовтня 2026, 03:30 (UTC+02:00)–04:30, за київським часом",
            "25 October 2026, 03:30 (UTC+02:00)–04:30, Kyiv time",
        ),
        (Days(date(2025, 6, 18)), "18 червня 2025", "18 June 2025"),
        (Days(date(2025, 6, 18), date(2025, 6, 20)), "18–20 червня 2025", "18–20 June 2025"),
        (Days(date(2025, 6, 30), date(2025, 7, 2)), "30 червня – 2 липня 2025", "30 June – 2 July 2025"),
        (Days(date(2025, 12, 31), date(2026, 1, 1)), "31 грудня 2025 – 1 січня 2026", "31 December 2025 – 1 January 2026"),
    ],
)
def test_a_time_is_written_as_people_write_it(when: Slot | Days, uk: str, en: str) -> None:
    assert written_when(when, "uk") == uk
    assert written_when(when, "en") == written_when(when, "pl") == en


def test_an_invitation_in_ukrainian_reads_whole() -> None:
    text = invitation_text(meeting(venue=Venue(locality="UA65")), language="uk", locality="Херсон", organizer="Секретаріат")
    assert text.subject == "[TLP:GREEN] Запрошення: Координаційна нарада"
    assert text.plain == (
        "TLP:GREEN\n\nДоброго дня!\n\nЗапрошуємо вас на зустріч.\n\nКоординаційна нарада\n\n"
        "Коли: 18 червня 2026, 10:00–11:30, за київським часом\nДе: Херсон\nМета: Узгодити дії\n\n"
        "Порядок денний:\n1. Знайомство\n2. Запити громад (20 хв)\n\n"
        "Будь ласка, дайте відповідь у своєму календарі (прийняти, можливо, відхилити) або просто листом на цю адресу.\n\n"
        "Секретаріат\n\nTLP:GREEN\n"
    )


def test_an_invitation_in_english_says_the_same() -> None:
    text = invitation_text(meeting(chatham_house=True), language="en", locality="Kherson")
    assert text.subject == "[TLP:GREEN] Invitation: Coordination meeting"
    for line in (
        "When: 18 June 2026, 10:00–11:30, Kyiv time",
        "Where: Зала 2, 1 поверх",
        "Join online: https://meet.example.org/abc",
        "Agenda:\n1. Introductions\n2. Requests (20 min)",
        "The Chatham House Rule applies.",
    ):
        assert line in text.plain


class _Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str | None] = []
        self.words = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value for name, value in attributes if name == "href"]

    def handle_data(self, data: str) -> None:
        self.words += data


def seen(html: str) -> _Seen:
    """The html as a reader takes it apart."""
    reader = _Seen()
    reader.feed(html)
    return reader


def test_the_html_says_what_the_plain_text_says() -> None:
    text = invitation_text(meeting(), language="uk", organizer="Секретаріат")
    html = seen(text.html)
    for words in (
        "Координаційна нарада",
        "18 червня 2026, 10:00–11:30, за київським часом",
        "Запити громад (20 хв)",
        "Секретаріат",
    ):
        assert words in text.plain and words in html.words
    assert html.links == ["https://meet.example.org/abc"]
    assert '<html lang="uk">' in text.html and 'content="light dark"' in text.html


def test_no_text_becomes_markup_and_only_web_addresses_are_links() -> None:
    evil = Text.of(uk="<script>alert(1)</script>\"'><img src=x>\n&lt;")
    normal = invitation_text(meeting(venue=Venue(place=Text.of(uk="x\ny"), link="x:y")), language="uk", organizer="x")
    hostile = meeting(title=evil, purpose=evil, venue=Venue(place=evil, link='javascript:alert("x")'))
    html = seen(invitation_text(hostile, language="uk", organizer=evil.best("uk")).html)
    assert [tag for tag in html.tags if tag != "br"] == [tag for tag in seen(normal.html).tags if tag != "br"]
    assert html.links == [] and "<script>alert(1)</script>\"'><img src=x> &lt;" in html.words


def test_a_title_of_several_lines_makes_one_subject() -> None:
    title = Text.of(uk="Нарада\r\nBcc: all@example.org")
    text = invitation_text(meeting(title=title), language="uk")
    assert text.subject == "[TLP:GREEN] Запрошення: Нарада Bcc: all@example.org"


def test_an_invitation_to_what_has_no_time_is_refused() -> None:
    with pytest.raises(DomainError, match=r"scheduled\(when\)"):
        invitation_text(meeting(status=MeetingStatus.POSTPONED, when=None), language="uk")
