"""How people name a record: by its id, the beginning of it, or its name; and what they are told where that is not clear."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

import coordkit
from coordkit import (
    ActionItem,
    ClockTime,
    Meeting,
    MeetingId,
    MeetingSeries,
    MeetingSeriesId,
    Organization,
    OrganizationId,
    Outcome,
    OutcomeId,
    Recurrence,
    Request,
    Text,
)
from coordkit.cli.faults import Refused
from coordkit.cli.naming import Names, find
from coordkit.codec.convert import RECORDS
from coordkit.domain.periods import Frequency
from coordkit.secretariat.wording import Wording
from tests.secretariat import desks


def ids() -> list[str]:
    return ["11111111-0000-4000-8000-000000000000", "11112222-0000-4000-8000-000000000000", "ffff0000-0000-4000-8000-000000000000"]


@pytest.fixture
def desk(url: str) -> coordkit.Secretariat:
    desk = desks.opened(url)
    for uuid, name in zip(ids(), ("ГО «Друга»", "ГО «Друга-Схід»", "ДСНС"), strict=True):
        desk.save(Organization(id=OrganizationId(hex=uuid), name=Text.of(uk=name), aliases=("Служба",) if name == "ДСНС" else ()))
    desk.save(Meeting(id=MeetingId(hex=ids()[0]), title=Text.of(uk="Друга: перше")))
    return desk


@pytest.fixture(params=["memory", "sqlite"])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    return "memory://" if request.param == "memory" else desks.sqlite(tmp_path_factory.mktemp("desk"))


def found(desk: coordkit.Secretariat, given: str, *kinds: type[coordkit.Record]) -> str:
    record = find(desk, kinds or (Organization,), given, Names(desk, Wording("uk")))
    return str(record.id)


@pytest.mark.parametrize(
    ("given", "which"),
    [
        ("organization:" + ids()[0], 0),
        (ids()[1], 1),
        (ids()[1].upper(), 1),
        ("11112", 1),
        ("ffff", 2),
        ("ffff0000-0", 2),
        ("organization:ffff", 2),
        ("ДСНС", 2),
        ("дснс", 2),
        ("служба", 2),
        ("схід", 1),
        ("ГО «Друга»", 0),
        (" го «друга» ", 0),
    ],
)
def test_one_record_is_meant(desk: coordkit.Secretariat, given: str, which: int) -> None:
    assert found(desk, given) == "organization:" + ids()[which]


@pytest.mark.parametrize("given", ["1111", "друг", "го"])
def test_where_several_are_meant_they_are_listed(desk: coordkit.Secretariat, given: str) -> None:
    with pytest.raises(Refused) as caught:
        found(desk, given)
    assert {problem.path for problem in caught.value.problems} >= {"organization:11111111", "organization:11112222"}


def test_over_several_kinds_the_candidates_are_of_all_of_them(desk: coordkit.Secretariat) -> None:
    with pytest.raises(Refused) as caught:
        found(desk, "11111111", Organization, Meeting)
    assert {problem.path for problem in caught.value.problems} == {"organization:11111111", "meeting:11111111"}
    assert found(desk, "meeting:11111111", Organization, Meeting) == "meeting:" + ids()[0]


@pytest.mark.parametrize("given", ["", "нема", "abcd", "11", "meeting:1111", "organization:nothing", "x:1111", "0" * 40, "«»"])
def test_what_names_nothing_is_told(desk: coordkit.Secretariat, given: str) -> None:
    with pytest.raises(coordkit.NotFound):
        found(desk, given)


def test_only_the_first_of_many_candidates_are_listed(desk: coordkit.Secretariat) -> None:
    desk.save(*(Organization(id=desk.new(OrganizationId), name=Text.of(uk=f"Рада {number}")) for number in range(25)))
    with pytest.raises(Refused) as caught:
        found(desk, "рада")
    assert len(caught.value.problems) == 10 and "of 25" in caught.value.message


@pytest.mark.parametrize("given", ["світло", "СВІТЛО біля", "light", "укриття світло", "Світло біля укриття"])
def test_an_outcome_is_named_by_words_of_its_text(desk: coordkit.Secretariat, given: str) -> None:
    light, path = Text.of(uk="Світло біля укриття", en="Light at the shelter"), Text.of(uk="Перелік укриттів")
    meeting = MeetingId(hex=ids()[0])
    (asked, _, _) = desk.save(
        Request(id=OutcomeId(int=1), meeting=meeting, text=light),
        ActionItem(id=OutcomeId(int=2), meeting=meeting, text=path),
        Request(id=OutcomeId(int=3), meeting=meeting),
    )
    assert found(desk, given, Outcome) == found(desk, given, *RECORDS.values()) == str(asked.id)
    with pytest.raises(Refused):
        found(desk, "укритт", Outcome)
    with pytest.raises(coordkit.NotFound):
        found(desk, "«»", Outcome)


def test_what_has_a_name_goes_before_an_outcome_whose_text_holds_it(desk: coordkit.Secretariat) -> None:
    desk.save(ActionItem(id=OutcomeId(int=2), meeting=MeetingId(hex=ids()[0]), text=Text.of(uk="Запросити ДСНС")))
    assert found(desk, "ДСНС", *RECORDS.values()) == "organization:" + ids()[2]


def test_the_name_of_a_series_means_the_series_and_not_its_meetings(desk: coordkit.Secretariat) -> None:
    first = ClockTime(datetime(2027, 2, 2, 10), "Europe/Kyiv")
    monthly = MeetingSeries(
        id=desk.new(MeetingSeriesId),
        title=Text.of(uk="Щомісячна"),
        first=first,
        duration=timedelta(hours=1),
        rule=Recurrence(frequency=Frequency.MONTHLY),
    )
    desk.save(monthly, monthly.occurrence_meeting(first.day, desk.new(MeetingId)))
    assert found(desk, "щомісячна", Meeting, MeetingSeries) == str(monthly.id)
    assert found(desk, "щомісячна", Meeting).startswith("meeting:")
    desk.save(Meeting(id=desk.new(MeetingId), title=Text.of(uk="Щомісячна")))
    with pytest.raises(Refused, match="several"):
        found(desk, "щомісячна", Meeting, MeetingSeries)
