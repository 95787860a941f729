"""Nothing is taken for something else: each wrong value gives one clear problem, at its path, and all of them come together."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordkit import (
    AgendaItem,
    Contact,
    ContactKind,
    Decision,
    Invitation,
    InvitationId,
    Meeting,
    MeetingId,
    MeetingStatus,
    Organization,
    OrganizationId,
    OutcomeId,
    ParseError,
    Record,
    Slot,
    Text,
    Venue,
    from_json,
    to_json,
)
from coordkit.codec.convert import SCHEMA
from tests.strategies import records

MEETING = Meeting(
    id=MeetingId(int=1),
    title=Text.of(uk="Нарада"),
    status=MeetingStatus.SCHEDULED,
    when=Slot(datetime(2026, 6, 1, 10), timedelta(hours=1), "Europe/Kyiv"),
    venue=Venue(locality="UA65"),
    agenda=(AgendaItem(position=1, title=Text.of(uk="Перше")), AgendaItem(position=2, title=Text.of(uk="Друге"))),
)
INVITATION = Invitation(id=InvitationId(int=1), meeting=MeetingId(int=1), invitee=OrganizationId(int=1))
DECISION = Decision(id=OutcomeId(int=1), meeting=MeetingId(int=1), text=Text.of(uk="Вирішено"))
ORGANIZATION = Organization(
    id=OrganizationId(int=1), name=Text.of(uk="Одна"), contacts=(Contact(kind=ContactKind.EMAIL, value="desk@example.org"),)
)


def changed(record: Record, path: tuple[str | int, ...], value: Any) -> str:
    """The record's JSON with one value replaced."""
    body = json.loads(to_json(record))
    holder = body
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    return json.dumps(body, ensure_ascii=False)


