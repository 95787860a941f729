"""Every letter, in both languages: what it says, what the reader has to do, and that html and plain text say the same."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest

from coordkit.domain.announced import Announced
from coordkit.domain.dates import Days, PartialDate
from coordkit.domain.errors import DomainError
from coordkit.domain.invitations import ParticipationRole
from coordkit.domain.meetings import MeetingStatus
from coordkit.domain.places import Mode, Venue
from coordkit.domain.records import Tlp
from coordkit.domain.rules.revisions import Because
from coordkit.domain.stakeholders import TitleForm
from coordkit.domain.text import Text
from coordkit.letters import Letter, LetterKind
from tests.letters.samples import meeting, series, slot, written

ANSWER = {
    "uk": "Будь ласка, дайте відповідь у своєму календарі (прийняти, можливо, відхилити) або просто листом на цю адресу.",
    "en": "Please answer in your calendar (accept, maybe, decline) or simply by replying to this message.",
}
TASKS = (("Надіслати список", date(2026, 6, 1)), ("Узгодити маршрут", None))
SHELTERED = Venue(place=Text.of(uk="Зала 2", en="Hall 2"), shelter_places=40)


def test_an_invitation_in_ukrainian_reads_whole() -> None:
    letter = written(locality="Херсон", meeting=meeting(venue=Venue(locality="UA65")))
    assert letter.subject == "[TLP:GREEN] Запрошення: Координаційна нарада, 18 червня 2026, 10:00"
    assert letter.plain == (
        "TLP:GREEN\n\nДоброго дня!\n\nЗапрошуємо вас до участі в зустрічі.\n\n"
        f"{ANSWER['uk']}\n\nКоординаційна нарада\n\n"
        "Коли: четвер, 18 червня 2026, 10:00–11:30, за київським часом\nДе: Херсон\nМета: Узгодити дії\n\n"
        "Порядок денний:\n1. Знайомство\n2. Запити громад (20 хв)\n\nСекретаріат\n\nTLP:GREEN\n"
    )


def test_an_invitation_in_english_says_the_same() -> None:
    letter = written(language="en", meeting=meeting(chatham_house=True))
    assert letter.subject == "[TLP:GREEN] Invitation: Coordination meeting, 18 June 2026, 10:00"
    assert letter.plain == (
        "TLP:GREEN\n\nHello,\n\nYou are invited to a meeting.\n\n"
        f"{ANSWER['en']}\n\nCoordination meeting\n\n"
        "When: Thursday, 18 June 2026, 10:00–11:30, Kyiv time\nWhere: Hall 2\nJoin online: https://meet.example.org/abc\n"
        "Purpose: Agree on actions\n\nAgenda:\n1. Introductions\n2. Requests (20 min)\n\nThe Chatham House Rule applies.\n\n"
        "Секретаріат\n\nTLP:GREEN\n"
    )


# What each kind says, and what its reader has to do: each a line, or the whole end of one.
SAID: list[tuple[LetterKind, dict[str, Any], dict[str, tuple[str, ...]]]] = [
    (
        LetterKind.UPDATE,
        {"because": (Because.TIME, Because.PLACE), "before": slot(2026, 6, 17, 9), "before_locality": "Миколаїв"},
        {
            "uk": (
                "[TLP:GREEN] Новий час: Координаційна нарада, 18 червня 2026, 10:00",
                "Новий час: четвер, 18 червня 2026, 10:00–11:30, за київським часом"
                " (було: середа, 17 червня 2026, 09:00–10:30, за київським часом).",
                "Нове місце: Зала 2, 1 поверх (було: Миколаїв).",
                "Будь ласка, дайте відповідь, навіть якщо ви вже відповідали: у своєму календарі",
            ),
            "en": (
                "[TLP:GREEN] New time: Coordination meeting, 18 June 2026, 10:00",
                "New time: Thursday, 18 June 2026, 10:00–11:30, Kyiv time"
                " (it was: Wednesday, 17 June 2026, 09:00–10:30, Kyiv time).",
                "New place: Hall 2 (it was: Миколаїв).",
                "Please answer, even if you answered before: in your calendar",
            ),
        },
    ),
    (
        LetterKind.UPDATE,
        {"because": (Because.AGENDA, Because.EXACT_PLACE)},
        {
            "uk": (
                "[TLP:GREEN] Зміни: Координаційна нарада, 18 червня 2026, 10:00",
                "Змінилося точне місце або посилання.",
                "Змінився порядок денний.",
                "Якщо ви вже відповіли, відповідь лишається чинною; якщо ні, дайте її, будь ласка,",
            ),
            "en": (
                "[TLP:GREEN] Changed: Coordination meeting, 18 June 2026, 10:00",
                "The exact place or the link has changed.",
                "The agenda has changed.",
                "If you have answered already, your answer stands; if not, please answer in your calendar",
            ),
        },
    ),
    (
        LetterKind.UPDATE,
        {"because": (Because.MODE,), "meeting": meeting(modes=(Mode.ONLINE,))},
        {
            "uk": ("Новий формат: онлайн.", "Де: Онлайн", "Будь ласка, дайте відповідь, навіть якщо ви вже відповідали"),
            "en": ("New format: online.", "Where: Online", "Please answer, even if you answered before"),
        },
    ),
    (
        LetterKind.UPDATE,
        {},
        {
            "uk": (
                "[TLP:GREEN] Чинні відомості: Координаційна нарада, 18 червня 2026, 10:00",
                "Надсилаємо чинні відомості про зустріч, на яку вас запрошено.",
                "Якщо ви вже відповіли, відповідь лишається чинною",
            ),
            "en": (
                "[TLP:GREEN] As it stands: Coordination meeting, 18 June 2026, 10:00",
                "Here is how things stand with the meeting to which you are invited.",
                "If you have answered already, your answer stands",
            ),
        },
    ),
    (
        LetterKind.VENUE,
        {
            "meeting": meeting(
                venue=Venue(place=Text.of(uk="Зала 2", en="Hall 2"), shelter_places=40), modes=(Mode.IN_PERSON, Mode.MIXED)
            )
        },
        {
            "uk": (
                "[TLP:GREEN] Точне місце: Координаційна нарада, 18 червня 2026, 10:00",
                "Повідомляємо, де саме відбудеться зустріч.",
                "Де: Зала 2",
                "Місць в укритті: 40",
                "Формат: очно або очно й онлайн водночас",
                "Збережіть, будь ласка, ці відомості й не передавайте їх далі: вони призначені лише вам.",
            ),
            "en": (
                "[TLP:GREEN] Exact place: Coordination meeting, 18 June 2026, 10:00",
                "Here is where exactly the meeting takes place.",
                "Where: Hall 2",
                "Places in the shelter: 40",
                "Format: in person or in person and online at once",
                "Please keep these details and do not pass them on: they are meant for you only.",
            ),
        },
    ),
    (
        LetterKind.CANCELLATION,
        {"meeting": meeting(status=MeetingStatus.CANCELLED), "comment": "Повітряна тривога."},
        {
            "uk": (
                "[TLP:GREEN] Скасовано: Координаційна нарада, 18 червня 2026, 10:00",
                "Зустріч, на яку вас запрошено, скасовано.",
                "Пояснення: Повітряна тривога.",
                "Вилучіть, будь ласка, цей запис зі свого календаря, якщо він там лишився. Відповідати не потрібно.",
            ),
            "en": (
                "[TLP:GREEN] Cancelled: Coordination meeting, 18 June 2026, 10:00",
                "The meeting to which you are invited is cancelled.",
                "Note: Повітряна тривога.",
                "Please remove this entry from your calendar if it is still there. You do not need to answer.",
            ),
        },
    ),
    (
        LetterKind.POSTPONEMENT,
        {"meeting": meeting(status=MeetingStatus.POSTPONED, when=None), "before": slot(2026, 6, 18, 10)},
        {
            "uk": (
                "[TLP:GREEN] Відкладено: Координаційна нарада, 18 червня 2026, 10:00",
                "Зустріч, на яку вас запрошено, відкладено; нового часу ще не визначено.",
                "Мала відбутися: четвер, 18 червня 2026, 10:00–11:30, за київським часом.",
                "Про новий час повідомимо окремим запрошенням.",
            ),
            "en": (
                "[TLP:GREEN] Postponed: Coordination meeting, 18 June 2026, 10:00",
                "The meeting to which you are invited is postponed; there is no new time yet.",
                "It was to take place: Thursday, 18 June 2026, 10:00–11:30, Kyiv time.",
                "A new invitation will tell you the new time.",
            ),
        },
    ),
    (
        LetterKind.POSTPONEMENT,
        {"meeting": meeting(status=MeetingStatus.POSTPONED, when=PartialDate("2026-09")), "before": slot(2026, 6, 18, 10)},
        {
            "uk": ("запрошено, відкладено.", "Новий час, наскільки він відомий: вересень 2026."),
            "en": ("is postponed.", "The new time, as far as it is known: September 2026."),
        },
    ),
    (
        LetterKind.REMOVAL,
        {},
        {
            "uk": (
                "[TLP:GREEN] Запрошення відкликано: Координаційна нарада, 18 червня 2026, 10:00",
                "Вас більше не запрошено на цю зустріч.",
                "Вилучіть, будь ласка, цей запис зі свого календаря, якщо він там лишився. Відповідати не потрібно.",
            ),
            "en": (
                "[TLP:GREEN] Invitation withdrawn: Coordination meeting, 18 June 2026, 10:00",
                "You are no longer invited to this meeting.",
                "Please remove this entry from your calendar if it is still there. You do not need to answer.",
            ),
        },
    ),
    (
        LetterKind.DECLINED_PROPOSAL,
        {"proposed": slot(2026, 6, 19, 9)},
        {
            "uk": (
                "[TLP:GREEN] Час не змінюється: Координаційна нарада, 18 червня 2026, 10:00",
                "Дякуємо за пропозицію іншого часу (п’ятниця, 19 червня 2026, 09:00–10:30, за київським часом).",
                "Будь ласка, дайте відповідь на запрошення з цим часом у своєму календарі",
            ),
            "en": (
                "[TLP:GREEN] The time stays: Coordination meeting, 18 June 2026, 10:00",
                "Thank you for proposing another time (Friday, 19 June 2026, 09:00–10:30, Kyiv time).",
                "Please answer the invitation for this time in your calendar",
            ),
        },
    ),
    (
        LetterKind.REMINDER,
        {"days": 2},
        {
            "uk": (
                "[TLP:GREEN] Чекаємо на вашу відповідь: Координаційна нарада, 18 червня 2026, 10:00",
                "Ми ще не отримали вашої відповіді на запрошення, а до зустрічі лишилося 2 дні.",
                ANSWER["uk"],
            ),
            "en": (
                "[TLP:GREEN] We await your answer: Coordination meeting, 18 June 2026, 10:00",
                "We have not had your answer to the invitation yet; 2 days are left until the meeting.",
                ANSWER["en"],
            ),
        },
    ),
    (
        LetterKind.MINUTES_OWED,
        {"days": 1, "due": date(2026, 6, 25), "meeting": meeting(status=MeetingStatus.HELD)},
        {
            "uk": (
                "[TLP:GREEN] Чекаємо на протокол: Координаційна нарада, 18 червня 2026, 10:00",
                "Протоколу цієї зустрічі ще немає, а після неї минув 1 день.",
                "Будь ласка, підготуйте протокол і надішліть його нам до 25 червня 2026.",
            ),
            "en": (
                "[TLP:GREEN] Minutes awaited: Coordination meeting, 18 June 2026, 10:00",
                "There are no minutes of this meeting yet, and 1 day has passed since.",
                "Please prepare the minutes and send them to us by 25 June 2026.",
            ),
        },
    ),
    (
        LetterKind.OVERDUE,
        {"meeting": None, "tasks": TASKS[:1], "days": 5},
        {
            "uk": ("Термін виконання минув 5 днів тому:", "1. Надіслати список (до 1 червня 2026)"),
            "en": ("This was due 5 days ago:", "1. Надіслати список (by 1 June 2026)"),
        },
    ),
    (
        LetterKind.VENUE,
        {"meeting": meeting(venue=Venue(link="https://meet.example.org/abc"), modes=(Mode.ONLINE,))},
        {
            "uk": (
                "[TLP:GREEN] Посилання: Координаційна нарада, 18 червня 2026, 10:00",
                "Повідомляємо, як приєднатися до зустрічі.",
            ),
            "en": ("[TLP:GREEN] Link: Coordination meeting, 18 June 2026, 10:00", "Here is how to join the meeting."),
        },
    ),
    (
        LetterKind.OVERDUE,
        {"meeting": None, "tasks": TASKS, "days": 5, "tlp": Tlp.AMBER},
        {
            "uk": (
                "[TLP:AMBER] Прострочені доручення",
                "Термін виконання минув:",
                "1. Надіслати список (до 1 червня 2026)",
                "2. Узгодити маршрут",
                "Будь ласка, повідомте нам, що вже зроблено і коли буде виконано решту.",
            ),
            "en": (
                "[TLP:AMBER] Overdue action items",
                "This was due:",
                "1. Надіслати список (by 1 June 2026)",
                "2. Узгодити маршрут",
                "Please tell us what is done already, and when the rest will be.",
            ),
        },
    ),
]


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize(("kind", "facts", "said"), SAID)
def test_a_letter_says_what_is_so_and_what_its_reader_has_to_do(
    kind: LetterKind, facts: dict[str, Any], said: dict[str, tuple[str, ...]], language: str
) -> None:
    letter = written(kind, language, **facts)
    lines = [letter.subject, *letter.plain.splitlines()]
    for words in said[language]:
        assert any(line.startswith(words) or line.endswith(words) for line in lines), f"{words!r} is not in\n" + "\n".join(lines)
    assert "None" not in letter.plain and "  " not in letter.plain and "\n\n\n" not in letter.plain


def test_every_kind_has_its_words() -> None:
    assert {kind for kind, _, _ in SAID} | {LetterKind.INVITATION} == set(LetterKind)


@pytest.mark.parametrize("kind", LetterKind)
def test_the_label_stands_in_the_subject_first_and_last_and_is_never_translated(kind: LetterKind) -> None:
    for language in ("uk", "en"):
        letter = written(kind, language, tlp=Tlp.AMBER_STRICT, tasks=TASKS)
        assert letter.subject.startswith("[TLP:AMBER+STRICT] ")
        lines = letter.plain.splitlines()
        assert (lines[0], lines[-1]) == ("TLP:AMBER+STRICT", "TLP:AMBER+STRICT")
        assert letter.html.count("TLP:AMBER+STRICT") == 2


def test_a_letter_is_labelled_as_strictly_as_any_of_what_it_tells() -> None:
    assert written(tlp=Tlp.CLEAR).subject.startswith("[TLP:GREEN]")
    assert written(LetterKind.OVERDUE, meeting=None, tasks=TASKS).subject.startswith("[TLP:AMBER] ")


ROLES = [
    (None, None, "Запрошуємо вас до участі в зустрічі."),
    (ParticipationRole.REQUIRED, TitleForm.FEMININE, "Запрошуємо вас на зустріч як учасницю."),
    (ParticipationRole.REQUIRED, TitleForm.MASCULINE, "Запрошуємо вас на зустріч як учасника."),
    (ParticipationRole.CHAIR, None, "Запрошуємо вас головувати на зустрічі."),
    (ParticipationRole.CHAIR, TitleForm.FEMININE, "Запрошуємо вас на зустріч як головуючу."),
    (ParticipationRole.CHAIR, TitleForm.MASCULINE, "Запрошуємо вас на зустріч як головуючого."),
    (ParticipationRole.OPTIONAL, None, "Ваша участь бажана, але не обов’язкова."),
    (ParticipationRole.INFORMED, TitleForm.FEMININE, "Повідомляємо вас про зустріч. Відповідати на цей лист не потрібно."),
]


@pytest.mark.parametrize(("role", "form", "words"), ROLES)
def test_the_form_of_title_is_the_one_that_the_person_chose_and_neutral_where_they_chose_none(
    role: ParticipationRole | None, form: TitleForm | None, words: str
) -> None:
    assert words in written(role=role, title_form=form, recipient="Ім’я").plain.splitlines()


def test_nobody_is_asked_to_answer_who_is_only_informed() -> None:
    for kind in (LetterKind.INVITATION, LetterKind.UPDATE):
        letter = written(kind, role=ParticipationRole.INFORMED, because=(Because.TIME,))
        assert "не потрібно" in letter.plain and "дайте відповідь" not in letter.plain


@pytest.mark.parametrize(
    ("days", "uk", "en"),
    [
        (1, "лишився 1 день", "1 day is left"),
        (3, "лишилося 3 дні", "3 days are left"),
        (7, "лишилося 7 днів", "7 days are left"),
        (21, "лишився 21 день", "21 days are left"),
    ],
)
def test_a_verb_agrees_with_its_count(days: int, uk: str, en: str) -> None:
    assert uk in written(LetterKind.REMINDER, "uk", days=days).plain
    assert en in written(LetterKind.REMINDER, "en", days=days).plain


def test_a_series_is_written_of_as_several_meetings() -> None:
    every = series("FREQ=MONTHLY;BYDAY=1TU", date(2026, 6, 2))
    letter = written(meeting=every)
    assert letter.subject == "[TLP:AMBER+STRICT] Запрошення: Робоча група, щомісяця в перший вівторок"
    assert "Запрошуємо вас до участі в регулярних зустрічах." in letter.plain
    assert "Коли: щомісяця в перший вівторок, 10:00–11:30, за київським часом, починаючи з 2 червня 2026\n" in letter.plain
    assert "Регулярні зустрічі, на які вас запрошено, скасовано." in written(LetterKind.CANCELLATION, meeting=every).plain
    one = written(LetterKind.CANCELLATION, meeting=every, when=slot(2026, 7, 7, 10))
    assert "Зустріч, на яку вас запрошено, скасовано." in one.plain and "7 липня 2026, 10:00" in one.subject


def test_a_change_of_a_series_tells_its_old_rule_as_announced() -> None:
    was = series("FREQ=WEEKLY;BYDAY=TU")
    announced = Announced(first=was.first, duration=was.duration, rule=was.rule.rrule(was.first))
    now = series("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU")
    letter = written(LetterKind.UPDATE, meeting=now, because=(Because.TIME,), before=announced)
    assert "Є зміни щодо регулярних зустрічей, на які вас запрошено." in letter.plain
    assert "Новий час: кожні 2 тижні у вівторок, " in letter.plain and "(було: щотижня у вівторок, " in letter.plain
    moved = written(LetterKind.UPDATE, because=(Because.TIME,), before=Announced(when=slot(2026, 6, 17, 9)))
    assert "(було: середа, 17 червня 2026, 09:00" in moved.plain


def test_who_passed_it_on_and_who_else_is_invited_is_told() -> None:
    letter = written(delegator="Рятувальна служба", others=("Поліція", "Лікарня"))
    assert "Запрошення вам передає: Рятувальна служба\nТакож запрошено: Поліція, Лікарня\n" in letter.plain


def test_whole_days_and_another_language_than_ours() -> None:
    letter = written(language="pl-PL", meeting=meeting(when=Days(date(2026, 6, 18), date(2026, 6, 20))))
    assert letter.language == "en" and "When: 18–20 June 2026\n" in letter.plain
    assert written(language="uk-UA").language == "uk"


@pytest.mark.parametrize("kind", [LetterKind.INVITATION, LetterKind.UPDATE, LetterKind.VENUE, LetterKind.REMINDER])
def test_nobody_is_written_to_about_a_meeting_that_has_no_time(kind: LetterKind) -> None:
    for when in (None, PartialDate("2026-09")):
        with pytest.raises(DomainError, match=r"without a time; use scheduled\(when\)"):
            written(kind, meeting=meeting(status=MeetingStatus.POSTPONED, when=when))


def test_a_letter_that_lacks_its_facts_is_refused_with_what_to_do() -> None:
    with pytest.raises(DomainError, match="is about a meeting; give one"):
        written(meeting=None)
    with pytest.raises(DomainError, match="lists what is overdue; give tasks"):
        written(LetterKind.OVERDUE)
    with pytest.raises(DomainError, match="shorten purpose or agenda"):
        written(meeting=meeting(purpose=Text.of(uk="х" * 200_001)))


class Seen(HTMLParser):
    """Html as a reader takes it apart."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str | None] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value for name, value in attributes if name in ("href", "src", "action")]

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("kind", LetterKind)
def test_the_html_says_what_the_plain_text_says(kind: LetterKind) -> None:
    letter: Letter = written(kind, tasks=TASKS, days=2, because=(Because.TIME,), before=slot(2026, 6, 17, 9))
    html = Seen(letter.html)
    for line in letter.plain.splitlines():
        for words in line.removeprefix("1. ").removeprefix("2. ").split(": ", 1):
            assert words.rstrip(":") in html.words
    assert f'<html lang="{letter.language}">' in letter.html and 'content="light dark"' in letter.html


