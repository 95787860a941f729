"""An office: where it writes from, what its letters say in place of ours, and when it reminds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from coordkit import DomainError, LetterTemplate, Office, OfficeId, Reminder, ReminderKind, ReplyPolicy, Text, Tlp

TWO_DAYS = Reminder(kind=ReminderKind.UNANSWERED, by=timedelta(days=2))


def office(**more: Any) -> Office:
    return Office(id=OfficeId(int=1), name=Text.of(uk="Секретаріат"), **more)


def template(name: str = "invitation.txt", language: str = "uk") -> LetterTemplate:
    return LetterTemplate(name=name, language=language, text="{{ title }}")


def test_an_office_is_careful_unless_it_says_otherwise() -> None:
    assert (office().reply_policy, office().tlp_ceiling, office().retention_months) == (ReplyPolicy.QUARANTINE, Tlp.RED, None)
    assert (office().channel, office().trusted_server, office().reminders, office().templates) == ("mail", None, (), ())


def test_an_office_has_addresses_reminders_and_templates_each_once() -> None:
    reminders = (TWO_DAYS, Reminder(kind=ReminderKind.UNANSWERED, by=timedelta(days=7)))
    templates = (template(), template(language="en"), template("invitation.html"))
    kept = office(addresses=("desk@example.org", "duty@example.org"), reminders=reminders, templates=templates)
    assert (kept.addresses[0], kept.reminders, kept.templates) == ("desk@example.org", reminders, templates)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: office(retention_months=0), "a month at least"),
        (lambda: office(addresses=("desk@example.org", "nomail")), r"office\.addresses\[1\]: 'nomail' is no e-mail address"),
        (lambda: office(addresses=("Office <desk@example.org>",)), "is no e-mail address"),
        (lambda: office(addresses=("desk@example.org\r\nBcc: a@example.org",)), "is no e-mail address"),
        (lambda: office(addresses="desk@example.org"), "expected several texts"),
        (lambda: office(addresses=(5,)), "expected a text"),
        (lambda: office(channel=" "), "channel: this is blank"),
        (lambda: office(trusted_server=""), "trusted_server: this is blank"),
        (lambda: office(reminders=(TWO_DAYS, TWO_DAYS)), r"office\.reminders: the reminder unanswered, 2 days.* stands twice"),
        (lambda: office(reminders=(5,)), r"office\.reminders\[0\]: expected Reminder"),
        (lambda: office(templates=(template(), template())), r"office\.templates: the template invitation\.txt in uk stands twice"),
        (lambda: office(templates=template()), "expected several"),
        (lambda: template(name="\t"), "name: this is blank"),
        (lambda: template(language="ukrainian"), "is not a language code"),
        (lambda: template(language=""), "is not a language code"),
    ],
)
def test_what_makes_no_sense_of_an_office_is_refused(make: Callable[[], object], told: str) -> None:
    with pytest.raises(DomainError, match=told):
        make()


@pytest.mark.parametrize("by", [timedelta(0), timedelta(seconds=1), timedelta(days=366)])
def test_a_reminder_comes_so_long_before_or_after(by: timedelta) -> None:
    assert Reminder(kind=ReminderKind.MINUTES, by=by).by == by


@pytest.mark.parametrize("by", [timedelta(seconds=-1), timedelta(days=366, seconds=1), timedelta(milliseconds=1), 2, None])
def test_no_reminder_comes_the_other_way_round_within_a_second_or_after_years(by: Any) -> None:
    with pytest.raises(DomainError, match=r"reminder\.by"):
        Reminder(kind=ReminderKind.OVERDUE, by=by)
    with pytest.raises(DomainError, match=r"reminder\.kind"):
        Reminder(kind="overdue", by=timedelta(days=1))  # type: ignore[arg-type]  # wrong on purpose