WRONG: list[tuple[Record, tuple[str | int, ...], Any, str, str]] = [
    (MEETING, ("title",), 5, "title", "expected a text by language"),
    (MEETING, ("title",), "Нарада", "title", "expected a text by language"),
    (MEETING, ("title", "uk"), 5, "title", "expected a text in uk"),
    (MEETING, ("title",), {}, "title", "at least one language"),
    (MEETING, ("title", "українською"), "Нарада", "title", "is not a language code"),
    (MEETING, ("topics",), "abc", "topics", "expected a list"),
    (MEETING, ("modes",), {"online": True}, "modes", "expected a list"),
    (MEETING, ("modes",), ["by_owl"], "modes[0]", "expected one of 'in_person'"),
    (MEETING, ("venue",), 5, "venue", "expected an object"),
    (MEETING, ("venue",), "UA65", "venue", "expected an object"),
    (MEETING, ("venue", "capacity"), True, "venue.capacity", "expected a whole number"),
    (MEETING, ("venue", "capacity"), -1, "venue", "0 or more"),
    (MEETING, ("venue", "shelter"), 1, "venue.shelter", "no such field"),
    (MEETING, ("agenda", 1, "title"), 5, "agenda[1].title", "expected a text by language"),
    (MEETING, ("agenda", 0, "closed"), 0, "agenda[0].closed", "expected true or false"),
    (MEETING, ("agenda", 0, "position"), "1", "agenda[0].position", "expected a whole number"),
    (MEETING, ("sequence",), True, "sequence", "expected a whole number"),
    (MEETING, ("chatham_house",), "false", "chatham_house", "expected true or false"),
    (MEETING, ("kind",), None, "kind", "expected a text"),
    (MEETING, ("language",), 5, "language", "expected a text"),
    (MEETING, ("tlp",), "amber", "tlp", "expected one of RED"),
    (MEETING, ("tlp",), 2, "tlp", "expected one of RED"),
    (MEETING, ("status",), "planned", "status", "expected one of 'draft'"),
    (MEETING, ("convener",), "person:00000000-0000-0000-0000-000000000001", "convener", "expected organization:<uuid>"),
    (MEETING, ("convener",), "organization:1", "convener", "expected organization:<uuid>"),
    (MEETING, ("id",), "organization:00000000-0000-0000-0000-000000000001", "id", "expected meeting:<uuid>"),
    (MEETING, ("id",), "00000000-0000-0000-0000-000000000001", "id", "expected meeting:<uuid>"),
    (
        MEETING,
        ("guests",),
        ["meeting:00000000-0000-0000-0000-000000000001"],
        "guests[0]",
        "expected organization:<uuid> or person:<uuid>",
    ),
    (MEETING, ("when",), "2026-06-01T10:00:00+03:00", "when", 'expected {"slot"'),
    (MEETING, ("when",), {"days": ["2026-06-01"]}, "when", 'expected {"slot"'),
    (MEETING, ("when",), {"days": ["2026-06-02", "2026-06-01"]}, "when", "is before the first"),
    (MEETING, ("when",), {"days": ["2026-W23-1", "2026-W23-2"]}, "when", "expected a day"),
    (MEETING, ("when",), {"partial": "June"}, "when", "is no date in EDTF"),
    (MEETING, ("when", "slot", "start"), "2026-06-01", "when", "a slot starts at local time"),
    (MEETING, ("when", "slot", "start"), "2026-06-01T10:00:00+03:00", "when", "a slot starts at local time"),
    (MEETING, ("when", "slot", "start"), "2026-03-29T03:30:00", "when", "the clocks skip it"),
    (MEETING, ("when", "slot", "start"), "2026-10-25T03:30:00", "when", "comes twice"),
    (MEETING, ("when", "slot", "zone"), "Kyiv", "when", "no time zone is called"),
    (MEETING, ("when", "slot", "zone"), "+03:00", "when", "no time zone is called"),
    (MEETING, ("when", "slot", "seconds"), 0, "when", "ends before or as it starts"),
    (MEETING, ("when", "slot", "seconds"), True, "when", "expected whole seconds"),
    (MEETING, ("when", "slot", "seconds"), 10**30, "when", "expected whole seconds"),
    (MEETING, ("when",), None, "meeting.when", "needs a time"),
    (INVITATION, ("answered_at",), "2026-06-01", "answered_at", "expected a moment in UTC"),
    (INVITATION, ("answered_at",), "2026-06-01T10:00:00", "answered_at", "expected a moment in UTC"),
    (INVITATION, ("answered_at",), "2026-06-01T10:00:00+03:00", "answered_at", "expected a moment in UTC"),
    (INVITATION, ("answered_at",), "2026-06-01T10:00:00+03:00Z", "answered_at", "expected a moment in UTC"),
    (INVITATION, ("answered_at",), 1748772000, "answered_at", "expected a moment in UTC"),
    (DECISION, ("review_on",), "2026-06-01T00:00:00Z", "review_on", "expected a day"),
    (DECISION, ("review_on",), "2026-06-31", "review_on", "expected a day"),
    (DECISION, ("review_on",), "2026-W23-1", "review_on", "expected a day"),
    (DECISION, ("text",), None, "text", "expected a text by language"),
    (DECISION, ("type",), "promise", "", "is no kind of record"),
    (DECISION, ("type",), None, "", "is no kind of record"),
    (DECISION, ("owner",), None, "owner", "no such field"),
    (ORGANIZATION, ("contacts", 0, "value"), "desk", "contacts[0]", "is no e-mail address"),
    (ORGANIZATION, ("contacts", 0, "kind"), "fax", "contacts[0].kind", "expected one of 'email'"),
    (ORGANIZATION, ("sources",), [{"url": "ftp://example.org"}], "sources[0]", "is no web address"),
    (ORGANIZATION, ("contacts",), [{"kind": "email"}], "contacts[0].value", "is missing"),
    (ORGANIZATION, ("aliases",), ["A\0B"], "aliases", "NUL"),
    (ORGANIZATION, ("aliases",), ["\ud800"], "aliases", "lone surrogate"),
    (ORGANIZATION, ("revision",), 3, "revision", "no such field"),
    (ORGANIZATION, ("colour",), "blue", "colour", "no such field"),
    (ORGANIZATION, ("type",), "information", "type", "no such field"),
    (ORGANIZATION, ("schema",), SCHEMA + 1, "", f"schema {SCHEMA + 1} is not known here"),
    (ORGANIZATION, ("schema",), "1", "", 'schema "1" is not known here'),
    (ORGANIZATION, ("schema",), True, "", "schema true is not known here"),
    (ORGANIZATION, ("record",), "survivor", "", "is no kind of record"),
    (ORGANIZATION, ("record",), ["organization"], "", "is no kind of record"),
]