def test_only_a_web_address_can_be_followed() -> None:
    assert Seen(written().html).links == ["https://meet.example.org/abc"]
    for link in ('javascript:alert("x")', "data:text/html,x", "Кабінет 5", "mailto:a@example.org", 'https://x/"><script>'):
        links = Seen(written(meeting=meeting(venue=Venue(link=link))).html).links
        assert links == [] or links == ["https://x/%22%3E%3Cscript%3E"]


def test_breaks_in_a_purpose_stay_in_the_html() -> None:
    letter = written(meeting=meeting(purpose=Text.of(uk="Перше\nДруге <b>")))
    assert "Перше<br>\nДруге &lt;b&gt;" in letter.html and "Мета: Перше\nДруге <b>" in letter.plain


@pytest.mark.parametrize(
    ("language", "place", "link"),
    [
        ("uk", "Точне місце: повідомимо тим, хто підтвердить участь", "посилання надішлемо"),
        ("en", "Exact place: will be sent to those who accept", "the link will be sent"),
    ],
)
def test_a_reader_is_told_that_place_and_link_follow_once_they_accept(language: str, place: str, link: str) -> None:
    told = written(LetterKind.INVITATION, language, place_follows=True, link_follows=True).plain
    assert place in told and link in told
    silent = written(LetterKind.INVITATION, language).plain
    assert place not in silent and link not in silent