@pytest.mark.parametrize(
    ("record", "at", "value", "path", "words"), WRONG, ids=[f"{'.'.join(map(str, row[1]))}={row[2]!r}"[:60] for row in WRONG]
)
def test_a_wrong_value_is_one_problem_at_its_path(
    record: Record, at: tuple[str | int, ...], value: Any, path: str, words: str
) -> None:
    with pytest.raises(ParseError) as caught:
        from_json(changed(record, at, value))
    (problem,) = [problem for problem in caught.value.problems if words in problem.message]
    assert problem.path == path
    assert len(caught.value.problems) == 1


def test_a_missing_field_is_named_where_it_has_no_default() -> None:
    body = json.loads(to_json(MEETING))
    del body["title"], body["agenda"][1]["title"], body["kind"]
    with pytest.raises(ParseError) as caught:
        from_json(json.dumps(body))
    assert {problem.path for problem in caught.value.problems} == {"title", "agenda[1].title"}
    assert all("is missing" in problem.message for problem in caught.value.problems)


def test_all_problems_come_together() -> None:
    body = json.loads(to_json(MEETING))
    body |= {"title": 5, "topics": "abc", "colour": "blue", "tlp": "PINK"}
    body["agenda"][1] |= {"duration": 1.5, "presenter": "meeting:1"}
    del body["id"]
    text = json.dumps(body).replace("1.5", '"1.5"')
    with pytest.raises(ParseError) as caught:
        from_json(text, where="line 3")
    assert {problem.path for problem in caught.value.problems} == {
        "title", "topics", "colour", "tlp", "agenda[1].duration", "agenda[1].presenter", "id",
    }  # fmt: skip
    assert str(caught.value).startswith("line 3: ")
    assert all(problem.path in str(caught.value) for problem in caught.value.problems)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "this is no JSON"),
        ("{", "this is no JSON"),
        ('{"schema":1 2}', "line 1, column 13"),
        (to_json(MEETING) + "x", "this is no JSON"),
        (to_json(MEETING)[:-1] + ',"title":null}', "'title' stands twice"),
        (to_json(MEETING).replace('"sequence":0', '"sequence":0.0'), "0.0 is not a whole number"),
        (to_json(MEETING).replace('"sequence":0', '"sequence":1e3'), "1e3 is not a whole number"),
        (to_json(MEETING).replace('"sequence":0', '"sequence":NaN'), "NaN is not a whole number"),
        (to_json(MEETING).replace('"sequence":0', '"sequence":-Infinity'), "-Infinity is not a whole number"),
        (to_json(MEETING).encode("cp1251"), "this is no UTF-8"),
        (b"\xff\xfe{}", "no "),
        ("[" * 100_000, "nested too deeply"),
        ('{"a":' * 100_000, "nested too deeply"),
    ],
)
def test_text_that_is_no_json_of_ours_is_refused_with_one_sentence(text: str | bytes, words: str) -> None:
    with pytest.raises(ParseError) as caught:
        from_json(text, where="desk.json")
    assert words in caught.value.message
    assert str(caught.value).startswith("desk.json: ")


@pytest.mark.parametrize("text", ["5", "[]", '"meeting"', "null", "true"])
def test_json_that_is_no_object_is_refused(text: str) -> None:
    with pytest.raises(ParseError, match="expected an object"):
        from_json(text)


_anything: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | st.sampled_from(["2026-06-01", "meeting:1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@given(records, st.data())
def test_whatever_stands_in_a_field_it_is_read_or_refused_with_its_path(record: Record, data: st.DataObject) -> None:
    body = json.loads(to_json(record))
    name = data.draw(st.sampled_from(sorted(body)))
    body[name] = data.draw(_anything)
    try:
        again = from_json(json.dumps(body))
    except ParseError as error:
        assert error.problems or "whole number" in error.message
        assert all(problem.message for problem in error.problems)
    else:
        assert json.loads(to_json(again))[name] == body[name]


@given(st.binary() | st.text())
def test_arbitrary_input_raises_nothing_but_a_parse_error(text: bytes | str) -> None:
    with pytest.raises(ParseError):
        from_json(text)


def test_a_slot_whose_hour_no_longer_repeats_is_still_read() -> None:
    """Where a law ends the changing of clocks, what was kept under the old one must not become unreadable."""
    kept = to_json(
        Meeting(
            id=MeetingId(int=1), title=Text.of(uk="Нарада"), when=Slot(datetime(2026, 6, 18, 10), timedelta(hours=1), "Europe/Kyiv")
        )
    )
    read = from_json(kept.replace('"repeat":null', '"repeat":"second"'))
    assert to_json(read) == kept
